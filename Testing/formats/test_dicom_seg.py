"""DICOM SEG: dcmqi's own files against its NRRD files, highdicom's against the masks they were made of."""

import copy
import dataclasses

import highdicom as hd
import numpy as np
import pydicom
import pytest
import SimpleITK as sitk
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.features import extract
from PCRPredictorLib.formats import read_image, read_mask, read_masks
from PCRPredictorLib.formats.dicom_contours import contour_files

from Testing.formats.dicom_contours import series_of, write_seg

HEIGHTS = tuple(2.5 * number for number in range(12))


@pytest.fixture
def dcmqi(shared_data):
    return shared_data / "dicom_seg" / "dcmqi"


@pytest.fixture
def series(tmp_path, write_series):
    numbers = np.random.default_rng(1)
    folder = tmp_path / "ct"
    return write_series(folder, HEIGHTS, thickness="2.5", plane=numbers.integers(1000, 1200, (24, 30)).astype(np.int16))


@pytest.fixture
def lesion():
    mask = np.zeros((len(HEIGHTS), 24, 30), dtype=bool)
    mask[3:9, 5:17, 8:21] = np.random.default_rng(2).random((6, 12, 13)) < 0.8
    return mask


def stored(path, label=1):
    return sitk.GetArrayFromImage(sitk.ReadImage(str(path))) == label


@pytest.mark.parametrize("name", ["liver.dcm", "liver_expb.dcm"])
@pytest.mark.parametrize("with_image", [True, False])
def test_the_liver_of_dcmqi(dcmqi, name, with_image):
    image = read_image(dcmqi / "ct-3slice") if with_image else None
    mask = read_mask(dcmqi / name, image=image)
    assert np.array_equal(mask.array, stored(dcmqi / "liver_seg.nrrd"))
    assert mask.segment == "Liver"
    assert not mask.notices


def test_overlapping_segments_are_kept_apart(dcmqi):
    image = read_image(dcmqi / "ct-3slice")
    places = {"GREEN": (1, 1), "ORANGE": (2, 2), "PURPLE": (3, 3), "LIGHT_BLUE": (1, 4), "DARK_BLUE": (1, 5)}
    masks = {mask.segment: mask for mask in read_masks(dcmqi / "partial_overlaps.dcm", image)}
    assert masks.keys() == places.keys()
    for name, (file, label) in places.items():
        expected = stored(dcmqi / f"partial_overlaps-{file}.nrrd", label)
        assert np.array_equal(masks[name].array, expected), name
        assert np.array_equal(read_mask(dcmqi / "partial_overlaps.dcm", segment=name, image=image).array, expected)
        assert np.array_equal(read_mask(dcmqi / "partial_overlaps.dcm", label=label, image=image).array, expected)
    by_code = read_mask(dcmqi / "partial_overlaps.dcm", segment="Artery", image=image)
    assert np.array_equal(by_code.array, masks["ORANGE"].array)
    with pytest.raises(InputError, match=r"several segments .'GREEN' .label 1., .*say which one is the lesion"):
        read_mask(dcmqi / "partial_overlaps.dcm", image=image)


@pytest.mark.parametrize("padded", ["noppv", "ppv5"])
def test_a_sparse_label_map_says_what_it_leaves_out(dcmqi, padded):
    image = read_image(dcmqi / "24x38x3" / "image")
    for given in (image, None):
        mask = read_mask(dcmqi / f"sparse-labelmap-{padded}.dcm", image=given)
        assert np.array_equal(mask.array, stored(dcmqi / f"sparse_labelmap_{padded}_seg.nrrd"))
        assert [notice.code for notice in mask.notices] == ["contour-gaps"]
        assert "empty on 1 of the 3 slices" in mask.notices[0].message


@pytest.mark.parametrize("name", ["23x38x3", "24x38x3"])
def test_rows_that_end_within_a_byte(dcmqi, name):
    folder = dcmqi / name
    for image in (folder / "image", folder / "multiframe"):
        mask = read_mask(folder / "seg" / "label.seg", image=_without_references(read_image(image)))
        assert np.array_equal(mask.array, stored(folder / "nrrd" / "label.nrrd"))


def _without_references(image):
    return dataclasses.replace(image, acquisition=dataclasses.replace(image.acquisition, series=None))


def test_an_image_that_is_no_series_is_said(dcmqi):
    mask = read_mask(dcmqi / "liver.dcm", image=_without_references(read_image(dcmqi / "ct-3slice")))
    assert [notice.code for notice in mask.notices] == ["contour-series-unknown"]


