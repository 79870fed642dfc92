"""What a contour of this project outlines, in the codes of Slicer's terminologies."""

from typing import Any

CATEGORY = ("SCT", "49755003", "Morphologically Altered Structure")
TUMOR = ("SCT", "86049000", "Neoplasm, Primary")
LIVER = ("SCT", "10200004", "Liver")

# Names that Slicer gives the two lists it looks the codes up in.
CATEGORIES = "Segmentation category and type - DICOM master list"
REGIONS = "Anatomic codes - DICOM master list"


def mark_as_tumor(segment: Any) -> None:
    """Say in a segment that is made here that it outlines a primary neoplasm of the liver; its name stays."""
    none = ("", "", "")
    codes = ["^".join(code) for code in (CATEGORY, TUMOR, none, LIVER, none)]
    segment.SetTerminology("~".join([CATEGORIES, *codes[:3], REGIONS, *codes[3:]]))
