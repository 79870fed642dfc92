"""How numbers are written where they are said in a sentence."""

from collections.abc import Iterable

MOST_DECIMALS = 12


def count(number: int, noun: str) -> str:
    """``1 voxel``, ``12,345 voxels``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


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
    return f"{_told_apart(100 * probability, 0, [100 * other for other in others if other is not None])} %"


def one_decimal(value: float, *others: float) -> str:
    """A number with one decimal, finer where one of the `others` that stand beside it would look the same."""
    return _told_apart(value, 1, others)


def _told_apart(value: float, decimals: int, others: Iterable[float]) -> str:
    for other in others:
        if other != value:
            while decimals < MOST_DECIMALS and f"{value:.{decimals}f}" == f"{other:.{decimals}f}":
                decimals += 1
    return f"{value:.{decimals}f}"
