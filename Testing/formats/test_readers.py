"""Volume files are read as they are, and damaged or unfit ones are refused."""

import hashlib
import os

import numpy as np
import pytest
import SimpleITK as sitk
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.formats import read_grid, read_image, read_mask, read_masks
from PCRPredictorLib.imaging.checks import check_roi
from PCRPredictorLib.imaging.geometry import Geometry
from PCRPredictorLib.imaging.mask import Mask
from PCRPredictorLib.imaging.phase_image import SIMULATED_KEY, PhaseImage
from PCRPredictorLib.imaging.resampling import onto_grid

FORMATS = ["plain.nrrd", "packed.nrrd", "plain.nii", "packed.nii.gz", "plain.mha", "packed.mha"]
SHAPE = (7, 9, 11)


@pytest.fixture
def volume():
    values = np.random.default_rng(3).integers(-1000, 1000, SHAPE).astype(np.int16)
    image = sitk.GetImageFromArray(values)
    image.SetSpacing((0.7, 0.8, 2.5))
    image.SetOrigin((-10.5, 20.25, -30.0))
    image.SetDirection((0.8, -0.6, 0, 0.6, 0.8, 0, 0, 0, 1))
    return image


@pytest.fixture
def labels():
    values = np.zeros(SHAPE, np.uint8)
    values[1:4, 1:6, 1:6] = 1
    values[2:3, 2:5, 2:5] = 2
    return values


def write(image, path):
    sitk.WriteImage(image, str(path), path.name.startswith("packed"))
    return path


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_keeps_voxels_and_grid(tmp_path, volume, name):
    path = write(volume, tmp_path / name)
    image = read_image(path)
    np.testing.assert_array_equal(image.array, sitk.GetArrayFromImage(volume))
    assert image.geometry.shape == SHAPE
    assert image.geometry.spacing == pytest.approx((0.7, 0.8, 2.5), abs=1e-6)
    assert image.geometry.origin == pytest.approx((-10.5, 20.25, -30.0), abs=1e-5)
    assert image.geometry.direction == pytest.approx((0.8, -0.6, 0, 0.6, 0.8, 0, 0, 0, 1), abs=1e-6)
    assert image.content_hash == hashlib.sha256(path.read_bytes()).hexdigest()
    assert image.acquisition.modality is None
    assert not image.acquisition.simulated


@pytest.mark.parametrize("name", ["plain.nhdr", "packed.nhdr", "plain.mhd", "packed.mhd"])
def test_voxels_in_a_file_of_their_own_are_hashed_and_checked(tmp_path, volume, name):
    path = write(volume, tmp_path / name)
    (data,) = (other for other in tmp_path.iterdir() if other != path)
    image = read_image(path)
    np.testing.assert_array_equal(image.array, sitk.GetArrayFromImage(volume))
    volume[1, 1, 1] = volume[1, 1, 1] + 1
    assert read_image(write(volume, path)).content_hash != image.content_hash
    data.write_bytes(data.read_bytes()[:-9])
    with pytest.raises(InputError, match=name):
        read_image(path)
    data.unlink()
    with pytest.raises(InputError, match=name):
        read_image(path)


def test_volumes_in_many_parts_are_refused(tmp_path, volume):
    write(volume, tmp_path / "pair.hdr")
    with pytest.raises(InputError, match=r"in two parts; save the volume as \.nii\.gz"):
        read_image(tmp_path / "pair.hdr")
    path = write(volume, tmp_path / "a.mhd")
    path.write_text(path.read_text().replace("a.raw", "a%03d.raw 1 7 1"))
    with pytest.raises(InputError, match="over several files"):
        read_image(path)


@pytest.mark.parametrize("name", ["plain.nrrd", "plain.mha"])
def test_simulated_mark_is_read(tmp_path, volume, name):
    volume.SetMetaData(SIMULATED_KEY, "true")
    assert read_image(write(volume, tmp_path / name)).acquisition.simulated


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("missing", [1, 8, 200, 700])
def test_cut_file_is_refused(tmp_path, volume, name, missing):
    path = write(volume, tmp_path / name)
    path.write_bytes(path.read_bytes()[:-missing])
    with pytest.raises(InputError, match=name):
        read_image(path)


