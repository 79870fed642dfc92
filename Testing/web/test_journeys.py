"""Two journeys through the running program in a headless Chromium.

With ``PCR_SCREENSHOTS`` set to a folder, the pages are kept there as pictures (that is how those in Docs/images came).
"""

import http.client
import json
import os
import re
import shutil
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import SimpleITK as sitk
from PCRPredictorLib.cli import run as command_line
from PCRPredictorLib.formats import read_mask
from PCRPredictorLib.presenter.patient.model_choice import SAMPLE_MODEL
from PCRPredictorLib.presenter.patient.sample import SAMPLE_SEED
from PCRPredictorLib.resources import resource_folder
from PCRPredictorLib.simulation import simulate_patient

PATIENCE_MS = 60_000
# Transitions begin some frames after what they move has come; a bar that runs endlessly is at rest.
AT_REST = """async () => {
  const moves = (one) => one.playState === "running" && one.effect.getComputedTiming().iterations !== Infinity;
  for (let still = 0; still < 5; still = document.getAnimations().some(moves) ? 0 : still + 1)
    await new Promise(requestAnimationFrame);
}"""


class Page:
    """The page in the browser, by the names its parts have for tests."""

    def __init__(self, browser: Any, address: str) -> None:
        self.address = address
        self.requests: list[str] = []
        self.faults: list[str] = []
        self._page = browser.new_page(viewport={"width": 1280, "height": 800})
        self._page.set_default_timeout(PATIENCE_MS)
        self._page.on("request", lambda request: self.requests.append(request.url))
        self._page.on("pageerror", lambda error: self.faults.append(str(error)))
        self._page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        self._page.goto(address)
        self.part("open").wait_for()

    def cookies(self) -> list[str]:
        """Names of the cookies that the browser sends to the page."""
        return [cookie["name"] for cookie in self._page.context.cookies(self._page.url)]

    def part(self, name: str) -> Any:
        return self._page.locator(f"[data-testid={name}]")

    def click(self, name: str) -> None:
        self.part(name).click()

    def send(self, name: str, *paths: Path) -> None:
        with self._page.expect_file_chooser() as chooser:
            self.click(name)
        chooser.value.set_files([str(path) for path in paths])

    def message(self, *words: str) -> str:
        """The message on the page that holds these words."""
        found = self.part("message").filter(has_text=re.compile(".*".join(map(re.escape, words))))
        found.wait_for()
        return found.inner_text()

    def choose(self, name: str, title: str) -> None:
        self.click(name)
        self._page.locator(".v-overlay--active .v-list-item").filter(has_text=title).click()

    def is_shown_whole(self, name: str) -> bool:
        return self.part(name).evaluate("part => part.scrollHeight <= part.clientHeight")

    def take(self, name: str, folder: Path) -> Path:
        with self._page.expect_download() as download:
            self.click(f"take-{name}")
        path = folder / download.value.suggested_filename
        download.value.save_as(path)
        return path

    def type_number(self, name: str, number: str) -> None:
        field = self.part(name).locator("input")
        field.fill(number)
        field.press("Tab")

    def loop(self, *corners: tuple[float, float]) -> None:
        """Draw a closed line with the left button, as slowly as a hand does."""
        mouse = self._page.mouse
        mouse.move(*corners[0])
        mouse.down()
        for start, end in zip(corners, (*corners[1:], corners[0]), strict=True):
            for step in np.linspace(0, 1, 9)[1:]:
                mouse.move(*(np.array(start) + step * (np.array(end) - np.array(start))))
                time.sleep(0.02)
        mouse.up()

    def picture(self, name: str) -> None:
        if folder := os.environ.get("PCR_SCREENSHOTS"):
            self._page.mouse.move(640, 20)
            time.sleep(1.0)  # tips go, and images come, which nothing tells of
            self._page.screenshot(path=Path(folder) / f"web-{name}.png")

    def layout(self) -> list[dict[str, float]]:
        """Places of the parts that must never move."""
        return [self._page.locator(where).first.bounding_box() for where in (".views", ".side", ".side-foot")]

    def press(self, keys: str) -> None:
        self._page.keyboard.press(keys)

    def settled(self) -> None:
        """Wait until the page holds what came of everything that was done."""
        # A click is counted as asked for a turn after it.
        self._page.evaluate("() => new Promise((done) => setTimeout(done))")
        self._page.wait_for_function("(document.body.dataset.asked ?? '0') === '0'")

    def at_rest(self) -> None:
        """Wait until that is so and nothing on the page opens, closes or fades any more."""
        self.settled()
        self._page.evaluate(AT_REST)

    def close(self, keys: str, dialog: str) -> None:
        """Close an open dialog with a key, which the framework heeds only a turn after the dialog is seen."""
        shown = self._page.get_by_role("dialog", name=dialog)
        shown.wait_for()
        self.at_rest()
        self.press(keys)
        shown.wait_for(state="detached")

    def reload(self) -> None:
        told = len(self.faults)
        self._page.reload()
        # The framework closes the connection of the page that goes, and its client says so where that lives on a while.
        self.faults[told:] = [fault for fault in self.faults[told:] if fault != "Object"]
        self.part("open").wait_for()

    def focused(self) -> str:
        return self._page.evaluate("document.activeElement.getAttribute('data-testid') || ''")


