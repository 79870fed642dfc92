"""The pages of the module: one patient, and cohorts."""

from collections.abc import Iterable, Mapping
from typing import Any

import qt


def pagesWidget(pages: Mapping[str, Any]) -> Any:
    """Pages behind tabs, the first one shown."""
    tabs = qt.QTabWidget()
    tabs.setDocumentMode(True)
    for title, widget in pages.items():
        tabs.addTab(widget, title)
    tabs.connect("currentChanged(int)", lambda _index: _scrollToTop(tabs))
    return tabs


def column(panels: Iterable[Any]) -> Any:
    """A page of panels, one above the other."""
    page = qt.QWidget()
    layout = qt.QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    for panel in panels:
        layout.addWidget(panel.widget)
    layout.addStretch(1)
    return page


def scrollTo(widget: Any) -> tuple[int, int]:
    """Bring a widget to the upper end of what is seen of the module; returns where it lies, and how far one can go."""
    area = _scrollArea(widget)
    if area is None:
        return 0, 0
    place = widget.mapTo(area.widget(), qt.QPoint(0, 0)).y()
    area.verticalScrollBar().setValue(place)
    return place, area.verticalScrollBar().maximum


def reveal(widget: Any) -> tuple[int, int]:
    """Scroll no farther than a widget needs to be seen whole; returns where it ends, and how far one can go."""
    area = _scrollArea(widget)
    if area is None:
        return 0, 0
    area.ensureWidgetVisible(widget, 0, 8)
    end = widget.mapTo(area.widget(), qt.QPoint(0, widget.height)).y()
    return end, area.verticalScrollBar().maximum


def _scrollToTop(widget: Any) -> None:
    """A page may be shorter than where the former one was scrolled to."""
    area = _scrollArea(widget)
    if area is not None:
        area.verticalScrollBar().setValue(0)


def _scrollArea(widget: Any) -> Any:
    area = widget.parent()
    while area is not None and not area.inherits("QScrollArea"):
        area = area.parent()
    return area
