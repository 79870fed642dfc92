"""A whole training run: models, record, figures, report."""

import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.models.model_file import load_model, save_model
from PCRPredictorLib.report.study.training_report import training_figures_of, training_report
from PCRPredictorLib.report.study.validation_charts import save_figure
from PCRPredictorLib.training.data.cohort import Cohort
from PCRPredictorLib.training.pipeline.candidates import CANDIDATES
from PCRPredictorLib.training.pipeline.config import TrainingConfig
from PCRPredictorLib.training.pipeline.estimators.lasso_selector import LassoSelector
from PCRPredictorLib.training.pipeline.estimators.linear_paths import REFIT_PENALTY
from PCRPredictorLib.training.pipeline.estimators.redundancy_filter import SpearmanRedundancyFilter
from PCRPredictorLib.training.pipeline.folds import outer_folds
from PCRPredictorLib.training.pipeline.steps import build_pipeline, sampler_of
from PCRPredictorLib.training.protocols import studies
from PCRPredictorLib.training.protocols.paper import paper_protocol
from PCRPredictorLib.training.protocols.train import probabilities, train
from PCRPredictorLib.training.record.validation_record import leakage_in_words, validation_record
from PCRPredictorLib.training.statistics.calibration_statistics import calibration_report
from PCRPredictorLib.training.statistics.roc import roc_auc
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

QUICK = TrainingConfig(
    folds=2, inner_folds=2, inner_repeats=1, repeats=2, neighbors=3, max_features=5, cutoff_bootstrap=10
)


def cohort_of(seed, patients, effect, prefix="t", features=30):
    """A quarter responders; the features f3 and f4 drive the outcome."""
    generator = np.random.default_rng(seed)
    outcome = (np.arange(patients) % 4 == 0).astype(int)
    values = generator.normal(size=(patients, features)) * 20 + 300
    values[:, 3:5] += 20 * effect * outcome[:, None]
    names = tuple(f"f{number}" for number in range(features))
    return Cohort(values, outcome, names, tuple(f"{prefix}{row}" for row in range(patients)))


@pytest.fixture(scope="module")
def result():
    """The paper's protocol and the nested one on a strong effect, with validation patients."""
    return train(cohort_of(1, 100, 1.2), QUICK, protocol="paper", external=cohort_of(2, 80, 1.2, "v"))


@pytest.fixture(scope="module")
def record(result):
    return validation_record(result)


def test_both_variants_find_the_driving_features(result):
    assert [variant.name for variant in result.variants] == ["SMOTE-radiomics", "radiomics"]
    for variant in result.variants:
        # With 25 responders one of the two can be enough.
        assert {"f3", "f4"} & set(variant.model.columns)
        assert variant.nested.low > 0.5


def test_the_model_file_gives_the_probabilities_of_the_pipeline(result, tmp_path):
    cohort = result.cohort
    fitted = build_pipeline(cohort, result.main.config).fit(cohort.design, cohort.outcome)
    save_model(result.main.model, tmp_path / "model.json")
    loaded = load_model(tmp_path / "model.json")
    expected = fitted.predict_proba(result.external.values)[:, 1]
    assert probabilities(loaded, result.external) == pytest.approx(expected, abs=1e-12)
    assert loaded.cutoff == result.main.model.cutoff
    for feature in loaded.features:
        column = feature.transformed(cohort.values[:, cohort.names.index(feature.column)])
        assert feature.mean == pytest.approx(column.mean(), rel=1e-12)
        assert feature.std == pytest.approx(column.std(ddof=1), rel=1e-12)


def test_probabilities_of_validation_patients_match_their_prevalence(result):
    """Oversampling would put the mean at one half; a quarter respond."""
    for variant in result.variants:
        assert variant.external.mean() == pytest.approx(0.25, abs=0.08)


def test_the_record_holds_what_the_contract_names(record):
    assert record["protocol"] == "paper"
    for key in ("auc", "auc_ci", "per_fold", "cutoff", "sensitivity", "specificity"):
        assert key in record
        assert key in record["nested"]
    assert record["optimism"] == pytest.approx(record["auc"] - record["nested"]["auc"], abs=1e-15)
    assert json.dumps(record, allow_nan=False).count('"optimism"') == 1
    assert "leakage" in record["leakage"]
    assert record["comparisons"]["paper_training"]["valid"] is False
    assert record["comparisons"]["validation"]["paired"] is True
    assert record["validation"]["models"]["radiomics"]["patients"] == 80
    assert len(record["nested"]["per_fold"]) == 4
    assert sum(fold["responders"] for fold in record["nested"]["per_fold"]) == 2 * 25


