"""Phases that contradict their names are refused until --confirm-phases, which the result records."""

import json
from pathlib import Path

import pytest
from PCRPredictorLib.cli import run
from PCRPredictorLib.presenter.patient.model_choice import SAMPLE_CALIBRATION, SAMPLE_MODEL
from PCRPredictorLib.resources import resource_folder
from PCRPredictorLib.simulation import write_cohort


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_cohort(tmp_path_factory.mktemp("c") / "cohort", patients=1, seed=3).parent / "SIM0001"


def words(case: Path, output: Path, arterial: str, portal: str) -> list[str]:
    files = {
        "arterial": arterial,
        "arterial-mask": f"{arterial}_mask",
        "portal": portal,
        "portal-mask": f"{portal}_mask",
    }
    calibration = str(resource_folder("Calibrations") / f"{SAMPLE_CALIBRATION}.json")
    return [
        *("predict", "--model", SAMPLE_MODEL, "--calibration", calibration, "--output", str(output)),
        *(word for flag, name in files.items() for word in (f"--{flag}", str(case / f"{name}.nrrd"))),
    ]


def test_swapped_phases_are_refused_and_confirmed_ones_say_so(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    swapped = words(case, tmp_path / "out", "portal", "arterial")
    assert run(swapped) == 2
    told = capsys.readouterr().err
    assert "portal.nrrd, given as arterial phase, has a name of the portal venous phase" in told
    assert "--confirm-phases" in told
    assert "Traceback" not in told
    assert not (tmp_path / "out").exists()
    assert run([*swapped, "--confirm-phases"]) == 0
    prediction = json.loads((tmp_path / "out/prediction.json").read_text(encoding="utf-8"))
    assert prediction["provenance"]["phases_confirmed"] == ["named-otherwise"]
    confirmed = [one["message"] for one in prediction["warnings"] if one["code"] == "named-otherwise"]
    assert confirmed[0].startswith("Confirmed by the user, although it speaks against it: The arterial image, given as")
    assert str(case) not in json.dumps(prediction)


def test_right_phases_need_no_word(case: Path, tmp_path: Path) -> None:
    assert run(words(case, tmp_path / "out", "arterial", "portal")) == 0
    prediction = json.loads((tmp_path / "out/prediction.json").read_text(encoding="utf-8"))
    assert "phases_confirmed" not in prediction["provenance"]


def test_a_table_has_nothing_to_confirm(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "t.csv").write_text("case_id\na\n", encoding="utf-8")
    arguments = ["--table", str(tmp_path / "t.csv"), "--model", SAMPLE_MODEL, "--output", str(tmp_path / "s.csv")]
    assert run(["predict", *arguments, "--confirm-phases"]) == 2
    assert "--table and --confirm-phases exclude each other" in capsys.readouterr().err
