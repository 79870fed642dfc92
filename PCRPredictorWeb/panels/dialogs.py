"""What opens over the page: why this number, the model card, about."""

from PCRPredictorLib import __version__
from trame.widgets import html
from trame.widgets import vuetify3 as v3

from .attributes import spoken

ABOUT = (
    "Estimates, from an arterial and a portal venous CT with the tumor contoured, the probability of a pathological "
    "complete response of a hepatocellular carcinoma. Research use only; not a medical device.",
    "This page belongs to one person: whoever opens its address shares the same images and contours. For several "
    "people, start the program once for each, behind a launcher (see Docs/browser.md).",
    "The images stay on the machine that runs the program, in a folder that is deleted when it ends. The page fetches "
    "nothing from elsewhere.",
)


def draw_dialogs() -> None:
    _draw_why()
    _draw_card()
    _draw_question()
    _draw_left_case()
    _draw_open_question()
    with _dialog("about", "About PCR Predictor", 620):
        for sentence in ABOUT:
            html.P(sentence, classes="mb-3", style="line-height: 1.5;")
        html.P(f"Version {__version__}", classes="hint")


def _draw_why() -> None:
    with _dialog("why_open", "Why this number", 1180), html.Div(v_if="result"):
        html.Div(classes="drawing", style="max-width: 720px; margin: 0 auto 12px;", v_html="result.chart")
        with html.Dl(), html.Div(v_for="row in result.rows", key="row.label", classes="card-row words"):
            html.Dt("{{ row.readable }}")
            with html.Dd():
                html.Span("{{ row.high }} ")
                html.Span("Here it {{ row.does }} the probability.", classes=("row.does",))
        with html.Table(classes="terms mt-4"):
            with html.Thead(), html.Tr():
                html.Th("Label")
                html.Th("Feature")
                for title in ("Value", "Standardized", "Coefficient", "Contribution"):
                    html.Th(title, classes="number")
            with html.Tbody(), html.Tr(v_for="row in result.rows", key="row.label"):
                html.Td("{{ row.label }}")
                html.Td("{{ row.name }}")
                for name in ("value", "standardized", "coefficient"):
                    html.Td(f"{{{{ row.{name} }}}}", classes="number")
                html.Td("{{ row.contribution }}", classes=("'number ' + row.does",))


def _draw_question() -> None:
    """What removes the case is asked about first."""
    with (
        v3.VDialog(
            model_value=("!!asked",), update_modelValue="asked = ''", max_width=460, **_asking("Remove the case?")
        ),
        v3.VCard(**spoken(data_testid="question")),
    ):
        v3.VCardText(
            "This removes the images, contours and result of this case from the program. Files that you took away stay."
        )
        with v3.VCardActions():
            v3.VSpacer()
            v3.VBtn("Keep the case", click="asked = ''", **spoken(data_testid="keep-case"))
            v3.VBtn(
                "{{ asked === 'sample' ? 'Open the sample patient instead' : 'New case' }}",
                color="primary",
                variant="tonal",
                click="trigger('begin_again', [asked === 'sample'])",
                **spoken(data_testid="begin-again"),
            )


def _draw_left_case() -> None:
    """What a program left that was killed: opened, deleted, or asked about again at the next start."""
    with (
        v3.VDialog(model_value=("!!left_case",), persistent=True, max_width=560, **_asking("A case was left")),
        v3.VCard(v_if="left_case", **spoken(data_testid="left-case")),
    ):
        v3.VCardTitle("A case was left when the program was cut off", style="font-size: 17px; white-space: normal;")
        with v3.VCardText():
            html.P(
                "Saved {{ left_case.saved }}, with {{ left_case.contours }} "
                "{{ left_case.contours === 1 ? 'contour' : 'contours' }}, on:"
            )
            with html.Ul(classes="my-2 ml-5"):
                html.Li("{{ name }}", v_for="name in left_case.volumes", key="name")
            html.P(
                "It lies in a folder that only you can read. Opening it takes the place of what is open now.",
                classes="hint",
            )
        with v3.VCardActions():
            for answer, words, looks in (
                ("delete", "Delete it", {"color": "error"}),
                ("later", "Ask at the next start", {}),
                ("open", "Open it", {"color": "primary", "variant": "tonal"}),
            ):
                if answer == "later":
                    v3.VSpacer()
                v3.VBtn(
                    words,
                    click=f"trigger('answer_left_case', ['{answer}'])",
                    **looks,
                    **spoken(data_testid=f"left-{answer}"),
                )


def _draw_open_question() -> None:
    """What only the user knows of a file: its phase, or that it is a contour."""
    with (
        v3.VDialog(
            model_value=("!!open_question && !left_case",),
            update_modelValue="trigger('answer_question', [''])",
            max_width=520,
            **_asking("What is it?"),
        ),
        v3.VCard(v_if="open_question", **spoken(data_testid="open-question")),
    ):
        v3.VCardText("{{ open_question.words }}")
        with html.Div(style="display: flex; flex-direction: column; gap: 8px; padding: 0 24px 20px;"):
            v3.VBtn(
                "{{ one.title }}",
                v_for="one in open_question.answers",
                key="one.value",
                variant="tonal",
                color="primary",
                click="trigger('answer_question', [one.value])",
                **spoken(**{":data-testid": "`answer-${one.value}`"}),
            )
            v3.VBtn("None of these", variant="text", click="trigger('answer_question', [''])")


def _draw_card() -> None:
    with (
        _dialog("card_open", "Model card", 760),
        html.Dl(),
        html.Div(v_for="row in card", key="row.title", classes="card-row"),
    ):
        html.Dt("{{ row.title }}")
        html.Dd("{{ row.text }}")


def _dialog(name: str, title: str, width: int) -> html.Div:
    """A dialog that the state `name` opens; returns the place for its content."""
    with v3.VDialog(v_model=(name, False), max_width=width, scrollable=True, **spoken(aria_label=title)), v3.VCard():
        with v3.VCardTitle(style="display: flex; align-items: center; font-size: 17px;"):
            html.Span(title)
            v3.VSpacer()
            with v3.VBtn(
                icon=True, size="small", variant="text", click=f"{name} = false", **spoken(aria_label="Close")
            ):
                v3.VIcon("mdi-close")
        with v3.VCardText(**spoken(tabindex="0")):  # scrolled with the keyboard
            return html.Div()


def _asking(what: str) -> dict[str, list[str]]:
    """Attributes of a dialog that waits for an answer."""
    return spoken(role="alertdialog", aria_label=what)
