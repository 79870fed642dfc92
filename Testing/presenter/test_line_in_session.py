"""A contour from the longest diameter within a session: grown, accepted, carried to the other phase, undone."""

import numpy as np
import pytest
from PCRPredictorLib.imaging.growing import INSIDE, OUTSIDE
from PCRPredictorLib.imaging.lesion_hints import LesionHints
from PCRPredictorLib.imaging.lesion_line import LesionLine, Stroke

from Testing.presenter.shown import texts

LINE = LesionLine((1.0, 4.0, 6.0), (9.0, 4.0, 6.0))
ACROSS = Stroke((5.0, 2.0, 6.0), (5.0, 6.0, 6.0))
FOREIGN = Stroke((4.0, 4.0, 6.0), (4.0, 4.0, 6.0))


def grow(values, seeds, spacing):
    """As far as the seeds reach."""
    return np.where(seeds == INSIDE, INSIDE, OUTSIDE)


def test_a_contour_is_grown_shown_and_undone(session, executor):
    session.propose_from_line("arterial", LINE, grow)
    executor.run_all()
    assert session.copy.pending.target_phase == "arterial"
    assert session.copy.pending.mask.voxel_count > 0
    assert "diameter of 8 mm" in session.copy.pending.sentence
    assert session.inputs.of("arterial").segmentation == "added"
    session.predict()
    assert texts(session) == ["Accept or undo the proposed contour first."]
    session.copy.undo()
    assert session.inputs.of("arterial").segment == "t1"


def test_the_other_phase_follows_when_the_first_is_accepted_and_it_has_no_contour(session, executor, source):
    session.inputs.choose_segmentation("portal", None)
    session.propose_from_line("arterial", LINE, grow)
    executor.run_all()
    session.copy.accept()
    executor.run_all()
    assert session.copy.pending.target_phase == "portal"
    assert session.copy.pending.line.length_mm == pytest.approx(LINE.length_mm)
    session.copy.accept()
    executor.run_all()
    assert session.copy.pending is None, "nothing is carried back"
    assert session.inputs.of("arterial").segmentation == "added"
    assert session.inputs.of("portal").segmentation == "added too"
    assert session.readiness.predict is None


def test_what_is_accepted_again_by_redoing_it_is_not_carried_again(session, executor):
    session.inputs.choose_segmentation("portal", None)
    for _ in range(2):
        session.propose_from_line("arterial", LINE, grow)
        executor.run_all()
        session.copy.accept()
        executor.run_all()
        session.copy.undo()
        assert session.inputs.of("portal").segmentation is None
    for _ in range(2):
        session.copy.undo_on("arterial")
    for _ in range(2):
        session.copy.redo_on("arterial")
        executor.run_all()
    assert session.copy.accepted is not None
    assert session.inputs.of("portal").segmentation is None


def test_a_contour_of_the_other_phase_is_never_replaced_unasked(session, executor):
    before = session.inputs.of("portal")
    session.propose_from_line("arterial", LINE, grow)
    executor.run_all()
    session.copy.accept()
    executor.run_all()
    assert session.copy.pending is None
    assert session.inputs.of("portal") == before


def test_an_empty_contour_of_the_other_phase_is_none(session, executor, source):
    source.empty("s2", "t2")
    session.propose_from_line("arterial", LINE, grow)
    executor.run_all()
    session.copy.accept()
    executor.run_all()
    assert session.copy.pending.target_phase == "portal"
    session.copy.undo()
    assert session.inputs.of("portal").segmentation == "s2"


def test_an_undone_contour_is_not_carried(session, executor):
    session.inputs.choose_segmentation("portal", None)
    session.propose_from_line("arterial", LINE, grow)
    executor.run_all()
    session.copy.undo()
    executor.run_all()
    assert session.copy.pending is None
    assert session.inputs.of("portal").segmentation is None


def test_a_volume_changed_meanwhile_drops_the_proposal(session, executor):
    session.propose_from_line("arterial", LINE, grow)
    session.inputs.choose_volume("arterial", "v3")
    executor.run_all()
    assert session.copy.pending is None
    assert texts(session) == ["The volume was changed while the contour was being proposed; propose or copy it again."]


def test_what_cannot_be_grown_is_said(session, executor):
    session.propose_from_line("arterial", LesionLine((1.0, 4.0, 6.0), (90.0, 4.0, 6.0)), grow)
    executor.run_all()
    assert "lies outside v1" in texts(session)[0]
    session.inputs.choose_volume("arterial", None)
    session.propose_from_line("arterial", LINE, grow)
    assert texts(session) == ["Choose the volume of the arterial phase first."]


def test_one_thing_at_a_time(session):
    session.propose_from_line("arterial", LINE, grow)
    session.propose_from_line("arterial", LINE, grow)
    assert texts(session) == ["A computation is running; wait for it or cancel it."]


