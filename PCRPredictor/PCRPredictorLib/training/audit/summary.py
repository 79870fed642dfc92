"""How far predictions came true, and whether the patients are still those that the calibration was made for.

Sources: Garwood, Biometrika 28 (1936) 437-442 (the interval of a count, from the chi-square distribution); Fay & Feuer,
Statistics in Medicine 16 (1997) 791-801 (the same of a weighted count); Riley et al., BMJ 353 (2016) i3140 (observed
over expected in external validation).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import Notice
from ...models.auc import people_of_each
from ...models.named_rows import groups_of
from ...models.rows_of_patients import one_patient_notices, sums_of_patients
from ...models.sentences import DRAWN_OUTCOMES
from ...numerals import count
from ..data.spellings import patient_notices
from ..statistics.calibration_statistics import calibration_curve, calibration_report
from ..statistics.delong import delong_interval
from ..statistics.diagnostic import Proportion, diagnostic, share_of_rows
from .cases import UNKNOWN, AuditCase, AuditCases

FEWEST_OF_A_CLASS = 10
"""Below it, slope and area are little more than chance; 100 of each are asked for (Collins et al. 2016)."""
CURVE_GROUPS = 5
MOST_FALSE_ALARMS = 0.04
"""Share of patients like the cohort that a calibration may leave outside (Docs/meaning.md)."""


def audit_summary(found: AuditCases) -> dict[str, Any]:
    """The content of ``audit.json``.

    Measures that cannot be had (one class only, say) are null, and a warning says why.
    """
    known = found.known
    inside = [case for case in known if case.within]
    summary: dict[str, Any] = {
        "scored": len(found.cases),
        "patient_column": found.patient_column,
        "patients": _patients(found),
        "with_outcome": len(known),
        "events": sum(case.outcome or 0 for case in known),
        "pending": list(found.pending),
        "without_score": list(found.without_score),
        **_performance(known),
        "inside_domain": _performance(inside) if 0 < len(inside) < len(known) else None,
        "calls": _calls(known),
        "domain": _domain(found.cases),
        "outside_by_code": sum(case.coded for case in found.cases if case.within is False),
        "date_column": found.date_column,
        "by_month": _groups(found.cases, lambda case: case.month) if found.date_column else [],
        "scanner_column": found.scanner_column,
        "by_scanner": _groups(found.cases, lambda case: case.scanner) if found.scanner_column else [],
    }
    unlike = _outside(found.cases, lambda case: case.within is False and not case.coded)
    summary["findings"] = _findings(summary, unlike)
    summary["warnings"] = [notice.as_json() for notice in _notices(found, summary)]
    summary["simulated"] = found.simulated
    summary["research_use_only"] = True
    return summary


def observed_over_expected(
    observed: int, expected: float, of_patients: NDArray[np.float64] | None = None, most_rows: float = 1.0
) -> dict[str, Any]:
    """Observed responses over the sum of the probabilities, with Garwood's interval of the count.

    O in [chi2(0.025; 2 O) / 2, chi2(0.975; 2 O + 2) / 2] for an observed count O; E is taken as exact. Where patients
    have several rows O is a sum of weights w, the responses of each patient, and the interval that of Fay and Feuer:
    with v the sum of w^2 and w' the most rows that a patient has,
    ``[v / 2 O chi2(0.025; 2 O^2 / v), (v + w'^2) / 2 (O + w') chi2(0.975; 2 (O + w')^2 / (v + w'^2))]``, which is
    Garwood's where each has one row.

    Parameters
    ----------
    observed : int
    expected : float
    of_patients : ndarray, shape (patients,), optional
        Responses of each patient, whose sum is `observed`; one each unless told.
    most_rows : float
    """
    from scipy.stats import chi2

    spread = float(observed) if of_patients is None else float((of_patients**2).sum())
    low = spread / (2 * observed) * float(chi2.ppf(0.025, 2 * observed**2 / spread)) if observed else 0.0
    above, beyond = observed + most_rows, spread + most_rows**2
    high = beyond / (2 * above) * float(chi2.ppf(0.975, 2 * above**2 / beyond))
    ratio = None if expected == 0 else observed / expected
    interval = None if expected == 0 else [low / expected, high / expected]
    return {"observed": observed, "expected": expected, "ratio": ratio, "ratio_ci": interval}


def _observed_over_expected(cases: Sequence[AuditCase]) -> dict[str, Any]:
    outcome = np.array([case.outcome for case in cases], dtype=np.float64)
    expected, people = math.fsum(case.probability for case in cases), _people(cases)
    if people is None:
        return observed_over_expected(int(outcome.sum()), expected)
    most = float(sums_of_patients(np.ones(outcome.size), people).max())
    return observed_over_expected(int(outcome.sum()), expected, sums_of_patients(outcome, people), most)


def _performance(cases: Sequence[AuditCase]) -> dict[str, Any]:
    outcome = np.array([case.outcome for case in cases], dtype=int)
    probability = np.array([case.probability for case in cases])
    people = _people(cases)
    events = int(outcome.sum())
    measured: dict[str, Any] = {
        "o_e": _observed_over_expected(cases),
        "auc": None,
        "auc_ci": None,
        "calibration": None,
        "calibration_curve": [],
    }
    if min(people_of_each(outcome == 1, people)) >= 2:
        area = delong_interval(outcome, probability, groups=people)
        measured |= {"auc": area.auc, "auc_ci": [area.low, area.high]}
    if 0 < events < len(cases):
        measured["calibration"] = asdict(calibration_report(outcome, probability, groups=people))
        del measured["calibration"]["o_e"]  # it stands above, with the interval that suits a small expected count
        groups = min(CURVE_GROUPS, len(cases))
        points = calibration_curve(outcome, probability, groups, people=people)
        measured["calibration_curve"] = [asdict(point) for point in points]
    return measured


def _calls(cases: Sequence[AuditCase]) -> dict[str, Any] | None:
    """What the stated classes were worth, among the cases that were given one."""
    called = [case for case in cases if case.called is not None]
    outcome = [case.outcome or 0 for case in called]
    if not called or min(outcome) == max(outcome):
        return None
    found = diagnostic(outcome, [int(bool(case.called)) for case in called], groups=_people(called))
    return {"cases": len(called), "sensitivity": asdict(found.sensitivity), "specificity": asdict(found.specificity)}


def _domain(cases: Sequence[AuditCase]) -> dict[str, Any]:
    return asdict(_outside(cases, lambda case: case.within is False))


def _outside(cases: Sequence[AuditCase], counted: Callable[[AuditCase], bool]) -> Proportion:
    """The share of the cases that tell whether they lie outside which are counted as such."""
    stated = [case for case in cases if case.within is not None]
    if not stated:
        return Proportion(0, 0, None, None, None)
    return share_of_rows(np.array([counted(case) for case in stated]), np.ones(len(stated), bool), _people(stated))


def _people(cases: Sequence[AuditCase]) -> NDArray[np.int64] | None:
    """A number for each case, the same for those of one patient; None where each is of another."""
    return groups_of([case.patient for case in cases])


def _patients(found: AuditCases) -> dict[str, int] | None:
    """How many patients were scored, have an outcome, and responded in a case; None where nobody names them."""
    if found.patient_column is None:
        return None
    return {
        "scored": len({case.patient for case in found.cases}),
        "with_outcome": len({case.patient for case in found.known}),
        "events": len({case.patient for case in found.known if case.outcome}),
        "without_event": len({case.patient for case in found.known if not case.outcome}),
    }


def _groups(cases: Sequence[AuditCase], of: Callable[[AuditCase], str]) -> list[dict[str, Any]]:
    """A row for each month or scanner, in order, the unknown last."""
    rows = []
    for name in sorted({of(case) for case in cases}, key=lambda name: (name == UNKNOWN, name)):
        members = [case for case in cases if of(case) == name]
        known = [case for case in members if case.outcome is not None]
        rows.append(
            {
                "name": name,
                "scored": len(members),
                "mean_probability": float(np.mean([case.probability for case in members])),
                "with_outcome": len(known),
                **_observed_over_expected(known),
                "outside": _domain(members),
            }
        )
    return rows


def _findings(summary: dict[str, Any], unlike: Proportion) -> list[str]:
    """What a site must know first, each in a sentence; only what the intervals bear."""
    found = []
    domain, by_code = summary["domain"], summary["outside_by_code"]
    if by_code:
        found.append(
            f"{by_code} of {domain['total']} cases lie outside for nothing but a code of a category that no training "
            "patient had: check how those columns are coded, since no calibration makes such a code known."
        )
    if unlike.low is not None and unlike.low > MOST_FALSE_ALARMS:
        seen = "for other reasons" if by_code else "what calibration or training has seen"
        found.append(
            f"{unlike.successes:g} of {domain['total']} cases lie outside {seen}: the model was made fit for other "
            "patients or scans, so calibrate on patients like these."
        )
    ratio, interval = summary["o_e"]["ratio"], summary["o_e"]["ratio_ci"]
    if interval is not None and not interval[0] <= 1 <= interval[1]:
        more = "Fewer" if ratio < 1 else "More"
        found.append(f"{more} responses came than the probabilities said: recalibrate before going on.")
    if summary["auc_ci"] is not None and summary["auc_ci"][0] <= 0.5:
        found.append("In these patients the score is not shown to tell responders from others.")
    slope = (summary["calibration"] or {}).get("slope")
    if slope is not None and slope["high"] < 1:
        found.append("The probabilities are too extreme: high ones too high, low ones too low.")
    if slope is not None and slope["low"] > 1:
        found.append("The probabilities are too cautious: they lie too close together.")
    share = summary["domain"]["value"]
    for kind, rows in (("month", summary["by_month"]), ("scanner", summary["by_scanner"])):
        for row in rows:
            outside = row["outside"]
            if share is not None and outside["low"] is not None and outside["low"] > share and row["name"] != UNKNOWN:
                found.append(
                    f"{outside['successes']} of {outside['total']} cases of the {kind} {row['name']} lie outside what "
                    f"calibration or training has seen, {100 * share:.0f} % of all: look for what changed."
                )
            if row["ratio_ci"] is not None and not row["ratio_ci"][0] <= 1 <= row["ratio_ci"][1] and len(rows) > 1:
                found.append(
                    f"{kind.capitalize()} {row['name']}: {count(row['observed'], 'response')} came, "
                    f"{row['expected']:.1f} were expected."
                )
    return found


def _notices(found: AuditCases, summary: dict[str, Any]) -> list[Notice]:
    notices = []
    if found.drawn_outcomes:
        notices.append(Notice("simulated-outcomes", DRAWN_OUTCOMES))
    own = [case.own for case in found.known]
    if any(own):
        notices.append(
            Notice(
                "own-cases",
                f"{own.count(True)} of {len(own)} cases with an outcome took part in the calibration or the training; "
                "what is measured on those is too good.",
            )
        )
    events, others = summary["events"], summary["with_outcome"] - summary["events"]
    told = f"{count(events, 'response')} and {count(others, 'case')} without"
    if summary["patients"] is not None:
        events, others = summary["patients"]["events"], summary["patients"]["without_event"]
        told = f"{count(events, 'patient')} with a response and {others} with a case without"
    if min(events, others) < FEWEST_OF_A_CLASS:
        notices.append(
            Notice(
                "few-events",
                f"{told} are too few to judge a model; "
                f"{FEWEST_OF_A_CLASS} of each are the least, 100 of each are advised.",
            )
        )
    notices += one_patient_notices(_people(found.known), "the cases with an outcome")
    if found.perhaps_patients is not None:
        table, named, people, rows = found.perhaps_patients
        notices.append(
            Notice(
                "rows-perhaps-of-patients",
                f"The column '{named}' of {table} has {people} different values in {rows} rows; if it names the "
                f"patients, audit with --patient {named}, or one row of each: rows are counted as patients here, so "
                "that the intervals are too narrow.",
            )
        )
    if found.patient_column is not None:
        names, case_ids = [case.patient for case in found.cases], [case.case_id for case in found.cases]
        notices += patient_notices(names, case_ids, "the scored table")
    if found.pending:
        notices.append(
            Notice("without-outcome", f"{len(found.pending)} of {len(found.cases)} scored cases have no outcome yet.")
        )
    if found.without_score:
        notices.append(
            Notice(
                "without-score", f"The table of outcomes has cases that were never scored: {len(found.without_score)}."
            )
        )
    if summary["domain"]["total"] == 0:
        notices.append(
            Notice(
                "domain-unknown",
                "The scores do not tell which cases lie outside what calibration or training has seen.",
            )
        )
    for what, column in (("month", found.date_column), ("scanner", found.scanner_column)):
        if column is None:
            notices.append(Notice(f"{what}-unknown", f"No column tells the {what}, so nothing is said of its drift."))
    return notices
