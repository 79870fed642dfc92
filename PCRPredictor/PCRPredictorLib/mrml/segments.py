"""Segments to masks and back."""

from dataclasses import replace
from typing import Any

import numpy as np
import slicer
import vtk

from ..errors import InputError
from ..imaging import Geometry, Mask
from ..imaging.mask import Box, bounding_box
from ..imaging.orientation import stored_like
from ..imaging.phase_image import SIMULATED_KEY
from ..imaging.resampling import share_inside
from ..texts import sentence as _
from .grid import (
    array_from_matrix,
    fill_image_data,
    geometry_from_ras,
    matrix_from_array,
    parent_matrix,
    ras_from_geometry,
    voxel_view,
)
from .terminology import is_coded_as_lesion, mark_as_tumor
from .volumes import volume_geometry

NAMELESS = "contour"
"""What a segment is called whose mask has no name."""


class EmptySegment(InputError):
    """Nothing was drawn in a segment yet."""


def segment_names(segmentation_node: Any) -> dict[str, str]:
    """Segment ids and names of a segmentation node, in its order."""
    segmentation = segmentation_node.GetSegmentation()
    ids = [segmentation.GetNthSegmentID(index) for index in range(segmentation.GetNumberOfSegments())]
    return {segment_id: segmentation.GetSegment(segment_id).GetName() for segment_id in ids}


def lesion_segments(segmentation_node: Any) -> set[str]:
    """Ids of the segments that are coded as a lesion."""
    segmentation = segmentation_node.GetSegmentation()
    ids = segment_names(segmentation_node)
    return {segment_id for segment_id in ids if is_coded_as_lesion(segmentation.GetSegment(segment_id))}


def sole_segment_id(segmentation_node: Any, wanted: str) -> str:
    """Id of the one segment with `wanted` as its id or, failing that, its name.

    Raises
    ------
    InputError
        There is none, or several have that name; the sentence lists the segments present.
    """
    names = segment_names(segmentation_node)
    if wanted in names:
        return wanted
    found = [segment_id for segment_id, name in names.items() if name == wanted]
    if len(found) == 1:
        return found[0]
    present = ", ".join(f"'{name}' (id {segment_id})" for segment_id, name in names.items()) or "none"
    problem = (
        _("has no segment '{wanted}'").format(wanted=wanted)
        if not found
        else _("has {found} segments named '{wanted}', give the id").format(found=len(found), wanted=wanted)
    )
    raise InputError(
        _("the segmentation '{name}' {problem}; segments present: {present}.").format(
            name=segmentation_node.GetName(), problem=problem, present=present
        )
    )


def mask_from_segment(segmentation_node: Any, segment_id: str, volume_node: Any) -> Mask:
    """Copy one segment into a mask on the volume's grid, parent transforms of both included.

    Where the segment's voxels are not voxels of the volume (another grid, or some lie outside), the
    mask is returned on its own grid instead, unresampled and cropped to the segment:
    ``imaging.resampling.onto_grid`` then brings it onto the image, and says so in a notice.

    Parameters
    ----------
    segmentation_node : vtkMRMLSegmentationNode
    segment_id : str
        Id of the segment, or its name where only one segment bears it.
    volume_node : vtkMRMLScalarVolumeNode
        The phase that the segment outlines.

    Raises
    ------
    InputError
        Nothing is chosen, the segment is unknown or outside the volume, or a parent transform is non-linear or shears;
        or the segment has no voxels: as an `EmptySegment` where nothing was drawn in it.
    """
    if segmentation_node is None:
        raise InputError(_("No segmentation is chosen; choose one for each phase."))
    if volume_node is None:
        raise InputError(_("No volume is chosen; choose one for each phase."))
    segment_id = sole_segment_id(segmentation_node, segment_id)
    segment = segmentation_node.GetSegmentation().GetSegment(segment_id)
    source = _("the segment '{name}' of '{segmentation}'").format(
        name=segment.GetName(), segmentation=segmentation_node.GetName()
    )
    grid = volume_geometry(volume_node)
    own = _cropped_mask(segmentation_node, segment_id, source)
    own = replace(own, segment=segment.GetName(), simulated=is_simulated(segmentation_node, segment))
    pasted = _on_lattice(own, grid)
    if pasted is None and share_inside(own, grid) == 0:
        raise InputError(
            _(
                "{source} lies wholly outside the volume '{volume}'; choose the segmentation that was "
                "drawn on this volume, or bring both under the same transform."
            ).format(source=source, volume=volume_node.GetName())
        )
    return pasted or own


