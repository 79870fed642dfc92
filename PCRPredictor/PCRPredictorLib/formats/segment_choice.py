"""Which of the segments of a file is the lesion."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from ..errors import InputError
from ..texts import listing
from ..texts import sentence as _


@dataclass(frozen=True)
class SegmentEntry:
    """One segment as its file lists it.

    Attributes
    ----------
    name : str
    label : int
        Its number.
    aliases : tuple of str
        What else it answers to: its ID, or the meaning and value of its code.
    """

    name: str
    label: int
    aliases: tuple[str, ...] = ()

    def __str__(self) -> str:
        """A sentence, so that a message says it in the reader's language."""
        return _("'{name}' (label {label})").format(name=self.name, label=self.label)


Entry = TypeVar("Entry", bound=SegmentEntry)


def chosen_segment(entries: Sequence[Entry], source: str, label: int | None, segment: str | None) -> Entry:
    """The segment of a name, else of an alias, else of a number in digits; without a choice, the only one there is.

    Raises
    ------
    InputError
        No or several segments answer to the choice; the message lists those present.
    """
    if segment is not None:
        found = [entry for entry in entries if entry.name == segment]
        found = found or [entry for entry in entries if segment in entry.aliases]
        found = found or [entry for entry in entries if segment.isdecimal() and entry.label == int(segment)]
        wanted = _("segment '{segment}'").format(segment=segment)
    elif label is not None:
        found = [entry for entry in entries if entry.label == label]
        wanted = _("label {label}").format(label=label)
    else:
        found = list(entries)
        wanted = _("segment")
    if not found:
        raise InputError(
            _("{source} holds no {wanted}; segments present: {entries}.").format(
                source=source, wanted=wanted, entries=listed_segments(entries)
            )
        )
    if len(found) > 1:
        choice = (
            _("say which one is the lesion")
            if wanted == "segment"
            else _("{wanted} is not unique, choose another way").format(wanted=wanted)
        )
        raise InputError(
            _("{source} holds several segments ({entries}); {choice}.").format(
                source=source, entries=listed_segments(entries), choice=choice
            )
        )
    return found[0]


def distinct_names(entries: Sequence[SegmentEntry]) -> tuple[str, ...]:
    """Names of the segments in their order; of those that share a name, the first alias that is theirs alone, else
    their number."""
    names = [entry.name for entry in entries]
    aliases = [alias for entry in entries for alias in entry.aliases]

    def own(entry: SegmentEntry) -> str:
        if names.count(entry.name) == 1:
            return entry.name
        return next((alias for alias in entry.aliases if aliases.count(alias) == 1), str(entry.label))

    return tuple(own(entry) for entry in entries)


def listed_segments(entries: Sequence[SegmentEntry], most: int = 20) -> str:
    """The segments in words, for an error message."""
    listed = listing(map(str, entries[:most])) if entries else _("none")
    return (
        listed
        if len(entries) <= most
        else _("{listed} and {more} more").format(listed=listed, more=len(entries) - most)
    )
