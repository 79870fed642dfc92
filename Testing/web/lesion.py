"""Where the sample patient's lesion lies, for whoever draws its diameter in a view that shows the volume whole."""

from typing import NamedTuple

import numpy as np
from PCRPredictorLib.presenter.patient.sample import SAMPLE_SEED
from PCRPredictorLib.simulation import simulate_patient

# Columns, rows and slices of the sample patient, in mm.
SPACING = np.array([2.0, 2.0, 5.0])


class Diameter(NamedTuple):
    """The longest one on any slice.

    Attributes
    ----------
    number : int
        Of the slice, from 1.
    ends : numpy.ndarray
        To the left and behind the middle of the volume, in mm; shape (2, 2).
    """

    number: int
    ends: np.ndarray

    @property
    def length(self) -> float:
        return float(np.linalg.norm(self.ends[1] - self.ends[0]))

    def shares(self, width_mm: float, height_mm: float) -> list[list[float]]:
        """Its ends as shares of a view, from the left upper corner, by what the view shows."""
        return (0.5 + self.ends / (width_mm, height_mm)).tolist()


def longest_diameter() -> Diameter:
    mask = arterial_voxels()
    middle = (np.array(mask.shape[:0:-1]) - 1) / 2
    found = []
    for number in np.flatnonzero(mask.any(axis=(1, 2))):
        places = (np.argwhere(mask[number])[:, ::-1] - middle) * SPACING[:2]
        apart = np.linalg.norm(places[:, None] - places[None], axis=-1)
        ends = places[list(np.unravel_index(apart.argmax(), apart.shape))]
        found.append(Diameter(int(number) + 1, ends))
    return max(found, key=lambda one: one.length)


def arterial_voxels() -> np.ndarray:
    return simulate_patient(SAMPLE_SEED).arterial_mask.array


def portal_voxels() -> np.ndarray:
    return simulate_patient(SAMPLE_SEED).portal_mask.array


def dice(one: np.ndarray, other: np.ndarray) -> float:
    return 2 * np.count_nonzero(one & other) / (np.count_nonzero(one) + np.count_nonzero(other))
