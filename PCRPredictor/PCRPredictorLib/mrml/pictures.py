"""What slice views show, and settings of a user's nodes that are changed for a while only."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any
from weakref import WeakSet

LENT = "PCRPredictor.lent"
"""The attribute of a node that says which of its settings are lent: by name what each was, and what it is meanwhile."""
LENDABLE = (
    *("ViewNodeIDs", "Opacity2DFill", "LinkedControl", "HotLinkedControl"),
    *("ForegroundVolumeID", "ForegroundOpacity"),
)


def shows_wrong(composite: Any, volume_id: str | None, overlays: Iterable[str]) -> bool:
    """Whether a view's composite node shows another volume than this one, or something over it but our overlays."""
    return (composite.GetBackgroundVolumeID() or None) != volume_id or bool(_covers(composite, overlays))


def put_right(composites: Mapping[Any, str | None], overlays: Iterable[str] = ()) -> bool:
    """Make each composite node show its volume, with nothing but our overlays above it; whether any did not.

    Parameters
    ----------
    composites : mapping
        Composite node to the id of its volume; None for none.
    overlays : iterable of str
        Ids of the volumes that may lie over another.
    """
    overlays = tuple(overlays)
    wrong = [composite for composite, volume in composites.items() if shows_wrong(composite, volume, overlays)]
    # All unlinked first: a linked view would take the other phase's volume.
    linked = {composite: composite.GetLinkedControl() for composite in composites} if wrong else {}
    for composite in linked:
        composite.SetLinkedControl(False)
    for composite in wrong:
        composite.SetBackgroundVolumeID(composites[composite])
        for layer in _covers(composite, overlays):
            getattr(composite, f"Set{layer}VolumeID")(None)
    for composite, was in linked.items():
        composite.SetLinkedControl(was)
    return bool(wrong)


def phases_of_contour(drawn_on: str | None, volumes: Mapping[Any, Any]) -> set[Any]:
    """The phases on whose volume a contour may be drawn: none where nobody knows its volume.

    Parameters
    ----------
    drawn_on : str or None
        Id of the volume that the contour was drawn on.
    volumes : mapping
        Phase to its volume node, or None.
    """
    return {phase for phase, volume in volumes.items() if volume is not None and volume.GetID() == drawn_on}


def _covers(composite: Any, overlays: Iterable[str]) -> list[str]:
    """The layers above a view's volume through which something is seen that is no overlay of ours."""

    def covers(layer: str) -> bool:
        volume, opacity = (getattr(composite, f"Get{layer}{what}")() for what in ("VolumeID", "Opacity"))
        return bool(volume) and volume not in overlays and opacity > 0

    return [layer for layer in ("Foreground", "Label") if covers(layer)]


_LENDERS: "WeakSet[BorrowedSettings]" = WeakSet()


