"""The files that a training run leaves behind."""

from pathlib import Path
from typing import TYPE_CHECKING

from ...files import write_json, write_text

if TYPE_CHECKING:
    from ...training.protocols.train import TrainingResult

TRAINING_FILES = (
    *("model.json", "model_plain.json", "validation.json", "config.json", "report.html"),
    *("checklists.html", "checklists.csv", "nomogram.csv", "out_of_fold.csv"),
    *(
        f"{figure}{suffix}"
        for figure in (
            *("roc_folds", "roc_models", "coefficients", "selection_frequency", "calibration", "decision_curve"),
            *("nomogram", "learning_curve", "permutation_test"),
        )
        for suffix in (".png", ".svg")
    ),
)
"""All that a run may leave; not every one leaves each."""


def write_training(folder: Path, result: "TrainingResult") -> None:
    """Write models, records, settings, report, checklists, nomogram and figures into an existing folder."""
    from ...models.model_file import save_model
    from ...training.record.nomogram import nomogram
    from ...training.record.out_of_fold_table import out_of_fold_table
    from ...training.record.validation_record import validation_record
    from .checklists.drafts import drafts_page, drafts_table, filled
    from .nomogram_chart import nomogram_table
    from .training_report import training_figures_of, training_report, write_training_figures

    for variant, name in zip(result.variants, TRAINING_FILES, strict=False):
        save_model(variant.model, folder / name)
    write_json(folder / "validation.json", validation_record(result))
    write_json(folder / "config.json", result.config.as_json())
    write_text(folder / "out_of_fold.csv", out_of_fold_table(result))
    points = nomogram(result.main.model, result.cohort)
    if points is not None:
        write_text(folder / "nomogram.csv", nomogram_table(points, result.simulated))
    drafts = filled(result)
    write_text(folder / "checklists.html", drafts_page(drafts, result.simulated))
    write_text(folder / "checklists.csv", drafts_table(drafts))
    figures = training_figures_of(result)
    write_training_figures(figures, folder)
    write_text(folder / "report.html", training_report(result, figures))
