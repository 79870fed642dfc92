"""What clinical variables, radiomic features and both together reach in the same folds."""

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from ...errors import InputError
from ..data.cohort import Cohort
from ..pipeline.config import TrainingConfig
from ..pipeline.parallel import Progress
from ..statistics.delong import AucComparison
from ..statistics.repeated_auc import compare_pairs
from .nested import NestedResult, nested_cross_validation

CLINICAL, RADIOMIC, COMBINED = "clinical", "radiomic", "combined"


@dataclass(frozen=True, slots=True)
class ClinicalComparison:
    """Three models in the same folds.

    Attributes
    ----------
    variables : tuple of str
        The clinical ones.
    models : dict of str to NestedResult
        `CLINICAL`, `RADIOMIC` and `COMBINED`, which is the main variant itself; one that could not be trained is
        left out.
    missing : tuple of str
        Why.
    """

    variables: tuple[str, ...]
    models: dict[str, NestedResult]
    missing: tuple[str, ...] = ()

    def tests(self) -> dict[tuple[str, str], AucComparison]:
        """DeLong's paired test of each two."""
        return {
            (first, second): compare_pairs(self.models[first].pairs, self.models[second].pairs)
            for first, second in combinations((COMBINED, RADIOMIC, CLINICAL), 2)
            if first in self.models and second in self.models
        }


def compare_with_clinical(
    cohort: Cohort,
    config: TrainingConfig,
    combined: NestedResult,
    jobs: int = 1,
    on_progress: Progress | None = None,
) -> ClinicalComparison | None:
    """Cross-validate the same pipeline on the clinical variables alone and on the other features alone.

    The folds depend on outcome, groups and seed only, so that they are those of `combined`.

    Parameters
    ----------
    cohort : Cohort
        Not harmonized; its `clinical` says which features are clinical variables.
    config : TrainingConfig
        That of `combined`.
    combined : NestedResult
        Of all features together.

    Returns
    -------
    ClinicalComparison or None
        None where there are no clinical variables, or nothing else.
    """
    clinical = np.array([name in cohort.clinical for name in cohort.names])
    if clinical.all() or not clinical.any():
        return None
    # No reader draws a clinical variable, so that there is nothing to reproduce.
    alone = replace(cohort.columns(clinical), second_reader=None, perturbed=None)
    parts = {CLINICAL: alone, RADIOMIC: cohort.columns(~clinical)}
    models, missing = {COMBINED: combined}, []
    for name, part in parts.items():
        try:
            models[name] = nested_cross_validation(part, config, jobs, _of_two(on_progress, name == RADIOMIC))
        except (
            InputError
        ) as reason:  # such as a rare variable that a training fold holds once: no reason to lose the run
            missing.append(f"The {name} model alone could not be trained: {reason}")
    return ClinicalComparison(cohort.clinical, models, tuple(missing))


def _of_two(on_progress: Progress | None, second: bool) -> Progress | None:
    """The progress of both parts as one."""
    if on_progress is None:
        return None
    return lambda done, total: on_progress(done + total * second, 2 * total)
