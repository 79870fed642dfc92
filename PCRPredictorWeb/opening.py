"""From a file, folder or archive to images and contours; runs off the event loop and touches no scene."""

import contextlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.formats import read_image, read_masks
from PCRPredictorLib.formats.dicom_contours import contour_files
from PCRPredictorLib.formats.dicom_folder import read_folder
from PCRPredictorLib.formats.volume_file import stored_files
from PCRPredictorLib.imaging import Mask, PhaseImage

from .session import Session
from .trial import try_reading
from .unpacking import unpack

ONE_FILE_SUFFIXES = (".seg.nrrd", ".nii.gz", ".nrrd", ".nhdr", ".nii", ".mha", ".mhd", ".zip")
# Together with a number in front it has to stay below the 255 bytes of a file's name, in any alphabet.
LONGEST_LINK = 60
# A CT without air or fat and within 64 HU is none.
MOST_LABELS = 64
SUFFIXES = (*ONE_FILE_SUFFIXES, ".dcm")


@dataclass(frozen=True)
class Series:
    """An image and the name to show it by."""

    name: str
    image: PhaseImage


def open_images(path: Path, session: Session) -> tuple[tuple[Series, ...], tuple[str, ...]]:
    """Read the CT volumes of a file, a folder or a ZIP archive of DICOM.

    Returns
    -------
    series : tuple of Series
        At least one.
    left_out : tuple of str
        Why the other series of an examination (a localizer, say) were not read.

    Raises
    ------
    InputError
        Nothing in it can be read.
    """
    with contextlib.ExitStack() as temporary:

        def new_folder() -> Path:
            folder = session.new_folder()
            temporary.callback(shutil.rmtree, folder, ignore_errors=True)
            return folder

        if path.suffix.lower() == ".zip" and path.is_file():
            session.require_room()
            archive, path = path, new_folder() / plain_name(path)
            path.mkdir()
            unpack(archive, path, session.limits)
            if contours := contours_alone(path):
                names = ", ".join(file.name for file in contours)
                raise InputError(
                    f"{archive.name} holds contours only ({names}); unpack it, and open the files themselves."
                )
        if path.is_dir():
            return _read_folder(path, new_folder, session)
        _require_one_file(path)
        return (_read_series(path, plain_name(path), session),), ()


def open_contours(path: Path, session: Session, image: PhaseImage | None = None) -> tuple[Mask, ...]:
    """Read the contours of a label image, a segmentation file, a DICOM SEG or an RTSTRUCT; at least one.

    Parameters
    ----------
    image : PhaseImage, optional
        The image they were drawn on, against which a DICOM contour is held.

    Raises
    ------
    InputError
        It holds none, or cannot be read.
    """
    _require_one_file(path)
    try_reading("contour", path, session.limits, image.geometry if image else None)
    return read_masks(path, image)


def contoured_slices(path: Path) -> frozenset[str] | None:
    """UIDs of the slices that a DICOM SEG or RTSTRUCT, whatever its name, was drawn on; None of any other file."""
    found = contour_files([path]) if path.is_file() else []
    return found[0].slices if found else None


def contours_alone(folder: Path) -> list[Path]:
    """The files of a folder that holds DICOM SEG and RTSTRUCT and nothing else; none of any other folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return files if len(contour_files(files)) == len(files) else []


def label_kinds(image: PhaseImage) -> int:
    """How many values a label map has; 0 where the voxels are more like a CT's."""
    voxels = image.array
    if voxels.size == 0 or voxels.min() < 0 or voxels.max() >= MOST_LABELS:
        return 0
    kinds = np.unique(voxels)
    return len(kinds) if 0 in kinds and np.array_equal(kinds, np.round(kinds)) else 0


def plain_name(path: Path) -> str:
    """The file's name without what stands for its format."""
    suffix = next((suffix for suffix in SUFFIXES if path.name.lower().endswith(suffix)), "")
    return path.name[: len(path.name) - len(suffix)] or path.name


def _read_folder(
    path: Path, new_folder: Callable[[], Path], session: Session
) -> tuple[tuple[Series, ...], tuple[str, ...]]:
    folders, broken = _one_folder_a_series(path, new_folder)
    if len(folders) == 1:
        return (_read_series(folders[0], path.name, session),), ()
    series: list[Series] = []
    left_out: dict[str, _LeftOut] = {}
    for number, folder in enumerate(folders, start=1):
        try:
            series.append(_read_series(folder, f"{path.name}, series {number}", session))
        except InputError as error:
            left_out.setdefault(_without_place(str(error), folder), _LeftOut(str(error))).series.append(number)
    if not series:
        first = next(iter(left_out.values()))
        raise InputError(f"None of the {len(folders)} series of {path.name} can be read; the first: {first.reason}")
    return tuple(series), (*(one.sentence for one in left_out.values()), *map(str, broken))


@dataclass(frozen=True)
class _LeftOut:
    """Series that were left out for one reason, as it was said of the first of them."""

    reason: str
    series: list[int] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        return f"Left out series {', '.join(map(str, self.series))}: {self.reason}"


def _without_place(reason: str, folder: Path) -> str:
    """What is wrong, whichever series or file it was said of."""
    for place in (*folder.iterdir(), folder):
        reason = reason.removeprefix(f"{place} ")
    return reason


def _read_series(path: Path, name: str, session: Session) -> Series:
    try_reading("image", path, session.limits)
    image = read_image(path)
    if min(image.array.shape) < 2:
        raise InputError(f"{path} is one slice only; open the whole volume.")
    return Series(image.acquisition.series_description or name, image)


def _require_one_file(path: Path) -> None:
    """Refuse a header that points to another file: it could point to any file of this machine."""
    if stored_files(path) != {path}:
        raise InputError(f"{path} keeps its voxels in another file; save the volume as one file (.nrrd or .nii.gz).")


def _one_folder_a_series(folder: Path, new_folder: Callable[[], Path]) -> tuple[list[Path], list[InputError]]:
    """The folder itself where it holds one DICOM series, else a new folder for each, and why files are in none."""
    found = read_folder(folder)
    series = found.series
    if not series:
        _point_to_volume_file(folder)
    if len(series) <= 1:
        return [folder], []
    folders = []
    for slices in series.values():
        apart = new_folder() / folder.name
        apart.mkdir()
        for number, one in enumerate(slices):
            _link(one.path, apart / f"{number:05d}-{one.path.name[-LONGEST_LINK:]}")
        folders.append(apart)
    return folders, found.broken


def _point_to_volume_file(folder: Path) -> None:
    """Refuse a folder without DICOM that holds a file which can be opened by itself, naming that file."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name.lower().endswith(ONE_FILE_SUFFIXES):
            raise InputError(f"{folder.name} holds no DICOM image but {path.name}; open that file itself.")


def _link(path: Path, place: Path) -> None:
    try:
        os.symlink(path.resolve(), place)
    except OSError:  # Windows asks for a privilege
        shutil.copyfile(path, place)
