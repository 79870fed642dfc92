"""Multi-frame CT against the same series of one file a slice."""

import dataclasses

import numpy as np
import pydicom
import pytest
from highdicom.legacy import LegacyConvertedEnhancedCTImage
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.formats import read_grid, read_image
from pydicom.uid import generate_uid

from Testing.formats.dicom_contours import series_of

HEIGHTS = (0.0, 2.5, 5.0, 7.5, 10.0)


@pytest.mark.parametrize("name", ["23x38x3", "24x38x3"])
def test_the_converted_series_of_dcmqi(shared_data, name):
    folder = shared_data / "dicom_seg" / "dcmqi" / name
    series = read_image(folder / "image")
    for path in (folder / "multiframe", folder / "multiframe" / "mf.dcm"):
        image = read_image(path)
        assert np.array_equal(image.array, series.array)
        assert image.geometry == series.geometry
        assert read_grid(path)[0] == series.geometry


@pytest.fixture
def multi_frame(tmp_path, write_series):
    """A series and its conversion by highdicom, the frames not in the order of their places."""
    series = write_series(tmp_path / "ct", HEIGHTS, thickness="2.5")
    slices = series_of(series)
    shuffled = [slices[place] for place in (2, 0, 4, 1, 3)]
    converted = LegacyConvertedEnhancedCTImage(shuffled, generate_uid(), 9, generate_uid(), 1)
    path = tmp_path / "enhanced" / "ct.dcm"
    path.parent.mkdir()
    converted.save_as(path)
    return series, path


def test_what_highdicom_converted_is_the_series(multi_frame):
    series, path = multi_frame
    expected, found = read_image(series), read_image(path)
    assert np.array_equal(found.array, expected.array)
    assert found.geometry == expected.geometry
    assert found.acquisition.series_description == f"{expected.acquisition.series_description} (enhanced conversion)"
    left_aside = {"series": None, "acquisition_time": None, "series_description": None}
    told = dataclasses.replace(found.acquisition, **left_aside)
    assert told == dataclasses.replace(expected.acquisition, **left_aside)


def test_each_frame_has_its_own_rescale(multi_frame):
    series, path = multi_frame
    written = pydicom.dcmread(path)
    shared = written.SharedFunctionalGroupsSequence[0]
    if "PixelValueTransformationSequence" in shared:
        transformation = shared.PixelValueTransformationSequence[0]
        del shared.PixelValueTransformationSequence
        for group in written.PerFrameFunctionalGroupsSequence:
            item = pydicom.Dataset()
            item.update(transformation)
            group.PixelValueTransformationSequence = [item]
    first = written.PerFrameFunctionalGroupsSequence[0]
    first.PixelValueTransformationSequence[0].RescaleIntercept = -1000
    first_height = float(first.PlanePositionSequence[0].ImagePositionPatient[2])
    written.save_as(path)
    shift = read_image(path).array - read_image(series).array
    assert [int(plane.max()) for plane in shift] == [24 if height == first_height else 0 for height in HEIGHTS]


def _without_places(written):
    for group in written.PerFrameFunctionalGroupsSequence:
        del group.PlanePositionSequence


def _one_missing(written):
    del written.PerFrameFunctionalGroupsSequence[1]


def _too_many(written):
    written.NumberOfFrames = 7


def _several(keyword, kind=int):
    def change(written):
        for number, group in enumerate(written.PerFrameFunctionalGroupsSequence):
            setattr(group.FrameContentSequence[0], keyword, kind(1 + number % 2))

    return change


def _projection(written):
    for group in (*written.PerFrameFunctionalGroupsSequence, *written.SharedFunctionalGroupsSequence):
        for kind in group.get("CTImageFrameTypeSequence", []):
            kind.FrameType = ["DERIVED", "PRIMARY", "VOLUME", "MAXIMUM"]


def _gap(written):
    for group in written.PerFrameFunctionalGroupsSequence:
        position = group.PlanePositionSequence[0].ImagePositionPatient
        if float(position[2]) > 6:
            position[2] = float(position[2]) + 2.5


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_without_places, "does not say where its frames lie"),
        (_one_missing, "states 5 frames, describes 4"),
        (_too_many, "states 7 frames, describes 5"),
        (_gap, "misses 1 slice"),
        (_several("StackID", str), "holds 2 stacks in one file"),
        (_several("TemporalPositionIndex"), "holds 2 points in time in one file"),
        (_projection, "is a projection or rendering"),
    ],
)
def test_what_cannot_be_placed_is_refused(multi_frame, change, sentence):
    _, path = multi_frame
    written = pydicom.dcmread(path)
    change(written)
    written.save_as(path)
    with pytest.raises(InputError, match=sentence):
        read_image(path)


def test_compressed_frames_are_refused_by_name(multi_frame):
    _, path = multi_frame
    content = path.read_bytes()
    path.write_bytes(content.replace(b"1.2.840.10008.1.2.1\0", b"1.2.840.10008.1.2.5\0", 1))
    with pytest.raises(InputError, match="compressed multi-frame DICOM file"):
        read_image(path)
