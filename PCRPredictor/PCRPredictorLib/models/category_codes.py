"""Categories coded as numbers: a model knows no other codes than those of the patients that it was trained on."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError, Notice
from ..texts import sentence as _
from .model_file import Model
from .table import FEATURE_PREFIXES

CODES_KEY = "category_codes"
"""Of a model's training record: by column, the few values that a category had in the training cohort."""
CODE_NOT_IN_TRAINING = "values-not-in-training"
_MOST_CODES = 5


def category_codes(column: str, values: NDArray[np.float64]) -> tuple[float, ...]:
    """The values of a category that is coded as numbers; none where the column is no such one.

    A column is one that is no radiomic feature and has two to five different values.

    Parameters
    ----------
    column : str
    values : ndarray, shape (patients,)
        May hold NaN.
    """
    different = np.unique(values[np.isfinite(values)])
    if column.startswith(FEATURE_PREFIXES) or not 2 <= different.size <= _MOST_CODES:
        return ()
    return tuple(float(value) for value in different)


def training_codes(model: Model) -> dict[str, tuple[float, ...]]:
    """The codes of each category that the model was trained on; none where the model file tells none.

    Raises
    ------
    InputError
        The model file tells them in another form.
    """
    entries: Any = (model.training or {}).get(CODES_KEY) or {}
    where = f"model '{model.name}', training, {CODES_KEY}"
    if not isinstance(entries, dict) or not all(_are_numbers(codes) for codes in entries.values()):
        raise InputError(f"{where} must give a list of numbers for each column; export the model again.")
    return {column: tuple(float(code) for code in codes) for column, codes in entries.items()}


def unseen_code_notices(model: Model, values: Mapping[str, Sequence[float]]) -> tuple[Notice, ...]:
    """A notice for each category of the model that has values here which no patient of the training had.

    Parameters
    ----------
    model : Model
    values : mapping of str to sequence of float
        By column of the model; the value of one patient, or those of a cohort.
    """
    found = []
    for column, codes in training_codes(model).items():
        unseen = sorted(set(map(float, values.get(column, ()))) - set(codes))
        if unseen:
            found.append(
                Notice(
                    CODE_NOT_IN_TRAINING,
                    _(
                        "The column '{column}' held {known} in the patients that the model was trained on, but holds "
                        "{unseen} here; the model takes that for more or less of the same, so check that it is coded "
                        "as it was there."
                    ).format(column=column, known=codes_in_words(codes), unseen=codes_in_words(unseen)),
                )
            )
    return tuple(found)


def codes_in_words(codes: Sequence[float]) -> str:
    """The first few of them: ``0, 1``."""
    more = ", ..." if len(codes) > _MOST_CODES else ""
    return ", ".join(f"{code:g}" for code in codes[:_MOST_CODES]) + more


def _are_numbers(codes: Any) -> bool:
    return isinstance(codes, list) and all(isinstance(code, int | float) for code in codes)
