"""The scriptable half of the module on a headless scene; and what Slicer's start-up costs."""

import json
import re
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PCRPredictorLib.desktop.node_logic import NodeLogic
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.models.patient import predict_patient
from PCRPredictorLib.mrml import HeadlessScene, mask_from_segment
from PCRPredictorLib.presenter.patient.model_choice import SAMPLE_CALIBRATION, SAMPLE_MODEL, ShippedModels
from PCRPredictorLib.presenter.patient.sample import sample_patient


@pytest.fixture(scope="module")
def scene() -> Any:
    with HeadlessScene() as scene:
        yield scene


@pytest.fixture(scope="module")
def phases(scene: Any) -> Any:
    return NodeLogic().loadSamplePatient(scene)


def test_three_lines_give_the_librarys_probability(phases: Any, tmp_path: Path) -> None:
    logic = NodeLogic()
    prediction = logic.predict(*phases, SAMPLE_MODEL, SAMPLE_CALIBRATION)
    patient, library = sample_patient(), ShippedModels()
    direct = predict_patient(
        patient.arterial,
        patient.arterial_mask,
        patient.portal,
        patient.portal_mask,
        library.model(SAMPLE_MODEL),
        library.calibration(SAMPLE_CALIBRATION),
    )
    assert prediction.probability == direct.probability
    assert prediction.simulated
    logic.saveReport(tmp_path / "report.html", prediction, *phases, SAMPLE_MODEL, SAMPLE_CALIBRATION)
    assert "imulated" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_a_model_without_calibration_is_refused(phases: Any) -> None:
    with pytest.raises(InputError, match="calibrat"):
        NodeLogic().predict(*phases, SAMPLE_MODEL)


def test_wrong_nodes_are_refused_in_one_sentence(phases: Any) -> None:
    (volume, segmentation, segment), portal = phases
    logic, a_phase = NodeLogic(), "give a tuple of its volume node, segmentation node and segment id."
    for arterial, said in (
        (None, f"A phase was given as None; {a_phase}"),
        ("liver", f"A phase was given as 'liver'; {a_phase}"),
        (volume, f"A phase was given as a vtkMRMLScalarVolumeNode; {a_phase}"),
        ((volume, segmentation), f"A phase was given as 2 values; {a_phase}"),
        ((None, segmentation, segment), "The volume of a phase was given as None; give a vtkMRMLScalarVolumeNode."),
        (
            (segmentation, volume, segment),
            "The volume of a phase was given as a vtkMRMLSegmentationNode; give a vtkMRMLScalarVolumeNode.",
        ),
        ((volume, "x", segment), "The segmentation of a phase was given as 'x'; give a vtkMRMLSegmentationNode."),
        ((volume, volume, segment), "as a vtkMRMLScalarVolumeNode; give a vtkMRMLSegmentationNode."),
        ((volume, segmentation, None), "has no segment 'None'"),
    ):
        for call in (
            partial(logic.predict, arterial, portal, SAMPLE_MODEL, SAMPLE_CALIBRATION),
            partial(logic.extractFeatures, portal, arterial),
            partial(logic.copyContour, arterial, portal[0]),
        ):
            with pytest.raises(InputError, match=re.escape(said)):
                call()
    with pytest.raises(InputError, match="given as a vtkMRMLSegmentationNode; give a vtkMRMLScalarVolumeNode"):
        logic.copyContour(portal, segmentation)


def test_all_features_come_as_a_table_node(phases: Any) -> None:
    table = NodeLogic().extractFeatures(*phases)
    assert (table.GetNumberOfRows(), table.GetNumberOfColumns()) == (396, 3)
    names = [table.GetTable().GetValueByName(row, "feature").ToString() for row in range(396)]
    patient = sample_patient()
    mean = patient.arterial.array[patient.arterial_mask.array].mean()
    assert table.GetTable().GetValueByName(names.index("MeanValue"), "arterial").ToDouble() == pytest.approx(
        mean, rel=1e-12
    )


def test_a_copied_contour_lies_on_the_other_phases_tumor(phases: Any) -> None:
    arterial, portal = phases
    volume, segmentation, segment_id = NodeLogic().copyContour(arterial, portal[0])
    copied = mask_from_segment(segmentation, segment_id, volume).array
    truth = sample_patient().portal_mask.array
    straight = sample_patient().arterial_mask.array

    def dice(one: np.ndarray, other: np.ndarray) -> float:
        return 2 * np.count_nonzero(one & other) / (np.count_nonzero(one) + np.count_nonzero(other))

    assert dice(copied, truth) > 0.85 > dice(straight, truth)


def test_what_slicer_reads_at_start_up_is_light() -> None:
    program = (
        "import sys; import PCRPredictorLib.desktop.node_logic;"
        "print(sorted({'numpy', 'scipy', 'SimpleITK', 'vtk', 'slicer'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_names_of_nodes_and_segments_stay_in_the_scene(tmp_path: Path) -> None:
    """People name them after patients; what the module writes carries neither, nor the words of a contradiction."""
    logic = NodeLogic()
    with HeadlessScene() as scene:
        phases = logic.loadSamplePatient(scene)
        for (volume, segmentation, segment), name in zip(phases, ("portal venous", "arterial"), strict=True):
            volume.SetName(f"CanaryJane {name}")
            segmentation.SetName("CanaryJane")
            segmentation.GetSegmentation().GetSegment(segment).SetName("CanaryJane tumor")
        prediction = logic.predict(*phases, SAMPLE_MODEL, SAMPLE_CALIBRATION, confirmPhases=True)
        logic.saveReport(tmp_path / "report.html", prediction, *phases, SAMPLE_MODEL, SAMPLE_CALIBRATION)
    assert prediction.provenance["phases_confirmed"]
    for text in (json.dumps(prediction.as_json()), (tmp_path / "report.html").read_text(encoding="utf-8")):
        assert "canary" not in text.lower()
    assert "name withheld" in (tmp_path / "report.html").read_text(encoding="utf-8")
