"""`pcr-predictor predict`: two phases, or a table of features, to probabilities that explain themselves."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import InputError
from ..files import write_json, write_text
from ..report.drawing.wording import count
from .documents import Documents
from .lesions import LESION_FOLDER, LESIONS_FILE, PhaseFiles, lesion_row, lesions_of, require_new, require_pairs
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
from .terminal import tell, warn

if TYPE_CHECKING:
    from ..features.profile import Profile
    from ..imaging import Mask, PhaseImage
    from ..imaging.lesions import Lesion
    from ..models.calibration import Calibration
    from ..models.model_file import Model
    from ..models.scoring import Prediction
    from ..report.dicom.prediction_objects import SourcePhase

RESULT_FILES = ("prediction.json", "features.csv", "report.html")


@click.command("predict", cls=Command)
@click.option("--arterial", type=INPUT_PATH, help="Arterial phase: NRRD, NIfTI or MHA file, or a DICOM CT folder.")
@click.option("--arterial-mask", type=INPUT_PATH, help="Contour of the tumor on the arterial phase.")
@click.option(
    "--arterial-segment",
    metavar="S",
    multiple=True,
    help="Segment's name, or label's number, in that contour. Given several times, they are merged into one lesion.",
)
@click.option("--portal", type=INPUT_PATH, help="Portal venous phase.")
@click.option("--portal-mask", type=INPUT_PATH, help="Contour of the tumor on the portal venous phase.")
@click.option("--portal-segment", metavar="S", multiple=True, help="The same in that contour.")
@click.option(
    "--each",
    is_flag=True,
    help="Score each lesion on its own, in a folder of its own, listed by lesions.csv: the segments given, in pairs, "
    "else every one that both contours name alike.",
)
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
    arterial_segment: tuple[str, ...],
    portal: Path | None,
    portal_mask: Path | None,
    portal_segment: tuple[str, ...],
    each: bool,
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
    With --each, each lesion gets such a folder in it, and lesions.csv lists them.
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
            "--arterial-segment": arterial_segment or None,
            "--portal-segment": portal_segment or None,
            "--each": each or None,
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
    documents = Documents(pdf, dicom)
    if each:
        require_pairs(arterial_segment, portal_segment)
        require_new(output)
    check_output_folder(output, (LESIONS_FILE,) if each else (*RESULT_FILES, *documents.files))
    documents.require({"arterial": arterial, "portal": portal}, output)
    from ..features.profile import load_profile

    loaded = _load(model, calibration)
    settings = load_profile(profile) if profile else None
    files = (
        PhaseFiles(arterial, arterial_mask, arterial_segment, identify),
        PhaseFiles(portal, portal_mask, portal_segment, identify),
    )
    scoring = _Scoring(*loaded, clinical_values, settings, confirm_phases, perturbation, documents)
    _predict_patient(files, scoring, any_modality, output, each)


def _predict_table(
    path: Path, id_column: str | None, model_name: str, calibration_path: Path | None, output: Path
) -> None:
    check_output_file(output, (".csv",))
    from ..models.calibration import shared_cases
    from ..models.model_table import read_model_table
    from ..models.score_table import notices_of_all, score_table, write_scores
    from ..models.training_cohort import shared_with_training

    model, calibration = _load(model_name, calibration_path)
    table = read_model_table(path, model, id_column)
    scored = score_table(model, calibration, table)
    write_scores(output, scored)
    show_warnings(
        [  # the file has their codes alone
            *notices_of_all([prediction for _, prediction in scored]),
            *shared_with_training(model, table),
            *(shared_cases(calibration, model, table) if calibration else ()),
        ]
    )
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


@dataclass(frozen=True)
class _Scoring:
    """How every lesion is scored and written."""

    model: "Model"
    calibration: "Calibration | None"
    clinical: dict[str, float]
    profile: "Profile | None"
    confirm_phases: bool
    perturbation: Perturbation | None
    documents: Documents

    def predict(self, arterial: "PhaseImage", portal: "PhaseImage", lesion: "Lesion") -> "Prediction":
        from ..models.patient import predict_patient
        from ..models.perturbed_prediction import with_contour_spread

        images = (arterial, lesion.arterial, portal, lesion.portal)
        with working("Computing the features and the probability"):
            prediction = predict_patient(
                *images,
                self.model,
                calibration=self.calibration,
                clinical=self.clinical,
                profile=self.profile,
                confirmed_phases=self.confirm_phases,
            )
        prediction = replace(prediction, provenance={**prediction.provenance, "lesion_scope": lesion.scope})
        if self.perturbation is None:
            return prediction
        with counting("Scoring perturbed contours") as on_progress:
            return with_contour_spread(
                prediction,
                *images,
                self.model,
                self.calibration,
                perturbations=self.perturbation.count,
                settings=self.perturbation.settings,
                profile=self.profile,
                on_progress=on_progress,
            )

    def write(self, folder: Path, prediction: "Prediction", phases: "list[SourcePhase]") -> None:
        arterial, portal = phases
        images = (arterial.image, arterial.mask, portal.image, portal.mask)
        with working("Asking where the model looks, and writing the report"):
            write_prediction(folder, prediction, self.model, self.calibration, *images, profile=self.profile)
            self.documents.write(folder, prediction, phases)


def _predict_patient(
    files: tuple[PhaseFiles, PhaseFiles],
    scoring: _Scoring,
    any_modality: bool,
    output: Path,
    each: bool,
) -> None:
    with working("Reading both phases"):
        (arterial, arterial_masks), (portal, portal_masks) = (one.read(any_modality, every=each) for one in files)
    lesions = lesions_of(arterial_masks, portal_masks, each, chosen=bool(files[0].segments))
    if each:
        _predict_each(files, scoring, arterial, portal, lesions, output)
        return
    (lesion,) = lesions
    prediction = scoring.predict(arterial, portal, lesion)
    with filling(output) as folder:
        scoring.write(folder, prediction, _source_phases(files, arterial, portal, lesion))
    show_warnings(prediction.warnings)
    tell(describe(prediction))
    tell(f"{output / 'report.html'} explains it. {closing_words(prediction.simulated)}")


def _predict_each(
    files: tuple[PhaseFiles, PhaseFiles],
    scoring: _Scoring,
    arterial: "PhaseImage",
    portal: "PhaseImage",
    lesions: "list[Lesion]",
    output: Path,
) -> None:
    """A folder a lesion, and lesions.csv; what stops one lesion stops no other, unless it stops all."""
    paths = {str(path): "the file" for one in files for path in (one.image, one.mask)}
    rows, refused, simulated = [], None, False
    with filling(output) as folder:
        for number, lesion in enumerate(lesions, start=1):
            name = f"{LESION_FOLDER}{number}"
            try:
                prediction = scoring.predict(arterial, portal, lesion)
            except InputError as error:
                refused = error
                rows.append(lesion_row(name, lesion, error, paths))
                warn(f"{name}: {error}")
                continue
            (folder / name).mkdir()
            scoring.write(folder / name, prediction, _source_phases(files, arterial, portal, lesion, number))
            rows.append(lesion_row(name, lesion, prediction, paths))
            simulated |= prediction.simulated
            tell(f"{name}: {describe(prediction)}")
        if refused is not None and len(rows) == sum(not row["probability"] for row in rows):
            raise refused
        write_text(folder / LESIONS_FILE, csv_text(rows))
    tell(
        f"{count(len(lesions), 'lesion')}, each scored on its own; {output / LESIONS_FILE} lists them. "
        f"{closing_words(simulated)}"
    )


def _source_phases(
    files: tuple[PhaseFiles, PhaseFiles],
    arterial: "PhaseImage",
    portal: "PhaseImage",
    lesion: "Lesion",
    number: int = 0,
) -> "list[SourcePhase]":
    from ..report.dicom.prediction_objects import SEGMENT, SourcePhase

    name = f"{SEGMENT} {number}" if number else SEGMENT
    return [
        SourcePhase("arterial", files[0].image, arterial, lesion.arterial, lesion=name),
        SourcePhase("portal", files[1].image, portal, lesion.portal, lesion=name),
    ]


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
