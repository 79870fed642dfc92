"""A training run: both variants, honest validation, the models as files."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError, Notice
from ...models.acquisition import summarize_acquisition
from ...models.category_codes import CODE_NOT_IN_TRAINING, COUNT_BEYOND_TRAINING
from ...models.logistic import never_certain
from ...models.model_file import Model
from ...models.score_table import notices_of_all, score_table
from ...models.scoring import Prediction
from ...models.table import FeatureTable
from ...models.training_cohort import ACQUISITION_KEY
from ...numerals import count
from ..data.cohort import Cohort
from ..data.distinct_patients import distinct_patients, require_other_patients
from ..data.notices import cohort_notices
from ..data.validation_notices import ranked_the_wrong_way, validation_notices
from ..data.validation_patients import require_scorable
from ..pipeline.config import TrainingConfig
from ..pipeline.estimators.constant_dropper import ConstantDropper
from ..pipeline.export import dropped_features, export_model
from ..pipeline.folds import check_feasible
from ..pipeline.steps import build_pipeline
from ..readers.agreement import ContourPair
from ..readers.counts import require_enough_readings
from ..statistics.bootstrap import FEWEST_FOR_OPTIMISM, OutOfBag, check_resamples
from ..statistics.delong import delong_interval
from ..statistics.permutation import PermutationTest, check_permutations
from ..statistics.table1 import LARGEST_VALUE
from .ceiling import CeilingResult, ceiling
from .clinical import ClinicalComparison, compare_with_clinical
from .cohort_size import size_in_words
from .model_cutoff import model_cutoff
from .nested import NestedResult, nested_cross_validation
from .paper import PaperResult, paper_protocol
from .studies import LearningPoint, bootstrap_study, learning_curve, permutation_study

Stages = Callable[[str, int, int], None]
Says = Callable[[str], None]
PROTOCOLS = ("nested", "paper")


@dataclass(frozen=True, slots=True)
class Variant:
    """One model, with SMOTE or without, and what is known of it.

    Attributes
    ----------
    name : str
        ``"SMOTE-radiomics"`` or ``"radiomics"``, as the paper calls them.
    nested : NestedResult
    paper : PaperResult or None
        None under the protocol ``nested``.
    candidate : str
        The linear model that was chosen, out of :data:`.CANDIDATES`.
    model : Model
        Trained on all training patients.
    dropped : dict of str to list of str
        Features dropped by each step of that training.
    external : ndarray or None
        Its probabilities of the validation patients.
    external_notices : tuple of Notice
        What was to be said when they were scored, such as who lies outside what the model has seen.
    """

    name: str
    config: TrainingConfig
    nested: NestedResult
    paper: PaperResult | None
    candidate: str
    model: Model
    dropped: dict[str, list[str]]
    external: NDArray[np.float64] | None
    external_notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class TrainingResult:
    """All that a training run found.

    Attributes
    ----------
    cohort, external : Cohort
        Training patients, and validation patients or None.
    variants : tuple of Variant
        The main one first.
    clinical : ClinicalComparison or None
        Clinical variables, radiomic features and both in the same folds, where the cohort has both.
    harmonized : NestedResult or None
        The main variant with scanners harmonized by ComBat, for comparison only.
    ceiling : dict of str to CeilingResult
        What learners that may bend reach in the same folds, by name.
    permutation, out_of_bag, learning : or None
        Where they were asked for.
    contours : tuple of ContourPair
        Two readers' contours compared, where both sets were given.
    """

    cohort: Cohort
    external: Cohort | None
    config: TrainingConfig
    protocol: str
    variants: tuple[Variant, ...]
    ceiling: dict[str, CeilingResult] = field(default_factory=dict)
    clinical: ClinicalComparison | None = None
    harmonized: NestedResult | None = None
    permutation: PermutationTest | None = None
    out_of_bag: OutOfBag | None = None
    learning: tuple[LearningPoint, ...] | None = None
    contours: tuple[ContourPair, ...] = ()

    @property
    def main(self) -> Variant:
        return self.variants[0]

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What to know before believing the numbers: of the training patients, then of those who validate."""
        if self.external is None:
            return cohort_notices(self.cohort)
        found = cohort_notices(self.cohort), validation_notices(self.cohort, self.external), self.main.external_notices
        return tuple(notice for notices in found for notice in notices)

    @property
    def simulated(self) -> bool:
        return self.cohort.simulated or (self.external is not None and self.external.simulated)


