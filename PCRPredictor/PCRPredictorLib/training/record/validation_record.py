"""A training run as ``validation.json``."""

from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ... import __version__
from ...errors import InputError
from ...models.cutoff import youden_cutoff
from ..data.cohort import Cohort
from ..protocols.clinical import ClinicalComparison
from ..protocols.nested import NestedResult
from ..protocols.paper import PaperResult
from ..protocols.train import TrainingResult, Variant, cohort_hash
from ..readers.agreement import contour_summary, feature_reliability
from ..statistics.delong import AucComparison, compare_paired, compare_unpaired
from ..statistics.diagnostic import diagnostic
from ..statistics.repeated_auc import compare_pairs
from ..statistics.roc import roc_auc
from .measures import calls_of, probability_summary, sizes, validation_summary
from .sizes import sample_size_of_training
from .subgroup_record import subgroups_of_training, subgroups_of_validation

INTERVAL_METHOD = (
    "AUC inside the test folds, averaged over folds and repeats, patients bootstrapped, standard error times "
    "sqrt(1 + K / (K - 1)) for the training sets that the K folds share (Nadeau & Bengio 2003), on the logit scale; "
    "with perfect separation Newcombe's interval (2006, method 5), as much widened; not in it: another cohort, scanner "
    "or reader"
)
AVERAGED = (
    "of probabilities averaged over the repeats: an ensemble's, which is not the exported model; in the figures only"
)
OUT_OF_BAG = "corrected: mean AUC of the patients that each bootstrap cohort leaves out; optimism: apparent less that"
CEILING = (
    "what learners that may bend reach in the same folds on all features, and the mean of their ranks and the model's: "
    "a ceiling to compare with, not exported"
)
LEAKAGE_HEADING = "Optimism by leakage"
LEAKAGE = (
    "Of the AUC of {paper:.3f} by the paper's protocol {leak:.3f} is leakage: there {reasons}, so that the model is "
    "tested on what it was made from. The same steps, learnt inside the training folds alone, reach {honest:.3f}. "
    "{other}"
)
LEAKAGE_BELOW_CHANCE = (
    "Of the AUC of {paper:.3f} by the paper's protocol {above:.3f} lies above 0.5 and is leakage: there {reasons}, so "
    "that the model is tested on what it was made from. The same steps, learnt inside the training folds alone, reach "
    "{honest:.3f}; the part below 0.5 is not explained by leakage. {other}"
)
NO_GAP = (
    "The paper's protocol (AUC {paper:.3f}) comes out no higher here than the same steps, learnt inside the training "
    "folds alone (AUC {honest:.3f}); it leaks all the same. {other}"
)
OTHER_MODEL = (
    "The nested AUC, {nested:.3f}, is of the models that this study makes, whose penalty, and candidate where several "
    "are offered, the inner folds choose; by that it differs from theirs. Believe the nested figure."
)
PARTED = "rows of one patient fall on both sides of a fold"
SYNTHETIC = "{count} synthetic patients are mixed from the originals"
CHOSEN = "features are chosen on all patients before the folds are cut"
TRAINING_COMPARISON = (
    "DeLong's test on cross-validated predictions takes the models as fixed; its P is approximate and rather too small"
)
PAPER_COMPARISON = (
    "not valid: synthetic patients are no independent observations, and both curves are drawn on the data that made "
    "the models"
)


def validation_record(result: TrainingResult) -> dict[str, Any]:
    """The content of ``validation.json``: the main variant on top, every variant under ``models``.

    Under the protocol ``paper`` the figures on top are the paper's, those of the nested validation stand under
    ``nested``, and ``optimism`` is the difference of the two AUCs; ``auc_without_leaks`` is that of the paper's steps,
    learnt inside the training folds alone.
    """
    main = result.main
    nested = nested_record(result, main)
    record: dict[str, Any] = {"protocol": result.protocol, "model": main.model.name, "model_hash": main.model.hash}
    if main.paper is None:
        record.update(nested)
    else:
        record.update(_paper_record(main.paper))
        record["nested"] = nested
        record["optimism"] = main.paper.auc.value - main.nested.auc
        record["auc_without_leaks"] = main.paper.without_leaks
        record["leakage"] = leakage_in_words(main)
    record["sample_size"] = sample_size_of_training(result)
    record["subgroups"] = subgroups_of_training(result.cohort, main.nested, result.config.folds, result.config.seed)
    record["models"] = {variant.name: _variant_record(result, variant) for variant in result.variants}
    record["comparisons"] = comparisons(result)
    record["ceiling"] = {
        "note": CEILING,
        **{name: {"auc": found.auc, "auc_ci": list(found.interval)} for name, found in result.ceiling.items()},
    }
    if result.clinical is not None:
        record["clinical"] = _clinical_record(result.clinical)
    if result.external is not None:
        record["validation"] = _external_record(result)
    record.update(_studies(result))
    record["readers"] = {**feature_reliability(result.cohort), "contours": contour_summary(result.contours)}
    record["cohort"] = {
        "patients": result.cohort.people,
        "rows": len(result.cohort),
        "responders": result.cohort.responders,
        "responding_rows": int(result.cohort.outcome.sum()),
        "features": len(result.cohort.names),
        "hash": cohort_hash(result.cohort),
        "profile_hash": result.cohort.profile_hash,
        "readers": result.cohort.readers,
        "perturbations": result.cohort.perturbations,
    }
    record["warnings"] = [notice.as_json() for notice in result.notices]
    record["config"] = result.config.as_json()
    record["version"] = __version__
    record["simulated"] = result.simulated
    record["research_use_only"] = True
    return record


