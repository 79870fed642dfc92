"""Seeded NIfTI files: valid ones of every kind, then changed in one to three places."""

import gzip
import struct
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

TYPES = {2: "u1", 4: "i2", 8: "i4", 16: "f4", 64: "f8", 256: "i1", 512: "u2", 768: "u4", 1024: "i8", 1280: "u8"}
SHAPE = (4, 5, 6)
# name: (byte and struct format in version 1, and in version 2)
PLACES = {
    "length": ((0, "i"), (0, "i")),
    "dim": ((40, "8h"), (16, "8q")),
    "datatype": ((70, "h"), (12, "h")),
    "bitpix": ((72, "h"), (14, "h")),
    "pixdim": ((76, "8f"), (104, "8d")),
    "vox_offset": ((108, "f"), (168, "q")),
    "slope": ((112, "f"), (176, "d")),
    "inter": ((116, "f"), (184, "d")),
    "units": ((123, "b"), (500, "i")),
    "qform_code": ((252, "h"), (344, "i")),
    "sform_code": ((254, "h"), (348, "i")),
    "quatern": ((256, "3f"), (352, "3d")),
    "qoffset": ((268, "3f"), (376, "3d")),
    "sform": ((280, "12f"), (400, "12d")),
    "magic": ((344, "4s"), (4, "8s")),
    "intent": ((68, "h"), (504, "i")),
    "descrip": ((148, "80s"), (240, "80s")),
    "cal": ((124, "2f"), (192, "2d")),
    "slice_code": ((122, "b"), (496, "i")),
}


@dataclass
class NiftiFile:
    """Fields by name, and what lies behind them."""

    fields: dict[str, tuple]
    data: bytes
    version: int = 1
    order: str = "<"
    extension: bytes = bytes(4)
    compressed: bool = False
    members: int = 1
    suffix: str = ".nii"
    cut: int = 0
    done: list[str] = field(default_factory=list)

    def write(self, path: Path) -> None:
        header = bytearray(348 if self.version == 1 else 540)
        for name, values in self.fields.items():
            place, kind = PLACES[name][self.version - 1]
            struct.pack_into(self.order + kind, header, place, *values)
        content = bytes(header) + self.extension + self.data
        content = content[: len(content) - self.cut]
        if self.compressed:
            step = -(-len(content) // self.members)
            content = b"".join(gzip.compress(content[at : at + step]) for at in range(0, len(content), step))
        path.write_bytes(content)


def valid(rng: np.random.Generator) -> NiftiFile:
    """A file that every reader has to read: any type, byte order, version, placing, with or without gzip."""
    version, order = int(rng.integers(1, 3)), str(rng.choice(["<", ">"]))
    code = int(rng.choice(list(TYPES)))
    kind = TYPES[code]
    values = rng.integers(0, 120, SHAPE) if kind[0] == "u" or kind == "i1" else rng.integers(-900, 900, SHAPE)
    spacing = np.float32(rng.choice([0.5, 0.7, 0.8, 1.25, 2.5, 5.0], 3)).astype(float)
    b, c, d = rng.choice([0, 0, 0.1, -0.3, 0.5], 3)
    a = np.sqrt(1 - b * b - c * c - d * d)
    rotation = np.array(
        [
            [a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c)],
            [2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b)],
            [2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - b * b - c * c],
        ]
    )
    qfac, origin = float(rng.choice([1, -1])), rng.choice([-120.5, -3.3, 0, 40, 812.7], 3)
    matrix = np.column_stack([rotation * spacing * [1, 1, qfac], origin])
    codes = [(1, 0), (0, 1), (1, 1), (2, 1), (1, 2), (0, 4), (3, 3)][rng.integers(7)]
    offset = (352 if version == 1 else 544) + int(rng.choice([0, 0, 16, 48]))
    slope, inter = [(1, 0), (0, 0), (np.nan, np.nan), (2, 0), (1, -1024), (0.5, 3)][rng.integers(6)]
    dimensions = (3, *SHAPE[::-1], 1, 1, 1, 1)
    fields = {
        "length": (348 if version == 1 else 540,),
        "dim": (int(rng.choice([3, 3, 4, 5])), *dimensions[1:]),
        "datatype": (code,),
        "bitpix": (8 * int(kind[1]),),
        "pixdim": (qfac, *spacing, 0, 0, 0, 0),
        "vox_offset": (offset,),
        "slope": (slope,),
        "inter": (inter,),
        "units": (int(rng.choice([0, 2, 10])),),
        "qform_code": (codes[0],),
        "sform_code": (codes[1],),
        "quatern": (b, c, d),
        "qoffset": tuple(origin),
        "sform": tuple(matrix.ravel()),
        "magic": (b"n+1\0" if version == 1 else b"n+2\0\r\n\x1a\n",),
    }
    compressed = bool(rng.integers(2))
    extension = bytes(offset - (348 if version == 1 else 540))
    return NiftiFile(
        fields,
        values.astype(order + kind).tobytes(),
        version,
        order,
        extension,
        compressed,
        int(rng.choice([1, 1, 3])),
        ".nii.gz" if compressed else ".nii",
    )


