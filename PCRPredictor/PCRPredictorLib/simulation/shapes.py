"""Level functions of simple bodies: millimeters, negative inside; and soft-edged painting with them."""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from ..imaging.geometry import Geometry


@dataclass(frozen=True, eq=False)
class Grid:
    """Millimeter coordinates of a volume, as broadcastable float32 axes (LPS, origin in the middle)."""

    geometry: Geometry
    x: np.ndarray
    y: np.ndarray
    z: np.ndarray

    @classmethod
    def covering(cls, field_of_view_mm: tuple[float, float, float], spacing: tuple[float, float, float]) -> "Grid":
        """Grid of (column, row, slice) `spacing` over a field of view in mm, centered on zero."""
        sizes = [max(1, round(extent / step)) for extent, step in zip(field_of_view_mm, spacing, strict=True)]
        origin = tuple(-(size - 1) / 2 * step for size, step in zip(sizes, spacing, strict=True))
        axes = [
            (start + step * np.arange(size)).astype(np.float32)
            for start, step, size in zip(origin, spacing, sizes, strict=True)
        ]
        geometry = Geometry((sizes[2], sizes[1], sizes[0]), spacing, (origin[0], origin[1], origin[2]))
        return cls(geometry, axes[0][None, None, :], axes[1][None, :, None], axes[2][:, None, None])

    @property
    def steps_zyx(self) -> np.ndarray:
        return np.array(self.geometry.spacing[::-1])

    def ellipsoid(
        self,
        center: tuple[float, float, float],
        semi_axes: tuple[float, float, float],
    ) -> np.ndarray:
        """Approximate signed distance to an ellipsoid; `center` and `semi_axes` as (x, y, z) mm."""
        radius = np.sqrt(
            ((self.x - center[0]) / semi_axes[0]) ** 2
            + ((self.y - center[1]) / semi_axes[1]) ** 2
            + ((self.z - center[2]) / semi_axes[2]) ** 2
        )
        return ((radius - 1) * min(semi_axes)).astype(np.float32)

    def cylinder(self, center: tuple[float, float], semi_axes: tuple[float, float], power: float = 2.0) -> np.ndarray:
        """Approximate signed distance to a superelliptic cylinder along z; shape (1, rows, columns)."""
        radius = np.abs((self.x - center[0]) / semi_axes[0]) ** power
        radius = (radius + np.abs((self.y - center[1]) / semi_axes[1]) ** power) ** (1 / power)
        return ((radius - 1) * min(semi_axes)).astype(np.float32)

    def tubes(self, points: np.ndarray, radii: np.ndarray) -> np.ndarray:
        """Signed distance to a chain of balls; far from all of them a constant 20 mm.

        Parameters
        ----------
        points : numpy.ndarray
            Centers, shape (n, 3), (x, y, z) mm.
        radii : numpy.ndarray
            Radii in mm, shape (n,).
        """
        far = np.float32(20.0)
        level = np.full(self.geometry.shape, far, np.float32)
        axes = (self.z[:, 0, 0], self.y[0, :, 0], self.x[0, 0, :])
        reach = radii + 4.0
        along_axes = list(zip(axes, points.T[::-1], strict=True))
        starts = np.stack([np.searchsorted(axis, value - reach) for axis, value in along_axes], axis=1)
        stops = np.stack([np.searchsorted(axis, value + reach) for axis, value in along_axes], axis=1)
        balls = zip(points.astype(np.float32), radii.astype(np.float32), starts, stops, strict=True)
        for point, radius, start, stop in balls:
            box = tuple(map(slice, start, stop))
            distance = np.sqrt(
                (self.z[box[0]] - point[2]) ** 2
                + (self.y[:, box[1]] - point[1]) ** 2
                + (self.x[:, :, box[2]] - point[0]) ** 2
            )
            level[box] = np.minimum(level[box], distance - radius)
        return level

    def smooth_noise(self, generator: np.random.Generator, scale_mm: float) -> np.ndarray:
        """Gaussian random field of unit standard deviation, smoothed by a kernel of standard deviation `scale_mm`."""
        white = generator.standard_normal(self.geometry.shape, dtype=np.float32)
        smooth = ndimage.gaussian_filter(white, scale_mm / self.steps_zyx, mode="wrap", truncate=3.0)
        return smooth / smooth.std()


def paint(volume: np.ndarray, level: np.ndarray, value: float | np.ndarray, edge_mm: float) -> None:
    """Blend `value` into `volume` where `level` is negative, over an edge `edge_mm` wide, in place."""
    coverage = np.clip(0.5 - level / np.float32(edge_mm), 0, 1)
    volume += coverage * (value - volume)


def smooth_union(first: np.ndarray, second: np.ndarray, rounding_mm: float) -> np.ndarray:
    """Union of two bodies with the crease between them filled over `rounding_mm`."""
    share = np.clip(0.5 + 0.5 * (second - first) / rounding_mm, 0, 1)
    return second + share * (first - second) - rounding_mm * share * (1 - share)
