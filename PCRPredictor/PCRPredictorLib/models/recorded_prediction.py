"""What prediction.json tells of how it was made, and how it differs from another."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import InputError
from ..files import read_json
from ..imaging.perturbation import PerturbationSettings
from .fields import Fields

PHASES = ("arterial", "portal")
OF_THE_RUN = ("version", "time", "lesion_scope")
"""Parts of the provenance that tell of the run, not of what came of it; a merged lesion is refused before."""
MERGED = "segments merged"


@dataclass(frozen=True)
class RecordedPhase:
    """Hashes of image and contour of a phase, and the name of its segment as it was written."""

    image_hash: str
    mask_hash: str
    segment: str


@dataclass(frozen=True)
class RecordedPrediction:
    """A prediction.json, with what is needed to make it again.

    Attributes
    ----------
    content : dict
        The whole file.
    clinical : dict of str to float
        Values of the model's clinical variables.
    confirmed : bool
        Whether a person had confirmed the phases.
    perturbations : int
        Perturbed contours scored beside the drawn one; 0 for none.
    """

    content: dict[str, Any]
    model: str
    model_hash: str
    calibration_hash: str | None
    profile_hash: str
    version: str
    phases: dict[str, RecordedPhase]
    clinical: dict[str, float]
    confirmed: bool
    perturbations: int
    perturbation: PerturbationSettings


def read_prediction(path: Path) -> RecordedPrediction:
    """Read a prediction.json.

    Raises
    ------
    InputError
        It is none, or was made from a table of features, so that no image stands behind it.
    """
    content = read_json(path)
    whole = Fields(content, str(path))
    provenance = Fields(whole.mapping("provenance"), f"{path}, provenance")
    inputs = provenance.mapping("inputs")
    if not inputs:
        raise InputError(
            f"{path} was not made from images; score its table with  pcr-predictor predict --table  again."
        )
    if str(content["provenance"].get("lesion_scope", "")).startswith(MERGED):
        raise InputError(f"{path} is of several segments merged into one lesion; predict again with the same segments.")
    images = Fields(inputs, f"{path}, provenance, inputs")
    spread = content.get("contour_spread")
    return RecordedPrediction(
        content=content,
        model=provenance.text("model"),
        model_hash=provenance.text("model_hash"),
        calibration_hash=provenance.optional("calibration_hash", provenance.text),
        profile_hash=provenance.text("profile_hash"),
        version=provenance.text("version"),
        phases={phase: _phase(images.mapping(phase), f"{path}, {phase}") for phase in PHASES},
        clinical=_clinical(whole, path),
        confirmed="phases_confirmed" in content["provenance"],
        perturbations=0 if spread is None else Fields(spread, f"{path}, contour_spread").integer("perturbations"),
        perturbation=PerturbationSettings() if spread is None else _perturbation(spread, path),
    )


def differences(before: RecordedPrediction, after: dict[str, Any]) -> list[str]:
    """What is not the same in another prediction, a line each; version and time of the run do not count."""
    old, new = _without_run(before.content), _without_run(after)
    return [_line(*found) for found in _different("", old, new)]


def _phase(content: dict[str, Any], where: str) -> RecordedPhase:
    fields = Fields(content, where)
    hashes = [content.get(key) for key in ("image_hash", "mask_hash")]
    if "" in hashes:
        raise InputError(
            f"{where} carries no hash of its files (it came from a scene, not from files); save them first."
        )
    segment = content.get("segment")
    return RecordedPhase(
        fields.text("image_hash"), fields.text("mask_hash"), segment if isinstance(segment, str) else ""
    )


def _clinical(whole: Fields, path: Path) -> dict[str, float]:
    values = {}
    for number, entry in enumerate(whole.items("contributions", minimum=1)):
        term = Fields(entry, f"{path}, contributions[{number}]")
        if term.optional("phase", term.text) is None:
            values[term.text("name")] = term.number("value")
    return values


def _perturbation(spread: Any, path: Path) -> PerturbationSettings:
    where = f"{path}, contour_spread, settings"
    settings = Fields(Fields(spread, f"{path}, contour_spread").mapping("settings"), where)
    in_plane = set(settings.mapping("in_plane").values())
    if not in_plane <= {True, False}:
        raise InputError(f"{where}: 'in_plane' must be true or false in each phase.")
    return PerturbationSettings(
        deviation_mm=settings.number("deviation_mm"),
        correlation_mm=settings.number("correlation_mm"),
        in_plane=in_plane.pop() if len(in_plane) == 1 else None,  # chosen by the slices of each phase
        phases_together=settings.flag("phases_together"),
        seed=settings.integer("seed"),
    )


def _without_run(content: dict[str, Any]) -> dict[str, Any]:
    provenance = {key: value for key, value in content["provenance"].items() if key not in OF_THE_RUN}
    return {**content, "provenance": provenance}


def _different(place: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            yield from _different(f"{place}, {key}" if place else key, old.get(key), new.get(key))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from _different(f"{place}[{number}]", one, other)
    elif old != new or not (type(old) is type(new) or _numbers(old, new) or _texts(old, new)):
        yield place, old, new


def _line(place: str, old: Any, new: Any) -> str:
    line = f"{place}: {_short(old)} became {_short(new)}"
    if _numbers(old, new) and old:
        line += f" ({100 * (new - old) / math.fabs(old):+.3g} %)"
    return line


def _numbers(*values: Any) -> bool:
    return all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)


def _texts(*values: Any) -> bool:
    """Whether all are text: a sentence just made is of a type of its own, one read from a file is not."""
    return all(isinstance(value, str) for value in values)


def _short(value: Any) -> str:
    text = repr(value) if isinstance(value, float | str) else str(value)
    return "nothing" if value is None else text if len(text) <= 100 else f"{text[:97]}..."
