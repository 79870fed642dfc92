"""Damaged files of every format are read or refused in a plain sentence, within time and memory; never anything else.

``make fuzz MINUTES=30 SEED=3`` looks for longer, and from other beginnings. What it finds is
written beside and becomes a case of `finds`.
"""

import contextlib
import json
import random
import shutil
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from PCRPredictorLib.cohort.result_file import CONTENT, write_result
from PCRPredictorLib.simulation import simulate_patient

from Testing.fuzz.loop import Findings, changed, fuzz
from Testing.fuzz.targets import Target, dicom_targets, text_targets, volume_targets
from Testing.promises.desk import lay_out

RUNS = 250
BYTES_PER_GB = 10**9
TARGETS = (
    *("image.nrrd", "image.nii", "image.mha", "label image", "labels"),
    *("DICOM slice", "SEG", "RTSTRUCT"),
    *("model", "calibration", "profile", "prediction", "result", "table", "manifest"),
)


@pytest.fixture(scope="module")
def targets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Target]:
    folder = tmp_path_factory.mktemp("fuzz")
    lay_out(folder / "desk")
    _write_segmentation(folder / "desk")
    found = volume_targets(folder / "desk") + text_targets(folder / "desk", _prediction(), _result(folder))
    with contextlib.suppress(ImportError):
        import contourpy  # noqa: F401
        import highdicom  # noqa: F401
        from PCRPredictorLib.report.dicom.simulated_case import write_dicom_case

        whole = simulate_patient(3)
        write_dicom_case(folder, "one", whole, seed=3)
        found += dicom_targets(folder / "one", whole.arterial)
    return {target.name: target for target in found}


@pytest.mark.parametrize("name", TARGETS)
def test_damaged_files(name, targets, tmp_path, fuzz_seed, fuzz_seconds):
    if name not in targets:
        pytest.skip("needs the extra dicom")
    target = targets[name]

    def read(content: bytes) -> None:
        place = tmp_path / "case"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        (place / target.file).write_bytes(content)
        target.read(place / target.file)

    runs, seconds = (10**9, fuzz_seconds / len(TARGETS)) if fuzz_seconds else (RUNS, 1e9)
    with _bounded_memory(2), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = fuzz(read, target.seeds, runs, fuzz_seed, seconds)
    _keep(name, found)
    assert found.faults == [], [fault for fault, _ in found.faults[:5]]
    assert found.read >= len(target.seeds), "the whole inputs were not read"
    print(f"{name}: {found.read} read, {found.refused} refused, {found.lines} lines reached")


@pytest.mark.parametrize("path", sorted((Path(__file__).parent / "finds").glob("*/*")), ids=lambda path: path.name)
def test_what_was_found_once(path, targets, tmp_path):
    from PCRPredictorLib.errors import InputError

    target = targets[path.parent.name]
    shutil.copy(path, tmp_path / target.file)
    sentence = "Read."
    try:
        target.read(tmp_path / target.file)
    except InputError as error:
        sentence = str(error)
    assert "\n" not in sentence
    assert sentence.endswith((".", "?"))


def test_the_same_seed_makes_the_same_changes():
    seeds = [bytes(range(200)), b"one: 1\n" * 20]
    first, again = ([changed(seeds[0], random.Random(number), seeds) for number in range(50)] for _ in range(2))
    assert first == again
    assert len(set(first)) > 40


def test_the_loop_follows_what_reaches_further():
    """The three words that the fault needs are met one by one, since each reaches other lines."""
    from PCRPredictorLib.models.table import parse_number

    further = ("na", "1", "word")  # each runs other lines of the library

    def read(content: bytes) -> None:
        for word, cell in zip((b"null", b"true", b"../"), further, strict=True):
            if word not in content:
                return
            parse_number(cell)
        raise ValueError("reached")

    found = fuzz(read, [b"abcdefgh" * 6], 3000, seed=1)
    assert any("reached" in fault for fault, _ in found.faults)
    assert found.refused == 0


@contextlib.contextmanager
def _bounded_memory(gigabytes: float) -> Iterator[None]:
    """Allocations beyond what this process has, and so much more, raise MemoryError; Linux only."""
    if sys.platform != "linux":
        yield
        return
    import resource

    before = resource.getrlimit(resource.RLIMIT_DATA)
    used = int(Path("/proc/self/status").read_text().partition("VmData:")[2].split()[0]) * 1000
    resource.setrlimit(resource.RLIMIT_DATA, (used + int(gigabytes * BYTES_PER_GB), before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)


def _keep(name: str, found: Findings) -> None:
    """Write what was found for the one who mends it."""
    folder = Path("fuzz-finds") / name
    for number, (_, content) in enumerate(found.faults[:20]):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number}").write_bytes(content)


def _write_segmentation(desk: Path) -> None:
    import SimpleITK as sitk

    mask = sitk.ReadImage(str(desk / "arterial_mask.nrrd"))
    for key, value in (("ID", "one"), ("Name", "tumor"), ("LabelValue", "1"), ("Layer", "0"), ("Color", "1 0 0")):
        mask.SetMetaData(f"Segment0_{key}", value)
    sitk.WriteImage(mask, str(desk / "arterial.seg.nrrd"))


def _prediction() -> bytes:
    digest = "a" * 64
    phase = {"image_hash": digest, "mask_hash": digest, "segment": "1"}
    spread = {"deviation_mm": 1.0, "correlation_mm": 10.0, "in_plane": {"arterial": True, "portal": False}}
    content = {
        "contributions": [{"name": "age", "phase": None, "value": 50.0}, {"name": "x", "phase": "portal"}],
        "provenance": {
            "version": "0.1.0",
            "model": "m",
            "model_hash": digest,
            "calibration_hash": None,
            "profile_hash": digest,
            "inputs": {"arterial": phase, "portal": phase},
        },
        "contour_spread": {"perturbations": 5, "settings": {**spread, "phases_together": False, "seed": 0}},
    }
    return json.dumps(content).encode()


def _result(folder: Path) -> bytes:
    write_result(folder, "x", dict.fromkeys(CONTENT, 1))
    return (folder / "x.result").read_bytes()
