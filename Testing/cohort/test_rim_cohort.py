"""`cohort --rim`: the ring's features beside the lesion's, and what training does with them."""

import csv
import json
from dataclasses import replace

import numpy as np
import pytest
from PCRPredictorLib.cli import run
from PCRPredictorLib.features import DEFAULT_PROFILE, extract, feature_names
from PCRPredictorLib.formats import read_image, read_mask
from PCRPredictorLib.imaging.orientation import to_lps
from PCRPredictorLib.imaging.resampling import onto_grid
from PCRPredictorLib.imaging.rim import rim_around
from PCRPredictorLib.models.model_table import feature_set_of, rim_of
from PCRPredictorLib.models.table import feature_columns, read_table
from PCRPredictorLib.training.data.cohort import cohort_from_table


@pytest.fixture(scope="module")
def with_rim(small_cohort, tmp_path_factory):
    output = tmp_path_factory.mktemp("rim") / "out"
    arguments = ["cohort", "--manifest", str(small_cohort), "--output", str(output), "--jobs", "1", "--rim", "5"]
    assert run(arguments) == 0
    return output


def test_columns_of_the_ring_stand_behind_those_of_the_lesion(with_rim, measured_cohort):
    table = read_table(with_rim / "features.csv")
    names = feature_names(DEFAULT_PROFILE)
    prefixes = ("A_", "P_", "AR_", "PR_")
    assert feature_columns(table) == tuple(f"{prefix}{name}" for prefix in prefixes for name in names)
    plain = read_table(measured_cohort / "features.csv")
    for column, values in plain.columns.items():
        np.testing.assert_array_equal(table.columns[column], values)
    assert json.loads((with_rim / "run.json").read_text())["rim_mm"] == 5
    told = f"{4 * len(names)} features a case, half of them of a ring of 5 mm around the lesion, profile"
    assert told in (with_rim / "cohort-report.html").read_text(encoding="utf-8")
    assert "ring" not in (measured_cohort / "cohort-report.html").read_text(encoding="utf-8")
    assert set(table.carried["rim_mm"]) == {"5"}
    assert rim_of(table) == 5
    assert rim_of(plain) is None
    labeled = replace(table, carried={**table.carried, "answer": tuple("0101"[: len(table)])})
    assert cohort_from_table(labeled, "answer").rim_mm == 5


def test_the_values_are_those_of_the_ring(with_rim, small_cohort):
    with small_cohort.open(newline="") as stream:
        case = next(csv.DictReader(stream))
    folder = small_cohort.parent
    table = read_table(with_rim / "features.csv")
    for letter, phase in (("A", "arterial"), ("P", "portal")):
        image = to_lps(read_image(folder / case[phase]))
        mask = read_mask(folder / case[f"{phase}_mask"], image=image)
        ring, _ = rim_around(image, onto_grid(mask, image)[0], 5.0)
        values = image.array[ring.array]
        assert table.columns[f"{letter}R_MeanValue"][0] == pytest.approx(values.mean(), rel=1e-9)
        expected = extract(image, ring).features
        assert {name: table.columns[f"{letter}R_{name}"][0] for name in expected} == expected


def test_a_ring_of_too_few_voxels_is_a_failure_in_a_sentence(small_cohort, tmp_path, capsys):
    output = tmp_path / "out"
    arguments = ["cohort", "--manifest", str(small_cohort), "--output", str(output), "--jobs", "1", "--rim", "0.01"]
    assert run(arguments) == 2
    with (output / "failures.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 6
    assert all("ring of 0.01 mm" in row["reason"] for row in rows)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--rim", "0"], "A ring of 0 mm is none"),
        (["--rim", "5", "--perturb", "3"], "Perturbed contours are measured without a ring"),
    ],
)
def test_refused_in_one_sentence(options, words, small_cohort, tmp_path, capsys):
    assert run(["cohort", "--manifest", str(small_cohort), "--output", str(tmp_path / "out"), *options]) == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_model_that_was_offered_a_ring_is_no_model_of_images():
    assert feature_set_of(("A_MeanValue", "P_MeanValue")) == "ak396"
    assert feature_set_of(("A_MeanValue", "P_MeanValue", "AR_MeanValue")) == "table"
    assert feature_set_of(("A_stat_mean", "P_stat_mean")) == "ibsi"
