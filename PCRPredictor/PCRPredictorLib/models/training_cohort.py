"""What a trained model remembers of its training cohort: how it was scanned, and hashes of its cases."""

from typing import Any

from ..errors import InputError, Notice
from ..texts import sentence as _
from .alike_by_chance import shared_beyond_chance
from .calibration_file import acquisition_entry, fingerprint
from .model_file import Model
from .reference import REFERENCE_KEYS, Reference, reference_from_json
from .table import FeatureTable

ACQUISITION_KEY = "acquisition"
FINGERPRINTS_KEY = "case_fingerprints"


def training_acquisition(model: Model) -> dict[str, dict[str, Any]]:
    """Ranges and values of the acquisition columns of the training cohort; empty where the model tells none.

    Raises
    ------
    InputError
        The model file tells them in another form.
    """
    entries = (model.training or {}).get(ACQUISITION_KEY) or {}
    where = _("model '{name}', training, {acquisition_key}").format(name=model.name, acquisition_key=ACQUISITION_KEY)
    if not isinstance(entries, dict):
        raise InputError(_("{where} must be an object; export the model again.").format(where=where))
    return {column: acquisition_entry(entry, f"{where}, {column}") for column, entry in entries.items()}


def training_reference(model: Model) -> Reference | None:
    """What the training cohort's features look like; None where the model tells nothing of it.

    Raises
    ------
    InputError
        The model file tells it in another form.
    """
    training = model.training or {}
    if not any(key in training for key in REFERENCE_KEYS):
        return None
    return reference_from_json(training, model.columns, _("model '{name}', training").format(name=model.name))


def training_fingerprints(model: Model) -> list[str]:
    """Hashes of the training cases; none where the model tells none.

    Raises
    ------
    InputError
        The model file tells them in another form.
    """
    known = (model.training or {}).get(FINGERPRINTS_KEY) or []
    if not isinstance(known, list):
        raise InputError(
            _("model '{name}', training, {fingerprints_key} must be a list of hashes; export the model again.").format(
                name=model.name, fingerprints_key=FINGERPRINTS_KEY
            )
        )
    return known


def shared_with_training(model: Model, table: FeatureTable, called: str = "the model") -> tuple[Notice, ...]:
    """A notice where cases of `table` took part in the training: validating on them flatters the model."""
    here = [fingerprint(row) for row in table.matrix(model.columns)]
    shared = shared_beyond_chance(training_fingerprints(model), here)
    if not shared:
        return ()
    return (
        Notice(
            "cases-of-training",
            f"{shared} of {len(table)} cases have the feature values of cases that {called} was trained on; "
            "if they are the same patients, what is measured on those is too good.",
        ),
    )
