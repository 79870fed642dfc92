"""Images that stress the features: HU below zero, odd spacing, borders, several parts, runs that leave the lesion."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from PCRPredictorLib.features.ak396.grey_levels import Region
from PCRPredictorLib.imaging import Geometry, Mask, PhaseImage
from scipy import ndimage


@dataclass(frozen=True)
class Case:
    """An image, its mask and its spacing (column, row, slice)."""

    array: np.ndarray
    mask: np.ndarray
    spacing: tuple[float, float, float]

    @property
    def region(self) -> Region:
        return Region.cut(self.array, self.mask, self.spacing)

    def as_input(self) -> tuple[PhaseImage, Mask]:
        geometry = Geometry(self.array.shape, self.spacing)
        return PhaseImage(self.array, geometry), Mask(self.mask, geometry)


def texture(shape: tuple[int, int, int], mean: float, spread: float, seed: int, smooth: float = 1.0) -> np.ndarray:
    """Smoothed noise, int16."""
    noise = ndimage.gaussian_filter(np.random.default_rng(seed).standard_normal(shape), smooth)
    return np.rint(mean + spread * noise / noise.std()).astype(np.int16)


def ellipsoid(shape: tuple[int, int, int], center: tuple[float, ...], radii: tuple[float, ...]) -> np.ndarray:
    """Boolean ellipsoid; all arguments are (slice, row, column)."""
    places = np.ogrid[tuple(slice(length) for length in shape)]
    return sum(((p - c) / r) ** 2 for p, c, r in zip(places, center, radii, strict=True)) <= 1


def make_cases() -> dict[str, Case]:
    shape = (9, 31, 37)
    blob = ellipsoid(shape, (4, 15, 18), (4, 12, 14))
    two = ellipsoid(shape, (3, 10, 10), (3, 8, 8)) | ellipsoid(shape, (5, 20, 27), (3, 9, 8))
    border = ellipsoid(shape, (0, 28, 35), (6, 14, 16))
    holes = blob & (np.random.default_rng(5).random(shape) > 0.3)
    sparse = np.random.default_rng(6).random(shape) < 0.15
    near_zero = np.clip(texture(shape, 4, 12, 7, 1.5), 0, None)
    near_zero[4, 15, 18] = 900
    edge_one = np.random.default_rng(8).integers(0, 8, shape).astype(np.int16)
    edge_one[blob] = np.minimum(edge_one, 2)[blob]
    edge_one[4, 15, 18] = 255
    on_zero = edge_one.copy() - np.int16(1)
    below = np.minimum(texture(shape, -300, 40, 9), -20)
    to_minus_one = below - below[blob].max() - np.int16(1)
    wide_edges = np.arange(256, dtype=np.float32) * np.float32(np.float32(73.3) / np.float32(256))
    on_edges = wide_edges[np.random.default_rng(13).integers(0, 200, shape)]
    on_edges[4, 15, 18] = np.float32(73.3) - np.float32(1)
    tiny = np.random.default_rng(14).integers(-3, 9, (2, 8, 8)).astype(np.int16)
    padded = np.full((13, 60, 50), -3024, dtype=np.int16)
    padded[2:11, 7:38, 9:46] = texture(shape, 50, 25, 15)
    return {
        "positive": Case(texture(shape, 90, 20, 1), blob, (0.7, 0.7, 5.0)),
        "negative-hu": Case(texture(shape, 10, 40, 2), blob, (0.8, 0.8, 2.0)),
        "anisotropic": Case(texture(shape, 60, 30, 3), blob, (0.61, 1.37, 3.3)),
        "border": Case(texture(shape, 20, 30, 4), border, (0.9, 0.9, 1.1)),
        "components": Case(texture(shape, 15, 25, 5, 0.5), two, (0.75, 0.75, 2.5)),
        "few-voxels": Case(texture(shape, 40, 30, 6), ellipsoid(shape, (4, 15, 18), (2, 6, 7)), (0.93, 0.93, 5.0)),
        "leaving": Case(near_zero, holes, (0.83, 0.83, 2.0)),
        "sparse": Case(near_zero, sparse, (0.83, 1.21, 2.0)),
        "first-edge": Case(edge_one, blob, (0.77, 0.77, 2.0)),
        "first-edge-is-zero": Case(on_zero, holes, (0.77, 0.77, 2.0)),
        "all-negative": Case(below, blob, (0.77, 0.77, 2.0)),
        "up-to-minus-one": Case(to_minus_one, holes, (0.77, 0.77, 2.0)),
        "longer-than-range": Case(near_zero, sparse, (2.9, 2.9, 5.0)),
        "float-on-edges": Case(on_edges, blob, (0.77, 0.77, 2.0)),
        "tiny": Case(tiny, np.ones(tiny.shape, dtype=bool), (0.7, 0.7, 5.0)),
        "padded": Case(padded, np.pad(blob, ((2, 2), (7, 22), (9, 4))), (0.7, 0.7, 3.0)),
        "float": Case(texture(shape, 35, 20, 10).astype(np.float32) + np.float32(0.37), blob, (0.7, 0.7, 3.0)),
    }


CASES = make_cases()


@pytest.fixture(scope="session")
def cases() -> dict[str, Case]:
    """The stress images by name."""
    return CASES


@pytest.fixture(params=CASES, scope="session")
def case(request: pytest.FixtureRequest) -> Case:
    """Each of the stress images in turn."""
    return CASES[request.param]


@pytest.fixture(scope="session")
def ibsi_allowance() -> Callable[[dict[str, str]], float]:
    """How far a value may lie from a row of reference values: its tolerance, or half of the last digit printed."""

    def allowance(row: dict[str, str]) -> float:
        mantissa, _, exponent = row["value"].partition("e")
        half = 0.5 * 10.0 ** (int(exponent or 0) - len(mantissa.partition(".")[2]))
        return max(float(row["tolerance"] or 0), half) * (1 + 1e-6)

    return allowance
