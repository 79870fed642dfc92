"""What is and is not known of the data of a training run, in the order of TRIPOD+AI.

Source: Collins et al., BMJ 385 (2024) e078378.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from ..training.protocols.train import cohort_hash

if TYPE_CHECKING:
    from ..training.protocols.train import TrainingResult

UNKNOWN = "Not known to the program; state it in the paper."


def tripod_summary(result: "TrainingResult") -> list[tuple[str, str]]:
    """Item and statement, in the order of the TRIPOD+AI checklist."""
    cohort, config = result.cohort, result.config
    responders = int(cohort.outcome.sum())
    return [
        ("1 Title", "Development of a prediction model" + (" with validation." if result.external else ".")),
        ("3 Background, health context, sociodemographic groups", UNKNOWN),
        ("5 Data: source", f"{Path(cohort.source).name}, hash {cohort_hash(cohort)[:16]}. {_simulated(result)}"),
        ("5 Data: dates, centers, scanners", _batches(result)),
        ("6 Participants: eligibility, treatments", UNKNOWN),
        ("7 Data preparation", _preparation(result)),
        ("8 Outcome", f"Two values in one column, {responders} positive. How and by whom it was assessed: {UNKNOWN}"),
        ("9 Predictors", _predictors(result)),
        ("10 Sample size", _sample_size(result)),
        ("11 Missing data", _missing(result)),
        ("12 Analytical methods", _methods(result)),
        ("13 Class imbalance", _imbalance(result)),
        ("14 Fairness", "Not examined: the table names no groups of patients to compare."),
        ("15 Model output", "Probability of response, and a class at the cut-off by Youden's index."),
        ("16 Training versus evaluation", _evaluation(result)),
        ("17 Ethical approval", UNKNOWN),
        (
            "18 Open science: protocol, registration, data, code",
            f"Seed {config.seed}; settings in config.json. {UNKNOWN}",
        ),
        ("19 Patient and public involvement", UNKNOWN),
        (
            "20 Participants: flow, characteristics",
            f"{len(cohort)} patients. Characteristics: see pcr-predictor table1.",
        ),
        ("22 Model specification", f"All coefficients, scaling, intercept and cut-off are in {_files(result)}."),
        ("23 Performance", "AUC with interval, calls, calibration and net benefit, above and in validation.json."),
        ("24 Model updating", "None."),
        ("25-27 Interpretation, limitations, usability", f"Research use only. {UNKNOWN}"),
    ]


def _simulated(result: "TrainingResult") -> str:
    return "Simulated patients: nothing here holds for real ones." if result.simulated else "Patients as given."


def _batches(result: "TrainingResult") -> str:
    if not result.cohort.batch_names:
        return UNKNOWN
    return (
        f"{len(result.cohort.batch_names)} scanners or sites: {', '.join(result.cohort.batch_names)}. Dates: {UNKNOWN}"
    )


def _preparation(result: "TrainingResult") -> str:
    profile = result.cohort.profile_hash
    extraction = f"Extraction profile {profile[:16]}." if profile else f"Extraction of the features: {UNKNOWN}"
    return f"{extraction} Standardized by mean and standard deviation of the training patients."


def _predictors(result: "TrainingResult") -> str:
    reader = (
        f"kept where ICC(2,1) between two readers reached {result.config.reproducibility_threshold:g}"
        if result.cohort.second_reader is not None
        else "reproducibility between readers not examined, since there was one reader"
    )
    return f"{len(result.cohort.names)} offered; {reader}."


def _sample_size(result: "TrainingResult") -> str:
    smaller = min(int(result.cohort.outcome.sum()), int((1 - result.cohort.outcome).sum()))
    return (
        f"{len(result.cohort)} patients, {smaller} with the rarer outcome: {smaller / len(result.cohort.names):.2g} "
        "per candidate feature. No calculation was made beforehand as far as the program knows."
    )


def _missing(result: "TrainingResult") -> str:
    import numpy as np

    missing = int(np.isnan(result.cohort.values).sum())
    if not missing:
        return "No value is missing; cases with missing values may have been left out before."
    return f"{missing} of {result.cohort.values.size} values missing, replaced by the median of the training fold."


def _methods(result: "TrainingResult") -> str:
    config = result.config
    rule = "smallest inner loss" if config.selection_rule == "min" else "one standard error"
    return (
        f"Constant features dropped; of features with |Spearman rho| above {config.redundancy_threshold:g} one kept. "
        f"Linear models {', '.join(config.candidates)} compared by log loss over {config.inner_folds} inner folds, "
        f"{config.inner_repeats} times (penalty by {rule}; sparse: at most {config.max_features} features by the "
        "lasso, refitted by logistic regression with a weak ridge; asinh: features centered at the median, scaled by "
        "the interquartile range and drawn in); of those within one standard error of the best the one with the fewest "
        f"features. Intercept{' and slope, shrunk,' if config.calibrate_slope else ''} fitted to out-of-fold "
        "predictions of the original patients."
    )


def _imbalance(result: "TrainingResult") -> str:
    if not result.config.smote:
        return "Not corrected."
    return (
        f"SMOTE with k = {result.config.neighbors} inside the training folds; its shift of the prior is undone by the "
        "recalibration. The plain model is given beside."
    )


def _evaluation(result: "TrainingResult") -> str:
    config = result.config
    words = (
        f"Nested cross-validation, {config.folds} folds, {config.repeats} repeats; no synthetic patient is tested on."
    )
    if result.external is not None:
        words += f" {len(result.external)} validation patients had no part in the training."
    else:
        words += " No external validation."
    return words


def _files(result: "TrainingResult") -> str:
    return "model.json and model_plain.json" if len(result.variants) > 1 else "model.json"
