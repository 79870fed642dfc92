"""Strict reading of JSON objects: every key is known, every value has its type, or the sentence says which does not."""

import difflib
import math
from collections.abc import Callable
from typing import Any, TypeVar

from ..errors import InputError
from ..texts import either
from ..texts import sentence as _

Read = TypeVar("Read")


class Fields:
    """The keys of one JSON object, taken one by one; what is left over at the end is unknown and refused.

    Parameters
    ----------
    content : object
        The parsed JSON value; anything but an object is refused.
    where : str
        Place for messages, such as ``"model.json"`` or ``"model.json, features[3]"``.
    """

    def __init__(self, content: Any, where: str) -> None:
        if not isinstance(content, dict):
            raise InputError(_("{where} must be a JSON object, not {kind}.").format(where=where, kind=_kind(content)))
        self._content = content
        self._known: list[str] = []
        self.where = where

    def text(self, key: str) -> str:
        """A text that is not empty."""
        value = self._take(key)
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(key, _("a text that is not empty"), value)
        return value

    def number(self, key: str, above: float | None = None, below: float | None = None) -> float:
        """A finite number, strictly between `above` and `below` where they are given."""
        value = self._take(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not _is_finite(value):
            raise self._wrong(key, _("a finite number"), value)
        if (above is not None and value <= above) or (below is not None and value >= below):
            raise self._wrong(key, _number_within(above, below), value)
        return float(value)

    def integer(self, key: str, minimum: int = 0) -> int:
        """A whole number of at least `minimum`."""
        value = self._take(key)
        whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
        if isinstance(value, bool) or not whole or value < minimum:
            raise self._wrong(key, _("a whole number of at least {minimum}").format(minimum=minimum), value)
        return int(value)

    def flag(self, key: str) -> bool:
        value = self._take(key)
        if not isinstance(value, bool):
            raise self._wrong(key, _("true or false"), value)
        return value

    def choice(self, key: str, allowed: tuple[str, ...]) -> str:
        value = self._take(key)
        if value not in allowed:
            choices = ", ".join(f"'{item}'" for item in allowed)
            raise self._wrong(key, _("one of {choices}").format(choices=choices), value)
        return value

    def mapping(self, key: str) -> dict[str, Any]:
        value = self._take(key)
        if not isinstance(value, dict):
            raise self._wrong(key, _("an object"), value)
        return value

    def items(self, key: str, minimum: int = 0) -> list[Any]:
        value = self._take(key)
        if not isinstance(value, list) or len(value) < minimum:
            raise self._wrong(
                key,
                _("a list of at least {minimum} entries").format(minimum=minimum) if minimum else _("a list"),
                value,
            )
        return value

    def interval(self, key: str) -> tuple[float, float]:
        """Two numbers from 0 to 1, the lower first."""
        content = self.items(key)
        numbers = [value for value in content if isinstance(value, int | float) and not isinstance(value, bool)]
        if len(content) != 2 or len(numbers) != 2 or not 0 <= numbers[0] <= numbers[1] <= 1:
            raise InputError(
                _("{where}, {key} must hold two numbers from 0 to 1, the lower first.").format(
                    where=self.where, key=key
                )
            )
        return float(numbers[0]), float(numbers[1])

    def optional(self, key: str, read: Callable[[str], Read]) -> Read | None:
        """What `read` makes of the key, or None where the key is absent or null."""
        self._known.append(key)
        return None if self._content.get(key) is None else read(key)

    def finish(self) -> None:
        """Refuse the keys that nobody asked for."""
        for key in self._content:
            if key not in self._known:
                near = difflib.get_close_matches(key, self._known, n=1)
                hint = (
                    _("did you mean '{near}'?").format(near=near[0])
                    if near
                    else _("remove it or use the version that knows it.")
                )
                raise InputError(
                    _("{where} has the unknown key {key!a:.60}; {hint}").format(where=self.where, key=key, hint=hint)
                )

    def _take(self, key: str) -> Any:
        self._known.append(key)
        if key not in self._content:
            raise InputError(
                _("{where} lacks the key '{key}'; add it or export the file again.").format(where=self.where, key=key)
            )
        return self._content[key]

    def _wrong(self, key: str, expected: str, value: Any) -> InputError:
        return InputError(
            _("{where}: '{key}' must be {expected}, not {kind}.").format(
                where=self.where, key=key, expected=expected, kind=_kind(value)
            )
        )


def require_format(content: Any, name: str, versions: tuple[int, ...], where: str) -> int:
    """The version of a file; another kind or version is refused before any of its keys is judged.

    Raises
    ------
    InputError
        ``format`` is not `name` or ``format_version`` is none of `versions`.
    """
    found = content.get("format") if isinstance(content, dict) else None
    if found != name:
        raise InputError(
            _("{where} is not a {name} file (its 'format' is {kind}); choose another file.").format(
                where=where, name=name, kind=_kind(found)
            )
        )
    found_version = content.get("format_version")
    if isinstance(found_version, bool) or found_version not in versions:
        read = either(map(str, versions))
        raise InputError(
            _(
                "{where} has format_version {kind}; this program reads version {read}: update the program or make the "
                "file again."
            ).format(where=where, kind=_kind(found_version), read=read)
        )
    return int(found_version)


def _number_within(above: float | None, below: float | None) -> str:
    if above is None or below is None:
        return (
            _("a number above {above:g}").format(above=above)
            if below is None
            else _("a number below {below:g}").format(below=below)
        )
    return _("a number above {above:g} and below {below:g}").format(above=above, below=below)


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # an integer beyond the range of a double
        return False


def _kind(value: Any) -> str:
    if value is None:
        return _("missing")
    if isinstance(value, dict):
        return _("an object")
    if isinstance(value, list):
        return _("a list of {count}").format(count=len(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}'" if isinstance(value, str) else f"{value!r:.40}"
