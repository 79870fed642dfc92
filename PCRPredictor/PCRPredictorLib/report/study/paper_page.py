"""The study on one page: the paper's tables and figures on these patients, each beside the printed values."""

from html import escape
from typing import TYPE_CHECKING, Any

from ...features.catalogue import CATALOGUE
from ...features.readable import readable
from ...training.reproduction.coefficients import CoefficientTable, subgroup_counts
from ...training.reproduction.printed import printed
from ...training.reproduction.study import Study
from ...training.statistics.table1 import format_p
from ..drawing.page import page, section
from ..patient.contributions import contribution_chart
from .paper_rows import NOT_HAD, NOT_PRINTED, caution, interval, summary_table
from .training_markup import picture, text_table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TITLE = "The paper's study, done again"
TISSUE_MEANS = (
    "Outcomes follow a hidden trait of the simulated tissue, which the published models never saw: an AUC tells how "
    "much of that trait a model finds, and nothing about patients."
)
DRAWN_MEANS = (
    "Outcomes were drawn from the published models' own scores: the AUC shows nothing, neither of the printed "
    "coefficients nor of models trained on such outcomes."
)
MORE = (
    '<p class="note">What the training run says of itself, warnings included: '
    '<a href="training/report.html">training/report.html</a>.</p>'
)
BANNER = "patients: nothing on this page holds for real ones."


def study_page(study: Study, folds: "Figure", models: "Figure") -> str:
    """The page; `folds` and `models` are the ROC curves of Figures S2 and S3 (:mod:`.training_figures`)."""
    parts = [
        section("Ours beside the paper's", _meaning(study), summary_table(study), MORE, key="summary-of-all"),
        _table_s1(study),
        _table_s2(),
        *(_coefficients(study, key) for key in ("table_s3", "table_s4")),
        _figure_s1(study),
        _figure(study, folds, "figure-s2", "Figure S2: cross-validation", _figure_s2_words()),
        _figure(study, models, "figure-s3", "Figure S3: ROC curves of both models", _figure_s3_words()),
        _published(study),
        _mrecist(study),
        _not_had(study),
        f"<footer>Research use only. Printed values: {escape(printed()['source'])}.</footer>",
    ]
    header = f'<header><h1>{TITLE}</h1><p class="research">Research use only</p></header>\n'
    return page(TITLE, header + "\n".join(parts), BANNER if study.simulated else None)


def _meaning(study: Study) -> str:
    if not study.simulated:
        return ""
    return f'<p class="unreliable">{DRAWN_MEANS if study.outcomes_drawn else TISSUE_MEANS}</p>'


def _table_s1(study: Study) -> str:
    rows: list[list[str]] = []
    for item in study.recomputed:
        rows.append([item.name, "", "", "", item.printed_p, item.p or NOT_HAD, item.test])
        rows += [[f"  {level}", *cells, "", "", ""] for level, *cells in item.levels]
    heads = ["Printed characteristic", "Total", "Training", "Validation", "P, printed", "P, from counts", "Test"]
    if study.table_one is None:
        own = _missing(study.missing.get("table_one", ""))
    else:
        heading, *body = study.table_one.rows()
        own = text_table(heading, body)
        if not study.columns.characteristics:
            own += '<p class="note">The table has no clinical characteristics, so the outcome stands alone.</p>'
    doubts = "".join(f'<p class="note">{escape(notice.message)}</p>' for notice in study.notices)
    return section(
        "Table S1: the patients",
        "<h3>These patients</h3>",
        own,
        doubts,
        f"<details><summary>The printed table, P computed again from its counts</summary>{text_table(heads, rows)}"
        "</details>",
        key="table-s1",
    )


def _table_s2() -> str:
    ours, theirs = subgroup_counts(), printed()["table_s2"]
    rows = [
        [row["subgroup"], str(ours[row["subgroup"]]), str(row["number"]), row["examples"]]
        for row in theirs["subgroups"]
    ]
    rows.append(["Total", str(len(CATALOGUE)), str(theirs["total"]), ""])
    return section(
        "Table S2: the 396 features",
        text_table(["Subgroup", "Ours", "Printed", "Printed examples"], rows),
        key="table-s2",
    )


