"""RTSTRUCT: outlines that contourpy traced around masks come back as these masks, to the voxel."""

import copy

import numpy as np
import pydicom
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.features import extract
from PCRPredictorLib.formats import read_image, read_mask, read_masks
from PCRPredictorLib.formats.dicom_contours import contour_files
from scipy import ndimage

from Testing.formats.dicom_contours import outlines, series_of, write_rtstruct

HEIGHTS = tuple(2.5 * number for number in range(12))
OBLIQUE = "0.98480775\\0.17364818\\0\\-0.17364818\\0.98480775\\0"


@pytest.fixture
def series(tmp_path, write_series):
    plane = np.random.default_rng(1).integers(1000, 1200, (32, 36)).astype(np.int16)
    return write_series(tmp_path / "ct", HEIGHTS, plane=plane)


def blob(seed, shape=(12, 32, 36)):
    """A ragged region with holes and islands, away from the border."""
    smooth = ndimage.gaussian_filter(np.random.default_rng(seed).normal(size=shape), 1.5)
    mask = np.zeros(shape, dtype=bool)
    mask[2:10, 4:28, 4:32] = smooth[2:10, 4:28, 4:32] > 0.02
    return mask


def written(path, series, regions, **options):
    image = read_image(series)
    return write_rtstruct(path, series_of(series), image.geometry, regions, **options), image


@pytest.mark.parametrize("seed", range(6))
def test_holes_islands_and_ragged_edges_come_back(tmp_path, series, seed):
    mask = blob(seed)
    assert any((ndimage.binary_fill_holes(plane) & ~plane).any() for plane in mask)
    assert max(ndimage.label(plane)[1] for plane in mask) > 1
    path, image = written(tmp_path / "rt.dcm", series, {"Tumor": outlines(mask)})
    found = read_mask(path, image=image)
    assert np.array_equal(found.array, mask)
    assert found.segment == "Tumor"
    assert not found.notices
    assert read_mask(path, segment="1", image=image).voxel_count == mask.sum()


def test_oblique_slices(tmp_path, write_slice):
    """Slices turned about the body axis, so that no axis of the image is one of the patient."""
    plane = np.random.default_rng(1).integers(1000, 1200, (32, 36)).astype(np.int16)
    for number, height in enumerate(HEIGHTS):
        write_slice(tmp_path / "ct" / f"{number}.dcm", number, (-10.0, -20.0, height), plane=plane, orientation=OBLIQUE)
    mask = blob(3)
    path, image = written(tmp_path / "rt.dcm", tmp_path / "ct", {"Tumor": outlines(mask)})
    assert np.array_equal(read_mask(path, image=image).array, mask)


@pytest.mark.parametrize(("digits", "most"), [(3, 0.0), (2, 0.0), (1, 0.06)])
def test_what_few_digits_cost(tmp_path, series, digits, most):
    """A tenth of a millimeter is an eighth of a voxel: it moves few of the lines across a center."""
    mask = blob(4)
    path, image = written(tmp_path / "rt.dcm", series, {"Tumor": outlines(mask)}, digits=digits)
    found = read_mask(path, image=image).array
    assert (found ^ mask).sum() <= most * mask.sum()


def test_a_key_hole_is_a_ring(tmp_path, series):
    outer = [(5.5, 5.5), (25.5, 5.5), (25.5, 25.5), (5.5, 25.5)]
    inner = [(12.5, 12.5), (12.5, 18.5), (18.5, 18.5), (18.5, 12.5)]
    corners = np.array([*outer, outer[0], *inner, inner[0]])
    path, image = written(tmp_path / "rt.dcm", series, {"Tumor": [(place, corners) for place in (4, 5)]})
    expected = np.zeros(image.array.shape, dtype=bool)
    expected[4:6, 6:26, 6:26] = True
    expected[4:6, 13:19, 13:19] = False
    assert np.array_equal(read_mask(path, image=image).array, expected)


def test_a_line_that_runs_past_its_beginning_is_refused(tmp_path, series):
    """By the even-odd rule its overlap would be a hole, and no word said."""
    overrun = [(5.5, 5.5), (25.5, 5.5), (25.5, 25.5), (5.5, 25.5), (5.5, 4.5), (15.5, 4.5), (15.5, 9.5), (8.5, 9.5)]
    path, image = written(tmp_path / "rt.dcm", series, {"Tumor": [(4, np.array(overrun))]})
    with pytest.raises(InputError, match=r"region 'Tumor' \(label 1\) has a contour that runs over itself"):
        read_mask(path, image=image)


