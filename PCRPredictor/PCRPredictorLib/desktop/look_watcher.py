"""Noticing that a widget has another size, style or font, so that what was drawn for the former is drawn again."""

from collections.abc import Callable
from typing import Any

import qt

SETTLING_MS = 50
"""How long after a change to draw again, so that many changes are one."""


class LookWatcher(qt.QWidget):
    """Calls back after each change of a widget's look.

    Parameters
    ----------
    widget : QWidget
        What is watched, until `stop`.
    changed : callable
        Called with no values; it should be quick, such as the start of a timer.
    """

    def __init__(self, widget: Any, changed: Callable[[], None]) -> None:
        qt.QWidget.__init__(self)
        self._widget = widget
        self._changed = changed
        self._events = (qt.QEvent.Resize, qt.QEvent.PaletteChange, qt.QEvent.StyleChange, qt.QEvent.FontChange)
        widget.installEventFilter(self)

    def stop(self) -> None:
        self._widget.removeEventFilter(self)

    def eventFilter(self, _watched: Any, event: Any) -> bool:
        """Qt's own hook; nothing is kept from the widget."""
        if event.type() in self._events:
            self._changed()
        return False
