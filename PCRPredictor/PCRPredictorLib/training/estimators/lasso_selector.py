"""Chooses at most N features by an L1-penalized logistic regression."""

import warnings
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, clone
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_selection import SelectorMixin
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import l1_min_c
from sklearn.utils.validation import check_is_fitted, validate_data

from ...errors import InputError

_INTERCEPT_SCALING = 10.0
"""liblinear penalizes the intercept too; a large scaling makes that penalty small."""
_GRID_RATIO = 1.2
_LONGEST_GRID = 40
"""The grid reaches from the weakest penalty that selects nothing to one 1500 times as weak, in steps of 20 %."""


class LassoSelector(SelectorMixin, BaseEstimator):
    """Features with a non-zero coefficient in an L1 logistic regression (Tibshirani 1996).

    The penalty is chosen by stratified cross-validation of the log loss among those that leave 1 to `max_features`
    features. Oversampling happens here as well, inside each inner training fold, so that no inner fold is judged on a
    synthetic patient or by a twin of one of its own.

    Parameters
    ----------
    max_features : int
        Most features to choose.
    rule : {"min", "1se"}
        Penalty of the smallest loss, or the strongest within one standard error of it.
    folds : int
        Inner folds.
    sampler : imblearn sampler or None
        Balances each inner training fold.
    random_state : int
        Seed of the inner folds and of liblinear.

    Attributes
    ----------
    support_ : ndarray of bool, shape (features,)
        Whether each feature is chosen.
    inverse_penalty_ : float
        The C that was chosen.
    """

    def __init__(
        self,
        max_features: int = 10,
        rule: str = "min",
        folds: int = 5,
        sampler: Any = None,
        random_state: int = 0,
    ) -> None:
        self.max_features = max_features
        self.rule = rule
        self.folds = folds
        self.sampler = sampler
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: ArrayLike) -> "LassoSelector":
        """Choose the features.

        Raises
        ------
        InputError
            `rule` is unknown or `max_features` below 1.
        """
        if self.rule not in ("min", "1se") or self.max_features < 1:
            raise InputError(
                f"The selection rule '{self.rule}' with at most {self.max_features} features is not known; "
                "use min or 1se and at least 1."
            )
        values, outcome = validate_data(self, X, y, dtype=np.float64)
        balanced = self._balance(values, outcome)
        start = l1_min_c(*balanced, loss="log", intercept_scaling=_INTERCEPT_SCALING)
        grid, path = self._path(balanced, start)
        if not grid.size:
            return self._keep_strongest(balanced, start)
        losses = self._fold_losses(values, outcome, grid)
        mean = losses.mean(axis=0)
        best = int(np.argmin(mean))
        if self.rule == "1se":
            limit = mean[best] + losses[:, best].std(ddof=1) / np.sqrt(len(losses))
            best = int(np.flatnonzero(mean <= limit)[0])
        self.inverse_penalty_ = float(grid[best])
        self.support_ = path[best] != 0
        return self

    def _path(
        self, balanced: tuple[NDArray[np.float64], NDArray[np.int64]], start: float
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Penalties from the strongest on that leave 1 to `max_features` features, and their coefficients.

        The walk ends at the first penalty that leaves more: all weaker ones would, but for rare crossings of the path.
        """
        grid, path = [], []
        for c in start * _GRID_RATIO ** np.arange(1, _LONGEST_GRID + 1):
            coefficients, _ = self._coefficients(*balanced, c)
            size = np.count_nonzero(coefficients)
            if size > self.max_features:
                break
            if size:
                grid.append(c)
                path.append(coefficients)
        return np.array(grid), np.array(path)

    def _keep_strongest(self, balanced: tuple[NDArray[np.float64], NDArray[np.int64]], start: float) -> "LassoSelector":
        """The path jumps past the limit at once: keep the largest coefficients of its first step."""
        self.inverse_penalty_ = float(start * _GRID_RATIO)
        strength = np.abs(self._coefficients(*balanced, self.inverse_penalty_)[0])
        self.support_ = np.zeros(strength.size, dtype=bool)
        self.support_[np.argsort(-strength, kind="stable")[: self.max_features]] = True
        return self

    def _fold_losses(
        self, values: NDArray[np.float64], outcome: NDArray[np.int64], grid: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Mean log loss of the held-out original patients, shape (folds, len(grid))."""
        splitter = StratifiedKFold(self.folds, shuffle=True, random_state=self.random_state)
        losses = np.empty((self.folds, grid.size))
        for fold, (train, test) in enumerate(splitter.split(values, outcome)):
            balanced = self._balance(values[train], outcome[train])
            sign = np.where(outcome[test] == 1, -1.0, 1.0)
            for column, c in enumerate(grid):
                coefficients, intercept = self._coefficients(*balanced, c)
                losses[fold, column] = np.logaddexp(0, sign * (values[test] @ coefficients + intercept)).mean()
        return losses

    def _balance(
        self, values: NDArray[np.float64], outcome: NDArray[np.int64]
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        return (values, outcome) if self.sampler is None else clone(self.sampler).fit_resample(values, outcome)

    def _coefficients(
        self, values: NDArray[np.float64], outcome: NDArray[np.int64], c: float
    ) -> tuple[NDArray[np.float64], float]:
        # Separable classes under a weak penalty end at the limit of iterations, long after the choice is settled.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            model = self._model(c).fit(values, outcome)
        return model.coef_[0], float(model.intercept_[0])

    def _model(self, c: float) -> LogisticRegression:
        return LogisticRegression(
            l1_ratio=1,
            C=c,
            solver="liblinear",
            intercept_scaling=_INTERCEPT_SCALING,
            tol=1e-3,
            max_iter=500,
            random_state=self.random_state,
        )

    def _get_support_mask(self) -> NDArray[np.bool_]:
        check_is_fitted(self)
        return self.support_