@pytest.mark.parametrize("name", ["packed.nrrd", "packed.nii.gz", "packed.mha"])
@pytest.mark.parametrize("place", [0.5, 0.7, 0.9, 0.999])
def test_flipped_bit_in_compressed_data_is_refused(tmp_path, volume, name, place):
    path = write(volume, tmp_path / name)
    content = bytearray(path.read_bytes())
    content[int(place * len(content))] ^= 0x10
    path.write_bytes(content)
    with pytest.raises(InputError, match=name):
        read_image(path)


@pytest.mark.parametrize("broken", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", FORMATS)
def test_values_that_are_no_numbers_are_seen(tmp_path, volume, name, dtype, broken):
    """The NIfTI library reads them as 0."""
    values = sitk.GetArrayFromImage(volume).astype(dtype)
    places = [(0, 0, 0), (3, 4, 5), (6, 8, 10)]
    for place in places:
        values[place] = broken
    image = sitk.GetImageFromArray(values)
    image.CopyInformation(volume)
    read = read_image(write(image, tmp_path / name))
    assert np.argwhere(~np.isfinite(read.array)).tolist() == [list(place) for place in places]
    np.testing.assert_array_equal(read.array[np.isfinite(values)], values[np.isfinite(values)])
    assert read.geometry.same_grid(Geometry.from_sitk(volume))


def test_big_endian_nifti_with_a_value_that_is_no_number(tmp_path):
    values = np.arange(2 * 3 * 4, dtype=">f4").reshape(2, 3, 4)
    path = write(sitk.GetImageFromArray(values.astype(np.float32)), tmp_path / "little.nii")
    little = path.read_bytes()
    header = bytearray(352)
    # every field of the header that is not zero, turned round; the rest stays as it is
    for kind, places in (
        ("i4", [0]),
        ("i2", [*range(40, 56, 2), 70, 72, 252, 254]),
        ("f4", [*range(76, 120, 4), *range(256, 328, 4)]),
    ):
        for place in places:
            size = int(kind[1])
            header[place : place + size] = little[place : place + size][::-1]
    header[123], header[344:348] = little[123], little[344:348]
    values[1, 2, 3] = np.nan
    (tmp_path / "big.nii").write_bytes(bytes(header) + values.tobytes())
    read = read_image(tmp_path / "big.nii").array
    assert np.argwhere(np.isnan(read)).tolist() == [[1, 2, 3]]
    assert read[1, 2, 2] == 22


def test_a_header_of_fewer_slices_than_there_are_is_refused(tmp_path, volume):
    path = write(volume, tmp_path / "plain.nii")
    content = bytearray(path.read_bytes())
    content[46] = SHAPE[0] - 1
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"plain\.nii holds more slices than the 6 that its header states"):
        read_image(path)


@pytest.mark.parametrize("name", ["a.nrrd", "a.seg.nrrd", "a.nii", "a.nii.gz", "a.mha", "a.png", "a.txt", "noname"])
@pytest.mark.parametrize("content", [b"these are words\n", bytes(400), b"NRRD0004\n", b"NRRD0004\n\n"])
def test_what_is_no_image_is_refused(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=name):
        read_image(path)
    with pytest.raises(InputError, match=name):
        read_mask(path)


@pytest.mark.parametrize("read", [read_image, read_mask, read_grid])
def test_a_name_that_is_no_utf8_is_refused(tmp_path, volume, read):
    write(volume, tmp_path / "a.nrrd")
    odd = tmp_path / os.fsdecode(b"b\xe4.nrrd")
    os.rename(tmp_path / "a.nrrd", odd)
    with pytest.raises(InputError, match=r"bä\.nrrd has a name that is no UTF-8 text; rename"):
        read(odd)


@pytest.mark.parametrize("read", [read_image, read_grid])
def test_a_dicom_name_that_is_no_utf8_is_refused(tmp_path, write_series, read):
    folder = write_series(tmp_path / os.fsdecode(b"s\xe9rie"))
    with pytest.raises(InputError, match=r"série/000\.dcm has a name that is no UTF-8 text"):
        read(folder)


