"""What a calibration rests on, line by line, as every door shows it."""

from collections.abc import Iterator

from ..texts import listing
from ..texts import sentence as _
from .calibration_file import Calibration
from .cutoff import THIS_COHORT
from .sentences import auc_in_words, cutoff_in_words

NO_CUTOFF = _("None is valid on this scale: a probability is given, but no class.")


def calibration_card(calibration: Calibration) -> tuple[tuple[str, str], ...]:
    """Title and text of each line, top to bottom: patients, events, AUC, slope, cut-off, share too close, domain."""
    return tuple(_lines(calibration))


def _lines(calibration: Calibration) -> Iterator[tuple[str, str]]:
    events = (
        _("outcomes unknown")
        if calibration.events is None
        else _("{events} with pCR").format(events=calibration.events)
    )
    words = _("{patients} patients ({events}), made {date}")
    if calibration.rows is not None:
        words = _("{patients} patients in {rows} rows ({events}), made {date}")
    yield (
        _("Calibration"),
        words.format(patients=calibration.patients, rows=calibration.rows, events=events, date=calibration.date),
    )
    if calibration.auc is not None and calibration.auc_ci is not None:
        yield _("AUC, cross-validated"), auc_in_words(calibration.auc, calibration.auc_ci)
    if calibration.prevalence is not None:
        stated = f"{100 * calibration.prevalence:.3g} %"
        yield (
            _("Intercept"),
            _("Set so that the mean probability equals a stated prevalence of {stated}.").format(stated=stated),
        )
    else:
        yield (
            _("Intercept"),
            _("{intercept:.3f} ± {intercept_se:.3f} (standard error)").format(
                intercept=calibration.intercept, intercept_se=calibration.intercept_se
            ),
        )
    if calibration.cohort_slope is not None and calibration.cohort_slope_se is not None:
        used = _("fitted") if calibration.slope_se is not None else _("the model's own 1 is used")
        yield (
            _("Slope of the score"),
            _("{cohort_slope:.2f} ± {cohort_slope_se:.2f} (standard error); {used}").format(
                cohort_slope=calibration.cohort_slope, cohort_slope_se=calibration.cohort_slope_se, used=used
            ),
        )
    yield "Cut-off", NO_CUTOFF if calibration.cutoff is None else cutoff_in_words(calibration.cutoff)
    if calibration.too_close is not None:
        of_sizes = [
            _("{share:.0f} % with {size} patients").format(share=100 * share, size=size)
            for size, share in calibration.too_close.items()
            if size != THIS_COHORT
        ]
        yield (
            _("Too close to call"),
            _("{share:.0f} % of this cohort; about {of_sizes}").format(
                share=100 * calibration.too_close[THIS_COHORT], of_sizes=listing(of_sizes)
            ),
        )
    reference = calibration.reference
    coarse = _("; coarse, for want of 100 patients") if reference.coarse else ""
    yield (
        _("Outside from"),
        _("distance {limit:.1f}, {limit_rule}{coarse}").format(
            limit=reference.limit, limit_rule=reference.limit_rule, coarse=coarse
        ),
    )
    if calibration.simulated:
        yield _("Simulated calibration"), _("Made from simulated patients: its numbers mean nothing for real ones.")
