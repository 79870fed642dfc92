"""What selectors and scripts set in the parameter node reaches the presenter, and is not overwritten by a guess."""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import slicer
from PCRPredictorLib.desktop.scene.session import Session
from PCRPredictorLib.imaging import Geometry, Mask, PhaseImage
from PCRPredictorLib.mrml import HeadlessScene, SceneCase, segmentation_node_from_mask, volume_node_from_image
from PCRPredictorLib.presenter.patient.prediction_presenter import PredictionPresenter
from PCRPredictorLib.presenter.threads import ThreadExecutor
from slicer.util import NodeModify

GRID = Geometry((6, 8, 10), (1.0, 1.0, 2.0))
NODES = [f"{phase}{kind}" for phase in ("arterial", "portal") for kind in ("Volume", "Segmentation")]


class ParameterNode:
    """Stands in for Slicer's parameterNodeWrapper, which slicer-core lacks: attributes kept in a real node."""

    def __init__(self, node: Any) -> None:
        self.__dict__["parameterNode"] = node

    def __getattr__(self, name: str) -> Any:
        node = self.parameterNode
        if name in NODES:
            return node.GetNodeReference(name)
        if name in ("StartModify", "EndModify"):
            return getattr(node, name)
        return node.GetParameter(name) == "True" if name == "live" else node.GetParameter(name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in NODES:
            self.parameterNode.SetNodeReferenceID(name, value.GetID() if value else None)
        else:
            self.parameterNode.SetParameter(name, str(value))


@pytest.fixture
def scene(monkeypatch) -> Iterator[Any]:
    with HeadlessScene() as scene:
        monkeypatch.setattr(slicer, "mrmlScene", scene, raising=False)
        yield scene


@pytest.fixture
def volume(scene) -> Any:
    voxels = np.random.default_rng(1).integers(0, 200, GRID.shape).astype(np.int16)
    return volume_node_from_image(scene, PhaseImage(voxels, GRID), "liver arterial")


@pytest.fixture
def session(scene) -> Any:
    session = Session(PredictionPresenter(SceneCase(scene), ThreadExecutor()))
    session.attach(ParameterNode(scene.AddNewNodeByClass("vtkMRMLScriptedModuleNode")))
    yield session
    session.detach()


def contours(scene, volume, name, segments) -> Any:
    """A segmentation whose first segment is coded as a tumor; more segments follow, empty, with these ids."""
    voxels = np.zeros(GRID.shape, dtype=bool)
    voxels[1:5, 2:6, 3:8] = True
    node = segmentation_node_from_mask(scene, Mask(voxels, GRID), name, "tumor", volume)
    for segment in segments:
        node.GetSegmentation().AddEmptySegment(segment, segment)
    return node


@pytest.mark.parametrize("order", [("Segmentation", "Segment"), ("Segment", "Segmentation"), "together"])
def test_a_script_gets_the_segment_that_it_sets_with_its_segmentation(scene, volume, session, order):
    first, second = (contours(scene, volume, name, [f"vessel of {name}"]) for name in ("one", "two"))
    session.node.arterialVolume, session.node.arterialSegmentation = volume, first
    wanted = {"Segmentation": second, "Segment": "vessel of two"}
    if order == "together":
        with NodeModify(session.node.parameterNode):
            for kind, value in wanted.items():
                setattr(session.node, f"arterial{kind}", value)
    else:
        for kind in order:
            setattr(session.node, f"arterial{kind}", wanted[kind])
    choice = session._presenter.inputs.of("arterial")
    assert (choice.segmentation, choice.segment) == (second.GetID(), "vessel of two")
    assert session.node.arterialSegment == "vessel of two"
    assert session._presenter.inputs.proposed == set()


def test_a_selector_that_takes_another_segmentation_takes_no_segment_of_the_same_id(scene, volume, session):
    """Slicer calls the first segments of every segmentation Segment_1, Segment_2, ..."""
    first, second = (contours(scene, volume, name, ["Segment_1", "Segment_2"]) for name in ("one", "two"))
    session.node.arterialVolume, session.node.arterialSegmentation = volume, first
    session.node.arterialSegment = "Segment_2"
    session.node.arterialSegmentation = second
    choice = session._presenter.inputs.of("arterial")
    assert choice.segmentation == second.GetID()
    assert choice.segment == second.GetSegmentation().GetNthSegmentID(0), "the only one that is coded as a lesion"
    assert session._presenter.inputs.proposed == {"arterial"}


def held(session) -> tuple[Any, ...]:
    """What the presenter has of a model, once the node says the same."""
    choices, node = session._presenter.choices, session.node
    assert (node.model, node.calibration) == (choices.model or "", choices.calibration or "")
    assert json.loads(node.clinical) == choices.clinical
    return choices.model, choices.calibration, choices.clinical


def said(session) -> list[str]:
    return [message.text for message in session._presenter.messages.shown]


SMOTE, RADIOMICS = "wen2024-smote-radiomics", "wen2024-radiomics"


@pytest.mark.parametrize("order", [("model", "calibration"), ("calibration", "model"), "together"])
def test_a_script_chooses_model_and_calibration(session, order):
    wanted = {"model": RADIOMICS, "calibration": f"simulated-{RADIOMICS}"}
    if order == "together":
        with NodeModify(session.node.parameterNode):
            for name, value in wanted.items():
                setattr(session.node, name, value)
    else:
        for name in order:
            session.node.parameterNode.SetParameter(name, wanted[name])
    assert held(session) == (RADIOMICS, f"simulated-{RADIOMICS}", {})
    assert session._presenter.model.reason is None
    assert said(session) == []


def test_another_model_drops_the_calibration_as_in_the_panel(session):
    session.node.calibration = f"simulated-{SMOTE}"
    assert held(session) == (SMOTE, f"simulated-{SMOTE}", {})
    session.node.model = RADIOMICS
    assert held(session) == (RADIOMICS, None, {})
    session.node.model = ""
    assert held(session) == (None, None, {})


@pytest.mark.parametrize("name", ["model", "calibration"])
def test_what_a_script_misspells_is_said_and_taken_back(session, name):
    before = held(session)
    setattr(session.node, name, "no such thing")
    assert held(session) == before
    assert len(said(session)) == 1
    assert "no such thing" in said(session)[0]


def test_with_a_misspelled_model_goes_what_was_set_for_it(session):
    with NodeModify(session.node.parameterNode):
        session.node.model, session.node.calibration = "no such thing", f"simulated-{RADIOMICS}"
    assert held(session) == (SMOTE, None, {})
    assert "no such thing" in said(session)[0]


def test_a_script_sets_changes_and_clears_clinical_values(session):
    for values in ({"AFP": 20.5, "age": 61}, {"AFP": 21.0}, {}):
        session.node.clinical = json.dumps(values)
        assert held(session)[2] == values
    assert said(session) == []


@pytest.mark.parametrize(
    "text", ["AFP = 3", "[3]", '{"AFP": "3"}', '{"AFP": NaN}', '{"AFP": true}', '{"AFP": 1%s}' % ("0" * 400)]
)
def test_clinical_values_that_are_no_numbers_are_said_and_taken_back(session, text):
    session.node.clinical = '{"AFP": 20.5}'
    session.node.clinical = text
    assert held(session)[2] == {"AFP": 20.5}
    assert said(session) == [
        "The clinical values cannot be read; give finite numbers by name (JSON), or enter them again."
    ]


def test_a_result_that_something_else_wrote_is_not_kept(session):
    """Restoring a scene view brings back the result of then."""
    session.node.result = '{"prediction": {"probability": 1.0}, "fingerprint": "of then"}'
    assert session._presenter.result is None
    assert json.loads(session.node.result) == {"prediction": None, "fingerprint": None}


def test_nodes_of_a_kind_that_no_selector_offers_are_said_and_taken_back(scene, volume, session):
    """`SetNodeReferenceID` takes any node."""
    label = scene.AddNewNodeByClass("vtkMRMLLabelMapVolumeNode", "a mask")
    contour = contours(scene, volume, "one", [])
    session.node.arterialVolume, session.node.arterialSegmentation = volume, contour
    choice = session._presenter.inputs.of("arterial")
    for role, wrong, sentence in (
        ("arterialVolume", label, "'a mask' cannot be scored; choose a scalar volume, no label map."),
        ("arterialVolume", contour, "'one' cannot be scored; choose a scalar volume, no label map."),
        ("arterialSegmentation", volume, "'liver arterial' is no segmentation; choose one."),
    ):
        session.node.parameterNode.SetNodeReferenceID(role, wrong.GetID())
        assert said(session) == [sentence]
        assert session._presenter.inputs.of("arterial") == choice
        assert (session.node.arterialVolume, session.node.arterialSegmentation) == (volume, contour)
