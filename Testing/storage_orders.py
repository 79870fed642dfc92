"""One patient in every storage order of a grid: for the tests that no lossless way to store him changes a digit."""

import itertools
from dataclasses import dataclass

import numpy as np
from PCRPredictorLib.imaging import Geometry, Mask, PhaseImage
from scipy import ndimage

SPACING = (0.75, 0.75, 2.5)  # exact in the single precision of NIfTI
SHAPE = (20, 24, 28)
PATIENTS = ("anisotropic", "oblique", "negative HU")
ORDERS = [
    (axes, backwards)
    for axes in itertools.permutations(range(3))
    for backwards in itertools.product((False, True), repeat=3)
]


@dataclass(frozen=True)
class Stored:
    """Image and mask as a file holds them."""

    image: PhaseImage
    mask: Mask

    @property
    def right_handed(self) -> bool:
        return np.linalg.det(np.reshape(self.image.geometry.direction, (3, 3))) > 0


def patient(name: str, phase: str = "arterial") -> Stored:
    """A textured volume with a lopsided lesion in LPS order; at the border of the second slice for the leaking runs."""
    seed = (PATIENTS.index(name), phase == "portal")
    noise = ndimage.gaussian_filter(np.random.default_rng(seed).standard_normal(SHAPE), (0.5, 1.0, 0.7))
    values = np.rint((-60 if name == "negative HU" else 90) + 40 * noise / noise.std()).astype(np.int16)
    z, y, x = np.indices(SHAPE)
    body = ((z - 9) / 6) ** 2 + ((y - 11) / 9) ** 2 + ((x - 13) / 11) ** 2 <= 1
    bump = ((z - 13) / 4) ** 2 + ((y - 17) / 6) ** 2 + ((x - 21) / 5) ** 2 <= 1
    values[~(body | bump)] -= 40
    values[0, 0, 0] = -1000
    if name == "negative HU":
        values[9, 9:14, 8:16] += 120  # size zones need some voxels above 0
    turn = np.radians(20.0) if name == "oblique" else 0.0
    about_z = np.array([[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
    about_x = np.array([[1, 0, 0], [0, np.cos(turn), -np.sin(turn)], [0, np.sin(turn), np.cos(turn)]])
    direction = tuple((about_z @ about_x).ravel().tolist())
    geometry = Geometry(SHAPE, SPACING, (-120.5, -90.25, 50.0), direction)
    return Stored(PhaseImage(values, geometry), Mask(body | bump, geometry))


def store(given: Stored, axes: tuple[int, ...], backwards: tuple[bool, ...]) -> Stored:
    """The same voxels at the same places, with other axes first and some running backwards; `axes` as in arrays.

    Written from the affine, without the library's own orientation code.
    """
    geometry = given.image.geometry
    matrix = geometry.index_to_world[:, [2, 1, 0, 3]][:, [*axes, 3]]  # columns: step of each stored array axis
    shape = tuple(geometry.shape[axis] for axis in axes)
    for place, flip in enumerate(backwards):
        if flip:
            matrix[:, 3] += matrix[:, place] * (shape[place] - 1)
            matrix[:, place] *= -1
    spacing = tuple(geometry.spacing[2 - axis] for axis in axes)[::-1]
    direction = matrix[:3, [2, 1, 0]] / spacing
    origin = tuple(matrix[:3, 3].tolist())
    stored = Geometry(shape, spacing, origin, tuple(direction.ravel().tolist()))
    flips = [place for place, flip in enumerate(backwards) if flip]
    image, mask = (np.flip(np.transpose(each.array, axes), flips).copy() for each in (given.image, given.mask))
    return Stored(PhaseImage(image, stored), Mask(mask, stored))
