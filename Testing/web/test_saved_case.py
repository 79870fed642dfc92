"""The case outlives a killed program, and only that."""

import asyncio
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
from datetime import datetime, timedelta

import numpy as np
import pytest
from PCRPredictorLib.imaging import Acquisition, Geometry, PhaseImage
from PCRPredictorLib.imaging.identity import Identity

from PCRPredictorWeb.saved_case import LIST, read_volume, saved_case, write_list, write_volume
from PCRPredictorWeb.session import FOLDER_PREFIX, LeftCase, Session, sweep_dead_sessions


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def kill(session: Session) -> None:
    """As the system ends a process: nothing is deleted, the lock goes."""
    os.close(session._lock)
    session._lock = None


def test_a_killed_program_leaves_its_case_to_the_next(page, temporary):
    told = {}

    async def work():
        await page.app.open_sample()
        page.do.set_live(False)
        told["probability"] = await page.predict()
        await page.app.keeper.save()
        assert stat.S_IMODE(page.session.folder.stat().st_mode) == 0o700

    page.run(work)
    # The page's own folder lies elsewhere; a killed session of this folder gets its case.
    killed = Session()
    shutil.copytree(page.session.case_folder, killed.case_folder, dirs_exist_ok=True)
    upload = killed.new_folder()
    kill(killed)
    left = sweep_dead_sessions()
    assert [one.case.folder for one in left] == [killed.case_folder]
    assert not upload.exists()
    assert sweep_dead_sessions() == []  # offered once, not to two programs
    assert killed.folder.exists()
    session = Session()
    second = type(page)(session, "second")
    second.app._left_cases._left = left
    second.app._left_cases._ask()
    assert second["left_case"]["volumes"] == ["Simulated arterial phase", "Simulated portal venous phase"]

    async def go_on():
        await second.app._left_cases.answer("open")
        assert second["left_case"] is None
        assert not killed.folder.exists()
        assert second["simulated"]
        assert "check that both phases are of one patient" in second["messages"][0]["text"]
        assert await second.predict() == told["probability"]
        assert saved_case(session.case_folder) is not None

    second.run(go_on)
    session.close()
    assert list(temporary.glob(f"{FOLDER_PREFIX}*")) == []


def test_the_page_knows_when_the_case_was_saved_last(page):
    async def scenario():
        assert page["last_saved"] == ""
        await page.app.open_sample()
        await page.app.keeper.save()
        on_disk = saved_case(page.session.case_folder).saved
        assert page["last_saved"] == on_disk
        assert datetime.strptime(on_disk, "%d %b %Y, %H:%M:%S") > datetime.now() - timedelta(minutes=1)
        page.do.copy_contour()
        await page.until(lambda: page["proposal"] != "")
        await page.app.keeper.save()  # one that the opening had asked for may have run until now
        on_disk = page["last_saved"]
        await asyncio.sleep(1.1)
        await page.app.keeper.save()
        assert page["last_saved"] == on_disk, "a proposal that nobody has accepted is not saved"
        page.do.accept_copy()
        await page.app.keeper.save()
        assert page["last_saved"] == saved_case(page.session.case_folder).saved != on_disk
        await page.app.begin_again()
        await page.app.keeper.save()
        assert page["last_saved"] == ""

    page.run(scenario)


def test_each_stroke_is_saved_and_volumes_only_once(page):
    async def scenario():
        await page.app.open_sample()
        await page.app.keeper.save()
        folder = page.session.case_folder
        before = saved_case(folder)
        stamps = {entry["file"]: (folder / entry["file"]).stat().st_mtime_ns for entry in before.volumes}
        page.do.new_contour("portal")
        # A save that the opening asked for may run until now, and does not hold it; while files change places there
        # is no whole case to see.
        after = None
        while after is None or len(after.contours) == len(before.contours):
            await asyncio.sleep(0.01)
            after = saved_case(folder)
        assert {entry["file"]: (folder / entry["file"]).stat().st_mtime_ns for entry in after.volumes} == stamps
        assert len(after.contours) == len(before.contours) + 1
        await page.app.begin_again()
        await page.app.keeper.save()
        assert list(folder.iterdir()) == []

    page.run(scenario)


def test_a_saved_volume_is_the_same_but_for_whose_it_is(tmp_path):
    direction = (0.6, -0.8, 0.0, 0.8, 0.6, 0.0, 0.0, 0.0, 1.0)
    geometry = Geometry((4, 5, 6), (0.7, 0.9, 2.5), (-1.25, 3.1, 7.7), direction)
    choices = {"model": None, "calibration": None}
    for number, kind in enumerate((np.int16, np.float32, np.float64, np.uint8, ">i2")):
        array = np.random.default_rng(number).integers(0, 200, geometry.shape).astype(kind)
        acquisition = Acquisition("CT", "SECRET", "SECRET", "SECRET", kvp=120.0, simulated=True)
        identity = Identity("SECRET^Name", "SECRET")
        image = PhaseImage(array, geometry, acquisition, "x", "hash", ((-2000.0, -1500.0),), (), identity)
        folder = tmp_path / str(number)
        folder.mkdir()
        write_volume(image, folder / "volume.nrrd")
        write_list(folder, {"id": ("name", "volume.nrrd", image)}, [], choices, {})
        case = saved_case(folder)
        back = read_volume(case, case.volumes[0])
        assert np.array_equal(back.array, array)
        assert back.array.dtype.kind == array.dtype.kind
        assert (back.geometry, back.content_hash, back.padding_hu) == (geometry, "hash", image.padding_hu)
        assert back.acquisition == Acquisition("CT", kvp=120.0, simulated=True)
        assert all(b"SECRET" not in path.read_bytes() for path in folder.iterdir())


