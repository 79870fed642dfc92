"""Grids from headers alone."""

import numpy as np
import pytest
import SimpleITK as sitk
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.formats import read_grid, read_image
from PCRPredictorLib.imaging import Acquisition
from PCRPredictorLib.imaging.pairing import header_contradictions, header_notices


def test_grid_of_a_file_is_that_of_its_image(tmp_path):
    image = sitk.GetImageFromArray(np.zeros((3, 4, 5), np.int16))
    image.SetSpacing((0.7, 0.8, 2.5))
    image.SetOrigin((1, -2, 3))
    for name in ("a.nrrd", "a.nii.gz", "a.mha"):
        sitk.WriteImage(image, str(tmp_path / name))
        geometry, _ = read_grid(tmp_path / name)
        assert geometry == read_image(tmp_path / name).geometry


def test_grid_of_a_dicom_folder_comes_with_its_acquisition(tmp_path, write_series):
    folder = write_series(tmp_path / "ct")
    geometry, acquisition = read_grid(folder)
    image = read_image(folder)
    assert (geometry, acquisition) == (image.geometry, image.acquisition)


def test_data_are_not_read_but_headers_are_checked(tmp_path):
    header = "NRRD0004\ntype: short\ndimension: 3\nsizes: 2 2 2\nencoding: raw\nendian: little\n"
    placed = "space: left-posterior-superior\nspace directions: (1,0,0) (0,1,0) (0,0,1)\nspace origin: (0,0,0)\n"
    (tmp_path / "cut.nrrd").write_text(header + placed + "\n")
    assert read_grid(tmp_path / "cut.nrrd")[0].shape == (2, 2, 2)
    (tmp_path / "nowhere.nrrd").write_text(header + "spacings: 1 1 1\n\n")
    with pytest.raises(InputError, match="states no position"):
        read_grid(tmp_path / "nowhere.nrrd")
    with pytest.raises(InputError, match="does not exist"):
        read_grid(tmp_path / "missing.nrrd")


def test_phases_are_compared_by_their_headers():
    first = Acquisition(patient_key="a", acquisition_time="10:00:30")
    (other,) = header_contradictions(first, Acquisition(patient_key="b"))
    assert "different patients" in other.sentence(("X", "Y"))
    (reversed_,) = header_contradictions(first, Acquisition(acquisition_time="10:00:20"))
    assert "acquired 10 s before X" in reversed_.sentence(("X", "Y"))
    later = Acquisition(acquisition_time="10:01:00")
    assert header_contradictions(first, later) == header_notices(first, later) == ()
