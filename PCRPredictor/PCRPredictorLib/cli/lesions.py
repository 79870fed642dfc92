"""Which lesions `predict` scores: one, several segments merged into one, or each on its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InputError, Notice
from ..files import guarded

if TYPE_CHECKING:
    from ..imaging import Mask, PhaseImage
    from ..imaging.lesions import Lesion
    from ..models.scoring import Prediction

LESIONS_FILE = "lesions.csv"
LESION_FOLDER = "lesion-"


@dataclass(frozen=True)
class PhaseFiles:
    """Where one phase and its contour lie, and the segments asked for."""

    image: Path
    mask: Path
    segments: tuple[str, ...]
    identify: bool

    def read(self, any_modality: bool, every: bool) -> "tuple[PhaseImage, list[Mask]]":
        """The image, and the segments asked for; where none is, the only one there is, or `every` one."""
        from ..formats import read_image, read_mask, read_masks
        from ..imaging.hounsfield import of_any_modality

        image = read_image(self.image, any_modality=any_modality)
        if self.segments:
            masks = [read_mask(self.mask, segment=segment, image=image) for segment in self.segments]
        else:
            masks = list(read_masks(self.mask, image=image)) if every else [read_mask(self.mask, image=image)]
        masks = [replace(mask, is_identified=self.identify) for mask in masks]
        return of_any_modality(image) if any_modality else image, masks


def require_new(output: Path) -> None:
    """Raise InputError where the folder holds lesions of another run: some of them could be left standing."""
    if output.is_dir() and any(output.glob(f"{LESION_FOLDER}*")):
        raise InputError(f"--output {output} holds lesions of an earlier run; name a new folder.")


def require_pairs(arterial: Sequence[str], portal: Sequence[str]) -> None:
    """Raise InputError where segments of both phases cannot be paired in their order."""
    if len(arterial) != len(portal):
        raise InputError(
            f"--each with {len(arterial)} arterial and {len(portal)} portal segments: give as many "
            "--arterial-segment as --portal-segment, in the order in which they belong together, or none."
        )
    for flag, names in (("--arterial-segment", arterial), ("--portal-segment", portal)):
        if len(set(names)) < len(names):
            raise InputError(f"{flag} names a segment twice; give each once.")


def lesions_of(arterial: "Sequence[Mask]", portal: "Sequence[Mask]", each: bool, chosen: bool) -> "list[Lesion]":
    """The lesions to score; `chosen` tells whether the segments were asked for by name."""
    from ..imaging.lesions import alike, index_lesion, paired
    from .output import show_warnings

    if not each:
        return [index_lesion(arterial, portal)]
    if chosen:
        return paired(arterial, portal)
    first, second, others = alike(arterial, portal)
    if others:
        message = f"{others} of the segments are in one of the two contours only, and were not scored."
        show_warnings([Notice("lesions-left-out", message)])
    return paired(first, second)


def lesion_row(
    folder: str, lesion: "Lesion", scored: "Prediction | InputError", paths: Mapping[str, str]
) -> dict[str, object]:
    """One line of lesions.csv; a lesion that could not be scored has its reason instead of numbers.

    Parameters
    ----------
    paths : mapping of str to str
        Files in the words in which the reason names them.
    """
    from ..cohort.unit import failure_of_files
    from ..models.score_table import WITHIN
    from ..models.scoring import Prediction

    row = {"lesion": folder, "name": guarded([lesion.arterial.written_name])[0]}
    if not isinstance(scored, Prediction):
        failed = failure_of_files("", "", str(scored), paths)
        reason = " ".join(filter(None, (failed.reason, failed.remedy)))
        return {**row, "probability": "", "call": "", "domain_within": "", "simulated": "", "reason": reason}
    return {
        **row,
        "probability": repr(scored.probability),
        "call": scored.call,
        "domain_within": WITHIN[scored.domain.within],
        "simulated": "true" if scored.simulated else "false",
        "reason": "",
    }
