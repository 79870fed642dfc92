"""A linear model as a nomogram: points for each clinical variable and for the radiomic features as one score.

Exact, since the model is linear in its (transformed) features: ``logit p = intercept + score + sum of terms``, where
the score is the sum of the radiomic features' terms. The widest axis has 100 points.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, pairwise
from math import ceil, floor, log10

import numpy as np
from numpy.typing import NDArray

from ...models.model_file import Model
from ..data.cohort import Cohort

SCORE = "Radiomic score"
WIDEST = 100.0
MOST_TICKS = 10
FEW_VALUES = 5
FARTHEST_OFF = 0.5
"""Points by which a value between two ticks may lie off the straight line, where a transform bends the axis."""
PROBABILITIES = (0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)

FEWEST_PROBABILITIES = 4
"""Fewer of them leave patients of a weak model, whose probabilities lie close together, without a tick nearby."""

Curve = Callable[[NDArray[np.float64]], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Axis:
    """One variable: its values at the ticks and their points, and the points from the least to the most."""

    name: str
    values: tuple[float, ...]
    points: tuple[float, ...]
    reach: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Nomogram:
    """Points of each variable, and the probability that a total of points means.

    Attributes
    ----------
    axes : tuple of Axis
        The radiomic score first, over the range in the training patients.
    least : float
        Linear predictor at a total of 0.
    per_point : float
        Log odds that a point is worth.
    total : Axis
        Probabilities and the totals of points that mean them.
    patient_points : ndarray, shape (patients, axes)
        Of the training patients without a missing value.
    """

    axes: tuple[Axis, ...]
    least: float
    per_point: float
    total: Axis
    patient_points: NDArray[np.float64]


def nomogram(model: Model, cohort: Cohort) -> Nomogram | None:
    """The nomogram of a model trained on `cohort`.

    Returns
    -------
    Nomogram or None
        None where the model has no clinical variable: one score alone is no nomogram.
    """
    used = [cohort.names.index(feature.column) for feature in model.features]
    cohort = cohort.rows(np.flatnonzero(np.isfinite(cohort.values[:, used]).all(axis=1)))
    if not len(cohort):
        return None
    terms = {feature.column: _terms(model, feature.column, cohort) for feature in model.features}
    clinical = [name for name in cohort.clinical if name in terms and np.ptp(terms[name]) > 0]
    if not clinical:
        return None
    radiomic = [term for name, term in terms.items() if name not in clinical]
    score = np.sum(radiomic, axis=0) if radiomic else np.zeros(len(cohort))
    columns = {name: cohort.values[:, cohort.names.index(name)] for name in clinical}
    measured = {name: terms[name] for name in clinical}
    if np.ptp(score) > 0:
        columns, measured = {SCORE: score, **columns}, {SCORE: score, **measured}
        constant = 0.0
    else:
        constant = float(score[0])
    per_point = max(float(np.ptp(term)) for term in measured.values()) / WIDEST
    axes = []
    for name, values in columns.items():
        least_term, term_at = float(measured[name].min()), partial(_term_at, model, name)
        points_at = partial(_points, term_at, least_term, per_point)
        ticks = _ticks(values, points_at)
        axes.append(_axis(name, ticks, points_at(ticks), (0.0, float(np.ptp(measured[name])) / per_point)))
    points = np.column_stack([(term - term.min()) / per_point for term in measured.values()])
    assert model.intercept is not None
    least = model.intercept + constant + math.fsum(float(term.min()) for term in measured.values())
    return Nomogram(tuple(axes), least, per_point, _total(least, per_point, axes), points)


def _term_at(model: Model, name: str, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Contribution of a variable or of the score, which is a contribution itself."""
    return values if name == SCORE else _term_of(model, name, values)


def _points(term_at: Curve, least: float, per_point: float, values: NDArray[np.float64]) -> NDArray[np.float64]:
    return (term_at(values) - least) / per_point


def _terms(model: Model, column: str, cohort: Cohort) -> NDArray[np.float64]:
    return _term_of(model, column, cohort.values[:, cohort.names.index(column)])


def _term_of(model: Model, column: str, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Contribution of a feature to the linear predictor at some values."""
    feature = next(each for each in model.features if each.column == column)
    assert feature.mean is not None
    assert feature.std is not None
    term: NDArray[np.float64] = feature.coefficient * (feature.transformed(values) - feature.mean) / feature.std
    return term


def _ticks(values: NDArray[np.float64], points_at: Curve) -> NDArray[np.float64]:
    """Both ends, round values between, and so many more that the points between two ticks can be read off a line."""
    different = np.unique(values)
    if different.size <= FEW_VALUES:
        return different
    low, high = float(different[0]), float(different[-1])
    step = round_step(high - low, MOST_TICKS)
    inner = step * np.arange(ceil(low / step), floor(high / step) + 1)
    ticks = [low, *(float(tick) for tick in inner if low < tick < high), high]
    return np.array([low, *chain.from_iterable(_between(a, b, points_at) for a, b in pairwise(ticks))])


def _between(low: float, high: float, points_at: Curve) -> list[float]:
    """The ticks above `low` up to `high`."""
    inside = low + (high - low) * np.array([0.25, 0.5, 0.75])
    ends, told = points_at(np.array([low, high])), points_at(inside)
    if np.abs(told - np.interp(inside, [low, high], ends)).max() <= FARTHEST_OFF:
        return [high]
    step = round_step(high - low, 4)
    middle = step * round(float(inside[1]) / step)
    if not low < middle < high:
        middle = float(inside[1])
    return [*_between(low, middle, points_at), *_between(middle, high, points_at)]


def round_step(width: float, ticks: int) -> float:
    """The least of 1, 2, 5, 10, ... that cuts `width` into at most so many parts."""
    power = 10.0 ** floor(log10(width / ticks))
    return next(factor * power for factor in (1, 2, 5, 10) if width / (factor * power) <= ticks)


def _axis(name: str, values: Iterable[float], points: Iterable[float], reach: tuple[float, float]) -> Axis:
    return Axis(name, tuple(map(float, values)), tuple(map(float, points)), reach)


def _total(least: float, per_point: float, axes: Sequence[Axis]) -> Axis:
    """The probabilities that the axes can reach, both ends among them, beside the totals that mean them."""
    from scipy.special import expit, logit

    most = math.fsum(axis.reach[1] for axis in axes)
    low, high = float(expit(least)), float(expit(least + per_point * most))
    between = [share for share in PROBABILITIES if low < share < high]
    if len(between) < FEWEST_PROBABILITIES and low < high:
        step = round_step(high - low, MOST_TICKS)
        rounded = (step * count for count in range(ceil(low / step), floor(high / step) + 1))
        between = [float(share) for share in rounded if low < share < high]
    at = [(float(logit(share)) - least) / per_point for share in between]
    return _axis("Probability", [low, *between, high], [0.0, *at, most], (0.0, most))
