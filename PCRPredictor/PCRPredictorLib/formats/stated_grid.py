"""The grid that the text header of an NRRD or MetaImage file states, without what ITK would fill in."""

import re
from pathlib import Path

import numpy as np

from ..errors import InputError
from .file_header import FileHeader

NRRD_SPACES = {
    "left-posterior-superior": (1, 1, 1),
    "lps": (1, 1, 1),
    "right-anterior-superior": (-1, -1, 1),
    "ras": (-1, -1, 1),
    "left-anterior-superior": (1, -1, 1),
    "las": (1, -1, 1),
}
MILLIMETERS = {"mm", "millimeter", "millimeters", "millimetre", "millimetres"}
UNKNOWN_UNITS = {"", "?", "???"}


def nrrd_grid(path: Path, header: FileHeader) -> np.ndarray:
    """Steps and origin by the NRRD fields ``space``, ``space directions`` and ``space origin``.

    Axes without a direction (``none``), such as the layers of a segmentation, are no part of the grid.

    Returns
    -------
    numpy.ndarray
        Shape (3, 4): LPS mm of a step in column, row and slice, and of the first voxel's center.

    Raises
    ------
    InputError
        One of the fields is missing or unreadable, or lengths are not in mm.
    """
    space = header.fields.get("space", "none")
    if space.lower() not in NRRD_SPACES:
        raise InputError(
            f"{path} states no position in the patient (NRRD space: {space}); export it with its geometry."
        )
    _require_millimeters(path, re.findall(r'"([^"]*)"', header.fields.get("spaceunits", "")))
    steps = _vectors(header.fields.get("spacedirections", ""))
    if len(steps) != 3:
        raise InputError(
            f"{path} states no voxel size (NRRD space directions: {header.fields.get('spacedirections', 'none')}); "
            "export it with its geometry."
        )
    origins = _vectors(header.fields.get("spaceorigin", ""))
    if len(origins) != 1:
        raise InputError(
            f"{path} states no position in the patient (NRRD space origin: "
            f"{header.fields.get('spaceorigin', 'none')}); export it with its geometry."
        )
    return np.diag(NRRD_SPACES[space.lower()]) @ np.column_stack([*steps, *origins])


def metaimage_grid(path: Path, header: FileHeader) -> np.ndarray:
    """Steps and origin by the MetaImage fields ``ElementSpacing``, ``TransformMatrix`` and ``Offset`` or their aliases.

    Returns
    -------
    numpy.ndarray
        Shape (3, 4), as `nrrd_grid`.

    Raises
    ------
    InputError
        One of the fields is missing or unreadable, a voxel size is not positive, or lengths are not in mm.
    """
    _require_millimeters(path, [header.fields.get("distanceunits", "")])
    spacing = _numbers(path, header, "voxel size", 3, "ElementSpacing", "ElementSize")
    if not (spacing > 0).all():
        listed = ", ".join(f"{step:g}" for step in spacing)
        raise InputError(f"{path} has a voxel size that is not positive ({listed} mm); export it again.")
    axes = _numbers(path, header, "orientation", 9, "TransformMatrix", "Rotation", "Orientation")
    origin = _numbers(path, header, "position in the patient", 3, "Offset", "Position", "Origin")
    return np.column_stack([(axes.reshape(3, 3) * spacing[:, np.newaxis]).T, origin])


def _vectors(text: str) -> list[np.ndarray]:
    """The vectors of three numbers in ``(x,y,z) (x,y,z) ...``."""
    found = [_floats(part.split(",")) for part in re.findall(r"\(([^)]*)\)", text)]
    return [vector for vector in found if vector.size == 3]


def _numbers(path: Path, header: FileHeader, what: str, count: int, *names: str) -> np.ndarray:
    text = next((header.fields[name.lower()] for name in names if name.lower() in header.fields), "")
    found = _floats(text.split())
    if found.size != count:
        raise InputError(f"{path} states no {what} ({names[0]}: {text or 'none'}); export it with its geometry.")
    return found


def _floats(parts: list[str]) -> np.ndarray:
    """The parts as finite numbers, none where one is something else."""
    try:
        found = np.array([float(part) for part in parts])
    except ValueError:
        return np.empty(0)
    return found if np.isfinite(found).all() else np.empty(0)


def _require_millimeters(path: Path, units: list[str]) -> None:
    for unit in units:
        if unit.strip().lower() not in MILLIMETERS | UNKNOWN_UNITS:
            raise InputError(f"{path} states its lengths in {unit.strip()}, not in mm; save it with lengths in mm.")
