"""What a trained model remembers of its own cut-off: how sure it is, or why there is none."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from ..errors import InputError
from ..texts import sentence as _
from .cutoff import THIS_COHORT, Cutoff, cutoff_from_json
from .fields import Fields
from .model_file import Model
from .sentences import auc_in_words, cutoff_in_words
from .site_cutoff import SiteCutoff

CUTOFF_KEY = "own_cutoff"


@dataclass(frozen=True)
class TrainingCutoff:
    """The model's own cut-off, as its training found it.

    Attributes
    ----------
    auc : float
    auc_ci : (float, float)
        Of one model as it is exported, by nested cross-validation; 95 % interval. Where only the probabilities that are
        averaged over the repeats speak against a cut-off, theirs.
    cutoff : Cutoff or None
    too_close : float or None
        Share of the training cohort within the cut-off's interval.
    reason_for_none : str or None
        Why there is no cut-off.
    """

    auc: float
    auc_ci: tuple[float, float]
    cutoff: Cutoff | None
    too_close: float | None
    reason_for_none: str | None


def cutoff_record(found: SiteCutoff) -> dict[str, Any]:
    """The key `CUTOFF_KEY` of a model's training record."""
    return {
        CUTOFF_KEY: {
            "auc": found.auc.auc,
            "auc_ci": [found.auc.low, found.auc.high],
            "cutoff": None if found.cutoff is None else asdict(found.cutoff),
            "too_close": None if found.too_close is None else found.too_close[THIS_COHORT],
            "reason_for_none": None if found.reason_for_none is None else found.reason_for_none.message,
        }
    }


def training_cutoff(model: Model) -> TrainingCutoff | None:
    """What the model tells of its cut-off; None for a model that was not trained here, or by an older version.

    Raises
    ------
    InputError
        The model file tells it in another form, or tells of another cut-off than its own.
    """
    content = (model.training or {}).get(CUTOFF_KEY)
    if content is None:
        return None
    where = _("model '{name}', training, {cutoff_key}").format(name=model.name, cutoff_key=CUTOFF_KEY)
    fields = Fields(content, where)
    found = TrainingCutoff(
        auc=fields.number("auc"),
        auc_ci=fields.interval("auc_ci"),
        cutoff=fields.optional("cutoff", lambda key: cutoff_from_json(fields.mapping(key), f"{where}, {key}")),
        too_close=fields.optional("too_close", fields.number),
        reason_for_none=fields.optional("reason_for_none", fields.text),
    )
    fields.finish()
    if (None if found.cutoff is None else found.cutoff.value) != model.cutoff:
        raise InputError(
            _("{where} is of another cut-off than the model's own; export the model again.").format(where=where)
        )
    return found


def training_cutoff_lines(model: Model) -> Iterator[tuple[str, str]]:
    """Title and text of each line of the card of a model that was trained here: AUC, cut-off, share too close."""
    found = training_cutoff(model)
    if found is None:
        return
    yield _("AUC in training, cross-validated"), auc_in_words(found.auc, found.auc_ci)
    if found.cutoff is not None:
        yield _("Cut-off of the model"), cutoff_in_words(found.cutoff)
    elif found.reason_for_none is not None:
        yield _("Cut-off of the model"), found.reason_for_none
    if found.too_close is not None:
        yield (
            _("Too close to the model's cut-off"),
            _("{too_close:.0f} % of the training cohort").format(too_close=100 * found.too_close),
        )
