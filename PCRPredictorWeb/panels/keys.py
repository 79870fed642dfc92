"""What the mouse and the keys do, on one card."""

from trame.widgets import html
from trame.widgets import vuetify3 as v3

from .attributes import spoken

KEYS = (
    ("Wheel, arrows up and down", "Scroll through the slices; Page Up and Page Down by five"),
    ("Left drag, no tool in hand", "Gray values: right is wider, up is brighter"),
    ("Right drag, middle drag", "Zoom, move"),
    ("P  E  D  S  T", "Paint, erase, draw, scissors, threshold"),
    ("L", "The lesion's longest diameter, from which its contour is proposed"),
    ("A  B  N", "Correct what was proposed from it: line across, belongs, does not belong"),
    ("[  ]  or Shift and wheel", "Brush smaller, larger"),
    ("Esc", "Drop the line being drawn; put the tool away"),
    ("Ctrl+Z, Ctrl+Y", "Undo, redo"),
    ("?", "This card"),
)


def draw_keys() -> None:
    """Build the card; the state ``keys_open`` shows it."""
    with (
        v3.VDialog(v_model=("keys_open",), max_width=560, **spoken(aria_label="Mouse and keys")),
        v3.VCard(**spoken(data_testid="keys")),
    ):
        v3.VCardTitle("Mouse and keys", style="font-size: 17px;")
        with v3.VCardText(), html.Dl():
            for keys, does in KEYS:
                with html.Div(classes="card-row keys"):
                    html.Dt(keys)
                    html.Dd(does)