def _coefficients(study: Study, key: str) -> str:
    source = printed()[key]["source"]
    heading = f"{source}: the {'SMOTE-radiomics' if key == 'table_s4' else 'radiomics'} model"
    table, anchor = study.coefficients.get(key), key.replace("_", "-")
    if table is None:
        return section(heading, _missing("this variant was not trained"), key=anchor)
    heads = ["Label", "Feature", "Subgroup", "Printed", "Refitted here", "In the model trained here"]
    synthetic = ", balanced by SMOTE" if table.balanced else ""
    note = (
        "Change of the log odds per standard deviation. Refitted: a logistic regression with a weak ridge on these ten "
        f"features of the training cohort{synthetic}. In the model trained here: as chosen among all features. "
        "Correlated features trade coefficients, so that signs and sizes may differ though both models rank patients "
        "alike."
    )
    return section(
        heading,
        _missing(table.missing),
        text_table(heads, _coefficient_rows(table)),
        f'<p class="note">{note} {escape(caution(study))}</p>',
        _own_features(study, key),
        key=anchor,
    )


def _coefficient_rows(table: CoefficientTable) -> list[list[str]]:
    return [
        [
            row.label,
            row.column[2:],
            row.subgroup,
            f"{row.printed:.3f}",
            NOT_HAD if row.refitted is None else _coefficient(row.refitted),
            "not chosen" if row.own is None else _coefficient(row.own),
        ]
        for row in table.rows
    ]


def _coefficient(value: float) -> str:
    """With three decimals, as the paper's, or as many as leave a digit: a feature that was chosen has none of 0."""
    return f"{value:.3f}" if abs(value) >= 0.0005 else f"{value:.1g}"


def _own_features(study: Study, key: str) -> str:
    """What the model trained here chose instead."""
    variant = next(each for each in study.result.variants if (each.name == "SMOTE-radiomics") == (key == "table_s4"))
    features = sorted(variant.model.features, key=lambda feature: -abs(feature.coefficient))
    rows = [
        [feature.label, readable(feature.name, feature.phase).name, _coefficient(feature.coefficient)]
        for feature in features
    ]
    return (
        f"<details><summary>All {len(rows)} features of the model trained here</summary>"
        f"{text_table(['Label', 'Feature', 'Coefficient'], rows)}</details>"
    )


def _figure_s1(study: Study) -> str:
    theirs = printed()["figure_s1"]
    paper = (
        f"Printed: {theirs['probabilities'][0]} (patient 1) and {theirs['probabilities'][1]} (patient 2), cut-off "
        f"{theirs['cutoff']}; both had a complete response by mRECIST and no pCR."
    )
    drawn = [
        f"<div><h3>{escape(case)}: probability {prediction.probability:.4f}</h3>{_chart(prediction, number)}</div>"
        for number, (case, prediction) in enumerate(study.shown.patients)
    ]
    return section(
        "Figure S1 C and F: the score of two patients, feature by feature",
        "" if drawn else _missing("no patient is like those of the figure"),
        f'<div class="columns">{"".join(drawn)}</div>',
        f'<p class="note">{escape(paper)} Ours: {escape(study.shown.rule)}. A, B, D and E of the figure are the '
        "paper's own scans and slides.</p>",
        key="figure-s1",
    )


def _chart(prediction: Any, number: int) -> str:
    chart = contribution_chart(
        prediction.intercept, prediction.contributions, prediction.linear_predictor, prediction.cutoff
    )
    # Two charts on one page: what has an identity in the first must have another in the second.
    return (
        chart.replace('id="', f'id="p{number}-')
        .replace("url(#", f"url(#p{number}-")
        .replace(
            'aria-labelledby="contributions-title contributions-desc"',
            f'aria-labelledby="p{number}-contributions-title p{number}-contributions-desc"',
        )
    )


def _figure_s2_words() -> str:
    return f"Printed values: {NOT_PRINTED}; the figure's legend has none."


def _figure_s3_words() -> str:
    sides = (("A, training", "training"), ("B, validation", "validation"))
    found = printed()["figure_s3"]
    told = [
        f"{name}: {found[side]['radiomics']:.3f} radiomics, {found[side]['SMOTE-radiomics']:.3f} SMOTE-radiomics, "
        f"P {found[side]['p_value']}"
        for name, side in sides
    ]
    return f"Printed AUC. {'; '.join(told)}."


