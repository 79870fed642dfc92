"""Drops features that another contour of the same lesion does not reproduce."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator
from sklearn.feature_selection import SelectorMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from ...errors import InputError
from ..statistics.icc import icc_1_1, icc_2_1

FEWEST_PATIENTS = 5


class ReproducibilityFilter(SelectorMixin, BaseEstimator):
    """Keep the features whose intraclass correlation between contours reaches a threshold.

    The table holds the ratings side by side: the first `features` columns are those of the first contour, the next
    `features` columns those of the second, and so on; what stands right of all ratings passes through. Thus
    cross-validation cuts all ratings of a patient alike, and the filter learns from training patients only.

    Parameters
    ----------
    features : int
        Features of one rating.
    ratings : int
        Contours of each patient; with 1 nothing is dropped.
    threshold : float
        Least ICC that is kept.
    exchangeable : bool
        False: the contours are readers, ICC(2,1). True: they are perturbations without order, ICC(1,1).

    Attributes
    ----------
    support_ : ndarray of bool, shape (columns,)
        Whether each column is kept.
    icc_ : ndarray, shape (features,)
        ICC in the training patients; NaN with one rating, and for a feature that is constant in them.
    """

    def __init__(self, features: int, ratings: int = 2, threshold: float = 0.75, exchangeable: bool = False) -> None:
        self.features = features
        self.ratings = ratings
        self.threshold = threshold
        self.exchangeable = exchangeable

    def fit(self, X: ArrayLike, y: Any = None) -> "ReproducibilityFilter":
        """Learn which features repeat; patients with a missing rating (NaN) are left out of the ICC.

        Raises
        ------
        InputError
            Fewer than five patients have all ratings, or no feature reaches the threshold.
        """
        values = validate_data(self, X, dtype=np.float64, ensure_all_finite="allow-nan")
        rated = self.features * self.ratings
        if self.ratings < 1 or values.shape[1] < rated:
            raise ValueError(
                f"{values.shape[1]} columns cannot hold {self.ratings} ratings of {self.features} features"
            )
        self.support_ = np.ones(values.shape[1], dtype=bool)
        self.support_[self.features : rated] = False
        self.icc_ = np.full(self.features, np.nan)
        if self.ratings == 1:
            return self
        cube = values[:, :rated].reshape(len(values), self.ratings, self.features)
        complete = np.isfinite(cube).all(axis=(1, 2))
        if complete.sum() < FEWEST_PATIENTS:
            raise InputError(
                f"Only {complete.sum()} training patients have all {self.ratings} contours; "
                f"at least {FEWEST_PATIENTS} are needed to judge reproducibility."
            )
        icc = icc_1_1 if self.exchangeable else icc_2_1
        self.icc_ = icc(cube[complete]).value
        constant = np.ptp(values[:, : self.features], axis=0) == 0
        # A constant has no ICC; it is left to the filter of constants, which lists it as what it is.
        self.support_[: self.features] = (self.icc_ >= self.threshold) | constant
        if not (self.support_[: self.features] & ~constant).any():
            raise InputError(
                f"No feature reaches an ICC of {self.threshold:g} between the contours in the training patients; "
                "check that both tables describe the same lesions."
            )
        return self

    def _get_support_mask(self) -> NDArray[np.bool_]:
        check_is_fitted(self)
        return self.support_

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        return tags
