"""Cases that made what scores them: their numbers are no test of it."""

from collections.abc import Sequence
from itertools import repeat

from ..errors import Notice
from ..texts import sentence as _
from .alike_by_chance import shared_beyond_chance
from .calibration_file import Calibration, fingerprint
from .model_file import Model
from .training_cohort import training_fingerprints

CASE_OF_CALIBRATION = "case-of-calibration"
CASE_OF_TRAINING = "case-of-training"
OWN_CASES = frozenset((CASE_OF_CALIBRATION, CASE_OF_TRAINING))


def own_case_notices(model: Model, calibration: Calibration | None, values: Sequence[float]) -> tuple[Notice, ...]:
    """Whether a case with these values of the model's features took part in the calibration, or in the training.

    Nothing is said where known patients are alike in them, as in age and sex, so that more than one new patient in a
    hundred would have the values of one by chance; of several cases together :func:`own_case_notices_of_all` may know.
    """
    return own_case_notices_of_all(model, calibration, [values])[0]


def own_case_notices_of_all(
    model: Model, calibration: Calibration | None, rows: Sequence[Sequence[float]]
) -> list[tuple[Notice, ...]]:
    """The same of each of several cases: told of those with known values if they are more than by chance together.

    Parameters
    ----------
    rows : sequence of sequence of float
        The values of the model's features, a row a case.
    """
    here = [fingerprint(values) for values in rows]
    notices: list[tuple[Notice, ...]] = list(repeat((), len(here)))
    words = _("A case with these feature values took part in the calibration; if it is this one, that is no test.")
    cohorts = [(calibration.fingerprints, CASE_OF_CALIBRATION, words)] if calibration is not None else []
    words = _("The model was trained on a case with these feature values; if it is this one, that is no test.")
    for fingerprints, code, said in (*cohorts, (training_fingerprints(model), CASE_OF_TRAINING, words)):
        if shared_beyond_chance(fingerprints, here):
            known = set(fingerprints)
            notices = [
                (*told, Notice(code, said)) if found in known else told
                for told, found in zip(notices, here, strict=True)
            ]
    return notices
