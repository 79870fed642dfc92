"""What the header of a volume file says, the same for every format, and the checks that all formats share."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ..errors import InputError
from ..imaging.geometry import Geometry
from ..imaging.phase_image import SIMULATED_KEY
from ..texts import sentence as _

MILLIMETERS = {"mm", "millimeter", "millimeters", "millimetre", "millimetres"}
UNKNOWN_UNITS = {"", "?", "???"}


@dataclass(frozen=True)
class VolumeHeader:
    """Grid and voxel type of a volume file, and where and how its voxels lie.

    Attributes
    ----------
    path : pathlib.Path
        The file, for messages.
    geometry : Geometry
        Regular and orthogonal, as stated.
    voxel : numpy.dtype
        Of one stored number, with its byte order; integer or real.
    encoding : {"raw", "gzip", "zlib", "text"}
    data_path : pathlib.Path
        File of the voxels: the file itself, or the one it names.
    skipped_lines, skipped_bytes : int
        What lies between the header, or the beginning of a data file of its own, and the voxels; after inflating.
    from_end : bool
        The voxels are the last bytes of the file instead.
    layers : int
        Numbers a voxel.
    layer_axis : int
        Place of the layers among the four axes of the file, the fastest first; 0 where they lie side by side.
    slope, intercept : float
        A grey value is slope x stored number + intercept.
    stored_bytes : int or None
        Compressed size where the header states it.
    keys : dict
        Free text by name: segments, and the mark of simulated data.
    """

    path: Path
    geometry: Geometry
    voxel: np.dtype
    encoding: str
    data_path: Path
    skipped_lines: int = 0
    skipped_bytes: int = 0
    from_end: bool = False
    layers: int = 1
    layer_axis: int = 0
    slope: float = 1.0
    intercept: float = 0.0
    stored_bytes: int | None = None
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def numbers(self) -> int:
        """Stored numbers, layers counted."""
        slices, rows, columns = self.geometry.shape
        return slices * rows * columns * self.layers

    @property
    def slice_numbers(self) -> int:
        """Stored numbers of one slice."""
        return self.numbers // self.geometry.shape[0]

    @property
    def simulated(self) -> bool:
        """Whether the file carries the mark of simulated data."""
        return self.keys.get(SIMULATED_KEY, "").strip().lower() == "true"


def unique_fields(path: Path, pairs: Iterable[tuple[str, str]], may_repeat: Iterable[str] = ()) -> dict[str, str]:
    """The fields of a text header by name.

    Raises
    ------
    InputError
        One is given twice with different values; readers disagree on which counts.
    """
    fields: dict[str, str] = {}
    for name, value in pairs:
        if fields.setdefault(name, value) != value and name not in may_repeat:
            raise InputError(
                _("{path} contradicts itself: its header gives '{name}' twice; export it again.").format(
                    path=path, name=name
                )
            )
    return fields


def size_of(path: Path, counts: Iterable[int]) -> tuple[int, int, int]:
    """(slices, rows, columns) of (columns, rows, slices), refused unless positive."""
    columns, rows, slices = counts
    if min(columns, rows, slices) < 1:
        raise InputError(
            _("{path} states a size of {columns} x {rows} x {slices} voxels; export it again.").format(
                path=path, columns=columns, rows=rows, slices=slices
            )
        )
    return slices, rows, columns


def whole(path: Path, name: str, text: str) -> int:
    """A whole number of a header field; InputError where it is something else."""
    try:
        return int(text)
    except ValueError:
        sentence = _("{path} gives '{text}' for '{name}', where a whole number belongs; export it again.").format(
            path=path, text=text[:40], name=name
        )
        raise InputError(sentence) from None


def whole_numbers(path: Path, name: str, text: str) -> list[int]:
    """The whole numbers of a header field."""
    return [whole(path, name, part) for part in text.split()]


def finite_numbers(parts: Iterable[str]) -> np.ndarray:
    """The parts as finite numbers, none where one is something else."""
    try:
        found = np.array([float(part) for part in parts])
    except ValueError:
        return np.empty(0)
    return found if np.isfinite(found).all() else np.empty(0)


def require_three_dimensions(path: Path, dimensions: int) -> None:
    """Raise InputError unless there are three."""
    if dimensions != 3:
        raise InputError(
            _("{path} has {dimensions} dimensions; a volume of three dimensions is needed.").format(
                path=path, dimensions=dimensions
            )
        )


def require_millimeters(path: Path, units: Iterable[str]) -> None:
    """Raise InputError where a unit of length is stated that is not mm."""
    for unit in units:
        if unit.strip().lower() not in MILLIMETERS | UNKNOWN_UNITS:
            raise InputError(
                _("{path} states its lengths in {unit}, not in mm; save it with lengths in mm.").format(
                    path=path, unit=unit.strip()
                )
            )


def require_positive(path: Path, spacing: Iterable[float]) -> None:
    """Raise InputError unless every voxel size is positive and finite."""
    spacing = tuple(spacing)
    if not all(0 < step < math.inf for step in spacing):
        listed = ", ".join(f"{step:g}" for step in spacing)
        raise InputError(
            _("{path} has a voxel size that is not positive ({listed} mm); export it again.").format(
                path=path, listed=listed
            )
        )


def named_data_file(path: Path, name: str) -> Path:
    """The one file that a header names for the voxels.

    Raises
    ------
    InputError
        The voxels are spread over several files.
    """
    if name.upper().startswith("LIST") or "%" in name:
        raise InputError(
            _("{path} spreads its voxels over several files; save the volume as one file.").format(path=path)
        )
    return path.parent / name


def no_volume(path: Path) -> InputError:
    """For a file of none of the formats."""
    return InputError(
        _("{path} is no NRRD, NIfTI or MetaImage volume (or its header is damaged); export it as one.").format(
            path=path
        )
    )


def decoded(lines: Iterator[bytes]) -> Iterator[str]:
    """Header lines as text; bytes that are no UTF-8 stay apart, for `texts.readable`."""
    return (line.decode("utf-8", "surrogateescape") for line in lines)
