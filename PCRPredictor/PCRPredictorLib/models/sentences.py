"""What is said of a prediction and of a calibration, in one place, so that every door says it alike."""

DOMAIN_UNKNOWN = (
    "Nothing is known of the features of the patients that this model was made from, so nothing shows whether this one "
    "is like them."
)
OUTSIDE_HEADLINE = "Outside what this calibration has seen"


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


def headline(call: str, probability: str, cutoff: str | None) -> str:
    """The one line of a result, with probability and cut-off as the door writes them."""
    if call == "outside":
        return OUTSIDE_HEADLINE
    if call == "no cut-off" or cutoff is None:
        return f"No class, for want of a cut-off: {probability}"
    if call == "too close to call":
        return f"Too close to your site's cut-off ({cutoff}) to call: {probability}"
    return f"{'Above' if call == 'above' else 'Below'} your site's cut-off ({cutoff}): {probability}"


def no_discrimination(auc: float, low: float, high: float) -> str:
    """Why there is no cut-off: the score is not shown to tell the outcomes apart."""
    return (
        f"In the calibration cohort the score is not shown to tell pCR from non-pCR (AUC {auc:.2f}, 95 % interval "
        f"{low:.2f} to {high:.2f}, which must lie above 0.5); there is no cut-off and no class."
    )


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
        f"This calibration's probabilities are unreliable: in its cohort {meaning} (slope of the score {slope:.2f}, "
        f"standard error {standard_error:.2f}, where 1 is right){advice}."
    )


def outside_in_spread(outside: int, scored: int) -> str:
    """That perturbed contours leave what the cohort has seen."""
    return (
        f"{outside} of {scored} perturbed contours lie outside what the calibration has seen, "
        "so that their spread means little."
    )


def calls_nothing(call: str) -> str:
    """Why a result carries no class, for the line under its number; empty where it carries one."""
    return {
        "outside": "No class: this case is unlike the patients that the calibration was made from.",
        "no cut-off": "No class: no cut-off is valid on this scale.",
        "too close to call": "No class: the probability lies within the uncertainty of the cut-off.",
    }.get(call, "")
