"""What is sent shows how far it has come and can be stopped; folders and loose slices go like an archive."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import SimpleITK as sitk

from Testing.web.test_journeys import Page

MEGABYTES = 24


@pytest.fixture
def page(chromium: Any, address: str, tmp_path: Path) -> Any:
    page = Page(chromium, address)
    yield page
    page._page.screenshot(path=tmp_path / "last.png")
    assert page.faults == []
    page._page.close()


def drag(page: Page, *paths: Path) -> Callable[[str], None]:
    """Hold files and folders over the page, as a file manager does; what is returned goes on with it."""
    line = page._page.context.new_cdp_session(page._page)
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}

    def go_on(kind: str) -> None:
        line.send("Input.dispatchDragEvent", {"type": kind, "x": 400, "y": 400, "data": data})

    go_on("dragEnter")
    go_on("dragOver")
    return go_on


def drop(page: Page, *paths: Path) -> None:
    drag(page, *paths)("drop")


def shown(page: Page, name: str) -> None:
    page.part("reason").filter(has_text="Choose").wait_for()
    page._page.locator(".view-title").filter(has_text=name).wait_for()


def begin_again(page: Page) -> None:
    page.click("new-case")
    page.click("begin-again")
    page.part("welcome-sample").wait_for()


def test_folders_and_loose_slices_are_opened_like_an_archive(page: Page, tmp_path: Path, write_series: Any) -> None:
    folder = tmp_path / "examination"
    write_series(folder / "deeper" / "IMAGES", "7", "liver arterial")
    (folder / ".DS_Store").write_bytes(b"x")
    with page._page.expect_file_chooser() as chooser:
        page.click("open-folder")
    chooser.value.set_files(str(folder))
    shown(page, "liver arterial")
    begin_again(page)

    drop(page, folder)
    shown(page, "liver arterial")
    begin_again(page)

    page.send("open", *sorted((folder / "deeper" / "IMAGES").iterdir()))
    shown(page, "liver arterial")
    begin_again(page)

    empty = tmp_path / "nothing here"
    empty.mkdir()
    drop(page, empty)
    page.message("The folder nothing here holds no files")


def test_what_falls_is_opened_where_the_page_has_changed_under_it(
    page: Page, tmp_path: Path, volume: sitk.Image
) -> None:
    """As where a dialog leaves: the browser then asks anew whether it may be let fall."""
    path = tmp_path / "liver arterial.nrrd"
    sitk.WriteImage(volume, str(path))
    go_on = drag(page, path)
    page._page.evaluate(
        """() => {
            const cover = document.createElement("div");
            cover.style.cssText = "position:fixed;inset:0;z-index:9999";
            document.body.append(cover);
        }"""
    )
    go_on("drop")
    shown(page, "liver arterial")


def test_a_folder_of_volumes_is_opened_volume_by_volume(page: Page, tmp_path: Path, volume: sitk.Image) -> None:
    folder = tmp_path / "volumes"
    folder.mkdir()
    for phase in ("arterial", "portal"):
        sitk.WriteImage(volume, str(folder / f"liver {phase}.nrrd"))
    drop(page, folder)
    for phase in ("arterial", "portal"):
        shown(page, f"liver {phase}")


def test_a_long_upload_shows_its_progress_and_is_stopped(page: Page, tmp_path: Path, volume: sitk.Image) -> None:
    large, small = tmp_path / "large.nrrd", tmp_path / "small arterial.nrrd"
    large.write_bytes(bytes(MEGABYTES << 20))
    sitk.WriteImage(volume, str(small))
    line = page._page.context.new_cdp_session(page._page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 5, "downloadThroughput": -1, "uploadThroughput": 2e6}
    line.send("Network.emulateNetworkConditions", slow)
    page.send("open", large, small)
    words = page.part("upload-words")
    words.filter(has_text=re.compile(r"[1-9]\d* % of 25\.2 MB, \d+ s left; 1 more")).wait_for()
    page.picture("upload")
    page.click("cancel-upload")
    page.part("upload").wait_for(state="detached")
    line.send("Network.emulateNetworkConditions", slow | {"uploadThroughput": -1})
    page.send("open", small)
    shown(page, "small arterial")
    assert page.part("message").count() == 0, "what was stopped on purpose is no error"


def test_a_file_beyond_the_limit_is_refused_before_it_is_sent(page: Page, tmp_path: Path) -> None:
    huge = tmp_path / "huge.nrrd"
    with huge.open("wb") as file:
        file.truncate((1 << 30) + 1)
    page.send("open", huge)
    page.message("huge.nrrd is larger than the allowed 1.1 GB")
    assert not [url for url in page.requests if "/upload?" in url]


def test_of_several_bad_files_each_is_said_until_others_are_sent(
    page: Page, tmp_path: Path, volume: sitk.Image
) -> None:
    bad = [tmp_path / f"bad {number}.nrrd" for number in range(1, 13)]
    for path in bad:
        path.write_text("no image")
    good = tmp_path / "liver arterial.nrrd"
    sitk.WriteImage(volume, str(good))
    empty = tmp_path / "empty"
    empty.mkdir()
    drop(page, *bad, good, empty)
    shown(page, "liver arterial")
    for path in bad:
        page.message(path.name, "is no NRRD")
    page.message("The folder empty holds no files")
    assert page.part("message").count() == len(bad) + 1
    page.picture("many-messages")
    first, last = page.part("message").first, page.part("message").last
    views = page._page.locator(".views").bounding_box()
    for one in (first, last):
        one.scroll_into_view_if_needed()
        box = one.bounding_box()
        assert views["y"] <= box["y"]
        assert box["y"] + box["height"] <= views["y"] + views["height"]
    page.part("message").filter(has_text="bad 1.nrrd").get_by_role("button").click()
    page.part("message").filter(has_text="bad 1.nrrd").wait_for(state="detached")
    assert page.part("message").count() == len(bad)
    page.send("open", bad[3])
    page.part("message").filter(has_text="bad 5.nrrd").wait_for(state="detached")
    page.message("bad 4.nrrd", "is no NRRD")
    assert page.part("message").count() == 1
    page.send("open", *bad)
    page.part("close-all").filter(has_text="Close all 12").click()
    page.part("message").first.wait_for(state="detached")
