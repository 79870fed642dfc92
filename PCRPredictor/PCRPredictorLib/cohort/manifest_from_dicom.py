"""A manifest guessed from a tree of DICOM studies, written out with its reasons for a person to review."""

import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import InputError
from ..formats.dicom_checks import what_else
from ..formats.dicom_contours import ContourFile, contour_files
from ..formats.dicom_folder import FolderContent, read_folder
from ..formats.dicom_slice import DESCRIPTION, INSTANCE_UID, MODALITY, PATIENT_ID, STUDY_UID, DicomSlice
from ..formats.segment_choice import SegmentEntry
from ..imaging.phase_guess import guess_phase, names_other_phase
from ..imaging.segment_names import writable_name
from ..models.acquisition import PHASES
from ..models.table import ID_COLUMN
from ..report.drawing.wording import count
from .manifest import REVIEWED_COLUMN
from .manifest_from_pattern import relative

MASK_SUFFIXES = (".nrrd", ".nii", ".nii.gz", ".mha", ".mhd")
FEWEST_SLICES = 8
MOST_LISTED = 5
MOST_NAMED = 20
LEAST_GAP_S, MOST_GAP_S = 8.0, 180.0


@dataclass(frozen=True)
class Series:
    """One CT series of a study.

    Attributes
    ----------
    folder : pathlib.Path
        The deepest folder that holds all of it.
    is_alone : bool
        Whether nothing else of DICOM lies below that folder, so that the folder can be read as the series.
    acquired_s : float or None
        Time of acquisition in seconds; None where the header is silent.
    instances : frozenset of str
        UIDs of the slices.
    """

    folder: Path
    slices: int
    description: str
    acquired_s: float | None
    is_alone: bool
    instances: frozenset[str] = frozenset()

    @property
    def is_volume(self) -> bool:
        return self.slices >= FEWEST_SLICES

    @property
    def names_no_phase(self) -> bool:
        return guess_phase(self.description) is None and not names_other_phase(self.description)

    def __str__(self) -> str:
        name = f"'{self.description}'" if self.description else "no description"
        return f"{name}, {count(self.slices, 'slice')}"


@dataclass(frozen=True)
class Guess:
    """A series for a phase, or none, and why."""

    series: Series | None
    reason: str


def manifest_from_dicom(folder: Path, base: Path) -> list[dict[str, object]]:
    """Rows of a manifest, one for each study, numbered in the order of their folders.

    No name or identifier of a patient is taken over. Paths are relative to `base`. The reasons tell which series were
    left out, too.

    Raises
    ------
    InputError
        There is no CT series in the folder.
    """
    found = read_folder(folder)
    studies = _studies(found)
    contours = contour_files(found.others)
    if not any(one.is_volume for series in studies for one in series):
        raise InputError(f"{folder} holds no DICOM CT series of {FEWEST_SLICES} slices or more; choose another folder.")
    contoured = frozenset[str]().union(*(one.slices for one in contours))
    rows: list[dict[str, object]] = []
    for number, series in enumerate(studies, start=1):
        guesses = guess_phases(series, contoured)
        row: dict[str, object] = {ID_COLUMN: f"CASE{number:04d}"}
        masks = _masks(series)
        drawn = {phase: _drawn_on(guesses[phase].series, contours) for phase in PHASES}
        for phase in PHASES:
            chosen = guesses[phase].series
            masks[phase] = masks[phase] or drawn[phase][0]
            row[phase] = relative(chosen.folder, base) if chosen is not None and chosen.is_alone else ""
            row[f"{phase}_mask"] = relative(masks[phase], base)
            row[f"{phase}_segment"] = ""
        row |= {
            f"{phase}_reason": _reason(guesses[phase]) + _left_out(guesses, phase, series) + drawn[phase][1]
            for phase in PHASES
        }
        rows.append({**row, REVIEWED_COLUMN: ""})
    return rows


def guess_phases(series: Sequence[Series], contoured: frozenset[str] = frozenset()) -> dict[str, Guess]:
    """The arterial and the portal series of a study: by description where one names the phase, else by time.

    `contoured` holds the UIDs of slices that a contour was drawn on.
    """
    volumes = [one for one in series if one.is_volume]
    guesses = {phase: _by_description(volumes, phase, contoured) for phase in PHASES}
    named = [phase for phase in PHASES if any(guess_phase(one.description) == phase for one in volumes)]
    unnamed = [one for one in volumes if one.names_no_phase and one.acquired_s is not None]
    unnamed.sort(key=lambda one: (one.acquired_s or 0.0, str(one.folder)))
    arterial, portal = guesses["arterial"].series, guesses["portal"].series
    if not named and len(unnamed) > 1:
        arterial = unnamed[0]
        guesses["arterial"] = Guess(arterial, f"no series names the phase; the earliest of {len(unnamed)} unnamed ones")
    if "portal" not in named and arterial is not None:
        guesses["portal"] = _by_time(unnamed, arterial, after=True) or guesses["portal"]
    elif "arterial" not in named and portal is not None:
        guesses["arterial"] = _by_time(unnamed, portal, after=False) or guesses["arterial"]
    return _with_order_checked(guesses)


def _by_description(series: Sequence[Series], phase: str, contoured: frozenset[str]) -> Guess:
    named = [one for one in series if guess_phase(one.description) == phase]
    if not named:
        return Guess(None, "no series names the phase and the times do not tell")
    if len(named) == 1:
        return Guess(named[0], "its description names the phase")
    words = f"{len(named)} series name the phase"
    drawn = [one for one in named if one.instances & contoured]
    if len(drawn) == 1:
        return Guess(drawn[0], f"{words}; the one that was contoured")
    most = max(one.slices for one in named)
    largest = [one for one in named if one.slices == most]
    if len(largest) == 1:
        return Guess(largest[0], f"{words}; the one with the most slices")
    alike = ", ".join(map(str, largest[:MOST_LISTED]))
    return Guess(None, f"{words}, {len(largest)} of them alike ({alike}); choose one")


