"""A pipeline whose probabilities are put back on the scale of the original patients."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.utils.validation import check_is_fitted, validate_data

from ....models.cutoff import youden_cutoff
from ....models.logistic import LogisticFit, fit_intercept, fit_slope_and_intercept


class RecalibratedClassifier(ClassifierMixin, BaseEstimator):
    """Undoes the shift of the prior that oversampling brings, and finds a cut-off, both on out-of-fold predictions.

    ``P(y = 1) = 1 / (1 + exp(-(intercept + slope * score)))`` with the pipeline's linear predictor as score; intercept
    (and slope, where asked) are fitted to the predictions of the original patients by pipelines that did not see them.
    The cut-off is the one of Youden on the same predictions.

    Parameters
    ----------
    pipeline : estimator with ``decision_function``
    slope : bool
        Fit the slope too; else it is 1.
    folds : int
        Folds of the out-of-fold predictions.
    random_state : int
        Seed of the folds.

    Attributes
    ----------
    pipeline_ : estimator
        Fitted to all training patients.
    calibration_ : LogisticFit
    cutoff_ : float or None
        None where no cut-off beats chance.
    """

    def __init__(self, pipeline: Any, slope: bool = False, folds: int = 5, random_state: int = 0) -> None:
        self.pipeline = pipeline
        self.slope = slope
        self.folds = folds
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: ArrayLike) -> "RecalibratedClassifier":
        """Fit the pipeline, its calibration and its cut-off."""
        values, outcome = validate_data(self, X, y, dtype=np.float64, ensure_all_finite="allow-nan")
        self.classes_ = np.array([0, 1])
        splitter = inner_splitter(self.folds, self.random_state)
        score = cross_val_predict(
            clone(self.pipeline), values, outcome, cv=splitter, method="decision_function", n_jobs=1
        )
        fit = fit_slope_and_intercept if self.slope else fit_intercept
        self.calibration_: LogisticFit = fit(score, outcome)
        probability = expit(self.calibration_.intercept + self.calibration_.slope * score)
        self.cutoff_ = youden_cutoff(probability, outcome)
        self.pipeline_ = clone(self.pipeline).fit(values, outcome)
        return self

    def decision_function(self, X: ArrayLike) -> NDArray[np.float64]:
        """Recalibrated linear predictor, shape (patients,)."""
        check_is_fitted(self)
        values = validate_data(self, X, dtype=np.float64, reset=False, ensure_all_finite="allow-nan")
        return self.calibration_.intercept + self.calibration_.slope * self.pipeline_.decision_function(values)

    def predict_proba(self, X: ArrayLike) -> NDArray[np.float64]:
        """Probabilities of both classes, shape (patients, 2)."""
        positive = expit(self.decision_function(X))
        return np.column_stack([1 - positive, positive])

    def predict(self, X: ArrayLike) -> NDArray[np.int64]:
        """1 at or above the cut-off; where there is none, at or above one half."""
        return (self.predict_proba(X)[:, 1] >= (0.5 if self.cutoff_ is None else self.cutoff_)).astype(int)


def inner_splitter(folds: int, random_state: int) -> StratifiedKFold:
    """The folds of the out-of-fold predictions."""
    return StratifiedKFold(folds, shuffle=True, random_state=random_state)
