"""`pcr-predictor predict`: two phases, or a table of features, to probabilities that explain themselves."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import InputError
from ..files import write_json, write_text
from ..report.drawing.wording import count
from .documents import Documents
from .options import INPUT_PATH, NAME_OR_FILE, OUTPUT_PATH, Command, SeveralValues, numbers_by_name
from .output import (
    check_output_file,
    check_output_folder,
    closing_words,
    counting,
    csv_text,
    filling,
    show_warnings,
    working,
)
from .perturbation_options import Perturbation, perturbation_options
from .terminal import tell

if TYPE_CHECKING:
    from ..features.profile import Profile
    from ..imaging import Mask, PhaseImage
    from ..models.calibration import Calibration
    from ..models.model_file import Model
    from ..models.scoring import Prediction

RESULT_FILES = ("prediction.json", "features.csv", "report.html")


@click.command("predict", cls=Command)
@click.option("--arterial", type=INPUT_PATH, help="Arterial phase: NRRD, NIfTI or MHA file, or a DICOM CT folder.")
@click.option("--arterial-mask", type=INPUT_PATH, help="Contour of the tumour on the arterial phase.")
@click.option("--arterial-segment", metavar="S", help="Segment's name, or label's number, in that contour.")
@click.option("--portal", type=INPUT_PATH, help="Portal venous phase.")
@click.option("--portal-mask", type=INPUT_PATH, help="Contour of the tumour on the portal venous phase.")
@click.option("--portal-segment", metavar="S", help="Segment's name, or label's number, in that contour.")
@click.option("--table", type=INPUT_PATH, help="Feature table (CSV) to score instead of images.")
@click.option("--id", "id_column", metavar="COL", help="With --table: column that names the cases, else case_id.")
@click.option(
    "--model", required=True, type=NAME_OR_FILE, metavar="NAME|FILE", help="Published model, or a model file."
)
@click.option("--calibration", type=INPUT_PATH, help="Calibration file; the published models need one.")
@click.option("--clinical", cls=SeveralValues, metavar="NAME=VALUE ...", help="Clinical values the model asks for.")
@click.option("--profile", type=INPUT_PATH, help="Extraction profile (JSON); the feature set's default unless told.")
@perturbation_options
@click.option(
    "--confirm-phases",
    is_flag=True,
    help="The phases are right, although names, times, patients or grids speak against it; the result says so.",
)
@click.option("--any-modality", is_flag=True, help="Accept images that are not CT, or not in HU.")
@click.option("--pdf", is_flag=True, help="Write report.pdf, too (needs the extra pdf).")
@click.option(
    "--dicom",
    is_flag=True,
    help="Write both contours as SEG, the numbers as structured report and the report as document into the study of "
    "the images, which must be DICOM series (needs the extras dicom and pdf). They carry the patient's name.",
)
@click.option("--identify", is_flag=True, help="Write names of segments as they are, though they may name a person.")
@click.option("--output", required=True, type=OUTPUT_PATH, help="Folder; with --table a file .csv.")
def command(
    arterial: Path | None,
    arterial_mask: Path | None,
    arterial_segment: str | None,
    portal: Path | None,
    portal_mask: Path | None,
    portal_segment: str | None,
    table: Path | None,
    id_column: str | None,
    model: str,
    calibration: Path | None,
    clinical: tuple[str, ...],
    profile: Path | None,
    any_modality: bool,
    confirm_phases: bool,
    output: Path,
    perturbation: Perturbation | None,
    pdf: bool,
    dicom: bool,
    identify: bool,
) -> None:
    """Predict the probability of a pathological complete response. Research use only.

    From images, the folder gets prediction.json, report.html and features.csv, a one-row feature table.
    With --table, the file gets one line a case. Files of the same names are replaced.
    """
    clinical_values = numbers_by_name(clinical, "--clinical")
    image_flags = {
        "--arterial": arterial,
        "--arterial-mask": arterial_mask,
        "--portal": portal,
        "--portal-mask": portal_mask,
    }
    if table is not None:
        beside = {
            **image_flags,
            "--arterial-segment": arterial_segment,
            "--portal-segment": portal_segment,
            "--clinical": clinical or None,
            "--profile": profile,
            "--any-modality": any_modality or None,
            "--confirm-phases": confirm_phases or None,
            "--perturb": perturbation,
            "--pdf": pdf or None,
            "--dicom": dicom or None,
            "--identify": identify or None,
        }
        given = [flag for flag, value in beside.items() if value is not None]
        if given:
            raise InputError(
                f"--table and {', '.join(given)} exclude each other: the table holds all of it; give one of them."
            )
        _predict_table(table, id_column, model, calibration, output)
        return
    if id_column is not None:
        raise InputError("--id names a column of --table; leave it out when predicting from images.")
    if arterial is None or arterial_mask is None or portal is None or portal_mask is None:
        missing = ", ".join(flag for flag, path in image_flags.items() if path is None)
        raise InputError(f"{missing} missing: give both phases and their masks, or --table.")
    _predict_patient(
        _PhaseFiles(arterial, arterial_mask, arterial_segment, identify),
        _PhaseFiles(portal, portal_mask, portal_segment, identify),
        model,
        calibration,
        clinical_values,
        profile,
        any_modality,
        confirm_phases,
        output,
        perturbation,
        Documents(pdf, dicom),
    )


@dataclass(frozen=True)
class _PhaseFiles:
    """Where one phase and its contour lie."""

    image: Path
    mask: Path
    segment: str | None
    identify: bool

    def read(self, any_modality: bool) -> "tuple[PhaseImage, Mask]":
        from ..formats import read_image, read_mask
        from ..imaging.hounsfield import of_any_modality

        image = read_image(self.image, any_modality=any_modality)
        mask = replace(read_mask(self.mask, segment=self.segment, image=image), is_identified=self.identify)
        return of_any_modality(image) if any_modality else image, mask


def _predict_table(
    path: Path, id_column: str | None, model_name: str, calibration_path: Path | None, output: Path
) -> None:
    check_output_file(output, (".csv",))
    from ..models.model_table import read_model_table
    from ..models.score_table import score_table, write_scores

    model, calibration = _load(model_name, calibration_path)
    scored = score_table(model, calibration, read_model_table(path, model, id_column))
    write_scores(output, scored)
    warned = sum(bool(prediction.warnings) for _, prediction in scored)
    mark = closing_words(any(prediction.simulated for _, prediction in scored))
    tell(f"{count(len(scored), 'case')} scored into {output}, {warned} of them with warnings. {mark}")


def _load(model_name: str, calibration_path: Path | None) -> "tuple[Model, Calibration | None]":
    """Model and calibration, refused before any image is read where they give no probability."""
    from ..models.calibration_file import load_calibration
    from ..models.model_file import load_model
    from ..models.scoring import ready

    model = load_model(model_name)
    calibration = load_calibration(calibration_path) if calibration_path else None
    reason = ready(model, calibration)
    if reason is not None:
        raise InputError(reason)
    return model, calibration


def _predict_patient(
    arterial_files: _PhaseFiles,
    portal_files: _PhaseFiles,
    model_name: str,
    calibration_path: Path | None,
    clinical: dict[str, float],
    profile_path: Path | None,
    any_modality: bool,
    confirm_phases: bool,
    output: Path,
    perturbation: Perturbation | None,
    documents: Documents,
) -> None:
    check_output_folder(output, (*RESULT_FILES, *documents.files))
    documents.require({"arterial": arterial_files.image, "portal": portal_files.image})
    from ..features.profile import load_profile
    from ..models.patient import predict_patient
    from ..models.perturbed_prediction import with_contour_spread
    from ..report.dicom.prediction_objects import SourcePhase

    model, calibration = _load(model_name, calibration_path)
    profile = load_profile(profile_path) if profile_path else None
    with working("Reading both phases"):
        arterial, arterial_mask = arterial_files.read(any_modality)
        portal, portal_mask = portal_files.read(any_modality)
    with working("Computing the features and the probability"):
        prediction = predict_patient(
            arterial,
            arterial_mask,
            portal,
            portal_mask,
            model,
            calibration=calibration,
            clinical=clinical,
            profile=profile,
            confirmed_phases=confirm_phases,
        )
    if perturbation is not None:
        with counting("Scoring perturbed contours") as on_progress:
            prediction = with_contour_spread(
                prediction,
                arterial,
                arterial_mask,
                portal,
                portal_mask,
                model,
                calibration,
                perturbations=perturbation.count,
                settings=perturbation.settings,
                profile=profile,
                on_progress=on_progress,
            )
    images = (arterial, arterial_mask, portal, portal_mask)
    with working("Asking where the model looks, and writing the report"), filling(output) as folder:
        write_prediction(folder, prediction, model, calibration, *images, profile=profile)
        phases = [
            SourcePhase("arterial", arterial_files.image, arterial, arterial_mask),
            SourcePhase("portal", portal_files.image, portal, portal_mask),
        ]
        documents.write(folder, prediction, phases)
    show_warnings(prediction.warnings)
    tell(describe(prediction))
    tell(f"{output / 'report.html'} explains it. {closing_words(prediction.simulated)}")


def write_prediction(
    folder: Path,
    prediction: "Prediction",
    model: "Model",
    calibration: "Calibration | None",
    arterial: "PhaseImage",
    arterial_mask: "Mask",
    portal: "PhaseImage",
    portal_mask: "Mask",
    *,
    profile: "Profile | None" = None,
) -> None:
    """Write prediction.json, features.csv and report.html into an existing folder."""
    from ..models.acquisition import describe_acquisition
    from ..models.score_map import is_quick_to_map, map_score
    from ..report.patient.patient_report import write_patient_report

    # Not the prediction's own mark, which a simulated calibration sets for a real patient too.
    simulated = any(image.acquisition.simulated for image in (arterial, portal)) or any(
        mask.simulated for mask in (arterial_mask, portal_mask)
    )
    write_json(folder / "prediction.json", prediction.as_json())
    row = _features_row(prediction, model) | describe_acquisition({"arterial": arterial, "portal": portal})
    write_text(folder / "features.csv", csv_text([row | ({"simulated": "true"} if simulated else {})]))
    images = (arterial, arterial_mask, portal, portal_mask)
    score_map = None
    if is_quick_to_map(model, profile):
        score_map = map_score(prediction, *images, model, calibration, profile=profile)
    write_patient_report(
        folder / "report.html", prediction, *images, model=model, calibration=calibration, score_map=score_map
    )


def describe(prediction: "Prediction") -> str:
    """The answer in the words of every other door, a line each."""
    answer = prediction.answer
    return "\n".join(line for line in (answer.headline, *answer.reasons, answer.uncertainty, answer.unreliable) if line)


def _features_row(prediction: "Prediction", model: "Model") -> dict[str, object]:
    """The features used as one row of a cohort table."""
    values = {
        feature.column: contribution.value
        for feature, contribution in zip(model.features, prediction.contributions, strict=True)
    }
    row: dict[str, object] = {"case_id": "1", **values}
    profile_hash = prediction.provenance.get("profile_hash")
    if profile_hash:
        row["profile_hash"] = profile_hash
    return row
