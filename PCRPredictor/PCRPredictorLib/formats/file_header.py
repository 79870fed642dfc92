"""Text headers of volume files: what they say that ITK does not hand on, and where their voxels lie."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..errors import InputError


@dataclass(frozen=True)
class FileHeader:
    """Header of an NRRD or MetaImage file; of a NIfTI file, whose header ITK hands on, only the place of the data.

    Attributes
    ----------
    fields : dict
        Values by name in lower case and without blanks.
    data_path : pathlib.Path
        File of the voxels: the file itself, or the one it names.
    data_start : int
        Byte at which they begin.
    """

    fields: dict[str, str]
    data_path: Path
    data_start: int


def read_header(path: Path, format_name: str) -> FileHeader:
    """Read the text header of a volume file.

    Raises
    ------
    InputError
        The voxels are spread over several files, or it is the NIfTI or Analyze kind of two files.
    """
    if format_name == "NiftiImageIO":
        if not path.name.lower().endswith((".nii", ".nii.gz")):
            raise InputError(f"{path} is an Analyze or NIfTI file in two parts; save the volume as .nii.gz.")
        return FileHeader({}, path, 0)
    with path.open("rb") as file:
        if format_name == "NrrdImageIO":
            fields = dict(_fields(file, ":"))
            named = fields.get("datafile", "")
        else:
            fields = dict(_fields(file, "=", last="elementdatafile"))
            named = fields.get("elementdatafile", "")
            named = "" if named.upper() == "LOCAL" else named
        start = file.tell()
    if not named:
        return FileHeader(fields, path, start)
    if named.upper().startswith("LIST") or "%" in named:
        raise InputError(f"{path} spreads its voxels over several files; save the volume as one file.")
    return FileHeader(fields, path.parent / named, 0)


def _fields(file: BinaryIO, separator: str, last: str | None = None) -> Iterator[tuple[str, str]]:
    """Names and values of a text header, up to an empty line or through the field `last`.

    The comments (#) and free keys (:=) of NRRD are left out, so that no field is taken from them.
    """
    while line := file.readline().decode("latin-1").strip():
        name, _, value = line.partition(separator)
        if separator == ":" and (name.startswith("#") or value.startswith("=")):
            continue
        name = name.replace(" ", "").lower()
        yield name, value.strip()
        if name == last:
            return
