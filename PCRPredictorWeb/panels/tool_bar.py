"""The bars around the images: tools, the settings of the tool in hand, and how one looks."""

from typing import Any

from PCRPredictorLib.presenter.patient.windows import WINDOWS
from trame.widgets import html
from trame.widgets import vuetify3 as v3

from ..controller import Controller
from ..diameter import DIAMETER
from ..linked_views import ORIENTATIONS
from .attributes import spoken
from .hints import HINT_WORDS, draw_hints

TOOLS = (
    ("paint", "mdi-brush", "Paint"),
    ("erase", "mdi-eraser", "Erase"),
    ("draw", "mdi-draw", "Draw an outline and fill it"),
    ("scissors", "mdi-content-cut", "Scissors"),
    ("threshold", "mdi-tune-vertical-variant", "Threshold"),
    ("islands", "mdi-scatter-plot-outline", "Islands"),
    ("smoothing", "mdi-blur", "Smooth"),
)
REGIONS = (
    ("contour", "Inside the contour"),
    ("brush", "Under the brush (a ball)"),
    ("box", "In a box around it"),
    ("everywhere", "In the whole CT"),
)
SCISSORS = (
    ("erase_outside", "Erase outside"),
    ("erase_inside", "Erase inside"),
    ("fill_inside", "Fill inside"),
)
ISLANDS = (
    ("keep_largest", "Keep the largest"),
    ("remove_small", "Remove small ones"),
    ("keep_selected", "Keep the one clicked"),
    ("remove_selected", "Remove the one clicked"),
)
SMOOTHING = (
    ("median", "Median"),
    ("opening", "Opening (removes spurs)"),
    ("closing", "Closing (fills dents)"),
    ("gaussian", "Gaussian"),
)


def draw_tool_bar(controller: Controller) -> None:
    with html.Div(classes="strip", **spoken(role="toolbar", aria_label="Contour tools")):
        with v3.VBtnToggle(
            model_value=("active_phase",),
            mandatory=True,
            density="compact",
            variant="outlined",
            divided=True,
            color="primary",
            update_modelValue=(controller.turn_to, "[$event]"),
            style="height: 32px;",
        ):
            v3.VBtn("Arterial", value="arterial", size="small", **spoken(data_testid="phase-arterial"))
            v3.VBtn("Portal", value="portal", size="small", **spoken(data_testid="phase-portal"))
        html.Span(classes="rule")
        _icon_button(
            "mdi-ruler",
            "Propose a contour from the longest diameter",
            (controller.choose_tool, f"['{DIAMETER}']"),
            active=(f"tool === '{DIAMETER}'",),
            disabled=("!arterial_volume && !portal_volume",),
            testid=f"tool-{DIAMETER}",
        )
        for name, icon, title in TOOLS:
            _icon_button(
                icon,
                title,
                (controller.choose_tool, f"['{name}']"),
                active=(f"tool === '{name}'",),
                disabled=("!arterial_volume && !portal_volume",),
                testid=f"tool-{name}",
            )
        html.Span(classes="rule")
        _icon_button("mdi-undo", "Undo (Ctrl+Z)", controller.undo, disabled=("!undo_steps.length",), testid="undo")
        _icon_button("mdi-redo", "Redo (Ctrl+Y)", controller.redo, disabled=("!can_redo",), testid="redo")
        _draw_steps(controller)
        html.Span(classes="rule")
        _icon_button(
            "mdi-transfer",
            "Copy this contour to the other phase",
            controller.copy_contour,
            disabled=("!!(active_phase === 'arterial' ? arterial_copy_reason : portal_copy_reason)",),
            testid="copy",
        )
        v3.VSpacer()
        _icon_button("mdi-keyboard-outline", "Keys (?)", "keys_open = true", testid="keys-button")


def draw_looking_bar(controller: Controller) -> None:
    """The bar below the images: how one looks at them."""
    with html.Div(classes="strip looking", **spoken(role="toolbar", aria_label="Views")):
        _text_button(
            "Linked",
            "mdi-link-variant",
            (controller.set_linked, "[!linked]"),
            "link",
            active=("linked",),
            color="primary",
        )
        _text_button("Whole", "mdi-fit-to-page-outline", controller.reset_views, "fit")
        v3.VSelect(
            model_value=("orientation",),
            items=("orientations", list(ORIENTATIONS)),
            update_modelValue="trigger('turn_views', [$event])",
            **spoken(aria_label="Orientation", data_testid="orientation"),
            style="max-width: 112px; min-width: 112px;",
            classes="ml-2",
        )
        v3.VSelect(
            v_model=("gray_window",),
            items=("gray_windows", list(WINDOWS)),
            placeholder=("window_text",),
            persistent_placeholder=True,
            **spoken(aria_label="Gray window", data_testid="window"),
            style="max-width: 140px; min-width: 132px;",
            classes="ml-1",
        )
        html.Span("{{ window_text }}", classes="window-text", **spoken(data_testid="window-text"))


