"""NIfTI files of every kind are read as the standard says, or refused with their own reason."""

import gzip
import itertools
import struct

import nibabel
import numpy as np
import pytest
import SimpleITK as sitk
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.formats import read_grid, read_image, read_mask
from PCRPredictorLib.imaging import Geometry

AFFINE = np.array([[-0.8, 0, 0, 120.3], [0, -0.8, 0, 90], [0, 0, 2.5, 50], [0, 0, 0, 1.0]])
VOX_OFFSET, SLOPE, PIXDIM = 108, 112, 80
SHIFTED = AFFINE + np.array([[0, 0, 0, 10], *[[0] * 4] * 3])
FLIPPED = AFFINE @ np.array([[-1, 0, 0, 10], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1.0]])


@pytest.fixture
def values():
    return np.random.default_rng(4).integers(0, 120, (7, 9, 11)).astype(np.int16)


def save(path, array, sform=AFFINE, sform_code=1, qform=None, qform_code=0, kind=nibabel.Nifti1Image, order="<"):
    """Write an array (slices, rows, columns) by nibabel."""
    header = kind.header_class(endianness=order)
    header.set_data_dtype(array.dtype)
    image = kind(array.T, AFFINE if sform is None else sform, header, dtype=array.dtype)
    image.set_sform(sform, sform_code)
    image.set_qform(qform, qform_code)
    image.header.set_xyzt_units("mm")
    nibabel.save(image, path)
    return path


def patched(path, place, kind, *numbers):
    content = bytearray(path.read_bytes())
    struct.pack_into(kind, content, place, *numbers)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("kind", [nibabel.Nifti1Image, nibabel.Nifti2Image])
@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("dtype", ["u1", "i1", "i2", "u2", "i4", "u4", "i8", "u8", "f4", "f8"])
def test_every_type_order_and_version_is_read(tmp_path, values, dtype, order, kind):
    path = save(tmp_path / "a.nii.gz", values.astype(dtype), kind=kind, order=order)
    image = read_image(path)
    np.testing.assert_array_equal(image.array, values)
    assert image.array.dtype == np.dtype(dtype)
    # the header's single precision stands for 0.8 and -120.3, so that other formats say the same
    assert image.geometry.spacing == (0.8, 0.8, 2.5)
    assert image.geometry.origin == (-120.3, -90, 50)
    assert image.geometry.direction == (1, 0, 0, 0, 1, 0, 0, 0, 1)
    assert read_grid(path)[0] == image.geometry


def test_compression_is_told_by_the_bytes_and_not_by_the_name(tmp_path, values):
    plain = save(tmp_path / "plain.nii", values)
    content = plain.read_bytes()
    pieces = [content[at : at + 400] for at in range(0, len(content), 400)]
    for name, stored in {
        "gz.nii": gzip.compress(content),
        "plain.nii.gz": content,
        "members.nii.gz": b"".join(map(gzip.compress, pieces)),
        "padded.nii.gz": gzip.compress(content) + bytes(512),
    }.items():
        (tmp_path / name).write_bytes(stored)
        np.testing.assert_array_equal(read_image(tmp_path / name).array, values)
    (tmp_path / "odd.nii.gz").write_bytes(gzip.compress(content) + b"something else")
    with pytest.raises(InputError, match=r"odd\.nii\.gz is damaged or cut off"):
        read_image(tmp_path / "odd.nii.gz")


@pytest.mark.parametrize("place", [0, 1, 351, 348.5, np.nan, np.inf, -16])
def test_voxels_inside_the_header_are_refused(tmp_path, values, place):
    path = patched(save(tmp_path / "a.nii", values), VOX_OFFSET, "<f", place)
    with pytest.raises(InputError, match=r"its voxels begin at byte .* inside its header of 352 bytes"):
        read_grid(path)


