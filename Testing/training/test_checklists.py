"""Checklists filled from a run: every item is there, numbers are the run's, and nothing is guessed."""

import csv
import io
import re
from dataclasses import replace

import numpy as np
import pytest
from PCRPredictorLib.report.study.checklists.clear import CLEAR
from PCRPredictorLib.report.study.checklists.drafts import CHECKLISTS, drafts_page, drafts_table, filled
from PCRPredictorLib.report.study.checklists.facts import facts_of
from PCRPredictorLib.report.study.checklists.items import AUTHORS
from PCRPredictorLib.report.study.checklists.metrics import METRICS
from PCRPredictorLib.report.study.checklists.tripod_ai import TRIPOD_AI
from PCRPredictorLib.training.data.cohort import Cohort
from PCRPredictorLib.training.pipeline.config import TrainingConfig
from PCRPredictorLib.training.protocols.train import train


@pytest.fixture(scope="module")
def result():
    generator = np.random.default_rng(2)
    outcome = (np.arange(80) % 4 == 0).astype(int)
    values = generator.normal(size=(80, 6))
    values[:, 0] += 1.5 * outcome
    cohort = Cohort(values, outcome, tuple("abcdef"), tuple(map(str, range(80))), subgroups={"sex": ("f", "m") * 40})
    return train(
        cohort, TrainingConfig(folds=2, inner_folds=2, inner_repeats=1, repeats=1, smote=False, cutoff_bootstrap=10)
    )


@pytest.fixture(scope="module")
def rows(result):
    return list(csv.DictReader(io.StringIO(drafts_table(filled(result)))))


def test_every_item_of_every_checklist_is_there():
    assert [item.number for item in CLEAR.items] == [str(number) for number in range(1, 59)]
    assert [item.number for item in METRICS.items] == [str(number) for number in range(1, 31)]
    assert len(TRIPOD_AI.items) == 52
    mains = [int(re.match(r"\d+", item.number).group()) for item in TRIPOD_AI.items]
    assert sorted(set(mains)) == list(range(1, 28))
    assert mains == sorted(mains)


def test_every_fact_that_an_item_names_exists(result):
    named = {name for checklist in CHECKLISTS for item in checklist.items for name in item.facts}
    assert named == set(facts_of(result))


def test_answers_hold_the_numbers_of_the_run(result, rows):
    of = {(row["checklist"], row["item"]): row for row in rows}
    assert f"{result.main.nested.auc:.3f}" in of["CLEAR", "47"]["answer"]
    assert f"{result.main.nested.auc:.3f}" in of["TRIPOD+AI", "23a"]["answer"]
    assert "20 with the outcome, 60 not" in of["TRIPOD+AI", "20a"]["answer"]
    assert "6 features offered" in of["METRICS", "16"]["answer"]
    assert "sex f (40)" in of["TRIPOD+AI", "23a"]["answer"]
    assert of["METRICS", "27"]["answer"].startswith("No validation patients in this run.")
    assert "validation" not in of["METRICS", "21"]["answer"]


def test_answers_tell_the_candidates_of_the_run_alone(result):
    facts = facts_of(result)
    assert "asinh first center" in facts["scaling"]
    assert "at most 10 by the lasso" in facts["reduction"]
    assert facts["evaluation"].startswith("Nested cross-validation, 2 folds, once; all learnt")
    assert facts["tuning"].startswith(
        "Candidates and penalties compared by log loss over 2 inner folds; of each candidate the strongest penalty "
        "within one standard error of the smallest loss, then the candidate of the smallest loss."
    )
    alone = facts_of(replace(result, config=replace(result.config, candidates=("ridge",), repeats=3)))
    assert (
        alone["scaling"] == "Standardized by mean and standard deviation of the training fold. Exported with the model."
    )
    assert alone["reduction"].endswith("above 0.9 one kept.")
    assert alone["algorithm"].endswith("candidate ridge.")
    assert facts["chosen"].startswith("Chosen on all training patients: ")
    assert alone["chosen"].startswith("Fixed beforehand: ")
    assert "2 folds, 3 repeats; all learnt" in alone["evaluation"]
    assert alone["tuning"] == (
        "Penalties compared by log loss over 2 inner folds; the strongest penalty within one standard error of the "
        "smallest loss."  # a ridge never has fewer features
    )
    least = facts_of(replace(result, config=replace(result.config, candidates=("ridge",), selection_rule="min")))
    assert least["tuning"].endswith(" 2 inner folds; the penalty of the smallest loss.")


def test_what_the_run_cannot_know_of_its_validation_is_left_to_the_authors(result):
    """Whether the patients are of another institution; and their numbers are told beside those of the training."""
    generator = np.random.default_rng(5)
    outcome = (np.arange(40) % 4 == 0).astype(int)
    values = generator.normal(size=(40, 6))
    values[:, 0] += 1.5 * outcome
    others = Cohort(values, outcome, tuple("abcdef"), tuple(f"v{n}" for n in range(40)), groups=np.arange(40) // 2)
    validated = replace(
        result,
        external=others,
        variants=tuple(replace(each, external=np.linspace(0.1, 0.9, 40)) for each in result.variants),
    )
    of = {(row["checklist"], row["item"]): row for row in csv.DictReader(io.StringIO(drafts_table(filled(validated))))}
    assert of["METRICS", "27"]["answered_by"] == "run and authors"
    assert "40 rows of 20 patients, 10 rows with the outcome, 30 not" in of["METRICS", "27"]["answer"]
    assert "AUC in the validation patients by DeLong" in of["METRICS", "21"]["answer"]
    brier = np.mean((np.linspace(0.1, 0.9, 40) - outcome) ** 2)
    assert "Validation patients: slope" in of["METRICS", "22"]["answer"]
    assert f"Brier score {brier:.3f}" in of["METRICS", "22"]["answer"]


def test_what_only_authors_know_is_left_to_them(rows):
    of = {(row["checklist"], row["item"]): row for row in rows}
    for place in (("TRIPOD+AI", "17"), ("CLEAR", "8"), ("METRICS", "2"), ("CLEAR", "31"), ("METRICS", "14")):
        assert of[place]["answered_by"] == "authors"
        assert of[place]["answer"] == AUTHORS
    assert of["TRIPOD+AI", "8a"]["answered_by"] == "run and authors"
    assert of["TRIPOD+AI", "8a"]["answer"].endswith("The rest the authors must say.")


def test_the_page_shows_all_three(result):
    page = drafts_page(filled(result), simulated=True)
    assert page.count("<tr>") == 52 + 58 + 30 + 3
    assert "SIMULATED" in page
