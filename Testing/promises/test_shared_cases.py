"""Small inputs on which the product once failed, made by scripts that lie beside it where it is developed."""

import contextlib
import importlib
import io
import re
import runpy
import tempfile
from pathlib import Path

import pytest
from PCRPredictorLib.cli import run

from Testing.promises.desk import LONGEST_SENTENCE, REMEDY

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases"
SCRIPTS = {
    "01-orientation-storage": 9,
    "06-dicom-encodings": 20,
    "07-dicom-folders": 20,
    "12-gb18030-phase-names": 15,
    "17-table1": 1,
    "21-metaimage-variants": 20,
}
"""Each with the least number of commands that it gives."""
DIFFERING = re.compile(r"^ *(?P<row>[\w.-]+): [1-9]\d* of \d+ features differ", re.MULTILINE)
MAY_DIFFER = {"noise", "slope2.mha"}
"""Positions that are moved by a micrometer, and values that are doubled."""
REFUSAL = re.compile(r"expected (?:clear )?refusal(?! or)\b[^;\n]*; rc (?P<code>\d)")


@pytest.mark.parametrize("name", SCRIPTS)
def test_each_command_measures_the_same_or_refuses_helpfully(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = CASES / f"{name}.py"
    if not script.exists():
        pytest.skip(f"{script} is not here; these cases are kept beside the project, not in it")
    monkeypatch.syspath_prepend(str(CASES))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    given: list[tuple[tuple[object, ...], int, str]] = []

    def command_line(*words: object, **_: object) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run([str(word) for word in words])
        given.append((words, code, err.getvalue()))
        return code, out.getvalue().strip(), err.getvalue().strip()

    monkeypatch.setattr(importlib.import_module("bugkit"), "cli", command_line)
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        runpy.run_path(str(script), run_name="__main__")
    assert len(given) >= SCRIPTS[name]
    for words, code, err in given:
        assert code in (0, 2), (words, err)
        if code == 2:
            require_one_helpful_line(err)
    assert {found["row"] for found in DIFFERING.finditer(told.getvalue())} <= MAY_DIFFER, told.getvalue()
    assert {found["code"] for found in REFUSAL.finditer(told.getvalue())} <= {"2"}, told.getvalue()


def require_one_helpful_line(err: str) -> None:
    assert err.count("\n") == 1, err
    assert len(err) <= LONGEST_SENTENCE
    assert REMEDY.search(err.rstrip("\n")), err