@pytest.fixture
def page(chromium: Any, address: str, tmp_path: Path) -> Iterator[Page]:
    page = Page(chromium, address)
    yield page
    # What was seen last, for whoever has to find out why it failed.
    page._page.screenshot(path=tmp_path / "last.png")
    assert page.faults == []
    origin = page.address.partition("/index.html")[0].rpartition("/")[0]
    assert [url for url in page.requests if not url.removeprefix("blob:").startswith(origin)] == []
    page._page.close()


def test_from_the_sample_patient_to_files_that_the_command_line_scores_alike(page: Page, tmp_path: Path) -> None:
    page.picture("start")
    places = page.layout()
    page.click("welcome-sample")
    page.part("reason").filter(has_text="Ready to predict").wait_for()
    page.picture("contours")
    page.click("predict")
    page.part("percent").wait_for()
    first = page.part("percent").inner_text()
    page.picture("result")

    page.click("tool-threshold")
    page.choose("threshold_region", "In the whole CT")
    page.type_number("threshold_low", "95")
    page.type_number("threshold_high", "300")
    page.picture("threshold")
    page.click("apply")
    page.part("question").filter(has_text="voxels by").wait_for()
    page.click("replace")
    page.part("stale-mark").filter(has_text="Out of date").wait_for()
    page.click("tool-scissors")
    box = page.layout()[0]
    sample = simulate_patient(SAMPLE_SEED)
    mask = sample.arterial_mask.array
    loop_around(page, mask, box)
    page.click("tool-islands")
    page.click("apply")
    page.click("tool-smoothing")
    page.click("apply")
    page.click("tool-smoothing")
    page.picture("stale")
    page.click("predict")
    page.part("stale-mark").filter(has_text="Research use only").wait_for()
    assert page.part("percent").inner_text() != first
    page.click("stability")
    page.part("spread").filter(has_text="drawn a little differently: ").wait_for()
    page.click("map")
    page.part("map-words").filter(has_text="It explains the model, not the tumor").wait_for()
    assert page.part("map-figures").locator("svg").count() == 4
    page.part("map-words").scroll_into_view_if_needed()
    page.picture("map")
    page.click("why")
    page.picture("why")
    page.close("Escape", "Why this number")
    assert page.layout() == places

    taken = {name: page.take(name, tmp_path) for name in ("report", "json", "contour-arterial", "contour-portal")}
    assert taken["contour-arterial"].name == "arterial.seg.nrrd"
    drawn = read_mask(taken["contour-arterial"])
    assert drawn.segment == "tumor"
    bright = mask & (sample.arterial.array >= 95)  # half of this lesion is as dark as the liver around it
    overlap = 2 * np.count_nonzero(drawn.array & bright) / (drawn.voxel_count + np.count_nonzero(bright))
    assert 0.7 < overlap < 1, "threshold and scissors found the bright tumor, as a contour of their own"
    assert "Simulated data" in taken["report"].read_text() or "SIMULATED" in taken["report"].read_text()
    own = json.loads(taken["json"].read_text())
    assert own["simulated"] is True
    assert predict(tmp_path, taken)["probability"] == own["probability"]

    page.click("tab-case")
    page.choose("model", "Wen 2024, radiomics")
    page.part("reason").filter(has_text="gives no probability without a calibration").wait_for()
    assert page.is_shown_whole("reason"), page.part("reason").inner_text()
    page.picture("reason")
    assert page.layout() == places


def loop_around(page: Page, mask: np.ndarray, box: dict[str, float]) -> None:
    """Cut everything outside a box around the tumor, on all slices, in the arterial view."""
    rows, columns = np.flatnonzero(mask.any(axis=(0, 2))), np.flatnonzero(mask.any(axis=(0, 1)))
    # The view is half the box wide and shows the whole volume, 160 x 120 voxels of 2 mm, fitted to its width.
    scale = box["width"] / 2 / mask.shape[2]
    left, right = (box["x"] + (column + margin) * scale for column, margin in ((columns[0], -2), (columns[-1], 3)))
    middle = box["y"] + box["height"] / 2
    top, bottom = (
        middle + (row + margin - mask.shape[1] / 2) * scale for row, margin in ((rows[0], -2), (rows[-1], 3))
    )
    page.loop((left, top), (right, top), (right, bottom), (left, bottom))


def predict(tmp_path: Path, taken: dict[str, Path]) -> dict[str, Any]:
    """What the command line says of the downloaded contours on the sample's images."""
    patient = simulate_patient(SAMPLE_SEED)
    words = ["predict", "--model", SAMPLE_MODEL, "--output", str(tmp_path / "out")]
    words += ["--calibration", str(resource_folder("Calibrations") / f"simulated-{SAMPLE_MODEL}.json")]
    for phase in ("arterial", "portal"):
        image = tmp_path / f"{phase}.nrrd"
        sitk.WriteImage(getattr(patient, phase).to_sitk(), str(image))
        words += [f"--{phase}", str(image), f"--{phase}-mask", str(taken[f"contour-{phase}"])]
    assert command_line(words) == 0
    return json.loads((tmp_path / "out" / "prediction.json").read_text())


