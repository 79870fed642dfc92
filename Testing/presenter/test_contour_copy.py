"""Proposed copies: seen, accepted, undone one after another, redone, withdrawn."""

from dataclasses import replace

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.presenter.patient.contour_copy import ContourCopy, propose
from PCRPredictorLib.presenter.patient.inputs import Inputs
from PCRPredictorLib.presenter.patient.registration import Alignment
from PCRPredictorLib.presenter.patient.state import PHASES, PhaseChoice, other_phase


@pytest.fixture
def copied(source):
    inputs = Inputs(source)
    inputs.restore(PhaseChoice("v1", "s1", "t1"), PhaseChoice("v2", "s2", "t3"))
    copy = ContourCopy(source, inputs)
    proposal = propose(
        source.images["v1"], source.masks["s1", "t1"], source.images["v2"], "arterial", registrar=fake_registrar
    )
    return source, inputs, copy, proposal


def fake_registrar(source, mask, target, report=None):
    return Alignment(np.eye(4), (0.0, 0.0, 0.0), 0.0, 0.1, 0.9)


def test_a_proposal_is_shown_and_accepted(copied):
    source, inputs, copy, proposal = copied
    copy.show(proposal)
    assert inputs.of("portal") == PhaseChoice("v2", "added", "new")
    assert source.contours["added"] == {"new": "t1"}
    assert copy.pending is proposal
    copy.accept()
    assert copy.pending is None
    assert copy.accepted is proposal
    assert inputs.of("portal") == PhaseChoice("v2", "added", "new")
    assert source.hidden == {("s2", "t3")}, "one contour of the phase is seen: the scored one"
    assert copy.keeps_former("portal")


def test_a_copy_to_a_phase_without_a_contour_keeps_no_former(copied):
    source, inputs, copy, proposal = copied
    copy.forget()
    inputs.restore(PhaseChoice("v1", "s1", "t1"), PhaseChoice("v2"))
    copy.show(proposal)
    copy.accept()
    assert inputs.of("portal") == PhaseChoice("v2", "added", "new")
    assert not copy.keeps_former("portal")
    assert source.hidden == set()


@pytest.mark.parametrize("volume", ["v3", None])
def test_a_proposal_goes_with_the_volume_it_was_made_on(copied, volume):
    source, inputs, copy, proposal = copied
    copy.show(proposal)
    inputs.choose_volume("portal", volume)
    assert copy.pending is None
    assert "added" not in source.contours
    assert source.hidden == set()
    assert inputs.of("portal").volume == volume
    assert inputs.of("portal").segmentation == (None if volume else "s2"), "as it is where no proposal waits"
    inputs.refresh()
    assert inputs.of("portal").segmentation != "added"
    inputs.choose_segmentation("portal", None)
    inputs.choose_volume("portal", "v2")
    assert inputs.of("portal") == PhaseChoice("v2", "s2", "t3"), "what was chosen before comes again with its volume"


def test_an_accepted_copy_can_be_undone_and_is_kept_hidden(copied):
    source, inputs, copy, proposal = copied
    copy.show(proposal)
    copy.accept()
    copy.undo()
    assert inputs.of("portal") == PhaseChoice("v2", "s2", "t3")
    assert "added" in source.contours
    assert source.hidden == {("added", "new")}
    assert copy.pending is copy.accepted is None
    copy.undo()
    assert inputs.of("portal") == PhaseChoice("v2", "s2", "t3")


def test_accepted_copies_are_undone_one_after_another_whatever_the_other_phase_got_since(copied):
    source, inputs, copy, proposal = copied
    chosen = [inputs.of("portal")]
    names = iter(("first", "second", "third", "fourth"))

    def add_contour(mask, segment, _volume):
        name = next(names)
        source.contours[name] = {segment: segment}
        source.draw(name, segment, mask)
        return name, segment

    source.add_contour = add_contour
    for one in (proposal, replace(proposal), replace(proposal, source_phase="portal")):
        copy.show(one)
        copy.accept()
        chosen.append(inputs.of("portal"))
    copy.show(replace(proposal, source_phase="portal"))
    copy.undo_on("arterial")
    assert [len(copy.undoable(phase)) for phase in ("arterial", "portal")] == [1, 2]
    for before in (chosen[1], chosen[0], chosen[0]):
        copy.undo_on("portal")
        assert inputs.of("portal") == before
    assert inputs.of("arterial").segmentation == "third"
    copy.undo_on("arterial")
    assert inputs.of("arterial") == PhaseChoice("v1", "s1", "t1")


