"""How far two readers agree: their contours, and the features from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..data.cohort import Cohort
from ..statistics.contour_agreement import ContourAgreement
from ..statistics.icc import IntraclassCorrelation, complete_cases, icc_1_1, icc_2_1, icc_of_complete


@dataclass(frozen=True, slots=True)
class ContourPair:
    """Two readers' contours of one lesion in one phase."""

    case_id: str
    phase: str
    agreement: ContourAgreement


def contour_summary(pairs: Sequence[ContourPair]) -> dict[str, dict[str, Any]]:
    """Agreement of two sets of contours, for each phase.

    Returns
    -------
    dict
        Phase to the number of cases; median, quartiles and worst of Dice and of the Hausdorff distance (mm); of the
        volumes ICC(2,1) with interval, mean relative difference and Bland-Altman limits (1.96 standard deviations;
        Lancet 327 (1986) 307-310). What needs two cases is None with one.
    """
    summary = {}
    for phase in dict.fromkeys(pair.phase for pair in pairs):
        found = [pair.agreement for pair in pairs if pair.phase == phase]
        dice = np.array([agreement.dice for agreement in found])
        distance = np.array([agreement.hausdorff_mm for agreement in found])
        summary[phase] = {
            "cases": len(found),
            "dice": {**_quartiles(dice), "worst": float(dice.min())},
            "hausdorff_mm": {**_quartiles(distance), "worst": float(distance.max())},
            "volume": _volume(found),
        }
    return summary


def feature_reliability(cohort: Cohort) -> dict[str, dict[str, Any]]:
    """ICC of every feature over all patients with several readings; empty where each has one.

    Between readers it is ICC(2,1), over perturbed contours ICC(1,1), each over the patients with all readings of that
    feature; ``patients`` counts those with all readings of any, ``rows`` their rows where a patient has several. An ICC
    of None belongs to a constant. Clinical variables, which nobody draws, are left out.
    """
    found: dict[str, dict[str, Any]] = {}
    cohort = cohort.drawn()
    if not cohort.names:
        return found
    if cohort.second_reader is not None:
        both = np.stack([cohort.values, cohort.second_reader], axis=1)
        found["readers"] = _reliability(cohort, both, icc_of_complete(icc_2_1, both), "ICC(2,1)")
    if cohort.perturbed is not None:
        of_contours = icc_of_complete(icc_1_1, cohort.perturbed)
        found["perturbed_contours"] = _reliability(cohort, cohort.perturbed, of_contours, "ICC(1,1)")
    return found


def _reliability(cohort: Cohort, cube: NDArray[np.float64], icc: IntraclassCorrelation, kind: str) -> dict[str, Any]:
    read = np.flatnonzero(complete_cases(cube).any(axis=1))
    rows, patients = read.size, cohort.rows(read).people
    return {
        "kind": kind,
        "patients": patients,
        **({} if patients == rows else {"rows": rows}),
        "readings": cube.shape[1],
        "features": {
            name: None if np.isnan(value) else {"icc": float(value), "ci": _interval(low, high)}
            for name, value, low, high in zip(cohort.names, icc.value, icc.low, icc.high, strict=True)
        },
    }


def _interval(low: float, high: float) -> list[float] | None:
    """None where readings differ by the same shift in every patient, which leaves no variance to judge by."""
    return [float(low), float(high)] if np.isfinite([low, high]).all() else None


def _quartiles(values: NDArray[np.float64]) -> dict[str, float]:
    low, median, high = np.quantile(values, [0.25, 0.5, 0.75])
    return {"median": float(median), "lower_quartile": float(low), "upper_quartile": float(high)}


def _volume(found: Sequence[ContourAgreement]) -> dict[str, Any]:
    if len(found) < 2:
        return {"icc": None, "icc_ci": None, "mean_difference": found[0].volume_difference, "limits": None}
    icc = icc_2_1([[agreement.first_volume_ml, agreement.second_volume_ml] for agreement in found])
    difference = np.array([agreement.volume_difference for agreement in found])
    mean, spread = float(difference.mean()), 1.96 * float(difference.std(ddof=1))
    known = bool(np.isfinite(icc.value))
    return {
        "icc": float(icc.value) if known else None,
        "icc_ci": _interval(float(icc.low), float(icc.high)),
        "mean_difference": mean,
        "limits": [mean - spread, mean + spread],
    }
