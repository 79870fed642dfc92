"""Files, folders and archives become images and contours, or one sentence."""

import dataclasses
import gzip
import hashlib
import os
import shutil

import numpy as np
import pytest
import SimpleITK as sitk
from PCRPredictorLib.errors import InputError

from PCRPredictorWeb.opening import open_contours, open_images, plain_name
from PCRPredictorWeb.trial import try_reading


@pytest.mark.parametrize("name", ["ct.nrrd", "ct.nii.gz", "ct.mha"])
def test_volume_files_are_read_exactly(session, volume, tmp_path, name):
    path = tmp_path / name
    sitk.WriteImage(volume, str(path))
    (series,), left_out = open_images(path, session)
    np.testing.assert_array_equal(series.image.array, sitk.GetArrayFromImage(volume))
    assert series.name == "ct"
    assert series.image.content_hash == hashlib.sha256(path.read_bytes()).hexdigest()
    assert left_out == ()


def test_one_zipped_series_is_one_image(session, volume, tmp_path, write_series):
    write_series(tmp_path / "exam" / "deep", "4", "liver arterial")
    archive = shutil.make_archive(str(session.new_folder() / "exam"), "zip", tmp_path / "exam")
    (series,), _ = open_images(type(tmp_path)(archive), session)
    assert series.name == "liver arterial"
    np.testing.assert_array_equal(series.image.array, sitk.GetArrayFromImage(volume))
    assert series.image.geometry.spacing == pytest.approx((0.8, 0.8, 5.0))


def test_an_examination_is_taken_apart_by_series_wherever_its_files_lie(session, volume, tmp_path, write_series):
    write_series(tmp_path / "exam", "4", "arterial")
    write_series(tmp_path / "exam", "5", "portal venous")
    write_series(tmp_path / "exam", "6", "localizer")
    for index in range(1, volume.GetDepth()):
        (tmp_path / "exam" / f"6-{index}.dcm").unlink()
    (tmp_path / "exam" / "other").mkdir()
    (tmp_path / "exam" / "4-3.dcm").rename(tmp_path / "exam" / "other" / "x.dcm")
    series, left_out = open_images(tmp_path / "exam", session)
    assert sorted(one.name for one in series) == ["arterial", "portal venous"]
    for one in series:
        np.testing.assert_array_equal(one.image.array, sitk.GetArrayFromImage(volume))
    assert len(left_out) == 1
    assert "one DICOM slice only" in left_out[0]


def test_series_left_out_for_one_reason_are_said_in_one_sentence(session, volume, tmp_path, write_series):
    write_series(tmp_path / "exam", "4", "arterial")
    for number in ("5", "6"):
        write_series(tmp_path / "exam", number, "localizer")
        for index in range(1, volume.GetDepth()):
            (tmp_path / "exam" / f"{number}-{index}.dcm").unlink()
    _, (sentence,) = open_images(tmp_path / "exam", session)
    assert sentence.startswith("Left out series 2, 3: ")
    assert sentence.count("one DICOM slice only") == 1


@pytest.mark.parametrize("inside", ["liver.nii.gz", "deep/exam.zip"])
def test_an_archive_without_dicom_points_to_what_can_be_opened(session, tmp_path, inside):
    file = tmp_path / "case" / inside
    file.parent.mkdir(parents=True)
    file.write_bytes(b"x")
    archive = shutil.make_archive(str(tmp_path / "case"), "zip", tmp_path / "case")
    with pytest.raises(InputError, match=f"case holds no DICOM image but {file.name}; open that file itself"):
        open_images(type(tmp_path)(archive), session)


def test_one_slice_is_no_volume(session, volume, tmp_path):
    sitk.WriteImage(volume[:, :, 3:4], str(tmp_path / "ct.nrrd"))
    with pytest.raises(InputError, match=r"ct\.nrrd is one slice only; open the whole volume"):
        open_images(tmp_path / "ct.nrrd", session)


def test_nothing_of_an_archive_is_left_after_it_was_read(session, tmp_path, write_series):
    for number in ("4", "5"):
        write_series(tmp_path / "exam", number, f"series {number}")
    archive = shutil.make_archive(str(tmp_path / "exam"), "zip", tmp_path / "exam")
    series, _ = open_images(type(tmp_path)(archive), session)
    assert len(series) == 2
    assert set(session.folder.iterdir()) == {session.downloads, session.case_folder}


def test_the_users_own_folder_is_left_as_it_was(session, tmp_path, write_series):
    write_series(tmp_path / "exam", "4", "arterial")
    write_series(tmp_path / "exam", "5", "portal venous")
    before = sorted(path.name for path in (tmp_path / "exam").rglob("*"))
    open_images(tmp_path / "exam", session)
    assert sorted(path.name for path in (tmp_path / "exam").rglob("*")) == before


