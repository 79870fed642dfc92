"""The pictures of Docs/images/slicer-*.png, taken in the real widget in a window of 1280 x 800."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import qt
from driving import finish, loadSample, openModule, picture, predict, run, show, spin, widen

IMAGES = Path(__file__).resolve().parents[2] / "Docs" / "images"


def main() -> None:
    panel = openModule()
    widen(470)
    loadSample(panel)
    picture(IMAGES / "slicer-two-up.png")
    predict(panel)
    spin(0.5)
    picture(IMAGES / "slicer-result.png")
    show(panel, panel.result.ui.mapButton)
    panel.result.ui.mapButton.click()
    finish(panel)
    show(panel, panel.result.ui.mapWords)
    picture(IMAGES / "slicer-map.png")
    panel.result.ui.mapButton.click()
    finish(panel)
    panel.contours.widget.collapsed = False
    finish(panel)
    panel.contours.ui.copyButton.click()
    finish(panel)
    panel.lesion.ui.arterialGoTo.click()
    show(panel, panel.contours.editor)
    show(panel, panel.contours.ui.arterialTab)
    picture(IMAGES / "slicer-contours.png")
    panel.contours.widget.collapsed = True
    show(panel, panel.result.ui.chart)
    show(panel, panel.result.ui.predictButton)
    picture(IMAGES / "slicer-stale.png")
    panel.contours.ui.undoButton.click()
    finish(panel)
    panel.result.ui.tableButton.click()
    finish(panel)
    dark()
    predict(panel)
    spin(0.5)
    picture(IMAGES / "slicer-dark.png")


def dark() -> None:
    style = qt.QStyleFactory.create("Dark Slicer")
    qt.QApplication.setStyle(style)
    qt.QApplication.setPalette(style.standardPalette())
    spin(0.5)


run(main)
