"""Which DICOM series an image is, or a contour was drawn on: in memory only, for one to be held against the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from ..errors import InputError, Notice
from ..texts import sentence as _

MOST_STEPS_OFF = 0.6
"""A plane on another grid than the image's names the nearest slice, half a step away at most."""


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
    places : mapping of str to tuple of float
        Of an image, where the first pixel of the slice of each UID lies, LPS mm, as far as that is known.
    """

    patient_key: str | None = field(default=None, repr=False)
    frame_of_reference: str = field(default="", repr=False)
    instances: frozenset[str] = field(default=frozenset(), repr=False)
    places: Mapping[str, tuple[float, ...]] = field(default_factory=dict, repr=False, compare=False)


def slices_of_one_series(own: set[str], lists: Iterable[set[str]], image: SeriesReference | None) -> set[str]:
    """The slices that a contour was drawn on, where its file may list those of other series, too.

    Parameters
    ----------
    own : set of str
        UIDs that the planes of the contour name.
    lists : iterable of set of str
        UIDs of each series that the file as a whole lists.
    image : SeriesReference, optional
        It tells which list is meant where the planes are silent.

    Returns
    -------
    set of str
        `own` and the lists that share a slice with it; where it is empty, the lists that share one with the image,
        else all of them.
    """
    lists = list(lists)
    meant = own or (set(image.instances) if image is not None else set())
    chosen = [one for one in lists if one & meant] or ([] if own else lists)
    return own.union(*chosen)


def require_at_places(
    planes: Iterable[tuple[str, np.ndarray]],
    normal: np.ndarray,
    step: float,
    image: SeriesReference | None,
    source: str,
) -> None:
    """Refuse a contour with a plane that lies elsewhere than the slice that it names.

    Parameters
    ----------
    planes : iterable of (str, numpy.ndarray)
        UID of the slice, and a point of the plane, LPS mm.
    normal : numpy.ndarray
        Unit vector.
    step : float
        From slice to slice of the image, mm.
    image : SeriesReference, optional
    source : str
        For the message.
    """
    for uid, point in planes:
        place = None if image is None else image.places.get(uid)
        off = 0.0 if place is None else abs(float((point - np.array(place)) @ normal))
        if off > MOST_STEPS_OFF * step:
            raise InputError(
                _(
                    "{source} has a contour that lies {off:.1f} mm away from the slice that it says it was "
                    "drawn on; export it again, with the images as they were when it was drawn."
                ).format(source=source, off=off)
            )


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
                _(
                    "The contour is a DICOM object and the image is no DICOM series, so only their positions "
                    "tell that they belong together."
                ),
            ),
        )
    if contour.patient_key and image.patient_key and contour.patient_key != image.patient_key:
        raise InputError(
            _("{source} and {image_source} are of different patients; give the contour of this patient.").format(
                source=source, image_source=image_source
            )
        )
    if (
        contour.frame_of_reference
        and image.frame_of_reference
        and contour.frame_of_reference != image.frame_of_reference
    ):
        raise InputError(
            _(
                "{source} was drawn in another frame of reference than that of {image_source}; give the "
                "contour that was drawn on this series."
            ).format(source=source, image_source=image_source)
        )
    missing = contour.instances - image.instances
    if missing and missing == contour.instances:
        raise InputError(
            _(
                "{source} was drawn on other slices than those of {image_source}, on another series or "
                "another copy of it; give the series that it was drawn on."
            ).format(source=source, image_source=image_source)
        )
    if missing:
        raise InputError(
            _(
                "{source} refers to {missing} of {instances} slices that {image_source} does not hold; "
                "give the whole series that it was drawn on."
            ).format(source=source, missing=len(missing), instances=len(contour.instances), image_source=image_source)
        )
    if not contour.instances and not (contour.frame_of_reference and image.frame_of_reference):
        return (
            Notice(
                "contour-series-unknown",
                _(
                    "The contour does not say on which series it was drawn, so only its position tells that "
                    "it belongs to the image."
                ),
            ),
        )
    return ()
