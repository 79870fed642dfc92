"""The model file: a linear score as plain JSON, never a pickle."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import InputError
from ..files import canonical_hash, read_json, write_json
from ..resources import resource_folder
from ..texts import both
from ..texts import sentence as _
from .feature_transform import AsinhTransform, transform_from_json
from .fields import Fields, require_format

DEFAULT_MODEL = "wen2024-smote-radiomics"
"""The publication's main model, which every door offers first."""
FORMAT = "pcr-predictor-model"
FORMAT_VERSIONS = (1, 2)
"""Version 2 is written where a feature has a transform and version 1 elsewhere, so that its hash stays what it was."""
FEATURE_SETS = ("ak396", "pyradiomics", "ibsi", "table")
SCORE_KEY = "score_hash"
"""Of the training record: hash of what the score is computed of, so that a file that was changed since is known."""
PHASE_LETTERS = {"arterial": "A", "portal": "P"}
RIM_LETTER = "R"
"""Behind the letter of the phase in columns of the ring around the lesion, ``AR_<name>``."""
AK396_LABEL = re.compile("[AP][0-9]+")


@dataclass(frozen=True)
class ModelFeature:
    """One term of the score: coefficient x (value - mean) / std, the value transformed before if it says so.

    Attributes
    ----------
    label : str
        Short label such as ``"A308"``; the name itself where there is none.
    name : str
        Name in the feature set, or the column of a clinical variable.
    phase : str or None
        ``"arterial"``, ``"portal"``, or None for a clinical variable or a table of other features.
    coefficient : float
        Change of the linear predictor per standard deviation.
    mean, std : float or None
        Standardization of the training cohort (n - 1 in the standard deviation); None where it was never published.
    transform : AsinhTransform or None
        What is done to the value before; mean and std are those of transformed values.
    """

    label: str
    name: str
    phase: str | None
    coefficient: float
    mean: float | None = None
    std: float | None = None
    transform: AsinhTransform | None = None

    def transformed(self, values: Any) -> Any:
        """The value or values that are standardized."""
        return values if self.transform is None else self.transform(values)

    @property
    def column(self) -> str:
        """Column of a cohort table that holds this feature: ``A_<name>``, ``P_<name>`` or the name."""
        return self.name if self.phase is None else f"{PHASE_LETTERS[self.phase]}_{self.name}"


@dataclass(frozen=True)
class Model:
    """A linear model on standardized features, as published or as trained.

    Attributes
    ----------
    feature_set : str
        ``"ak396"``, ``"pyradiomics"``, ``"ibsi"``, or ``"table"`` for columns that no image feature stands behind.
    profile_hash : str or None
        Hash of the extraction profile of the training cohort; None where the publication does not tell its settings.
    intercept : float or None
        None where it was never published; such a model gives no probability without a calibration.
    cutoff : float or None
        Probability from which on a patient counts as pCR, on the scale of the model's own intercept and scaling.
    cutoff_meaning : str or None
        How the cut-off was found and where it holds.
    training : dict or None
        Report of the training, as the training room wrote it.
    simulated : bool
        Whether any simulated patient took part in the training.
    """

    name: str
    version: str
    source: str
    feature_set: str
    profile_hash: str | None
    features: tuple[ModelFeature, ...]
    intercept: float | None
    cutoff: float | None
    cutoff_meaning: str | None
    intended_use: str
    training: dict[str, Any] | None = None
    simulated: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of a cohort table that the score needs, in the order of the features."""
        return tuple(feature.column for feature in self.features)

    def transformed(self, values: np.ndarray) -> np.ndarray:
        """The columns of the features, shape (cases, features), as they are standardized."""
        pairs = zip(self.features, values.T, strict=True)
        return np.column_stack([feature.transformed(column) for feature, column in pairs])

    @property
    def missing_parts(self) -> tuple[str, ...]:
        """What the model lacks to give a probability by itself; empty for a complete model."""
        unscaled = any(feature.mean is None or feature.std is None for feature in self.features)
        return ((_("intercept"),) if self.intercept is None else ()) + ((_("scaling"),) if unscaled else ())

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the canonical JSON of the model."""
        return canonical_hash(self.as_json())

    @property
    def score_hash(self) -> str:
        """SHA-256 of the canonical JSON of what the score is computed of: `features`, in order, and `intercept`."""
        content = self.as_json()
        return canonical_hash({key: content[key] for key in ("features", "intercept")})

    def as_json(self) -> dict[str, Any]:
        """The content of the model file."""
        return {
            "format": FORMAT,
            "format_version": 1 if all(feature.transform is None for feature in self.features) else 2,
            "name": self.name,
            "version": self.version,
            "source": self.source,
            "feature_set": self.feature_set,
            "profile_hash": self.profile_hash,
            "features": [
                {
                    "label": feature.label,
                    "name": feature.name,
                    "phase": feature.phase,
                    "coefficient": float(feature.coefficient),
                    "mean": _float(feature.mean),
                    "std": _float(feature.std),
                    **({} if feature.transform is None else {"transform": feature.transform.as_json()}),
                }
                for feature in self.features
            ],
            "intercept": _float(self.intercept),
            "cutoff": _float(self.cutoff),
            "cutoff_meaning": self.cutoff_meaning,
            "intended_use": self.intended_use,
            "training": self.training,
            "simulated": self.simulated,
        }


