"""Validation of a finished model on a cohort that had no part in its training."""

from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from ...models.auc import NO_ERROR, AucInterval, people_of_each
from ...models.rows_of_patients import number_of_patients, with_several_rows
from ..statistics.calibration_statistics import calibration_curve, calibration_of_repeats
from ..statistics.decision_curve import decision_curve
from ..statistics.delong import compare_paired, delong_interval
from ..statistics.diagnostic import Diagnostic, diagnostic
from ..statistics.mcnemar import compare_readers
from ..statistics.smooth_calibration import smooth_calibration

CALIBRATION_GROUPS = 5
NEWCOMBE = "Newcombe 2006, method 5, 95 %: perfect separation, or one score for all, leaves DeLong's method no variance"
MEASURES = ("sensitivity", "specificity", "positive_predictive_value", "negative_predictive_value", "accuracy")
"""What a yes/no call is worth, in the order of every table; the names are those of `Diagnostic`."""


def sizes(outcome: NDArray[np.int64], groups: NDArray[np.int64] | None = None) -> dict[str, int]:
    """Patients and responders; rows beside them where a patient has several, by `groups`.

    A patient responded if one of the rows did.
    """
    patients = number_of_patients(outcome.size, groups)
    responders, _ = people_of_each(outcome == 1, groups)
    rows = {} if patients == outcome.size else {"rows": int(outcome.size), "responding_rows": int(outcome.sum())}
    return {"patients": patients, "responders": responders, **rows}


def validation_summary(
    outcome: NDArray[np.int64],
    probability: NDArray[np.float64],
    cutoff: float | None,
    groups: NDArray[np.int64] | None = None,
) -> dict[str, Any]:
    """Discrimination, calibration, net benefit and calls of one model, ready for ``validation.json``.

    Parameters
    ----------
    outcome : ndarray, shape (patients,)
        0 and 1, both present.
    probability : ndarray, shape (patients,)
    cutoff : float or None
        Probability from which on a patient counts as positive; None where none is valid, and then nothing is said
        about calls.
    groups : ndarray of int, shape (patients,), optional
        Rows with one value are one patient's, and together in every interval.

    Raises
    ------
    InputError
        One class only, fewer than two patients in a class, or a probability outside [0, 1].
    """
    area = delong_interval(outcome, probability, groups=groups)
    return {
        "protocol": "external",
        **sizes(outcome, groups),
        "auc": area.auc,
        "auc_ci": [area.low, area.high],
        "auc_ci_method": _method(area, groups),
        "cutoff": cutoff,
        **calls_of(None if cutoff is None else diagnostic(outcome, probability >= cutoff, groups=groups)),
        **probability_summary(outcome, probability, groups),
    }


def _method(area: AucInterval, groups: NDArray[np.int64] | None) -> str:
    if area.standard_error <= NO_ERROR:
        return NEWCOMBE
    together = with_several_rows(groups) is not None
    return "DeLong, rows of a patient together (Obuchowski 1997), 95 %" if together else "DeLong, 95 %"


def probability_summary(
    outcome: NDArray[np.int64], probability: NDArray[np.float64], groups: NDArray[np.int64] | None = None
) -> dict[str, Any]:
    """Calibration and net benefit; where a part of the calibration is null, ``calibration_missing`` says why.

    Probabilities of shape (repeats, patients) are judged repeat by repeat and the figures averaged; only the
    calibration curve, in groups and smooth, which is for drawing, is that of the averaged probabilities.
    """
    repeats = np.atleast_2d(probability)
    benefits = [decision_curve(outcome, each) for each in repeats]
    calibration = asdict(calibration_of_repeats(outcome, repeats, groups=groups))
    missing = calibration.pop("missing")
    summary: dict[str, Any] = {"calibration": calibration}
    if missing is not None:
        summary["calibration_missing"] = missing
    averaged = repeats.mean(axis=0)
    points = calibration_curve(outcome, averaged, min(CALIBRATION_GROUPS, outcome.size), people=groups)
    summary["calibration_curve"] = [asdict(point) for point in points]
    summary["smooth_calibration_curve"] = _smooth_curve(outcome, averaged, groups)
    summary["decision_curve"] = {
        "threshold": benefits[0].thresholds.tolist(),
        "net_benefit": np.mean([benefit.model for benefit in benefits], axis=0).tolist(),
        "treat_all": benefits[0].treat_all.tolist(),
    }
    return summary


def _smooth_curve(
    outcome: NDArray[np.int64], probability: NDArray[np.float64], groups: NDArray[np.int64] | None
) -> dict[str, Any] | None:
    try:
        curve = asdict(smooth_calibration(outcome, probability, groups=groups))
    except InputError:
        return None
    return {**{name: list(curve[name]) for name in ("predicted", "observed", "low", "high")}, "knots": curve["knots"]}


def told_apart(name: str, model_hash: str, other: str, other_hash: str) -> tuple[str, str]:
    """What to call two models that are compared: their names, with the beginnings of their hashes where these are one.

    A model that is compared with itself is called so.
    """
    if name != other:
        return name, other
    if model_hash == other_hash:
        return name, f"{name} itself"
    return f"{name} ({model_hash[:8]})", f"{other} ({other_hash[:8]})"


def compared_with_model(
    outcome: NDArray[np.int64],
    probability: NDArray[np.float64],
    other: NDArray[np.float64],
    groups: NDArray[np.int64] | None = None,
) -> dict[str, Any]:
    """DeLong's paired test against another model's probabilities of the same patients."""
    return {"kind": "model", **asdict(compare_paired(outcome, probability, other, groups=groups))}


def compared_with_reader(
    outcome: NDArray[np.int64],
    probability: NDArray[np.float64],
    cutoff: float | None,
    reader: NDArray[np.int64],
    groups: NDArray[np.int64] | None = None,
) -> dict[str, Any]:
    """McNemar's tests of the model's calls against a yes/no reader's, and what either is worth alone.

    Raises
    ------
    InputError
        The model has no cut-off, so it makes no calls.
    """
    if cutoff is None:
        raise InputError(
            "The model has no cut-off on this scale, so it makes no calls to compare with a reader's; "
            "calibrate it with outcomes first."
        )
    return calls_beside_reader(outcome, probability >= cutoff, reader, groups)


def calls_beside_reader(
    outcome: NDArray[np.int64],
    called: NDArray[np.bool_],
    reader: NDArray[np.int64],
    groups: NDArray[np.int64] | None = None,
) -> dict[str, Any]:
    """The same of calls that were made already, such as those out of fold."""
    return {
        "kind": "reader",
        **reader_alone(outcome, reader, groups),
        "model": calls_of(diagnostic(outcome, called, groups=groups)),
        **asdict(compare_readers(outcome, called, reader, groups)),
    }


def reader_alone(
    outcome: NDArray[np.int64], reader: NDArray[np.int64], groups: NDArray[np.int64] | None = None
) -> dict[str, Any]:
    """What a yes/no reader is worth, whatever the model."""
    return {"reader": calls_of(diagnostic(outcome, reader, groups=groups))}


def calls_of(result: Diagnostic | None) -> dict[str, Any]:
    """Each measure as a number, its Wilson interval under ``<name>_ci``."""
    calls: dict[str, Any] = {}
    for name in MEASURES:
        share = None if result is None else getattr(result, name)
        calls[name] = None if share is None else share.value
        calls[f"{name}_ci"] = None if share is None or share.value is None else [share.low, share.high]
    return calls
