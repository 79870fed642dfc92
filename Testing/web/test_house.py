"""The browser door's own house rules."""

import re
from pathlib import Path

import pytest

from Testing.web.icon_font import codes_held, icons_shown

DOOR = Path(__file__).resolve().parents[2] / "PCRPredictorWeb"
FILES = sorted(path for path in DOOR.rglob("*") if path.suffix in (".py", ".js"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(DOOR).as_posix())
def test_files_are_short_and_point_nowhere_else(path):
    text = path.read_text()
    assert len(text.splitlines()) <= 400
    assert re.findall(r"https?://(?!\{)", text) == []


def test_nothing_of_the_door_is_pickled():
    assert [
        path for path in FILES if re.search(r"^\s*(import|from) (pickle|shelve|marshal)\b", path.read_text(), re.M)
    ] == []


def test_the_font_holds_every_icon_that_is_shown():
    shown = icons_shown()
    assert {"mdi-brush", "mdi-eraser", "mdi-menu-down", "mdi-close"} <= shown.keys()
    assert codes_held() >= set(shown.values()), "run Testing/web/icon_font.py"
