"""The file of a calibration: it survives, satisfies its schema, and is refused where it was changed by hand."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.files import read_json
from PCRPredictorLib.models.calibration import Calibration, calibrate, load_calibration, save_calibration
from PCRPredictorLib.models.calibration_file import calibration_from_json
from PCRPredictorLib.models.model_file import Model
from PCRPredictorLib.models.table import FeatureTable
from PCRPredictorLib.resources import resource_folder


@pytest.fixture
def calibration(small_model: Model, cohort: FeatureTable) -> Calibration:
    carried = {
        **cohort.carried,
        "arterial_rows": ("512",) * 60,
        "portal_scanner": ("GE Revolution",) * 60,
    }
    return calibrate(
        small_model, replace(cohort, carried=carried, profile_hash=None), outcome="outcome", fit_slope=True
    )


def test_a_calibration_survives_its_file(calibration: Calibration, tmp_path: Path) -> None:
    save_calibration(calibration, tmp_path / "calibration.json")
    loaded = load_calibration(tmp_path / "calibration.json")
    assert loaded == calibration
    assert loaded.hash == calibration.hash


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft202012Validator:
    content = read_json(resource_folder("Schemas") / "calibration.schema.json")
    jsonschema.Draft202012Validator.check_schema(content)
    return jsonschema.Draft202012Validator(content)


def test_what_is_written_satisfies_the_schema(
    calibration: Calibration, small_model: Model, cohort: FeatureTable, schema: jsonschema.Draft202012Validator
) -> None:
    schema.validate(calibration.as_json())
    schema.validate(calibrate(small_model, cohort, prevalence=0.2).as_json())


REFUSED: dict[str, Callable[[dict[str, Any]], Any]] = {
    "unknown key": lambda c: c.update(offset=1),
    "other format": lambda c: c.update(format="pcr-predictor-model"),
    "newer version": lambda c: c.update(format_version=3),
    "older version": lambda c: c.update(format_version=1),
    "no domain": lambda c: c.pop("domain"),
    "no covariance": lambda c: c.pop("covariance"),
    "no quantiles": lambda c: c.pop("quantiles"),
    "domain with another key": lambda c: c["domain"].update(offset=1),
    "limit of zero": lambda c: c["domain"].update(limit=0),
    "tail of zero": lambda c: c["domain"]["transforms"][0].update(tail=0),
    "covariance of texts": lambda c: c["covariance"][0].__setitem__(0, "1"),
    "quantiles one short": lambda c: c["quantiles"]["age"]["all"].pop(),
    "interval of one end": lambda c: c["auc_ci"].pop(),
    "share of another size": lambda c: c["too_close"].update({"500": 0.1}),
    "no model hash": lambda c: c.pop("model_hash"),
    "unknown method": lambda c: c.update(method="guess"),
    "method a list": lambda c: c.update(method=["guess"]),
    "zero error": lambda c: c.update(intercept_se=0.0),
    "negative slope": lambda c: c.update(slope=-1.0),
    "infinite intercept": lambda c: c.update(intercept=float("inf")),
    "std of zero": lambda c: c["scaling"][0].update(std=0),
    "nameless column": lambda c: c["scaling"][0].update(column=""),
    "no scaling": lambda c: c.update(scaling=[]),
    "cutoff a number": lambda c: c.update(cutoff=0.2109),
    "cutoff of one": lambda c: c["cutoff"].update(value=1.0),
    "cutoff with another key": lambda c: c["cutoff"].update(youden=0.4),
    "half a patient": lambda c: c.update(patients=60.5),
    "patients true": lambda c: c.update(patients=True),
    "no folds": lambda c: c["cutoff"].update(folds=0),
    "acquisition without maximum": lambda c: c["acquisition"]["arterial_rows"].pop("maximum"),
    "acquisition of both kinds": lambda c: c["acquisition"]["arterial_rows"].update({"values": ["512"]}),
    "acquisition without values": lambda c: c["acquisition"]["portal_scanner"].update({"values": []}),
    "fingerprint a number": lambda c: c["fingerprints"].append(7),
    "warning without code": lambda c: c["warnings"][0].pop("code"),
    "simulated null": lambda c: c.update(simulated=None),
    "prevalence of one": lambda c: c.update(prevalence=1),
}


@pytest.mark.parametrize("case", REFUSED)
def test_loader_and_schema_refuse_the_same_files(
    case: str, calibration: Calibration, schema: jsonschema.Draft202012Validator
) -> None:
    content = json.loads(json.dumps(calibration.as_json()))
    REFUSED[case](content)
    assert not schema.is_valid(content)
    with pytest.raises(InputError, match=r"calibration\.json"):
        calibration_from_json(content, "calibration.json")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"auc": None, "auc_ci": None}, "without an AUC whose interval lies above 0.5"),
        ({"auc": 0.6, "auc_ci": [0.5, 0.7]}, "without an AUC whose interval lies above 0.5"),
        ({"too_close": None}, "too close to call"),
        ({"too_close": {"cohort": 0.51, "60": 0.5, "100": 0.4, "200": 0.3}}, "too close to call"),
        ({"events": 61}, "61 events in 60 patients"),
        ({"cutoff": {"lower": 0.98, "upper": 0.99}}, "not within its interval"),
        ({"cutoff": {"lower": 0.9, "upper": 0.1}}, "not within its interval"),
        ({"cutoff": {"lower": -0.1}}, "not within its interval"),
    ],
)
def test_a_cutoff_that_was_not_earned_is_refused(
    small_model: Model, cohort: FeatureTable, change: dict[str, Any], words: str
) -> None:
    """A file changed by hand: a class by it would mean nothing."""
    content = calibrate(small_model, cohort, outcome="outcome").as_json()
    assert content["cutoff"] is not None
    change = {"cutoff": {**content["cutoff"], **change["cutoff"]}} if "cutoff" in change else change
    with pytest.raises(InputError, match=words):
        calibration_from_json({**content, **change}, "changed.json")
