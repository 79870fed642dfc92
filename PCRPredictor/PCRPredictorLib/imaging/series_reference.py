"""Which DICOM series an image is, or a contour was drawn on: in memory only, for one to be held against the other."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..errors import InputError, Notice


@dataclass(frozen=True)
class SeriesReference:
    """Identifiers of a DICOM series, or of the one that a contour refers to; never written to a file or a log.

    Attributes
    ----------
    patient_key : str or None
        SHA-256 of the patient identifier.
    frame_of_reference : str
        UID of the coordinate system; empty where not stated.
    instances : frozenset of str
        UIDs of the slices; for a contour those it says it was drawn on, none where it is silent.
    """

    patient_key: str | None = field(default=None, repr=False)
    frame_of_reference: str = field(default="", repr=False)
    instances: frozenset[str] = field(default=frozenset(), repr=False)


def require_drawn_on(
    contour: SeriesReference, image: SeriesReference | None, source: str, image_source: str
) -> tuple[Notice, ...]:
    """Check that a DICOM contour was drawn on a DICOM series.

    Parameters
    ----------
    contour, image : SeriesReference
        `image` is None where the image is no DICOM series.
    source, image_source : str
        For messages.

    Returns
    -------
    tuple of Notice
        ``contour-series-unknown`` where the image is no DICOM series or the contour names neither slices nor a frame
        of reference: then only positions tell that they belong together.

    Raises
    ------
    InputError
        They differ in patient or frame of reference, or the contour refers to slices that the image does not hold.
    """
    if image is None:
        return (
            Notice(
                "contour-series-unknown",
                "The contour is a DICOM object and the image is no DICOM series, so only their positions tell that "
                "they belong together.",
            ),
        )
    if contour.patient_key and image.patient_key and contour.patient_key != image.patient_key:
        raise InputError(f"{source} and {image_source} are of different patients; give the contour of this patient.")
    if (
        contour.frame_of_reference
        and image.frame_of_reference
        and contour.frame_of_reference != image.frame_of_reference
    ):
        raise InputError(
            f"{source} was drawn in another frame of reference than that of {image_source}; give the contour that was "
            "drawn on this series."
        )
    missing = contour.instances - image.instances
    if missing and missing == contour.instances:
        raise InputError(
            f"{source} was drawn on other slices than those of {image_source}, on another series or another copy of "
            "it; give the series that it was drawn on."
        )
    if missing:
        raise InputError(
            f"{source} refers to {len(missing)} of {len(contour.instances)} slices that {image_source} does not hold; "
            "give the whole series that it was drawn on."
        )
    if not contour.instances and not (contour.frame_of_reference and image.frame_of_reference):
        return (
            Notice(
                "contour-series-unknown",
                "The contour does not say on which series it was drawn, so only its position tells that it belongs to "
                "the image.",
            ),
        )
    return ()
