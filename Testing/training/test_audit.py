"""Predictions beside later outcomes: matched by case, measured by hand-computed values, refused in one sentence."""

import csv
import json
import re

import numpy as np
import pytest
from PCRPredictorLib.cli import run
from PCRPredictorLib.training.audit.cases import match_cases
from PCRPredictorLib.training.audit.summary import observed_over_expected


def write(path, header, rows):
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])
    return path


@pytest.fixture
def tables(tmp_path):
    """60 scored cases of two months and scanners, 50 of them with an outcome, and two cases that nobody scored."""
    generator = np.random.default_rng(4)
    probability = generator.uniform(0.05, 0.95, 60).round(3)
    outcome = (generator.uniform(size=60) < probability).astype(int)
    outside = np.arange(60) >= 52
    scores = [
        [f"c{i}", p, "", "0.5", "pCR" if p >= 0.5 else "non-pCR", "false" if outside[i] else "true", "false"]
        for i, p in enumerate(probability)
    ]
    later = [
        [f"c{i}", outcome[i] if i >= 10 else "", "2024-01-31" if i < 40 else "20240203", "A" if i % 2 else ""]
        for i in range(60)
    ]
    header = ["case_id", "probability", "linear_predictor", "cutoff", "predicted_class", "domain_within", "simulated"]
    return {
        "scores": write(tmp_path / "scores.csv", header, scores),
        "outcomes": write(
            tmp_path / "outcomes.csv",
            ["case_id", "outcome", "date", "scanner"],
            [*later, ["x1", 1, "", ""], ["x2", 0, "", ""]],
        ),
        "probability": probability,
        "outcome": outcome,
    }


def audit(tables, output, *more):
    files = ["--scores", tables["scores"], "--outcomes", tables["outcomes"], "--output", output]
    return run(["audit", *map(str, files), *more])


@pytest.mark.parametrize("code", ["case-of-calibration", "case-of-training"])
def test_cases_that_made_the_model_are_warned_of(tables, tmp_path, code):
    """By the codes that `predict --table` writes; those without an outcome (the first ten) are measured by nothing."""
    header, *rows = csv.reader(tables["scores"].read_text(encoding="utf-8").splitlines())
    codes = [f"{code} roi-small" if i < 13 else "roi-small" for i in range(60)]
    write(tables["scores"], [*header, "warnings"], [[*row, code] for row, code in zip(rows, codes, strict=True)])
    assert audit(tables, tmp_path / "out") == 0
    told = json.loads((tmp_path / "out/audit.json").read_text(encoding="utf-8"))["warnings"]
    (notice,) = [entry for entry in told if entry["code"] == "own-cases"]
    assert notice["message"].startswith("3 of 50 cases with an outcome took part in the calibration or the training")
    assert notice["message"] in (tmp_path / "out/report.html").read_text(encoding="utf-8")


def with_warnings(tables, codes):
    header, *rows = csv.reader(tables["scores"].read_text(encoding="utf-8").splitlines())
    write(tables["scores"], [*header, "warnings"], [[*row, code] for row, code in zip(rows, codes, strict=True)])


def test_codes_that_no_calibration_cures_are_not_answered_by_calibrating(tables, tmp_path):
    """Eight cases lie outside; who does so for a code alone is helped by looking at the column, not by calibrating."""
    for number, (coded, both) in enumerate(((8, 0), (8, 8), (0, 8), (2, 0))):
        here = {**tables, "scores": write(tmp_path / f"{number}.csv", [], [])}
        here["scores"].write_text(tables["scores"].read_text(encoding="utf-8"), encoding="utf-8")
        codes = ["roi-small"] * 52 + ["values-not-in-training" if i < coded else "outside-domain" for i in range(8)]
        codes = [f"{code} outside-domain" if 52 <= i < 52 + both else code for i, code in enumerate(codes)]
        with_warnings(here, codes)
        assert audit(here, tmp_path / f"out{number}") == 0
        found = json.loads((tmp_path / f"out{number}/audit.json").read_text(encoding="utf-8"))
        alone = coded if not both else 0
        assert found["outside_by_code"] == alone
        told = " ".join(found["findings"])
        assert (f"{alone} of 60 cases lie outside for nothing but a code of a category" in told) is (alone > 0)
        assert ("calibrate on patients like these" in told) is (alone < 8)
        if alone == 2:
            assert "6 of 60 cases lie outside for other reasons: " in told


