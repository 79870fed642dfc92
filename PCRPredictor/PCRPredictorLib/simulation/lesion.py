"""The simulated carcinoma: an irregular body with a nodular pattern, necrosis, and sometimes lipiodol."""

from dataclasses import dataclass, fields, replace

import numpy as np
from scipy import ndimage

from .anatomy import move
from .shapes import Grid
from .truth import SimulationTruth

LARGEST_SWELLING = 1.2
BORDER_MM = 15.0


@dataclass(frozen=True, eq=False)
class Lesion:
    """Level functions (mm, negative inside) and the pattern of the viable tumor (unit standard deviation)."""

    tumor: np.ndarray
    necrosis: np.ndarray
    lipiodol: np.ndarray
    mosaic: np.ndarray

    def moved(self, shift_zyx: np.ndarray) -> "Lesion":
        """The lesion displaced by voxels along (slice, row, column)."""
        return replace(self, **{item.name: move(getattr(self, item.name), shift_zyx) for item in fields(self)})


def grow_lesion(grid: Grid, liver: np.ndarray, truth: SimulationTruth, generator: np.random.Generator) -> Lesion:
    """Grow a lesion of the stated size and necrosis at a random place wholly inside the liver."""
    radius = truth.diameter_mm / 2
    center = _place(grid, liver, radius, generator)
    stretch = np.exp(generator.normal(0.0, 0.08, 3))
    stretch /= np.prod(stretch) ** (1 / 3)
    body = grid.ellipsoid(center, tuple(radius * stretch))
    lumps = np.clip(0.11 * grid.smooth_noise(generator, 0.32 * radius), -0.2, LARGEST_SWELLING - 1)
    tumor = _largest_piece(np.maximum(body - radius * lumps, liver + 3.0))
    depth = np.clip(-tumor / radius, 0, 1)
    softness = grid.smooth_noise(generator, 0.2 * radius) + 1.5 * depth
    # The quantile makes the necrotic share of the voxels exactly the one asked for.
    threshold = np.quantile(softness[tumor < 0], 1 - truth.necrosis_share)
    necrosis = np.maximum(tumor, (threshold - softness) * np.float32(0.2 * radius))
    mosaic = grid.smooth_noise(generator, 3.0)
    droplets = grid.smooth_noise(generator, 2.5)
    lipiodol = np.maximum(tumor + 2, (1.4 - droplets) * 2.5) if truth.lipiodol else np.full_like(tumor, 20.0)
    return Lesion(tumor.astype(np.float32), necrosis.astype(np.float32), lipiodol.astype(np.float32), mosaic)


def _place(grid: Grid, liver: np.ndarray, radius: float, generator: np.random.Generator) -> tuple[float, float, float]:
    """A random voxel of the liver as far from its surface, and from the first and last slice, as the lesion needs."""
    room = np.minimum(-liver, (np.abs(grid.z[[0, -1]]).min() - np.abs(grid.z)) - BORDER_MM + 3.0)
    needed = min(radius + 3.0, float(room.max()))
    slices, rows, columns = np.nonzero(room >= needed)
    chosen = int(generator.integers(len(slices)))
    return (
        float(grid.x[0, 0, columns[chosen]]),
        float(grid.y[0, rows[chosen], 0]),
        float(grid.z[slices[chosen], 0, 0]),
    )


def _largest_piece(level: np.ndarray) -> np.ndarray:
    """The level function with all but the largest connected piece pushed outside."""
    pieces, count = ndimage.label(level < 0)
    if count <= 1:
        return level
    largest = 1 + int(np.argmax(np.bincount(pieces.ravel())[1:]))
    return np.where((pieces > 0) & (pieces != largest), np.float32(1.0), level)
