"""README and tutorial show commands and pictures that exist."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from PCRPredictorLib.cli.commands import commands

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "Docs").glob("*.md"))]


def shown_commands(document: Path) -> Iterator[list[str]]:
    """The words of each `pcr-predictor` command in the document's code blocks."""
    for block in re.findall(r"^```\w*\n(.*?)^```$", document.read_text(), re.DOTALL | re.MULTILINE):
        for line in block.replace("\\\n", " ").splitlines():
            if line.startswith("pcr-predictor "):
                yield shlex.split(line)[1:]


def test_documents_show_commands() -> None:
    assert sum(len(list(shown_commands(document))) for document in DOCUMENTS) >= 8


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_shown_commands_and_options_exist(document: Path) -> None:
    for words in shown_commands(document):
        command: click.Command = commands
        while isinstance(command, click.Group):
            command = command.get_command(click.Context(command), words.pop(0)) or pytest.fail(f"unknown: {words}")
        known = {flag for parameter in command.params for flag in (*parameter.opts, *parameter.secondary_opts)}
        assert {word for word in words if word.startswith("--")} <= known
        required = {parameter.opts[0] for parameter in command.params if parameter.required and parameter.opts}
        assert {flag for flag in required if flag.startswith("--")} <= set(words)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", document.read_text()):
        if not target.startswith("http"):
            assert (document.parent / target).exists(), target
