"""The side panel's second tab: the answer, why, and what to take away."""

from trame.widgets import html
from trame.widgets import vuetify3 as v3

from ..controller import Controller
from .attributes import spoken


def draw_result_panel(controller: Controller) -> None:
    html.P(
        "No result yet. Choose both phases, a contour on each, a model and its calibration; then predict.",
        classes="hint",
        v_if="!result",
    )
    with html.Div(v_if="result", classes=("'answer' + (stale ? ' stale' : '')",)):
        html.Div(
            "{{ stale ? 'Out of date: something changed since. Predict again.' : result.notes[0] }}",
            classes=("'stale-mark' + (stale ? ' now' : '')",),
            **spoken(role="status", data_testid="stale-mark"),
        )
        with html.Div(classes="fading"):
            _draw_answer()
            _draw_terms()
            _draw_warnings()
            _draw_stability(controller)
    html.Hr(classes="rule-line")
    _draw_take_away(controller)


def _draw_answer() -> None:
    with html.Div(style="display: flex; align-items: baseline; gap: 12px;"):
        html.Span("{{ result.percent }}", classes="percent", **spoken(data_testid="percent"))
        html.Span("probability of pathological complete response", classes="hint")
    html.Div(classes="drawing scale", v_html="result.scale")
    html.P("{{ result.class_text }}", classes="class-text", **spoken(data_testid="class"))
    html.P(
        "{{ result.warnings.length === 1 ? '1 warning' : result.warnings.length + ' warnings' }}: read before use.",
        classes="hint warned",
        v_if="result.warnings.length",
    )
    html.P("{{ result.paper_cutoff_text }}", classes="hint", v_if="result.paper_cutoff_text")
    html.P("{{ note }}", classes="hint warned", v_for="note in result.notes.slice(1)")


def _draw_terms() -> None:
    html.Hr(classes="rule-line")
    with html.Div(classes="section"):
        html.Span("Contributions to the score")
        v3.VSpacer()
        v3.VBtn(
            "Show the chart",
            size="x-small",
            variant="outlined",
            prepend_icon="mdi-chart-gantt",
            click="why_open = true",
            **spoken(data_testid="why"),
        )
    with html.Table(classes="terms"), html.Tbody(), html.Tr(v_for="row in result.rows", key="row.label"):
        html.Td("{{ row.label }}", style="white-space: nowrap;")
        html.Td("{{ row.name }}")
        html.Td("{{ row.contribution }}", classes=("'number ' + (row.raises ? 'raises' : 'lowers')",))


def _draw_warnings() -> None:
    html.Hr(classes="rule-line")
    html.Div(
        "{{ result.warnings.length ? 'Warnings (' + result.warnings.length + ')' : 'No warnings' }}",
        classes="section",
    )
    with html.Ul(classes="warning-list", **spoken(data_testid="warnings")):
        html.Li("{{ warning.text }}", v_for="warning in result.warnings")


def _draw_stability(controller: Controller) -> None:
    html.Hr(classes="rule-line")
    with html.Div(classes="section"):
        html.Span("Contour stability")
        v3.VSpacer()
        v3.VBtn(
            "Measure",
            size="x-small",
            variant="outlined",
            click=controller.measure_stability,
            disabled=("!!stability_reason",),
            **spoken(data_testid="stability"),
        )
    html.P(
        "{{ result.spread_text || 'How far does the probability move when the contours are drawn a little "
        "differently? 50 pairs are scored.' }}",
        classes="hint",
        **spoken(data_testid="spread"),
    )


def _draw_take_away(controller: Controller) -> None:
    html.Div("Take away", classes="section")
    with html.Div(style="display: grid; grid-template-columns: 1fr 1fr; gap: 8px;"):
        _take("Report", "report", controller.take_report, "!!export_reason")
        _take("Result (JSON)", "json", controller.take_prediction, "!!export_reason")
        _take("All features (CSV)", "features", controller.take_features, "!!extract_reason")
        html.Span()
        _take("Arterial contour", "contour-arterial", (controller.take_contour, "['arterial']"), "!arterial_contour")
        _take("Portal contour", "contour-portal", (controller.take_contour, "['portal']"), "!portal_contour")
    html.P("{{ export_reason }}", classes="hint mt-2", v_if="export_reason && !running")


def _take(title: str, testid: str, click: object, disabled: str) -> None:
    v3.VBtn(
        title,
        size="small",
        variant="outlined",
        prepend_icon="mdi-download",
        click=click,
        disabled=(disabled,),
        **spoken(data_testid=f"take-{testid}"),
    )
