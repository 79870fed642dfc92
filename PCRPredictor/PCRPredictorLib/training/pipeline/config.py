"""Everything that decides a training run beside the data."""

from dataclasses import asdict, dataclass
from typing import Any

from ...errors import InputError
from .candidates import CANDIDATES, candidates_named

LARGEST_SEED = 2**32 - 1


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """Everything that decides a training run beside the data; with the seed it fixes the result to the last digit.

    Attributes
    ----------
    smote : bool
        Balance the classes by SMOTE (Chawla et al. 2002).
    neighbors : int
        Neighbors k of SMOTE.
    reproducibility_threshold : float
        Least ICC between two readers and over perturbed contours, where they are given.
    redundancy_threshold : float
        Largest |Spearman rho| between two features.
    candidates : tuple of str
        The linear models to choose among, names out of :data:`.CANDIDATES`; one fixes it.
    max_features : int
        Most features of a sparse model.
    selection_rule : {"min", "1se"}
        Penalty of each candidate: that of the smallest inner loss, or the strongest within one standard error of it.
        The paper's protocol keeps to the smallest.
    inner_folds, inner_repeats, folds, repeats : int
        Folds inside training and their repeats, outer folds and their repeats.
    cutoff_bootstrap : int
        Bootstrap cohorts for the interval of the exported model's cut-off.
    calibrate_slope : bool
        Fit the slope, shrunk, beside the intercept.
    impute : bool
        Replace missing values by the median of the training fold; else they are refused.
    seed : int
        From 0 to 2**32 - 1.

    Raises
    ------
    InputError
        The seed is out of that range, which scikit-learn would find only when the first fold is cut, or a candidate is
        unknown.
    """

    smote: bool = True
    neighbors: int = 5
    reproducibility_threshold: float = 0.75
    redundancy_threshold: float = 0.9
    candidates: tuple[str, ...] = tuple(CANDIDATES)
    max_features: int = 10
    selection_rule: str = "1se"
    inner_folds: int = 5
    inner_repeats: int = 5
    folds: int = 5
    repeats: int = 5
    cutoff_bootstrap: int = 100
    calibrate_slope: bool = True
    impute: bool = False
    seed: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.seed <= LARGEST_SEED:
            raise InputError(f"The seed is {self.seed}; give a whole number from 0 to {LARGEST_SEED}.")
        named = tuple(candidate.name for candidate in candidates_named(self.candidates))
        object.__setattr__(self, "candidates", named)  # each once, so that what is said of several is true

    def as_json(self) -> dict[str, Any]:
        return asdict(self)