def draw_settings_bar(controller: Controller) -> None:
    with html.Div(classes="strip settings", **spoken(aria_live="polite")):
        with html.Template(v_if="tool === 'paint' || tool === 'erase'"):
            html.Span("{{ tool === 'paint' ? 'Paint' : 'Erase' }} with a brush of")
            v3.VSlider(
                v_model=("brush_mm",),
                min=2,
                max=60,
                step=1,
                style="width: 180px;",
                **spoken(aria_label="Brush diameter in mm"),
            )
            html.Span("{{ brush_mm }} mm", style="width: 48px;")
            v3.VCheckbox(v_model=("brush_sphere",), label="through neighboring slices")
        html.Span(
            "Draw the lesion's longest diameter on one slice, from edge to edge: drag, or click both ends.",
            v_if=f"tool === '{DIAMETER}'",
        )
        with html.Template(v_if=f"proposal_grown && (!tool || {list(HINT_WORDS)}.includes(tool))"):
            draw_hints(controller, "bar", style="flex: none;")
            for kind, words in HINT_WORDS.items():
                html.Span(f"{words}.", v_if=f"tool === '{kind}'")
            html.Span("Where it is wrong, correct it; then accept.", v_if="!tool")
        html.Span("Draw around the tumor on this slice; the inside is added.", v_if="tool === 'draw'")
        with html.Template(v_if="tool === 'scissors'"):
            html.Span("Draw a loop:")
            _select("scissors_mode", SCISSORS, 180)
            v3.VCheckbox(v_model=("scissors_slice_only",), label="this slice only")
        with html.Template(v_if="tool === 'threshold'"):
            _draw_threshold(controller)
        with html.Template(v_if="tool === 'islands'"):
            html.Span("Islands:")
            _select("islands_mode", ISLANDS, 210)
            with html.Template(v_if="islands_mode === 'remove_small'"):
                html.Span("below")
                _number(controller, "islands_ml", 84, "Smallest volume in ml")
                html.Span("ml")
            _apply(controller, v_if="!needs_pointing")
        with html.Template(v_if="tool === 'smoothing'"):
            html.Span("Smooth:")
            _select("smoothing_method", SMOOTHING, 210)
            _number(controller, "smoothing_mm", 84, "Kernel in mm")
            html.Span("mm")
            _apply(controller)
        html.Span(
            "Wheel: scroll. Left drag: gray values. Right drag: zoom. Middle drag: move. A tool contours the "
            "{{ active_phase === 'arterial' ? 'arterial' : 'portal venous' }} phase.",
            v_if="!tool && !proposal_grown && (arterial_volume || portal_volume)",
        )


def _draw_steps(controller: Controller) -> None:
    """The steps that can be undone, the latest first; a click undoes down to it."""
    with v3.VBtn(
        icon=True,
        variant="text",
        size="24",
        classes="tool",
        disabled=("!undo_steps.length",),
        **spoken(aria_label="Undo several steps", data_testid="steps"),
    ):
        v3.VIcon("mdi-menu-down", size=18)
        with v3.VMenu(activator="parent"), v3.VList(density="compact"):
            v3.VListItem(
                v_for="(step, index) in undo_steps",
                key="index",
                title=("(index + 1) + '. ' + step",),
                click=(controller.undo_steps, "[index + 1]"),
            )


def _draw_threshold(controller: Controller) -> None:
    with html.Template(v_if="threshold_question"):
        html.Span("{{ threshold_question }}", classes="asks", **spoken(role="alert", data_testid="question"))
        v3.VBtn(
            "Replace",
            size="small",
            color="warning",
            variant="tonal",
            click=(controller.apply_tool, "[true]"),
            **spoken(data_testid="replace"),
        )
        v3.VBtn(
            "Keep the contour",
            size="small",
            variant="text",
            click=controller.forget_question,
            **spoken(data_testid="keep"),
        )
    with html.Template(v_if="!threshold_question"):
        _select("threshold_region", REGIONS, 190)
        _number(controller, "threshold_low", 84, "Lowest HU")
        html.Span("to")
        _number(controller, "threshold_high", 84, "Highest HU")
        html.Span("HU")
        _small_button(
            "From the contour",
            controller.propose_range,
            "from-contour",
            disabled=("!(active_phase === 'arterial' ? arterial_size : portal_size)",),
        )
        _small_button(
            "{{ picks_range ? 'Now click the lesion' : 'From under the brush' }}",
            (controller.pick_range, "[!picks_range]"),
            "from-brush",
        )
        _apply(controller, v_if="threshold_region !== 'brush' && !picks_range")


def _text_button(text: str, icon: str, click: Any, testid: str, **attributes: Any) -> None:
    # Words instead of a tooltip, which would cover the sliders above.
    v3.VBtn(
        text, size="small", variant="text", prepend_icon=icon, click=click, **spoken(data_testid=testid), **attributes
    )


def _small_button(text: str, click: Any, testid: str, **attributes: Any) -> None:
    v3.VBtn(text, size="x-small", variant="outlined", click=click, **spoken(data_testid=testid), **attributes)


def _icon_button(icon: str, title: str, click: Any, testid: str, **attributes: Any) -> None:
    with v3.VBtn(
        icon=True,
        variant="text",
        size="34",
        classes="tool",
        click=click,
        **spoken(aria_label=title, data_testid=testid),
        **attributes,
    ):
        v3.VIcon(icon, size=20)
        # Above, where the header has no controls; below it would cover the tool's settings.
        v3.VTooltip(title, activator="parent", location="top", offset=3)


def _select(name: str, choices: tuple[tuple[str, str], ...], width: int) -> None:
    items = [{"value": value, "title": title} for value, title in choices]
    v3.VSelect(
        v_model=(name,),
        items=(f"{name}_choices", items),
        **spoken(aria_label=name.replace("_", " ").capitalize(), data_testid=name),
        style=f"max-width: {width}px; min-width: {width}px;",
    )


def _number(controller: Controller, name: str, width: int, label: str) -> None:
    # Taken over when the field is left, not at every letter of a number that is still being typed.
    v3.VTextField(
        model_value=(name,),
        change=(controller.change_setting, f"['{name}', $event.target.value]"),
        type="number",
        **spoken(aria_label=label, data_testid=name),
        style=f"max-width: {width}px; min-width: {width}px;",
    )


def _apply(controller: Controller, **attributes: Any) -> None:
    v3.VBtn(
        "Apply",
        size="small",
        color="primary",
        variant="tonal",
        click=controller.apply_tool,
        **spoken(data_testid="apply"),
        **attributes,
    )
