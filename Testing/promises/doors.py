"""The doors: each carries one file of a desk inside and gives back the sentence by which it was refused.

A door raises AssertionError where the file was let in, or refused by anything but an InputError (Python, desktop, web)
or exit code 2 with one line on standard error (command line).
"""

import contextlib
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from PCRPredictorLib.cli import run
from PCRPredictorLib.errors import InputError

from Testing.promises.desk import Desk

Door = Callable[[Desk], str]
IMAGES = {"--arterial": "arterial.nrrd", "--arterial-mask": "arterial_mask.nrrd"}
IMAGES |= {"--portal": "portal.nrrd", "--portal-mask": "portal_mask.nrrd"}
SCORING = {"--model": "model.json", "--calibration": "calibration.json"}


def refused_by_command(desk: Desk, *words: object) -> str:
    """The one line on standard error of a command that ends with exit code 2."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run([str(word) for word in words])
    assert code == 2, (code, out.getvalue(), err.getvalue())
    assert out.getvalue() == ""
    assert err.getvalue().count("\n") == 1, err.getvalue()
    return err.getvalue().rstrip("\n")


def refused_by_python(call: Callable[..., Any], *arguments: Any, **named: Any) -> str:
    """The sentence of the InputError that a call raises."""
    with pytest.raises(InputError) as caught:
        call(*arguments, **named)
    assert type(caught.value) is InputError
    return str(caught.value)


def with_options(desk: Desk, options: Mapping[str, str], **changed: str) -> list[object]:
    """Options with paths on the desk; `changed` gives other files by the option's name without dashes."""
    named = {f"--{flag.replace('_', '-')}": file for flag, file in changed.items()}
    return [word for flag, file in {**options, **named}.items() for word in (flag, desk / file)]


def extract_image(file: str) -> Door:
    return lambda desk: refused_by_command(
        desk, "extract", "--image", desk / file, "--mask", desk / "arterial_mask.nrrd", "--output", desk / "out.json"
    )


def predict_image(file: str) -> Door:
    return lambda desk: _predict(desk, arterial=file)


def python_image(file: str) -> Door:
    from PCRPredictorLib.formats import read_image

    return lambda desk: refused_by_python(read_image, desk / file)


def web_image(file: str) -> Door:
    return lambda desk: _web(desk, "open_images", file)


def extract_mask(file: str) -> Door:
    return lambda desk: refused_by_command(
        desk, "extract", "--image", desk / "arterial.nrrd", "--mask", desk / file, "--output", desk / "out.csv"
    )


def predict_mask(file: str) -> Door:
    return lambda desk: _predict(desk, portal_mask=file)


def python_mask(file: str) -> Door:
    from PCRPredictorLib.formats import read_image, read_mask

    return lambda desk: refused_by_python(read_mask, desk / file, image=read_image(desk / "arterial.nrrd"))


def web_mask(file: str) -> Door:
    return lambda desk: _web(desk, "open_contours", file)


def show_model(file: str) -> Door:
    return lambda desk: refused_by_command(desk, "models", "show", desk / file)


def score_with_model(file: str) -> Door:
    return lambda desk: _score(desk, model=file)


def predict_with_model(file: str) -> Door:
    return lambda desk: _predict(desk, model=file)


def calibrate_model(file: str) -> Door:
    return lambda desk: _calibrate(desk, model=file)


def python_model(file: str) -> Door:
    from PCRPredictorLib.models.model_file import load_model

    return lambda desk: refused_by_python(load_model, desk / file)


def desktop_model(file: str) -> Door:
    return lambda desk: _choose(desk, "choose_model", file)


def score_with_calibration(file: str) -> Door:
    return lambda desk: _score(desk, calibration=file)


def predict_with_calibration(file: str) -> Door:
    return lambda desk: _predict(desk, calibration=file)


def validate_calibration(file: str) -> Door:
    return lambda desk: _validate(desk, calibration=file)


def python_calibration(file: str) -> Door:
    from PCRPredictorLib.models.calibration_file import load_calibration

    return lambda desk: refused_by_python(load_calibration, desk / file)


def desktop_calibration(file: str) -> Door:
    return lambda desk: _choose(desk, "choose_calibration", file)


def extract_profile(file: str) -> Door:
    return lambda desk: refused_by_command(
        desk,
        "extract",
        *with_options(desk, {"--image": "arterial.nrrd", "--mask": "arterial_mask.nrrd"}, profile=file),
        "--output",
        desk / "out.json",
    )


def predict_profile(file: str) -> Door:
    return lambda desk: _predict(desk, profile=file)


def cohort_profile(file: str) -> Door:
    return lambda desk: refused_by_command(
        desk, "cohort", *with_options(desk, {"--manifest": "manifest.csv"}, profile=file), "--output", desk / "out"
    )


def python_profile(file: str) -> Door:
    from PCRPredictorLib.features.profile import load_profile

    return lambda desk: refused_by_python(load_profile, desk / file)


def score_table(file: str) -> Door:
    return lambda desk: _score(desk, table=file)


def calibrate_table(file: str) -> Door:
    return lambda desk: _calibrate(desk, cohort=file)


def validate_table(file: str) -> Door:
    return lambda desk: _validate(desk, cohort=file)


def train_table(file: str) -> Door:
    return lambda desk: refused_by_command(
        desk, "train", "--cohort", desk / file, "--outcome", "outcome", "--output", desk / "out"
    )


