"""What a calibration rests on, line by line, as every door shows it."""

from collections.abc import Iterator

from .calibration_file import Calibration
from .site_cutoff import THIS_COHORT


def calibration_card(calibration: Calibration) -> tuple[tuple[str, str], ...]:
    """Title and text of each line, top to bottom: patients, events, AUC, slope, cut-off, share too close, domain."""
    return tuple(_lines(calibration))


def _lines(calibration: Calibration) -> Iterator[tuple[str, str]]:
    known = calibration.events is not None
    events = f"{calibration.events} with pCR" if known else "outcomes unknown"
    yield "Calibration cohort", f"{calibration.patients} patients, {events}"
    if calibration.auc is not None and calibration.auc_ci is not None:
        low, high = calibration.auc_ci
        yield "AUC, cross-validated", f"{calibration.auc:.2f} (95 % interval {low:.2f} to {high:.2f})"
    if calibration.prevalence is not None:
        yield "Intercept", f"set so that the mean probability equals a stated {100 * calibration.prevalence:.3g} %"
    else:
        yield "Intercept", f"{calibration.intercept:.3f} (standard error {calibration.intercept_se:.3f})"
    if calibration.cohort_slope is not None and calibration.cohort_slope_se is not None:
        used = "fitted" if calibration.slope_se is not None else "the published 1 is used"
        yield (
            "Slope of the score",
            f"{calibration.cohort_slope:.2f} (standard error {calibration.cohort_slope_se:.2f}); {used}",
        )
    yield "Cut-off", _cutoff_text(calibration)
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
    yield "Outside from", f"distance {reference.limit:.1f}: {reference.limit_rule}{coarse}"


def _cutoff_text(calibration: Calibration) -> str:
    cutoff = calibration.cutoff
    if cutoff is None:
        return "none: a probability is given, but no class"
    return (
        f"{cutoff.value:.3f} (95 % interval {cutoff.lower:.3f} to {cutoff.upper:.3f}), by {cutoff.rule}, mean of "
        f"{cutoff.splits} splits"
    )
