"""The pictures of Docs/images/slicer-*.png, taken in the real widget."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import slicer
from driving import finish, loadSample, openModule, picture, predict, run, show, spin

IMAGES = Path(__file__).resolve().parents[2] / "Docs" / "images"
WIDTH_MM = 330.0


def main() -> None:
    panel = openModule()
    loadSample(panel)
    spin(0.5)
    zoom()
    picture(IMAGES / "slicer-two-up.png")
    predict(panel)
    spin(0.5)
    zoom()
    panel.inputs.widget.collapsed = True
    show(panel, panel.result.ui.tableButton)
    picture(IMAGES / "slicer-result.png")
    panel.model.widget.collapsed = True
    panel.contours.widget.collapsed = False
    spin(0.2)
    panel.contours.ui.copyButton.click()
    finish(panel)
    zoom()
    show(panel, panel.contours.ui.proposalFrame)
    picture(IMAGES / "slicer-contours.png")
    panel.contours.widget.collapsed = True
    show(panel, panel.result.ui.tableButton)
    picture(IMAGES / "slicer-stale.png")


def zoom() -> None:
    """Fill the views with the body."""
    for name in ("PCRArterial", "PCRPortal"):
        node = slicer.app.layoutManager().sliceWidget(name).sliceLogic().GetSliceNode()
        columns, rows, depth = node.GetFieldOfView()
        node.SetFieldOfView(WIDTH_MM, WIDTH_MM * rows / columns, depth)


run(main)
