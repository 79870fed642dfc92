"""Which files of a folder are taken, followed, named or refused."""

import hashlib
import os
from pathlib import Path

import numpy as np
import pytest
from PCRPredictorLib.cohort.computation import hash_of_input
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.formats import read_grid, read_image
from PCRPredictorLib.formats.dicom_folder import files_below

STORAGE = "1.2.840.10008.5.1.4.1.1."


def codes(image) -> list[str]:
    return [notice.code for notice in image.notices]


@pytest.mark.parametrize(
    ("sop_class", "name"),
    [
        ("88.33", "structured report"),
        ("66.4", "segmentation"),
        ("481.3", "RT structure set"),
        ("11.1", "presentation state"),
        ("104.1", "document"),
        ("999.7", "object of modality SR"),
    ],
)
def test_other_objects_are_named_and_left_out(tmp_path, write_series, write_slice, sop_class, name):
    expected = read_image(write_series(tmp_path)).array
    path = tmp_path / "other.dcm"
    write_slice(path, 9, (0, 0, 0), sop_class=STORAGE + sop_class, modality="SR", series="2.25.9", rows=None)
    if sop_class != "66.4":  # a segmentation has pixels
        path.write_bytes(path.read_bytes()[: path.read_bytes().index(b"\xe0\x7f\x10\x00")])
    image = read_image(tmp_path)
    np.testing.assert_array_equal(image.array, expected)
    assert codes(image) == ["other-objects"]
    assert f"1 x {name}" in image.notices[0].message
    assert read_grid(tmp_path)[0] == image.geometry


def test_a_folder_of_other_objects_only_says_so(tmp_path, write_slice):
    write_slice(tmp_path / "seg.dcm", 1, (0, 0, 0), sop_class=f"{STORAGE}66.4")
    with pytest.raises(InputError, match=r"only other objects \(seg\.dcm: segmentation"):
        read_image(tmp_path)


@pytest.mark.parametrize("name", ["DICOMDIR", "dicomdir", "DICOMDIR;1", "DICOMDIR.;1"])
def test_a_directory_file_is_no_slice(tmp_path, write_series, name):
    (tmp_path / name).write_bytes(bytes(128) + b"DICM" + b"\2\0\0\0UL\4\0\0\0\0\0")
    with pytest.raises(InputError, match=f"holds no DICOM image but {name}, which only lists images"):
        read_image(tmp_path)
    assert read_image(write_series(tmp_path)).geometry.shape == (4, 6, 8)


@pytest.mark.parametrize("name", [".DS_Store", "._IM1", "Thumbs.db", "readme.txt", "IM.jpg", "report.pdf"])
def test_junk_is_passed_over(tmp_path, write_series, name):
    (tmp_path / name).write_bytes(b"\x08\x00\x05\x00 no data set")
    assert read_image(write_series(tmp_path)).geometry.shape == (4, 6, 8)


def test_a_slice_without_pixels_is_no_other_object(tmp_path, write_series):
    path = write_series(tmp_path) / "001.dcm"
    path.write_bytes(path.read_bytes()[: path.read_bytes().index(b"\xe0\x7f\x10\x00")])
    with pytest.raises(InputError, match=r"001\.dcm holds no readable DICOM image \(it holds no pixels"):
        read_image(tmp_path)


def test_old_files_without_a_preamble_are_read(tmp_path, write_series):
    expected = read_image(write_series(tmp_path))
    for path in tmp_path.iterdir():
        content = path.read_bytes()
        start = content.index(b"\x08\x00\x08\x00CS")
        path.rename(path.with_suffix(""))
        path.with_suffix("").write_bytes(content[start:])
    np.testing.assert_array_equal(read_image(tmp_path).array, expected.array)


def test_linked_folders_are_followed_once(tmp_path, write_series, write_slice):
    elsewhere = tmp_path / "elsewhere"
    write_slice(elsewhere / "004.dcm", 4, (-10, -20, 10.0))
    folder = write_series(tmp_path / "ct")
    os.symlink(elsewhere, folder / "rest")
    os.symlink(folder, folder / "again")
    os.symlink(elsewhere, folder / "a-second-way")
    os.symlink(folder / "000.dcm", folder / "one-more.dcm")
    image = read_image(folder)
    assert image.geometry.shape == (5, 6, 8)
    assert read_grid(folder)[0] == image.geometry
    before = hash_of_input(folder)
    write_slice(elsewhere / "004.dcm", 5, (-10, -20, 10.0))
    assert hash_of_input(folder) != before


