"""The page's state and actions on a real scene, without a server or a browser."""

import json
import re

import numpy as np
import SimpleITK as sitk
from PCRPredictorLib.cli import run as command_line
from PCRPredictorLib.formats import read_image, read_mask
from PCRPredictorLib.models.patient import predict_patient
from PCRPredictorLib.presenter.patient.model_choice import SAMPLE_CALIBRATION, SAMPLE_MODEL, ShippedModels
from PCRPredictorLib.presenter.patient.sample import SAMPLE_SEED
from PCRPredictorLib.resources import resource_folder
from PCRPredictorLib.simulation import simulate_patient


def shipped():
    library = ShippedModels()
    return library.model(SAMPLE_MODEL), library.calibration(SAMPLE_CALIBRATION)


def test_the_sample_patient_needs_one_more_click(page):
    async def scenario():
        assert page["predict_reason"] == "Choose the volume of the arterial phase."
        await page.app.open_sample()
        assert page["predict_reason"] == ""
        assert page["simulated"]
        assert [item["title"] for item in page["volumes"]] == [
            "Simulated arterial phase",
            "Simulated portal venous phase",
        ]
        probability = await page.predict()
        patient = simulate_patient(SAMPLE_SEED)
        model, calibration = shipped()
        expected = predict_patient(
            patient.arterial, patient.arterial_mask, patient.portal, patient.portal_mask, model, calibration
        )
        assert probability == repr(expected.probability)
        assert page["side_tab"] == "result"
        assert page["result"]["notes"][1].startswith("Simulated")
        assert page["result"]["rows"][0]["contribution"] in page["result"]["chart"]

    page.run(scenario)


def test_both_views_show_the_middle_of_the_contour_and_scroll_together(page):
    async def scenario():
        await page.app.open_sample()
        assert (page["arterial_slices"], page["portal_slices"]) == (22, 22)
        shown = page["arterial_slice"]
        mask = simulate_patient(SAMPLE_SEED).arterial_mask.array
        assert mask[shown - 1].any()
        page.do.show_slice("portal", 5)
        assert (page["arterial_slice"], page["portal_slice"]) == (5, 5)
        page.do.set_linked(False)
        page.do.show_slice("portal", 9)
        assert (page["arterial_slice"], page["portal_slice"]) == (5, 9)

    page.run(scenario)


def test_an_edit_makes_the_result_stale_and_undo_makes_it_fresh_again(page):
    async def scenario():
        await page.app.open_sample()
        before = await page.predict()
        page.do.choose_tool("threshold")
        page.do.apply_tool()
        assert (page["tool"], bool(page["undo_steps"])) == ("", True)
        await page.settled()
        assert page["stale"]
        assert page["export_reason"].startswith("The result is out of date")
        page.do.undo()
        await page.settled()
        assert not page["stale"]
        assert page["result"]["probability"] == before

    page.run(scenario)


def test_a_threshold_replaces_the_contour_by_the_voxels_between_its_ends(page):
    async def scenario():
        await page.app.open_sample()
        page.do.turn_to("portal")
        page.do.choose_tool("threshold")
        page.do.change_setting("threshold_region", "everywhere")
        page.do.change_setting("threshold_low", "150")
        page.do.change_setting("threshold_high", "250")
        page.do.apply_tool()
        page.do.apply_tool(is_confirmed=True)
        choice = page.presenter.inputs.of("portal")
        mask = page.app.case.mask(choice.segmentation, choice.segment, choice.volume)
        image = simulate_patient(SAMPLE_SEED).portal.array
        np.testing.assert_array_equal(mask.array, (image >= 150) & (image <= 250))
        page.do.choose_tool("islands")
        page.do.apply_tool()
        largest = page.app.case.mask(choice.segmentation, choice.segment, choice.volume)
        assert 0 < largest.voxel_count < mask.voxel_count
        assert mask.array[largest.array].all()

    page.run(scenario)


def test_live_scores_follow_the_contour(page):
    async def scenario():
        await page.app.open_sample()
        before = await page.predict()
        page.do.set_live(True)
        page.do.choose_tool("smoothing")
        page.do.change_setting("smoothing_mm", 12)
        page.do.apply_tool()
        await page.settled()
        assert not page["stale"]
        assert page["result"]["probability"] != before

    page.run(scenario)


def test_tools_answer_in_the_active_phases_view_only(page):
    async def scenario():
        await page.app.open_sample()
        for phase in ("arterial", "portal"):
            page.do.turn_to(phase)
            page.do.choose_tool("paint")
            effect = page.app._slicer_app.segmentation_editor.active_effect
            active = [pipeline.GetViewNode().GetName() for ref in effect.pipelines if (pipeline := ref()).IsActive()]
            assert active == [phase]
            page.do.choose_tool("paint")
            assert page["tool"] == ""

    page.run(scenario)


