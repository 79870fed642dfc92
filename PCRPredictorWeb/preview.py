"""What a tool would take, shown before it is taken."""

from typing import Any

from .contour_steps import labelmap_of
from .hand import Voxels

COLOR = (0.35, 0.85, 1.0)
FILL = 0.35


class Preview:
    """Voxels shown in one view, in a segmentation that is nobody's contour.

    Parameters
    ----------
    scene : vtkMRMLScene
    """

    def __init__(self, scene: Any) -> None:
        self._scene = scene
        self._node: Any = None

    def show(self, voxels: Voxels, volume_node: Any, view_node: Any) -> None:
        """Show these voxels in this view only, instead of those shown before."""
        self.clear()
        if not voxels.mask.any():
            return
        node = self._scene.CreateNodeByClass("vtkMRMLSegmentationNode")
        node.UnRegister(None)
        node.SetName("preview")
        # Else it would be offered as a contour.
        node.SetHideFromEditors(True)
        node.SetSaveWithScene(False)
        self._node = self._scene.AddNode(node)
        node.CreateDefaultDisplayNodes()
        node.SetReferenceImageGeometryParameterFromVolumeNode(volume_node)
        node.AddSegmentFromBinaryLabelmapRepresentation(labelmap_of(voxels, volume_node), "preview", COLOR)
        display = node.GetDisplayNode()
        display.SetViewNodeIDs([view_node.GetID()])
        display.SetOpacity2DFill(FILL)

    def clear(self) -> None:
        if self._node is not None and self._scene.IsNodePresent(self._node):
            self._scene.RemoveNode(self._node)
        self._node = None
