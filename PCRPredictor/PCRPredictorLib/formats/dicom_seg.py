"""DICOM segmentations (SEG): binary, fractional and label map objects (PS3.3, A.51 and C.8.20).

Each frame is one plane of one segment, or of all of them in a label map; frames without a voxel are usually left out.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from ..errors import InputError, Notice
from ..imaging.geometry import Geometry
from ..imaging.mask import Mask
from ..imaging.phase_image import ImageHeader
from ..imaging.series_reference import require_at_places, require_drawn_on, slices_of_one_series
from ..texts import readable
from ..texts import sentence as _
from .contour_grid import Plane, gap_notice, on_image
from .dicom_grid import SPACING_TOLERANCE
from .dicom_object import LABEL_MAP, DicomObject
from .dicom_pixels import PLAIN_SYNTAXES
from .segment_choice import SegmentEntry, chosen_segment, distinct_names, listed_segments

MOST_VOXELS = 1 << 29
SAME_PLACE_MM = 0.01
AGAIN = _("export the segmentation again")


def read_dicom_segment(
    found: DicomObject, image: ImageHeader | None, label: int | None = None, segment: str | None = None
) -> Mask:
    """One segment of a DICOM SEG.

    Where every plane lies on a slice of `image`, the mask is on the image's grid; else on the regular grid of its own
    planes.

    Parameters
    ----------
    found : DicomObject
    image : ImageHeader, optional
        The image that it was drawn on; its identifiers are held against those that the SEG refers to.
    label : int, optional
        Number of the segment.
    segment : str, optional
        Its label (the name), else meaning or value of its property code, else its number in digits.

    Raises
    ------
    InputError
        No or several segments answer to the choice, the segment is empty or fractional, planes lie on no regular
        grid, the file contradicts itself, or it was drawn on another series (`require_drawn_on`).
    """
    entries = listed_entries(found)
    entry = chosen_segment(entries, str(found.path), label, segment)
    return _Frames(found, entries).mask(entry, image)


def read_dicom_segments(found: DicomObject, image: ImageHeader | None) -> tuple[Mask, ...]:
    """Every segment of a DICOM SEG that has a voxel; errors as `read_dicom_segment`."""
    entries = listed_entries(found)
    frames = _Frames(found, entries)
    drawn = [entry for entry in entries if frames.planes(entry)]
    if not drawn:
        raise InputError(
            _("{path} is empty: it holds no drawn segment; draw the lesion first.").format(path=found.path)
        )
    return tuple(frames.mask(entry, image, name) for entry, name in zip(drawn, distinct_names(drawn), strict=True))


def listed_entries(found: DicomObject) -> list[SegmentEntry]:
    """The segments that a SEG lists."""
    entries = []
    for item in found.items(found.dataset, "SegmentSequence"):
        number = item.get("SegmentNumber")
        if not isinstance(number, int):
            raise InputError(_("{path} has a segment without a number; {again}.").format(path=found.path, again=AGAIN))
        if number == 0:  # the background of a label map
            continue
        code = found.item(item, "SegmentedPropertyTypeCodeSequence")
        meanings = () if code is None else (code.get("CodeMeaning", ""), code.get("CodeValue", ""))
        aliases = tuple(readable(str(text)) for text in meanings if text)
        entries.append(SegmentEntry(readable(str(item.get("SegmentLabel", ""))) or str(number), number, aliases))
    if not entries:
        raise InputError(_("{path} lists no segment; {again}.").format(path=found.path, again=AGAIN))
    if len({entry.label for entry in entries}) < len(entries):
        raise InputError(
            _("{path}: two segments share a number ({entries}); {again}.").format(
                path=found.path, entries=listed_segments(entries), again=AGAIN
            )
        )
    return entries


class _Frames:
    """The frames of a SEG: values, places, and which slices they were drawn on."""

    def __init__(self, found: DicomObject, entries: list[SegmentEntry]) -> None:
        self._found = found
        self._entries = entries
        dataset = found.dataset
        self._shared = found.item(dataset, "SharedFunctionalGroupsSequence")
        self._groups = found.items(dataset, "PerFrameFunctionalGroupsSequence")
        self._is_label_map = found.header.sop_class == LABEL_MAP
        self._values = self._pixels(dataset)
        if len(self._groups) != len(self._values):
            raise InputError(
                _("{path} has {values} frames and describes {groups}; {again}.").format(
                    path=found.path, values=len(self._values), groups=len(self._groups), again=AGAIN
                )
            )
        if not self._is_label_map:
            self._require_known_segments()
        self._stack = self._common_stack()

    def mask(self, entry: SegmentEntry, image: ImageHeader | None, name: str | None = None) -> Mask:
        found, source = self._found, str(self._found.path)
        planes = self.planes(entry)
        if not planes:
            raise InputError(
                _("{source}: segment {entry} is empty; segments present: {entries}.").format(
                    source=source, entry=str(entry), entries=listed_segments(self._entries)
                )
            )
        notices: tuple[Notice, ...] = ()
        if image is not None:
            notices = self._require_drawn_on(entry, image)
        placed = None if image is None else on_image(planes, self._stack, image.geometry)
        array, geometry = placed or self._own_grid(planes)
        return Mask(
            array,
            geometry,
            source,
            name or entry.name,
            found.content_hash,
            found.is_simulated,
            notices + gap_notice(array),
        )

    def planes(self, entry: SegmentEntry) -> list[Plane]:
        """The planes of a segment that hold a voxel."""
        found = [Plane(drawn, self._origin(group)) for group, drawn in self._drawn(entry)]
        if len({tuple(plane.origin) for plane in found}) < len(found):
            raise InputError(
                _("{path} has two frames of segment {entry} at one place; {again}.").format(
                    path=self._found.path, entry=str(entry), again=AGAIN
                )
            )
        return found

    def _drawn(self, entry: SegmentEntry) -> Iterator[tuple[Any, np.ndarray]]:
        """Functional groups and voxels of the frames that hold a voxel of a segment."""
        for group, values in zip(self._groups, self._values, strict=True):
            if self._is_label_map:
                drawn = values == entry.label
            elif self._number(group) == entry.label:
                drawn = values != 0
            else:
                continue
            if drawn.any():
                yield group, drawn

    def _require_drawn_on(self, entry: SegmentEntry, image: ImageHeader) -> tuple[Notice, ...]:
        found, series = self._found, image.acquisition.series
        groups = [group for group, _drawn in self._drawn(entry)]
        slices = slices_of_one_series(source_slices(found, groups), listed_series(found), series)
        notices = require_drawn_on(found.reference(slices), series, str(found.path), image.source)
        named = [(source_slices(found, [group], shared=False), self._origin(group)) for group in groups]
        normal = np.reshape(self._stack.direction, (3, 3))[:, 2]
        require_at_places(
            [(uid, origin) for uids, origin in named if len(uids) == 1 for uid in uids],
            normal,
            image.geometry.step_along(normal),
            series,
            str(found.path),
        )
        return notices

    def _require_known_segments(self) -> None:
        """A frame of no segment, or of one that is not listed, would be lost without a word."""
        known = {entry.label for entry in self._entries}
        for place, group in enumerate(self._groups, start=1):
            if self._number(group) not in known:
                raise InputError(
                    _("{path}: frame {place} belongs to no segment that it lists; {again}.").format(
                        path=self._found.path, place=place, again=AGAIN
                    )
                )

    def _pixels(self, dataset: Any) -> np.ndarray:
        path = self._found.path
        try:
            frames = int(dataset.get("NumberOfFrames", 1))
            rows, columns = int(dataset.get("Rows", 0)), int(dataset.get("Columns", 0))
        except (TypeError, ValueError):
            frames = rows = columns = 0
        if min(frames, rows, columns) < 1:
            raise InputError(
                _("{path} does not state its frames, rows and columns; {again}.").format(path=path, again=AGAIN)
            )
        if frames * rows * columns > MOST_VOXELS:
            raise InputError(
                _("{path} holds {frames} frames of {rows} x {columns}, more than can be read; {again}.").format(
                    path=path, frames=frames, rows=rows, columns=columns, again=AGAIN
                )
            )
        bits = frames * rows * columns * int(dataset.get("BitsAllocated", 0))
        lengths = -(-bits // 8), -(-bits // 16) * 2
        if self._found.header.header.syntax in PLAIN_SYNTAXES and len(dataset.get("PixelData") or b"") not in lengths:
            raise InputError(
                _("{path} has other pixels than its header states; {again}.").format(path=path, again=AGAIN)
            )
        values = dataset.pixel_array
        if values.size != frames * rows * columns:
            raise InputError(
                _("{path} has other pixels than its header states; {again}.").format(path=path, again=AGAIN)
            )
        values = values.reshape(frames, rows, columns)
        if str(dataset.get("SegmentationType", "")) == "FRACTIONAL":
            full = int(dataset.get("MaximumFractionalValue", 0))
            if full < 1 or not np.isin(values, (0, full)).all():
                raise InputError(
                    _("{path} is a fractional segmentation; threshold it and export it as a binary one.").format(
                        path=path
                    )
                )
        return values

    def _group_item(self, group: Any, keyword: str) -> Any | None:
        found = self._found.item(group, keyword)
        return found if found is not None or self._shared is None else self._found.item(self._shared, keyword)

    def _number(self, group: Any) -> int | None:
        identified = self._group_item(group, "SegmentIdentificationSequence")
        return None if identified is None else identified.get("ReferencedSegmentNumber")

    def _numbers(self, item: Any | None, keyword: str, count: int) -> np.ndarray:
        raw = None if item is None else item.get(keyword)
        try:
            values = np.array([float(value) for value in raw])  # type: ignore[union-attr]
        except (TypeError, ValueError):
            values = np.empty(0)
        if values.size != count or not np.isfinite(values).all():
            raise InputError(
                _("{path} does not state {keyword} of every frame; {again}.").format(
                    path=self._found.path, keyword=keyword, again=AGAIN
                )
            )
        return values

    def _origin(self, group: Any) -> np.ndarray:
        return self._numbers(self._group_item(group, "PlanePositionSequence"), "ImagePositionPatient", 3)

    def _thickness(self) -> float:
        measured = self._group_item(self._groups[0], "PixelMeasuresSequence")
        return float((measured.get("SliceThickness") if measured is not None else None) or 0)

    def _common_stack(self) -> Geometry:
        """Orientation and voxel size that all frames share; the origin and number of slices do not count."""
        path = self._found.path
        stacks = []
        for group in self._groups:
            oriented = self._group_item(group, "PlaneOrientationSequence")
            measured = self._group_item(group, "PixelMeasuresSequence")
            along = self._numbers(oriented, "ImageOrientationPatient", 6).reshape(2, 3)
            row_step, column_step = self._numbers(measured, "PixelSpacing", 2)
            between = measured.get("SpacingBetweenSlices")  # type: ignore[union-attr]
            stacks.append((*along.ravel().tolist(), column_step, row_step, float(between or 0)))
        if np.ptp(np.array(stacks), axis=0).max() > 1e-4:
            raise InputError(
                _("{path} mixes frames of different orientation or voxel size; {again}.").format(path=path, again=AGAIN)
            )
        *cosines, column_step, row_step, between = stacks[0]
        along = np.reshape(cosines, (2, 3))
        lengths = np.linalg.norm(along, axis=1)
        if not np.allclose(lengths, 1, atol=1e-3) or abs(along[0] @ along[1]) > 1e-3:
            raise InputError(
                _("{path} has an orientation that is no pair of orthogonal unit vectors; {again}.").format(
                    path=path, again=AGAIN
                )
            )
        first, second = along / lengths[:, None]
        normal = np.cross(first, second)
        direction = np.column_stack([first, second, normal / np.linalg.norm(normal)])
        rows, columns = self._values.shape[1:]
        if not (min(column_step, row_step) > 0 and between >= 0):
            raise InputError(_("{path} has a voxel size that is not positive; {again}.").format(path=path, again=AGAIN))
        return Geometry(
            (1, rows, columns), (column_step, row_step, between), (0, 0, 0), tuple(direction.ravel().tolist())
        )

    def _own_grid(self, planes: list[Plane]) -> tuple[np.ndarray, Geometry]:
        """The regular grid that the places of all frames lie on, from the first to the last plane of the segment."""
        path, stack = self._found.path, self._stack
        direction = np.reshape(stack.direction, (3, 3))
        origins = np.array([self._origin(group) for group in self._groups])
        if np.ptp(origins @ direction[:, :2], axis=0).max() > 0.1 * min(stack.spacing[:2]):
            raise InputError(
                _("{path} has frames that are shifted in plane against each other; {again}.").format(
                    path=path, again=AGAIN
                )
            )
        gaps = np.diff(np.sort(origins @ direction[:, 2]))
        gaps = gaps[gaps > SAME_PLACE_MM]
        thickness = self._thickness()
        step = stack.spacing[2] or float(min(gaps, default=thickness))
        # slices may overlap, but where they lie farther apart than they are thick, some may have been left out
        is_stated = stack.spacing[2] > 0 or not thickness or step <= thickness * (1 + SPACING_TOLERANCE)
        if not (step > 0 and is_stated):
            raise InputError(
                _("{path} does not state how far its slices lie apart; {again}.").format(path=path, again=AGAIN)
            )
        steps = np.round(gaps / step)
        if (steps < 1).any() or (np.abs(gaps / step - steps) > SPACING_TOLERANCE * steps).any():
            raise InputError(
                _("{path} has frames that lie on no regular grid of {step:g} mm; {again}.").format(
                    path=path, step=step, again=AGAIN
                )
            )
        ordered = sorted(planes, key=lambda plane: float(plane.origin @ direction[:, 2]))
        lowest = ordered[0].origin
        places = [round(float((plane.origin - lowest) @ direction[:, 2]) / step) for plane in ordered]
        rows, columns = stack.shape[1:]
        slices = places[-1] + 1
        if math.prod((slices, rows, columns)) > MOST_VOXELS:
            raise InputError(
                _("{path} has frames that lie {slices} slices apart, more than can be read; {again}.").format(
                    path=path, slices=slices, again=AGAIN
                )
            )
        array = np.zeros((slices, rows, columns), dtype=bool)
        for place, plane in zip(places, ordered, strict=True):
            array[place] |= plane.array
        x, y, z = lowest.tolist()
        geometry = Geometry(array.shape, (*stack.spacing[:2], step), (x, y, z), stack.direction)
        geometry.require_regular(str(path))
        return array, geometry


def segmented_slices(found: DicomObject) -> set[str]:
    """UIDs of the slices that a SEG says it was drawn on, whichever of its segments."""
    own = source_slices(found, found.items(found.dataset, "PerFrameFunctionalGroupsSequence"))
    return slices_of_one_series(own, listed_series(found), None)


def source_slices(found: DicomObject, groups: list[Any], shared: bool = True) -> set[str]:
    """UIDs of the slices that frames, and what all frames share, name as their source."""
    every = groups + (found.items(found.dataset, "SharedFunctionalGroupsSequence") if shared else [])
    derived = [item for group in every for item in found.items(group, "DerivationImageSequence")]
    return found.referenced([image for item in derived for image in found.items(item, "SourceImageSequence")])


def listed_series(found: DicomObject) -> list[set[str]]:
    """UIDs of the slices of each series that a SEG lists."""
    listed = found.items(found.dataset, "ReferencedSeriesSequence")
    return [found.referenced(found.items(series, "ReferencedInstanceSequence")) for series in listed]
