"""One volume is one scan: what differs is named, what is odd is warned of."""

import numpy as np
import pydicom
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.features import extract
from PCRPredictorLib.formats import read_grid, read_image
from PCRPredictorLib.imaging import Mask


def interleave(write_slice, folder, first: dict, second: dict, count: int = 8) -> None:
    """Slices 2.5 mm apart, in turns of two kinds."""
    for number in range(count):
        changes = {"acquisition_time": "101500", **(second if number % 2 else first)}
        write_slice(folder / f"{number}.dcm", number, (-10, -20, 2.5 * number), **changes)


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        ({}, {"study": "2.25.9"}, r"2 studies \(4 files such as 0\.dcm, 4 files such as 1\.dcm\)"),
        ({}, {"frame": "2.25.9"}, "2 frames of reference"),
        ({}, {"frame": None}, "2 frames of reference"),
        ({"kvp": "80"}, {"kvp": "140"}, r"energy \(kVp\) \(80 in 4 files such as 0\.dcm, 140 in 4"),
        ({}, {"kernel": "B70f"}, "reconstruction kernel .B30f in 4 files such as 0.dcm, B70f in 4 files"),
        ({}, {"image_type": "DERIVED\\PRIMARY\\AXIAL"}, "different image type"),
        ({}, {"patient_position": "FFS"}, "patient position .HFS in 4 files such as 0.dcm, FFS in 4"),
        ({}, {"acquisition_number": "2"}, r"acquisitions .* \(acquisition number 1 in 4 files, 2 in 4 files\)"),
        ({}, {"acquisition_number": None}, "acquisition number not stated in 4 files, 1 in 4 files"),
        ({}, {"acquisition_time": "101540"}, r"times .* \(1\.dcm of 10:15:40 and 2\.dcm of 10:15:00"),
        ({"series_number": "3"}, {"series": "2.25.9"}, r"2 DICOM series \(number 3 with 4 files, number 4 with 4"),
        ({}, {"patient_id": "P8"}, "several patients"),
    ],
)  # fmt: skip
def test_two_scans_in_turns_are_refused_by_what_differs(tmp_path, write_slice, first, second, sentence):
    interleave(write_slice, tmp_path, first, second)
    for read in (read_image, read_grid):
        with pytest.raises(InputError, match=sentence):
            read(tmp_path)


def test_one_energy_written_in_two_ways_is_one(tmp_path, write_slice):
    interleave(write_slice, tmp_path, {"kvp": "120"}, {"kvp": "120.0"})
    assert read_image(tmp_path).geometry.shape == (8, 6, 8)


def stack(write_slice, folder, *parts: tuple[str, str]) -> None:
    """Parts of four slices each on top of each other, each with its acquisition number and time."""
    for part, (number, clock) in enumerate(parts):
        for place in range(4 * part, 4 * part + 4):
            changes = {"acquisition_number": number, "acquisition_time": clock}
            write_slice(folder / f"{place}.dcm", place, (-10, -20, 2.5 * place), **changes)


@pytest.mark.parametrize("clocks", [("101500", "101510"), ("101510", "101500"), ("101500", "101500")])
def test_acquisitions_that_follow_each_other_are_one_scan(tmp_path, write_slice, clocks):
    stack(write_slice, tmp_path, ("1", clocks[0]), ("2", clocks[1]))
    image = read_image(tmp_path)
    assert image.geometry.shape == (8, 6, 8)
    (notice,) = image.notices
    assert notice.code == "several-acquisitions"
    assert "2 acquisitions" in notice.message


def test_acquisitions_out_of_the_order_of_time_are_refused(tmp_path, write_slice):
    stack(write_slice, tmp_path, ("1", "101500"), ("3", "101540"), ("2", "101520"))
    with pytest.raises(InputError, match="the times neither rise nor fall"):
        read_image(tmp_path)


@pytest.mark.parametrize("sign", [1, -1])
def test_times_that_rise_along_one_scan_are_one_scan(tmp_path, write_slice, sign):
    for place in range(6):
        clock = f"1015{30 + sign * place:02d}.5"
        write_slice(tmp_path / f"{place}.dcm", place, (-10, -20, 2.5 * place), acquisition_time=clock)
    image = read_image(tmp_path)
    assert image.notices == ()
    assert image.acquisition.acquisition_time == f"2020-01-02T10:15:{30 if sign > 0 else 25}"


def test_a_scan_over_midnight_is_one_scan(tmp_path, write_slice):
    for place, (day, clock) in enumerate((("20200102", "235959"), ("20200103", "000000"), ("20200103", "000001"))):
        changes = {"acquisition_date": day, "acquisition_time": clock}
        write_slice(tmp_path / f"{place}.dcm", place, (-10, -20, 2.5 * place), **changes)
    assert read_image(tmp_path).acquisition.acquisition_time == "2020-01-02T23:59:59"


