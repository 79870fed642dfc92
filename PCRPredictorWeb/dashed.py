"""The edge of a contour on the slice that a view shows, as a drawing over it."""

from typing import Any

import numpy as np
from PCRPredictorLib.mrml.grid import array_from_matrix, fill_image_data, voxel_view
from vtkmodules.vtkCommonDataModel import vtkImageData
from vtkmodules.vtkCommonMath import vtkMatrix4x4
from vtkmodules.vtkFiltersCore import vtkContourFilter, vtkStripper


def dashed_edge(view_node: Any, segmentation: Any, segment_id: str) -> str:
    """SVG drawing of a segment's edge on the shown slice, to be laid over the view; empty where it has none there."""
    segment = segmentation.GetSegment(segment_id)
    labelmap = segment.GetRepresentation("Binary labelmap") if segment is not None else None
    if labelmap is None or labelmap.IsEmpty():
        return ""
    path = edge_on_slice(view_node, labelmap, segment.GetLabelValue())
    width, height, _depth = view_node.GetDimensions()
    box = f'viewBox="0 0 {width} {height}" preserveAspectRatio="none"'
    return f'<svg {box}><path d="{path}"/></svg>' if path else ""


def edge_on_slice(view_node: Any, labelmap: Any, value: int) -> str:
    """SVG path, in the view's pixels from its left upper corner, around what a labelmap holds on the shown slice.

    Parameters
    ----------
    view_node : vtkMRMLSliceNode
    labelmap : vtkOrientedImageData
    value : int
        Of the labelmap's voxels that belong to the contour.
    """
    width, height, _depth = view_node.GetDimensions()
    world = vtkMatrix4x4()
    labelmap.GetImageToWorldMatrix(world)
    to_ijk = np.linalg.inv(array_from_matrix(world)) @ array_from_matrix(view_node.GetXYToRAS())
    down, across = np.mgrid[0:height, 0:width]
    places = np.stack([across, down, np.zeros_like(down), np.ones_like(down)], axis=-1) @ to_ijk[:3].T
    extent = np.array(labelmap.GetExtent()).reshape(3, 2)
    index = np.round(places).astype(int) - extent[:, 0]
    is_there = ((index >= 0) & (index <= extent[:, 1] - extent[:, 0])).all(axis=-1)
    shown = np.zeros((height, width), dtype=np.uint8)
    i, j, k = index[is_there].T
    voxels = voxel_view(labelmap)
    shown[is_there] = voxels[k, j, i] == value
    return _path(shown)


def _path(shown: np.ndarray) -> str:
    image = vtkImageData()
    fill_image_data(image, shown[np.newaxis])
    edges, lines = vtkContourFilter(), vtkStripper()
    edges.SetInputData(image)
    edges.SetValue(0, 0.5)
    lines.SetInputConnection(edges.GetOutputPort())
    lines.JoinContiguousSegmentsOn()
    lines.Update()
    found = lines.GetOutput()
    parts = []
    for number in range(found.GetNumberOfCells()):
        ids = found.GetCell(number).GetPointIds()
        places = [found.GetPoint(ids.GetId(place))[:2] for place in range(ids.GetNumberOfIds())]
        parts.append("M" + "L".join(f"{x + 0.5:.1f} {shown.shape[0] - y - 0.5:.1f}" for x, y in places))
    return "".join(parts)
