"""The DICOM objects of a prediction: both contours, the measurements, and the report as a document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import InputError
from ...formats.dicom_series import slice_paths
from ...imaging import Mask, PhaseImage
from ...imaging.resampling import onto_grid
from ...models.scoring import Prediction
from ...optional import require
from ...texts import sentence as _
from .encapsulated_pdf import encapsulated_pdf
from .segmentation import segmentation
from .slice_order import in_order
from .structured_report import ReportedPhase, structured_report

if TYPE_CHECKING:
    from pydicom import Dataset

SEGMENT = "Tumor"
OBJECTS = ("arterial_seg.dcm", "portal_seg.dcm", "report_sr.dcm", "report_pdf.dcm")
FIRST_SERIES_NUMBER = 9600
"""New series stand behind those of the scanner."""


@dataclass(frozen=True, eq=False)
class SourcePhase:
    """One phase as it was scored, and the DICOM slices that it came from.

    Attributes
    ----------
    source : pathlib.Path or tuple of pathlib.Path
        Their folder, or their files in any order.
    by_hand : bool
        Whether a person drew the contour.
    lesion : str
        What the segment is called; two lesions of a patient differ in it.
    """

    name: str
    source: Path | tuple[Path, ...]
    image: PhaseImage
    mask: Mask
    by_hand: bool = True
    lesion: str = SEGMENT


def require_dicom(folders: dict[str, Path]) -> None:
    """Raise InputError, before anything is computed, unless the objects can be written for these images.

    Parameters
    ----------
    folders : dict of str to pathlib.Path
        Image of each phase.
    """
    require("highdicom", purpose="Writing DICOM", extra="dicom")
    for phase, folder in folders.items():
        if not folder.is_dir():
            raise InputError(
                f"--dicom: {folder} ({phase}) is no DICOM series, so no study is known to write to; give the folder of "
                "the series, or leave --dicom out."
            )


def prediction_objects(prediction: Prediction, phases: list[SourcePhase], pdf: bytes | None) -> dict[str, Dataset]:
    """New objects in the patient and study of both series, by their file names (`OBJECTS`).

    Without a `pdf` there is no object of it.

    Raises
    ------
    InputError
        A phase is multi-frame CT, its voxels are no more those of its slices, or the phases are of two studies.
    """
    hd = require("highdicom", purpose="Writing DICOM", extra="dicom")
    reported = []
    objects: dict[str, Dataset] = {}
    for number, phase in enumerate(phases, start=1):
        slices = _slices(phase)
        mask, _notices = onto_grid(phase.mask, phase.image)
        drawn = segmentation(slices, mask, phase.lesion, FIRST_SERIES_NUMBER + number, by_hand=phase.by_hand)
        objects[f"{phase.name}_seg.dcm"] = drawn
        reported.append(ReportedPhase(phase.name, slices, drawn))
    first, second = (phase.slices[0] for phase in reported)
    if first.StudyInstanceUID != second.StudyInstanceUID:
        raise InputError(
            _("DICOM: the two phases are of different studies, and a report belongs to one; do without (--dicom).")
        )
    objects["report_sr.dcm"] = structured_report(prediction, reported, FIRST_SERIES_NUMBER + 3)
    if pdf is not None:
        objects["report_pdf.dcm"] = encapsulated_pdf(
            pdf, reported[0].slices, str(hd.UID()), FIRST_SERIES_NUMBER + 4, datetime.now().astimezone()
        )
    return objects


def _slices(phase: SourcePhase) -> list[Dataset]:
    """Headers of the slices in the order of the image's."""
    if isinstance(phase.source, Path):
        return _headers(phase.source)
    import pydicom

    return in_order([pydicom.dcmread(path, stop_before_pixels=True) for path in phase.source], phase.image)


def _headers(folder: Path) -> list[Dataset]:
    import pydicom

    paths = slice_paths(folder)
    if len(set(paths)) < len(paths):
        raise InputError(f"--dicom: {folder} is multi-frame CT; export it as one file a slice, or leave --dicom out.")
    return [pydicom.dcmread(path, stop_before_pixels=True) for path in paths]
