"""The report's drawings as pictures for a label."""

import re
from typing import Any

import qt

from ...presenter.door_words import spoken
from ...presenter.patient.result import ResultView
from ...report.drawing.dark import GROUND, on_dark
from ...report.drawing.scale import probability_scale
from ...report.drawing.svg import LOWERS
from ...report.patient.contributions import contribution_chart

LEAST_WIDTH, MOST_WIDTH = 230, 560
STALE_OPACITY = 0.3


def scalePicture(result: ResultView, stale: bool, width: int, pixelRatio: float, dark: bool) -> Any:
    """The probability on its scale as QPixmap, so many pixels wide, faded where it is out of date."""
    drawing = probability_scale(
        result.probability, result.cutoff, result.cutoff_interval, muted=result.answer.is_second, say=spoken
    )
    return _picture(drawing, stale, width, pixelRatio, dark)


def chartPicture(result: ResultView, stale: bool, width: int, pixelRatio: float, dark: bool) -> Any:
    """Why this number, feature by feature, as QPixmap."""
    drawing = contribution_chart(result.intercept, result.contributions, result.linear_predictor, result.cutoff, spoken)
    return _picture(drawing, stale, width, pixelRatio, dark)


def _picture(drawing: str, stale: bool, wanted: int, pixelRatio: float, dark: bool) -> Any:
    shownWidth = min(max(wanted, LEAST_WIDTH), MOST_WIDTH)
    drawnWidth, drawnHeight = (float(number) for number in re.findall(r'viewBox="0 0 (\S+) (\S+)"', drawing)[0])
    width, height = round(shownWidth * pixelRatio), round(shownWidth * drawnHeight / drawnWidth * pixelRatio)
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif" '
    # Qt draws SVG Tiny, which knows no patterns.
    solid = drawing.replace("url(#lowers)", LOWERS)
    svg = (on_dark(solid) if dark else solid).replace("<svg ", opening, 1)
    drawn = qt.QPixmap()
    drawn.loadFromData(qt.QByteArray(svg.encode()), "SVG")
    shown = qt.QPixmap(width, height)
    shown.fill(qt.QColor(GROUND if dark else "white"))
    painter = qt.QPainter(shown)
    painter.setOpacity(STALE_OPACITY if stale else 1.0)
    painter.drawPixmap(0, 0, drawn)
    painter.end()
    shown.setDevicePixelRatio(pixelRatio)
    return shown
