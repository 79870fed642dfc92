"""How well each feature repeats over perturbed contours of the cohort's lesions."""

import base64
import csv
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ..features.feature_sets import feature_names
from ..features.profile import Profile
from ..files import write_text
from ..models.acquisition import PHASES
from ..models.perturbed_features import PerturbedFeatures, save_perturbed_features
from ..training.statistics.icc import icc_1_1
from .tables import MeasuredCase, feature_columns_of, must_read

STABILITY_COLUMNS = ("feature", "icc", "ci_low", "ci_high", "cases", "perturbations")


def write_stability(output: Path, cases: Sequence[MeasuredCase], profile: Profile, results: Path) -> None:
    """Write ``perturbed.npz``, the features of each perturbed contour, and ``stability.csv``, their ICC(1,1).

    A case of which a contour could not be scored is in neither. ICC cells are empty for a constant feature, and for
    all where fewer than two cases are left.
    """
    names = feature_names(profile)
    case_ids: list[str] = []
    values: list[np.ndarray] = []
    for case in cases:
        found = [_perturbed(results, case.keys[phase], len(names)) for phase in PHASES]
        phases = [phase for phase in found if phase is not None]
        if len(phases) == len(PHASES):
            case_ids.append(case.case.case_id)
            values.append(np.concatenate(phases, axis=1))
    columns = feature_columns_of(profile)
    cube = np.array(values) if values else np.empty((0, 0, len(columns)))
    simulated = any(case.simulated for case in cases)
    save_perturbed_features(
        PerturbedFeatures(tuple(case_ids), tuple(columns), cube, profile.hash, simulated), output / "perturbed.npz"
    )
    write_text(output / "stability.csv", _stability_csv(columns, cube, simulated))


def _perturbed(results: Path, key: str, features: int) -> np.ndarray | None:
    """Features of each perturbed contour, (perturbations, features); None where one could not be scored."""
    encoded = must_read(results, key)["perturbed"]["values"]
    return None if encoded is None else np.frombuffer(base64.b64decode(encoded), "<f8").reshape(-1, features)


def _stability_csv(columns: Sequence[str], cube: np.ndarray, simulated: bool) -> str:
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow((*STABILITY_COLUMNS, *(("simulated",) if simulated else ())))
    cells = np.full((3, len(columns)), np.nan)
    if len(cube) > 1:
        icc = icc_1_1(cube)
        cells = np.array([icc.value, icc.low, icc.high])
    for column, numbers in zip(columns, cells.T, strict=True):
        shown = ["" if np.isnan(number) else repr(float(number)) for number in numbers]
        lines.writerow((column, *shown, len(cube), cube.shape[1], *(("true",) if simulated else ())))
    return text.getvalue()
