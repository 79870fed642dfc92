"""The walk over a header finds what pydicom finds, and stops where a header cannot be followed."""

import struct
import warnings
import zlib
from io import BytesIO

import pydicom
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.formats import read_grid, read_image
from PCRPredictorLib.formats.dicom_header import (
    DEFLATED,
    EXPLICIT_BIG,
    EXPLICIT_LITTLE,
    IMPLICIT_LITTLE,
    BrokenHeader,
    CutHeader,
    data_set,
    parse_header,
)
from PCRPredictorLib.formats.dicom_slice import CHARACTER_SET, ROWS, SERIES_UID, WANTED
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence


def by_pydicom(content: bytes) -> dict[int, bytes]:
    """Raw values of the wanted elements, and PixelData; all but the character set, which pydicom decodes at once."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = pydicom.dcmread(BytesIO(content), force=True)
    raw = {tag: found.get_item(tag) for tag in (*WANTED, 0x7FE00010) if tag in found and tag != CHARACTER_SET}
    return {tag: item.value for tag, item in raw.items() if isinstance(item.value, bytes)}


def require_as_pydicom(content: bytes) -> None:
    header, expected = parse_header(content, WANTED), by_pydicom(content)
    pixels = expected.pop(0x7FE00010)
    found = {tag: value for tag, value in header.values.items() if tag >> 16 != 2 and tag != CHARACTER_SET}
    assert {tag: value for tag, value in found.items() if value} == {tag: one for tag, one in expected.items() if one}
    inside = data_set(content, header.syntax)
    assert inside[header.pixel_start : header.pixel_start + len(pixels)] == pixels


def nested_data_set() -> Dataset:
    """A slice whose sequences, defined and not, hold elements of the same tags as the slice itself."""
    one = Dataset()
    one.SpecificCharacterSet, one.Modality, one.PatientID = "ISO_IR 100", "CT", "MÜLLER"
    one.SeriesInstanceUID, one.Rows, one.Columns = "2.25.2", 6, 8
    icon = Dataset()
    icon.Rows, icon.Columns, icon.SeriesInstanceUID = 1, 1, "2.25.99"
    icon.add_new(0x7FE00010, "OB", b"\1\2")
    inner = Dataset()
    inner.IconImageSequence = Sequence([icon])
    one.IconImageSequence = Sequence([icon, icon])
    one.ReferencedImageSequence = Sequence([inner])
    for sequence in (one["IconImageSequence"], one["ReferencedImageSequence"], inner["IconImageSequence"]):
        sequence.is_undefined_length = True
    icon.is_undefined_length_sequence_item = True
    one.add_new(0x00091001, "UN", b"\0\1")
    one.add_new(0x00091002, "UT", "long text " * 30)
    one.ImagePositionPatient, one.RescaleIntercept = [1.5, -2, 3], -1024
    one.add_new(0x7FE00010, "OW", bytes(range(96)))
    return one


def written(one: Dataset, syntax: str) -> bytes:
    one.file_meta = FileMetaDataset()
    one.file_meta.TransferSyntaxUID = syntax
    one.file_meta.MediaStorageSOPClassUID, one.file_meta.MediaStorageSOPInstanceUID = (
        "1.2.840.10008.5.1.4.1.1.2",
        "2.25.1",
    )
    one.preamble = bytes(128)
    target = BytesIO()
    with warnings.catch_warnings():  # pydicom 2 knows no other way to say this, pydicom 3 asks for another
        warnings.simplefilter("ignore")
        one.is_little_endian, one.is_implicit_VR = syntax != EXPLICIT_BIG, syntax == IMPLICIT_LITTLE
        pydicom.dcmwrite(target, one, write_like_original=False)
    return target.getvalue()


SYNTAXES = (IMPLICIT_LITTLE, EXPLICIT_LITTLE, EXPLICIT_BIG, DEFLATED)


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_nested_headers_are_followed_as_pydicom_does(syntax):
    content = written(nested_data_set(), syntax)
    require_as_pydicom(content)
    header = parse_header(content, WANTED)
    assert header.values[SERIES_UID] == b"2.25.2"
    assert header.values[ROWS] == struct.pack(f"{header.order}H", 6)


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_each_cut_within_a_header_is_noticed(syntax):
    content = written(nested_data_set(), syntax)
    header = parse_header(content, WANTED)
    end = len(content) if syntax == DEFLATED else header.pixel_start
    for kept in range(140, end):
        try:
            cut = parse_header(content[:kept], WANTED)
        except CutHeader:
            continue
        assert cut.pixels == ""  # a cut between two elements


def test_real_headers_are_followed_as_pydicom_does(shared_data):
    paths = [path for folder in ("ct_liver", "dicom_odd") for path in (shared_data / folder).rglob("*.dcm")]
    assert len(paths) > 60
    for path in paths:
        require_as_pydicom(path.read_bytes())


def test_a_sequence_of_unknown_kind_is_implicit_inside(tmp_path, write_series):
    """PS3.5, 6.2.2: UN of undefined length holds implicit little endian, whatever the file."""
    inside = struct.pack("<HHI", 0x0020, 0x000E, 8) + b"2.25.99\0"
    item = struct.pack("<HHI", 0xFFFE, 0xE000, len(inside)) + inside
    unknown = struct.pack("<HH2sHI", 0x0009, 0x1001, b"UN", 0, 0xFFFFFFFF) + item
    unknown += struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)
    expected = read_image(write_series(tmp_path))
    for path in tmp_path.iterdir():
        content = path.read_bytes()
        at = content.index(b"\x10\x00\x10\x00PN")
        path.write_bytes(content[:at] + unknown + content[at:])
        require_as_pydicom(path.read_bytes())
    assert read_image(tmp_path).geometry == expected.geometry


def nested_items(depth: int) -> bytes:
    return struct.pack("<HH2sHIHHI", 0x0008, 0x1140, b"SQ", 0, 0xFFFFFFFF, 0xFFFE, 0xE000, 0xFFFFFFFF) * depth


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (nested_items(5000), "nested deeper than 32"),
        (nested_items(1)[:12] + bytes(24), "holds what is no item"),
        (struct.pack("<HH2sHI", 0x0010, 0x0020, b"UT", 0, 70000) + bytes(70000), "holds 70000 bytes"),
    ],
)
def test_headers_that_cannot_be_followed_say_why(body, reason):
    with pytest.raises(BrokenHeader, match=reason):
        parse_header(bytes(128) + b"DICM" + body, WANTED)


@pytest.mark.parametrize("read", [read_image, read_grid])
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda inflated: zlib.compress(bytes(1 << 21))[2:-4], "take more than 1 MB"),
        (lambda inflated: zlib.compress(inflated)[2:-40], "deflated data are cut off"),
        (lambda inflated: b"\xff" * 300, "deflated data are damaged"),
    ],
)
def test_deflated_data_are_bounded_and_whole(tmp_path, monkeypatch, read, change, reason):
    """Half a megabyte may hold half a gigabyte; 1 MB serves for the test."""
    monkeypatch.setattr("PCRPredictorLib.formats.dicom_header.MOST_INFLATED_BYTES", 1 << 20)
    content = written(nested_data_set(), DEFLATED)
    start = content.index(DEFLATED.encode())
    start += len(DEFLATED)
    while struct.unpack_from("<H", content, start)[0] == 2:
        start += 8 + struct.unpack_from("<H", content, start + 6)[0]
    inflated = data_set(content, DEFLATED)
    (tmp_path / "one.dcm").write_bytes(content[:start] + change(inflated))
    with pytest.raises(InputError, match=f"one.dcm holds no readable DICOM image .*{reason}"):
        read(tmp_path)