def test_missing_and_empty_files_are_told_apart(tmp_path):
    with pytest.raises(InputError, match="does not exist"):
        read_image(tmp_path / "no.nrrd")
    (tmp_path / "empty.nrrd").touch()
    with pytest.raises(InputError, match="is an empty file"):
        read_image(tmp_path / "empty.nrrd")
    with pytest.raises(InputError, match="does not exist"):
        read_image(tmp_path / ("x" * 5000))
    os.mkfifo(tmp_path / "pipe.nrrd")
    with pytest.raises(InputError, match="is no file"):
        read_image(tmp_path / "pipe.nrrd")


def test_a_picture_and_vectors_are_no_volume(tmp_path, volume):
    write(sitk.GetImageFromArray(np.zeros((5, 6), np.uint8)), tmp_path / "flat.nrrd")
    with pytest.raises(InputError, match="2 dimensions"):
        read_image(tmp_path / "flat.nrrd")
    write(sitk.Compose(volume, volume), tmp_path / "two.nrrd")
    with pytest.raises(InputError, match="2 components per voxel"):
        read_image(tmp_path / "two.nrrd")
    write(sitk.JoinSeries([volume, volume]), tmp_path / "four.nii.gz")
    with pytest.raises(InputError, match="4 dimensions"):
        read_image(tmp_path / "four.nii.gz")


def test_single_dicom_file_is_refused(tmp_path, write_series):
    path = write_series(tmp_path) / "000.dcm"
    with pytest.raises(InputError, match="is a single DICOM slice; give the folder of the whole CT series"):
        read_image(path)
    with pytest.raises(InputError, match="neither a SEG nor an RTSTRUCT"):
        read_mask(path)


@pytest.mark.parametrize("name", ["plain.nii", "plain.mha", "packed.mha"])
def test_readers_print_nothing_of_a_damaged_file(tmp_path, volume, name, capfd):
    path = write(volume, tmp_path / name)
    path.write_bytes(path.read_bytes()[:-700])
    with pytest.raises(InputError):
        read_image(path)
    os.write(2, b"afterwards")
    assert capfd.readouterr() == ("", "afterwards")


def test_damaged_dicom_prints_nothing(tmp_path, write_series, capfd):
    path = write_series(tmp_path) / "002.dcm"
    path.write_bytes(path.read_bytes()[:-50])
    with pytest.raises(InputError):
        read_image(tmp_path)
    assert capfd.readouterr() == ("", "")


def test_itk_warnings_stay_as_they_were(tmp_path, volume):
    shown = sitk.ProcessObject.GetGlobalWarningDisplay()
    read_image(write(volume, tmp_path / "plain.nrrd"))
    assert sitk.ProcessObject.GetGlobalWarningDisplay() is shown


@pytest.mark.parametrize("name", ["mask.nrrd", "mask.nii.gz", "mask.mha"])
def test_label_is_chosen_by_number(tmp_path, labels, name):
    path = write(sitk.GetImageFromArray(labels), tmp_path / name)
    for label in (1, 2):
        mask = read_mask(path, label=label)
        np.testing.assert_array_equal(mask.array, labels == label)
        assert mask.segment == str(label)
        assert mask.content_hash == hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_only_label_needs_no_choice(tmp_path, labels):
    path = write(sitk.GetImageFromArray((labels > 0).astype(np.float32) * 7), tmp_path / "mask.nrrd")
    mask = read_mask(path)
    assert (mask.segment, mask.voxel_count) == ("7", 75)


def test_unclear_and_absent_labels_are_listed(tmp_path, labels):
    path = write(sitk.GetImageFromArray(labels), tmp_path / "mask.nrrd")
    with pytest.raises(InputError, match=r"several labels \(1, 2\)"):
        read_mask(path)
    with pytest.raises(InputError, match="no voxel of label 5; labels present: 1, 2"):
        read_mask(path, label=5)
    with pytest.raises(InputError, match="choose a label by its number"):
        read_mask(path, segment="Tumor")
    with pytest.raises(InputError, match="Both label 1 and segment 'Tumor'"):
        read_mask(path, label=1, segment="Tumor")


