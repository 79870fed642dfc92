"""A small seeded cohort that every test of the models room may use."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PCRPredictorLib.models.model_file import Model, ModelFeature, load_model
from PCRPredictorLib.models.table import FeatureTable


@pytest.fixture
def smote_model() -> Model:
    return load_model("wen2024-smote-radiomics")


@pytest.fixture
def small_model() -> Model:
    """Three features, no intercept, no scaling: coefficients that an external fit can be compared with."""
    return Model(
        name="small",
        version="1",
        source="made for the tests",
        feature_set="ak396",
        profile_hash=None,
        features=(
            ModelFeature("A36", "VoxelValueSum", "arterial", 0.8),
            ModelFeature("P36", "VoxelValueSum", "portal", -0.5),
            ModelFeature("age", "age", None, 0.3),
        ),
        intercept=None,
        cutoff=0.4,
        cutoff_meaning="of the paper",
        intended_use="Tests only.",
    )


@pytest.fixture
def cohort(small_model: Model) -> FeatureTable:
    """Sixty cases whose outcome depends on the small model's score; 22 events."""
    return make_cohort(small_model, patients=60, seed=3)


def make_cohort(model: Model, patients: int, seed: int) -> FeatureTable:
    generator = np.random.default_rng(seed)
    standard = generator.normal(size=(patients, len(model.features)))
    score = standard @ [feature.coefficient for feature in model.features]
    outcome = (generator.random(patients) < 1 / (1 + np.exp(0.8 - 1.2 * score))).astype(int)
    values = standard * [5.0, 0.2, 11.0] + [100.0, -3.0, 52.0]
    return FeatureTable(
        case_ids=tuple(f"case{number}" for number in range(patients)),
        columns={column: values[:, index] for index, column in enumerate(model.columns)},
        carried={"outcome": tuple(str(value) for value in outcome)},
        profile_hash="f" * 64,
        source="cohort.csv",
    )


@pytest.fixture
def write_csv(tmp_path: Path) -> Callable[..., Path]:
    def write(*rows: list[object], name: str = "cohort.csv") -> Path:
        path = tmp_path / name
        with path.open("w", newline="", encoding="utf-8") as stream:
            csv.writer(stream).writerows(rows)
        return path

    return write
