"""Everything the module does, on nodes, for Slicer's Python console and for scripts; no widget, no Qt.

The library is imported where it is used, since Slicer reads this file at start-up.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .scene.phase_nodes import PhaseNodes

if TYPE_CHECKING:
    from ..imaging import Mask, PhaseImage
    from ..imaging.pairing import Contradiction
    from ..presenter.patient.state import Phase


class NodeLogic:
    """Prediction and what belongs to it, on nodes.

    A phase is a tuple of its volume node, the segmentation node that holds its contour, and the segment's id. All
    methods raise ``PCRPredictorLib.errors.InputError`` with one sentence that says what is wrong and what to do.

    Examples
    --------
    >>> logic = PCRPredictorLogic()
    >>> arterial, portal = logic.loadSamplePatient()
    >>> logic.predict(arterial, portal, "wen2024-smote-radiomics", "simulated-wen2024-smote-radiomics").probability
    """

    def loadSamplePatient(self, scene: Any = None) -> tuple[PhaseNodes, PhaseNodes]:
        """Add the simulated patient to the scene; returns its arterial and portal venous phase."""
        from .scene.sample_patient import loadSamplePatient

        nodes = loadSamplePatient(scene)
        return nodes["arterial"], nodes["portal"]

    def predict(
        self,
        arterial: PhaseNodes,
        portal: PhaseNodes,
        model: str,
        calibration: str | None = None,
        clinical: Mapping[str, float] | None = None,
        confirmPhases: bool = False,
    ) -> Any:
        """Score one patient.

        Parameters
        ----------
        model : str
            Name of a published model or path of a model file.
        calibration : str, optional
            Name of a shipped calibration or path of a calibration file; needed where the model carries no intercept
            or scaling.
        clinical : mapping, optional
            The clinical values that the model asks for.
        confirmPhases : bool
            The phases are right, although names, times or the volume that a contour was drawn on speak against it;
            the prediction then says so. Else they are refused.

        Returns
        -------
        PCRPredictorLib.models.scoring.Prediction
        """
        from ..models.patient import predict_patient
        from ..presenter.patient.model_choice import ShippedModels

        library = ShippedModels()
        loaded = library.calibration(calibration) if calibration else None
        phases = *_read(arterial), *_read(portal)
        return predict_patient(
            *phases,
            library.model(model),
            loaded,
            clinical=clinical,
            confirmed_phases=confirmPhases,
            contradictions=_drawnElsewhere(arterial, portal),
        )

    def extractFeatures(
        self, arterial: PhaseNodes, portal: PhaseNodes, featureSet: str = "ak396", name: str = "Features"
    ) -> Any:
        """Compute all features of both phases; returns a new table node, one row a feature."""
        from ..mrml import features_table
        from ..presenter.patient.all_features import extract_case

        phases: dict[Phase, tuple[PhaseImage, Mask]] = {"arterial": _read(arterial), "portal": _read(portal)}
        case = extract_case(phases, featureSet, lambda _fraction, _text: None)
        return features_table(arterial[0].GetScene(), case.features["arterial"], case.features["portal"], name)

    def copyContour(self, source: PhaseNodes, target: Any) -> PhaseNodes:
        """Carry a contour to the volume node of the other phase, by a rigid registration; returns that phase."""
        from ..mrml import segmentation_node_from_mask
        from ..presenter.patient.contour_copy import propose

        proposal = propose(*_read(source), _image(target), "arterial")
        name = proposal.mask.segment or "tumor"
        title = target.GetScene().GenerateUniqueName(f"{target.GetName()} contour")
        segmentation = segmentation_node_from_mask(target.GetScene(), proposal.mask, title, name, target)
        return target, segmentation, segmentation.GetSegmentation().GetNthSegmentID(0)

    def saveReport(
        self,
        path: str | Path,
        prediction: Any,
        arterial: PhaseNodes,
        portal: PhaseNodes,
        model: str,
        calibration: str | None = None,
    ) -> None:
        """Write the HTML report of a prediction that `predict` made of the same arguments."""
        from ..presenter.patient.model_choice import ShippedModels
        from ..report.patient.patient_report import write_patient_report

        library = ShippedModels()
        write_patient_report(
            path,
            prediction,
            *_read(arterial),
            *_read(portal),
            model=library.model(model),
            calibration=library.calibration(calibration) if calibration else None,
        )


def _read(phase: PhaseNodes) -> "tuple[PhaseImage, Mask]":
    from ..errors import InputError
    from ..mrml import mask_from_segment

    if not isinstance(phase, Sequence) or isinstance(phase, str) or len(phase) != 3:
        raise InputError(
            f"A phase was given as {_kind(phase)}; give a tuple of its volume node, segmentation node and segment id."
        )
    volume, segmentation, segmentId = phase
    image = _image(volume)
    _check("segmentation", segmentation, "vtkMRMLSegmentationNode")
    return image, mask_from_segment(segmentation, segmentId, volume)


def _drawnElsewhere(arterial: PhaseNodes, portal: PhaseNodes) -> "tuple[Contradiction, ...]":
    """Contours that were drawn on the volume of the other phase."""
    from ..imaging.pairing import drawn_on_other

    found = []
    for phase, other, (volume, segmentation, _segment), foreign in (
        ("arterial", "{portal}", arterial, portal[0]),
        ("portal", "{arterial}", portal, arterial[0]),
    ):
        drawnOn = segmentation.GetNodeReferenceID(segmentation.GetReferenceImageGeometryReferenceRole())
        if drawnOn == foreign.GetID() and drawnOn != volume.GetID():
            found.append(drawn_on_other(phase, other))
    return tuple(found)


def _image(volume: Any) -> "PhaseImage":
    from ..mrml import image_from_node

    _check("volume", volume, "vtkMRMLScalarVolumeNode")
    return image_from_node(volume)


def _check(what: str, node: Any, className: str) -> None:
    from ..errors import InputError

    if not (hasattr(node, "IsA") and node.IsA(className)):
        raise InputError(f"The {what} of a phase was given as {_kind(node)}; give a {className}.")


def _kind(thing: Any) -> str:
    if thing is None:
        return "None"
    if isinstance(thing, Sequence) and not isinstance(thing, str):
        return f"{len(thing)} values"
    return f"'{thing}'" if isinstance(thing, str) else f"a {type(thing).__name__}"
