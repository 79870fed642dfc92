"""Copying a contour within a session: proposed, waited for, accepted, undone, forgotten."""

from PCRPredictorLib.presenter.patient.state import PhaseChoice

from Testing.presenter.shown import texts


def test_copy_is_proposed_and_undone(session, executor, source):
    session.propose_copy("arterial")
    executor.run_all()
    assert session.copy.pending.target_phase == "portal"
    assert session.inputs.of("portal").segmentation == "added"
    session.copy.undo()
    assert session.inputs.of("portal").segment == "t2"


def test_copy_onto_a_volume_changed_meanwhile_is_dropped(session, executor, source):
    session.propose_copy("arterial")
    session.inputs.choose_volume("portal", "v3")
    executor.run_all()
    assert session.copy.pending is None
    assert texts(session) == ["The volume was changed while the contour was being proposed; propose or copy it again."]


def test_a_copied_contour_is_not_scored_before_the_users_word(session, executor, predict):
    session.propose_copy("arterial")
    executor.run_all()
    session.predict()
    assert texts(session) == ["Accept or undo the proposed contour first."]
    session.copy.undo()
    assert session.readiness.predict is None
    session.propose_copy("arterial")
    executor.run_all()
    session.inputs.choose_contour("portal", "s2", "t2")
    assert session.readiness.predict is None, "the copy is not what would be scored"
    session.inputs.choose_contour("portal", "added", "new")
    session.copy.accept()
    assert session.readiness.predict is None
    assert predict.calls == []


def test_live_answers_an_accepted_copy(session, executor, source, predict):
    source.erase_a_voxel("s2", "t2")
    session.predict()
    executor.run_all()
    session.set_live(True)
    session.propose_copy("portal")
    executor.run_all()
    assert len(predict.calls) == 1
    session.copy.accept()
    executor.run_all()
    assert len(predict.calls) == 2


def test_copy_without_a_contour_says_so(session):
    session.inputs.choose_segmentation("arterial", None)
    session.propose_copy("arterial")
    assert texts(session) == ["Draw the contour on the arterial phase first."]


def test_a_proposal_is_forgotten_with_its_scene(session, executor):
    kept = session.as_json()
    session.propose_copy("arterial")
    executor.run_all()
    assert session.restore(kept)
    assert session.copy.pending is None
    assert session.readiness.predict is None


def test_a_deleted_proposal_is_forgotten_and_the_former_contour_comes_back(session, executor, source):
    before = session.inputs.of("portal")
    session.propose_copy("arterial")
    executor.run_all()
    assert session.copy.undecided == ("portal", before)
    source.remove_contour("added")
    session.scene_changed()
    assert session.copy.pending is session.copy.undecided is None
    assert session.inputs.of("portal") == before
    assert session.readiness.predict is None


def test_what_the_user_picks_while_a_proposal_waits_is_scored_and_not_the_proposal(session, executor, source):
    session.propose_copy("arterial")
    executor.run_all()
    session.inputs.choose_contour("portal", "s2", "t2")
    assert session.copy.pending is session.copy.undecided is None
    assert "added" not in source.contours
    assert session.inputs.of("portal").segment == "t2"
    assert session.readiness.predict is None


def test_volumes_exchanged_while_a_copy_waits_bring_each_its_own_contour(session, executor, source):
    for source_phase in ("arterial", "portal"):
        before = session.inputs.of("arterial"), session.inputs.of("portal")
        session.propose_copy(source_phase)
        executor.run_all()
        assert session.copy.is_undecided
        session.inputs.choose_volume("arterial", before[1].volume)
        session.scene_changed()
        session.inputs.choose_volume("portal", before[0].volume)
        session.scene_changed()
        assert session.copy.undecided is None
        assert (session.inputs.of("arterial"), session.inputs.of("portal")) == before[::-1]
        assert not source.hidden


def test_undo_where_the_former_contour_was_deleted_chooses_none(session, executor, source):
    session.propose_copy("arterial")
    executor.run_all()
    session.copy.accept()
    source.remove_contour("s2")
    session.scene_changed()
    session.copy.undo_on("portal")
    session.scene_changed()
    assert session.inputs.of("portal") == PhaseChoice("v2"), "not the copy again"
