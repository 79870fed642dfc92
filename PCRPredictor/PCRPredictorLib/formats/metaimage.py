"""MetaImage, in one file (.mha) or with its voxels in a file of their own (.mhd).

Lines ``Name = value``, the last of which is ``ElementDataFile``; names are told apart by case, as MetaIO does. See
https://itk.org/Wiki/ITK/MetaIO/Documentation.
"""

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
    require_positive,
    require_three_dimensions,
    size_of,
    unique_fields,
    whole,
    whole_numbers,
)

LAST_FIELD = "ElementDataFile"
TYPES = {
    "MET_CHAR": "i1",
    "MET_UCHAR": "u1",
    "MET_SHORT": "i2",
    "MET_USHORT": "u2",
    "MET_INT": "i4",
    "MET_UINT": "u4",
    "MET_LONG": "i4",
    "MET_ULONG": "u4",
    "MET_LONG_LONG": "i8",
    "MET_ULONG_LONG": "u8",
    "MET_FLOAT": "f4",
    "MET_DOUBLE": "f8",
}
"""NumPy's names; a MetaIO long has four bytes on every machine."""
FIRST_FIELDS = ("ObjectType", "NDims", "Comment", "ObjectSubType", "TransformType", "BinaryData", "ID", "Name")


def is_metaimage(beginning: bytes) -> bool:
    """Whether a file that begins so is a MetaImage file."""
    name, sign, _value = beginning.partition(b"=")
    return bool(sign) and name.decode("latin-1").strip() in FIRST_FIELDS


def read_metaimage_header(file: StoredFile) -> VolumeHeader:
    """Read the header of a MetaImage file and leave the file just behind it.

    Raises
    ------
    InputError
        The image is not three-dimensional; a needed field is missing, unreadable or contradictory; the grid is not in
        mm or not orthogonal; or the voxels are of a kind that is not read.
    """
    path = file.path
    pairs = tuple(_pairs(file))
    first = dict(reversed(pairs))
    if "NDims" in first:  # before anything else, since all other fields have as many numbers
        require_three_dimensions(path, whole(path, "NDims", first["NDims"]))
    fields = unique_fields(path, pairs, may_repeat=("Comment",))
    if "NDims" not in fields or LAST_FIELD not in fields:
        missing = "NDims" if "NDims" not in fields else LAST_FIELD
        raise InputError(
            _("{path} has a MetaImage header without {missing}; it is cut off, so export it again.").format(
                path=path, missing=missing
            )
        )
    counts = whole_numbers(path, "DimSize", fields.get("DimSize", ""))
    if len(counts) != 3:
        raise InputError(
            _("{path} states {counts} sizes for 3 dimensions; export it again.").format(path=path, counts=len(counts))
        )
    geometry = _grid(file, fields, size_of(path, counts))
    layers = whole(path, "ElementNumberOfChannels", fields.get("ElementNumberOfChannels", "1"))
    if layers < 1:
        raise InputError(_("{path} states {layers} numbers a voxel; export it again.").format(path=path, layers=layers))
    encoding = _encoding(file, fields)
    data_path = _data_path(file, fields)
    skipped = whole(path, "HeaderSize", fields.get("HeaderSize", "0"))
    if skipped < -1 or (skipped and (data_path == path or encoding != "raw")):
        raise InputError(
            _("{path} has a MetaImage HeaderSize of {skipped} that is not read; save it without.").format(
                path=path, skipped=skipped
            )
        )
    stored = fields.get("CompressedDataSize")
    return VolumeHeader(
        path,
        geometry,
        _voxel(file, fields),
        encoding,
        data_path,
        skipped_bytes=max(skipped, 0),
        from_end=skipped < 0,
        layers=layers,
        slope=_number(file, fields, "ElementToIntensityFunctionSlope", 1.0),
        intercept=_number(file, fields, "ElementToIntensityFunctionOffset", 0.0),
        stored_bytes=whole(path, "CompressedDataSize", stored) if stored and encoding == "zlib" else None,
        keys=fields,
    )


