"""What a training run knows of itself, by name; None where a thing was no part of the run and only authors know."""

from typing import TYPE_CHECKING

from .facts_of_data import facts_of_data
from .facts_of_model import facts_of_model
from .facts_of_performance import facts_of_performance

if TYPE_CHECKING:
    from ....training.protocols.train import TrainingResult


def facts_of(result: "TrainingResult") -> dict[str, str | None]:
    """All facts that the checklists' items name."""
    return {**facts_of_data(result), **facts_of_model(result), **facts_of_performance(result)}
