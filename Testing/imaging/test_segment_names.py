"""Names of segments that may be written, and those that could be a person's."""

import pytest
from PCRPredictorLib.imaging.segment_names import WITHHELD, writable_name


@pytest.mark.parametrize(
    "name",
    ["Tumor", "tumor_1", "HCC lesion 2", "Segment_12", "arterial-phase tumour (edited)", "GTV", "7", "liver", ""],
)
def test_words_of_anatomy_and_order_are_written(name):
    assert writable_name(name) == name


@pytest.mark.parametrize(
    "name",
    ["Doe", "Doe tumor", "tumor of Jane", "4711-2020", "MRN0012345", "王小明", "Tumor_Müller", "---"],
)
def test_what_could_be_a_person_is_withheld(name):
    assert writable_name(name) == WITHHELD
