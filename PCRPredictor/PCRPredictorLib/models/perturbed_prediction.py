"""The same prediction under contours as another reader might have drawn them."""

from collections.abc import Callable
from dataclasses import replace

from ..errors import InputError
from ..features.contour_series import ContourSeries
from ..features.extraction import measured_grid
from ..features.feature_sets import default_profile
from ..features.profile import Profile
from ..imaging import Mask, PhaseImage
from ..imaging.perturbation import ContourPerturber, PerturbationSettings
from ..texts import sentence as _
from .acquisition import describe_acquisition
from .calibration_file import Calibration
from .contour_spread import ContourSpread
from .model_file import PHASE_LETTERS, Model
from .scoring import Prediction, score

FEWEST_SCORED = 2


def with_contour_spread(
    prediction: Prediction,
    arterial: PhaseImage,
    arterial_mask: Mask,
    portal: PhaseImage,
    portal_mask: Mask,
    model: Model,
    calibration: Calibration | None = None,
    *,
    perturbations: int = 50,
    settings: PerturbationSettings | None = None,
    profile: Profile | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Prediction:
    """The prediction with the spread of its probability over perturbed contours.

    Parameters
    ----------
    prediction : Prediction
        What `predict_patient` gave for the same images, masks, model, calibration and profile.
    perturbations : int
        How many pairs of contours to draw, at least 2.
    settings : PerturbationSettings, optional
        Default ones if not given.
    on_progress : callable, optional
        Called with (contours done, contours in all).

    Raises
    ------
    InputError
        Fewer than two perturbations asked for, or fewer than two of them could be scored.
    """
    if perturbations < FEWEST_SCORED:
        raise InputError(
            _("{perturbations} perturbations show no spread; ask for at least {fewest}.").format(
                perturbations=perturbations, fewest=FEWEST_SCORED
            )
        )
    settings = settings or PerturbationSettings()
    profile = profile or default_profile(model.feature_set)
    unchanged = {
        feature.column: term.value for feature, term in zip(model.features, prediction.contributions, strict=True)
    }
    values: list[dict[str, float] | None] = [dict(unchanged) for _contour in range(perturbations)]
    phases = {"arterial": (arterial, arterial_mask), "portal": (portal, portal_mask)}
    in_plane, reasons, done = {}, [], 0
    for number, (phase, (image, mask)) in enumerate(phases.items()):
        names = [feature.name for feature in model.features if feature.phase == phase]
        if not names:
            continue
        image, mask, _notices = measured_grid(image, mask, profile)
        perturber = ContourPerturber(mask, settings, settings.stream((), number))
        series = ContourSeries(image, mask, perturber.box, profile, names)
        in_plane[phase] = perturber.in_plane
        for index, found in enumerate(values):
            try:
                if found is not None:
                    features = series.extract(perturber.draw(index))
                    found |= {f"{PHASE_LETTERS[phase]}_{name}": value for name, value in features.items()}
            except InputError as error:
                values[index] = None
                reasons.append(str(error).rstrip("."))
            done += 1
            if on_progress is not None:
                on_progress(done, len(phases) * perturbations)
    scanned = describe_acquisition({phase: image for phase, (image, _mask) in phases.items()})
    scored = [score(model, calibration, found, scanned) for found in values if found is not None]
    if len(scored) < FEWEST_SCORED:
        raise InputError(
            _(
                "Only {scored} of {perturbations} perturbed contours could be scored, so there is no spread (the "
                "first refusal: {reason})."
            ).format(scored=len(scored), perturbations=perturbations, reason=reasons[0])
        )
    cutoff = prediction.cutoff
    same_side = [
        (one.probability >= cutoff) == (prediction.probability >= cutoff)
        for one in scored
        if cutoff is not None and prediction.predicted_class is not None
    ]
    spread = ContourSpread(
        perturbations=perturbations,
        probabilities=tuple(one.probability for one in scored),
        same_side_share=sum(same_side) / len(scored) if same_side else None,
        outside_domain=sum(one.domain.within is False for one in scored),
        settings={**settings.as_json(), "in_plane": in_plane},
    )
    return replace(prediction, contour_spread=spread)
