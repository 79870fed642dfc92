"""Each write fails in turn, in every command: the old result stays whole or the new one is there whole."""

import contextlib
import io
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from PCRPredictorLib.cli import run
from pydicom import dcmread

from Testing.promises.album import tree
from Testing.promises.desk import REMEDY, Desk
from Testing.promises.doors import IMAGES, SCORING
from Testing.promises.failing_disk import ENDED, FULL, REFUSED, Ended, failing_at
from Testing.promises.more_on_desk import OWN, clear, lay_more, lay_old
from Testing.promises.options import _words

pytest.importorskip("resource", reason="the system sets no limit to the size of files")

MOST_WRITES = 2000
KINDS = (REFUSED, FULL, ENDED)
EXTRACT = ("extract", "--image", "@arterial.nrrd", "--mask", "@arterial_mask.nrrd", "--only", "MeanValue")
TRAINING = ("--outcome", "outcome", "--config", "@config.json", "--jobs", "1", "--output", "@out")
COMMANDS: dict[str, tuple[str, ...]] = {
    "extract": (*EXTRACT, "--output", "@out.json"),
    "extract row": (*EXTRACT, "--output", "@out.csv"),
    "predict": ("predict", *_words(IMAGES | SCORING), "--pdf", "--output", "@out"),
    "predict each": ("predict", *_words(IMAGES | SCORING), "--each", "--output", "@out"),
    "predict table": ("predict", "--table", "@cohort.csv", *_words(SCORING), "--output", "@out.csv"),
    "calibrate": (
        *("calibrate", "--model", "@model.json", "--cohort", "@cohort.csv"),
        *("--outcome", "outcome", "--output", "@out.json"),
    ),
    "simulate": ("simulate", "--patients", "1", "--output", "@out"),
    "simulate DICOM": ("simulate", "--patients", "1", "--dicom", "--output", "@out"),
    "train": ("train", "--cohort", "@cohort.csv", "--pdf", *TRAINING),
    "study": ("study", "--cohort", "@cohort.csv", *TRAINING),
    "study of a manifest": ("study", "--manifest", "@patients/study.csv", "--pdf", *TRAINING),
    "study of simulated": ("study", "--training", "24", "--validation", "12", *TRAINING[2:]),
    "validate": (
        *("validate", *_words(SCORING), "--cohort", "@cohort.csv", "--outcome", "outcome"),
        *("--pdf", "--output", "@out"),
    ),
    "table1": ("table1", "--clinical", "@cohort.csv", "--group", "outcome", "--output", "@out.csv"),
    "table1 page": ("table1", "--clinical", "@cohort.csv", "--group", "outcome", "--output", "@out.html"),
    "cohort": ("cohort", "--manifest", "@patients/manifest.csv", "--perturb", "2", "--pdf", "--output", "@out"),
    "manifest": ("manifest", "--from", "@tree", "--output", "@out.csv"),
    "propose": (
        *("propose", "--image", "@arterial.nrrd", "--from", "-17,15,115", "--to", "-12,18,120"),
        *("--output", "@out.seg.nrrd"),
    ),
    "audit": ("audit", "--scores", "@scores.csv", "--outcomes", "@cohort.csv", "--pdf", "--output", "@out"),
    "export": ("models", "export", "wen2024-radiomics", "--output", "@out.json"),
}
KEPT = {
    "cohort": r"out/units/\w+\.result|out/units/README\.txt",
    "study of a manifest": r"out/features/units/\w+\.result|out/features/units/README\.txt",
    "study of simulated": r"out/features/units/\w+\.result|out/features/units/README\.txt|out/simulated/.*",
}
"""What a failed run may leave, since the next one goes on from there."""
NEW_ONLY = ("predict each", "simulate", "simulate DICOM")
"""Commands that refuse a folder with anything in it."""
COMPOSED = {"simulate DICOM": 7, "study": 4, "study of a manifest": 29, "study of simulated": 151}
"""Commands of very many writes, of which every so many fails."""
AT_TIMES = {"train": ("model_plain.json", "nomogram.csv"), "study": ("table_s1.csv", "training/model_plain.json")}
"""Files of an earlier run with other settings, which this one does not write."""
CHANCE = re.compile(
    rb"\d{4}-\d\d-\d\d[T ]\d\d:\d\d[\d:.+Z]*"  # times
    rb"|\"(seconds|units)\": \{[^}]*\}|\"seconds\": [\d.]+"
    rb"|Segment0_(Color|ID):=[^\n]*"  # Slicer draws them by lot
)
"""What is another in each run."""


