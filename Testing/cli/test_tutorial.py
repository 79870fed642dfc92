"""The commands of the tutorial, run as they stand, in their order, in one folder.

Only the first cohort is smaller here. Later outcomes of a hospital are made of that cohort, and the public collection
is a simulated tree of its shape.
"""

import csv
import re
import shlex
from pathlib import Path

import pytest
from PCRPredictorLib.cli import run
from PCRPredictorLib.simulation import simulate_patient

from Testing.cohort.public_collections import write_waw_tace

TUTORIAL = Path(__file__).resolve().parents[2] / "Docs" / "tutorial.md"
PATIENTS = 36


def commands_of(tutorial: Path) -> list[list[str]]:
    blocks = re.findall(r"^```\w*\n(.*?)^```$", tutorial.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    lines = "".join(blocks).replace("\\\n", " ").splitlines()
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("pcr-predictor ")]


def smaller(words: list[str]) -> list[str]:
    return [str(PATIENTS) if word == "60" else word for word in words]


def prepare(words: list[str]) -> None:
    """What the tutorial has from elsewhere."""
    if "waw" in words:
        write_waw_tace(Path("waw"), simulate_patient(0), 10, contoured=(1, 2))
    if "scores.csv" in words:
        model = ["--model", "wen2024-smote-radiomics", "--calibration", "calibration.json"]
        assert run(["predict", "--table", "features/features.csv", *model, "--output", "scores.csv"]) == 0
        with Path("cohort/manifest.csv").open(newline="") as file, Path("outcomes.csv").open("w", newline="") as target:
            rows = [(row["case_id"], row["outcome"]) for row in csv.DictReader(file)]
            csv.writer(target).writerows([("case_id", "outcome"), *rows])


def test_every_command_of_the_tutorial_does_what_it_says(tmp_path, monkeypatch, capsys):
    pytest.importorskip("highdicom")
    monkeypatch.chdir(tmp_path)
    commands = commands_of(TUTORIAL)
    assert len(commands) >= 8
    for words in commands:
        prepare(words)
        assert run(smaller(words)) == 0, shlex.join(words) + capsys.readouterr().err
        output = Path(words[words.index("--output") + 1])
        assert output.is_file() or any(output.iterdir())
