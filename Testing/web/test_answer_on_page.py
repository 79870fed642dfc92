"""The browser's page shows the answer in the words of every other door."""

import itertools

import pytest
from PCRPredictorLib.presenter.patient.result import result_view

from PCRPredictorWeb.page_state import result_state

CALLS = ("above", "below", "too close to call", "outside", "no cut-off")
ROW = {"label": "A66", "name": "ClusterShade_AllDirection_offset7_SD", "phase": "arterial", "value": 1.0}


def content(call: str, simulated: bool) -> dict:
    within = call != "outside"
    return {
        "probability": 0.44,
        "linear_predictor": -0.24,
        "intercept": -1.0,
        "intercept_se": 0.2,
        "cutoff": None if call == "no cut-off" else 0.31,
        "cutoff_interval": None if call == "no cut-off" else [0.25, 0.38],
        "call": call,
        "domain": {"within": within, "distance": 2.0, "limit": 5.0, "reasons": [] if within else ["It is far away."]},
        "contributions": [{**ROW, "standardized": 0.5, "coefficient": 1.5, "contribution": 0.75}],
        "warnings": [{"code": "slope-unlike-cohort", "message": "Slope 0.13."}],
        "simulated": simulated,
        "provenance": {"calibration_hash": "ab" * 32},
    }


@pytest.mark.parametrize(("call", "simulated"), list(itertools.product(CALLS, (False, True))))
def test_the_page_shows_the_answer_of_every_door(call, simulated):
    view = result_view(content(call, simulated))
    state = result_state(view)
    assert (state["lead"], state["number"], state["uncertainty"]) == (
        view.answer.lead,
        "44 %",
        view.answer.uncertainty,
    )
    assert state["is_second"] == (call == "outside")
    assert state["reasons"] == (["It is far away."] if call == "outside" else [])
    assert state["unreliable"] == "This calibration's probabilities are unreliable."
    assert state["details"] == ["Slope 0.13."]
    assert state["warnings"] == []
    assert len(state["notes"]) == 1 + simulated
    assert ("cutoff-mark" in state["scale"]) == (call not in ("outside", "no cut-off"))
    (row,) = state["rows"]
    assert row["readable"] == "Arterial: cluster shade, 7 voxels, spread over directions"
    assert (row["name"], row["does"]) == (ROW["name"], "raises")
    assert row["high"].startswith("High where ")
