"""What may be wrong with a model file."""

from collections.abc import Callable
from typing import Any

from Testing.promises.desk import Desk, Fault
from Testing.promises.doors import (
    calibrate_model,
    desktop_model,
    predict_with_model,
    python_model,
    score_with_model,
    show_model,
)
from Testing.promises.images import write

FILE = "model.json"


def value(*place: str | int, to: Any) -> Callable[[Desk], None]:
    return lambda desk: desk.set_json(FILE, *place, value=to)


def without(*place: str | int) -> Callable[[Desk], None]:
    return lambda desk: desk.drop_json(FILE, *place)


TEXT = (
    ("empty-file", b"", "JSON"),
    ("words", b"a model", "JSON"),
    ("list", b"[1, 2]", "object|list|'format'"),
    ("latin-1", '{"name": "Müller"}'.encode("latin-1"), "UTF-8"),
    ("utf-16", "{}".encode("utf-16"), "UTF-8"),
    ("nan", b'{"intercept": NaN}', "NaN"),
    ("beyond-double", b'{"intercept": 1e999}', "too large"),
    ("twice", b'{"a": 1, "a": 2}', "twice"),
    ("half-character", b'{"a": "\\ud800"}', "no Unicode"),
    ("deep", b"[" * 200000, "deeply|JSON"),
    ("pickle", b"\x80\x04\x95\x10\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94.", "UTF-8|JSON"),
)
FAULTS = (
    *(Fault(name, write(content, FILE), reason, FILE) for name, content, reason in TEXT),
    Fault("gone", lambda desk: (desk / FILE).unlink(), "neither a model file", FILE),
    Fault("calibration-instead", lambda desk: _copy(desk), "pcr-predictor-model", FILE),
    Fault("no-format", without("format"), "format", FILE),
    Fault("version-99", value("format_version", to=99), "format_version", FILE),
    Fault("version-true", value("format_version", to=True), "format_version", FILE),
    Fault("no-features", value("features", to=[]), "features", FILE),
    Fault("features-missing", without("features"), "features", FILE),
    Fault("unknown-key", value("threshold", to=0.5), "threshold", FILE),
    Fault("feature-without-coefficient", without("features", 0, "coefficient"), "coefficient", FILE),
    Fault("coefficient-in-words", value("features", 0, "coefficient", to="1.0"), "coefficient", FILE),
    Fault("coefficient-true", value("features", 0, "coefficient", to=True), "coefficient", FILE),
    Fault("odd-phase", value("features", 0, "phase", to="delayed"), "phase", FILE),
    Fault("unknown-feature", value("features", 0, "name", to="MeanValu"), "MeanValu", FILE),
    Fault("feature-twice", lambda desk: _twice(desk), "twice", FILE),
    Fault("negative-std", value("features", 0, "std", to=-1.0), "std", FILE),
    Fault("zero-std", value("features", 0, "std", to=0.0), "std", FILE),
    Fault("cutoff-2", value("cutoff", to=2), "cutoff", FILE),
    Fault("empty-name", value("name", to=" "), "name", FILE),
    Fault("odd-feature-set", value("feature_set", to="ak397"), "feature_set", FILE),
    Fault("simulated-in-words", value("simulated", to="no"), "simulated", FILE),
    Fault("training-list", value("training", to=[1]), "training", FILE),
    Fault("transform-in-version-1", value("features", 0, "transform", to={"name": "asinh"}), "transform", FILE),
)


def _copy(desk: Desk) -> None:
    (desk / FILE).write_bytes((desk / "calibration.json").read_bytes())


def _twice(desk: Desk) -> None:
    desk.set_json(FILE, "features", 1, "name", value="MeanValue")
    desk.set_json(FILE, "features", 1, "phase", value="arterial")


CASES = ((FAULTS, (show_model, score_with_model, predict_with_model, calibrate_model, python_model, desktop_model)),)