@pytest.mark.parametrize("table", ["scores", "outcomes"])
def test_rows_that_may_be_of_one_patient_are_told(tables, tmp_path, table):
    """Two rows of a patient are counted as two patients, in every interval."""
    header, *rows = csv.reader(tables[table].read_text(encoding="utf-8").splitlines())
    many = len(rows)
    for name, of, said in (("visit", lambda i: i // 2, False), ("patient_id", lambda i: i, False)):
        write(tables[table], [*header, name], [[*row, f"p{of(i)}"] for i, row in enumerate(rows)])
        assert audit(tables, tmp_path / name) == 0
        told = json.loads((tmp_path / name / "audit.json").read_text(encoding="utf-8"))["warnings"]
        assert ("rows-perhaps-of-patients" in {entry["code"] for entry in told}) is said
    write(tables[table], [*header, "patient_id"], [[*row, f"p{i // 2}"] for i, row in enumerate(rows)])
    assert audit(tables, tmp_path / "rows") == 0
    told = json.loads((tmp_path / "rows/audit.json").read_text(encoding="utf-8"))["warnings"]
    (notice,) = [entry for entry in told if entry["code"] == "rows-perhaps-of-patients"]
    assert notice["message"].startswith(
        f"The column 'patient_id' of {table}.csv has {many // 2} different values in {many} rows; "
    )


def test_one_response_is_no_responses(tables, tmp_path, capsys):
    rows = [["c1", 1, "2024-01-31", "A"], ["c2", 0, "2024-01-31", "A"]]
    write(tables["outcomes"], ["case_id", "outcome", "date", "scanner"], rows)
    assert audit(tables, tmp_path / "out") == 0
    told = capsys.readouterr()
    assert told.out.startswith("1 response observed, ")
    assert " expected in 2 cases, " in told.out
    assert "(few-events): 1 response and 1 case without are too few to judge a model; 10 of each" in told.err


def test_whole_counts_are_written_whole(tables, tmp_path):
    assert audit(tables, tmp_path / "out") == 0
    page = (tmp_path / "out/report.html").read_text(encoding="utf-8")
    assert re.search(r"sensitivity \d+ of \d+, ", page)


def test_the_measures_are_those_of_the_matched_cases(tables, tmp_path, capsys):
    assert audit(tables, tmp_path / "out") == 0
    assert "few-events" not in capsys.readouterr().err
    found = json.loads((tmp_path / "out/audit.json").read_text(encoding="utf-8"))
    p, y = tables["probability"][10:], tables["outcome"][10:]
    assert (found["scored"], found["with_outcome"], found["events"]) == (60, 50, int(y.sum()))
    assert found["pending"] == [f"c{i}" for i in range(10)]
    assert found["without_score"] == ["x1", "x2"]
    # sums and pairs in another order of floating-point numbers
    assert found["o_e"]["expected"] == pytest.approx(p.sum(), rel=1e-12)
    assert found["o_e"]["ratio"] == pytest.approx(y.sum() / p.sum(), rel=1e-12)
    pairs = np.subtract.outer(p[y == 1], p[y == 0])
    assert found["auc"] == pytest.approx((np.sum(pairs > 0) + 0.5 * np.sum(pairs == 0)) / pairs.size, rel=1e-12)
    assert found["auc_ci"][0] < found["auc"] < found["auc_ci"][1]
    assert found["calibration"]["brier"] == pytest.approx(np.mean((p - y) ** 2), rel=1e-12)
    assert "o_e" not in found["calibration"]  # one ratio, one interval
    assert found["domain"]["successes"] == 8
    assert found["domain"]["total"] == 60
    assert found["inside_domain"]["o_e"]["observed"] == int(y[:42].sum())
    called = p >= 0.5
    assert found["calls"]["sensitivity"]["value"] == pytest.approx(called[y == 1].mean(), rel=1e-12)
    months = {row["name"]: row for row in found["by_month"]}
    assert {name: row["scored"] for name, row in months.items()} == {"2024-01": 40, "2024-02": 20}
    assert months["2024-02"]["outside"]["successes"] == 8
    assert any("8 of 20 cases of the month 2024-02 lie outside" in sentence for sentence in found["findings"])
    assert [row["name"] for row in found["by_scanner"]] == ["A", "not stated"]
    assert found["simulated"] is False


def test_the_page_is_whole_and_fetches_nothing(tables, tmp_path):
    audit(tables, tmp_path / "out")
    page = (tmp_path / "out/report.html").read_text(encoding="utf-8")
    for words in ("What became of the predictions", "By month", "By scanner", "c0, c1", "x1, x2", "Research use only"):
        assert words in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")


@pytest.mark.parametrize(
    ("observed", "low", "high"),
    # Garwood's exact limits of a Poisson count, as tabulated (Ulm 1990, Table 1)
    [(0, 0.0, 3.689), (1, 0.025, 5.572), (5, 1.623, 11.668), (10, 4.795, 18.390), (100, 81.364, 121.627)],
)
def test_the_interval_of_the_count_is_the_tabulated_one(observed, low, high):
    found = observed_over_expected(observed, 2.0)
    assert found["ratio"] == observed / 2
    # the table has three decimals
    assert found["ratio_ci"] == pytest.approx([low / 2, high / 2], abs=5e-4)


def test_fewer_responses_than_promised_are_said_first(tmp_path, capsys):
    tables = {
        "scores": write(tmp_path / "s.csv", ["case_id", "probability"], [[f"c{i}", 0.9] for i in range(40)]),
        "outcomes": write(tmp_path / "o.csv", ["case_id", "outcome"], [[f"c{i}", int(i < 12)] for i in range(40)]),
    }
    assert audit(tables, tmp_path / "out") == 0
    found = json.loads((tmp_path / "out/audit.json").read_text(encoding="utf-8"))
    assert found["findings"][0].startswith("Fewer responses came than the probabilities said")
    assert found["calibration"]["slope"] is None
    assert found["by_month"] == []
    codes = {warning["code"] for warning in found["warnings"]}
    assert codes == {"domain-unknown", "month-unknown", "scanner-unknown"}


def test_too_few_events_are_said_and_one_class_alone_is_no_crash(tmp_path, capsys):
    tables = {
        "scores": write(tmp_path / "s.csv", ["case_id", "probability"], [["a", 0.2], ["b", 0.4]]),
        "outcomes": write(tmp_path / "o.csv", ["case_id", "outcome"], [["a", "no"], ["b", "no"]]),
    }
    assert audit(tables, tmp_path / "out") == 0
    assert "0 responses and 2 cases without are too few to judge a model" in capsys.readouterr().err
    found = json.loads((tmp_path / "out/audit.json").read_text(encoding="utf-8"))
    assert (found["auc"], found["calibration"], found["o_e"]["observed"]) == (None, None, 0)


SCORES = [["a", "0.2"], ["b", "0.4"]]
OUTCOMES = [["a", "1"], ["b", "0"]]


@pytest.mark.parametrize(
    ("scores", "outcomes", "more", "words"),
    [
        ([["a", "0.2"], ["a", "0.3"]], OUTCOMES, [], "have the same 'case_id'"),
        (SCORES, [["a", "1"], ["a", "0"]], [], "have the same 'case_id'"),
        ([["a", "1.2"]], OUTCOMES, [], "the probability '1.2' is no number from 0 to 1"),
        ([["a", ""]], OUTCOMES, [], "the probability '' is no number from 0 to 1"),
        (SCORES, [["x", "1"]], [], "must name the cases alike in both"),
        (SCORES, [["a", ""], ["b", ""]], [], "wait for the outcomes"),
        (SCORES, [["a", "1"], ["b", "2"]], [], "holds '2'"),
        (SCORES, OUTCOMES, ["--outcome", "pcr"], "'pcr'"),
        (SCORES, OUTCOMES, ["--scanner", "maker"], "has the column 'maker'"),
        (SCORES, OUTCOMES, ["--id", "patient"], "'patient'"),
        (SCORES, OUTCOMES, ["--date", "outcome"], "write it as 2024-12-31"),
    ],
)
def test_what_cannot_be_audited_is_refused_in_one_sentence(tmp_path, capsys, scores, outcomes, more, words):
    tables = {
        "scores": write(tmp_path / "s.csv", ["case_id", "probability"], scores),
        "outcomes": write(tmp_path / "o.csv", ["case_id", "outcome"], outcomes),
    }
    assert audit(tables, tmp_path / "out", *more) == 2
    told = capsys.readouterr().err
    assert words in told
    assert "Traceback" not in told
    assert not (tmp_path / "out").exists()


def test_drawn_outcomes_and_simulated_scores_are_marked(tables, tmp_path):
    rows = list(csv.reader(tables["outcomes"].open(encoding="utf-8")))
    write(tables["outcomes"], [*rows[0], "outcome_drawn_from"], [[*row, "wen2024"] for row in rows[1:]])
    text = tables["scores"].read_text(encoding="utf-8").replace(",false\n", ",true\n", 1)
    tables["scores"].write_text(text, encoding="utf-8")
    audit(tables, tmp_path / "out")
    page = (tmp_path / "out/report.html").read_text(encoding="utf-8")
    assert "Simulated outcomes drawn from the models themselves: the AUC shows nothing." in page
    assert "SIMULATED" in page


def test_a_calibration_for_other_patients_is_said_whatever_the_month(tables, tmp_path, capsys):
    """All cases outside, every month alike: no month stands out, the calibration does."""
    scores = tables["scores"]
    with scores.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    column = rows[0].index("domain_within")
    everywhere = [rows[0], *[[*row[:column], "false", *row[column + 1 :]] for row in rows[1:]]]
    write(scores, everywhere[0], everywhere[1:])
    assert audit(tables, tmp_path / "a") == 0
    findings = json.loads((tmp_path / "a" / "audit.json").read_text(encoding="utf-8"))["findings"]
    assert findings[0].startswith("60 of 60 cases lie outside what calibration or training has seen")
    assert "60 of 60 unlike its cohort" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"call": "likely"}, "the call 'likely' is none of above, below"),
        ({"predicted_class": "responder"}, "the class 'responder' is neither pCR nor non-pCR nor empty"),
        (
            {"call": "too close to call", "predicted_class": "pCR"},
            "'too close to call' does not go with the class",
        ),
        ({"call": "above", "predicted_class": ""}, "the call 'above' does not go with the class ''"),
        ({"call": "below", "predicted_class": "pCR"}, "the call 'below' does not go with the class 'pCR'"),
        ({"date": "2999-01-31"}, "which lies in the future"),
        ({"date": "202412"}, "is '202412'; write it as 2024-12-31"),
    ],
)
def test_a_word_that_no_door_writes_or_a_date_to_come_is_refused(tmp_path, capsys, change, told):
    row = {
        "case_id": "c1",
        "probability": 0.7,
        "call": "above",
        "predicted_class": "pCR",
        "date": "2024-01-31",
    } | change
    scores = write(tmp_path / "scores.csv", list(row), [list(row.values())])
    outcomes = write(tmp_path / "outcomes.csv", ["case_id", "outcome"], [["c1", 1]])
    command = ["audit", "--scores", scores, "--outcomes", outcomes, "--output", tmp_path / "out"]
    assert run(list(map(str, command))) == 2
    said = capsys.readouterr().err
    assert told in said
    assert said.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_calls_as_predict_writes_them_are_read(tmp_path):
    calls = [("above", "pCR"), ("below", "non-pCR"), ("too close to call", ""), ("outside", ""), ("no cut-off", "")]
    rows = [[f"c{number}", 0.4, call, word] for number, (call, word) in enumerate(calls)]
    scores = write(tmp_path / "scores.csv", ["case_id", "probability", "call", "predicted_class"], rows)
    outcomes = write(tmp_path / "outcomes.csv", ["case_id", "outcome"], [[f"c{n}", n % 2] for n in range(5)])
    assert [case.called for case in match_cases(scores, outcomes).cases] == [True, False, None, None, None]
