"""Categories coded as numbers: a model knows no other codes than those of the patients that it was trained on."""

from collections.abc import Iterator, Mapping, Sequence
from math import isclose
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
CALIBRATED_ON_OTHERS = "calibration-values-not-in-training"
_MOST_CODES = 5
_ONE_CODE = 1e-7
"""Relative difference up to which two numbers are one code: 0.1 + 0.2 is 0.3, and so is 0.3 in single precision."""


def category_codes(column: str, values: NDArray[np.float64]) -> tuple[float, ...]:
    """The values of a category that is coded as numbers; none where the column is no such one.

    A column is one that is no radiomic feature and has two to five different values.

    Parameters
    ----------
    column : str
    values : ndarray, shape (patients,)
        May hold NaN.
    """
    told = np.unique(values[np.isfinite(values)])
    different = told[[place == 0 or not _alike(told[place - 1], each) for place, each in enumerate(told)]]
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


def unseen_code_notices(model: Model, values: Mapping[str, float]) -> tuple[Notice, ...]:
    """A notice for each category of the model in which a patient has a value that no patient of the training had.

    Parameters
    ----------
    model : Model
    values : mapping of str to float
        By column of the model.
    """
    words = _(
        "The column '{column}' held {known} in the patients that the model was trained on, but holds {unseen} here; "
        "the model takes that for more or less of the same, so check that it is coded as it was there."
    )
    return tuple(
        Notice(CODE_NOT_IN_TRAINING, words.format(column=column, known=known, unseen=unseen))
        for column, known, unseen in _unseen(model, {column: (value,) for column, value in values.items()})
    )


def calibration_code_notices(model: Model, values: Mapping[str, Sequence[float]], source: str) -> tuple[Notice, ...]:
    """The same of a calibration cohort; each patient that it scores carries it, so that it says whose values they are.

    Parameters
    ----------
    model : Model
    values : mapping of str to sequence of float
        Of the cohort, by column of the model.
    source : str
        The cohort's table.
    """
    words = _(
        "The column '{column}' held {known} in the patients that the model was trained on, but also holds {unseen} in "
        "those of the calibration, {source}; the model takes that for more or less of the same, so check that both are "
        "coded alike."
    )
    return tuple(
        Notice(CALIBRATED_ON_OTHERS, words.format(column=column, known=known, unseen=unseen, source=source))
        for column, known, unseen in _unseen(model, values)
    )


def codes_unseen(values: Sequence[float], codes: Sequence[float]) -> list[float]:
    """The different values that are none of the codes, in order; as good as equal counts as equal."""
    return [value for value in sorted(set(map(float, values))) if not any(_alike(value, code) for code in codes)]


def codes_in_words(codes: Sequence[float]) -> str:
    """The first few of them: ``0, 1``."""
    more = ", ..." if len(codes) > _MOST_CODES else ""
    return ", ".join(f"{code:g}" for code in codes[:_MOST_CODES]) + more


def _unseen(model: Model, values: Mapping[str, Sequence[float]]) -> Iterator[tuple[str, str, str]]:
    """Each category with such values, the codes of the training, and those values, in words."""
    for column, codes in training_codes(model).items():
        unseen = codes_unseen(values.get(column, ()), codes)
        if unseen:
            yield column, codes_in_words(codes), codes_in_words(unseen)


def _alike(first: float, second: float) -> bool:
    return isclose(first, second, rel_tol=_ONE_CODE, abs_tol=1e-12)


def _are_numbers(codes: Any) -> bool:
    return isinstance(codes, list) and all(isinstance(code, int | float) for code in codes)
