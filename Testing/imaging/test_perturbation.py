"""Perturbed contours, held to the statistics that the settings state."""

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.imaging import Geometry, Mask
from PCRPredictorLib.imaging.perturbation import ContourPerturber, PerturbationSettings, signed_distance


def ball(radius_mm: float, spacing=(1.0, 1.0, 1.0), shape=(48, 48, 48), center_mm=None) -> Mask:
    steps = np.array(spacing[::-1])
    center = (np.array(shape) - 1) * steps / 2 if center_mm is None else np.array(center_mm)
    places = np.moveaxis(np.indices(shape), 0, -1) * steps
    return Mask(np.linalg.norm(places - center, axis=-1) <= radius_mm, Geometry(shape, spacing))


def test_distance_is_measured_to_the_faces_of_the_voxels():
    """Against the distance to the nearest cuboid of the other kind, over all of them."""
    inside = np.zeros((5, 7, 8), dtype=bool)
    inside[1:4, 2:5, 2:7] = True
    steps = np.array([2.5, 0.8, 0.6])
    framed = np.pad(inside, 1)
    kinds = {kind: np.argwhere(framed == kind) for kind in (False, True)}
    found = signed_distance(inside, steps)
    for place in np.ndindex(*inside.shape):
        others = kinds[not inside[place]]
        gaps = np.maximum(np.abs(others - 1 - place) - 0.5, 0) * steps
        expected = np.linalg.norm(gaps, axis=1).min() * (-1 if inside[place] else 1)
        assert found[place] == pytest.approx(expected, abs=1e-12)


def test_displacements_have_the_stated_deviation_and_correlation():
    """Columns of a slab of fine voxels tell the displacement of its face to 0.1 mm."""
    array = np.zeros((17, 33, 190), dtype=bool)
    array[:, :, :120] = True
    slab = Mask(array, Geometry(array.shape, (0.1, 2.0, 2.0)))
    settings = PerturbationSettings(deviation_mm=1.5, correlation_mm=6.0, in_plane=False)
    perturber = ContourPerturber(slab, settings, (5,))
    whole = np.zeros(array.shape, dtype=bool)
    # Only the far face counts: the others stay at least 6 mm away, which is four standard deviations.
    ends = []
    for number in range(250):
        whole[perturber.box] = perturber.draw(number)
        ends.append(0.1 * (np.count_nonzero(whole[8, 8:25, 60:], axis=-1) - 60))
    displacement = np.array(ends)
    # 250 draws of about 5 independent places each: a standard error of about 3 % of the deviation.
    assert displacement.mean() == pytest.approx(0, abs=0.15)
    assert displacement.std() == pytest.approx(1.5, rel=0.08)
    for lag_mm in (2.0, 6.0, 12.0):
        step = int(lag_mm / 2)
        pairs = displacement[:, :-step].ravel(), displacement[:, step:].ravel()
        assert np.corrcoef(*pairs)[0, 1] == pytest.approx(np.exp(-((lag_mm / 6) ** 2) / 2), abs=0.1)


def test_volume_is_kept_on_average():
    mask = ball(14)
    perturber = ContourPerturber(mask, PerturbationSettings(), (1,))
    volumes = [np.count_nonzero(perturber.draw(number)) for number in range(600)]
    # E (r + g)^3 = r^3 + 3 r s^2, that is 1.5 % more at r = 14 mm and s = 1 mm; the mean of 600 has an error of 0.4 %.
    assert np.mean(volumes) / mask.voxel_count == pytest.approx(1.015, abs=0.012)
    assert 0.05 < np.std(volumes) / np.mean(volumes) < 0.15


def test_same_seed_same_contours_and_another_seed_others():
    mask = ball(10)
    first, again, other = (
        ContourPerturber(mask, PerturbationSettings(seed=seed), PerturbationSettings(seed=seed).stream((7,), 0))
        for seed in (3, 3, 4)
    )
    assert np.array_equal(first.draw(2), again.draw(2))
    assert not np.array_equal(first.draw(2), first.draw(1))
    assert not np.array_equal(first.draw(2), other.draw(2))


def test_in_plane_where_slices_are_thick():
    mask = ball(12, spacing=(1.0, 1.0, 5.0), shape=(12, 40, 40))
    drawn = np.flatnonzero(mask.array.any(axis=(1, 2)))
    flat = ContourPerturber(mask, PerturbationSettings(), (0,))
    assert flat.in_plane
    assert (flat.box[0].start, flat.box[0].stop) == (drawn[0], drawn[-1] + 1)
    assert not ContourPerturber(
        ball(12, spacing=(1.0, 1.0, 3.0), shape=(20, 40, 40)), PerturbationSettings(), (0,)
    ).in_plane
    deep = ContourPerturber(mask, PerturbationSettings(in_plane=False, deviation_mm=4.0), (0,))
    slices = {number for k in range(20) for number in np.flatnonzero(deep.draw(k).any(axis=(1, 2))) + deep.box[0].start}
    assert set(drawn) < slices


def test_phases_move_together_only_when_asked():
    """Two lesions of one shape at different places of different grids."""
    first = ball(10)
    second = ball(10, shape=(60, 52, 70), center_mm=(20, 30, 40))
    for together in (True, False):
        settings = PerturbationSettings(phases_together=together)
        arterial = ContourPerturber(first, settings, settings.stream((1,), 0)).draw(0)
        portal = ContourPerturber(second, settings, settings.stream((1,), 1)).draw(0)
        # The centers of the two differ by half a voxel at most, so a moved contour is the same up to sampling.
        alike = np.count_nonzero(arterial) / np.count_nonzero(portal)
        assert (abs(alike - 1) < 0.02) == together


def test_a_larger_lesion_is_displaced_like_a_smaller_one():
    """The middle of the field does not depend on the size of the lattice."""
    settings = PerturbationSettings(in_plane=False)
    fields = []
    for radius in (8.0, 19.0):
        perturber = ContourPerturber(ball(radius), settings, (9,))
        field = perturber._field(np.random.default_rng(1))
        middle = [slice(n // 2 - 3, n // 2 + 4) for n in field.shape]
        fields.append(field[tuple(middle)])
    assert np.allclose(fields[0], fields[1], atol=0.01)


@pytest.mark.parametrize(
    "changes",
    [
        {"deviation_mm": 0},
        {"deviation_mm": 0.09},
        {"deviation_mm": 5.1},
        {"deviation_mm": np.nan},
        {"correlation_mm": -1},
        {"correlation_mm": 0.9},
        {"correlation_mm": 101},
        {"seed": -1},
    ],
)
def test_refuses_settings_without_meaning(changes):
    with pytest.raises(InputError, match=next(iter(changes)).split("_")[0]):
        PerturbationSettings(**changes)


def test_refuses_an_empty_mask_and_a_lattice_beyond_memory():
    empty = Mask(np.zeros((4, 4, 4), dtype=bool), Geometry((4, 4, 4)))
    with pytest.raises(InputError, match="empty"):
        ContourPerturber(empty, PerturbationSettings(), (0,))
    # A lesion of 150 voxels across, 10 mm apart: 1500 mm against a correlation length of 1 mm.
    huge = Mask(np.ones((2, 150, 150), dtype=bool), Geometry((2, 150, 150), (10.0, 10.0, 1.0)))
    with pytest.raises(InputError, match="too short"):
        ContourPerturber(huge, PerturbationSettings(correlation_mm=1.0), (0,))
