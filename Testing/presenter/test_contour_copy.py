"""Carrying a contour to the other phase, on the simulated patient whose true breathing shift is known."""

from dataclasses import replace

import numpy as np
import pytest
import SimpleITK as sitk
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.imaging import Geometry, Mask, PhaseImage
from PCRPredictorLib.presenter.job import Cancelled
from PCRPredictorLib.presenter.patient import registration
from PCRPredictorLib.presenter.patient.contour_copy import ContourCopy, propose
from PCRPredictorLib.presenter.patient.inputs import Inputs
from PCRPredictorLib.presenter.patient.registration import Alignment, align, carry
from PCRPredictorLib.presenter.patient.state import PhaseChoice
from PCRPredictorLib.simulation import simulate_patient


def ball_image(center_mm: tuple[float, float, float], geometry: Geometry) -> tuple[PhaseImage, Mask]:
    """A textured liver-like block with a bright lesion, moved as a whole with `center_mm`."""
    index = np.argwhere(np.ones(geometry.shape, bool))[:, ::-1]
    matrix = geometry.index_to_world
    x, y, z = (index @ matrix[:3, :3].T + matrix[:3, 3] - center_mm).T
    texture = 25 * np.sin(x / 6) + 25 * np.cos(y / 7 + 1) + 25 * np.sin(z / 8 + 2)
    radius = np.sqrt(x**2 + (1.3 * y) ** 2 + z**2)
    values = np.where(radius < 14, 60, 0) + 80 + texture
    voxels = values.reshape(geometry.shape).astype(np.float32)
    return PhaseImage(voxels, geometry), Mask((radius < 14).reshape(geometry.shape), geometry, segment="HCC")


SOURCE = Geometry((36, 60, 60), (1.5, 1.5, 2.5), (-45.0, -45.0, -45.0))
TARGET = Geometry((30, 56, 58), (1.6, 1.6, 3.0), (-46.0, -44.0, -44.0))
SHIFT = (3.0, -4.0, 8.0)


def dice(first: np.ndarray, second: np.ndarray) -> float:
    return 2 * np.count_nonzero(first & second) / (np.count_nonzero(first) + np.count_nonzero(second))


def test_a_known_shift_is_found_and_the_contour_lands_on_the_lesion():
    source, mask = ball_image((0, 0, 0), SOURCE)
    target, truth = ball_image(SHIFT, TARGET)
    told = []
    proposal = propose(source, mask, target, "arterial", lambda fraction, text: told.append((fraction, text)))
    np.testing.assert_allclose(proposal.alignment.shift_mm, SHIFT, atol=0.5)
    assert proposal.alignment.turn_degrees < 2
    assert proposal.alignment.correlation_after > 0.95 > proposal.alignment.correlation_before
    assert proposal.mask.geometry == TARGET
    assert dice(proposal.mask.array, truth.array) > 0.93
    assert proposal.target_phase == "portal"
    assert "superior" in proposal.sentence
    fractions = [fraction for fraction, _ in told]
    assert fractions == sorted(fractions)
    assert set(fractions) == {0.1, 0.5}
    assert "mm anterior" in proposal.sentence
    assert "-" not in proposal.sentence, "a direction is a word, not a sign"


@pytest.mark.parametrize("seed", range(4))
def test_breathing_of_the_simulated_patient_is_found(seed):
    patient = simulate_patient(seed)
    proposal = propose(patient.arterial, patient.arterial_mask, patient.portal, "arterial")
    # Voxels of 2 x 2 x 5 mm: the truth is met within half the longest edge, and the contour gains by it.
    assert np.linalg.norm(np.subtract(proposal.alignment.shift_mm, patient.breathing_mm)) < 2.5
    after = dice(proposal.mask.array, patient.portal_mask.array)
    assert after > 0.85
    assert after > dice(patient.arterial_mask.array, patient.portal_mask.array) + 0.05


def test_the_same_input_gives_the_same_alignment():
    source, mask = ball_image((0, 0, 0), SOURCE)
    target, _ = ball_image(SHIFT, TARGET)
    np.testing.assert_allclose(align(source, mask, target).matrix, align(source, mask, target).matrix, atol=1e-6)


