"""What a scene knows of how a volume was acquired."""

import hashlib
from collections.abc import Generator
from datetime import datetime
from typing import Any

import numpy as np
import slicer

from ..imaging import Acquisition
from ..imaging.dicom_time import dicom_day, dicom_time
from ..imaging.identity import Identity
from ..imaging.phase_image import SIMULATED_KEY
from ..imaging.series_reference import SeriesReference
from ..imaging.slice_places import irregularity

INSTANCES = "DICOM.instanceUIDs"
SLICES_A_STEP = 64
FRAME_OF_REFERENCE = "0020,0052"
POSITION = "0020,0032"
GRID_TAGS = (("0020,0037", 6), ("0028,0030", 2))
"""Direction cosines and pixel spacing, with how many numbers each has."""
ACQUISITION_DATE, ACQUISITION_TIME, SERIES_TIME = "0008,0022", "0008,0032", "0008,0031"


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
        acquisition_time=_acquisition_time(volume_node),
        series_description=volume_node.GetName() or None,
        series=_series(volume_node, items),
        simulated=(volume_node.GetAttribute(SIMULATED_KEY) or "").strip().lower() == "true",
    )


def identity_from_node(volume_node: Any) -> Identity:
    """Whose volume a node is, for the screen, from the subject hierarchy and Slicer's DICOM database."""
    names = slicer.vtkMRMLSubjectHierarchyConstants
    items = _items_upwards(volume_node)
    return Identity(
        _first_attribute(items, names.GetDICOMPatientNameAttributeName()) or "",
        _first_attribute(items, names.GetDICOMPatientIDAttributeName()) or "",
        _first_attribute(items, names.GetDICOMStudyDateAttributeName()) or "",
        _of_first_slice(volume_node, SERIES_TIME) or _of_first_slice(volume_node, ACQUISITION_TIME),
    )


def _series(volume_node: Any, items: list[tuple[Any, int]]) -> SeriesReference | None:
    """Which DICOM series the volume was loaded from; None where it was not."""
    instances = (volume_node.GetAttribute(INSTANCES) or "").split()
    if not instances:
        return None
    patient = _first_attribute(items, slicer.vtkMRMLSubjectHierarchyConstants.GetDICOMPatientIDAttributeName())
    return SeriesReference(
        _digest(patient or None), _of_first_slice(volume_node, FRAME_OF_REFERENCE), frozenset(instances)
    )


def _acquisition_time(volume_node: Any) -> str | None:
    """Date and time of the first slice as ISO text; None where the database does not tell both."""
    day = dicom_day(_of_first_slice(volume_node, ACQUISITION_DATE))
    clock = dicom_time(_of_first_slice(volume_node, ACQUISITION_TIME))
    return datetime.combine(day, clock).isoformat() if day and clock else None


def _of_first_slice(volume_node: Any, tag: str) -> str:
    """Value of a tag in Slicer's DICOM database, empty where the volume was not loaded from there."""
    instances = (volume_node.GetAttribute(INSTANCES) or "").split()
    return _of_instance(instances[0], tag) if instances else ""


def _of_instance(instance: str, tag: str) -> str:
    """Slicer without its Qt half has no DICOM database."""
    database = getattr(slicer, "dicomDatabase", None)
    return "" if database is None else str(database.instanceValue(instance, tag)).strip()


def irregular_slices(volume_node: Any) -> Generator[None, None, str | None]:
    """What is irregular about the slices that a volume was loaded from; asked for in steps of a few milliseconds.

    Slicer shows slices that are missing, unevenly spaced or tilted as a regular grid, and puts that under a non-linear
    transform, which anyone may take away.

    Returns
    -------
    str or None
        In words; None where nothing is irregular, or where nobody knows: the volume was not loaded from the database,
        or not from one instance a slice.
    """
    instances = (volume_node.GetAttribute(INSTANCES) or "").split()
    if len(instances) < 2 or len(instances) != volume_node.GetImageData().GetDimensions()[2]:
        return None
    positions = []
    for number, instance in enumerate(instances):
        if number and number % SLICES_A_STEP == 0:
            yield
        positions.append(_numbers(_of_instance(instance, POSITION), 3))
    cosines, spacing = (_numbers(_of_first_slice(volume_node, tag), size) for tag, size in GRID_TAGS)
    if cosines is None or spacing is None or any(position is None for position in positions):
        return None
    along_columns, along_rows = cosines[:3], cosines[3:]
    orientation = np.column_stack([along_columns, along_rows, np.cross(along_columns, along_rows)])
    # DICOM gives the step between rows first.
    return irregularity(np.array(positions), orientation, (float(spacing[1]), float(spacing[0])))


def _numbers(text: str, count: int) -> np.ndarray | None:
    try:
        found = np.array([float(part) for part in text.split("\\")])
    except ValueError:
        return None
    return found if found.size == count and np.isfinite(found).all() else None


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
