"""A MRML scene as the place where the presenter finds volumes and contours."""

from typing import Any

from ..errors import InputError
from ..imaging import Acquisition, Mask, PhaseImage
from ..imaging.identity import Identity
from .acquisition import acquisition_from_node, identity_from_node
from .segments import mask_from_segment, segment_names, segmentation_node_from_mask, sole_segment_id
from .volumes import image_from_node


class SceneCase:
    """Volumes, segmentations and segments of a scene by node and segment id (`presenter.CaseSource`)."""

    def __init__(self, scene: Any) -> None:
        self._scene = scene

    def volumes(self) -> dict[str, str]:
        """Ids and names of the scalar volumes that are meant for users; no label maps."""
        return {
            node.GetID(): node.GetName()
            for node in self._nodes("vtkMRMLScalarVolumeNode")
            if not node.IsA("vtkMRMLLabelMapVolumeNode")
        }

    def segmentations(self) -> dict[str, str]:
        return {node.GetID(): node.GetName() for node in self._nodes("vtkMRMLSegmentationNode")}

    def segments(self, segmentation_id: str) -> dict[str, str]:
        return segment_names(self._node(segmentation_id))

    def image(self, volume_id: str) -> PhaseImage:
        return image_from_node(self._node(volume_id))

    def header(self, volume_id: str) -> tuple[Acquisition, Identity]:
        node = self._node(volume_id)
        return acquisition_from_node(node), identity_from_node(node)

    def drawn_on(self, segmentation_id: str) -> str | None:
        """The volume whose grid the segmentation was drawn on; None where the scene does not tell."""
        node = self._node(segmentation_id)
        return node.GetNodeReferenceID(node.GetReferenceImageGeometryReferenceRole())

    def mask(self, segmentation_id: str, segment_id: str, volume_id: str) -> Mask:
        return mask_from_segment(self._node(segmentation_id), segment_id, self._node(volume_id))

    def volume_revision(self, volume_id: str) -> int:
        """The latest VTK modification time of the node, its voxels and its parent transforms."""
        node = self._node(volume_id)
        return _latest(node, node.GetImageData())

    def contour_revision(self, segmentation_id: str, segment_id: str) -> int:
        """The latest VTK modification time of the node, the segment, its voxels or surface, and parent transforms."""
        node = self._node(segmentation_id)
        segmentation = node.GetSegmentation()
        segment = segmentation.GetSegment(sole_segment_id(node, segment_id))
        source = segment.GetRepresentation(segmentation.GetSourceRepresentationName())
        return _latest(node, segmentation, segment, source)

    def add_contour(self, mask: Mask, name: str, volume_id: str) -> tuple[str, str]:
        volume = self._node(volume_id)
        node = segmentation_node_from_mask(self._scene, mask, f"{volume.GetName()} contour", name, volume)
        return node.GetID(), next(iter(segment_names(node)))

    def remove_contour(self, segmentation_id: str) -> None:
        node = self._scene.GetNodeByID(segmentation_id)
        if node is not None:
            self._scene.RemoveNode(node)

    def _nodes(self, class_name: str) -> list[Any]:
        found = self._scene.GetNodesByClass(class_name)
        found.UnRegister(None)
        nodes = [found.GetItemAsObject(index) for index in range(found.GetNumberOfItems())]
        return [node for node in nodes if not node.GetHideFromEditors()]

    def _node(self, node_id: str) -> Any:
        node = self._scene.GetNodeByID(node_id)
        if node is None:
            raise InputError("A chosen volume or segmentation is no longer in the scene; choose it again.")
        return node


def _latest(node: Any, *parts: Any) -> int:
    """The latest modification time of a node, what it holds, and the transforms above it."""
    times = [part.GetMTime() for part in (node, *parts) if part is not None]
    transform = node.GetParentTransformNode()
    while transform is not None:
        # Both are needed: hanging a transform under another one changes only the node's time.
        times += [transform.GetMTime(), transform.GetTransformToWorldMTime()]
        transform = transform.GetParentTransformNode()
    return max(times)
