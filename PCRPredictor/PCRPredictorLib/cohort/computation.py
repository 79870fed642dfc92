"""What a worker process does with one unit: from two files to one result file."""

import base64
import hashlib
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import InputError, Notice
from ..features import Extraction, extract
from ..features.contour_series import ContourSeries
from ..features.extraction import measured_grid
from ..features.feature_sets import library_of
from ..features.profile import Profile, profile_from_json
from ..files import canonical_hash
from ..formats import read_grid, read_image, read_mask, read_masks
from ..formats.content_hash import content_hash_of
from ..formats.dicom_folder import files_below
from ..formats.volume_file import stored_files
from ..imaging import Mask, PhaseImage
from ..imaging.orientation import lps_geometry, to_lps
from ..imaging.perturbation import ContourPerturber, PerturbationSettings
from ..imaging.rim import rim_around
from ..models.acquisition import PHASES, describe_acquisition
from ..report.cohort.thumbnail import draw_thumbnail
from .pair_check import check_pair_of_files
from .result_file import read_result, write_result
from .unit import Outcome, Unit, failure, library_version

RESULT_FORMAT = 1
OUT_OF_MEMORY = ("bad_alloc", "allocat", "MemoryError")
NEEDS_MEMORY = "It needs more memory"


def compute_unit(unit: Unit) -> Outcome:
    """Compute one unit unless its result is there already; an error becomes a failed outcome.

    A result is kept where its key is the same: the hash of case, phase, image, mask, segment, profile, perturbation and
    library version.
    """
    started = time.monotonic()
    try:
        if unit.library != library_version():
            raise InputError(
                f"The worker runs the library {library_version()}, not {unit.library} as the run does; "
                "install the same version on every machine."
            )
        warnings = _partner_warnings(unit)
        key = _key(unit)
        if read_result(unit.results, key) is not None:
            return Outcome(unit.case_id, unit.phase, "kept", key, warnings=warnings)
        content = _measure(unit)
        if _key(unit) != key:
            raise InputError(
                "An image or contour changed while it was measured; run the same command again when nothing writes to "
                "it any more."
            )
    except Exception as error:  # whatever a case does, it must not take the others with it
        return failure(unit, _sentence_of(error, unit), time.monotonic() - started)
    seconds = time.monotonic() - started
    try:
        write_result(unit.results, key, {**content, "seconds": round(seconds, 3)})
    except InputError as error:
        return Outcome(unit.case_id, unit.phase, "unwritable", reason=str(error))
    return Outcome(unit.case_id, unit.phase, "computed", key, warnings=warnings, seconds=seconds)


def _sentence_of(error: Exception, unit: Unit) -> str:
    """What is wrong and what to do; a reader that fails for lack of memory calls the file damaged, so look beneath."""
    beneath = error.__cause__ or error.__context__
    unreadable = beneath if isinstance(error, InputError) and isinstance(beneath, RuntimeError | MemoryError) else None
    for cause in (error if not isinstance(error, InputError) else None, unreadable):
        if cause is not None and any(word in repr(cause) for word in OUT_OF_MEMORY):
            return f"{NEEDS_MEMORY} than the {unit.memory_gb:g} GB allowed; allow more with --memory GB."
    if isinstance(error, InputError):
        return str(error)
    if isinstance(error, OSError):
        place = f" at {error.filename}" if error.filename else ""
        return (
            f"The system refused{place}: {error.strerror or error}; check free space, also for temporary files, and "
            "permissions, and run the same command again."
        )
    return (
        f"An unexpected {type(error).__name__} came up ({error}); report it with the version of the program, and leave "
        "the case out meanwhile."
    )


def _partner_warnings(unit: Unit) -> list[dict[str, str]]:
    """Notices on how both phases go together, confirmed contradictions among them."""
    if not unit.partner:
        return []
    try:
        read_grid(unit.partner)
    except InputError:
        return []  # the arterial phase says so itself
    found = check_pair_of_files((unit.partner, unit.image), (unit.partner_mask, unit.mask), unit.confirmed)
    return [notice.as_json() for notice in found]


def _key(unit: Unit) -> str:
    profile = profile_from_json(unit.profile)
    return canonical_hash(
        {
            "format": RESULT_FORMAT,
            "case_id": unit.case_id,
            "phase": unit.phase,
            "image": hash_of_input(Path(unit.image)),
            "mask": hash_of_input(Path(unit.mask)),
            "segment": unit.segment,
            "profile": profile.hash,
            "perturbations": unit.perturbations,
            "perturbation": unit.perturbation if unit.perturbations else None,
            "library": unit.library,
            "computed_by": library_of(profile),
            "rim_mm": unit.rim_mm,
        }
    )


