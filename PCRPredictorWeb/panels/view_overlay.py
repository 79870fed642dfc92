"""What lies over an image: which phase it is, the slice, and who is being edited."""

from PCRPredictorLib.presenter.patient.state import PHASE_TITLES, Phase
from trame.widgets import html
from trame.widgets import vuetify3 as v3

from .attributes import spoken


def draw_view_overlay(phase: Phase) -> None:
    """Build the overlay of a phase's view; the trigger ``turn_to`` makes its contour the one edited."""
    title = PHASE_TITLES[phase].capitalize()
    with html.Div(classes="view-title"):
        html.Div(title)
        html.Div(f"{{{{ {phase}_volume_name }}}}", classes="name")
        html.Div(
            f"{{{{ {phase}_whose }}}}", classes="name", v_if=f"{phase}_whose", **spoken(data_testid=f"whose-{phase}")
        )
        html.Div(
            "Lies apart from the other phase: both scroll from their middles",
            classes="name",
            v_if="linked && frames_differ",
        )
    html.Div(f"No CT is chosen for the {PHASE_TITLES[phase]}.", classes="view-empty", v_if=f"!{phase}_volume")
    for side, style in (("R", "left: 10px;"), ("L", "right: 10px;")):
        html.Span(side, classes="view-side", style=style, v_if=f"{phase}_volume")
    html.Div(classes=(f"'view-frame' + (active_phase === '{phase}' && tool ? ' active' : '')",))
    # Tools change the active phase's contour only; the cover says so over the other view.
    html.Button(
        f"Click to contour the {PHASE_TITLES[phase]}",
        classes="view-cover",
        v_if=f"tool && active_phase !== '{phase}' && {phase}_volume",
        click=f"trigger('turn_to', ['{phase}'])",
    )
    with html.Div(classes="view-slice", v_if=f"{phase}_slices > 1"):
        html.Span(f"{{{{ {phase}_slice }}}} / {{{{ {phase}_slices }}}}", classes="count")
        v3.VSlider(
            v_model=(f"{phase}_slice",),
            min=1,
            max=(f"{phase}_slices",),
            step=1,
            **spoken(aria_label=f"Slice of the {PHASE_TITLES[phase]}", data_testid=f"slice-{phase}"),
        )
