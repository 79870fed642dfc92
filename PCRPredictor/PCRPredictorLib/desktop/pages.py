"""The pages of the module: one patient, and cohorts."""

from collections.abc import Iterable, Mapping
from typing import Any

import qt

from .into_view import scrollArea

LEAST_WIDTH = 240
"""What the drawings need to be read; with what Slicer adds, the module panel is 300 pixels wide."""


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
    layout.addStrut(LEAST_WIDTH)
    for panel in panels:
        # ctkCollapsibleButton would insist on the width that its form likes best.
        panel.widget.setSizePolicy(qt.QSizePolicy.Preferred, panel.widget.sizePolicy.verticalPolicy())
        layout.addWidget(panel.widget)
    layout.addStretch(1)
    return page


def _scrollToTop(widget: Any) -> None:
    """A page may be shorter than where the former one was scrolled to."""
    area = scrollArea(widget)
    if area is not None:
        area.verticalScrollBar().setValue(0)


def leaveModulePanel(widget: Any) -> None:
    """Take a module's widget out of Slicer's module panel, before that does so on leaving the module.

    It would not delete the layout's item, which Qt then goes on telling of each change instead of the item made on
    returning: the panel would keep the height that it once had, cut short or empty below.
    """
    holder = widget.parentWidget()
    layout: Any = holder.layout() if holder is not None else None
    place = layout.indexOf(widget) if layout is not None else -1
    if place >= 0:
        layout.takeAt(place)  # deleted with its Python object
        layout.insertSpacing(place, 0)  # what Slicer takes out instead
