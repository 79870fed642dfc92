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
from PCRPredictorLib.simulation import OutcomeSource, simulate_patient, write_cohort
from PCRPredictorLib.simulation.outcomes import blocked_outcomes, outcomes_from_scores
from PCRPredictorLib.simulation.spacing import spacing_of


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
    outcomes = blocked_outcomes(blocks, 203)
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

    monkeypatch.setattr(sitk, "WriteImage", no_space)
    with pytest.raises(InputError, match=r"Cannot write \S+/cohort/SIM0001/arterial\.nrrd; free space"):
        write_cohort(tmp_path / "cohort", 2)
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_run_leaves_nothing(tmp_path):
    def interrupt(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_cohort(tmp_path / "cohort", 2, on_progress=interrupt)
    assert list(tmp_path.iterdir()) == []


def of_brightness(arterial, arterial_mask, portal, portal_mask):
    """A score of the images alone."""
    return float(arterial.array[arterial_mask.array].mean() - 90) / 10


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    source = OutcomeSource("brightness", "drawn from brightness", 2.0, of_brightness)
    return write_cohort(tmp_path_factory.mktemp("drawn") / "cohort", 3, 7, source=source), source


def test_outcomes_drawn_from_scores_keep_the_images_and_say_so(drawn, tmp_path):
    manifest, source = drawn
    by_tissue = write_cohort(tmp_path / "tissue", 3, 7, lipiodol=False)
    for row, other in zip(rows_of(manifest), rows_of(by_tissue), strict=True):
        assert row["outcome_drawn_from"] == "brightness"
        images = [(root.parent / row["portal"]).read_bytes() for root in (manifest, by_tissue)]
        assert images[0] == images[1]
        assert "outcome_drawn_from" not in other
    truth = json.loads((manifest.parent / "simulation.json").read_text(encoding="utf-8"))
    assert (truth["truth"], truth["note"], truth["effect"]) == ("brightness", "drawn from brightness", 2.0)
    assert (truth["lipiodol"], truth["spacing"]) == (False, "coarse")
    assert [str(one["outcome"]) for one in truth["patients"].values()] == [row["outcome"] for row in rows_of(manifest)]
    assert not any(one["lipiodol"] for one in truth["patients"].values())
    bigger = write_cohort(tmp_path / "bigger", 5, 7, source=source)
    assert [row["outcome"] for row in rows_of(bigger)][:3] == [row["outcome"] for row in rows_of(manifest)]


def test_the_block_of_four_is_drawn_by_the_conditional_likelihood():
    scores, effect = [0.0, 0.5, -1.0, 2.0], 1.5
    expected = np.exp(effect * np.array(scores)) / np.exp(effect * np.array(scores)).sum()
    outcomes, shares = outcomes_from_scores(np.random.SeedSequence(1), scores * 4000, effect)
    assert np.allclose(np.reshape(shares, (-1, 4)), expected)
    found = np.reshape(outcomes, (-1, 4))
    assert set(found.sum(axis=1)) == {1}
    # 4 standard errors of a share of 4000 blocks
    assert np.all(np.abs(found.mean(axis=0) - expected) < 4 * np.sqrt(expected * (1 - expected) / 4000))
    assert np.allclose(outcomes_from_scores(np.random.SeedSequence(1), scores, 0.0)[1], 0.25)
    with np.errstate(over="raise"):
        assert outcomes_from_scores(np.random.SeedSequence(1), [0, 1e3, -1e3, 5], -20.0)[0] == [0, 0, 1, 0]


def test_clinical_spacing_is_drawn_for_each_patient_and_changes_nothing_else():
    children = np.random.SeedSequence(5).spawn(40)
    found = np.array([spacing_of(child, "clinical") for child in children])
    assert found[:, 0].min() >= 0.7
    assert found[:, 0].max() <= 0.9
    assert (found[:, 0] == found[:, 1]).all()
    assert set(found[:, 2]) == {1.25, 2.5, 5.0}
    assert spacing_of(children[0], "coarse") == (2.0, 2.0, 5.0)


@pytest.mark.parametrize("wanted", [True, False])
def test_lipiodol_in_all_or_in_none(wanted, tmp_path):
    manifest = write_cohort(tmp_path / "cohort", 2, 3, lipiodol=wanted)
    truth = json.loads((manifest.parent / "simulation.json").read_text(encoding="utf-8"))
    assert [one["lipiodol"] for one in truth["patients"].values()] == [wanted] * 2


def test_an_unknown_spacing_is_refused(tmp_path):
    with pytest.raises(InputError, match="spacing 'fine' is unknown; choose coarse or clinical"):
        write_cohort(tmp_path / "cohort", 1, spacing="fine")
