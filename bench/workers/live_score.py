"""From a finished edit of a contour to the new score: a MRML scene, the presenter, the SMOTE model."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import slicer
from PCRPredictorLib.imaging import Geometry, Mask, PhaseImage
from PCRPredictorLib.mrml import HeadlessScene, SceneCase, segmentation_node_from_mask, volume_node_from_image
from PCRPredictorLib.presenter.patient.prediction_presenter import PredictionPresenter
from protocol import serve
from vtk.util.numpy_support import vtk_to_numpy

SMOTE_MODEL = "wen2024-smote-radiomics"


class AtOnce:
    """Runs work and callbacks where they are asked for, so that the clock sees all of it."""

    def start(self, work):
        work()

    def on_main(self, callback):
        callback()


@dataclass
class Session:
    scene: HeadlessScene
    presenter: PredictionPresenter
    segmentation: Any
    contours: list[Any]
    edits: int = field(default=0)


def prepare(array, mask, spacing):
    holder = HeadlessScene()
    geometry = Geometry(array.shape, spacing)
    presenter = PredictionPresenter(SceneCase(holder.scene), AtOnce())
    presenter.choose_model(SMOTE_MODEL)
    presenter.choose_calibration(presenter.model.offered_calibrations[0])
    for phase, voxels in (("portal", array + np.int16(10)), ("arterial", array)):
        volume = volume_node_from_image(holder.scene, PhaseImage(voxels, geometry), phase)
        node = segmentation_node_from_mask(holder.scene, Mask(mask, geometry), "tumor", "tumor", volume)
        presenter.inputs.choose_volume(phase, volume.GetID())
        presenter.inputs.choose_segmentation(phase, node.GetID())
    presenter.set_live(True)
    assert presenter.result is not None, [message.text for message in presenter.messages.shown]
    bitten = mask.copy()
    bitten[tuple(slice(int(place), int(place) + 6) for place in np.argwhere(mask)[mask.sum() // 3])] = False
    return Session(holder, presenter, node, [_labelmap(part, node) for part in (mask, bitten)])


def _labelmap(mask, node):
    """The contour as an oriented image on the grid of the present one."""
    segment = node.GetSegmentation().GetNthSegment(0)
    name = slicer.vtkSegmentationConverter.GetSegmentationBinaryLabelmapRepresentationName()
    image = slicer.vtkOrientedImageData()
    image.DeepCopy(segment.GetRepresentation(name))
    vtk_to_numpy(image.GetPointData().GetScalars())[:] = mask.ravel()
    return image


def edit(session):
    """What a brush does: other voxels in the segment."""
    session.edits += 1
    segment = session.segmentation.GetSegmentation().GetNthSegment(0)
    name = slicer.vtkSegmentationConverter.GetSegmentationBinaryLabelmapRepresentationName()
    segment.GetRepresentation(name).DeepCopy(session.contours[session.edits % 2])
    segment.GetRepresentation(name).Modified()


def live(session):
    earlier = session.presenter.result
    session.presenter.edit_finished()
    assert session.presenter.result != earlier
    assert not session.presenter.is_stale
    return session.presenter.as_json()["prediction"]


if __name__ == "__main__":
    serve(prepare, {"live": live}, before=edit)
