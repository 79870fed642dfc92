"""The key ``subgroups`` of ``validation.json``."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..data.cohort import Cohort
from ..protocols.nested import NestedResult, corrected_interval
from ..statistics.delong import delong_interval
from ..statistics.repeated_auc import bootstrap_pairs
from ..statistics.subgroups import Subgroup, subgroups


def subgroups_of_training(cohort: Cohort, nested: NestedResult, folds: int, seed: int) -> dict[str, Any]:
    """Performance of the out-of-fold predictions in each group of each column.

    The AUC compares the patients of the group within the test folds, as the nested AUC does, with the same interval.
    """

    def area_of(members: NDArray[np.bool_]) -> tuple[float, float, float] | None:
        pairs = nested.pairs.of(members)
        if not pairs.compared.any():
            return None
        bootstrapped = bootstrap_pairs(pairs, seed=seed)
        people = None if cohort.groups is None else cohort.groups[members]
        return bootstrapped.value, *corrected_interval(cohort.outcome[members], bootstrapped, folds, people)

    return {
        column: [
            _as_json(each) for each in subgroups(labels, cohort.outcome, nested.probabilities, area_of, cohort.groups)
        ]
        for column, labels in cohort.subgroups.items()
    }


def subgroups_of_validation(
    columns: Mapping[str, Sequence[str]],
    outcome: NDArray[np.int64],
    probability: NDArray[np.float64],
    groups: NDArray[np.int64] | None = None,
) -> dict[str, Any]:
    """Performance of a finished model in each group of each column, with DeLong's interval."""

    def area_of(members: NDArray[np.bool_]) -> tuple[float, float, float]:
        people = None if groups is None else groups[members]
        area = delong_interval(outcome[members], probability[members], groups=people)
        return area.auc, area.low, area.high

    return {
        column: [_as_json(each) for each in subgroups(labels, outcome, probability[np.newaxis], area_of, groups)]
        for column, labels in columns.items()
    }


def _as_json(found: Subgroup) -> dict[str, Any]:
    ratio = found.o_e
    return {
        "group": found.group,
        "patients": found.patients,
        "events": found.events,
        **({} if found.rows == found.patients else {"rows": found.rows}),
        "auc": None if found.auc is None else found.auc.value,
        "auc_ci": None if found.auc is None else [found.auc.low, found.auc.high],
        "o_e": None if ratio is None else {"value": ratio.value, "low": ratio.low, "high": ratio.high},
        "note": found.note,
    }
