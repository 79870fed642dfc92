"""A contour that is sent before its CT waits for it, and is lost neither by a wrong CT nor by other files."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from PCRPredictorLib.presenter.patient.sample import SAMPLE_SEED
from PCRPredictorLib.report.dicom.simulated_case import write_dicom_case
from PCRPredictorLib.simulation import simulate_patient

KINDS = ["seg", "rtstruct"]


@pytest.fixture(scope="module")
def patient(tmp_path_factory) -> Path:
    """A folder of both phases and their contours in DICOM."""
    folder = tmp_path_factory.mktemp("patient")
    write_dicom_case(folder, "one", simulate_patient(SAMPLE_SEED), SAMPLE_SEED)
    return folder / "one"


def truth(phase):
    return getattr(simulate_patient(SAMPLE_SEED), f"{phase}_mask").array


def drawn(page, phase):
    choice = page.presenter.inputs.of(phase)
    return page.app.case.mask(choice.segmentation, choice.segment, choice.volume).array


def said(page):
    return [message["text"] for message in page["messages"]]


def sent(page, path, name):
    """A copy as an upload leaves it, in a folder of its own."""
    return Path(shutil.copy(path, page.session.new_folder() / name))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("phase", ["arterial", "portal"])
def test_a_contour_alone_waits_for_the_ct_whose_slices_it_names(page, patient, kind, phase):
    async def scenario():
        path = sent(page, patient / f"{phase}_{kind}.dcm", "IM0001.dcm")
        await page.app.open(path)
        assert said(page) == [
            "IM0001.dcm waits for the CT that it was drawn on: open that, and the contour comes with it."
        ]
        assert (page["volumes"], page["contours"], path.exists()) == ([], [], True)
        page.app._opener.begin()
        assert len(said(page)) == 1, "other files make nobody forget it"
        other = "portal" if phase == "arterial" else "arterial"
        await page.app.open(patient / other)
        assert (page["contours"], len(said(page))) == ([], 1), "drawn on the other CT"
        await page.app.open(patient / phase)
        await page.until(lambda: not path.exists())
        assert np.array_equal(drawn(page, phase), truth(phase))
        assert said(page) == []

    page.run(scenario)


def test_a_contour_that_a_name_gives_to_a_phase_waits_for_that(page, patient):
    async def scenario():
        segments = page.session.new_folder() / "drawn portal.seg.nrrd"
        await page.app.open_sample()
        page.do.take_away.contour("portal")
        shutil.copy(page.session.downloads / page.downloaded[-1], segments)
        await page.app.begin_again()
        await page.app.open(segments)
        (sentence,) = said(page)
        assert sentence.startswith("drawn portal.seg.nrrd waits for the CT of the portal venous phase: open that")
        await page.app.open(patient / "arterial")
        assert len(page["contours"]) == 0
        await page.app.open(patient / "portal")
        await page.until(lambda: not segments.exists())
        assert np.array_equal(drawn(page, "portal"), truth("portal"))

    page.run(scenario)


def test_a_folder_of_contours_alone_waits_with_all_of_them(page, patient):
    async def scenario():
        folder = page.session.new_folder() / "contours"
        for phase in ("arterial", "portal"):
            (folder / phase).mkdir(parents=True)
            shutil.copy(patient / f"{phase}_seg.dcm", folder / phase / "a.dcm")
        await page.app.open(folder)
        assert "a.dcm waits for the CT that it was drawn on" in said(page)[0]
        for phase in ("portal", "arterial"):
            await page.app.open(patient / phase)
        await page.until(lambda: len(page["contours"]) == 2)
        for phase in ("arterial", "portal"):
            assert np.array_equal(drawn(page, phase), truth(phase))

    page.run(scenario)


def test_an_archive_of_contours_alone_is_said_to_be_one(page, patient, tmp_path):
    async def scenario():
        (tmp_path / "in").mkdir()
        shutil.copy(patient / "arterial_seg.dcm", tmp_path / "in" / "a.dcm")
        await page.app.open(Path(shutil.make_archive(str(tmp_path / "one"), "zip", tmp_path / "in")))
        assert said(page) == ["one.zip holds contours only (a.dcm); unpack it, and open the files themselves."]

    page.run(scenario)


@pytest.mark.parametrize("end", ["a new case", "a left case"])
def test_a_new_case_drops_what_waits(page, patient, end):
    async def scenario():
        path = sent(page, patient / "arterial_seg.dcm", "arterial.dcm")
        await page.app.open(path)
        assert len(said(page)) == 1
        if end == "a new case":
            await page.app.begin_again()
        else:
            await page.app._answer_left_case("open")
        assert (said(page), path.exists()) == ([], False)
        await page.app.open(patient / "arterial")
        assert page["contours"] == []

    page.run(scenario)


def test_what_does_not_fit_its_ct_is_said_when_that_comes(page, patient, tmp_path):
    async def scenario():
        path = sent(page, patient / "portal_seg.dcm", "arterial.dcm")
        await page.app.open(path)
        await page.app.open(patient / "arterial")
        await page.until(lambda: not path.exists())
        (sentence,) = said(page)
        assert "arterial.dcm" in sentence
        assert "waits" not in sentence
        assert page["contours"] == []

    page.run(scenario)
