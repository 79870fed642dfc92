"""What the library's remedies are called in Slicer."""

from slicer.i18n import tr as _


def buttonWords() -> dict[str, str]:
    """The commands of the command line as buttons of this module."""
    return {
        "calibrate": _('"Make a calibration..." (Patient, Model)'),
        "cohort": _('"Compute features" (Cohort)'),
        "train": _('"Train and validate" (Cohort)'),
    }
