"""A DICOM folder becomes the right volume, or is refused with the reason."""

import numpy as np
import pytest
import SimpleITK as sitk
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.formats import read_image
from PCRPredictorLib.imaging.pairing import check_pair


def test_slices_are_sorted_by_position_and_in_hounsfield_units(tmp_path, write_slice, plane_of):
    heights = {0: 5.0, 1: -2.5, 2: 0.0, 3: 2.5}
    for number, height in heights.items():
        path = tmp_path / "a" / f"{number}.dcm"
        write_slice(path, number, (-10, -20, height), instance_number=str(9 - number), acquisition_time="101500")
    image = read_image(tmp_path / "a")
    expected = np.stack([plane_of(number) - 1024 for number in (1, 2, 3, 0)])
    np.testing.assert_array_equal(image.array, expected)
    assert image.geometry.shape == (4, 6, 8)
    assert image.geometry.spacing == pytest.approx((0.7, 0.8, 2.5), abs=1e-12)
    assert image.geometry.origin == (-10.0, -20.0, -2.5)
    assert image.geometry.direction == (1, 0, 0, 0, 1, 0, 0, 0, 1)


def test_oblique_series_agrees_with_itk(tmp_path, write_slice):
    row, column = np.array([0.8, 0.6, 0.0]), np.array([0.0, 0.0, -1.0])
    normal = np.cross(row, column)
    orientation = "\\".join(f"{value:.6f}" for value in (*row, *column))
    names = []
    for number in range(5):
        path = tmp_path / f"{number}.dcm"
        names.append(str(write_slice(path, number, 3 + 2.0 * number * normal, orientation=orientation)))
    image = read_image(tmp_path)
    reader = sitk.ImageSeriesReader()
    reader.SetFileNames(names)
    reference = reader.Execute()
    np.testing.assert_array_equal(image.array, sitk.GetArrayFromImage(reference))
    np.testing.assert_allclose(image.geometry.spacing, reference.GetSpacing(), atol=1e-6)
    np.testing.assert_allclose(image.geometry.origin, reference.GetOrigin(), atol=1e-6)
    np.testing.assert_allclose(image.geometry.direction, reference.GetDirection(), atol=1e-6)


def test_each_slice_has_its_own_rescale(tmp_path, write_slice, plane_of):
    for number, slope in enumerate(("1", "0.5", "2")):
        write_slice(tmp_path / f"{number}.dcm", number, (0, 0, 2.0 * number), slope=slope)
    image = read_image(tmp_path)
    for number, slope in enumerate((1, 0.5, 2)):
        np.testing.assert_array_equal(image.array[number], plane_of(number) * slope - 1024)


def test_acquisition_is_read_without_identifiers(tmp_path, write_series):
    image = read_image(write_series(tmp_path))
    acquisition = image.acquisition
    assert (acquisition.modality, acquisition.study_date) == ("CT", "20200102")
    assert acquisition.acquisition_time == "2020-01-02T10:15:00"
    assert (acquisition.manufacturer, acquisition.series_description) == ("Maker", "Liver arterial")
    assert not acquisition.simulated
    assert len(acquisition.patient_key) == 64
    for secret in ("PATIENT-7", "Doe", "Jane"):
        assert secret not in repr(image)


def test_header_text_that_is_no_utf8_can_be_printed(tmp_path, write_series):
    acquisition = read_image(write_series(tmp_path, description="weiß", patient_id="MÜLLER")).acquisition
    assert acquisition.series_description == "weiß"
    assert len(acquisition.patient_key) == 64


def test_hash_ignores_file_names_and_follows_content(tmp_path, write_series, write_slice):
    first = read_image(write_series(tmp_path / "a"))
    renamed = tmp_path / "b"
    renamed.mkdir()
    for number, path in enumerate(sorted((tmp_path / "a").iterdir(), reverse=True)):
        (renamed / f"IM{number}").write_bytes(path.read_bytes())
    second = read_image(renamed)
    assert len(first.content_hash) == 64
    assert second.content_hash == first.content_hash
    np.testing.assert_array_equal(first.array, second.array)
    write_slice(renamed / "IM0", 3, (-10, -20, 7.5), description="other")
    assert read_image(renamed).content_hash != first.content_hash


