"""The page as a whole."""

from typing import Any

from trame.ui.vuetify3 import VAppLayout
from trame.widgets import client, html
from trame.widgets import vuetify3 as v3

from ..controller import Controller
from ..linked_views import LinkedViews
from .attributes import spoken
from .case_panel import draw_case_panel
from .dialogs import draw_dialogs
from .header import draw_header
from .keys import draw_keys
from .result_panel import draw_result_panel
from .theme import VUETIFY, style_sheet
from .tool_bar import draw_looking_bar, draw_settings_bar, draw_tool_bar
from .upload_panel import draw_upload_panel


def draw_page(server: Any, controller: Controller, views: LinkedViews) -> client.JSEval:
    """Build the page; returns what makes the browser fetch a download by its name."""
    with VAppLayout(server, vuetify_config=VUETIFY) as layout:
        client.Style(style_sheet())
        downloads = client.JSEval(exec="window.pcrPredictor.download($event)")
        draw_header()
        with v3.VMain(), html.Div(classes="page"):
            with html.Div(classes="middle"):
                draw_tool_bar(controller)
                draw_settings_bar(controller)
                with html.Div(classes="views"):
                    views.layout.initialize_layout_grid(layout)
                    _draw_welcome()
                    _draw_messages(controller)
                draw_looking_bar(controller)
            _draw_side(controller)
        # There before the number comes, else screen readers would not tell it.
        html.Div(
            "{{ result && !stale ? result.heard : '' }}", classes="heard", **spoken(role="status", data_testid="heard")
        )
        draw_dialogs()
        draw_keys()
        draw_upload_panel()
    return downloads


def _draw_welcome() -> None:
    with html.Div(classes="welcome", v_if="!arterial_volume && !portal_volume"):
        html.Div("Open the arterial and the portal venous CT of one examination", style="font-size: 17px;")
        html.Div(
            "NRRD, NIfTI or MetaImage files, Slicer segmentations (.seg.nrrd), DICOM folders, their files or their ZIP "
            "archives; drop them here, too. They stay on the machine that runs this program.",
            classes="hint",
            style="max-width: 460px;",
        )
        with html.Div(style="display: flex; gap: 10px;"):
            v3.VBtn(
                "Open",
                color="primary",
                variant="tonal",
                prepend_icon="mdi-folder-open-outline",
                click="window.pcrUploads.pick('')",
                disabled=("opening",),
            )
            v3.VBtn(
                "Load the sample patient",
                variant="outlined",
                prepend_icon="mdi-account-outline",
                # The second click of a double click would find a case to be replaced, and ask.
                click="$event.detail > 1 || trigger('ask_sample')",
                disabled=("opening",),
                **spoken(data_testid="welcome-sample"),
            )


def _draw_messages(controller: Controller) -> None:
    with html.Div(classes="messages", **spoken(role="alert")):
        v3.VBtn(
            "Close all {{ messages.length }}",
            v_if="messages.length > 2",
            size="x-small",
            classes="all",
            click=controller.messages.clear,
            **spoken(data_testid="close-all"),
        )
        v3.VAlert(
            v_for="message in messages",
            key="message.text",
            type=("message.kind",),
            text=("message.text",),
            density="compact",
            closable=True,
            elevation=8,
            **spoken(data_testid="message"),
            click_close=(controller.messages.drop, "[message.text]"),
        )


def _draw_side(controller: Controller) -> None:
    with html.Aside(classes="side"):
        with v3.VTabs(v_model=("side_tab",), density="compact", color="primary", grow=True, style="flex: none;"):
            v3.VTab("Case", value="case", **spoken(data_testid="tab-case"))
            v3.VTab("Result", value="result", **spoken(data_testid="tab-result"))
        with html.Div(classes="side-body", v_show="side_tab === 'case'"):
            html.Div("{{ size_hint }}", v_if="size_hint", classes="hint warned", **spoken(data_testid="size-hint"))
            draw_case_panel(controller)
        with html.Div(classes="side-body", v_show="side_tab === 'result'"):
            draw_result_panel(controller)
        with html.Div(classes="side-foot"):
            _draw_phase_check(controller)
            with html.Div(style="display: flex; align-items: center; gap: 14px;"):
                v3.VBtn(
                    "Predict",
                    color="primary",
                    style="flex: 1;",
                    v_if="!running",
                    disabled=("!!predict_reason",),
                    click=controller.predict,
                    **spoken(data_testid="predict"),
                )
                v3.VBtn(
                    "Cancel",
                    variant="outlined",
                    style="flex: 1;",
                    v_if="running",
                    click=controller.cancel,
                    **spoken(data_testid="cancel"),
                )
                v3.VSwitch(
                    label="Live",
                    model_value=("live",),
                    update_modelValue=(controller.set_live, "[$event]"),
                    style="flex: none;",
                    **spoken(data_testid="live"),
                )
            # A prediction reports only its beginning; what takes long reports its share.
            v3.VProgressLinear(
                model_value=("progress",),
                indeterminate=("running && progress <= 5",),
                height=2,
                color="primary",
                classes="mt-2",
                **spoken(aria_label="Progress of the computation"),
            )
            html.Div(
                "{{ running ? progress_text : predict_reason || 'Ready to predict.' }}",
                classes="foot-reason",
                **spoken(role="status", tabindex="0", data_testid="reason"),
            )


def _draw_phase_check(controller: Controller) -> None:
    """What speaks against the chosen phases, beside Predict, and the button that confirms them."""
    with html.Div(
        classes="stale-mark mb-2",
        v_if="phase_contradictions.length",
        **spoken(role="status", data_testid="phase-contradictions"),
    ):
        html.Div("{{ sentence }}.", v_for="sentence in phase_contradictions", key="sentence")
        v3.VBtn(
            "The phases are right: confirm",
            v_if="!phases_confirmed",
            size="x-small",
            variant="outlined",
            classes="mt-1",
            click=controller.confirm_phases,
            **spoken(data_testid="confirm-phases"),
        )
        html.Div("Confirmed; the result will say so.", v_if="phases_confirmed", classes="hint")
    html.Div(
        "{{ note }}",
        v_for="note in phase_notes",
        key="note",
        classes="hint",
        **spoken(data_testid="phase-note"),
    )
