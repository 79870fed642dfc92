"""The lesions that are measured: seeded, so that every run and every peer sees the same voxels."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import ndimage

SHAPE = (160, 256, 256)
SPACING = (0.8, 0.8, 1.0)
SEED = 396
SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
MARGIN = 10
"""Voxels of an image that just holds a lesion beyond the lesion's diameter."""
HUGE = (763, 512, 512)
"""(slices, rows, columns) of 200 megavoxels."""


@dataclass(frozen=True)
class Case:
    """One lesion in an image.

    Attributes
    ----------
    pattern : {"textured", "flat", "blocky", "white-noise"}
        What the image shows.
    voxels : int
        Of the lesion.
    shape : tuple of int
        (slices, rows, columns) of the image.
    around : tuple of int or None
        The worker embeds the image in a larger one of this shape, filled with one value.
    """

    pattern: str
    voxels: int
    shape: tuple[int, int, int]
    around: tuple[int, int, int] | None = None

    @property
    def name(self) -> str:
        place = self.around or self.shape
        return f"{self.pattern}-{self.voxels}-in-{'x'.join(str(length) for length in reversed(place))}"

    def written(self, folder: Path) -> dict[str, object]:
        """Write the arrays unless they are there; what a worker needs to load them."""
        path = folder / f"{self.pattern}-{self.voxels}-{'x'.join(map(str, self.shape))}.npz"
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(".part.npz")
            np.savez(part, array=PATTERNS[self.pattern](self.shape), mask=ellipsoid(self.shape, self.voxels))
            part.rename(path)
        return {"path": str(path), "spacing": SPACING, "around": self.around}


@dataclass(frozen=True)
class FileCase:
    """One lesion as compressed files, image and mask."""

    suffix: str
    voxels: int
    shape: tuple[int, int, int]

    @property
    def name(self) -> str:
        return f"{self.suffix[1:]}-{self.voxels}-in-{'x'.join(str(length) for length in reversed(self.shape))}"

    def written(self, folder: Path) -> dict[str, object]:
        """Write the files unless they are there; what a worker needs to open them."""
        import SimpleITK as sitk

        place = folder / self.name
        paths = {kind: place / f"{kind}{self.suffix}" for kind in ("image", "mask")}
        if not all(path.exists() for path in paths.values()):
            place.mkdir(parents=True, exist_ok=True)
            arrays = _textured(self.shape), ellipsoid(self.shape, self.voxels).astype(np.uint8)
            for path, array in zip(paths.values(), arrays, strict=True):
                image = sitk.GetImageFromArray(array)
                image.SetSpacing(SPACING)
                sitk.WriteImage(image, str(path), True)
        return {kind: str(path) for kind, path in paths.items()}


def ellipsoid(shape: tuple[int, int, int], voxels: int) -> np.ndarray:
    """Exactly so many voxels: those nearest to the middle, in units of the image's half axes where it is flat.

    A ball, or an ellipsoid where the ball would leave the image.
    """
    radius = np.cbrt(voxels * 3 / (4 * np.pi))
    radii = np.minimum(radius, [length / 2 - 4 for length in shape])
    places = np.ogrid[tuple(slice(length) for length in shape)]
    distance = sum(
        ((place - (length - 1) / 2) / axis) ** 2 for place, length, axis in zip(places, shape, radii, strict=True)
    )
    nearest = np.argsort(distance, axis=None, kind="stable")[:voxels]
    mask = np.zeros(shape, dtype=bool)
    mask.ravel()[nearest] = True
    return mask


def _textured(shape: tuple[int, int, int]) -> np.ndarray:
    """Smoothed noise about 60 HU, a tenth of a percent of it below 0 HU, as liver tumors show it."""
    noise = ndimage.gaussian_filter(np.random.default_rng(SEED).standard_normal(shape, dtype=np.float32), 1.0)
    return np.rint(60 + 20 * noise / noise.std()).astype(np.int16)


def _flat(shape: tuple[int, int, int]) -> np.ndarray:
    """One grey value but for the middle voxel; a lesion of one value only is refused."""
    array = np.full(shape, 100, dtype=np.int16)
    array[tuple(length // 2 for length in shape)] = 101
    return array


def _blocky(shape: tuple[int, int, int]) -> np.ndarray:
    """Cubes of 8 voxels, each of one grey value."""
    cubes = np.random.default_rng(SEED).integers(0, 200, [-(-length // 8) for length in shape]).astype(np.int16)
    whole = cubes.repeat(8, axis=0).repeat(8, axis=1).repeat(8, axis=2)
    return np.ascontiguousarray(whole[tuple(slice(length) for length in shape)])


def _white_noise(shape: tuple[int, int, int]) -> np.ndarray:
    return np.random.default_rng(SEED).integers(0, 256, shape).astype(np.int16)


PATTERNS = {"textured": _textured, "flat": _flat, "blocky": _blocky, "white-noise": _white_noise}

LESION = Case("textured", 1_000_000, SHAPE)
OTHER_PATTERNS = tuple(Case(pattern, 1_000_000, SHAPE) for pattern in ("flat", "blocky", "white-noise"))


def close_fit(voxels: int) -> Case:
    """A ball of so many voxels in the cube just around it."""
    side = int(2 * np.cbrt(voxels * 3 / (4 * np.pi))) + MARGIN
    return Case("textured", voxels, (side, side, side))


BY_SIZE = tuple(close_fit(voxels) for voxels in SIZES)
BY_IMAGE = (
    close_fit(10_000),
    Case("textured", 10_000, close_fit(10_000).shape, SHAPE),
    Case("textured", 10_000, close_fit(10_000).shape, HUGE),
)
SMALL = Case("textured", 100_000, SHAPE)
FROM_FILES = tuple(FileCase(suffix, 30_000, (100, 512, 512)) for suffix in (".nii.gz", ".nrrd"))
