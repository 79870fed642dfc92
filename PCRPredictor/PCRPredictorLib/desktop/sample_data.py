"""The simulated patient as a source of Slicer's Sample Data module; light, since it is registered at start-up."""

from typing import Any

import slicer
from slicer.i18n import tr as _

from ..resources import resource_folder


def registerSampleData() -> None:
    """Offer the simulated patient; it is generated here, nothing is downloaded."""
    import SampleData

    SampleData.SampleDataLogic.registerCustomSampleDataSource(
        category="PCRPredictor",
        sampleName=_("Simulated liver patient, two phases"),
        uris=[],
        fileNames=[],
        nodeNames=[],
        customDownloader=_generate,
        thumbnailFileName=str(resource_folder("Icons") / "PCRPredictor.png"),
    )


def _generate(_source: Any) -> list[Any]:
    """What Sample Data calls in place of a download."""
    from .sample_patient import loadSamplePatient

    nodes = loadSamplePatient()
    slicer.util.setSliceViewerLayers(background=nodes["arterial"][0], fit=True)
    return [node for volume, segmentation, _segmentId in nodes.values() for node in (volume, segmentation)]
