"""What a calibration rests on, line by line, as every door shows it."""

from collections.abc import Iterator

from .calibration_file import Calibration
from .cutoff import THIS_COHORT
from .sentences import auc_in_words, cutoff_in_words

NO_CUTOFF = "None is valid on this scale: a probability is given, but no class."


def calibration_card(calibration: Calibration) -> tuple[tuple[str, str], ...]:
    """Title and text of each line, top to bottom: patients, events, AUC, slope, cut-off, share too close, domain."""
    return tuple(_lines(calibration))


def _lines(calibration: Calibration) -> Iterator[tuple[str, str]]:
    events = "outcomes unknown" if calibration.events is None else f"{calibration.events} with pCR"
    yield "Calibration", f"{calibration.patients} patients ({events}), made {calibration.date}"
    if calibration.auc is not None and calibration.auc_ci is not None:
        yield "AUC, cross-validated", auc_in_words(calibration.auc, calibration.auc_ci)
    if calibration.prevalence is not None:
        stated = f"{100 * calibration.prevalence:.3g} %"
        yield "Intercept", f"Set so that the mean probability equals a stated prevalence of {stated}."
    else:
        yield "Intercept", f"{calibration.intercept:.3f} ± {calibration.intercept_se:.3f} (standard error)"
    if calibration.cohort_slope is not None and calibration.cohort_slope_se is not None:
        used = "fitted" if calibration.slope_se is not None else "the published 1 is used"
        yield (
            "Slope of the score",
            f"{calibration.cohort_slope:.2f} ± {calibration.cohort_slope_se:.2f} (standard error); {used}",
        )
    yield "Cut-off", NO_CUTOFF if calibration.cutoff is None else cutoff_in_words(calibration.cutoff)
    if calibration.too_close is not None:
        of_sizes = [
            f"{100 * share:.0f} % with {size} patients"
            for size, share in calibration.too_close.items()
            if size != THIS_COHORT
        ]
        yield (
            "Too close to call",
            f"{100 * calibration.too_close[THIS_COHORT]:.0f} % of this cohort; about {', '.join(of_sizes)}",
        )
    reference = calibration.reference
    coarse = "; coarse, for want of 100 patients" if reference.coarse else ""
    yield "Outside from", f"distance {reference.limit:.1f}, {reference.limit_rule}{coarse}"
    if calibration.simulated:
        yield "Simulated calibration", "Made from simulated patients: its numbers mean nothing for real ones."
