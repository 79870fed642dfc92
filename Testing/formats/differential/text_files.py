"""Seeded NRRD and MetaImage files: valid ones of every kind, then changed in one to three places."""

import gzip
import zlib
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

SHAPE = (4, 5, 6)
NRRD_TYPES = {
    "u1": ("uchar", "unsigned char", "uint8", "uint8_t"),
    "i1": ("signed char", "int8"),
    "i2": ("short", "int16", "signed short int"),
    "u2": ("ushort", "unsigned short", "uint16_t"),
    "i4": ("int", "int32"),
    "u4": ("unsigned int", "uint32"),
    "i8": ("long long", "int64"),
    "u8": ("unsigned long long", "uint64"),
    "f4": ("float",),
    "f8": ("double",),
}
META_TYPES = {
    "u1": ("MET_UCHAR",),
    "i1": ("MET_CHAR",),
    "i2": ("MET_SHORT",),
    "u2": ("MET_USHORT",),
    "i4": ("MET_INT", "MET_LONG"),
    "u4": ("MET_UINT", "MET_ULONG"),
    "i8": ("MET_LONG_LONG",),
    "u8": ("MET_ULONG_LONG",),
    "f4": ("MET_FLOAT",),
    "f8": ("MET_DOUBLE",),
}


@dataclass
class TextFile:
    """Header lines by field, and the stored voxels."""

    fields: dict[str, str]
    values: np.ndarray
    order: str
    encoding: str
    separator: str
    magic: str = ""
    last: str = ""
    line_end: str = "\n"
    surplus: int = 0
    behind: bytes = b""
    cut: int = 0
    extra: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)

    def data(self) -> bytes:
        """Stored voxels with surplus, encoded."""
        if self.encoding == "text":
            return " ".join(map(str, [*self.values.ravel().tolist(), *[0] * self.surplus])).encode() + b"\n"
        plain = self.values.astype(self.values.dtype.newbyteorder(self.order)).tobytes() + bytes(self.surplus)
        return {"raw": bytes, "gzip": gzip.compress, "zlib": zlib.compress}[self.encoding](plain)

    def write(self, path: Path) -> None:
        data = self.data() + self.behind
        lines = [f"{name}{self.separator}{value}" for name, value in self.fields.items()]
        lines = [*([self.magic] if self.magic else []), *self.extra, *lines, self.last]
        text = "".join(line + self.line_end for line in lines)
        path.write_bytes(text.encode("latin-1") + data[: len(data) - self.cut])


def _values(kind: str, rng: np.random.Generator) -> np.ndarray:
    low, high = (0, 120) if kind[0] == "u" or kind == "i1" else (-900, 900)
    return rng.integers(low, high, SHAPE).astype(kind)


def _axes(rng: np.random.Generator) -> np.ndarray:
    """A rotation by 0, 20 or 90 degrees about one axis, perhaps mirrored; rows are the axes."""
    angle = np.radians(rng.choice([0, 0, 20, 90]))
    turned = np.eye(3)
    one, two = rng.choice(3, 2, replace=False)
    turned[one, one] = turned[two, two] = np.cos(angle)
    turned[one, two], turned[two, one] = np.sin(angle), -np.sin(angle)
    return turned * rng.choice([1, -1], 3)[:, np.newaxis]


def valid_nrrd(rng: np.random.Generator) -> TextFile:
    """A file that pynrrd has to read."""
    kind, order = str(rng.choice(list(NRRD_TYPES))), str(rng.choice(["<", ">"]))
    encoding = str(rng.choice(["raw", "raw", "gzip", "gzip", "text"]))
    steps = _axes(rng) * rng.choice([0.5, 0.7, 0.8, 2.5], 3)[:, np.newaxis]
    origin = rng.choice([-120.5, -3.3, 0, 40, 812.7], 3)
    spelled = {"text": ["txt", "text", "ascii"], "gzip": ["gzip", "gz"], "raw": ["raw"]}[encoding]
    vectors = [f"({x:.17g},{y:.17g},{z:.17g})" for x, y, z in (*steps, origin)]
    fields = {
        "type": str(rng.choice(NRRD_TYPES[kind])),
        "dimension": "3",
        "space": str(rng.choice(["left-posterior-superior", "right-anterior-superior", "LPS", "RAS", "LAS"])),
        "sizes": "6 5 4",
        "space directions": " ".join(vectors[:3]),
        "kinds": "domain domain domain",
        "endian": {"<": "little", ">": "big"}[order],
        "encoding": str(rng.choice(spelled)),
        "space origin": vectors[3],
    }
    if encoding == "text" or kind[1] == "1":
        fields.pop("endian")
    return TextFile(fields, _values(kind, rng), order, encoding, ": ", magic=f"NRRD000{rng.integers(4, 6)}")


