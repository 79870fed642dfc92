"""Whether every training set, at every level of the folds, holds enough patients with several readings."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from ..data.cohort import Cohort
from ..pipeline.config import TrainingConfig
from ..pipeline.folds import inner_folds, outer_folds
from ..statistics.icc import FEWEST_PATIENTS, complete_cases

Rows = NDArray[np.intp]


def require_enough_readings(cohort: Cohort, config: TrainingConfig, any_folds: bool = False) -> None:
    """Refuse a second reading, or perturbed contours, of too few patients before anything is trained.

    Parameters
    ----------
    cohort : Cohort
    config : TrainingConfig
        Its seed and folds fix the training sets, so that they are counted, not estimated.
    any_folds : bool
        Count the worst folds there could be, for a permutation test or bootstrap, which cut folds of their own.

    Raises
    ------
    InputError
        Some training set would hold fewer than five patients with all readings of a feature.
    """
    sets = [] if any_folds else list(_training_sets(cohort, config))
    always_enough = FEWEST_PATIENTS + _most_held_out(len(cohort), config)
    drawn = cohort.drawn()
    for source, complete in _complete_readings(drawn):
        counts = complete.sum(axis=0)
        left = (
            np.min([complete[rows].sum(axis=0) for rows in sets], axis=0)
            if sets
            else (counts - always_enough + FEWEST_PATIENTS)
        )
        feature = int(np.argmin(left))
        if left[feature] >= FEWEST_PATIENTS:
            continue
        remedy = (
            f"{always_enough} are always enough" if always_enough <= len(cohort) else "use more patients or more folds"
        )
        raise InputError(
            f"{source} has all readings of '{drawn.names[feature]}' in {counts[feature]} of {len(cohort)} training "
            f"patients, of whom {max(0, int(left[feature]))} {'may ' * any_folds}remain in the smallest training fold, "
            f"but {FEWEST_PATIENTS} are needed there to judge reproducibility; {remedy}."
        )


def has_enough_readings(cohort: Cohort, config: TrainingConfig) -> bool:
    """Whether one fit to the cohort, with the folds of its recalibration, finds enough readings."""
    sets = [train for train, _ in inner_folds(cohort.outcome, config, cohort.groups)]
    return all(
        complete[rows].sum(axis=0).min() >= FEWEST_PATIENTS
        for _, complete in _complete_readings(cohort.drawn())
        for rows in sets
    )


def _complete_readings(cohort: Cohort) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """For each further reading its name and which patients are complete in each feature; nothing without features."""
    if not cohort.names:
        return
    if cohort.second_reader is not None:
        both = np.stack([cohort.values, cohort.second_reader], axis=1)
        yield cohort.second_source, complete_cases(both)
    if cohort.perturbed is not None:
        yield cohort.perturbed_source, complete_cases(cohort.perturbed)


def _training_sets(cohort: Cohort, config: TrainingConfig) -> Iterator[Rows]:
    """The smallest sets that the reproducibility filter is fitted to, those of the exported model included."""
    outcome, groups = cohort.outcome, cohort.groups
    for outer in (np.arange(outcome.size), *(train for train, _ in outer_folds(outcome, config, groups))):
        of_patient = None if groups is None else groups[outer]
        for inner, _ in inner_folds(outcome[outer], config, of_patient):
            yield outer[inner]


def _most_held_out(patients: int, config: TrainingConfig) -> int:
    """Patients in the outer and the inner test fold together, where they are largest."""
    outer = -(-patients // config.folds)
    return outer - (-(patients - outer) // config.inner_folds)
