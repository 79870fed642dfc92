"""A writer of small DICOM files, byte by byte, so that every header can be made odd."""

import shutil
import struct
import subprocess
import uuid
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

ROWS, COLUMNS = 6, 8
EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1"
CT_STORAGE = "1.2.840.10008.5.1.4.1.1.2"
LONG_LENGTH = {"OB", "OW", "SQ", "UN", "UT"}
UNDEFINED_LENGTH = 0xFFFFFFFF


def element(group: int, number: int, representation: str, value: str | bytes | int) -> bytes:
    """One data element in explicit little endian."""
    if isinstance(value, int):
        data = struct.pack("<H", value & 0xFFFF)
    else:
        data = value.encode("latin-1") if isinstance(value, str) else value
        data += b"" if len(data) % 2 == 0 else (b"\0" if representation in ("UI", "OB", "OW") else b" ")
    head = struct.pack("<HH2s", group, number, representation.encode())
    length = struct.pack("<HI", 0, len(data)) if representation in LONG_LENGTH else struct.pack("<H", len(data))
    return head + length + data


def new_uid() -> str:
    return f"2.25.{uuid.uuid4().int}"


@pytest.fixture
def plane_of() -> Callable[[int], np.ndarray]:
    """Stored pixel values of slice number k, different in every voxel; HU = stored - 1024."""

    def plane(number: int) -> np.ndarray:
        return 1000 + 100 * number + np.arange(ROWS * COLUMNS, dtype=np.int16).reshape(ROWS, COLUMNS)

    return plane


@pytest.fixture
def write_slice(plane_of) -> Callable[..., Path]:
    """Write one CT slice at a position; `changes` overwrite header values by keyword, None leaves one out.

    `pixels` are the bytes of PixelData in place of those of `plane`; of a compressed `syntax`, its fragments.
    """

    def write(path: Path, number: int, position, *, plane=None, pixels=None, syntax=None, **changes) -> Path:
        plane = plane_of(number) if plane is None else plane
        header: dict[str, tuple[int, int, str, str | int | None]] = {
            "character_set": (0x0008, 0x0005, "CS", None),
            "image_type": (0x0008, 0x0008, "CS", "ORIGINAL\\PRIMARY\\AXIAL"),
            "sop_class": (0x0008, 0x0016, "UI", CT_STORAGE),
            "instance": (0x0008, 0x0018, "UI", new_uid()),
            "study_date": (0x0008, 0x0020, "DA", "20200102"),
            "acquisition_date": (0x0008, 0x0022, "DA", "20200102"),
            "acquisition_time": (0x0008, 0x0032, "TM", f"1015{number:02d}.250000"),
            "modality": (0x0008, 0x0060, "CS", "CT"),
            "manufacturer": (0x0008, 0x0070, "LO", "Maker"),
            "description": (0x0008, 0x103E, "LO", "Liver arterial"),
            "patient_name": (0x0010, 0x0010, "PN", "Doe^Jane"),
            "patient_id": (0x0010, 0x0020, "LO", "PATIENT-7"),
            "thickness": (0x0018, 0x0050, "DS", None),
            "kvp": (0x0018, 0x0060, "DS", "120"),
            "between": (0x0018, 0x0088, "DS", None),
            "tilt": (0x0018, 0x1120, "DS", None),
            "kernel": (0x0018, 0x1210, "SH", "B30f"),
            "patient_position": (0x0018, 0x5100, "CS", "HFS"),
            "study": (0x0020, 0x000D, "UI", "2.25.1"),
            "series": (0x0020, 0x000E, "UI", "2.25.2"),
            "series_number": (0x0020, 0x0011, "IS", "4"),
            "acquisition_number": (0x0020, 0x0012, "IS", "1"),
            "instance_number": (0x0020, 0x0013, "IS", str(number)),
            "stated_position": (0x0020, 0x0032, "DS", "\\".join(f"{value:.8g}" for value in position)),
            "orientation": (0x0020, 0x0037, "DS", "1\\0\\0\\0\\1\\0"),
            "frame": (0x0020, 0x0052, "UI", "2.25.5"),
            "samples": (0x0028, 0x0002, "US", 1),
            "photometric": (0x0028, 0x0004, "CS", "MONOCHROME2"),
            "frames": (0x0028, 0x0008, "IS", None),
            "rows": (0x0028, 0x0010, "US", plane.shape[0]),
            "columns": (0x0028, 0x0011, "US", plane.shape[1]),
            "pixel_spacing": (0x0028, 0x0030, "DS", "0.8\\0.7"),
            "allocated": (0x0028, 0x0100, "US", 16),
            "stored": (0x0028, 0x0101, "US", 16),
            "high_bit": (0x0028, 0x0102, "US", 15),
            "signed": (0x0028, 0x0103, "US", 1),
            "padding": (0x0028, 0x0120, "US", None),
            "padding_limit": (0x0028, 0x0121, "US", None),
            "intercept": (0x0028, 0x1052, "DS", "-1024"),
            "slope": (0x0028, 0x1053, "DS", "1"),
            "rescale_type": (0x0028, 0x1054, "LO", "HU"),
            "lossy": (0x0028, 0x2110, "CS", None),
            "lookup_table": (0x0028, 0x3000, "SQ", None),
        }
        for name, value in changes.items():
            header[name] = (*header[name][:3], value)
        body = b"".join(element(*item) for item in header.values() if item[3] is not None)
        if syntax is None:
            body += element(0x7FE0, 0x0010, "OW", plane.astype("<i2").tobytes() if pixels is None else pixels)
        else:
            body += struct.pack("<HH2sHI", 0x7FE0, 0x0010, b"OB", 0, UNDEFINED_LENGTH) + pixels
        meta = (
            element(2, 1, "OB", b"\0\1")
            + element(2, 2, "UI", CT_STORAGE)
            + element(2, 3, "UI", header["instance"][3])
            + element(2, 0x10, "UI", syntax or EXPLICIT_LITTLE_ENDIAN)
            + element(2, 0x12, "UI", "2.25.3")
        )
        length = element(2, 0, "UL", struct.pack("<I", len(meta)))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(128) + b"DICM" + length + meta + body)
        return path

    return write


@pytest.fixture
def write_series(write_slice) -> Callable[..., Path]:
    """Write slices at the given heights (mm along z), the first file name holding the first height."""

    def write(folder: Path, heights=(0.0, 2.5, 5.0, 7.5), **changes) -> Path:
        for number, height in enumerate(heights):
            write_slice(folder / f"{number:03d}.dcm", number, (-10.0, -20.0, height), **changes)
        return folder

    return write


@pytest.fixture
def encode() -> Callable[[str, Path, Path], None]:
    """Compress a DICOM file by a program of DCMTK, which is no part of this project."""

    def run(program: str, source: Path, target: Path) -> None:
        if shutil.which(program) is None:
            pytest.skip(f"no {program} (DCMTK) on this machine")
        subprocess.run([program, str(source), str(target)], check=True, capture_output=True)

    return run