def test_a_circle_has_its_area(tmp_path, series):
    angles = np.linspace(0, 2 * np.pi, 400, endpoint=False)
    corners = np.column_stack([17.3 + 11 * np.cos(angles), 16.1 + 11 * np.sin(angles)])
    path, image = written(tmp_path / "rt.dcm", series, {"Tumor": [(place, corners) for place in range(3, 9)]})
    area = read_mask(path, image=image).voxel_count / 6
    assert abs(area - np.pi * 11**2) < 2 * np.pi * 11 * 0.5 * 0.1  # a tenth of the half voxel along the line


def test_slices_without_a_contour_between_others_are_said(tmp_path, series):
    mask = blob(2)
    mask[[4, 6]] = False
    path, image = written(tmp_path / "rt.dcm", series, {"Tumor": outlines(mask)})
    found = read_mask(path, image=image)
    assert np.array_equal(found.array, mask)
    assert [notice.code for notice in found.notices] == ["contour-gaps"]
    assert "empty on 2 of the 8 slices" in found.notices[0].message
    assert found.notices[0] in extract(image, found).warnings


def test_regions_are_chosen_by_name_and_listed(tmp_path, series):
    regions = {"Tumor": outlines(blob(1)), "Liver": outlines(blob(2)), "Nothing": []}
    path, image = written(tmp_path / "rt.dcm", series, regions)
    assert np.array_equal(read_mask(path, segment="Liver", image=image).array, blob(2))
    assert [mask.segment for mask in read_masks(path, image)] == ["Tumor", "Liver"]
    with pytest.raises(InputError, match=r"several segments .'Tumor' .label 1., 'Liver' .label 2., 'Nothing'"):
        read_mask(path, image=image)
    with pytest.raises(InputError, match=r"region 'Nothing' .label 3. has no closed contour"):
        read_mask(path, segment="Nothing", image=image)
    with pytest.raises(InputError, match="has no voxels of its own; give its image"):
        read_mask(path, segment="Tumor")


SQUARE = np.array([(8.5, 8.5), (18.5, 8.5), (18.5, 18.5), (8.5, 18.5)])


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([(4, SQUARE), (4, SQUARE)], "cross or are the same"),
        ([(4, SQUARE), (4, SQUARE + 5)], "cross or are the same"),
        ([(4, SQUARE + 30)], "reaches outside of"),
        ([(4, SQUARE[:2])], "has no closed contour"),
        ([(4, SQUARE), (4, [(-0.8, 8), (4, 8), (4, 12)])], "reaches outside of"),
        ([(4, np.array([(8.1, 8.1), (8.3, 8.1), (8.3, 8.3)]))], "holds no voxel"),
    ],
)
def test_contours_that_mean_nothing_are_refused(tmp_path, series, lines, sentence):
    path, image = written(tmp_path / "rt.dcm", series, {"Tumor": lines})
    with pytest.raises(InputError, match=sentence):
        read_mask(path, image=image)


def test_a_contour_between_slices_is_refused(tmp_path, series, write_series):
    path, _ = written(tmp_path / "rt.dcm", series, {"Tumor": outlines(blob(1))})
    structure = pydicom.dcmread(path)
    contour = structure.ROIContourSequence[0].ContourSequence[0]
    contour.ContourData = [value + (1.2 if place % 3 == 2 else 0) for place, value in enumerate(contour.ContourData)]
    structure.save_as(path)
    with pytest.raises(InputError, match="lies in no slice of"):
        read_mask(path, image=read_image(series))


@pytest.mark.parametrize("kind", ["OPEN_PLANAR", "OPEN_NONPLANAR", "POINT"])
def test_a_line_instead_of_an_outline_is_said(tmp_path, series, kind):
    path, image = written(tmp_path / "rt.dcm", series, {"Tumor": [(place, SQUARE) for place in (3, 4, 5)]})
    structure = pydicom.dcmread(path)
    structure.ROIContourSequence[0].ContourSequence[0].ContourGeometricType = kind
    structure.save_as(path)
    mask = read_mask(path, image=image)
    assert mask.array.any(axis=(1, 2)).tolist() == [place in (4, 5) for place in range(12)]
    assert [notice.code for notice in mask.notices] == ["contour-open"]
    assert mask.notices[0].message.startswith("1 of the contours")


def test_a_speck_of_two_corners_is_said(tmp_path, series):
    path, image = written(tmp_path / "rt.dcm", series, {"Tumor": [(4, SQUARE), (4, SQUARE[:2])]})
    mask = read_mask(path, image=image)
    assert (mask.voxel_count, [notice.code for notice in mask.notices]) == (100, ["contour-open"])


