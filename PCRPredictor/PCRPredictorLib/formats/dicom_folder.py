"""Which files of a folder are DICOM slices, read once each."""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import InputError
from ..itk_path import itk_path
from .dicom_header import DEFLATED, MARK, MARK_AT, BrokenHeader, CutHeader, Header, data_set, may_be_dicom, parse_header
from .dicom_slice import MODALITY, ROWS, SERIES_UID, WANTED, DicomSlice

SUFFIXES = {".dcm", ".dicom", ".ima"}
DIRECTORY_NAME = re.compile(r"DICOMDIR\.?(;\d+)?", re.IGNORECASE)  # ISO 9660 discs number the versions of a file
DIRECTORY_CLASS = "1.2.840.10008.1.3.10"
HEAD_BYTES = 1 << 16
MOST_FILE_BYTES = 1 << 29
_STORAGE = "1.2.840.10008.5.1.4.1.1."
_OTHER_OBJECTS = {
    "88.": "structured report",
    "66.": "segmentation or registration",
    "481.3": "RT structure set",
    "481.": "radiotherapy object",
    "11.": "presentation state",
    "104.": "document",
    "9.": "waveform",
    "30": "parametric map",
}
_IMAGES = {"1", "2", "4", "7", "12", "20", "128", "130"}
"""X-ray, CT, MR, secondary capture, angiography, nuclear medicine, PET."""


@dataclass
class FolderContent:
    """What of DICOM lies in a folder and its subfolders.

    Attributes
    ----------
    series : dict of str to list of DicomSlice
        Image files by the UID of their series, in the order of their paths.
    others : dict of pathlib.Path to str
        Objects that are no images, and what they are.
    broken : list of InputError
        Why files that should be DICOM cannot be read.
    directories : list of pathlib.Path
        DICOMDIR files, which only list what lies elsewhere.
    contents : dict of pathlib.Path to bytes
        Whole files, kept as long as the folder holds one series only.
    hashes : dict of pathlib.Path to str
        Their SHA-256.
    """

    series: dict[str, list[DicomSlice]] = field(default_factory=dict)
    others: dict[Path, str] = field(default_factory=dict)
    broken: list[InputError] = field(default_factory=list)
    directories: list[Path] = field(default_factory=list)
    contents: dict[Path, bytes] = field(default_factory=dict)
    hashes: dict[Path, str] = field(default_factory=dict)


def read_folder(folder: Path, whole: bool = False) -> FolderContent:
    """Read the DICOM headers of a folder.

    Parameters
    ----------
    folder : pathlib.Path
    whole : bool
        Read and hash whole files, until a second series comes up.

    Raises
    ------
    InputError
        A folder or file cannot be opened, or a link leads nowhere.
    """
    found = FolderContent()
    for path in files_below(folder):
        if DIRECTORY_NAME.fullmatch(path.name):
            found.directories.append(path)
            continue
        try:
            loaded = _load(path, whole and len(found.series) < 2)
        except BrokenHeader as error:
            found.broken.append(
                InputError(f"{path} holds no readable DICOM image ({error}); copy it again or move it away.")
            )
            continue
        if loaded is not None:
            _sort_in(found, *loaded)
    return found


def _sort_in(found: FolderContent, one: DicomSlice, content: bytes | None) -> None:
    other = _other_object(one)
    if one.sop_class == DIRECTORY_CLASS:
        found.directories.append(one.path)
    elif other:
        found.others[one.path] = other
    elif not one.header.pixels:
        reason = "it holds no pixels; damaged, or no image"
        found.broken.append(
            InputError(f"{one.path} holds no readable DICOM image ({reason}); copy it again or move it away.")
        )
    else:
        found.series.setdefault(one.text(SERIES_UID), []).append(one)
        if content is not None:
            found.contents[one.path] = content
            found.hashes[one.path] = hashlib.sha256(content).hexdigest()
        if len(found.series) > 1:
            found.contents.clear()


