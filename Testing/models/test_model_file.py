"""The published models and the model file, its schema and its loader."""

import copy
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.files import read_json
from PCRPredictorLib.models.feature_transform import AsinhTransform
from PCRPredictorLib.models.model_file import (
    Model,
    load_model,
    model_from_json,
    published_names,
    save_model,
)
from PCRPredictorLib.resources import resource_folder

# Tables S3 and S4 of the supplement, typed in from the paper.
TABLES = {
    "wen2024-radiomics": {
        "A308": ("RunLengthNonuniformity_AllDirection_offset4_SD", 0.311),
        "A274": ("LongRunLowGreyLevelEmphasis_AllDirection_offset7_SD", -0.467),
        "A66": ("ClusterShade_AllDirection_offset7_SD", -1.989),
        "A247": ("LongRunEmphasis_angle45_offset7", -0.181),
        "P241": ("LongRunEmphasis_angle0_offset7", -0.352),
        "P389": ("HighIntensitySmallAreaEmphasis", -0.448),
        "P214": ("GreyLevelNonuniformity_angle90_offset7", -0.192),
        "P131": ("GLCMEntropy_angle90_offset4", 0.428),
        "P36": ("VoxelValueSum", -0.206),
        "P62": ("ClusterShade_AllDirection_offset1_SD", 1.457),
    },
    "wen2024-smote-radiomics": {
        "A60": ("ClusterProminence_angle90_offset7", -1.882),
        "A220": ("HighGreyLevelRunEmphasis_AllDirection_offset7_SD", 0.459),
        "A44": ("ClusterProminence_AllDirection_offset1_SD", -3.162),
        "A358": ("ShortRunHighGreyLevelEmphasis_angle90_offset7", 0.905),
        "P62": ("ClusterShade_AllDirection_offset1_SD", 5.740),
        "P66": ("ClusterShade_AllDirection_offset7_SD", -2.856),
        "P44": ("ClusterProminence_AllDirection_offset1_SD", 0.545),
        "P120": ("GLCMEntropy_AllDirection_offset7_SD", 0.780),
        "P248": ("LongRunEmphasis_angle90_offset1", -0.462),
        "P389": ("HighIntensitySmallAreaEmphasis", -1.302),
    },
}


def test_exactly_the_two_models_of_the_paper_are_published() -> None:
    assert published_names() == tuple(TABLES)


@pytest.mark.parametrize("name", TABLES)
def test_published_coefficients_are_those_of_the_supplement(name: str) -> None:
    model = load_model(name)
    assert {feature.label: (feature.name, feature.coefficient) for feature in model.features} == TABLES[name]
    for feature in model.features:
        assert feature.phase == {"A": "arterial", "P": "portal"}[feature.label[0]]
        assert feature.column == f"{feature.label[0]}_{feature.name}"


@pytest.mark.parametrize("name", TABLES)
def test_published_models_carry_nothing_the_paper_does_not_print(name: str) -> None:
    model = load_model(name)
    assert model.intercept is None
    assert all(feature.mean is None and feature.std is None for feature in model.features)
    assert model.missing_parts == ("intercept", "scaling")
    assert model.cutoff == {"wen2024-radiomics": None, "wen2024-smote-radiomics": 0.2109}[name]
    assert "Research use only" in model.intended_use


@pytest.mark.parametrize("name", TABLES)
def test_labels_are_positions_in_the_real_export(name: str, shared_data: Path) -> None:
    lines = (shared_data / "ak" / "ak396_names.csv").read_text().splitlines()[1:]
    names = {int(line.split(",")[0]): line.split(",")[2] for line in lines}
    for feature in load_model(name).features:
        assert names[int(feature.label[1:])] == feature.name


def test_a_model_survives_the_file(tmp_path: Path, small_model: Model) -> None:
    model = replace(
        small_model,
        intercept=-1.25,
        features=tuple(replace(item, mean=1.5, std=0.1) for item in small_model.features),
        training={"patients": 100, "auc": 0.8},
        simulated=True,
    )
    save_model(model, tmp_path / "model.json")
    loaded = load_model(tmp_path / "model.json")
    assert loaded == model
    assert loaded.hash == model.hash
    assert loaded.missing_parts == ()