def test_a_header_cannot_point_to_another_file(session, tmp_path):
    path = tmp_path / "ct.nrrd"
    fields = ["NRRD0004", "type: uchar", "dimension: 3", "sizes: 4 4 4", "encoding: raw", "data file: /etc/passwd"]
    path.write_text("\n".join(fields) + "\n\n")
    for read in (open_images, open_contours):
        with pytest.raises(InputError, match="keeps its voxels in another file"):
            read(path, session)


def test_contours_of_a_label_image(session, volume, tmp_path):
    labels = sitk.GetArrayFromImage(volume) * 0
    labels[2:4, 3:6, 3:6], labels[5:7, 3:6, 3:6] = 1, 4
    image = sitk.GetImageFromArray(labels.astype(np.uint8))
    image.CopyInformation(volume)
    sitk.WriteImage(image, str(tmp_path / "roi.nii.gz"))
    masks = open_contours(tmp_path / "roi.nii.gz", session)
    assert [(mask.segment, mask.voxel_count) for mask in masks] == [("1", 18), ("4", 18)]


def test_the_trial_says_what_the_reader_says(session, volume, tmp_path):
    path = tmp_path / "ct.nrrd"
    sitk.WriteImage(volume, str(path))
    try_reading("image", path, session.limits)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(InputError, match=r"ct\.nrrd is damaged or cut off"):
        try_reading("image", path, session.limits)


def test_a_small_file_that_asks_for_all_memory_is_refused(session, tmp_path):
    path = tmp_path / "ct.nrrd"
    fields = ["NRRD0004", "type: double", "dimension: 3", "space: left-posterior-superior", "sizes: 30000 30000 3000"]
    fields += ["space directions: (1,0,0) (0,1,0) (0,0,1)", "space origin: (0,0,0)", "encoding: gzip", "endian: little"]
    path.write_bytes(("\n".join(fields) + "\n\n").encode() + bytes(50))
    with pytest.raises(InputError, match=r"ct\.nrrd has 2,700,000,000,000 voxels, 268,435,456 are allowed here"):
        try_reading("image", path, session.limits)


def test_a_file_that_needs_more_memory_than_allowed_is_refused(session, volume, tmp_path):
    path = tmp_path / "ct.nrrd"
    fields = ["NRRD0004", "type: short", "dimension: 3", "space: left-posterior-superior", "sizes: 1000 1000 800"]
    fields += ["space directions: (1,0,0) (0,1,0) (0,0,1)", "space origin: (0,0,0)", "encoding: raw", "endian: little"]
    path.write_text("\n".join(fields) + "\n\n")
    os.truncate(path, path.stat().st_size + 2 * 800_000_000)  # zeros that take no room on the disk
    with pytest.raises(InputError, match=r"ct\.nrrd makes its reader fail or needs too much memory"):
        try_reading("image", path, dataclasses.replace(session.limits, memory_bytes=1_000_000_000, voxels=1 << 30))


def test_a_reader_that_does_not_end_is_ended(session, volume, tmp_path):
    sitk.WriteImage(volume, str(tmp_path / "ct.nrrd"))
    with pytest.raises(InputError, match="could not be read within 0 s"):
        try_reading("image", tmp_path / "ct.nrrd", dataclasses.replace(session.limits, seconds=0))


@pytest.mark.parametrize(
    ("name", "plain"), [("a.seg.nrrd", "a"), ("a.b.nii.gz", "a.b"), ("A.NRRD", "A"), ("series", "series")]
)
def test_plain_name(tmp_path, name, plain):
    assert plain_name(tmp_path / name) == plain


def test_a_small_file_that_unpacks_to_a_huge_volume_is_refused_by_its_header(session, tmp_path):
    """3 GB of zeros take 3 MB; refused in the time that a header takes, in a process that may not hold them."""
    path = tmp_path / "bomb.nrrd"
    header = (
        "NRRD0004\ntype: short\ndimension: 3\nspace: left-posterior-superior\nsizes: 1024 1024 1500\n"
        "space directions: (1,0,0) (0,1,0) (0,0,1)\nkinds: domain domain domain\nendian: little\nencoding: gzip\n"
        "space origin: (0,0,0)\n\n"
    )
    piece = gzip.compress(bytes(1 << 20))
    path.write_bytes(header.encode() + piece * 3000)
    limits = dataclasses.replace(session.limits, memory_bytes=1 << 30)
    for kind in ("image", "contour"):
        with pytest.raises(InputError, match=r"1,572,864,000 voxels, 268,435,456 are allowed here"):
            try_reading(kind, path, limits)
