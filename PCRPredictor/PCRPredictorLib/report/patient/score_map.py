"""Where the model looks: which parts of the lesion raise the score, and which lower it."""

import math
from collections.abc import Iterator
from dataclasses import replace
from html import escape

import numpy as np

from ...models.score_map import PhaseMap, ScoreMap
from ...texts import listing
from ...texts import sentence as _
from ..drawing.page import section
from ..drawing.planes import Plane, largest_planes
from ..drawing.slices import filled_path, outline_path, slice_picture
from ..drawing.svg import RAISES, Attribute, element, hatch
from ..drawing.wording import percent
from .pictures import Phase, field_of_view_mm

STRONGEST_OPACITY = 0.75
LEAST_FIELD_MM = 70.0  # holds the scale bar
HATCH_VOXELS = 0.16
PLANES_SHOWN = ("axial", "coronal")
TITLES = {"arterial": _("arterial"), "portal": _("portal")}
RAISING = _("without the part that raises it most ({phase} phase) it would be {without}")
LOWERING = _("without the part that lowers it most ({phase} phase) it would be {without}")
NOTE = (
    "It explains the model, not the tumor: each part is left out of the contour in turn, and the colors say how the "
    "score would change. Blue parts raise it, hatched orange parts lower it; the stronger the color, the more."
)


def score_map_section(score_map: ScoreMap | None, phases: tuple[Phase, ...], linear_predictor: float) -> str:
    """The block on where the model looks; empty where no map was made."""
    if score_map is None:
        return ""
    return section(
        "Where the model looks",
        f'<div class="pictures four">{map_figures(score_map, phases)}</div>',
        f'<p class="note">{escape(map_in_words(score_map, linear_predictor))} {escape(NOTE)}</p>',
        key="score-map",
    )


def map_figures(score_map: ScoreMap, phases: tuple[Phase, ...]) -> str:
    """The axial and coronal plane of each phase with its parts colored, as markup.

    Parameters
    ----------
    phases : tuple of Phase
        Those that were mapped, as the report shows them.
    """
    return "".join(_figures(score_map, phases))


def map_in_words(score_map: ScoreMap, linear_predictor: float) -> str:
    """What the parts that move the score most do to the probability."""
    effects = [(effect, phase) for phase, found in score_map.phases.items() for effect in found.effects]
    known = [item for item in effects if math.isfinite(item[0])]
    now = percent(_probability(linear_predictor))
    words = []
    for (effect, phase), raises in ((max(known, default=(0, "")), True), (min(known, default=(0, "")), False)):
        if effect and (effect > 0) == raises:
            without = percent(_probability(linear_predictor - effect))
            words.append((RAISING if raises else LOWERING).format(phase=TITLES[phase], without=without))
    if not words:
        return _("The probability is {now}; no single part moves it.").format(now=now)
    return _("The probability is {now}; {words}.").format(now=now, words=listing(words))


def _figures(score_map: ScoreMap, phases: tuple[Phase, ...]) -> Iterator[str]:
    side_mm = field_of_view_mm(phases, LEAST_FIELD_MM)
    for phase in phases:
        found = score_map.phases.get(phase.name)
        if found is None:
            continue
        for plane, numbered in zip(largest_planes(phase.image, phase.mask), _planes(phase, found), strict=True):
            if plane.name in PLANES_SHOWN:
                title = f"{phase.name.capitalize()} phase, {plane.name}"
                key = f"map-{phase.name}-{plane.name}"
                overlay = _overlay(key, numbered.values, found.effects, score_map.largest)
                picture = slice_picture(key, f"{title}: where the model looks", plane, phase.window, side_mm, overlay)
                yield f"<figure>{picture}<figcaption><strong>{escape(title)}</strong></figcaption></figure>"


def _planes(phase: Phase, found: PhaseMap) -> tuple[Plane, ...]:
    """The same planes as the pictures', with the numbers of the parts in place of the gray values."""
    numbers = found.numbered(phase.image).array
    return largest_planes(replace(phase.image, array=numbers), phase.mask)


def _overlay(key: str, numbers: np.ndarray, effects: tuple[float, ...], largest: float) -> str:
    painted, borders = [hatch(f"{key}-lowers", HATCH_VOXELS)], []
    for number, effect in enumerate(effects, start=1):
        part = numbers == number
        if not part.any():
            continue
        borders.append(outline_path(part))
        if math.isfinite(effect) and effect and largest:
            fill = RAISES if effect > 0 else f"url(#{key}-lowers)"
            strength = STRONGEST_OPACITY * abs(effect) / largest
            painted.append(element("path", d=filled_path(part), fill=fill, fill_opacity=strength, class_="part"))
    lines: dict[str, Attribute] = {"fill": "none", "stroke": "#ffffff", "stroke_width": 0.6, "stroke_opacity": 0.35}
    borders_drawn = element("path", d="".join(borders), vector_effect="non-scaling-stroke", **lines)
    return "".join(painted) + borders_drawn


def _probability(linear_predictor: float) -> float:
    from scipy.special import expit  # slow to import

    return float(expit(linear_predictor))
