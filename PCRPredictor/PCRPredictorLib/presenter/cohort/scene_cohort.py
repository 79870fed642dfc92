"""A cohort from the patients of a scene: guessed, reviewed by the user, written out as images and a manifest.

What is written is what the scene shows, never the files it was read from: a contour may have been edited, a volume
moved by a transform. Features of the written images are those that the patient page computes.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from ...cohort.manifest import FILE_COLUMNS, REVIEW_COLUMNS
from ...errors import InputError
from ...file_sets import new_folder
from ...files import csv_text, write_text
from ...imaging.pairing import check_pair
from ...models.table import ID_COLUMN, SIMULATED_COLUMN
from ...texts import tr as _
from ...whole_nrrd import write_nrrd
from ..patient.case_source import CaseSource
from ..patient.phase_guess import guess_pair
from ..patient.state import PHASE_TITLES, PHASES, Phase, PhaseChoice

MANIFEST = "manifest.csv"
TUMOR = re.compile(r"tumou?r|lesion|hcc|肿瘤|病灶", re.IGNORECASE)
USABLE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
REASON = "By the name of the volume; reviewed in Slicer."  # for the file, in English


class Patient(Protocol):
    """See `mrml.scene_patients.ScenePatient`."""

    @property
    def name(self) -> str: ...
    @property
    def volumes(self) -> Mapping[str, str]: ...
    @property
    def contours(self) -> Mapping[str, Sequence[tuple[str, str, str]]]: ...


@dataclass(frozen=True)
class GuessedCase:
    """One patient as a case.

    Attributes
    ----------
    case_id : str
        A number, since the patient's name is not to leave the scene; the user may give another one.
    patient : str
        Name in the scene, for the screen only.
    phases : mapping
        What was guessed for each phase.
    shown : mapping
        The names of volume and contour of each phase, for the screen only.
    problem : str or None
        Why it cannot be taken; None where it can.
    """

    case_id: str
    patient: str
    phases: Mapping[Phase, PhaseChoice]
    shown: Mapping[Phase, str]
    problem: str | None


def guess_cases(patients: Sequence[Patient]) -> list[GuessedCase]:
    """A case for each patient: phases by the names of the volumes, the contour that is alone or alone named tumor."""
    return [_guess(patient, f"CASE{number:04d}") for number, patient in enumerate(patients, start=1)]


def _guess(patient: Patient, case_id: str) -> GuessedCase:
    phases: dict[Phase, PhaseChoice] = {}
    shown: dict[Phase, str] = {}
    problem = None
    volumes = guess_pair(dict(patient.volumes))
    for phase in PHASES:
        volume = volumes.get(phase)
        if volume is None:
            problem = problem or _("No volume, or several, of the {phase} by name; rename one.").format(
                phase=PHASE_TITLES[phase]
            )
            continue
        contours = patient.contours.get(volume, ())
        named = [contour for contour in contours if TUMOR.search(contour[2])]
        likely = contours if len(contours) == 1 else named
        if len(likely) != 1:
            problem = problem or (
                _("The {phase} has {contours} contours, {named} of them named tumor; one is needed.").format(
                    phase=PHASE_TITLES[phase], contours=len(contours), named=len(named)
                )
            )
            continue
        segmentation, segment, name = likely[0]
        phases[phase] = PhaseChoice(volume, segmentation, segment)
        shown[phase] = f"{patient.volumes[volume]}: {name}"
    return GuessedCase(case_id, patient.name, phases, shown, problem)


def problem_of(cases: Sequence[GuessedCase], folder: str) -> str | None:
    """Why these cases cannot be written; None where they can."""
    if not cases:
        return _("Tick the cases that you have checked.")
    for case in cases:
        if case.problem is not None:
            return f"{case.case_id}: {case.problem}"
        if not USABLE_ID.fullmatch(case.case_id):
            return _("'{case_id}' is no usable case id; use letters, digits, points, dashes and underscores.").format(
                case_id=case.case_id
            )
    if len({case.case_id.lower() for case in cases}) < len(cases):
        return _("Two cases have the same id; give each its own.")
    if not folder:
        return _("Choose a folder for the images and the manifest.")
    if Path(folder).exists() and (not Path(folder).is_dir() or any(Path(folder).iterdir())):
        return _("{folder} is not empty; choose a new folder.").format(folder=folder)
    return None


def write_cases(cases: Sequence[GuessedCase], source: CaseSource, folder: Path | str) -> Iterator[int]:
    """Write images, contours and the manifest of reviewed cases, all or nothing; yields the cases done so far.

    Raises
    ------
    InputError
        See `problem_of`; a volume or contour cannot be used, two phases are of different patients, or the folder cannot
        be written.
    """
    folder = Path(folder)
    problem = problem_of(cases, str(folder))
    if problem is not None:
        raise InputError(problem)
    with new_folder(folder) as building:
        rows, any_simulated = [], False
        for number, case in enumerate(cases, start=1):
            simulated = _write_case(building / case.case_id, case, source)
            any_simulated = any_simulated or simulated
            rows.append([case.case_id, *_files(case), REASON, REASON, "yes", "true" if simulated else "false"])
            yield number
        header = [ID_COLUMN, *FILE_COLUMNS, *REVIEW_COLUMNS, SIMULATED_COLUMN]
        kept = len(header) if any_simulated else len(header) - 1
        write_text(building / MANIFEST, csv_text(row[:kept] for row in (header, *rows)))


def _files(case: GuessedCase) -> list[str]:
    return [f"{case.case_id}/{name}.nrrd" for name in FILE_COLUMNS]


def _write_case(folder: Path, case: GuessedCase, source: CaseSource) -> bool:
    """Write one case's images; returns whether any of it is simulated."""
    choices = [case.phases[phase] for phase in PHASES]
    images = [source.image(str(choice.volume)) for choice in choices]
    masks = [source.mask(str(choice.segmentation), str(choice.segment), str(choice.volume)) for choice in choices]
    check_pair(images[0], images[1], how_to_confirm="leave the case out")
    folder.mkdir()
    for phase, image, mask in zip(PHASES, images, masks, strict=True):
        write_nrrd(image.to_sitk(), folder / f"{phase}.nrrd")
        write_nrrd(mask.to_sitk(), folder / f"{phase}_mask.nrrd")
    return any(image.acquisition.simulated for image in images) or any(mask.simulated for mask in masks)


def renamed(case: GuessedCase, case_id: str) -> GuessedCase:
    """The case under the id that the user gives it."""
    return replace(case, case_id=case_id.strip())
