"""Two manifests, one a reader, to the agreement of their contours."""

from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InputError

if TYPE_CHECKING:
    from ..cohort.manifest import Case, PhaseFiles
    from ..imaging import Mask
    from ..training.pipeline.parallel import Progress
    from ..training.readers.agreement import ContourPair


def compare_manifests(first: Path, second: Path, on_progress: "Progress | None" = None) -> "tuple[ContourPair, ...]":
    """Compare the contours of the cases that both manifests name, in both phases.

    A contour on another grid is brought onto the first reader's image; so is then the other.

    Raises
    ------
    InputError
        A manifest or mask cannot be read, or the second names cases that the first has not.
    """
    from ..cohort.manifest import read_manifest

    ours = {case.case_id: case for case in read_manifest(first).cases}
    theirs = read_manifest(second).cases
    strangers = sorted(case.case_id for case in theirs if case.case_id not in ours)
    if strangers:
        raise InputError(f"{second} has cases that {first} has not, such as {strangers[0]}; compare the same patients.")
    pairs: list[ContourPair] = []
    for done, case in enumerate(theirs, start=1):
        pairs += _compare_case(ours[case.case_id], case)
        if on_progress:
            on_progress(done, len(theirs))
    return tuple(pairs)


def _compare_case(first: "Case", second: "Case") -> "list[ContourPair]":
    from ..training.readers.agreement import ContourPair
    from ..training.statistics.contour_agreement import contour_agreement

    pairs = []
    for phase, files in first.phases.items():
        masks = _read(files), _read(second.phases[phase])
        pairs.append(ContourPair(first.case_id, phase, contour_agreement(*_on_one_grid(files.image, *masks))))
    return pairs


def _read(files: "PhaseFiles") -> "Mask":
    from ..formats import is_dicom_contour, read_grid, read_mask
    from ..imaging.phase_image import ImageHeader

    drawn_on = ImageHeader(*read_grid(files.image), str(files.image)) if is_dicom_contour(files.mask) else None
    return read_mask(files.mask, segment=files.segment or None, image=drawn_on)


def _on_one_grid(image: Path, first: "Mask", second: "Mask") -> "tuple[Mask, Mask]":
    from ..formats import read_image
    from ..imaging.orientation import stored_like
    from ..imaging.resampling import onto_grid

    second = stored_like(second, first.geometry)
    if first.geometry.same_grid(second.geometry):
        return first, second
    shown = read_image(image, any_modality=True)
    return onto_grid(first, shown)[0], onto_grid(second, shown)[0]
