"""What a training run knows of how its model was made."""

from typing import TYPE_CHECKING

from .... import __version__
from ....models.training_cutoff import training_cutoff
from ....training.pipeline.candidates import candidates_named

if TYPE_CHECKING:
    from ....training.pipeline.config import TrainingConfig
    from ....training.protocols.train import TrainingResult

CODE = f"pcr-predictor {__version__}"


def facts_of_model(result: "TrainingResult") -> dict[str, str | None]:
    """Facts by name."""
    config, main = result.config, result.main
    often = main.nested.selection_frequency(len(result.cohort.names))
    stable = sum(share >= 0.5 for share in often)
    # A ridge keeps all features, whatever its penalty.
    strongest = "" if config.selection_rule == "min" else "strongest "
    within = (
        "of the smallest loss" if config.selection_rule == "min" else "within one standard error of the smallest loss"
    )
    repeated = f", {config.inner_repeats} times" if config.inner_repeats > 1 else ""
    several = len(config.candidates) > 1
    compared, of_each = ("Candidates and penalties", "of each candidate ") if several else ("Penalties", "")
    candidates = "candidates" if several else "candidate"
    then = ", then the candidate of the smallest loss" if several else ""
    files = "model.json and model_plain.json" if len(result.variants) > 1 else "model.json"
    return {
        "kind": "Development of a prediction model" + (" with validation." if result.external else "."),
        "use": "Research use only.",
        "drafts": "Drafts of TRIPOD+AI, CLEAR and METRICS stand beside the report.",
        "scaling": _scaling(config),
        "redundancy": f"Of features with |Spearman rho| above {config.redundancy_threshold:g} one kept, in the folds.",
        "reduction": _reduction(config),
        "algorithm": f"Penalized logistic regression; {candidates} {', '.join(config.candidates)}.",
        "tuning": (
            f"{compared} compared by log loss over {config.inner_folds} inner folds{repeated}; {of_each}the "
            f"{strongest}penalty {within}{then}."
        ),
        "chosen": f"{'Chosen on all training patients' if several else 'Fixed beforehand'}: {main.candidate}.",
        "selected": f"Features chosen in at least half of the training folds: {stable}; "
        f"in the model: {len(main.model.features)}.",
        "evaluation": _evaluation(result),
        "imbalance": _imbalance(result),
        "updating": "None.",
        "prediction": f"By the exported model file and the code that predicts, {CODE}."
        if result.external is not None
        else "Out of fold, by the pipeline; no external evaluation.",
        "output": _output(result),
        "model": f"All coefficients, scaling and the intercept are in {files}, the cut-off, too, where there is one.",
        "code": f"{CODE}; settings in config.json, seed {config.seed}.",
        "interpretation": "The model is linear: each feature's contribution to the logit is exact.",
        "not_deep": "Does not apply: no deep learning.",
        "plain": _plain(result),
    }


def _scaling(config: "TrainingConfig") -> str:
    words = "Standardized by mean and standard deviation of the training fold"
    if any(candidate.scaling == "asinh" for candidate in candidates_named(config.candidates)):
        words += (
            "; candidates named asinh first center at the median, scale by the interquartile range over 1.349 and draw "
            "in the tails"
        )
    return f"{words}. Exported with the model."


def _reduction(config: "TrainingConfig") -> str:
    words = (
        "Inside the folds: constant features dropped, of those with |Spearman rho| above "
        f"{config.redundancy_threshold:g} one kept"
    )
    if any(candidate.kind == "sparse" for candidate in candidates_named(config.candidates)):
        words += f", sparse candidates at most {config.max_features} by the lasso"
    return f"{words}."


def _evaluation(result: "TrainingResult") -> str:
    config = result.config
    repeats = "once" if config.repeats == 1 else f"{config.repeats} repeats"
    words = f"Nested cross-validation, {config.folds} folds, {repeats}; all learnt inside the folds"
    words += ", rows of a patient on one side." if result.cohort.groups is not None else "."
    if result.external is not None:
        words += f" Validation in {result.external.counted.replace('patients', 'further patients')}."
    return words


def _imbalance(result: "TrainingResult") -> str:
    config = result.config
    slope = "intercept and shrunk slope" if config.calibrate_slope else "intercept"
    if not config.smote:
        return f"Not corrected; {slope} fitted to out-of-fold predictions."
    return (
        f"SMOTE with k = {config.neighbors} inside the training folds; {slope} then fitted to out-of-fold predictions "
        "of the original patients. The plain model is given beside."
    )


def _output(result: "TrainingResult") -> str:
    own = training_cutoff(result.main.model)
    if own is None or own.cutoff is None:
        return "A probability; no cut-off is shown to be valid, so no class."
    cutoff = own.cutoff
    return (
        f"A probability, and a class at {cutoff.value:.4f}, by {cutoff.rule} on out-of-fold predictions; none between "
        f"{cutoff.lower:.4f} and {cutoff.upper:.4f}, the bootstrapped 95 % interval of that cut-off."
    )


def _plain(result: "TrainingResult") -> str | None:
    if len(result.variants) < 2:
        return None
    first, second = result.variants
    return (
        f"{first.name} AUC {first.nested.auc:.3f}, {second.name} {second.nested.auc:.3f}; every linear candidate, "
        "random forest and gradient boosting in the same folds stand in the report."
    )
