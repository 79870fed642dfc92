"""Calibrating a model on a reference cohort."""

import math
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from .. import __version__
from ..errors import InputError, Notice
from ..texts import sentence as _
from .acquisition import summarize_acquisition
from .alike_by_chance import shared_beyond_chance
from .auc import people_of_each
from .calibration_file import (
    METHODS,
    Calibration,
    Scaling,
    fingerprint,
    fingerprints_of,
    load_calibration,
    save_calibration,
)
from .category_codes import calibration_code_notices
from .copies import copies_of_one_patient, of_two_patients
from .cutoff import CutoffRule
from .logistic import LogisticFit, fit_intercept, fit_prevalence, fit_slope_and_intercept
from .missing_codes import code_notice
from .model_file import Model
from .named_rows import groups_of, named_rows
from .out_of_fold import OutOfFold
from .outcomes import binary_outcome, drawn_outcome_notices
from .patient_columns import patient_column
from .reference import describe_cohort
from .rows_of_patients import number_of_patients, one_patient_notices
from .sentences import NO_CROSS_VALIDATION, unreliable_probabilities
from .site_cutoff import FOLDS, SPLITS, SiteCutoff, find_site_cutoff
from .table import FeatureTable
from .training_cohort import training_fingerprints

FEWEST_PATIENTS = 30
FEWEST_OF_A_CLASS = 8
SLOPE_ERRORS = 2.0
LEAST_PREVALENCE = 1e-4

__all__ = ["Calibration", "calibrate", "fingerprint", "load_calibration", "save_calibration", "shared_cases"]


