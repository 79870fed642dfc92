"""ComBat: takes the shift and scale of a scanner or site out of each feature."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data

_LARGEST_CHANGE = 1e-6


class ComBat(TransformerMixin, BaseEstimator):
    """Parametric empirical-Bayes adjustment of batches (Johnson, Li & Rabinovic, Biostatistics 8 (2007) 118-127).

    The last column holds the batch as a whole number; it is used and dropped. No covariate is protected, since the
    outcome of a new patient is unknown. A batch without training patients is left as it is.

    Parameters
    ----------
    clinical : int
        Columns just before the batch that no scanner measures, such as age; they pass through, and no prior is made of
        them.

    Attributes
    ----------
    mean_, deviation_ : ndarray, shape (features,)
        Grand mean over batches and pooled standard deviation within them; the latter is 1 where it would be 0.
    batches_ : ndarray
        Batches of the training patients.
    shift_, scale_ : ndarray, shape (batches, features)
        Empirical-Bayes shift gamma* and standard deviation delta* of each batch.
    """

    def __init__(self, clinical: int = 0) -> None:
        self.clinical = clinical

    def fit(self, X: ArrayLike, y: Any = None) -> "ComBat":
        """Learn the shift and scale of each batch."""
        table = validate_data(self, X, dtype=np.float64)
        values, batch = table[:, : -1 - self.clinical], table[:, -1]
        self.batches_, members = np.unique(batch, return_inverse=True)
        counts = np.bincount(members)
        batch_means = np.stack([values[members == number].mean(axis=0) for number in range(counts.size)])
        self.mean_ = counts @ batch_means / len(values)
        spread = np.sqrt(np.mean((values - batch_means[members]) ** 2, axis=0))
        self.deviation_ = np.where(spread > 0, spread, 1.0)
        standardized = (values - self.mean_) / self.deviation_
        adjusted = [_empirical_bayes(standardized[members == number], spread > 0) for number in range(counts.size)]
        self.shift_ = np.stack([shift for shift, _ in adjusted])
        self.scale_ = np.sqrt(np.stack([variance for _, variance in adjusted]))
        return self

    def transform(self, X: ArrayLike) -> NDArray[np.float64]:
        """Features without the batch's shift and scale, shape (patients, features)."""
        check_is_fitted(self)
        table = validate_data(self, X, dtype=np.float64, reset=False)
        measured, batch = table.shape[1] - 1 - self.clinical, table[:, -1]
        values = table[:, :measured].copy()
        for number, name in enumerate(self.batches_):
            members = batch == name
            standardized = (values[members] - self.mean_) / self.deviation_
            adjusted = (standardized - self.shift_[number]) / self.scale_[number]
            values[members] = adjusted * self.deviation_ + self.mean_
        return np.hstack([values, table[:, measured:-1]])


def _empirical_bayes(
    standardized: NDArray[np.float64], varies: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Posterior shift and variance of one batch by the iteration of Johnson et al., equations 3.1 and 3.2.

    The priors, normal for the shift and inverse gamma for the variance, take their moments from all features. A
    feature that varies in no batch is left alone, as is a batch of one patient, which has no variance.
    """
    patients, features = standardized.shape
    shift, variance = np.zeros(features), np.ones(features)
    if patients < 2 or varies.sum() < 2:
        return shift, variance
    used = standardized[:, varies]
    means, variances = used.mean(axis=0), used.var(axis=0, ddof=1)
    center, between = means.mean(), means.var(ddof=1)
    moment, moment_variance = variances.mean(), variances.var(ddof=1)
    if between == 0 or moment_variance == 0:
        return shift, variance
    shape = (2 * moment_variance + moment**2) / moment_variance
    rate = (moment * moment_variance + moment**3) / moment_variance
    gamma, delta = means, variances
    change = 1.0
    while change > _LARGEST_CHANGE:
        new_gamma = (patients * between * means + delta * center) / (patients * between + delta)
        squares = ((used - new_gamma) ** 2).sum(axis=0)
        new_delta = (rate + squares / 2) / (patients / 2 + shape - 1)
        change = max(float(np.abs(new_gamma - gamma).max()), float(np.abs(new_delta - delta).max()))
        gamma, delta = new_gamma, new_delta
    shift[varies], variance[varies] = gamma, delta
    return shift, variance