def test_two_patients_stay_two(tmp_path):
    geometry = Geometry((2, 2, 2))
    images = {}
    for patient in ("one", "other", "one"):
        image = PhaseImage(np.zeros((2, 2, 2), np.int16), geometry, Acquisition(patient_key=patient))
        name = f"{len(images)}.nrrd"
        write_volume(image, tmp_path / name)
        images[name] = (name, name, image)
    write_list(tmp_path, images, [], {"model": None, "calibration": None}, {})
    keys = [entry["acquisition"]["patient_key"] for entry in saved_case(tmp_path).volumes]
    assert keys[0] == keys[2] != keys[1]
    assert not {"one", "other"} & set(keys)


@pytest.mark.parametrize("harm", ["cut", "gone", "no list", "half a list"])
def test_a_half_written_save_is_no_case(temporary, harm):
    session = Session()
    folder = session.case_folder
    image = PhaseImage(np.zeros((2, 3, 4), np.int16), Geometry((2, 3, 4)))
    write_volume(image, folder / "volume.nrrd")
    write_list(folder, {"id": ("name", "volume.nrrd", image)}, [], {"model": None, "calibration": None}, {})
    assert saved_case(folder) is not None
    text = (folder / LIST).read_text()
    assert json.loads(text)["bytes"]["volume.nrrd"] == (folder / "volume.nrrd").stat().st_size
    if harm == "cut":
        os.truncate(folder / "volume.nrrd", 20)
    elif harm == "gone":
        (folder / "volume.nrrd").unlink()
    elif harm == "no list":
        (folder / LIST).unlink()
    else:
        (folder / LIST).write_text(text[: len(text) // 2])
    kill(session)
    assert sweep_dead_sessions() == []
    assert not session.folder.exists()


@pytest.mark.parametrize("answer", ["delete", "later"])
def test_a_left_case_goes_when_the_user_says_so_and_not_before(page, temporary, answer):
    killed = Session()
    image = PhaseImage(np.zeros((2, 3, 4), np.int16), Geometry((2, 3, 4)))
    write_volume(image, killed.case_folder / "volume.nrrd")
    choices = {"model": None, "calibration": None}
    write_list(killed.case_folder, {"id": ("name", "volume.nrrd", image)}, [], choices, {})
    kill(killed)
    left = sweep_dead_sessions()
    assert isinstance(left[0], LeftCase)
    page.app._left_cases._left = list(left)
    page.run(lambda: page.app._left_cases.answer(answer))
    assert killed.folder.exists() == (answer == "later")
    assert page["volumes"] == []


START = "from PCRPredictorLib.cli import main; main()"
PATIENCE_MS = 60_000


def start(folder):
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    program = subprocess.Popen(
        [sys.executable, "-c", START, "app", "--no-browser", "--port", "0"],
        env=environment | {"TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return program, next(line for line in program.stdout if "is ready" in line).split()[-1]


def picture(browser_page, name):
    if folder := os.environ.get("PCR_SCREENSHOTS"):
        browser_page.wait_for_timeout(700)
        browser_page.screenshot(path=os.path.join(folder, f"{name}.png"))


def halted_when_all_is_saved(program, folder, page):
    """Halt the program in a moment in which disk and page tell the same of the whole case; returns when that was."""
    for _ in range(600):
        program.send_signal(signal.SIGSTOP)
        case = next((saved_case(path.parent) for path in folder.glob(f"{FOLDER_PREFIX}*/case/{LIST}")), None)
        is_whole = case is not None and len(case.contours) == 2 and case.choices["calibration"]
        if is_whole and page.evaluate("window.trame.state.get('last_saved')") == case.saved:
            return case.saved
        program.send_signal(signal.SIGCONT)
        page.wait_for_timeout(100)
    pytest.fail("the case was not saved, or the page not told")


def test_a_crash_costs_nothing_in_the_browser(chromium, tmp_path):
    program, address = start(tmp_path)
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)
    page.locator("[data-testid=welcome-sample]").click()
    saved = halted_when_all_is_saved(program, tmp_path, page)
    program.kill()
    program.wait()
    lost = page.locator("#connection-lost")
    for words in ("", "The program does not answer"):
        lost.filter(has_text=words).wait_for()
        assert f"If it was cut off, its next start offers the case as it was saved on {saved}" in lost.inner_text()
        assert "safe" not in lost.inner_text()
    picture(page, "program-killed")
    page.set_viewport_size({"width": 390, "height": 800})
    picture(page, "program-killed-narrow")
    page.close()
    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith(FOLDER_PREFIX)] == []
    program, address = start(tmp_path)
    try:
        page = chromium.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(PATIENCE_MS)
        page.goto(address)
        question = page.locator("[data-testid=left-case]")
        question.wait_for()
        assert "Simulated arterial phase" in question.inner_text()
        assert "2 contours" in question.inner_text()
        assert f"Saved {saved}" in question.inner_text()
        picture(page, "left-case")
        page.locator("[data-testid=left-open]").click()
        page.locator("[data-testid=predict]:not([disabled])").wait_for()
        picture(page, "left-case-opened")
        page.close()
    finally:
        program.send_signal(signal.SIGTERM)
        rest = program.communicate(timeout=20)[0]
    assert "Traceback" not in rest
    assert list(tmp_path.iterdir()) == []
