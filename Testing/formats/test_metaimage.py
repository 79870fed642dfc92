"""MetaImage headers of different writers are read truly or refused."""

import zlib

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.formats import read_grid, read_image, read_mask

FIELDS = {
    "ObjectType": "Image",
    "NDims": "3",
    "BinaryData": "True",
    "BinaryDataByteOrderMSB": "False",
    "CompressedData": "False",
    "TransformMatrix": "1 0 0 0 1 0 0 0 1",
    "Offset": "-120 -90 50",
    "CenterOfRotation": "0 0 0",
    "ElementSpacing": "0.8 0.8 2.5",
    "DimSize": "11 9 7",
    "ElementType": "MET_SHORT",
}


@pytest.fixture
def values():
    return np.random.default_rng(4).integers(-900, 900, (7, 9, 11)).astype("<i2")


def write(path, data, **changes):
    """`changes` overwrite fields; None leaves one out; `file` names a data file of its own."""
    named = changes.pop("file", "LOCAL")
    fields = {name: value for name, value in {**FIELDS, **changes}.items() if value is not None}
    text = "".join(f"{name} = {value}\n" for name, value in fields.items()) + f"ElementDataFile = {named}\n"
    if named == "LOCAL":
        path.write_bytes(text.encode() + data)
    else:
        path.write_bytes(text.encode())
        (path.parent / named).write_bytes(data)
    return path


@pytest.mark.parametrize("count", ["-1", "0", "1", "2", "4", "1000000000", "3.0", "many", ""])
@pytest.mark.parametrize("read", [read_image, read_mask, read_grid])
def test_the_number_of_dimensions_comes_before_anything_else(tmp_path, values, count, read):
    """MetaIO ends the whole process at -1."""
    path = write(tmp_path / "a.mha", values.tobytes(), NDims=count, ElementSpacing="no number", DimSize="-1")
    with pytest.raises(InputError, match=r"a\.mha (has -?\d+ dimensions; a volume of three|gives '.*' for 'NDims')"):
        read(path)


@pytest.mark.parametrize(("slope", "intercept"), [("1", "-1024"), ("2", "0"), ("0.5", None), (None, "7.5")])
def test_the_intensity_function_is_applied(tmp_path, values, slope, intercept):
    function = {"ElementToIntensityFunctionSlope": slope, "ElementToIntensityFunctionOffset": intercept}
    array = read_image(write(tmp_path / "a.mha", values.tobytes(), **function)).array
    np.testing.assert_array_equal(array, float(slope or 1) * values + float(intercept or 0))


def test_an_intensity_function_that_changes_nothing_keeps_the_type(tmp_path, values):
    path = write(tmp_path / "a.mha", values.tobytes(), ElementToIntensityFunctionSlope="1")
    assert read_image(path).array.dtype == np.int16


@pytest.mark.parametrize("slope", ["0", "nan", "one", "1 2"])
def test_a_slope_that_maps_nothing_is_refused(tmp_path, values, slope):
    path = write(tmp_path / "a.mha", values.tobytes(), ElementToIntensityFunctionSlope=slope)
    with pytest.raises(InputError, match="for ElementToIntensityFunctionSlope, which maps no grey values"):
        read_image(path)


def test_the_compressed_size_may_be_missing_but_not_wrong(tmp_path, values):
    """ITK fills the image with 0 where it is missing."""
    data = zlib.compress(values.tobytes())
    for stated in (None, str(len(data))):
        path = write(tmp_path / "a.mha", data, CompressedData="True", CompressedDataSize=stated)
        np.testing.assert_array_equal(read_image(path).array, values)
    for stated in ("40", str(len(data) + 1)):
        path = write(tmp_path / "a.mha", data, CompressedData="True", CompressedDataSize=stated)
        with pytest.raises(
            InputError, match=f"its header states {stated} compressed bytes, and its data are {len(data)}"
        ):
            read_image(path)


@pytest.mark.parametrize("name", ["BinaryDataByteOrderMSB", "ElementByteOrderMSB"])
def test_either_name_of_the_byte_order_counts(tmp_path, values, name):
    order = {"BinaryDataByteOrderMSB": None, name: "True"}
    array = read_image(write(tmp_path / "a.mha", values.astype(">i2").tobytes(), **order)).array
    np.testing.assert_array_equal(array, values)
    assert array.dtype.isnative
    both = {"BinaryDataByteOrderMSB": "True", "ElementByteOrderMSB": "False"}
    with pytest.raises(InputError, match="BinaryDataByteOrderMSB and ElementByteOrderMSB differ"):
        read_image(write(tmp_path / "a.mha", values.tobytes(), **both))


@pytest.mark.parametrize(("size", "front"), [("100", b"H" * 100), ("-1", b"H" * 77)])
def test_a_header_in_the_data_file_is_passed_over(tmp_path, values, size, front):
    path = write(tmp_path / "a.mhd", front + values.tobytes(), file="a.raw", HeaderSize=size)
    np.testing.assert_array_equal(read_image(path).array, values)


def test_numbers_as_text_are_read_and_a_cut_one_is_seen(tmp_path, values):
    text = " ".join(map(str, values.ravel().tolist())) + "\n"
    path = write(tmp_path / "a.mha", text.encode(), BinaryData="False")
    np.testing.assert_array_equal(read_image(path).array, values)
    with pytest.raises(InputError, match="ends in the middle of a number"):
        read_image(write(tmp_path / "a.mha", text.encode()[:-2], BinaryData="False"))
    with pytest.raises(InputError, match="no number of its voxel type"):
        read_image(write(tmp_path / "a.mha", text.replace(" ", " 1e9 ", 1).encode(), BinaryData="False"))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ElementType": "MET_OTHER"}, "MetaImage type 'MET_OTHER', which is not read"),
        ({"ElementNumberOfChannels": "2"}, "or cut off|2 components per voxel"),
        ({"DimSize": "11 9"}, "states 2 sizes for 3 dimensions"),
        ({"DimSize": "11 9 -7"}, "size of 11 x 9 x -7 voxels"),
        ({"HeaderSize": "9"}, "HeaderSize of 9 that is not read"),
        ({"file": "LIST"}, "over several files"),
        ({"NDims": None}, "without NDims"),
        ({"Position": "1 2 3"}, r"contradicts itself \(Offset and Position differ\)"),
        ({"ElementSpacing": "0.8 0.8 inf"}, "states no voxel size"),
    ],
)
def test_what_is_not_read_is_named(tmp_path, values, changes, sentence):
    with pytest.raises(InputError, match=sentence):
        read_image(write(tmp_path / "a.mha", values.tobytes(), **changes))


def test_a_field_given_twice_is_refused(tmp_path, values):
    path = write(tmp_path / "a.mha", values.tobytes(), Comment="a\nComment = b\nDimSize = 11 7 9")
    with pytest.raises(InputError, match="gives 'DimSize' twice"):
        read_image(path)
