"""Telling the presenter when something in the scene was edited."""

from typing import Any

import slicer
import vtk

from ..presenter.patient.prediction_presenter import PredictionPresenter
from ..presenter.patient.state import PHASES
from .panel import singleShot

KINDS = ("vtkMRMLScalarVolumeNode", "vtkMRMLSegmentationNode")


class SceneWatcher:
    """Watches which volumes and segmentations there are, and the chosen ones for edits.

    Many events of one edit become one call, made when the edit is over and Slicer handles events again.
    """

    def __init__(self, presenter: PredictionPresenter) -> None:
        self._presenter = presenter
        self._watched: dict[str, list[tuple[Any, int]]] = {}
        self._edited = singleShot(presenter.edit_finished)
        self._listed = singleShot(presenter.scene_changed)
        scene = slicer.mrmlScene
        self._sceneTags = [
            scene.AddObserver(scene.NodeAddedEvent, self._nodeCameOrWent),
            scene.AddObserver(scene.NodeRemovedEvent, self._nodeCameOrWent),
            scene.AddObserver(scene.NodeAboutToBeRemovedEvent, self._nodeGoes),
        ]

    @property
    def isWaiting(self) -> bool:
        """Whether something was noticed but not yet told."""
        return bool(self._edited.active or self._listed.active)

    def follow(self) -> None:
        """Watch the nodes that are chosen now, and no others."""
        chosen = {
            node
            for phase in PHASES
            for node in (self._presenter.inputs.of(phase).volume, self._presenter.inputs.of(phase).segmentation)
            if node
        }
        for nodeId in set(self._watched) - chosen:
            self._forget(nodeId)
        for nodeId in chosen - set(self._watched):
            node = slicer.mrmlScene.GetNodeByID(nodeId)
            if node is not None:
                self._watched[nodeId] = self._observe(node)

    def forgetAll(self) -> None:
        """Watch no node, and drop what was noticed but not yet told."""
        for nodeId in tuple(self._watched):
            self._forget(nodeId)
        self._edited.stop()
        self._listed.stop()

    def cleanup(self) -> None:
        self.forgetAll()
        for tag in self._sceneTags:
            slicer.mrmlScene.RemoveObserver(tag)

    def _observe(self, node: Any) -> list[tuple[Any, int]]:
        watched: list[tuple[Any, int]] = []

        def on(subject: Any, event: int, timer: Any) -> None:
            watched.append((subject, subject.AddObserver(event, lambda _caller, _event: timer.start())))

        on(node, slicer.vtkMRMLTransformableNode.TransformModifiedEvent, self._edited)
        if node.IsA("vtkMRMLScalarVolumeNode"):
            on(node, slicer.vtkMRMLVolumeNode.ImageDataModifiedEvent, self._edited)
            on(node, vtk.vtkCommand.ModifiedEvent, self._edited)
        else:
            segmentation = node.GetSegmentation()
            for event in (segmentation.SourceRepresentationModified, segmentation.RepresentationModified):
                on(segmentation, event, self._edited)
            for event in (segmentation.SegmentAdded, segmentation.SegmentRemoved, segmentation.SegmentModified):
                on(segmentation, event, self._listed)
                on(segmentation, event, self._edited)
        return watched

    def _forget(self, nodeId: str) -> None:
        for subject, tag in self._watched.pop(nodeId):
            subject.RemoveObserver(tag)

    @vtk.calldata_type(vtk.VTK_OBJECT)
    def _nodeGoes(self, scene: Any, _event: str, node: Any) -> None:
        """Give up a chosen node before it is removed: its selector would put another node in its place."""
        if scene.IsClosing():
            return
        inputs = self._presenter.inputs
        for phase in PHASES:
            if node.GetID() == inputs.of(phase).volume:
                inputs.choose_volume(phase, None)
            if node.GetID() == inputs.of(phase).segmentation:
                inputs.choose_segmentation(phase, None)

    @vtk.calldata_type(vtk.VTK_OBJECT)
    def _nodeCameOrWent(self, scene: Any, _event: str, node: Any) -> None:
        if not scene.IsBatchProcessing() and any(node.IsA(kind) for kind in KINDS):
            self._listed.start()
