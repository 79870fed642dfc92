"""The patients of a scene: which volumes and contours belong together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import slicer

from .scene_case import SceneCase
from .segments import segment_names

UNGROUPED = "The scene"
Contour = tuple[str, str, str]


@dataclass(frozen=True)
class ScenePatient:
    """One patient of the subject hierarchy, or failing that one outermost folder, or all that lies in none.

    Attributes
    ----------
    name : str
        As the scene shows it; it may be a person's name, so it is for the screen only.
    volumes : mapping of str to str
        Ids and names.
    contours : mapping of str to tuple of (segmentation id, segment id, segment name)
        Volume id to the segments drawn on it.
    """

    name: str
    volumes: Mapping[str, str]
    contours: Mapping[str, tuple[Contour, ...]]


def scene_patients(scene: Any) -> list[ScenePatient]:
    """The patients in the order of their first volume."""
    case = SceneCase(scene)
    hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(scene)
    grouped: dict[int, dict[str, str]] = {}
    for volume, name in case.volumes().items():
        grouped.setdefault(_patient_item(hierarchy, scene.GetNodeByID(volume)), {})[volume] = name
    contours: dict[str, tuple[Contour, ...]] = {}
    for segmentation in case.segmentations():
        node = scene.GetNodeByID(segmentation)
        volume = case.drawn_on(segmentation) or ""
        drawn = tuple((segmentation, segment, name) for segment, name in segment_names(node).items())
        contours[volume] = contours.get(volume, ()) + drawn
    return [
        ScenePatient(
            hierarchy.GetItemName(item) if item else UNGROUPED,
            volumes,
            {volume: contours.get(volume, ()) for volume in volumes},
        )
        for item, volumes in grouped.items()
    ]


def _patient_item(hierarchy: Any, node: Any) -> int:
    """The patient above a node, else the outermost folder above it, else 0."""
    level = slicer.vtkMRMLSubjectHierarchyConstants.GetDICOMLevelPatient()
    item, outermost = hierarchy.GetItemParent(hierarchy.GetItemByDataNode(node)), 0
    while item not in (0, hierarchy.GetSceneItemID()):
        if hierarchy.GetItemLevel(item) == level:
            return item
        outermost, item = item, hierarchy.GetItemParent(item)
    return outermost
