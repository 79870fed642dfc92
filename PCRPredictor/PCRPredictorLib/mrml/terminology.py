"""What a contour of this project outlines, in the codes of Slicer's terminologies."""

from typing import Any

CATEGORY = ("SCT", "49755003", "Morphologically Altered Structure")
TUMOR = ("SCT", "86049000", "Neoplasm, Primary")
LESION_TYPES = {
    ("SCT", "86049000"),  # Neoplasm, Primary (Slicer)
    ("SCT", "372087000"),  # Neoplasm, Primary (newer DICOM)
    ("SCT", "14799000"),  # Neoplasm, Secondary
    ("SCT", "108369006"),  # Neoplasm
    ("SCT", "4147007"),  # Mass
    ("SCT", "52988006"),  # Lesion
    ("SCT", "27925004"),  # Nodule
}
LIVER = ("SCT", "10200004", "Liver")

# Names that Slicer gives the two lists it looks the codes up in.
CATEGORIES = "Segmentation category and type - DICOM master list"
REGIONS = "Anatomic codes - DICOM master list"


def mark_as_tumor(segment: Any) -> None:
    """Say in a segment that is made here that it outlines a primary neoplasm of the liver; its name stays."""
    none = ("", "", "")
    codes = ["^".join(code) for code in (CATEGORY, TUMOR, none, LIVER, none)]
    segment.SetTerminology("~".join([CATEGORIES, *codes[:3], REGIONS, *codes[3:]]))


def is_coded_as_lesion(segment: Any) -> bool:
    """Whether a segment says that it outlines a neoplasm, mass or lesion, in an organ left open or in the liver."""
    parts = segment.GetTerminology().split("~")
    if len(parts) < 6:
        return False
    kind, region = (tuple(parts[place].split("^")[:2]) for place in (2, 5))
    return kind in LESION_TYPES and region in (LIVER[:2], ("", ""), ("",))
