"""Places that nothing can be written to; an empty suffix stands for a folder as output."""

import os
from pathlib import Path

from Testing.promises.desk import Desk
from Testing.promises.doors import IMAGES, SCORING
from Testing.promises.options import _words

Made = tuple[Path, str] | None
WRITING: tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...] = (
    (("extract", "--image", "@arterial.nrrd", "--mask", "@arterial_mask.nrrd"), ".json", ("arterial.nrrd",)),
    (("extract", "--mask", "@arterial_mask.nrrd", "--image", "@arterial.nrrd"), ".csv", ("arterial_mask.nrrd",)),
    (("predict", *_words(IMAGES | SCORING)), "", ("portal.nrrd",)),
    (("predict", "--table", "@cohort.csv", *_words(SCORING)), ".csv", ("cohort.csv", "calibration.json")),
    (
        ("calibrate", "--model", "@model.json", "--cohort", "@cohort.csv", "--outcome", "outcome"),
        ".json",
        ("model.json",),
    ),
    (("train", "--cohort", "@cohort.csv", "--outcome", "outcome"), "", ("cohort.csv",)),
    (("validate", *_words(SCORING), "--cohort", "@cohort.csv", "--outcome", "outcome"), "", ("cohort.csv",)),
    (("table1", "--clinical", "@cohort.csv", "--group", "outcome"), ".csv", ("cohort.csv",)),
    (("cohort", "--manifest", "@manifest.csv"), "", ("manifest.csv",)),
    (("simulate", "--patients", "1"), "", ()),
    (("models", "export", "wen2024-radiomics"), ".json", ()),
    (("audit", "--scores", "@scores.csv", "--outcomes", "@cohort.csv"), "", ("scores.csv",)),
    (("study", "--cohort", "@cohort.csv"), "", ("cohort.csv",)),
    (("manifest", "--from", "@.", "--dicom"), ".csv", ()),
)


def without_parent(desk: Desk, suffix: str, inputs: tuple[str, ...]) -> Made:
    if not inputs and not suffix:
        return None  # simulate makes it
    return desk / "gone" / f"out{suffix}", "does not exist"


def of_the_other_kind(desk: Desk, suffix: str, inputs: tuple[str, ...]) -> Made:
    """A folder where a file is to be, or a file where a folder is to be."""
    place = desk / f"taken{suffix}"
    if suffix:
        place.mkdir()
        return place, "is a folder"
    place.write_text("of somebody else")
    return place, "is a file|not a folder|exists"


def an_input(desk: Desk, suffix: str, inputs: tuple[str, ...]) -> Made:
    return (desk / inputs[0], "input|is a file|must end in") if inputs else None


def an_input_by_another_name(desk: Desk, suffix: str, inputs: tuple[str, ...]) -> Made:
    """A hard link with the right suffix."""
    if not inputs or not suffix:
        return None
    link = desk / f"link{suffix}"
    link.hardlink_to(desk / inputs[0])
    return link, "is an input"


def odd_suffix(desk: Desk, suffix: str, inputs: tuple[str, ...]) -> Made:
    return (desk / "out.xlsx", "must end in") if suffix else None


def write_protected(desk: Desk, suffix: str, inputs: tuple[str, ...]) -> Made:
    if not suffix:
        return None
    (desk / f"kept{suffix}").write_text("of somebody else")
    (desk / f"kept{suffix}").chmod(0o444)
    return desk / f"kept{suffix}", "write-protected"


def a_pipe(desk: Desk, suffix: str, inputs: tuple[str, ...]) -> Made:
    if not suffix:
        return None
    os.mkfifo(desk / f"pipe{suffix}")
    return desk / f"pipe{suffix}", "pipe"


def too_long_a_name(desk: Desk, suffix: str, inputs: tuple[str, ...]) -> Made:
    return desk / ("n" * 300 + suffix), "too long"


KINDS = (
    *(without_parent, of_the_other_kind, an_input, an_input_by_another_name, odd_suffix, too_long_a_name),
    *(write_protected, a_pipe),
)
