"""How a probability is written where it is said in a sentence."""

MOST_DECIMALS = 12


def percent(probability: float) -> str:
    """A probability with one decimal; never 0 % or 100 %, which no logistic score reaches."""
    if probability < 0.001:
        return "< 0.1 %"
    if probability > 0.999:
        return "> 99.9 %"
    return f"{100 * probability:.1f} %"


def round_percent(probability: float, *others: float | None) -> str:
    """A probability in whole percents, which is as much as it is worth; finer near 0 and 1, and beside near others.

    Parameters
    ----------
    *others : float or None
        Probabilities that stand beside it and, where they differ, must not look the same.
    """
    if not 0.01 <= probability <= 0.99:
        return percent(probability)
    decimals = 0
    for other in others:
        if other is not None and other != probability:
            while decimals < MOST_DECIMALS and f"{100 * probability:.{decimals}f}" == f"{100 * other:.{decimals}f}":
                decimals += 1
    return f"{100 * probability:.{decimals}f} %"
