"""A mask keeps its place in the patient when it changes grid."""

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.imaging import Acquisition, Geometry, Mask, PhaseImage
from PCRPredictorLib.imaging.resampling import onto_grid, resample

OBLIQUE = (0.8, -0.6, 0.0, 0.6, 0.8, 0.0, 0.0, 0.0, 1.0)


def image_on(geometry):
    return PhaseImage(np.zeros(geometry.shape, np.int16), geometry, source="ct.nrrd")


def ball(geometry, center, radius):
    index = np.indices(geometry.shape)[::-1].reshape(3, -1)
    matrix = geometry.index_to_world
    world = (matrix[:3, :3] @ index).T + matrix[:3, 3]
    return (np.linalg.norm(world - center, axis=1) <= radius).reshape(geometry.shape)


def nearest_by_loops(mask, geometry):
    """Independent oracle: the mask's value at the voxel nearest to each image voxel's center."""
    result = np.zeros(geometry.shape, bool)
    back = np.linalg.inv(mask.geometry.index_to_world)
    for s, r, c in np.ndindex(geometry.shape):
        where = back @ geometry.index_to_world @ (c, r, s, 1)
        k, j, i = np.floor(where[2::-1] + 0.5).astype(int)
        inside = all(0 <= n < size for n, size in zip((k, j, i), mask.array.shape, strict=True))
        result[s, r, c] = inside and mask.array[k, j, i]
    return result


def test_same_grid_is_untouched():
    geometry = Geometry((6, 8, 10), (0.7, 0.7, 2.5), (3.0, -4.0, 5.0))
    nearly = Geometry((6, 8, 10), (0.7000001, 0.7, 2.5), (3.00001, -4.0, 5.0))
    array = ball(geometry, (6.0, -1.0, 11.0), 3.0)
    mask, notices = onto_grid(Mask(array, nearly), image_on(geometry))
    assert notices == ()
    assert mask.array is array
    assert mask.geometry == geometry


@pytest.mark.parametrize(
    "geometry",
    [
        Geometry((10, 14, 15), (1.3, 1.1, 2.0), (-9.07, -8.03, -9.01)),
        Geometry((20, 26, 24), (0.9, 0.9, 1.0), (-0.53, -14.71, -9.52), OBLIQUE),
    ],
    ids=["coarser", "oblique"],
)
def test_another_grid_is_resampled_and_told(geometry):
    own = Geometry((30, 32, 34), (0.6, 0.6, 0.7), (-10.0, -9.5, -9.8))
    mask = Mask(ball(own, (1.0, 0.5, 0.0), 5.0), own, source="roi.nrrd")
    moved, (notice,) = onto_grid(mask, image_on(geometry))
    np.testing.assert_array_equal(moved.array, nearest_by_loops(mask, geometry))
    assert moved.geometry == geometry
    assert notice.code == "mask-resampled"
    assert f"{mask.voxel_count} voxels" in notice.message
    assert f"{moved.voxel_count} voxels" in notice.message
    exact_ml = 4 / 3 * np.pi * 5**3 / 1000
    assert moved.voxel_count * geometry.voxel_volume_mm3 / 1000 == pytest.approx(exact_ml, rel=0.1)


@pytest.mark.parametrize(("outside", "refused"), [(1, False), (2, True)])
def test_99_percent_must_lie_inside(outside, refused):
    own = Geometry((1, 1, 200), origin=(float(-outside), 0, 0))
    array = np.zeros(own.shape, bool)
    array[0, 0, :100] = True
    image = image_on(Geometry((2, 3, 150)))
    if refused:
        with pytest.raises(InputError, match=r"Only 98\.0 % of roi lies inside ct\.nrrd"):
            onto_grid(Mask(array, own, source="roi"), image)
    else:
        moved, _ = onto_grid(Mask(array, own), image)
        assert moved.voxel_count == 99


def test_mask_elsewhere_is_refused():
    own = Geometry((4, 4, 4), origin=(500.0, 0, 0))
    with pytest.raises(InputError, match=r"Only 0\.0 %"):
        onto_grid(Mask(np.ones(own.shape, bool), own), image_on(Geometry((4, 4, 4))))


def test_mask_finer_than_the_image_may_not_vanish():
    own = Geometry((1, 1, 1), (0.1, 0.1, 0.1), (0.4, 0.4, 0.4))
    with pytest.raises(InputError, match=r"No voxel of ct\.nrrd falls in"):
        onto_grid(Mask(np.ones((1, 1, 1), bool), own), image_on(Geometry((4, 4, 4))))


