"""Multi-frame CT (Enhanced CT and Legacy Converted Enhanced CT, PS3.3 A.38 and A.70) as the slices it stands for."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..errors import InputError
from .dicom_header import DEFLATED
from .dicom_object import damage_is_said
from .dicom_pixels import PLAIN_SYNTAXES
from .dicom_slice import (
    ACQUISITION_DATE_TIME,
    BITS_ALLOCATED,
    COLUMNS,
    FRAMES,
    IMAGE_TYPE,
    KERNEL,
    ORIENTATION,
    PIXEL_SPACING,
    POSITION,
    RESCALE_INTERCEPT,
    RESCALE_SLOPE,
    RESCALE_TYPE,
    ROWS,
    SLICE_THICKNESS,
    SOP_CLASS,
    TUBE_VOLTAGE,
    DicomSlice,
)

CT_SLICE = b"1.2.840.10008.5.1.4.1.1.2"
MULTI_FRAME_CT = {"1.2.840.10008.5.1.4.1.1.2.1", "1.2.840.10008.5.1.4.1.1.2.2"}
_OF_FRAME = {
    POSITION: ("PlanePositionSequence", "ImagePositionPatient"),
    ORIENTATION: ("PlaneOrientationSequence", "ImageOrientationPatient"),
    PIXEL_SPACING: ("PixelMeasuresSequence", "PixelSpacing"),
    SLICE_THICKNESS: ("PixelMeasuresSequence", "SliceThickness"),
    RESCALE_INTERCEPT: ("PixelValueTransformationSequence", "RescaleIntercept"),
    RESCALE_SLOPE: ("PixelValueTransformationSequence", "RescaleSlope"),
    RESCALE_TYPE: ("PixelValueTransformationSequence", "RescaleType"),
    IMAGE_TYPE: ("CTImageFrameTypeSequence", "FrameType"),
    ACQUISITION_DATE_TIME: ("FrameContentSequence", "FrameAcquisitionDateTime"),
    TUBE_VOLTAGE: ("CTXRayDetailsSequence", "KVP"),
    KERNEL: ("CTReconstructionSequence", "ConvolutionKernel"),
}
_UNASSIGNED = ("UnassignedPerFrameConvertedAttributesSequence", "UnassignedSharedConvertedAttributesSequence")
"""Where a converted series keeps what an enhanced one has a place for."""


def one_slice_a_frame(slices: list[DicomSlice], contents: Mapping[Path, bytes]) -> list[DicomSlice]:
    """The slices, with those of multi-frame CT files in place of the files.

    Parameters
    ----------
    slices : list of DicomSlice
    contents : mapping of pathlib.Path to bytes
        Whole files as far as they have been read; others are read here.

    Raises
    ------
    InputError
        A multi-frame file is compressed, damaged, holds several stacks or points in time, or does not say where its
        frames lie.
    """
    if not any(one.sop_class in MULTI_FRAME_CT for one in slices):
        return slices
    found: list[DicomSlice] = []
    for one in slices:
        with damage_is_said(one.path):
            found += _frames(one, contents.get(one.path)) if one.sop_class in MULTI_FRAME_CT else [one]
    return found


def _frames(one: DicomSlice, content: bytes | None) -> list[DicomSlice]:
    if one.header.syntax not in PLAIN_SYNTAXES - {DEFLATED}:
        raise InputError(
            f"{one.path} is a compressed multi-frame DICOM file; export it uncompressed, or as one file a slice."
        )
    import pydicom  # series of one file a slice do without

    dataset = pydicom.dcmread(one.path if content is None else io.BytesIO(content), stop_before_pixels=True)
    groups = dataset.get("PerFrameFunctionalGroupsSequence") or []
    shared = next(iter(dataset.get("SharedFunctionalGroupsSequence") or []), None)
    count = int(one.hint(FRAMES) or 0)
    rows, columns, bits = (one.whole_number(tag) or 0 for tag in (ROWS, COLUMNS, BITS_ALLOCATED))
    length = rows * columns * bits // 8
    total = count * length
    if count < 1 or len(groups) != count or one.header.pixel_length not in (total, total + total % 2):
        raise InputError(
            f"{one.path} is damaged: it states {count} frames, describes {len(groups)} and holds "
            f"{one.header.pixel_length} bytes of pixels; export it again."
        )
    _require_one_stack(one.path, groups)
    return [
        dataclasses.replace(
            one,
            header=dataclasses.replace(
                one.header,
                values=one.header.values | _values(one.path, group, shared),
                pixel_start=one.header.pixel_start + number * length,
                pixel_length=length,
            ),
        )
        for number, group in enumerate(groups)
    ]


def _require_one_stack(path: Path, groups: Sequence[Any]) -> None:
    """Refuse frames of several stacks or times: what a header of one slice says would not tell them apart."""
    contents = [next(iter(group.get("FrameContentSequence") or []), None) for group in groups]
    for keyword, what in (("StackID", "stacks"), ("TemporalPositionIndex", "points in time")):
        stated = {str(item.get(keyword, "")) for item in contents if item is not None}
        if len(stated) > 1:
            raise InputError(
                f"{path} holds {len(stated)} {what} in one file; export the one to score as a series of its own."
            )


def _values(path: Path, group: Any, shared: Any | None) -> dict[int, bytes]:
    """What the header of a file of this frame alone would say."""
    values: dict[int, bytes] = {SOP_CLASS: CT_SLICE, FRAMES: b"1"}
    for tag, (sequence, keyword) in _OF_FRAME.items():
        for holder in (group, shared):
            for name in (sequence, *_UNASSIGNED):
                item = next(iter(holder.get(name) or []), None) if holder is not None else None
                value = None if item is None else item.get(keyword)
                if value is not None and tag not in values:
                    values[tag] = _as_text(value)
    if POSITION not in values:
        raise InputError(f"{path} does not say where its frames lie; export it again, or as one file a slice.")
    return values


def _as_text(value: Any) -> bytes:
    parts = [value] if isinstance(value, str) or not hasattr(value, "__iter__") else list(value)
    return "\\".join(str(part) for part in parts).encode()
