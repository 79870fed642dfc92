"""Stored pixels become Hounsfield units in every layout in use, or are refused with the reason."""

import struct

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.features import extract
from PCRPredictorLib.formats import read_grid, read_image
from PCRPredictorLib.imaging import Geometry, Mask
from PCRPredictorLib.imaging.resampling import resample

HU = np.arange(-1000, 920, 40, dtype=np.int32).reshape(6, 8)
RLE = "1.2.840.10008.1.2.5"
TWELVE_BITS = {"stored": 12, "high_bit": 11, "signed": 0}


def words(values: np.ndarray, kind: str = "<u2") -> bytes:
    return values.astype(kind).tobytes()


def rle(values: np.ndarray) -> bytes:
    """One fragment of the two byte planes of 16-bit words, high bytes first, a literal run a row (PS3.5, annex G)."""
    halves = [(values.astype("<u2") >> shift).astype(np.uint8) for shift in (8, 0)]
    planes = [b"".join(bytes([len(row) - 1]) + row.tobytes() for row in half) for half in halves]
    planes = [plane + bytes(len(plane) % 2) for plane in planes]
    header = struct.pack("<16I", 2, 64, 64 + len(planes[0]), *[0] * 13)
    return fragments(header + b"".join(planes))


def fragments(*parts: bytes) -> bytes:
    items = b"".join(b"\xfe\xff\x00\xe0" + struct.pack("<I", len(part)) + part for part in (b"", *parts))
    return items + b"\xfe\xff\xdd\xe0\0\0\0\0"


