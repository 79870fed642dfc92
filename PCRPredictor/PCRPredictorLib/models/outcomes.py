"""Outcomes as 0 and 1, from whatever words a table uses for them."""

from collections.abc import Sequence

import numpy as np

from ..errors import InputError, Notice
from ..texts import sentence as _
from .sentences import DRAWN_OUTCOMES
from .table import MISSING, FeatureTable, parse_number

DRAWN_FROM_COLUMN = "outcome_drawn_from"
"""Where a simulated cohort says that its outcomes were drawn from a model's own scores."""
DRAWN_NOTE = "outcomes drawn from the models themselves: the AUC shows nothing"
_EVENT = ("1", "true", "yes", "pcr")
_NO_EVENT = ("0", "false", "no", "non-pcr")


def binary_outcome(
    cells: Sequence[str],
    column: str,
    positive: str | None = None,
    source: str = "the table",
    what: str = _("the outcome"),
    one_class: bool = False,
) -> np.ndarray:
    """Outcomes of a cohort, 1 for an event.

    Parameters
    ----------
    cells : sequence of str
        The outcome column as written.
    column : str
        Its name, for messages.
    positive : str, optional
        The value that means an event; by default 1, true, yes or pCR (any case), against 0, false, no or non-pCR.
        Numbers are compared as numbers: 1 and 1.0 are one value.
    what : str
        What the column holds, for messages.
    one_class : bool
        Whether one value in every case will do.

    Returns
    -------
    numpy.ndarray
        Integers 0 and 1, one a case.

    Raises
    ------
    InputError
        A missing outcome; more than two values; one value only; values that need `positive` to be told apart.
    """
    for number, cell in enumerate(cells, start=1):
        if cell.lower() in MISSING:
            raise InputError(
                _("{source}, row {number}: {what} '{column}' is missing; complete or drop the case.").format(
                    source=source, number=number, what=what, column=column
                )
            )
    cells = [_canonical(cell) for cell in cells]
    values = sorted(set(cells if positive is not None else map(str.lower, cells)))
    if len(values) > 2:
        shown = ", ".join([*values[:4], *(["..."] if len(values) > 4 else [])])
        raise InputError(
            _(
                "{source}: {what} '{column}' has {values} values ({shown}); it must have two: name another column, or "
                "write one word for all but one of them."
            ).format(source=source, what=what, column=column, values=len(values), shown=shown)
        )
    if positive is not None:
        wanted = _canonical(positive)
        if wanted not in values:
            raise InputError(
                _("{source}: no '{column}' equals '{positive}'; it holds {values}.").format(
                    source=source, column=column, positive=positive, values=" and ".join(values)
                )
            )
        events = [cell == wanted for cell in cells]
    else:
        events = [_is_event(cell, f"{source}: {what} '{column}'") for cell in cells]
    outcomes = np.array(events, dtype=int)
    if outcomes.min() == outcomes.max() and not one_class:
        raise InputError(
            _(
                "{source}: {what} '{column}' is {value} in every case; both classes are needed, so add "
                "cases of the other."
            ).format(source=source, what=what, column=column, value=values[0])
        )
    return outcomes


def drawn_outcome_notices(table: FeatureTable) -> tuple[Notice, ...]:
    """A notice where outcomes of the table were drawn from a model's own scores."""
    if not any(cell.strip() for cell in table.carried.get(DRAWN_FROM_COLUMN, ())):
        return ()
    return (Notice("simulated-outcomes", DRAWN_OUTCOMES),)


def _is_event(cell: str, where: str) -> bool:
    word = cell.lower()
    if word not in _EVENT and word not in _NO_EVENT:
        raise InputError(
            _(
                "{where} holds '{cell:.40}'; write 1 for an event and 0 for none, or say which value means an event."
            ).format(where=where, cell=cell)
        )
    return word in _EVENT


def _canonical(cell: str) -> str:
    """One spelling for each number; other words as they stand."""
    number = parse_number(cell)
    return cell if number is None else f"{number:.17g}"
