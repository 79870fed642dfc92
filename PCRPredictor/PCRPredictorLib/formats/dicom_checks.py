"""What the files of a folder must agree in to be one volume in Hounsfield units."""

import re
from collections import Counter
from collections.abc import Callable

from ..errors import InputError
from .dicom_folder import FolderContent
from .dicom_slice import (
    COLUMNS,
    FRAME_OF_REFERENCE,
    FRAMES,
    IMAGE_TYPE,
    KERNEL,
    LOOKUP_TABLE,
    MODALITY,
    PATIENT_ID,
    PATIENT_POSITION,
    RESCALE_INTERCEPT,
    RESCALE_TYPE,
    ROWS,
    SERIES_NUMBER,
    STUDY_UID,
    TUBE_VOLTAGE,
    DicomSlice,
)

MOST_LISTED = 6
ENHANCED = {f"1.2.840.10008.5.1.4.1.1.{kind}" for kind in ("2.1", "2.2", "4.1", "4.3", "4.4", "128.1", "130")}
"""CT, MR and PET whose frames each have a place of their own, in a header of another kind."""
_NO_SLICES = {
    "a localizer": re.compile(r"(?<![A-Z])(LOCALIZER|SCOUT|TOPOGRAM|SURVIEW|SCANOGRAM)(?![A-Z])"),
    "a projection or rendering": re.compile(
        r"(?<![A-Z])((M|MAX|MIN|MEAN|A|AV)[ _-]?IP|RAYSUM|PROJECTION|CURVED[ _-]?MPR|VRT|VOLREN|SSD|RENDER(ING|ED)?"
        r"|SCREEN[ _-]?(SHOT|SAVE)|MAXIMUM|MINIMUM)(?![A-Z])"
    ),
    "a difference of images": re.compile(r"(?<![A-Z])(SUBTRACT(ION|ED)|STD_DEVIATION)(?![A-Z])"),
}


def only_series(found: FolderContent, folder: object) -> list[DicomSlice]:
    """The slices of the one series of a folder.

    Raises
    ------
    InputError
        A file is broken, there is no image, or there are several series or patients.
    """
    if found.broken:
        raise found.broken[0]
    if not found.series:
        raise _nothing(found, folder)
    if len(found.series) > 1:
        listed = [
            f"number {members[0].text(SERIES_NUMBER) or '?'} with {_files(len(members))}"
            for members in found.series.values()
        ]
        raise InputError(
            f"{folder} mixes {len(listed)} DICOM series ({_some(listed)}); put the one to score into "
            "a folder of its own."
        )
    (slices,) = found.series.values()
    if len({one.text(PATIENT_ID) for one in slices}) > 1:
        raise InputError(f"{folder} mixes files of several patients in one DICOM series; export the series again.")
    return slices


def _nothing(found: FolderContent, folder: object) -> InputError:
    if found.others:
        path, kind = next(iter(found.others.items()))
        return InputError(
            f"{folder} holds no DICOM image, only other objects ({path.name}: {kind}); choose the folder of one "
            "CT series."
        )
    if found.directories:
        return InputError(
            f"{folder} holds no DICOM image but {found.directories[0].name}, which only lists images; copy the folders "
            "that it lists, too."
        )
    return InputError(
        f"{folder} holds no DICOM image; choose the folder of one CT series, or an NRRD, NIfTI or MetaImage file."
    )


def require_one_volume(slices: list[DicomSlice], folder: object) -> None:
    """Refuse what is no stack of slices made in one way.

    Raises
    ------
    InputError
        There are localizers, projections, multi-frame files, one slice only, or slices that differ in study, frame of
        reference, modality, energy, kernel, image type, patient position or size; the message says in what.
    """
    _require_slices_of_tissue(slices)
    for one in slices:
        frames = one.hint(FRAMES)
        if one.sop_class in ENHANCED or (frames is not None and frames != 1):
            count = "" if frames is None else f" of {frames:g} frames"
            raise InputError(f"{one.path} is a multi-frame DICOM file{count}; export it as one file a slice.")
    _require_agreement(slices, folder)
    sizes = Counter((one.whole_number(COLUMNS), one.whole_number(ROWS)) for one in slices)
    for one in slices:
        if not one.whole_number(COLUMNS) or not one.whole_number(ROWS):
            raise InputError(f"{one.path} states no number of rows and columns; export it again.")
    if len(sizes) > 1:
        listed = ", ".join(f"{count} of {columns} x {rows}" for (columns, rows), count in sizes.most_common())
        raise InputError(f"{folder} mixes slices of different size ({listed}); keep those of one volume.")
    if len(slices) == 1:
        what = "is a single DICOM slice" if slices[0].path == folder else "holds one DICOM slice only"
        raise InputError(f"{folder} {what}; give the folder of the whole CT series.")