def own_mask(segmentation_node: Any, segment_id: str) -> Mask:
    """Copy one segment into a mask on its own world grid, cropped to its voxels: cheap, however large the volume.

    Raises
    ------
    InputError
        The segment is unknown, or a parent transform is non-linear or shears; or it has no voxels: as an `EmptySegment`
        where nothing was drawn in it.
    """
    segment_id = sole_segment_id(segmentation_node, segment_id)
    return _cropped_mask(
        segmentation_node, segment_id, _("the segment of '{name}'").format(name=segmentation_node.GetName())
    )


def segmentation_node_from_mask(
    scene: Any, mask: Mask, name: str, segment_name: str, volume_node: Any = None, is_tumor: bool = True
) -> Any:
    """Add a mask to `scene` as a segmentation node with one named segment; `add_segment` adds more.

    Parameters
    ----------
    volume_node : vtkMRMLScalarVolumeNode, optional
        The volume whose geometry the segmentation takes for editing.
    is_tumor : bool
        Whether the segment is coded as a tumor of the liver; a file's contours may be of anything.
    """
    node = scene.AddNewNodeByClass("vtkMRMLSegmentationNode", name)
    node.CreateDefaultDisplayNodes()
    if volume_node is not None:
        node.SetReferenceImageGeometryParameterFromVolumeNode(volume_node)
    add_segment(node, mask, segment_name, is_tumor)
    return node


def add_segment(node: Any, mask: Mask, segment_name: str, is_tumor: bool = True) -> None:
    """Add a mask to a segmentation node as one more segment; `is_tumor` as in `segmentation_node_from_mask`."""
    box = mask.box or (slice(0, 1),) * 3
    labelmap = slicer.vtkOrientedImageData()
    fill_image_data(labelmap, mask.array[box].astype(np.uint8))
    # On the whole grid, as Slicer's own labelmaps are: from one with an origin of its own, effects that replace the
    # segment would leave former voxels behind.
    labelmap.SetExtent(*(end for side in reversed(box) for end in (side.start, side.stop - 1)))
    labelmap.SetImageToWorldMatrix(matrix_from_array(ras_from_geometry(mask.geometry)))
    # Slicer adds none without a name, and tells it in its log only.
    segment_id = node.AddSegmentFromBinaryLabelmapRepresentation(labelmap, segment_name or NAMELESS)
    segment = node.GetSegmentation().GetSegment(segment_id)
    if is_tumor:
        mark_as_tumor(segment)
    if mask.simulated:
        node.SetAttribute(SIMULATED_KEY, "true")
        segment.SetTag(SIMULATED_KEY, "true")


def show_segment(segmentation_node: Any, segment_id: str, shown: bool) -> None:
    """Show or hide a segment in every view; one that is gone is no error."""
    display = segmentation_node.GetDisplayNode()
    if display is None or segmentation_node.GetSegmentation().GetSegment(segment_id) is None:
        return
    if shown:
        display.SetVisibility(True)
    display.SetSegmentVisibility(segment_id, shown)


def _cropped_mask(segmentation_node: Any, segment_id: str, source: str) -> Mask:
    """The segment on its own world grid, cropped to its voxels."""
    to_world = parent_matrix(segmentation_node, source)
    labelmap, label = _labelmap_and_label(segmentation_node, segment_id)
    has_voxels = labelmap is not None and labelmap.GetPointData().GetScalars() is not None
    if not has_voxels or (box := _box_of_label(values := voxel_view(labelmap), label)) is None:
        raise _no_voxels(segmentation_node, segment_id, labelmap is not None, source)
    matrix = matrix_from_array(np.eye(4))
    labelmap.GetImageToWorldMatrix(matrix)
    extent = [bound for span in reversed(box) for bound in (span.start, span.stop - 1)]
    first = np.repeat(labelmap.GetExtent()[0::2], 2)
    geometry = geometry_from_ras(to_world @ array_from_matrix(matrix), tuple(extent + first), source)
    return Mask(values[box] == label, geometry, source)