@pytest.mark.parametrize("beyond", [0.0, 0.0004, 0.09])
def test_an_outline_along_the_border_of_the_image(tmp_path, series, beyond):
    corners = np.array([(-0.5 - beyond, -0.5), (10.5, -0.5), (10.5, 31.5 + beyond), (-0.5 - beyond, 31.5)])
    path, image = written(tmp_path / "rt.dcm", series, {"Tumor": [(4, corners)]})
    found = read_mask(path, image=image).array
    assert found[4, :, :11].all()
    assert found.sum() == 32 * 11


def test_hundreds_of_outlines_on_one_slice(tmp_path, series):
    """Every second pixel of every second row: what is compared are neighbors, not all with all."""
    dot = np.array([(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)])
    dots = [(4, dot + np.array((column, row))) for column in range(0, 36, 2) for row in range(0, 32, 2)]
    path, image = written(tmp_path / "rt.dcm", series, {"Tumor": dots}, digits=2)
    expected = np.zeros(image.array.shape, dtype=bool)
    expected[4, ::2, ::2] = True
    assert np.array_equal(read_mask(path, image=image).array, expected)


@pytest.fixture
def other_series(tmp_path, write_series):
    """The other phase, in the same frame of reference."""
    return write_series(tmp_path / "other", HEIGHTS, series="2.25.55")


def test_a_structure_set_that_lists_both_phases_belongs_to_the_one_its_contours_name(tmp_path, series, other_series):
    path, image = written(tmp_path / "rt.dcm", series, {"Tumor": outlines(blob(1))})
    other = series_of(other_series)
    for number, one in enumerate(other):
        one.SOPInstanceUID = f"2.25.900{number}"
        one.save_as(other_series / f"{number}.dcm")
    structure = pydicom.dcmread(path)
    listed = structure.ReferencedFrameOfReferenceSequence[0].RTReferencedStudySequence[0].RTReferencedSeriesSequence
    listed.append(copy.deepcopy(listed[0]))
    for reference, one in zip(listed[1].ContourImageSequence, other, strict=True):
        reference.ReferencedSOPInstanceUID = one.SOPInstanceUID
    structure.save_as(path)
    assert np.array_equal(read_mask(path, image=image).array, blob(1))
    (found,) = contour_files([path])
    assert found.slices == image.acquisition.series.instances
    for contour in structure.ROIContourSequence[0].ContourSequence:
        del contour.ContourImageSequence
    structure.save_as(path)
    assert np.array_equal(read_mask(path, image=image).array, blob(1))


def test_a_contour_away_from_the_slice_it_names_is_refused(tmp_path, series):
    path, image = written(tmp_path / "rt.dcm", series, {"Tumor": [(4, SQUARE), (5, SQUARE)]})
    structure = pydicom.dcmread(path)
    first, second = structure.ROIContourSequence[0].ContourSequence
    first.ContourImageSequence, second.ContourImageSequence = second.ContourImageSequence, first.ContourImageSequence
    structure.save_as(path)
    with pytest.raises(InputError, match=r"lies 2\.5 mm away from the slice that it says it was drawn on"):
        read_mask(path, image=image)


def _other_patient(structure):
    structure.PatientID = "PATIENT-8"


def _other_frame(structure):
    structure.StructureSetROISequence[0].ReferencedFrameOfReferenceUID = "2.25.77"


def _other_slice(structure):
    structure.ROIContourSequence[0].ContourSequence[0].ContourImageSequence[0].ReferencedSOPInstanceUID = "2.25.78"


def _other_count(structure):
    structure.ROIContourSequence[0].ContourSequence[0].NumberOfContourPoints += 1


def _shifted(structure):
    structure.ROIContourSequence[0].ContourSequence[0].ContourOffsetVector = [0, 0, 2.5]


def _words(structure):
    contour = structure.ROIContourSequence[0].ContourSequence[0]
    pydicom.config.settings.writing_validation_mode = pydicom.config.IGNORE
    contour[0x30060050] = pydicom.DataElement(0x30060050, "LO", ["left", "right", "up"] * 4)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_other_patient, "are of different patients"),
        (_other_frame, "another frame of reference"),
        (_other_slice, "refers to 1 of 13 slices"),
        (_other_count, "corners are not as many as it states"),
        (_shifted, "is to be shifted"),
        (_words, "corners are not as many|is damaged"),
        (lambda structure: structure.clear(), "neither a SEG nor an RTSTRUCT"),
    ],
)
def test_what_belongs_elsewhere_is_refused(tmp_path, series, change, sentence):
    path, image = written(tmp_path / "rt.dcm", series, {"Tumor": outlines(blob(1))})
    structure = pydicom.dcmread(path)
    change(structure)
    structure.file_meta.MediaStorageSOPClassUID = structure.get("SOPClassUID", "1.2.3")
    structure.save_as(path)
    with pytest.raises(InputError, match=sentence):
        read_mask(path, segment="Tumor", image=image)