def test_other_files_beside_the_slices_are_left_alone(tmp_path, write_series):
    write_series(tmp_path / "a")
    (tmp_path / "LICENSE").write_text("words")
    (tmp_path / "DICOMDIR").write_bytes(bytes(128) + b"DICM")
    (tmp_path / "a" / ".DS_Store").write_bytes(b"\0\1")
    assert read_image(tmp_path).geometry.shape == (4, 6, 8)


@pytest.mark.parametrize(
    ("heights", "sentence"),
    [
        ((0, 2.5, 7.5, 10, 12.5), r"misses 1 slice between 001\.dcm and 002\.dcm \(5\.00 mm apart instead of 2\.50\)"),
        ((0, 2.5, 5, 15, 17.5, 20), r"misses 3 slices between 002\.dcm and 003\.dcm"),
        (
            (0, 2.5, 2.5, 5),
            r"one position \(001\.dcm of acquisition 1 at 10:15:01 and 002\.dcm of acquisition 1 at 10:15:02\)",
        ),
        ((1, 1, 1, 1), "two slices at one position"),
        ((0, 2.5, 5.0, 7.54), r"slice spacing that varies by 1\.6 %"),
        ((0, 2.5, 5.0, 8.7), r"slice spacing that varies by 48\.0 %"),
        ((0.0,), "one DICOM slice only"),
    ],
)
def test_irregular_positions_are_refused(tmp_path, write_series, heights, sentence):
    with pytest.raises(InputError, match=sentence):
        read_image(write_series(tmp_path, heights))


def test_spacing_within_one_percent_is_accepted(tmp_path, write_series):
    image = read_image(write_series(tmp_path, (0, 2.5, 5.02, 7.51)))
    assert image.geometry.spacing[2] == pytest.approx(7.51 / 3)


def test_gantry_tilt_is_refused(tmp_path, write_slice):
    for number in range(4):
        write_slice(
            tmp_path / f"{number}.dcm", number, (0, 0, 5.0 * number), orientation="1\\0\\0\\0\\0.97029573\\-0.2419219"
        )
    with pytest.raises(InputError, match=r"gantry tilt: .* by 14\.0 degrees"):
        read_image(tmp_path)


def test_shift_along_a_row_is_refused_like_a_tilt(tmp_path, write_slice):
    for number in range(4):
        write_slice(tmp_path / f"{number}.dcm", number, (0.2 * number, 0, 5.0 * number))
    with pytest.raises(InputError, match=r"gantry tilt: .* by 2\.3 degrees"):
        read_image(tmp_path)


def test_a_stated_tilt_that_the_positions_do_not_show_is_passed_over(tmp_path, write_series):
    """Consoles keep the tag when they straighten a volume."""
    straight = read_image(write_series(tmp_path / "a"))
    stated = read_image(write_series(tmp_path / "b", tilt="-12"))
    np.testing.assert_array_equal(stated.array, straight.array)
    assert stated.geometry == straight.geometry


def test_mixed_series_are_refused(tmp_path, write_series):
    write_series(tmp_path / "a")
    write_series(tmp_path / "b", (0, 1, 2), series="2.25.77", series_number="9")
    with pytest.raises(InputError, match=r"mixes 2 DICOM series \(number 4 with 4 files, number 9 with 3 files\)"):
        read_image(tmp_path)


def test_several_patients_in_one_series_are_refused(tmp_path, write_series, write_slice):
    write_series(tmp_path)
    write_slice(tmp_path / "other.dcm", 4, (-10, -20, 10.0), patient_id="PATIENT-8")
    with pytest.raises(InputError, match="files of several patients") as error:
        read_image(tmp_path)
    assert "PATIENT" not in str(error.value)


def test_control_codes_of_a_header_stay_out_of_messages(tmp_path, write_series):
    with pytest.raises(InputError, match=r"modality M\?R\[31m\)"):
        read_image(write_series(tmp_path, modality="M\033R[31m"))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"orientation": "0\\1\\0\\0\\0\\-1"}, "different orientation"),
        ({"pixel_spacing": "0.8\\0.8"}, "different pixel spacing"),
        ({"plane": np.zeros((5, 8), np.int16)}, r"different size \(4 of 8 x 6, 1 of 8 x 5\)"),
    ],
)
def test_odd_slice_within_a_series_is_refused(tmp_path, write_series, write_slice, changes, sentence):
    write_series(tmp_path)
    write_slice(tmp_path / "odd.dcm", 9, (-10, -20, 10.0), **changes)
    with pytest.raises(InputError, match=sentence):
        read_image(tmp_path)


