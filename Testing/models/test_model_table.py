"""A table read for a model: the wrong features are told before a missing column is."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PCRPredictorLib.cli import run
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.models.model_file import Model, ModelFeature, load_model
from PCRPredictorLib.models.model_table import feature_set_of, only_tables, read_model_table

Write = Callable[..., Path]
RING = ModelFeature("AR_MeanValue", "AR_MeanValue", None, 0.7, mean=0.0, std=1.0)


@pytest.fixture
def ring_model(small_model: Model) -> Model:
    lesion = replace(small_model.features[0], mean=0.0, std=1.0)
    return replace(
        small_model, feature_set="table", features=(lesion, RING), intercept=0.0, training={"rim_mm": 10.0}, cutoff=None
    )


def table_of(path: Path, names: list[str], **carried: Any) -> Path:
    header = ["case_id", "outcome", *names, *carried]
    rows = [
        [f"c{row}", str(row % 2), *(str(row + 0.5) for _ in names), *map(str, carried.values())] for row in range(6)
    ]
    path.write_text("\n".join(",".join(row) for row in [header, *rows]) + "\n", encoding="utf-8")
    return path


IBSI = ["A_stat_mean", "P_stat_mean", "A_cm_joint_max"]


@pytest.mark.parametrize("name", ["wen2024-radiomics", "wen2024-smote-radiomics"])
@pytest.mark.parametrize("command", ["calibrate", "predict"])
def test_the_ibsi_set_is_not_for_the_published_models(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, command: str
) -> None:
    table, output = (
        table_of(tmp_path / "ibsi.csv", IBSI),
        tmp_path / ("out.json" if command == "calibrate" else "out.csv"),
    )
    shipped = Path(__file__).parents[2] / f"PCRPredictor/Resources/Calibrations/simulated-{name}.json"
    more = ["--cohort", table, "--outcome", "outcome"] if command == "calibrate" else ["--table", table]
    more += [] if command == "calibrate" else ["--calibration", shipped]
    assert run([command, "--model", name, *map(str, more), "--output", str(output)]) == 2
    said = capsys.readouterr().err
    assert "the set 'ibsi', which is for training models of one's own" in said
    assert f"model '{name}' is made of 'ak396'" in said
    assert said.count("\n") == 1
    assert not output.exists()


def test_a_missing_column_of_the_right_set_is_named(tmp_path: Path) -> None:
    model = load_model("wen2024-radiomics")
    table = table_of(tmp_path / "short.csv", list(model.columns[1:]))
    with pytest.raises(InputError, match=f"no column '{model.columns[0]}'"):
        read_model_table(table, model)


def test_a_model_of_the_ring_asks_for_the_ring(ring_model: Model, tmp_path: Path) -> None:
    table = table_of(tmp_path / "lesion.csv", ["A_VoxelValueSum"])
    with pytest.raises(InputError, match=r"uses the ring around the lesion .* lacks; .* cohort.* --rim"):
        read_model_table(table, ring_model)


def test_another_set_than_that_of_a_ring_model_is_named(ring_model: Model, tmp_path: Path) -> None:
    features = tuple(replace(RING, label=name, name=name) for name in ("A_stat_mean", "AR_stat_mean"))
    of_ibsi = replace(ring_model, features=features)
    ringed = table_of(tmp_path / "ringed.csv", ["A_VoxelValueSum", "AR_MeanValue"], rim_mm=10)
    with pytest.raises(InputError, match=r"the set 'ak396', but model .* of 'ibsi'; .* --features ibsi --rim, or"):
        read_model_table(ringed, of_ibsi)
    lesion = table_of(tmp_path / "lesion.csv", ["A_VoxelValueSum"])
    with pytest.raises(InputError, match=r"uses the ring .* cohort --features ibsi --rim"):
        read_model_table(lesion, of_ibsi)


def test_a_ring_of_another_width_is_refused(ring_model: Model, tmp_path: Path) -> None:
    columns = ["A_VoxelValueSum", "AR_MeanValue"]
    assert len(read_model_table(table_of(tmp_path / "same.csv", columns, rim_mm=10), ring_model)) == 6
    assert len(read_model_table(table_of(tmp_path / "untold.csv", columns), ring_model)) == 6
    with pytest.raises(InputError, match=r"a ring of 5 mm, model 'small' with one of 10 mm; .* cohort --rim 10"):
        read_model_table(table_of(tmp_path / "other.csv", columns, rim_mm=5), ring_model)
    with pytest.raises(InputError, match="must be a width in mm, not 'wide'"):
        read_model_table(table_of(tmp_path / "words.csv", columns, rim_mm="wide"), ring_model)
    mixed = table_of(tmp_path / "mixed.csv", columns, rim_mm=10)
    mixed.write_text(mixed.read_text().replace(",10\n", ",5\n", 1))
    with pytest.raises(InputError, match="mixes rings of 5 and 10 mm"):
        read_model_table(mixed, ring_model)


def test_a_model_of_lesions_takes_a_table_with_any_ring(small_model: Model, tmp_path: Path) -> None:
    table = table_of(tmp_path / "both.csv", ["A_VoxelValueSum", "P_VoxelValueSum", "AR_MeanValue"], age=50, rim_mm=5)
    assert len(read_model_table(table, small_model)) == 6


def test_what_a_model_of_tables_says_of_itself(ring_model: Model) -> None:
    assert "a cohort only (--rim)" in only_tables(ring_model.columns)
    assert "--rim" not in only_tables(["age"])
    assert feature_set_of(ring_model.columns) == "table"
    assert feature_set_of(IBSI) == "ibsi"
