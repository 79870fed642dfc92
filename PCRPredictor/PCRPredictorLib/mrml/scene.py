"""A MRML scene without an application, for scripts, tests and the demonstration."""

from typing import Any

import slicer


class HeadlessScene:
    """A MRML scene with the Segmentations logic that segments need.

    Without that logic ``AddEmptySegment`` returns an empty name and no error. The object must live
    as long as the scene is used, because it is what keeps the logic alive.

    Attributes
    ----------
    scene : vtkMRMLScene
    """

    def __init__(self) -> None:
        self.scene: Any = slicer.vtkMRMLScene()
        self._segmentations_logic: Any = slicer.vtkSlicerSegmentationsModuleLogic()
        self._segmentations_logic.SetMRMLScene(self.scene)

    def __enter__(self) -> Any:
        return self.scene

    def __exit__(self, *_: object) -> None:
        self.scene.Clear(1)