def _no_voxels(segmentation_node: Any, segment_id: str, converted: bool, source: str) -> InputError:
    """Why a segment has no voxels: it is empty, or it was drawn as something of which there are none."""
    segmentation = segmentation_node.GetSegmentation()
    kind = segmentation.GetSourceRepresentationName()
    drawn = segmentation.GetSegment(segment_id).GetRepresentation(kind)
    if not isinstance(drawn, vtk.vtkPolyData) or not drawn.GetNumberOfPoints():
        return EmptySegment(_("{source} is empty; draw the tumor in it first.").format(source=source))
    said = (
        _("{source} is kept as '{kind}' and encloses no voxel: it is not closed, or too small; draw the tumor anew.")
        if converted
        else _(
            "{source} is kept as '{kind}', of which this Slicer cannot make voxels; install what does (for contours of "
            "DICOM RT the extension SlicerRT), or draw the tumor anew."
        )
    )
    return InputError(said.format(source=source, kind=kind))


def _box_of_label(values: np.ndarray, label: int) -> Box | None:
    """The smallest box that holds a label, looked for plane by plane: a labelmap may be as large as the volume."""
    planes = [index for index, plane in enumerate(values) if (plane == label).any()]
    if not planes:
        return None
    first, last = planes[0], planes[-1] + 1
    flat = np.zeros(values.shape[1:], dtype=bool)
    for plane in values[first:last]:
        flat |= plane == label
    box = bounding_box(flat[np.newaxis])
    return box and (slice(first, last), *box[1:])


def _labelmap_and_label(segmentation_node: Any, segment_id: str) -> tuple[Any, int]:
    """The labelmap that holds a segment, in the node's own RAS, and the segment's value in it.

    Several segments may share one labelmap with different values. The logic's static method hands out such a
    labelmap as it is, other segments included, so it only serves to convert segments that are surfaces.
    """
    segment = segmentation_node.GetSegmentation().GetSegment(segment_id)
    kind = slicer.vtkSegmentationConverter.GetSegmentationBinaryLabelmapRepresentationName()
    labelmap = segment.GetRepresentation(kind)
    if labelmap is not None:
        return labelmap, segment.GetLabelValue()
    converted = slicer.vtkOrientedImageData()
    logic = slicer.vtkSlicerSegmentationsModuleLogic
    made = logic.GetSegmentBinaryLabelmapRepresentation(segmentation_node, segment_id, converted, False)
    return (converted if made else None), 1


def _on_lattice(mask: Mask, grid: Geometry) -> Mask | None:
    """The mask pasted into `grid`, or None unless its voxels are voxels of `grid`."""
    mask = stored_like(mask, grid)
    begin = np.rint(np.linalg.solve(grid.index_to_world, [*mask.geometry.origin, 1.0])[:3]).astype(int)
    corner = (grid.index_to_world @ [*begin, 1])[:3]
    origin = (float(corner[0]), float(corner[1]), float(corner[2]))
    place = Geometry(mask.geometry.shape, grid.spacing, origin, grid.direction)
    end = begin[::-1] + mask.geometry.shape
    if not place.same_grid(mask.geometry) or begin.min() < 0 or (end > grid.shape).any():
        return None
    planes, rows, columns = (slice(int(first), int(last)) for first, last in zip(begin[::-1], end, strict=True))
    return mask.placed((planes, rows, columns), grid)


def is_simulated(segmentation_node: Any, segment: Any) -> bool:
    """Whether a segment, or the node that holds it, carries the mark of simulated data."""
    return "true" in (segmentation_node.GetAttribute(SIMULATED_KEY), _segment_tag(segment, SIMULATED_KEY))


def _segment_tag(segment: Any, key: str) -> str | None:
    """Value of a segment's tag, or None."""
    value = vtk.reference("")
    return str(value) if segment.GetTag(key, value) else None
