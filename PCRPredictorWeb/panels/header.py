"""The bar at the top: what this is, and how something gets in."""

from trame.widgets import html
from trame.widgets import vuetify3 as v3

from .attributes import spoken


def draw_header() -> None:
    with v3.VAppBar(height=48, flat=True, color="surface", style="border-bottom: 1px solid #2b313a;"):
        html.H1("PCR Predictor", style="font-size: 16px; font-weight: 650; margin: 0 14px 0 16px;")
        html.Span("Research use only", classes="tag")
        html.Span("Simulated data", classes="tag simulated ml-2", v_if=("simulated",))
        v3.VSpacer()
        v3.VProgressCircular(
            indeterminate=True, size=18, width=2, classes="mr-3", v_if=("opening",), **spoken(aria_label="Opening")
        )
        v3.VBtn(
            "New case",
            variant="text",
            prepend_icon="mdi-file-outline",
            click="asked = 'new'",
            disabled=("opening || !(volumes.length || contours.length)",),
            **spoken(data_testid="new-case"),
        )
        v3.VBtn(
            "Sample patient",
            variant="text",
            prepend_icon="mdi-account-outline",
            click="trigger('ask_sample')",
            disabled=("opening",),
            **spoken(data_testid="sample"),
        )
        v3.VBtn(
            "Open",
            variant="tonal",
            color="primary",
            prepend_icon="mdi-folder-open-outline",
            classes="ml-1",
            click="window.pcrUploads.pick('')",
            disabled=("opening",),
            **spoken(data_testid="open"),
        )
        v3.VBtn(
            "Open folder",
            variant="text",
            prepend_icon="mdi-folder-open-outline",
            click="window.pcrUploads.pickFolder()",
            disabled=("opening",),
            **spoken(data_testid="open-folder"),
        )
        with v3.VBtn(
            icon=True,
            variant="text",
            size="small",
            classes="mx-2",
            click="about = true",
            **spoken(aria_label="About", data_testid="about"),
        ):
            v3.VIcon("mdi-information-outline")