def test_redo_brings_an_accepted_proposal_back_as_accepted(copied):
    source, inputs, copy, proposal = copied
    former = inputs.of("portal")
    assert copy.redoable("portal") is None
    copy.redo_on("portal")
    copy.show(proposal)
    copy.accept()
    added = inputs.of("portal")
    copy.undo()
    assert (copy.redoable("portal"), copy.redoable("arterial")) == (added, None)
    copy.redo_on("portal")
    assert (inputs.of("portal"), copy.accepted, copy.pending) == (added, proposal, None)
    assert source.hidden == {(former.segmentation, former.segment)}
    assert copy.redoable("portal") is None
    copy.undo()
    assert inputs.of("portal") == former
    source.remove_contour(added.segmentation)
    copy.redo_on("portal")
    assert inputs.of("portal") == former, "its contour was deleted"


def test_redo_adds_an_undecided_proposal_anew_as_it_was_edited(copied):
    source, inputs, copy, proposal = copied
    copy.show(proposal)
    added = inputs.of("portal")
    source.erase_a_voxel(added.segmentation, added.segment)
    edited = source.masks[added.segmentation, added.segment]
    copy.undo()
    copy.redo_on("portal")
    assert copy.pending is proposal
    again = inputs.of("portal")
    assert source.masks[again.segmentation, again.segment].voxel_count == edited.voxel_count
    source.empty(again.segmentation, again.segment)
    copy.undo()
    copy.redo_on("portal")
    again = inputs.of("portal")
    assert source.masks[again.segmentation, again.segment] is proposal.mask, "nothing of it was left"


@pytest.mark.parametrize("what", ["another proposal", "another choice", "an edit", "another scene"])
def test_what_was_undone_is_not_redone_after(copied, what):
    _source, inputs, copy, proposal = copied
    copy.show(proposal)
    copy.undo()
    if what == "another proposal":
        copy.show(replace(proposal))
        copy.undo()
        copy.redo_on("portal")
        assert copy.pending is not proposal
        copy.undo()
        copy.forget_undone("portal")
    elif what == "another choice":
        inputs.choose_contour("portal", "s1", "t1")
    elif what == "an edit":
        copy.forget_undone("arterial")
        assert copy.redoable("portal") is not None
        copy.forget_undone("portal")
    else:
        copy.forget()
    chosen = inputs.of("portal")
    copy.redo_on("portal")
    assert (copy.pending, inputs.of("portal")) == (None, chosen)


def test_redo_puts_away_what_awaits_the_users_word_for_the_other_phase(copied):
    _source, inputs, copy, proposal = copied
    former = inputs.of("arterial")
    copy.show(proposal)
    copy.undo()
    other = replace(proposal, source_phase="portal")
    copy.show(other)
    copy.redo_on("portal")
    assert (copy.pending, inputs.of("arterial")) == (proposal, former)
    copy.redo_on("arterial")
    assert copy.pending is other


def test_undo_leaves_another_choice_made_after_accept_alone(copied):
    _source, inputs, copy, proposal = copied
    copy.show(proposal)
    copy.accept()
    inputs.choose_contour("portal", "s1", "t1")
    assert copy.accepted is None
    copy.undo()
    assert inputs.of("portal") == PhaseChoice("v2", "s1", "t1")


def test_what_is_scored_is_seen_however_it_was_chosen(copied):
    """After a copy the former contour is picked by hand, then the copy again, then none, then the former."""
    source, inputs, copy, proposal = copied
    former, added = PhaseChoice("v2", "s2", "t3"), PhaseChoice("v2", "added", "new")
    copy.show(proposal)
    copy.accept()
    for choice, rival in ((former, added), (added, former)):
        inputs.choose_contour("portal", choice.segmentation, choice.segment)
        assert source.hidden == {(rival.segmentation, rival.segment)}
    inputs.choose_contour("portal", None, None)
    inputs.choose_contour("portal", former.segmentation, former.segment)
    assert source.hidden == {("added", "new")}
    inputs.choose_segment("portal", "t2")
    assert source.hidden == {("added", "new")}, "what lies in the same segmentation is the user's to hide"
    inputs.choose_contour("portal", "s1", "t1")
    assert ("s1", "t1") not in source.hidden


def test_a_contour_that_the_user_hid_is_seen_again_when_it_is_scored(copied):
    source, _inputs, copy, proposal = copied
    source.show_contour("s2", "t3", False)
    copy.show(proposal)
    copy.undo()
    assert source.hidden == set()


def test_a_proposal_makes_room_for_what_the_user_picks_meanwhile(copied):
    source, inputs, copy, proposal = copied
    copy.show(proposal)
    inputs.choose_contour("portal", "s2", "t2")
    assert copy.pending is None
    assert "added" not in source.contours
    assert inputs.of("portal") == PhaseChoice("v2", "s2", "t2"), "not what was chosen before the proposal"
    assert ("s2", "t2") not in source.hidden