def _on(desk: Desk, words: tuple[str, ...]) -> list[str]:
    return [str(desk / word[1:]) if word.startswith("@") else word for word in words]


def _run(words: list[str]) -> tuple[int, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(words)
    return code, err.getvalue()


def _result(desk: Desk) -> dict[str, bytes]:
    """The files of the result without what chance decides; of a DICOM SEG the voxels."""
    files = {name: content for name, content in tree(desk.folder).items() if name.startswith("out")}
    return {
        name: dcmread(io.BytesIO(content)).PixelData if name.endswith("_seg.dcm") else CHANCE.sub(b"", content)
        for name, content in files.items()
    }


def _but_kept(name: str) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    """The files of a result but those that the next run takes over."""
    kept = re.compile(KEPT.get(name, "(?!)"))
    return lambda files: {file: content for file, content in files.items() if not kept.fullmatch(file)}


def _states(name: str, desk: Desk, whole: dict[str, bytes]) -> Iterator[Callable[[], None]]:
    """What may lie in the place of the result beforehand."""
    yield lambda: clear(desk)
    if name not in NEW_ONLY:
        yield lambda: lay_old(desk, [*whole, *(f"out/{file}" for file in AT_TIMES.get(name, ()))])


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.usefixtures("trained_once", "computed_once")
def test_each_write_in_turn(name: str, desk: Desk, manifest: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_more(desk, manifest)
    if name.startswith("study of"):  # what it finds is taken from the study of a table, which has enough patients
        assert _run(_on(desk, COMMANDS["study"]))[0] == 0
        clear(desk)
    words = _on(desk, COMMANDS[name])
    with failing_at(0, REFUSED, desk.folder, monkeypatch) as all_writes:
        code, told = _run(words)
    assert code == 0, told
    assert len(all_writes) >= 3, "the writes were not met"
    look = _but_kept(name)
    whole = look(_result(desk))
    inputs = {file: content for file, content in tree(desk.folder).items() if not file.startswith("out")}
    for offset, lay in enumerate(_states(name, desk, whole)):
        lay()
        before = look(_result(desk))
        new = whole | {file: content for file, content in before.items() if file == OWN}
        for number in _numbers(name, len(all_writes), has_old=bool(before)):
            kind = KINDS[(number + offset) % len(KINDS)]
            with failing_at(number, kind, desk.folder, monkeypatch) as calls:
                try:
                    code, told = _run(words)
                except Ended:
                    code, told = -1, ""
            if len(calls) < number:  # every write was tried
                break
            where, after = f"{kind} at {number}, {calls[-1]}: {told}", _result(desk)
            if code == 0:  # what failed was not needed, or all had room
                assert look(after) == new, where
                lay()
                continue
            assert look(after) == before, where
            assert after or not list(desk.folder.glob("out*")), where
            if kind != ENDED:
                assert code == 2, where
                _require_sentence(told, desk)
            if name in KEPT and number % 13 == 0:
                assert _run(words)[0] == 0, where
                assert look(_result(desk)) == new, where
                lay()
        else:
            raise AssertionError("the writes have no end")
        assert code == 0, told
        assert look(_result(desk)) == new
    assert {file: content for file, content in tree(desk.folder).items() if not file.startswith("out")} == inputs


def _numbers(name: str, writes: int, has_old: bool) -> Iterable[int]:
    """Every write where there is an old result, else the first, the last and some; then one that is not reached.

    What a study simulates, measures and trains is written as `simulate`, `cohort` and `train` do it, and one slice as
    the other.
    """
    if (has_old or name in NEW_ONLY) and name not in COMPOSED:
        return range(1, MOST_WRITES)
    step, ends = COMPOSED.get(name, 11), 4
    some = [number for number in range(1, writes + 1) if not ends < number <= writes - ends or number % step == 0]
    return (*some, MOST_WRITES)


def _require_sentence(told: str, desk: Desk) -> None:
    *_, sentence = told.splitlines()
    assert "Traceback" not in told
    assert str(desk / "out") in sentence, sentence
    assert ".part-" not in sentence, sentence
    assert REMEDY.search(sentence), sentence
