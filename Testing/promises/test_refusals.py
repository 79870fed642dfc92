"""Whatever is wrong with an input, every door says one sentence that helps, and leaves everything as it was."""

import re
from pathlib import Path

import pytest

from Testing.promises import calibrations, dicom, images, manifests, masks, models, perturbed, profiles, tables
from Testing.promises.desk import LONGEST_SENTENCE, REMEDY, Desk, Fault
from Testing.promises.doors import Door

KINDS = (images, dicom, masks, models, calibrations, profiles, tables, manifests, perturbed)
CASES = [
    pytest.param(fault, door(fault.file), id=f"{kind.__name__.rpartition('.')[2]}-{fault.name}-{door.__name__}")
    for kind in KINDS
    for faults, doors in kind.CASES
    for fault in faults
    for door in doors
]


def test_there_are_many() -> None:
    assert len(CASES) >= 400
    assert len({case.id for case in CASES}) == len(CASES)


@pytest.mark.parametrize(("fault", "door"), CASES)
def test_refused_in_one_helpful_sentence(
    fault: Fault, door: Door, desk: Desk, recwarn: pytest.WarningsRecorder
) -> None:
    fault.spoil(desk)
    before = desk.hashes()
    sentence = door(desk)
    require_helpful(sentence, fault.file, fault.reason)
    assert desk.hashes() == before


def require_helpful(sentence: str, file: str, reason: str) -> None:
    """One sentence (or few) that names the file, the reason, and what to do."""
    assert "\n" not in sentence
    assert "Traceback" not in sentence
    assert len(sentence) <= LONGEST_SENTENCE, len(sentence)
    assert sentence.endswith((".", "?")), sentence
    assert Path(file).name in sentence, sentence
    assert re.search(reason, sentence), sentence
    assert REMEDY.search(sentence), sentence
