"""A DICOM file that holds contours: which kind it is, and its data set."""

from __future__ import annotations

import contextlib
import hashlib
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from ..imaging.phase_image import SIMULATED_KEY
from ..imaging.series_reference import SeriesReference
from ..itk_path import itk_path
from ..texts import readable
from ..texts import sentence as _
from .dicom_header import MARK, MARK_AT, BrokenHeader, parse_header
from .dicom_slice import FRAME_OF_REFERENCE, MANUFACTURER, PATIENT_ID, WANTED, DicomSlice

if TYPE_CHECKING:
    import pydicom  # imported where used: most masks are no DICOM

SEGMENTATION = "1.2.840.10008.5.1.4.1.1.66.4"
LABEL_MAP = "1.2.840.10008.5.1.4.1.1.66.7"
STRUCTURE_SET = "1.2.840.10008.5.1.4.1.1.481.3"
CONTOUR_CLASSES = {SEGMENTATION: "DICOM SEG", LABEL_MAP: "DICOM SEG", STRUCTURE_SET: "RTSTRUCT"}
MOST_FILE_BYTES = 1 << 29
LONGEST_REASON = 200


@dataclass(frozen=True, eq=False)
class DicomObject:
    """One DICOM file of contours.

    Attributes
    ----------
    path : pathlib.Path
    header : DicomSlice
        What the header says outside of sequences.
    dataset : pydicom.Dataset
    content_hash : str
        SHA-256 of the file.
    """

    path: Path
    header: DicomSlice
    dataset: pydicom.Dataset
    content_hash: str

    @property
    def is_structure_set(self) -> bool:
        return self.header.sop_class == STRUCTURE_SET

    @property
    def is_simulated(self) -> bool:
        return self.header.text(MANUFACTURER) == SIMULATED_KEY

    def items(self, parent: Any, keyword: str) -> list[Any]:
        """The items of a sequence, none where it is missing or something else."""
        found = parent.get(keyword)
        return list(found) if found is not None and not isinstance(found, str | bytes) else []

    def item(self, parent: Any, keyword: str) -> Any | None:
        """The first item of a sequence; None where there is none."""
        return next(iter(self.items(parent, keyword)), None)

    def referenced(self, items: list[Any]) -> set[str]:
        """UIDs of the instances that items refer to."""
        return {str(uid) for item in items if (uid := item.get("ReferencedSOPInstanceUID"))}

    def reference(self, instances: set[str], frame_of_reference: str = "") -> SeriesReference:
        """The series that a contour of this file says it was drawn on."""
        return SeriesReference(
            self.header.digest(PATIENT_ID),
            frame_of_reference or self.header.text(FRAME_OF_REFERENCE),
            frozenset(instances),
        )


def is_dicom_file(path: Path) -> bool:
    """Whether a path is a file with the mark of DICOM."""
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            return file.read(MARK_AT + len(MARK)).endswith(MARK)
    except OSError:
        return False  # said by the reader of volumes


def read_dicom_object(path: Path) -> DicomObject:
    """Read a DICOM SEG or RTSTRUCT file whole.

    Raises
    ------
    InputError
        It cannot be read, is damaged, larger than 512 MB, or an object of another kind.
    """
    itk_path(path)
    try:
        with path.open("rb") as file:
            content = file.read(MOST_FILE_BYTES + 1)
    except OSError as error:
        raise InputError(
            _("{path} cannot be read ({reason}); check its permissions.").format(
                path=path, reason=error.strerror or error
            )
        ) from error
    if len(content) > MOST_FILE_BYTES:
        raise InputError(
            _("{path} takes more than {most} MB; export only the lesion's contour.").format(
                path=path, most=MOST_FILE_BYTES >> 20
            )
        )
    try:
        # before pydicom: it bounds nesting, and what a deflated data set can grow to
        header = DicomSlice(path, parse_header(content, WANTED), len(content))
    except BrokenHeader as error:
        raise InputError(
            _("{path} is damaged ({error}); export the contour again.").format(path=path, error=error.args[0])
        ) from None
    if header.sop_class not in CONTOUR_CLASSES:
        raise InputError(
            _(
                "{path} is a DICOM file, but neither a SEG nor an RTSTRUCT; give the contour as one of them, or as "
                ".seg.nrrd, NRRD or NIfTI file."
            ).format(path=path)
        )
    return DicomObject(path, header, _parsed(path, content), hashlib.sha256(content).hexdigest())


def _parsed(path: Path, content: bytes) -> pydicom.Dataset:
    import pydicom

    with damage_is_said(path):
        return pydicom.dcmread(io.BytesIO(content))


@contextlib.contextmanager
def damage_is_said(path: Path) -> Iterator[None]:
    """Turn what pydicom raises of a damaged file, at once or when a value is asked for, into an InputError."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except (InputError, MemoryError):
            raise
        except Exception as error:  # its parts raise whatever they meet
            reason = readable(str(error).partition("\n")[0])[:LONGEST_REASON]
            raise InputError(
                _("{path} is damaged ({kind}: {reason}); export it again.").format(
                    path=path, kind=type(error).__name__, reason=reason
                )
            ) from error