def nested_record(result: TrainingResult, variant: Variant) -> dict[str, Any]:
    """Nested validation of one variant: AUC and interval, folds, calls, calibration, net benefit."""
    nested, outcome = variant.nested, result.cohort.outcome
    return {
        "auc": nested.auc,
        "auc_ci": [nested.low, nested.high],
        "auc_ci_method": INTERVAL_METHOD,
        "auc_averaged": roc_auc(outcome, nested.averaged),
        "auc_averaged_note": AVERAGED,
        "auc_ci_patients_only": [nested.patients_only.low, nested.patients_only.high],
        "per_fold": _folds(nested, result),
        "cutoff": variant.model.cutoff,
        "cutoff_note": "of the exported model; the calls below are made at the cut-off of each training fold",
        **calls_of(nested.calls),
        "candidates": candidates_record(nested),
        **probability_summary(outcome, nested.probabilities, result.cohort.groups),
    }


def _clinical_record(found: ClinicalComparison) -> dict[str, Any]:
    """The three models and DeLong's tests of each two."""
    return {
        "variables": list(found.variables),
        "models": {name: {"auc": each.auc, "auc_ci": [each.low, each.high]} for name, each in found.models.items()},
        "missing": list(found.missing),
        "comparisons": {
            f"{first} against {second}": _compared(test, TRAINING_COMPARISON)
            for (first, second), test in found.tests().items()
        },
    }


def candidates_record(nested: NestedResult) -> dict[str, dict[str, float]]:
    """How often the inner folds chose each linear model, and its AUC in the same folds had it been fixed."""
    chosen = nested.choice_frequency()
    return {name: {"chosen": chosen.get(name, 0.0), "auc": pairs.auc} for name, pairs in nested.contenders.items()}


def comparisons(result: TrainingResult) -> dict[str, Any]:
    """DeLong tests of the SMOTE against the plain variant, wherever both were measured; empty with one variant."""
    if len(result.variants) < 2:
        return {}
    first, second = result.variants
    found = {"training": _compared(compare_pairs(first.nested.pairs, second.nested.pairs), TRAINING_COMPARISON)}
    if result.external is not None and first.external is not None and second.external is not None:
        scores = (first.external, second.external)
        found["validation"] = _external_comparison(result.external, *scores)
    if first.paper is not None and second.paper is not None:
        ours, theirs = first.paper, second.paper
        test = compare_unpaired(ours.outcome, ours.apparent, theirs.outcome, theirs.apparent)
        note = f"{PAPER_COMPARISON}; {test.note}" if test.note else PAPER_COMPARISON
        found["paper_training"] = {**asdict(test), "note": note, "valid": False}
    return found


def leakage_in_words(variant: Variant) -> str:
    """How much of the paper's AUC is leakage, and what else parts it from the nested one, for the report."""
    if variant.paper is None:
        raise ValueError("the paper's protocol was not run")
    count, paper, honest = variant.paper.synthetic, variant.paper.auc.value, variant.paper.without_leaks
    other = OTHER_MODEL.format(nested=variant.nested.auc)
    if paper <= honest:
        return NO_GAP.format(paper=paper, honest=honest, other=other)
    reasons = [*([PARTED] if variant.paper.parts_patients else []), *([SYNTHETIC.format(count=count)] if count else [])]
    sentence = LEAKAGE if honest >= 0.5 else LEAKAGE_BELOW_CHANCE
    above = max(0.0, paper - 0.5)
    return sentence.format(
        leak=paper - honest,
        paper=paper,
        honest=honest,
        reasons=" and ".join(filter(None, [", ".join(reasons), CHOSEN])),
        above=above,
        other=other,
    )