def what_else(one: DicomSlice) -> str:
    """What a file is by its image type, such as ``"a localizer"``; empty for a slice of tissue."""
    text = one.text(IMAGE_TYPE).upper()
    return next((what for what, words in _NO_SLICES.items() if words.search(text)), "")


def _require_slices_of_tissue(slices: list[DicomSlice]) -> None:
    for one in {one.header.values.get(IMAGE_TYPE): one for one in reversed(slices)}.values():
        if what := what_else(one):
            raise InputError(
                f"{one.path} is {what}, not a slice of tissue (image type {one.text(IMAGE_TYPE)}); move such files "
                "away or choose the axial series."
            )


def _require_agreement(slices: list[DicomSlice], folder: object) -> None:
    def stated(tag: int) -> Callable[[DicomSlice], str]:
        return lambda one: one.text(tag)

    for what, tag in (("studies", STUDY_UID), ("frames of reference", FRAME_OF_REFERENCE)):
        groups = _groups(slices, stated(tag))
        if len(groups) > 1:
            listed = [f"{_files(len(members))} such as {members[0].path.name}" for members in groups.values()]
            raise InputError(
                f"{folder} mixes slices of {len(groups)} {what} ({_some(listed)}); put those of one into a folder of "
                "its own."
            )
    for what, key in (
        ("modality", stated(MODALITY)),
        ("energy (kVp)", _tube_voltage),
        ("reconstruction kernel", stated(KERNEL)),
        ("image type", stated(IMAGE_TYPE)),
        ("patient position", stated(PATIENT_POSITION)),
    ):
        groups = _groups(slices, key)
        if len(groups) > 1:
            listed = [
                f"{value or 'not stated'} in {_files(len(members))} such as {members[0].path.name}"
                for value, members in groups.items()
            ]
            raise InputError(
                f"{folder} mixes slices of different {what} ({_some(listed)}); put those of one into a folder of "
                "its own."
            )


def _groups(slices: list[DicomSlice], key: Callable[[DicomSlice], str]) -> dict[str, list[DicomSlice]]:
    """Slices by what they state, the largest group first."""
    groups: dict[str, list[DicomSlice]] = {}
    for one in slices:
        groups.setdefault(key(one), []).append(one)
    return dict(sorted(groups.items(), key=lambda group: -len(group[1])))


def _tube_voltage(one: DicomSlice) -> str:
    value = one.hint(TUBE_VOLTAGE)
    return one.text(TUBE_VOLTAGE) if value is None else f"{value:g}"


def require_hounsfield_units(slices: list[DicomSlice], folder: object) -> None:
    """Refuse a series that is not CT, states no rescale, or holds other values than Hounsfield units."""
    for one in slices:
        modality = one.text(MODALITY) or "not stated"
        if modality != "CT":
            raise InputError(
                f"{folder} is not CT (modality {modality}); choose a CT series, or allow any modality "
                "(--any-modality) to compute features that no model was made for."
            )
        if LOOKUP_TABLE in one.header.values or not one.text(RESCALE_INTERCEPT):
            raise InputError(f"{one.path} states no rescale to Hounsfield units; export the original CT series.")
        unit = one.text(RESCALE_TYPE) or "HU"
        if unit not in ("HU", "US"):  # US: the standard's word for unspecified
            raise InputError(f"{one.path} holds values in {unit}, not Hounsfield units; choose the plain CT series.")


def _files(count: int) -> str:
    return f"{count} {'file' if count == 1 else 'files'}"


def _some(listed: list[str]) -> str:
    more = f" and {len(listed) - MOST_LISTED} more" if len(listed) > MOST_LISTED else ""
    return ", ".join(listed[:MOST_LISTED]) + more
