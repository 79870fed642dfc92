"""Every path and geometry of a manifest, checked from headers alone, before hours are spent."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from ..errors import InputError
from ..formats import is_dicom_contour, read_grid, read_mask
from ..formats.content_hash import content_hash_of
from ..imaging import Geometry
from ..imaging.phase_image import ImageHeader
from ..models.acquisition import PHASES
from .manifest import Case, Manifest
from .pair_check import check_pair_of_files
from .unit import Outcome, failure_of_files


def check_manifest(manifest: Manifest, on_progress: Callable[[int, int], None] | None = None) -> list[Outcome]:
    """What would fail for certain, as failed outcomes in the order of the manifest.

    Headers do not tell whether data are whole or a contour is empty: that the run finds out.
    """
    found = []
    for number, case in enumerate(manifest.cases, start=1):
        found += _check_case(case)
        if on_progress is not None:
            on_progress(number, len(manifest.cases))
    return found


def _check_case(case: Case) -> list[Outcome]:
    failures = []
    for phase in PHASES:
        try:
            _check_phase(case, phase)
        except InputError as error:
            failures.append(_failure(case, phase, str(error)))
    if not failures:
        arterial, portal = (case.phases[phase] for phase in PHASES)
        images, masks = (str(arterial.image), str(portal.image)), (str(arterial.mask), str(portal.mask))
        try:
            _require_two_images(arterial.image, portal.image)
            check_pair_of_files(images, masks, case.confirmed)
        except InputError as error:
            failures.append(_failure(case, "portal", str(error)))
    return failures


def _require_two_images(arterial: Path, portal: Path) -> None:
    """Refuse one image given as both phases, also as a copy; only files of one size are read for that."""
    alike = arterial.is_file() and portal.is_file() and arterial.stat().st_size == portal.stat().st_size
    if arterial.samefile(portal) or (alike and content_hash_of([arterial]) == content_hash_of([portal])):
        raise InputError("Both phases are the same image; give the arterial and the portal phase.")


def _check_phase(case: Case, phase: str) -> None:
    files = case.phases[phase]
    geometry, acquisition = read_grid(files.image)
    if is_dicom_contour(files.mask) or files.mask.is_dir():
        image = ImageHeader(geometry, acquisition, str(files.image))
        mask_geometry = read_mask(files.mask, segment=files.segment or None, image=image).geometry
    else:
        mask_geometry, _ = read_grid(files.mask)
    _require_overlap(geometry, mask_geometry, files.mask, files.image)


def _require_overlap(image: Geometry, mask: Geometry, mask_path: Path, image_path: Path) -> None:
    """Refuse two grids whose boxes lie apart."""
    to_image = np.linalg.inv(image.index_to_world) @ mask.index_to_world
    slices, rows, columns = mask.shape
    corners = np.array(np.meshgrid((-0.5, columns - 0.5), (-0.5, rows - 0.5), (-0.5, slices - 0.5))).reshape(3, -1)
    on_image = to_image[:3, :3] @ corners + to_image[:3, 3:]
    upper = np.array(image.shape[::-1]) - 0.5
    if (on_image.max(axis=1) <= -0.5).any() or (on_image.min(axis=1) >= upper).any():
        raise InputError(f"{mask_path} lies outside {image_path}; check that mask and image belong to the same scan.")


def _failure(case: Case, phase: str, sentence: str) -> Outcome:
    names = {str(case.phases[phase].mask): f"the {phase} mask", str(case.phases[phase].image): f"the {phase} image"}
    names.setdefault(str(case.phases["arterial"].image), "the arterial image")
    return failure_of_files(case.case_id, phase, sentence, names)
