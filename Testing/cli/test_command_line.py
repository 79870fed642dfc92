"""What holds for every sub-command."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from PCRPredictorLib.cli import run
from PCRPredictorLib.cli.commands import NAMES, commands
from PCRPredictorLib.cli.options import Command, numbers_by_name, repeat_flags
from PCRPredictorLib.cli.output import check_output_folder, filling
from PCRPredictorLib.cli.terminal import printable
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.models.model_file import load_model, save_model
from PCRPredictorLib.optional import MissingPackage
from PCRPredictorLib.simulation import write_cohort
from PCRPredictorLib.training.packages import PACKAGES


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
    assert "pip install '.[cli]'" in sentence


@pytest.mark.parametrize("module", PACKAGES)
@pytest.mark.parametrize(
    "words", [["train", "--outcome", "o"], ["validate", "--outcome", "o", "--model", "wen2024-radiomics"], ["study"]]
)
def test_a_missing_learner_is_named_before_anything_is_done(
    module: str, words: list[str], monkeypatch: pytest.MonkeyPatch, refuse: Callable[..., str], tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    cohort = tmp_path / "cohort.csv"
    cohort.write_text("case_id,o\n")
    said = refuse(*words, "--cohort", str(cohort), "--output", str(tmp_path / "out"))
    assert f"needs the package '{PACKAGES[module]}'" in said
    assert "pip install '.[training]'" in said


def test_a_package_of_several_parts_is_quoted_for_the_shell() -> None:
    assert "install it with  pip install 'dask[distributed]'  (" in str(
        MissingPackage("dask[distributed]", "Computing", "cluster")
    )


def test_the_training_room_without_a_learner_says_how_to_install_it() -> None:
    code = """
import sys
sys.modules["sklearn"] = None
from PCRPredictorLib.errors import InputError
try:
    import PCRPredictorLib.training.protocols.train
except InputError as error:
    print(error)
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "pip install scikit-learn" in said


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


def leaves(command: click.Command, name: str = "") -> Iterator[tuple[str, click.Command]]:
    """All commands without sub-commands, by their words."""
    if isinstance(command, click.Group):
        for word in command.list_commands(click.Context(command)):
            yield from leaves(command.get_command(click.Context(command), word) or command, f"{name} {word}".strip())
    else:
        yield name, command


@pytest.mark.parametrize(("name", "command"), list(leaves(commands)), ids=[name for name, _ in leaves(commands)])
def test_every_command_that_writes_guards_against_slips(name: str, command: click.Command) -> None:
    writes = "output" in {param.name for param in command.params}
    assert isinstance(command, Command) or not writes, f"{name} needs cls=Command"


def test_an_option_for_one_value_given_twice_is_refused(refuse: Callable[..., str]) -> None:
    sentence = refuse("extract", "--image", "a.nrrd", "--mask", "m.nrrd", "--image", "b.nrrd", "--output", "f.csv")
    assert sentence == "Option '--image' is given 2 times; see pcr-predictor extract --help.\n"
    assert "'--seed' is given 2 times" in refuse("simulate", "--seed", "1", "--seed", "1", "--output", "folder")
    both_ways = ("--perturb-in-plane", "--perturb-3d", "--model", "m", "--output", "folder")
    assert "'--perturb-in-plane' is given 2 times" in refuse("predict", *both_ways)


def test_an_empty_path_does_not_mean_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refuse: Callable[..., str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "'--output': the path is empty" in refuse("simulate", "--patients", "1", "--output", "")
    assert "'--image': the path is empty" in refuse("extract", "--image", "", "--mask", "m", "--output", "f.csv")
    assert list(tmp_path.iterdir()) == []


def test_an_input_is_never_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refuse: Callable[..., str]
) -> None:
    monkeypatch.chdir(tmp_path)
    model = tmp_path / "model.json"
    save_model(load_model("wen2024-radiomics"), model)
    (tmp_path / "cohort.csv").write_text("case_id\n1\n")
    (tmp_path / "link.json").symlink_to(model)
    (tmp_path / "dicom").mkdir()
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    calibrate = ("calibrate", "--model", "model.json", "--cohort", "cohort.csv", "--prevalence", "0.2", "--output")
    assert "is an input (--model)" in refuse(*calibrate, "model.json")
    assert "is an input (--model)" in refuse(*calibrate, "./link.json")
    table = ("predict", "--table", "cohort.csv", "--model", "model.json", "--output", tmp_path / "cohort.csv")
    assert "is an input (--table)" in refuse(*table)
    assert "is an input (name)" in refuse("models", "export", "model.json", "--output", "model.json")
    phases = ("--arterial", "dicom", "--arterial-mask", "a", "--portal", "p", "--portal-mask", "q", "--model", "m")
    assert "is an input (--arterial)" in refuse("predict", *phases, "--output", "dicom")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before
    assert list((tmp_path / "dicom").iterdir()) == []


def model_named(name: str, path: Path) -> Path:
    content = {**load_model("wen2024-radiomics").as_json(), "name": name}
    path.write_text(json.dumps(content))
    return path


