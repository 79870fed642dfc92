"""What is told of a cohort and of a calibration, in one place; what is said of a prediction is `answer`'s."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .cutoff import Cutoff

DOMAIN_UNKNOWN = (
    "Nothing is known of the features of the patients that this model was made from, so nothing shows whether this one "
    "is like them."
)
NO_CROSS_VALIDATION = (
    "The calibration cannot be cross-validated, since without some of its patients a feature hardly varies or the fit "
    "has no finite answer; there is no AUC, no cut-off and no class. Look for a value far from all others."
)
UNRELIABLE = "This calibration's probabilities are unreliable"


def far_together(distance: float, limit: float, cohort: str, coarse: bool) -> str:
    """Why a case lies outside: its features as a whole."""
    reserve = ", a coarse limit for want of 100 patients" if coarse else ""
    return (
        f"The features together lie {distance:.1f} standard deviations from the middle of the {cohort} cohort; up to "
        f"{limit:.1f} is like it{reserve}."
    )


def far_feature(name: str, position: float, cohort: str) -> str:
    """Which single feature lies far out."""
    side = "above" if position > 0 else "below"
    return f"{name} lies {abs(position):.1f} standard deviations {side} the middle of the {cohort} cohort."


def no_discrimination(auc: float, low: float, high: float, cohort: str) -> str:
    """Why there is no cut-off: the score is not shown to tell the outcomes apart."""
    return (
        f"In the {cohort} cohort the score is not shown to tell pCR from non-pCR (AUC {auc:.2f}, 95 % interval "
        f"{low:.2f} to {high:.2f}, which must lie above 0.5); there is no cut-off and no class."
    )


def no_cutoff_by_rule(rule: str, cohort: str) -> str:
    """Why there is no cut-off: the rule finds none."""
    return f"In the {cohort} cohort no cut-off by {rule} is to be found; there is no cut-off and no class."


def too_close_for_cutoff(share: float) -> str:
    """Why there is no cut-off: it is too uncertain for most of the cohort."""
    return (
        f"The cohort leaves its cut-off so uncertain that {100 * share:.0f} % of its patients would be too close to "
        "call; there is no cut-off and no class. A larger cohort would narrow it."
    )


def unreliable_probabilities(slope: float, standard_error: float, discriminates: bool) -> str:
    """What a slope unlike 1 means for whoever reads a probability, and what to do where something can be done."""
    if slope <= 0:
        meaning = "a higher score did not go with more responses, so check the coding of the outcome"
    elif slope < 1:
        meaning = "they are too extreme, the high ones too high and the low ones too low"
    else:
        meaning = "they are too timid, the high ones too low and the low ones too high"
    advice = "; calibrate with --fit-slope" if slope > 0 and discriminates else ""
    return (
        f"{UNRELIABLE}: in its cohort {meaning} (slope of the score {slope:.2f}, "
        f"standard error {standard_error:.2f}, where 1 is right){advice}."
    )


def outside_in_spread(outside: int, scored: int) -> str:
    """That perturbed contours leave what the cohort has seen."""
    return (
        f"{outside} of {scored} perturbed contours lie outside what the calibration has seen, "
        "so that their spread means little."
    )


def auc_in_words(auc: float, interval: tuple[float, float]) -> str:
    """The AUC of a card."""
    return f"{auc:.2f} (95 % interval {interval[0]:.2f} to {interval[1]:.2f})"


def cutoff_in_words(cutoff: "Cutoff") -> str:
    """The cut-off of a card."""
    return (
        f"{cutoff.value:.3f} (95 % interval {cutoff.lower:.3f} to {cutoff.upper:.3f}), by {cutoff.rule}, mean of "
        f"{cutoff.splits} splits"
    )