def test_the_nested_protocol_alone_says_nothing_of_leakage():
    result = train(cohort_of(1, 60, 1.5, features=8), replace(QUICK, smote=False))
    record = validation_record(result)
    assert record["protocol"] == "nested"
    assert "optimism" not in record
    assert "nested" not in record
    assert record["comparisons"] == {}
    assert list(record["models"]) == ["radiomics"]


def test_noise_looks_good_under_the_papers_protocol_and_honest_under_the_nested_one():
    noise = cohort_of(3, 80, 0.0, features=120)
    result = train(noise, replace(QUICK, max_features=10, repeats=1), protocol="paper")
    assert result.main.paper.auc.value > 0.75
    assert result.main.nested.low < 0.5
    assert result.main.paper.auc.value - result.main.nested.auc > 0.2


def test_leakage_is_what_the_same_steps_lose_without_leaks(result, record):
    """The nested models are others, chosen among candidates: what they gain or lose by that is no leakage."""
    paper, nested = result.main.paper, result.main.nested
    other = replace(result.main, nested=replace(nested, auc=0.4))
    for variant in (result.main, other):
        sentence = leakage_in_words(variant)
        leak = paper.auc.value - paper.without_leaks
        assert f"Of the AUC of {paper.auc.value:.3f} by the paper's protocol {leak:.3f} is leakage" in sentence
        assert f"inside the training folds alone, reach {paper.without_leaks:.3f}." in sentence
        assert f"The nested AUC, {variant.nested.auc:.3f}, is of the models that this study makes" in sentence
    assert record["auc_without_leaks"] == paper.without_leaks


def test_the_steps_without_leaks_are_learnt_inside_the_folds(result):
    """Done by hand with scikit-learn and imbalanced-learn's own pieces, fold by fold."""
    cohort, config = result.cohort, result.main.config
    areas, pairs = [], []
    for train_rows, test_rows in outer_folds(cohort.outcome, config):
        scaler = StandardScaler().fit(cohort.values[train_rows])
        values, tested = scaler.transform(cohort.values[train_rows]), scaler.transform(cohort.values[test_rows])
        redundancy = SpearmanRedundancyFilter(config.redundancy_threshold).fit(values, cohort.outcome[train_rows])
        values, tested = values[:, redundancy.get_support()], tested[:, redundancy.get_support()]
        lasso = LassoSelector(config.max_features, "min", config.inner_folds, sampler_of(config), config.seed)
        chosen = lasso.fit(values, cohort.outcome[train_rows]).get_support()
        more, outcome = sampler_of(config).fit_resample(values[:, chosen], cohort.outcome[train_rows])
        fitted = LogisticRegression(C=1 / REFIT_PENALTY, max_iter=1000).fit(more, outcome)
        areas.append(roc_auc_score(cohort.outcome[test_rows], fitted.predict_proba(tested[:, chosen])[:, 1]))
        responders = int(cohort.outcome[test_rows].sum())
        pairs.append(responders * (test_rows.size - responders))
    assert result.main.paper.without_leaks == pytest.approx(np.average(areas, weights=pairs), abs=1e-12)


def test_noise_has_no_auc_without_leaks():
    plain = replace(QUICK, smote=False, repeats=1)
    noise = [cohort_of(seed, 60, 0.0, features=20) for seed in range(8)]
    areas = [paper_protocol(each, plain).without_leaks for each in noise]
    assert abs(np.mean(areas) - 0.5) < 3 * np.std(areas, ddof=1) / np.sqrt(8)


def test_a_gap_that_is_none_is_not_called_leakage(result):
    lucky = replace(result.main, paper=replace(result.main.paper, without_leaks=0.999))
    assert "learnt inside the training folds alone (AUC 0.999); it leaks all the same" in leakage_in_words(lucky)


