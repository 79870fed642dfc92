"""Real MRML scenes and one volume with a lesion."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PCRPredictorLib.imaging import Geometry, Mask, PhaseImage
from PCRPredictorLib.mrml import HeadlessScene


@pytest.fixture
def scene() -> Iterator[Any]:
    with HeadlessScene() as scene:
        yield scene


@pytest.fixture
def oblique() -> Geometry:
    """A grid turned about two axes, with three different spacings and sizes."""
    a, b = np.radians(20.0), np.radians(-35.0)
    about_z = np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]])
    about_x = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    return Geometry((6, 9, 11), (0.7, 0.8, 5.0), (12.5, -40.25, 100.0), tuple((about_z @ about_x).ravel().tolist()))


@pytest.fixture
def image(oblique: Geometry) -> PhaseImage:
    voxels = np.random.default_rng(1).integers(-100, 300, oblique.shape).astype(np.int16)
    return PhaseImage(voxels, oblique)


@pytest.fixture
def mask(oblique: Geometry) -> Mask:
    voxels = np.zeros(oblique.shape, dtype=bool)
    voxels[1:5, 2:7, 3:9] = True
    voxels[1, 2, 3] = False
    return Mask(voxels, oblique)
