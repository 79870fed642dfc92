"""New DICOM objects and their identifiers."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydicom import Dataset

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
