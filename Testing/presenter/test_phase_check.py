"""What speaks against the chosen phases stands beside Predict before anything is computed, and waits for a word."""

from dataclasses import replace

import pytest
from PCRPredictorLib.imaging import Acquisition
from PCRPredictorLib.imaging.identity import Identity
from PCRPredictorLib.presenter.patient.state import Choices


def told(source, volume, identity=None, **acquisition):
    source.images[volume] = replace(
        source.images[volume], acquisition=Acquisition(**acquisition), identity=identity or Identity()
    )


def codes(session):
    return [one.code for one in session.phases.check.contradictions]


def test_guesses_are_told_and_do_not_wait(session, executor, predict):
    assert len(session.phases.check.notes) == 2
    assert session.readiness.predict is None
    session.inputs.confirm("arterial")
    assert [note.split(" was")[0] for note in session.phases.check.notes] == ["The portal venous phase"]


@pytest.mark.parametrize(
    ("arterial", "portal", "code"),
    [
        ({"patient_key": "a"}, {"patient_key": "b"}, "different-patients"),
        ({"study_date": "20240101"}, {"study_date": "20240301"}, "different-examinations"),
        ({"acquisition_time": "10:15:40"}, {"acquisition_time": "10:15:00"}, "portal-before-arterial"),
    ],
)
def test_headers_that_differ_stop_predict_until_confirmed(session, source, executor, predict, arterial, portal, code):
    told(source, "v1", **arterial)
    told(source, "v2", **portal)
    session.check_staleness()
    assert codes(session) == [code]
    assert session.readiness.predict.startswith("Correct the phases, or confirm that they are right: ")
    session.predict()
    executor.run_all()
    assert not predict.calls
    session.confirm_phases()
    assert session.readiness.predict is None
    session.predict()
    executor.run_all()
    assert predict.phases["confirmed_phases"] is True
    assert [one.code for one in predict.phases["contradictions"]] == [code]


def test_swapped_phases_are_told_by_their_names_and_another_choice_asks_again(session):
    session.inputs.choose_volume("arterial", "v2")
    session.inputs.choose_volume("portal", "v1")
    assert codes(session)[:2] == ["named-otherwise"] * 2
    assert "'6: liver portal venous', given as arterial phase" in session.readiness.predict
    session.confirm_phases()
    assert session.readiness.predict is None
    session.inputs.choose_volume("portal", "v3")
    assert session.phases.is_confirmed is False
    assert session.readiness.predict is not None
    session.inputs.choose_volume("arterial", "v1")
    session.inputs.choose_volume("portal", "v2")
    assert codes(session) == []


def test_what_was_confirmed_of_one_patient_is_asked_again_of_the_next(session):
    """A scene that was closed gives its ids to the volumes of the next one: Slicer begins again at 1."""

    def choose_exchanged():
        session.inputs.choose_volume("arterial", "v2")
        session.inputs.choose_volume("portal", "v1")
        session.inputs.choose_contour("arterial", "s1", "t1")
        session.inputs.choose_contour("portal", "s2", "t2")
        session.choose_model("m")

    choose_exchanged()
    session.confirm_phases()
    assert session.readiness.predict is None
    nothing = {"choices": Choices().as_json(), "prediction": None, "fingerprint": None}
    session.restore(nothing)
    choose_exchanged()
    assert not session.phases.is_confirmed
    assert "given as arterial phase" in session.readiness.predict


def test_guesses_that_one_patient_was_scored_with_wait_again_for_the_next(session, executor, predict):
    """Live scoring is kept from one patient to the next in the browser, and by a saved scene in Slicer."""

    def choose_contours():
        session.scene_changed()
        session.inputs.choose_contour("arterial", "s1", "t1")
        session.inputs.choose_contour("portal", "s2", "t2")
        session.choose_model("m")
        executor.run_all()

    session.predict()
    executor.run_all()
    assert session.inputs.guessed == {"arterial", "portal"}
    session.restore({"choices": Choices(live=True).as_json(), "prediction": None, "fingerprint": None})
    choose_contours()
    session.edit_finished()
    executor.run_all()
    assert session.live.enabled
    assert session.inputs.guessed == {"arterial", "portal"}
    assert len(predict.calls) == 1, "nobody has seen what was guessed of this patient"
    session.predict()
    executor.run_all()
    assert len(predict.calls) == 2


def test_a_contour_drawn_on_the_other_volume_is_told(session, source):
    source.drawn["s1"] = "v2"
    session.check_staleness()
    assert codes(session) == ["contour-of-other-phase"]
    assert "drawn on '6: liver portal venous'" in session.readiness.predict
    source.drawn["s1"] = "v3"
    session.check_staleness()
    assert "drawn on another volume" in session.readiness.predict
    del source.names["v3"]
    source.drawn["s1"] = None  # Slicer forgets it with the volume
    session.check_staleness()
    assert "drawn on a volume that is no longer there" in session.readiness.predict


def test_an_undisturbed_prediction_confirms_nothing(session, executor, predict):
    session.confirm_phases()
    session.predict()
    executor.run_all()
    assert predict.phases == {"confirmed_phases": False, "contradictions": ()}


def test_whose_phases_they_are_is_on_the_screen_and_in_nothing_that_is_kept(session, source, executor, tmp_path):
    told(source, "v1", Identity("Doe^Jane", "4711", "20240102", "101503"), patient_key="k")
    told(source, "v2", simulated=True)
    session.check_staleness()
    assert session.phases.check.whose == {
        "arterial": "Doe Jane, ID 4711; 2024-01-02; 10:15:03",
        "portal": "simulated patient",
    }
    session.confirm_phases()
    session.predict()
    executor.run_all()
    assert session.save_prediction(tmp_path / "prediction.json")
    kept = repr(session.as_json()) + (tmp_path / "prediction.json").read_text(encoding="utf-8")
    kept += repr([message.text for message in session.messages.shown])
    assert "Doe" not in kept
    assert "4711" not in kept
