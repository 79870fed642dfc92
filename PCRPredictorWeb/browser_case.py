"""The scene behind the page as the presenter sees it."""

from collections.abc import Hashable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import slicer
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.imaging import Acquisition, Geometry, Mask, PhaseImage
from PCRPredictorLib.imaging.identity import Identity
from PCRPredictorLib.imaging.phase_image import SIMULATED_KEY
from PCRPredictorLib.imaging.resampling import onto_grid
from PCRPredictorLib.mrml import SceneCase, segmentation_node_from_mask, volume_node_from_image
from PCRPredictorLib.mrml.terminology import mark_as_tumor

CONTOUR_COLOR = (1.0, 0.78, 0.2)
NEW_SEGMENT = "tumor"


class BrowserCase(SceneCase):
    """A scene whose volumes were opened through the page and are never changed.

    What was read is therefore handed out itself, not a copy through MRML: a score is then that of the files to the
    last bit, knows what their headers say, and names their hashes.
    """

    def __init__(self, scene: Any) -> None:
        super().__init__(scene)
        self._opened: dict[str, PhaseImage] = {}
        self._drawn_on: dict[str, str] = {}

    def image(self, volume_id: str) -> PhaseImage:
        return self._opened[volume_id] if volume_id in self._opened else super().image(volume_id)

    def image_in_steps(self, volume_id: str) -> Iterator[PhaseImage | None]:
        if volume_id in self._opened:
            return iter((self._opened[volume_id],))
        return super().image_in_steps(volume_id)

    def described(self, volume_id: str, image: PhaseImage) -> PhaseImage:
        return image if volume_id in self._opened else super().described(volume_id, image)

    def header(self, volume_id: str) -> tuple[Acquisition, Identity]:
        if volume_id not in self._opened:
            return super().header(volume_id)
        opened = self._opened[volume_id]
        return opened.acquisition, opened.identity

    def drawn_on(self, segmentation_id: str) -> str | None:
        """As the scene says; of a contour from a file the volume whose grid it was saved on, where there is one."""
        return self._drawn_on.get(segmentation_id) or super().drawn_on(segmentation_id)

    def volume_revision(self, volume_id: str) -> Hashable:
        return 0 if volume_id in self._opened else super().volume_revision(volume_id)

    def node(self, node_id: str) -> Any:
        """The MRML node; InputError where it is gone."""
        return self._node(node_id)

    def add_image(self, image: PhaseImage, name: str) -> str:
        """Add a volume; returns its id."""
        # The scene's own count would number the first volume of a new case on from the last case's.
        if name in self.volumes().values():
            name = self._scene.GenerateUniqueName(name)
        node = volume_node_from_image(self._scene, image, name)
        self._opened[node.GetID()] = replace(image, source=f"the volume '{name}'")
        return node.GetID()

    def opened(self) -> dict[str, PhaseImage]:
        """The images that are in the scene, by the ids of their volumes."""
        return dict(self._opened)

    def remove_volume(self, volume_id: str) -> None:
        """Remove a volume; contours drawn on it stay, and are said to be without it."""
        self._opened.pop(volume_id, None)
        node = self._scene.GetNodeByID(volume_id)
        if node is not None:
            self._scene.RemoveNode(node)

    def clear(self) -> None:
        """Remove every contour and every volume."""
        for segmentation in self.segmentations():
            self.remove_contour(segmentation)
        for volume in self.volumes():
            self.remove_volume(volume)
        self._drawn_on.clear()

    def add_contour(self, mask: Mask, name: str, volume_id: str) -> tuple[str, str]:
        segmentation, segment = super().add_contour(mask, name, volume_id)
        _style(self.node(segmentation))
        return segmentation, segment

    def add_contours(self, masks: tuple[Mask, ...], name: str, volume_id: str) -> tuple[str, str | None]:
        """Add the contours of a file as one segmentation, on the volume's grid.

        Returns
        -------
        segmentation : str
        segment : str or None
            The only segment; None where the user has to choose.

        Raises
        ------
        InputError
            A contour lies outside the volume.
        """
        image = self.image(volume_id)
        named = [replace(mask, source=f"the contour '{mask.segment}' of {name}") for mask in masks]
        placed = [onto_grid(mask, image)[0] for mask in named]
        volume = self.node(volume_id)
        name = self._scene.GenerateUniqueName(name)
        nodes = [
            segmentation_node_from_mask(self._scene, mask, name, mask.segment or NEW_SEGMENT, volume, is_tumor=False)
            for mask in placed
        ]
        node, *others = nodes
        for part in others:
            source = part.GetSegmentation()
            node.GetSegmentation().CopySegmentFromSegmentation(source, source.GetNthSegmentID(0))
            self._scene.RemoveNode(part)
        _style(node)
        self._drawn_on[node.GetID()] = self._volume_of_grid(masks[0].geometry, volume_id)
        return node.GetID(), node.GetSegmentation().GetNthSegmentID(0) if len(placed) == 1 else None

    def add_saved_contour(self, path: Path, name: str, drawn_on: str | None, simulated: bool) -> str:
        """Add a segmentation that was saved with a case, with all it held; returns its id.

        Raises
        ------
        InputError
            The file cannot be read.
        """
        node = self._scene.AddNewNodeByClass("vtkMRMLSegmentationNode", name)
        storage = slicer.vtkMRMLSegmentationStorageNode()
        storage.SetFileName(str(path))
        if not storage.ReadData(node):
            self._scene.RemoveNode(node)
            raise InputError(f"The saved contour '{name}' cannot be read; draw it again.")
        node.SetName(name)
        if simulated:  # which Slicer's file does not keep
            node.SetAttribute(SIMULATED_KEY, "true")
        node.CreateDefaultDisplayNodes()
        if drawn_on is not None:
            node.SetReferenceImageGeometryParameterFromVolumeNode(self.node(drawn_on))
            self._drawn_on[node.GetID()] = drawn_on
        _style(node)
        return node.GetID()

    def _volume_of_grid(self, grid: Geometry, wanted: str) -> str:
        """The wanted volume, unless the grid is that of another one only."""
        fitting = [volume for volume, image in self._opened.items() if image.geometry.same_grid(grid)]
        return fitting[0] if fitting and wanted not in fitting else wanted

    def add_empty_contour(self, volume_id: str) -> tuple[str, str]:
        """Add a segmentation with one empty segment to draw in; returns the ids of both."""
        volume = self.node(volume_id)
        name = self._scene.GenerateUniqueName(f"{volume.GetName()} contour")
        node = self._scene.AddNewNodeByClass("vtkMRMLSegmentationNode", name)
        node.CreateDefaultDisplayNodes()
        node.SetReferenceImageGeometryParameterFromVolumeNode(volume)
        if volume.GetAttribute(SIMULATED_KEY):
            node.SetAttribute(SIMULATED_KEY, "true")
        segment = node.GetSegmentation().AddEmptySegment("", NEW_SEGMENT)
        mark_as_tumor(node.GetSegmentation().GetSegment(segment))
        _style(node)
        return node.GetID(), segment


def _style(node: Any) -> None:
    """One color for a contour that stands alone; several keep Slicer's, to be told apart."""
    segmentation = node.GetSegmentation()
    if segmentation.GetNumberOfSegments() == 1:
        segmentation.GetNthSegment(0).SetColor(*CONTOUR_COLOR)
    display = node.GetDisplayNode()
    # Outlines only: software rendering paints a fill over the texture that one wants to see.
    display.SetVisibility2DFill(False)
    display.SetSliceIntersectionThickness(2)