def _compared(test: AucComparison, note: str) -> dict[str, Any]:
    """The test as JSON, with a note of its own or else this one."""
    return {**asdict(test), "note": test.note or note}


def _external_comparison(external: Cohort, first: Any, second: Any) -> dict[str, Any]:
    """DeLong's test of both models on the validation patients, or why there is none."""
    try:
        return _compared(compare_paired(external.outcome, first, second, groups=external.groups), "")
    except InputError as reason:  # a class of one patient
        return {"p_value": None, "note": str(reason)}


def _folds(nested: NestedResult, result: TrainingResult) -> list[dict[str, Any]]:
    return [
        {
            "repeat": fold.repeat,
            "fold": fold.fold,
            **sizes(result.cohort.outcome[fold.rows], _members(result.cohort.groups, fold.rows)),
            "auc": fold.auc,
            "cutoff": fold.cutoff,
            "selected": [result.cohort.names[column] for column in fold.selected],
        }
        for fold in nested.folds
    ]


def _members(groups: NDArray[np.int64] | None, rows: NDArray[np.intp]) -> NDArray[np.int64] | None:
    return None if groups is None else groups[rows]


def _paper_record(paper: PaperResult) -> dict[str, Any]:
    cutoff = youden_cutoff(paper.probability, paper.outcome)
    return {
        "auc": paper.auc.value,
        "auc_ci": [paper.auc.low, paper.auc.high],
        "auc_ci_method": "not valid: patients bootstrapped, synthetic ones taken for real",
        "per_fold": [
            {
                "fold": number,
                "patients": int(fold.outcome.size),
                "responders": int(fold.outcome.sum()),
                "auc": fold.auc,
            }
            for number, fold in enumerate(paper.folds)
        ],
        "synthetic_patients": paper.synthetic,
        "cutoff": cutoff,
        "cutoff_note": "read off the predictions that it is judged on, synthetic patients counted: not valid",
        **calls_of(None if cutoff is None else diagnostic(paper.outcome, paper.probability >= cutoff)),
    }


def _variant_record(result: TrainingResult, variant: Variant) -> dict[str, Any]:
    frequency = variant.nested.selection_frequency(len(result.cohort.names))
    often = np.argsort(-frequency, kind="stable")
    record = {
        "model": variant.model.name,
        "candidate": variant.candidate,
        "candidates": candidates_record(variant.nested),
        "nested_auc": variant.nested.auc,
        "nested_auc_ci": [variant.nested.low, variant.nested.high],
        "features": [
            {"column": feature.column, "coefficient": feature.coefficient} for feature in variant.model.features
        ],
        "features_dropped": variant.dropped,
        "selection_frequency": {
            result.cohort.names[column]: float(frequency[column]) for column in often if frequency[column] > 0
        },
    }
    if variant.paper is not None:
        record["paper_auc"] = variant.paper.auc.value
    return record


def _external_record(result: TrainingResult) -> dict[str, Any]:
    assert result.external is not None
    summaries = {
        variant.name: validation_summary(
            result.external.outcome, variant.external, variant.model.cutoff, result.external.groups
        )
        for variant in result.variants
        if variant.external is not None
    }
    found = {"patients": result.external.people, "hash": cohort_hash(result.external), "models": summaries}
    if result.main.external is not None:
        found["subgroups"] = subgroups_of_validation(
            result.external.subgroups, result.external.outcome, result.main.external, result.external.groups
        )
    return found


def _studies(result: TrainingResult) -> dict[str, Any]:
    """What was asked for beside: harmonization, permutation test, bootstrap, learning curve."""
    found: dict[str, Any] = {}
    if result.harmonized is not None:
        found["harmonized"] = {
            "auc": result.harmonized.auc,
            "auc_ci": [result.harmonized.low, result.harmonized.high],
            "batches": list(result.cohort.batch_names),
            "note": "ComBat inside the training folds, for comparison only; the exported models are trained without",
        }
    if result.permutation is not None:
        found["permutation_test"] = {
            "observed": result.permutation.observed,
            "permuted": result.permutation.permuted.tolist(),
            "p_value": result.permutation.p_value,
            "note": "AUCs of one repeat of the folds, the observed one, too",
        }
    if result.out_of_bag is not None:
        found["bootstrap_correction"] = {**asdict(result.out_of_bag), "method": OUT_OF_BAG}
    if result.learning is not None:
        found["learning_curve"] = [asdict(point) for point in result.learning]
    return found
