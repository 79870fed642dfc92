"""NRRD, attached (.nrrd) or with its voxels in a file of their own (.nhdr).

The format is that of http://teem.sourceforge.net/nrrd/format.html: lines ``field: value``, ``key:=value`` and
``# comment`` up to an empty line, then the voxels, the first axis fastest.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ..errors import InputError
from ..imaging.geometry import Geometry
from ..texts import sentence as _
from .byte_stream import StoredFile
from .volume_header import (
    VolumeHeader,
    decoded,
    finite_numbers,
    named_data_file,
    require_millimeters,
    require_three_dimensions,
    size_of,
    unique_fields,
    whole,
    whole_numbers,
)

MAGIC = re.compile(rb"NRRD000[1-5]\r?\n")
SPACES = {
    "left-posterior-superior": (1, 1, 1),
    "lps": (1, 1, 1),
    "right-anterior-superior": (-1, -1, 1),
    "ras": (-1, -1, 1),
    "left-anterior-superior": (1, -1, 1),
    "las": (1, -1, 1),
}
SPELLINGS = {
    "i1": "signed char, int8, int8_t",
    "u1": "uchar, unsigned char, uint8, uint8_t",
    "i2": "short, short int, signed short, signed short int, int16, int16_t",
    "u2": "ushort, unsigned short, unsigned short int, uint16, uint16_t",
    "i4": "int, signed int, int32, int32_t",
    "u4": "uint, unsigned int, uint32, uint32_t",
    "i8": "longlong, long long, long long int, signed long long, signed long long int, int64, int64_t",
    "u8": "ulonglong, unsigned long long, unsigned long long int, uint64, uint64_t",
    "f4": "float",
    "f8": "double",
}
TYPES = {name: kind for kind, names in SPELLINGS.items() for name in names.split(", ")}
ENCODINGS = {"raw": "raw", "gzip": "gzip", "gz": "gzip", "txt": "text", "text": "text", "ascii": "text"}
VECTOR = re.compile(r"none|\(([^)]*)\)")


def is_nrrd(beginning: bytes) -> bool:
    """Whether a file that begins so is an NRRD file."""
    return beginning.startswith(b"NRRD")


def read_nrrd_header(file: StoredFile) -> VolumeHeader:
    """Read the header of an NRRD file and leave the file just behind it.

    Raises
    ------
    InputError
        A needed field is missing, unreadable or given twice; the grid is not stated in a space of the patient, not
        in mm, or not orthogonal; or the voxels are of a kind or encoding that is not read.
    """
    path = file.path
    if not MAGIC.match(file.peek(16)):
        raise InputError(
            _("{path} is of an unusual kind of NRRD (not version 1 to 5); export it again.").format(path=path)
        )
    fields, keys = _fields_and_keys(file)
    sizes, layer_axis = _sizes(file, fields)
    layers = 1 if layer_axis is None else sizes.pop(layer_axis)
    if layers < 1:
        raise InputError(_("{path} states {layers} numbers a voxel; export it again.").format(path=path, layers=layers))
    geometry = Geometry.from_matrix(size_of(path, sizes), _grid(file, fields))
    geometry.require_regular(str(path))
    encoding = fields.get("encoding", "none")
    if encoding.lower() not in ENCODINGS:
        raise InputError(
            _("{path} has the NRRD encoding '{encoding}', which is not read; save it as raw or gzip.").format(
                path=path, encoding=encoding
            )
        )
    encoding = ENCODINGS[encoding.lower()]
    skipped = {name: whole(path, name, fields.get(name, "0")) for name in ("lineskip", "byteskip")}
    if skipped["lineskip"] < 0 or skipped["byteskip"] < -1 or (skipped["byteskip"] and encoding != "raw"):
        raise InputError(
            _("{path} has an NRRD line skip or byte skip that is not read; save it without.").format(path=path)
        )
    return VolumeHeader(
        path,
        geometry,
        _voxel(file, fields, encoding),
        encoding,
        _data_path(file, fields),
        skipped_lines=skipped["lineskip"],
        skipped_bytes=max(skipped["byteskip"], 0),
        from_end=skipped["byteskip"] < 0,
        layers=layers,
        layer_axis=layer_axis or 0,
        keys=keys,
    )


def nrrd_data_path(file: StoredFile) -> Path:
    """File of the voxels, whatever else the header says; errors as `read_nrrd_header` where it is ambiguous."""
    return _data_path(file, _fields_and_keys(file)[0])


def _data_path(file: StoredFile, fields: dict[str, str]) -> Path:
    return named_data_file(file.path, fields["datafile"]) if "datafile" in fields else file.path


def _fields_and_keys(file: StoredFile) -> tuple[dict[str, str], dict[str, str]]:
    fields: list[tuple[str, str]] = []
    keys: dict[str, str] = {}
    for line in _lines(file):
        name, _colon, value = line.partition(":")
        if value.startswith("="):
            keys[name] = value[1:].replace("\\n", "\n").replace("\\\\", "\\")
        else:
            fields.append((name.replace(" ", "").lower(), value.strip()))
    return unique_fields(file.path, fields), keys


def _lines(file: StoredFile) -> Iterator[str]:
    """Lines up to the empty one, without magic and comments."""
    lines = decoded(file.lines())
    next(lines)
    for line in lines:
        if not line.strip():
            return
        if not line.startswith("#"):
            yield line


def _sizes(file: StoredFile, fields: dict[str, str]) -> tuple[list[int], int | None]:
    """Length of each axis, the fastest first, and which of them holds the layers, an axis without a direction."""
    dimension = whole(file.path, "dimension", fields.get("dimension", "none"))
    directions = [match[0] for match in VECTOR.finditer(fields.get("spacedirections", ""))]
    without = [place for place, direction in enumerate(directions) if direction == "none"]
    layered = dimension == 4 and bool(without)
    if not layered:
        require_three_dimensions(file.path, dimension)
    sizes = whole_numbers(file.path, "sizes", fields.get("sizes", ""))
    if len(sizes) != dimension:
        raise InputError(
            _("{path} states {sizes} sizes for {dimension} dimensions; export it again.").format(
                path=file.path, sizes=len(sizes), dimension=dimension
            )
        )
    if layered and _kind(fields, without[0]) == "complex":
        raise InputError(
            _("{path} holds complex numbers; one real grey value a voxel is needed.").format(path=file.path)
        )
    return sizes, without[0] if layered else None


def _kind(fields: dict[str, str], place: int) -> str:
    kinds = fields.get("kinds", "").lower().split()
    return kinds[place] if place < len(kinds) else ""


def _grid(file: StoredFile, fields: dict[str, str]) -> np.ndarray:
    """Steps and origin by ``space``, ``space directions`` and ``space origin``: LPS mm, shape (3, 4)."""
    path = file.path
    space = fields.get("space", "none")
    if space.lower() not in SPACES:
        raise InputError(
            _("{path} states no position in the patient (NRRD space: {space}); export it with its geometry.").format(
                path=path, space=space
            )
        )
    require_millimeters(path, re.findall(r'"([^"]*)"', fields.get("spaceunits", "")))
    steps = _vectors(fields.get("spacedirections", ""))
    if len(steps) != 3:
        raise InputError(
            _("{path} states no voxel size (NRRD space directions: {stated}); export it with its geometry.").format(
                path=path, stated=fields.get("spacedirections", _("none"))
            )
        )
    origins = _vectors(fields.get("spaceorigin", ""))
    if len(origins) != 1:
        raise InputError(
            _(
                "{path} states no position in the patient (NRRD space origin: {stated}); export it with its geometry."
            ).format(path=path, stated=fields.get("spaceorigin", _("none")))
        )
    return np.diag(SPACES[space.lower()]) @ np.column_stack([*steps, *origins])


def _vectors(text: str) -> list[np.ndarray]:
    """The vectors of three numbers in ``(x,y,z) none (x,y,z) ...``."""
    found = [finite_numbers(match[1].split(",")) for match in VECTOR.finditer(text) if match[1] is not None]
    return [vector for vector in found if vector.size == 3]


def _voxel(file: StoredFile, fields: dict[str, str], encoding: str) -> np.dtype:
    stated = fields.get("type", "none")
    kind = TYPES.get(" ".join(stated.lower().split()))
    if kind is None:
        raise InputError(
            _("{path} has the NRRD type '{stated}', which is not read; save it as short or float.").format(
                path=file.path, stated=stated
            )
        )
    if kind[1] == "1" or encoding == "text":
        return np.dtype(kind)
    order = {"little": "<", "big": ">"}.get(fields.get("endian", "none").lower())
    if order is None:
        raise InputError(
            _("{path} states no byte order (NRRD endian: {stated}); export it again.").format(
                path=file.path, stated=fields.get("endian", _("none"))
            )
        )
    return np.dtype(order + kind)