def identity(shift: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> Alignment:
    matrix = np.eye(4)
    matrix[:3, 3] = shift
    return Alignment(matrix, shift, 0.0, 0.1, 0.9)


def test_carry_moves_by_whole_voxels_exactly():
    _, mask = ball_image((0, 0, 0), SOURCE)
    target, _ = ball_image((0, 0, 0), SOURCE)
    moved = carry(mask, identity((1.5, -3.0, 5.0)), target)
    np.testing.assert_array_equal(moved.array, np.roll(mask.array, (2, -2, 1), axis=(0, 1, 2)))


def test_a_contour_that_would_leave_the_other_phase_is_refused():
    _, mask = ball_image((0, 0, 0), SOURCE)
    target, _ = ball_image((0, 0, 0), SOURCE)
    with pytest.raises(InputError, match="would arrive inside"):
        carry(mask, identity((0.0, 0.0, 45.0)), target)


def test_phases_that_do_not_overlap_and_empty_contours_are_refused():
    source, mask = ball_image((0, 0, 0), SOURCE)
    far = replace(source, geometry=replace(SOURCE, origin=(900.0, 0.0, 0.0)))
    with pytest.raises(InputError, match="draw the contour by hand"):
        align(source, mask, far)
    with pytest.raises(InputError, match="is empty"):
        align(source, replace(mask, array=np.zeros_like(mask.array)), source)


@pytest.mark.parametrize(
    ("set_to", "said"),
    [
        (lambda motion: motion.SetTranslation((0.0, 0.0, 61.0)), "a shift of 61 mm and a turn of 0 degrees"),
        (lambda motion: motion.SetRotation(0.0, 0.0, np.radians(21.0)), "a shift of 0 mm and a turn of 21 degrees"),
    ],
)
def test_a_motion_that_is_no_breathing_is_a_failed_alignment(monkeypatch, set_to, said):
    def wrong(transform, fixed, moving, before_each):
        if isinstance(transform, sitk.Euler3DTransform):
            set_to(transform)

    monkeypatch.setattr(registration, "_optimize", wrong)
    source, mask = ball_image((0, 0, 0), SOURCE)
    with pytest.raises(InputError, match=said):
        align(source, mask, source)


@pytest.mark.parametrize("which", ["source", "target"])
def test_a_uniform_phase_is_refused(which):
    image, mask = ball_image((0, 0, 0), SOURCE)
    flat = replace(image, array=np.full_like(image.array, 60.0))
    with pytest.raises(InputError, match="one of them is uniform"):
        align(*((flat, mask, image) if which == "source" else (image, mask, flat)))


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
    return identity()


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
    assert copy.keeps_former


def test_a_copy_to_a_phase_without_a_contour_keeps_no_former(copied):
    source, inputs, copy, proposal = copied
    inputs.restore(PhaseChoice("v1", "s1", "t1"), PhaseChoice("v2"))
    copy.show(proposal)
    copy.accept()
    assert inputs.of("portal") == PhaseChoice("v2", "added", "new")
    assert not copy.keeps_former
    assert source.hidden == set()


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

    def add_contour(_mask, segment, _volume):
        name = next(names)
        source.contours[name] = {segment: segment}
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


def test_undo_leaves_another_choice_made_after_accept_alone(copied):
    _source, inputs, copy, proposal = copied
    copy.show(proposal)
    copy.accept()
    inputs.choose_contour("portal", "s1", "t1")
    assert copy.accepted is None
    copy.undo()
    assert inputs.of("portal") == PhaseChoice("v2", "s1", "t1")


def test_a_former_contour_that_was_hidden_stays_so(copied):
    source, _inputs, copy, proposal = copied
    source.show_contour("s2", "t3", False)
    copy.show(proposal)
    copy.undo()
    assert source.hidden == {("s2", "t3")}


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


def test_a_cancelled_alignment_ends_within_an_iteration():
    source, mask = ball_image((0, 0, 0), SOURCE)
    target, _ = ball_image(SHIFT, TARGET)
    told = []

    def report(fraction, text):
        told.append(fraction)
        if len(told) == 4:
            raise Cancelled

    with pytest.raises(Cancelled):
        align(source, mask, target, report)
    assert len(told) == 4


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
