"""The same bytes from Python 3.11, 3.12 and 3.13: no number rests on how `sum` rounds, which changed in 3.12."""

import ast
import builtins
import hashlib
import math
from pathlib import Path

import numpy as np
import pytest
from PCRPredictorLib.features import extract

from Testing.storage_orders import patient

LIBRARY = Path(__file__).parents[2] / "PCRPredictor" / "PCRPredictorLib"
# Sums of True and False, of whole numbers or halves of them, which no rounding touches, or of NumPy arrays.
WHOLE = {
    "cohort/dask_executor.py",
    "cohort/quality.py",
    "cohort/runner.py",
    "cli/predict.py",
    "cli/manifest.py",
    "models/alike_by_chance.py",
    "models/perturbed_prediction.py",
    "presenter/patient/model_card.py",
    "report/cohort/cohort_report.py",
    "report/study/checklists/drafts.py",
    "report/study/checklists/facts_of_data.py",
    "report/study/checklists/facts_of_model.py",
    "report/study/training_readers.py",
    "desktop/host/dicom_database.py",
    "formats/dicom_acquisitions.py",
    "formats/dicom_notices.py",
    "models/score_map.py",
    "training/audit/summary.py",
    "training/statistics/exact_ranks.py",
    "training/statistics/repeated_auc.py",
}
# Without logarithms, which NumPy computes by the processor's own vector instructions.
FROZEN_BLOCKS = ("Inertia", "RunLengthNonuniformity", "LongRunEmphasis", "InverseDifferenceMoment", "GLCMEnergy")
FROZEN = "379e4ca6d8bc64ba2222d68e4eebff6ecdb9db06238a068bde4ac8efd0e29ac6"


@pytest.fixture(scope="module")
def portal():
    given = patient("oblique", "portal")
    return given.image, given.mask


def digest(features):
    return hashlib.sha256(repr([(name, float(value)) for name, value in features.items()]).encode()).hexdigest()


def test_sums_are_those_that_were_frozen(portal):
    features = extract(*portal).features
    frozen = {name: value for name, value in features.items() if name.startswith(FROZEN_BLOCKS)}
    assert len(frozen) == 5 * 18
    assert digest(frozen) == FROZEN


@pytest.mark.parametrize("rounding", [math.fsum, lambda values: float(np.add.reduce(list(values)[::-1]))])
def test_no_feature_rests_on_the_sum_of_the_language(portal, monkeypatch, rounding):
    expected = extract(*portal).features
    plain = builtins.sum

    def other(values, start=0):
        values = list(values)
        return start + rounding(values) if any(isinstance(value, float) for value in values) else plain(values, start)

    monkeypatch.setattr(builtins, "sum", other)
    assert sum([0.1] * 10) != 0.1 * 9.9
    assert digest(extract(*portal).features) == digest(expected)


def test_sum_is_called_for_counts_only():
    """Where a file that is not listed needs a sum of reals, math.fsum or NumPy gives one that all Pythons share."""
    found = set()
    for path in sorted(LIBRARY.rglob("*.py")):
        calls = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
        if any(isinstance(call.func, ast.Name) and call.func.id == "sum" for call in calls):
            found.add(path.relative_to(LIBRARY).as_posix())
    assert found == WHOLE
