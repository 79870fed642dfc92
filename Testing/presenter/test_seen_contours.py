"""In the view of a phase no contour is drawn that was scored once and is not scored now."""

import random

import pytest
from PCRPredictorLib.presenter.patient.contour_copy import ContourCopy, Proposal
from PCRPredictorLib.presenter.patient.inputs import Inputs
from PCRPredictorLib.presenter.patient.registration import Alignment
from PCRPredictorLib.presenter.patient.state import PHASES, Phase, PhaseChoice, other_phase

VOLUMES = ("v1", "v2", "v3")


class Reader:
    """One who chooses, copies, accepts and undoes at random, and what is drawn meanwhile."""

    def __init__(self, seed, source) -> None:
        self.random = random.Random(seed)
        self.source = source
        for segmentation, volume in (("s3", "v3"), ("s4", "v1"), ("s5", "v2"), ("s6", None)):
            self.source.contours[segmentation] = {"t": "tumor"}
            self.source.draw(segmentation, "t", self.source.masks["s1", "t1"])
            self.source.drawn |= {segmentation: volume} if volume else {}
        self.inputs = Inputs(self.source)
        self.inputs.restore(PhaseChoice("v1", "s1", "t1"), PhaseChoice("v2", "s2", "t3"))
        self.copy = ContourCopy(self.source, self.inputs)
        self.scored: set[tuple[str, str]] = set()
        self.acts = (self.volume, self.contour, self.contour, self.segment, self.none, self.exchange, self.propose)
        self.acts += (lambda _phase: self.copy.accept(), lambda _phase: self.copy.undo(), self.copy.undo_on)

    def act(self) -> None:
        self.random.choice(self.acts)(self.random.choice(PHASES))
        self.inputs.refresh()
        choices = [self.inputs.of(phase) for phase in PHASES]
        self.scored |= {(choice.segmentation, choice.segment) for choice in choices if choice.complete}

    def volume(self, phase: Phase) -> None:
        self.inputs.choose_volume(phase, self.random.choice([*VOLUMES, None]))

    def contour(self, phase: Phase) -> None:
        segmentation = self.random.choice(sorted(self.source.contours))
        self.inputs.choose_contour(phase, segmentation, self.random.choice(sorted(self.source.contours[segmentation])))

    def segment(self, phase: Phase) -> None:
        segmentation = self.inputs.of(phase).segmentation
        if segmentation:
            self.inputs.choose_segment(phase, self.random.choice([None, *self.source.contours[segmentation]]))

    def none(self, phase: Phase) -> None:
        self.inputs.choose_segmentation(phase, None)

    def exchange(self, _phase: Phase) -> None:
        arterial, portal = (self.inputs.of(phase).volume for phase in PHASES)
        self.inputs.choose_volume("arterial", portal)
        self.inputs.choose_volume("portal", arterial)

    def propose(self, phase: Phase) -> None:
        if self.inputs.of(phase).volume and "added last" not in self.source.contours:
            alignment = Alignment(None, (0.0, 0.0, 0.0), 0.0, 0.1, 0.9)
            self.copy.show(Proposal(other_phase(phase), self.source.masks["s1", "t1"], alignment))

    def drawn(self, phase: Phase) -> set[str]:
        """The segmentations of what was ever scored that are drawn in the view of a phase, as a door draws them."""
        choice, origins = self.inputs.of(phase), self.inputs.origins()
        in_use = {self.inputs.of(one).segmentation for one in PHASES}
        return {
            segmentation
            for segmentation, segment in self.scored - self.source.hidden
            if segmentation in self.source.contours
            and (segmentation == choice.segmentation or segmentation not in in_use)
            and (segmentation == choice.segmentation or origins[segmentation] == choice.volume)
        }


@pytest.mark.parametrize("seed", range(40))
def test_what_was_scored_before_is_not_drawn_beside_what_is_scored(seed, source):
    reader = Reader(seed, source)
    proposed = 0
    for _step in range(60):
        reader.act()
        looked_at = {key for key in reader.source.contours if key.startswith("added")} if reader.copy.pending else set()
        proposed += bool(looked_at)
        for phase in PHASES:
            choice = reader.inputs.of(phase)
            if choice.volume is None:
                continue
            assert reader.drawn(phase) <= {choice.segmentation} | looked_at
            if choice.complete:
                assert (choice.segmentation, choice.segment) not in reader.source.hidden
    assert proposed
    assert len(reader.scored) > 3


def test_none_leaves_nothing_drawn_and_the_contour_comes_back_with_its_choice(source):
    inputs = Inputs(source)
    inputs.restore(PhaseChoice("v1", "s1", "t1"), PhaseChoice("v2", "s2", "t3"))
    ContourCopy(source, inputs)
    inputs.choose_segmentation("portal", None)
    assert source.hidden == {("s2", "t3")}, "the vessel was scored; the tumor beside it never was"
    inputs.choose_contour("portal", "s2", "t3")
    assert source.hidden == set()


def test_the_contour_of_a_volume_that_is_put_aside_stays_as_it_is(source):
    source.contours["s3"], source.drawn["s3"] = {"t": "tumor"}, "v3"
    inputs = Inputs(source)
    inputs.restore(PhaseChoice("v1", "s1", "t1"), PhaseChoice("v2", "s2", "t3"))
    ContourCopy(source, inputs)
    inputs.choose_volume("portal", "v3")
    assert inputs.of("portal") == PhaseChoice("v3", "s3", "t")
    assert source.hidden == set(), "another case is read; nobody sees this one meanwhile"


def test_a_contour_that_served_the_other_phase_is_hidden_once_it_serves_none(source):
    """One volume was chosen for both phases, with two contours; then one phase goes on to another volume."""
    inputs = Inputs(source)
    inputs.restore(PhaseChoice("v1", "s1", "t1"), PhaseChoice("v1", "s2", "t3"))
    ContourCopy(source, inputs)
    assert source.hidden == set(), "each is scored"
    inputs.choose_volume("arterial", "v3")
    inputs.choose_segmentation("arterial", None)
    assert source.hidden == {("s1", "t1")}, "its volume is still seen, with another contour"