def test_links_that_lead_to_each_other_end(tmp_path, write_series):
    for name, other in (("a", "b"), ("b", "a")):
        write_series(tmp_path / name)
        os.symlink(tmp_path / other, tmp_path / name / "link")
    found = files_below(tmp_path / "a")
    assert [path.relative_to(tmp_path / "a").as_posix() for path in found] == [
        *(f"{number:03d}.dcm" for number in range(4)),
        *(f"link/{number:03d}.dcm" for number in range(4)),
    ]


def test_a_private_object_without_pixels_is_left_out(tmp_path, write_series, write_slice):
    path = write_slice(
        write_series(tmp_path) / "csa.dcm", 9, (0, 0, 0), sop_class="1.3.12.2.1107.5.9.1", series="2.25.9", rows=None
    )
    path.write_bytes(path.read_bytes()[: path.read_bytes().index(b"\xe0\x7f\x10\x00")])
    assert "1 x object of modality CT" in read_image(tmp_path).notices[0].message


def test_a_link_to_itself_is_named(tmp_path, write_series):
    os.symlink("round", write_series(tmp_path) / "round")
    with pytest.raises(InputError, match=r"round (cannot be followed|is a link to what does not exist)"):
        read_image(tmp_path)


def test_a_link_to_nothing_is_named(tmp_path, write_series):
    os.symlink(tmp_path / "gone.dcm", write_series(tmp_path) / "004.dcm")
    with pytest.raises(InputError, match=r"004\.dcm is a link to what does not exist"):
        read_image(tmp_path)


def refuse(error: OSError):
    def refused(*_arguments, **_options):
        raise error

    return refused


def test_files_and_folders_without_permission_are_named(tmp_path, write_series, monkeypatch):
    folder = write_series(tmp_path / "ct")
    for module, name, sentence in (
        (Path, "open", r"000\.dcm cannot be read \(Permission denied\); check its permissions"),
        (os, "scandir", r"ct cannot be opened \(Permission denied\); check its permissions"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(module, name, refuse(PermissionError(13, "Permission denied")))
            with pytest.raises(InputError, match=sentence):
                read_image(folder)


def test_the_hash_is_of_the_bytes_that_were_read(tmp_path, write_series):
    folder = write_series(tmp_path)
    (folder / "notes.txt").write_text("not part of the image")
    hashes = sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.dcm"))
    assert read_image(folder).content_hash == hashlib.sha256("".join(hashes).encode()).hexdigest()


@pytest.mark.parametrize(
    ("character_set", "text", "codec"),
    [
        ("ISO_IR 100", "Tps artériel", "latin-1"),
        ("ISO_IR 192", "門脈相", "utf-8"),
        ("GB18030", "动脉期", "gb18030"),
        ("GBK", "静脉期", "gbk"),
        ("ISO_IR 13", "ｼﾞｮｳﾐｬｸ", "shift_jis"),
        ("ISO_IR 13", "動脈相", "shift_jis"),
        ("\\ISO 2022 IR 87", "門脈相", "iso2022_jp"),
        ("ISO 2022 IR 58", "动脉期", "gb2312"),
        ("\\ISO 2022 IR 149", "동맥기", "euc_kr"),
        ("ISO_IR 144", "Артериальная", "iso8859_5"),
        (None, "weiß", "latin-1"),
        (None, "动脉期", "utf-8"),
        ("NO SUCH SET", "weiß", "latin-1"),
        ("ISO_IR 192", "weiß", "latin-1"),
    ],
)
def test_descriptions_are_decoded_as_declared(tmp_path, write_series, character_set, text, codec):
    raw = text.encode(codec)
    folder = write_series(tmp_path, character_set=character_set, description=raw + b" " * (len(raw) % 2))
    assert read_image(folder).acquisition.series_description == text
