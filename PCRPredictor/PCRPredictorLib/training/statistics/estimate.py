"""A number with its interval."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its confidence interval."""

    value: float
    low: float
    high: float


def mean_estimate(estimates: Sequence[Estimate | None]) -> Estimate | None:
    """The mean of those that are there, interval and all: repeats of one cross-validation are no further patients."""
    found = [astuple(estimate) for estimate in estimates if estimate is not None]
    return Estimate(*(float(mean) for mean in np.mean(found, axis=0))) if found else None
