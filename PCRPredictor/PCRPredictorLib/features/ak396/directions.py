"""The four in-plane directions, the three offsets, and what AllDirection and _SD mean."""

from collections.abc import Iterable, Mapping
from functools import cache
from math import fsum

ANGLES = {"angle0": (1, 0), "angle135": (-1, 1), "angle45": (1, 1), "angle90": (0, 1)}
DISTANCES = (1, 4, 7)
Direction = tuple[str, int]
ALL_DIRECTIONS: tuple[Direction, ...] = tuple((angle, distance) for angle in ANGLES for distance in DISTANCES)

SUFFIXES: tuple[str, ...] = (
    *(f"AllDirection_offset{distance}{kind}" for distance in DISTANCES for kind in ("", "_SD")),
    *(f"{angle}_offset{distance}" for angle in ANGLES for distance in DISTANCES),
)


def step_of(direction: Direction) -> tuple[int, int]:
    """(columns, rows) of one step, as ITK flips it: the last non-zero component is positive."""
    angle, distance = direction
    columns, rows = ANGLES[angle]
    return columns * distance, rows * distance


@cache
def directions_of(name: str) -> tuple[Direction, ...]:
    """Directions whose matrices a feature such as ``Inertia_angle45_offset4`` needs."""
    _, which, offset = name.split("_")[:3]
    distance = int(offset.removeprefix("offset"))
    return tuple((angle, distance) for angle in ANGLES) if which == "AllDirection" else ((which, distance),)


def directions_of_all(names: Iterable[str]) -> tuple[Direction, ...]:
    """Directions that any of `names` needs, in the order of the catalogue."""
    needed = {direction for name in names for direction in directions_of(name)}
    return tuple(direction for direction in ALL_DIRECTIONS if direction in needed)


def per_direction(names: Iterable[str], measured: Mapping[Direction, Mapping[str, float]]) -> dict[str, float]:
    """Values of `names` from the values of each direction by base name.

    ``AllDirection`` is the mean of the four in-plane angles, ``_SD`` their population variance without
    a square root (both measured on the published A.K. table).
    """
    found = {}
    for name in names:
        base = name.partition("_")[0]
        values = [measured[direction][base] for direction in directions_of(name)]
        # fsum rounds once; sum itself does so from Python 3.12 on, but not before
        mean = fsum(values) / len(values)
        found[name] = fsum((value - mean) ** 2 for value in values) / len(values) if name.endswith("_SD") else mean
    return found
