"""The one answer that a probability is given."""

ABOVE, BELOW, TOO_CLOSE, OUTSIDE, NO_CUTOFF = "above", "below", "too close to call", "outside", "no cut-off"
CALLS = (ABOVE, BELOW, TOO_CLOSE, OUTSIDE, NO_CUTOFF)
POSITIVE, NEGATIVE = "pCR", "non-pCR"


def call_of(probability: float, cutoff: float | None, interval: tuple[float, float] | None, within: bool | None) -> str:
    """One of `CALLS`: outside what the cohort has seen before all else, then whether there is a cut-off, then the side.

    Parameters
    ----------
    probability : float
    cutoff : float or None
        None where none is valid.
    interval : (float, float) or None
        Of the cut-off; a probability in it is too close to call. None where the cut-off has none.
    within : bool or None
        Whether the case is like the reference cohort; None where that is unknown.
    """
    if within is False:
        return OUTSIDE
    if cutoff is None:
        return NO_CUTOFF
    if interval is not None and interval[0] <= probability <= interval[1]:
        return TOO_CLOSE
    return ABOVE if probability >= cutoff else BELOW


def class_of(call: str) -> str | None:
    """``"pCR"`` above, ``"non-pCR"`` below, None for every other call."""
    return {ABOVE: POSITIVE, BELOW: NEGATIVE}.get(call)
