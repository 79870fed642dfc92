from dataclasses import replace

import pytest
from PCRPredictorLib.presenter.patient.live import Decision, LiveRescoring
from PCRPredictorLib.presenter.patient.readiness import readiness
from PCRPredictorLib.presenter.patient.state import Choices, PhaseChoice

COMPLETE = Choices(PhaseChoice("v1", "s1", "t1"), PhaseChoice("v2", "s2", "t2"), model="m")
DEFAULTS = {
    "model_reason": None,
    "clinical_needed": (),
    "contour_reasons": {},
    "copy_is_undecided": False,
    "phases_reason": None,
    "has_result": True,
    "result_is_stale": False,
    "running": False,
}


def decide(choices=COMPLETE, **changed):
    return readiness(choices, **{**DEFAULTS, **changed})


def test_all_is_enabled_when_nothing_is_missing():
    ready = decide()
    answers = {ready.predict, ready.extract, ready.copy_from("arterial"), ready.copy_from("portal"), ready.export}
    assert answers | {ready.stability} == {None}


@pytest.mark.parametrize(
    ("choices", "reason"),
    [
        (Choices(), "Choose the volume of the arterial phase."),
        (
            replace(COMPLETE, portal=PhaseChoice("v2")),
            "Choose or draw the contour of the tumor on the portal venous phase.",
        ),
        (replace(COMPLETE, portal=PhaseChoice("v2", "s2")), "Choose the segment that outlines"),
        (replace(COMPLETE, portal=PhaseChoice("v1", "s2", "t2")), "Both phases use the same volume"),
    ],
)
def test_missing_inputs_are_named_in_order(choices, reason):
    assert decide(choices).predict.startswith(reason)


def test_the_models_reason_and_the_clinical_values_come_next():
    assert decide(model_reason="It lacks an intercept.").predict == "It lacks an intercept."
    choices = replace(COMPLETE, clinical={"AFP": 1.0})
    assert decide(choices, clinical_needed=("AFP", "age")).predict.endswith("asks for: age.")
    assert decide(replace(choices, clinical={"AFP": 1.0, "age": 60}), clinical_needed=("AFP", "age")).predict is None


def test_a_contour_that_cannot_be_measured_comes_before_the_models_reason():
    ready = decide(contour_reasons={"portal": "It is empty; draw."}, model_reason="It lacks an intercept.")
    assert (ready.predict, ready.extract, ready.copy_from("portal")) == ("It is empty; draw.",) * 3
    assert ready.copy_from("arterial") is None


def test_phases_that_contradict_their_names_wait_for_the_users_word():
    ready = decide(phases_reason="Confirm the phases.", model_reason="It lacks an intercept.")
    assert (ready.predict, ready.extract) == ("Confirm the phases.", None)


def test_a_copied_contour_is_not_measured_before_the_users_word():
    ready = decide(copy_is_undecided=True)
    assert (ready.predict, ready.extract) == ("Accept or undo the proposed contour first.",) * 2


def test_running_disables_everything():
    ready = decide(running=True)
    reasons = {ready.predict, ready.copy_from_arterial, ready.copy_from_portal, ready.export}
    assert reasons == {"A computation is running; wait for it or cancel it."}


def test_copy_needs_the_contour_here_and_the_volume_there():
    ready = decide(Choices(PhaseChoice("v1", "s1", "t1"), PhaseChoice()))
    assert ready.copy_from("arterial") == "Choose the volume of the portal venous phase first."
    assert ready.copy_from("portal") == "Choose the volume of the portal venous phase first."
    drawn = decide(Choices(PhaseChoice("v1", "s1", "t1"), PhaseChoice("v2")))
    assert drawn.copy_from("portal") == "Draw the contour on the portal venous phase first."
    assert decide(Choices(PhaseChoice("v1", "s1", "t1"), PhaseChoice("v2"))).copy_from("arterial") is None
    same = Choices(PhaseChoice("v1", "s1", "t1"), PhaseChoice("v1"))
    assert decide(same).copy_from("arterial") == "Both phases use the same volume; choose two different ones."


def test_only_a_fresh_result_is_saved():
    assert decide(has_result=False).export == "Predict first; there is no result yet."
    assert decide(result_is_stale=True).export == "The result is out of date; predict again before saving it."


def test_only_a_fresh_results_stability_is_measured():
    assert decide(has_result=False).stability == "Predict first; there is no result yet."
    assert decide(result_is_stale=True).stability.endswith("predict again before asking more of it.")


def test_live_is_off_until_wanted():
    live = LiveRescoring()
    assert live.edit_finished(ready=True, running=False, stale=True) is Decision.NOTHING
    live.enabled = True
    assert live.edit_finished(ready=True, running=False, stale=True) is Decision.START


def test_an_undone_or_unready_edit_starts_nothing():
    live = LiveRescoring()
    live.enabled = True
    assert live.edit_finished(ready=True, running=False, stale=False) is Decision.NOTHING
    assert live.edit_finished(ready=False, running=False, stale=True) is Decision.NOTHING


def test_edits_during_a_computation_are_answered_once():
    live = LiveRescoring()
    live.enabled = True
    assert live.edit_finished(ready=True, running=True, stale=True) is Decision.LATER
    assert live.edit_finished(ready=True, running=True, stale=True) is Decision.LATER
    assert live.computation_ended(ready=True, stale=True) is Decision.START
    assert live.computation_ended(ready=True, stale=True) is Decision.NOTHING


def test_cancel_and_switching_off_drop_what_was_waiting():
    live = LiveRescoring()
    live.enabled = True
    live.edit_finished(ready=True, running=True, stale=True)
    live.computation_cancelled()
    assert live.computation_ended(ready=True, stale=True) is Decision.NOTHING
    live.edit_finished(ready=True, running=True, stale=True)
    live.enabled = False
    assert live.computation_ended(ready=True, stale=True) is Decision.NOTHING


def test_a_saved_result_can_be_written_again_but_not_reported_without_its_images():
    ready = decide(has_images=False)
    assert ready.export is None
    assert ready.report == ready.stability
    assert "predict again in this session" in ready.report


def test_while_volumes_are_read_nothing_is_said_to_be_out_of_date():
    ready = decide(result_is_stale=True, comparing=True)
    assert {ready.export, ready.report, ready.stability} == {ready.export}
    assert "being read" in ready.export
    assert ready.predict is None
