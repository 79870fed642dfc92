"""Aligning the neighborhood of a contour, on the simulated patient whose true breathing shift is known."""

import gc
import weakref
from dataclasses import replace

import numpy as np
import pytest
import SimpleITK as sitk
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.imaging import Geometry, Mask, PhaseImage
from PCRPredictorLib.presenter.job import Cancelled
from PCRPredictorLib.presenter.patient import registration
from PCRPredictorLib.presenter.patient.contour_copy import propose
from PCRPredictorLib.presenter.patient.registration import Alignment, align, carry
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


@pytest.mark.parametrize("cancels", [False, True])
def test_an_alignment_keeps_nothing_of_whoever_asked_for_it(cancels):
    class Watch:
        def __call__(self, fraction: float, _text: str) -> None:
            if cancels and fraction > 0.4:
                raise Cancelled

    patient, watch = simulate_patient(3), Watch()
    try:
        align(patient.arterial, patient.arterial_mask, patient.portal, watch)
    except Cancelled:
        assert cancels
    alive = weakref.ref(watch)
    del watch
    gc.collect()
    assert alive() is None
