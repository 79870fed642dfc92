"""Quantiles of a cohort's features, smoothed and rounded so that no patient's value can be read back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from ..texts import sentence as _
from .fields import Fields

LEVELS = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
FEWEST_EVENTS = 8
_DECIMALS = 1


@dataclass(frozen=True)
class FeatureQuantiles:
    """Quantiles of one feature at `LEVELS`, in standard deviations of the transformed feature, to 0.1.

    Attributes
    ----------
    column : str
    everyone : tuple of float
    with_pcr, without_pcr : tuple of float or None
        None where outcomes are unknown, or fewer than eight cases of the class.
    """

    column: str
    everyone: tuple[float, ...]
    with_pcr: tuple[float, ...] | None
    without_pcr: tuple[float, ...] | None

    def as_json(self) -> dict[str, Any]:
        return {
            "levels": list(LEVELS),
            "all": list(self.everyone),
            "pcr": None if self.with_pcr is None else list(self.with_pcr),
            "non_pcr": None if self.without_pcr is None else list(self.without_pcr),
        }


def feature_quantiles(
    columns: Sequence[str], positions: NDArray[np.float64], outcomes: NDArray[np.int64] | None = None
) -> tuple[FeatureQuantiles, ...]:
    """Quantiles of each column of `positions`, shape (patients, features), of everyone and by outcome."""
    classes: list[NDArray[np.bool_] | None] = [None, None]
    if outcomes is not None:
        classes = [members if members.sum() >= FEWEST_EVENTS else None for members in (outcomes == 1, outcomes == 0)]
    return tuple(
        FeatureQuantiles(
            column,
            smoothed_quantiles(cells),
            *(None if members is None else smoothed_quantiles(cells[members]) for members in classes),
        )
        for column, cells in zip(columns, positions.T, strict=True)
    )


def smoothed_quantiles(cells: NDArray[np.float64]) -> tuple[float, ...]:
    """Quantiles of a Gaussian kernel estimate of the distribution, rounded to 0.1.

    The estimate is F(x) = mean over cases of Phi((x - x_i) / h) with the bandwidth of Silverman (Density Estimation for
    Statistics and Data Analysis, 1986, equation 3.31), h = 0.9 min(sd, IQR / 1.34) n^(-1/5).
    """
    from scipy.special import ndtr

    low, high = np.quantile(cells, (0.25, 0.75))
    spread = float(cells.std(ddof=1))
    bandwidth = 0.9 * (min(spread, (high - low) / 1.34) or spread or 0.1) * len(cells) ** -0.2
    grid = np.linspace(cells.min() - 4 * bandwidth, cells.max() + 4 * bandwidth, 501)
    below = ndtr((grid[:, np.newaxis] - cells) / bandwidth).mean(axis=1)
    found = np.round(np.interp(LEVELS, below, grid), _DECIMALS) + 0.0  # no -0.0
    return tuple(float(value) for value in found)


def quantiles_from_json(content: Mapping[str, Any], columns: Sequence[str], where: str) -> tuple[FeatureQuantiles, ...]:
    """Build the quantiles of `columns` from parsed JSON, strictly.

    Raises
    ------
    InputError
        Other columns or other levels, or a list that is no rising list of numbers.
    """
    if tuple(content) != tuple(columns) and set(content) != set(columns):
        raise InputError(_("{where} are of other columns than the model's; make the file again.").format(where=where))
    return tuple(_from_json(column, content[column], f"{where}, {column}") for column in columns)


def _from_json(column: str, content: Any, where: str) -> FeatureQuantiles:
    fields = Fields(content, where)
    if tuple(fields.items("levels")) != LEVELS:
        raise InputError(
            _("{where}: the levels must be {levels}; make the file again.").format(
                where=where, levels=", ".join(map(str, LEVELS))
            )
        )

    def rising(key: str) -> tuple[float, ...]:
        cells = fields.items(key)
        numbers = [cell for cell in cells if isinstance(cell, int | float) and not isinstance(cell, bool)]
        if len(numbers) != len(LEVELS) or len(cells) != len(LEVELS) or not np.isfinite(numbers).all():
            raise InputError(
                _("{where}: '{key}' must hold {levels} finite numbers; make the file again.").format(
                    where=where, key=key, levels=len(LEVELS)
                )
            )
        if np.any(np.diff(numbers) < 0):
            raise InputError(_("{where}: '{key}' must not fall; make the file again.").format(where=where, key=key))
        return tuple(float(number) for number in numbers)

    found = FeatureQuantiles(column, rising("all"), fields.optional("pcr", rising), fields.optional("non_pcr", rising))
    fields.finish()
    return found
