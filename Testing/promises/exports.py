"""What Slicer and the browser write, each as a function of a desk that gives a function without words."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from PCRPredictorLib.formats import read_image, read_mask
from PCRPredictorLib.models.acquisition import PHASES
from PCRPredictorLib.models.calibration_file import load_calibration
from PCRPredictorLib.models.model_file import load_model
from PCRPredictorLib.models.patient import predict_patient
from PCRPredictorLib.presenter.cohort.scene_cohort import GuessedCase, write_cases
from PCRPredictorLib.presenter.patient.dicom_export import export_dicom
from PCRPredictorLib.presenter.patient.export import (
    CaseFeatures,
    ScoredCase,
    export_features,
    export_prediction,
    export_report,
)
from PCRPredictorLib.presenter.patient.state import PhaseChoice
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, RawDataStorage

from PCRPredictorWeb.saved_case import write_volume
from Testing.promises.desk import Desk

Write = Callable[[], Any]


def phases_of(desk: Desk) -> dict[Any, Any]:
    """Phase to its image and mask."""
    images = {phase: read_image(desk / f"{phase}.nrrd") for phase in PHASES}
    return {phase: (image, read_mask(desk / f"{phase}_mask.nrrd", image=image)) for phase, image in images.items()}


def _scored(desk: Desk) -> ScoredCase:
    phases = phases_of(desk)
    model, calibration = load_model(desk / "model.json"), load_calibration(desk / "calibration.json")
    prediction = predict_patient(*phases["arterial"], *phases["portal"], model, calibration=calibration)
    return ScoredCase(prediction, phases, model, calibration)


def _features(desk: Desk) -> Write:
    case = CaseFeatures({phase: {"MeanValue": 1.5, "Range": 200.0} for phase in PHASES}, "hash", True)
    return partial(export_features, case, "1", desk / "out.csv")


def _prediction(desk: Desk) -> Write:
    return partial(export_prediction, _scored(desk).prediction.as_json(), desk / "out.json")


def _report(desk: Desk) -> Write:
    return partial(export_report, _scored(desk), desk / "out.html")


def _pdf(desk: Desk) -> Write:
    return partial(export_report, _scored(desk), desk / "out.pdf")


def _dicom(desk: Desk) -> Write:
    return partial(export_dicom, dict.fromkeys(PHASES, ()), _scored(desk), desk / "out")


def small_objects(*_: object) -> dict[str, Dataset]:
    """In place of what highdicom makes of a series."""
    one = Dataset()
    one.SOPClassUID, one.SOPInstanceUID, one.ImageComments = RawDataStorage, "2.25.7", "x" * 1000
    one.file_meta = FileMetaDataset()
    one.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    one.file_meta.MediaStorageSOPClassUID, one.file_meta.MediaStorageSOPInstanceUID = RawDataStorage, "2.25.7"
    return {"first.dcm": one, "second.dcm": one}


class _Scene:
    """A CaseSource of the desk's two phases."""

    def __init__(self, desk: Desk) -> None:
        self._phases = phases_of(desk)

    def image(self, volume: str) -> Any:
        return self._phases[volume][0]

    def mask(self, _segmentation: str, _segment: str, volume: str) -> Any:
        return self._phases[volume][1]


def _cases(desk: Desk) -> Write:
    chosen = {phase: PhaseChoice(phase, "segmentation", "tumor") for phase in PHASES}
    case, scene = GuessedCase("CASE1", "Doe", chosen, {}, None), _Scene(desk)
    return lambda: list(write_cases([case], scene, desk / "out"))


def _contour(desk: Desk) -> Write:
    pytest.importorskip("slicer")
    from PCRPredictorLib.mrml import HeadlessScene, segmentation_node_from_mask, volume_node_from_image
    from PCRPredictorLib.mrml.segmentation_file import write_segmentation

    image, mask = phases_of(desk)["arterial"]

    def write() -> None:
        with HeadlessScene() as scene:
            volume = volume_node_from_image(scene, image, "image")
            node = segmentation_node_from_mask(scene, mask, "contour", "tumor", volume)
            write_segmentation(node, desk / "out.seg.nrrd", crop=True, withhold=True)

    return write


def _volume(desk: Desk) -> Write:
    return partial(write_volume, phases_of(desk)["portal"][0], desk / "out.nrrd")


EXPORTS: dict[str, Callable[[Desk], Write]] = {
    "features": _features,
    "prediction": _prediction,
    "report": _report,
    "PDF": _pdf,
    "DICOM": _dicom,
    "cases of the scene": _cases,
    "contour": _contour,
    "volume of the browser": _volume,
}
NEW_ONLY = ("DICOM", "cases of the scene")
