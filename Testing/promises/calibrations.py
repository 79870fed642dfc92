"""What may be wrong with a calibration file."""

from collections.abc import Callable
from typing import Any

from Testing.promises.desk import Desk, Fault
from Testing.promises.doors import (
    desktop_calibration,
    predict_with_calibration,
    python_calibration,
    score_with_calibration,
    validate_calibration,
)
from Testing.promises.images import write
from Testing.promises.models import TEXT

FILE = "calibration.json"


def value(*place: str | int, to: Any) -> Callable[[Desk], None]:
    return lambda desk: desk.set_json(FILE, *place, value=to)


def without(*place: str | int) -> Callable[[Desk], None]:
    return lambda desk: desk.drop_json(FILE, *place)


FAULTS = (
    *(Fault(name, write(content, FILE), reason, FILE) for name, content, reason in TEXT),
    Fault("gone", lambda desk: (desk / FILE).unlink(), "does not exist", FILE),
    Fault("model-instead", lambda desk: _copy(desk), "format", FILE),
    Fault("version-1", value("format_version", to=1), "older version", FILE),
    Fault("version-99", value("format_version", to=99), "format_version", FILE),
    Fault("no-scaling", value("scaling", to=[]), "scaling", FILE),
    Fault("zero-std", value("scaling", 0, "std", to=0), "std", FILE),
    Fault("intercept-in-words", value("intercept", to="0"), "intercept", FILE),
    Fault("no-intercept", without("intercept"), "intercept", FILE),
    Fault("negative-error", value("intercept_se", to=-1), "intercept_se", FILE),
    Fault("zero-slope", value("slope", to=0), "slope", FILE),
    Fault("no-patients", value("patients", to=0), "patients", FILE),
    Fault("half-patients", value("patients", to=10.5), "patients", FILE),
    Fault("more-events-than-patients", value("events", to=1000), "events", FILE),
    Fault("prevalence-2", value("prevalence", to=2), "prevalence", FILE),
    Fault("interval-upside-down", value("auc_ci", to=[0.9, 0.6]), "auc_ci", FILE),
    Fault("unearned-cutoff", value("auc_ci", to=[0.4, 0.9]), "cut-off", FILE),
    Fault("unknown-key", value("note", to="x"), "note", FILE),
    Fault("odd-method", value("method", to="guess"), "method", FILE),
    Fault("simulated-number", value("simulated", to=1), "simulated", FILE),
    Fault("fingerprint-number", value("fingerprints", 0, to=7), "fingerprints", FILE),
    Fault("acquisition-list", value("acquisition", to=[]), "acquisition", FILE),
)
OF_A_MODEL = (Fault("of-another-model", value("model_hash", to="0" * 64), "not for", ""),)


def _copy(desk: Desk) -> None:
    (desk / FILE).write_bytes((desk / "model.json").read_bytes())


def _at(door: Callable[[str], Callable[[Desk], str]]) -> Callable[[str], Callable[[Desk], str]]:
    def at_file(_: str) -> Callable[[Desk], str]:
        return door(FILE)

    at_file.__name__ = door.__name__
    return at_file


CASES = (
    (
        FAULTS,
        (
            score_with_calibration,
            predict_with_calibration,
            validate_calibration,
            python_calibration,
            desktop_calibration,
        ),
    ),
    (OF_A_MODEL, tuple(map(_at, (score_with_calibration, predict_with_calibration, validate_calibration)))),
)
