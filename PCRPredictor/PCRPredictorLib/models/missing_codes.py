"""Numbers that stand for no value, as 999 does in many clinical tables."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ..errors import Notice
from ..texts import sentence as _
from .table import parse_number

_CODES = (9.0, 99.0, 888.0, 999.0, 8888.0, 9999.0, 99999.0, 999999.0)
_ALSO_COUNTS = (9.0,)
"""Of these only the negative one is a code beside measured values: nine of something is common."""
_FEWEST_VALUES = 5
_ANSWERS = (0.0, 1.0, 2.0)
"""What a question with few answers is written with."""


def missing_code(values: NDArray[np.float64]) -> float | None:
    """The number in a column that probably means that there is no value; None where there is none.

    It is 9, 99, 999 and the like, of either sign, in one of three places: farther from all values that are none of
    these numbers (five different ones at least) than they from one another; the only negative ones in the column; or
    beside two or three of the answers 0, 1 and 2. A single 9 is told in the last two only. Of several, such as 888 and
    999, it is the largest that is one.

    Parameters
    ----------
    values : ndarray, shape (patients,)
        May hold NaN.
    """
    different = np.unique(values[np.isfinite(values)])
    perhaps = np.isin(np.abs(different), _CODES)
    others = different[~perhaps]
    if others.size < 2:
        return None
    answers = bool(np.isin(others, _ANSWERS).all())
    for code in different[perhaps][::-1]:
        far = others.size >= _FEWEST_VALUES and np.abs(code - others).min() > others[-1] - others[0]
        if (far and code not in _ALSO_COUNTS) or answers or (code < 0 <= others[0]):
            return float(code)
    return None


def code_notice(name: str, values: NDArray[np.float64], source: str) -> tuple[Notice, ...]:
    """A notice where a column holds such a number."""
    code = missing_code(values)
    if code is None:
        return ()
    return (
        Notice(
            "column-with-code",
            _(
                "The column '{name}' of {source} holds {code:g}, unlike all its other values; if that means that there "
                "is no value, leave the cells empty: it counts as a value."
            ).format(name=name, source=source, code=code),
        ),
    )


def code_notices(columns: Mapping[str, Sequence[str]], source: str) -> tuple[Notice, ...]:
    """The same of columns of cells as written."""
    notices: list[Notice] = []
    for name, cells in columns.items():
        numbers = [number for number in map(parse_number, cells) if number is not None]
        notices.extend(code_notice(name, np.array(numbers), source))
    return tuple(notices)
