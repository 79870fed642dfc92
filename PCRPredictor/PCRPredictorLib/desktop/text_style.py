"""How texts look that must be seen at once; sizes follow the application's font, colors its palette."""

from typing import Any

import qt

HINT_STYLE = "background: #ffd33d; color: #1b1f24; padding: 4px;"
STALE_STYLE = HINT_STYLE + " font-weight: bold;"
ERROR_STYLE = "background: #ffebe9; color: #82071e; padding: 6px;"
INFO_STYLE = "padding: 4px;"


def bold(widget: Any, times: float, *, faded: bool = False, second: bool = False) -> str:
    """Style of a text so many times as large as the application's font.

    Parameters
    ----------
    faded : bool
        Out of date: gray and struck through.
    second : bool
        Not to catch the eye: gray and not bold.
    """
    points = qt.QApplication.font().pointSizeF() * times
    weight = "normal" if second else "bold"
    gray = f" color: {grayOf(widget)};" if faded or second else ""
    struck = " text-decoration: line-through;" if faded else ""
    return f"font-size: {points:.1f}pt; font-weight: {weight};{gray}{struck}"


def grayOf(widget: Any) -> str:
    """The palette's color of disabled text, readable on light and on dark."""
    return widget.palette.color(qt.QPalette.Disabled, qt.QPalette.WindowText).name()


def isDark() -> bool:
    """Whether the application shows light text on a dark ground."""
    palette = qt.QApplication.palette()
    return bool(palette.color(qt.QPalette.Window).lightness() < palette.color(qt.QPalette.WindowText).lightness())
