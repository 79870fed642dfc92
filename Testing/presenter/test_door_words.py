"""Every sentence of the library that names the command line is read here and put into a door's words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PCRPredictorLib.errors import InputError, Notice
from PCRPredictorLib.presenter import door_words
from PCRPredictorLib.presenter.door_words import ELSEWHERE, spoken
from PCRPredictorLib.presenter.messages import Messages, message_from_error
from PCRPredictorLib.presenter.patient.readiness import readiness
from PCRPredictorLib.presenter.patient.state import Choices, PhaseChoice

LIBRARY = Path(__file__).resolve().parents[2] / "PCRPredictor" / "PCRPredictorLib"
ROOMS = ("imaging", "features", "formats", "models", "training", "cohort", "presenter", "simulation")
SHELL = re.compile(r"(?<![\w-])--[a-z]|pcr-predictor +[a-z]")
BUTTONS = {"calibrate": "[Make a calibration]", "cohort": "[Compute features]", "train": "[Train]"}
HOLE = "7"


@pytest.fixture
def buttons() -> Iterator[None]:
    door_words.use(BUTTONS)
    yield
    door_words.use({})


def sentences() -> list[str]:
    """What the library may say that names an option or a command; expressions in it are written as `HOLE`."""
    found = []
    for room in ROOMS:
        for path in sorted((LIBRARY / room).rglob("*.py")):
            if path.name != "door_words.py":
                found += [text for text in texts(ast.parse(path.read_text())) if SHELL.search(text)]
    return found


def texts(tree: ast.AST) -> Iterator[str]:
    formatted = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    parts = {id(part) for node in formatted for part in ast.walk(node) if part is not node}
    described = [node for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)]
    parts |= {id(node.body[0].value) for node in described if node.body and isinstance(node.body[0], ast.Expr)}
    for node in ast.walk(tree):
        if id(node) in parts:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        if isinstance(node, ast.JoinedStr):
            yield "".join(part.value if isinstance(part, ast.Constant) else HOLE for part in node.values)


def test_the_library_is_read() -> None:
    assert len(sentences()) > 20
    assert any("--confirm-phases" in text for text in sentences())


@pytest.mark.usefixtures("buttons")
@pytest.mark.parametrize("text", sentences())
def test_no_sentence_names_the_command_line_any_more(text: str) -> None:
    said = spoken(text)
    assert not SHELL.search(said), said
    assert "  " not in said.strip()
    assert len(said) >= 20
    assert said.count("(") == said.count(")")


@pytest.mark.usefixtures("buttons")
@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "c.json was made by an older version; make it again with  pcr-predictor calibrate.",
            "c.json was made by an older version; make it again with [Make a calibration].",
        ),
        (
            "Model 'm' was trained on other features; run  pcr-predictor cohort  and  pcr-predictor train  again.",
            "Model 'm' was trained on other features; run [Compute features] and [Train] again.",
        ),
        (
            "No calibration: make one with  pcr-predictor calibrate --model m-1 --cohort COHORT.csv --outcome COLUMN "
            "--output calibration.json  and pass it with --calibration calibration.json.",
            "No calibration: make one with [Make a calibration] and choose it.",
        ),
        ("Confirm the phases where they are right (--confirm-phases).", "Confirm the phases where they are right."),
        ("It took longer than the 600 s allowed; allow more with --timeout S.", f"It took longer than the 600 s "
         f"allowed; {ELSEWHERE}."),
        (
            "The probabilities are unreliable (slope 0.25, where 1 is right); calibrate with --fit-slope.",
            f"The probabilities are unreliable (slope 0.25, where 1 is right); {ELSEWHERE}.",
        ),
    ],
)  # fmt: skip
def test_a_remedy_is_said_in_the_words_of_the_door(written: str, said: str) -> None:
    assert spoken(written) == said


@pytest.mark.usefixtures("buttons")
@pytest.mark.parametrize(
    "text",
    [
        "the segment 'tumor' is empty; draw the tumor in it first.",
        "/data/my--folder/case.json cannot be read;  give another file.",
        "The phases differ -- look at both.",
    ],
)
def test_other_sentences_stay_to_the_letter(text: str) -> None:
    assert spoken(text) == text


def test_without_a_door_every_sentence_stays_to_the_letter() -> None:
    assert all(spoken(text) == text for text in sentences())


@pytest.mark.usefixtures("buttons")
def test_messages_and_reasons_are_said_in_the_words_of_the_door() -> None:
    said = message_from_error(InputError("It took longer than the 600 s allowed; allow more with --timeout S."))
    assert said.text == f"It took longer than the 600 s allowed; {ELSEWHERE}."
    messages = Messages()
    messages.warnings([Notice("slope-unlike-cohort", "Unreliable (slope 0.2); calibrate with --fit-slope.")])
    assert [message.text for message in messages.shown] == [f"Unreliable (slope 0.2); {ELSEWHERE}."]
    phase = PhaseChoice("v", "s", "t")
    ready = readiness(
        Choices(phase, PhaseChoice("w", "s", "t")),
        model_reason="The calibration is old; make it again with  pcr-predictor calibrate.",
        clinical_needed=(),
        contour_reasons={},
        copy_is_undecided=False,
        phases_reason=None,
        has_result=False,
        result_is_stale=False,
        running=False,
    )
    assert ready.predict == "The calibration is old; make it again with [Make a calibration]."
