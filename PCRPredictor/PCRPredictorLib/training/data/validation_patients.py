"""Whether a trained model will be able to score the validation patients: asked before it is trained."""

import numpy as np

from ...errors import InputError
from ...models.auc import require_two_of_each
from ...numerals import count
from .cohort import Cohort


def require_scorable(training: Cohort, external: Cohort) -> None:
    """Refuse validation patients on whom no model of the training cohort could be measured.

    Raises
    ------
    InputError
        One outcome has fewer than two patients, a feature is missing, a value is missing or infinite, or the features
        were extracted with another profile.
    """
    require_two_of_each(external.outcome == 1, f"{external.source}, validation patients", external.groups)
    lacking = [name for name in training.names if name not in external.names]
    if lacking:
        raise InputError(
            f"{external.source} lacks {count(len(lacking), 'feature')} of {training.source}, such as '{lacking[0]}'; "
            "extract the validation patients with the same features."
        )
    if None not in (training.rim_mm, external.rim_mm) and training.rim_mm != external.rim_mm:
        raise InputError(
            f"{external.source} was measured with a ring of {external.rim_mm:g} mm, {training.source} with one of "
            f"{training.rim_mm:g} mm; measure both with one width."
        )
    if training.profile_hash and external.profile_hash and training.profile_hash != external.profile_hash:
        raise InputError(
            f"{external.source} was extracted with profile {external.profile_hash[:12]}, {training.source} with "
            f"{training.profile_hash[:12]}; extract both with one profile."
        )
    used = [external.names.index(name) for name in training.names]
    wrong = np.argwhere(~np.isfinite(external.values[:, used]))
    if wrong.size:
        row, column = wrong[0]
        raise InputError(
            f"{external.source}: the validation patient {external.case_ids[row]} has no finite value in "
            f"'{training.names[column]}', and a model file replaces none; complete the cell or drop the case."
        )
