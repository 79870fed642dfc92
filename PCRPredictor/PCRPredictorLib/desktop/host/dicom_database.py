"""Slicer's DICOM database: the slices of a volume, and new objects beside them. It is absent where its module is."""

from pathlib import Path
from typing import Any

import slicer

from ...errors import InputError
from ...mrml.acquisition import INSTANCES
from ...texts import tr as _


def isDatabaseOpen() -> bool:
    database = getattr(slicer, "dicomDatabase", None)
    return database is not None and bool(database.isOpen)


def slicesOf(volume: Any) -> tuple[Path, ...]:
    """Files of the slices that a volume was loaded from.

    Raises
    ------
    InputError
        The volume was not loaded from the database, or files are no longer there.
    """
    instances = (volume.GetAttribute(INSTANCES) or "").split()
    if not instances or not isDatabaseOpen():
        said = _(
            "The volume '{name}' was not loaded from Slicer's DICOM database, so no study is known to add to; load it "
            "with the module DICOM."
        )
        raise InputError(said.format(name=volume.GetName()))
    paths = [Path(found) for uid in instances if (found := slicer.dicomDatabase.fileForInstance(uid))]
    gone = len(instances) - sum(path.is_file() for path in paths)
    if gone:
        said = _(
            "{gone} of the slices of the volume '{name}' are no longer in Slicer's DICOM database; import them again."
        )
        raise InputError(said.format(gone=gone, name=volume.GetName()))
    return tuple(paths)


def addToDatabase(folder: Path) -> int:
    """Copy the DICOM files of a folder into the database; how many.

    Raises
    ------
    InputError
        One of them is not there afterwards.
    """
    import pydicom
    from DICOMLib import DICOMUtils

    files = sorted(folder.glob("*.dcm"))
    instances = [str(pydicom.dcmread(path, stop_before_pixels=True).SOPInstanceUID) for path in files]
    isImported = DICOMUtils.importDicom(str(folder), slicer.dicomDatabase, copyFiles=True)
    if not isImported or not all(slicer.dicomDatabase.fileForInstance(uid) for uid in instances):
        raise InputError(
            _("Slicer's DICOM database did not take all of the new objects; look into its log, and for room on disk.")
        )
    return len(files)
