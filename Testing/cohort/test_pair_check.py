"""A case whose phases contradict their names, headers or grids is a failure row until the manifest confirms it."""

import shutil

import pytest
from PCRPredictorLib.cohort.executors import ProcessExecutor
from PCRPredictorLib.cohort.manifest import read_manifest
from PCRPredictorLib.cohort.preflight import check_manifest
from PCRPredictorLib.errors import InputError

FILES = ("arterial", "arterial_mask", "portal", "portal_mask")


@pytest.fixture
def rows(small_cohort, tmp_path):
    """A good case, one whose phases were exchanged, and the same one confirmed."""
    shutil.copytree(small_cohort.parent / "SIM0001", tmp_path / "case")
    right = {name: f"case/{name}.nrrd" for name in FILES}
    swapped = {name: right[other] for name, other in zip(FILES, (*FILES[2:], *FILES[:2]), strict=True)}
    return [
        {"case_id": "good", **right, "confirmed": ""},
        {"case_id": "swapped", **swapped, "confirmed": "no"},
        {"case_id": "meant", **swapped, "confirmed": "Yes"},
    ]


def test_swapped_phases_are_a_failure_row_unless_confirmed(rows, write_manifest, measure, read_csv, tmp_path):
    output = tmp_path / "out"
    measure(write_manifest(rows), output, ProcessExecutor(1))
    assert [row["case_id"] for row in read_csv(output / "features.csv")] == ["good", "meant"]
    assert "confirmed" not in read_csv(output / "features.csv")[0]
    (failed,) = read_csv(output / "failures.csv")
    assert (failed["case_id"], failed["phase"]) == ("swapped", "portal")
    assert failed["reason"] == "The arterial image, given as arterial phase, has a name of the portal venous phase."
    assert failed["remedy"] == (
        "Give the right one or exchange the two, or write yes in the manifest's column 'confirmed' where the phases "
        "are right."
    )


def test_the_dry_run_tells_it_too(rows, write_manifest):
    assert [one.case_id for one in check_manifest(read_manifest(write_manifest(rows)))] == ["swapped"]


def test_another_word_for_confirmed_is_refused(rows, write_manifest):
    rows[1]["confirmed"] = "perhaps"
    with pytest.raises(InputError, match="row 2: 'confirmed' must be yes, no or empty, not 'perhaps'"):
        read_manifest(write_manifest(rows))
