"""The report of a training run: one self-contained page."""

from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...models.training_cutoff import training_cutoff_lines
from ...numerals import count
from ...training.protocols.nested import has_no_spread
from ...training.record.measures import MEASURES, probability_summary
from ...training.record.nomogram import nomogram
from ...training.record.sizes import sample_size_of_training
from ...training.record.subgroup_record import subgroups_of_training, subgroups_of_validation
from ...training.record.validation_record import (
    CEILING,
    LEAKAGE_HEADING,
    candidates_record,
    comparisons,
    leakage_in_words,
)
from ...training.statistics.delong import delong_interval
from ...training.statistics.diagnostic import Diagnostic, Proportion, diagnostic
from ...training.statistics.table1 import format_p
from ..drawing.page import facts, page, section
from . import training_charts
from .calibration_table import ROWS_TOGETHER, calibration_table
from .checklists.facts import facts_of
from .checklists.items import answers
from .checklists.tripod_ai import TRIPOD_AI
from .clinical_section import clinical_section
from .nomogram_chart import nomogram_chart
from .sample_size_section import sample_size_section
from .subgroup_section import subgroup_section
from .training_figures import roc_of_models, roc_per_fold, scored_cohorts
from .training_markup import picture, text_table, with_warnings
from .training_readers import readers_section
from .validation_charts import calibration_chart, decision_chart, save_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ...models.model_file import ModelFeature
    from ...training.protocols.train import TrainingResult, Variant

MOST_FEATURES = 20
CALLS = (
    "Sensitivity and the measures behind it: nested, of calls at the cut-off of each training fold, whether or not the "
    "exported model has one, averaged over repeats; in validation patients, at the cut-off of the exported "
    "model. All are counted, also who lies too close to the cut-off, or outside, to be given a class."
)
COMPARED_IN = {
    "training": "the training patients, nested",
    "validation": "the validation patients",
    "paper_training": "the training patients as in the paper, synthetic ones among them",
}


def training_figures_of(result: "TrainingResult") -> "dict[str, tuple[str, Figure]]":
    """File name, caption and figure of everything the run can show."""
    drawings: dict[str, tuple[str, Callable[[TrainingResult], Figure]]] = {
        "roc_folds": ("ROC curve of each fold (the paper's Figure S2)", roc_per_fold),
        "roc_models": ("ROC curves of both models (the paper's Figure S3)", roc_of_models),
        "coefficients": ("Coefficients of the exported models", training_charts.coefficients),
        "selection_frequency": ("How often each feature was chosen", training_charts.selection_frequency),
        "calibration": (
            "Calibration: smooth curve with its 95 % band; groups of equal size, Wilson intervals",
            lambda run: calibration_chart(scored_cohorts(run), run.simulated),
        ),
        "decision_curve": ("Decision curve", lambda run: decision_chart(scored_cohorts(run), run.simulated)),
    }
    points = nomogram(result.main.model, result.cohort)
    if points is not None:
        drawings["nomogram"] = (
            "Nomogram of the combined model (points in nomogram.csv)",
            lambda run: nomogram_chart(points, run.main.model.name, run.simulated),
        )
    if result.learning is not None:
        drawings["learning_curve"] = ("Learning curve (one repeat of the folds)", training_charts.learning)
    if result.permutation is not None:
        drawings["permutation_test"] = (
            "Permutation test of the whole pipeline (one repeat of the folds)",
            training_charts.permutations,
        )
    return {name: (caption, draw(result)) for name, (caption, draw) in drawings.items()}


def write_training_figures(figures: "dict[str, tuple[str, Figure]]", folder: Path) -> None:
    """Write each figure as PNG and SVG."""
    for name, (_, figure) in figures.items():
        save_figure(figure, folder, name)


def training_report(result: "TrainingResult", figures: "dict[str, tuple[str, Figure]]") -> str:
    """The page: what was found, the figures, the models, and what is known of the data."""
    parts = [
        with_warnings(_answer(result), [notice.as_json() for notice in result.notices]),
        _performance(result),
        _contest(result),
        clinical_section(result.clinical),
        _subgroups(result),
        sample_size_section(sample_size_of_training(result)),
        readers_section(result),
        *(picture(name, caption, figure) for name, (caption, figure) in figures.items()),
        *(_model(variant) for variant in result.variants),
        section(
            "What the run knows, in the order of TRIPOD+AI",
            facts(_known(result)),
            '<p class="note">All items of TRIPOD+AI, CLEAR and METRICS, with those that only the authors can answer: '
            "checklists.html and checklists.csv beside this page.</p>",
            key="tripod",
        ),
        "<footer>Research use only.</footer>",
    ]
    simulated = "patients: nothing on this page holds for real ones." if result.simulated else None
    return page("Training report", "<header><h1>Training report</h1></header>\n" + "\n".join(parts), simulated)


