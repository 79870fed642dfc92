"""The DICOM objects of a result, for the archive that its images came from."""

from collections.abc import Mapping
from pathlib import Path

from ...errors import InputError
from ...file_sets import new_folder
from ...imaging import Mask
from .export import ScoredCase, report_page
from .state import PHASES, Phase

BY_HAND = {"drawn or imported", "file"}


def export_dicom(slices: Mapping[Phase, tuple[Path, ...]], scored: ScoredCase, folder: Path | str) -> None:
    """Write both contours as SEG and the numbers as structured report into a new folder.

    The report as PDF, too, where one can be made.

    Parameters
    ----------
    slices : mapping
        Files of the slices of each phase.
    folder : pathlib.Path or str

    Raises
    ------
    InputError
        highdicom is missing, the phases are of two studies, or a volume no longer has the voxels of its slices.
    """
    from ...report.dicom.prediction_objects import SourcePhase, prediction_objects

    phases = [
        SourcePhase(phase, slices[phase], *scored.phases[phase], by_hand=_is_by_hand(scored.phases[phase][1]))
        for phase in PHASES
    ]
    objects = prediction_objects(scored.prediction, phases, _pdf(scored))
    with new_folder(Path(folder)) as new:
        for name, written in objects.items():
            written.save_as(new / name, enforce_file_format=True)


def _is_by_hand(mask: Mask) -> bool:
    return mask.origin is None or mask.origin.kind in BY_HAND


def _pdf(scored: ScoredCase) -> bytes | None:
    from ...report.drawing.pdf import pdf_of, require_pdf

    try:
        require_pdf()
    except InputError:  # the contours and numbers do not wait for WeasyPrint
        return None
    return pdf_of(report_page(scored))
