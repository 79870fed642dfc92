"""What lies over an image: which phase it is, whose, where, and what the hand is doing there."""

from PCRPredictorLib.presenter.patient.state import PHASE_TITLES, Phase
from trame.widgets import html
from trame.widgets import vuetify3 as v3

from ..diameter import DIAMETER
from .attributes import spoken

# Letters at a view's left, right, upper and lower edge.
EDGES = {"Axial": "RLAP", "Coronal": "RLSI", "Sagittal": "APSI"}
PLACES = ("left", "right", "top", "bottom")


def draw_view_overlay(phase: Phase) -> None:
    """Build the overlay of a phase's view; the trigger ``turn_to`` makes its contour the one edited."""
    _draw_title(phase)
    html.Div(f"No CT is chosen for the {PHASE_TITLES[phase]}.", classes="view-empty", v_if=f"!{phase}_volume")
    for number, place in enumerate(PLACES):
        letters = {orientation: edges[number] for orientation, edges in EDGES.items()}
        html.Span(f"{{{{ ({letters})[orientation] }}}}", classes=f"view-side {place}", v_if=f"{phase}_volume")
    html.Div(
        classes=(f"'view-frame' + ((active_phase === '{phase}' && tool) || tool === '{DIAMETER}' ? ' active' : '')",)
    )
    html.Div(
        "<svg><polyline></polyline><text></text></svg>",
        classes=("'view-hand' + (tool === 'draw' || tool === 'scissors' ? ' closed' : '')",),
        **spoken(data_phase=phase, data_picture=f"CT slice of the {PHASE_TITLES[phase]}", aria_hidden="true"),
    )
    html.Div(
        classes="view-cross",
        v_if=f"{phase}_cross",
        style=(f"{{left: {phase}_cross[0] + '%', top: {phase}_cross[1] + '%'}}",),
        **spoken(data_testid=f"cross-{phase}", aria_hidden="true"),
    )
    html.Div(
        classes="view-dashed",
        v_if=f"{phase}_dashed",
        v_html=f"{phase}_dashed",
        **spoken(data_testid=f"dashed-{phase}", role="img", aria_label="The contour before the proposal, dashed"),
    )
    # Tools change the active phase's contour only; the cover says so over the other view.
    html.Button(
        f"Click to contour the {PHASE_TITLES[phase]}",
        classes="view-cover",
        v_if=f"tool && tool !== '{DIAMETER}' && active_phase !== '{phase}' && {phase}_volume && !proposal",
        click=f"trigger('turn_to', ['{phase}'])",
    )
    _draw_proposal(phase)
    html.Div(
        f"{{{{ {phase}_ruler.mm }}}} mm",
        classes="view-ruler",
        v_if=f"{phase}_ruler",
        style=(f"{{width: {phase}_ruler.share + '%'}}",),
        **spoken(data_testid=f"ruler-{phase}"),
    )
    with html.Div(classes="view-slice", v_if=f"{phase}_slices > 1"):
        html.Span(
            f"{{{{ {phase}_slice }}}} / {{{{ {phase}_slices }}}} &nbsp; {{{{ {phase}_place }}}}",
            classes="count",
            **spoken(data_testid=f"place-{phase}"),
        )
        v3.VSlider(
            v_model=(f"{phase}_slice",),
            min=1,
            max=(f"{phase}_slices",),
            step=1,
            **spoken(aria_label=f"Slice of the {PHASE_TITLES[phase]}", data_testid=f"slice-{phase}"),
        )


def _draw_title(phase: Phase) -> None:
    with html.Div(classes="view-title"):
        html.Div(PHASE_TITLES[phase].capitalize())
        html.Div(f"{{{{ {phase}_volume_name }}}}", classes="name")
        html.Div(
            f"{{{{ {phase}_whose }}}}", classes="name", v_if=f"{phase}_whose", **spoken(data_testid=f"whose-{phase}")
        )
        html.Div(
            f"Lesion {{{{ {phase}_size }}}}",
            classes="size",
            v_if=f"{phase}_size",
            **spoken(data_testid=f"size-{phase}"),
        )
        html.Div(
            "Lies apart from the other phase: both scroll from their middles",
            classes="name",
            v_if="linked && frames_differ",
        )
        html.Div(f"{{{{ {phase}_look }}}}", classes="look", v_if=f"{phase}_look", **spoken(data_testid=f"look-{phase}"))


def _draw_proposal(phase: Phase) -> None:
    """The question that a proposed contour asks, where one looks at it."""
    with html.Div(
        classes=("'view-accept' + (proposal_doubtful ? ' doubtful' : '')",),
        v_if=f"proposal && proposal_phase === '{phase}'",
        **spoken(data_testid=f"proposed-{phase}"),
    ):
        html.Span(
            "{{ proposal_doubtful ? 'Doubtful: check every slice. ' : '' }}"
            f"{{{{ {phase}_dashed ? 'Dashed: before. Solid: proposed.' : 'Proposed, not accepted yet.' }}}}"
        )
        v3.VBtn(
            "Accept",
            size="small",
            color="primary",
            variant="flat",
            click="trigger('accept_copy')",
            **spoken(data_testid="view-accept"),
        )
        v3.VBtn(
            "Undo", size="small", variant="outlined", click="trigger('undo_copy')", **spoken(data_testid="view-undo")
        )
