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
            "{{ stale ? 'Out of date: something changed since. Predict again.' : result.notes.join(' ') }}",
            classes=("'stale-mark' + (stale ? ' now' : '')",),
            **spoken(role="status", data_testid="stale-mark"),
        )
        with html.Div(classes="fading"):
            _draw_answer()
            _draw_why()
            _draw_warnings()
            _draw_map(controller)
            _draw_stability(controller)
    html.Hr(classes="rule-line")
    _draw_take_away(controller)


def _draw_answer() -> None:
    html.P("{{ result.lead }}", classes=("'lead ' + result.call",), **spoken(data_testid="lead"))
    with html.Ul(classes="reasons", v_if="result.reasons.length", **spoken(data_testid="reasons")):
        html.Li("{{ reason }}", v_for="reason in result.reasons")
    with html.Div(classes=("'number-line' + (result.is_second ? ' second' : '')",)):
        html.Span("{{ result.number }}", classes="percent", **spoken(data_testid="percent"))
        html.Span("Research use only", classes="tag")
        html.Span("Simulated", classes="tag simulated", v_if="result.notes.length > 1")
    html.P("Probability of pathological complete response", classes="hint")
    html.P("{{ result.uncertainty }}", classes="hint", **spoken(data_testid="uncertainty"))
    with html.Div(classes="unreliable", v_if="result.unreliable", **spoken(data_testid="unreliable")):
        html.Strong("{{ result.unreliable }}")
        with html.Details():
            html.Summary("details")
            html.P("{{ detail }}", classes="hint", v_for="detail in result.details")
    html.Div(classes="drawing scale", v_html="result.scale")
    html.P(
        "{{ result.warnings.length === 1 ? '1 warning' : result.warnings.length + ' warnings' }}: read before use.",
        classes="hint warned",
        v_if="result.warnings.length",
    )
    html.P("{{ result.paper_cutoff_text }}", classes="hint", v_if="result.paper_cutoff_text")


def _draw_why() -> None:
    html.Hr(classes="rule-line")
    with html.Div(classes="section"):
        html.Span("Why this number")
        v3.VSpacer()
        v3.VBtn(
            "In words and numbers",
            size="x-small",
            variant="outlined",
            prepend_icon="mdi-chart-gantt",
            click="why_open = true",
            **spoken(data_testid="why"),
        )
    html.Div(classes="drawing chart", v_html="result.chart", **spoken(data_testid="chart"))


def _draw_warnings() -> None:
    html.Hr(classes="rule-line")
    html.Div(
        "{{ result.warnings.length ? 'Warnings (' + result.warnings.length + ')' : 'No warnings' }}",
        classes="section",
    )
    with html.Ul(classes="warning-list", **spoken(data_testid="warnings")):
        html.Li("{{ warning.text }}", v_for="warning in result.warnings")


def _draw_map(controller: Controller) -> None:
    html.Hr(classes="rule-line")
    with html.Div(classes="section"):
        html.Span("Where the model looks")
        v3.VSpacer()
        v3.VBtn(
            "Show",
            size="x-small",
            variant="outlined",
            click=controller.map_score,
            disabled=("!!stability_reason",),
            **spoken(data_testid="map"),
        )
    html.Div(classes="map-figures", v_if="map", v_html="map.figures", **spoken(data_testid="map-figures"))
    html.P(
        "{{ map ? map.words : 'Which parts of the lesion raise the score, and which lower it? Each is left out "
        "in turn.' }}",
        classes="hint",
        **spoken(data_testid="map-words"),
    )


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
        _take("Report", "report", controller.take_away.report, "!!export_reason")
        _take("Report (PDF)", "pdf", controller.take_away.pdf, "!!export_reason")
        _take("Result (JSON)", "json", controller.take_away.prediction, "!!export_reason")
        _take("All features (CSV)", "features", controller.take_away.features, "!!extract_reason")
        _take(
            "Arterial contour", "contour-arterial", (controller.take_away.contour, "['arterial']"), "!arterial_contour"
        )
        _take("Portal contour", "contour-portal", (controller.take_away.contour, "['portal']"), "!portal_contour")
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
