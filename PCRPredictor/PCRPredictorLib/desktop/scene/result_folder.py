"""The folder of the subject hierarchy that keeps what the module makes together."""

from typing import Any

import slicer
from slicer.i18n import tr as _

OF_RESULTS = "PCRPredictor.Results"
BESIDE = "PCRPredictor.Beside"
"""The role of the volume that a result is of."""


def fileBesideStudy(node: Any, volume: Any) -> None:
    """Put a node into the folder of results, which stands beside the volume: in its study, or where it has none, above.

    The folder is known by an attribute, so that it may be renamed; a node the user moved elsewhere stays there. One
    that holds the result of another volume by now goes to the folder of that: else it would lie in another patient's.
    """
    hierarchy = slicer.mrmlScene.GetSubjectHierarchyNode()
    item = hierarchy.GetItemByDataNode(node)
    former = hierarchy.GetItemParent(item) if item else 0
    isFiled = bool(former and hierarchy.GetItemAttribute(former, OF_RESULTS))
    isAt = volume is not None and node.GetNodeReference(BESIDE) is volume
    if not item or (isAt if isFiled else former != hierarchy.GetSceneItemID()):
        return
    beside = hierarchy.GetItemByDataNode(volume) if volume is not None else 0
    parent = hierarchy.GetItemParent(beside) if beside else hierarchy.GetSceneItemID()
    hierarchy.SetItemParent(item, _folder(hierarchy, parent))
    node.SetNodeReferenceID(BESIDE, volume.GetID() if volume is not None else None)
    if isFiled and not _children(hierarchy, former):
        hierarchy.RemoveItem(former)


def _folder(hierarchy: Any, parent: int) -> int:
    """The folder of results below `parent`, made where missing."""
    for child in _children(hierarchy, parent):
        if hierarchy.GetItemAttribute(child, OF_RESULTS):
            return child
    folder = hierarchy.CreateFolderItem(parent, _("Pathological complete response"))
    hierarchy.SetItemAttribute(folder, OF_RESULTS, "true")
    return folder


def _children(hierarchy: Any, parent: int) -> list[int]:
    children: list[int] = []
    hierarchy.GetItemChildren(parent, children, False)
    return children