def train(
    cohort: Cohort,
    config: TrainingConfig | None = None,
    *,
    protocol: str = "nested",
    external: Cohort | None = None,
    permutations: int = 0,
    bootstrap: int = 0,
    with_learning_curve: bool = False,
    allow_duplicates: bool = False,
    contours: Sequence[ContourPair] = (),
    jobs: int = 1,
    on_progress: Stages | None = None,
    on_words: Says | None = None,
) -> TrainingResult:
    """Train and validate the SMOTE-radiomics model and, beside it, the plain radiomics model.

    Parameters
    ----------
    cohort : Cohort
        Training patients. With a batch, the main variant is cross-validated a second time, harmonized by ComBat; the
        models are trained without.
    config : TrainingConfig, optional
        With ``smote=False`` the plain model is the only one.
    protocol : {"nested", "paper"}
        ``paper`` also runs the leaking protocol of the paper's Figure S2.
    external : Cohort, optional
        Validation patients, none of them in `cohort`, with the same features.
    permutations, bootstrap : int
        Size of the permutation test and of the bootstrap of the main variant; 0 for none.
    with_learning_curve : bool
    allow_duplicates : bool
        Keep copies of one patient, on one side of every fold, instead of refusing them.
    contours : sequence of ContourPair
        Two readers' contours compared; passed on to the result.
    jobs : int
        Processes; the result does not depend on it.
    on_progress : callable, optional
        Called with (stage, done, total).
    on_words : callable, optional
        Called, before anything is trained, with a sentence on how many patients so many features would need.

    Raises
    ------
    InputError
        The cohort is too small, the protocol unknown, a patient stands in the cohort twice or in the validation cohort
        too, further readings are of too few patients, or the validation patients cannot be scored.
    """
    settings = config or TrainingConfig()
    if protocol not in PROTOCOLS:
        raise InputError(f"'{protocol}' is no protocol; choose one of {', '.join(PROTOCOLS)}.")
    if permutations:
        check_permutations(permutations)
    if bootstrap:
        check_resamples(bootstrap, FEWEST_FOR_OPTIMISM)
    check_feasible(cohort.outcome, settings, groups=cohort.groups)
    _require_values(cohort, settings)
    cohort = distinct_patients(cohort, allow_duplicates)
    check_feasible(cohort.outcome, settings, groups=cohort.groups)
    require_enough_readings(cohort, settings, any_folds=bool(permutations or bootstrap))
    if external is not None:
        _refuse_huge(external.values, external.names, external.source)
        require_scorable(cohort, external)
        require_other_patients(cohort, external)
    if on_words is not None:
        on_words(size_in_words(cohort))
    plain = cohort.without_batch()
    chosen = [replace(settings, smote=True), replace(settings, smote=False)] if settings.smote else [settings]
    variants = tuple(_variant(plain, each, protocol, external, jobs, on_progress) for each in chosen)
    harmonized = None
    if cohort.batch is not None:
        harmonized = nested_cross_validation(cohort.clinical_last(), settings, jobs, _stage("ComBat", on_progress))
    return TrainingResult(
        cohort=cohort,
        external=external,
        config=settings,
        protocol=protocol,
        variants=variants,
        ceiling=ceiling(plain, settings, variants[0].nested, jobs, _stage("ceiling", on_progress)),
        clinical=compare_with_clinical(
            plain, settings, variants[0].nested, jobs, _stage("clinical and radiomic alone", on_progress)
        ),
        harmonized=harmonized,
        permutation=permutation_study(plain, settings, permutations, jobs, _stage("permutation test", on_progress))
        if permutations
        else None,
        out_of_bag=bootstrap_study(plain, settings, bootstrap, _stage("bootstrap", on_progress)) if bootstrap else None,
        learning=learning_curve(plain, settings, jobs, _stage("learning curve", on_progress))
        if with_learning_curve
        else None,
        contours=tuple(contours),
    )


def _require_values(cohort: Cohort, config: TrainingConfig) -> None:
    missing = int(np.isnan(cohort.values).sum())
    if missing and not config.impute:
        raise InputError(
            f"{cohort.source} lacks {count(missing, 'feature value')}; complete or drop those cases, or ask for "
            "imputation (--impute)."
        )
    if missing and cohort.batch is not None:
        raise InputError(
            f"{cohort.source} lacks {count(missing, 'feature value')}, and ComBat needs all; complete them or leave "
            "out the batch."
        )
    for values, source in (
        (cohort.values, cohort.source),
        (cohort.second_reader, cohort.second_source),
        (cohort.perturbed, cohort.perturbed_source),
    ):
        _refuse_huge(values, cohort.names, source)
    ConstantDropper().fit(cohort.values)  # refuses where none varies, before hours of training find it