@pytest.mark.parametrize("step", [0, -0.8, np.nan, np.inf])
@pytest.mark.parametrize("codes", [(1, 0), (0, 1), (1, 1)])
def test_a_voxel_size_is_positive(tmp_path, values, codes, step):
    path = save(tmp_path / "a.nii", values, AFFINE, codes[1], AFFINE, codes[0])
    with pytest.raises(InputError, match="voxel size that is not positive"):
        read_image(patched(path, PIXDIM + 4, "<f", step))


@pytest.mark.parametrize(
    ("slope", "intercept", "true"),
    [
        (0, 0, lambda stored: stored),
        (0, 5, lambda stored: stored),  # "if scl_slope is 0, no scaling", nifti1.h
        (np.nan, np.nan, lambda stored: stored),
        (np.nan, 7, lambda stored: stored),
        (1, 0, lambda stored: stored),
        (1, -1024, lambda stored: stored - 1024.0),
        (0.5, 3, lambda stored: stored * 0.5 + 3),
        (-2, 0, lambda stored: stored * -2.0),
    ],
)
def test_the_scaling_is_that_of_the_standard(tmp_path, values, slope, intercept, true):
    path = patched(save(tmp_path / "a.nii", values), SLOPE, "<2f", slope, intercept)
    array = read_image(path).array
    np.testing.assert_array_equal(array, true(values))
    assert array.dtype == (np.int16 if true(values).dtype == np.int16 else np.float32)


def test_a_slope_without_an_intercept_is_refused(tmp_path, values):
    path = patched(save(tmp_path / "a.nii", values), SLOPE, "<2f", 2, np.nan)
    with pytest.raises(InputError, match="has the scaling 2 x"):
        read_image(path)


def test_a_mask_of_255_scaled_to_1_is_a_mask(tmp_path, values):
    """The slope is 1/255 in single precision, so the product is 1 only when rounded to it."""
    path = patched(save(tmp_path / "a.nii", (255 * (values > 60)).astype(np.int16)), SLOPE, "<2f", 1 / 255, 0)
    mask = read_mask(path)
    np.testing.assert_array_equal(mask.array, values > 60)
    assert mask.segment == "1"


@pytest.mark.parametrize("other", [SHIFTED, FLIPPED], ids=["shifted by 10 mm", "left and right exchanged"])
@pytest.mark.parametrize("codes", [(1, 1), (1, 2), (2, 1), (2, 2), (4, 4)])
def test_a_qform_that_contradicts_the_sform_is_refused(tmp_path, values, codes, other):
    path = save(tmp_path / "a.nii", values, AFFINE, codes[0], other, codes[1])
    for read in (read_image, read_mask, read_grid):
        with pytest.raises(InputError, match=r"states a grid that contradicts itself \(by its sform voxels"):
            read(path)


@pytest.mark.parametrize(("code", "space"), [(3, "Talairach"), (4, "MNI")])
def test_a_standard_space_over_the_scanners_has_its_own_sentence(tmp_path, values, code, space):
    path = save(tmp_path / "a.nii", values, SHIFTED, code, AFFINE, 1)
    with pytest.raises(InputError, match=rf"an sform into a standard space \({space}\) over the qform of the scanner"):
        read_image(path)
    assert read_grid(save(path, values, AFFINE, code, AFFINE, 1))[0].origin == (-120.3, -90, 50)


@pytest.mark.parametrize(("share", "is_read"), [(0.009, True), (0.011, False)])
def test_one_percent_of_a_voxel_is_the_limit(tmp_path, values, share, is_read):
    moved = AFFINE.copy()
    moved[0, 3] += share * 0.8
    path = save(tmp_path / "a.nii", values, AFFINE, 1, moved, 1)
    if is_read:
        assert read_image(path).geometry.origin == (-120.3, -90, 50)
    else:
        with pytest.raises(InputError, match="contradicts itself"):
            read_image(path)


def half_turned(degrees=0.0, tilt=0.0):
    """The steps of an LPS volume, half a turn from RAS, rotated further about z and then about x."""
    about_z, about_x = np.radians(180 + degrees), np.radians(tilt)
    z = [[np.cos(about_z), -np.sin(about_z), 0], [np.sin(about_z), np.cos(about_z), 0], [0, 0, 1]]
    x = [[1, 0, 0], [0, np.cos(about_x), -np.sin(about_x)], [0, np.sin(about_x), np.cos(about_x)]]
    affine = AFFINE.copy()
    affine[:3, :3] = np.array(x) @ z @ np.diag([0.8, 0.8, 2.5])
    return affine


