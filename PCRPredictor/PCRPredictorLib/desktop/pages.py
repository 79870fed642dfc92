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
