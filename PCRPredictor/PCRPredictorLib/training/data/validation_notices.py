"""What of the patients that validate a model in training is worth a second look, though nothing is wrong by itself."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...errors import Notice
from ...models.category_codes import CODE_NOT_IN_TRAINING, category_codes, codes_in_words, codes_unseen
from ...models.copies import copies_of_one_patient, of_two_patients
from ...models.rows_of_patients import number_of_patients, one_patient_notices
from .cohort import Cohort
from .distinct_patients import are_row_numbers
from .notices import column_notices
from .spellings import spelled_alike
from .unused_columns import UNUSED_CODES


def validation_notices(training: Cohort, external: Cohort) -> tuple[Notice, ...]:
    """The notices of `external` that are not the training cohort's already.

    Of columns only the features are judged, as those of the training cohort were, and the kinds of doubt that the
    same feature raised there are not raised again. None of them stops anything.
    """
    told = column_notices(training)
    known = {(name, notice.code) for name, notices in told.items() for notice in notices}
    used = external.columns(np.isin(external.names, training.names))
    of_columns = (
        notice
        for name, notices in column_notices(used).items()
        for notice in notices
        # one table parted by a column: what is told of it is told once
        if (name, notice.code) not in known
    )
    own = (notice for notice in external.notices if notice.code not in UNUSED_CODES and notice not in training.notices)
    of_rows = (
        *rows_of_patients(external.file_name, len(external), external.groups),
        *_twice(used),
        *_in_both(training, external),
    )
    return (*own, *of_rows, *of_columns, *_unseen_answers(training, used))


def rows_of_patients(source: str, rows: int, groups: NDArray[np.int64] | None) -> list[Notice]:
    """What is to be known where patients that validate a model have several rows, by `groups`."""
    patients = number_of_patients(rows, groups)
    if patients == rows:
        return []
    return [
        Notice(
            "rows-of-validation-patients",
            f"The validation patients of {source} are {patients} in {rows} rows. Every interval and test takes the "
            "rows of a patient together; the numbers themselves count each row once, so that a patient with more rows "
            "weighs more.",
        ),
        *one_patient_notices(groups, source),
    ]


def ranked_the_wrong_way(source: str, high: float) -> tuple[Notice, ...]:
    """A notice where the interval of an AUC, up to `high`, lies below 0.5, as with outcomes coded the other way."""
    if high >= 0.5:
        return ()
    return (
        Notice(
            "ranked-the-wrong-way",
            f"Among the validation patients of {source} the whole interval of the AUC lies below 0.5: those who "
            "responded have the lower probabilities. Check that the same value means a response as in the training "
            "(--positive), before any other number is believed.",
        ),
    )


def _twice(external: Cohort) -> list[Notice]:
    pairs = of_two_patients(copies_of_one_patient(external.values), external.groups)
    if not pairs:
        return []
    first, second = (external.case_ids[row] for row in pairs[0])
    return [
        Notice(
            "patient-twice",
            f"Among the validation patients of {external.file_name} {first} and {second} have the same feature "
            f"values, or nearly so, as one patient under two names has (such pairs: {len(pairs)}); they count twice, "
            "and every interval is too narrow.",
        )
    ]


def _unseen_answers(training: Cohort, external: Cohort) -> list[Notice]:
    """A notice for each feature of few values in the training that has others here, as a category coded anew has."""
    found = []
    for name, values in zip(external.names, external.values.T, strict=True):
        trained_on = training.values[:, training.names.index(name)]
        codes = category_codes(name, trained_on)
        unseen = codes_unseen(values.tolist(), codes)
        if codes and unseen:
            found.append(
                Notice(
                    CODE_NOT_IN_TRAINING,
                    f"The column '{name}' has the values {codes_in_words(codes)} in {training.file_name}, but also "
                    f"{codes_in_words(unseen)} among the validation patients of {external.file_name}; the model takes "
                    "them for more or less of the same, so check that both tables code it alike.",
                )
            )
    return found


def _in_both(training: Cohort, external: Cohort) -> list[Notice]:
    """A patient whose name, or else identifier, stands in both tables in two spellings."""
    if training.patients and external.patients:
        return _alike(training.patients, external.patients, training, external)
    if are_row_numbers(training.case_ids) or are_row_numbers(external.case_ids):
        return []
    return _alike(training.case_ids, external.case_ids, training, external)


def _alike(ours: Sequence[str], theirs: Sequence[str], training: Cohort, external: Cohort) -> list[Notice]:
    here, there = set(ours), set(theirs)
    both = [alike for alike in spelled_alike([*ours, *theirs], zeros=True) if here & set(alike) and there & set(alike)]
    if not both:
        return []
    known = next(training.case_ids[ours.index(name)] for name in both[0] if name in here)
    again = next(external.case_ids[theirs.index(name)] for name in both[0] if name in there)
    return [
        Notice(
            "patient-perhaps-in-both",
            f"The patients of the cases '{known:.40}' of {training.file_name} and '{again:.40}' of "
            f"{external.file_name} are named alike but for the spelling (such: {len(both)}); if they are one patient, "
            "remove the row from one table: a model may not be tested on who taught it.",
        )
    ]
