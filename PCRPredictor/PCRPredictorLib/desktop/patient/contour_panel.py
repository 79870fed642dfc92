"""Contouring both phases with Slicer's own Segment Editor; carrying a contour to the other phase."""

from collections.abc import Callable
from functools import partial
from typing import Any

import slicer
import vtk
from slicer.i18n import tr as _
from slicer.util import VTKObservationMixin

from ...mrml.terminology import mark_as_tumor
from ...presenter.patient.contour_proposals import LineProposal
from ...presenter.patient.prediction_presenter import PredictionPresenter
from ...presenter.patient.state import PHASES, Phase, other_phase
from ...presenter.patient.windows import WINDOWS
from ..into_view import IntoView
from ..panel import Panel, showText
from ..views import layouts
from ..views.contour_style import COPY_COLOR, contourColor, keepColorTrue, styleContour
from .line_buttons import LineButtons

PREVIEW = "SegmentationResultPreview"
"""The role by which Slicer's effects that grow segments keep their preview."""


class ContourPanel(Panel, VTKObservationMixin):
    """The phase that is being contoured decides the editor's segmentation and source volume.

    Attributes
    ----------
    phase : {"arterial", "portal"}
    """

    FORM = "PCRPredictorContours"

    def __init__(
        self, presenter: PredictionPresenter, showTwoUp: Callable[[], None], showProposal: Callable[[], None]
    ) -> None:
        Panel.__init__(self, presenter)
        VTKObservationMixin.__init__(self)
        self.phase: Phase = "arterial"
        self._editor: Any = None
        self._showProposal = showProposal
        self._shown: tuple[Any, ...] = ()
        self._revealer = IntoView(self.ui.proposalFrame, toTop=False)
        self._showTwoUp = showTwoUp
        self._lines = LineButtons(self.ui, presenter, lambda: self.phase, self._prepareLine)
        for phase in PHASES:
            self._tab(phase).connect("clicked()", partial(self._askForPhase, phase))
        self.ui.twoUpButton.connect("clicked()", showTwoUp)
        self.ui.windowChooser.addItems([_("Window..."), *WINDOWS])
        self.ui.windowChooser.connect("activated(int)", self._chooseWindow)
        self.ui.newContourButton.connect("clicked()", self.newContour)
        self.ui.copyButton.connect("clicked()", lambda: presenter.propose_copy(self.phase))
        self.ui.acceptButton.connect("clicked()", presenter.copy.accept)
        self.ui.undoButton.connect("clicked()", self._undo)
        self.widget.connect("contentsCollapsed(bool)", self._collapse)
        presenter.copy.changed.connect(self._styleProposal)

    @property
    def editor(self) -> Any:
        """Slicer's Segment Editor widget; made when first needed, since it is slow to make."""
        if self._editor is None:
            self._editor = slicer.qMRMLSegmentEditorWidget()
            self._editor.setMaximumNumberOfUndoStates(10)
            self._editor.segmentationNodeSelectorVisible = False
            self._editor.sourceVolumeNodeSelectorVisible = False
            self._editor.switchToSegmentationsButtonVisible = False
            self._editor.autoShowSourceVolumeNode = False
            self.ui.editorFrame.layout().addWidget(self._editor)
            self._takeUpEditorNode()
            self._editor.setMRMLScene(slicer.mrmlScene)
        return self._editor

    def _takeUpEditorNode(self) -> None:
        """Edit with our settings; whatever selects a segment, a click or a key, writes it there."""
        node = _editorNode()
        self._editor.setMRMLSegmentEditorNode(node)
        if not self.hasObserver(node, vtk.vtkCommand.ModifiedEvent, self._editorChanged):
            self.addObserver(node, vtk.vtkCommand.ModifiedEvent, self._editorChanged)

    def editsBy(self, node: Any) -> bool:
        """Whether the editor keeps its settings in this node; without it, it would do nothing any more."""
        return self._editor is not None and self._editor.mrmlSegmentEditorNode() is node

    def origins(self) -> dict[str, str | None]:
        """The volume that each segmentation was drawn on; a preview of an effect belongs to what it is a preview of."""
        node = self._editor.mrmlSegmentEditorNode() if self._editor is not None else None
        preview = node.GetNodeReferenceID(PREVIEW) if node is not None else None
        inputs = self.presenter.inputs
        return inputs.origins() | ({preview: inputs.of(self.phase).volume} if preview else {})

    def _editorChanged(self, _caller: Any, _event: str) -> None:
        self._drawSegmentHint()

    @property
    def isSettled(self) -> bool:
        return not self._revealer.active

    def choosePhase(self, phase: Phase) -> None:
        """Contour this phase from now on; an effect that was active stays so."""
        if phase == self.phase:
            return
        effect = self._editor.activeEffect() if self._editor else None
        name = effect.name if effect else ""
        self.phase = phase
        self.draw()
        if name and self._editor.segmentationNode():
            self._editor.setActiveEffectByName(name)

    def _askForPhase(self, phase: Phase) -> None:
        self.choosePhase(phase)
        self._showPhase()

    def _showPhase(self) -> None:
        """Bring the phases back where no view shows the one that is contoured: it would be drawn on another image."""
        volume = self.presenter.inputs.of(self.phase).volume
        if volume is not None and not layouts.isSeen(volume):
            self._showTwoUp()

    def newContour(self) -> None:
        """Add a segmentation with one empty segment on the volume of the phase, and choose it."""
        choice = self.presenter.inputs.of(self.phase)
        volume = slicer.mrmlScene.GetNodeByID(choice.volume)
        name = slicer.mrmlScene.GenerateUniqueName(_("{volume} contour").format(volume=volume.GetName()))
        segmentation = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSegmentationNode", name)
        segmentation.CreateDefaultDisplayNodes()
        segmentation.SetReferenceImageGeometryParameterFromVolumeNode(volume)
        segmentId = segmentation.GetSegmentation().AddEmptySegment("tumor", "tumor")
        mark_as_tumor(segmentation.GetSegmentation().GetSegment(segmentId))
        styleContour(segmentation, contourColor(self.phase))
        self.presenter.inputs.choose_contour(self.phase, segmentation.GetID(), segmentId)

    def enter(self) -> None:
        """Take up contouring, unless the section is collapsed."""
        self._shown = ()
        if not self.widget.collapsed:
            editor = self.editor
            self._takeUpEditorNode()
            editor.installKeyboardShortcuts()
            editor.updateWidgetFromMRML()
            editor.setupViewObservations()
            self.draw()

    def exit(self) -> None:
        """Lay contouring down: no effect acts on a click any more."""
        self._lines.stop()
        if self._editor is not None:
            self._editor.setActiveEffect(None)
            self._editor.uninstallKeyboardShortcuts()
            self._editor.removeViewObservations()

    def release(self) -> None:
        """Let go of every node before the scene closes; an active effect would crash the application."""
        self.removeObservers()
        self._lines.stop()
        self._revealer.stop()
        if self._editor is not None:
            self._letNodesGo()
            self._editor.removeViewObservations()
        self._shown = ()

    def cleanup(self) -> None:
        self.presenter.copy.changed.disconnect(self._styleProposal)
        self._revealer.stop()
        self.removeObservers()
        self.exit()
        if self._editor is not None:
            self._editor.setMRMLSegmentEditorNode(None)  # else it would paint beside that of a reloaded panel
            self._editor.setMRMLScene(None)  # else its hidden selectors would follow what is renamed and removed
            _forgetViews(self._editor)
            self._editor.delete()  # not later: the next layout would be told to it before
            self._editor = None

    def draw(self) -> None:
        choice = self.presenter.inputs.of(self.phase)
        for phase in PHASES:
            self._tab(phase).checked = phase == self.phase
        self.ui.newContourButton.enabled = choice.volume is not None
        self.ui.windowChooser.enabled = any(self.presenter.inputs.of(phase).volume for phase in PHASES)
        self._lines.draw()
        reason = self.presenter.readiness.copy_from(self.phase)
        self.ui.copyButton.enabled = reason is None
        self.ui.copyButton.text = {
            "arterial": _("Cop&y to the arterial phase"),
            "portal": _("Cop&y to the portal venous phase"),
        }[other_phase(self.phase)]
        showText(self.ui.copyReason, reason)
        self._drawProposal()
        self._drawColors()
        self._drawEditor()
        self._drawSegmentHint()

    def _letNodesGo(self) -> None:
        """The volume first: without a segmentation the editor keeps it, and errs when it is renamed."""
        self._editor.setActiveEffect(None)
        self._editor.setSourceVolumeNode(None)
        self._editor.setSegmentationNode(None)

    def _prepareLine(self) -> None:
        self._layAsideEffect()
        self._showPhase()

    def _layAsideEffect(self) -> None:
        if self._editor is not None:
            self._editor.setActiveEffect(None)

    def _drawProposal(self) -> None:
        pending = self.presenter.copy.pending
        accepted = pending is None and bool(self.presenter.copy.undoable(self.phase))
        self.ui.proposalFrame.visible = accepted or pending is not None
        self.ui.acceptButton.visible = pending is not None
        self.ui.hintFrame.visible = isinstance(pending, LineProposal)
        said = pending.sentence if pending else None
        if accepted:
            kept = _("Accepted; the former contour is kept, hidden.")
            said = kept if self.presenter.copy.keeps_former(self.phase) else _("Accepted.")
        showText(self.ui.proposalText, said)

    def _drawColors(self) -> None:
        """Let each scored contour bear its phase's color, also after the phases were exchanged."""
        undecided = self.presenter.copy.undecided
        colors = {}
        for phase in reversed(PHASES):  # the arterial one where one contour serves both
            choice = self.presenter.inputs.of(phase)
            colors[choice.segmentation, choice.segment] = (
                COPY_COLOR if undecided and undecided[0] == phase else contourColor(phase)
            )
        for (segmentation, segment), color in colors.items():
            if segmentation and segment:
                keepColorTrue(slicer.mrmlScene.GetNodeByID(segmentation), segment, color)

    def _undo(self) -> None:
        """The proposal that waits; else those that were accepted on this phase, one after another."""
        if self.presenter.copy.pending is not None:
            self.presenter.copy.undo()
        else:
            self.presenter.copy.undo_on(self.phase)

    def _drawSegmentHint(self) -> None:
        """Say it where the editor paints into what is not to be scored, or into what belongs to another volume."""
        choice = self.presenter.inputs.of(self.phase)
        edited = self._editor.currentSegmentID() if self._editor is not None else ""
        hint = None
        if edited and choice.segmentation is not None:
            if edited != choice.segment:
                hint = _("This segment is not the one that is scored; choose it above, under Patient, to score it.")
            elif self.presenter.inputs.drawn_on(choice.segmentation) not in (None, choice.volume):
                hint = _(
                    "This contour was drawn on another volume, and painting changes it there; "
                    "press New contour to draw on this one."
                )
        showText(self.ui.segmentHint, hint)

    def _drawEditor(self) -> None:
        choice = self.presenter.inputs.of(self.phase)
        hint = None
        if choice.volume is None:
            hint = _("Choose the volume of this phase first.")
        elif choice.segmentation is None:
            hint = _("Press New contour to draw the tumor on this phase.")
        showText(self.ui.editorHint, hint)
        self.ui.editorFrame.visible = hint is None
        if self._editor is None:
            return
        if hint:
            self._shown = ()
            if self._editor.segmentationNode() is not None:
                self._letNodesGo()  # else it would go on editing what is chosen no more
            return
        shown = (self.phase, choice.volume, choice.segmentation, choice.segment)
        if shown == self._shown:
            return
        self._shown = shown
        self._editor.setSegmentationNodeID(choice.segmentation)
        self._editor.setSourceVolumeNodeID(choice.volume)
        if choice.segment:
            self._editor.setCurrentSegmentID(choice.segment)

    def _tab(self, phase: Phase) -> Any:
        return self.ui.arterialTab if phase == "arterial" else self.ui.portalTab

    def _collapse(self, collapsed: bool) -> None:
        if collapsed:
            self.exit()
        else:
            self.enter()

    def _styleProposal(self) -> None:
        """The proposal in a color of its own, in views that no effect covers; accepted, in that of what is scored."""
        copy = self.presenter.copy
        proposal = copy.pending or copy.accepted
        if proposal is None:
            return
        if copy.pending is not None:
            self._layAsideEffect()
        segmentation = slicer.mrmlScene.GetNodeByID(self.presenter.inputs.of(proposal.target_phase).segmentation)
        if segmentation is not None:
            styleContour(segmentation, COPY_COLOR if copy.pending else contourColor(proposal.target_phase))
        self.choosePhase(proposal.target_phase)
        if copy.pending is not None:
            self._showProposal()
            self._revealer.start()

    def _chooseWindow(self, row: int) -> None:
        if row == 0:
            return
        window = WINDOWS[self.ui.windowChooser.itemText(row)]
        for phase in PHASES:
            volume = self.presenter.inputs.of(phase).volume
            if volume:
                layouts.setWindow(slicer.mrmlScene.GetNodeByID(volume), window)
        self.ui.windowChooser.setCurrentIndex(0)


def _editorNode() -> Any:
    """The settings of this editor, apart from those of the Segment Editor module."""
    scene, tag = slicer.mrmlScene, "PCRPredictorSegmentEditor"
    node = scene.GetSingletonNode(tag, "vtkMRMLSegmentEditorNode")
    if node is None:
        node = scene.CreateNodeByClass("vtkMRMLSegmentEditorNode")
        node.UnRegister(None)
        node.SetSingletonTag(tag)
        node = scene.AddNode(node)
    return node


def _forgetViews(editor: Any) -> None:
    """Have the effects look at no view any more: Threshold does from the first layout on, also once it is deleted."""
    for effect in map(editor.effectByName, editor.availableEffectNames()):
        if effect.inherits("qSlicerSegmentEditorScriptedEffect"):
            getattr(effect.self(), "removeSliceCompositeObservers", lambda: None)()