@pytest.mark.parametrize(
    ("image_type", "what"),
    [
        ("ORIGINAL\\PRIMARY\\LOCALIZER", "a localizer"),
        ("ORIGINAL\\PRIMARY\\AXIAL\\SCOUT", "a localizer"),
        ("DERIVED\\SECONDARY\\REFORMATTED\\MIP", "a projection"),
        ("DERIVED\\SECONDARY\\AXIAL\\CT_SOM5 MIP", "a projection"),
        ("DERIVED\\SECONDARY\\MIN_IP", "a projection"),
        ("DERIVED\\SECONDARY\\PROJECTION IMAGE", "a projection"),
        ("DERIVED\\SECONDARY\\VRT", "a projection"),
        ("DERIVED\\PRIMARY\\VOLUME\\MAX_IP", "a projection"),  # the enhanced objects' terms, kept by converters
        ("DERIVED\\PRIMARY\\VOLUME\\VOLUME_RENDER", "a projection"),
        ("DERIVED\\PRIMARY\\VOLUME\\CURVED_MPR", "a projection"),
        ("DERIVED\\SECONDARY\\SCREEN SAVE", "a projection"),
    ],
)
def test_localizers_and_projections_are_refused(tmp_path, write_series, write_slice, image_type, what):
    with pytest.raises(InputError, match=f"is {what}"):
        read_image(write_series(tmp_path / "alone", image_type=image_type))
    plane = np.zeros((9, 8), np.int16)
    write_slice(write_series(tmp_path / "among") / "x.dcm", 8, (0, 0, 0), image_type=image_type, plane=plane)
    with pytest.raises(InputError, match=rf"x\.dcm is {what}"):
        read_image(tmp_path / "among")


@pytest.mark.parametrize(
    "image_type",
    [
        "DERIVED\\SECONDARY\\AXIAL\\CT_SOM5 MPR",
        "DERIVED\\PRIMARY\\AXIAL\\HELIX_SHIP_MPR",
        "ORIGINAL\\PRIMARY\\SIMPLE",
        None,
    ],
)
def test_other_kinds_of_image_are_read(tmp_path, write_series, image_type):
    assert read_image(write_series(tmp_path, image_type=image_type)).notices == ()


def noticed(image) -> list[str]:
    return [notice.code for notice in image.notices]


@pytest.mark.parametrize(("lossy", "codes"), [("01", ["lossy-compression"]), ("00", []), (None, [])])
def test_lossy_compression_is_warned_of_once(tmp_path, write_series, lossy, codes):
    plane = np.random.default_rng(1).integers(1050, 1150, (12, 14)).astype(np.int16)
    image = read_image(write_series(tmp_path, lossy=lossy, plane=plane))
    assert noticed(image) == codes
    mask = np.zeros(image.array.shape, dtype=bool)
    mask[:, 2:11, 2:11] = True
    warnings = [notice.code for notice in extract(image, Mask(mask, image.geometry)).warnings]
    assert [code for code in warnings if code == "lossy-compression"] == codes


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"thickness": "2.5"}, []),
        ({"thickness": "1.25"}, ["slices-left-out"]),
        ({"thickness": "1.25", "between": "1.25"}, ["slices-left-out"]),
        ({"thickness": "0.625", "between": "1.25"}, ["slices-left-out"]),
        ({"thickness": "1.25", "between": "2.5"}, []),  # thin slices, meant to lie apart
        ({"thickness": "5", "between": "2.5"}, []),  # overlapping slices
        ({"between": "-1.25"}, ["slices-left-out"]),
        ({"thickness": "1.5"}, []),
        ({"thickness": "0"}, []),
    ],
)
def test_every_nth_slice_missing_is_warned_of(tmp_path, write_series, changes, codes):
    assert noticed(read_image(write_series(tmp_path, **changes))) == codes


def test_identifiers_that_repeat_are_warned_of(tmp_path, write_series):
    """The image is right by the places of its slices; what copied them is not to be trusted."""
    paths = sorted(write_series(tmp_path).glob("*.dcm"))
    assert noticed(read_image(tmp_path)) == []
    first, last = (pydicom.dcmread(paths[place]) for place in (0, -1))
    last.SOPInstanceUID = last.file_meta.MediaStorageSOPInstanceUID = first.SOPInstanceUID
    last.save_as(paths[-1])
    image = read_image(tmp_path)
    assert noticed(image) == ["instances-repeated"]
    assert "2 slices share" in image.notices[0].message


def test_spacing_that_creeps_is_refused(tmp_path, write_series):
    """Each step within 1 %, yet slices in the middle lie half a spacing off."""
    heights = np.cumsum([0.0] + [1.0] * 100 + [1.009] * 100)
    with pytest.raises(InputError, match=r"lie up to 0\.45 of a spacing off an even grid"):
        read_image(write_series(tmp_path, heights, acquisition_time="101500"))


def test_what_a_calibration_compares_is_kept(tmp_path, write_series):
    acquisition = read_image(write_series(tmp_path, thickness="2.50")).acquisition
    assert (acquisition.kvp, acquisition.kernel, acquisition.slice_thickness_mm) == (120.0, "B30f", 2.5)