def calibrate(
    model: Model,
    table: FeatureTable,
    outcome: str | Sequence[Any] | None = None,
    prevalence: float | None = None,
    *,
    fit_slope: bool = False,
    positive: str | None = None,
    rule: CutoffRule | None = None,
    seed: int = 0,
    patient: str | None = None,
) -> Calibration:
    """Calibrate a model on a reference cohort.

    Means and standard deviations (n - 1) come from the cohort. The intercept comes from outcomes by logistic
    regression on the score, its slope fixed at the model's own or fitted as well; or from a stated prevalence, so that
    the mean probability equals it. From outcomes the site's cut-off is derived: the mean over 20 splits of the cut-off
    that Youden's index, or a target sensitivity or specificity, finds on the probabilities of stratified 5-fold
    cross-validation, scaling and intercept refitted in each fold (see `find_site_cutoff`). There is none where the 95 %
    interval of the AUC reaches 0.5, or where more than half of the cohort would be too close to it to call. A stated
    prevalence gives no cut-off.

    Parameters
    ----------
    table : FeatureTable
        Holds the model's columns.
    outcome : str or sequence, optional
        A carried column of the table, or the values themselves (0 and 1, or the words `binary_outcome` knows).
    prevalence : float, optional
        Share of pCR in the population, strictly between 0 and 1; instead of `outcome`.
    fit_slope : bool
        Fit the slope too; needs outcomes.
    positive : str, optional
        The outcome that means pCR.
    rule : CutoffRule, optional
        What the cut-off is chosen for; Youden's index unless told.
    seed : int
        Seed of splits and bootstrap.
    patient : str, optional
        Column that names the patient, where one has several rows: these stay on one side of every fold and together in
        every interval, and patients are counted, not rows. A patient had an event if one of the rows did.

    Raises
    ------
    InputError
        Fewer than 30 patients, or 8 with an event, or 8 without in a row; both or neither of outcome and prevalence; a
        column of the model missing or constant; a profile other than the model's; a fit that has no finite answer.
    """
    _check_request(outcome, prevalence, fit_slope)
    measured = table.matrix(model.columns)
    groups = groups_of(named_patients(table, patient, outcome))
    patients = number_of_patients(len(table), groups)
    _check_table(model, table, measured, groups, patients)
    values = model.transformed(measured)
    outcomes = None if outcome is None else _outcomes(table, outcome, positive, groups)
    scaling = _scaling(model, values, table.source)
    coefficients = np.array([feature.coefficient for feature in model.features])
    with np.errstate(over="ignore", invalid="ignore"):
        score = _score(values, scaling, coefficients)
    if not np.isfinite(score).all():
        raise InputError(
            _("The score of {source} overflows; check the coefficients of model '{name}'.").format(
                source=table.source, name=model.name
            )
        )
    found: SiteCutoff | None = None
    cohort_slope: LogisticFit | None = None
    of_training = _cases_of_training(model, measured, outcomes is not None)
    named = [outcome] if isinstance(outcome, str) else []
    if outcomes is None:
        assert prevalence is not None
        fit = fit_prevalence(score, prevalence, groups)
    else:
        fit = _fit(score, outcomes, fit_slope, groups)
        _refuse_reversal(fit, table.source)
        cohort_slope = fit if fit_slope else _slope_of_cohort(score, outcomes, groups)
        found = find_site_cutoff(
            OutOfFold(values, outcomes, coefficients, fit_slope, SPLITS, FOLDS, groups), rule or CutoffRule(), seed
        )
    return Calibration(
        model=model.name,
        model_hash=model.hash,
        method=METHODS[2] if outcomes is None else METHODS[int(fit_slope)],
        scaling=scaling,
        intercept=fit.intercept,
        intercept_se=fit.intercept_se,
        slope=fit.slope,
        slope_se=fit.slope_se,
        cutoff=None if found is None else found.cutoff,
        patients=patients,
        rows=None if groups is None else len(table),
        events=None if outcomes is None else people_of_each(outcomes == 1, groups)[0],
        prevalence=prevalence,
        auc=None if found is None else found.auc.auc,
        auc_ci=None if found is None else (found.auc.low, found.auc.high),
        cohort_slope=None if cohort_slope is None else cohort_slope.slope,
        cohort_slope_se=None if cohort_slope is None else cohort_slope.slope_se,
        too_close=None if found is None else found.too_close,
        reference=describe_cohort(model.columns, measured, outcomes, groups),
        profile_hash=table.profile_hash,
        acquisition=summarize_acquisition(table),
        fingerprints=tuple(sorted(fingerprints_of(measured, groups))),
        date=date.today().isoformat(),
        version=__version__,
        simulated=table.simulated or model.simulated,
        warnings=(
            *(() if outcomes is None else drawn_outcome_notices(table)),
            *of_training,
            *_profile_notices(model, table),
            *_column_notices(model, table),
            *(_row_notices(table, [*model.columns, *named]) if patient is None else ()),
            *one_patient_notices(groups, table.file_name),
            *(() if outcomes is None else _cutoff_notices(found)),
            *_slope_notices(None if fit_slope or of_training else cohort_slope, found),
        ),
    )


def shared_cases(calibration: Calibration, model: Model, table: FeatureTable) -> tuple[Notice, ...]:
    """A notice where cases of `table` took part in the calibration: validating on them flatters the model."""
    here = [fingerprint(row) for row in table.matrix(model.columns)]
    shared = shared_beyond_chance(calibration.fingerprints, here)
    if not shared:
        return ()
    return (
        Notice(
            "cases-of-calibration",
            _(
                "{shared} of {table} cases have the feature values of cases that took part in the "
                "calibration; what is measured on those is too good."
            ).format(shared=shared, table=len(table)),
        ),
    )


def _check_request(outcome: object, prevalence: float | None, fit_slope: bool) -> None:
    if (outcome is None) == (prevalence is None):
        raise InputError(_("A calibration needs either an outcome column or a stated prevalence, one of the two."))
    if prevalence is not None and not LEAST_PREVALENCE <= prevalence <= 1.0 - LEAST_PREVALENCE:
        raise InputError(
            _(
                "The prevalence must lie between 0 and 1, {least_prevalence:g} away from either, not at "
                "{prevalence:g}; 0.2 means 20 %."
            ).format(least_prevalence=LEAST_PREVALENCE, prevalence=prevalence)
        )
    if fit_slope and outcome is None:
        raise InputError(
            _("The slope can only be fitted from outcomes; name the outcome column or keep the slope fixed.")
        )


