"""A case of 512 x 512 x 400 voxels, for what measures time."""

from typing import Any

import numpy as np
import slicer
from driving import finish

SHAPE = (400, 512, 512)
SPACING = (0.7, 0.7, 1.0)


def largeCase(panel: Any, radiusMm: float) -> None:
    """Choose two textured phases, the second shifted, a ball of this radius in each, and the sample's model."""
    numbers = np.random.default_rng(1)
    coarse = numbers.normal(100, 40, tuple(length // 8 for length in SHAPE))
    voxels = np.kron(coarse, np.ones((8, 8, 8))).astype(np.int16)
    grids = np.ogrid[tuple(slice(0, length) for length in SHAPE)]
    axes = zip(grids, SHAPE, SPACING[::-1], strict=True)
    distance = np.sqrt(sum(((grid - length / 2) * step) ** 2 for grid, length, step in axes))
    ball = (distance < radiusMm).astype(np.uint8)
    for phase, shift in (("arterial", 0), ("portal", 6)):
        name = {"arterial": "CT arterial", "portal": "CT portal venous"}[phase]
        volume = slicer.util.addVolumeFromArray(np.roll(voxels, shift, axis=0), np.diag([*SPACING, 1.0]), name)
        segmentation = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSegmentationNode", f"{name} contour")
        segmentation.CreateDefaultDisplayNodes()
        segmentation.SetReferenceImageGeometryParameterFromVolumeNode(volume)
        segment = segmentation.GetSegmentation().AddEmptySegment("tumor")
        slicer.util.updateSegmentBinaryLabelmapFromArray(np.roll(ball, shift, axis=0), segmentation, segment, volume)
        panel.presenter.inputs.choose_volume(phase, volume.GetID())
        panel.presenter.inputs.choose_contour(phase, segmentation.GetID(), segment)
    panel.presenter.model.choose_sample()
    panel.showTwoUp()
    finish(panel)
    if panel.presenter.readiness.predict is not None:
        panel.presenter.confirm_phases()
    assert panel.presenter.readiness.predict is None, panel.presenter.readiness.predict
