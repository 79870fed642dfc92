"""The demonstration on the smallest cohort that can be calibrated from outcomes."""

import json
from pathlib import Path

import pytest
from PCRPredictorLib.cli import demo, references
from PCRPredictorLib.files import read_json
from PCRPredictorLib.formats import read_image
from PCRPredictorLib.models.acquisition import acquisition_of_case, describe_acquisition
from PCRPredictorLib.models.model_file import load_model, published_names
from PCRPredictorLib.models.table import read_table


def test_demo_writes_both_predictions_and_keeps_the_cohort(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Held still, so that an edit while the test runs does not make the table stale.
    monkeypatch.setattr(demo, "_code_hash", lambda *rooms: "code")
    demo.main(tmp_path / "out", patients=32)
    for name in ("wen2024-radiomics", "wen2024-smote-radiomics"):
        folder = tmp_path / "out" / name
        assert {"calibration.json", "prediction.json", "features.csv", "report.html"} == {
            path.name for path in folder.iterdir()
        }
        prediction = json.loads((folder / "prediction.json").read_text())
        assert prediction["simulated"] is True
        assert 0 < prediction["probability"] < 1
        assert read_json(folder / "calibration.json")["acquisition"]["portal_pixel_spacing_mm"]["minimum"] > 0
    assert "simulating" in capsys.readouterr().out

    models = [load_model(name) for name in published_names()]
    reference = tmp_path / "out" / "reference"
    table = read_table(reference / "features.csv", only=())
    for index, case in enumerate(table.case_ids):
        images = {phase: read_image(reference / case / f"{phase}.nrrd") for phase in ("arterial", "portal")}
        assert acquisition_of_case(table, index) == describe_acquisition(images)
    before = (reference / "features.csv").stat().st_mtime_ns
    assert demo.reference_table(reference, models, patients=32).stat().st_mtime_ns == before
    assert "kept from the last run" in capsys.readouterr().out

    # `make references` makes what ships of the same cohort.
    (tmp_path / "shipped").mkdir()
    monkeypatch.setattr(references, "REFERENCE_PATIENTS", 32)
    monkeypatch.setattr(references, "make_score_constants", lambda path: None)  # 600 patients, and they would ship
    references.main(tmp_path / "out", tmp_path / "shipped")
    for name in ("wen2024-radiomics", "wen2024-smote-radiomics"):
        shipped = read_json(tmp_path / "shipped" / f"simulated-{name}.json")
        assert shipped == read_json(tmp_path / "out" / name / "calibration.json")