@pytest.mark.parametrize("kind", ["BINARY", "FRACTIONAL", "LABELMAP"])
@pytest.mark.parametrize("sparse", [True, False])
def test_what_highdicom_wrote_comes_back(tmp_path, series, lesion, kind, sparse):
    other = np.roll(lesion, 9, axis=2) & ~lesion
    path = write_seg(
        tmp_path / "seg.dcm",
        series_of(series),
        {"Tumor": lesion, "Vessel": other},
        kind=hd.seg.SegmentationTypeValues[kind],
        dtype=np.float32 if kind == "FRACTIONAL" else np.uint8,
        omit_empty_frames=sparse,
    )
    image = read_image(series)
    mask = read_mask(path, segment="Tumor", image=image)
    assert np.array_equal(mask.array, lesion)
    assert mask.geometry.same_grid(image.geometry)
    assert not mask.notices
    assert np.array_equal(read_mask(path, segment="2", image=image).array, other)
    alone = read_mask(path, segment="Tumor")
    assert np.array_equal(alone.array, lesion[3:9])
    assert extract(image, alone).features == extract(image, mask).features


def test_a_segment_of_several_slices_apart_is_placed_on_its_own_slices(tmp_path, series, lesion):
    """Two frames five slices apart, whose file states no spacing: on the image they stay two slices."""
    lesion[4:8] = False
    path = write_seg(tmp_path / "seg.dcm", series_of(series), {"Tumor": lesion})
    written = pydicom.dcmread(path)
    measures = written.SharedFunctionalGroupsSequence[0].PixelMeasuresSequence[0]
    for keyword in ("SpacingBetweenSlices", "SliceThickness"):
        if keyword in measures:
            delattr(measures, keyword)
    written.save_as(path)
    mask = read_mask(path, image=read_image(series))
    assert np.array_equal(mask.array, lesion)
    assert [notice.code for notice in mask.notices] == ["contour-gaps"]


def test_features_do_not_depend_on_the_format_of_the_contour(tmp_path, series, lesion):
    image = read_image(series)
    label = sitk.GetImageFromArray(lesion.astype(np.uint8))
    image.geometry.apply_to(label)
    sitk.WriteImage(label, str(tmp_path / "label.nrrd"))
    path = write_seg(tmp_path / "seg.dcm", series_of(series), {"Tumor": lesion})
    assert (
        extract(image, read_mask(path, image=image)).features
        == extract(image, read_mask(tmp_path / "label.nrrd")).features
    )


def test_a_folder_with_one_segmentation_is_read_and_one_with_more_is_refused(tmp_path, series, lesion):
    folder = tmp_path / "segmentation"
    folder.mkdir()
    path = write_seg(folder / "1-1.dcm", series_of(series), {"Tumor": lesion})
    assert np.array_equal(read_mask(folder, image=read_image(series)).array, lesion)
    (folder / "1-2.dcm").write_bytes(path.read_bytes())
    with pytest.raises(InputError, match=r"is a folder; give the one file of the mask"):
        read_mask(folder)


def changed(path, change):
    written = pydicom.dcmread(path)
    change(written)
    written.save_as(path)
    return path


def _set(keyword, value):
    return lambda written: setattr(written, keyword, value)


def _unplaced(written):
    del written.PerFrameFunctionalGroupsSequence[1].PlanePositionSequence


def _shifted(written):
    position = written.PerFrameFunctionalGroupsSequence[1].PlanePositionSequence[0].ImagePositionPatient
    position[2] = float(position[2]) + 0.9


def _unknown_segment(written):
    written.PerFrameFunctionalGroupsSequence[0].SegmentIdentificationSequence[0].ReferencedSegmentNumber = 7


def _twice_at_one_place(written):
    groups = written.PerFrameFunctionalGroupsSequence
    groups[1].PlanePositionSequence = groups[0].PlanePositionSequence


def _numbered_alike(written):
    written.SegmentSequence[1].SegmentNumber = 1


def _half(written):
    written.SegmentationType, written.MaximumFractionalValue = "FRACTIONAL", 255
    written.BitsAllocated = written.BitsStored = 8
    written.HighBit = 7
    size = written.Rows * written.Columns * int(written.NumberOfFrames)
    written.PixelData = bytes([128, 255]) * (size // 2)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_set("FrameOfReferenceUID", "2.25.99"), "drawn in another frame of reference than that of"),
        (_set("PatientID", "PATIENT-8"), "are of different patients"),
        (_set("SOPClassUID", "1.2.840.10008.5.1.4.1.1.2"), "neither a SEG nor an RTSTRUCT"),
        (_set("NumberOfFrames", 3), "other pixels than its header states"),
        (_set("Rows", 60000), "has other pixels than its header states"),
        (_set("PixelData", b"\0" * 10), "has other pixels than its header states"),
        (_set("SegmentSequence", []), "lists no segment"),
        (_unplaced, "does not state ImagePositionPatient of every frame"),
        (_shifted, "lie on no regular grid"),
        (_unknown_segment, "frame 1 belongs to no segment that it lists"),
        (_twice_at_one_place, "two frames of segment 'Tumor' .label 1. at one place"),
        (_numbered_alike, "two segments share a number"),
        (_half, "fractional segmentation; threshold it"),
    ],
)
def test_what_cannot_be_trusted_is_refused(tmp_path, series, lesion, change, sentence):
    masks = {"Tumor": lesion, "Vessel": np.roll(lesion, 9, axis=2) & ~lesion}
    path = changed(write_seg(tmp_path / "seg.dcm", series_of(series), masks), change)
    with pytest.raises(InputError, match=sentence) as refused:
        read_mask(path, segment="Tumor", image=read_image(series))
    assert str(path) in str(refused.value)


