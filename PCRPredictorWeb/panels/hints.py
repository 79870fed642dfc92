"""The buttons that correct a contour proposed from the lesion's diameter, in the words of the Slicer module."""

from typing import Any

from PCRPredictorLib.imaging.lesion_hints import HintKind
from trame.widgets import html
from trame.widgets import vuetify3 as v3

from ..controller import Controller
from .attributes import spoken

TITLES: dict[HintKind, str] = {"across": "Line across", "belongs": "Belongs", "foreign": "Does not belong"}
# What to do with each; the last half sentence holds for all.
HINT_WORDS: dict[HintKind, str] = {
    "across": "Click both edges of the lesion across its longest diameter",
    "belongs": "Click both ends of a stroke over lesion that was left out",
    "foreign": "Click both ends of a stroke over what is no lesion",
}
THEN = "; it is proposed anew, and what was edited since is dropped."


def draw_hints(controller: Controller, place: str, **attributes: Any) -> None:
    """Draw them at one more place of the page, whose name their names for tests begin with."""
    with html.Div(**attributes, **spoken(role="group", aria_label="Correct the proposal")):
        for kind, title in TITLES.items():
            v3.VBtn(
                title,
                size="small",
                variant="outlined",
                classes="mr-1",
                click=(controller.choose_tool, f"['{kind}']"),
                active=(f"tool === '{kind}'",),
                disabled=("!can_correct",),
                **spoken(
                    title=HINT_WORDS[kind] + THEN,
                    data_testid=f"{place}-tool-{kind}",
                    **{":aria-pressed": f"tool === '{kind}'"},
                ),
            )
