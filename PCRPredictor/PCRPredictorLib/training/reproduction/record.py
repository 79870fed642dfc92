"""A study as ``study.json``: ours beside the printed, and what could not be had."""

from dataclasses import asdict
from typing import Any

from ... import __version__
from .coefficients import subgroup_counts
from .printed import printed
from .study import Study


def study_record(study: Study) -> dict[str, Any]:
    """The content of ``study.json``; what a training run says stands in ``training/validation.json`` beside it."""
    result = study.result
    sides = {"training": result.cohort} | ({"validation": result.external} if result.external else {})
    return {
        "patients": {
            side: {"patients": cohort.people, "responders": cohort.responders} for side, cohort in sides.items()
        },
        "columns": asdict(study.columns),
        "table_s1": [asdict(item) | {"agrees": item.agrees if item.p else None} for item in study.recomputed],
        "table_s2": subgroup_counts(),
        **{
            key: {"rows": [asdict(row) for row in table.rows], "same_sign": table.same_sign, "missing": table.missing}
            for key, table in study.coefficients.items()
        },
        "figure_s1": {
            "rule": study.shown.rule,
            "cutoff": result.main.model.cutoff,
            "patients": {case: prediction.probability for case, prediction in study.shown.patients},
        },
        "published": {
            name: {"auc": area.auc, "auc_ci": [area.low, area.high]} for name, area in study.published.items()
        },
        "mrecist": study.mrecist,
        "not_had": study.missing,
        "warnings": [notice.as_json() for notice in study.notices],
        "printed": printed(),
        "outcomes_drawn_from_the_models": study.outcomes_drawn,
        "version": __version__,
        "simulated": study.simulated,
        "research_use_only": True,
    }
