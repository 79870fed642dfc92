"""The first table of the study's page: each item of the paper, ours, the paper's, and what to think of it."""

from dataclasses import dataclass
from html import escape
from typing import Any

from ...features.catalogue import CATALOGUE
from ...models.auc import AucInterval
from ...training.record.validation_record import comparisons
from ...training.reproduction.coefficients import subgroup_counts
from ...training.reproduction.printed import printed
from ...training.reproduction.study import Study
from ...training.statistics.delong import delong_interval
from ...training.statistics.roc import roc_auc
from ...training.statistics.table1 import format_p

CHANCE = 0.5
NOT_HAD = "could not be had"
NOT_PRINTED = "not in the supplement's text"
MAIN, PLAIN = "SMOTE-radiomics", "radiomics"
DRAWN = "Shows nothing: outcomes were drawn from the models themselves."
SIMULATED = "Simulated patients: shows that the steps run, nothing about the paper's models."


@dataclass(frozen=True, slots=True)
class Row:
    """One line; `anchor` is the section that it points to."""

    item: str
    anchor: str
    ours: str
    paper: str
    comment: str


def summary_table(study: Study) -> str:
    """Markup of the table."""
    body = "".join(
        f'<tr><td><a href="#{escape(row.anchor)}">{escape(row.item)}</a></td><td>{escape(row.ours)}</td>'
        f"<td>{escape(row.paper)}</td><td>{escape(row.comment)}</td></tr>"
        for row in summary_rows(study)
    )
    head = "".join(f"<th>{name}</th>" for name in ("Item", "Ours", "The paper's", "Comment"))
    return f'<div class="wide"><table id="summary"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def summary_rows(study: Study) -> list[Row]:
    """Every item of the supplement, in its order."""
    return [
        *_patients(study),
        _table_s1(study),
        _table_s2(),
        *(_coefficients(study, key) for key in ("table_s3", "table_s4")),
        _figure_s1(study),
        _figure_s2(study),
        _training_auc(study),
        *_validation_auc(study),
        _mrecist(study),
    ]


def caution(study: Study) -> str:
    """What is to be said of a number of these patients; '' where they are real."""
    return DRAWN if study.outcomes_drawn else SIMULATED if study.simulated else ""


def _mark(study: Study) -> str:
    """The same in a word or two, for the table under the full sentence."""
    return "Shows nothing." if study.outcomes_drawn else "Simulated." if study.simulated else ""


def _patients(study: Study) -> list[Row]:
    rows = []
    told = {item["characteristic"]: item for item in printed()["table_s1"]["characteristics"]}
    yes = next(level for level in told["Pathological complete response"]["levels"] if level["level"] == "Yes")
    for side, cohort in (("training", study.result.cohort), ("validation", study.result.external)):
        theirs = f"{yes[side]} of {printed()['table_s1']['patients'][side]}"
        if cohort is None:
            rows.append(Row(f"pCR, {side} cohort", "table-s1", NOT_HAD, theirs, _reason(study, "validation")))
            continue
        comment = "Simulated: one of every four has a pCR, by design." if study.simulated else ""
        rows.append(Row(f"pCR, {side} cohort", "table-s1", f"{cohort.outcome.sum()} of {len(cohort)}", theirs, comment))
    return rows


def _table_s1(study: Study) -> Row:
    tested = [item for item in study.recomputed if item.p]
    agreeing = [item for item in tested if item.agrees]
    rest = len(study.recomputed) - len(tested)
    comment = f"Computed again from the printed counts; the other {rest} do not follow from what is printed."
    ours = f"{len(agreeing)} of {len(tested)} P-values come out"
    return Row("Table S1, P-values", "table-s1", ours, f"{len(study.recomputed)} printed", comment)


def _table_s2() -> Row:
    ours, theirs = subgroup_counts(), printed()["table_s2"]
    alike = [row for row in theirs["subgroups"] if ours[row["subgroup"]] == row["number"]]
    comment = f"{len(alike)} of {len(theirs['subgroups'])} subgroups hold as many features."
    return Row("Table S2, features", "table-s2", f"{len(CATALOGUE)} a phase", f"{theirs['total']} a phase", comment)


def _coefficients(study: Study, key: str) -> Row:
    item = f"{printed()[key]['source']}, {MAIN if key == 'table_s4' else PLAIN}"
    theirs = f"{len(printed()[key]['features'])} coefficients"
    table = study.coefficients.get(key)
    if table is None or table.same_sign is None:
        reason = "this variant was not trained" if table is None else table.missing
        return Row(item, key.replace("_", "-"), NOT_HAD, theirs, _sentence(reason))
    chosen = [row for row in table.rows if row.own is not None]
    comment = f"{len(chosen)} of them chosen by the model trained here. {_mark(study)}".strip()
    return Row(
        item, key.replace("_", "-"), f"{table.same_sign} of {len(table.rows)} with the same sign", theirs, comment
    )


