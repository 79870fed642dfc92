"""The whole study on a feature table: the parts of the paper's supplement, and why a part could not be had."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError, Notice
from ...models.auc import AucInterval
from ...models.call import BELOW
from ...models.model_file import load_model
from ...models.score_table import score_table
from ...models.scoring import Prediction
from ...models.table import FeatureTable
from ..data.cohort import Cohort, cohort_from_table, split_by_column
from ..pipeline.config import TrainingConfig
from ..protocols.train import Says, Stages, TrainingResult, train
from ..record.measures import calls_beside_reader, reader_alone
from ..statistics.delong import AucComparison, compare_paired, delong_interval
from ..statistics.table1 import TableOne
from .coefficients import CoefficientTable, coefficient_table, printed_score
from .columns import StudyColumns, characteristic_notices, check_cells, mrecist_readings, own_table_one
from .from_counts import RecomputedP, table_s1_from_counts
from .printed import printed

NO_SPLIT = "the table has no column that tells training from validation patients"
NO_MRECIST = "the table has no mRECIST readings"
NO_CALLS = "the model trained here has no cut-off, so it makes no calls to set beside the readings"
NO_MRECIST_SIMULATED = "simulated patients have no mRECIST reading"
TABLES = {"SMOTE-radiomics": "table_s4", "radiomics": "table_s3"}
"""The variants of a training run, and the table that prints the paper's."""
LIKE_THE_PAPER = ("sparse",)
"""The paper's model is a logistic regression on ten features that an L1 penalty chose."""
PATIENTS_SHOWN = 2


