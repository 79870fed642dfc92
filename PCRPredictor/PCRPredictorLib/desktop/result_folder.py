"""The folder of the subject hierarchy that keeps what the module makes together."""

from typing import Any

import slicer
from slicer.i18n import tr as _

OF_RESULTS = "PCRPredictor.Results"


def fileBesideStudy(node: Any, volume: Any) -> None:
    """Put a node into the folder of results, which stands beside the volume: in its study, or where it has none, above.

    The folder is known by an attribute, so that it may be renamed; a node the user moved elsewhere stays there.
    """
    hierarchy = slicer.mrmlScene.GetSubjectHierarchyNode()
    item = hierarchy.GetItemByDataNode(node)
    if not item or hierarchy.GetItemParent(item) != hierarchy.GetSceneItemID():
        return
    beside = hierarchy.GetItemByDataNode(volume) if volume is not None else 0
    parent = hierarchy.GetItemParent(beside) if beside else hierarchy.GetSceneItemID()
    hierarchy.SetItemParent(item, _folder(hierarchy, parent))


def _folder(hierarchy: Any, parent: int) -> int:
    """The folder of results below `parent`, made where missing."""
    children: list[int] = []
    hierarchy.GetItemChildren(parent, children, False)
    for child in children:
        if hierarchy.GetItemAttribute(child, OF_RESULTS):
            return child
    folder = hierarchy.CreateFolderItem(parent, _("Pathological complete response"))
    hierarchy.SetItemAttribute(folder, OF_RESULTS, "true")
    return folder
