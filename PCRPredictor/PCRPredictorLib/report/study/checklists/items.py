"""What an item of a checklist is, and how it is answered."""

from collections.abc import Mapping
from dataclasses import dataclass

AUTHORS = "The authors must say."


@dataclass(frozen=True, slots=True)
class Item:
    """An item in our own words.

    Attributes
    ----------
    number : str
        As the checklist numbers it.
    subject : str
    facts : tuple of str
        What the run knows of it, by the names of :func:`.facts.facts_of`.
    whole : bool
        Whether those facts answer the item; else the authors must add the rest.
    """

    number: str
    subject: str
    facts: tuple[str, ...] = ()
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Checklist:
    """A checklist: its name, its source and its items in their order."""

    name: str
    source: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """An item answered: by the run, by the authors, or by both."""

    number: str
    subject: str
    by: str
    words: str


def answers(checklist: Checklist, facts: Mapping[str, str | None]) -> tuple[Answer, ...]:
    """Every item with what the run knows of it; a fact that is None was not part of the run, and nothing is guessed."""
    return tuple(_answer(item, [facts[name] for name in item.facts]) for item in checklist.items)


def _answer(item: Item, found: list[str | None]) -> Answer:
    known = [words for words in found if words is not None]
    if not known:
        return Answer(item.number, item.subject, "authors", AUTHORS)
    if item.whole and len(known) == len(found):
        return Answer(item.number, item.subject, "run", " ".join(known))
    return Answer(item.number, item.subject, "run and authors", " ".join([*known, "The rest the authors must say."]))


def item_of(number: str, subject: str, *facts: str) -> Item:
    """An item; a fact named ``+`` says that the facts before answer a part only."""
    return Item(number, subject, tuple(name for name in facts if name != "+"), "+" not in facts)
