"""What a scene knows of how a volume was acquired."""

import hashlib
from typing import Any

import slicer

from ..imaging import Acquisition
from ..imaging.phase_image import SIMULATED_KEY


def acquisition_from_node(volume_node: Any) -> Acquisition:
    """Acquisition facts of a volume node from its attributes and the subject hierarchy above it.

    The patient and study identifiers are kept as SHA-256 digests only.
    """
    names = slicer.vtkMRMLSubjectHierarchyConstants
    items = _items_upwards(volume_node)
    study = [
        value
        for hierarchy, item in items
        if hierarchy.GetItemLevel(item) == names.GetDICOMLevelStudy()
        and (value := hierarchy.GetItemUID(item, names.GetDICOMUIDName()))
    ]
    return Acquisition(
        modality=_first_attribute(items, names.GetDICOMSeriesModalityAttributeName()),
        patient_key=_digest(_first_attribute(items, names.GetDICOMPatientIDAttributeName())),
        name_key=_digest(_first_attribute(items, names.GetDICOMPatientNameAttributeName())),
        study_key=_digest(study[0] if study else None),
        study_date=_first_attribute(items, names.GetDICOMStudyDateAttributeName()),
        series_description=volume_node.GetName() or None,
        simulated=(volume_node.GetAttribute(SIMULATED_KEY) or "").strip().lower() == "true",
    )


def _items_upwards(node: Any) -> list[tuple[Any, int]]:
    """The node's subject hierarchy item and those above it (series, study, patient), nearest first."""
    if node.GetScene() is None:
        return []
    hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(node.GetScene())
    items = []
    item = hierarchy.GetItemByDataNode(node)
    while item not in (0, hierarchy.GetSceneItemID()):
        items.append((hierarchy, item))
        item = hierarchy.GetItemParent(item)
    return items


def _first_attribute(items: list[tuple[Any, int]], attribute: str) -> str | None:
    return next((value for hierarchy, item in items if (value := hierarchy.GetItemAttribute(item, attribute))), None)


def _digest(identifier: str | None) -> str | None:
    return None if identifier is None else hashlib.sha256(identifier.encode()).hexdigest()