def test_a_missing_referenced_slice_is_refused(tmp_path, series, lesion):
    path = write_seg(tmp_path / "seg.dcm", series_of(series), {"Tumor": lesion})
    (series / "011.dcm").unlink()
    with pytest.raises(InputError, match=r"refers to 1 of 12 slices that .* does not hold"):
        read_mask(path, image=read_image(series))


def test_a_series_of_the_same_frame_of_reference_is_another_one(tmp_path, series, lesion, write_series):
    path = write_seg(tmp_path / "seg.dcm", series_of(series), {"Tumor": lesion})
    portal = write_series(tmp_path / "portal", HEIGHTS, thickness="2.5", plane=np.full((24, 30), 1100, dtype=np.int16))
    with pytest.raises(InputError, match="drawn on other slices than those of"):
        read_mask(path, image=read_image(portal))


def _lists_another_series(written):
    """As where both phases lie in one frame of reference, and the tool lists what was loaded."""
    listed = written.ReferencedSeriesSequence
    listed.append(copy.deepcopy(listed[0]))
    listed[1].SeriesInstanceUID = "2.25.500"
    for number, instance in enumerate(listed[1].ReferencedInstanceSequence):
        instance.ReferencedSOPInstanceUID = f"2.25.501{number}"


def test_a_segmentation_that_lists_both_phases_belongs_to_the_one_its_frames_name(tmp_path, series, lesion):
    path = changed(write_seg(tmp_path / "seg.dcm", series_of(series), {"Tumor": lesion}), _lists_another_series)
    image = read_image(series)
    assert np.array_equal(read_mask(path, image=image).array, lesion)
    (found,) = contour_files([path])
    assert found.slices == image.acquisition.series.instances


def _one_slice_up(written):
    for group in written.PerFrameFunctionalGroupsSequence:
        position = group.PlanePositionSequence[0].ImagePositionPatient
        position[2] = float(position[2]) + 2.5


def test_frames_away_from_the_slices_they_name_are_refused(tmp_path, series, lesion):
    path = changed(write_seg(tmp_path / "seg.dcm", series_of(series), {"Tumor": lesion}), _one_slice_up)
    with pytest.raises(InputError, match=r"lies 2\.5 mm away from the slice that it says it was drawn on"):
        read_mask(path, image=read_image(series))


@pytest.mark.parametrize(("thickness", "is_read"), [(2.5, True), (5.0, True), (1.25, False)])
def test_thickness_is_no_distance(tmp_path, series, lesion, thickness, is_read):
    """Without an image, slices that are thinner than their distance may be all there are, or every second one."""

    def change(written):
        measures = written.SharedFunctionalGroupsSequence[0].PixelMeasuresSequence[0]
        measures.pop("SpacingBetweenSlices", None)
        measures.SliceThickness = thickness

    path = changed(write_seg(tmp_path / "seg.dcm", series_of(series), {"Tumor": lesion}), change)
    assert np.array_equal(read_mask(path, image=read_image(series)).array, lesion)
    if is_read:
        found = read_mask(path)
        assert found.geometry.spacing[2] == 2.5
        assert np.array_equal(found.array, lesion[3:9])
    else:
        with pytest.raises(InputError, match="does not state how far its slices lie apart"):
            read_mask(path)


def test_places_that_are_printed_differently_are_one(tmp_path, series, lesion):
    def change(written):
        for number, group in enumerate(written.PerFrameFunctionalGroupsSequence):
            position = group.PlanePositionSequence[0].ImagePositionPatient
            position[2] = float(position[2]) + 0.0006 * (number % 3)

    masks = {"Tumor": lesion, "Vessel": np.roll(lesion, 9, axis=2)}
    path = changed(write_seg(tmp_path / "seg.dcm", series_of(series), masks), change)
    assert np.array_equal(read_mask(path, segment="Tumor").array, lesion[3:9])


@pytest.mark.parametrize("kept", [0.2, 0.6, 0.99])
def test_a_cut_file_is_refused(tmp_path, series, lesion, kept):
    path = write_seg(tmp_path / "seg.dcm", series_of(series), {"Tumor": lesion})
    content = path.read_bytes()
    path.write_bytes(content[: int(kept * len(content))])
    with pytest.raises(InputError, match="again"):
        read_mask(path, image=read_image(series))


def test_an_empty_segment_is_refused(tmp_path, series, lesion):
    masks = {"Tumor": lesion, "Nothing": np.zeros_like(lesion)}
    path = write_seg(tmp_path / "seg.dcm", series_of(series), masks)
    with pytest.raises(InputError, match=r"segment 'Nothing' \(label 2\) is empty"):
        read_mask(path, segment="Nothing", image=read_image(series))
    assert [mask.segment for mask in read_masks(path, read_image(series))] == ["Tumor"]