def change(file: NiftiFile, rng: np.random.Generator) -> None:
    """Change one place."""
    name = str(rng.choice(list(CHANGES)))
    CHANGES[name](file, rng)
    file.done.append(name)


def _some(field_name: str, *choices: tuple):
    def put(file: NiftiFile, rng: np.random.Generator) -> None:
        file.fields[field_name] = choices[rng.integers(len(choices))]

    return put


def _one(field_name: str, places: tuple[int, ...], *choices: float):
    """One number of a field of several."""

    def put(file: NiftiFile, rng: np.random.Generator) -> None:
        values = list(file.fields[field_name])
        values[int(rng.choice(places))] = choices[rng.integers(len(choices))]
        file.fields[field_name] = tuple(values)

    return put


def _scaled(field_name: str, places: tuple[int, ...], *factors: float):
    def put(file: NiftiFile, rng: np.random.Generator) -> None:
        values = list(file.fields[field_name])
        values[int(rng.choice(places))] *= factors[rng.integers(len(factors))]
        file.fields[field_name] = tuple(values)

    return put


def _offset(file: NiftiFile, rng: np.random.Generator) -> None:
    start = 352 if file.version == 1 else 544
    file.fields["vox_offset"] = (int(rng.choice([0, 1, 4, start - 4, start + 4, start + 16, 10_000])),)


def _data(file: NiftiFile, rng: np.random.Generator) -> None:
    file.data += bytes(int(rng.choice([1, 7, 16, 19, 1000, 5000])))


def _cut(file: NiftiFile, rng: np.random.Generator) -> None:
    file.cut = int(rng.choice([1, 8, 100, 400]))


def _set(name: str, *choices: object):
    def put(file: NiftiFile, rng: np.random.Generator) -> None:
        setattr(file, name, choices[rng.integers(len(choices))])

    return put


def _suffix(file: NiftiFile, rng: np.random.Generator) -> None:
    file.suffix = {".nii": ".nii.gz", ".nii.gz": ".nii"}[file.suffix]


def _typed(file: NiftiFile, rng: np.random.Generator) -> None:
    """Another type of the same width, its bits stated rightly."""
    kind = TYPES.get(file.fields["datatype"][0], "u1")
    alike = [code for code, other in TYPES.items() if other[1] == kind[1]]
    file.fields["datatype"] = (int(rng.choice(alike)),)


CHANGES = {
    "length": _some("length", (0,), (347,), (540,), (348,)),
    "dim0": _one("dim", (0,), 0, 1, 2, 3, 4, 5, 6, 7, 8, -1),
    "dim": _one("dim", (1, 2, 3), 0, -1, 1, 3, 5, 7),
    "dim4": _one("dim", (4, 5), 0, 1, 2, 3, -1),
    "datatype": _some("datatype", (0,), (1,), (32,), (128,), (1536,), (2304,), (3,), (4,), (512,)),
    "type alike": _typed,
    "bitpix": _some("bitpix", (0,), (8,), (16,), (32,)),
    "pixdim": _one("pixdim", (1, 2, 3), 0, -1, np.nan, np.inf, 1, 0.8, 3),
    "pixdim a little": _scaled("pixdim", (1, 2, 3), 1.0001, 0.9999, 1.01),
    "qfac": _one("pixdim", (0,), 0, 1, -1, 5),
    "other pixdim": _one("pixdim", (4, 5, 6, 7), 0, -1, 3.5, np.nan),
    "vox_offset": _offset,
    "slope": _some("slope", (0,), (1,), (np.nan,), (np.inf,), (-1,), (0.1,), (2,)),
    "inter": _some("inter", (0,), (5,), (-1024,), (np.nan,), (np.inf,), (0.25,)),
    "units": _some("units", (0,), (1,), (2,), (3,), (8,), (10,), (18,), (7,)),
    "qform code": _some("qform_code", (0,), (1,), (2,), (4,), (-1,)),
    "sform code": _some("sform_code", (0,), (1,), (2,), (4,), (-1,)),
    "quatern": _one("quatern", (0, 1, 2), 0, 0.2, 1, 2, np.nan),
    "qoffset": _one("qoffset", (0, 1, 2), 0, 17, np.nan),
    "sform": _one("sform", (0, 5, 10, 1, 2), 0, 0.3, np.nan, np.inf),
    "sform origin": _one("sform", (3, 7, 11), 0, 17, np.nan),
    "sform a little": _scaled("sform", (0, 5, 10), 1.0001, 0.9999, 1.01),
    "magic": _some("magic", (b"ni1\0",), (b"\0\0\0\0",), (b"n+2\0",), (b"n+1\0",)),
    "intent": _some("intent", (0,), (3,), (1002,), (1007,)),
    "descrip": _some("descrip", (b"odd \xff\xfe text",), (bytes(80),)),
    "cal": _some("cal", (0, 0), (-100, 300), (np.nan, np.nan)),
    "slice code": _some("slice_code", (0,), (3,), (9,)),
    "byte order": _set("order", "<", ">"),
    "surplus": _data,
    "cut": _cut,
    "gzip": _set("compressed", True, False),
    "members": _set("members", 1, 2, 5),
    "suffix": _suffix,
}
