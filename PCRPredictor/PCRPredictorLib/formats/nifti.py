"""NIfTI-1 and NIfTI-2 in one file, plain (.nii) or compressed by gzip (.nii.gz), whatever the name says.

Fields and formulas are those of ``nifti1.h`` and ``nifti2.h``.
"""

import math
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ..errors import InputError
from ..imaging.geometry import Geometry, in_single_precision
from ..texts import sentence as _
from .byte_stream import GZIP, GZIP_MARK, ByteStream, Inflated, StoredFile, read_exactly
from .volume_header import VolumeHeader, no_volume, require_positive, require_three_dimensions, size_of


class Kind(NamedTuple):
    """Where a version of the header keeps what; pairs of struct format and byte."""

    header_bytes: int
    first_data_byte: int
    magic: tuple[bytes, int]
    dimensions: tuple[str, int]
    datatype: tuple[str, int]
    pixdim: tuple[str, int]
    data_byte: tuple[str, int]
    scaling: tuple[str, int]
    units: tuple[str, int]
    codes: tuple[str, int]
    quaternion: tuple[str, int]
    sform: tuple[str, int]


NIFTI1 = Kind(
    348, 352, (b"n+1\0", 344), ("8h", 40), ("2h", 70), ("4f", 76), ("f", 108), ("2f", 112), ("b", 123), ("2h", 252),
    ("6f", 256), ("12f", 280),
)  # fmt: skip
NIFTI2 = Kind(
    540, 544, (b"n+2\0", 4), ("8q", 16), ("2h", 12), ("4d", 104), ("q", 168), ("2d", 176), ("i", 500), ("2i", 344),
    ("6d", 352), ("12d", 400),
)  # fmt: skip
TYPES = {2: "u1", 4: "i2", 8: "i4", 16: "f4", 64: "f8", 256: "i1", 512: "u2", 768: "u4", 1024: "i8", 1280: "u8"}
COMPLEX, COLORS = (32, 1792, 2048), {128: 3, 2304: 4}
LENGTH_UNITS = {0: "mm", 1: "m", 2: "mm", 3: "µm"}  # unknown is taken as mm, as all NIfTI programs do
STANDARD_SPACES = {3: "Talairach", 4: "MNI"}
QUATERNION_TOLERANCE = 1e-4
QUATERNION_ROUNDING = 3.0
"""By how many epsilons of the stored precision 1 - b^2 - c^2 - d^2 may be off: one of rounding b, c and d, and two of
computing them in that precision (nibabel's `quaternion_threshold` is the same)."""
RAS_TO_LPS = np.diag([-1.0, -1.0, 1.0])


@dataclass(frozen=True)
class _Fields:
    """The fields of either version that count, in plain numbers."""

    path: Path
    dimensions: tuple[int, ...]
    datatype: int
    bits: int
    pixdim: tuple[float, ...]
    data_byte: float
    scaling: tuple[float, float]
    unit: int
    qform_code: int
    sform_code: int
    is_single: bool
    quaternion: tuple[float, ...]
    sform: tuple[float, ...]


def is_nifti(beginning: bytes, name: str) -> bool:
    """Whether a file that begins so, or has such a name, is a NIfTI file or ought to be one."""
    return (
        name.lower().endswith((".nii", ".nii.gz", ".hdr", ".img"))
        or beginning.startswith(GZIP_MARK)
        or (_kind_of(beginning) is not None)
    )


def read_nifti_header(file: StoredFile) -> tuple[VolumeHeader, ByteStream]:
    """Read the header of a NIfTI file; nothing but the header is inflated.

    Returns
    -------
    header : VolumeHeader
    stream : ByteStream
        The bytes behind the header.

    Raises
    ------
    InputError
        The file is of two parts or no NIfTI file; it is not three-dimensional; the grid is missing, contradictory, not
        in mm or not orthogonal; or the voxels are of a kind that is not read.
    """
    path = file.path
    if path.name.lower().endswith((".hdr", ".img", ".hdr.gz", ".img.gz")):
        raise InputError(
            _("{path} is an Analyze or NIfTI file in two parts; save the volume as .nii.gz.").format(path=path)
        )
    compressed = file.peek(len(GZIP_MARK)) == GZIP_MARK
    stream: ByteStream = Inflated(file, GZIP, path) if compressed else file
    beginning = read_exactly(stream, NIFTI1.header_bytes)
    found = _kind_of(beginning)
    if found is None:
        raise no_volume(path)
    order, kind = found
    beginning += read_exactly(stream, kind.header_bytes - len(beginning))
    magic, place = kind.magic
    if len(beginning) < kind.header_bytes or not beginning.startswith(magic, place):
        raise _no_nifti(path)
    fields = _unpacked(path, beginning, order, kind)
    slope, intercept = _scaling(fields)
    header = VolumeHeader(
        path,
        _geometry(fields),
        np.dtype(order + _voxel(fields)),
        "raw",
        path,
        skipped_bytes=_data_byte(fields, kind) - kind.header_bytes,
        slope=slope,
        intercept=intercept,
    )
    return header, stream


