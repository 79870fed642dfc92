"""A study in which every text is a canary, through the page: nothing that is handed over or logged holds one."""

import logging
import shutil
from pathlib import Path

import pytest
from PCRPredictorLib.resources import resource_folder

from Testing.cli.canaries import assert_no_canary

MODEL = "wen2024-smote-radiomics"
PHASES = ("arterial", "portal")


@pytest.fixture
def uploads(canary_cohort, page):
    """Zip of each series and SEG of each phase of the first patient, as uploaded: each in a folder of its own."""
    found = {}
    for phase in PHASES:
        name = str(page.session.new_folder() / f"CanaryJane-{phase}")
        found[phase] = Path(shutil.make_archive(name, "zip", canary_cohort / "SIM0001" / phase))
        contour = page.session.new_folder() / f"CanaryJane-{phase}.dcm"
        found[f"contour-{phase}"] = Path(shutil.copy(canary_cohort / "SIM0001" / f"{phase}_seg.dcm", contour))
    return found


def test_what_the_page_hands_over(page, uploads, capfd, caplog):
    caplog.set_level(logging.DEBUG)
    calibration = resource_folder("Calibrations") / f"simulated-{MODEL}.json"

    async def scenario():
        for phase in PHASES:
            await page.app.open(uploads[phase], phase)
            await page.app.open(uploads[f"contour-{phase}"], f"contour-{phase}")
        assert not page["messages"]
        assert page.presenter.choose_model(MODEL)
        assert page.presenter.choose_calibration(str(calibration))
        page.do.set_live(False)
        page.presenter.confirm_phases()
        await page.predict()
        for take in (
            page.do.take_away.report,
            page.do.take_away.pdf,
            page.do.take_away.prediction,
            page.do.take_away.features,
        ):
            take()
            await page.settled()
        for phase in PHASES:
            page.do.take_away.contour(phase)

    page.run(scenario)
    names = {"report.html", "prediction.json", "features.csv", "arterial.seg.nrrd", "portal.seg.nrrd"}
    assert names <= set(page.downloaded)
    assert_no_canary(page.session.downloads, "".join(capfd.readouterr()) + caplog.text)


def test_what_a_refusal_logs(page, uploads, capfd, caplog):
    """The sentence on the screen may name a file; the program's log does not."""
    caplog.set_level(logging.DEBUG)
    torn = page.session.new_folder() / "CanaryJane torn.zip"
    torn.write_bytes(uploads["portal"].read_bytes()[:5000])

    async def scenario():
        await page.app.open(uploads["arterial"], "arterial")
        await page.app.open(uploads["contour-portal"], "contour-arterial")
        await page.app.open(torn, "portal")
        assert page["messages"]

    page.run(scenario)
    (page.session.downloads / "nothing").touch()
    assert_no_canary(page.session.downloads, "".join(capfd.readouterr()) + caplog.text)
