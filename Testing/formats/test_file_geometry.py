"""A grid is stated in the file and read as stated, or the file is refused."""

import struct

import numpy as np
import pytest
import SimpleITK as sitk
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.formats import read_grid, read_image
from PCRPredictorLib.imaging.mask import Mask
from PCRPredictorLib.imaging.phase_image import PhaseImage

SIZE = (6, 5, 4)
VOXELS = np.arange(120, dtype="<i2").tobytes()
STRAIGHT = [[0.7, 0, 0, 1], [0, 0.8, 0, 2], [0, 0, 2.5, 3]]


def nifti(path, qform_code=0, sform_code=0, sform=STRAIGHT, steps=(0.7, 0.8, 2.5), changes=()):
    """A NIfTI-1 file written field by field; the qform is unrotated at (1, 2, 3) RAS.

    `changes` are (byte, format, values) put over the header at the end.
    """
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
    for place, kind, *values in changes:
        struct.pack_into(kind, header, place, *values)
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


NRRD_GRID = {
    "space": "left-posterior-superior",
    "space directions": "(0.7,0,0) (0,0.8,0) (0,0,2.5)",
    "space origin": "(1,2,3)",
}
METAIMAGE_GRID = {"TransformMatrix": "1 0 0 0 1 0 0 0 1", "Offset": "1 2 3", "ElementSpacing": "0.7 0.8 2.5"}


def changed(grid, separator, changes):
    fields = {name: value for name, value in {**grid, **changes}.items() if value is not None}
    return [f"{name}{separator}{value}" for name, value in fields.items()]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"space directions": None}, "states no voxel size"),
        ({"space directions": None, "spacings": "0.7 0.8 2.5"}, r"a\.nrrd"),
        ({"space directions": "none (0,0.8,0) (0,0,2.5)"}, "states no voxel size"),
        ({"space directions": "(0.7,0,0) (0,0.8,0) none"}, "states no voxel size"),
        ({"space directions": "(0.7,0,0) (0,0.8,0) (0,0,0)"}, r"a\.nrrd"),
        ({"space origin": None}, r"states no position in the patient \(NRRD space origin: none\)"),
        ({"space origin": None, "# space origin": "(1,2,3)"}, "states no position"),
        ({"space origin": None, "space origin:=(1,2,3)\n#": ""}, "states no position"),
        ({"space origin": "none"}, "states no position"),
        ({"space units": '"um" "um" "um"'}, "lengths in um, not in mm"),
    ],
)
@pytest.mark.parametrize("read", [read_image, read_grid])
def test_nothing_is_filled_in_for_nrrd(tmp_path, changes, message, read):
    with pytest.raises(InputError, match=message):
        read(nrrd(tmp_path / "a.nrrd", *changed(NRRD_GRID, ": ", changes)))


def test_other_spellings_of_an_nrrd_grid_are_read(tmp_path):
    fields = {"Space": "LAS", "spacedirections": NRRD_GRID["space directions"], "spaceorigin": "(1, 2, 3)"}
    geometry = read_image(nrrd(tmp_path / "a.nrrd", *changed(fields, ": ", {"space units": '"mm" "mm" "mm"'}))).geometry
    assert geometry.origin == (1, -2, 3)
    assert geometry.direction == (1, 0, 0, 0, -1, 0, 0, 0, 1)


def test_layers_are_no_axis_of_the_grid(tmp_path):
    path = nrrd(tmp_path / "a.seg.nrrd", *changed(NRRD_GRID, ": ", {}))
    header, _, _ = path.read_bytes().partition(b"\n\n")
    for name, old, new in (("dimension", "3", "4"), ("sizes", "6 5 4", "2 6 5 4"), ("space directions", "(", "none (")):
        header = header.replace(f"{name}: {old}".encode(), f"{name}: {new}".encode())
    path.write_bytes(header + b"\nkinds: list domain domain domain\n\n" + 2 * VOXELS)
    assert read_grid(path)[0].spacing == pytest.approx((0.7, 0.8, 2.5))
    path.write_bytes(path.read_bytes().replace(b"none (0.7,0,0)", b"none none"))
    with pytest.raises(InputError, match="states no voxel size"):
        read_grid(path)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"ElementSpacing": None}, "states no voxel size"),
        ({"ElementSpacing": None, "elementspacing": "0.7 0.8 2.5"}, "states no voxel size"),  # names differ by case
        ({"ElementSpacing": "0.7 0.8"}, r"a\.mha"),
        ({"ElementSpacing": "0 0.8 2.5"}, r"a\.mha"),
        ({"ElementSpacing": "-0.7 0.8 2.5"}, r"voxel size that is not positive \(-0\.7, 0\.8, 2\.5 mm\)"),
        ({"Offset": None}, "states no position in the patient"),
        ({"Position": "4 5 6", "Origin": "7 8 9"}, "contradicts itself"),
        ({"TransformMatrix": None}, "states no orientation"),
        ({"TransformMatrix": "1 0 0 0.3 1 0 0 0 1"}, "axes that are not orthogonal"),
        ({"DistanceUnits": "um"}, "lengths in um, not in mm"),
    ],
)
@pytest.mark.parametrize("read", [read_image, read_grid])
def test_nothing_is_filled_in_for_metaimage(tmp_path, changes, message, read):
    with pytest.raises(InputError, match=message):
        read(metaimage(tmp_path / "a.mha", *changed(METAIMAGE_GRID, " = ", changes)))