def _refuse_huge(values: NDArray[np.float64] | None, names: tuple[str, ...], source: str) -> None:
    """Refuse what has hardly a square: standard deviations, correlations and distances all need one."""
    wrong = np.argwhere(np.abs(values) > LARGEST_VALUE) if values is not None else np.empty((0, 2), dtype=int)
    if values is not None and wrong.size:
        raise InputError(
            f"{source}: the feature '{names[wrong[0][-1]]}' holds {values[tuple(wrong[0])]:g}, farther from 0 than "
            f"{LARGEST_VALUE:g}, which no measurement is; correct the value or drop the case."
        )


def _variant(
    cohort: Cohort,
    config: TrainingConfig,
    protocol: str,
    external: Cohort | None,
    jobs: int,
    on_progress: Stages | None,
) -> Variant:
    name = "SMOTE-radiomics" if config.smote else "radiomics"
    nested = nested_cross_validation(cohort, config, jobs, _stage(name, on_progress))
    classifier = build_pipeline(cohort, config).fit(cohort.design, cohort.outcome, cohort.groups)
    dropped = dropped_features(classifier, cohort)
    record = _training_record(cohort, config, nested, dropped, classifier)
    cutoff = model_cutoff(cohort, config, nested, classifier, jobs, _stage(f"{name}: cut-off", on_progress))
    model = export_model(classifier, cohort, f"trained-{name.lower()}", record, cutoff)
    scored = None if external is None else _scored(model, external)
    return Variant(
        name=name,
        config=config,
        nested=nested,
        paper=paper_protocol(cohort, config, jobs) if protocol == "paper" else None,
        candidate=classifier.chosen_.candidate.name,
        model=model,
        dropped=dropped,
        external=None if scored is None else never_certain(np.array([found.probability for found in scored])),
        external_notices=() if external is None or scored is None else _said_of(scored, external),
    )


def _said_of(scored: Sequence[Prediction], external: Cohort) -> tuple[Notice, ...]:
    """What was to be said of them, but for new codes of categories, which `validation_notices` tells of all columns."""
    area = delong_interval(external.outcome, [prediction.probability for prediction in scored], groups=external.groups)
    of_cases = (
        Notice(notice.code, f"Validation patients of {external.file_name}: {notice.message}")
        for notice in notices_of_all(scored)
        if notice.code not in (CODE_NOT_IN_TRAINING, COUNT_BEYOND_TRAINING)
    )
    return (*ranked_the_wrong_way(external.file_name, area.high), *of_cases)


def probabilities(model: Model, cohort: Cohort) -> NDArray[np.float64]:
    """The model file's probability of each patient, by the code that predicts.

    Raises
    ------
    InputError
        The cohort lacks a feature of the model or was extracted with another profile.
    """
    return np.array([prediction.probability for prediction in _scored(model, cohort)])


def _scored(model: Model, cohort: Cohort) -> tuple[Prediction, ...]:
    return tuple(prediction for _, prediction in score_table(model, None, _as_table(cohort)))


def _as_table(cohort: Cohort) -> FeatureTable:
    return FeatureTable(
        case_ids=cohort.case_ids,
        columns=dict(zip(cohort.names, cohort.values.T, strict=True)),
        carried=cohort.acquisition,
        profile_hash=cohort.profile_hash,
        simulated=cohort.simulated,
        source=cohort.source,
    )


def cohort_hash(cohort: Cohort) -> str:
    """SHA-256 over names, identifiers, features and outcomes: says which data a model has seen, and nothing of them."""
    digest = hashlib.sha256("\0".join((*cohort.names, *cohort.case_ids)).encode())
    digest.update(np.ascontiguousarray(cohort.values, dtype="<f8").tobytes())
    digest.update(np.ascontiguousarray(cohort.outcome, dtype="<i8").tobytes())
    return digest.hexdigest()


def _training_record(
    cohort: Cohort, config: TrainingConfig, nested: NestedResult, dropped: dict[str, list[str]], classifier: Any
) -> dict[str, Any]:
    return {
        "patients": cohort.people,
        "responders": cohort.responders,
        "features_offered": len(cohort.names),
        "features_dropped": {step: len(names) for step, names in dropped.items()},
        "table": cohort.file_name,
        "cohort_hash": cohort_hash(cohort),
        "config": config.as_json(),
        "candidate": classifier.chosen_.candidate.name,
        "candidates": {
            choice.candidate.name: {"log_loss": choice.loss, "features": choice.features}
            for choice in classifier.choices_
        },
        "slope": float(classifier.calibration_.slope),
        "nested_auc": nested.auc,
        "nested_auc_ci": [nested.low, nested.high],
        ACQUISITION_KEY: summarize_acquisition(_as_table(cohort)),
    }


def _stage(name: str, on_progress: Stages | None) -> Callable[[int, int], None] | None:
    if on_progress is None:
        return None
    return lambda done, total: on_progress(name, done, total)
