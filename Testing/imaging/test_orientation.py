"""Axes are renamed and turned, never interpolated, and how a grid is stored decides nothing, ties included."""

import numpy as np
import pytest
from PCRPredictorLib.imaging import Geometry, Mask, PhaseImage
from PCRPredictorLib.imaging.orientation import AxisOrder, axial_notice, lps_geometry, stored_like, to_lps
from PCRPredictorLib.imaging.pairing import check_pair
from PCRPredictorLib.imaging.resampling import onto_grid

from Testing.storage_orders import ORDERS, Stored, patient, store


def turned(axis: int, degrees: float) -> np.ndarray:
    """Rotation about one axis, 3 x 3."""
    first, second = (other for other in range(3) if other != axis)
    cosine, sine = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    matrix = np.eye(3)
    matrix[first, first] = matrix[second, second] = cosine
    matrix[first, second], matrix[second, first] = -sine, sine
    return matrix


def volume(direction: np.ndarray, spacing=(0.7, 0.8, 2.5)) -> Stored:
    geometry = Geometry((4, 5, 6), spacing, (1.0, -2.0, 3.0), tuple(direction.ravel().tolist()))
    values = np.arange(120, dtype=np.int16).reshape(geometry.shape)
    return Stored(PhaseImage(values, geometry), Mask(values % 7 == 1, geometry))


TILTS = {
    "none": np.eye(3),
    "20 degrees": turned(0, 20) @ turned(2, 20),
    "45 about superior": turned(2, 45),
    "45 about left": turned(0, 45),
    "45 about posterior": turned(1, 45),
    "45 twice": turned(2, 45) @ turned(0, 45),
    "120 about the diagonal, half way": np.array([[-1, 2, 2], [2, -1, 2], [2, 2, -1]]) / 3,
    "all three alike": turned(2, 45) @ turned(0, np.degrees(np.arccos(1 / np.sqrt(3)))),
}


@pytest.mark.parametrize("name", TILTS)
def test_48_orders_end_in_one_whatever_the_rounding(name):
    given = volume(TILTS[name])
    expected = to_lps(given.image)
    generator = np.random.default_rng(0)
    for order in ORDERS:
        stored = store(given, *order)
        noisy = np.reshape(stored.image.geometry.direction, (3, 3)) + generator.normal(0, 1e-5, (3, 3))
        geometry = Geometry(
            stored.image.geometry.shape,
            stored.image.geometry.spacing,
            stored.image.geometry.origin,
            tuple(noisy.ravel().tolist()),
        )
        found = to_lps(PhaseImage(stored.image.array, geometry))
        np.testing.assert_array_equal(found.array, expected.array)
        assert found.geometry.spacing == expected.geometry.spacing
        assert found.geometry.same_grid(expected.geometry)
        assert np.shares_memory(found.array, stored.image.array)


def test_every_voxel_stays_where_it_was():
    given = volume(TILTS["20 degrees"])
    for order in ORDERS:
        stored = store(given, *order).image
        found = to_lps(stored)
        index = np.argwhere(stored.array >= 0)
        world = stored.geometry.index_to_world @ np.column_stack([index[:, ::-1], np.ones(len(index))]).T
        there = np.rint(np.linalg.solve(found.geometry.index_to_world, world)[:3]).astype(int)[::-1]
        np.testing.assert_array_equal(found.array[tuple(there)], stored.array[tuple(index.T)])
        assert (np.diag(np.reshape(found.geometry.direction, (3, 3))) > 0.8).all()


def test_a_tie_goes_to_the_column_step_that_leans_to_posterior():
    order = AxisOrder.of(volume(turned(2, 45)).image.geometry)
    assert order.keeps, "columns run to left and posterior already"
    lps = np.reshape(lps_geometry(volume(turned(2, -45)).image.geometry).direction, (3, 3))
    assert lps[:, 0] == pytest.approx([np.sqrt(0.5), np.sqrt(0.5), 0])


def test_an_lps_image_comes_back_itself():
    image = volume(np.eye(3)).image
    assert to_lps(image) is image
    assert stored_like(image, image.geometry) is image


def test_the_box_of_a_mask_goes_along():
    given = patient("oblique")
    for order in ORDERS:
        mask = to_lps(store(given, *order).mask)
        assert mask.box == given.mask.box
        assert Mask(mask.array, mask.geometry).box == mask.box


@pytest.mark.parametrize("tilt", ["20 degrees", "45 about superior"])
def test_a_mask_stored_otherwise_goes_onto_its_image_without_resampling(tilt):
    given = volume(TILTS[tilt])
    for order in ORDERS:
        for image in (given.image, to_lps(given.image)):
            mask, notices = onto_grid(store(given, *order).mask, image)
            assert notices == ()
            np.testing.assert_array_equal(mask.array, given.mask.array)


def test_one_image_in_two_orders_is_the_same_image_twice():
    given = patient("anisotropic")
    with pytest.raises(ValueError, match="same image"):
        check_pair(given.image, store(given, *ORDERS[17]).image)


@pytest.mark.parametrize(
    ("spacing", "direction", "word"),
    [
        ((0.7, 0.7, 2.5), np.eye(3), None),
        ((0.9, 0.9, 0.5), np.eye(3), None),
        ((0.7, 0.8, 5.0), turned(0, 30), None),
        ((0.7, 3.0, 0.7), np.eye(3), "coronal"),
        ((3.0, 0.7, 0.7), np.eye(3), "sagittal"),
        ((0.7, 0.7, 3.0), np.eye(3)[:, [0, 2, 1]], "coronal"),
        ((0.7, 0.7, 3.0), np.eye(3)[:, [2, 1, 0]], "sagittal"),
        ((0.9, 0.4, 0.9), np.eye(3), "coronal"),
        ((0.7, 0.7, 3.0), turned(0, 40), "tilted by 40 degrees"),
    ],
)
def test_slices_that_are_not_axial_are_told(spacing, direction, word):
    given = volume(direction, spacing)
    for order in ORDERS:
        notice = axial_notice(store(given, *order).image.geometry)
        assert (notice is None) if word is None else (word in notice.message)
