"""The side panel's first tab: images, contours, model."""

from PCRPredictorLib.presenter.patient.state import PHASE_TITLES, PHASES, Phase
from trame.widgets import html
from trame.widgets import vuetify3 as v3

from ..controller import Controller
from .attributes import spoken
from .hints import draw_hints


def draw_case_panel(controller: Controller) -> None:
    for phase in PHASES:
        _draw_phase(controller, phase)
    marked = "'stale-mark' + (proposal_doubtful ? ' doubtful' : '')"
    with html.Div(v_if="proposal", classes=(marked,), **spoken(role="status")):
        html.Div("{{ proposal }}", classes="mb-2")
        draw_hints(controller, "side", v_if="proposal_grown", classes="mb-2")
        v3.VBtn(
            "Accept",
            size="small",
            color="primary",
            variant="tonal",
            click=controller.accept_copy,
            **spoken(data_testid="accept"),
        )
        v3.VBtn("Undo", size="small", variant="text", classes="ml-1", click=controller.undo_copy)
    html.Hr(classes="rule-line")
    _draw_model(controller)


def _draw_phase(controller: Controller, phase: Phase) -> None:
    title = PHASE_TITLES[phase]
    with html.Div(classes="section"):
        html.Span(title.capitalize())
        v3.VSpacer()
        v3.VBtn(
            "Guessed from its name: confirm",
            v_if=f"{phase}_guessed",
            size="x-small",
            variant="outlined",
            color="warning",
            click=(controller.confirm_volume, f"['{phase}']"),
        )
    with html.Div(classes="row"):
        v3.VSelect(
            label="CT",
            model_value=(f"{phase}_volume",),
            items=("volumes",),
            no_data_text="Open a CT first",
            update_modelValue=(controller.choose_volume, f"['{phase}', $event]"),
            **spoken(data_testid=f"volume-{phase}"),
        )
        _small_button(
            "mdi-folder-open-outline",
            f"Open the CT of the {title}",
            f"window.pcrUploads.pick('{phase}')",
            f"open-{phase}",
        )
        _small_button(
            "mdi-close",
            f"Remove the CT of the {title}",
            f"trigger('remove_volume', ['{phase}'])",
            f"remove-{phase}",
            disabled=(f"!{phase}_volume",),
        )
    with html.Div(classes="row"):
        v3.VSelect(
            label="Contour",
            model_value=(f"{phase}_contour",),
            items=("contours",),
            no_data_text="Draw or open a contour",
            update_modelValue=(controller.choose_contour, f"['{phase}', $event]"),
            **spoken(data_testid=f"contour-{phase}"),
        )
        _small_button(
            "mdi-plus",
            f"New contour on the {title}",
            (controller.new_contour, f"['{phase}']"),
            f"new-{phase}",
            disabled=(f"!{phase}_volume",),
        )
        _small_button(
            "mdi-folder-open-outline",
            f"Open a contour for the {title}",
            f"trigger('turn_to', ['{phase}']); window.pcrUploads.pick('contour')",
            f"open-contour-{phase}",
            disabled=(f"!{phase}_volume",),
        )


def _draw_model(controller: Controller) -> None:
    with html.Div(classes="section"):
        html.Span("Model")
        v3.VSpacer()
        v3.VBtn(
            "Model card",
            size="x-small",
            variant="outlined",
            click="card_open = true",
            disabled=("!model",),
            **spoken(data_testid="card"),
        )
    with html.Div(classes="row"):
        v3.VSelect(
            label="Model",
            model_value=("model",),
            items=("models",),
            update_modelValue=(controller.choose_model, "[$event]"),
            **spoken(data_testid="model"),
        )
        _small_button("mdi-folder-open-outline", "Open a model file", "window.pcrUploads.pick('model')", "open-model")
    with html.Div(classes="row"):
        v3.VSelect(
            label="Calibration",
            model_value=("calibration",),
            items=("calibrations",),
            clearable=True,
            no_data_text="None; open one",
            update_modelValue=(controller.choose_calibration, "[$event]"),
            **spoken(data_testid="calibration"),
        )
        _small_button(
            "mdi-folder-open-outline",
            "Open a calibration file",
            "window.pcrUploads.pick('calibration')",
            "open-calibration",
        )
    html.P(
        "This model gives no probability without a calibration on your own reference cohort. Make one with "
        "pcr-predictor calibrate, then open it here.",
        classes="hint",
        v_if="needs_calibration",
    )
    with html.Div(classes="row", v_for="item in clinical", key="item.name"):
        v3.VTextField(
            label=("item.name",),
            model_value=("item.value",),
            type="number",
            change=(controller.set_clinical, "[item.name, $event.target.value]"),
        )


def _small_button(icon: str, title: str, click: object, testid: str, **attributes: object) -> None:
    names = spoken(aria_label=title, data_testid=testid)
    with v3.VBtn(icon=True, variant="text", size="32", click=click, **names, **attributes):
        v3.VIcon(icon, size=18)
        v3.VTooltip(title, activator="parent")
