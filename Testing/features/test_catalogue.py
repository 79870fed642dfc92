"""Names, positions and labels of the 396 features."""

import csv

import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.features.catalogue import CATALOGUE, by_name, label

PUBLISHED = {
    "A308": "RunLengthNonuniformity_AllDirection_offset4_SD",
    "A274": "LongRunLowGreyLevelEmphasis_AllDirection_offset7_SD",
    "A66": "ClusterShade_AllDirection_offset7_SD",
    "A247": "LongRunEmphasis_angle45_offset7",
    "P241": "LongRunEmphasis_angle0_offset7",
    "P389": "HighIntensitySmallAreaEmphasis",
    "P214": "GreyLevelNonuniformity_angle90_offset7",
    "P131": "GLCMEntropy_angle90_offset4",
    "P36": "VoxelValueSum",
    "P62": "ClusterShade_AllDirection_offset1_SD",
    "A60": "ClusterProminence_angle90_offset7",
    "A220": "HighGreyLevelRunEmphasis_AllDirection_offset7_SD",
    "A44": "ClusterProminence_AllDirection_offset1_SD",
    "A358": "ShortRunHighGreyLevelEmphasis_angle90_offset7",
    "P66": "ClusterShade_AllDirection_offset7_SD",
    "P44": "ClusterProminence_AllDirection_offset1_SD",
    "P120": "GLCMEntropy_AllDirection_offset7_SD",
    "P248": "LongRunEmphasis_angle90_offset1",
}


def test_names_and_order_are_those_of_the_real_export(shared_data):
    with open(shared_data / "ak" / "ak396_names.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(info.position, info.name) for info in CATALOGUE] == [
        (int(row["position"]), row["name_stripped"]) for row in rows
    ]


@pytest.mark.parametrize("text", PUBLISHED)
def test_labels_of_the_published_models(text):
    assert label(text[0], PUBLISHED[text]) == text


def test_positions_and_names_are_unique():
    assert [info.position for info in CATALOGUE] == list(range(1, 397))
    assert len({info.name for info in CATALOGUE}) == 396


def test_the_exported_blank_is_ignored():
    assert by_name(" SizeZoneVariability").position == 386


def test_no_phase():
    with pytest.raises(InputError, match="'B' is no phase"):
        label("B", "MeanValue")


def test_a_misspelt_name_is_answered_with_the_nearest():
    with pytest.raises(InputError, match="HaraEntroy"):
        by_name("HaraEntropy")
