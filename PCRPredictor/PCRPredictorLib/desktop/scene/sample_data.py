"""The simulated patient as a source of Slicer's Sample Data module; light, since it is registered at start-up."""

from typing import Any

import slicer
from slicer.i18n import tr as _

from ...resources import resource_folder

CATEGORY = "PCRPredictor"


def registerSampleData() -> None:
    """Offer the simulated patient; it is generated here, nothing is downloaded."""
    import SampleData

    if hasattr(SampleData.SampleDataLogic, "registerCustomSampleDataCategory"):  # not in Slicer 5.10
        SampleData.SampleDataLogic.registerCustomSampleDataCategory(CATEGORY, title=_("Pathological complete response"))
    SampleData.SampleDataLogic.registerCustomSampleDataSource(
        category=CATEGORY,
        sampleName=_("Simulated liver patient, two phases"),
        uris=[],
        fileNames=[],
        nodeNames=[],
        customDownloader=_generate,
        thumbnailFileName=str(resource_folder("Icons") / "SimulatedPatient.png"),
    )


def _generate(_source: Any) -> list[Any]:
    """What Sample Data calls in place of a download."""
    from .sample_patient import loadSamplePatient

    nodes = loadSamplePatient()
    slicer.util.setSliceViewerLayers(background=nodes["arterial"][0], fit=True)
    return [node for volume, segmentation, _segmentId in nodes.values() for node in (volume, segmentation)]
