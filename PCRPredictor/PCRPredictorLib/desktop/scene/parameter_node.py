"""What the module keeps in the scene."""

import slicer
from slicer.parameterNodeWrapper import parameterNodeWrapper


@parameterNodeWrapper
class PCRPredictorParameterNode:
    """Choices and result, saved with the scene.

    Nodes are references, which survive a renaming of ids when the scene is opened; segments keep their ids.

    Attributes
    ----------
    model, calibration : str
        Names of shipped ones or paths; empty where none is chosen.
    clinical, result : str
        JSON: clinical values by name; the prediction and the fingerprint of what it was made from.
    contributions
        The native table of the last result.
    """

    arterialVolume: slicer.vtkMRMLScalarVolumeNode
    arterialSegmentation: slicer.vtkMRMLSegmentationNode
    arterialSegment: str
    portalVolume: slicer.vtkMRMLScalarVolumeNode
    portalSegmentation: slicer.vtkMRMLSegmentationNode
    portalSegment: str
    model: str
    calibration: str
    clinical: str
    live: bool
    result: str
    contributions: slicer.vtkMRMLTableNode
