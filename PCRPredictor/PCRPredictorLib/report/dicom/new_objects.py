"""New DICOM objects and their identifiers."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydicom import Dataset

EMPTY_WHERE_MISSING = (
    *("PatientName", "PatientID", "PatientBirthDate", "PatientSex"),
    *("StudyDate", "StudyTime", "StudyID", "AccessionNumber", "ReferringPhysicianName"),
)
"""Elements of type 2: present, though they may be empty."""
PATIENT_AND_STUDY = (
    *EMPTY_WHERE_MISSING,
    *("SpecificCharacterSet", "StudyInstanceUID", "StudyDescription", "PatientAge", "PatientSize", "PatientWeight"),
    *("PatientComments", "OtherPatientIDs", "PatientBirthTime", "EthnicGroup"),
    *("IssuerOfPatientID", "PatientIdentityRemoved", "DeidentificationMethod", "DeidentificationMethodCodeSequence"),
)
_NAMESPACE = uuid.UUID("6f1c7d0e-9a56-4d0b-8b1e-6f0f3c3f3960")


def uid_of(*parts: object) -> str:
    """A UID below 2.25 (PS3.5, B.2) that is the same for the same parts, and for no others."""
    return f"2.25.{uuid.uuid5(_NAMESPACE, repr(parts)).int}"


def new_object(sop_class: str, instance: str) -> Dataset:
    """A data set with its file information, to be written uncompressed."""
    from pydicom.dataset import Dataset, FileMetaDataset
    from pydicom.uid import UID, ExplicitVRLittleEndian

    found = Dataset()
    found.file_meta = FileMetaDataset()
    found.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    found.SOPClassUID = found.file_meta.MediaStorageSOPClassUID = UID(sop_class)
    found.SOPInstanceUID = found.file_meta.MediaStorageSOPInstanceUID = UID(instance)
    return found


def copy_patient_and_study(source: Dataset, target: Dataset) -> None:
    """Take over the patient and study modules (PS3.3, C.7.1 and C.7.2), and nothing else."""
    for keyword in PATIENT_AND_STUDY:
        if keyword in source:
            target[keyword] = source[keyword]
        elif keyword in EMPTY_WHERE_MISSING:
            setattr(target, keyword, "")


def item(**elements: Any) -> Dataset:
    """An item of a sequence."""
    from pydicom.dataset import Dataset

    found = Dataset()
    for keyword, value in elements.items():
        setattr(found, keyword, value)
    return found