def _answer(result: "TrainingResult") -> str:
    main = result.main
    words = [
        f'<p class="headline"><span class="number">{main.nested.auc:.2f}</span>'
        '<span class="research">Research use only</span></p>',
        f"<p>AUC of the {escape(main.name)} model by nested cross-validation (of one model, as it is exported, "
        f"averaged over folds and repeats), 95 % interval {main.nested.low:.2f} to "
        f"{main.nested.high:.2f}, in {result.cohort.counted}, {result.cohort.counted_by_outcome}.</p>",
        f"<p>{escape(_verdict(main, result.cohort.people))}</p>",
        f'<p class="note">The interval {_interval_comes_of(main)} and is widened for the training sets that the folds '
        "share. It knows nothing of another hospital, scanner or reader.</p>",
    ]
    if main.paper is not None:
        sentences = "".join(
            f"<p><strong>{escape(variant.name)}.</strong> {escape(leakage_in_words(variant))}</p>"
            for variant in result.variants
        )
        words.append(f"<h3>{escape(LEAKAGE_HEADING)}</h3>{sentences}")
    return section("How well the model tells responders from the others", *words, key="answer")


def _interval_comes_of(variant: "Variant") -> str:
    if has_no_spread(variant.nested.patients_only):
        return "is Newcombe's (2006, method 5), since every resample of the patients has the same AUC,"
    return "comes of resampling patients"


def _verdict(variant: "Variant", patients: int) -> str:
    if variant.nested.low > 0.5:
        return "The interval lies above 0.5: the model does better than chance in patients like these."
    if variant.nested.high < 0.5:
        return "The interval lies below 0.5: the model does worse than chance in patients like these; do not use it."
    return f"The interval contains 0.5: chance cannot be ruled out with {patients} patients."


def _performance(result: "TrainingResult") -> str:
    heading = ("Patients", "Model", "AUC (95 % interval)", *(_words(measure) for measure in MEASURES))
    rows = []
    for variant in result.variants:
        nested = variant.nested
        rows.append(_measured("Training, nested", variant, (nested.auc, nested.low, nested.high), nested.calls))
    if result.external is not None:
        for variant in result.variants:
            assert variant.external is not None
            area = delong_interval(result.external.outcome, variant.external, groups=result.external.groups)
            cutoff = variant.model.cutoff
            calls = None
            if cutoff is not None:
                called = variant.external >= cutoff
                calls = diagnostic(result.external.outcome, called, groups=result.external.groups)
            rows.append(_measured("Validation", variant, (area.auc, area.low, area.high), calls))
    if result.harmonized is not None:
        after = result.harmonized
        rows.append(
            _measured(
                "Training, nested, ComBat (analysis only)", result.main, (after.auc, after.low, after.high), after.calls
            )
        )
    cohorts = (result.cohort, result.external)
    several = any(each is not None and each.people < len(each) for each in cohorts)
    notes = [f'<p class="note">{CALLS}{ROWS_TOGETHER if several else ""}</p>']
    notes += [_compared(result, key, test) for key, test in comparisons(result).items()]
    if result.out_of_bag is not None:
        found = result.out_of_bag
        notes.append(
            f'<p class="note">Bootstrap ({found.resamples} resamples): apparent AUC {found.apparent:.3f}, optimism '
            f"{found.optimism_mean:.3f}, corrected {found.corrected:.3f}, the mean over the patients whom each "
            "resample left out.</p>"
        )
    if result.permutation is not None:
        dealt = result.permutation
        notes.append(
            f'<p class="note">Permutation test of the whole pipeline ({dealt.permuted.size} permutations, one repeat '
            f"of the folds): AUC {dealt.observed:.3f} in that repeat, P {format_p(dealt.p_value)}.</p>"
        )
    return section("Performance", text_table(heading, rows), *notes, _calibration(result), key="performance")


def _compared(result: "TrainingResult", key: str, test: dict[str, Any]) -> str:
    models = " against ".join(variant.name for variant in result.variants)
    p_value = "no DeLong test" if test["p_value"] is None else f"DeLong P {format_p(test['p_value'])}"
    note = f" ({test['note'].rstrip('.')})" if test["note"] else ""
    return f'<p class="note">{escape(f"{models} in {COMPARED_IN[key]}: {p_value}{note}.")}</p>'


