"""Further readings of the patients of a table: a second reader's features, or those of perturbed contours."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from ...models.perturbed_features import PerturbedFeatures
from ...models.table import FeatureTable
from ...numerals import count

FEWEST_PATIENTS = 10
PERTURBED_SOURCE = "the file of perturbed contours"


def second_reading(
    table: FeatureTable,
    names: Sequence[str],
    values: NDArray[np.float64],
    second: FeatureTable,
    clinical: Sequence[str],
) -> NDArray[np.float64]:
    """A second reader's features in the order of the table.

    Parameters
    ----------
    table : FeatureTable
    names : sequence of str
        The features used.
    values : ndarray, shape (patients, features)
        The first reader's.
    second : FeatureTable
    clinical : sequence of str
        Features that no reader draws; they are copied.

    Returns
    -------
    ndarray, shape (patients, 1, features)
        NaN for patients whom the second reader did not see.

    Raises
    ------
    InputError
        Other patients, fewer than ten, another profile, or a feature is missing.
    """
    drawn = [name for name in names if name not in clinical]
    cube = second.matrix(drawn)[:, np.newaxis]
    _require_alike(table, second.source, second.case_ids, second.profile_hash)
    return _aligned(table, names, values, second.case_ids, dict(zip(drawn, range(len(drawn)), strict=True)), cube)


def perturbed_readings(
    table: FeatureTable,
    names: Sequence[str],
    values: NDArray[np.float64],
    perturbed: PerturbedFeatures,
    clinical: Sequence[str],
) -> NDArray[np.float64]:
    """Features of perturbed contours in the order of the table, as :func:`second_reading`.

    Returns
    -------
    ndarray, shape (patients, perturbations, features)
        NaN for patients without.

    Raises
    ------
    InputError
        Other patients, fewer than ten, another profile, a feature is missing, or fewer than two perturbations.
    """
    if perturbed.values.shape[1] < 2:
        raise InputError(
            "The file of perturbed contours holds fewer than two for each case; make it with --perturb 2 or more."
        )
    column_of = {name: column for column, name in enumerate(perturbed.columns)}
    lacking = [name for name in names if name not in clinical and name not in column_of]
    if lacking:
        raise InputError(
            f"The file of perturbed contours has no feature {lacking[0]}; extract it with the same features."
        )
    _require_alike(table, PERTURBED_SOURCE, perturbed.case_ids, perturbed.profile_hash)
    return _aligned(table, names, values, perturbed.case_ids, column_of, perturbed.values)


def _require_alike(table: FeatureTable, source: str, case_ids: Sequence[str], profile_hash: str | None) -> None:
    strangers = sorted(set(case_ids) - set(table.case_ids))
    if strangers:
        raise InputError(
            f"{source} has cases that {table.source} has not, such as {strangers[0]}; it must be of the same patients."
        )
    if len(case_ids) < min(FEWEST_PATIENTS, len(table)):
        raise InputError(
            f"{source} has {count(len(case_ids), 'case')}; at least {FEWEST_PATIENTS} are needed to judge "
            "reproducibility."
        )
    if table.profile_hash and profile_hash and table.profile_hash != profile_hash:
        raise InputError(f"{source} was extracted with another profile than {table.source}; use one profile.")


def _aligned(
    table: FeatureTable,
    names: Sequence[str],
    values: NDArray[np.float64],
    case_ids: Sequence[str],
    column_of: dict[str, int],
    cube: NDArray[np.float64],
) -> NDArray[np.float64]:
    """The readings in the order of the table's patients and of `names`; what nobody draws is copied from `values`."""
    row_of = {case: row for row, case in enumerate(table.case_ids)}
    rows = [row_of[case] for case in case_ids]
    aligned = np.full((len(table), cube.shape[1], len(names)), np.nan)
    for place, name in enumerate(names):
        aligned[rows, :, place] = cube[:, :, column_of[name]] if name in column_of else values[rows, place, np.newaxis]
    return aligned
