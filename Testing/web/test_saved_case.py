"""The case outlives a killed program, and only that."""

import json
import os
import shutil
import signal
import stat
import subprocess
import sys

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
        assert "check that both phases are of one patient" in second["errors"][0]["text"]
        assert await second.predict() == told["probability"]
        assert saved_case(session.case_folder) is not None

    second.run(go_on)
    session.close()
    assert list(temporary.glob(f"{FOLDER_PREFIX}*")) == []


def test_each_stroke_is_saved_and_volumes_only_once(page):
    async def scenario():
        await page.app.open_sample()
        await page.app.keeper.save()
        folder = page.session.case_folder
        before = saved_case(folder)
        stamps = {entry["file"]: (folder / entry["file"]).stat().st_mtime_ns for entry in before.volumes}
        saves = page.app.keeper.saves
        page.do.new_contour("portal")
        await page.until(lambda: page.app.keeper.saves > saves)
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


def test_a_crash_costs_nothing_in_the_browser(chromium, tmp_path):
    program, address = start(tmp_path)
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)
    page.locator("[data-testid=welcome-sample]").click()
    found = None
    for _ in range(300):
        found = found or next(tmp_path.glob(f"{FOLDER_PREFIX}*/case/{LIST}"), None)
        if found and saved_case(found.parent) and len(saved_case(found.parent).contours) == 2:
            break
        page.wait_for_timeout(100)
    assert found
    program.kill()
    program.wait()
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