def _calibration(result: "TrainingResult") -> str:
    ours, others = result.cohort, result.external
    rows = [
        (
            "Training, nested",
            variant.name,
            probability_summary(ours.outcome, variant.nested.probabilities, ours.groups),
        )
        for variant in result.variants
    ]
    if others is not None:
        rows += [
            ("Validation", variant.name, probability_summary(others.outcome, variant.external, others.groups))
            for variant in result.variants
            if variant.external is not None
        ]
    return calibration_table(rows)


def _measured(
    patients: str, variant: "Variant", area: tuple[float, float, float], calls: Diagnostic | None
) -> tuple[str, ...]:
    shares = ["no cut-off" if calls is None else _share(getattr(calls, measure)) for measure in MEASURES]
    return patients, variant.name, f"{area[0]:.3f} ({area[1]:.3f} to {area[2]:.3f})", *shares


def _share(share: Proportion) -> str:
    if share.value is None or share.low is None or share.high is None:
        return "-"
    return f"{share.value:.2f} ({share.low:.2f} to {share.high:.2f})"


def _model(variant: "Variant") -> str:
    model = variant.model
    largest = sorted(model.features, key=lambda feature: -abs(feature.coefficient))[:MOST_FEATURES]
    rows = [
        (
            feature.label,
            feature.name,
            feature.phase or "",
            *(f"{feature.coefficient:.4g}", f"{feature.mean:.6g}", f"{feature.std:.6g}", _transform(feature)),
        )
        for feature in largest
    ]
    hidden = len(model.features) - len(largest)
    more = f" In the model file, with smaller coefficients: {count(hidden, 'feature')} more." if hidden else ""
    dropped = ", ".join(f"{len(names)} at {step}" for step, names in variant.dropped.items() if names)
    constant = variant.dropped["constant"]
    chosen = "Chosen on all training patients" if len(variant.config.candidates) > 1 else "Fixed beforehand"
    listed = f" Constant: {', '.join(constant)}." if constant else ""
    return section(
        f"The {variant.name} model",
        text_table(("Label", "Feature", "Phase", "Coefficient", "Mean", "Standard deviation", "Transform"), rows),
        f'<p class="note">{chosen}: {escape(variant.candidate)}, '
        f"{len(model.features)} feature{'s' if len(model.features) > 1 else ''}.{more} "
        f"Intercept {model.intercept:.4f}. Features dropped: {escape(dropped or 'none')}."
        f"{escape(listed)}</p>",
        facts(list(training_cutoff_lines(model))),
    )


def _transform(feature: "ModelFeature") -> str:
    drawn_in = feature.transform
    return "" if drawn_in is None else f"asinh((x - {drawn_in.center:.6g}) / {drawn_in.width:.6g})"


def _contest(result: "TrainingResult") -> str:
    """Each linear candidate in the same folds, had it been fixed, and the ceiling."""
    rows = [
        (name, *(f"{each[name]['chosen']:.0%}" for each in found), *(f"{each[name]['auc']:.3f}" for each in found))
        for found in [[candidates_record(variant.nested) for variant in result.variants]]
        for name in found[0]
    ]
    names = [variant.name for variant in result.variants]
    heading = ("Linear model", *(f"{name}: chosen in" for name in names), *(f"{name}: AUC if fixed" for name in names))
    top = ", ".join(
        f"{name} {found.auc:.3f} ({found.interval[0]:.3f} to {found.interval[1]:.3f})"
        for name, found in result.ceiling.items()
    )
    note = f'<p class="note">AUC of {escape(top)}: {escape(CEILING)}.</p>' if top else ""
    return section("What other models reach in the same folds", text_table(heading, rows), note, key="contest")


def _known(result: "TrainingResult") -> list[tuple[str, str]]:
    found = answers(TRIPOD_AI, facts_of(result))
    return [(f"{each.number} {each.subject}", each.words) for each in found if each.by != "authors"]


def _subgroups(result: "TrainingResult") -> str:
    main = result.main
    found = {
        f"training, nested, {main.name}": subgroups_of_training(
            result.cohort, main.nested, result.config.folds, result.config.seed
        )
    }
    if result.external is not None and main.external is not None:
        found[f"validation, {main.name}"] = subgroups_of_validation(
            result.external.subgroups, result.external.outcome, main.external, result.external.groups
        )
    return subgroup_section(found)


def _words(measure: str) -> str:
    return measure.replace("_", " ").capitalize()