def named_patients(table: FeatureTable, patient: str | None, outcome: object) -> tuple[str, ...]:
    """The patient of each row, as a column names it that is not the outcome; nothing where there is none."""
    if patient is not None and patient == outcome:
        raise InputError(
            _("{source}: '{column}' is the outcome, so it cannot name the patient, too; name another column.").format(
                source=table.source, column=patient
            )
        )
    return named_rows(table, patient, "patient")


def _check_table(
    model: Model, table: FeatureTable, values: np.ndarray, groups: np.ndarray | None, patients: int
) -> None:
    if patients < FEWEST_PATIENTS:
        raise InputError(
            _("{source} has {table} patients; a calibration needs at least {fewest_patients}.").format(
                source=table.source, table=patients, fewest_patients=FEWEST_PATIENTS
            )
        )
    if not np.isfinite(values).all():
        row, column = np.argwhere(~np.isfinite(values))[0]
        raise InputError(
            _("{source}, row {row}, column '{column}' is missing or infinite; drop the case.").format(
                source=table.source, row=row + 1, column=model.columns[column]
            )
        )
    copies = of_two_patients(copies_of_one_patient(values), groups)
    if copies:
        first, second = copies[0]
        raise InputError(
            _(
                "{source}: the cases {first} and {second} have the same feature values ({copies} such "
                "pairs), as one patient under two names has, who would count twice in every interval; "
                "keep one row for each patient, or name the patients (--patient)."
            ).format(
                source=table.source, first=table.case_ids[first], second=table.case_ids[second], copies=len(copies)
            )
        )
    if model.profile_hash and table.profile_hash and model.profile_hash != table.profile_hash:
        raise InputError(
            _(
                "{source} was extracted with profile {found}, the model needs {wanted}; extract the "
                "cohort again with the model's profile."
            ).format(source=table.source, found=table.profile_hash[:12], wanted=model.profile_hash[:12])
        )


def _outcomes(
    table: FeatureTable, outcome: str | Sequence[Any], positive: str | None, groups: np.ndarray | None
) -> np.ndarray:
    column = outcome if isinstance(outcome, str) else "outcome"
    cells = table.cells(outcome) if isinstance(outcome, str) else tuple(str(value) for value in outcome)
    if len(cells) != len(table):
        raise InputError(
            _("{cells} outcomes are given for the {table} cases of {source}.").format(
                cells=len(cells), table=len(table), source=table.source
            )
        )
    outcomes = binary_outcome(cells, column, positive, table.source)
    for count, word in zip(people_of_each(outcomes == 1, groups), (_("events"), _("non-events")), strict=True):
        if count < FEWEST_OF_A_CLASS:
            raise InputError(
                _(
                    "{source} has {count} {word} in '{column}'; a calibration from outcomes needs at least "
                    "{fewest_of_a_class} events and as many non-events: enlarge the cohort or state a "
                    "prevalence."
                ).format(
                    source=table.source, count=count, word=word, column=column, fewest_of_a_class=FEWEST_OF_A_CLASS
                )
            )
    return outcomes


def _scaling(model: Model, values: np.ndarray, source: str) -> tuple[Scaling, ...]:
    scaling = []
    for column, cells in zip(model.columns, values.T, strict=True):
        with np.errstate(over="ignore", invalid="ignore"):
            spread, mean, std = np.ptp(cells), float(cells.mean()), float(cells.std(ddof=1))
        if spread <= 1e-12 * np.abs(cells).max():
            raise InputError(
                _(
                    "{source}: the column '{column}' is constant, so it has no standard deviation; check its "
                    "extraction or enlarge the cohort."
                ).format(source=source, column=column)
            )
        if not (math.isfinite(mean) and 0.0 < std < math.inf):
            row = int(np.abs(cells).argmax()) + 1
            raise InputError(
                _(
                    "{source}: the column '{column}' has no finite standard deviation above 0, with "
                    "{value:g} in row {row}; correct that value or drop the case."
                ).format(source=source, column=column, value=cells[row - 1], row=row)
            )
        scaling.append(Scaling(column, mean, std))
    return tuple(scaling)


def _score(values: np.ndarray, scaling: tuple[Scaling, ...], coefficients: np.ndarray) -> np.ndarray:
    means = np.array([item.mean for item in scaling])
    stds = np.array([item.std for item in scaling])
    return ((values - means) / stds) @ coefficients


