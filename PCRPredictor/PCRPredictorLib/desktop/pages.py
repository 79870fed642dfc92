"""The pages of the module: one patient, and cohorts."""

from collections.abc import Iterable, Mapping
from typing import Any

import qt

from .into_view import scrollArea


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