def python_table(file: str) -> Door:
    from PCRPredictorLib.models.table import read_table

    return lambda desk: refused_by_python(read_table, desk / file)


def desktop_calibration_making(file: str) -> Door:
    def carry(desk: Desk) -> str:
        from PCRPredictorLib.models.model_file import load_model
        from PCRPredictorLib.presenter.cohort.calibration_making import CalibrationRequest, make_calibration

        request = CalibrationRequest(str(desk / file), "outcome", None, str(desk / "out.json"))
        return refused_by_python(make_calibration, load_model(desk / "model.json"), request)

    return carry


def desktop_training(file: str) -> Door:
    """The work that the desktop's child process does."""

    def carry(desk: Desk) -> str:
        from PCRPredictorLib.cli.child import train_model

        request = {"table": desk / file, "outcome": "outcome", "positive": None, "protocol": "nested"}
        return refused_by_python(train_model, request | {"output": desk / "out"}, lambda *_: None)

    return carry


def audit_scores(file: str) -> Door:
    return lambda desk: _audit(desk, scores=file)


def audit_outcomes(file: str) -> Door:
    return lambda desk: _audit(desk, outcomes=file)


def table1(file: str) -> Door:
    return lambda desk: refused_by_command(
        desk, "table1", "--clinical", desk / file, "--group", "outcome", "--output", desk / "out.csv"
    )


def count_table(file: str) -> Door:
    return lambda desk: refused_by_command(desk, "table1", "--counts", desk / file, "--output", desk / "out.csv")


def train_perturbed(file: str) -> Door:
    return lambda desk: refused_by_command(
        *(desk, "train", "--cohort", desk / "cohort.csv", "--outcome", "outcome"),
        *("--perturbed", desk / file, "--output", desk / "out"),
    )


def python_perturbed(file: str) -> Door:
    from PCRPredictorLib.models.perturbed_features import load_perturbed_features

    return lambda desk: refused_by_python(load_perturbed_features, desk / file)


def measure_manifest(file: str) -> Door:
    return lambda desk: refused_by_command(desk, "cohort", "--manifest", desk / file, "--output", desk / "out")


def check_manifest(file: str) -> Door:
    return lambda desk: refused_by_command(
        desk, "cohort", "--manifest", desk / file, "--output", desk / "out", "--dry-run"
    )


def study_manifest(file: str) -> Door:
    return lambda desk: refused_by_command(desk, "study", "--manifest", desk / file, "--output", desk / "out")


def python_manifest(file: str) -> Door:
    from PCRPredictorLib.cohort.manifest import read_manifest

    return lambda desk: refused_by_python(read_manifest, desk / file)


def desktop_manifest(file: str) -> Door:
    def carry(desk: Desk) -> str:
        from PCRPredictorLib.presenter.cohort.feature_table import FeatureTableRun

        run_of_table = FeatureTableRun(process=_NoProcess())
        run_of_table.choose_manifest(str(desk / file))
        run_of_table.start()
        (message,) = run_of_table.messages.shown
        assert message.kind == "error"
        assert "fault of the program" not in message.text
        return message.text

    return carry


class _NoProcess:
    """A process that must never start."""

    def start(self, *_: Any, **__: Any) -> None:
        raise AssertionError("the work began")

    def end(self) -> None:
        raise AssertionError("the work began")


def _predict(desk: Desk, **changed: str) -> str:
    return refused_by_command(
        desk, "predict", *with_options(desk, IMAGES | SCORING, **changed), "--output", desk / "out"
    )


def _score(desk: Desk, **changed: str) -> str:
    options = with_options(desk, {"--table": "cohort.csv"} | SCORING, **changed)
    return refused_by_command(desk, "predict", *options, "--output", desk / "out.csv")


def _calibrate(desk: Desk, **changed: str) -> str:
    options = with_options(desk, {"--model": "model.json", "--cohort": "cohort.csv"}, **changed)
    return refused_by_command(desk, "calibrate", *options, "--outcome", "outcome", "--output", desk / "out.json")


def _validate(desk: Desk, **changed: str) -> str:
    options = with_options(desk, SCORING | {"--cohort": "cohort.csv"}, **changed)
    return refused_by_command(desk, "validate", *options, "--outcome", "outcome", "--output", desk / "out")


def _audit(desk: Desk, **changed: str) -> str:
    options = with_options(desk, {"--scores": "scores.csv", "--outcomes": "cohort.csv"}, **changed)
    return refused_by_command(desk, "audit", *options, "--output", desk / "out")


def _choose(desk: Desk, choose: str, file: str) -> str:
    from PCRPredictorLib.presenter.patient.model_choice import ModelChoice, ShippedModels

    choice = ModelChoice(ShippedModels())
    before = choice.name, choice.model, choice.calibration
    sentence = refused_by_python(getattr(choice, choose), str(desk / file))
    assert (choice.name, choice.model, choice.calibration) == before
    return sentence


def _web(desk: Desk, opened: str, file: str) -> str:
    """What the page is told; the trial in a child process, which costs half a second, has tests of its own."""
    opening = pytest.importorskip("PCRPredictorWeb.opening")
    session_module = pytest.importorskip("PCRPredictorWeb.session")
    session = session_module.Session(session_module.Limits())
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(opening, "try_reading", lambda *_: None)
            return refused_by_python(getattr(opening, opened), Path(desk / file), session)
    finally:
        session.close()
