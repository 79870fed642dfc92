"""Outcomes of simulated patients drawn from the published models themselves, to try the program on what they can tell.

A cohort with such outcomes shows how everything works where a model does discriminate; it shows nothing about the
model, and says so wherever it goes.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from ..errors import InputError
from ..features import extract
from ..features.profile import DEFAULT_PROFILE
from ..files import read_json
from ..imaging import Mask, PhaseImage
from ..resources import resource_folder
from ..simulation import OutcomeSource
from .calibration_file import Scaling
from .model_file import PHASE_LETTERS, Model, load_model
from .outcomes import DRAWN_NOTE

SOURCE = "wen2024"
MODELS = ("wen2024-radiomics", "wen2024-smote-radiomics")
"""By name, so that a further shipped model moves no simulated outcome."""
EFFECT = 2.0
"""The scores have long tails, so that one per standard deviation would leave an AUC of 0.67."""
FORMAT = "pcr-predictor-score-constants"
FILE = "wen2024-scores.json"


def published_scores() -> OutcomeSource:
    """The mean of both published models' scores, with the constants that ship with the program.

    Each model's score is sum of coefficient x (value - mean) / std, its mean 0 and its standard deviation 1 in the
    population of simulated patients without lipiodol; the mean of the two is divided by its own standard deviation.

    Raises
    ------
    InputError
        The constants are of other models than the published ones.
    """
    path = resource_folder("Simulation") / FILE
    content = read_json(path)
    models = [load_model(name) for name in MODELS]
    if content["format"] != FORMAT or content["models"].keys() != {model.name for model in models}:
        raise InputError(f"{path} holds no constants of the published models; install the program again.")
    weights: dict[str, float] = {}
    offset = 0.0
    for model in models:
        constants = content["models"][model.name]
        if constants["model_hash"] != model.hash:
            raise InputError(f"{path} was made for another model '{model.name}'; run  make references.")
        for feature, scaling in zip(model.features, constants["scaling"], strict=True):
            share = feature.coefficient / scaling["std"] / constants["score_std"] / len(models)
            weights[feature.column] = weights.get(feature.column, 0.0) + share / content["mean_std"]
            offset += share / content["mean_std"] * scaling["mean"]

    def score(arterial: PhaseImage, arterial_mask: Mask, portal: PhaseImage, portal_mask: Mask) -> float:
        values = features_of(arterial, arterial_mask, portal, portal_mask, weights)
        return math.fsum(weight * values[column] for column, weight in weights.items()) - offset

    return OutcomeSource(SOURCE, DRAWN_NOTE, EFFECT, score)


def features_of(
    arterial: PhaseImage, arterial_mask: Mask, portal: PhaseImage, portal_mask: Mask, columns: Iterable[str]
) -> dict[str, float]:
    """The named columns (``A_<name>``, ``P_<name>``) of one patient."""
    values: dict[str, float] = {}
    wanted = tuple(columns)
    for phase, image, mask in (("arterial", arterial, arterial_mask), ("portal", portal, portal_mask)):
        prefix = f"{PHASE_LETTERS[phase]}_"
        names = [column.removeprefix(prefix) for column in wanted if column.startswith(prefix)]
        found = extract(image, mask, only=names).features
        values |= {prefix + name: found[name] for name in names}
    return values


def score_constants(rows: Sequence[Mapping[str, float]], seed: int) -> dict[str, Any]:
    """The constants from the features of simulated patients: scaling of each feature, spread of each score.

    Parameters
    ----------
    rows : sequence of mapping
        Columns of both published models, one mapping a patient.
    seed : int
        What the patients were made from, for the record.
    """
    models = [load_model(name) for name in MODELS]
    of_models, standard = {}, []
    for model in models:
        scaling, score = _scaled_score(model, rows)
        spread = float(score.std(ddof=1))
        standard.append(score / spread)
        of_models[model.name] = {
            "model_hash": model.hash,
            "scaling": [asdict(item) for item in scaling],
            "score_std": spread,
        }
    return {
        "format": FORMAT,
        "format_version": 1,
        "made_by": "python -m PCRPredictorLib.cli.score_constants",
        "patients": len(rows),
        "seed": seed,
        "profile_hash": DEFAULT_PROFILE.hash,
        "models": of_models,
        "correlation": float(np.corrcoef(standard[0], standard[1]).item(1)),
        "mean_std": float(np.std(np.mean(standard, axis=0), ddof=1)),
        "simulated": True,
    }


def _scaled_score(model: Model, rows: Sequence[Mapping[str, float]]) -> tuple[list[Scaling], np.ndarray]:
    values = np.array([[row[column] for column in model.columns] for row in rows])
    means, stds = values.mean(axis=0), values.std(axis=0, ddof=1)
    scaling = [Scaling(*item) for item in zip(model.columns, means.tolist(), stds.tolist(), strict=True)]
    return scaling, ((values - means) / stds) @ np.array([feature.coefficient for feature in model.features])
