"""Proposals grown by Slicer's own filter on simulated patients, and on grids that store their axes otherwise."""

import itertools

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.imaging import Geometry, PhaseImage
from PCRPredictorLib.imaging.contour_proposal import propose_contour
from PCRPredictorLib.imaging.growing import INSIDE, OUTSIDE
from PCRPredictorLib.imaging.lesion_hints import LesionHints
from PCRPredictorLib.imaging.lesion_line import LesionLine, Stroke
from PCRPredictorLib.imaging.orientation import AxisOrder, to_lps
from PCRPredictorLib.mrml.grow_cut import grow_cut
from PCRPredictorLib.presenter.patient.line_proposal import moved, propose_in_both
from PCRPredictorLib.simulation import simulate_patient

from Testing.imaging.studies.careful_reader import longest_line
from Testing.imaging.studies.proposal_dice import dice, sphere


@pytest.fixture(scope="module")
def patient():
    return simulate_patient(np.random.SeedSequence(77, spawn_key=(3,)))


@pytest.fixture(scope="module")
def line(patient):
    return longest_line(patient.arterial_mask)


@pytest.fixture(scope="module")
def proposal(patient, line):
    return propose_contour(patient.arterial, line, grow_cut)


def test_growing_keeps_the_seeds_and_reaches_every_voxel():
    values = np.zeros((5, 20, 20))
    values[:, :, 10:] = 100
    seeds = np.zeros(values.shape, dtype=np.uint8)
    seeds[2, 10, 3], seeds[2, 10, 16] = 1, 2
    labels = grow_cut(values, seeds, (1.0, 1.0, 3.0))
    assert np.array_equal(labels == 2, values == 100)
    assert np.array_equal(labels == 1, values == 0)


def test_a_simulated_lesion_is_proposed_better_than_by_a_sphere(patient, line, proposal):
    found = dice(proposal.mask.array, patient.arterial_mask.array)
    assert found > 0.8
    assert found > dice(sphere(patient.arterial_mask, line), patient.arterial_mask.array)
    assert proposal.is_doubtful is False
    assert proposal.mask.geometry.same_grid(patient.arterial.geometry)
    assert proposal.mask.simulated


def test_the_direction_in_which_the_line_is_drawn_does_not_matter(patient, line, proposal):
    again = propose_contour(patient.arterial, LesionLine(line.end, line.start), grow_cut)
    assert dice(again.mask.array, proposal.mask.array) > 0.99  # ties of the growing go one way or the other


@pytest.mark.parametrize("axes", list(itertools.permutations(range(3)))[::2])
def test_the_order_in_which_a_grid_stores_its_axes_does_not_matter(patient, line, proposal, axes):
    order = AxisOrder(axes, (True, False, True))
    stored = PhaseImage(
        order.of_array(patient.arterial.array),
        order.of_geometry(patient.arterial.geometry),
        patient.arterial.acquisition,
    )
    again = propose_contour(stored, line, grow_cut)
    assert np.array_equal(to_lps(again.mask).array, to_lps(proposal.mask).array)


def test_the_other_phase_is_proposed_from_the_aligned_line_and_its_own_image(patient, line):
    first, other, alignment = propose_in_both(patient.arterial, line, patient.portal, grow_cut)
    assert dice(other.mask.array, patient.portal_mask.array) > 0.75
    carried = moved(line, alignment)
    assert carried.length_mm == pytest.approx(line.length_mm)
    alone = propose_contour(patient.portal, carried, grow_cut)
    assert np.array_equal(other.mask.array, alone.mask.array)
    assert not np.array_equal(other.mask.array, first.mask.array)


def test_noise_without_a_lesion_is_doubtful():
    numbers = np.random.default_rng(5)
    image = PhaseImage(numbers.normal(60, 25, (24, 90, 90)).astype(np.int16), Geometry((24, 90, 90), (1.0, 1.0, 3.0)))
    line = LesionLine((25.0, 45.0, 36.0), (65.0, 45.0, 36.0))
    proposal = propose_contour(image, line, grow_cut)
    assert proposal.is_doubtful is True, "a number of numpy's would be no state of a page"
    assert "doubtful" in proposal.advice


def test_only_the_neighborhood_is_read(patient, line):
    """A volume as large as they come costs what the lesion costs."""
    large = np.full((300, 512, 512), 50, dtype=np.int16)
    shape = patient.arterial.array.shape
    large[100 : 100 + shape[0], 50 : 50 + shape[1], 50 : 50 + shape[2]] = patient.arterial.array
    geometry = patient.arterial.geometry
    origin = geometry.index_to_world @ (-50, -50, -100, 1)
    image = PhaseImage(large, Geometry(large.shape, geometry.spacing, tuple(origin[:3].tolist()), geometry.direction))
    seen = []

    def growing(values, seeds, spacing):
        seen.append(values.size)
        assert set(np.unique(seeds)) == {0, INSIDE, OUTSIDE}
        return grow_cut(values, seeds, spacing)

    propose_contour(image, line, growing)
    assert max(seen) < 0.02 * large.size


