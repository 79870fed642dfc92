"""How the report writes numbers."""

import math

from ...numerals import MOST_DECIMALS, count, percent, round_percent

__all__ = ["count", "percent", "probability_decimals", "probability_text", "round_percent", "signed", "significant"]

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def probability_decimals(probability: float, cutoff: float | None) -> int:
    """Decimals, at least four, at which the probability and a different cut-off also look different."""
    decimals = 4
    if cutoff is not None and cutoff != probability:
        while decimals < MOST_DECIMALS and f"{probability:.{decimals}f}" == f"{cutoff:.{decimals}f}":
            decimals += 1
    return decimals


def probability_text(probability: float, cutoff: float | None = None) -> str:
    """A probability on the scale 0 to 1, in powers of ten where four decimals would hide it."""
    if 0 < probability < 0.0001:
        return _exponent(f"{probability:.3g}")
    if 0.9999 < probability < 1:
        return f"1 − {_exponent(f'{1 - probability:.3g}')}"
    return f"{probability:.{probability_decimals(probability, cutoff)}f}"


def signed(value: float) -> str:
    """A number with its sign and three decimals (``+0.125``, ``−2.500``)."""
    return f"{'−' if value < 0 else '+'}{_exponent(f'{abs(value):.3g}') if _extreme(value) else f'{abs(value):.3f}'}"


def significant(value: float, digits: int = 6) -> str:
    """A number to so many significant digits."""
    return _exponent(f"{value:.{digits}g}").replace("-", "−", 1)


def _extreme(value: float) -> bool:
    return value != 0 and not -2 <= math.log10(abs(value)) < 6


def _exponent(written: str) -> str:
    if "e" not in written:
        return written
    digits, power = written.split("e")
    return f"{digits} × 10{str(int(power)).translate(SUPERSCRIPTS)}"