def test_every_label_is_read(tmp_path, labels):
    masks = read_masks(write(sitk.GetImageFromArray(labels), tmp_path / "mask.nii.gz"))
    assert [mask.segment for mask in masks] == ["1", "2"]
    for mask in masks:
        np.testing.assert_array_equal(mask.array, labels == int(mask.segment))


def test_an_image_is_no_collection_of_contours(tmp_path, labels):
    with pytest.raises(InputError, match="holds no label"):
        read_masks(write(sitk.GetImageFromArray(np.zeros_like(labels)), tmp_path / "empty.nrrd"))
    ramp = np.arange(labels.size, dtype=np.int16).reshape(labels.shape)
    with pytest.raises(InputError, match=f"holds {labels.size - 1} different values"):
        read_masks(write(sitk.GetImageFromArray(ramp), tmp_path / "ct.nrrd"))
    with pytest.raises(InputError, match="not whole numbers"):
        read_masks(write(sitk.GetImageFromArray(labels + 0.5), tmp_path / "half.nrrd"))


def test_background_is_no_lesion(tmp_path, labels):
    path = write(sitk.GetImageFromArray(labels), tmp_path / "mask.nrrd")
    with pytest.raises(InputError, match="0 is the background"):
        read_mask(path, label=0)


def test_background_in_memory_is_no_lesion(labels):
    with pytest.raises(InputError, match="0 is the background"):
        Mask.from_sitk(sitk.GetImageFromArray(labels), 0)


@pytest.mark.parametrize("name", ["a.nrrd", "a.nii"])
def test_complex_values_are_refused(tmp_path, volume, name):
    values = sitk.GetArrayFromImage(volume) * (1 + 1j)
    image = sitk.GetImageFromArray(values.astype(np.complex64))
    image.CopyInformation(volume)
    write(image, tmp_path / name)
    for read in (read_image, read_mask, read_masks):
        with pytest.raises(InputError, match=rf"{name} holds complex numbers"):
            read(tmp_path / name)
    with pytest.raises(InputError, match="holds complex128 values"):
        PhaseImage(values, Geometry(values.shape))


def test_empty_or_fractional_mask_and_folder_are_refused(tmp_path):
    path = write(sitk.GetImageFromArray(np.zeros(SHAPE, np.uint8)), tmp_path / "mask.nrrd")
    with pytest.raises(InputError, match="is empty"):
        read_mask(path)
    for value in (0.5, np.nan, np.inf):
        array = np.zeros(SHAPE, np.float32)
        array[1, 1, 1] = value
        write(sitk.GetImageFromArray(array), path)
        with pytest.raises(InputError, match="not whole numbers"):
            read_mask(path)
    with pytest.raises(InputError, match="is a folder; give the one file of the mask"):
        read_mask(tmp_path)


def test_real_ct_and_rough_region_pass_the_checks(shared_data):
    image = read_image(shared_data / "ct_liver" / "CRLM-CT-1006_dicom")
    mask, moved = onto_grid(read_mask(shared_data / "ct_liver" / "CRLM-CT-1006_roi_not_expert.nii.gz"), image)
    assert moved == ()
    assert mask.voxel_count == 2835
    assert check_roi(image, mask, [(7, 0, 0), (0, 7, 0), (7, 7, 0), (-7, 7, 0)]) == ()


def test_real_tumor_label_is_read(shared_data):
    image = read_image(shared_data / "ct_liver" / "LiTS-117_crop128_ct.nii.gz")
    path = shared_data / "ct_liver" / "LiTS-117_crop128_label_1liver_2tumor.nii.gz"
    mask, moved = onto_grid(read_mask(path, label=2), image)
    assert moved == ()
    assert mask.voxel_count == 130083
    assert [notice.code for notice in check_roi(image, mask)] == ["roi-touches-border", "several-components"]
