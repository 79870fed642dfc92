"""What only the user knows of a file is asked: its phase, and whether it is a contour."""

import numpy as np
import pytest
import SimpleITK as sitk
from PCRPredictorLib.imaging import Geometry, PhaseImage
from PCRPredictorLib.presenter.patient.sample import SAMPLE_SEED
from PCRPredictorLib.report.dicom.simulated_case import write_dicom_case
from PCRPredictorLib.simulation import simulate_patient

from PCRPredictorWeb.opening import label_kinds


def write(page, name, array):
    path = page.session.new_folder() / name
    image = sitk.GetImageFromArray(array)
    image.SetSpacing((0.8, 0.8, 5.0))
    sitk.WriteImage(image, str(path))
    return path


@pytest.fixture
def ct():
    return np.random.default_rng(5).integers(-100, 200, (8, 10, 12)).astype(np.int16)


@pytest.fixture
def labels():
    array = np.zeros((8, 10, 12), np.uint8)
    array[2:5, 3:7, 4:9] = 1
    return array


def test_a_second_volume_of_a_phase_is_not_said_to_tell_none(page, ct):
    async def scenario():
        await page.app.open(write(page, "liver arterial.nrrd", ct))
        assert page["open_question"] is None
        await page.app.open(write(page, "late arterial.nrrd", ct))
        assert page["open_question"]["words"].startswith("late arterial is the arterial phase by its name")

    page.run(scenario)


@pytest.mark.parametrize("answer", ["arterial", "portal", ""])
def test_a_volume_without_a_phase_asks_for_it(page, ct, answer):
    async def scenario():
        await page.app.open(write(page, "series 4.nrrd", ct))
        assert "Which phase of contrast is series 4?" in page["open_question"]["words"]
        await page.app._questions.answer(answer)
        assert page["open_question"] is None
        chosen = {phase: page[f"{phase}_volume"] is not None for phase in ("arterial", "portal")}
        assert chosen == {phase: phase == answer for phase in chosen}
        assert not page.presenter.inputs.guessed  # the user said it
        assert len(page["volumes"]) == 1

    page.run(scenario)


def test_a_named_phase_and_a_button_of_a_phase_ask_nothing(page, ct):
    async def scenario():
        await page.app.open(write(page, "arterial.nrrd", ct))
        await page.app.open(write(page, "x.nrrd", ct), "portal")
        assert page["open_question"] is None

    page.run(scenario)


def test_two_volumes_ask_one_after_another_and_a_new_case_asks_no_more(page, ct):
    async def scenario():
        for name in ("one.nrrd", "two.nrrd", "three.nrrd"):
            await page.app.open(write(page, name, ct))
        assert "one" in page["open_question"]["words"]
        await page.app._questions.answer("arterial")
        assert "two" in page["open_question"]["words"]
        await page.app.begin_again()
        assert page["open_question"] is None

    page.run(scenario)


def test_a_label_map_opened_as_an_image_is_asked_about(page, ct, labels):
    async def scenario():
        await page.app.open(write(page, "portal.nrrd", ct))
        path = write(page, "roi.nrrd", labels)
        await page.app.open(path, "arterial")
        assert "like a label map" in page["open_question"]["words"]
        assert len(page["volumes"]) == 1
        assert path.exists()
        await page.app._questions.answer("contour-portal")
        choice = page.presenter.inputs.of("portal")
        drawn = page.app.case.mask(choice.segmentation, choice.segment, choice.volume).array
        assert np.array_equal(drawn, labels == 1)
        assert not path.parent.exists()

    page.run(scenario)


@pytest.mark.parametrize(("answer", "volumes"), [("image", 1), ("", 0)])
def test_a_label_map_may_be_an_image_after_all_or_nothing(page, labels, answer, volumes):
    async def scenario():
        path = write(page, "arterial.nrrd", labels)
        await page.app.open(path)
        await page.app._questions.answer(answer)
        assert len(page["volumes"]) == volumes
        assert not path.parent.exists()
        assert page["open_question"] is None

    page.run(scenario)


@pytest.mark.parametrize(
    ("values", "kinds"),
    [([0, 1], 2), ([0.0, 1.0, 3.0], 3), ([0, 1.5], 0), ([-1, 0], 0), ([0, 64], 0), ([1, 2], 0), ([np.nan, 0], 0)],
)
def test_what_looks_like_a_label_map(values, kinds):
    array = np.resize(np.array(values), (2, 3, 4))
    assert label_kinds(PhaseImage(array, Geometry((2, 3, 4)))) == kinds


@pytest.mark.parametrize("kind", ["rtstruct", "seg"])
def test_a_dicom_contour_is_a_contour_on_the_volume_it_was_drawn_on(page, tmp_path, kind):
    patient = simulate_patient(SAMPLE_SEED)
    write_dicom_case(tmp_path, "one", patient, SAMPLE_SEED)

    async def scenario():
        await page.app.open(tmp_path / "one" / "arterial", "arterial")
        await page.app.open(tmp_path / "one" / f"arterial_{kind}.dcm")
        assert [one for one in page["messages"] if one["kind"] == "error"] == []
        choice = page.presenter.inputs.of("arterial")
        drawn = page.app.case.mask(choice.segmentation, choice.segment, choice.volume).array
        assert np.array_equal(drawn, patient.arterial_mask.array)

    page.run(scenario)