STORAGE_ORDERS = [
    np.array(signs) * np.eye(3)[list(order)]
    for order in itertools.permutations(range(3))
    for signs in itertools.product((-1, 1), repeat=3)
]
CT_SIZED = np.zeros((60, 96, 128), np.int16)
"""So large that the rounding of a quaternion moves a corner by more than 1 % of a voxel."""


@pytest.mark.parametrize("degrees", [0, 45], ids=["straight", "by 45 degrees"])
def test_a_qform_that_nibabel_writes_beside_the_sform_agrees_with_it_in_all_48_orders(tmp_path, degrees):
    for order in STORAGE_ORDERS:
        affine = half_turned(degrees)
        affine[:3, :3] = affine[:3, :3] @ order
        geometry = read_grid(save(tmp_path / "a.nii", CT_SIZED, affine, 1, affine, 1))[0]
        steps = np.diag([-1, -1, 1]) @ affine[:3, :3]
        np.testing.assert_allclose(geometry.index_to_world[:3, :3], steps, atol=2e-7)  # single precision of 2.5


@pytest.mark.parametrize("degrees", [-0.12, -0.07, -0.03, 0.001, 0.03, 0.05, 0.069, 0.1, 0.3, 2])
@pytest.mark.parametrize("tilt", [0, 17, 89.99])
def test_a_qform_close_to_half_a_turn_agrees_with_its_sform(tmp_path, degrees, tilt):
    affine = half_turned(degrees, tilt)
    geometry = read_grid(save(tmp_path / "a.nii", CT_SIZED, affine, 1, affine, 1))[0]
    np.testing.assert_allclose(geometry.index_to_world[:3, :3], np.diag([-1, -1, 1]) @ affine[:3, :3], atol=2e-7)


@pytest.mark.parametrize("degrees", [0.2, 1, 90, 180])
def test_a_qform_turned_against_its_sform_close_to_half_a_turn_is_refused(tmp_path, degrees):
    with pytest.raises(InputError, match="contradicts itself"):
        read_grid(save(tmp_path / "a.nii", CT_SIZED, half_turned(), 1, half_turned(degrees), 1))


def test_a_qform_alone_that_is_half_a_turn_but_for_rounding_is_half_a_turn(tmp_path):
    """b = 0 and c = d = sqrt(1/2) in single precision leave 1.2e-7 under the root: no turn by 0.04 degrees."""
    steps = np.array([[-0.8, 0, 0, 0], [0, 0, 0.8, 0], [0, 2.5, 0, 0], [0, 0, 0, 1]])
    geometry = read_grid(save(tmp_path / "a.nii", CT_SIZED, None, 0, steps, 1))[0]
    np.testing.assert_allclose(geometry.direction, (1, 0, 0, 0, 0, -1, 0, 1, 0), atol=1e-7)  # single precision


