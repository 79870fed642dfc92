"""The core works with the network shut, the lock holds what pyproject.toml asks for, and the bill what is installed."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from PCRPredictorLib.cli import run

from Testing.supply.audit import bill_of_materials, departures, installed, main, plain, read_lock

ROOT = Path(__file__).resolve().parents[2]
LOCK = Path(__file__).parent / "lock.txt"
SHUT = """
import socket, sys
def shut(*words, **named):
    raise AssertionError(f"the network was asked: {words}")
for name in ("connect", "connect_ex", "bind", "sendto"):
    setattr(socket.socket, name, shut)
for name in ("create_connection", "getaddrinfo", "gethostbyname"):
    setattr(socket, name, shut)
from PCRPredictorLib.cli import run
for words in WORK:
    code = run(words)
    assert code == 0, (words, code)
try:
    socket.create_connection(("localhost", 9))
except AssertionError:
    print("shut to the end")
"""


def test_core_needs_no_network(tmp_path: Path) -> None:
    """Simulate, measure, calibrate, predict, score and repeat, in one process whose sockets refuse."""
    case, model = tmp_path / "cohort" / "SIM0001", "wen2024-smote-radiomics"
    calibration = ROOT / "PCRPredictor" / "Resources" / "Calibrations" / f"simulated-{model}.json"
    images = [
        word
        for phase in ("arterial", "portal")
        for word in (f"--{phase}", case / f"{phase}.nrrd", f"--{phase}-mask", case / f"{phase}_mask.nrrd")
    ]
    scored = ["--model", model, "--calibration", calibration]
    table = tmp_path / "result" / "features.csv"
    work = [
        ["simulate", "--patients", "1", "--seed", "3", "--output", tmp_path / "cohort"],
        ["extract", "--image", images[1], "--mask", images[3], "--output", tmp_path / "features.json"],
        ["predict", *images, *scored, "--output", tmp_path / "result"],
        ["predict", "--table", table, *scored, "--output", tmp_path / "scores.csv"],
        ["rerun", tmp_path / "result" / "prediction.json"],
        ["models", "show", model],
    ]
    script = SHUT.replace("WORK", repr([[str(word) for word in words] for words in work]))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("shut to the end\n")


def test_lock_holds_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lock = read_lock(LOCK)
    extras = project["optional-dependencies"]
    asked = [*project["dependencies"], *(one for name, names in extras.items() for one in names if name in _locked())]
    names = {plain(re.match(r"[A-Za-z0-9._-]+", one)[0]) for one in asked}
    assert names - {"dask"} <= lock.keys()
    for one in asked:
        exact = re.fullmatch(r"([A-Za-z0-9._-]+)==(\S+)", one)
        if exact:
            assert lock[plain(exact[1])][0] == exact[2]


def _locked() -> list[str]:
    head = LOCK.read_text().partition("extras ")[2].splitlines()[0]
    return head.split(",")


def test_a_line_without_hash_is_no_lock(tmp_path: Path) -> None:
    (tmp_path / "lock.txt").write_text("numpy==2.0.0\n")
    with pytest.raises(ValueError, match="no locked package"):
        read_lock(tmp_path / "lock.txt")


def test_bill_holds_what_is_installed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lock = read_lock(LOCK)
    bill = bill_of_materials(lock)
    assert bill == bill_of_materials(lock)
    names = [one["name"] for one in bill["components"]]
    assert names == sorted(names)
    assert {*names, "pcr-predictor"} == set(installed())
    numpy = next(one for one in bill["components"] if one["name"] == "numpy")
    assert numpy["purl"] == f"pkg:pypi/numpy@{numpy['version']}"
    code = main(str(LOCK), str(tmp_path / "sbom.json"))
    assert code == (1 if departures(lock) else 0)
    assert json.loads((tmp_path / "sbom.json").read_text()) == bill
    assert "not looked up" in capsys.readouterr().out


def test_a_departure_is_told() -> None:
    lock = read_lock(LOCK)
    lock["numpy"] = ("0.0.1", "a" * 64)
    del lock["scipy"]
    told = "\n".join(departures(lock))
    assert "locked is 0.0.1" in told
    assert "scipy" in told


def test_no_data_file_runs_code(tmp_path: Path) -> None:
    """A pickle under the name of any input is refused and runs nothing."""
    import pickle

    class Evil:
        def __reduce__(self):
            return Path.touch, (tmp_path / "ran",)

    evil = tmp_path / "evil"
    evil.write_bytes(pickle.dumps(Evil()))
    for words in (
        ["models", "show", evil],
        ["rerun", evil],
        ["predict", "--table", evil, "--model", "wen2024-radiomics", "--output", tmp_path / "out.csv"],
        ["extract", "--image", evil, "--mask", evil, "--output", tmp_path / "out.json"],
        ["extract", "--image", evil, "--mask", evil, "--profile", evil, "--output", tmp_path / "out.json"],
        ["cohort", "--manifest", evil, "--output", tmp_path / "out"],
        ["train", "--cohort", evil, "--outcome", "o", "--perturbed", evil, "--output", tmp_path / "out"],
    ):
        assert run([str(word) for word in words]) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["evil"]


@pytest.mark.skipif(shutil.which("make") is None, reason="no make here")
def test_every_installation_is_held_to_the_lock() -> None:
    """What make would do on a fresh machine: constrained first, and only where that fails free."""
    told = subprocess.run(["make", "-n", "-B", "setup"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert f"sed -n 's/ --hash.*//p' {LOCK.relative_to(ROOT)} > .venv/constraints.txt" in told
    installs = [line for line in told.splitlines() if "pip install" in line]
    assert len(installs) == 3
    for line in installs:
        first, *others = line.split("||")
        assert "--constraint .venv/constraints.txt" in first
        assert all("locked versions do not install here" in other for other in others if "pip install" in other)


def test_the_lock_without_hashes_is_what_pip_takes_as_constraints() -> None:
    lines = [line.partition(" --hash")[0] for line in LOCK.read_text().splitlines() if " --hash" in line]
    assert lines == [f"{name}=={version}" for name, version in (line.split("==") for line in lines)]
    assert len(lines) == len(read_lock(LOCK))
