"""The whole session on fakes: choose, predict, edit, live, save, reopen."""

import json
import math
from dataclasses import replace
from functools import partial

import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.presenter.patient.result import result_view

from Testing.presenter.shown import texts


def test_from_choices_to_a_result(session, executor, predict):
    assert session.readiness.predict is None
    assert session.readiness.export == "Predict first; there is no result yet."
    session.predict()
    assert session.job.running
    assert "running" in session.readiness.predict
    executor.run_all()
    assert predict.calls == [{"images": ("v1", "v2"), "model": "m", "clinical": {}}]
    assert session.result.probability == 0.16
    assert session.result.answer.headline == "Above the model's cut-off (5 %): 16 %"
    assert [row.label for row in session.result.contributions] == ["A2", "A1"]
    assert texts(session) == ["Slices are thick."]
    assert not session.is_stale
    assert session.readiness.export is None


def test_predict_while_something_is_missing_says_what(session, executor, predict):
    session.inputs.choose_segment("portal", None)
    session.predict()
    executor.run_all()
    assert predict.calls == []
    assert texts(session) == ["Choose the segment that outlines the tumor on the portal venous phase."]


def test_a_result_is_stale_while_the_contour_differs_and_fresh_again_after_undo(session, executor, source):
    session.predict()
    executor.run_all()
    original = source.masks["s1", "t1"]
    source.erase_a_voxel("s1", "t1")
    session.edit_finished()
    assert session.is_stale
    assert "out of date" in session.readiness.export
    source.draw("s1", "t1", original)
    session.edit_finished()
    assert not session.is_stale


def test_changed_voxels_other_model_and_lost_contour_make_it_stale(session, executor, source):
    session.predict()
    executor.run_all()
    session.choose_model("clinical")
    assert session.is_stale
    session.choose_model("m")
    assert not session.is_stale
    old = source.images["v1"]
    source.images["v1"] = replace(old, array=old.array + 1)
    source.revisions["v1"] = 2
    session.edit_finished()
    assert session.is_stale
    source.images["v1"] = old
    source.revisions["v1"] = 3
    session.edit_finished()
    assert session.is_stale, "until the volume has been read"
    assert session.is_reading
    assert session.readiness.export == "The volumes are being read, to compare them with the result; wait a moment."
    executor.run_all()
    assert not session.is_reading
    assert not session.is_stale
    del source.contours["s1"]
    session.scene_changed()
    assert session.is_stale


def test_volumes_are_copied_once_a_revision(session, executor, source):
    session.predict()
    executor.run_all()
    for _ in range(3):
        session.edit_finished()
    assert (source.image_copies, source.mask_copies) == (2, 2)
    source.erase_a_voxel("s1", "t1")
    session.edit_finished()
    session.edit_finished()
    assert (source.image_copies, source.mask_copies) == (2, 3)
    source.revisions["v1"] += 1
    session.edit_finished()
    session.edit_finished()
    executor.run_all()
    session.edit_finished()
    executor.run_all()
    assert source.image_copies == 3


def test_an_edit_during_the_computation_leaves_a_stale_result(session, executor, source):
    session.predict()
    source.erase_a_voxel("s1", "t1")
    session.edit_finished()
    executor.run_all()
    assert session.result.probability == 0.16
    assert session.is_stale


def test_live_scores_each_edit_and_catches_up_once(session, executor, source, predict):
    session.set_live(True)
    executor.run_all()
    assert session.result.probability == 0.16
    source.erase_a_voxel("s1", "t1")
    session.edit_finished()
    for _ in range(2):
        source.erase_a_voxel("s1", "t1")
        session.edit_finished()
    executor.run_all()
    assert len(predict.calls) == 3
    assert session.result.probability == 0.157
    assert not session.is_stale
    session.edit_finished()
    assert executor.work == []


def test_live_scores_nothing_that_was_guessed_since_the_user_asked(session, executor, source, predict):
    """A volume is removed and another one, of another examination, comes in its place."""
    session.predict()
    executor.run_all()
    session.set_live(True)
    assert session.inputs.guessed == {"arterial", "portal"}
    source.erase_a_voxel("s1", "t1")
    session.edit_finished()
    executor.run_all()
    assert len(predict.calls) == 2, "what was asked for by hand is scored live, guessed or not"
    del source.names["v2"]
    session.scene_changed()
    source.names["v4"], source.images["v4"] = "portal venous, later", source.images["v3"]
    source.revisions["v4"] = 1
    session.scene_changed()
    session.edit_finished()
    executor.run_all()
    assert session.inputs.of("portal").volume == "v4"
    assert len(predict.calls) == 2
    assert session.is_stale
    session.confirm_inputs("portal")
    session.confirm_inputs("arterial")
    executor.run_all()
    assert len(predict.calls) == 2, "the contour was drawn on the volume that was removed"
    session.confirm_phases()
    executor.run_all()
    assert len(predict.calls) == 3
    assert not session.is_stale