def test_a_proposal_that_waits_while_none_is_chosen_is_what_accept_chooses(copied):
    source, inputs, copy, proposal = copied
    copy.show(proposal)
    inputs.choose_contour("portal", None, None)
    assert copy.pending is proposal
    assert ("added", "new") not in source.hidden, "one is asked to look at it"
    copy.accept()
    assert inputs.of("portal") == PhaseChoice("v2", "added", "new")
    copy.show(replace(proposal))
    inputs.choose_contour("portal", None, None)
    copy.undo()
    assert inputs.of("portal") == PhaseChoice("v2", "added", "new")


@pytest.mark.parametrize("source_phase", ["arterial", "portal"])
@pytest.mark.parametrize("first", ["arterial", "portal"])
def test_phases_exchanged_while_a_proposal_waits_keep_the_contours_they_had(copied, source_phase, first):
    source, inputs, copy, proposal = copied
    before = {phase: inputs.of(phase) for phase in PHASES}
    source.drawn["added"] = before[other_phase(source_phase)].volume
    copy.show(replace(proposal, source_phase=source_phase))
    for phase in (first, other_phase(first)):
        inputs.choose_volume(phase, before[other_phase(phase)].volume)
    assert copy.pending is None
    assert "added" not in source.contours
    assert source.hidden == set()
    assert {phase: inputs.of(other_phase(phase)) for phase in PHASES} == before
    assert inputs.unconfirmed, "nothing is scored before the user's word"


def test_a_copy_is_undone_on_the_volume_it_was_made_for_and_on_no_other(copied):
    _source, inputs, copy, proposal = copied
    copy.show(proposal)
    copy.accept()
    added = inputs.of("portal")
    inputs.choose_volume("portal", "v3")
    inputs.choose_contour("portal", added.segmentation, added.segment)
    assert copy.undoable("portal") == []
    copy.undo_on("portal")
    assert inputs.of("portal") == replace(added, volume="v3")
    inputs.choose_volume("portal", "v2")
    copy.undo_on("portal")
    assert inputs.of("portal") == PhaseChoice("v2", "s2", "t3")


def test_an_undone_copy_does_not_come_again_with_its_volume(copied):
    _source, inputs, copy, proposal = copied
    copy.forget()
    inputs.restore(PhaseChoice("v1", "s1", "t1"), PhaseChoice("v2"))
    copy.show(proposal)
    copy.accept()
    copy.undo()
    inputs.choose_volume("portal", "v3")
    inputs.choose_volume("portal", "v2")
    assert inputs.of("portal") == PhaseChoice("v2")


def test_undo_chooses_only_what_is_left_of_the_former_contour(copied):
    source, inputs, copy, proposal = copied
    copy.show(proposal)
    copy.accept()
    del source.contours["s2"]["t3"]
    copy.undo()
    assert inputs.of("portal") == PhaseChoice("v2", "s2", None)
    copy.show(proposal)
    copy.accept()
    source.remove_contour("s2")
    assert not copy.keeps_former("portal")
    copy.undo()
    assert inputs.of("portal") == PhaseChoice("v2")


@pytest.mark.parametrize(
    ("shift", "before", "after", "doubt"),
    [
        ((0.0, 0.0, -9.9), 0.4, 0.8, None),
        ((0.0, 0.0, 0.1), 0.97, 0.97, None),
        ((0.0, 0.0, -9.9), 0.8, 0.8, "no more alike"),
        ((0.0, 0.0, -9.9), 0.1, 0.45, "remain unlike"),
    ],
)
def test_an_alignment_that_gained_nothing_or_stays_poor_is_doubted(copied, shift, before, after, doubt):
    alignment = Alignment(np.eye(4), shift, 0.0, before, after)
    sentence = replace(copied[3], alignment=alignment).sentence
    if doubt is None:
        assert alignment.doubt is None
        assert "then accept or undo" in sentence
    else:
        assert doubt in alignment.doubt
        assert sentence.startswith("This copy may be wrong")
        assert "accept" not in sentence
    assert "9.9 mm inferior" in sentence or "0.1 mm superior" in sentence


def test_undo_removes_it_and_chooses_what_was_chosen_before(copied):
    source, inputs, copy, proposal = copied
    changes = []
    copy.changed.connect(lambda: changes.append(copy.pending))
    copy.show(proposal)
    copy.show(proposal)
    copy.undo()
    assert inputs.of("portal") == PhaseChoice("v2", "s2", "t3")
    assert "added" not in source.contours
    assert changes == [proposal, None, proposal, None]


def test_without_a_target_volume_nothing_is_added(copied):
    source, inputs, copy, proposal = copied
    inputs.choose_volume("portal", None)
    with pytest.raises(InputError, match="Choose the volume of the portal venous phase first"):
        copy.show(proposal)
    assert "added" not in source.contours
    assert copy.pending is None


def test_of_a_proposal_saved_undecided_the_former_contour_is_seen_again(copied):
    source, inputs, copy, proposal = copied
    copy.show(proposal)
    added = inputs.of("portal")
    copy.exchange(added, PhaseChoice("v2", "s2", "t3"))
    assert source.hidden == {("added", "new")}
