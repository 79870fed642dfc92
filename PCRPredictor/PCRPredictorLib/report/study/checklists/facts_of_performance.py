"""What a training run found."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ....models.auc import NO_ERROR
from ....training.protocols.nested import has_no_spread
from ....training.record.measures import probability_summary
from ....training.record.subgroup_record import subgroups_of_training, subgroups_of_validation
from ....training.record.validation_record import comparisons
from ....training.statistics.delong import delong_interval
from ....training.statistics.table1 import format_p

if TYPE_CHECKING:
    from ....training.data.cohort import Cohort
    from ....training.protocols.train import TrainingResult


def facts_of_performance(result: "TrainingResult") -> dict[str, str | None]:
    """Facts by name."""
    main, cohort = result.main, result.cohort
    groups = subgroups_of_training(cohort, main.nested, result.config.folds, result.config.seed)
    return {
        "measures": (
            "AUC; calibration slope, intercept, O:E, smooth curve with ICI, E50 and E90, Brier score; net benefit; "
            "sensitivity, specificity, predictive values, accuracy."
        ),
        "uncertainty": _uncertainty(result),
        "comparison": _comparison(result),
        "discrimination": _discrimination(result),
        "calibration": " ".join(_calibrations(result)),
        "subgroups_done": f"Performance looked at by {', '.join(groups)}." if groups else None,
        "subgroups": _subgroups(groups, _groups_of_validation(result)),
        "harmonized": None
        if result.harmonized is None
        else f"With ComBat inside the folds AUC {result.harmonized.auc:.3f} "
        f"({result.harmonized.low:.3f} to {result.harmonized.high:.3f}).",
        "clinical_models": _clinical(result),
        "limits": _limits(result),
    }


def _discrimination(result: "TrainingResult") -> str:
    main = result.main
    words = f"Nested AUC {main.nested.auc:.3f} (95 % {main.nested.low:.3f} to {main.nested.high:.3f})."
    if result.external is not None and main.external is not None:
        area = delong_interval(result.external.outcome, main.external, groups=result.external.groups)
        words += f" In the validation patients {area.auc:.3f} ({area.low:.3f} to {area.high:.3f})."
    return words


def _uncertainty(result: "TrainingResult") -> str:
    nested = "Newcombe" if has_no_spread(result.main.nested.patients_only) else "patients resampled"
    words = f"95 % intervals: nested AUC by {nested}, widened for shared training sets"
    if result.external is not None and result.main.external is not None:
        external = result.external
        error = delong_interval(external.outcome, result.main.external, groups=external.groups).standard_error
        words += f"; AUC in the validation patients by {'DeLong' if error > NO_ERROR else 'Newcombe'}"
    cohorts = [result.cohort, *([result.external] if result.external is not None else [])]
    together = any(cohort.people < len(cohort) for cohort in cohorts)
    return f"{words}; proportions by Wilson{'; rows of a patient together in each' if together else ''}."


def _calibrations(result: "TrainingResult") -> Iterator[str]:
    yield _calibration("Nested", result.cohort, result.main.nested.probabilities)
    if result.external is not None and result.main.external is not None:
        yield _calibration("Validation patients", result.external, result.main.external)


def _calibration(where: str, cohort: "Cohort", probability: NDArray[np.float64]) -> str:
    found = probability_summary(cohort.outcome, probability, cohort.groups)["calibration"]
    parts = [
        f"{words} {found[key]['value']:.2f} ({found[key]['low']:.2f} to {found[key]['high']:.2f})"
        for key, words in (("slope", "slope"), ("intercept", "intercept"), ("o_e", "O:E"))
        if found[key] is not None
    ]
    if found["ici"] is not None:
        parts.append(f"ICI {found['ici']:.3f}, E50 {found['e50']:.3f}, E90 {found['e90']:.3f}")
    parts.append(f"Brier score {found['brier']:.3f} (by prevalence {found['brier_of_prevalence']:.3f})")
    return f"{where}: {', '.join(parts)}."


def _comparison(result: "TrainingResult") -> str | None:
    test = comparisons(result).get("training")
    if test is None or test["p_value"] is None:
        return None
    names = " and ".join(variant.name for variant in result.variants)
    return f"{names} by DeLong's paired test: difference {test['difference']:+.3f}, P {format_p(test['p_value'])}."


def _groups_of_validation(result: "TrainingResult") -> dict[str, Any]:
    external, probability = result.external, result.main.external
    if external is None or probability is None:
        return {}
    return subgroups_of_validation(external.subgroups, external.outcome, probability, external.groups)


def _subgroups(groups: dict[str, Any], of_validation: dict[str, Any]) -> str | None:
    if not groups:
        return None
    words = f"AUC by subgroup: {_areas(groups)}."
    return f"{words} In the validation patients: {_areas(of_validation)}." if of_validation else words


def _areas(groups: dict[str, Any]) -> str:
    found = [
        f"{column} {each['group']} ({each['patients']}): "
        + ("too small" if each["auc"] is None else "{:.3f} ({:.3f} to {:.3f})".format(each["auc"], *each["auc_ci"]))
        for column, members in groups.items()
        for each in members
    ]
    return "; ".join(found)


def _clinical(result: "TrainingResult") -> str | None:
    if result.clinical is None:
        return None
    areas = ", ".join(f"{name} {model.auc:.3f}" for name, model in result.clinical.models.items())
    tests = ", ".join(
        f"{first} against {second} " + ("no test" if test.p_value is None else f"P {format_p(test.p_value)}")
        for (first, second), test in result.clinical.tests().items()
    )
    return f"Nested AUC in the same folds: {areas}; {tests}."


def _limits(result: "TrainingResult") -> str:
    words = "" if result.external is not None else "No external validation. "
    return f"{words}The intervals know nothing of another hospital, scanner or reader."
