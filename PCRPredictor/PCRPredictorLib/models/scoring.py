"""The score of one patient, and what each feature contributed to it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from .. import __version__
from ..errors import InputError, Notice
from ..features.former_profiles import FORMER, is_former
from ..texts import listing
from ..texts import sentence as _
from .acquisition import unlike_cohort
from .answer import RESEARCH_USE_ONLY, Answer, answer_of
from .calibration_file import Calibration
from .call import NO_CUTOFF, call_of, class_of
from .category_codes import CODE_NOT_IN_TRAINING, unseen_code_notices
from .contour_spread import ContourSpread
from .contribution import Contribution
from .domain import UNKNOWN, Domain, compare_with_cohort
from .model_file import Model, ModelFeature
from .own_cases import own_case_notices
from .profile_match import profile_notices, refuse_other_profile
from .reference import Reference
from .training_cohort import training_acquisition, training_reference
from .training_cutoff import training_cutoff

FAR_STANDARD_DEVIATIONS = 4.0


@dataclass(frozen=True)
class Prediction:
    """A probability of pCR that explains itself.

    Attributes
    ----------
    probability : float
        1 / (1 + exp(-linear_predictor)).
    linear_predictor : float
        intercept + sum of the contributions.
    cutoff : float or None
        None where no cut-off is valid on this scale.
    call : str
        One of `call.CALLS`: what may be said of the probability.
    predicted_class : str or None
        ``"pCR"`` where the call is above the cut-off, ``"non-pCR"`` where it is below, else None.
    paper_cutoff : float or None
        The publication's own cut-off, which holds on its own unpublished scale only.
    intercept_se : float or None
        Standard error of the calibration's intercept.
    simulated : bool
        Whether any input, the calibration or the model is simulated.
    contour_spread : ContourSpread or None
        How far the probability moves under perturbed contours, where that was asked for.
    cutoff_interval : (float, float) or None
        95 % interval of the cut-off; None where there is no cut-off, or the model's own carries none.
    domain : Domain
        Whether the case is like the cohort that the calibration, or else the model, was made from.
    """

    model: str
    probability: float
    linear_predictor: float
    intercept: float
    intercept_se: float | None
    cutoff: float | None
    paper_cutoff: float | None
    contributions: tuple[Contribution, ...]
    warnings: tuple[Notice, ...]
    simulated: bool
    provenance: dict[str, Any] = field(default_factory=dict)
    contour_spread: ContourSpread | None = None
    call: str = NO_CUTOFF
    cutoff_interval: tuple[float, float] | None = None
    domain: Domain = UNKNOWN

    @property
    def predicted_class(self) -> str | None:
        return class_of(self.call)

    @property
    def answer(self) -> Answer:
        """What is said of it."""
        return answer_of(self._numbers())

    def as_json(self) -> dict[str, Any]:
        """The content of ``prediction.json``."""
        answer = self.answer
        words = {"class_in_words": answer.headline, "uncertainty_in_words": answer.uncertainty}
        return self._numbers() | words | {"research_use_only": RESEARCH_USE_ONLY}

    def _numbers(self) -> dict[str, Any]:
        return {
            "model": self.model,
            "probability": self.probability,
            "linear_predictor": self.linear_predictor,
            "intercept": self.intercept,
            "intercept_se": self.intercept_se,
            "cutoff": self.cutoff,
            "cutoff_interval": None if self.cutoff_interval is None else list(self.cutoff_interval),
            "call": self.call,
            "predicted_class": self.predicted_class,
            "domain": self.domain.as_json(),
            "paper_cutoff": self.paper_cutoff,
            "contributions": [term.as_json() for term in self.contributions],
            "warnings": [notice.as_json() for notice in self.warnings],
            "simulated": self.simulated,
            "provenance": self.provenance,
            **({"contour_spread": self.contour_spread.as_json()} if self.contour_spread else {}),
        }


def ready(model: Model, calibration: Calibration | None) -> str | None:
    """Why the model cannot be scored with this calibration, or None where it can.

    The reason is one sentence that says what is missing and how to get it.
    """
    if is_former(model.profile_hash):
        return _(
            "Model '{name}' was trained on features extracted {former}; run  pcr-predictor cohort  "
            "and  pcr-predictor train again."
        ).format(name=model.name, former=FORMER)
    if calibration is None:
        if not model.missing_parts:
            return None
        return _(
            "Model '{name}' carries no {missing_parts} of its own, so it gives no probability "
            "without a calibration: make one from a reference cohort with  pcr-predictor calibrate "
            "--model {name} --cohort COHORT.csv --outcome COLUMN --output calibration.json  and pass "
            "it with --calibration calibration.json."
        ).format(name=model.name, missing_parts=listing(model.missing_parts, _(" and no ")))
    if calibration.model_hash != model.hash:
        return _(
            "The calibration was made for model '{model}' ({made_for}), not for '{name}' ({given}); "
            "choose the model it belongs to or calibrate this one with  pcr-predictor calibrate."
        ).format(model=calibration.model, made_for=calibration.model_hash[:12], name=model.name, given=model.hash[:12])
    if is_former(calibration.profile_hash):
        return _(
            "The calibration was made {former}; run  pcr-predictor cohort  again on its cohort and  "
            "pcr-predictor calibrate  on that table."
        ).format(former=FORMER)
    if tuple(item.column for item in calibration.scaling) != model.columns:
        return _("The calibration scales other columns than model '{name}' uses; make it again.").format(
            name=model.name
        )
    if model.profile_hash and calibration.profile_hash and model.profile_hash != calibration.profile_hash:
        return _(
            "The calibration's features were extracted with profile {value}, the model's with "
            "{value2}; calibrate on a cohort extracted with the model's profile."
        ).format(value=calibration.profile_hash[:12], value2=model.profile_hash[:12])
    return None


def score(
    model: Model,
    calibration: Calibration | None,
    values: Mapping[str, float],
    acquisition: Mapping[str, float | str] | None = None,
    *,
    profile: str | None = None,
    profile_hash: str | None = None,
    inputs: Mapping[str, Any] | None = None,
    simulated: bool = False,
    warnings: tuple[Notice, ...] = (),
) -> Prediction:
    """Score one patient: intercept + sum of coefficient x (value - mean) / std, and its logistic function.

    Parameters
    ----------
    values : mapping of str to float
        By column of the model (``A_<name>``, ``P_<name>``, clinical names); others are ignored.
    acquisition : mapping, optional
        As `describe_acquisition` gives it, compared with the calibration cohort's, else with the training cohort's.
    profile, profile_hash : str, optional
        The extraction profile that made the values.
    inputs : mapping, optional
        What went in, with hashes, for the provenance.
    simulated : bool
        Whether the patient is simulated.
    warnings : tuple of Notice
        Notices from the images, kept in front of the score's own.

    Raises
    ------
    InputError
        Nothing to scale with (see `ready`); a value missing or not finite; an extraction profile other than the
        model's or the calibration's; a value so far from the reference cohort that the score overflows.
    """
    from scipy.special import expit  # slow to import

    reason = ready(model, calibration)
    if reason is not None:
        raise InputError(reason)
    refuse_other_profile(model, calibration, profile_hash)
    contributions = _contributions(model, calibration, values)
    intercept = calibration.intercept if calibration else model.intercept
    assert intercept is not None
    linear_predictor = _sum_of_terms(intercept, contributions)
    probability = float(expit(linear_predictor))
    cutoff, interval = _cutoff_and_interval(model, calibration)
    reference = calibration.reference if calibration else training_reference(model)
    like_cohort = _domain(model, calibration, contributions, acquisition or {})
    unseen_codes = unseen_code_notices(model, {column: values[column] for column in model.columns})
    domain = like_cohort.outside_by(notice.message for notice in unseen_codes if notice.code == CODE_NOT_IN_TRAINING)
    contributions = _among_cohort(contributions, domain, reference)
    notices = [
        *warnings,
        *profile_notices(model, calibration, profile_hash),
        *_domain_notices(like_cohort, contributions),
        *_acquisition_notices(model, calibration, acquisition or {}),
        *unseen_codes,
        *_calibration_notices(calibration),
        *own_case_notices(model, calibration, [float(values[column]) for column in model.columns]),
    ]
    return Prediction(
        model=model.name,
        probability=probability,
        linear_predictor=linear_predictor,
        intercept=intercept,
        intercept_se=calibration.intercept_se if calibration else None,
        cutoff=cutoff,
        cutoff_interval=interval,
        call=call_of(probability, cutoff, interval, domain.within),
        domain=domain,
        paper_cutoff=model.cutoff if model.missing_parts else None,
        contributions=contributions,
        warnings=tuple(notices),
        simulated=simulated or model.simulated or (calibration is not None and calibration.simulated),
        provenance={
            "version": __version__,
            "model": model.name,
            "model_source": model.source,
            "model_hash": model.hash,
            "calibration_hash": calibration.hash if calibration else None,
            "profile": profile,
            "profile_hash": profile_hash,
            "inputs": dict(inputs or {}),
            "time": datetime.now(UTC).isoformat(timespec="seconds"),
        },
    )


def _contributions(
    model: Model, calibration: Calibration | None, values: Mapping[str, float]
) -> tuple[Contribution, ...]:
    terms = []
    for index, feature in enumerate(model.features):
        scale: Any = calibration.scaling[index] if calibration else feature
        value = _value(feature, values)
        standardized = (float(feature.transformed(value)) - scale.mean) / scale.std
        coefficient = feature.coefficient * (calibration.slope if calibration else 1.0)
        contribution = coefficient * standardized
        if not (math.isfinite(standardized) and math.isfinite(contribution)):
            raise InputError(
                _(
                    "The feature '{column}' is {value:g}, against a mean of {mean:g} and a standard deviation of "
                    "{std:g}: its contribution is no finite number; check the value and the scaling."
                ).format(column=feature.column, value=value, mean=scale.mean, std=scale.std)
            )
        terms.append(
            Contribution(feature.label, feature.name, feature.phase, value, standardized, coefficient, contribution)
        )
    return tuple(terms)


def _sum_of_terms(intercept: float, contributions: tuple[Contribution, ...]) -> float:
    try:
        return math.fsum((intercept, *(term.contribution for term in contributions)))
    except OverflowError:
        largest = max(contributions, key=lambda term: abs(term.contribution))
        raise InputError(
            _(
                "The contributions add up beyond any finite number, '{label}' with {contribution:g} first of all; "
                "check the value and its scaling."
            ).format(label=largest.label, contribution=largest.contribution)
        ) from None


def _value(feature: ModelFeature, values: Mapping[str, float]) -> float:
    if feature.column not in values:
        raise InputError(
            _("The feature '{column}' of the model is missing; extract it or give its value.").format(
                column=feature.column
            )
        )
    value = float(values[feature.column])
    if not math.isfinite(value):
        raise InputError(
            _("The feature '{column}' is {value}; check the image and contour it comes from.").format(
                column=feature.column, value=value
            )
        )
    return value


def _cutoff_and_interval(
    model: Model, calibration: Calibration | None
) -> tuple[float | None, tuple[float, float] | None]:
    if calibration is None:
        own = training_cutoff(model)
        if own is None:  # the source states a bare cut-off, if any
            return model.cutoff, None
        cutoff = own.cutoff
    else:
        cutoff = calibration.cutoff
    return (None, None) if cutoff is None else (cutoff.value, (cutoff.lower, cutoff.upper))


def _domain(
    model: Model,
    calibration: Calibration | None,
    contributions: tuple[Contribution, ...],
    acquisition: Mapping[str, float | str],
) -> Domain:
    values = [term.value for term in contributions]
    names = [term.in_words for term in contributions]
    if calibration is not None:
        return compare_with_cohort(calibration.reference, values, names, calibration.acquisition, acquisition)
    return compare_with_cohort(
        training_reference(model), values, names, training_acquisition(model), acquisition, _("training")
    )


def _among_cohort(
    contributions: tuple[Contribution, ...], domain: Domain, reference: Reference | None
) -> tuple[Contribution, ...]:
    """The contributions with where the patient lies among the cohort."""
    if reference is None:
        return contributions
    return tuple(
        replace(term, position=position, cohort=cohort)
        for term, position, cohort in zip(contributions, domain.positions, reference.quantiles, strict=True)
    )


def _domain_notices(domain: Domain, contributions: tuple[Contribution, ...]) -> tuple[Notice, ...]:
    """Why the case lies outside; where nothing is known of the cohort but means and deviations, what those tell."""
    if domain.within is None:
        return _distance_notices(contributions)
    return tuple(Notice("outside-domain", reason) for reason in domain.reasons)


def _distance_notices(contributions: tuple[Contribution, ...]) -> tuple[Notice, ...]:
    return tuple(
        Notice(
            "far-from-cohort",
            _(
                "{in_words} lies {standardized:.1f} standard deviations {side} the reference cohort's "
                "mean; the score extrapolates."
            ).format(
                in_words=term.in_words,
                standardized=abs(term.standardized),
                side=_("above") if term.standardized > 0 else _("below"),
            ),
        )
        for term in contributions
        if abs(term.standardized) > FAR_STANDARD_DEVIATIONS
    )


def _acquisition_notices(
    model: Model, calibration: Calibration | None, acquisition: Mapping[str, float | str]
) -> tuple[Notice, ...]:
    if calibration is not None:
        return unlike_cohort(calibration.acquisition, acquisition)
    return unlike_cohort(training_acquisition(model), acquisition, _("training"))


def _calibration_notices(calibration: Calibration | None) -> tuple[Notice, ...]:
    if calibration is None:
        return ()
    notices = list(calibration.warnings)
    if calibration.prevalence is not None:
        notices.append(
            Notice(
                "calibrated-without-outcomes",
                _(
                    "The intercept rests on a stated prevalence of {prevalence:.3g} %, not on outcomes; no "
                    "cut-off holds on this scale, so no class is stated."
                ).format(prevalence=100 * calibration.prevalence),
            )
        )
    return tuple(notices)