def _fit(score: np.ndarray, outcomes: np.ndarray, fit_slope: bool, groups: np.ndarray | None) -> LogisticFit:
    return (fit_slope_and_intercept if fit_slope else fit_intercept)(score, outcomes, groups)


def _refuse_reversal(fit: LogisticFit, source: str) -> None:
    if fit.slope <= 0:
        raise InputError(
            _(
                "{source}: the fitted slope is {slope:.3g}, so a higher score goes with fewer events; "
                "check the coding of the outcome, since the model does not hold in this cohort."
            ).format(source=source, slope=fit.slope)
        )


def _profile_notices(model: Model, table: FeatureTable) -> tuple[Notice, ...]:
    if table.profile_hash is not None or model.feature_set == "table":
        return ()
    return (
        Notice(
            "profile-unknown",
            _("The calibration cohort's table has no profile_hash, so nothing shows how its features were extracted."),
        ),
    )


def _cases_of_training(model: Model, measured: np.ndarray, with_outcomes: bool) -> tuple[Notice, ...]:
    """A notice where patients who made the model calibrate it: with their outcomes, nothing is cross-validated."""
    shared = shared_beyond_chance(training_fingerprints(model), [fingerprint(row) for row in measured])
    if not shared:
        return ()
    words = _(
        "{shared} of the {patients} patients of the calibration have the feature values of patients that the model was "
        "trained on. The model carries its own intercept and scaling, and needs no calibration on them."
    )
    if with_outcomes:
        words = _(
            "{shared} of the {patients} patients of the calibration have the feature values of patients that the model "
            "was trained on. Its coefficients were made of their outcomes, which no cross-validation here undoes: AUC, "
            "slope and cut-off of this calibration are too good. Calibrate on other patients."
        )
    return (Notice("calibrated-on-training", words.format(shared=shared, patients=len(measured))),)


def _column_notices(model: Model, table: FeatureTable) -> tuple[Notice, ...]:
    """What of the model's columns may be coded otherwise than the model takes it, or stand for no value."""
    columns = {column: table.columns[column] for column in model.columns}
    missing = (each for name, values in columns.items() for each in code_notice(name, values, table.file_name))
    cells = {name: list(values) for name, values in columns.items()}
    return (*missing, *calibration_code_notices(model, cells, table.file_name))


def _row_notices(table: FeatureTable, used: Sequence[str]) -> tuple[Notice, ...]:
    """A notice where rows are perhaps no patients, and nobody said so."""
    found = patient_column(table.carried, used)
    if found is None:
        return ()
    words = _(
        "The column '{column}' of {source} has {people} different values in {rows} rows; if it names the patients, "
        "calibrate with --patient {column}, or on one row of each: rows are counted as patients here, so that the "
        "intervals are too narrow."
    )
    return (
        Notice(
            "rows-perhaps-of-patients",
            words.format(column=found[0], source=table.file_name, people=found[1], rows=len(table)),
        ),
    )


def _slope_of_cohort(score: np.ndarray, outcomes: np.ndarray, groups: np.ndarray | None) -> LogisticFit | None:
    try:
        return fit_slope_and_intercept(score, outcomes, groups)
    except InputError:  # the classes are separated: no slope is known, and none contradicts the published one
        return None


def _cutoff_notices(found: SiteCutoff | None) -> tuple[Notice, ...]:
    """Why outcomes give no cut-off, where they give none."""
    if found is None:
        return (Notice("no-cross-validation", NO_CROSS_VALIDATION),)
    reason = found.reason_for_none
    return () if reason is None else (reason,)


def _slope_notices(own: LogisticFit | None, found: SiteCutoff | None) -> tuple[Notice, ...]:
    """A notice where the cohort's own slope lies more than two standard errors from the published one."""
    if own is None or own.slope_se is None or abs(own.slope - 1.0) <= SLOPE_ERRORS * own.slope_se:
        return ()
    discriminates = found is not None and found.auc.low > 0.5
    return (Notice("slope-unlike-cohort", unreliable_probabilities(own.slope, own.slope_se, discriminates)),)