def test_foreign_text_cannot_steer_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = model_named("\x1b[31mred\r\u202eback\x00 M\u00fcller\u00a0\u4e2d", tmp_path / "model.json")
    assert run(["models", "show", str(path)]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("\\x1b[31mred\\r\\u202eback\\x00 M\u00fcller\u00a0\u4e2d 1.0\n")
    assert run(["models", "show", "\x1b[2Jnone"]) == 2
    assert "'\\x1b[2Jnone' is neither" in capsys.readouterr().err
    assert printable("half \ud800, whole \U0001f600") == "half \\ud800, whole \U0001f600"


def pcr_predictor(*words: str, **options: Any) -> subprocess.CompletedProcess[str]:
    code = "from PCRPredictorLib.cli import main; main()"
    return subprocess.run([sys.executable, "-c", code, *words], text=True, stderr=subprocess.PIPE, **options)


def test_a_terminal_of_few_letters_gets_escapes(tmp_path: Path) -> None:
    path = model_named("M\u00fcller", tmp_path / "model.json")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = pcr_predictor("models", "show", str(path), stdout=subprocess.PIPE, env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("M\\xfcller 1.0")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
@pytest.mark.parametrize("words", [["models", "list"], ["--help"]])
def test_an_output_that_cannot_be_written_is_one_sentence(words: list[str]) -> None:
    with open("/dev/full", "w") as full:
        done = pcr_predictor(*words, stdout=full)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "No space left on device" in done.stderr


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


def test_a_folder_in_the_place_of_a_file_leaves_all_as_it_was(tmp_path: Path) -> None:
    result = tmp_path / "result"
    (result / "b.html").mkdir(parents=True)
    (result / "a.json").write_text("old")

    def fill() -> None:
        with filling(result) as folder:
            (folder / "a.json").write_text("new")
            (folder / "b.html").write_text("new")

    with pytest.raises(InputError, match=r"b\.html is a folder"):
        fill()
    with pytest.raises(InputError, match=r"b\.html is a folder"):
        check_output_folder(result, ["a.json", "b.html"])
    assert (result / "a.json").read_text() == "old"
    assert {path.name for path in result.iterdir()} == {"a.json", "b.html"}


@pytest.mark.parametrize("exists", [True, False])
def test_a_file_that_cannot_be_moved_brings_the_others_back(
    exists: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = tmp_path / "result"
    if exists:
        result.mkdir()
        (result / "a.txt").write_text("old")
    replace = os.replace

    def locked(path: Path, target: Path) -> None:
        if target.name == "c.txt":
            raise PermissionError(13, "Permission denied")
        replace(path, target)

    def no_folder(path: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    def fill() -> None:
        with filling(result) as folder:
            for name in ("a.txt", "b.txt", "c.txt"):
                (folder / name).write_text("new")

    monkeypatch.setattr(os, "replace", locked)
    monkeypatch.setattr(Path, "rename", no_folder)
    with pytest.raises(InputError, match="Permission denied"):
        fill()
    left = {path.name: path.read_text() for path in result.iterdir()} if result.exists() else None
    assert left == ({"a.txt": "old"} if exists else None)
    assert [path.name for path in tmp_path.iterdir()] == (["result"] if exists else [])


def test_a_megabyte_of_text_is_not_echoed(refuse: Callable[..., str], tmp_path: Path) -> None:
    assert len(refuse("models", "show", "x" * 100_000)) < 500
    (tmp_path / "table.csv").write_text("x" * 1_000_000)
    assert (
        len(refuse("predict", "--table", tmp_path / "table.csv", "--model", "m", "--output", tmp_path / "o.csv")) < 500
    )


@pytest.mark.skipif(sys.platform != "linux", reason="other systems name files in Unicode, whatever the locale")
def test_a_file_is_read_by_its_name_whatever_the_locale(tmp_path: Path) -> None:
    folder = tmp_path / "Müller"
    write_cohort(folder, patients=1, seed=3)
    case = folder / "SIM0001"
    words = ["extract", "--image", str(case / "arterial.nrrd"), "--mask", str(case / "arterial_mask.nrrd")]
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = pcr_predictor(*words, "--output", str(tmp_path / "f.json"), stdout=subprocess.PIPE, env=environment)
    assert done.returncode == 0, done.stderr


def test_an_input_that_ends_too_early_is_no_interruption(monkeypatch: pytest.MonkeyPatch, refuse) -> None:
    """click takes an EOFError for Ctrl-D at a question, and would end in silence."""
    from PCRPredictorLib.cli import models

    def end(*_: object) -> None:
        raise EOFError

    monkeypatch.setattr(models, "say", end)
    assert refuse("models", "list") == "An input ends too early; copy it again from its source.\n"


def test_a_system_without_threads_is_blamed(monkeypatch: pytest.MonkeyPatch, refuse) -> None:
    from PCRPredictorLib.cli import models

    def start(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(models, "say", start)
    assert "gives too little memory" in refuse("models", "list")


def test_no_file_of_an_earlier_run_stays_beside_new_ones(tmp_path: Path) -> None:
    for name in ("model.json", "model_plain.json", "notes.txt"):
        (tmp_path / name).write_text("old")
    with filling(tmp_path, ["model.json", "model_plain.json"]) as folder:
        (folder / "model.json").write_text("new")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"model.json": "new", "notes.txt": "old"}


def test_a_new_folder_has_the_usual_permissions(tmp_path: Path) -> None:
    (tmp_path / "usual").mkdir()
    with filling(tmp_path / "result") as folder:
        (folder / "a.txt").write_text("new")
    assert (tmp_path / "result").stat().st_mode == (tmp_path / "usual").stat().st_mode
