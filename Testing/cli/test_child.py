"""The process behind the window: real ones, asked on standard input, without click."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PCRPredictorLib.cli.child import train_model
from PCRPredictorLib.models.model_file import load_model
from PCRPredictorLib.simulation import write_cohort
from PCRPredictorLib.training.pipeline.config import TrainingConfig
from PCRPredictorLib.training.protocols import train as training

LIBRARY = Path(__file__).resolve().parents[2] / "PCRPredictor"
WITHOUT_CLICK = "import sys; sys.modules['click'] = sys.modules['rich'] = None; import runpy; "
WITHOUT_CLICK += "runpy.run_module('PCRPredictorLib.cli.child', run_name='__main__')"
REFUSE_IMPORTS_OF_THREADS = """
import sys, threading
class MainThreadAlone:
    def find_spec(self, name, path=None, target=None):
        if name.startswith("PCRPredictorLib") and threading.current_thread() is not threading.main_thread():
            print(f"{name} is imported by a thread beside the work", file=sys.stderr, flush=True)
sys.meta_path.insert(0, MainThreadAlone())
"""


@contextmanager
def child(request: dict[str, Any], before: str = "") -> Iterator[subprocess.Popen[str]]:
    """A child that works on `request` until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", before + WITHOUT_CLICK],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(LIBRARY)},
    )
    assert process.stdin
    process.stdin.write(json.dumps(request) + "\n")
    process.stdin.flush()
    try:
        yield process
    finally:
        process.stdin.close()
        process.kill()
        process.wait()


def answers(request: dict[str, Any]) -> tuple[list[dict[str, Any]], int]:
    """All that a child answers to `request`, and its exit code."""
    with child(request) as process:
        assert process.stdout
        said = [json.loads(line) for line in process.stdout]
        return said, process.wait()


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_cohort(tmp_path_factory.mktemp("child") / "cohort", patients=4, seed=8)


def test_a_run_can_be_stopped_and_goes_on(manifest: Path) -> None:
    output = manifest.parent / "out"
    request = {"work": "measure", "manifest": str(manifest), "output": str(output)}
    with child(request) as process:
        assert process.stdin
        assert process.stdout
        assert json.loads(process.stdout.readline()) == {"progress": ["Computing features", 1, 8]}
        process.stdin.close()
        assert process.wait(30) == 130
        assert "done" not in process.stdout.read()
    kept = len(list((output / "units").glob("*.result")))
    assert 1 <= kept < 8
    assert not (output / "features.csv").exists()
    said, code = answers(request)
    assert code == 0
    assert said[-1] == {"done": {"cases": 4, "measured": 4, "failures": 0, "kept": kept, "simulated": True}}
    assert [line["progress"][1] for line in said[:-1]] == list(range(1, 9))
    with (output / "features.csv").open(newline="") as stream:
        assert [row["case_id"] for row in csv.DictReader(stream)] == [f"SIM000{number}" for number in range(1, 5)]


def test_bad_input_is_one_sentence(tmp_path: Path) -> None:
    request = {"work": "measure", "manifest": str(tmp_path / "none.csv"), "output": str(tmp_path / "out")}
    said, code = answers(request)
    assert code == 2
    assert said == [{"refused": f"{tmp_path / 'none.csv'} does not exist; check the path."}]
    assert not (tmp_path / "out").exists()


def test_only_the_work_imports(tmp_path: Path) -> None:
    """A thread that imported beside it broke one training in six: "partially initialized module", on Python 3.11."""
    request = {"work": "measure", "manifest": str(tmp_path / "none.csv"), "output": str(tmp_path / "out")}
    with child(request, REFUSE_IMPORTS_OF_THREADS) as process:
        assert process.stdout
        assert process.stderr
        assert "refused" in json.loads(process.stdout.readline())
        assert process.wait() == 2
        assert process.stderr.read() == ""


def test_a_model_is_trained_with_the_outcome_the_user_chose(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process, so that few folds will do."""
    numbers = np.random.default_rng(5)
    responds = np.arange(60) % 3 == 0
    values = numbers.normal(size=(60, 4))
    values[:, 1] += 3.0 * responds
    rows = [[f"S{row}", *values[row], "CR" if responds[row] else "PR", "true"] for row in range(60)]
    with (tmp_path / "table.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows([["case_id", "A_a", "A_b", "A_c", "A_d", "response", "simulated"], *rows])
    quick = TrainingConfig(
        inner_folds=3, inner_repeats=1, folds=3, repeats=1, candidates=("sparse",), cutoff_bootstrap=5
    )
    monkeypatch.setattr(training, "train", partial(training.train, config=quick))
    stages: set[str] = set()
    done = train_model(
        {
            "table": str(tmp_path / "table.csv"),
            "outcome": "response",
            "positive": "CR",
            "protocol": "nested",
            "output": str(tmp_path / "model"),
        },
        lambda stage, _done, _total: stages.add(stage),
    )
    assert (done["patients"], done["simulated"]) == (60, True)
    assert done["auc_ci"][0] < done["auc"] <= done["auc_ci"][1]
    assert done["auc"] > 0.9
    model = load_model(tmp_path / "model" / "model.json")
    weights = {feature.column: feature.coefficient for feature in model.features}
    assert weights["A_b"] > 0, "a higher value means a response, as chosen"
    assert (tmp_path / "model" / "report.html").is_file()
    cutoffs = {f"{name}: cut-off" for name in ("SMOTE-radiomics", "radiomics")}
    assert stages == {"SMOTE-radiomics", "radiomics", "ceiling", *cutoffs}
    json.dumps(done, allow_nan=False)
