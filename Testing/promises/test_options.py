"""Options that mean nothing are refused before anything is written."""

import re

import pytest

from Testing.promises.desk import LONGEST_SENTENCE, REMEDY, Desk
from Testing.promises.doors import refused_by_command
from Testing.promises.options import LINES
from Testing.promises.outputs import KINDS, WRITING


def _paths(desk: Desk, words: tuple[str, ...]) -> list[str]:
    return [str(desk / word.removeprefix("@")) if word.startswith("@") else word for word in words]


def _require_remedy(sentence: str) -> None:
    assert len(sentence) <= LONGEST_SENTENCE
    assert REMEDY.search(sentence) or re.search(r"; see pcr-predictor.* --help\.$", sentence), sentence


@pytest.mark.parametrize(
    ("words", "reason"), LINES, ids=[f"{number}-{line[0][0]}" for number, line in enumerate(LINES)]
)
def test_option_is_refused(words: tuple[str, ...], reason: str, desk: Desk) -> None:
    before = desk.hashes()
    sentence = refused_by_command(desk, *_paths(desk, words))
    assert re.search(reason, sentence), sentence
    _require_remedy(sentence)
    assert desk.hashes() == before


@pytest.mark.parametrize("kind", KINDS, ids=[kind.__name__ for kind in KINDS])
@pytest.mark.parametrize(("words", "suffix", "inputs"), WRITING, ids=["-".join(words[:2]) for words, *_ in WRITING])
def test_output_is_refused(kind, words, suffix, inputs, desk: Desk) -> None:
    made = kind(desk, suffix, inputs)
    if made is None:
        pytest.skip("this command takes such an output")
    output, reason = made
    before = desk.hashes()
    sentence = refused_by_command(desk, *_paths(desk, words), "--output", output)
    assert re.search(reason, sentence), sentence
    assert output.name in sentence
    _require_remedy(sentence)
    assert desk.hashes() == before
