"""Between the parameter node, which the scene keeps, and the presenter, which decides."""

import json
from dataclasses import replace
from typing import Any

import slicer
import vtk
from slicer.util import VTKObservationMixin

from ...errors import InputError
from ...presenter.patient.prediction_presenter import PredictionPresenter
from ...presenter.patient.state import PHASES, Choices, Phase, PhaseChoice, checked_clinical
from ...texts import tr as _

# Beside the choices: the phase of an undecided proposal, and the contour that was chosen before it.
PROPOSAL, FORMER, FORMER_SEGMENT = "proposalPhase", "formerSegmentation", "formerSegment"


class Session(VTKObservationMixin):
    """Keeps a parameter node and the presenter alike, whichever of the two changes."""

    def __init__(self, presenter: PredictionPresenter) -> None:
        VTKObservationMixin.__init__(self)
        self._presenter = presenter
        self._busy = False
        self._kept: tuple[Any, Any] | None = None
        self._text = ""
        self.node: Any = None

    def attach(self, node: Any) -> None:
        """Take over what the node holds, and follow it from now on."""
        self.detach()
        self.node = node
        self.addObserver(node.parameterNode, vtk.vtkCommand.ModifiedEvent, self._pull)
        self._restore()
        self.push()

    def detach(self) -> None:
        self.removeObservers()
        self.node = None

    def push(self) -> None:
        """Presenter to node."""
        if self.node is None or self._busy:
            return
        self._busy = True
        try:
            with slicer.util.NodeModify(self.node):
                self._write()
        finally:
            self._busy = False

    def _write(self) -> None:
        choices = self._presenter.choices
        for phase in PHASES:
            choice = choices.of(phase)
            self._set(f"{phase}Volume", _node(choice.volume))
            self._set(f"{phase}Segmentation", _node(choice.segmentation))
            self._set(f"{phase}Segment", choice.segment or "")
        self._set("model", choices.model or "")
        self._set("calibration", choices.calibration or "")
        self._set("clinical", json.dumps(dict(choices.clinical)))
        self._set("live", choices.live)
        self._writeFormer()
        content = self._presenter.as_json()
        kept = (content["prediction"], content["fingerprint"])
        if kept != self._kept:
            self._kept = kept
            self._text = json.dumps({"prediction": kept[0], "fingerprint": kept[1]})
            self._set("result", self._text)

    def _writeFormer(self) -> None:
        """Keep what an undecided proposal took the place of: a scene saved now is opened again with that."""
        phase, former = self._presenter.copy.undecided or ("", PhaseChoice())
        node = self.node.parameterNode
        node.SetParameter(PROPOSAL, phase)
        node.SetParameter(FORMER_SEGMENT, former.segment or "")
        if node.GetNodeReferenceID(FORMER) != former.segmentation:
            node.SetNodeReferenceID(FORMER, former.segmentation)

    def _set(self, name: str, value: Any) -> None:
        if getattr(self.node, name) != value:
            setattr(self.node, name, value)

    def _pull(self, _caller: Any, _event: str) -> None:
        """Node to presenter: what the selectors and scripts set.

        Not what a selector sets by itself when a proposal is removed for a contour that was chosen, of which the node
        is still to hear.
        """
        if self.node is None or self._busy or self._presenter.inputs.changed.is_emitting:
            return
        self._busy = True
        if self.node.result != self._text:
            self._kept = None  # a scene view brought back what is no longer shown
        try:
            inputs = self._presenter.inputs
            # What was set for one phase may move the other's contour, so both are read first.
            for phase, chosen, current in [(phase, self._offered(phase), inputs.of(phase)) for phase in PHASES]:
                if chosen.volume != current.volume:
                    inputs.choose_volume(phase, chosen.volume)
                if chosen.segmentation != current.segmentation:
                    if _namesItsSegment(chosen, current):
                        inputs.choose_contour(phase, chosen.segmentation, chosen.segment)
                    else:
                        inputs.choose_segmentation(phase, chosen.segmentation)
                elif chosen.segment != current.segment:
                    inputs.choose_segment(phase, chosen.segment)
            self._pullModel()
            if self.node.live != self._presenter.live.enabled:
                self._presenter.set_live(self.node.live)
        finally:
            self._busy = False
        self.push()

    def _pullModel(self) -> None:
        """Take what a script set of model, calibration and clinical values, as if it was chosen in the panel.

        What the panel would refuse is said, and taken back from the node. Another model may drop the calibration, so it
        comes first; with a refused one goes what was set for it.
        """
        presenter, was = self._presenter, self._presenter.choices
        model, calibration = self.node.model or None, self.node.calibration or None
        if model != was.model and not presenter.choose_model(model):
            return
        if calibration != was.calibration and not presenter.choose_calibration(calibration):
            return
        content = _read_json(self.node.clinical)
        if content != was.clinical:
            try:
                clinical = checked_clinical(content)
            except InputError as error:
                presenter.messages.error(error)
                return
            for name in was.clinical.keys() | clinical.keys():
                if clinical.get(name) != was.clinical.get(name):
                    presenter.set_clinical(name, clinical.get(name))

    def _choice(self, phase: Phase) -> PhaseChoice:
        volume, segmentation = getattr(self.node, f"{phase}Volume"), getattr(self.node, f"{phase}Segmentation")
        return PhaseChoice(
            volume.GetID() if volume else None,
            segmentation.GetID() if segmentation else None,
            getattr(self.node, f"{phase}Segment") or None,
        )

    def _offered(self, phase: Phase) -> PhaseChoice:
        """What is chosen, but for nodes that the selectors do not offer: those a script set, which is said."""
        choice, inputs = self._choice(phase), self._presenter.inputs
        current, refused = inputs.of(phase), []
        if choice.volume != current.volume and not inputs.offers_volume(choice.volume):
            refused.append(
                _("'{name}' cannot be scored; choose a scalar volume, no label map.").format(name=_name(choice.volume))
            )
            choice = replace(choice, volume=current.volume)
        if choice.segmentation != current.segmentation and not inputs.offers_segmentation(choice.segmentation):
            refused.append(_("'{name}' is no segmentation; choose one.").format(name=_name(choice.segmentation)))
            choice = replace(choice, segmentation=current.segmentation, segment=current.segment)
        if refused:
            self._presenter.messages.error(*map(InputError, refused))
        return choice

    def _decided(self, phase: Phase) -> PhaseChoice:
        choice, node = self._choice(phase), self.node.parameterNode
        if node.GetParameter(PROPOSAL) != phase:
            return choice
        former = node.GetNodeReference(FORMER)
        decided = PhaseChoice(
            choice.volume, former.GetID() if former else None, node.GetParameter(FORMER_SEGMENT) or None
        )
        self._presenter.copy.exchange(choice, decided)
        return decided

    def _restore(self) -> None:
        self._busy = True
        try:
            result = _read_json(self.node.result)
            if not isinstance(result, dict):
                result = {"prediction": self.node.result}
            choices = Choices(
                arterial=self._decided("arterial"),
                portal=self._decided("portal"),
                model=self.node.model or None,
                calibration=self.node.calibration or None,
                clinical=_read_json(self.node.clinical),
                live=self.node.live,
            )
            content = {"choices": choices.as_json(), "prediction": result.get("prediction")}
            self._kept, self._text = (result.get("prediction"), result.get("fingerprint")), self.node.result
            self._presenter.restore({**content, "fingerprint": result.get("fingerprint")})
        finally:
            self._busy = False


def _namesItsSegment(chosen: PhaseChoice, current: PhaseChoice) -> bool:
    """Whether the segment was set for this segmentation, and did not stay behind when a selector took another one.

    The first segments of two segmentations often have the same id.
    """
    stayed = chosen.segment == current.segment and _hasSegment(current.segmentation, chosen.segment)
    return not stayed and _hasSegment(chosen.segmentation, chosen.segment)


def _hasSegment(segmentationId: str | None, segmentId: str | None) -> bool:
    node = _node(segmentationId)
    return node is not None and bool(segmentId) and node.GetSegmentation().GetSegment(segmentId) is not None


def _read_json(text: str) -> Any:
    """What a parameter holds; the text as it stands, which the presenter refuses, where it is no JSON."""
    try:
        return json.loads(text or "{}")
    except (ValueError, RecursionError):
        return text


def _name(nodeId: str | None) -> str:
    return str(_node(nodeId).GetName())


def _node(nodeId: str | None) -> Any:
    return slicer.mrmlScene.GetNodeByID(nodeId) if nodeId else None
