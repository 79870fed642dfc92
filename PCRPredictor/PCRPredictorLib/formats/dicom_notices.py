"""What to know of a DICOM series that can be read."""

from collections import Counter

from ..errors import Notice
from ..imaging.geometry import Geometry
from .dicom_codec import COMPRESSED_SYNTAXES, LOSSY_SYNTAXES
from .dicom_folder import FolderContent
from .dicom_slice import INSTANCE_UID, LOSSY, SLICE_THICKNESS, SPACING_BETWEEN_SLICES, DicomSlice

MULTIPLE_TOLERANCE = 0.02


def series_notices(found: FolderContent, slices: list[DicomSlice], geometry: Geometry) -> tuple[Notice, ...]:
    """``lossy-compression``, ``slices-left-out``, ``instances-repeated`` and ``other-objects``, where they apply."""
    notices = (_lossy_notice(slices), _gap_notice(slices[0], geometry), _repeated_notice(slices), _others_notice(found))
    return tuple(notice for notice in notices if notice is not None)


def _lossy_notice(slices: list[DicomSlice]) -> Notice | None:
    lossy = [one for one in slices if one.text(LOSSY) == "01" or one.header.syntax in LOSSY_SYNTAXES]
    if not lossy:
        return None
    kind = COMPRESSED_SYNTAXES.get(lossy[0].header.syntax, "by the header")
    return Notice(
        "lossy-compression",
        f"{len(lossy)} of {len(slices)} slices were compressed with loss ({kind}), which changes texture features; use "
        "the original series.",
    )


def _gap_notice(one: DicomSlice, geometry: Geometry) -> Notice | None:
    """Every n-th slice of a series is evenly spaced; only what the header says of the spacing tells."""
    step = geometry.spacing[2]
    stated = {"are": one.hint(SLICE_THICKNESS), "were": one.hint(SPACING_BETWEEN_SLICES)}
    lengths = [abs(length) for length in stated.values() if length]
    multiples = [round(step / length) for length in lengths]
    if not lengths or min(multiples) < 2:
        return None
    if any(abs(step / length - n) > MULTIPLE_TOLERANCE * n for length, n in zip(lengths, multiples, strict=True)):
        return None
    thickness = stated["are"]
    words = f"{abs(thickness):g} mm thick" if thickness else f"stated to be {lengths[0]:g} mm apart"
    return Notice(
        "slices-left-out",
        f"Slices lie {step:g} mm apart but are {words}: only every {_ordinal(min(multiples))} slice of the scan may be "
        "here; use all of them.",
    )


def _repeated_notice(slices: list[DicomSlice]) -> Notice | None:
    """One identifier for two slices: the images are right by their places, but no contour can name its slice."""
    files = {one.path: one.text(INSTANCE_UID) for one in slices}  # the frames of one file share its identifier
    repeated = sum(number for uid, number in Counter(files.values()).items() if uid and number > 1)
    if not repeated:
        return None
    return Notice(
        "instances-repeated",
        f"{repeated} slices share their SOP instance UID with another one, so a program that made or copied them "
        "changed what identifies them; make sure that they are of one scan.",
    )


def _ordinal(number: int) -> str:
    return {2: "second", 3: "third"}.get(number, f"{number}th")


def _others_notice(found: FolderContent) -> Notice | None:
    if not found.others:
        return None
    # by their kinds: names of files tend to hold names of persons, and a notice travels with the result
    kinds = Counter(found.others.values())
    listed = ", ".join(f"{number} x {kind}" for kind, number in kinds.most_common())
    message = f"The folder also holds what is no CT slice and was left out: {listed}."
    return Notice("other-objects", message)
