"""What is told of a cohort and of a calibration, in one place; what is said of a prediction is `answer`'s."""

from typing import TYPE_CHECKING

from ..numerals import one_decimal
from ..texts import sentence as _

if TYPE_CHECKING:
    from .cutoff import Cutoff

DOMAIN_UNKNOWN = _(
    "Nothing is known of the features of the patients that this model was made from, so "
    "nothing shows whether this one is like them."
)
DRAWN_OUTCOMES = _("Simulated outcomes drawn from the models themselves: the AUC shows nothing.")
NO_CROSS_VALIDATION = _(
    "The calibration cannot be cross-validated, since without some of its patients a feature "
    "hardly varies or the fit has no finite answer; there is no AUC, no cut-off and no "
    "class. Look for a value far from all others."
)
UNRELIABLE = _("This calibration's probabilities are unreliable")


def far_together(distance: float, limit: float, cohort: str, coarse: bool) -> str:
    """Why a case lies outside: its features as a whole."""
    reserve = _(", a coarse limit for want of 100 patients") if coarse else ""
    return _(
        "The features together lie {distance} standard deviations from the middle of the "
        "{cohort} cohort; up to {limit} is like it{reserve}."
    ).format(distance=one_decimal(distance, limit), cohort=cohort, limit=one_decimal(limit, distance), reserve=reserve)


def far_feature(name: str, position: float, cohort: str) -> str:
    """Which single feature lies far out."""
    side = _("above") if position > 0 else _("below")
    return _("{name} lies {position:.1f} standard deviations {side} the middle of the {cohort} cohort.").format(
        name=name, position=abs(position), side=side, cohort=cohort
    )


def no_discrimination(auc: float, low: float, high: float, cohort: str) -> str:
    """Why there is no cut-off: the score is not shown to tell the outcomes apart."""
    return _(
        "In the {cohort} cohort the score is not shown to tell pCR from non-pCR (AUC {auc:.2f}, "
        "95 % interval {low:.2f} to {high:.2f}, which must lie above 0.5); there is no cut-off "
        "and no class."
    ).format(cohort=cohort, auc=auc, low=low, high=high)


def no_cutoff_by_rule(rule: str, cohort: str) -> str:
    """Why there is no cut-off: the rule finds none."""
    return _("In the {cohort} cohort no cut-off by {rule} is to be found; there is no cut-off and no class.").format(
        cohort=cohort, rule=rule
    )


def too_close_for_cutoff(share: float) -> str:
    """Why there is no cut-off: it is too uncertain for most of the cohort."""
    return _(
        "The cohort leaves its cut-off so uncertain that {share:.0f} % of its patients would be "
        "too close to call; there is no cut-off and no class. A larger cohort would narrow it."
    ).format(share=100 * share)


def unreliable_probabilities(slope: float, standard_error: float, discriminates: bool) -> str:
    """What a slope unlike 1 means for whoever reads a probability, and what to do where something can be done."""
    if slope <= 0:
        meaning = _("a higher score did not go with more responses, so check the coding of the outcome")
    elif slope < 1:
        meaning = _("they are too extreme, the high ones too high and the low ones too low")
    else:
        meaning = _("they are too timid, the high ones too low and the low ones too high")
    advice = _("; calibrate with --fit-slope") if slope > 0 and discriminates else ""
    return _(
        "{unreliable}: in its cohort {meaning} (slope of the score {slope:.2f}, standard error "
        "{standard_error:.2f}, where 1 is right){advice}."
    ).format(unreliable=UNRELIABLE, meaning=meaning, slope=slope, standard_error=standard_error, advice=advice)


def outside_in_spread(outside: int, scored: int) -> str:
    """That perturbed contours leave what the cohort has seen."""
    return _(
        "{outside} of {scored} perturbed contours lie outside what calibration or training has seen, "
        "so that their spread means little."
    ).format(outside=outside, scored=scored)


def auc_in_words(auc: float, interval: tuple[float, float]) -> str:
    """The AUC of a card."""
    return _("{auc:.2f} (95 % interval {low:.2f} to {high:.2f})").format(auc=auc, low=interval[0], high=interval[1])


def cutoff_in_words(cutoff: "Cutoff") -> str:
    """The cut-off of a card."""
    return _("{value:.3f} (95 % interval {lower:.3f} to {upper:.3f}), by {rule}, mean of {splits} splits").format(
        value=cutoff.value, lower=cutoff.lower, upper=cutoff.upper, rule=cutoff.rule, splits=cutoff.splits
    )
