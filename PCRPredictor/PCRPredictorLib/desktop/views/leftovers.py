"""What a scene or a scene view brings of settings that the module's views had lent when it was made."""

from typing import Any

import slicer

MODULE = "PCRPredictor"
CLASSES = ("vtkMRMLSegmentationDisplayNode", "vtkMRMLSliceCompositeNode")


def keepNothingLent() -> None:
    """From the start on put back what is read or restored elsewhere, also where the module is never opened."""
    scene = slicer.mrmlScene
    for event in (scene.EndImportEvent, scene.EndRestoreEvent):
        scene.AddObserver(event, _settleElsewhere)


def settleScene() -> None:
    """Put back what came as it was lent, while the module lends nothing."""
    from ...mrml.pictures import settle  # slow to import, and this file is read at start-up

    for className in CLASSES:
        settle(slicer.util.getNodesByClass(className))


def _settleElsewhere(_scene: Any, _event: str) -> None:
    """The module itself, while it is shown, knows what it lends."""
    isShown = slicer.util.mainWindow() is not None and slicer.util.selectedModule() == MODULE
    if not isShown:
        settleScene()