def _other_object(one: DicomSlice) -> str:
    """What an object is that is no image; empty for an image, or what should be one."""
    kind = one.sop_class.removeprefix(_STORAGE) if one.sop_class.startswith(_STORAGE) else ""
    for begin, name in _OTHER_OBJECTS.items():
        if kind.startswith(begin):
            return name
    should_be = not one.sop_class or kind.partition(".")[0] in _IMAGES
    is_image = one.header.pixels or ROWS in one.header.values or should_be
    return "" if is_image else f"object of modality {one.text(MODALITY) or 'not stated'}"


def _load(path: Path, whole: bool) -> tuple[DicomSlice, bytes | None] | None:
    """A DICOM file's header, and its bytes where the whole is wanted; None where the file is not DICOM."""
    try:
        with path.open("rb", buffering=0) as file:
            size = os.fstat(file.fileno()).st_size
            head = file.read(MARK_AT + len(MARK))
            if not may_be_dicom(head):
                if path.suffix.lower() in SUFFIXES:
                    raise BrokenHeader("it does not begin as a DICOM file does")
                return None
            itk_path(path)  # a name that no message can print
            is_marked = head.endswith(MARK) and len(head) == MARK_AT + len(MARK)
            if size > MOST_FILE_BYTES:
                raise BrokenHeader(f"it takes {size >> 20} MB, more than one slice can")
            file.seek(0)
            content = file.readall() if whole else file.read(HEAD_BYTES)
            try:
                header = parse_header(content, WANTED)
            except CutHeader:
                if whole:
                    raise
                file.seek(0)
                content = file.readall()
                header = parse_header(content, WANTED)
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror or error}); check its permissions.") from error
    except BrokenHeader:
        if path.suffix.lower() in SUFFIXES or is_marked:
            raise
        return None
    return DicomSlice(path, header, _available(content, header, size)), content if whole else None


def _available(content: bytes, header: Header, size: int) -> int:
    return len(data_set(content, header.syntax)) if header.syntax == DEFLATED else size


def files_below(folder: Path) -> list[Path]:
    """Every file below a folder but the hidden ones, in the order of paths; of a file, the file.

    Linked sub-folders are followed; a folder or file that can be reached on two ways is taken once.

    Raises
    ------
    InputError
        A sub-folder cannot be opened, or a link leads nowhere.
    """
    if folder.is_file():
        return [folder]
    plain: list[Path] = []
    linked: list[Path] = []
    seen: set[str] = set()
    waiting = [folder]
    while waiting:
        links: list[Path] = []
        for start in waiting:
            for path in _files_of_tree(start, seen, links):
                (linked if path.is_symlink() else plain).append(path)
        waiting = sorted(links)
    if linked:
        known = {os.path.realpath(path) for path in plain}
        for path in linked:
            target = os.path.realpath(path)
            if target not in known:
                known.add(target)
                plain.append(path)
    return sorted(plain)


def _files_of_tree(folder: Path, seen: set[str], links: list[Path]) -> Iterator[Path]:
    """Files below a folder; sub-folders behind links are put off, so that a real folder goes before its links."""
    real = os.path.realpath(folder)
    if real in seen:
        return
    seen.add(real)
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise InputError(f"{folder} cannot be opened ({error.strerror or error}); check its permissions.") from error
    for entry in entries:
        path = folder / entry.name
        try:
            is_folder, is_file = entry.is_dir(), entry.is_file()
        except OSError as error:  # a link to itself, or into a folder that is closed to us
            raise InputError(f"{path} cannot be followed ({error.strerror or error}); move it away.") from error
        if is_folder:
            if entry.is_symlink():
                links.append(path)
            else:
                yield from _files_of_tree(path, seen, links)
        elif entry.name.startswith("."):
            continue
        elif is_file:
            yield path
        elif entry.is_symlink():
            raise InputError(f"{path} is a link to what does not exist; copy the folder with all its files.")
