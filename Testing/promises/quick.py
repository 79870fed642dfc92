"""What takes long and does not touch a disk is done once, so that the writing can be tried again and again."""

import importlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PCRPredictorLib.cohort import computation
from PCRPredictorLib.cohort.computation import compute_unit
from PCRPredictorLib.cohort.unit import Outcome, Unit
from PCRPredictorLib.simulation import SimulatedPatient
from PCRPredictorLib.simulation.cohort import IMAGES

CONFIG = {"folds": 2, "repeats": 1, "inner_folds": 2, "inner_repeats": 1, "smote": False}
CONFIG |= {"cutoff_bootstrap": 10, "candidates": ["ridge"]}


class HereExecutor:
    """Computes in this process, so that each of its steps is seen."""

    description = "here"

    def run(self, units: Sequence[Unit]) -> Iterator[Outcome]:
        yield from map(compute_unit, units)


def once(function: Callable[..., Any]) -> Callable[..., Any]:
    """The result of the first call for every call with the same named arguments, whatever they are."""
    results: dict[tuple[str, ...], Any] = {}

    def call(*words: Any, **named: Any) -> Any:
        kind = tuple(sorted(named))
        if kind not in results:
            results[kind] = function(*words, **named)
        return results[kind]

    return call


TRAINED = (
    *("training.protocols.train.train", "training.reproduction.study.run_study"),
    *("training.record.validation_record.validation_record", "training.record.nomogram.nomogram"),
    *("training.reproduction.record.study_record", "training.record.measures.validation_summary"),
    *("report.study.checklists.drafts.filled", "report.study.training_report.training_report"),
    *("report.study.paper_page.study_page", "report.study.validation_report.validation_report"),
)
FIGURES = ("training_report.training_figures_of", "validation_report.validation_figures")
LONE_FIGURES = ("training_figures.roc_per_fold", "training_figures.roc_of_models")
COMPUTED = (
    *("models.calibration.calibrate", "models.patient.predict_patient", "models.score_map.map_score"),
    *("report.patient.patient_report.patient_report", "cohort.stability.icc_1_1"),
)


def train_once(patch: pytest.MonkeyPatch) -> None:
    """Training once is enough to see how its result is written; the figures are small ones."""
    _replace(patch, TRAINED, once)
    _replace(patch, [f"report.study.{name}" for name in LONE_FIGURES], lambda _: lambda *_: _figure())
    figures = [f"report.study.{name}" for name in FIGURES]
    _replace(patch, figures, lambda _: lambda *_: {"roc_folds": ("A figure", _figure())})


def compute_once(patch: pytest.MonkeyPatch) -> None:
    """One simulated patient for all, measured once, in this process."""
    from PCRPredictorLib.cohort import executors
    from PCRPredictorLib.report.drawing import pdf
    from PCRPredictorLib.simulation import cohort

    _replace(patch, COMPUTED, once)
    patch.setattr(computation, "_measure", _measured_once(computation._measure))
    patch.setattr(cohort, "simulate_patient", _simulated_once(cohort.simulate_patient))
    patch.setattr(executors, "local_executor", lambda jobs: HereExecutor())
    patch.setattr(pdf, "require_pdf", lambda: None)
    patch.setattr(pdf, "pdf_of", lambda *_, **__: b"%PDF-1.7 of a page" * 100)


def _replace(patch: pytest.MonkeyPatch, names: Sequence[str], by: Callable[[Any], Any]) -> None:
    for name in names:
        place, _, function = f"PCRPredictorLib.{name}".rpartition(".")
        module = importlib.import_module(place)
        patch.setattr(module, function, by(getattr(module, function)))


def _figure() -> Any:
    from matplotlib.figure import Figure

    return Figure((0.1, 0.1))


def _measured_once(measure: Callable[[Unit], dict[str, Any]]) -> Callable[[Unit], dict[str, Any]]:
    measured: dict[tuple[str, int], dict[str, Any]] = {}

    def call(unit: Unit) -> dict[str, Any]:
        key = unit.phase, unit.perturbations
        if key not in measured:
            measured[key] = measure(unit)
        return {**measured[key], "case_id": unit.case_id}

    return call


def _simulated_once(simulate: Callable[..., SimulatedPatient]) -> Callable[..., SimulatedPatient]:
    """The same few voxels around a lesion for every patient, with the outcome that was asked for."""
    cropped = once(lambda *words, **named: _cropped(simulate(*words, **named)))

    def call(*words: Any, outcome: int, **named: Any) -> SimulatedPatient:
        patient = cropped(*words, outcome=outcome, **named)
        return replace(patient, truth=replace(patient.truth, outcome=outcome))

    return call


def _cropped(patient: SimulatedPatient) -> SimulatedPatient:
    boxes = [mask.box for mask in (patient.arterial_mask, patient.portal_mask)]
    around = tuple(
        slice(min(side.start for side in sides) - 1, max(side.stop for side in sides) + 1)
        for sides in zip(*boxes, strict=True)
    )

    def part(volume: Any) -> Any:
        array = np.ascontiguousarray(volume.array[around])
        return replace(volume, array=array, geometry=replace(volume.geometry, shape=array.shape))

    return replace(patient, **{name: part(getattr(patient, name)) for name in IMAGES})