@pytest.mark.parametrize(
    ("pixels", "changes"),
    [
        pytest.param(words(HU + 1024, "<i2"), {}, id="signed 16"),
        pytest.param(words(HU + 1024), {"signed": 0}, id="unsigned 16"),
        pytest.param(words(HU + 1024), TWELVE_BITS, id="unsigned 12"),
        pytest.param(words(HU & 0xFFF), {**TWELVE_BITS, "signed": 1, "intercept": "0"}, id="signed 12, not extended"),
        pytest.param(words(HU, "<i2"), {**TWELVE_BITS, "signed": 1, "intercept": "0"}, id="signed 12, extended"),
        pytest.param(words((HU + 1024) | 0x5000), TWELVE_BITS, id="overlay in the high bits"),
        pytest.param(words((HU + 1024) * 2, "<i2"), {"slope": "0.5"}, id="slope 0.5"),
        pytest.param(words(HU + 1024, "<i2"), {"slope": None}, id="no slope"),
        pytest.param(words(HU + 1024, "<i2"), {"photometric": "MONOCHROME1"}, id="MONOCHROME1"),
        pytest.param(words(HU + 1024), {**TWELVE_BITS, "photometric": "MONOCHROME1"}, id="MONOCHROME1, unsigned 12"),
        pytest.param(
            words(HU + 1024, "<i4"), {"allocated": 32, "stored": 32, "high_bit": 31}, id="signed 32"
        ),
        pytest.param(
            words((HU + 1000) // 40, "u1"),
            {"allocated": 8, "stored": 8, "high_bit": 7, "signed": 0, "slope": "40", "intercept": "-1000"},
            id="unsigned 8",
        ),
        pytest.param(words(-HU, "<i2"), {"slope": "-1", "intercept": "0"}, id="negative slope"),
        pytest.param(rle(HU + 1024), {"syntax": RLE}, id="RLE"),
        pytest.param(rle(HU + 1024), {**TWELVE_BITS, "syntax": RLE, "photometric": "MONOCHROME1"}, id="RLE, MONO1"),
    ],
)  # fmt: skip
def test_every_layout_gives_the_same_hounsfield_units(tmp_path, write_series, pixels, changes):
    image = read_image(write_series(tmp_path, pixels=pixels, **changes))
    np.testing.assert_array_equal(image.array, np.stack([HU] * 4))


@pytest.mark.parametrize(
    ("stored", "changes", "kind"),
    [
        (np.full((6, 8), 32767), {"signed": 1, "intercept": "1"}, np.int32),
        (np.full((6, 8), 65535), {"signed": 0, "intercept": "-1024"}, np.int32),
        (np.full((6, 8), 33000), {"signed": 0, "intercept": "-1024"}, np.int16),
        (np.full((6, 8), 60000), {"signed": 0, "slope": "60000", "intercept": "0"}, np.float64),
    ],
)
def test_values_beyond_16_bits_are_kept(tmp_path, write_series, write_slice, stored, changes, kind):
    write_series(tmp_path)
    write_slice(tmp_path / "large.dcm", 4, (-10, -20, 10.0), pixels=words(stored), **changes)
    array = read_image(tmp_path).array
    assert array.dtype == kind
    assert array[4, 0, 0] == stored[0, 0] * int(changes.get("slope", 1)) + int(changes["intercept"])
    assert array[3, 0, 0] == 1000 + 300 - 1024


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"stored": 12, "high_bit": 15}, r"shifted within their words \(high bit 15 of 12 stored bits, 11 needed\)"),
        ({"stored": 16, "high_bit": 11}, "shifted within their words"),
        ({"slope": "0"}, "rescale slope of 0"),
        ({"slope": "1,5"}, "RescaleSlope is '1,5', one number needed"),
        ({"intercept": "-1024\\0"}, "RescaleIntercept is .*, one number needed"),
        ({"lookup_table": b""}, "states no rescale to Hounsfield units"),
        ({"stored": 17, "high_bit": 16}, "unusual way"),
        ({"allocated": 12, "stored": 12, "high_bit": 11}, "unusual way"),
        ({"signed": 2}, "unusual way"),
        ({"signed": None}, "does not state how its pixels are stored"),
        ({"stored": None}, "does not state how its pixels are stored"),
        ({"rows": None}, "states no number of rows and columns"),
        ({"rows": 0}, "states no number of rows and columns"),
        ({"rows": 5}, "96 bytes of pixels, and 8 x 5 pixels of 16 bits take 80"),
        ({"rows": 7}, "96 bytes of pixels, and 8 x 7 pixels of 16 bits take 112"),
        ({"rows": 65535, "columns": 65535}, "announces 8191 MB of pixels"),
        ({"samples": 3, "photometric": "RGB"}, "no grey-scale picture .* color picture"),
        ({"photometric": "PALETTE COLOR"}, "no grey-scale picture"),
        ({"frames": "51"}, "multi-frame DICOM file of 51 frames"),
        ({"sop_class": "1.2.840.10008.5.1.4.1.1.2.1"}, "is damaged: it states 0 frames, describes 0"),
        ({"pixels": bytes(94)}, "94 bytes of pixels"),
        ({"pixels": bytes(98)}, "98 bytes of pixels"),
        ({"pixels": b""}, "0 bytes of pixels"),
        ({"syntax": "1.2.840.10008.1.2.4.100", "pixels": fragments(b"")}, "transfer syntax 1.2.840.10008.1.2.4.100"),
        ({"syntax": RLE, "pixels": fragments()}, "fragments are not whole"),
        ({"syntax": RLE, "pixels": rle(HU)[:-8]}, "fragments are not whole"),
        ({"syntax": RLE, "pixels": fragments(bytes(64))}, "table of planes"),
        ({"syntax": RLE, "pixels": rle(HU[:4])}, "cut off or hold too much"),
        ({"syntax": "1.2.840.10008.1.2.4.90", "pixels": fragments(b"\xff\x4f\xff\x51")}, "are cut off"),
        ({"syntax": "1.2.840.10008.1.2.4.70", "pixels": fragments(b"\xff\xd8\xff\xd9")}, "no size instead of 8 x 6"),
    ],
)
def test_pixels_that_cannot_be_read_truly_are_refused(tmp_path, write_series, changes, sentence):
    changes = {"pixels": words(HU + 1024, "<i2"), **changes}
    with pytest.raises(InputError, match=sentence):
        read_image(write_series(tmp_path, **changes))


