"""What holds for every sub-command."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PCRPredictorLib.cli import run
from PCRPredictorLib.cli.commands import NAMES
from PCRPredictorLib.cli.options import numbers_by_name, repeat_flags
from PCRPredictorLib.cli.output import filling
from PCRPredictorLib.errors import InputError


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    listed = capsys.readouterr().out.partition("Commands:")[2].split("\n")
    assert sorted(line.split()[0] for line in listed if line.strip()) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_each_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([name, "--help"]) == 0
    assert "Usage: pcr-predictor " + name in capsys.readouterr().out


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from PCRPredictorLib.cli import run; run(['--help'])\n"
        "print('imported:', *({'numpy', 'scipy', 'SimpleITK', 'sklearn', 'pandas', 'rich', 'slicer', 'vtk'}"
        " & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "imported:"


def test_usage_errors_are_one_sentence(refuse: Callable[..., str]) -> None:
    assert refuse("extract", "--image", "x.nrrd") == "Missing option '--mask'; see pcr-predictor extract --help.\n"
    assert "No such command 'bogus'" in refuse("bogus")
    assert "No such option" in refuse("models", "list", "--bogus")
    assert "Missing command" in refuse()
    assert "Missing command" in refuse("models")


def test_missing_click_names_the_extra(monkeypatch: pytest.MonkeyPatch, refuse: Callable[..., str]) -> None:
    monkeypatch.setitem(sys.modules, "click", None)
    sentence = refuse("--help")
    assert "'click'" in sentence
    assert "pcr-predictor[cli]" in sentence


def test_several_values_after_one_flag() -> None:
    words = ["--only", "A", "B", "--output", "x", "y", "--only", "C", "--only=D", "E"]
    assert repeat_flags(words, {"--only"}) == [
        *("--only", "A", "--only", "B"),
        *("--output", "x", "y"),
        *("--only", "C", "--only=D", "--only", "E"),
    ]


def test_clinical_values_are_finite_numbers() -> None:
    assert numbers_by_name(("AFP=200", "age=-1.5"), "--clinical") == {"AFP": 200.0, "age": -1.5}
    for bad in ("AFP", "AFP=", "AFP=high", "=3", "AFP=nan", "AFP=inf"):
        with pytest.raises(InputError, match="NAME=VALUE"):
            numbers_by_name((bad,), "--clinical")
    with pytest.raises(InputError, match="twice"):
        numbers_by_name(("AFP=1", "AFP=2"), "--clinical")


def test_a_folder_is_filled_whole_or_not_at_all(tmp_path: Path) -> None:
    result = tmp_path / "result"

    def fail() -> None:
        with filling(result) as folder:
            (folder / "a.txt").write_text("half")
            raise InputError("broken")

    with pytest.raises(InputError, match="broken"):
        fail()
    assert list(tmp_path.iterdir()) == []

    result.mkdir()
    (result / "a.txt").write_text("old")
    (result / "other.txt").write_text("kept")
    with filling(result) as folder:
        (folder / "a.txt").write_text("new")
    assert {path.name: path.read_text() for path in result.iterdir()} == {"a.txt": "new", "other.txt": "kept"}
    assert [path.name for path in tmp_path.iterdir()] == ["result"]
