"""A CT series of one file a slice from an image of the library, for simulated patients."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ...errors import InputError
from ...imaging.phase_image import SIMULATED_KEY, PhaseImage
from .new_objects import new_object, uid_of

if TYPE_CHECKING:
    from pydicom import Dataset

CT_STORAGE = "1.2.840.10008.5.1.4.1.1.2"
DIGITS = 10
"""A decimal string holds 16 characters (PS3.5, 6.2)."""


@dataclass(frozen=True)
class SimulatedStudy:
    """Whose series these are: a patient who does not exist.

    Attributes
    ----------
    patient_id : str
        Also what the UIDs are made of, so that the same patient has the same ones.
    began : datetime.datetime
    """

    patient_id: str
    began: datetime


def ct_series(
    image: PhaseImage, study: SimulatedStudy, number: int, description: str, acquired: datetime
) -> list[Dataset]:
    """The slices of a series, in the order of the array.

    Every object names the simulation as its manufacturer, by which the readers know it.

    Parameters
    ----------
    image : PhaseImage
        Whole Hounsfield units that fit 16 bits.
    number : int
        Of the series in its study.
    acquired : datetime.datetime
        Of the first slice.

    Raises
    ------
    InputError
        The values are no whole numbers of 16 bits.
    """
    values = image.array
    if not (np.array_equal(values, np.round(values)) and values.min() >= -(2**15) and values.max() < 2**15):
        raise InputError(f"{image.source} holds values that are no whole Hounsfield units; round them first.")
    return [_slice(image, place, study, number, description, acquired) for place in range(len(values))]


def write_series(slices: list[Dataset], folder: Path) -> None:
    """Write a file a slice into a new folder."""
    folder.mkdir()
    for place, one in enumerate(slices, start=1):
        one.save_as(folder / f"{place:04d}.dcm", enforce_file_format=True)


def _slice(
    image: PhaseImage, place: int, study: SimulatedStudy, number: int, description: str, acquired: datetime
) -> Dataset:
    geometry = image.geometry
    column_step, row_step, slice_step = geometry.spacing
    position = (geometry.index_to_world @ (0, 0, place, 1))[:3]
    cosines = np.reshape(geometry.direction, (3, 3))[:, :2].T
    one = new_object(CT_STORAGE, uid_of(study.patient_id, number, place))
    one.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    one.StudyDate = f"{study.began:%Y%m%d}"
    one.AcquisitionDate = one.SeriesDate = f"{acquired:%Y%m%d}"
    one.StudyTime = f"{study.began:%H%M%S}"
    one.AcquisitionTime = one.SeriesTime = f"{acquired:%H%M%S}"
    one.AccessionNumber, one.ReferringPhysicianName, one.StudyID = "", "", "1"
    one.Modality, one.Manufacturer = "CT", SIMULATED_KEY
    one.SeriesDescription = description
    one.PatientName, one.PatientID = f"Simulated^{study.patient_id}", study.patient_id
    one.PatientBirthDate, one.PatientSex = "", ""
    one.SliceThickness = one.SpacingBetweenSlices = decimal(slice_step)
    one.PatientPosition = "HFS"
    one.StudyInstanceUID = uid_of(study.patient_id)
    one.SeriesInstanceUID = uid_of(study.patient_id, number)
    one.SeriesNumber, one.InstanceNumber, one.AcquisitionNumber = number, place + 1, number
    one.FrameOfReferenceUID = uid_of(study.patient_id, "frame of reference")
    one.PositionReferenceIndicator = ""
    one.ImagePositionPatient = [decimal(value) for value in position]
    one.ImageOrientationPatient = [decimal(value) for value in cosines.ravel()]
    one.SamplesPerPixel, one.PhotometricInterpretation = 1, "MONOCHROME2"
    one.Rows, one.Columns = image.array.shape[1:]
    one.PixelSpacing = [decimal(row_step), decimal(column_step)]
    one.BitsAllocated, one.BitsStored, one.HighBit, one.PixelRepresentation = 16, 16, 15, 1
    one.KVP, one.BodyPartExamined = "", "ABDOMEN"
    one.RescaleIntercept, one.RescaleSlope, one.RescaleType = "0", "1", "HU"
    one.ImageComments = "Simulated; no patient. Research use only."
    one.PixelData = np.ascontiguousarray(image.array[place], dtype="<i2").tobytes()
    return one


def decimal(value: float) -> str:
    """A number as a decimal string."""
    return f"{value:.{DIGITS}g}"