def test_what_lies_below_one_half_is_not_laid_on_leakage(result):
    paper = result.main.paper.auc.value
    unlucky = replace(result.main, paper=replace(result.main.paper, without_leaks=0.4))
    sentence = leakage_in_words(unlucky)
    assert "reach 0.400;" in sentence
    assert f"{paper - 0.5:.3f} lies above 0.5 and is leakage" in sentence
    assert "the part below 0.5 is not explained by leakage" in sentence
    assert "below 0.5" not in leakage_in_words(result.main)
    pairs = paper_protocol(replace(result.cohort, groups=np.arange(100) // 2), result.main.config)
    rows = replace(result.main, paper=pairs)
    assert "rows of one patient" not in leakage_in_words(result.main)
    assert "leakage: there rows of one patient fall on both sides of a fold, 50 synthetic" in leakage_in_words(rows)
    assert "from the originals and features are chosen on all patients" in leakage_in_words(rows)
    plain = replace(result.main, paper=replace(pairs, synthetic=0))
    assert "rows of one patient fall on both sides of a fold and features are chosen" in leakage_in_words(plain)


def test_the_papers_protocol_balances_before_it_cuts_the_folds(result):
    paper = result.main.paper
    assert paper.synthetic == 50
    assert paper.outcome.mean() == 0.5
    assert sum(fold.outcome.size for fold in paper.folds) == 150
    again = paper_protocol(result.cohort, result.main.config)
    assert again.probability.tolist() == paper.probability.tolist()


def test_figures_and_report(result):
    figures = training_figures_of(result)
    assert set(figures) == {
        "roc_folds", "roc_models", "coefficients", "selection_frequency", "calibration", "decision_curve",
    }  # fmt: skip
    page = training_report(result, figures)
    assert f"{result.main.nested.auc:.2f}" in page
    assert "leakage" in page
    assert "not valid" in page
    assert "TRIPOD+AI" in page
    assert "Research use only" in page
    assert "SIMULATED" not in page
    assert "<th>Slope (95 %, Wald)</th>" in page
    calibration = validation_record(result)["nested"]["calibration"]
    assert f"<td>{calibration['brier']:.4f}</td>" in page
    assert "SMOTE-radiomics against radiomics in the training patients as in the paper" in page
    assert 'id="warnings"' not in page
    marked = replace(result, cohort=replace(result.cohort, simulated=True))
    assert "SIMULATED" in training_report(marked, {})
    assert validation_record(marked)["simulated"] is True


def test_an_interval_that_holds_one_half_leaves_the_question_open(result):
    nested = replace(result.main.nested, auc=0.55, low=0.41, high=0.68)
    open_question = replace(result, variants=(replace(result.main, nested=nested), *result.variants[1:]))
    page = training_report(open_question, {})
    assert "chance cannot be ruled out with 100 patients" in page
    assert "no signal" not in page


def test_a_feature_like_an_identifier_is_warned_of_beside_the_number(result):
    names = ("case number", *result.cohort.names[1:])
    values = result.cohort.values.copy()
    values[:, 0] = np.arange(len(values))
    numbered = replace(result, cohort=replace(result.cohort, names=names, values=values))
    assert validation_record(numbered)["warnings"][0]["code"] == "feature-like-identifier"
    page = training_report(numbered, {})
    assert page.index("case number") < page.index('id="performance"')
    assert validation_record(result)["warnings"] == []


def test_names_with_dollar_signs_are_drawn_as_they_stand(result, tmp_path):
    was = result.main.model.features[0].column
    feature = replace(result.main.model.features[0], name="$x$ $\\broken{$")
    model = replace(result.main.model, features=(feature, *result.main.model.features[1:]))
    odd = replace(result, variants=(replace(result.main, model=model), *result.variants[1:]))
    names = tuple(feature.column if each == was else each for each in result.cohort.names)
    odd = replace(odd, cohort=replace(result.cohort, names=names))
    for name, (_, figure) in training_figures_of(odd).items():
        save_figure(figure, tmp_path, name)
    assert feature.column.endswith("$x$ $\\broken{$")
    assert feature.column in (tmp_path / "coefficients.svg").read_text(encoding="utf-8")


def test_constant_features_are_dropped_and_listed():
    cohort = cohort_of(4, 60, 1.5, features=8)
    cohort.values[:, 6] = 7.0
    result = train(cohort, replace(QUICK, smote=False, repeats=1))
    assert result.main.dropped["constant"] == ["f6"]
    assert validation_record(result)["models"]["radiomics"]["features_dropped"]["constant"] == ["f6"]


def test_missing_values_are_imputed_inside_the_folds_when_asked():
    cohort = cohort_of(5, 60, 1.5, features=8)
    cohort.values[::7, 3] = np.nan
    result = train(cohort, replace(QUICK, smote=False, repeats=1, impute=True))
    assert result.main.nested.auc > 0.7


def test_a_second_reader_and_scanners_take_part():
    cohort = cohort_of(6, 80, 1.5, features=8)
    generator = np.random.default_rng(0)
    second = cohort.values + generator.normal(scale=2, size=cohort.values.shape)
    second[:, 4] = generator.normal(300, 20, size=80)
    batch = (np.arange(80) // 2) % 2
    both = replace(cohort, second_reader=second, batch=batch, batch_names=("A", "B"))
    result = train(both, replace(QUICK, repeats=1))
    assert "f3" in result.main.model.columns
    assert "f4" not in result.main.model.columns
    assert result.main.dropped["reproducibility"] == ["f4"]
    record = validation_record(result)
    assert record["harmonized"]["batches"] == ["A", "B"]
    reliability = record["readers"]["readers"]
    assert reliability["kind"] == "ICC(2,1)"
    assert reliability["features"]["f3"]["icc"] > 0.9
    assert reliability["features"]["f4"]["icc"] < 0.5
    page = training_report(result, {})
    assert "ComBat" in page
    assert "7 of 8 reach ICC(2,1) of 0.75, in 80 patients with 2 readings" in page


def test_scanners_do_not_take_out_what_no_scanner_measures():
    """One site treats the older ones, who respond: without the site's mean, age would tell nothing of that."""
    cohort = cohort_of(6, 80, 0.0, features=6)
    generator = np.random.default_rng(1)
    batch = np.where(generator.random(80) < 0.1, 1 - cohort.outcome, cohort.outcome)
    values = cohort.values + 3.0 * batch[:, np.newaxis]
    values[:, 0] = 50 + 20 * batch + generator.normal(size=80)
    other = replace(cohort, values=values, clinical=(cohort.names[0],), batch=batch, batch_names=("A", "B"))
    second = values + generator.normal(scale=0.1, size=values.shape)
    second[:, 3] = generator.normal(size=80)  # dropped before ComBat: columns move to the left
    second[:, 0] = values[:, 0]
    for each in (other, replace(other, second_reader=second)):
        assert train(each, replace(QUICK, repeats=1)).harmonized.auc > 0.8
        assert train(replace(each, clinical=()), replace(QUICK, repeats=1)).harmonized.auc < 0.7


def test_what_is_asked_for_is_studied():
    cohort = cohort_of(7, 48, 1.5, features=5)
    quick = replace(QUICK, smote=False, repeats=1, max_features=2)
    seen = set()
    result = train(
        cohort,
        quick,
        bootstrap=10,
        with_learning_curve=True,
        on_progress=lambda stage, done, total: seen.add((stage, done == total)),
    )
    record = validation_record(result)
    correction = record["bootstrap_correction"]
    assert -0.1 < correction["optimism_mean"] < 0.3
    assert correction["corrected"] == correction["apparent"] - correction["optimism_mean"]
    sizes = [point["patients"] for point in record["learning_curve"]]
    assert sizes[-1] == 24
    assert sizes == sorted(sizes)
    assert "learning_curve" in training_figures_of(result)
    for stage in ("radiomics", "bootstrap", "learning curve"):
        assert (stage, True) in seen


def test_the_permutation_test_deals_outcomes_to_the_whole_pipeline(result, monkeypatch):
    repeats = []

    def fake(cohort, config, jobs):
        repeats.append(config.repeats)
        return SimpleNamespace(auc=roc_auc(cohort.outcome, cohort.values[:, 3]))

    monkeypatch.setattr(studies, "nested_cross_validation", fake)
    study = studies.permutation_study(result.cohort, QUICK, 99)
    assert study.p_value == 0.01
    assert study.observed == roc_auc(result.cohort.outcome, result.cohort.values[:, 3])
    assert repeats == [1] * 100
    with_study = replace(result, permutation=study)
    assert validation_record(with_study)["permutation_test"]["p_value"] == 0.01
    (axis,) = training_figures_of(with_study)["permutation_test"][1].axes
    assert axis.get_xlabel() == "Nested AUC of one repeat"
    told = f"99 permutations, one repeat of the folds): AUC {study.observed:.3f} in that repeat, P 0.010."
    assert told in training_report(with_study, {})


def test_bad_requests_are_refused():
    cohort = cohort_of(1, 80, 1.0)
    with pytest.raises(InputError, match="at least 19"):
        train(cohort, QUICK, permutations=5)
    with pytest.raises(InputError, match="at least 10"):
        train(cohort, QUICK, bootstrap=-1)
    with pytest.raises(InputError, match="no protocol"):
        train(cohort, QUICK, protocol="loo")
    with pytest.raises(InputError, match="identifiers of the cohort stand on both sides, such as"):
        train(cohort, QUICK, external=cohort)
    holes = cohort.values.copy()
    holes[3, 2] = np.nan
    with pytest.raises(InputError, match="the cohort lacks 1 feature value; complete"):
        train(replace(cohort, values=holes), QUICK)
    scanned = replace(cohort, values=holes, batch=np.arange(80) % 2, batch_names=("A", "B"))
    with pytest.raises(InputError, match="ComBat needs all"):
        train(scanned, replace(QUICK, impute=True))
    with pytest.raises(InputError, match="holds inf, farther from 0"):
        train(replace(cohort, values=np.where(np.isnan(holes), np.inf, holes)), QUICK)
    with pytest.raises(InputError, match="of whom 1 remains inside the folds"):
        train(cohort.rows(np.array([0, 4, 1, 2, 3])), replace(QUICK, smote=False))


def test_values_without_a_finite_square_are_refused_in_a_sentence():
    cohort = cohort_of(1, 80, 1.0)
    with pytest.raises(InputError, match=r"farther from 0 than 1e\+100"):
        train(replace(cohort, values=cohort.values * 1e160), QUICK)
    others = cohort_of(2, 40, 1.0)
    huge = replace(others, values=others.values * 1e160, case_ids=tuple(f"v{n}" for n in range(40)), source="other.csv")
    with pytest.raises(InputError, match=r"other\.csv: the feature .* farther from 0"):
        train(cohort, QUICK, external=huge)


def test_the_largest_values_that_are_let_in_stop_no_learner():
    """Trees hold features in single precision, of which 1e99 is out of reach."""
    cohort = cohort_of(3, 60, 1.5, features=6)
    values = cohort.values.copy()
    values[7, 2], values[8, 3] = 1e99, -1e99
    result = train(replace(cohort, values=values), replace(QUICK, smote=False, repeats=1))
    assert all(0 <= each.auc <= 1 for each in (result.main.nested, *result.ceiling.values()))


def test_tiny_values_are_learnt_from_as_others_are():
    """Their squares vanish; the ranking of patients does not."""
    cohort = cohort_of(3, 60, 1.5, features=6)
    quick = replace(QUICK, smote=False, repeats=1)
    tiny = replace(cohort, values=cohort.values * 1e-180)
    aucs = [train(each, quick).main.nested.auc for each in (cohort, tiny)]
    assert aucs[1] == pytest.approx(aucs[0], abs=1e-9)


def test_the_report_says_what_the_ceiling_and_fixing_a_candidate_reach(record):
    assert set(record["ceiling"]) == {"note", "random forest", "gradient boosting", "mean of all"}
    assert record["ceiling"]["random forest"]["auc"] > 0.6
    candidates = record["nested"]["candidates"]
    assert set(candidates) == set(CANDIDATES)
    assert sum(each["chosen"] for each in candidates.values()) == pytest.approx(1)


def test_the_reported_auc_is_that_of_single_models_and_the_averaged_one_is_said(result, record):
    nested = result.main.nested
    within = [fold.auc for fold in nested.folds]
    # The folds are of equal size and prevalence here, so that the mean over pairs is that over folds.
    assert record["nested"]["auc"] == pytest.approx(np.mean(within), abs=0.01)
    assert record["nested"]["auc_averaged"] == roc_auc(result.cohort.outcome, nested.averaged)
    slopes = [calibration_report(result.cohort.outcome, each).slope.value for each in nested.probabilities]
    assert record["nested"]["calibration"]["slope"]["value"] == pytest.approx(np.mean(slopes))
