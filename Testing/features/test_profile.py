"""Profiles: immutable, validated, hashed, and back from JSON as they were."""

import dataclasses
import json
import re
from pathlib import Path

import pytest
from PCRPredictorLib.cli import cohort, extract
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.features import (
    DEFAULT_PROFILE,
    FEATURE_SETS,
    AK396Profile,
    PyradiomicsProfile,
    default_profile,
    feature_names,
    load_profile,
)
from PCRPredictorLib.features.profile import CHOICES
from PCRPredictorLib.models import model_file
from PCRPredictorLib.resources import resource_folder


def test_the_default_is_frozen_and_named():
    assert DEFAULT_PROFILE.name == "ak396-default"
    assert DEFAULT_PROFILE.feature_set == "ak396"
    with pytest.raises(dataclasses.FrozenInstanceError):
        DEFAULT_PROFILE.name = "other"


@pytest.mark.parametrize(
    "profile",
    [
        AK396Profile(),
        AK396Profile(name="mm", diameter_unit="mm", run_distance_mm=100, resample_mm=(1, 1, 3)),
        PyradiomicsProfile(),
        PyradiomicsProfile(name="fine", bin_width=10),
    ],
)
def test_json_round_trip(profile, tmp_path):
    path = tmp_path / "profile.json"
    path.write_text(json.dumps(profile.as_json()))
    assert load_profile(path) == profile
    assert load_profile(path).hash == profile.hash


def test_the_hash_follows_the_settings_and_not_the_name():
    assert AK396Profile(name="other").hash == DEFAULT_PROFILE.hash
    others = {
        AK396Profile(**{setting: value}).hash
        for setting, value in {
            "lower_bound": "zero",
            "median_rule": "more-than-half",
            "quantile_rule": "exact",
            "runs_leave_roi": False,
            "run_distance_mm": 50.0,
            "haralick_inverse_difference": "weighted",
            "surface": "voxel-faces",
            "orientation": "as-stored",
            "diameter_unit": "mm",
            "size_zone_slice": "every-axial",
            "zone_percentage": "per-voxel",
            "size_zone_connectivity": 4,
            "size_zone_rounding": "down",
            "size_zone_nonpositive": "shift",
            "resample_mm": (1.0, 1.0, 1.0),
        }.items()
    }
    assert len(others) == 15
    assert DEFAULT_PROFILE.hash not in others


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"lower_bound": "one"}, "lower_bound is 'one'"),
        ({"runs_leave_roi": 1}, "runs_leave_roi is 1"),
        ({"size_zone_connectivity": 6}, "size_zone_connectivity is 6"),
        ({"run_distance_mm": -1}, "run_distance_mm is -1"),
        ({"resample_mm": [1, 1]}, "resample_mm is"),
        ({"resample_mm": [1, 1, 0]}, "resample_mm is 0"),
        ({"name": ""}, "needs a name"),
        ({"bins": 64}, "unknown settings bins"),
        ({"feature_set": "ibsi-2"}, "feature_set"),
        ({"feature_set": ["ak396"]}, "feature_set"),
        ({"run_distance_mm": 1e39}, r"run_distance_mm is 1e\+39; it must be a number from 1e-06 to 1e\+06"),
        ({"run_distance_mm": 10**300}, "run_distance_mm is 1000"),
        ({"run_distance_mm": 10**400}, "number 1000.* too large"),
        ({"resample_mm": [1e-300, 1, 1]}, "resample_mm is 1e-300"),
    ],
)
def test_refusals(settings, message, tmp_path):
    path = tmp_path / "profile.json"
    path.write_text(json.dumps({"feature_set": "ak396", **settings}))
    with pytest.raises(InputError, match=message):
        load_profile(path)


def test_a_number_that_no_file_can_hold_is_refused():
    with pytest.raises(InputError, match="run_distance_mm is 1000"):
        AK396Profile(run_distance_mm=10**400)


def test_sets_and_their_names():
    assert len(feature_names(default_profile("ak396"))) == 396
    assert len(set(feature_names(default_profile("pyradiomics")))) == 107
    with pytest.raises(InputError, match="choose one of ak396, pyradiomics"):
        default_profile("mirp")


def test_every_list_of_the_sets_is_the_same():
    """They are written out where importing the room would take half a second, and in the schema."""
    schema = json.loads((resource_folder("Schemas") / "model.schema.json").read_text(encoding="utf-8"))
    allowed = schema["properties"]["feature_set"]["enum"]
    assert sorted(allowed) == sorted(model_file.FEATURE_SETS) == sorted((*FEATURE_SETS, "table"))
    for command in (extract.command, cohort.command):
        (option,) = (option for option in command.params if option.name == "features")
        assert sorted(option.type.choices) == sorted(FEATURE_SETS), command.name


def test_the_method_page_lists_every_setting_with_its_values():
    page = (Path(__file__).parents[2] / "Docs" / "method.md").read_text(encoding="utf-8")
    rows = {row.split("`")[1]: row for row in page.splitlines() if row.startswith("| `")}
    for field in dataclasses.fields(AK396Profile):
        if field.name == "name":
            continue
        words = [str(choice).lower() for choice in CHOICES.get(field.name, ("null",))]
        assert all(re.search(rf"\b{word}\b", rows[field.name], re.IGNORECASE) for word in words), field.name


@pytest.mark.parametrize(
    "setting",
    [
        {"bin_width": -1, "feature_set": "pyradiomics"},
        {"name": ""},
        {"resample_mm": [1, 1]},
        {"run_distance_mm": "far"},
        *({name: "nonsense"} for name in CHOICES),
        {"unheard_of": 1},
        {"feature_set": "other"},
    ],
    ids=str,
)
def test_every_refusal_of_a_profile_names_its_file(tmp_path, setting):
    path = tmp_path / "profile.json"
    path.write_text(json.dumps({"feature_set": "ak396", **setting}))
    with pytest.raises(InputError) as refused:
        load_profile(path)
    assert str(refused.value).startswith(str(path))