def test_headers_are_refused_as_the_whole_is(tmp_path, write_series):
    """A dry run must not announce what the worker then refuses, nor reserve memory for it."""
    for number, changes in enumerate(
        ({"rows": 65535, "columns": 65535}, {"slope": "0"}, {"high_bit": 11}, {"rows": 7})
    ):
        folder = write_series(tmp_path / str(number), **changes)
        with pytest.raises(InputError) as whole:
            read_image(folder)
        with pytest.raises(InputError) as header:
            read_grid(folder)
        assert str(header.value) == str(whole.value)


def test_a_pad_byte_of_an_odd_length_is_no_pixel(tmp_path, write_series):
    plane = np.arange(15, dtype=np.uint8).reshape(3, 5)
    layout = {"allocated": 8, "stored": 8, "high_bit": 7, "signed": 0, "rows": 3, "columns": 5, "intercept": "0"}
    image = read_image(write_series(tmp_path, pixels=plane.tobytes(), **layout))
    np.testing.assert_array_equal(image.array, np.stack([plane] * 4))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"padding": 40}, ((-984.0, -984.0),)),
        ({"padding": -2000}, ((-3024.0, -3024.0),)),
        ({"padding": 40, "padding_limit": 10}, ((-1014.0, -984.0),)),
        ({"padding": 0xF830, "signed": 0}, ((62512.0, 62512.0),)),
        ({}, ()),
    ],
)
def test_padding_is_what_the_file_declares(tmp_path, write_series, changes, expected):
    assert read_image(write_series(tmp_path, **changes)).padding_hu == expected


def test_padding_that_the_stored_bits_cannot_hold_is_refused(tmp_path, write_series):
    """Cut to 12 bits, -2000 (0xF830) would come out as the value 0x830 of some tissue."""
    stored = np.where(HU < -900, 0xF830, HU + 1024)
    with pytest.raises(InputError, match=r"marks padding by 63536, which its 12 stored bits cannot hold"):
        read_image(write_series(tmp_path, pixels=words(stored), padding=0xF830, **TWELVE_BITS))


def test_a_lesion_on_declared_padding_is_refused_wherever_it_lies_in_hu(tmp_path, write_series):
    plane = np.random.default_rng(1).integers(1050, 1150, (12, 14)).astype(np.int16)
    plane[8, 8] = 1084  # 60 HU
    image = read_image(write_series(tmp_path, plane=plane, padding=1084))
    mask = np.zeros(image.array.shape, dtype=bool)
    mask[:, 2:11, 2:11] = True
    with pytest.raises(InputError, match=r"covers padding of .* in \d+ of 324 voxels \(below -1024 HU or 60, lowest"):
        extract(image, Mask(mask, image.geometry))
    with pytest.raises(InputError, match="Resampling would mix padding"):
        resample(image, Mask(mask, image.geometry), (1.0, 1.0, 1.0))


def test_jpeg_lossless_and_jpeg_ls_of_dcmtk_are_read(tmp_path, write_series, encode):
    expected = read_image(write_series(tmp_path / "plain")).array
    for program in ("dcmcjpeg", "dcmcjpls"):
        folder = tmp_path / program
        folder.mkdir()
        for path in sorted((tmp_path / "plain").iterdir()):
            encode(program, path, folder / path.name)
        np.testing.assert_array_equal(read_image(folder).array, expected)
        assert read_image(folder).geometry == Geometry(expected.shape, (0.7, 0.8, 2.5), (-10, -20, 0))


def test_a_flipped_size_in_a_jpeg_stream_is_refused(tmp_path, write_series, encode):
    source = write_series(tmp_path / "plain") / "000.dcm"
    encode("dcmcjpeg", source, source)
    content = source.read_bytes()
    frame = content.index(b"\xff\xc3")
    source.write_bytes(content[: frame + 5] + struct.pack(">HH", 6, 9) + content[frame + 9 :])
    with pytest.raises(InputError, match="hold 9 x 6 pixels instead of 8 x 6"):
        read_image(tmp_path / "plain")