def test_empty_mask_on_another_grid_is_refused():
    own = Geometry((3, 3, 3))
    with pytest.raises(InputError, match="is empty"):
        onto_grid(Mask(np.zeros((3, 3, 3), bool), own), image_on(Geometry((4, 4, 4))))


def test_resample_reproduces_a_linear_image():
    geometry = Geometry((12, 20, 20), (0.8, 0.8, 2.5), (5.0, 6.0, 7.0), OBLIQUE)
    index = np.indices(geometry.shape)[::-1]
    matrix = geometry.index_to_world
    world = np.einsum("ij,j...->i...", matrix[:3, :3], index) + matrix[:3, 3].reshape(3, 1, 1, 1)
    slope = np.array([2.0, -3.0, 1.5])
    values = np.einsum("i,i...->...", slope, world)
    roi = np.zeros(geometry.shape, bool)
    roi[3:9, 5:15, 5:15] = True
    image, mask = resample(PhaseImage(values, geometry), Mask(roi, geometry), (1.0, 1.0, 1.0))
    assert image.geometry.shape == (30, 16, 16)
    assert mask.geometry == image.geometry
    new = image.geometry.index_to_world
    points = np.argwhere(mask.array)[:, ::-1] @ new[:3, :3].T + new[:3, 3]
    np.testing.assert_allclose(image.array[mask.array], points @ slope, rtol=0, atol=1e-9)
    assert mask.voxel_count == pytest.approx(roi.sum() * geometry.voxel_volume_mm3, rel=0.15)
    np.testing.assert_allclose(image.geometry.corners().mean(axis=0), geometry.corners().mean(axis=0), atol=1e-9)


@pytest.mark.parametrize(("distance", "modality", "refused"), [(1, "CT", True), (3, "CT", False), (1, "MR", False)])
def test_padding_is_not_mixed_into_the_lesion(distance, modality, refused):
    """No lesion voxel is padding; the interpolation between two voxels would take from the one beside it."""
    geometry = Geometry((6, 20, 20), (0.7, 0.7, 5.0))
    values = np.full(geometry.shape, 60.0)
    values[:, :, 14:] = -3024
    roi = np.zeros(geometry.shape, bool)
    roi[1:5, 4:12, 4 : 15 - distance] = True
    image = PhaseImage(values, geometry, Acquisition(modality=modality), source="ct.nrrd")
    mask = Mask(roi, geometry, source="roi.nrrd")
    if refused:
        with pytest.raises(InputError, match=r"mix padding of ct\.nrrd .* into \d+ voxels of roi\.nrrd"):
            resample(image, mask, (0.6, 0.6, 5.0))
        return
    resampled, lesion = resample(image, mask, (0.6, 0.6, 5.0))
    assert modality == "MR" or (resampled.array[lesion.array] == 60).all()


def test_resampling_as_the_ibsi_does_keeps_voxels_covered_by_half_and_whole_hu():
    geometry = Geometry((1, 1, 6), (1.0, 1.0, 1.0))
    image = PhaseImage(np.array([[[0, 10, 20, 31, 41, 51]]], dtype=np.int16), geometry)
    mask = Mask(np.array([[[0, 1, 1, 1, 0, 0]]], dtype=bool), geometry)
    finer, covered = resample(image, mask, (2.0, 1.0, 1.0), as_ibsi=True)
    # Centers at 0.5, 2.5 and 4.5: shares of 0.5, 1 and 0 of the lesion, values of 5, 25.5 (to the even) and 46.
    assert finer.array.tolist() == [[[5.0, 26.0, 46.0]]]
    assert covered.array.tolist() == [[[True, True, False]]]
    plain, _ = resample(image, mask, (2.0, 1.0, 1.0))
    assert plain.array.tolist() == [[[5.0, 25.5, 46.0]]]


@pytest.mark.parametrize("spacing", [(1.0, 1.0, 0.0), (1.0, -1.0, 1.0), (1.0, 1.0, float("nan")), (1.0, 1.0)])
def test_resample_refuses_an_impossible_voxel_size(spacing):
    geometry = Geometry((4, 4, 4))
    with pytest.raises(InputError, match="three positive numbers"):
        resample(image_on(geometry), Mask(np.ones((4, 4, 4), bool), geometry), spacing)


@pytest.mark.parametrize("step", [0.001, 1e-300])
def test_resample_refuses_more_voxels_than_memory_holds(step):
    geometry = Geometry((40, 160, 160))
    with pytest.raises(InputError, match=r"voxels at a voxel size of .* choose a larger one"):
        resample(image_on(geometry), Mask(np.ones(geometry.shape, bool), geometry), (step, step, step))