def test_cancel_keeps_the_old_result(session, executor, predict, source):
    session.predict()
    executor.run_all()
    source.erase_a_voxel("s1", "t1")
    session.edit_finished()
    session.predict()
    session.cancel()
    executor.run_all()
    assert session.result.probability == 0.16
    assert session.is_stale
    assert not session.job.running


def test_failure_is_said_and_the_old_result_kept(session, executor, predict):
    predict.error = InputError("The arterial mask touches padding.")
    session.predict()
    executor.run_all()
    assert texts(session) == ["The arterial mask touches padding."]
    assert session.result is None
    assert session.readiness.predict is None


def test_an_error_is_said_of_what_was_chosen_then_and_of_nothing_else(session, executor, predict):
    def fail():
        predict.error = InputError("the volume 'v1' is not in Hounsfield units.")
        session.predict()
        executor.run_all()
        assert texts(session) == ["the volume 'v1' is not in Hounsfield units."]

    fail()
    session.edit_finished()
    session.confirm_inputs("arterial")
    assert texts(session), "it is still true"
    session.inputs.choose_volume("arterial", "v3")
    assert texts(session) == []
    session.inputs.choose_contour("arterial", "s1", "t1")
    session.confirm_phases()
    fail()
    session.choose_model("bare")
    assert texts(session) == []


def test_an_error_makes_room_for_what_is_begun_next(session, executor, predict):
    predict.error = InputError("The arterial mask touches padding.")
    session.predict()
    executor.run_all()
    assert texts(session)
    session.propose_copy("arterial")
    assert texts(session) == []


def test_what_a_scene_lacks_is_said_until_something_is_done(session, new_session):
    again = new_session()
    assert not again.restore({**session.as_json(), "prediction": "torn"})
    said = texts(again)
    assert said
    again.inputs.choose_volume("arterial", None)
    again.scene_changed()
    assert texts(again) == said, "volumes are guessed after a scene was opened"


def test_unusable_contour_is_said_and_nothing_runs(session, executor, source, monkeypatch):
    def refuse(*_):
        raise InputError("the segment 'tumor' is empty.")

    monkeypatch.setattr(source, "mask", refuse)
    source.contour_revisions["s1", "t1"] += 1
    session.predict()
    assert not session.job.running
    assert texts(session) == ["the segment 'tumor' is empty."]


def test_model_without_calibration_says_so_and_offers_the_way(session):
    session.choose_model("bare")
    assert session.readiness.predict == "It lacks an intercept."
    assert session.model.needs_calibration
    assert "Calibration" in {row.title for row in session.model.card}
    session.choose_calibration("c.json")
    assert texts(session) == ["c.json is no calibration."]
    session.choose_model("nonsense")
    assert session.model.name == "bare"


def test_clinical_values_are_asked_for_passed_on_and_must_be_finite(session, executor, predict):
    session.choose_model("/x/user.json")
    assert session.model.offered[-1] == "/x/user.json"
    assert session.readiness.predict == "Enter the clinical values that the model asks for: AFP."
    session.set_clinical("AFP", float("nan"))
    assert "finite" in texts(session)[0]
    session.set_clinical("AFP", 20.0)
    session.set_clinical("unasked", 1.0)
    session.predict()
    executor.run_all()
    assert predict.calls[-1]["clinical"] == {"AFP": 20.0}
    session.set_clinical("unasked", 2.0)
    assert not session.is_stale
    session.set_clinical("AFP", 21.0)
    assert session.is_stale
    session.set_clinical("AFP", None)
    assert session.readiness.predict.endswith("AFP.")


def test_an_empty_contour_is_said_before_predicting(session, source):
    source.empty("s2", "t2")
    session.edit_finished()
    reason = "Portal venous phase: the segment 't2' is empty; draw the tumor in it first."
    assert (session.readiness.predict, session.readiness.copy_from("portal")) == (reason, reason)
    assert session.readiness.copy_from("arterial") is None
    source.draw("s2", "t2", source.masks["s1", "t1"])
    session.edit_finished()
    assert session.readiness.predict is None


def test_features_without_inputs_are_refused_with_the_reason(session, executor):
    session.inputs.choose_volume("portal", None)
    session.extract_features()
    assert executor.work == []
    assert texts(session) == ["Choose the volume of the portal venous phase."]


def test_session_survives_saving_and_reopening(session, new_session, executor, tmp_path):
    session.predict()
    executor.run_all()
    kept = json.loads(json.dumps(session.as_json()))
    again = new_session()
    assert again.restore(kept)
    assert again.choices == session.choices
    assert again.result == session.result
    executor.run_all()
    assert not again.is_stale
    assert again.save_prediction(tmp_path / "p.json")
    assert json.loads((tmp_path / "p.json").read_text())["probability"] == 0.16
    again.save_report(tmp_path / "r.html", saved=pytest.fail)
    assert not again.job.running
    assert "predict again in this session" in texts(again)[0]
    assert not (tmp_path / "r.html").exists()


