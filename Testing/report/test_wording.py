"""Every door says the same, and says it so that nobody reads a class where there is none.

All combinations of call, domain and simulated, in prediction.json, the report, the presenter's state and the command
line; ``Testing/web/test_answer_on_page.py`` does the same for the browser's page.
"""

import html
import itertools
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from PCRPredictorLib.cli.output import closing_words
from PCRPredictorLib.cli.predict import describe
from PCRPredictorLib.errors import Notice
from PCRPredictorLib.models.call import CALLS
from PCRPredictorLib.models.domain import Domain
from PCRPredictorLib.numerals import percent, round_percent
from PCRPredictorLib.presenter.patient.result import result_view
from PCRPredictorLib.report.drawing.scale import probability_scale

FAR = (
    "The features together lie 9.8 standard deviations from the middle of the calibration cohort; up to 5.2 is like it."
)
UNKNOWN = "Nothing is known of the features of the patients."
DOMAINS = {
    "within": Domain(True, 2.0, 5.2, ()),
    "outside": Domain(False, 9.8, 5.2, (FAR,)),
    "unknown": Domain(None, None, None, (UNKNOWN,)),
}
PROBABILITIES = {"above": 0.44, "below": 0.12, "too close to call": 0.33, "outside": 0.44, "no cut-off": 0.44}
HEADLINES = {
    "above": "Above your site's cut-off (31 %): 44 %",
    "below": "Below your site's cut-off (31 %): 12 %",
    "too close to call": "Too close to call: 33 %",
    "outside": "Outside what this calibration has seen",
    "no cut-off": "No valid cut-off: 44 %",
}
# A domain that is not within makes the call "outside", and nothing else does.
POSSIBLE = [
    (call, domain) for call, domain in itertools.product(CALLS, DOMAINS) if (call == "outside") == (domain == "outside")
]
COMBINATIONS = [(*one, simulated) for one in POSSIBLE for simulated in (False, True)]


@pytest.fixture(params=COMBINATIONS, ids=lambda one: f"{one[0]}, {one[1]}, {'simulated' if one[2] else 'real'}")
def told(request: pytest.FixtureRequest, case: Any) -> dict[str, Any]:
    """The case as predicted, and what is expected of every door."""
    call, domain, simulated = request.param
    has_cutoff = call != "no cut-off"
    outside = tuple(Notice("outside-domain", reason) for reason in DOMAINS[domain].reasons if call == "outside")
    made = case.with_prediction(
        probability=PROBABILITIES[call],
        call=call,
        domain=DOMAINS[domain],
        cutoff=0.31 if has_cutoff else None,
        cutoff_interval=(0.25, 0.38) if has_cutoff else None,
        simulated=simulated,
        warnings=outside,
        provenance={"calibration_hash": "ab" * 32},
    )
    return {"case": made, "call": call, "domain": domain, "simulated": simulated}


def texts(told: dict[str, Any]) -> dict[str, str]:
    """What each door shows, as plain text."""
    prediction = told["case"].prediction
    content = json.loads(json.dumps(prediction.as_json()))
    view = result_view(content)
    answer = view.answer
    said = (answer.headline, *answer.reasons, answer.number, answer.uncertainty, answer.unreliable, *answer.notes)
    marks = [closing_words(prediction.simulated)]
    return {
        "json": " ".join([content["class_in_words"], content["uncertainty_in_words"], content["research_use_only"]]),
        "report": plain(told["case"].page()),
        "presenter": " ".join((*said, *(message for _, message in answer.warnings))),
        "cli": "\n".join([describe(prediction), *marks]),
    }


def plain(page: str) -> str:
    """The text of a page's body."""
    body = re.sub(r"<svg.*?</svg>", " ", page[page.index("<main>") :], flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))


def test_the_call_comes_first_in_every_door(told):
    lead = HEADLINES[told["call"]].partition(":")[0]
    shown = texts(told)
    for door, text in shown.items():
        assert lead in text, door
        number = round_percent(PROBABILITIES[told["call"]], 0.31)
        assert 0 <= text.index(lead) < text.replace(lead, "x" * len(lead)).index(number), (
            f"{door}: the number is second"
        )
    assert shown["cli"].startswith(HEADLINES[told["call"]])
    assert shown["json"].startswith(HEADLINES[told["call"]])
    assert told["case"].prediction.answer.headline == HEADLINES[told["call"]]


def test_nothing_is_called_likely_nor_uncertain_in_a_headline(told):
    for door, text in texts(told).items():
        assert "likely" not in text.lower(), door
        assert not re.search(r"\bpCR likely|\bnon-pCR\b", text), door
    assert "uncertain" not in told["case"].prediction.answer.headline.lower()