@pytest.mark.parametrize("name", ["Offset", "Position", "Origin"])
def test_the_names_of_a_metaimage_grid(tmp_path, name):
    turned = {"TransformMatrix": None, "Rotation": "0 1 0 -1 0 0 0 0 1", "Offset": None, name: "1 2 3"}
    turned |= {"ElementSpacing": None, "ElementSize": "0.7 0.8 2.5", "DistanceUnits": "mm"}
    geometry = read_image(metaimage(tmp_path / "a.mha", *changed(METAIMAGE_GRID, " = ", turned))).geometry
    assert (geometry.spacing, geometry.origin) == ((0.7, 0.8, 2.5), (1, 2, 3))
    # MetaImage lists the direction of one axis after the other
    assert geometry.direction == (0, -1, 0, 1, 0, 0, 0, 0, 1)


PIXDIM, UNIT, QUATERNION, OFFSET, SFORM, MAGIC = 80, 123, 256, 268, 280, 344


@pytest.mark.parametrize(
    ("codes", "change", "message"),
    [
        ((1, 0), (PIXDIM, "<f", 0), "voxel size that is not positive"),
        ((1, 0), (PIXDIM, "<f", np.nan), "voxel size that is not positive"),
        ((1, 0), (PIXDIM, "<f", -0.7), "voxel size that is not positive"),
        ((1, 0), (OFFSET, "<f", np.nan), "position that is no number"),
        ((1, 0), (QUATERNION, "<f", np.nan), "qform that is no rotation"),
        ((1, 0), (QUATERNION, "<f", 5), "qform that is no rotation"),
        ((0, 1), (SFORM + 12, "<f", np.nan), "position that is no number"),
        ((0, 1), (PIXDIM, "<f", 0), r"a\.nii"),
        ((1, 1), (UNIT, "b", 1), "lengths in m, not in mm"),
        ((1, 0), (UNIT, "b", 3), "not in mm"),
        ((1, 0), (MAGIC, "4s", b""), "no NIfTI-1 header"),
    ],
)
@pytest.mark.parametrize("read", [read_image, read_grid])
def test_nothing_is_filled_in_for_nifti(tmp_path, codes, change, message, read):
    with pytest.raises(InputError, match=message):
        read(nifti(tmp_path / "a.nii", *codes, changes=[change]))


@pytest.mark.parametrize("unit", [0, 2, 10])
def test_an_unknown_unit_of_nifti_is_mm(tmp_path, unit):
    path = nifti(tmp_path / "a.nii", 1, changes=[(UNIT, "b", unit)])
    assert read_image(path).geometry.spacing == pytest.approx((0.7, 0.8, 2.5), abs=1e-6)


@pytest.mark.parametrize("qfac", [-1, 0, 1])
@pytest.mark.parametrize("quaternion", [(0.5, 0.5, 0.5), (1, 0, 0), (-0.6, 0, 0.8), (0.1, -0.2, 0.3)])
def test_the_rotations_of_a_qform_are_read(tmp_path, quaternion, qfac):
    change = [(QUATERNION, "<3f", *quaternion), (PIXDIM - 4, "<f", qfac)]
    assert read_image(nifti(tmp_path / "a.nii", 1, changes=change)).geometry.spacing[2] == 2.5


def test_big_endian_nifti_is_read(tmp_path):
    changes = [(0, ">i", 348), (40, ">8h", 3, *SIZE, 1, 1, 1, 1), (70, ">2h", 4, 16), (76, ">4f", 1, 0.7, 0.8, 2.5)]
    changes += [(108, ">3f", 352, 1, 0), (252, ">2h", 1, 0), (OFFSET, ">3f", 1, 2, 3)]
    geometry = read_image(nifti(tmp_path / "a.nii", changes=changes)).geometry
    assert geometry.spacing == pytest.approx((0.7, 0.8, 2.5), abs=1e-6)
    with pytest.raises(InputError, match="voxel size that is not positive"):
        read_image(nifti(tmp_path / "a.nii", changes=[*changes, (PIXDIM, ">f", 0)]))


@pytest.mark.parametrize("make", [PhaseImage.from_sitk, Mask.from_sitk])
def test_a_sheared_image_in_memory_is_refused(make):
    image = sitk.GetImageFromArray(np.ones((4, 5, 6), np.uint8))
    assert make(image).geometry.spacing == (1, 1, 1)
    image.SetDirection((1, 0.3, 0, 0, 1, 0, 0, 0, 1))
    with pytest.raises(InputError, match=r"The scan has axes that are not orthogonal"):
        make(image, source="The scan")
