"""Words that differ in nothing but how they were typed, and so make two groups, or two patients, of one."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from ...errors import Notice
from ...models.table import MISSING, are_own_values, one_spelling, parse_number

_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def spelled_alike(texts: Iterable[str], *, zeros: bool = False) -> list[tuple[str, ...]]:
    """The texts of which others differ only by case, blanks or width of the letters, together; in order of the rows.

    Parameters
    ----------
    texts : iterable of str
    zeros : bool
        Whether zeros in front of a number are typing, too, as in identifiers that a spreadsheet took for numbers.
    """
    together: dict[str, list[str]] = {}
    for text in dict.fromkeys(texts):
        plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
        together.setdefault(_LEADING_ZEROS.sub("", plain) if zeros else plain, []).append(text)
    return [tuple(alike) for alike in together.values() if len(alike) > 1]


def category_notices(columns: Mapping[str, Sequence[str]], source: str, counted_as: str) -> tuple[Notice, ...]:
    """A notice for each column of words in which one word is spelled in two ways.

    Parameters
    ----------
    columns : mapping of str to sequence of str
        Cells as written.
        Those whose words are the patients' own, such as names, are passed over.
    source : str
        The table, for messages.
    counted_as : str
        What two spellings become: ``categories``, ``subgroups``.
    """
    notices = []
    for name, cells in columns.items():
        words = [cell for cell in one_spelling(cells) if cell.lower() not in MISSING and parse_number(cell) is None]
        alike = spelled_alike(words)
        if alike and not are_own_values(len(set(words)), len(words)):
            shown = " and ".join(f"'{word:.40}'" for word in alike[0])
            more = f" ({len(alike)} words are spelled so)" if len(alike) > 1 else ""
            notices.append(
                Notice(
                    "spelled-in-two-ways",
                    f"The column '{name}' of {source} holds {shown}, which count as {len(alike[0])} {counted_as}{more}"
                    "; if they are one, write the same word for it.",
                )
            )
    return tuple(notices)


def patient_notices(names: Sequence[str], case_ids: Sequence[str], source: str) -> tuple[Notice, ...]:
    """A notice where two identifiers, or names of patients, may be one in two spellings; it tells no patient's name."""
    alike = spelled_alike(names, zeros=True)
    if not alike:
        return ()
    first, second = (case_ids[names.index(name)] for name in alike[0][:2])
    return (
        Notice(
            "patient-in-two-spellings",
            f"The patients of the cases '{first:.40}' and '{second:.40}' of {source} are named alike but for the "
            f"spelling (such: {len(alike)}) and count as two patients; if they are one, write one name for both.",
        ),
    )
