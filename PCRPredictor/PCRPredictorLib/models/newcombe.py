"""An interval of an AUC that also exists where the classes separate perfectly.

Source: Newcombe, Statistics in Medicine 25 (2006) 559-573, method 5.
"""

from math import sqrt

_ALMOST_ONE = 1 - 1e-12


def newcombe_interval(
    auc: float, positives: int, negatives: int, widening: float = 1.0, level: float = 0.95
) -> tuple[float, float]:
    """Score-type interval: all areas theta with ``|auc - theta| <= widening z sqrt(V(theta))``.

    ``V(theta) = theta (1 - theta) / (m n) (1 + (N - 1) (1 - theta) / (2 - theta) + (N - 1) theta / (1 + theta))`` with
    m positives, n negatives and ``N = (m + n) / 2``. The variance belongs to the area that is tried, not to the one
    that was found, so that a perfect AUC has an interval too.

    Parameters
    ----------
    auc : float
        Within [0, 1].
    positives, negatives : int
        Patients of each class.
    widening : float
        Factor on the standard error.
    level : float
        Confidence level.
    """
    from scipy.stats import norm

    z = widening * float(norm.ppf((1 + level) / 2))
    # V is the same for theta and 1 - theta, so the upper end is the mirrored lower end of the mirrored area.
    return _lower_end(auc, positives, negatives, z), 1 - _lower_end(1 - auc, positives, negatives, z)


def _lower_end(auc: float, positives: int, negatives: int, z: float) -> float:
    from scipy.optimize import brentq

    if auc == 0:
        return 0.0
    return float(
        brentq(
            lambda area: auc - area - z * sqrt(variance_of_area(area, positives, negatives)), 0.0, min(auc, _ALMOST_ONE)
        )
    )


def variance_of_area(area: float, positives: float, negatives: float) -> float:
    """V(theta) as at :func:`newcombe_interval`: the variance of an AUC whose true value is `area`."""
    others = (positives + negatives) / 2 - 1
    clusters = 1 + others * (1 - area) / (2 - area) + others * area / (1 + area)
    return area * (1 - area) / (positives * negatives) * clusters
