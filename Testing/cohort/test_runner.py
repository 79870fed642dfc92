"""A run from manifest to table: complete, resumable, the same bytes in any order."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PCRPredictorLib.cohort.executors import ProcessExecutor, SerialExecutor
from PCRPredictorLib.cohort.manifest import read_manifest
from PCRPredictorLib.cohort.runner import CohortSettings, run_cohort
from PCRPredictorLib.cohort.tables import typed_cells
from PCRPredictorLib.cohort.unit import Outcome, Unit
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.features import AK396Profile, extract
from PCRPredictorLib.features.catalogue import NAMES
from PCRPredictorLib.features.profile import DEFAULT_PROFILE
from PCRPredictorLib.formats import read_image, read_mask
from PCRPredictorLib.models.acquisition import summarize_acquisition
from PCRPredictorLib.models.table import read_table


class BackwardExecutor:
    """Computes the last unit first; is interrupted when so many have been told and one more is done."""

    description = "backward"

    def __init__(self, most: int | None = None) -> None:
        self._most = most

    def run(self, units: Sequence[Unit]) -> Iterator[Outcome]:
        for number, outcome in enumerate(SerialExecutor().run(units[::-1])):
            if number == self._most:
                raise KeyboardInterrupt
            yield outcome


def files_of(output: Path) -> dict[str, tuple[int, int]]:
    """Result files with inode and time of writing: neither changes unless a file is written again."""
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in (output / "units").glob("*.result")}


def test_the_table_holds_the_features_of_each_image(small_cohort, measured_cohort, read_csv):
    table = read_table(measured_cohort / "features.csv")
    assert table.case_ids == ("SIM0001", "SIM0002", "SIM0003")
    assert list(table.columns) == [f"{letter}_{name}" for letter in "AP" for name in NAMES]
    assert table.profile_hash == DEFAULT_PROFILE.hash
    assert table.simulated
    assert table.carried["outcome"] == tuple(row["outcome"] for row in read_csv(small_cohort))
    for index, case in enumerate(table.case_ids):
        for letter, phase in (("A", "arterial"), ("P", "portal")):
            folder = small_cohort.parent / case
            found = extract(read_image(folder / f"{phase}.nrrd"), read_mask(folder / f"{phase}_mask.nrrd")).features
            assert {name: table.columns[f"{letter}_{name}"][index] for name in NAMES} == found


def test_the_table_tells_how_the_images_were_made(measured_cohort):
    summary = summarize_acquisition(read_table(measured_cohort / "features.csv"))
    assert summary["portal_slice_spacing_mm"] == {"minimum": 5.0, "maximum": 5.0}
    assert summary["arterial_rows"] == {"minimum": 120.0, "maximum": 120.0}


def test_the_parquet_twin_holds_the_same(measured_cohort):
    import pandas

    written = pandas.read_csv(measured_cohort / "features.csv")
    twin = pandas.read_parquet(measured_cohort / "features.parquet")
    assert list(twin.columns) == list(written.columns)
    for name in written.columns[1:]:
        assert twin[name].dtype.kind == written[name].dtype.kind, name
        assert (twin[name].to_numpy() == written[name].to_numpy()).all()
    kinds = {
        name: twin[name].dtype.kind for name in ("outcome", "arterial_rows", "portal_slice_spacing_mm", "simulated")
    }
    assert kinds == {"outcome": "i", "arterial_rows": "i", "portal_slice_spacing_mm": "f", "simulated": "b"}


@pytest.mark.parametrize(
    ("cells", "typed"),
    [
        (["1", "-20", "+3"], [1, -20, 3]),
        (["1", "2.5"], [1.0, 2.5]),
        (["1", ""], ["1", ""]),
        (["1", "NA"], ["1", "NA"]),
        (["1", "inf"], ["1", "inf"]),
        (["CR", "PR"], ["CR", "PR"]),
        (["1", "12345678901234567890"], ["1", "12345678901234567890"]),
    ],
)
def test_a_carried_column_is_numeric_where_every_cell_is(cells, typed):
    found = typed_cells("site", cells)
    assert found == typed
    assert list(map(type, found)) == list(map(type, typed))


def test_counts_are_whole_in_the_table(measured_cohort, read_csv):
    row = read_csv(measured_cohort / "features.csv")[0]
    assert (row["arterial_rows"], row["portal_columns"], row["portal_slice_spacing_mm"]) == ("120", "160", "5.0")


def test_the_record_of_the_run_names_versions_and_inputs_but_no_path(measured_cohort, small_cohort):
    record = json.loads((measured_cohort / "run.json").read_text())
    assert record["profile_hash"] == DEFAULT_PROFILE.hash
    assert record["units"]["computed"] == 6
    assert record["simulated"] is True
    assert record["perturbation"]["deviation_mm"] == 1.0
    assert set(record["seconds"]) == {"computing", "writing", "of_workers"}
    for path in measured_cohort.rglob("*"):
        assert path.is_dir() or str(small_cohort.parent).encode() not in path.read_bytes(), path.name


def test_an_interrupted_run_goes_on_where_it_was(small_cohort, measured_cohort, measure, tmp_path):
    output = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        measure(small_cohort, output, BackwardExecutor(most=2), perturbations=3)
    assert not (output / "features.csv").exists()
    before = files_of(output)
    assert len(before) == 3
    summary = measure(small_cohort, output, BackwardExecutor(), perturbations=3)
    assert (summary.kept, summary.computed) == (3, 3)
    after = files_of(output)
    assert {name: after[name] for name in before} == before
    for name in ("features.csv", "features.parquet", "failures.csv", "perturbed.npz", "stability.csv"):
        assert (output / name).read_bytes() == (measured_cohort / name).read_bytes(), name
    page = (output / "cohort-report.html").read_text()
    assert page == (measured_cohort / "cohort-report.html").read_text()


def test_two_processes_give_the_same_bytes(small_cohort, measured_cohort, measure, tmp_path):
    summary = measure(small_cohort, tmp_path / "out", ProcessExecutor(2))
    assert summary.computed == 6
    assert (tmp_path / "out/features.csv").read_bytes() == (measured_cohort / "features.csv").read_bytes()


def test_another_profile_or_another_mask_is_computed_anew(small_cohort, measure, tmp_path):
    manifest = read_manifest(small_cohort)
    manifest = replace(manifest, cases=manifest.cases[:1])
    outcomes = []
    for profile in (DEFAULT_PROFILE, AK396Profile(median_rule="more-than-half"), DEFAULT_PROFILE):
        summary = run_cohort(manifest, tmp_path / "out", CohortSettings(profile), SerialExecutor())
        outcomes.append((summary.computed, summary.kept))
    assert outcomes == [(2, 0), (2, 0), (0, 2)]
    (damaged,) = list((tmp_path / "out/units").glob("*.result"))[:1]
    damaged.write_text(damaged.read_text().replace("0", "1", 1))
    computed = [
        run_cohort(manifest, tmp_path / "out", CohortSettings(profile), SerialExecutor()).computed
        for profile in (DEFAULT_PROFILE, AK396Profile(median_rule="more-than-half"))
    ]
    assert sorted(computed) == [0, 1]


def test_progress_counts_units(small_cohort, measured_cohort, measure, tmp_path):
    seen = []
    measure(small_cohort, tmp_path / "out", on_progress=lambda done, total: seen.append((done, total)))
    assert seen == [(number, 6) for number in range(1, 7)]


def test_a_folder_that_cannot_be_written_ends_the_run(small_cohort, measure, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="Cannot write"):
        measure(small_cohort, tmp_path / "file" / "out")
    (tmp_path / "blocked").mkdir()
    (tmp_path / "blocked" / "units").write_text("")
    with pytest.raises(InputError, match="Cannot write"):
        measure(small_cohort, tmp_path / "blocked")


def test_results_that_cannot_be_written_end_the_run_at_once(small_cohort, measure, tmp_path):
    """The folder of results vanishes under the worker, as on a full disk every write fails."""

    class Sawing:
        description = "sawing"

        def run(self, units: Sequence[Unit]) -> Iterator[Outcome]:
            self.asked = 0
            for unit in units:
                self.asked += 1
                yield from SerialExecutor().run([replace(unit, results=str(tmp_path / "gone"))])

    executor = Sawing()
    with pytest.raises(InputError, match=r"Cannot write.*gone"):
        measure(small_cohort, tmp_path / "out", executor)
    assert executor.asked == 1
    assert not (tmp_path / "out/features.csv").exists()


def test_all_files_of_a_finished_run_tell_of_that_run(small_cohort, write_manifest, measure, read_csv, tmp_path):
    output = tmp_path / "out"
    measure(small_cohort, output, perturbations=2)
    (output / "cohort-report-2.html").write_text("of an earlier, larger run")
    (output / "notes.txt").write_text("the user's own")
    measure(small_cohort, output)
    assert {path.name for path in output.iterdir()} == {
        *("features.csv", "features.parquet", "failures.csv", "cohort-report.html", "run.json"),
        *("units", "notes.txt"),
    }
    files = dict.fromkeys(("arterial", "arterial_mask", "portal", "portal_mask"), "nowhere.nrrd")
    with pytest.raises(InputError, match=r"None of the 1 cases could be measured; .*failures.csv says why"):
        measure(write_manifest([{"case_id": "gone", **files}]), output, perturbations=2)
    assert [row["case_id"] for row in read_csv(output / "failures.csv")] == ["gone", "gone"]
    with pytest.raises(InputError, match="has a header but no rows"):
        read_table(output / "features.csv")
    record = json.loads((output / "run.json").read_text())
    assert (record["cases"], record["measured"]) == (1, 0)
    assert record["features_sha256"] == hashlib.sha256((output / "features.csv").read_bytes()).hexdigest()
    assert "0 of 1" in (output / "cohort-report.html").read_text()
    assert not read_csv(output / "stability.csv")[0]["icc"]


def test_what_killed_runs_left_is_swept_and_nothing_else(small_cohort, measure, tmp_path):
    output = tmp_path / "out"
    for name in ("units/.part-x1.result", ".part-x2failures.csv", ".part-x3-cohort/features.csv", ".part-x4other.json"):
        (output / name).parent.mkdir(parents=True, exist_ok=True)
        (output / name).touch()
    measure(small_cohort, output)
    assert [path.name for path in output.rglob(".*")] == [".part-x4other.json"]


@pytest.mark.parametrize(
    "settings", [{"timeout_s": 0}, {"timeout_s": 1e12}, {"memory_gb": -1}, {"memory_gb": 1e12}, {"perturbations": 1}]
)
def test_limits_without_meaning_are_refused(settings):
    with pytest.raises(InputError):
        CohortSettings(**settings)
