"""What nibabel, pynrrd and ITK read of a file: array and grid, or None where they refuse it."""

import warnings
from dataclasses import dataclass
from pathlib import Path

import nibabel
import nrrd
import numpy as np
import SimpleITK as sitk
from PCRPredictorLib.formats.quiet import quiet_readers

RAS_TO_LPS = np.diag([-1.0, -1.0, 1.0, 1.0])
SPACES = {"l": (0, 1), "r": (0, -1), "p": (1, 1), "a": (1, -1), "s": (2, 1), "i": (2, -1)}


@dataclass(frozen=True)
class Reading:
    """Array as (slices, rows, columns) or (slices, rows, columns, layers), and index to LPS mm; None if not stated."""

    array: np.ndarray
    matrix: np.ndarray | None


def by_nibabel(path: Path) -> Reading | None:
    nibabel.imageglobals.logger.disabled = True
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            image = nibabel.load(path)
            array = np.asarray(image.dataobj)
            has_place = image.header["qform_code"] > 0 or image.header["sform_code"] > 0
            matrix = RAS_TO_LPS @ image.affine if has_place else None
        except Exception:  # whatever a reader of damaged files may raise
            return None
    return Reading(array.T, matrix)


def by_pynrrd(path: Path) -> Reading | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            array, header = nrrd.read(str(path), index_order="C")
        except Exception:  # whatever a reader of damaged files may raise
            return None
    directions, origin, space = header.get("space directions"), header.get("space origin"), header.get("space", "")
    letters = [word[0] for word in space.split("-")] if "-" in space else list(space.lower())
    placed = directions is not None and origin is not None and len(origin) == 3 and len(letters) == 3
    if not placed or not all(letter in SPACES for letter in letters):
        return Reading(np.asarray(array), None)
    rows = np.atleast_2d(np.array([np.full(3, np.nan) if row is None else row for row in directions], dtype=float))
    layers = np.flatnonzero(np.isnan(rows).any(axis=1))
    steps = np.delete(rows, layers, axis=0)
    if steps.shape != (3, 3):
        return Reading(np.asarray(array), None)
    if layers.size:
        array = np.moveaxis(array, array.ndim - 1 - layers[0], -1)
    signs = np.diag([SPACES[letter][1] for letter in letters])
    matrix = np.eye(4)
    matrix[:3] = signs @ np.column_stack([*steps, origin])
    return Reading(np.asarray(array), matrix)


def by_itk(path: Path) -> Reading | None:
    with quiet_readers():
        try:
            image = sitk.ReadImage(str(path), imageIO="MetaImageIO")
        except RuntimeError:
            return None
    matrix = np.eye(4)
    matrix[:3, :3] = np.reshape(image.GetDirection(), (3, 3)) * np.array(image.GetSpacing())
    matrix[:3, 3] = image.GetOrigin()
    return Reading(sitk.GetArrayFromImage(image), matrix)
