"""Categories coded as numbers: a model knows no other codes than those of the patients that it was trained on.

Few whole numbers may as well be a count, such as that of lesions, which goes on beyond what was seen.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
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
COUNT_BEYOND_TRAINING = "count-beyond-training"
CALIBRATED_ON_OTHERS = "calibration-values-not-in-training"
_MOST_CODES = 5
_FEWEST_OF_A_COUNT = 3
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
    where = _("model '{name}', training, {codes_key}").format(name=model.name, codes_key=CODES_KEY)
    if not isinstance(entries, dict) or not all(_are_numbers(codes) for codes in entries.values()):
        raise InputError(
            _("{where} must give a list of numbers for each column; export the model again.").format(where=where)
        )
    return {column: tuple(float(code) for code in codes) for column, codes in entries.items()}


def unseen_code_notices(model: Model, values: Mapping[str, float]) -> tuple[Notice, ...]:
    """A notice for each category of the model in which a patient has a value that no patient of the training had.

    The next value of what may be a count (see :func:`next_of_count`) has a notice of its own code, since more of it is
    what the model takes it for.

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
    counted = _(
        "The column '{column}' held {known} in the patients that the model was trained on, and holds {unseen} here. "
        "Of a count that is the next; if it is a code of categories, the model does not know it, so check how it is "
        "coded."
    )
    codes = training_codes(model)
    notices = []
    for column, known, unseen in _unseen(model, {column: (value,) for column, value in values.items()}):
        goes_on = any(_alike(values[column], following) for following in next_of_count(codes[column]))
        code, said = (COUNT_BEYOND_TRAINING, counted) if goes_on else (CODE_NOT_IN_TRAINING, words)
        notices.append(Notice(code, said.format(column=column, known=known, unseen=unseen)))
    return tuple(notices)


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


def next_of_count(codes: Sequence[float]) -> tuple[float, ...]:
    """The whole numbers next to codes that may be a count: three or more that run on, such as 1 to 4 lesions.

    A count goes up from there, and down to 1; whether it may be 0, nothing shows. Two codes, or codes that leave one
    out, are those of categories.
    """
    run_on = all(_alike(after - before, 1.0) for before, after in pairwise(codes))
    if len(codes) < _FEWEST_OF_A_COUNT or not run_on or codes[0] != round(codes[0]):
        return ()
    return (codes[-1] + 1, *([codes[0] - 1] if codes[0] > 1 else []))


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
