"""Simulated cohorts whose truth is known: is the reported number what the exported model does?

    python Testing/training/studies/known_truth.py [COHORTS] [--noise] [--smote] [--first SEED] [--candidates NAME,...]

trains on cohorts of 200 patients, by a nested validation of one repeat and the exported model, and measures the latter
on 20000 further patients. Prints a line for each cohort and the summary: reported minus true AUC, median reported and
true calibration slope, how often the Brier score is worse than the prevalence and by how much, each with its standard
error (of a median by the bootstrap).
"""

import argparse

import numpy as np
from PCRPredictorLib.training.data.cohort import Cohort
from PCRPredictorLib.training.pipeline.config import TrainingConfig
from PCRPredictorLib.training.pipeline.steps import build_pipeline
from PCRPredictorLib.training.protocols.nested import nested_cross_validation
from PCRPredictorLib.training.statistics.calibration_statistics import calibration_of_repeats, calibration_report
from PCRPredictorLib.training.statistics.roc import roc_auc
from scipy.special import expit

PATIENTS, FEATURES, FACTORS, FURTHER = 200, 80, 10, 20000
FORMS = ("few", "many", "tails")
"""Signal in a handful of features; spread over all; in features with heavy tails."""


def draw(generator: np.random.Generator, loadings: np.ndarray, weights: np.ndarray, form: str, patients: int):
    """Features, shape (patients, FEATURES), and outcomes: correlated as radiomic ones are, about 30 % responders."""
    factors = generator.normal(size=(patients, FACTORS))
    values = 0.7 * factors @ loadings + 0.7 * generator.normal(size=(patients, FEATURES))
    linear = values @ weights
    outcome = (generator.random(patients) < expit(linear - 1.0)).astype(int)
    if form == "tails":
        values = np.sign(values) * np.expm1(2 * np.abs(values))
    return values, outcome


def truth(seed: int, noise: bool):
    """Loadings, weights and form of one simulated disease; attainable AUC about 0.8 (or 0.5)."""
    generator = np.random.default_rng([seed, 7])
    loadings = generator.normal(size=(FACTORS, FEATURES)) / np.sqrt(FACTORS) * 1.4
    form = FORMS[seed % len(FORMS)]
    weights = np.zeros(FEATURES)
    if not noise:
        driving = generator.choice(FEATURES, FEATURES if form == "many" else 5, replace=False)
        weights[driving] = generator.normal(size=driving.size)
        probe = 0.7 * generator.normal(size=(4000, FACTORS)) @ loadings
        probe = probe + 0.7 * generator.normal(size=(4000, FEATURES))
        weights *= 1.3 / (probe @ weights).std()
    return loadings, weights, form


def one(seed: int, noise: bool, config: TrainingConfig) -> dict[str, float]:
    """What is reported of one cohort, and what is true."""
    loadings, weights, form = truth(seed, noise)
    generator = np.random.default_rng([seed, 8])
    values, outcome = draw(generator, loadings, weights, form, PATIENTS)
    names = tuple(f"f{number}" for number in range(FEATURES))
    cohort = Cohort(values, outcome, names, tuple(str(row) for row in range(PATIENTS)))
    nested = nested_cross_validation(cohort, config)
    model = build_pipeline(cohort, config).fit(values, outcome)
    further, answers = draw(generator, loadings, weights, form, FURTHER)
    probability = model.predict_proba(further)[:, 1]
    told = calibration_of_repeats(outcome, nested.probabilities)
    true = calibration_report(answers, probability)
    return {
        "auc": nested.auc,
        "true_auc": roc_auc(answers, probability),
        "slope": told.slope.value if told.slope else np.nan,
        "true_slope": true.slope.value if true.slope else np.nan,
        "excess_brier": true.brier - true.brier_of_prevalence,
        "covers": float(nested.low <= roc_auc(answers, probability) <= nested.high),
        "chosen": model.chosen_.candidate.name,
        "form": form,
    }


def standard_error_of_median(values: np.ndarray) -> float:
    drawn = np.random.default_rng(0).choice(values, (2000, values.size))
    return float(np.nanmedian(drawn, axis=1).std(ddof=1))


def summary(rows: list[dict[str, float]]) -> None:
    column = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    gap = column["auc"] - column["true_auc"]
    error = gap.std(ddof=1) / np.sqrt(gap.size)
    print(f"{len(rows)} cohorts: reported {column['auc'].mean():.3f}, true AUC {column['true_auc'].mean():.3f}")
    print(
        f"  reported minus true AUC {gap.mean():+.4f} (SE {error:.4f}); interval covers {column['covers'].mean():.0%}"
    )
    for name in ("slope", "true_slope"):
        print(f"  median {name} {np.nanmedian(column[name]):.3f} (SE {standard_error_of_median(column[name]):.3f})")
    excess = column["excess_brier"]
    print(
        f"  Brier above the prevalence's in {(excess > 0).mean():.0%}; mean excess {excess.mean():+.4f}, "
        f"largest {excess.max():+.4f}",
        flush=True,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("cohorts", type=int, nargs="?", default=100)
    parser.add_argument("--noise", action="store_true")
    parser.add_argument("--smote", action="store_true")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--candidates")
    asked = parser.parse_args()
    more = {"candidates": tuple(asked.candidates.split(","))} if asked.candidates else {}
    rows = []
    for seed in range(asked.first, asked.first + asked.cohorts):
        rows.append(one(seed, asked.noise, TrainingConfig(smote=asked.smote, repeats=1, seed=seed, **more)))
        words = (f"{key} {value:.3f}" if isinstance(value, float) else str(value) for key, value in rows[-1].items())
        print(f"  {seed}: {', '.join(words)}", flush=True)
    for form in FORMS:
        print(f"{form}:")
        summary([row for row in rows if row["form"] == form])
    summary(rows)
