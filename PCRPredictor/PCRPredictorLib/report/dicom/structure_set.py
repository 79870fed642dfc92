"""A contour as a DICOM radiotherapy structure set (PS3.3, A.19): closed lines between voxel centers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...imaging.geometry import Geometry
from ...imaging.mask import Mask
from ...optional import require
from .ct_series import decimal
from .new_objects import copy_patient_and_study, item, new_object, uid_of

if TYPE_CHECKING:
    from pydicom import Dataset

STRUCTURE_SET = "1.2.840.10008.5.1.4.1.1.481.3"
PURPOSE = "Writing DICOM structure sets"


def structure_set(slices: list[Dataset], mask: Mask, name: str, series_number: int, maker: str) -> Dataset:
    """A structure set of one region.

    The lines run half way between the voxels inside and outside, so that filling them gives the mask back.

    Parameters
    ----------
    slices : list of pydicom.Dataset
        The image's slices, in the order of the mask's.
    mask : Mask
        On the image's grid.
    name : str
        Name of the region.
    series_number : int
    maker : str
        Manufacturer that the object names.

    Raises
    ------
    InputError
        contourpy is not installed.
    """
    first = slices[0]
    found = new_object(STRUCTURE_SET, uid_of(first.SeriesInstanceUID, "RTSTRUCT", name, mask.array.tobytes()))
    copy_patient_and_study(first, found)
    found.FrameOfReferenceUID = first.FrameOfReferenceUID
    found.PositionReferenceIndicator = first.get("PositionReferenceIndicator", "")
    found.Modality, found.Manufacturer, found.OperatorsName = "RTSTRUCT", maker, ""
    found.SeriesInstanceUID = uid_of(first.SeriesInstanceUID, "RTSTRUCT")
    found.SeriesNumber, found.InstanceNumber = series_number, 1
    found.StructureSetLabel, found.StructureSetDate, found.StructureSetTime = name[:16], "", ""
    series = item(SeriesInstanceUID=first.SeriesInstanceUID, ContourImageSequence=[_reference(one) for one in slices])
    study = item(
        ReferencedSOPClassUID="1.2.840.10008.3.1.2.3.1",
        ReferencedSOPInstanceUID=first.StudyInstanceUID,
        RTReferencedSeriesSequence=[series],
    )
    frame = first.FrameOfReferenceUID
    found.ReferencedFrameOfReferenceSequence = [item(FrameOfReferenceUID=frame, RTReferencedStudySequence=[study])]
    found.StructureSetROISequence = [
        item(ROINumber=1, ReferencedFrameOfReferenceUID=frame, ROIName=name, ROIGenerationAlgorithm="MANUAL")
    ]
    found.ROIContourSequence = [item(ReferencedROINumber=1, ContourSequence=_contours(slices, mask))]
    found.RTROIObservationsSequence = [
        item(ObservationNumber=1, ReferencedROINumber=1, RTROIInterpretedType="GTV", ROIInterpreter="")
    ]
    return found


def _contours(slices: list[Dataset], mask: Mask) -> list[Dataset]:
    contourpy = require("contourpy", purpose=PURPOSE, extra="dicom")
    found = []
    for place, plane in enumerate(mask.array):
        if not plane.any():
            continue
        traced = contourpy.contour_generator(z=np.pad(plane.astype(np.float64), 1)).lines(0.5)
        for line in traced:
            corners = line[:-1] - 1  # closed: the last corner is the first
            found.append(
                item(
                    ContourImageSequence=[_reference(slices[place])],
                    ContourGeometricType="CLOSED_PLANAR",
                    NumberOfContourPoints=len(corners),
                    ContourData=[decimal(value) for value in _in_patient(corners, place, mask.geometry).ravel()],
                )
            )
    return found


def _in_patient(corners: np.ndarray, place: int, geometry: Geometry) -> np.ndarray:
    """LPS mm of (column, row) places on a slice."""
    index = np.column_stack([corners, np.full(len(corners), place)])
    return index @ geometry.index_to_world[:3, :3].T + geometry.origin


def _reference(one: Dataset) -> Dataset:
    return item(ReferencedSOPClassUID=one.SOPClassUID, ReferencedSOPInstanceUID=one.SOPInstanceUID)
