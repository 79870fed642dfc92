"""The patients that a model is trained or validated on, as plain arrays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError, Notice
from ...models.acquisition import ACQUISITION_COLUMNS
from ...models.auc import people_of_each
from ...models.model_table import is_radiomic, rim_of
from ...models.named_rows import groups_of, named_rows, rows_in_words
from ...models.outcomes import binary_outcome, drawn_outcome_notices
from ...models.perturbed_features import PerturbedFeatures
from ...models.rows_of_patients import number_of_patients, with_several_rows
from ...models.table import (
    FeatureTable,
    feature_columns,
)
from ...numerals import count
from .readings import PERTURBED_SOURCE, perturbed_readings, second_reading
from .spellings import category_notices, patient_notices
from .subgroup_columns import subgroup_columns
from .unused_columns import unused_columns

TRAINING_WORDS = ("train", "training", "development")
VALIDATION_WORDS = ("validation", "validate", "valid", "test", "testing")


@dataclass(frozen=True, eq=False)
class Cohort:
    """Features and outcomes of patients.

    Attributes
    ----------
    values : ndarray, shape (patients, features)
        NaN only where missing values were allowed.
    outcome : ndarray of int, shape (patients,)
        1 for responders, 0 otherwise.
    names : tuple of str
        Column of each feature.
    case_ids : tuple of str
    second_reader : ndarray, shape (patients, features), or None
        The features from another reader's contours; rows of NaN for patients whom only one reader saw.
    perturbed : ndarray, shape (patients, perturbations, features), or None
        The features from perturbed contours; NaN for patients without.
    batch : ndarray of int, shape (patients,), or None
        Scanner or site of each patient, as the number of its name in `batch_names`.
    batch_names : tuple of str
    groups : ndarray of int, shape (patients,), or None
        Rows with one value belong to one patient and are never on both sides of a fold.
    patients : tuple of str
        Name of the patient of each row, where a column tells it.
    profile_hash : str or None
        Extraction profile of the features.
    acquisition : dict of str to tuple of str
        Cells of the columns that say how each patient was scanned, as written.
    clinical : tuple of str
        The features that are clinical variables.
    subgroups : dict of str to tuple of str
        Cells of the columns by which performance is to be told apart.
    simulated : bool
    rim_mm : float or None
        Width of the ring around the lesion, where the table tells one.
    notices : tuple of Notice
        What to know of the outcomes, such as that they were drawn from a model.
    source, second_source, perturbed_source : str
        The table, that of the second reader and that of perturbed contours, for messages.
    """

    values: NDArray[np.float64]
    outcome: NDArray[np.int64]
    names: tuple[str, ...]
    case_ids: tuple[str, ...]
    second_reader: NDArray[np.float64] | None = None
    perturbed: NDArray[np.float64] | None = None
    batch: NDArray[np.int64] | None = None
    batch_names: tuple[str, ...] = ()
    groups: NDArray[np.int64] | None = None
    patients: tuple[str, ...] = ()
    profile_hash: str | None = None
    acquisition: dict[str, tuple[str, ...]] = field(default_factory=dict)
    clinical: tuple[str, ...] = ()
    subgroups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    simulated: bool = False
    rim_mm: float | None = None
    notices: tuple[Notice, ...] = ()
    source: str = "the cohort"
    second_source: str = "the second reading"
    perturbed_source: str = PERTURBED_SOURCE

    def __len__(self) -> int:
        return len(self.case_ids)

    @property
    def file_name(self) -> str:
        """Of the source, without its folders."""
        return Path(self.source).name

    @property
    def people(self) -> int:
        """How many patients the rows are of."""
        return number_of_patients(len(self), self.groups)

    @property
    def counted(self) -> str:
        """``60 patients``, or ``60 rows of 30 patients``."""
        return rows_in_words(len(self), self.people)

    @property
    def responders(self) -> int:
        """How many patients responded, in one of their rows at least."""
        return people_of_each(self.outcome == 1, self.groups)[0]

    @property
    def counted_by_outcome(self) -> str:
        """``20 with the outcome, 40 not``; of rows, and so said, where a patient has several."""
        responding = int(self.outcome.sum())
        rows = "" if self.people == len(self) else " rows"
        return f"{responding}{rows} with the outcome, {len(self) - responding} not"

    @property
    def readers(self) -> int:
        return 1 if self.second_reader is None else 2

    @property
    def perturbations(self) -> int:
        return 0 if self.perturbed is None else self.perturbed.shape[1]

    @property
    def design(self) -> NDArray[np.float64]:
        """What the pipeline is fitted on: features, those of the second reader, of perturbed contours, the batch."""
        parts = [self.values]
        if self.second_reader is not None:
            parts.append(self.second_reader)
        if self.perturbed is not None:
            parts.append(self.perturbed.reshape(len(self), -1))
        if self.batch is not None:
            parts.append(self.batch[:, np.newaxis].astype(np.float64))
        return np.hstack(parts)

    def rows(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> "Cohort":
        """The cohort of some of its patients."""
        return replace(
            self,
            values=self.values[chosen],
            outcome=self.outcome[chosen],
            case_ids=tuple(np.array(self.case_ids, dtype=object)[chosen]),
            second_reader=None if self.second_reader is None else self.second_reader[chosen],
            perturbed=None if self.perturbed is None else self.perturbed[chosen],
            batch=None if self.batch is None else self.batch[chosen],
            groups=None if self.groups is None else with_several_rows(self.groups[chosen]),
            patients=tuple(np.array(self.patients, dtype=object)[chosen]) if self.patients else (),
            acquisition=_cells_of(self.acquisition, chosen),
            subgroups=_cells_of(self.subgroups, chosen),
        )

    def columns(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> "Cohort":
        """The cohort with some of its features, or with all in another order."""
        names = tuple(np.array(self.names, dtype=object)[chosen])
        return replace(
            self,
            values=self.values[:, chosen],
            names=names,
            second_reader=None if self.second_reader is None else self.second_reader[:, chosen],
            perturbed=None if self.perturbed is None else self.perturbed[:, :, chosen],
            clinical=tuple(name for name in self.clinical if name in names),
        )

    def drawn(self) -> "Cohort":
        """The same patients with the features that a contour changes alone: without the clinical variables."""
        return self.columns(~np.isin(self.names, self.clinical))

    def clinical_last(self) -> "Cohort":
        """The same patients with their clinical variables behind all other features, where no scanner adjusts them."""
        return self.columns(np.argsort(np.isin(self.names, self.clinical), kind="stable"))

    def without_batch(self) -> "Cohort":
        """The same patients, not to be harmonized."""
        return replace(self, batch=None, batch_names=())


def _cells_of(
    columns: Mapping[str, Sequence[str]], chosen: NDArray[np.bool_] | NDArray[np.intp]
) -> dict[str, tuple[str, ...]]:
    return {column: tuple(np.array(cells, object)[chosen]) for column, cells in columns.items()}


def cohort_from_table(
    table: FeatureTable,
    outcome: str,
    *,
    positive: str | None = None,
    clinical: Sequence[str] = (),
    exclude: Sequence[str] = (),
    batch: str | None = None,
    patient: str | None = None,
    subgroups: Sequence[str] = (),
    second_reader: FeatureTable | None = None,
    perturbed: PerturbedFeatures | None = None,
) -> Cohort:
    """Take features and outcomes out of a feature table.

    Parameters
    ----------
    table : FeatureTable
    outcome : str
        Column of outcomes, with two values.
    positive : str, optional
        The value that means a response.
    clinical : sequence of str
        Numeric columns that are used beside ``A_*`` and ``P_*``.
    exclude : sequence of str
        Columns that are no features in a table without ``A_*`` and ``P_*``.
    batch : str, optional
        Column that names each patient's scanner or site.
    patient : str, optional
        Column that names the patient of each row, where one may have several.
    subgroups : sequence of str
        Columns by which performance is to be told apart.
    second_reader : FeatureTable, optional
        The same features of the same patients, or at least ten of them, from another reader's contours.
    perturbed : PerturbedFeatures, optional
        The same features of the same patients, or at least ten of them, from perturbed contours.

    Raises
    ------
    InputError
        A column is missing, the outcome has not two values, no feature is left, or the second reading or the perturbed
        contours are of other patients, features or another profile.
    """
    unused = (outcome, *exclude, *(column for column in (batch, patient) if column))
    clinical = tuple(dict.fromkeys(clinical))
    for name in clinical:
        if name == table.id_column:
            raise InputError(f"{table.source}: the column '{name}' names the cases, so it is no clinical feature.")
        if name in unused:
            raise InputError(
                f"{table.source}: the column '{name}' has another use here (outcome, split, batch or patient), so it "
                "cannot be a clinical feature, too; leave it out of those."
            )
        if is_radiomic(name):
            raise InputError(
                f"{table.source}: '{name}' is a radiomic feature, which is used anyway and would count as clinical in "
                "every comparison; leave it out of --clinical."
            )
    for use, column in (("batch", batch), ("patient", patient)):
        if column == outcome:
            raise InputError(
                f"{table.source}: '{outcome}' is the outcome, so it cannot name the {use}, too; name another column."
            )
    names = feature_columns(table, exclude=unused, clinical=clinical)
    if not names:
        raise InputError(
            f"{table.source} has no usable feature column beside the outcome; "
            "it needs columns A_* and P_*, or other numeric columns."
        )
    codes, batch_names = _batches(table, batch)
    patients = named_rows(table, patient, "patient")
    values = table.matrix(names)
    again = None
    if second_reader is not None:
        again = second_reading(table, names, values, second_reader, clinical)[:, 0]
    moved = None if perturbed is None else perturbed_readings(table, names, values, perturbed, clinical)
    return Cohort(
        values=values,
        outcome=binary_outcome(table.cells(outcome), outcome, positive, table.source),
        names=names,
        case_ids=table.case_ids,
        second_reader=again,
        perturbed=moved,
        batch=codes,
        batch_names=batch_names,
        groups=groups_of(patients),
        patients=patients,
        profile_hash=table.profile_hash,
        acquisition={column: table.carried[column] for column in ACQUISITION_COLUMNS if column in table.carried},
        clinical=tuple(name for name in clinical if name in names),
        subgroups=subgroup_columns(table, subgroups),
        rim_mm=rim_of(table),
        notices=(
            *drawn_outcome_notices(table),
            *unused_columns(table, {*unused, *names, *subgroups}, patient),
            *_spelling_notices(table, batch, patients, subgroups),
        ),
        simulated=any(part is not None and part.simulated for part in (table, second_reader, perturbed)),
        source=table.source,
        second_source="the second reading" if second_reader is None else second_reader.source,
    )


def split_by_column(cohort: Cohort, cells: Sequence[str], column: str) -> tuple[Cohort, Cohort]:
    """Training and validation patients by a column that says ``training`` or ``validation`` (or train, test, ...).

    Raises
    ------
    InputError
        A cell says neither, two words say validation, or one side is empty.
    """
    words = [cell.strip().lower() for cell in cells]
    for case, word in zip(cohort.case_ids, words, strict=True):
        if word not in TRAINING_WORDS + VALIDATION_WORDS:
            raise InputError(
                f"{cohort.source}, case {case}: the split '{column}' says '{word:.40}'; write training or validation."
            )
    tested = sorted(set(words) & set(VALIDATION_WORDS))
    if len(tested) > 1:
        raise InputError(
            f"{cohort.source}: the split '{column}' says both '{tested[0]}' and '{tested[1]}'; a model is "
            "validated on one group of patients, so leave the others out of the table, or write the same word for all."
        )
    training = np.array([word in TRAINING_WORDS for word in words])
    if training.all() or not training.any():
        side = "validation" if training.all() else "training"
        raise InputError(f"{cohort.source}: the split '{column}' leaves no {side} patient; it needs both sides.")
    return cohort.rows(training), cohort.rows(~training)


def _spelling_notices(
    table: FeatureTable, batch: str | None, patients: Sequence[str], subgroups: Sequence[str]
) -> tuple[Notice, ...]:
    """What may be one group, batch or patient and counts as two for how it was typed."""
    return (
        *patient_notices(patients or table.case_ids, table.case_ids, table.file_name),
        *category_notices({batch: table.cells(batch)} if batch else {}, table.file_name, "batches"),
        *category_notices({column: table.cells(column) for column in subgroups}, table.file_name, "subgroups"),
    )


def _batches(table: FeatureTable, column: str | None) -> tuple[NDArray[np.int64] | None, tuple[str, ...]]:
    if column is None:
        return None, ()
    names, codes = np.unique(np.array(named_rows(table, column, "batch")), return_inverse=True)
    if names.size < 2:
        raise InputError(
            f"{table.source}: the batch '{column}' is {names[0]} in every case; there is no other to adjust to."
        )
    smallest = int(np.bincount(codes).min())
    if smallest < 5:
        rare = names[int(np.argmin(np.bincount(codes)))]
        raise InputError(
            f"{table.source}: the batch '{rare}' has {count(smallest, 'case')}; five or more are needed to adjust "
            "for it."
        )
    return codes.astype(np.int64), tuple(str(name) for name in names)