def test_a_contour_is_carried_across_and_may_be_undone(page):
    async def scenario():
        await page.app.open_sample()
        own = page["portal_contour"]
        await page.predict()
        assert page["side_tab"] == "result"
        page.do.copy_contour()
        await page.until(lambda: not page["running"])
        assert page["proposal"].startswith("Moved to the portal venous phase")
        assert page["side_tab"] == "case", "where it can be accepted"
        assert page["portal_contour"] != own
        assert page["predict_reason"] == "Accept or undo the proposed contour first."
        page.do.undo_copy()
        assert (page["proposal"], page["portal_contour"]) == ("", own)

    page.run(scenario)


def predict_on_the_command_line(tmp_path, arterial, portal, page) -> dict:
    words = ["predict", "--arterial", arterial, "--portal", portal, "--model", SAMPLE_MODEL]
    words += ["--arterial-mask", page.session.downloads / "arterial.seg.nrrd"]
    words += ["--portal-mask", page.session.downloads / "portal.seg.nrrd"]
    words += ["--calibration", tmp_path / "calibration.json", "--output", tmp_path / "out"]
    from PCRPredictorLib.models.calibration_file import save_calibration

    save_calibration(shipped()[1], tmp_path / "calibration.json")
    assert command_line([str(word) for word in words]) == 0
    return json.loads((tmp_path / "out" / "prediction.json").read_text(encoding="utf-8"))


def test_the_command_line_scores_the_downloaded_contours_alike_to_the_last_digit(page, tmp_path):
    patient = simulate_patient(SAMPLE_SEED)
    for name in ("arterial", "portal"):
        sitk.WriteImage(getattr(patient, name).to_sitk(), str(tmp_path / f"{name}.nrrd"))

    async def scenario():
        await page.app.open_sample()
        page.do.choose_tool("smoothing")
        page.do.apply_tool()
        await page.settled()
        await page.predict()
        page.do.take_away.prediction()
        page.do.take_away.report()
        await page.until(lambda: not page["running"])
        page.do.take_away.pdf()
        await page.until(lambda: not page["running"])
        for phase in ("arterial", "portal"):
            page.do.take_away.contour(phase)
        page.do.take_away.features()
        await page.until(lambda: not page["running"])

    page.run(scenario)
    # a PDF needs Pango, a library of the system
    assert [name for name in page.downloaded if name != "report.pdf"] == [
        "prediction.json",
        "report.html",
        "arterial.seg.nrrd",
        "portal.seg.nrrd",
        "features.csv",
    ]
    own = json.loads((page.session.downloads / "prediction.json").read_text(encoding="utf-8"))
    theirs = predict_on_the_command_line(tmp_path, tmp_path / "arterial.nrrd", tmp_path / "portal.nrrd", page)
    assert theirs["probability"] == own["probability"]
    assert theirs["contributions"] == own["contributions"]
    assert theirs["warnings"] == own["warnings"]
    mask = read_mask(page.session.downloads / "arterial.seg.nrrd")
    assert (mask.segment, mask.simulated) == ("tumor", True)
    header, values = (page.session.downloads / "features.csv").read_text(encoding="utf-8").splitlines()
    row = dict(zip(header.split(","), values.split(","), strict=True))
    assert len([name for name in row if name[:2] in ("A_", "P_")]) == 792
    assert row["simulated"] == "true"
    for term in own["contributions"]:
        assert float(row[f"{term['label'][0]}_{term['name']}"]) == term["value"]


def test_a_real_ct_is_scored_alike_on_the_command_line(page, tmp_path, shared_data):
    """One real CT as both phases, the portal one made 15 HU brighter: no patient's pair, but real grids and values."""
    folder, region = (
        shared_data / "ct_liver" / name for name in ("CRLM-CT-1006_dicom", "CRLM-CT-1006_roi_not_expert.nii.gz")
    )
    brighter = read_image(folder).to_sitk() + 15
    sitk.WriteImage(brighter, str(tmp_path / "portal.nrrd"))

    async def scenario():
        await page.app.open(folder, "arterial")
        await page.app.open(tmp_path / "portal.nrrd", "portal")
        for phase in ("arterial", "portal"):
            page.do.turn_to(phase)
            await page.app.open(region, "contour")
        page.do.choose_model(SAMPLE_MODEL)
        page.do.choose_calibration(SAMPLE_CALIBRATION)
        assert page["messages"] == []
        await page.predict()
        page.do.take_away.prediction()
        for phase in ("arterial", "portal"):
            page.do.take_away.contour(phase)

    page.run(scenario)
    own = json.loads((page.session.downloads / "prediction.json").read_text(encoding="utf-8"))
    theirs = predict_on_the_command_line(tmp_path, folder, tmp_path / "portal.nrrd", page)
    assert theirs["probability"] == own["probability"]
    assert theirs["contributions"] == own["contributions"]
    assert theirs["warnings"] == own["warnings"]
    for phase in ("arterial", "portal"):
        assert theirs["provenance"]["inputs"][phase]["image_hash"] == own["provenance"]["inputs"][phase]["image_hash"]
    np.testing.assert_array_equal(read_mask(page.session.downloads / "portal.seg.nrrd").array, read_mask(region).array)