def turned():
    cosine, sine = np.cos(0.23), np.sin(0.23)
    return np.array([[cosine, -sine, 0, 0], [sine, cosine, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]) @ AFFINE


@pytest.mark.parametrize("qform_code", [0, 1])
@pytest.mark.parametrize("noise", [0, 1e-7, 1e-6, 1e-5, 1e-4, 3e-4])
def test_axes_that_are_nearly_orthonormal_are_read(tmp_path, values, noise, qform_code):
    """By the project's own 1e-3, with a qform or without; ITK refuses 1e-4 without one."""
    affine = turned()
    affine[:3, :3] *= 1 + np.random.default_rng(0).uniform(-noise, noise, (3, 3))
    geometry = read_image(save(tmp_path / "a.nii", values, affine, 1, turned(), qform_code)).geometry
    direction = np.reshape(geometry.direction, (3, 3))
    np.testing.assert_allclose(direction.T @ direction, np.eye(3), atol=1e-3)
    np.testing.assert_allclose(geometry.spacing, (0.8, 0.8, 2.5), rtol=max(2 * noise, 1e-7))


@pytest.mark.parametrize("qform_code", [0, 1])
@pytest.mark.parametrize("degrees", [0.1, 8])
def test_a_shear_has_its_own_reason(tmp_path, values, degrees, qform_code):
    affine = turned()
    affine[:3, 2] += affine[:3, 1] / 0.8 * 2.5 * np.tan(np.radians(degrees))
    with pytest.raises(InputError, match=r"has axes that are not orthogonal \(a sheared grid\)"):
        read_image(save(tmp_path / "a.nii", values, affine, 1, turned(), qform_code))


def test_a_voxel_size_that_contradicts_the_sform_is_refused(tmp_path, values):
    path = patched(save(tmp_path / "a.nii", values), PIXDIM, "<3f", 1, 1, 1)
    with pytest.raises(
        InputError, match=r"contradicts itself \(by its sform voxels of 0\.8, 0\.8, 2\.5 mm, by its pixdim"
    ):
        read_image(path)


@pytest.mark.parametrize(
    ("place", "kind", "number", "sentence"),
    [
        (70, "<h", 1536, "NIfTI data type 1536, which is not read"),
        (70, "<h", 128, "3 components per voxel"),
        (70, "<h", 32, "complex numbers"),
        (72, "<h", 8, r"contradicts itself \(data type 4 with 8 bits\)"),
        (40, "<h", 9, "states 9 dimensions"),
        (40, "<h", 2, "has 2 dimensions"),
        (46, "<h", 0, "size of 11 x 9 x 0 voxels"),
        (46, "<h", -7, "size of 11 x 9 x -7 voxels"),
        (0, "<i", 347, "is no NRRD, NIfTI or MetaImage volume"),
    ],
)
def test_odd_headers_are_refused(tmp_path, values, place, kind, number, sentence):
    path = patched(save(tmp_path / "a.nii", values), place, kind, number)
    for read in (read_image, read_grid):
        with pytest.raises(InputError, match=sentence):
            read(path)


@pytest.mark.parametrize("points", [1, 2])
def test_one_time_point_is_a_volume(tmp_path, values, points):
    path = save(tmp_path / "a.nii", np.stack([values] * points))
    if points == 1:
        np.testing.assert_array_equal(read_image(path).array, values)
    else:
        with pytest.raises(InputError, match="has 4 dimensions"):
            read_image(path)


def test_nothing_is_printed_of_odd_numbers(tmp_path, values, capfd, recwarn):
    path = patched(save(tmp_path / "a.nii", values), 280, "<4f", np.nan, np.inf, -np.inf, np.nan)
    with pytest.raises(InputError):
        read_image(path)
    assert capfd.readouterr() == ("", "")
    assert not recwarn.list


def test_a_half_turn_is_not_spoilt_by_the_rounding_of_its_quaternion(tmp_path):
    """Column and row axes exchanged: in single precision b^2 + c^2 falls short of 1 by 1.2e-7, a by 3.5e-4."""
    image = sitk.Image([24, 28, 20], sitk.sitkInt16)
    image.SetDirection((0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0))
    image.SetSpacing((0.75, 0.75, 2.5))
    path = tmp_path / "turned.nii"
    sitk.WriteImage(image, str(path))
    header = bytearray(path.read_bytes())
    struct.pack_into("<2f", header, 256, 0.70710677, -0.70710677)  # quatern_b, quatern_c as they round here
    struct.pack_into("<2h", header, 252, 1, 1)
    for codes in ((1, 1), (1, 0)):  # with the sform beside it, and alone
        struct.pack_into("<2h", header, 252, *codes)
        path.write_bytes(header)
        geometry, _ = read_grid(path)
        assert geometry.same_grid(Geometry.from_sitk(image))
        np.testing.assert_allclose(np.abs(geometry.direction), np.abs(image.GetDirection()), atol=1e-6)