def test_a_class_is_given_only_above_and_below(told):
    prediction = told["case"].prediction
    content = prediction.as_json()
    expected = {"above": "pCR", "below": "non-pCR"}.get(told["call"])
    assert content["predicted_class"] == expected
    assert (content["call"], content["domain"]["within"]) == (told["call"], DOMAINS[told["domain"]].within)
    for door, text in texts(told).items():
        assert ("No class is given" in text) == (expected is None), door


def test_outside_the_reasons_come_before_a_grey_number(told):
    answer, page = told["case"].prediction.answer, told["case"].page()
    outside = told["call"] == "outside"
    assert answer.is_second == outside
    assert ('class="headline second"' in page) == outside
    assert answer.reasons == ((FAR,) if outside else ())
    if outside:
        assert page.index("Outside what this") < page.index(html.escape(FAR)) < page.index('class="number"')
        assert "cutoff-mark" not in page
        assert "44 %" not in answer.headline
        for door in ("report", "presenter", "cli"):
            assert texts(told)[door].count(FAR) == 1, door


def test_an_unknown_cohort_is_told(told):
    for door in ("report", "presenter"):
        assert (UNKNOWN in texts(told)[door]) == (told["domain"] == "unknown"), door


def test_research_use_only_and_simulated_stand_beside_the_number(told):
    for door, text in texts(told).items():
        assert "Research use only" in text, door
    shown = texts(told)
    for door in ("report", "presenter", "cli"):
        assert ("imulated" in shown[door]) == told["simulated"], door
    assert told["case"].prediction.as_json()["simulated"] == told["simulated"]
    beside = re.search(r'class="headline[^"]*">.*?</p>', told["case"].page(), re.DOTALL)[0]
    assert ("Simulated" in beside) == told["simulated"]


def test_the_uncertainty_stands_in_the_line_under_the_number(told):
    line = told["case"].prediction.answer.uncertainty
    if told["call"] in ("above", "below"):
        assert line.startswith("95 % intervals: this probability ")
        assert line.endswith("the cut-off 25 % to 38 %.")
    if told["call"] == "too close to call":
        assert "the cut-off is known only to lie within 25 % to 38 %, and so does 33 %" in line
    page = told["case"].page()
    shown = re.search(r'<p class="uncertainty">(.*?)</p>', page)[1]
    assert re.sub(r"\s+", " ", html.unescape(shown)) == line


@pytest.mark.parametrize("slope", [False, True])
def test_an_unreliable_calibration_is_said_in_words_and_measured_in_details(case, slope):
    notices = (Notice("slope-unlike-cohort", "Slope 0.13, standard error 0.15."),) if slope else ()
    prediction = replace(case.prediction, warnings=notices, domain=DOMAINS["within"])
    answer = prediction.answer
    assert answer.unreliable == ("This calibration's probabilities are unreliable." if slope else "")
    assert answer.details == tuple(notice.message for notice in notices)
    assert answer.warnings == ()
    assert (answer.unreliable in describe(prediction)) or not slope


@pytest.mark.parametrize("call", [*CALLS])
def test_a_model_of_its_own_scale_speaks_of_itself(case, call):
    prediction = replace(case.prediction, call=call, provenance={}, domain=DOMAINS["within"])
    assert "site" not in prediction.answer.headline
    assert "calibration" not in prediction.answer.headline + prediction.answer.uncertainty


@pytest.mark.parametrize(
    ("probability", "other", "words"),
    [
        (0.44, 0.31, "44 %"),
        (0.314, 0.312, "31.4 %"),
        (0.3, 0.3, "30 %"),
        (0.002, 0.3, "0.2 %"),
        (1e-9, None, "< 0.1 %"),
        (0.9999, 0.5, "> 99.9 %"),
    ],
)
def test_whole_percents_unless_two_would_look_alike(probability, other, words):
    assert round_percent(probability, other) == words


def test_a_number_just_below_the_cutoffs_interval_does_not_look_like_its_end(case):
    """In words and on the scale: 25.73 % beside a cut-off of 26.23 to 51.9 %."""
    answer = case.with_prediction(
        probability=0.2573,
        call="below",
        cutoff=0.3985,
        cutoff_interval=(0.2623, 0.519),
        provenance={"calibration_hash": "ab" * 32},
    ).prediction.answer
    assert answer.headline == "Below your site's cut-off (40 %): 25.7 %"
    assert answer.uncertainty.endswith("the cut-off 26.2 % to 52 %.")
    assert ">25.7 %<" in probability_scale(0.2573, 0.3985, (0.2623, 0.519))


def test_percent_keeps_one_decimal():
    assert [percent(share) for share in (0.0345, 0.5)] == ["3.5 %", "50.0 %"]
