"""Drops features that another contour of the same lesion does not reproduce."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.utils.validation import validate_data

from ....errors import InputError
from ...statistics.icc import FEWEST_PATIENTS, complete_cases, icc_1_1, icc_2_1, icc_of_complete
from .support_selector import SupportSelector


class ReproducibilityFilter(SupportSelector):
    """Keep the features whose intraclass correlations between contours reach a threshold.

    The table holds the ratings of a patient side by side, each with all features: the first reader's, those of the
    other readers, then those of perturbed contours; what stands right of them passes through. Only columns of the first
    reader are kept. Thus cross-validation cuts all ratings of a patient alike, and the filter learns from training
    patients only.

    Parameters
    ----------
    features : int
        Features of one rating.
    readers : int
        Readers; with two or more a feature needs ICC(2,1) between them.
    perturbations : int
        Perturbed contours, without order; with two or more a feature needs ICC(1,1) over them.
    threshold : float
        Least ICC that is kept.
    undrawn : tuple of int
        Numbers of the features that no contour changes, such as age; they are kept whatever the ratings hold.

    Attributes
    ----------
    support_ : ndarray of bool, shape (columns,)
        Whether each column is kept.
    icc_ : ndarray, shape (features,)
        The smaller ICC in the training patients; NaN where none was asked for, and for a feature that is constant or
        `undrawn`.
    """

    def __init__(
        self,
        features: int,
        readers: int = 2,
        perturbations: int = 0,
        threshold: float = 0.75,
        undrawn: tuple[int, ...] = (),
    ) -> None:
        self.features = features
        self.readers = readers
        self.perturbations = perturbations
        self.threshold = threshold
        self.undrawn = undrawn

    def fit(self, X: ArrayLike, y: Any = None) -> "ReproducibilityFilter":
        """Learn which features repeat; a patient with a missing rating (NaN) of a feature is left out of its ICC.

        Raises
        ------
        InputError
            Fewer than five patients have all ratings of a feature, or no feature reaches the threshold.
        """
        values = validate_data(self, X, dtype=np.float64, ensure_all_finite="allow-nan")
        ratings = self.readers + self.perturbations
        rated = self.features * ratings
        if self.readers < 1 or values.shape[1] < rated:
            raise ValueError(f"{values.shape[1]} columns cannot hold {ratings} ratings of {self.features} features")
        drawn = np.setdiff1d(np.arange(self.features), self.undrawn)
        cube = values[:, :rated].reshape(len(values), ratings, self.features)[:, :, drawn]
        self.icc_ = np.full(self.features, np.nan)
        if self.readers > 1 and drawn.size:
            self.icc_[drawn] = icc_of_complete(icc_2_1, _sufficient(cube[:, : self.readers])).value
        if self.perturbations > 1 and drawn.size:
            of_contours = icc_of_complete(icc_1_1, _sufficient(cube[:, self.readers :])).value
            self.icc_[drawn] = np.fmin(self.icc_[drawn], of_contours)
        self.support_ = np.ones(values.shape[1], dtype=bool)
        self.support_[self.features : rated] = False
        if self.readers > 1 or self.perturbations > 1:
            # A constant has no ICC; it is left to the filter of constants, which lists it as what it is.
            constant = np.ptp(values[:, : self.features], axis=0) == 0
            kept = np.isin(np.arange(self.features), self.undrawn) | (self.icc_ >= self.threshold)
            self.support_[: self.features] = kept | constant
            if not (self.support_[: self.features] & ~constant).any():
                raise InputError(
                    f"No feature reaches an ICC of {self.threshold:g} between the contours in the training patients; "
                    "check that both tables describe the same lesions."
                )
        return self


def _sufficient(cube: NDArray[np.float64]) -> NDArray[np.float64]:
    """The ratings, refused where a feature has too few patients with all of them."""
    fewest = int(complete_cases(cube).sum(axis=0).min())
    if fewest < FEWEST_PATIENTS:
        raise InputError(
            f"Only {fewest} training patients have all {cube.shape[1]} readings of a feature; "
            f"at least {FEWEST_PATIENTS} are needed to judge reproducibility: read more patients twice."
        )
    return cube