def _kind_of(beginning: bytes) -> tuple[str, Kind] | None:
    """Byte order and version by the header's own length, with which it begins."""
    for order in "<>":
        for kind in (NIFTI1, NIFTI2):
            if beginning.startswith(struct.pack(order + "i", kind.header_bytes)):
                return order, kind
    return None


def _no_nifti(path: Path) -> InputError:
    return InputError(
        _("{path} has no NIfTI-1 header of one file (n+1) and none of NIfTI-2; save it as .nii.gz.").format(path=path)
    )


def _unpacked(path: Path, header: bytes, order: str, kind: Kind) -> _Fields:
    def numbers(place: tuple[str, int]) -> tuple:
        return struct.unpack_from(order + place[0], header, place[1])

    def lengths(found: tuple[float, ...]) -> tuple[float, ...]:
        """mm, each the decimal number that it stands for: 0.8, not 0.800000012."""
        return tuple(in_single_precision(number) for number in found) if kind is NIFTI1 else found

    quaternion, sform = numbers(kind.quaternion), numbers(kind.sform)
    qfac, *pixdim = numbers(kind.pixdim)
    rows = [(*sform[start : start + 3], *lengths(sform[start + 3 : start + 4])) for start in (0, 4, 8)]
    datatype, bits = numbers(kind.datatype)
    qform_code, sform_code = numbers(kind.codes)
    return _Fields(
        path,
        numbers(kind.dimensions),
        datatype,
        bits,
        (qfac, *lengths(tuple(pixdim))),
        numbers(kind.data_byte)[0],
        numbers(kind.scaling),
        numbers(kind.units)[0],
        qform_code,
        sform_code,
        kind is NIFTI1,
        (*quaternion[:3], *lengths(quaternion[3:])),
        tuple(number for row in rows for number in row),
    )


def _shape(fields: _Fields) -> tuple[int, int, int]:
    count, *lengths = fields.dimensions
    if not 1 <= count <= 7:
        raise InputError(
            _("{path} states {count} dimensions; a volume of three dimensions is needed.").format(
                path=fields.path, count=count
            )
        )
    used = lengths[:count]
    while len(used) > 3 and used[-1] == 1:  # one time point or component
        used.pop()
    require_three_dimensions(fields.path, len(used))
    return size_of(fields.path, used)


def _voxel(fields: _Fields) -> str:
    path, code = fields.path, fields.datatype
    if code in COMPLEX:
        raise InputError(_("{path} holds complex numbers; one real grey value a voxel is needed.").format(path=path))
    if code in COLORS:
        raise InputError(
            _("{path} has {colors} components per voxel; one grey value each is needed.").format(
                path=path, colors=COLORS[code]
            )
        )
    if code not in TYPES:
        raise InputError(
            _("{path} has the NIfTI data type {code}, which is not read; save it as int16 or float32.").format(
                path=path, code=code
            )
        )
    if fields.bits != 8 * int(TYPES[code][1]):
        raise InputError(
            _("{path} contradicts itself (data type {code} with {bits} bits); export it again.").format(
                path=path, code=code, bits=fields.bits
            )
        )
    return TYPES[code]


def _data_byte(fields: _Fields, kind: Kind) -> int:
    place = fields.data_byte
    if not (math.isfinite(place) and place == int(place) and place >= kind.first_data_byte):
        raise InputError(
            _(
                "{path} says that its voxels begin at byte {place:g}, inside its header of {header} bytes; "
                "export it again."
            ).format(path=fields.path, place=place, header=kind.first_data_byte)
        )
    return int(place)


def _scaling(fields: _Fields) -> tuple[float, float]:
    """Slope and intercept; none where the slope is 0 or no number, whatever the intercept."""
    slope, intercept = fields.scaling
    if slope == 0 or not math.isfinite(slope):
        return 1.0, 0.0
    if not math.isfinite(intercept):
        raise InputError(
            _("{path} has the scaling {slope:g} x + {intercept:g}, which is none; export it again.").format(
                path=fields.path, slope=slope, intercept=intercept
            )
        )
    return slope, intercept


