"""The files of a run are replaced together or not at all."""

import os
import shutil
from pathlib import Path

import pytest
from PCRPredictorLib import file_sets
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.file_sets import filled_folder

PATTERNS = ("page-*.html", "table.csv", "list.csv", "run.json")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What an earlier run left, and a file of the user's."""
    for name in ("page-2.html", "table.csv", "run.json", "notes.txt"):
        (tmp_path / name).write_text("old")
    return tmp_path


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


def replace(folder: Path) -> None:
    with filled_folder(folder, PATTERNS) as new:
        for name in PATTERNS[1:]:
            (new / name).write_text("new")


def test_new_files_take_the_place_of_all_old_ones(folder):
    replace(folder)
    assert contents(folder) == {"table.csv": "new", "list.csv": "new", "run.json": "new", "notes.txt": "old"}


@pytest.mark.parametrize("fails_at", PATTERNS[1:])
def test_a_file_that_cannot_be_replaced_leaves_all_as_it_was(folder, fails_at, monkeypatch):
    before = contents(folder)
    rename = os.replace

    def fail(source: Path, target: Path) -> None:
        if ".before" not in (source.parent.name, target.parent.name):
            assert not (folder / "run.json").exists()
            if target.name == fails_at:
                raise PermissionError(13, "Permission denied")
        rename(source, target)

    monkeypatch.setattr(file_sets.os, "replace", fail)
    with pytest.raises(InputError, match="Permission denied; free space, close its files"):
        replace(folder)
    assert contents(folder) == before


def test_a_failure_before_the_end_changes_nothing(folder):
    def fail() -> None:
        with filled_folder(folder, PATTERNS) as new:
            (new / "table.csv").write_text("new")
            raise OSError(28, "No space left on device")

    before = contents(folder)
    with pytest.raises(InputError, match="No space left on device"):
        fail()
    assert contents(folder) == before


def test_a_folder_in_the_way_is_refused(folder):
    (folder / "list.csv").mkdir()
    with pytest.raises(InputError, match=r"list\.csv is a folder where a file is to be written"):
        replace(folder)
    assert (folder / "table.csv").read_text() == "old"


def fill(folder, names):
    with filled_folder(folder) as new:
        for name in names:
            (new / name).write_text("new", encoding="utf-8")


def test_a_signal_while_the_temporary_folder_is_removed_leaves_nothing_of_it(tmp_path, monkeypatch):
    """SIGTERM in that tenth of a second left a hidden folder with old files beside the new ones."""
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "table.csv").write_text("old", encoding="utf-8")
    remove, interrupted = shutil.rmtree, []

    def ended_once(path, **options):
        if not interrupted:
            interrupted.append(path)
            raise SystemExit(143)
        remove(path, **options)

    monkeypatch.setattr(shutil, "rmtree", ended_once)
    with pytest.raises(SystemExit):
        fill(folder, ["table.csv"])
    assert [path.name for path in folder.iterdir()] == ["table.csv"]
    assert (folder / "table.csv").read_text(encoding="utf-8") == "new"


@pytest.mark.parametrize("moved", range(1, 5))
def test_a_signal_right_after_any_move_brings_all_old_files_back(tmp_path, monkeypatch, moved):
    """Between the move and the note of how to undo it there was a moment in which an old file was lost."""
    folder = tmp_path / "out"
    folder.mkdir()
    for name in "ab":
        (folder / name).write_text("old", encoding="utf-8")
    replace, moves = os.replace, []

    def ended_after(source, target):
        replace(source, target)
        moves.append(target)
        if len(moves) == moved:
            raise SystemExit(143)

    monkeypatch.setattr(os, "replace", ended_after)
    with pytest.raises(SystemExit):
        fill(folder, "ab")
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == {"a": "old", "b": "old"}
