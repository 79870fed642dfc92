"""Whether equal feature values mean one patient: columns of few values, as clinical ones are, hold many such pairs."""

from collections import Counter
from collections.abc import Hashable, Sequence

_CHANCE = 0.01


def shared_beyond_chance(known: Sequence[Hashable], here: Sequence[Hashable]) -> int:
    """How many of some patients have the values of known ones; 0 where chance alone makes as many.

    Of the m known patients a have the values of another of them, which is chance. Of n others k have those of a known
    one; that is more where Fisher's exact test, one-sided, says so: ``P(X >= k) < 0.01``, X the number among the n of
    a + k patients drawn from m + n. Where a is 0 every single one is more.

    Parameters
    ----------
    known, here : sequence
        The values of each patient, or a hash of them, once for each.
    """
    counts = Counter(known)
    found = sum(each in counts for each in here)
    alike = sum(count for count in counts.values() if count > 1)
    if not found or not alike:
        return found
    from scipy.stats import hypergeom  # slow to import

    by_chance = hypergeom.sf(found - 1, len(known) + len(here), alike + found, len(here))
    return found if by_chance < _CHANCE else 0
