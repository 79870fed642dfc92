"""The report's probability scale as a picture for a label."""

from typing import Any

import qt

from ..report.scale import HEIGHT, WIDTH, probability_scale

SHOWN_WIDTH = 400
STALE_OPACITY = 0.3


def scalePicture(probability: float, cutoff: float | None, stale: bool, pixelRatio: float) -> Any:
    """The drawing as QPixmap, faded where it is out of date."""
    width, height = round(SHOWN_WIDTH * pixelRatio), round(SHOWN_WIDTH * HEIGHT / WIDTH * pixelRatio)
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif" '
    svg = probability_scale(probability, cutoff).replace("<svg ", opening, 1)
    drawn = qt.QPixmap()
    drawn.loadFromData(qt.QByteArray(svg.encode()), "SVG")
    shown = qt.QPixmap(width, height)
    shown.fill(qt.QColor("white"))
    painter = qt.QPainter(shown)
    painter.setOpacity(STALE_OPACITY if stale else 1.0)
    painter.drawPixmap(0, 0, drawn)
    painter.end()
    shown.setDevicePixelRatio(pixelRatio)
    return shown