def valid_metaimage(rng: np.random.Generator) -> TextFile:
    """A file that MetaIO has to read."""
    kind, order = str(rng.choice(list(META_TYPES))), str(rng.choice(["<", ">"]))
    encoding = str(rng.choice(["raw", "raw", "zlib", "zlib", "text"]))
    fields = {
        "ObjectType": "Image",
        "NDims": "3",
        "BinaryData": str(encoding != "text"),
        "BinaryDataByteOrderMSB": str(order == ">" and encoding != "text"),
        "CompressedData": str(encoding == "zlib"),
        "TransformMatrix": " ".join(f"{value:.17g}" for value in _axes(rng).ravel()),
        "Offset": " ".join(map(str, rng.choice([-120.5, -3.3, 0, 40, 812.7], 3))),
        "CenterOfRotation": "0 0 0",
        "AnatomicalOrientation": "RAI",
        "ElementSpacing": " ".join(map(str, rng.choice([0.5, 0.7, 0.8, 2.5], 3))),
        "DimSize": "6 5 4",
        "ElementType": str(rng.choice(META_TYPES[kind])),
    }
    file = TextFile(fields, _values(kind, rng), order, encoding, " = ", last="ElementDataFile = LOCAL")
    if encoding == "zlib":
        fields["CompressedDataSize"] = str(len(file.data()))
    return file


def change_nrrd(file: TextFile, rng: np.random.Generator) -> None:
    """Change one place."""
    _change(file, rng, NRRD_CHANGES | COMMON)


def change_metaimage(file: TextFile, rng: np.random.Generator) -> None:
    """Change one place."""
    _change(file, rng, META_CHANGES | COMMON)


def _change(file: TextFile, rng: np.random.Generator, changes: dict) -> None:
    name = str(rng.choice(list(changes)))
    changes[name](file, rng)
    file.done.append(name)


def _put(name: str, *choices: str | None):
    """A field given another value, or left out (None)."""

    def put(file: TextFile, rng: np.random.Generator) -> None:
        value = choices[rng.integers(len(choices))]
        file.fields.pop(name, None) if value is None else file.fields.__setitem__(name, value)

    return put


def _set(name: str, *choices: object):
    def put(file: TextFile, rng: np.random.Generator) -> None:
        setattr(file, name, choices[rng.integers(len(choices))])

    return put


def _line(*choices: str):
    def put(file: TextFile, rng: np.random.Generator) -> None:
        file.extra.append(choices[rng.integers(len(choices))])

    return put


def _shuffle(file: TextFile, rng: np.random.Generator) -> None:
    names = list(file.fields)
    head, rest = names[:2], names[2:]
    file.fields = {name: file.fields[name] for name in (*head, *rng.permutation(rest).tolist())}


def _layered(file: TextFile, rng: np.random.Generator) -> None:
    """Two or three layers, beside each other or one after the other."""
    count, first = int(rng.integers(1, 4)), bool(rng.integers(2))
    file.values = np.stack([file.values] * count, axis=-1 if first else 0)
    file.values = file.values + np.arange(file.values.size).reshape(file.values.shape).astype(file.values.dtype) % 3
    none, kind = ("none {}", "list {}") if first else ("{} none", "{} list")
    file.fields |= {
        "dimension": "4",
        "sizes": f"{count} 6 5 4" if first else f"6 5 4 {count}",
        "space directions": none.format(file.fields.get("space directions", "")),
        "kinds": kind.format("domain domain domain"),
    }