@pytest.mark.parametrize("modality", ["MR", "PT", None])
def test_other_modalities_are_refused_unless_allowed(tmp_path, write_series, modality):
    write_series(tmp_path, modality=modality)
    with pytest.raises(InputError, match=rf"not CT \(modality {modality or 'not stated'}\).*--any-modality"):
        read_image(tmp_path)
    assert read_image(tmp_path, any_modality=True).geometry.shape == (4, 6, 8)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"stated_position": None}, "ImagePositionPatient is missing, 3 numbers needed"),
        ({"orientation": None}, "ImageOrientationPatient is missing"),
        ({"orientation": "1\\0\\0\\1\\0\\0"}, "no pair of orthogonal unit vectors"),
        ({"orientation": "2\\0\\0\\0\\1\\0"}, "no pair of orthogonal unit vectors"),
        ({"pixel_spacing": None}, "PixelSpacing is missing"),
        ({"pixel_spacing": "0\\0.8"}, "is not positive"),
        ({"intercept": None, "slope": None}, "states no rescale to Hounsfield units"),
        ({"rescale_type": "Z_EFF"}, "holds values in Z_EFF"),
    ],
)
def test_headers_without_a_grid_or_unit_are_refused(tmp_path, write_series, changes, sentence):
    with pytest.raises(InputError, match=sentence):
        read_image(write_series(tmp_path, **changes))


@pytest.mark.parametrize("kept", [0, 100, 400, -50, -1])
def test_damaged_slice_is_named(tmp_path, write_series, kept):
    path = write_series(tmp_path) / "002.dcm"
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(InputError, match=r"002\.dcm"):
        read_image(tmp_path)


def test_folder_without_dicom_is_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("nothing")
    with pytest.raises(InputError, match="holds no DICOM image"):
        read_image(tmp_path)


@pytest.mark.parametrize(
    ("folder", "sentence"),
    [
        ("failing_gantrytilting", r"gantry tilt: .* 14\.0 degrees"),
        ("failing_notavolume", "two slices at one position"),
        ("failing_sliceincrement", "mixes 2 DICOM series"),
        ("failing_sliceincrement/001", "misses 1 slice between"),
        ("failing_sliceincrement/002", "gantry tilt"),
    ],
)
def test_real_odd_series_are_refused(shared_data, folder, sentence):
    with pytest.raises(InputError, match=sentence):
        read_image(shared_data / "dicom_odd" / f"dicom2nifti_{folder}")


def test_real_portal_venous_ct_is_read(shared_data):
    folder = shared_data / "ct_liver" / "CRLM-CT-1006_dicom"
    image = read_image(folder)
    reader = sitk.ImageSeriesReader()
    reader.SetFileNames(sitk.ImageSeriesReader.GetGDCMSeriesFileNames(str(folder)))
    np.testing.assert_array_equal(image.array, sitk.GetArrayFromImage(reader.Execute()))
    assert image.geometry.shape == (51, 512, 512)
    assert image.geometry.spacing == pytest.approx((0.804688, 0.804688, 5.0), abs=1e-9)
    assert (image.array.min(), image.array.max()) == (-3024, 1184)


def test_dicom_headers_tell(tmp_path, write_series, plane_of):
    arterial = read_image(write_series(tmp_path / "a", acquisition_time="101500", description="Liver"))
    changes = {"plane": plane_of(9), "series": "2.25.8", "description": "Liver"}
    portal = read_image(write_series(tmp_path / "p", acquisition_time="101540", **changes))
    assert check_pair(arterial, portal) == ()
    with pytest.raises(InputError, match="acquired 40 s before"):
        check_pair(portal, arterial)
    other = read_image(write_series(tmp_path / "o", patient_id="PATIENT-8", plane=plane_of(7), description="Liver"))
    with pytest.raises(InputError, match="different patients"):
        check_pair(arterial, other)
