"""Models and calibrations are called on the page what they are called in Slicer; their keys stay the program's."""

from PCRPredictorLib.presenter.patient.model_choice import SAMPLE_CALIBRATION, SAMPLE_MODEL
from PCRPredictorLib.resources import resource_folder


def shown(page, kind):
    """What the selector shows for what is chosen."""
    return {item["value"]: item["title"] for item in page[f"{kind}s"]}.get(page[kind])


def test_the_selectors_show_titles_and_hold_keys(page, tmp_path):
    async def scenario():
        assert [item["title"] for item in page["models"]] == ["Wen 2024, radiomics", "Wen 2024, SMOTE radiomics"]
        await page.app.open_sample()
        assert (page["model"], page["calibration"]) == (SAMPLE_MODEL, SAMPLE_CALIBRATION)
        assert shown(page, "model").startswith("Wen 2024, ")
        assert "simulated patients" in shown(page, "calibration")
        for kind, folder, name in (
            ("model", "Models", SAMPLE_MODEL),
            ("calibration", "Calibrations", SAMPLE_CALIBRATION),
        ):
            path = page.session.new_folder() / f"own {kind}.json"
            path.write_bytes((resource_folder(folder) / f"{name}.json").read_bytes())
            await page.app.open(path)
            assert page[kind] == str(path)
            assert shown(page, kind).endswith(f"(own {kind}.json)")
            assert str(page.session.folder) not in shown(page, kind)

    page.run(scenario)


def test_what_cannot_be_loaded_any_more_is_not_shown_as_chosen(page, tmp_path):
    async def scenario():
        saved = page.presenter.as_json()
        saved["choices"] |= {"model": str(tmp_path / "gone.json"), "calibration": str(tmp_path / "gone too.json")}
        page.presenter.restore(saved)
        assert (page["model"], page["calibration"]) == (None, None)
        assert "gone.json' cannot be loaded" in page["predict_reason"] + page["messages"][0]["text"]

    page.run(scenario)
