"""A PDF inside a DICOM object (PS3.3, A.45.1), for an archive that files nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ... import __version__
from .new_objects import copy_patient_and_study, new_object, uid_of
from .segmentation import MAKER

if TYPE_CHECKING:
    from pydicom import Dataset

ENCAPSULATED_PDF = "1.2.840.10008.5.1.4.1.1.104.1"
TITLE = "Predicted pathological complete response, research use only"


def encapsulated_pdf(
    pdf: bytes, slices: list[Dataset], instance: str, series_number: int, written: datetime
) -> Dataset:
    """The document in the study of `slices`.

    Parameters
    ----------
    instance : str
        UID of the new object.
    written : datetime.datetime
        When the document was made.
    """
    first = slices[0]
    found = new_object(ENCAPSULATED_PDF, instance)
    copy_patient_and_study(first, found)
    found.Modality, found.ConversionType, found.Manufacturer = "DOC", "WSD", MAKER
    found.ManufacturerModelName, found.SoftwareVersions = MAKER, __version__
    found.SeriesInstanceUID = uid_of(first.StudyInstanceUID, "PDF", instance)
    found.SeriesNumber, found.InstanceNumber = series_number, 1
    found.SeriesDescription = f"{MAKER}: research use only"
    found.ContentDate, found.ContentTime = f"{written:%Y%m%d}", f"{written:%H%M%S}"
    found.AcquisitionDateTime = ""
    found.BurnedInAnnotation = "NO"
    found.DocumentTitle = TITLE
    found.ConceptNameCodeSequence = []
    found.MIMETypeOfEncapsulatedDocument = "application/pdf"
    found.EncapsulatedDocument = pdf + b"\0" * (len(pdf) % 2)
    found.EncapsulatedDocumentLength = len(pdf)
    return found
