"""What slice views show, and settings of a user's nodes that are changed for a while only."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any


def shows_wrong(composite: Any, volume_id: str | None, overlays: Iterable[str]) -> bool:
    """Whether a view's composite node shows another volume than this one, or something over it but our overlays."""
    return (composite.GetBackgroundVolumeID() or None) != volume_id or _is_covered(composite, overlays)


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
        if _is_covered(composite, overlays):
            composite.SetForegroundVolumeID(None)
    for composite, was in linked.items():
        composite.SetLinkedControl(was)
    return bool(wrong)


def _is_covered(composite: Any, overlays: Iterable[str]) -> bool:
    foreground = composite.GetForegroundVolumeID()
    return bool(foreground) and foreground not in overlays and composite.GetForegroundOpacity() > 0


class BorrowedSettings:
    """Settings of nodes that go back to what they were, unless someone else changed them meanwhile."""

    def __init__(self) -> None:
        self._lent: dict[tuple[str, str], tuple[Any, Any, Any, Callable[[], Any], Callable[[Any], None]]] = {}

    def set(self, node: Any, name: str, value: Any) -> None:
        """Set what ``Get<name>`` and ``Set<name>`` of a node read and write; lists are compared as tuples."""
        read, write = (getattr(node, f"{verb}{name}") for verb in ("Get", "Set"))
        now = _plain(read())
        key = (node.GetID(), name)
        known = self._lent.get(key)
        # A setting that someone else changed since is borrowed anew.
        before = known[1] if known is not None and known[0] is node and known[2] == now else now
        if now != value:
            write(value)
        self._lent[key] = (node, before, _plain(read()), read, write)

    def holds(self, node: Any, name: str) -> bool:
        """Whether this setting is lent now."""
        return (node.GetID(), name) in self._lent

    def give_back(self) -> None:
        for node, before, lent, read, write in self._lent.values():
            if node.GetScene() is not None and _plain(read()) == lent != before:
                write(before)
        self._lent = {}


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list | tuple) else value
