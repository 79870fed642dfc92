"""Documents beside a prediction, where they are asked for: the report as PDF, and DICOM objects for an archive."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import click

from ..errors import InputError
from ..files import replacing

if TYPE_CHECKING:
    from ..models.scoring import Prediction
    from ..report.dicom.prediction_objects import SourcePhase

PDF_FILE = "report.pdf"

PDF_OPTION = click.option("--pdf", is_flag=True, help="Write the page as PDF, too (needs the extra pdf).")


def pdf_name(page: str) -> str:
    """The name of a page as PDF: report.pdf beside report.html."""
    return str(PurePath(page).with_suffix(".pdf"))


def require_none_left(output: Path, names: Iterable[str], flag: str) -> None:
    """Raise InputError where documents of an earlier run would stand beside the numbers of this one."""
    for name in names:
        if (output / name).exists():
            raise InputError(
                f"--output {output} holds {name} of an earlier run, which would no longer fit what is written now; "
                f"give {flag}, too, move it away, or name a new folder."
            )


def require_pdf_if(wanted: bool, output: Path, page: str) -> None:
    """Check, before anything is computed, that a page can be written as PDF where that is wanted.

    Raises
    ------
    InputError
        It cannot be; or none is wanted, and that of an earlier run would stay.
    """
    if not wanted:
        require_none_left(output, [pdf_name(page)], "--pdf")
    else:
        from ..report.drawing.pdf import require_pdf

        require_pdf()


def write_page_pdf(page: Path) -> None:
    """Write a long page, such as that of a cohort, as PDF beside it."""
    from ..report.drawing.pdf import pdf_of

    content = pdf_of(page.read_text(encoding="utf-8"), most_pages=None)
    with replacing(page.with_suffix(".pdf")) as path:
        path.write_bytes(content)


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

    def require(self, images: dict[str, Path], output: Path) -> None:
        """Raise InputError, before anything is computed, where they cannot be written for the images of both
        phases, or where those of an earlier run would stay."""
        from ..report.dicom.prediction_objects import OBJECTS

        if not self.pdf:
            require_none_left(output, [PDF_FILE], "--pdf")
        if not self.dicom:
            require_none_left(output, OBJECTS, "--dicom")
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