class BorrowedSettings:
    """Settings of nodes that go back to what they were, unless someone else changed them meanwhile.

    While a scene is written they are hidden for a moment: `hide`, then `show_again`, which is also the first thing that
    any other use does. Slicer does not tell of a scene view that is taken, nor of a script that writes the scene: so
    each node says itself what it has lent, and `settle` puts right what comes back from there.
    """

    def __init__(self) -> None:
        _LENDERS.add(self)
        self._lent: dict[tuple[str, str], tuple[Any, Any, Any, Callable[[], Any], Callable[[Any], None]]] = {}
        self._hidden: list[tuple[Any, Any, Any, Callable[[], Any], Callable[[Any], None]]] = []

    def set(self, node: Any, name: str, value: Any) -> None:
        """Set what ``Get<name>`` and ``Set<name>`` of a node read and write; lists are compared as tuples."""
        self.set_all((node,), name, value)

    def set_all(self, nodes: Iterable[Any], name: str, value: Any) -> None:
        """Set nodes of which one may change another: what each was is read before any is set."""
        self.show_again()
        found = [(node, self._before(node, name)) for node in nodes]
        for node, before in found:
            read, write = (getattr(node, f"{verb}{name}") for verb in ("Get", "Set"))
            if _plain(read()) != value:
                write(value)
            self._lent[node.GetID(), name] = (node, before, _plain(read()), read, write)
            self._note(node, name)

    def _before(self, node: Any, name: str) -> Any:
        """What a setting goes back to; one that someone else changed since it was lent is borrowed anew."""
        now = _plain(getattr(node, f"Get{name}")())
        known = self._lent.get((node.GetID(), name))
        return known[1] if known is not None and known[0] is node and known[2] == now else now

    def holds(self, node: Any, name: str) -> bool:
        """Whether this setting is lent now."""
        return (node.GetID(), name) in self._lent and self._lent[node.GetID(), name][0] is node

    def give_back(self) -> None:
        self.show_again()
        for key in list(self._lent):
            self._give_back(key)

    def give_back_all(self, name: str) -> None:
        """Give back this setting of every node, and keep the others."""
        self.show_again()
        for key in [key for key in self._lent if key[1] == name]:
            self._give_back(key)

    def _give_back(self, key: tuple[str, str]) -> None:
        node, before, lent, read, write = self._lent.pop(key)
        if node.GetScene() is not None and _plain(read()) == lent != before:
            write(before)
        self._note(node, key[1])

    def hide(self) -> None:
        """Have the nodes say what they were before, unnoticed by whoever watches them."""
        self.show_again()
        for (_id, name), setting in self._lent.items():
            node, before, lent, read, write = setting
            _say(node, name, None)
            if node.GetScene() is not None and _plain(read()) == lent != before:
                self._hidden.append(setting)
                with unnoticed(node):
                    write(before)

    def show_again(self) -> None:
        """End what `hide` began; who looked at a node meanwhile is told to look again."""
        hidden, self._hidden = self._hidden, []
        back: dict[str, Any] = {}
        for node, before, lent, read, write in hidden:
            if node.GetScene() is not None and _plain(read()) == before:
                with unnoticed(node):
                    write(lent)
                back[node.GetID()] = node
        for (_id, name), setting in self._lent.items() if hidden else ():
            self._note(setting[0], name)
        # Writing a segmentation has the views draw it anew: each contour in both, until something else changes it.
        for node in back.values():
            node.InvokeEvent("ModifiedEvent")  # unlike Modified(), it does not make the node newer than what was saved

    def _note(self, node: Any, name: str) -> None:
        """Have a node say whether this setting is lent."""
        each, before, lent, *_reading = self._lent.get((node.GetID(), name), (None, None, None))
        _say(node, name, (before, lent) if each is node and lent != before else None)


def _say(node: Any, name: str, lent: tuple[Any, Any] | None) -> None:
    """Have a node say, unnoticed, what a setting was and is while it is lent, beside what others borrowed of it."""
    content = {key: pair for key, pair in _noted(node.GetAttribute(LENT) or "{}").items() if key != name}
    if lent is not None:
        content[name] = lent
    text = json.dumps(content) if content else None
    if node.GetAttribute(LENT) != text:
        with unnoticed(node):
            node.SetAttribute(LENT, text)


def settle(nodes: Iterable[Any]) -> None:
    """Put back what a file or a scene view brought as it was lent then; not what somebody borrows now."""
    for node in nodes:
        text = node.GetAttribute(LENT)
        if text is None:
            continue
        noted = _noted(text)
        if not noted:
            node.RemoveAttribute(LENT)
        for name, (before, lent) in noted.items():
            if any(lender.holds(node, name) for lender in _LENDERS):
                continue
            _say(node, name, None)
            with suppress(AttributeError, TypeError):  # a file may come from anywhere
                if _plain(getattr(node, f"Get{name}")()) == lent:
                    getattr(node, f"Set{name}")(before)


def _noted(text: str) -> dict[str, tuple[Any, Any]]:
    """What a node says that it has lent."""
    try:
        content = json.loads(text)
        noted = {name: tuple(map(_plain, content[name])) for name in LENDABLE if name in content}
    except (KeyError, RecursionError, TypeError, ValueError):
        return {}
    return {name: pair for name, pair in noted.items() if len(pair) == 2 and all(map(_is_setting, pair))}


def _is_setting(value: Any) -> bool:
    """Whether a value is one that nodes keep: an id or none, a list of ids, or a number."""
    ids = value if isinstance(value, tuple) else ()
    return isinstance(value, int | float | str | tuple | None) and all(isinstance(each, str) for each in ids)


@contextmanager
def unnoticed(node: Any) -> Iterator[None]:
    """Change a node without an event, and without the scene counting as changed."""
    disabled = node.GetDisableModifiedEvent()
    node.SetDisableModifiedEvent(True)
    try:
        yield
    finally:
        node.SetDisableModifiedEvent(disabled)


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list | tuple) else value
