"""Guessing cases: what is taken, and why not what is not."""

from dataclasses import dataclass, field

import pytest
from PCRPredictorLib.presenter.cohort.scene_cohort import guess_cases
from PCRPredictorLib.presenter.patient.state import PhaseChoice


@dataclass
class Patient:
    volumes: dict[str, str]
    contours: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    name: str = "Doe^Jane"


VOLUMES = {"v1": "3: arterial", "v2": "4: portal venous", "v3": "5: delayed"}


def test_the_only_contour_or_the_only_tumor_is_taken():
    contours = {"v1": [("s1", "a", "Segment_1")], "v2": [("s2", "b", "liver"), ("s2", "c", "HCC"), ("s2", "d", "cyst")]}
    (case,) = guess_cases([Patient(VOLUMES, contours)])
    assert case.problem is None
    assert case.case_id == "CASE0001"
    assert case.phases == {"arterial": PhaseChoice("v1", "s1", "a"), "portal": PhaseChoice("v2", "s2", "c")}
    assert case.shown == {"arterial": "3: arterial: Segment_1", "portal": "4: portal venous: HCC"}


@pytest.mark.parametrize(
    ("volumes", "contours", "problem"),
    [
        ({"v1": "arterial"}, {"v1": [("s", "a", "tumor")]}, "of the portal venous phase by name"),
        ({**VOLUMES, "v4": "late arterial"}, {}, "several, of the arterial phase"),
        (VOLUMES, {}, "arterial phase has 0 contours"),
        (VOLUMES, {"v1": [("s", "a", "tumor 1"), ("s", "b", "tumor 2")]}, "2 contours, 2 of them named tumor"),
        (VOLUMES, {"v1": [("s", "a", "liver"), ("s", "b", "spleen")]}, "2 contours, 0 of them named tumor"),
    ],
)
def test_what_is_not_plain_is_not_taken(volumes, contours, problem):
    (case,) = guess_cases([Patient(volumes, contours)])
    assert problem in case.problem