def test_the_hash_sees_values_and_not_their_spelling(small_model: Model) -> None:
    whole = replace(small_model, intercept=1)
    assert whole.hash == replace(small_model, intercept=1.0).hash
    assert whole.hash != replace(small_model, intercept=1.0000001).hash


def test_an_unknown_name_lists_the_published_models() -> None:
    with pytest.raises(InputError, match="wen2024-radiomics and wen2024-smote-radiomics"):
        load_model("wen2024")


def test_what_cannot_be_loaded_is_not_written(tmp_path: Path, small_model: Model) -> None:
    with pytest.raises(InputError, match="intercept"):
        save_model(replace(small_model, intercept=float("nan")), tmp_path / "model.json")
    assert list(tmp_path.iterdir()) == []


def test_one_feature_twice_is_refused(small_model: Model) -> None:
    content = small_model.as_json()
    content["features"].append({**content["features"][0], "coefficient": 9.0})
    with pytest.raises(InputError, match="A_VoxelValueSum twice"):
        model_from_json(content, "model.json")


def with_feature(model: Model, **changes: Any) -> dict[str, Any]:
    content = model.as_json()
    content["features"][0].update(changes)
    return content


@pytest.mark.parametrize(
    ("feature_set", "changes", "message"),
    [
        ("ak396", {"label": "A1"}, r"features\[0\]: A_VoxelValueSum is labeled A1, but is A36"),
        ("ak396", {"label": "P36"}, "is labeled P36, but is A36"),
        ("ak396", {"label": "A400"}, "is labeled A400, but is A36"),
        ("ak396", {"name": "VoxelValueSun"}, r"features\[0\]: .*did you mean .*VoxelValueSum"),
        ("pyradiomics", {}, "'VoxelValueSum' is no feature of the pyradiomics set"),
    ],
)
def test_image_features_are_those_of_the_catalogue(
    small_model: Model, tmp_path: Path, feature_set: str, changes: dict[str, Any], message: str
) -> None:
    content = with_feature(replace(small_model, feature_set=feature_set), **changes)
    with pytest.raises(InputError, match=message):
        model_from_json(content, "model.json")


def test_labels_of_other_kinds_are_nobodys_business(small_model: Model) -> None:
    model_from_json(with_feature(small_model, label="sum of grey values"), "model.json")
    clinical = with_feature(small_model, label="P53", name="P53", phase=None)
    assert model_from_json(clinical, "model.json").columns[0] == "P53"
    table = with_feature(replace(small_model, feature_set="table"), label="A1", name="Anything")
    assert model_from_json(table, "model.json").columns[0] == "A_Anything"


ASINH = {"name": "asinh", "center": 310.0, "width": 25.0}
REFUSED: dict[str, tuple[tuple[Any, ...], Any, str]] = {
    "unknown key": (("intercpet",), 0.5, "did you mean 'intercept'"),
    "unknown key of a feature": (("features", 1, "sd"), 2.0, r"features\[1\] has the unknown key 'sd'"),
    "newer version": (("format_version",), 3, "format_version '?3'?; this program reads version 1 or 2"),
    "a transform in version 1": (("features", 0, "transform"), ASINH, "unknown key 'transform'"),
    "version true": (("format_version",), True, "format_version true"),
    "other format": (("format",), "pickle", "is not a pcr-predictor-model file"),
    "text for a coefficient": (("features", 0, "coefficient"), "0.8", "'coefficient' must be a finite number"),
    "true for a coefficient": (("features", 0, "coefficient"), True, "'coefficient' must be a finite number, not true"),
    "infinite coefficient": (("features", 0, "coefficient"), float("inf"), "finite"),
    "integer beyond a double": (("features", 0, "coefficient"), 10**400, "finite"),
    "zero std": (("features", 0, "std"), 0.0, "'std' must be a number above 0"),
    "negative std": (("features", 0, "std"), -1.0, "'std' must be a number above 0"),
    "no features": (("features",), [], "at least 1"),
    "features no list": (("features",), {}, "a list"),
    "feature no object": (("features", 0), 3, r"features\[0\] must be a JSON object"),
    "unknown phase": (("features", 0, "phase"), "delayed", "'arterial', 'portal'"),
    "cutoff in percent": (("cutoff",), 21.09, "above 0 and below 1"),
    "cutoff zero": (("cutoff",), 0, "above 0 and below 1"),
    "empty name": (("name",), "  ", "'name' must be a text"),
    "unknown feature set": (("feature_set",), "ak397", "'ak396'"),
    "simulated as text": (("simulated",), "false", "true or false"),
    "training as text": (("training",), "see paper", "'training' must be an object"),
    "intercept as list": (("intercept",), [1.0], "'intercept' must be a finite number"),
}


