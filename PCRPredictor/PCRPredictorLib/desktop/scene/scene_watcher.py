"""Telling the presenter when something in the scene was edited."""

from typing import Any

import slicer
import vtk
from slicer.util import VTKObservationMixin

from ...presenter.patient.prediction_presenter import PredictionPresenter
from ...presenter.patient.state import PHASES
from ..panel import singleShot

KINDS = ("vtkMRMLScalarVolumeNode", "vtkMRMLSegmentationNode")


class SceneWatcher(VTKObservationMixin):
    """Watches which volumes and segmentations there are, and the chosen ones for edits.

    Many events of one edit become one call, made when the edit is over and Slicer handles events again.
    """

    def __init__(self, presenter: PredictionPresenter) -> None:
        VTKObservationMixin.__init__(self)
        # Apart from those of the scene: forgetting single methods keeps each node that there ever was, and its voxels.
        self._onChosen = VTKObservationMixin()
        self._presenter = presenter
        self._watched: set[str] = set()
        self._edited = singleShot(presenter.edit_finished)
        self._listed = singleShot(presenter.scene_changed)
        self._changedInBatch = False
        scene = slicer.mrmlScene
        self.addObserver(scene, scene.EndBatchProcessEvent, self._batchEnded)
        self.addObserver(scene, scene.NodeAddedEvent, self._nodeCameOrWent)
        self.addObserver(scene, scene.NodeRemovedEvent, self._nodeCameOrWent)
        self.addObserver(scene, scene.NodeAboutToBeRemovedEvent, self._nodeGoes)

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
        if chosen == self._watched:
            return
        self._forget()
        self._watched = chosen
        for node in filter(None, map(slicer.mrmlScene.GetNodeByID, chosen)):
            self._observe(node)

    def forgetAll(self) -> None:
        """Watch no node, and drop what was noticed but not yet told."""
        self._forget()
        self._edited.stop()
        self._listed.stop()
        self._changedInBatch = False

    def cleanup(self) -> None:
        self.forgetAll()
        self.removeObservers()

    def _observe(self, node: Any) -> None:
        self._onChosen.addObserver(node, slicer.vtkMRMLTransformableNode.TransformModifiedEvent, self._noticeEdit)
        if node.IsA("vtkMRMLScalarVolumeNode"):
            self._onChosen.addObserver(node, slicer.vtkMRMLVolumeNode.ImageDataModifiedEvent, self._noticeEdit)
            self._onChosen.addObserver(node, vtk.vtkCommand.ModifiedEvent, self._noticeEdit)
            return
        # On the node, which repeats what its segmentation tells: a sequence puts another one into it.
        segmentation = slicer.vtkSegmentation
        for event in (segmentation.SourceRepresentationModified, segmentation.RepresentationModified):
            self._onChosen.addObserver(node, event, self._noticeEdit)
        for event in (
            segmentation.SegmentAdded,
            segmentation.SegmentRemoved,
            segmentation.SegmentModified,
            node.SegmentationChangedEvent,
            node.ReferenceImageGeometryChangedEvent,
        ):
            self._onChosen.addObserver(node, event, self._noticeList)
            self._onChosen.addObserver(node, event, self._noticeEdit)

    def _noticeEdit(self, _caller: Any, _event: str) -> None:
        self._edited.start()

    def _noticeList(self, _caller: Any, _event: str) -> None:
        self._listed.start()

    def _forget(self) -> None:
        self._onChosen.removeObservers()
        self._watched = set()

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
        if not any(node.IsA(kind) for kind in KINDS):
            return
        if scene.IsBatchProcessing():
            self._changedInBatch = True
        else:
            self._listed.start()

    def _batchEnded(self, scene: Any, _event: str) -> None:
        if self._changedInBatch and not scene.IsBatchProcessing():
            self._changedInBatch = False
            self._listed.start()
