"""How often 95 % intervals hold the truth where patients have several rows: rows together, and rows for themselves.

    python Testing/training/studies/rows_of_patients.py [COHORTS]

prints the coverage of each number's interval. Lesions of a patient share two thirds of the variance of what decides
their response and of what the model sees; the truth is that of a million patients.
"""

import sys

import numpy as np
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.models.rows_of_patients import sums_of_patients
from PCRPredictorLib.training.audit.summary import observed_over_expected
from PCRPredictorLib.training.record.measures import MEASURES
from PCRPredictorLib.training.statistics.calibration_statistics import calibration_report
from PCRPredictorLib.training.statistics.diagnostic import diagnostic
from PCRPredictorLib.training.statistics.smooth_calibration import smooth_calibration
from scipy.special import expit

CUTOFF = 0.3
SIZES = (30, 60, 150)
EVERYONE = 1_000_000


def lesions(patients, generator):
    """Outcome, probability and patient of one to five lesions each; two thirds of both traits are the patient's."""
    people = np.repeat(np.arange(patients), generator.choice([1, 2, 3, 5], patients, p=[0.4, 0.3, 0.2, 0.1]))
    seen, hidden = (
        np.sqrt(2 / 3) * generator.normal(size=patients)[people] + np.sqrt(1 / 3) * generator.normal(size=people.size)
        for _ in range(2)
    )
    outcome = (generator.random(people.size) < expit(-1 + seen + 1.5 * hidden)).astype(int)
    return outcome, expit(-0.9 + 0.8 * seen), people


def intervals(outcome, probability, people):
    """Interval of each number, by its name."""
    calls = diagnostic(outcome, probability >= CUTOFF, groups=people)
    found = {name: (getattr(calls, name).low, getattr(calls, name).high) for name in MEASURES}
    report = calibration_report(outcome, probability, groups=people)
    for name in ("slope", "intercept", "in_the_large", "o_e"):
        estimate = getattr(report, name)
        if estimate is not None:
            found[name] = (estimate.low, estimate.high)
    weights = None if people is None else sums_of_patients(outcome.astype(float), people)
    most = 1.0 if people is None else float(np.bincount(people).max())
    counted = observed_over_expected(int(outcome.sum()), float(probability.sum()), weights, most)
    found["o_e in audit"] = tuple(counted["ratio_ci"])
    curve = smooth_calibration(outcome, probability, groups=people)
    middle = int(np.argmin(np.abs(np.array(curve.predicted) - CUTOFF)))
    found["smooth curve"] = (curve.low[middle], curve.high[middle])
    return found


def truths(generator):
    """The same numbers among so many patients that chance is out of it."""
    outcome, probability, _ = lesions(EVERYONE, generator)
    calls = diagnostic(outcome, probability >= CUTOFF)
    found = {name: getattr(calls, name).value for name in MEASURES}
    report = calibration_report(outcome, probability)
    found |= {name: getattr(report, name).value for name in ("slope", "intercept", "in_the_large", "o_e")}
    found["o_e in audit"] = found["o_e"]
    curve = smooth_calibration(outcome, probability)
    found["smooth curve"] = float(np.interp(CUTOFF, curve.predicted, curve.observed))
    return found


def main(cohorts):
    truth = truths(np.random.default_rng(0))
    print(f"{cohorts} cohorts; coverage in %, rows together (rows for themselves)")
    for patients in SIZES:
        held = {name: [] for name in truth}
        for seed in range(cohorts):
            outcome, probability, people = lesions(patients, np.random.default_rng((patients, seed)))
            try:
                together, alone = intervals(outcome, probability, people), intervals(outcome, probability, None)
            except InputError as reason:  # a cohort without a curve is left out
                print(f"left out: {reason}", file=sys.stderr)
                continue
            for name in held:
                if name in together and name in alone:
                    held[name].append([low <= truth[name] <= high for low, high in (together[name], alone[name])])
        for name, both in held.items():
            shares = 100 * np.mean(both, axis=0)
            print(f"{patients:4d} patients  {name:28s} {shares[0]:5.1f} ({shares[1]:5.1f})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