COMMON = {
    "line end": _set("line_end", "\r\n"),
    "order of lines": _shuffle,
    "surplus": _set("surplus", 1, 5, 100, 1000),
    "behind": _set("behind", bytes(3), b"odd", b"odd" * 300),
    "cut": _set("cut", 1, 4, 30, 200),
    "byte order": _set("order", "<", ">"),
}
NRRD_CHANGES = {
    "magic": _set("magic", "NRRD0001", "NRRD0003", "NRRD0005", "NRRD0006", "NRRD0009", "NRRDxxxx"),
    "type": _put("type", None, "short", "float", "uchar", "block", "half", "long"),
    "dimension": _put("dimension", None, "2", "3", "4", "three", "-1", "0"),
    "sizes": _put("sizes", None, "6 5", "6 5 3", "6 5 5", "6 5 0", "6 5 -4", "4 5 6", "6 5 x", "1 1 120"),
    "space": _put("space", None, "scanner-xyz", "RAS", "left-posterior-superior-time", "nowhere", "3D-right-handed"),
    "directions": _put(
        "space directions",
        None,
        "(1,0,0) (0,1,0) (0,0,1)",
        "(0,1,0) (1,0,0) (0,0,2)",
        "(1,0,0) (0,1,0) (0,0.3,1)",
        "(1,0,0) (0,1,0) (0,0,0)",
        "(1,0,0) (0,1,0)",
        "none (0,1,0) (0,0,1)",
        "(1,0,0) (0,nan,0) (0,0,1)",
        "( 1, 0 , 0 ) (0,1,0) (0,0,1)",
    ),
    "origin": _put("space origin", None, "(0,0,0)", "(1e3,-2.5,7)", "(0,0)", "none", "(nan,0,0)", "0 0 0"),
    "kinds": _put("kinds", None, "space space space", "domain domain list", "domain domain time"),
    "endian": _put("endian", None, "little", "big", "middle"),
    "encoding": _put("encoding", None, "raw", "gzip", "ascii", "bzip2", "hex", "zip"),
    "units": _put("space units", '"mm" "mm" "mm"', '"um" "um" "um"', '"" "" ""', '"cm" "cm" "cm"'),
    "line skip": _put("line skip", "0", "1", "-1"),
    "byte skip": _put("byte skip", "0", "3", "-1", "-2", "x"),
    "spacings": _put("spacings", "1 1 1", "nan nan nan"),
    "thicknesses": _put("thicknesses", "1 1 1"),
    "centerings": _put("centerings", "cell cell cell", "node node node"),
    "content": _put("content", "a CT", "liver: arterial", ""),
    "measurement frame": _put("measurement frame", "(1,0,0) (0,1,0) (0,0,1)"),
    "comment": _line("# a comment", "#", "# space origin: (9,9,9)", "# type: float"),
    "key": _line(
        "key:=value", "space origin:=(9,9,9)", "a b:=c: d", "odd\u00e9:=v\u00e9", "PCRPredictor_simulated:=true"
    ),
    "field twice": _line("sizes: 6 5 4", "sizes: 4 5 6", "type: float"),
    "odd field": _line("nonsense: 1", "old min: 0", "number: 120"),
    "layers": _layered,
}
META_CHANGES = {
    "ObjectType": _put("ObjectType", None, "Scene", "Image"),
    "DimSize": _put("DimSize", None, "6 5", "6 5 3", "6 5 5", "4 5 6", "1 1 120"),
    "ElementType": _put("ElementType", None, "MET_SHORT", "MET_FLOAT", "MET_OTHER", "MET_UCHAR", "short"),
    "BinaryData": _put("BinaryData", None, "True", "False", "1"),
    "msb": _put("BinaryDataByteOrderMSB", None, "True", "False", "true"),
    "element msb": _put("ElementByteOrderMSB", "True", "False"),
    "CompressedData": _put("CompressedData", None, "True", "False"),
    "CompressedDataSize": _put("CompressedDataSize", None, "40", "100000"),
    "TransformMatrix": _put(
        "TransformMatrix",
        None,
        "1 0 0 0 1 0 0 0 1",
        "0 1 0 1 0 0 0 0 1",
        "1 0 0 0 1 0 0 0.3 1",
        "1 0 0 0 1 0 0 0 0",
        "2 0 0 0 2 0 0 0 2",
        "1 0 0 0 1 0",
    ),
    "Rotation": _put("Rotation", "1 0 0 0 1 0 0 0 1", "0 1 0 -1 0 0 0 0 1"),
    "Offset": _put("Offset", None, "0 0 0", "1e2 -3 4", "1 2", "1 2 nan"),
    "Position": _put("Position", "0 0 0", "9 9 9"),
    "ElementSpacing": _put("ElementSpacing", None, "1 1 1", "0.5 0.5 2", "0 1 1", "-1 1 1", "1 1"),
    "ElementSize": _put("ElementSize", "1 1 1", "0.5 0.5 5"),
    "DistanceUnits": _put("DistanceUnits", "mm", "um", "?", "cm"),
    "channels": _put("ElementNumberOfChannels", "1", "2", "3"),
    "HeaderSize": _put("HeaderSize", "0", "-1", "7"),
    "slope": _put("ElementToIntensityFunctionSlope", "1", "2", "0", "0.5"),
    "intercept": _put("ElementToIntensityFunctionOffset", "0", "-1024", "2.5"),
    "center": _put("CenterOfRotation", None, "10 20 30"),
    "anatomy": _put("AnatomicalOrientation", None, "RAS", "LPI", "???"),
    "comment": _put("Comment", "a CT", "a = b", ""),
    "key": _put("PCRPredictor_simulated", "true", "false"),
    "odd key": _put("Nonsense", "1", "some words"),
    "separator": _set("separator", "=", "  =  "),
    "modality": _put("Modality", "MET_MOD_CT", "MET_MOD_MR"),
}
