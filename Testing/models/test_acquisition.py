"""What of an acquisition goes into the columns of a case."""

import numpy as np
from PCRPredictorLib.imaging import Acquisition, Geometry, PhaseImage
from PCRPredictorLib.models.acquisition import describe_acquisition


def test_what_a_dicom_header_tells_of_the_scan_reaches_the_table():
    acquisition = Acquisition(kernel="B30f", kvp=120.0, slice_thickness_mm=5.0)
    image = PhaseImage(np.zeros((4, 5, 6)), Geometry((4, 5, 6)), acquisition)
    described = describe_acquisition({"portal": image})
    assert {name: described[name] for name in ("portal_kernel", "portal_kvp", "portal_slice_thickness_mm")} == {
        "portal_kernel": "B30f",
        "portal_kvp": 120.0,
        "portal_slice_thickness_mm": 5.0,
    }