def test_the_result_says_how_each_contour_came_about(session, executor, source, predict):
    session.propose_from_line("arterial", LINE, grow)
    executor.run_all()
    session.copy.accept()
    executor.run_all()
    source.erase_a_voxel("added", "new")
    session.predict()
    executor.run_all()
    proposed = session.copy.accepted.mask.voxel_count
    arterial, portal = predict.origins["arterial"], predict.origins["portal"]
    assert (arterial.kind, arterial.changed_share) == ("proposed", pytest.approx(1 / proposed))
    assert (portal.kind, portal.changed_share) == ("drawn or imported", None)
    session.propose_copy("arterial")
    executor.run_all()
    session.copy.accept()
    session.predict()
    executor.run_all()
    copied = predict.origins["portal"]
    assert (copied.kind, copied.changed_share) == ("copied", 0.0)


def test_a_proposal_is_corrected_by_hints_one_after_the_other(session, executor):
    former = session.inputs.of("arterial")
    session.propose_from_line("arterial", LINE, grow)
    executor.run_all()
    first = session.copy.pending.mask
    assert session.proposals.can_be_corrected
    session.correct_proposal("foreign", FOREIGN)
    assert not session.proposals.can_be_corrected, "one thing at a time"
    executor.run_all()
    corrected = session.copy.pending
    assert first.array[3, 4, 4]
    assert not corrected.mask.array[3, 4, 4]
    session.correct_proposal("across", ACROSS)
    executor.run_all()
    assert session.copy.pending.hints == LesionHints(ACROSS, foreign=(FOREIGN,))
    session.copy.undo()
    assert session.inputs.of("arterial") == former, "all corrections are undone at once"
    assert not session.proposals.can_be_corrected


def test_only_an_undecided_proposal_from_a_line_is_corrected(session, executor):
    session.correct_proposal("foreign", FOREIGN)
    assert texts(session) == ["Propose a contour from the longest diameter first, then correct it."]
    session.propose_from_line("arterial", LINE, grow)
    executor.run_all()
    session.copy.accept()
    session.correct_proposal("foreign", FOREIGN)
    assert texts(session) == ["Propose a contour from the longest diameter first, then correct it."]
    session.propose_copy("arterial")
    executor.run_all()
    assert session.copy.pending.kind == "copied"
    assert not session.proposals.can_be_corrected


def test_a_refused_hint_leaves_the_proposal_as_it_was(session, executor):
    session.propose_from_line("arterial", LINE, grow)
    executor.run_all()
    pending = session.copy.pending
    session.correct_proposal("across", LINE)
    executor.run_all()
    assert "does not cross the first" in texts(session)[0]
    assert session.copy.pending is pending


@pytest.mark.parametrize("word", ["undo", "accept"])
def test_a_correction_comes_to_nothing_where_its_proposal_got_the_users_word_meanwhile(session, executor, source, word):
    session.propose_from_line("arterial", LINE, grow)
    executor.run_all()
    proposal = session.copy.pending
    session.correct_proposal("foreign", FOREIGN)
    getattr(session.copy, word)()
    chosen = session.inputs.of("arterial")
    executor.run_all()
    assert session.copy.pending is None
    assert session.copy.accepted is (proposal if word == "accept" else None)
    assert session.inputs.of("arterial") == chosen
    assert texts(session) == []


def test_the_line_across_goes_to_the_other_phase_and_strokes_stay(session, executor):
    session.inputs.choose_segmentation("portal", None)
    session.propose_from_line("arterial", LINE, grow)
    executor.run_all()
    for kind, stroke in (("across", ACROSS), ("foreign", FOREIGN)):
        session.correct_proposal(kind, stroke)
        executor.run_all()
    session.copy.accept()
    executor.run_all()
    carried = session.copy.pending
    assert (carried.target_phase, carried.is_carried) == ("portal", True)
    assert carried.hints.across.length_mm == pytest.approx(ACROSS.length_mm)
    assert carried.hints.strokes == ()
    session.correct_proposal("foreign", Stroke(carried.line.start, carried.line.start))
    executor.run_all()
    assert (session.copy.pending.target_phase, len(session.copy.pending.hints.foreign)) == ("portal", 1)
    session.copy.accept()
    executor.run_all()
    assert session.copy.pending is None, "nothing is carried back"


def test_each_line_of_a_session_is_carried(session, executor):
    for _ in range(2):
        session.inputs.choose_segmentation("portal", None)
        session.propose_from_line("arterial", LINE, grow)
        executor.run_all()
        session.copy.accept()
        executor.run_all()
        assert session.copy.pending.target_phase == "portal"
        session.copy.undo()
