"""What Slicer and the browser write is whole or absent, whichever of its writes fails."""

import shutil
from functools import partial
from pathlib import Path

import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.imaging import PhaseImage

from PCRPredictorWeb.saved_case import saved_case, write_list, write_volume
from Testing.promises.album import tree
from Testing.promises.desk import REMEDY, Desk
from Testing.promises.exports import EXPORTS, NEW_ONLY, Write, phases_of, small_objects
from Testing.promises.failing_disk import ENDED, FULL, REFUSED, Ended, failing_at

pytest.importorskip("resource", reason="the system sets no limit to the size of files")
MOST_WRITES = 100
HOW = pytest.mark.parametrize("how", [REFUSED, FULL, ENDED])


def _attempt(write: Write) -> str | None:
    """What was said where it failed; None where it did not."""
    try:
        write()
    except Ended:
        return ""
    except InputError as error:
        return str(error)
    return None


@HOW
@pytest.mark.parametrize("name", EXPORTS)
@pytest.mark.usefixtures("computed_once")
def test_each_write_in_turn(name: str, how: str, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from PCRPredictorLib.report.dicom import prediction_objects

    monkeypatch.setattr(prediction_objects, "prediction_objects", small_objects)
    write = EXPORTS[name](desk)
    write()
    (place,) = desk.folder.glob("out*")
    if name in NEW_ONLY:
        shutil.rmtree(place)
    else:
        place.write_text("old")
    before, failures = tree(desk.folder), 0
    for number in range(1, MOST_WRITES):
        with failing_at(number, how, desk.folder, monkeypatch) as calls:
            said = _attempt(write)
        if len(calls) < number:
            break
        if said is None:  # all had room
            shutil.rmtree(place) if place.is_dir() else place.write_text("old")
        else:
            failures += 1
            assert how == ENDED or (str(place) in said and ".part-" not in said and REMEDY.search(said)), said
        assert tree(desk.folder) == before, (number, calls[-1], said)
        assert place.exists() == (name not in NEW_ONLY)
    assert said is None
    assert failures > 0
    assert tree(desk.folder) != before


@HOW
def test_a_case_of_the_browser_is_the_last_one_that_was_saved_whole(how, desk, monkeypatch) -> None:
    arterial, portal = (image for image, _ in phases_of(desk).values())
    folder = desk / "out"
    folder.mkdir()
    _save(folder, "one.nrrd", arterial)
    for number in range(1, MOST_WRITES):
        with failing_at(number, how, desk.folder, monkeypatch) as calls:
            said = _attempt(partial(_save, folder, "two.nrrd", portal))
        if len(calls) < number:
            break
        found = saved_case(folder)
        assert found is not None
        assert found.volumes[0]["file"] == ("two.nrrd" if said is None else "one.nrrd"), (number, calls[-1], said)
        _save(folder, "one.nrrd", arterial)
    assert number > 6


def _save(folder: Path, file: str, image: PhaseImage) -> None:
    """As the browser door does: a volume under a new name, then the list that names it."""
    write_volume(image, folder / file)
    write_list(folder, {"v": ("image", file, image)}, [], {"model": None, "calibration": None}, {})
