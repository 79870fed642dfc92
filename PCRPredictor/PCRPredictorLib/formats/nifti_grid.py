"""The grid that the header of a NIfTI file states, read from its bytes.

The NIfTI library repairs a header while reading: a missing voxel size becomes 1, a missing position 0, and what it
hands on is what it has made.
"""

import gzip
import struct
import zlib
from pathlib import Path

import numpy as np

from ..errors import InputError
from ..files import open_inflated

HEADER_BYTES = 348
MAGIC_PLACE, MAGIC = 344, b"n+1\0"
# format and byte of pixdim, unit, qform and sform code, quaternion with offset, and sform rows
FIELDS = (("4f", 76), ("b", 123), ("2h", 252), ("6f", 256), ("12f", 280))
LENGTH_UNITS = {0: "mm", 1: "m", 2: "mm", 3: "µm"}  # unknown is taken as mm, as all NIfTI programs do
QUATERNION_TOLERANCE = 1e-4
RAS_TO_LPS = np.diag([-1.0, -1.0, 1.0])


def nifti_grid(path: Path) -> np.ndarray:
    """Steps and origin by the sform, or by the qform where there is no sform.

    The formulas are those of methods 2 and 3 in ``nifti1.h``.

    Returns
    -------
    numpy.ndarray
        Shape (3, 4): LPS mm of a step in column, row and slice, and of the first voxel's center.

    Raises
    ------
    InputError
        The file is no NIfTI-1 file, both codes are 0, or the numbers are missing or not in mm.
    """
    pixdim, (unit,), (qform_code, sform_code), placing, sform = _header_numbers(path)
    length_unit = LENGTH_UNITS.get(unit & 7, "an unknown unit")
    if length_unit != "mm":
        raise InputError(f"{path} states its lengths in {length_unit}, not in mm; save it with lengths in mm.")
    if sform_code > 0:
        matrix = np.reshape(sform, (3, 4))
    elif qform_code > 0:
        matrix = _qform(path, np.array(pixdim), np.array(placing))
    else:
        raise InputError(
            f"{path} states no position in the patient (NIfTI sform and qform code 0); export it with its geometry."
        )
    return RAS_TO_LPS @ matrix


def _header_numbers(path: Path) -> list[tuple]:
    try:
        with open_inflated(path) as file:
            header = file.read(HEADER_BYTES)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        header = b""
    if len(header) < HEADER_BYTES or not header.startswith(MAGIC, MAGIC_PLACE):
        raise InputError(f"{path} has no NIfTI-1 header of one file (n+1); save the volume as .nii.gz.")
    order = "<" if struct.unpack_from("<i", header) == (HEADER_BYTES,) else ">"
    return [struct.unpack_from(order + kind, header, place) for kind, place in FIELDS]


def _qform(path: Path, pixdim: np.ndarray, placing: np.ndarray) -> np.ndarray:
    handedness, spacing = -1.0 if pixdim[0] < 0 else 1.0, pixdim[1:]
    if not (spacing > 0).all():
        listed = ", ".join(f"{step:g}" for step in spacing)
        raise InputError(f"{path} has a voxel size that is not positive ({listed} mm); export it again.")
    b, c, d = placing[:3]
    rest = 1 - (b * b + c * c + d * d)
    if not rest > -QUATERNION_TOLERANCE:
        raise InputError(f"{path} has a NIfTI qform that is no rotation ({b:g}, {c:g}, {d:g}); export it again.")
    a = np.sqrt(max(rest, 0.0))
    rotation = np.array(
        [
            [a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c)],
            [2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b)],
            [2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - b * b - c * c],
        ]
    )
    return np.column_stack([rotation * spacing * [1, 1, handedness], placing[3:]])
