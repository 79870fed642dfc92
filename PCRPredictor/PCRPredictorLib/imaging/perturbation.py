"""Contours as another reader might have drawn them: the boundary displaced by a smooth random field.

The method is the contour randomization of Zwanenburg et al., Scientific Reports 9 (2019) 614, in spirit; the field here
displaces the boundary itself, so that its size is stated in millimeters.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from ..errors import InputError
from ..texts import sentence as _
from .mask import Mask, widened

THICK_SLICE_MM = 3.0
REACH_DEVIATIONS = 4.0
KERNEL_REACH = 4.0
SENSIBLE_MM = {"deviation_mm": (0.1, 5.0), "correlation_mm": (1.0, 100.0)}
MOST_LATTICE_POINTS = 4_000_000

Box = tuple[slice, ...]


@dataclass(frozen=True)
class PerturbationSettings:
    """How contours are perturbed.

    Attributes
    ----------
    deviation_mm : float
        Standard deviation of the displacement of the boundary along its normal.
    correlation_mm : float
        Length L of the correlation exp(-d^2 / (2 L^2)) between the displacements of two places d apart.
    in_plane : bool or None
        True: the boundary moves within its slice only and no slice is added. False: in three dimensions. None: in
        plane where slices are more than 3 mm apart.
    phases_together : bool
        Both phases get the same displacements, centered on the box around each lesion; else independent ones.
    seed : int
        Non-negative; same seed, same contours.

    Raises
    ------
    InputError
        A length lies outside `SENSIBLE_MM`, or the seed is negative.
    """

    deviation_mm: float = 1.0
    correlation_mm: float = 10.0
    in_plane: bool | None = None
    phases_together: bool = False
    seed: int = 0

    def __post_init__(self) -> None:
        for name, (least, most) in SENSIBLE_MM.items():
            if not least <= getattr(self, name) <= most:
                raise InputError(
                    f"The perturbation's {name} is {getattr(self, name):g}; give a length from {least:g} to {most:g} "
                    "mm, as readers' contours differ."
                )
        if self.seed < 0:
            raise InputError(f"The perturbation's seed is {self.seed}; give a whole number from 0 up.")

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def stream(self, case: Sequence[int], phase: int) -> tuple[int, ...]:
        """Key of the random numbers of one lesion: `case` as numbers, and the phase unless both move together."""
        return (self.seed, *case, 0 if self.phases_together else 1 + phase)


class ContourPerturber:
    """Draws perturbed contours of one lesion.

    With s(x) the signed distance of voxel center x to the contour (mm, negative inside, measured to the faces of the
    voxels) and g a Gaussian field of mean 0, standard deviation `deviation_mm` and correlation exp(-d^2 / (2 L^2)),
    cut at four standard deviations, the perturbed lesion is { x : s(x) < g(x) }.

    Parameters
    ----------
    mask : Mask
        Not empty.
    settings : PerturbationSettings
    stream : sequence of int
        Key of the random numbers (see `PerturbationSettings.stream`); contour k is the same however many are drawn.

    Attributes
    ----------
    box : tuple of slice
        Part of the mask's grid, in array order, that holds every perturbed contour.
    in_plane : bool
        Whether the boundary moves within its slice only.

    Raises
    ------
    InputError
        The mask is empty, or the correlation length is so short for this lesion that memory would not hold the field.
    """

    def __init__(self, mask: Mask, settings: PerturbationSettings, stream: Sequence[int]) -> None:
        if mask.box is None:
            raise InputError(
                _("{source} is empty; draw the lesion, or choose another segment.").format(source=mask.source)
            )
        self._settings = settings
        self._stream = tuple(stream)
        steps = mask.geometry.spacing[::-1]
        self.in_plane = steps[0] > THICK_SLICE_MM if settings.in_plane is None else settings.in_plane
        reach = REACH_DEVIATIONS * settings.deviation_mm
        margins = [int(np.ceil(reach / step)) + 1 for step in steps]
        if self.in_plane:
            margins[0] = 0
        lesion = mask.box
        self.box = widened(lesion, margins, mask.array.shape)
        inside = mask.array[self.box]
        self._distance = _signed_distance_in_plane(inside, steps) if self.in_plane else signed_distance(inside, steps)
        middle = [(side.start + side.stop - 1) / 2 for side in lesion]
        self._places = [
            (np.arange(side.start, side.stop) - center) * step
            for side, center, step in zip(self.box, middle, steps, strict=True)
        ]
        self._lattice_step = settings.correlation_mm / np.sqrt(2)
        half_extent = max(float(np.abs(places).max()) for places in self._places)
        self._half_width = int(np.ceil(half_extent / self._lattice_step + KERNEL_REACH))
        if (2 * self._half_width + 1) ** 3 > MOST_LATTICE_POINTS:
            raise InputError(
                _(
                    "A correlation length of {correlation_mm:g} mm is too short for {source}, which extends over "
                    "{extent:.0f} mm; choose a longer one."
                ).format(correlation_mm=settings.correlation_mm, source=mask.source, extent=2 * half_extent)
            )
        self._kernels = [_kernel(places, self._half_width, self._lattice_step) for places in self._places]

    def draw(self, number: int) -> np.ndarray:
        """Perturbed contour `number` (0 and up) as a boolean array over `box`; it may be empty."""
        generator = np.random.default_rng(np.random.SeedSequence(self._stream, spawn_key=(number,)))
        reach = REACH_DEVIATIONS * self._settings.deviation_mm
        return self._distance < np.clip(self._field(generator), -reach, reach)

    def _field(self, generator: np.random.Generator) -> np.ndarray:
        """White noise on a lattice, smoothed by a Gaussian of width L / sqrt(2) along each axis."""
        order = _center_first(self._half_width)
        noise = np.empty(order.size)
        noise[order] = generator.standard_normal(order.size)
        width = 2 * self._half_width + 1
        by_slice, by_row, by_column = self._kernels
        field = noise.reshape(width, width, width) @ by_column.T
        field = by_row @ field
        smooth = by_slice @ field.reshape(width, -1)
        return self._settings.deviation_mm * smooth.reshape(self._distance.shape)


def signed_distance(inside: np.ndarray, steps: Sequence[float]) -> np.ndarray:
    """Distance of each voxel center to the surface of a lesion in mm, negative inside.

    The surface are the faces of the voxels: the distance runs from a center to the cuboid of the voxel of the other
    kind whose center lies nearest. What lies beyond the array counts as outside.

    Parameters
    ----------
    inside : numpy.ndarray
        Boolean, of any dimension, not all False.
    steps : sequence of float
        Voxel size in mm along each axis.
    """
    padded = np.pad(inside, 1)
    distance = np.where(padded, -_distance_to(~padded, steps), _distance_to(padded, steps))
    return distance[(slice(1, -1),) * inside.ndim]


def _signed_distance_in_plane(inside: np.ndarray, steps: Sequence[float]) -> np.ndarray:
    """Signed distances slice by slice; infinite on a slice without lesion, which so stays without."""
    distance = np.full(inside.shape, np.inf)
    for number in np.flatnonzero(inside.any(axis=(1, 2))):
        distance[number] = signed_distance(inside[number], steps[1:])
    return distance


def _distance_to(target: np.ndarray, steps: Sequence[float]) -> np.ndarray:
    """Distance of each voxel center to the cuboid of the target voxel whose center lies nearest, mm."""
    from scipy import ndimage

    nearest = ndimage.distance_transform_edt(~target, sampling=steps, return_distances=False, return_indices=True)
    squared = np.zeros(target.shape)
    for axis, step in enumerate(steps):
        shape = [1] * target.ndim
        shape[axis] = -1
        apart = np.abs(nearest[axis] - np.arange(target.shape[axis]).reshape(shape)) - 0.5
        squared += np.square(np.maximum(apart, 0) * step)
    return np.sqrt(squared)


def _kernel(places: np.ndarray, half_width: int, step: float) -> np.ndarray:
    """Weights of the lattice points for each place, shape (places, points); the squares of a row add up to 1."""
    points = np.arange(-half_width, half_width + 1) * step
    weights = np.exp(-np.square((places[:, np.newaxis] - points) / step) / 2)
    return weights / np.linalg.norm(weights, axis=1, keepdims=True)


@lru_cache(maxsize=8)
def _center_first(half_width: int) -> np.ndarray:
    """Flat places of a cubic lattice from its center outwards.

    Filled in this order, the middle holds the same numbers whatever the size of the lattice, so that two lesions of
    different size can be displaced alike.
    """
    along = np.abs(np.arange(-half_width, half_width + 1))
    shell = np.maximum(np.maximum(along[:, None, None], along[None, :, None]), along[None, None, :])
    cube = np.indices(shell.shape).reshape(3, -1) - half_width
    return np.lexsort((*cube, shell.ravel()))
