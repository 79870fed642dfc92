"""Slicer's segmentation files (.seg.nrrd): one segment out of possibly overlapping layers.

Each segment is a set of header keys ``Segment<N>_ID``, ``_Name``, ``_LabelValue`` and ``_Layer``; overlapping
segments lie in different layers, the numbers of one voxel. The file itself is read as any other NRRD file (`nrrd`).
"""

import re
from dataclasses import dataclass

import numpy as np

from ..errors import InputError
from ..imaging.mask import Mask
from ..texts import readable
from .volume_file import Volume
from .volume_header import VolumeHeader

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


def has_segments(header: VolumeHeader) -> bool:
    """Whether the header lists segments as Slicer writes them."""
    return any(SEGMENT_KEY.fullmatch(key) for key in header.keys)


def segment_names(header: VolumeHeader) -> tuple[str, ...]:
    """Names of the segments in the header's order; the IDs of those that share a name.

    Raises
    ------
    InputError
        The header is inconsistent.
    """
    entries = _entries(header)
    names = [entry.name for entry in entries]
    return tuple(entry.name if names.count(entry.name) == 1 else entry.segment_id for entry in entries)


def read_segment(volume: Volume, label: int | None = None, segment: str | None = None) -> Mask:
    """One segment of a segmentation file; with no choice, the only one there is.

    Parameters
    ----------
    volume : Volume
        The layers are the last axis of its array.
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
    header, source = volume.header, str(volume.header.path)
    entries = _entries(header)
    entry = _chosen(entries, source, label, segment)
    if entry.label == 0:
        raise InputError(f"{source}: segment {entry} has the label of the background; save it again.")
    if not 0 <= entry.layer < header.layers:
        raise InputError(
            f"{source}: segment {entry} is said to lie in layer {entry.layer}, but there are {header.layers}; "
            "save it again."
        )
    array = (volume.array if header.layers == 1 else volume.array[..., entry.layer]) == entry.label
    if not array.any():
        raise InputError(f"{source}: segment {entry} is empty; segments present: {_listed(entries)}.")
    return Mask(np.ascontiguousarray(array), header.geometry, source, entry.name, volume.content_hash, header.simulated)


def _entries(header: VolumeHeader) -> list[SegmentEntry]:
    keys, layers, source = header.keys, header.layers, str(header.path)
    numbers = sorted(int(match[1]) for match in map(SEGMENT_KEY.fullmatch, keys) if match)

    def value(number: int, name: str, default: str) -> str:
        key = f"Segment{number}_{name}"
        return readable(keys[key]) if key in keys else default

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
