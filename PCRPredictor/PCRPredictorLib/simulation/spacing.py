"""Voxel sizes of simulated patients: coarse and quick, or as in the clinic."""

import numpy as np

from .patient import SPACING_MM

SPACINGS = ("coarse", "clinical")
IN_PLANE_MM = (0.7, 0.9)
SLICE_MM = (1.25, 2.5, 5.0)
PLACE = 4  # simulate_patient uses the streams before it


def spacing_of(patient: np.random.SeedSequence, kind: str) -> tuple[float, float, float]:
    """Voxel size in mm (column, row, slice) of one patient.

    ``coarse`` is the same for all; ``clinical`` draws 0.7 to 0.9 mm in plane and slices of 1.25, 2.5 or 5 mm from a
    stream of the patient's own, so that all else is drawn as it would be without.
    """
    if kind == "coarse":
        return SPACING_MM
    sequence = np.random.SeedSequence(patient.entropy, spawn_key=(*patient.spawn_key, PLACE))
    generator = np.random.default_rng(sequence)
    step = round(float(generator.uniform(*IN_PLANE_MM)), 3)
    return step, step, float(generator.choice(SLICE_MM))