def _geometry(fields: _Fields) -> Geometry:
    """The grid by the sform, or by the qform where there is no sform; the voxel size is pixdim's in both."""
    path, shape = fields.path, _shape(fields)
    unit = LENGTH_UNITS.get(fields.unit & 7, _("an unknown unit"))
    if unit != "mm":
        raise InputError(
            _("{path} states its lengths in {unit}, not in mm; save it with lengths in mm.").format(
                path=path, unit=unit
            )
        )
    require_positive(path, fields.pixdim[1:])
    if fields.qform_code <= 0 and fields.sform_code <= 0:
        raise InputError(
            _(
                "{path} states no position in the patient (NIfTI sform and qform code 0); export it with its geometry."
            ).format(path=path)
        )
    if fields.sform_code <= 0:
        return _with_spacing(_regular(path, shape, _qform(fields)), fields)
    steps = np.reshape(fields.sform, (3, 4))
    sform = _regular(path, shape, steps)
    if fields.qform_code > 0:
        qform = _regular(path, shape, _qform(fields, steps[:, :3]))
        if not sform.same_grid(qform):
            raise _contradiction(fields, sform, qform)
    geometry = _with_spacing(sform, fields)
    if not sform.same_grid(geometry):
        raise InputError(
            _(
                "{path} states a grid that contradicts itself (by its sform voxels of {spacing} mm, by its pixdim of "
                "{pixdim} mm); export it again."
            ).format(path=path, spacing=_listed(sform.spacing), pixdim=_listed(geometry.spacing))
        )
    return geometry


def _regular(path: Path, shape: tuple[int, int, int], matrix: np.ndarray) -> Geometry:
    with np.errstate(invalid="ignore"):  # NaN and infinity are refused below
        geometry = Geometry.from_matrix(shape, RAS_TO_LPS @ matrix)
    geometry.require_regular(str(path))
    return geometry


def _with_spacing(geometry: Geometry, fields: _Fields) -> Geometry:
    """Voxel sizes as pixdim has them, since a column of a matrix in single precision has them only roughly."""
    column, row, slice_ = fields.pixdim[1:]
    return Geometry(geometry.shape, (column, row, slice_), geometry.origin, geometry.direction)


def _contradiction(fields: _Fields, sform: Geometry, qform: Geometry) -> InputError:
    space = STANDARD_SPACES.get(fields.sform_code)
    if space is not None and fields.qform_code not in STANDARD_SPACES:
        return InputError(
            _(
                "{path} carries an sform into a standard space ({space}) over the qform of the scanner, so it does "
                "not say where the patient lies; give the image as it was before it was brought to a template."
            ).format(path=fields.path, space=space)
        )
    return InputError(
        _(
            "{path} states a grid that contradicts itself (by its sform voxels of {spacing} mm from ({origin}), by "
            "its qform {spacing2} mm from ({origin2}), or axes that differ); export it again."
        ).format(
            path=fields.path,
            spacing=_listed(sform.spacing),
            origin=_listed(sform.origin),
            spacing2=_listed(qform.spacing),
            origin2=_listed(qform.origin),
        )
    )


def _listed(numbers: tuple[float, ...]) -> str:
    return ", ".join(f"{number:g}" for number in numbers)


def _qform(fields: _Fields, sform_steps: np.ndarray | None = None) -> np.ndarray:
    """Steps and origin by the quaternion (method 2): RAS mm, shape (3, 4)."""
    qfac, *spacing = fields.pixdim
    sizes = np.array([spacing[0], spacing[1], (-1.0 if qfac < 0 else 1.0) * spacing[2]])
    b, c, d = fields.quaternion[:3]
    a = _first_of_quaternion(fields, None if sform_steps is None else sform_steps / sizes)
    rotation = np.array(
        [
            [a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c)],
            [2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b)],
            [2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - b * b - c * c],
        ]
    )
    return np.column_stack([rotation * sizes, fields.quaternion[3:]])


def _first_of_quaternion(fields: _Fields, rotation: np.ndarray | None) -> float:
    """The number a that a qform leaves out, a = sqrt(1 - b^2 - c^2 - d^2).

    Near half a turn, as in every volume stored the LPS way, rounding of b, c and d to single precision leaves of a only
    that it is small: what remains under the root may be all rounding, and its root 6e-4, which moves the far corner of
    a CT by a tenth of a millimeter. Then a is the one of the sform's rotation where that is as small, else 0.
    """
    rounding = QUATERNION_ROUNDING * float(np.finfo(np.float32 if fields.is_single else np.float64).eps)
    axis = np.array(fields.quaternion[:3])
    square = 1 - float(axis @ axis)
    if not square > -QUATERNION_TOLERANCE:
        listed = ", ".join(f"{number:g}" for number in axis)
        raise InputError(
            _("{path} has a NIfTI qform that is no rotation ({listed}); export it again.").format(
                path=fields.path, listed=listed
            )
        )
    if rotation is not None and np.isfinite(rotation).all() and axis.any():
        turned = rotation - rotation.T  # of a rotation: 4 a (b, c, d) in these three places
        stated = float(axis @ (turned[2, 1], turned[0, 2], turned[1, 0]) / (4 * axis @ axis))
        if abs(stated**2 - square) <= rounding:
            return stated
    return math.sqrt(square) if square > rounding else 0.0