def hash_of_input(path: Path) -> str:
    """SHA-256 of an image or mask: of the file and the one its header names, or of all files of a folder.

    Raises
    ------
    InputError
        The path is missing or cannot be read.
    """
    try:
        if path.is_dir():
            return content_hash_of(files_below(path))
        return content_hash_of(stored_files(path))
    except FileNotFoundError as error:
        raise InputError(f"{path} names a file that does not exist; copy the image with all its files.") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror or error}); check its permissions.") from error


def _measure(unit: Unit) -> dict[str, Any]:
    image = read_image(unit.image)
    mask = read_mask(unit.mask, segment=unit.segment or None, image=image)
    profile = profile_from_json(unit.profile)
    extraction = extract(image, mask, profile)
    image, on_image, _ = measured_grid(image, mask, profile)
    content: dict[str, Any] = {
        "case_id": unit.case_id,
        "phase": unit.phase,
        "features": extraction.features,
        "warnings": [notice.as_json() for notice in extraction.warnings],
        "profile_hash": profile.hash,
        "acquisition": describe_acquisition({unit.phase: image}),
        "voxels": on_image.voxel_count,
        "volume_ml": on_image.voxel_count * image.geometry.voxel_volume_mm3 / 1000,
        "spacing_mm": list(lps_geometry(image.geometry).spacing),
        "pixel_hash": _pixel_hash(image),
        "simulated": image.acquisition.simulated or mask.simulated,
        "thumbnail": asdict(draw_thumbnail(image, on_image)),
    }
    if unit.rim_mm is not None:
        rim, notices = _measure_rim(unit, image, on_image, profile)
        content["rim"] = rim.features
        content["warnings"] += [notice.as_json() for notice in (*notices, *_new(rim.warnings, extraction.warnings))]
    if unit.perturbations:
        content["perturbed"] = _measure_perturbed(unit, image, on_image, tuple(extraction.features))
    return content


def _measure_rim(unit: Unit, image: PhaseImage, mask: Mask, profile: Profile) -> tuple[Extraction, tuple[Notice, ...]]:
    """Features of the ring around the lesion; other lesions of the same file are no part of it."""
    assert unit.rim_mm is not None
    others = [measured_grid(image, other, profile)[1] for other in _others(unit, image, mask)]
    rim, notices = rim_around(image, mask, unit.rim_mm, others)
    return extract(image, rim, profile), notices


def _others(unit: Unit, image: PhaseImage, mask: Mask) -> list[Mask]:
    return [other for other in read_masks(unit.mask, image=image) if other.segment != mask.segment]


def _new(notices: tuple[Notice, ...], known: tuple[Notice, ...]) -> list[Notice]:
    """What is said of the ring and not of the lesion, as said of the ring; that a ring reaches no border is no news."""
    codes = {notice.code for notice in known} | {"several-components"}
    return [Notice(notice.code, f"In the ring: {notice.message}") for notice in notices if notice.code not in codes]


def _pixel_hash(image: PhaseImage) -> str:
    """SHA-256 of shape and grey values, the same for one image saved in two formats or axis orders."""
    values = to_lps(image).array
    if np.issubdtype(values.dtype, np.integer) or np.array_equal(values, np.round(values)):
        kind = "<i2" if values.min() >= -(2**15) and values.max() < 2**15 else "<i8"
    else:
        kind = "<f8"
    digest = hashlib.sha256(f"{values.shape} {kind}".encode())
    digest.update(np.ascontiguousarray(values, dtype=kind).data)
    return digest.hexdigest()


def _measure_perturbed(unit: Unit, image: PhaseImage, mask: Mask, names: tuple[str, ...]) -> dict[str, Any]:
    """Features of each perturbed contour as base64 of little-endian float64, (perturbations, features).

    A contour that cannot be scored ends it: intraclass correlations need all of them, so the case then has none.
    """
    settings = PerturbationSettings(**unit.perturbation)
    perturber = ContourPerturber(mask, settings, settings.stream(unit.case_numbers, PHASES.index(unit.phase)))
    series = ContourSeries(image, mask, perturber.box, profile_from_json(unit.profile))
    rows = []
    for number in range(unit.perturbations):
        try:
            rows.append([*series.extract(perturber.draw(number)).values()])
        except InputError as error:
            missing = failure(unit, str(error)).reason
            return {"in_plane": perturber.in_plane, "values": None, "reason": f"Contour {number + 1}: {missing}"}
    values = base64.b64encode(np.array(rows, dtype="<f8").tobytes()).decode()
    return {"in_plane": perturber.in_plane, "values": values, "reason": ""}
