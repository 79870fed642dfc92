"""A trained model's file that was edited, or rewritten by another program, is refused, never scored otherwise."""

import json
from copy import deepcopy
from pathlib import Path

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.files import canonical_hash
from PCRPredictorLib.models import model_file
from PCRPredictorLib.models.model_file import load_model, save_model
from PCRPredictorLib.training.data.cohort import Cohort
from PCRPredictorLib.training.pipeline.config import TrainingConfig
from PCRPredictorLib.training.protocols.train import train

FAST = TrainingConfig(
    smote=False, candidates=("ridge-asinh",), folds=3, repeats=1, inner_folds=3, inner_repeats=1, cutoff_bootstrap=5
)


@pytest.fixture(scope="module")
def content(tmp_path_factory) -> dict:
    generator = np.random.default_rng(4)
    outcome = (np.arange(60) % 3 == 0).astype(int)
    values = generator.normal(size=(60, 3))
    values[:, 0] += 2 * outcome
    cohort = Cohort(values, outcome, ("f", "g", "h"), tuple(f"S{row}" for row in range(60)), source="table.csv")
    path = tmp_path_factory.mktemp("model") / "model.json"
    save_model(train(cohort, FAST).main.model, path)
    return json.loads(path.read_text())


def without_transform(model: dict) -> None:
    del model["features"][0]["transform"]


def with_four_digits(model: dict) -> None:
    for feature in model["features"]:
        feature["coefficient"] = round(feature["coefficient"], 4)


def in_another_order(model: dict) -> None:
    model["features"].reverse()


def with_another_intercept(model: dict) -> None:
    model["intercept"] += 1e-9


@pytest.mark.parametrize("change", [without_transform, with_four_digits, in_another_order, with_another_intercept])
def test_a_changed_model_is_refused(content: dict, change, tmp_path: Path) -> None:
    changed = deepcopy(content)
    change(changed)
    path = tmp_path / "model.json"
    path.write_text(json.dumps(changed))
    with pytest.raises(InputError, match=r"model\.json was changed since it was trained: .* take the original file\."):
        load_model(path)


@pytest.mark.parametrize(("trained", "times"), [(True, 1), (False, 0)])
def test_the_score_is_hashed_once_at_most(
    content: dict, trained: bool, times: int, tmp_path: Path, monkeypatch
) -> None:
    """A model of all features is long, and the doors load it at every click."""
    hashed = []
    monkeypatch.setattr(model_file, "canonical_hash", lambda told: hashed.append(told) or canonical_hash(told))
    path = tmp_path / "model.json"
    path.write_text(json.dumps(content if trained else content | {"training": None}))
    load_model(path)
    assert len(hashed) == times


def test_what_moves_no_score_may_be_written_otherwise(content: dict, tmp_path: Path) -> None:
    changed = {key: content[key] for key in reversed(content)} | {"source": "trained in another hospital"}
    path = tmp_path / "model.json"
    path.write_text(json.dumps(changed, indent=4))
    read = load_model(path)
    assert read.source == "trained in another hospital"
    former = deepcopy(content)
    del former["training"]["score_hash"]  # as version 0.1 wrote it
    path.write_text(json.dumps(former))
    assert load_model(path).features == read.features