def _by_time(unnamed: Sequence[Series], known: Series, after: bool) -> Guess | None:
    """The unnamed series nearest in time after or before a known one, within the delays between two phases."""
    if known.acquired_s is None:
        return None
    sign = 1 if after else -1
    gaps = [(sign * ((one.acquired_s or 0.0) - known.acquired_s), one) for one in unnamed if one is not known]
    fitting = [(gap, one) for gap, one in gaps if LEAST_GAP_S <= gap <= MOST_GAP_S]
    if not fitting:
        return None
    gap, nearest = min(fitting, key=lambda pair: (pair[0], str(pair[1].folder)))
    which = "after the arterial" if after else "before the portal"
    return Guess(nearest, f"no series names the phase; acquired {gap:.0f} s {which} series")


def _with_order_checked(guesses: dict[str, Guess]) -> dict[str, Guess]:
    arterial, portal = guesses["arterial"].series, guesses["portal"].series
    if arterial is None or portal is None or arterial.acquired_s is None or portal.acquired_s is None:
        return guesses
    if portal.acquired_s <= arterial.acquired_s:
        doubt = f"{guesses['portal'].reason}; DOUBTFUL: not acquired after the arterial series"
        return {**guesses, "portal": Guess(portal, doubt)}
    return guesses


def _reason(guess: Guess) -> str:
    if guess.series is None:
        return guess.reason
    words = f"{guess.reason} ({guess.series})"
    return words if guess.series.is_alone else f"{words}, but other series lie in its folder: give it one of its own"


def _left_out(guesses: Mapping[str, Guess], phase: str, series: Sequence[Series]) -> str:
    """What else could be the phase: too few slices, or no word and no time that tells."""
    short = [
        one for one in series if not one.is_volume and (one.names_no_phase or guess_phase(one.description) == phase)
    ]
    taken = [guess.series for guess in guesses.values()]
    unnamed = [one for one in series if one.is_volume and one.names_no_phase and one not in taken]
    words = _listed("nothing names their phase", unnamed) if guesses[phase].series is None else ""
    return words + _listed(f"they have fewer than {FEWEST_SLICES} slices", short)


def _listed(why: str, series: Sequence[Series]) -> str:
    if not series:
        return ""
    more = f" and {len(series) - MOST_LISTED} more" if len(series) > MOST_LISTED else ""
    return f"; left out because {why}: {', '.join(map(str, series[:MOST_LISTED]))}{more}"


def _drawn_on(series: Series | None, contours: Sequence[ContourFile]) -> tuple[Path | None, str]:
    """The one SEG that refers to a series, else the one RTSTRUCT, and what else refers to it, in words."""
    found = [] if series is None else [one for one in contours if one.slices & series.instances]
    for kind, is_structure_set in (("SEG", False), ("RTSTRUCT", True)):
        of_kind = [one for one in found if one.is_structure_set == is_structure_set]
        if len(of_kind) == 1:
            return of_kind[0].path, f"; contour: the {kind} that refers to it" + _to_choose(of_kind[0].segments)
        if of_kind:
            return None, f"; contour left out: {count(len(of_kind), kind)} refer to it"
    return None, "; no contour refers to it" if series is not None and contours else ""


def _to_choose(segments: Sequence[SegmentEntry]) -> str:
    """Which segments there are where one has to be chosen; names that may be a person's are withheld."""
    if len(segments) == 1:
        return ""
    named = [f"{one.label} ({writable_name(one.name)})" for one in segments]
    more = f" and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
    return f"; write the lesion's segment or its number beside it: {', '.join(named[:MOST_NAMED])}{more}"


def _studies(found: FolderContent) -> list[list[Series]]:
    """CT series of each study that has any, in the order of folders."""
    slices: dict[tuple[str, str], dict[str, list[DicomSlice]]] = defaultdict(lambda: defaultdict(list))
    folders: dict[Path, set[str]] = defaultdict(set)
    for uid, members in found.series.items():
        for one in members:
            slices[one.text(PATIENT_ID), one.text(STUDY_UID)][uid].append(one)
            for parent in one.path.parents:
                folders[parent].add(uid)
    studies = []
    for by_series in slices.values():
        series = [_series(members, folders) for members in by_series.values() if _is_of_ct(members)]
        if series:
            studies.append(series)
    return sorted(studies, key=lambda series: min(str(one.folder) for one in series))


def _is_of_ct(members: Sequence[DicomSlice]) -> bool:
    return members[0].text(MODALITY) == "CT" and not what_else(members[0])


def _series(members: Sequence[DicomSlice], folders: dict[Path, set[str]]) -> Series:
    folder = Path(os.path.commonpath([one.path.parent for one in members]))
    times = [one.acquired_s for one in members if one.acquired_s is not None]
    return Series(
        folder,
        len(members),
        members[0].text(DESCRIPTION),
        min(times, default=None),
        len(folders[folder]) == 1,
        frozenset(one.text(INSTANCE_UID) for one in members),
    )


def _masks(series: Sequence[Series]) -> dict[str, Path | None]:
    """The one volume file of the study's folder whose name says a phase, for each phase."""
    root = Path(os.path.commonpath([one.folder for one in series]))
    files = [path for path in sorted(root.rglob("*")) if path.name.lower().endswith(MASK_SUFFIXES)]
    named = {phase: [path for path in files if guess_phase(path.name) == phase] for phase in PHASES}
    return {phase: paths[0] if len(paths) == 1 else None for phase, paths in named.items()}
