"""The simulated patient as nodes."""

from typing import Any

import slicer

from ...mrml import segmentation_node_from_mask, volume_node_from_image
from ...presenter.patient.prediction_presenter import PredictionPresenter
from ...presenter.patient.sample import SAMPLE_NAMES, sample_patient
from ...presenter.patient.state import PHASES, Phase
from ...simulation import SimulatedPatient
from ..views.contour_style import contourColor, styleContour
from .phase_nodes import PhaseNodes


def loadSamplePatient(scene: Any = None) -> dict[Phase, PhaseNodes]:
    """Simulate the sample patient and add it to the scene, as `addPatient` does."""
    return addPatient(sample_patient(), scene)


def addPatient(patient: SimulatedPatient, scene: Any = None) -> dict[Phase, PhaseNodes]:
    """Add a simulated two-phase CT with contours to the scene; each node is marked simulated.

    Returns
    -------
    dict
        For each phase the volume node, the segmentation node and the segment's id.
    """
    scene = scene or slicer.mrmlScene
    nodes: dict[Phase, PhaseNodes] = {}
    for phase in PHASES:
        image, mask = getattr(patient, phase), getattr(patient, f"{phase}_mask")
        volume = volume_node_from_image(scene, image, SAMPLE_NAMES[phase])
        segmentation = segmentation_node_from_mask(scene, mask, f"{SAMPLE_NAMES[phase]} contour", "tumor", volume)
        styleContour(segmentation, contourColor(phase))
        nodes[phase] = (volume, segmentation, segmentation.GetSegmentation().GetNthSegmentID(0))
    return nodes


def choosePatient(patient: SimulatedPatient, presenter: PredictionPresenter) -> None:
    """Add a simulated patient to the application's scene, and choose its volumes, contours and model."""
    nodes = addPatient(patient)
    for phase, (volume, segmentation, segmentId) in nodes.items():
        presenter.inputs.choose_volume(phase, volume.GetID())
        presenter.inputs.choose_contour(phase, segmentation.GetID(), segmentId)
    presenter.model.choose_sample()
    slicer.util.setSliceViewerLayers(background=nodes["arterial"][0], fit=True)  # for every layout but the module's