def published_names() -> tuple[str, ...]:
    """Names of the models that ship with the program."""
    return tuple(sorted(path.stem for path in resource_folder("Models").glob("*.json")))


def load_model(name_or_path: str | Path) -> Model:
    """Load a published model by its name, or a model file by its path.

    Raises
    ------
    InputError
        Neither a published name nor a file; not a model file, another version, an unknown or missing key,
        a wrong value.
    """
    text = str(name_or_path)
    if text in published_names():
        return model_from_json(read_json(resource_folder("Models") / f"{text}.json"), text)
    if not Path(text).is_file():
        raise InputError(
            _("'{text}' is neither a model file nor a published model; the published ones are {published}.").format(
                text=text, published=both(published_names())
            )
        )
    return model_from_json(read_json(text), text)


def save_model(model: Model, path: str | Path) -> None:
    """Write the model file; what cannot be loaded again is never written."""
    content = model.as_json()
    model_from_json(content, f"model '{model.name}'")
    write_json(path, content)


def model_from_json(content: Any, where: str) -> Model:
    """Build a model from the parsed content of a model file, strictly as its JSON Schema says.

    Parameters
    ----------
    content : object
        Parsed JSON.
    where : str
        The file, for messages.
    """
    version = require_format(content, FORMAT, FORMAT_VERSIONS, where)
    fields = Fields({key: value for key, value in content.items() if key not in ("format", "format_version")}, where)
    features = tuple(
        _feature_from_json(entry, f"{where}, features[{number}]", version)
        for number, entry in enumerate(fields.items("features", minimum=1))
    )
    model = Model(
        name=fields.text("name"),
        version=fields.text("version"),
        source=fields.text("source"),
        feature_set=fields.choice("feature_set", FEATURE_SETS),
        profile_hash=fields.optional("profile_hash", fields.text),
        features=features,
        intercept=fields.optional("intercept", fields.number),
        cutoff=fields.optional("cutoff", lambda key: fields.number(key, above=0, below=1)),
        cutoff_meaning=fields.optional("cutoff_meaning", fields.text),
        intended_use=fields.text("intended_use"),
        training=fields.optional("training", fields.mapping),
        simulated=fields.flag("simulated"),
    )
    fields.finish()
    _require_distinct_columns(model, where)
    _require_catalogued(model, where)
    _require_as_trained(model, where)
    return model


def _feature_from_json(content: Any, where: str, version: int) -> ModelFeature:
    fields = Fields(content, where)
    feature = ModelFeature(
        label=fields.text("label"),
        name=fields.text("name"),
        phase=fields.optional("phase", lambda key: fields.choice(key, tuple(PHASE_LETTERS))),
        coefficient=fields.number("coefficient"),
        mean=fields.optional("mean", fields.number),
        std=fields.optional("std", lambda key: fields.number(key, above=0)),
        transform=fields.optional("transform", lambda key: transform_from_json(fields.mapping(key), f"{where}, {key}"))
        if version > 1
        else None,
    )
    fields.finish()
    return feature


def _float(value: float | None) -> float | None:
    """A number as a float: 1 and 1.0 must have one hash."""
    return None if value is None else float(value)


def _require_as_trained(model: Model, where: str) -> None:
    """Refuse a trained model whose numbers were edited, rounded by another program or put in another order."""
    training = model.training or {}
    if SCORE_KEY in training and training[SCORE_KEY] != model.score_hash:
        raise InputError(
            _(
                "{where} was changed since it was trained: its coefficients, scaling, transforms or intercept do not "
                "have the {score_key} of its training record; take the original file."
            ).format(where=where, score_key=SCORE_KEY)
        )


def _require_distinct_columns(model: Model, where: str) -> None:
    for column in model.columns:
        if model.columns.count(column) > 1:
            raise InputError(
                _("{where} uses the feature {column} twice; keep one term for each feature.").format(
                    where=where, column=column
                )
            )


def _require_catalogued(model: Model, where: str) -> None:
    """Refuse image features that the feature set does not have, and A.K. labels that belong to another feature."""
    if model.feature_set == "table":
        return
    from ..features.catalogue import label, unknown_name  # brings the whole of SimpleITK
    from ..features.feature_sets import default_profile, feature_names

    known = feature_names(default_profile(model.feature_set))
    for number, feature in enumerate(model.features):
        if feature.phase is None:  # a clinical variable, which may well be called P53
            continue
        if feature.name not in known:
            raise InputError(
                _("{where}, features[{number}]: {error}").format(
                    where=where, number=number, error=unknown_name(feature.name, known, model.feature_set).sentence
                )
            )
        if model.feature_set == "ak396" and AK396_LABEL.fullmatch(feature.label):
            true_label = label(PHASE_LETTERS[feature.phase], feature.name)
            if feature.label != true_label:
                raise InputError(
                    _(
                        "{where}, features[{number}]: {column} is labeled {label}, but is {true_label}; correct the "
                        "label or the feature."
                    ).format(
                        where=where, number=number, column=feature.column, label=feature.label, true_label=true_label
                    )
                )
