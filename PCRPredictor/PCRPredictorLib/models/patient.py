"""From the two phases of one patient to a probability that explains itself."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from ..errors import InputError, Notice
from ..features import extract
from ..features.extraction import Extraction
from ..features.feature_sets import default_profile
from ..features.profile import Profile
from ..imaging import Mask, PhaseImage
from ..imaging.checks import require_case
from ..imaging.mask import ContourOrigin
from ..imaging.pairing import CONTRADICTIONS, Contradiction, check_pair
from ..texts import sentence as _
from .acquisition import describe_acquisition
from .calibration_file import Calibration
from .model_file import PHASE_LETTERS, Model
from .model_table import only_tables
from .profile_match import refuse_other_profile
from .scoring import Prediction, ready, score

_PHASE_MESSAGES = {"arterial": _("Arterial phase: {message}"), "portal": _("Portal phase: {message}")}


def predict_patient(
    arterial: PhaseImage,
    arterial_mask: Mask,
    portal: PhaseImage,
    portal_mask: Mask,
    model: Model,
    calibration: Calibration | None = None,
    clinical: Mapping[str, float] | None = None,
    profile: Profile | None = None,
    confirmed_phases: bool = False,
    contradictions: tuple[Contradiction, ...] = (),
    measure: Callable[..., Extraction] = extract,
) -> Prediction:
    """Extract the model's features of both phases, no others, and score them.

    Parameters
    ----------
    arterial, portal : PhaseImage
        The two phases of one examination.
    arterial_mask, portal_mask : Mask
        The contoured lesion in each phase.
    clinical : mapping of str to float, optional
        Values of the model's clinical variables, by name.
    profile : extraction profile, optional
        By default that of the model's feature set.
    confirmed_phases : bool
        Whether a person has confirmed that the phases and contours are right. What speaks against it is then a
        warning of the result and listed in its provenance; else it is refused.
    contradictions : tuple of Contradiction
        What the caller knows to speak against it, beside what `check_pair` finds.
    measure : callable
        `extract`, or what gives the same and remembers it.

    Raises
    ------
    InputError
        The model is not ready to score or is no image model; a clinical variable missing or unknown to the model; the
        phases do not belong together and are not confirmed; an image or contour that cannot be measured; another
        profile than the calibration's.
    """
    require_case(arterial, arterial_mask)
    require_case(portal, portal_mask)
    reason = ready(model, calibration)
    if reason is not None:
        raise InputError(reason)
    if model.feature_set == "table":
        raise InputError(
            _("Model '{name}' scores tables only (predict --table). {columns}").format(
                name=model.name, columns=only_tables(model.columns)
            )
        )
    values = _clinical_values(model, clinical or {})
    profile = profile or default_profile(model.feature_set)
    if profile.feature_set != model.feature_set:
        raise InputError(
            _(
                "Profile '{name}' extracts {feature_set} features, but model '{model}' uses "
                "{feature_set2}; choose a profile of that feature set."
            ).format(
                name=profile.name, feature_set=profile.feature_set, model=model.name, feature_set2=model.feature_set
            )
        )
    refuse_other_profile(model, calibration, profile.hash)
    images = {"arterial": (arterial, arterial_mask), "portal": (portal, portal_mask)}
    pairing = check_pair(
        arterial, portal, (arterial_mask, portal_mask), confirmed=confirmed_phases, more=contradictions
    )
    notices = list(pairing)
    for phase, (image, mask) in images.items():
        names = tuple(feature.name for feature in model.features if feature.phase == phase)
        if not names:
            continue
        extraction = measure(image, mask, profile=profile, only=names)
        values |= {f"{PHASE_LETTERS[phase]}_{name}": extraction.features[name] for name in names}
        notices += [
            Notice(notice.code, _PHASE_MESSAGES[phase].format(message=notice.message)) for notice in extraction.warnings
        ]
    prediction = score(
        model,
        calibration,
        values,
        describe_acquisition({"arterial": arterial, "portal": portal}),
        profile=profile.name,
        profile_hash=profile.hash,
        inputs={phase: _describe_input(image, mask) for phase, (image, mask) in images.items()},
        simulated=any(image.acquisition.simulated or mask.simulated for image, mask in images.values()),
        warnings=tuple(notices),
    )
    confirmed = sorted({notice.code for notice in pairing if notice.code in CONTRADICTIONS})
    if not confirmed:
        return prediction
    return replace(prediction, provenance={**prediction.provenance, "phases_confirmed": confirmed})


def _clinical_values(model: Model, clinical: Mapping[str, float]) -> dict[str, float]:
    wanted = [feature.name for feature in model.features if feature.phase is None]
    for name in wanted:
        if name not in clinical:
            raise InputError(
                _("Model '{name}' needs the clinical variable '{variable}'; give it as {variable}=VALUE.").format(
                    name=model.name, variable=name
                )
            )
    for name in clinical:
        if name not in wanted:
            known = _("it uses {wanted}").format(wanted=", ".join(wanted)) if wanted else _("it uses none")
            raise InputError(
                _("Model '{name}' has no clinical variable '{variable}'; {known}.").format(
                    name=model.name, variable=name, known=known
                )
            )
    return {name: float(clinical[name]) for name in wanted}


def _describe_input(image: PhaseImage, mask: Mask) -> dict[str, str | float]:
    """Hashes that identify the inputs, and how the contour came about; no path, since paths tend to hold names."""
    origin = mask.origin or ContourOrigin("file" if mask.content_hash else "drawn or imported")
    return {
        "image_hash": image.content_hash,
        "mask_hash": mask.content_hash,
        "segment": mask.written_name,
        "origin": origin.kind,
        **({} if origin.changed_share is None else {"changed_share": origin.changed_share}),
    }
