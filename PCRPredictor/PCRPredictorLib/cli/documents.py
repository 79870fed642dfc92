"""Documents beside a prediction, where they are asked for: the report as PDF, and DICOM objects for an archive."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..models.scoring import Prediction
    from ..report.dicom.prediction_objects import SourcePhase

PDF_FILE = "report.pdf"


@dataclass(frozen=True)
class Documents:
    """Which documents are asked for."""

    pdf: bool = False
    dicom: bool = False

    @property
    def files(self) -> tuple[str, ...]:
        """Names of the files that will be written."""
        from ..report.dicom.prediction_objects import OBJECTS

        return ((PDF_FILE,) if self.pdf else ()) + (OBJECTS if self.dicom else ())

    def require(self, images: dict[str, Path]) -> None:
        """Raise InputError, before anything is computed, where they cannot be written for the images of both phases."""
        if self.pdf or self.dicom:
            from ..report.drawing.pdf import require_pdf

            require_pdf()
        if self.dicom:
            from ..report.dicom.prediction_objects import require_dicom

            require_dicom(images)

    def write(self, folder: Path, prediction: "Prediction", phases: "list[SourcePhase]") -> None:
        """Write them into the folder that holds report.html.

        Raises
        ------
        InputError
            The phases are of two studies, or no DICOM series of one file a slice.
        """
        if not (self.pdf or self.dicom):
            return
        from ..report.drawing.pdf import pdf_of

        pdf = pdf_of((folder / "report.html").read_text(encoding="utf-8"))
        if self.pdf:
            (folder / PDF_FILE).write_bytes(pdf)
        if self.dicom:
            from ..report.dicom.prediction_objects import prediction_objects

            for name, written in prediction_objects(prediction, phases, pdf).items():
                written.save_as(folder / name, enforce_file_format=True)
