"""Files are read with one meaning or refused in one sentence, and written whole or not at all."""

import csv
import io
import json
import os
import subprocess
import sys

import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.files import (
    canonical_hash,
    csv_text,
    guarded,
    open_inflated,
    read_json,
    unguarded,
    write_json,
    write_text,
)
from PCRPredictorLib.processes import here


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[" * 100_000 + "]" * 100_000, "nests its lists or objects too deeply"),
        ('{"a":' * 50_000 + "1" + "}" * 50_000, "nests its lists or objects too deeply"),
        ('{"n": ' + "9" * 5000 + "}", "number 99999999999999999999, which is too large"),
        ('{"n": 1' + "0" * 400 + "}", "too large"),
        ('{"n": -1e400}', "number -1e400, which is too large"),
        (r'{"n": "\ud800"}', r"'\\ud800', which is no Unicode character"),
        (r'{"\udcff": 1}', "no Unicode character"),
        ('{"a": 1, "b": 2, "a": 1}', "names 'a' twice in one object"),
        ('[{"b": {"c": 0, "c": 1}}]', "names 'c' twice in one object"),
        ('{"a": NaN}', "NaN is no JSON number"),
        ('{"a": 1', "not valid JSON"),
    ],
)
def test_json_that_means_nothing_certain_is_refused(tmp_path, text, message):
    path = tmp_path / "a.json"
    path.write_text(text)
    with pytest.raises(InputError, match=message) as refused:
        read_json(path)
    assert str(refused.value).startswith(f"{path} ")
    assert str(refused.value).isascii()


def test_usual_json_is_read_as_it_stands(tmp_path):
    content = {"a": [1, -2.5, 1e308, 2**70, None, True], "b": {"a": "ß \U0001f600", "c": {}}, "d": [{"a": 1}, {"a": 2}]}
    write_json(tmp_path / "a.json", content)
    assert read_json(tmp_path / "a.json") == content
    (tmp_path / "b.json").write_text(json.dumps(content))  # with escapes, the smiley as a surrogate pair
    assert read_json(tmp_path / "b.json") == content


def test_text_that_is_no_unicode_is_not_written(tmp_path):
    path = tmp_path / "a.txt"
    write_text(path, "old\r\n")
    with pytest.raises(InputError, match=r"would hold '\\udcff', which is no Unicode character"):
        write_text(path, "image \udcff.nrrd")
    assert path.read_bytes() == b"old\r\n"
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(InputError, match="no Unicode character"):
        canonical_hash({"name": "\ud800"})


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-x", "@SUM", "'=1", "''-x", "\tx"])
def test_a_spreadsheet_takes_no_cell_for_a_formula_and_the_cell_comes_back(cell):
    (shown,) = next(csv.reader(io.StringIO(csv_text([[cell]]), newline="")))
    assert shown == f"'{cell}"
    assert unguarded(shown) == cell


@pytest.mark.parametrize("cell", ["-1.5", "+2", "-1e-12", "-inf", "a=b", "'quoted'", "'", "", -1.5, 3])
def test_numbers_and_ordinary_text_are_written_as_they_are(cell):
    assert guarded([cell]) == [cell]
    assert unguarded(str(cell)) == str(cell)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for read in (read_json, open_inflated):
        with pytest.raises(InputError, match="is a pipe or device, not a file"):
            read(tmp_path / "pipe")


def test_what_a_killed_process_left_is_swept_and_what_a_living_one_builds_is_not(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    dead, alive = f".part-{ended.pid}@{here()}-x", f".part-{os.getppid()}@{here()}-y"
    elsewhere, foreign = f".part-{ended.pid}@elsewhere.0-z", ".part-of-something"
    for name in (dead, alive, elsewhere, foreign):
        (tmp_path / name).mkdir()
        (tmp_path / name / "half").touch()
    write_text(tmp_path / "a.txt", "whole")
    assert {path.name for path in tmp_path.iterdir()} == {alive, elsewhere, foreign, "a.txt"}


def test_a_carriage_return_begins_no_row():
    assert list(csv.reader(io.StringIO(csv_text([["a\rb", "c\r\nd"]]), newline=""))) == [["a\nb", "c\nd"]]
