"""Archives that mean harm are refused, and nothing of them lands outside their folder."""

import dataclasses
import errno
import zipfile

import pytest
from PCRPredictorLib.errors import InputError

from PCRPredictorWeb.session import Limits
from PCRPredictorWeb.unpacking import unpack

LIMITS = Limits(unpacked_bytes=3_000_000, archive_entries=5)


@pytest.fixture
def packed(tmp_path):
    def pack(*entries):
        path = tmp_path / "in" / "case.zip"
        path.parent.mkdir(exist_ok=True)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in entries:
                archive.writestr(name, content)
        return path

    return pack


@pytest.fixture
def place(tmp_path):
    folder = tmp_path / "in" / "out"
    folder.mkdir(parents=True)
    return folder


def test_folders_are_kept(packed, place):
    unpack(packed(("a/1.dcm", b"one"), ("b/1.dcm", b"two")), place, LIMITS)
    assert {path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*.dcm")} == {
        "a/1.dcm": b"one",
        "b/1.dcm": b"two",
    }


def link():
    entry = zipfile.ZipInfo("link")
    entry.external_attr = 0o120777 << 16
    return entry


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ("../outside", "points outside"),
        ("a/../../outside", "points outside"),
        ("/outside", "points outside"),
        ("..\\outside", "points outside"),
        ("C:\\outside", "points outside"),
        (".", "without a name"),
        ("a/" + "x" * 300, "name is too long"),
        (link(), "symbolic link"),
    ],
)
def test_entries_that_leave_the_archive_are_refused(packed, place, tmp_path, entry, sentence):
    path = packed((entry, b"/etc/passwd"))
    with pytest.raises(InputError, match=sentence):
        unpack(path, place, LIMITS)
    assert {found.name for found in tmp_path.rglob("*")} == {"in", "case.zip", "out"}


@pytest.mark.parametrize("names", [("a.dcm", "a.dcm"), ("a", "a/b.dcm")])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_entries_of_one_name_are_refused_in_words(packed, place, names):
    with pytest.raises(InputError) as refusal:
        unpack(packed(*((name, b"x") for name in names)), place, LIMITS)
    assert str(refusal.value) == "case.zip holds two entries of the same name; rename one and pack it again."


def test_a_full_disk_is_said_in_words(packed, place, monkeypatch):
    def full(*_words, **_more):
        raise OSError(errno.ENOSPC, "No space left on device", "/a/path")

    monkeypatch.setattr("pathlib.Path.open", full)
    with pytest.raises(InputError, match=r"cannot be unpacked \(No space left on device\); .* free space") as refusal:
        unpack(packed(("a.dcm", b"x")), place, LIMITS)
    assert "/a/path" not in str(refusal.value)


def test_a_bomb_is_stopped_while_it_unpacks(packed, place):
    path = packed(("zeros", bytes(40_000_000)))
    assert path.stat().st_size < 50_000
    with pytest.raises(InputError, match=r"unpacks to more than the allowed 0.0 GB"):
        unpack(path, place, LIMITS)
    assert sum(found.stat().st_size for found in place.rglob("*")) <= LIMITS.unpacked_bytes + (1 << 20)


def test_a_bomb_of_many_small_files_is_stopped(packed, place):
    path = packed(*((f"{number}", bytes(900_000)) for number in range(5)))
    with pytest.raises(InputError, match="unpacks to more"):
        unpack(path, place, LIMITS)


def test_the_size_that_an_archive_states_is_not_believed(packed, place):
    path = packed(("zeros", bytes(40_000_000)))
    content = path.read_bytes().replace((40_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    path.write_bytes(content)
    with pytest.raises(InputError):
        unpack(path, place, LIMITS)
    assert sum(found.stat().st_size for found in place.rglob("*")) < 100_000


@pytest.mark.parametrize("damage", [lambda content: content[: len(content) // 2], lambda content: b"PK\x03\x04no zip"])
def test_damaged_archives_are_refused(packed, place, damage):
    path = packed(("1.dcm", bytes(range(256)) * 40))
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(InputError, match="damaged archive"):
        unpack(path, place, LIMITS)


def test_a_flipped_bit_is_refused(packed, place):
    path = packed(("1.dcm", bytes(range(256)) * 40))
    content = bytearray(path.read_bytes())
    content[60] ^= 0x10
    path.write_bytes(content)
    with pytest.raises(InputError, match="damaged archive"):
        unpack(path, place, LIMITS)


def test_empty_encrypted_and_endless_archives_are_refused(packed, place):
    with pytest.raises(InputError, match="empty archive"):
        unpack(packed(), place, LIMITS)
    with pytest.raises(InputError, match="holds 6 files, 5 are allowed"):
        unpack(packed(*((str(number), b"x") for number in range(6))), place, LIMITS)
    path = packed(("1.dcm", b"secret"))
    content = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + at] |= 1
    path.write_bytes(content)
    with pytest.raises(InputError, match="encrypted"):
        unpack(path, place, dataclasses.replace(LIMITS))