def test_a_fine_grid_is_thinned_out_and_the_edge_stays_where_it_is():
    """A ball of 60 mm at 0.7 mm: 86 voxels across are more than the edge needs."""
    shape = (60, 160, 160)
    geometry = Geometry(shape, (0.7, 0.7, 1.5))
    index = np.indices(shape)[::-1] * np.array(geometry.spacing)[:, None, None, None]
    radius = np.linalg.norm(index - np.array([55.0, 55.0, 44.0])[:, None, None, None], axis=0)
    truth = radius <= 30
    array = np.where(truth, 110, 60) + np.random.default_rng(1).normal(0, 12, shape)
    seen = []

    def growing(values, seeds, spacing):
        seen.append(spacing)
        return grow_cut(values, seeds, spacing)

    line = LesionLine((25.0, 55.0, 43.5), (85.0, 55.0, 43.5))
    proposal = propose_contour(PhaseImage(array.astype(np.int16), geometry), line, growing)
    assert seen[0] == pytest.approx((1.4, 1.4, 1.5))
    assert dice(proposal.mask.array, truth) > 0.95


def test_nothing_grown_is_refused(patient, line):
    with pytest.raises(InputError, match="Nothing grew from the line"):
        propose_contour(
            PhaseImage(np.zeros(patient.arterial.array.shape, dtype=np.int16), patient.arterial.geometry),
            line,
            lambda values, seeds, spacing: np.full(values.shape, OUTSIDE),
        )


def two_balls() -> tuple[PhaseImage, np.ndarray, np.ndarray]:
    """A lesion of 30 mm, and a nodule of 14 mm as bright that grows into it, reaching 7 mm beyond."""
    shape = (30, 70, 90)
    geometry = Geometry(shape, (1.0, 1.0, 1.5))
    place = np.indices(shape)[::-1] * np.array(geometry.spacing)[:, None, None, None]
    lesion, nodule = (
        np.linalg.norm(place - np.array([column, 35.0, 21.0])[:, None, None, None], axis=0) <= radius
        for column, radius in ((35, 15), (52, 7))
    )
    values = np.where(lesion | nodule, 110, 60) + np.random.default_rng(2).normal(0, 8, shape)
    return PhaseImage(values.astype(np.int16), geometry), lesion, nodule & ~lesion


def test_strokes_decide_whether_a_neighbor_belongs():
    image, lesion, neighbor = two_balls()
    line, stroke = LesionLine((20.0, 35.0, 21.0), (50.0, 35.0, 21.0)), Stroke((51.0, 35.0, 21.0), (57.0, 35.0, 21.0))
    share = {}
    for name, hints in (
        ("untold", LesionHints()),
        ("belongs", LesionHints(belongs=(stroke,))),
        ("foreign", LesionHints(foreign=(stroke,))),
    ):
        found = propose_contour(image, line, grow_cut, hints).mask.array
        share[name] = np.count_nonzero(found & neighbor) / np.count_nonzero(neighbor)
        assert np.count_nonzero(found & lesion) > 0.85 * np.count_nonzero(lesion), name
    # The smoothing takes the rim of so small a nodule: a ball of 7 mm less 1.2 mm has 0.57 of its volume.
    assert share["belongs"] > 0.5
    assert share["foreign"] < 0.01
    assert share["untold"] < 0.1


def test_a_line_across_tells_a_flat_lesion_from_a_round_one():
    shape = (40, 80, 80)
    geometry = Geometry(shape, (1.0, 1.0, 1.5))
    place = np.indices(shape)[::-1] * np.array(geometry.spacing)[:, None, None, None]
    away = (place - np.array([40.0, 40.0, 30.0])[:, None, None, None]) / np.array([22, 8, 11])[:, None, None, None]
    truth = np.linalg.norm(away, axis=0) <= 1
    image = PhaseImage(
        (np.where(truth, 75, 60) + np.random.default_rng(3).normal(0, 15, shape)).astype(np.int16), geometry
    )
    line, across = LesionLine((18.0, 40.0, 30.0), (62.0, 40.0, 30.0)), Stroke((40.0, 32.0, 30.0), (40.0, 48.0, 30.0))
    alone = propose_contour(image, line, grow_cut)
    crossed = propose_contour(image, line, grow_cut, LesionHints(across))
    assert dice(crossed.mask.array, truth) > max(0.8, dice(alone.mask.array, truth) + 0.05)
