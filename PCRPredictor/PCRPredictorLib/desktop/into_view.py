"""Scrolling the module panel to what was asked for."""

from typing import Any

import qt

from .look_watcher import SETTLING_MS
from .panel import singleShot


class IntoView:
    """Brings a widget into view, again and again until texts and pictures have taken their places.

    Parameters
    ----------
    widget : QWidget
    toTop : bool
        Whether it comes to the upper end of what is seen; else the panel scrolls no farther than to show it whole.
    """

    def __init__(self, widget: Any, toTop: bool) -> None:
        self._widget = widget
        self._toTop = toTop
        self._place: tuple[int, int] | None = None
        self._timer = singleShot(self._scroll, SETTLING_MS)

    def start(self) -> None:
        self._place = None
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    @property
    def active(self) -> bool:
        """Whether it has yet to come to rest."""
        return bool(self._timer.active)

    def _scroll(self) -> None:
        area = scrollArea(self._widget)
        if area is None:
            return
        # On a busy machine two looks may fall between a change and the layout that it asks for.
        qt.QCoreApplication.sendPostedEvents(None, qt.QEvent.LayoutRequest)
        top = self._widget.mapTo(area.widget(), qt.QPoint(0, 0)).y()
        if self._toTop:
            area.verticalScrollBar().setValue(top)
        else:
            area.ensureWidgetVisible(self._widget, 0, 8)
        before, self._place = self._place, (top + self._widget.height, area.verticalScrollBar().maximum)
        if self._place != before:
            self._timer.start()


def scrollArea(widget: Any) -> Any:
    """What a widget is scrolled in; None where it is not."""
    area = widget.parent()
    while area is not None and not area.inherits("QScrollArea"):
        area = area.parent()
    return area
