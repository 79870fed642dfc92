"""The browser's page shows the answer in the words of every other door."""

import itertools
import re

import pytest
from PCRPredictorLib.models.contribution import Contribution
from PCRPredictorLib.models.quantiles import LEVELS, FeatureQuantiles
from PCRPredictorLib.presenter.patient.result import result_view
from PCRPredictorLib.report.drawing.scale import probability_scale
from PCRPredictorLib.report.patient.contributions import contribution_chart

from PCRPredictorWeb.page_state import result_state
from PCRPredictorWeb.panels.theme import style_sheet

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


@pytest.mark.parametrize("position", [0.5, 9.0, -9.0])
def test_no_light_paper_lies_under_the_light_words_of_the_dark_page(position):
    places = tuple(level - 0.5 for level in LEVELS)
    cohort = FeatureQuantiles("A_up", places, places, places)
    term = Contribution("A66", ROW["name"], "arterial", 1.0, position, 1.5, 0.75, position, cohort)
    drawn = contribution_chart(-1.0, [term], -0.25, 0.31) + probability_scale(0.44, 0.31, (0.25, 0.38))
    light = {color for color in re.findall(r'fill="#(\w{6})"', drawn) if min(bytes.fromhex(color)) > 200}
    assert light <= set(re.findall(r'\[fill="#(\w{6})"\]', style_sheet()))
    assert (position == 0.5) == ("ffffff" not in light), "beyond the strip's end the place is told on a plate"
