"""Cases that made what scores them: their numbers are no test of it."""

from collections.abc import Sequence

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

    Nothing is said where many patients are alike in them, as in age and sex.
    """
    found = [fingerprint(values)]
    notices = []
    if calibration is not None and shared_beyond_chance(calibration.fingerprints, found):
        words = _("A case with these feature values took part in the calibration; if it is this one, that is no test.")
        notices.append(Notice(CASE_OF_CALIBRATION, words))
    if shared_beyond_chance(training_fingerprints(model), found):
        words = _("The model was trained on a case with these feature values; if it is this one, that is no test.")
        notices.append(Notice(CASE_OF_TRAINING, words))
    return tuple(notices)