def _figure_s1(study: Study) -> Row:
    theirs, cutoff = printed()["figure_s1"], study.result.main.model.cutoff
    paper = f"{theirs['probabilities'][0]} and {theirs['probabilities'][1]}; cut-off {theirs['cutoff']}"
    if not study.shown.patients:
        comment = "No patient like those of the figure has so low a probability."
        return Row("Figure S1 C, F", "figure-s1", NOT_HAD, paper, comment)
    ours = " and ".join(f"{prediction.probability:.4f}" for _, prediction in study.shown.patients)
    comment = f"Other patients and another model: read the drawing, not the numbers. {_mark(study)}".strip()
    words = "no cut-off" if cutoff is None else f"cut-off {cutoff:.4f}"
    return Row("Figure S1 C, F", "figure-s1", f"{ours}; {words}", paper, comment)


def _figure_s2(study: Study) -> Row:
    main = study.result.main
    assert main.paper is not None
    ours = f"{main.paper.auc.value:.3f} its way; {main.nested.auc:.3f} nested"
    comment = f"The paper's way leaks; believe the nested one. {_mark(study)}".strip()
    return Row(f"Figure S2, AUC of {main.name} in folds", "figure-s2", ours, NOT_PRINTED, comment)


def _training_auc(study: Study) -> Row:
    papers = {variant.name: variant.paper for variant in study.result.variants}
    areas = {name: roc_auc(paper.outcome, paper.apparent) for name, paper in papers.items() if paper is not None}
    test = comparisons(study.result).get("paper_training", {})
    among = ", synthetic ones among them" if any(paper and paper.synthetic for paper in papers.values()) else ""
    comment = f"On the patients who made the models{among}: not valid. {_mark(study)}".strip()
    ours = _areas(areas, format_p(test.get("p_value")))
    return Row("Figure S3A, training AUC", "figure-s3", ours, _printed_areas("training"), comment)


def _validation_auc(study: Study) -> list[Row]:
    result, paper = study.result, _printed_areas("validation")
    if result.external is None:
        return [Row("Figure S3B, validation AUC", "figure-s3", NOT_HAD, paper, _reason(study, "validation"))]
    truth = result.external.outcome
    areas = {
        variant.name: delong_interval(truth, variant.external).auc
        for variant in result.variants
        if variant.external is not None
    }
    p = format_p(comparisons(result).get("validation", {}).get("p_value"))
    rows = [Row("Figure S3B, validation AUC", "figure-s3", _areas(areas, p), paper, _mark(study))]
    item = "Printed coefficients, validation AUC"
    if not study.published:
        return [*rows, Row(item, "published", NOT_HAD, paper, _reason(study, "published"))]
    test = study.published_test
    ours = _areas({name: area.auc for name, area in study.published.items()}, format_p(test.p_value) if test else "")
    reversed_ones = " and ".join(name for name, area in study.published.items() if area.high < CHANCE)
    against = f" {reversed_ones} lies below 0.5: here it runs against the outcome." if reversed_ones else ""
    comment = f"Scaled by the training cohort here; the paper prints no means.{against} {_mark(study)}".strip()
    return [*rows, Row(item, "published", ours, paper, comment)]


def _mrecist(study: Study) -> Row:
    told = {item["characteristic"]: item for item in printed()["table_s1"]["characteristics"]}
    yes = next(level for level in told["CR evaluation by mRECIST"]["levels"] if level["level"] == "Yes")
    paper = f"CR in {yes['training']} and {yes['validation']} patients; against pCR: {NOT_PRINTED}"
    if study.mrecist is None:
        return Row("mRECIST against the model", "mrecist", NOT_HAD, paper, _reason(study, "mrecist"))
    found: dict[str, Any] = study.mrecist
    ours = f"accuracy {_share(found['reader']['accuracy'])} mRECIST"
    if "model" not in found:
        return Row("mRECIST against the model", "mrecist", ours, paper, _reason(study, "mrecist"))
    ours = f"accuracy {_share(found['model']['accuracy'])} model, {_share(found['reader']['accuracy'])} mRECIST"
    comment = f"McNemar P {format_p(found['accuracy']['p_value'])}. {_mark(study)}".strip()
    return Row("mRECIST against the model", "mrecist", ours, paper, comment)


def _share(value: float | None) -> str:
    return "none" if value is None else f"{value:.1%}"


def _areas(areas: dict[str, float], p: str) -> str:
    shown = ", ".join(f"{areas[name]:.3f} {name}" for name in (MAIN, PLAIN) if name in areas)
    return f"{shown}; P {p}" if p else shown


def _printed_areas(side: str) -> str:
    found = printed()["figure_s3"][side]
    return _areas({name: found[name] for name in (MAIN, PLAIN)}, found["p_value"])


def _reason(study: Study, part: str) -> str:
    return _sentence(study.missing.get(part, "it was not part of the study"))


def _sentence(reason: str) -> str:
    return f"{reason[:1].upper()}{reason[1:].rstrip('.')}."


def interval(area: AucInterval) -> str:
    """``0.843 (0.750-0.920)``."""
    return f"{area.auc:.3f} ({area.low:.3f}-{area.high:.3f})"
