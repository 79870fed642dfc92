"""The case in a folder of its own: volumes, contours and choices, for the next start after a crash.

The list of files is written last and at once, so that a save that was cut off leaves the one before it. Whose images
they are is in no file of it; see `_without_identifiers`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from PCRPredictorLib.errors import InputError, Notice
from PCRPredictorLib.files import read_json, replacing, write_json
from PCRPredictorLib.formats import read_image
from PCRPredictorLib.imaging import Acquisition, Geometry, PhaseImage

FORMAT = "PCRPredictor saved case 1"
LIST = "case.json"
NRRD_FLOATS = {"float32": "float", "float64": "double"}
IDENTIFIERS = ("patient_key", "name_key", "study_key")


@dataclass(frozen=True)
class SavedContour:
    """A segmentation file, and what it does not say itself."""

    id: str
    name: str
    file: str
    drawn_on: str | None
    simulated: bool


@dataclass(frozen=True)
class SavedCase:
    """What a folder holds; the volumes are read one by one with `read_volume`.

    Attributes
    ----------
    saved : str
        When, in words for a person.
    volumes : tuple of dict
        As they stand in the list, each with ``id``, ``name`` and ``file``.
    choices, unconfirmed : dict
        As the presenter gives its choices, and which of them the user had not confirmed.
    """

    folder: Path
    saved: str
    volumes: tuple[dict[str, Any], ...]
    contours: tuple[SavedContour, ...]
    choices: dict[str, Any]
    unconfirmed: dict[str, list[str]]


def write_volume(image: PhaseImage, path: Path) -> None:
    """Write the voxels as they are, uncompressed: the interpreter is free for the page meanwhile."""
    array = image.array.astype(image.array.dtype.newbyteorder("<"), copy=False)
    geometry = image.geometry
    columns = (np.asarray(geometry.direction).reshape(3, 3) * geometry.spacing).T
    header = [
        "NRRD0004",
        f"type: {NRRD_FLOATS.get(array.dtype.name, array.dtype.name)}",
        "dimension: 3",
        "space: left-posterior-superior",
        f"sizes: {' '.join(map(str, reversed(array.shape)))}",
        f"space directions: {' '.join(map(_vector, columns))}",
        f"space origin: {_vector(geometry.origin)}",
        "kinds: domain domain domain",
        "endian: little",
        "encoding: raw",
    ]
    with replacing(path) as temporary, temporary.open("wb") as file:
        file.write(("\n".join(header) + "\n\n").encode())
        np.ascontiguousarray(array).tofile(file)


def _vector(numbers: Sequence[float]) -> str:
    return f"({','.join(repr(float(number)) for number in numbers)})"


def write_list(
    folder: Path,
    images: Mapping[str, tuple[str, str, PhaseImage]],
    contours: Sequence[SavedContour],
    choices: Mapping[str, Any],
    unconfirmed: Mapping[str, Sequence[str]],
) -> str:
    """Make the files of a folder one case; what is not in it any more is deleted.

    Parameters
    ----------
    images : dict
        Name, file and image of each volume by its id.

    Returns
    -------
    saved : str
        When that was, as `SavedCase` tells it.
    """
    acquisitions = _without_identifiers([image.acquisition for _, _, image in images.values()])
    volumes = [
        {
            "id": volume,
            "name": name,
            "file": file,
            "geometry": asdict(image.geometry),
            "acquisition": acquisition,
            "content_hash": image.content_hash,
            "padding_hu": image.padding_hu,
            "notices": [notice.as_json() for notice in image.notices],
        }
        for (volume, (name, file, image)), acquisition in zip(images.items(), acquisitions, strict=True)
    ]
    files = [file for _, file, _ in images.values()] + [contour.file for contour in contours]
    own = [Path(path).name for path in (choices["model"], choices["calibration"]) if path and (folder / path).is_file()]
    content = {
        "format": FORMAT,
        "saved": datetime.now().strftime("%d %b %Y, %H:%M:%S"),
        "volumes": volumes,
        "contours": [asdict(contour) for contour in contours],
        "choices": choices,
        "unconfirmed": unconfirmed,
        "bytes": {file: (folder / file).stat().st_size for file in (*files, *own)},
    }
    write_json(folder / LIST, content)
    for path in folder.iterdir():
        if path.name != LIST and path.name not in content["bytes"]:
            path.unlink()
    return str(content["saved"])


def _without_identifiers(acquisitions: Sequence[Acquisition]) -> list[dict[str, Any]]:
    """What headers say but not whose image it is; that two patients were mixed is kept as numbers."""
    kept = [asdict(replace(one, series=None)) for one in acquisitions]
    for key in IDENTIFIERS:
        different = sorted({one[key] for one in kept if one[key]})
        for one in kept:
            one[key] = f"{different.index(one[key]) + 1}" if one[key] and len(different) > 1 else None
    return kept


def saved_case(folder: Path) -> SavedCase | None:
    """What a folder holds; None where it is no whole case."""
    try:
        content = read_json(folder / LIST)
        if content["format"] != FORMAT or not (content["volumes"] or content["contours"]):
            return None
        if any((folder / Path(file).name).stat().st_size != size for file, size in content["bytes"].items()):
            return None
        return SavedCase(
            folder,
            content["saved"],
            tuple(content["volumes"]),
            tuple(SavedContour(**contour) for contour in content["contours"]),
            content["choices"],
            content["unconfirmed"],
        )
    except (InputError, OSError, KeyError, TypeError, AttributeError):
        return None


def read_volume(case: SavedCase, entry: Mapping[str, Any]) -> PhaseImage:
    """Read a volume of a saved case as it was, but for the identity of its patient."""
    read = read_image(case.folder / entry["file"])
    grid = {name: tuple(value) for name, value in entry["geometry"].items()}
    return PhaseImage(
        read.array,
        Geometry(**grid),
        Acquisition(**entry["acquisition"]),
        read.source,
        entry["content_hash"],
        tuple((low, high) for low, high in entry["padding_hu"]),
        tuple(Notice(**notice) for notice in entry["notices"]),
    )