def _figure(study: Study, figure: "Figure", key: str, heading: str, words: str) -> str:
    drawn = picture(key, heading, figure)
    note = f'<p class="note">{escape(words)} {escape(caution(study))}</p>'
    missing = study.missing.get("validation", "") if key == "figure-s3" else ""
    return drawn.removesuffix("</section>") + (_missing(f"part B: {missing}") if missing else "") + note + "</section>"


def _published(study: Study) -> str:
    heading = "The printed coefficients on these patients"
    if not study.published:
        return section(heading, _missing(study.missing["published"]), key="published")
    theirs = printed()["figure_s3"]["validation"]
    rows = [[name, interval(area), f"{theirs[name]:.3f}"] for name, area in study.published.items()]
    test = study.published_test
    rows.append(
        ["P (DeLong)", format_p(test.p_value) if test and test.p_value is not None else NOT_HAD, theirs["p_value"]]
    )
    return section(
        heading,
        text_table(["Model", "AUC here, validation cohort", "Printed"], rows),
        '<p class="note">Each feature is standardized by the training cohort here, since the paper prints neither '
        f"means nor intercept; an AUC needs no intercept. {escape(caution(study))}</p>",
        key="published",
    )


def _mrecist(study: Study) -> str:
    heading = "The model's calls beside complete response by mRECIST"
    if study.mrecist is None:
        printed_words = f"The paper's cross-table of mRECIST and pCR: {NOT_PRINTED}, only the counts of Table S1."
        return section(
            heading, _missing(study.missing["mrecist"]), f'<p class="note">{printed_words}</p>', key="mrecist"
        )
    found = study.mrecist
    rows = [_mrecist_row(found, name) for name in ("accuracy", "sensitivity", "specificity")]
    cohort = "training" if study.result.external is None else "validation"
    how = f" The model's calls: {found['calls']}." if "calls" in found else ""
    left_out = f" {found['without_reading']} without a reading are left out." if found["without_reading"] else ""
    return section(
        heading,
        _missing(study.missing.get("mrecist", "")),
        text_table(["Measure", "Model", "mRECIST", "P (McNemar, exact)"], rows),
        f'<p class="note">{found["patients"]} patients of the {cohort} cohort.{left_out}{how} Wilson intervals. '
        f"Printed: {NOT_PRINTED}. {escape(caution(study))}</p>",
        key="mrecist",
    )


def _mrecist_row(found: dict[str, Any], name: str) -> list[str]:
    reader = _percent(found["reader"][name], found["reader"][f"{name}_ci"])
    if "model" not in found:
        return [name.capitalize(), NOT_HAD, reader, NOT_HAD]
    model = _percent(found["model"][name], found["model"][f"{name}_ci"])
    return [name.capitalize(), model, reader, format_p(found[name]["p_value"])]


def _percent(value: float | None, bounds: list[float] | None) -> str:
    return "none" if value is None or bounds is None else f"{value:.1%} ({bounds[0]:.1%}-{bounds[1]:.1%})"


def _not_had(study: Study) -> str:
    """What of the paper is missing on this page, and why."""
    always = (
        "Figure S1 A, B, D, E: the paper's own CT images and slides.",
        "The sensitivity and specificity of mRECIST in the paper: the supplement's text has only counts of Table S1.",
        "The paper's P of age and of the largest diameter: they need every patient's value.",
        "Means, standard deviations and intercepts of the published models: never printed.",
    )
    names = {
        "patients": "All patients of the manifest",
        "table_one": "Table S1 of these patients by cohort",
        "validation": "Validation patients",
        "published": "The printed coefficients here",
        "mrecist": "A comparison with mRECIST",
    }
    items = [f"{names[part]}: {reason.rstrip('.')}." for part, reason in study.missing.items()]
    items += [
        f"{printed()[key]['source']} refitted: {table.missing}."
        for key, table in study.coefficients.items()
        if table.missing
    ]
    listed = "".join(f"<li>{escape(item)}</li>" for item in (*items, *always))
    return section("What could not be had", f"<ul>{listed}</ul>", key="not-had")


def _missing(reason: str) -> str:
    """In its place on the page: that something could not be had, and why; nothing where there is no reason."""
    return f'<p class="unreliable">{NOT_HAD.capitalize()}: {escape(reason.rstrip("."))}.</p>' if reason else ""
