"""The cohort folder: the contract's layout, marked, whole or absent."""

import csv
import json
import os

import numpy as np
import pytest
import SimpleITK as sitk
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.imaging import Mask, PhaseImage
from PCRPredictorLib.imaging.phase_image import SIMULATED_KEY
from PCRPredictorLib.simulation import cohort, simulate_patient, write_cohort


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    progress = []
    manifest = write_cohort(
        tmp_path_factory.mktemp("simulated") / "new" / "cohort", 3, 7, 1.5, lambda *step: progress.append(step)
    )
    return manifest, progress


def rows_of(manifest):
    with manifest.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_layout_is_the_contracts(small):
    manifest, progress = small
    assert manifest.name == "manifest.csv"
    header = manifest.read_text(encoding="utf-8").splitlines()[0]
    assert header == "case_id,arterial,arterial_mask,portal,portal_mask,outcome,simulated"
    for row in rows_of(manifest):
        for name in ("arterial", "arterial_mask", "portal", "portal_mask"):
            assert row[name] == f"{row['case_id']}/{name}.nrrd"
            assert (manifest.parent / row[name]).is_file()
        assert row["simulated"] == "true"
        assert row["outcome"] in {"0", "1"}
    assert sorted(path.name for path in manifest.parent.iterdir()) == [
        "SIM0001", "SIM0002", "SIM0003", "manifest.csv", "simulation.json",
    ]  # fmt: skip
    assert progress == [(1, 3), (2, 3), (3, 3)]
    assert [path.name for path in manifest.parent.parent.iterdir()] == ["cohort"]


def test_files_hold_the_patient_and_carry_the_mark(small):
    manifest, _ = small
    row = rows_of(manifest)[1]
    patient_seeds, _ = np.random.SeedSequence(7).spawn(2)
    patient = simulate_patient(patient_seeds.spawn(2)[1], outcome=int(row["outcome"]), effect=1.5)
    for name in ("arterial", "portal"):
        image = sitk.ReadImage(str(manifest.parent / row[name]))
        assert image.GetMetaData(SIMULATED_KEY) == "true"
        assert image.GetPixelID() == sitk.sitkInt16
        read = PhaseImage.from_sitk(image)
        assert read.acquisition.simulated
        np.testing.assert_array_equal(read.array, getattr(patient, name).array)
        assert read.geometry.same_grid(getattr(patient, name).geometry)
        mask = Mask.from_sitk(sitk.ReadImage(str(manifest.parent / row[f"{name}_mask"])))
        assert mask.simulated
        np.testing.assert_array_equal(mask.array, getattr(patient, f"{name}_mask").array)


def test_the_truth_is_kept_and_marked(small):
    manifest, _ = small
    truth = json.loads((manifest.parent / "simulation.json").read_text(encoding="utf-8"))
    assert truth["simulated"] is True
    assert (truth["seed"], truth["effect"]) == (7, 1.5)
    assert [str(patient["outcome"]) for patient in truth["patients"].values()] == [
        row["outcome"] for row in rows_of(manifest)
    ]


def test_a_patient_is_the_same_in_a_cohort_of_another_size(small, tmp_path):
    manifest, _ = small
    other = write_cohort(tmp_path / "two", 2, 7, 1.5)
    for before, after in zip(rows_of(manifest), rows_of(other), strict=False):
        assert before == after
        images = [sitk.ReadImage(str(root.parent / after["portal"])) for root in (manifest, other)]
        np.testing.assert_array_equal(*(sitk.GetArrayFromImage(image) for image in images))


@pytest.mark.parametrize("seed", range(5))
def test_one_of_every_four_patients_has_a_complete_response(seed):
    _, blocks = np.random.SeedSequence(seed).spawn(2)
    outcomes = cohort._outcomes(blocks, 203)
    assert len(outcomes) == 203
    assert np.reshape(outcomes[:200], (50, 4)).sum(axis=1).tolist() == [1] * 50
    places = np.argmax(np.reshape(outcomes[:200], (50, 4)), axis=1)
    assert set(places.tolist()) == {0, 1, 2, 3}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"patients": 0}, "number of patients 0"),
        ({"patients": 2.5}, "number of patients 2.5"),
        ({"seed": -3}, "seed -3"),
        ({"effect": float("nan")}, "effect nan"),
    ],
)
def test_nonsense_is_refused_and_nothing_is_written(tmp_path, arguments, words):
    with pytest.raises(InputError, match=words):
        write_cohort(tmp_path / "cohort", **arguments)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_use_is_refused_and_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(InputError, match="not empty"):
        write_cohort(tmp_path, 1)
    with pytest.raises(InputError, match="is a file"):
        write_cohort(tmp_path / "mine.txt", 1)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_folder_name_that_is_no_utf8_is_refused(tmp_path):
    folder = tmp_path / os.fsdecode(b"\xff")
    folder.mkdir()
    with pytest.raises(InputError, match="no UTF-8 text"):
        write_cohort(folder / "cohort", patients=1)
    assert not list(folder.iterdir())


def test_an_empty_folder_is_filled(tmp_path):
    (tmp_path / "empty").mkdir()
    assert write_cohort(tmp_path / "empty", 1).is_file()


def test_a_full_disk_is_said_in_one_sentence_and_leaves_nothing(tmp_path, monkeypatch):
    def no_space(*arguments, **options):
        raise RuntimeError("NrrdImageIO: no space left on device")

    monkeypatch.setattr(cohort.sitk, "WriteImage", no_space)
    with pytest.raises(InputError, match="Cannot write SIM0001"):
        write_cohort(tmp_path / "cohort", 2)
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_run_leaves_nothing(tmp_path):
    def interrupt(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_cohort(tmp_path / "cohort", 2, on_progress=interrupt)
    assert list(tmp_path.iterdir()) == []
