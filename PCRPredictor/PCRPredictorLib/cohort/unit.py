"""The unit of work: one phase of one case, as plain data that can travel to another machine."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from .. import __version__
from ..formats.dicom_folder import files_below

Status = Literal["computed", "kept", "failed", "unwritable"]
_LISTED_SEGMENT = re.compile(r"'.*?' \(label (\d+)\)")
_ASKED_SEGMENT = re.compile(r"segment '[^']*'(?! \(label)")
"""Names of segments in sentences, which people name after patients."""
DEFAULT_REMEDY = "Correct the input and run the same command again."


@dataclass(frozen=True)
class Unit:
    """One phase of one case and everything that decides its result.

    Attributes
    ----------
    case_id, phase : str
    image, mask, segment : str
        Absolute paths, and the segment or label to take; empty takes the only one there is.
    partner, partner_mask : str
        Absolute paths of image and contour of the arterial phase where this is the portal phase, which must go with
        it; else empty.
    confirmed : bool
        Whether a person has confirmed that the two phases are right, whatever speaks against it.
    profile : dict
        JSON form of the extraction profile.
    perturbations : int
        How many perturbed contours to measure beside the drawn one.
    perturbation : dict
        JSON form of the perturbation settings.
    results : str
        Folder of the result files.
    timeout_s, memory_gb : float
        Limits of the worker process.
    library : str
        Version and fingerprint of the code that must compute it.
    rim_mm : float or None
        Width of the ring around the lesion that is measured, too; None for none.
    """

    case_id: str
    phase: str
    image: str
    mask: str
    segment: str
    partner: str
    partner_mask: str
    confirmed: bool
    profile: dict[str, Any]
    perturbations: int
    perturbation: dict[str, Any]
    results: str
    timeout_s: float
    memory_gb: float
    library: str
    rim_mm: float | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def case_numbers(self) -> tuple[int, ...]:
        """The case's id as numbers, for seeds."""
        digest = hashlib.sha256(self.case_id.encode()).digest()
        return tuple(int.from_bytes(digest[place : place + 4], "little") for place in (0, 4, 8, 12))


@dataclass(frozen=True)
class Outcome:
    """What became of a unit.

    Attributes
    ----------
    status : str
        ``computed`` now, ``kept`` from an earlier run, ``failed``, or ``unwritable``: the results folder is.
    key : str
        Name of the result file, without suffix; empty without result.
    reason, remedy : str
        Why it failed and what to do, without paths, which tend to hold names.
    warnings : list of dict
        Notices on how the two phases go together, as JSON.
    seconds : float
        Time it took.
    """

    case_id: str
    phase: str
    status: Status
    key: str = ""
    reason: str = ""
    remedy: str = ""
    warnings: list[dict[str, str]] = field(default_factory=list)
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def failure(unit: Unit, sentence: str, seconds: float = 0.0) -> Outcome:
    """A failed outcome of a unit from one sentence, ``what is wrong; what to do.``"""
    names = {unit.partner: "the arterial image", unit.partner_mask: "the arterial mask"}
    names[unit.mask] = f"the {unit.phase} mask"
    names[unit.image] = f"the {unit.phase} image"
    return failure_of_files(unit.case_id, unit.phase, sentence, names, seconds)


def failure_of_files(
    case_id: str, phase: str, sentence: str, names: Mapping[str, str], seconds: float = 0.0
) -> Outcome:
    """A failed outcome from one sentence; paths, which tend to hold names, become the words that `names` gives."""
    for path in sorted(filter(None, names), key=len, reverse=True):
        sentence = sentence.replace(path, names[path])
    for path in filter(None, names):
        sentence = _without_files(sentence, Path(path))
    sentence = _ASKED_SEGMENT.sub("such segment", sentence)
    sentence = _LISTED_SEGMENT.sub(r"label \1", sentence)
    reason, separator, remedy = sentence.strip().rstrip(".").rpartition("; ")
    if not separator:
        reason, remedy = remedy, DEFAULT_REMEDY
    return Outcome(case_id, phase, "failed", reason=_sentence(reason), remedy=_sentence(remedy), seconds=seconds)


def _without_files(sentence: str, folder: Path) -> str:
    """A sentence with numbers in place of the names of a folder's files, which tend to hold names, too."""
    if not folder.is_dir():
        return sentence
    files = {number: file for number, file in enumerate(files_below(folder), start=1) if file.name in sentence}
    for number, file in sorted(files.items(), key=lambda one: len(one[1].name), reverse=True):
        for said in (file.relative_to(folder).as_posix(), file.name):
            sentence = sentence.replace(said, f"file {number}")
    return sentence


def _sentence(words: str) -> str:
    words = words.strip().rstrip(".")
    return f"{words[:1].upper()}{words[1:]}."


@cache
def library_version() -> str:
    """The version and a fingerprint of the code that a feature value can depend on."""
    library = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for room in ("formats", "imaging", "features"):
        for file in sorted((library / room).rglob("*.py")):
            digest.update(file.relative_to(library).as_posix().encode())
            digest.update(file.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:16]}"
