"""What a path of the hand covers, beside areas and distances known without it."""

from itertools import pairwise

import numpy as np
import pytest
from slicer import vtkMRMLScalarVolumeNode, vtkMRMLSliceNode
from vtkmodules.vtkCommonDataModel import vtkImageData

from PCRPredictorWeb.hand import Hand, Voxels, without
from PCRPredictorWeb.outline import inside

SHAPE = (12, 90, 100)
SPACING = (0.7, 0.8, 2.5)


@pytest.fixture
def hand():
    """A view of 300 x 240 pixels of half a millimeter on the slice at the middle of the volume's third."""
    volume = vtkMRMLScalarVolumeNode()
    image = vtkImageData()
    image.SetDimensions(*SHAPE[::-1])
    image.AllocateScalars(4, 1)
    volume.SetAndObserveImageData(image)
    volume.SetSpacing(*SPACING)
    view = vtkMRMLSliceNode()
    view.SetDimensions(300, 240, 1)
    view.SetFieldOfView(150, 120, 2.5)
    # As a radiologist looks: the patient's left is on the right.
    view.GetSliceToRAS().SetElement(0, 0, -1)
    for row, value in enumerate((-35.0, -36.0, 4 * 2.5)):
        view.GetSliceToRAS().SetElement(row, 3, value)
    # Patient coordinates: the volume's first axes run left and posterior, as CT's do.
    volume.SetIJKToRASDirections(-1, 0, 0, 0, -1, 0, 0, 0, 1)
    view.UpdateMatrices()
    return Hand(view, volume, 2.5)


def circle(radius, center=(150, 120), corners=400, turns=1.0):
    angles = np.linspace(0, turns * 2 * np.pi, corners)
    return np.column_stack([center[0] + radius * np.cos(angles), center[1] + radius * np.sin(angles)])


@pytest.mark.parametrize("turns", [1.0, 1.3, -1.0, 2.0])
def test_a_circle_holds_its_area_however_often_it_is_gone_around(hand, turns):
    voxels = hand.looped(circle(50, turns=turns), this_slice_only=True)
    area = voxels.mask.sum() * SPACING[0] * SPACING[1]
    assert area == pytest.approx(np.pi * 25**2, rel=0.01)
    assert voxels.mask.any(axis=(1, 2)).sum() == 1
    assert voxels.low[2] + np.flatnonzero(voxels.mask.any(axis=(1, 2)))[0] == 4


def test_a_loop_on_all_slices_is_the_same_on_each(hand):
    one, all_of_them = (hand.looped(circle(40), only) for only in (True, False))
    assert all_of_them.mask.shape[0] == SHAPE[0]
    assert (all_of_them.mask == all_of_them.mask[0]).all()
    assert all_of_them.mask[0].sum() == one.mask.sum()


def test_a_loop_outside_the_volume_holds_nothing(hand):
    assert not hand.looped(circle(5, center=(-900, -900)), True).mask.any()


def test_places_are_inside_as_the_crossings_of_a_ray_say():
    rng = np.random.default_rng(3)
    outline = rng.uniform(0, 10, (7, 2))
    places = rng.uniform(-1, 11, (400, 2))

    def winding(place):
        """Sum of the signed angles under which the outline's edges are seen."""
        seen = np.arctan2(*(np.vstack([outline, outline[:1]]) - place).T[::-1])
        steps = [(b - a + np.pi) % (2 * np.pi) - np.pi for a, b in pairwise(seen)]
        return round(np.sum(steps) / (2 * np.pi))

    assert inside(places, outline).tolist() == [winding(place) != 0 for place in places]


def test_a_brush_paints_what_lies_within_its_radius_of_the_path(hand):
    path = np.array([(100.0, 90.0), (180.0, 90.0), (200.0, 150.0)])
    voxels = hand.brushed(path, 12.0, is_sphere=False)
    k, j, i = np.indices(SHAPE)
    # Columns run left, rows posterior; the middle pixel (150, 120) shows R -35 A -36, half a millimeter a pixel.
    across, up = i * SPACING[0] * -1, j * SPACING[1] * -1
    ras = np.stack([across, up], axis=-1)
    on_path = [np.array([-35 - (x - 150) / 2, -36 + (y - 120) / 2]) for x, y in path]
    distance = np.full(SHAPE, np.inf)
    for start, end in pairwise(on_path):
        share = np.clip((ras - start) @ (end - start) / ((end - start) @ (end - start)), 0, 1)
        distance = np.minimum(distance, np.linalg.norm(ras - start - share[..., None] * (end - start), axis=-1))
    expected = (distance <= 6) & (k == 4)
    painted = np.zeros(SHAPE, dtype=bool)
    i0, j0, k0 = voxels.low
    size = voxels.mask.shape
    painted[k0 : k0 + size[0], j0 : j0 + size[1], i0 : i0 + size[2]] = voxels.mask
    np.testing.assert_array_equal(painted, expected)


def test_a_click_of_a_ball_fills_its_volume(hand):
    voxels = hand.brushed(np.array([(150.0, 120.0)]), 16.0, is_sphere=True)
    assert voxels.mask.sum() * np.prod(SPACING) == pytest.approx(4 / 3 * np.pi * 8**3, rel=0.04)


def test_the_finest_brush_paints_the_voxel_it_stands_in(hand):
    assert hand.brushed(np.array([(150.0, 120.0)]), 0.1, is_sphere=False).mask.sum() == 1


def test_taking_away_what_only_overlaps_leaves_the_rest():
    held = Voxels((2, 2, 2), np.ones((2, 2, 2), dtype=bool))
    left = without(held, Voxels((3, 0, 0), np.ones((3, 9, 9), dtype=bool)))
    assert left.mask.sum() == 6
    assert not left.mask[0, :, 1].any()
    assert held.mask.all()
