"""The figures of the map: each part colored by its side, as strongly as it moves the score."""

import math
import re
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from PCRPredictorLib.imaging import Geometry
from PCRPredictorLib.imaging.orientation import to_lps
from PCRPredictorLib.models.score_map import PhaseMap, ScoreMap
from PCRPredictorLib.report.drawing.slices import filled_path
from PCRPredictorLib.report.drawing.svg import RAISES
from PCRPredictorLib.report.patient.pictures import scored_phases
from PCRPredictorLib.report.patient.score_map import STRONGEST_OPACITY, map_figures, map_in_words

# As the lesion of the phantom: slices 3 to 7, rows 9 to 15, columns 20 to 26.
BOX = (slice(3, 8), slice(9, 16), slice(20, 27))


@pytest.fixture
def mapped(case):
    inside = case.arterial_mask.array[BOX]
    parts = np.where(inside, 1, 0).astype(np.int16)
    parts[..., 3:5] *= 2
    parts[..., 5:] *= 3
    found = ScoreMap({"arterial": PhaseMap(BOX, parts, (0.5, -1.0, math.nan), to_lps(case.arterial).geometry)})
    return found, scored_phases(case.arterial, case.arterial_mask, case.portal, case.portal_mask)


def pictures(markup: str) -> list[ElementTree.Element]:
    return [ElementTree.fromstring(found) for found in re.findall(r"<svg.*?</svg>", markup, re.DOTALL)]


def test_parts_are_colored_by_side_and_strength(mapped):
    found, phases = mapped
    drawn = pictures(map_figures(found, phases))
    assert len(drawn) == 2, "axial and coronal of the one phase that the model reads"
    raising, lowering = drawn[0].findall(".//path[@class='part']")
    assert raising.get("fill") == RAISES
    assert re.fullmatch(r"url\(#map-arterial-axial-lowers\)", lowering.get("fill"))
    assert float(raising.get("fill-opacity")) == pytest.approx(STRONGEST_OPACITY / 2)
    assert float(lowering.get("fill-opacity")) == pytest.approx(STRONGEST_OPACITY)
    assert drawn[0].find(".//pattern[@id='map-arterial-axial-lowers']") is not None


def test_ids_of_the_figures_are_unique(mapped):
    ids = re.findall(r'\bid="([^"]+)"', map_figures(*mapped))
    assert len(ids) == len(set(ids))


def test_the_strongest_parts_are_told_as_probabilities(mapped):
    """Log odds 0 are 50 %; 0 - 0.5 gives 37.8 %, 0 + 1 gives 73.1 %."""
    words = map_in_words(mapped[0], 0.0)
    assert words.startswith("The probability is 50.0 %;")
    assert "without the part that raises it most (arterial phase) it would be 37.8 %" in words
    assert "without the part that lowers it most (arterial phase) it would be 73.1 %" in words
    still = ScoreMap({"portal": PhaseMap(BOX, np.ones((5, 7, 7), np.int16), (0.0,), Geometry((12, 24, 36)))})
    assert map_in_words(still, 0.0) == "The probability is 50.0 %; no single part moves it."


def test_the_report_shows_the_map_and_says_what_it_explains(case, mapped):
    assert "Where the model looks" not in case.page()
    from PCRPredictorLib.report.patient.patient_report import patient_report

    phases = (case.arterial, case.arterial_mask, case.portal, case.portal_mask)
    page = patient_report(case.prediction, *phases, model=case.model, calibration=case.calibration, score_map=mapped[0])
    assert "Where the model looks" in page
    assert "It explains the model, not the tumor" in page


def test_a_filled_path_covers_exactly_its_voxels():
    """Each stroke M x y h n v1 h -n z is n voxels of row y."""
    area = np.random.default_rng(2).random((9, 13)) < 0.4
    covered = np.zeros_like(area)
    for column, row, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", filled_path(area)):
        covered[int(row), int(column) : int(column) + int(length)] = True
    np.testing.assert_array_equal(covered, area)