@dataclass(frozen=True, slots=True)
class ShownPatients:
    """The patients of Figure S1 C and F: those of the validation cohort (else the training cohort) that are like them.

    `rule` says how they were chosen; fewer than two where fewer are like them.
    """

    patients: tuple[tuple[str, Prediction], ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Study:
    """All parts; each that is None or empty has its reason in `missing` under the same name.

    Attributes
    ----------
    result : TrainingResult
        Of the paper's protocol, which holds the nested validation beside.
    table_one : TableOne or None
    recomputed : tuple of RecomputedP
        Table S1 from the printed counts.
    coefficients : dict of str to CoefficientTable
        ``table_s3`` and ``table_s4``.
    published : dict of str to AucInterval
        The printed coefficients on the validation patients, by the name of the paper's model.
    published_test : AucComparison or None
    shown : ShownPatients
    mrecist : dict or None
        See `compared_with_reader`, with ``patients`` and ``without_reading``, and ``calls``, which says how the model's
        were made; the readings alone where the model makes no calls, which `missing` then says.
    missing : dict of str to str
    notices : tuple of Notice
        Of the columns of Table S1; those of the training are the result's.
    """

    columns: StudyColumns
    result: TrainingResult
    table_one: TableOne | None
    recomputed: tuple[RecomputedP, ...]
    coefficients: dict[str, CoefficientTable]
    published: dict[str, AucInterval]
    published_test: AucComparison | None
    shown: ShownPatients
    mrecist: dict[str, Any] | None
    missing: dict[str, str]
    notices: tuple[Notice, ...] = ()

    @property
    def simulated(self) -> bool:
        return self.result.simulated

    @property
    def outcomes_drawn(self) -> bool:
        """Whether outcomes were drawn from the published models."""
        return any(notice.code == "simulated-outcomes" for notice in self.result.cohort.notices)


def run_study(
    table: FeatureTable,
    columns: StudyColumns,
    config: TrainingConfig | None = None,
    *,
    unmeasured: str = "",
    jobs: int = 1,
    on_progress: Stages | None = None,
    on_words: Says | None = None,
) -> Study:
    """Do the paper's study on a feature table.

    Parameters
    ----------
    table : FeatureTable
    columns : StudyColumns
    config : TrainingConfig, optional
        Settings of the training, the paper's kind of model unless told.
    unmeasured : str
        Which cases are not in the table, where some could not be measured.
    jobs, on_progress, on_words
        As :func:`.train`.

    Raises
    ------
    InputError
        As :func:`.check_cells` and :func:`.train`.
    """
    settings = config or TrainingConfig(candidates=LIKE_THE_PAPER)
    check_cells(table.carried, columns, table.source, settings)
    unused = [name for name in (columns.split, columns.mrecist, *columns.characteristics) if name is not None]
    everyone = cohort_from_table(table, columns.outcome, positive=columns.positive, exclude=unused)
    training, validation = everyone, None
    if columns.split is not None:
        training, validation = split_by_column(everyone, table.cells(columns.split), columns.split)
    result = train(
        training,
        settings,
        protocol="paper",
        external=validation,
        jobs=jobs,
        on_progress=on_progress,
        on_words=on_words,
    )
    readings = _readings(table, columns)
    mrecist, why = _mrecist(result, readings)
    published, test, why_not = _published(result)
    missing = {"patients": unmeasured, "mrecist": why, "published": why_not}
    if validation is None:
        missing |= {"table_one": NO_SPLIT, "validation": NO_SPLIT}
    return Study(
        columns=columns,
        result=result,
        table_one=own_table_one(table.carried, columns, table.source),
        recomputed=table_s1_from_counts(),
        coefficients={
            TABLES[variant.name]: coefficient_table(TABLES[variant.name], training, variant.config, variant.model)
            for variant in result.variants
        },
        published=published,
        published_test=test,
        shown=_shown(table, result, readings),
        mrecist=mrecist,
        missing={name: reason for name, reason in missing.items() if reason},
        notices=characteristic_notices(table.carried, columns, table.file_name),
    )


def _readings(table: FeatureTable, columns: StudyColumns) -> dict[str, bool | None]:
    """Complete response by mRECIST of each case; empty where nobody read."""
    if columns.mrecist is None:
        return {}
    found = mrecist_readings(table.cells(columns.mrecist), columns.mrecist, table.source)
    return dict(zip(table.case_ids, found, strict=True))


def _judged(result: TrainingResult) -> Cohort:
    """The patients on whom the main model is judged: of the training only where there are no others."""
    return result.cohort if result.external is None else result.external


def _called(result: TrainingResult, cutoff: float) -> tuple[NDArray[np.bool_], str]:
    """Calls of one model on the patients of `_judged`, never of an ensemble of repeats, and how they were made."""
    if result.main.external is not None:
        return result.main.external >= cutoff, "at the cut-off of the exported model"
    nested = result.main.nested
    repeats = len(nested.probabilities)
    which = f", in the first of {repeats} repeats" if repeats > 1 else ""
    return nested.called_in(0), f"out of fold, at the cut-off of each training fold{which}"


def _mrecist(result: TrainingResult, readings: dict[str, bool | None]) -> tuple[dict[str, Any] | None, str]:
    if not readings:
        return None, NO_MRECIST_SIMULATED if result.simulated else NO_MRECIST
    cohort = _judged(result)
    read = np.array([readings[case] is not None for case in cohort.case_ids])
    if not read.any():
        where = "training" if result.external is None else "validation"
        return None, f"no patient of the {where} cohort has an mRECIST reading"
    calls = np.array([int(bool(readings[case])) for case in cohort.case_ids])
    outcome, cutoff = cohort.outcome[read], result.main.model.cutoff
    counts = {"patients": int(read.sum()), "without_reading": int((~read).sum())}
    if cutoff is None:
        return {**reader_alone(outcome, calls[read]), **counts}, NO_CALLS
    called, how = _called(result, cutoff)
    return {**calls_beside_reader(outcome, called[read], calls[read]), **counts, "calls": how}, ""


def _published(result: TrainingResult) -> tuple[dict[str, AucInterval], AucComparison | None, str]:
    if result.external is None:
        return {}, None, NO_SPLIT
    truth, scores = result.external.outcome, {}
    for variant, key in TABLES.items():
        score, missing = printed_score(load_model(printed()[key]["model"]), result.cohort, result.external)
        if score is None:
            return {}, None, missing
        scores[variant] = score
    areas = {name: delong_interval(truth, score) for name, score in scores.items()}
    try:
        return areas, compare_paired(truth, scores["SMOTE-radiomics"], scores["radiomics"]), ""
    except InputError as reason:
        return areas, None, str(reason)


def _shown(table: FeatureTable, result: TrainingResult, readings: dict[str, bool | None]) -> ShownPatients:
    """As in Figure S1: complete response by mRECIST where that was read, no pCR, and below the model's cut-off.

    A model without a cut-off has scores, too: then below the share of responders that it was trained on.
    """
    cohort = _judged(result)
    truth = dict(zip(cohort.case_ids, cohort.outcome.tolist(), strict=True))
    where = "validation" if result.external is not None else "training"
    read = "a complete response by mRECIST, " if readings else ""
    rule = f"the first {PATIENTS_SHOWN} patients of the {where} cohort with {read}no pCR and {{below}}"
    wanted = [case for case in cohort.case_ids if not truth[case] and (not readings or readings[case])]
    scored = score_table(result.main.model, None, _rows(table, wanted)) if wanted else ()
    if result.main.model.cutoff is not None:
        words = "a call below the cut-off"
        below = [(case, prediction) for case, prediction in scored if prediction.call == BELOW]
    else:
        share = float(result.cohort.outcome.mean())
        words = f"a probability below the share of responders in the training, {share:.2f} (the model has no cut-off)"
        below = [(case, prediction) for case, prediction in scored if prediction.probability < share]
    return ShownPatients(tuple(below[:PATIENTS_SHOWN]), rule.format(below=words))


def _rows(table: FeatureTable, cases: Sequence[str]) -> FeatureTable:
    """The rows of some cases."""
    index = [table.case_ids.index(case) for case in cases]
    return FeatureTable(
        case_ids=tuple(cases),
        columns={name: values[index] for name, values in table.columns.items()},
        carried={name: tuple(cells[row] for row in index) for name, cells in table.carried.items()},
        profile_hash=table.profile_hash,
        simulated=table.simulated,
        source=table.source,
        header=table.header,
    )
