"""A linear model that inner folds choose among candidates, with probabilities on the scale of the original patients."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.utils.validation import check_is_fitted, validate_data

from ....errors import InputError
from ....models.cutoff import CutoffRule
from ....models.logistic import LogisticFit, never_certain
from ....models.rows_of_patients import sums_of_patients
from ....models.site_cutoff import mean_cutoff
from ..candidates import CANDIDATES, Candidate, candidates_named
from ..folds import repeated_folds
from .linear_paths import elastic_net_path, refit, ridge_path
from .redundancy_filter import SpearmanRedundancyFilter
from .scaling import Scaling, fit_scaling
from .shrinkage import calibrated_losses, calibration

Floats = NDArray[np.float64]


class Choice(NamedTuple):
    """What the inner folds say of a candidate: its log loss after calibration, its step and its number of features."""

    candidate: Candidate
    step: int
    features: int
    loss: float


class CandidateClassifier(ClassifierMixin, BaseEstimator):
    """Linear models of several penalties and scalings, one of them chosen by log loss inside the training patients.

    Every step is learnt anew in each inner fold: the preparation, the redundancy filter, scaling, oversampling and the
    whole path of penalties of each candidate. The inner test patients, never oversampled, get a score from each. The
    penalty of a candidate is the strongest within a standard error of the one of the smallest log loss (or by `rule`
    that one); of the candidates the one of the smallest log loss wins, and of equals the one with the fewest features.
    A second standard error, among candidates, would give away what dense signals need: it was measured, see
    Docs/training.md. Losses are those after calibration, since that is what the model will be. ``P(y = 1) = 1 /
    (1 + exp(-(intercept + slope * score)))`` with both fitted to the same out-of-fold scores (:mod:`.shrinkage`); the
    cut-off is the mean over the repeats of Youden's on those probabilities.

    Parameters
    ----------
    prepare : Pipeline
        Steps that drop or complete columns, without scaling.
    candidates : sequence of str
        Names out of :data:`.CANDIDATES`.
    redundancy_threshold : float
    max_features : int
        Most features of a sparse candidate.
    rule : {"min", "1se"}
    sampler : imblearn sampler or None
    slope : bool
        Fit the slope; else it is 1.
    folds, repeats, random_state : int
        The inner folds, how often they are cut anew, and their seed.

    Attributes
    ----------
    prepare_ : Pipeline
    chosen_ : Choice
    choices_ : tuple of Choice
        Each candidate at its own best penalty.
    contenders_ : dict of str to (Scaling, ndarray)
        Scaling and coefficients of each of those, by name.
    columns_ : ndarray of int
        Columns of the prepared features that are left by the redundancy filter.
    scaling_ : Scaling
    coef_ : ndarray, shape (len(columns_),)
        Per scaled feature, before the calibration.
    calibration_ : LogisticFit
    cutoff_ : float or None
        None where no cut-off beats chance.
    """

    def __init__(
        self,
        prepare: Any,
        candidates: tuple[str, ...] = tuple(CANDIDATES),
        redundancy_threshold: float = 0.9,
        max_features: int = 10,
        rule: str = "1se",
        sampler: Any = None,
        slope: bool = True,
        folds: int = 5,
        repeats: int = 5,
        random_state: int = 0,
    ) -> None:
        self.prepare = prepare
        self.candidates = candidates
        self.redundancy_threshold = redundancy_threshold
        self.max_features = max_features
        self.rule = rule
        self.sampler = sampler
        self.slope = slope
        self.folds = folds
        self.repeats = repeats
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: ArrayLike, groups: ArrayLike | None = None) -> "CandidateClassifier":
        """Choose, fit and calibrate; rows with one value in `groups` are never on both sides of an inner fold.

        Raises
        ------
        InputError
            An unknown candidate or rule, or no feature that tells the outcomes apart.
        """
        if self.rule not in ("min", "1se") or self.max_features < 1:
            raise InputError(
                f"The selection rule '{self.rule}' with at most {self.max_features} features is not known; "
                "use min or 1se and at least 1."
            )
        values, outcome = validate_data(self, X, y, dtype=np.float64, ensure_all_finite="allow-nan")
        self.classes_ = np.array([0, 1])
        candidates = candidates_named(self.candidates)
        whole = self._paths(values, outcome, candidates)
        steps = {each: len(whole.coefficients[each]) for each in candidates}
        scores = self._out_of_fold(values, outcome, groups, steps, self.repeats)
        named = None if groups is None else np.asarray(groups)
        self.choices_ = tuple(self._best_step(each, scores[each], outcome, whole, named) for each in candidates)
        self.chosen_ = min(self.choices_, key=lambda choice: (round(choice.loss, 12), choice.features))
        score = scores[self.chosen_.candidate][:, self.chosen_.step]
        self.prepare_, self.columns_ = whole.prepare, whole.columns
        self.scaling_ = whole.scalings[self.chosen_.candidate.scaling]
        self.contenders_ = {
            each.candidate.name: (whole.scalings[each.candidate.scaling], whole.coefficients[each.candidate][each.step])
            for each in self.choices_
        }
        self.coef_ = self.contenders_[self.chosen_.candidate.name][1]
        self.calibration_: LogisticFit = calibration(score, outcome, self.slope, named)
        self.cutoff_ = self._mean_cutoff(score, outcome)
        return self

    def averaged_cutoff(
        self, X: ArrayLike, y: ArrayLike, groups: ArrayLike | None = None, *, repeats: int
    ) -> float | None:
        """`cutoff_` of the same fit, over more repeats of the inner folds; arguments as those of :meth:`fit`."""
        check_is_fitted(self)
        values, outcome = validate_data(self, X, y, dtype=np.float64, reset=False, ensure_all_finite="allow-nan")
        candidate, step = self.chosen_.candidate, self.chosen_.step
        score = self._out_of_fold(values, outcome, groups, {candidate: step + 1}, repeats)[candidate][:, step]
        return self._mean_cutoff(score, outcome)

    def _mean_cutoff(self, score: Floats, outcome: NDArray[np.int64]) -> float | None:
        """Mean over the repeats, the rows of `score`, of Youden's cut-off on the calibrated probability."""
        return mean_cutoff(expit(self.calibration_.intercept + self.calibration_.slope * score), outcome, CutoffRule())

    def decision_function(self, X: ArrayLike) -> Floats:
        """Calibrated linear predictor, shape (patients,)."""
        check_is_fitted(self)
        values = validate_data(self, X, dtype=np.float64, reset=False, ensure_all_finite="allow-nan")
        score = self.scaling_.apply(self.prepare_.transform(values)[:, self.columns_]) @ self.coef_
        return self.calibration_.intercept + self.calibration_.slope * score

    def contending_scores(self, X: ArrayLike) -> dict[str, Floats]:
        """Score of each candidate at its own best penalty, not calibrated, by name: what fixing it would have given."""
        check_is_fitted(self)
        values = validate_data(self, X, dtype=np.float64, reset=False, ensure_all_finite="allow-nan")
        left = self.prepare_.transform(values)[:, self.columns_]
        return {name: scaling.apply(left) @ coefficients for name, (scaling, coefficients) in self.contenders_.items()}

    def predict_proba(self, X: ArrayLike) -> Floats:
        """Probabilities of both classes, shape (patients, 2), never quite 0 or 1."""
        positive = never_certain(expit(self.decision_function(X)))
        return np.column_stack([1 - positive, positive])

    def predict(self, X: ArrayLike) -> NDArray[np.int64]:
        """1 at or above the cut-off; where there is none, at or above one half."""
        return (self.predict_proba(X)[:, 1] >= (0.5 if self.cutoff_ is None else self.cutoff_)).astype(int)

    def _paths(self, values: Floats, outcome: NDArray[np.int64], candidates: tuple[Candidate, ...]) -> "_Paths":
        prepare = clone(self.prepare)
        prepared = prepare.fit_transform(values, outcome)
        # Ranks know nothing of the scaling, so that one filter serves all.
        columns = np.flatnonzero(SpearmanRedundancyFilter(self.redundancy_threshold).fit(prepared, outcome).support_)
        scalings, coefficients = {}, {}
        for name in dict.fromkeys(candidate.scaling for candidate in candidates):
            scalings[name] = fit_scaling(prepared[:, columns], name)
            scaled, balanced = scalings[name].apply(prepared[:, columns]), outcome
            if self.sampler is not None:
                scaled, balanced = clone(self.sampler).fit_resample(scaled, outcome)
            if not np.abs(scaled.T @ (balanced - balanced.mean())).max() > 0:
                raise InputError(
                    f"None of {prepared.shape[1]} features tells the outcomes of the training patients apart; there is "
                    "nothing to learn from."
                )
            for candidate in candidates:
                if candidate.scaling == name:
                    coefficients[candidate] = np.array(self._path(candidate.kind, scaled, balanced))
        return _Paths(prepare, columns, scalings, coefficients)

    def _path(self, kind: str, scaled: Floats, outcome: NDArray[np.int64]) -> list[Floats]:
        if kind == "ridge":
            return ridge_path(scaled, outcome)
        if kind == "elastic-net":
            return elastic_net_path(scaled, outcome, l1_share=0.5)
        path = elastic_net_path(scaled, outcome, l1_share=1.0, most=self.max_features)
        if not path:  # the path jumps past the limit at once: keep the largest where it does
            first = elastic_net_path(scaled, outcome, l1_share=1.0)[0]
            path = [np.where(np.abs(first) >= np.sort(np.abs(first))[-self.max_features], first, 0.0)]
        refitted: dict[bytes, Floats] = {}
        for coefficients in path:
            support = coefficients != 0
            if support.tobytes() not in refitted:
                full = np.zeros(support.size)
                full[support] = refit(scaled[:, support], outcome)
                refitted[support.tobytes()] = full
        return [refitted[(coefficients != 0).tobytes()] for coefficients in path]

    def _out_of_fold(
        self,
        values: Floats,
        outcome: NDArray[np.int64],
        groups: ArrayLike | None,
        steps: dict[Candidate, int],
        repeats: int,
    ) -> dict[Candidate, Floats]:
        """Scores of each candidate at so many steps of its path, shape (repeats, steps, patients).

        A path that ended earlier in a fold goes on as it ended.
        """
        scores = {each: np.empty((repeats, count, outcome.size)) for each, count in steps.items()}
        named = None if groups is None else np.asarray(groups)
        for number, (train, test) in enumerate(repeated_folds(outcome, self.folds, repeats, self.random_state, named)):
            fold = self._paths(values[train], outcome[train], tuple(steps))
            prepared = fold.prepare.transform(values[test])[:, fold.columns]
            scaled = {name: scaling.apply(prepared) for name, scaling in fold.scalings.items()}
            for each, count in steps.items():
                found = fold.coefficients[each] @ scaled[each.scaling].T
                scores[each][number // self.folds][:, test] = found[np.minimum(np.arange(count), len(found) - 1)]
        return scores

    def _best_step(
        self,
        candidate: Candidate,
        scores: Floats,
        outcome: NDArray[np.int64],
        whole: "_Paths",
        groups: NDArray[Any] | None,
    ) -> Choice:
        losses = _losses(scores, outcome)
        step = int(np.argmin(losses.mean(axis=(0, 2))))
        if self.rule == "1se":
            step = int(np.flatnonzero(_no_worse(losses, step, groups))[0])
        features = int(np.count_nonzero(whole.coefficients[candidate][step]))
        return Choice(candidate, step, features, float(losses[:, step].mean()))


class _Paths(NamedTuple):
    """What one set of training patients teaches: preparation, columns, scalings, coefficients at each step."""

    prepare: Any
    columns: NDArray[np.intp]
    scalings: dict[str, Scaling]
    coefficients: dict[Candidate, Floats]


def _losses(scores: Floats, outcome: NDArray[np.int64]) -> Floats:
    """Log loss after calibration, shape (repeats, scores, patients)."""
    return np.stack([calibrated_losses(repeat, outcome) for repeat in scores])


def _no_worse(losses: Floats, best: int, groups: NDArray[Any] | None) -> NDArray[np.bool_]:
    """Whether each exceeds the best on average by no more than the standard error of the difference.

    As is usual for this rule, every prediction of every repeat counts; those of one patient's rows as one.
    """
    difference = losses - losses[:, [best]]
    mean = difference.mean(axis=(0, 2))
    deviations = difference - mean[:, np.newaxis]
    if groups is not None:
        deviations = np.moveaxis(sums_of_patients(np.moveaxis(deviations, 2, 0), groups), 0, 2)
    many = deviations.shape[0] * deviations.shape[2]
    error = np.sqrt((deviations**2).sum(axis=(0, 2)) * many / (many - 1)) / (losses.shape[0] * losses.shape[2])
    return mean <= error
