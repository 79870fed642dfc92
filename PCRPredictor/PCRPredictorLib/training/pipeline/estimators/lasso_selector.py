"""Chooses at most N features by an L1-penalized logistic regression."""

import warnings
from math import sqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import clone
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.utils.validation import validate_data

from ....errors import InputError
from .support_selector import SupportSelector

_INTERCEPT_SCALING = 10.0
"""liblinear penalizes the intercept too; a large scaling makes that penalty small."""
_GRID_RATIO = 1.25
_LONGEST_GRID = 24
"""The grid reaches from the weakest penalty that selects nothing to one 200 times as weak, in steps of 25 %."""
_PATIENCE = 4
"""Steps without a fall of the loss after which the walk along the grid ends."""

_Patients = tuple[NDArray[np.float64], NDArray[np.int64]]


class _Step(NamedTuple):
    """A penalty, the features it leaves and the loss in each inner fold."""

    inverse_penalty: float
    support: NDArray[np.bool_]
    losses: NDArray[np.float64]


class LassoSelector(SupportSelector):
    """Features with a non-zero coefficient in an L1 logistic regression (Tibshirani 1996).

    The penalty is chosen by stratified cross-validation of the log loss (of both classes alike where a sampler balances
    them) among those that leave 1 to `max_features` features. Oversampling happens here as well, inside each inner
    training fold, so that no inner fold is judged on a synthetic patient or by a twin of one of its own.

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
            `rule` is unknown, `max_features` below 1, or no feature ever enters.
        """
        if self.rule not in ("min", "1se") or self.max_features < 1:
            raise InputError(
                f"The selection rule '{self.rule}' with at most {self.max_features} features is not known; "
                "use min or 1se and at least 1."
            )
        values, outcome = validate_data(self, X, y, dtype=np.float64)
        balanced = self._balance(values, outcome)
        start = _weakest_empty(*balanced)
        path = self._path(balanced, self._inner_folds(values, outcome), start)
        if not path:
            return self._keep_strongest(balanced, start)
        mean = np.array([step.losses.mean() for step in path])
        best = int(np.argmin(mean))
        if self.rule == "1se":
            limit = mean[best] + path[best].losses.std(ddof=1) / sqrt(self.folds)
            best = int(np.flatnonzero(mean <= limit)[0])
        self.inverse_penalty_ = path[best].inverse_penalty
        self.support_ = path[best].support
        return self

    def _path(self, balanced: _Patients, folds: list[tuple[_Patients, _Patients]], start: float) -> list[_Step]:
        """Penalties from the strongest on that leave 1 to `max_features` features, with their held-out losses.

        The walk ends at the first penalty that leaves more (all weaker ones would, but for rare crossings of the path),
        or when the loss has not fallen for some steps.
        """
        path: list[_Step] = []
        best, since_best = np.inf, 0
        for c in self._grid(start):
            support = self._coefficients(*balanced, c)[0] != 0
            if support.sum() > self.max_features:
                break
            if not support.any():
                continue
            losses = np.array([self._held_out_loss(train, test, c) for train, test in folds])
            path.append(_Step(c, support, losses))
            since_best = 0 if losses.mean() < best else since_best + 1
            best = min(best, losses.mean())
            if since_best == _PATIENCE:
                break
        return path

    def _keep_strongest(self, balanced: _Patients, start: float) -> "LassoSelector":
        """The path jumps past the limit at once: keep the largest coefficients where it does."""
        for c in self._grid(start):
            strength = np.abs(self._coefficients(*balanced, c)[0])
            if strength.any():
                self.inverse_penalty_ = c
                self.support_ = np.zeros(strength.size, dtype=bool)
                self.support_[np.argsort(-strength, kind="stable")[: self.max_features]] = True
                self.support_ &= strength > 0
                return self
        raise InputError(
            f"None of {balanced[0].shape[1]} features tells the outcomes of the training patients apart; there is "
            "nothing to learn from."
        )

    @staticmethod
    def _grid(start: float) -> list[float]:
        return (start * _GRID_RATIO ** np.arange(1, _LONGEST_GRID + 1)).tolist()

    def _inner_folds(
        self, values: NDArray[np.float64], outcome: NDArray[np.int64]
    ) -> list[tuple[_Patients, _Patients]]:
        """Balanced training patients and original test patients of each inner fold."""
        splitter = StratifiedKFold(self.folds, shuffle=True, random_state=self.random_state)
        return [
            (self._balance(values[train], outcome[train]), (values[test], outcome[test]))
            for train, test in splitter.split(values, outcome)
        ]

    def _held_out_loss(self, train: _Patients, test: _Patients, c: float) -> float:
        """Mean log loss of the test patients; of both classes alike where training was balanced."""
        coefficients, intercept = self._coefficients(*train, c)
        values, outcome = test
        sign = np.where(outcome == 1, -1.0, 1.0)
        losses = np.logaddexp(0, sign * (values @ coefficients + intercept))
        if self.sampler is None:
            return float(losses.mean())
        return float((losses[outcome == 1].mean() + losses[outcome == 0].mean()) / 2)

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


def _weakest_empty(values: NDArray[np.float64], outcome: NDArray[np.int64]) -> float:
    """The largest C without any feature: the slope of the likelihood at zero coefficients is ``X' (y - mean y)``."""
    return float(1 / np.abs(values.T @ (outcome - outcome.mean())).max())
