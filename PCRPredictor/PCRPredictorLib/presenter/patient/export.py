"""Taking results away: features as a cohort table row, the prediction as JSON, the report as HTML or PDF."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...errors import InputError
from ...files import csv_text, replacing, write_json, write_text
from ...imaging import Mask, PhaseImage
from ...models.calibration_file import Calibration
from ...models.model_file import PHASE_LETTERS, Model
from ...models.score_map import ScoreMap
from ...texts import tr as _
from .state import PHASES, Phase

PDF_SUFFIX = ".pdf"
Export = Callable[["ScoredCase", Path | str], None]
"""Writes a scored case to a place."""


@dataclass(frozen=True, eq=False)
class ScoredCase:
    """A prediction together with exactly what it was made from.

    Attributes
    ----------
    prediction : Any
        A ``models.scoring.Prediction``.
    phases : dict
        Phase to its image and mask.
    score_map : ScoreMap or None
        Which parts of the lesion move the score, where that was asked for.
    """

    prediction: Any
    phases: Mapping[Phase, tuple[PhaseImage, Mask]]
    model: Model
    calibration: Calibration | None
    score_map: ScoreMap | None = None

    @property
    def images(self) -> tuple[PhaseImage, Mask, PhaseImage, Mask]:
        """Arterial image and mask, then those of the portal phase."""
        return (*self.phases["arterial"], *self.phases["portal"])


@dataclass(frozen=True)
class CaseFeatures:
    """All features of both phases.

    Attributes
    ----------
    features : dict
        Phase to feature names and values, in catalog order.
    """

    features: Mapping[Phase, Mapping[str, float]]
    profile_hash: str
    simulated: bool


def export_features(case: CaseFeatures, case_id: str, path: Path | str) -> None:
    """Write a cohort table of one row: ``case_id, A_<name>, P_<name>, profile_hash`` and the simulated mark.

    Raises
    ------
    InputError
        The case id is blank, or the file cannot be written.
    """
    if not case_id.strip():
        raise InputError(_("The features need a case id; enter one that holds no patient's name."))
    row: dict[str, object] = {"case_id": case_id.strip()}
    for phase in PHASES:
        row |= {f"{PHASE_LETTERS[phase]}_{name}": repr(float(value)) for name, value in case.features[phase].items()}
    row["profile_hash"] = case.profile_hash
    if case.simulated:
        row["simulated"] = "true"
    write_text(path, csv_text((row.keys(), row.values())))


def export_prediction(prediction: Mapping[str, Any], path: Path | str) -> None:
    """Write ``prediction.json``."""
    write_json(path, dict(prediction))


def report_page(case: ScoredCase) -> str:
    """The report as one HTML page."""
    from ...report.patient.patient_report import patient_report

    return patient_report(
        case.prediction,
        *case.images,
        model=case.model,
        calibration=case.calibration,
        score_map=case.score_map,
    )


def export_report(case: ScoredCase, path: Path | str) -> None:
    """Write the report: as PDF where the name ends so, else as one HTML page.

    Raises
    ------
    InputError
        The file cannot be written; for a PDF, WeasyPrint is not installed.
    """
    from ...report.drawing.pdf import pdf_of, require_pdf

    is_pdf = Path(path).suffix.lower() == PDF_SUFFIX
    if is_pdf:
        require_pdf()
    page = report_page(case)
    if not is_pdf:
        write_text(path, page)
        return
    content = pdf_of(page)
    with replacing(path) as file:
        file.write_bytes(content)
