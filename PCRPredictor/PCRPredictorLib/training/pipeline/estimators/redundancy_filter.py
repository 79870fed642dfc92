"""Drops features that repeat another one."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.utils.validation import validate_data

from ....errors import InputError
from .support_selector import SupportSelector


class SpearmanRedundancyFilter(SupportSelector):
    """Keep a set of features no two of which have |Spearman rho| above a threshold.

    The features are visited by |rho| with the outcome, highest first (ties: leftmost first); each that repeats none of
    those kept so far is kept. So of a group of twins the one closest to the outcome of the training patients remains.

    Parameters
    ----------
    threshold : float
        Largest |rho| between two kept features, within (0, 1].

    Attributes
    ----------
    support_ : ndarray of bool, shape (features,)
        Whether each feature is kept.
    """

    def __init__(self, threshold: float = 0.9) -> None:
        self.threshold = threshold

    def fit(self, X: ArrayLike, y: ArrayLike) -> "SpearmanRedundancyFilter":
        """Learn which features to keep.

        Raises
        ------
        InputError
            The threshold is out of range.
        """
        from scipy.stats import rankdata

        if not 0 < self.threshold <= 1:
            raise InputError(f"The redundancy threshold is {self.threshold:g}; it must lie above 0 and at most at 1.")
        values, outcome = validate_data(self, X, y, dtype=np.float64)
        ranks = _unit_columns(rankdata(values, axis=0))
        relevance = np.abs(_unit_columns(rankdata(outcome)[:, np.newaxis]).T @ ranks).ravel()
        self.support_ = np.zeros(values.shape[1], dtype=bool)
        still_open = np.ones(values.shape[1], dtype=bool)
        for feature in np.argsort(-np.round(relevance, 12), kind="stable"):
            if still_open[feature]:
                self.support_[feature] = True
                still_open &= np.abs(ranks[:, feature] @ ranks) <= self.threshold
        return self


def _unit_columns(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Columns centered and scaled to length 1; a constant column becomes 0."""
    centered = values - values.mean(axis=0)
    length = np.linalg.norm(centered, axis=0)
    return np.divide(centered, length, out=np.zeros_like(centered), where=length > 0)
