"""`pcr-predictor models`: the published models, and any model file, in words or as a file."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .options import NAME_OR_FILE, OUTPUT_PATH, Command
from .output import check_output_file
from .terminal import say, tell

if TYPE_CHECKING:
    from ..models.model_file import Model


@click.group("models", no_args_is_help=False)
def command() -> None:
    """List, show or export the published models."""


@command.command("list", cls=Command)
def list_models() -> None:
    """One line a published model, its name first."""
    from ..models.model_file import load_model, published_names

    for name in published_names():
        model = load_model(name)
        say(f"{name}  {len(model.features)} features, {model.source}")


@command.command("show", cls=Command)
@click.argument("name", type=NAME_OR_FILE, metavar="NAME|FILE")
def show_model(name: str) -> None:
    """Print what a model is made of."""
    from ..models.model_file import load_model

    say("\n".join(_describe(load_model(name))))


@command.command("export", cls=Command)
@click.argument("name", type=NAME_OR_FILE, metavar="NAME|FILE")
@click.option("--output", required=True, type=OUTPUT_PATH, help="File .json.")
def export_model(name: str, output: Path) -> None:
    """Write a model as a model file."""
    check_output_file(output, (".json",))
    from ..models.model_file import load_model, save_model

    save_model(load_model(name), output)
    tell(f"{name} written to {output}")


def _describe(model: "Model") -> list[str]:
    """What a person wants to know of a model, line by line."""
    from ..models.training_cutoff import training_cutoff_lines

    lacking = " and no ".join(model.missing_parts)
    lines = [
        f"{model.name} {model.version}" + (" (trained on simulated patients)" if model.simulated else ""),
        f"source:       {model.source}",
        f"feature set:  {model.feature_set}, profile {model.profile_hash or 'not stated'}",
        f"intercept:    {'not published' if model.intercept is None else model.intercept}",
        f"cut-off:      {'none' if model.cutoff is None else model.cutoff}",
        f"              {model.cutoff_meaning or ''}",
        *(f"              {title}: {text}" for title, text in training_cutoff_lines(model)),
        f"intended use: {model.intended_use}",
        "",
        f"{'label':<8}{'coefficient':>12}  feature",
        *(f"{feature.label:<8}{feature.coefficient:>12g}  {feature.column}" for feature in model.features),
    ]
    if lacking:
        lines += [
            "",
            f"The model has no {lacking}: `pcr-predictor calibrate` supplies what is missing from a reference cohort.",
        ]
    return [line for line in lines if line != " " * 14]
