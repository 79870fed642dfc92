"""The drawings in colors that can be read on a dark ground."""

import re

from .svg import INK, LOWERS, MUTED, RAISES, RULE

GROUND = "#2b2b2b"
COLORS = {INK: "#f0f3f6", MUTED: "#b1bac4", RULE: "#545d68", "#eaeef2": "#444c56", RAISES: "#4fa8e0", LOWERS: "#f0883e"}
_COLOR = re.compile("|".join(COLORS))


def on_dark(drawing: str) -> str:
    """An inline SVG for a ground of `GROUND`: what was dark is light, and blue and orange stay blue and orange."""
    recolored = _COLOR.sub(lambda found: COLORS[found.group()], drawing)
    recolored = recolored.replace('fill="#ffffff"', f'fill="{GROUND}"')  # what lies behind a word
    return recolored.replace("<svg ", f'<svg fill="{COLORS[INK]}" ', 1)  # of words without a color of their own