def changed(content: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    content = copy.deepcopy(content)
    place: Any = content
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return content


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft202012Validator:
    content = read_json(resource_folder("Schemas") / "model.schema.json")
    jsonschema.Draft202012Validator.check_schema(content)
    return jsonschema.Draft202012Validator(content)


@pytest.mark.parametrize("case", REFUSED)
def test_loader_and_schema_refuse_the_same_files(
    case: str, small_model: Model, schema: jsonschema.Draft202012Validator
) -> None:
    path, value, message = REFUSED[case]
    content = changed(small_model.as_json(), path, value)
    assert not schema.is_valid(content)
    with pytest.raises(InputError, match=message) as refusal:
        model_from_json(content, "model.json")
    assert str(refusal.value).startswith("model.json")


@pytest.mark.parametrize(
    "key", list(json.loads((resource_folder("Schemas") / "model.schema.json").read_text())["properties"])
)
def test_loader_and_schema_agree_which_keys_may_be_absent(
    key: str, small_model: Model, schema: jsonschema.Draft202012Validator
) -> None:
    content = small_model.as_json()
    del content[key]
    if schema.is_valid(content):
        model_from_json(content, "model.json")
    else:
        with pytest.raises(InputError):
            model_from_json(content, "model.json")


@pytest.mark.parametrize("name", TABLES)
def test_published_files_satisfy_the_schema(name: str, schema: jsonschema.Draft202012Validator) -> None:
    schema.validate(read_json(resource_folder("Models") / f"{name}.json"))
    schema.validate(load_model(name).as_json())


@pytest.mark.parametrize(
    ("transform", "message"),
    [
        ({**ASINH, "name": "log"}, "'name' must be"),
        ({**ASINH, "width": 0.0}, "'width' must be"),
        ({"name": "asinh", "center": 1.0}, "lacks the key 'width'"),
        ({**ASINH, "power": 2}, "unknown key 'power'"),
        ("asinh", "'transform' must be"),
    ],
)
def test_loader_and_schema_refuse_the_same_transforms(
    transform: Any, message: str, small_model: Model, schema: jsonschema.Draft202012Validator
) -> None:
    content = {**small_model.as_json(), "format_version": 2}
    content["features"][0]["transform"] = transform
    assert not schema.is_valid(content)
    with pytest.raises(InputError, match=message):
        model_from_json(content, "model.json")


def test_a_transform_makes_version_2_and_comes_back_and_none_leaves_the_hash(
    small_model: Model, schema: jsonschema.Draft202012Validator
) -> None:
    assert small_model.as_json()["format_version"] == 1
    drawn_in = replace(small_model.features[0], transform=AsinhTransform(310.0, 25.0))
    model = replace(small_model, features=(drawn_in, *small_model.features[1:]))
    content = model.as_json()
    assert content["format_version"] == 2
    assert content["features"][0]["transform"] == ASINH
    assert "transform" not in content["features"][1]
    assert schema.is_valid(content)
    assert model_from_json(content, "model.json") == model
    assert model.hash != small_model.hash
