"""Settings of a training run as a JSON file."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from ...errors import InputError
from ...files import read_json
from ...models.fields import Fields
from .config import TrainingConfig


def load_config(path: Path | str, default: TrainingConfig | None = None) -> TrainingConfig:
    """Read settings; what the file leaves out is as in `default`.

    Raises
    ------
    InputError
        The file is missing or no JSON object, a key is unknown or its value out of range.
    """
    fields = Fields(read_json(path), str(path))
    readers = {
        "smote": fields.flag,
        "neighbors": lambda key: fields.integer(key, 1),
        "reproducibility_threshold": lambda key: fields.number(key, above=0, below=1),
        "redundancy_threshold": lambda key: fields.number(key, above=0, below=1.0000001),
        "candidates": lambda key: tuple(str(name) for name in fields.items(key)),
        "max_features": lambda key: fields.integer(key, 1),
        "selection_rule": lambda key: fields.choice(key, ("min", "1se")),
        "inner_folds": lambda key: fields.integer(key, 2),
        "inner_repeats": lambda key: fields.integer(key, 1),
        "folds": lambda key: fields.integer(key, 2),
        "repeats": lambda key: fields.integer(key, 1),
        "cutoff_bootstrap": lambda key: fields.integer(key, 1),
        "calibrate_slope": fields.flag,
        "impute": fields.flag,
        "seed": fields.integer,
    }
    given: dict[str, Any] = {key: fields.optional(key, read) for key, read in readers.items()}
    fields.finish()
    try:
        return replace(default or TrainingConfig(), **{k: value for k, value in given.items() if value is not None})
    except InputError as error:
        raise InputError(f"{path}: {error}") from None