def test_broken_files_are_said_and_the_page_lives_on(page: Page, tmp_path: Path, volume: sitk.Image) -> None:
    good = tmp_path / "liver arterial.nrrd"
    sitk.WriteImage(volume, str(good))
    cut = tmp_path / "cut.nrrd"
    cut.write_bytes(good.read_bytes()[:-100])
    text = tmp_path / "text.nii.gz"
    text.write_text("this is no image")
    detached = tmp_path / "detached.nrrd"
    detached.write_text("NRRD0004\ntype: uchar\ndimension: 3\nsizes: 4 4 4\nencoding: raw\ndata file: /etc/passwd\n\n")
    huge = tmp_path / "huge.nrrd"
    space = "space: left-posterior-superior\nspace directions: (1,0,0) (0,1,0) (0,0,1)\nspace origin: (0,0,0)"
    huge.write_text(f"NRRD0004\ntype: double\ndimension: 3\n{space}\nsizes: 40000 40000 9000\nencoding: gzip\n\n")
    escape = tmp_path / "escape.zip"
    with zipfile.ZipFile(escape, "w") as archive:
        archive.writestr("../../outside.dcm", b"x")

    refuses_strangers(page)
    for path, *words in (
        (cut, "cut.nrrd is damaged", "copy or export it again"),
        (text, "text.nii.gz is no NRRD, NIfTI or MetaImage volume"),
        (detached, "detached.nrrd keeps its voxels in another file", "save the volume as one file"),
        (huge, "huge.nrrd", "again"),
        (escape, "escape.zip holds an entry that points outside the archive"),
    ):
        page.send("open", path)
        assert "/tmp" not in page.message(*words)
    page.picture("message")
    assert not (tmp_path.parent / "outside.dcm").exists()
    page.send("open", good)
    page.part("reason").filter(has_text="Choose or draw the contour").wait_for()
    page.reload()
    page.part("reason").filter(has_text="Choose or draw the contour").wait_for()


def refuses_strangers(page: Page) -> None:
    """The program answers neither page nor socket without token or cookie, nor another site with the cookie."""
    here, _, token = page.address.partition("/index.html?secret=")
    origin, _, place = here.rpartition("/")
    port = origin.rpartition(":")[2]
    (name,) = page.cookies()
    shake = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
    shake["Sec-WebSocket-Key"] = "AAAAAAAAAAAAAAAAAAAAAA=="
    cookie = {"Cookie": f"{name}={token}"}
    for path, headers, status in (
        ("/", {}, 403),
        (f"/{place}/index.html?secret=wslink-secret", {}, 403),
        (f"/{place}/ws", shake, 403),
        (f"/{place}/ws", shake | cookie | {"Origin": "http://evil.example"}, 403),
        (f"/{place}/ws", shake | cookie | {"Host": "evil.example"}, 403),
        (f"/{place}/ws", shake | cookie | {"Origin": origin}, 101),
        (f"/{place}/index.html", cookie, 200),
        ("/ws", shake | cookie | {"Origin": origin}, 403),
    ):
        connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=10)
        connection.request("GET", path, headers=headers)
        assert connection.getresponse().status == status, (path, headers)
        connection.close()


def test_a_real_ct_is_opened_and_contoured(page: Page, tmp_path: Path, shared_data: Path) -> None:
    folder = shared_data / "ct_liver" / "CRLM-CT-1006_dicom"
    archive = Path(shutil.make_archive(str(tmp_path / "CRLM-CT-1006"), "zip", folder))
    region = tmp_path / "rough.seg.nrrd"
    write_seg(shared_data / "ct_liver" / "CRLM-CT-1006_roi_not_expert.nii.gz", region)
    page.click("phase-portal")
    page.send("open-portal", archive)
    page.part("reason").filter(has_text="Choose the volume of the arterial phase").wait_for()
    page.part("slice-portal").wait_for()
    page.send("open", region)
    page.part("contour-portal").filter(has_text="rough").wait_for()
    page.picture("real-ct")
    for _ in range(40):
        page.press("Tab")
        if page.focused() == "tool-paint":
            break
    assert page.focused() == "tool-paint", "the tools can be reached with the keyboard"
    page.press("Enter")
    page.click("tab-result")
    taken = page.take("contour-portal", tmp_path)
    np.testing.assert_array_equal(read_mask(taken).array, read_mask(region).array)


def write_seg(labels: Path, path: Path) -> None:
    """A Slicer segmentation file of a label image, written by hand."""
    image = sitk.ReadImage(str(labels), sitk.sitkUInt8)
    for key, value in {"ID": "Segment_1", "Name": "rough tumor", "LabelValue": "1", "Layer": "0"}.items():
        image.SetMetaData(f"Segment0_{key}", value)
    sitk.WriteImage(image, str(path))
