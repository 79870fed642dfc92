"""What a cohort's features look like, told so that no patient's value can be read back."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from ..texts import sentence as _
from .cohort_position import CohortPosition, fit_position
from .fields import Fields
from .quantiles import FeatureQuantiles, feature_quantiles, quantiles_from_json
from .rows_of_patients import number_of_patients
from .shrinkage import ledoit_wolf

FALSE_ALARM = 0.005
OWN_BEYOND = 0.01
FEWEST_FREEDOM = 10
COARSE_BELOW = 100
LIMIT_RULE = (
    "the larger of Hotelling's limit for one new normal case (0.5 % beyond) and the 99th percentile of the distances "
    "of the cohort's cases, each from the others"
)
REFERENCE_KEYS = ("domain", "covariance", "quantiles")


@dataclass(frozen=True)
class Reference:
    """The features of a reference or training cohort, for telling whether a new case is like it.

    Attributes
    ----------
    transforms : tuple of CohortPosition
        In the order of the model's features.
    covariance : tuple of tuple of float
        Shrunk covariance of the positions.
    shrinkage : float
        Its weight on the identity, 0 to 1.
    patients : int
    false_alarm : float
        Share of new cases of the same kind that the limit is meant to leave outside.
    limit : float
        Largest Mahalanobis distance of a case that counts as like the cohort.
    limit_rule : str
        How the limit was found.
    quantiles : tuple of FeatureQuantiles
        Of the positions, in the order of the features.
    """

    transforms: tuple[CohortPosition, ...]
    covariance: tuple[tuple[float, ...], ...]
    shrinkage: float
    patients: int
    false_alarm: float
    limit: float
    limit_rule: str
    quantiles: tuple[FeatureQuantiles, ...]

    @property
    def coarse(self) -> bool:
        """Whether the cohort is too small for a fine limit."""
        return self.patients < COARSE_BELOW

    def positions(self, values: Sequence[float]) -> tuple[float, ...]:
        """Where each value lies, in standard deviations of its transformed feature."""
        return tuple(transform.position(value) for transform, value in zip(self.transforms, values, strict=True))

    def distance(self, positions: Sequence[float]) -> float:
        """Mahalanobis distance sqrt(z' C^-1 z) of the positions z, C the shrunk covariance."""
        z = np.array(positions)
        return float(np.sqrt(z @ np.linalg.solve(np.array(self.covariance), z)))

    def as_json(self) -> dict[str, Any]:
        """The keys `REFERENCE_KEYS` of a calibration file, or of a model's training record."""
        return {
            "domain": {
                "patients": self.patients,
                "transforms": [asdict(item) for item in self.transforms],
                "shrinkage": self.shrinkage,
                "false_alarm": self.false_alarm,
                "limit": self.limit,
                "limit_rule": self.limit_rule,
            },
            "covariance": [list(row) for row in self.covariance],
            "quantiles": {item.column: item.as_json() for item in self.quantiles},
        }


def describe_cohort(
    columns: Sequence[str],
    values: NDArray[np.float64],
    outcomes: NDArray[np.int64] | None = None,
    groups: NDArray[np.int64] | None = None,
) -> Reference:
    """Describe a cohort by robust transforms, shrunk covariance, limit and smoothed quantiles.

    Parameters
    ----------
    columns : sequence of str
    values : ndarray, shape (patients, features)
        Finite, no column constant.
    outcomes : ndarray of 0 and 1, optional
        For quantiles by outcome.
    groups : ndarray of int, shape (patients,), optional
        Rows with one value are one patient's; patients are counted, and left out whole.
    """
    transforms = tuple(fit_position(column, cells) for column, cells in zip(columns, values.T, strict=True))
    positions = np.column_stack(
        [[transform.position(cell) for cell in cells] for transform, cells in zip(transforms, values.T, strict=True)]
    )
    covariance, shrinkage = ledoit_wolf(positions)
    return Reference(
        transforms=transforms,
        covariance=tuple(tuple(float(cell) for cell in row) for row in covariance),
        shrinkage=shrinkage,
        patients=number_of_patients(len(values), groups),
        false_alarm=FALSE_ALARM,
        limit=domain_limit(positions, groups),
        limit_rule=LIMIT_RULE,
        quantiles=feature_quantiles(columns, positions, outcomes),
    )


def domain_limit(positions: NDArray[np.float64], groups: NDArray[np.int64] | None = None) -> float:
    """The distance beyond which a new case counts as unlike the cohort, by `LIMIT_RULE`.

    Hotelling's limit holds for normal features; the distances of the cohort's own cases, each from the others, answer
    for tails that no transform tames. Where fewer than ten patients more than features leave Hotelling's limit nothing
    to rest on, the latter stand alone.

    Parameters
    ----------
    positions : ndarray, shape (patients, features)
    groups : ndarray of int, shape (patients,), optional
        Rows with one value are one patient's.
    """
    rows, features = positions.shape
    patients = number_of_patients(rows, groups)
    own = float(np.quantile(left_out_distances(positions, groups), 1.0 - OWN_BEYOND))
    if patients - features < FEWEST_FREEDOM:
        return own
    return max(own, prediction_limit(patients, features, FALSE_ALARM))


def left_out_distances(positions: NDArray[np.float64], groups: NDArray[np.int64] | None = None) -> NDArray[np.float64]:
    """Distance of each case from the mean of all others, by their own shrunk covariance, shape (patients,).

    With groups the others are those of other patients: the rows of one lie closer together than two patients do.
    """
    people = np.arange(len(positions)) if groups is None else groups
    distances = np.empty(len(positions))
    for index, case in enumerate(positions):
        others = positions[people != people[index]]
        gap = case - others.mean(axis=0)
        distances[index] = math.sqrt(gap @ np.linalg.solve(ledoit_wolf(others)[0], gap))
    return distances


def prediction_limit(patients: int, features: int, false_alarm: float) -> float:
    """Distance that a new case of the same normal population exceeds with probability `false_alarm`.

    Hotelling's T2 for one future observation (Annals of Mathematical Statistics 2 (1931) 360-378):
    ``D2 ~ p (n - 1) (n + 1) / (n (n - p)) F(p, n - p)`` with n patients and p features.
    """
    from scipy.special import fdtri

    factor = features * (patients - 1) * (patients + 1) / (patients * (patients - features))
    return math.sqrt(factor * float(fdtri(features, patients - features, 1.0 - false_alarm)))


def reference_from_json(content: dict[str, Any], columns: Sequence[str], where: str) -> Reference:
    """Build the reference from the keys `REFERENCE_KEYS`, strictly.

    Raises
    ------
    InputError
        A key missing or unknown, a wrong value, other columns than `columns`, a covariance that is none.
    """
    outer = Fields({key: content[key] for key in REFERENCE_KEYS if key in content}, where)
    fields = Fields(outer.mapping("domain"), f"{where}, domain")
    transforms = tuple(
        _transform_from_json(entry, f"{where}, domain, transforms[{number}]")
        for number, entry in enumerate(fields.items("transforms", minimum=1))
    )
    if tuple(item.column for item in transforms) != tuple(columns):
        raise InputError(
            _("{where}, domain: the transforms are of other columns than the model's; make the file again.").format(
                where=where
            )
        )
    reference = Reference(
        transforms=transforms,
        covariance=_covariance(outer.items("covariance", minimum=1), len(transforms), f"{where}, covariance"),
        shrinkage=fields.number("shrinkage"),
        patients=fields.integer("patients", minimum=2),
        false_alarm=fields.number("false_alarm", above=0, below=1),
        limit=fields.number("limit", above=0),
        limit_rule=fields.text("limit_rule"),
        quantiles=quantiles_from_json(outer.mapping("quantiles"), columns, f"{where}, quantiles"),
    )
    fields.finish()
    return reference


def _transform_from_json(content: Any, where: str) -> CohortPosition:
    fields = Fields(content, where)
    transform = CohortPosition(
        fields.text("column"),
        fields.number("center"),
        fields.number("scale", above=0),
        fields.number("mean"),
        fields.number("std", above=0),
        fields.number("tail", above=0),
    )
    fields.finish()
    return transform


def _covariance(rows: list[Any], size: int, where: str) -> tuple[tuple[float, ...], ...]:
    """A symmetric positive definite matrix of the given size."""
    wrong = InputError(
        _("{where} must be a symmetric positive definite matrix of {size} by {size} finite numbers.").format(
            where=where, size=size
        )
    )
    if len(rows) != size or any(not isinstance(row, list) or len(row) != size for row in rows):
        raise wrong
    if any(isinstance(cell, bool) or not isinstance(cell, int | float) for row in rows for cell in row):
        raise wrong
    matrix = np.array(rows, dtype=float)
    if not np.isfinite(matrix).all() or not np.allclose(matrix, matrix.T, rtol=1e-9, atol=1e-12):
        raise wrong
    if np.linalg.eigvalsh(matrix).min() <= 0:
        raise wrong
    return tuple(tuple(float(cell) for cell in row) for row in matrix)
