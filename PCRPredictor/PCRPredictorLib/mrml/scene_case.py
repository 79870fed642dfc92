"""A MRML scene as the place where the presenter finds volumes and contours."""

from collections.abc import Hashable, Iterator
from typing import Any

import slicer
import vtk

from ..errors import InputError
from ..imaging import Acquisition, Mask, PhaseImage
from ..imaging.identity import Identity
from ..texts import sentence as _
from .acquisition import acquisition_from_node, identity_from_node
from .grid import array_from_matrix
from .segments import (
    is_simulated,
    lesion_segments,
    mask_from_segment,
    segment_names,
    segmentation_node_from_mask,
    show_segment,
)
from .volumes import described, image_from_node, image_in_steps

NO_CT = ("vtkMRMLLabelMapVolumeNode", "vtkMRMLTensorVolumeNode", "vtkMRMLDiffusionWeightedVolumeNode")
"""Kinds of volumes without one gray value a voxel, though MRML derives them from those that have it."""


class SceneCase:
    """Volumes, segmentations and segments of a scene by node and segment id (`presenter.CaseSource`)."""

    def __init__(self, scene: Any) -> None:
        self._scene = scene

    def volumes(self) -> dict[str, str]:
        """Ids and names of the scalar volumes that are meant for users; no label maps, colors or diffusion."""
        return {
            node.GetID(): node.GetName()
            for node in self._nodes("vtkMRMLScalarVolumeNode")
            if not any(node.IsA(kind) for kind in NO_CT)
        }

    def segmentations(self) -> dict[str, str]:
        return {node.GetID(): node.GetName() for node in self._nodes("vtkMRMLSegmentationNode")}

    def segments(self, segmentation_id: str) -> dict[str, str]:
        return segment_names(self._node(segmentation_id))

    def lesion_segments(self, segmentation_id: str) -> set[str]:
        return lesion_segments(self._node(segmentation_id))

    def image(self, volume_id: str) -> PhaseImage:
        return image_from_node(self._node(volume_id))

    def image_in_steps(self, volume_id: str) -> Iterator[PhaseImage | None]:
        return image_in_steps(self._node(volume_id))

    def described(self, volume_id: str, image: PhaseImage) -> PhaseImage:
        return described(self._node(volume_id), image)

    def header(self, volume_id: str) -> tuple[Acquisition, Identity]:
        node = self._node(volume_id)
        return acquisition_from_node(node), identity_from_node(node)

    def drawn_on(self, segmentation_id: str) -> str | None:
        """The volume whose grid the segmentation was drawn on; None where the scene does not tell."""
        node = self._node(segmentation_id)
        return node.GetNodeReferenceID(node.GetReferenceImageGeometryReferenceRole())

    def mask(self, segmentation_id: str, segment_id: str, volume_id: str) -> Mask:
        node = self._node(segmentation_id)
        self._segment(node, segment_id)
        return mask_from_segment(node, segment_id, self._node(volume_id))

    def volume_revision(self, volume_id: str) -> Hashable:
        """When the voxels were changed last, and where they lie; a name or a window does not count."""
        node = self._node(volume_id)
        place = vtk.vtkMatrix4x4()
        node.GetIJKToRASMatrix(place)
        image_data = node.GetImageData()
        voxels = (image_data.GetMTime(), image_data.GetExtent()) if image_data else None
        return voxels, array_from_matrix(place).tobytes(), _to_world(node)

    def contour_revision(self, segmentation_id: str, segment_id: str) -> Hashable:
        """When voxels or surface of the segment were changed last, where they lie, and its names.

        Of a surface, also how voxels are made of it, such as on which grid.
        """
        node = self._node(segmentation_id)
        segmentation, segment = node.GetSegmentation(), self._segment(node, segment_id)
        kind = segmentation.GetSourceRepresentationName()
        source = segment.GetRepresentation(kind)
        content = (source.GetMTime() if source else None, segment.GetLabelValue(), segment.GetName(), node.GetName())
        is_voxels = kind == slicer.vtkSegmentationConverter.GetSegmentationBinaryLabelmapRepresentationName()
        conversion = None if is_voxels else segmentation.SerializeAllConversionParameters()
        return content, conversion, is_simulated(node, segment), _to_world(node)

    def add_contour(self, mask: Mask, name: str, volume_id: str) -> tuple[str, str]:
        volume = self._node(volume_id)
        title = self._scene.GenerateUniqueName(f"{volume.GetName()} contour")
        node = segmentation_node_from_mask(self._scene, mask, title, name, volume)
        return node.GetID(), next(iter(segment_names(node)))

    def show_contour(self, segmentation_id: str, segment_id: str, shown: bool) -> None:
        node = self._scene.GetNodeByID(segmentation_id)
        if node is not None:
            show_segment(node, segment_id, shown)

    def remove_contour(self, segmentation_id: str) -> None:
        node = self._scene.GetNodeByID(segmentation_id)
        if node is not None:
            self._scene.RemoveNode(node)

    def _nodes(self, class_name: str) -> list[Any]:
        found = self._scene.GetNodesByClass(class_name)
        found.UnRegister(None)
        nodes = [found.GetItemAsObject(index) for index in range(found.GetNumberOfItems())]
        return [node for node in nodes if not node.GetHideFromEditors()]

    def _segment(self, node: Any, segment_id: str) -> Any:
        """A segment by its id; never by its name, which another segment may bear once this one is gone."""
        segment = node.GetSegmentation().GetSegment(segment_id)
        if segment is None:
            raise InputError(
                _("the chosen segment is no longer in the segmentation '{name}'; choose another one.").format(
                    name=node.GetName()
                )
            )
        return segment

    def _node(self, node_id: str) -> Any:
        node = self._scene.GetNodeByID(node_id)
        if node is None:
            raise InputError(_("A chosen volume or segmentation is no longer in the scene; choose it again."))
        return node


def _to_world(node: Any) -> Hashable:
    """Where the parent transforms put a node: a matrix, or for others the time of their last change."""
    transform = node.GetParentTransformNode()
    if transform is None or transform.IsTransformToWorldLinear():
        matrix = vtk.vtkMatrix4x4()
        if transform is not None:
            transform.GetMatrixTransformToWorld(matrix)
        return array_from_matrix(matrix).tobytes()
    return transform.GetID(), transform.GetTransformToWorldMTime()
