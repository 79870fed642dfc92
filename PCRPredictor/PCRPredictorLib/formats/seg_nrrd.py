"""Slicer's segmentation files (.seg.nrrd): one segment out of possibly overlapping layers.

Each segment is a set of header keys ``Segment<N>_ID``, ``_Name``, ``_LabelValue`` and ``_Layer``; overlapping
segments lie in different layers, which ITK reads as the components of a voxel.
"""

import re
from dataclasses import dataclass

import numpy as np
import SimpleITK as sitk

from ..errors import InputError
from ..imaging.geometry import Geometry
from ..imaging.mask import Mask
from ..imaging.phase_image import is_marked_simulated
from ..texts import readable

SEGMENT_KEY = re.compile(r"Segment(\d+)_ID")


@dataclass(frozen=True)
class SegmentEntry:
    """One segment as the header of the file lists it."""

    segment_id: str
    name: str
    label: int
    layer: int

    def __str__(self) -> str:
        return f"'{self.name}' (label {self.label})"


def has_segments(image: sitk.Image) -> bool:
    """Whether the header lists segments as Slicer writes them."""
    return any(SEGMENT_KEY.fullmatch(key) for key in image.GetMetaDataKeys())


def segment_names(image: sitk.Image, source: str) -> tuple[str, ...]:
    """Names of the segments in the header's order; the IDs of those that share a name.

    Raises
    ------
    InputError
        The header is inconsistent.
    """
    entries = _entries(image, source)
    names = [entry.name for entry in entries]
    return tuple(entry.name if names.count(entry.name) == 1 else entry.segment_id for entry in entries)


def read_segment(
    image: sitk.Image, source: str, content_hash: str = "", label: int | None = None, segment: str | None = None
) -> Mask:
    """One segment of a segmentation image; with no choice, the only one there is.

    Parameters
    ----------
    image : SimpleITK.Image
        Three-dimensional; the components of a voxel are the layers.
    source : str
        For messages.
    content_hash : str
        SHA-256 of the file.
    label : int, optional
        Label value of the segment.
    segment : str, optional
        Name of the segment, else its ID, else its label in digits.

    Raises
    ------
    InputError
        No or several segments answer to the choice (the message lists those present), the segment is empty, or
        the header is inconsistent.
    """
    entries = _entries(image, source)
    entry = _chosen(entries, source, label, segment)
    if entry.label == 0:
        raise InputError(f"{source}: segment {entry} has the label of the background; save it again.")
    layers = image.GetNumberOfComponentsPerPixel()
    if not 0 <= entry.layer < layers:
        raise InputError(
            f"{source}: segment {entry} is said to lie in layer {entry.layer}, but there are {layers}; save it again."
        )
    values = sitk.GetArrayViewFromImage(image)
    array = (values if layers == 1 else values[..., entry.layer]) == entry.label
    if not array.any():
        raise InputError(f"{source}: segment {entry} is empty; segments present: {_listed(entries)}.")
    return Mask(
        np.ascontiguousarray(array),
        Geometry.from_sitk(image),
        source,
        entry.name,
        content_hash,
        is_marked_simulated(image),
    )


def _entries(image: sitk.Image, source: str) -> list[SegmentEntry]:
    keys = set(image.GetMetaDataKeys())
    numbers = sorted(int(match[1]) for match in map(SEGMENT_KEY.fullmatch, keys) if match)
    layers = image.GetNumberOfComponentsPerPixel()

    def value(number: int, name: str, default: str) -> str:
        key = f"Segment{number}_{name}"
        return readable(image.GetMetaData(key)) if key in keys else default

    entries = []
    for number in numbers:
        segment_id = value(number, "ID", "")
        # files from before Slicer 4.11 give each segment its own layer, in order, with label 1
        own_layer = str(number) if layers > 1 else "0"
        try:
            label = int(value(number, "LabelValue", "1"))
            layer = int(value(number, "Layer", own_layer))
        except ValueError:
            raise InputError(
                f"{source}: label or layer of segment {number} is no whole number; save it again."
            ) from None
        entries.append(SegmentEntry(segment_id, value(number, "Name", segment_id), label, layer))
    places = [(entry.label, entry.layer) for entry in entries]
    if len(set(places)) < len(places):
        raise InputError(f"{source}: two segments share a label and layer ({_listed(entries)}); save it again.")
    return entries


def _chosen(entries: list[SegmentEntry], source: str, label: int | None, segment: str | None) -> SegmentEntry:
    if segment is not None:
        found = [entry for entry in entries if entry.name == segment]
        found = found or [entry for entry in entries if entry.segment_id == segment]
        found = found or [entry for entry in entries if segment.isdecimal() and entry.label == int(segment)]
        wanted = f"segment '{segment}'"
    elif label is not None:
        found = [entry for entry in entries if entry.label == label]
        wanted = f"label {label}"
    else:
        found = entries
        wanted = "segment"
    if not found:
        raise InputError(f"{source} holds no {wanted}; segments present: {_listed(entries)}.")
    if len(found) > 1:
        choice = "say which one is the lesion" if wanted == "segment" else f"{wanted} is not unique, choose another way"
        raise InputError(f"{source} holds several segments ({_listed(entries)}); {choice}.")
    return found[0]


def _listed(entries: list[SegmentEntry], most: int = 20) -> str:
    listed = ", ".join(str(entry) for entry in entries[:most])
    return listed if len(entries) <= most else f"{listed} and {len(entries) - most} more"