def test_reopened_after_the_contour_changed_is_stale(session, new_session, executor, source):
    session.predict()
    executor.run_all()
    kept = session.as_json()
    source.erase_a_voxel("s2", "t2")
    again = new_session()
    assert again.restore(kept)
    assert again.is_stale


@pytest.mark.parametrize(
    "torn",
    [
        {"probability": 785.0},
        {"probability": math.nan},
        {"probability": 0.17},
        {"intercept": 3.0},
        {"intercept": math.inf},
        {"linear_predictor": 3.0},
        {"contributions": []},
        {"cutoff": 5.0},
    ],
)
def test_a_kept_result_that_contradicts_itself_is_not_shown(session, new_session, executor, torn):
    session.predict()
    executor.run_all()
    kept = session.as_json()
    again = new_session()
    assert not again.restore({**kept, "prediction": {**kept["prediction"], **torn}})
    assert again.result is None
    assert texts(again) == ["The saved prediction contradicts itself; predict again."]


@pytest.mark.parametrize("content", [None, {}, {"choices": {}, "prediction": None, "fingerprint": None}])
def test_foreign_session_is_refused(session, content):
    assert not session.restore(content)
    assert "cannot be read" in texts(session)[0]


@pytest.mark.parametrize("prediction", ["{not json", [1], {"probability": 0.4}, {"contributions": [1]}])
def test_an_unreadable_result_is_dropped_alone(session, new_session, prediction):
    again = new_session()
    assert not again.restore({**session.as_json(), "prediction": prediction})
    assert again.choices == session.choices
    assert again.result is None
    assert texts(again)[0].startswith("The saved prediction cannot be read")
    assert texts(again)[0].endswith("; predict again.")


@pytest.mark.parametrize("clinical", ["{not json", [1], {"AFP": "x"}, {"AFP": math.nan}])
def test_unreadable_clinical_values_are_dropped_alone(session, new_session, clinical):
    again, kept = new_session(), session.as_json()
    assert not again.restore({**kept, "choices": {**kept["choices"], "clinical": clinical}})
    assert again.choices == session.choices
    said = "The clinical values cannot be read; give finite numbers by name (JSON), or enter them again."
    assert texts(again) == [said]


def test_a_model_and_calibration_that_are_gone_stay_named_but_do_not_score(session):
    kept = session.as_json()
    gone = {"model": "/x/gone.json", "calibration": "/x/lost.json"}
    assert not session.restore({**kept, "choices": {**kept["choices"], **gone}})
    assert session.model.model is None
    assert session.readiness.predict == (
        "The saved model '/x/gone.json' cannot be loaded; open the file again or choose another model."
    )
    assert [text.partition(" '")[0] for text in texts(session)] == ["The saved model", "The saved calibration"]
    assert (session.choices.model, session.choices.calibration) == tuple(gone.values())
    session.choose_model("m")
    assert session.readiness.predict == (
        "The saved calibration '/x/lost.json' cannot be loaded; open the file again or choose another calibration."
    )
    assert session.model.offered_calibrations == ()
    session.choose_calibration(None)
    assert session.readiness.predict is None


def test_messages_do_not_outlive_their_scene(session):
    session.choose_model("nope")
    assert texts(session)
    assert session.restore(session.as_json())
    assert not texts(session)


def test_stale_or_missing_results_are_not_saved(session, tmp_path):
    assert not session.save_prediction(tmp_path / "p.json")
    assert texts(session) == ["Predict first; there is no result yet."]
    assert not (tmp_path / "p.json").exists()


def test_an_edit_that_nobody_has_told_of_yet_is_noticed_before_saving(session, executor, source, tmp_path):
    session.predict()
    executor.run_all()
    source.erase_a_voxel("s1", "t1")
    saves = (session.save_prediction, partial(session.save_report, saved=pytest.fail))
    for save in saves:
        assert not save(tmp_path / "file")
        assert texts(session) == ["The result is out of date; predict again before saving it."]
    assert not (tmp_path / "file").exists()
    session.measure_stability()
    assert executor.work == []


def test_choosing_says_whether_it_was_taken(session):
    assert session.choose_model("clinical")
    assert not session.choose_model("nonsense")
    assert session.model.name == "clinical"
    assert not session.choose_calibration("nonsense")


def test_result_without_cutoff_has_no_class_and_simulated_says_so(made_prediction):
    content = {**made_prediction(50, simulated=True).as_json(), "cutoff": None}
    content |= {"call": "no cut-off", "predicted_class": None}
    view = result_view({**content, "paper_cutoff": 0.2109})
    assert (view.intercept, view.linear_predictor) == (content["intercept"], content["linear_predictor"])
    assert view.answer.headline == "No valid cut-off: 5 %"
    assert view.paper_cutoff_text == "The paper's cut-off 0.2109 holds on the paper's own scale only."
    assert view.answer.notes[0].startswith("Research use only")
    assert "Simulated" in view.answer.notes[1]
    with pytest.raises(InputError, match="cannot be read"):
        result_view({"probability": 1})
