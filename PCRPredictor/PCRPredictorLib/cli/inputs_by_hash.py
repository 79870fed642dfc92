"""Finding images, contours, models and calibrations by the hashes that a result holds, since it holds no paths."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from ..errors import InputError
from ..files import PART_PREFIX, read_json
from ..formats.content_hash import combined_hash, content_hash_of
from ..formats.volume_file import stored_files

MOST_FILES = 100_000


class Hashed(Protocol):
    """A model, calibration or profile."""

    @property
    def hash(self) -> str: ...


Thing = TypeVar("Thing", bound=Hashed)


class Inputs:
    """The files below some folders, hashed as they are asked for.

    Raises
    ------
    InputError
        A folder is not there, or holds more than a hundred thousand files.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders
        self._files = sorted({file for folder in folders for file in _files_below(folder)})
        self._hashes: dict[Path, str] = {}

    def path_of(self, content_hash: str, what: str) -> Path:
        """The file, or the folder of one DICOM series, of this hash.

        Raises
        ------
        InputError
            There is none.
        """
        for path, found in self._candidates():
            if found == content_hash:
                return path
        raise InputError(
            f"{what} (hash {content_hash[:12]}) lies nowhere below {self._places}; name a folder that holds it with "
            "--search, or its path."
        )

    def json_files(self) -> Iterator[Path]:
        """The JSON files, by their names."""
        return (file for file in self._files if file.suffix.lower() == ".json")

    @property
    def _places(self) -> str:
        return " and ".join(map(str, self._folders))

    def _candidates(self) -> Iterator[tuple[Path, str]]:
        for file in self._files:
            yield file, self._hash_of(file)
        by_folder: dict[Path, list[Path]] = {}
        for file in self._files:
            by_folder.setdefault(file.parent, []).append(file)
        for folder, files in by_folder.items():
            if len(files) > 1:
                yield folder, combined_hash(map(self._hash_of, files))
        for file in self._files:
            parts = _parts(file)
            if len(parts) > 1:
                yield file, content_hash_of(parts)

    def _hash_of(self, file: Path) -> str:
        if file not in self._hashes:
            try:
                self._hashes[file] = content_hash_of([file])
            except OSError:  # not readable for this user, so no input of his
                self._hashes[file] = ""
        return self._hashes[file]


def require_hash(path: Path, content_hash: str, what: str) -> Path:
    """The path, which is refused where it holds anything but what the result was made from."""
    if not path.exists():
        raise InputError(f"{path} does not exist; check the path.")
    files = sorted(_files_below(path)) if path.is_dir() else sorted(_parts(path))
    if combined_hash(content_hash_of([file]) for file in files) != content_hash:
        raise InputError(
            f"{path} is not what the result was made from ({what}, hash {content_hash[:12]}), or was changed since; "
            "give the original."
        )
    return path


def by_hash(paths: Iterator[Path], load: Callable[[Path], Thing], key: str, wanted: str) -> Thing | None:
    """The first thing among JSON files whose hash is `wanted`; files of other kinds are passed over."""
    for path in paths:
        try:
            content = read_json(path)
            if isinstance(content, dict) and content.get("format", content.get("feature_set")) == key:
                thing = load(path)
                if thing.hash == wanted:
                    return thing
        except InputError:
            continue
    return None


def _files_below(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder; name a folder that holds the inputs.")
    count = 0
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place) / name
            if path.is_file() and not name.startswith(PART_PREFIX):
                count += 1
                if count > MOST_FILES:
                    raise InputError(f"{folder} holds more than {MOST_FILES:,} files; name the folder of the inputs.")
                yield path


def _parts(file: Path) -> set[Path]:
    """The files of one volume, where a header names another file."""
    if not file.name.lower().endswith((".nhdr", ".mhd")):
        return {file}
    try:
        return stored_files(file)
    except InputError:
        return {file}
