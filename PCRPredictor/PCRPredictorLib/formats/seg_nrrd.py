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
from ..texts import sentence as _
from .segment_choice import SegmentEntry, chosen_segment, distinct_names, listed_segments
from .volume_file import Volume
from .volume_header import VolumeHeader

SEGMENT_KEY = re.compile(r"Segment(\d+)_ID")


@dataclass(frozen=True)
class LayeredSegment(SegmentEntry):
    """A segment of a file whose overlapping segments lie in layers."""

    layer: int = 0


def has_segments(header: VolumeHeader) -> bool:
    """Whether the header lists segments as Slicer writes them."""
    return any(SEGMENT_KEY.fullmatch(key) for key in header.keys)


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
    entry = chosen_segment(entries, source, label, segment)
    array = _voxels(volume, entry)
    if not array.any():
        raise InputError(
            _("{source}: segment {entry} is empty; segments present: {entries}.").format(
                source=source, entry=str(entry), entries=listed_segments(entries)
            )
        )
    return Mask(np.ascontiguousarray(array), header.geometry, source, entry.name, volume.content_hash, header.simulated)


def read_segments(volume: Volume) -> tuple[Mask, ...]:
    """Every segment of a segmentation file that has a voxel; errors as `read_segment`."""
    entries = _entries(volume.header)
    names = distinct_names(entries)
    drawn = [name for entry, name in zip(entries, names, strict=True) if _voxels(volume, entry).any()]
    if not drawn:
        raise InputError(
            _("{path} is empty: it holds no drawn segment; draw the lesion first.").format(path=volume.header.path)
        )
    return tuple(read_segment(volume, segment=name) for name in drawn)


def _voxels(volume: Volume, entry: LayeredSegment) -> np.ndarray:
    """Where a segment is, shape (slices, rows, columns)."""
    header, source = volume.header, str(volume.header.path)
    if entry.label == 0:
        raise InputError(
            _("{source}: segment {entry} has the label of the background; save it again.").format(
                source=source, entry=str(entry)
            )
        )
    if not 0 <= entry.layer < header.layers:
        raise InputError(
            _(
                "{source}: segment {entry} is said to lie in layer {layer}, but there are {layers}; save it again."
            ).format(source=source, entry=str(entry), layer=entry.layer, layers=header.layers)
        )
    found: np.ndarray = (volume.array if header.layers == 1 else volume.array[..., entry.layer]) == entry.label
    return found


def _entries(header: VolumeHeader) -> list[LayeredSegment]:
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
                _("{source}: label or layer of segment {number} is no whole number; save it again.").format(
                    source=source, number=number
                )
            ) from None
        name = value(number, "Name", "") or segment_id or str(label)
        entries.append(LayeredSegment(name, label, (segment_id,), layer))
    places = [(entry.label, entry.layer) for entry in entries]
    if len(set(places)) < len(places):
        raise InputError(
            _("{source}: two segments share a label and layer ({entries}); save it again.").format(
                source=source, entries=listed_segments(entries)
            )
        )
    return entries
