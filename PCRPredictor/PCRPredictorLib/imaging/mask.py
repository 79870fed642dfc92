"""A region of interest on a stated grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InputError, Notice
from ..texts import sentence as _
from .geometry import Geometry
from .paged_zeros import paged_zeros
from .phase_image import SIMULATED_KEY, is_marked_simulated, require_array, require_scalar_3d
from .segment_names import writable_name

if TYPE_CHECKING:
    import SimpleITK as sitk  # imported where used: it costs more time than a small lesion's features

Box = tuple[slice, slice, slice]


@dataclass(frozen=True)
class ContourOrigin:
    """How a contour came about.

    Attributes
    ----------
    kind : str
        ``"copied"`` from the other phase, ``"proposed"`` from a diameter, ``"drawn or imported"``, or ``"file"``.
    changed_share : float or None
        Voxels changed since, as a share of those that were proposed or copied; None where nothing was.
    """

    kind: str
    changed_share: float | None = None


@dataclass(frozen=True, eq=False)
class Mask:
    """The voxels of one lesion.

    Attributes
    ----------
    array : numpy.ndarray
        Boolean, shape (slices, rows, columns).
    geometry : Geometry
        The grid of the array, not necessarily that of the image.
    source : str
        File or node and segment the mask came from, for messages.
    segment : str
        Name of the segment or number of the label that was chosen; empty where neither applies.
    content_hash : str
        SHA-256 of the file the mask came from; empty where there is no file.
    simulated : bool
        Whether the contour belongs to simulated data.
    notices : tuple of Notice
        What its reader found worth knowing; `extract` passes them on.
    origin : ContourOrigin or None
        How it came about; None where that is not known.
    is_identified : bool
        Whether results may carry the name of the segment whatever it says; see `written_name`.
    merged_from : tuple of str
        Names of the segments that were merged, where there were several; `segment` is then empty.
    """

    array: np.ndarray
    geometry: Geometry
    source: str = "the mask"
    segment: str = ""
    content_hash: str = ""
    simulated: bool = False
    notices: tuple[Notice, ...] = ()
    is_identified: bool = False
    origin: ContourOrigin | None = None
    merged_from: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_array(self.array, self.geometry, self.source)
        if self.array.shape != self.geometry.shape:
            raise InputError(
                _("{source}: array {shape} and geometry {shape2} differ in shape.").format(
                    source=self.source, shape=self.array.shape, shape2=self.geometry.shape
                )
            )
        if self.array.dtype != np.bool_:
            raise InputError(
                _("{source}: a mask array must be boolean, not {dtype}.").format(
                    source=self.source, dtype=self.array.dtype
                )
            )

    @classmethod
    def from_sitk(cls, image: sitk.Image, label: int = 1, source: str = "the mask", content_hash: str = "") -> Mask:
        """Mask of the voxels that equal `label` in a three-dimensional label image.

        Raises
        ------
        InputError
            The image is not three-dimensional, has several components or sheared axes, or holds no voxel of
            that label (the message lists the labels present); or the label is 0, the background.
        """
        import SimpleITK as sitk

        require_no_background(label, source)
        require_scalar_3d(image, source)
        values = sitk.GetArrayFromImage(image)
        array = values == label
        if not array.any():
            raise InputError(
                _("{source} holds no voxel of label {label}; labels present: {labels}.").format(
                    source=source, label=label, labels=describe_labels(values)
                )
            )
        return cls(
            array, Geometry.from_sitk(image, source), source, str(label), content_hash, is_marked_simulated(image)
        )

    def to_sitk(self) -> sitk.Image:
        """The mask as an 8-bit label image with label 1; carries the simulated mark and nothing else of the header."""
        import SimpleITK as sitk

        image = sitk.GetImageFromArray(self.array.astype(np.uint8))
        self.geometry.apply_to(image)
        if self.simulated:
            image.SetMetaData(SIMULATED_KEY, "true")
        return image

    def placed(self, part: Box, grid: Geometry) -> Mask:
        """The mask as this part of a larger grid, whose other voxels are never touched."""
        voxels = paged_zeros(grid.shape)
        voxels[part] = self.array
        placed = replace(self, array=voxels, geometry=grid)
        own = self.box
        if own is not None:  # looking for it in the larger grid would read all of that
            starts = [outer.start for outer in part]
            planes, rows, columns = (
                slice(span.start + start, span.stop + start) for span, start in zip(own, starts, strict=True)
            )
            placed.__dict__["box"] = (planes, rows, columns)
        return placed

    @property
    def written_name(self) -> str:
        """The name of the segment as results may carry it: withheld where it, or one of those merged, could be a
        person's."""
        name = " + ".join(self.merged_from) if self.merged_from else self.segment
        return name if self.is_identified else writable_name(name)

    @cached_property
    def box(self) -> Box | None:
        """`bounding_box` of the array, looked for once; None if the mask is empty."""
        return bounding_box(self.array)

    @property
    def voxel_count(self) -> int:
        return int(np.count_nonzero(self.array))


def require_no_background(label: int | None, source: str) -> None:
    """Raise InputError if the label asked for is 0, or no whole number."""
    if label is not None and (isinstance(label, bool) or not isinstance(label, int | np.integer)):
        raise InputError(
            _("Label {label!r:.40} was asked of {source}; a label is a whole number.").format(
                label=label, source=source
            )
        )
    if label == 0:
        raise InputError(
            _("Label 0 was asked of {source}, but 0 is the background; choose the lesion's label.").format(
                source=source
            )
        )


def labels_present(values: np.ndarray) -> list[float]:
    """Non-zero values of a label array, ascending; integers where they are whole."""
    found = np.unique(values)
    return [int(value) if float(value).is_integer() else float(value) for value in found if value != 0]


def describe_labels(values: np.ndarray, most: int = 20) -> str:
    """The non-zero labels of an array in words, for an error message."""
    found = labels_present(values)
    if not found:
        return _("none, the mask is empty")
    listed = ", ".join(str(value) for value in found[:most])
    return listed if len(found) <= most else _("{listed} and {more} more").format(listed=listed, more=len(found) - most)


def bounding_box(roi: np.ndarray) -> Box | None:
    """Slices of the smallest box that holds every True voxel of a (slice, row, column) array; None if there is none."""
    planes = np.flatnonzero(roi.any(axis=(1, 2)))
    if not planes.size:
        return None
    slab = roi[planes[0] : planes[-1] + 1]
    flat = np.any(slab, axis=0)
    rows, columns = np.flatnonzero(np.any(flat, axis=1)), np.flatnonzero(np.any(flat, axis=0))
    return (
        slice(int(planes[0]), int(planes[-1]) + 1),
        slice(int(rows[0]), int(rows[-1]) + 1),
        slice(int(columns[0]), int(columns[-1]) + 1),
    )


def widened(box: tuple[slice, ...], margins: Sequence[int], shape: tuple[int, ...]) -> Box:
    """A box of a (slice, row, column) array, wider by so many voxels to both sides of each axis, within the array."""
    planes, rows, columns = (
        slice(max(0, side.start - margin), min(length, side.stop + margin))
        for side, margin, length in zip(box, margins, shape, strict=True)
    )
    return planes, rows, columns
