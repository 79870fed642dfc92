"""A grid is stated in the file and read as stated, or the file is refused."""

import struct

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.imaging.readers import read_image

SIZE = (6, 5, 4)
VOXELS = np.arange(120, dtype="<i2").tobytes()
STRAIGHT = [[0.7, 0, 0, 1], [0, 0.8, 0, 2], [0, 0, 2.5, 3]]


def nifti(path, qform_code=0, sform_code=0, sform=STRAIGHT, steps=(0.7, 0.8, 2.5)):
    """A NIfTI-1 file written field by field; the qform is unrotated at (1, 2, 3) RAS."""
    header = bytearray(352)
    struct.pack_into("<i", header, 0, 348)
    struct.pack_into("<8h", header, 40, 3, *SIZE, 1, 1, 1, 1)
    struct.pack_into("<2h", header, 70, 4, 16)
    struct.pack_into("<4f", header, 76, 1, *steps)
    struct.pack_into("<3f", header, 108, 352, 1, 0)
    header[123] = 2
    struct.pack_into("<2h", header, 252, qform_code, sform_code)
    struct.pack_into("<6f", header, 256, 0, 0, 0, 1, 2, 3)
    struct.pack_into("<12f", header, 280, *np.ravel(sform))
    header[344:348] = b"n+1\0"
    path.write_bytes(bytes(header) + VOXELS)
    return path


def nrrd(path, *fields):
    lines = ["NRRD0004", "type: short", "dimension: 3", "sizes: 6 5 4", "endian: little", "encoding: raw", *fields]
    path.write_bytes(("\n".join(lines) + "\n\n").encode() + VOXELS)
    return path


def metaimage(path, *fields):
    lines = ["ObjectType = Image", "NDims = 3", "BinaryData = True", "BinaryDataByteOrderMSB = False", *fields]
    lines += ["DimSize = 6 5 4", "ElementType = MET_SHORT", "ElementDataFile = LOCAL"]
    path.write_bytes(("\n".join(lines) + "\n").encode() + VOXELS)
    return path


@pytest.mark.parametrize("codes", [(1, 0), (0, 1), (1, 1), (2, 4)])
def test_straight_nifti_is_read_in_lps(tmp_path, codes):
    geometry = read_image(nifti(tmp_path / "a.nii", *codes)).geometry
    assert geometry.spacing == pytest.approx((0.7, 0.8, 2.5), abs=1e-6)
    assert geometry.origin == pytest.approx((-1, -2, 3), abs=1e-6)
    assert geometry.direction == pytest.approx((-1, 0, 0, 0, -1, 0, 0, 0, 1), abs=1e-6)


def test_nifti_without_position_is_refused(tmp_path):
    with pytest.raises(InputError, match="states no position in the patient"):
        read_image(nifti(tmp_path / "a.nii"))


@pytest.mark.parametrize("qform_code", [0, 1])
def test_sheared_nifti_is_refused(tmp_path, qform_code):
    sform = [[0.7, 0, 0.5, 1], [0, 0.8, 0, 2], [0, 0, 2.5, 3]]
    with pytest.raises(InputError, match=r"sheared|orthonormal"):
        read_image(nifti(tmp_path / "a.nii", qform_code, 1, sform))


@pytest.mark.parametrize(
    "sform",
    [
        [[1.4, 0, 0, 1], [0, 0.8, 0, 2], [0, 0, 2.5, 3]],
        [[0.7, 0, 0, 1], [0, 0.8, 0, 2], [0, 0, 0, 3]],
        [[0.7, 0, 0, 1], [0, 0.8, 0, np.nan], [0, 0, 2.5, 3]],
    ],
    ids=["other voxel size", "flat", "nan"],
)
def test_contradictory_nifti_is_refused(tmp_path, sform):
    with pytest.raises(InputError, match=r"a\.nii"):
        read_image(nifti(tmp_path / "a.nii", 1, 1, sform))


@pytest.mark.parametrize(("space", "sign"), [("left-posterior-superior", 1), ("right-anterior-superior", -1)])
def test_nrrd_is_read_in_lps(tmp_path, space, sign):
    path = nrrd(
        tmp_path / "a.nrrd",
        f"space: {space}",
        "space directions: (0.7,0,0) (0,0.8,0) (0,0,2.5)",
        "space origin: (1,2,3)",
    )
    geometry = read_image(path).geometry
    assert geometry.origin == pytest.approx((sign, 2 * sign, 3))
    assert geometry.direction == pytest.approx((sign, 0, 0, 0, sign, 0, 0, 0, 1))
    assert geometry.spacing == pytest.approx((0.7, 0.8, 2.5))


@pytest.mark.parametrize(
    "fields",
    [
        (),
        ("spacings: 0.7 0.8 2.5",),
        ("space: scanner-xyz", "space directions: (0.7,0,0) (0,0.8,0) (0,0,2.5)"),
    ],
)
def test_nrrd_without_patient_space_is_refused(tmp_path, fields):
    with pytest.raises(InputError, match="states no position in the patient"):
        read_image(nrrd(tmp_path / "a.nrrd", *fields))


def test_sheared_nrrd_is_refused(tmp_path):
    fields = ("space: left-posterior-superior", "space directions: (1,0,0) (0,1,0) (0,0.3,1)", "space origin: (0,0,0)")
    with pytest.raises(InputError, match="axes that are not orthogonal"):
        read_image(nrrd(tmp_path / "a.nrrd", *fields))


def test_metaimage_needs_a_voxel_size(tmp_path):
    assert read_image(metaimage(tmp_path / "a.mha", "ElementSpacing = 0.7 0.8 2.5")).geometry.spacing[2] == 2.5
    with pytest.raises(InputError, match="states no voxel size"):
        read_image(metaimage(tmp_path / "b.mha"))
