"""Reading a file in a child process first, so that one that crashes a reader or eats the memory harms nobody.

``python -m PCRPredictorWeb.trial image|contour PATH MEMORY_BYTES VOXELS [GRID]`` exits with 0, or with 2 and one
sentence on standard error.
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PCRPredictorLib.errors import InputError

if TYPE_CHECKING:
    from PCRPredictorLib.imaging import Geometry

from .session import Limits

Kind = Literal["image", "contour"]


def try_reading(kind: Kind, path: Path, limits: Limits, grid: "Geometry | None" = None) -> None:
    """Raise InputError unless a child process could read the file or folder within the limits.

    Parameters
    ----------
    grid : Geometry, optional
        Of the image that a contour was drawn on, which an RTSTRUCT has to be told.

    Raises
    ------
    InputError
        With the reader's own sentence where it gave one.
    """
    allowed = str(limits.memory_bytes), str(limits.voxels)
    command = [sys.executable, "-m", "PCRPredictorWeb.trial", kind, str(path), *allowed]
    if grid is not None:
        command.append(json.dumps(asdict(grid)))
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=limits.seconds,
            check=False,
            # Where this program's own temporary files are.
            env=os.environ | {"TMPDIR": tempfile.gettempdir()},
        )
    except subprocess.TimeoutExpired:
        raise InputError(f"{path} could not be read within {limits.seconds} s; export it again.") from None
    if done.returncode == 0:
        return
    sentence = done.stderr.strip().splitlines()[-1:] if done.returncode == 2 else []
    raise InputError(
        sentence[0] if sentence else f"{path} makes its reader fail or needs too much memory; export it again."
    )


def main(kind: str, path: str, memory_bytes: str, voxels: str, grid: str = "") -> int:
    from PCRPredictorLib.formats import read_image, read_masks
    from PCRPredictorLib.imaging import Acquisition, Geometry
    from PCRPredictorLib.imaging.phase_image import ImageHeader

    _limit_memory(int(memory_bytes))
    image = None
    if grid:
        geometry = Geometry(**{name: tuple(value) for name, value in json.loads(grid).items()})
        image = ImageHeader(geometry, Acquisition(), "the image")
    try:
        _require_few(_told_voxels(Path(path)), path, int(voxels))
        arrays = [read_image(path).array] if kind == "image" else [mask.array for mask in read_masks(path, image)]
        _require_few(max(array.size for array in arrays), path, int(voxels))
    except InputError as error:
        print(" ".join(str(error).split()), file=sys.stderr)
        return 2
    except MemoryError:
        return 3
    return 0


def _told_voxels(path: Path) -> int:
    """What the header of a volume file says, before anything is unpacked; 0 where there is no such header."""
    from PCRPredictorLib.formats.volume_file import read_volume_header

    with contextlib.suppress(InputError):  # which the reader says better
        return read_volume_header(path).numbers if path.is_file() else 0
    return 0


def _require_few(voxels: int, path: str, allowed: int) -> None:
    if voxels > allowed:
        raise InputError(f"{path} has {voxels:,} voxels, {allowed:,} are allowed here; crop it to the liver.")


def _limit_memory(memory_bytes: int) -> None:
    with contextlib.suppress(ImportError):  # Windows has no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
