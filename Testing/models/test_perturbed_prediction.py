"""The spread of a probability under perturbed contours, against a loop over whole extractions."""

import math
from dataclasses import asdict, replace

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.features import extract
from PCRPredictorLib.imaging import Geometry, Mask, PhaseImage
from PCRPredictorLib.imaging.perturbation import ContourPerturber, PerturbationSettings
from PCRPredictorLib.models.call import OUTSIDE, TOO_CLOSE
from PCRPredictorLib.models.cutoff import Cutoff
from PCRPredictorLib.models.model_file import Model, ModelFeature
from PCRPredictorLib.models.patient import predict_patient
from PCRPredictorLib.models.perturbed_prediction import with_contour_spread
from PCRPredictorLib.models.training_cohort import ACQUISITION_KEY
from PCRPredictorLib.models.training_cutoff import CUTOFF_KEY

from Testing.storage_orders import ORDERS, Stored, store

GRID = Geometry((9, 40, 40), (1.0, 1.0, 2.0))
COUNT = 12


@pytest.fixture(scope="module")
def phases() -> tuple[PhaseImage, Mask, PhaseImage, Mask]:
    found: list[PhaseImage | Mask] = []
    for seed in (1, 2):
        generator = np.random.default_rng(seed)
        slices, rows, columns = np.ogrid[:9, :40, :40]
        inside = ((slices - 4) / 3.5) ** 2 + ((rows - 20) / 11) ** 2 + ((columns - 19) / 11) ** 2 <= 1
        values = np.where(inside, 80, 40) + np.round(generator.normal(0, 8, GRID.shape))
        found += [PhaseImage(values.astype(np.int16), GRID), Mask(inside, GRID)]
    return tuple(found)


@pytest.fixture(scope="module")
def model() -> Model:
    """Scaled so that the perturbed probabilities lie on both sides of the cut-off."""
    return Model(
        name="tiny",
        version="1",
        source="made for the tests",
        feature_set="ak396",
        profile_hash=None,
        features=(
            ModelFeature("A4", "MeanValue", "arterial", 1.0, 75.0, 3.0),
            ModelFeature("P35", "VolumeCount", "portal", -0.5, 1700.0, 150.0),
            ModelFeature("age", "age", None, 0.3, 60.0, 10.0),
        ),
        intercept=0.1,
        cutoff=0.5,
        cutoff_meaning="for the tests",
        intended_use="Tests only.",
    )


def test_probabilities_are_those_of_each_perturbed_contour(phases, model):
    settings = PerturbationSettings(seed=5)
    prediction = predict_patient(*phases, model, clinical={"age": 70.0})
    calls: list[tuple[int, int]] = []
    spread = with_contour_spread(
        prediction,
        *phases,
        model,
        perturbations=COUNT,
        settings=settings,
        on_progress=lambda done, total: calls.append((done, total)),
    ).contour_spread
    expected = []
    perturbers = [ContourPerturber(phases[k], settings, settings.stream((), number)) for number, k in enumerate((1, 3))]
    for number in range(COUNT):
        values = []
        for perturber, image, mask, name in zip(
            perturbers, phases[::2], phases[1::2], ("MeanValue", "VolumeCount"), strict=True
        ):
            array = np.zeros(GRID.shape, dtype=bool)
            array[perturber.box] = perturber.draw(number)
            values.append(extract(image, replace(mask, array=array), only=[name]).features[name])
        score = 0.1 + (values[0] - 75) / 3 - 0.5 * (values[1] - 1700) / 150 + 0.3 * 1.0
        expected.append(1 / (1 + math.exp(-score)))
    assert spread.probabilities == pytest.approx(expected, rel=1e-12)
    assert len(set(spread.probabilities)) == COUNT
    class_of_drawn = prediction.probability >= 0.5
    assert spread.same_side_share == np.mean([(p >= 0.5) == class_of_drawn for p in expected])
    assert 0 < spread.same_side_share < 1
    content = spread.as_json()
    assert content["probability_sd"] == pytest.approx(np.std(expected, ddof=1), rel=1e-12)
    assert content["probability_percentiles"]["95"] == pytest.approx(np.percentile(expected, 95), rel=1e-12)
    assert content["settings"]["in_plane"] == {"arterial": False, "portal": False}
    assert "no confidence interval" in content["note"]
    assert calls[-1] == (2 * COUNT, 2 * COUNT)


def test_without_a_cutoff_there_is_no_side(phases, model):
    without = replace(model, cutoff=None, cutoff_meaning=None)
    prediction = predict_patient(*phases, without, clinical={"age": 60.0})
    spread = with_contour_spread(prediction, *phases, without, perturbations=3).contour_spread
    assert spread.same_side_share is None
    assert "contour_spread" not in prediction.as_json()


def test_who_is_called_nothing_has_no_side(phases, model):
    """Neither a case outside by its scan, whose contours are all outside with it, nor one too close to call."""
    own = {
        "auc": 0.8,
        "auc_ci": [0.7, 0.9],
        "cutoff": asdict(Cutoff(0.5, 0.0, 1.0, "Youden's index", 20, 5, 100, 0)),
        "too_close": 0.3,
        "reason_for_none": None,
    }
    unsure = replace(model, training={CUTOFF_KEY: own})
    prediction = predict_patient(*phases, unsure, clinical={"age": 60.0})
    assert prediction.call == TOO_CLOSE
    spread = with_contour_spread(prediction, *phases, unsure, perturbations=3).contour_spread
    assert (spread.same_side_share, spread.outside_domain) == (None, 0)
    coarse = replace(model, training={ACQUISITION_KEY: {"portal_slice_spacing_mm": {"minimum": 5.0, "maximum": 5.0}}})
    prediction = predict_patient(*phases, coarse, clinical={"age": 60.0})
    assert prediction.call == OUTSIDE
    spread = with_contour_spread(prediction, *phases, coarse, perturbations=3).contour_spread
    assert (spread.same_side_share, spread.outside_domain) == (None, 3)
    assert spread.note.startswith("3 of 3 perturbed contours lie outside")


def test_contours_that_cannot_be_scored_are_counted_or_refused(phases, model):
    """Padding right around the lesion is refused by every contour that grows into it."""
    image, mask, *portal = phases
    fenced = PhaseImage(np.where(mask.array, image.array, -2000).astype(np.int16), GRID)
    case = (fenced, mask, *portal)
    prediction = predict_patient(*case, model, clinical={"age": 60.0})
    with pytest.raises(InputError, match=r"Only [01] of 4 perturbed contours could be scored.*padding"):
        with_contour_spread(prediction, *case, model, perturbations=4)
    with pytest.raises(InputError, match="at least 2"):
        with_contour_spread(prediction, *case, model, perturbations=1)


def test_perturbed_contours_do_not_depend_on_how_the_phases_are_stored(phases, model):
    arterial, portal = Stored(*phases[:2]), Stored(*phases[2:])
    settings = PerturbationSettings(seed=3, in_plane=True)

    def spread(first: Stored, second: Stored) -> tuple[float, ...]:
        given = (first.image, first.mask, second.image, second.mask, model)
        prediction = predict_patient(*given, clinical={"age": 60.0})
        found = with_contour_spread(prediction, *given, perturbations=4, settings=settings)
        return found.contour_spread.probabilities

    expected = spread(arterial, portal)
    assert len(set(expected)) == 4
    for number in range(0, 48, 7):
        assert spread(store(arterial, *ORDERS[number]), store(portal, *ORDERS[47 - number])) == expected