def test_what_cannot_be_opened_is_said_and_changes_nothing(page, tmp_path, volume):
    good = tmp_path / "arterial.nrrd"
    sitk.WriteImage(volume, str(good))
    (tmp_path / "cut.nrrd").write_bytes(good.read_bytes()[:-50])
    (tmp_path / "text.nii.gz").write_text("no image")
    (tmp_path / "note.json").write_text('{"format": "other"}')
    (tmp_path / "list.json").write_text('{"format": []}')

    async def scenario():
        for name, sentence in (
            ("cut.nrrd", "cut.nrrd is damaged"),
            ("text.nii.gz", "text.nii.gz is no NRRD"),
            ("note.json", "neither a model nor a calibration"),
            ("list.json", "neither a model nor a calibration"),
        ):
            await page.app.open(tmp_path / name)
            assert sentence in page["messages"][-1]["text"]
            assert (page["volumes"], page["opening"]) == ([], 0)
        await page.app.open(good, "contour")
        assert "so it is no contour" in page["messages"][-1]["text"]
        await page.app.open(good)
        assert page["arterial_volume"]
        assert page["arterial_guessed"]
        page.do.new_contour("portal")
        assert "Choose the volume of this phase" in page["messages"][-1]["text"]

    page.run(scenario)


def upload(page, name: str, content: bytes):
    path = page.session.new_folder() / name
    path.write_bytes(content)
    return path


def test_what_is_refused_does_not_stay_on_the_disk(page):
    async def scenario():
        for name, use in (
            ("a.nrrd", ""),
            ("b.zip", "arterial"),
            ("c.nii.gz", "contour"),
            ("d.json", ""),
            ("e.json", "model"),
            ("f.seg.nrrd", ""),
        ):
            await page.app.open(upload(page, name, b"nothing of use"), use)
            assert page["messages"][-1]["text"]
            assert str(page.session.folder) not in page["messages"][-1]["text"]
        assert set(page.session.folder.iterdir()) == {page.session.downloads, page.session.case_folder}

    page.run(scenario)


def test_model_and_calibration_files_are_taken_in_their_own_slot_only(page):
    folder = resource_folder("Models")
    model = (folder / f"{SAMPLE_MODEL}.json").read_bytes()
    calibration = (resource_folder("Calibrations") / f"{SAMPLE_CALIBRATION}.json").read_bytes()

    async def scenario():
        for content, use, kind in ((model, "calibration", "calibration"), (calibration, "model", "model")):
            await page.app.open(upload(page, "own.json", content), use)
            assert f"own.json is not a pcr-predictor-{kind} file" in page["messages"][-1]["text"]
            assert str(page.session.folder) not in page["messages"][-1]["text"]
        assert (page["model"], page["calibration"]) == (SAMPLE_MODEL, None), "the default, as before"
        for content, use in ((model, "model"), (calibration, "calibration")):
            path = upload(page, "own.json", content)
            await page.app.open(path, use)
            assert page[use] == str(path)
            assert path.exists(), "it is read again when it is chosen again"

    page.run(scenario)


def test_predict_turns_to_the_result_each_time(page):
    async def scenario():
        await page.app.open_sample()
        await page.predict()
        page.app.server.state.side_tab = "case"
        await page.predict()
        assert page["side_tab"] == "result"

    page.run(scenario)


def test_a_click_on_the_heels_of_an_edit_takes_no_old_result_away(page):
    async def scenario():
        await page.app.open_sample()
        await page.predict()
        page.do.choose_tool("threshold")
        page.do.apply_tool()
        page.do.take_away.prediction()
        assert page.downloaded == []
        assert page["messages"][-1]["text"].startswith("The result is out of date")
        assert page["stability_reason"].endswith("before asking more of it.")

    page.run(scenario)


def test_a_new_contour_is_empty_and_says_so(page, tmp_path, volume):
    sitk.WriteImage(volume, str(tmp_path / "arterial.nrrd"))

    async def scenario():
        await page.app.open_sample()
        page.do.new_contour("portal")
        assert page["predict_reason"].startswith("Portal venous phase: the segment 'tumor' of")
        assert page["predict_reason"].endswith("is empty; draw the tumor in it first.")
        page.do.choose_contour("portal", page["contours"][1]["value"])
        assert page["predict_reason"] == ""
        await page.app.open(tmp_path / "arterial.nrrd", "arterial")
        page.do.new_contour("arterial")
        page.do.choose_tool("paint")
        assert (page["tool"], page["arterial_contour"] is not None) == ("paint", True)
        page.do.take_away.contour("arterial")
        assert "empty" in page["messages"][-1]["text"]
        assert page.downloaded == []

    page.run(scenario)


def test_every_name_the_panels_use_is_in_the_state(page):
    html = page.app.server.state["trame__template_main"]
    bound = set(re.findall(r'(?:v-model|v-if|:model-value|:items|:disabled|:active)="!*\(?([a-z_]+)', html))
    assert {"arterial_volume", "contours", "model", "tool", "side_tab", "result"} <= bound
    assert {name for name in bound if not page.app.server.state.has(name)} == set()