def metaimage_data_path(file: StoredFile) -> Path:
    """File of the voxels, whatever else the header says; errors as `read_metaimage_header` where it is ambiguous."""
    return _data_path(file, dict(_pairs(file)))


def _data_path(file: StoredFile, fields: dict[str, str]) -> Path:
    named = fields.get(LAST_FIELD, "LOCAL")
    return file.path if named.upper() == "LOCAL" else named_data_file(file.path, named)


def _pairs(file: StoredFile) -> Iterator[tuple[str, str]]:
    for line in decoded(file.lines()):
        name, sign, value = line.partition("=")
        if sign:
            yield name.strip(), value.strip()
        if name.strip() == LAST_FIELD:
            return


def _grid(file: StoredFile, fields: dict[str, str], shape: tuple[int, int, int]) -> Geometry:
    """The grid by ``ElementSpacing``, ``TransformMatrix`` (axis after axis) and ``Offset``, or their aliases."""
    path = file.path
    require_millimeters(path, [fields.get("DistanceUnits", "")])
    spacing = _vector(file, fields, _("voxel size"), 3, "ElementSpacing", "ElementSize").tolist()
    require_positive(path, spacing)
    axes = _vector(file, fields, _("orientation"), 9, "TransformMatrix", "Rotation", "Orientation").reshape(3, 3)
    origin = _vector(file, fields, _("position in the patient"), 3, "Offset", "Position", "Origin").tolist()
    geometry = Geometry(shape, tuple(spacing), tuple(origin), tuple(axes.T.ravel().tolist()))
    geometry.require_regular(str(path))
    return geometry


def _vector(file: StoredFile, fields: dict[str, str], what: str, count: int, *names: str) -> np.ndarray:
    """The numbers of a field under the first of its names that is given; all that are given have to agree."""
    found = {name: finite_numbers(fields[name].split()) for name in names if name in fields}
    first, *others = found.values() or [np.empty(0)]
    if first.size != count:
        text = next((fields[name] for name in names if name in fields), _("none"))
        raise InputError(
            _("{path} states no {what} ({name}: {text}); export it with its geometry.").format(
                path=file.path, what=what, name=names[0], text=text
            )
        )
    # ElementSize is the size of the sensor's element, which may differ from the step between elements
    if names[0] != "ElementSpacing" and any(not np.array_equal(first, other) for other in others):
        raise InputError(
            _("{path} contradicts itself ({listed} differ); export it again.").format(
                path=file.path, listed=" and ".join(found)
            )
        )
    return first


def _number(file: StoredFile, fields: dict[str, str], name: str, default: float) -> float:
    if name not in fields:
        return default
    found = finite_numbers(fields[name].split())
    if found.size != 1 or (name.endswith("Slope") and found[0] == 0):
        raise InputError(
            _("{path} gives '{stated}' for {name}, which maps no grey values; export it again.").format(
                path=file.path, stated=fields[name], name=name
            )
        )
    return float(found[0])


def _encoding(file: StoredFile, fields: dict[str, str]) -> str:
    if _is_true(fields, "CompressedData"):
        return "zlib"
    return "raw" if "BinaryData" not in fields or _is_true(fields, "BinaryData") else "text"


def _voxel(file: StoredFile, fields: dict[str, str]) -> np.dtype:
    stated = fields.get("ElementType", "none")
    if stated not in TYPES:
        raise InputError(
            _("{path} has the MetaImage type '{stated}', which is not read; save it as MET_SHORT.").format(
                path=file.path, stated=stated
            )
        )
    names = [name for name in ("BinaryDataByteOrderMSB", "ElementByteOrderMSB") if name in fields]
    orders = {">" if _is_true(fields, name) else "<" for name in names} or {"<"}
    if len(orders) > 1:
        raise InputError(
            _("{path} contradicts itself ({listed} differ); export it again.").format(
                path=file.path, listed=" and ".join(names)
            )
        )
    return np.dtype(orders.pop() + TYPES[stated])


def _is_true(fields: dict[str, str], name: str) -> bool:
    return fields.get(name, "").lower().startswith(("t", "1", "y"))
