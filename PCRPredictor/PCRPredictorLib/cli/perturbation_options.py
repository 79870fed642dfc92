"""The options on perturbed contours that `predict` and `cohort` share."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from ..errors import InputError

if TYPE_CHECKING:
    from ..imaging.perturbation import PerturbationSettings

MOST_PERTURBATIONS = 1000


@dataclass(frozen=True)
class Perturbation:
    """How many contours to draw, and how."""

    count: int
    settings: "PerturbationSettings"


def perturbation_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--perturb N`` and its settings; the command gets them as `perturbation`, None where N was not given."""

    @click.option("--perturb", type=int, metavar="N", help="Draw N perturbed contours of each lesion.")
    @click.option("--perturb-deviation", type=float, metavar="MM", help="Standard deviation of the boundary; 1 mm.")
    @click.option("--perturb-correlation", type=float, metavar="MM", help="Correlation length along it; 10 mm.")
    @click.option(
        "--perturb-in-plane/--perturb-3d",
        default=None,
        help="Move the boundary within its slice, or in 3-D; in plane where slices are thicker than 3 mm unless told.",
    )
    @click.option("--perturb-together", is_flag=True, help="Displace both phases alike, not each on its own.")
    @click.option("--perturb-seed", type=int, metavar="S", help="Same seed, same contours; 0 unless told.")
    @functools.wraps(command)
    def with_perturbation(
        *arguments: Any,
        perturb: int | None,
        perturb_deviation: float | None,
        perturb_correlation: float | None,
        perturb_in_plane: bool | None,
        perturb_together: bool,
        perturb_seed: int | None,
        **others: Any,
    ) -> Any:
        chosen = {
            "deviation_mm": perturb_deviation,
            "correlation_mm": perturb_correlation,
            "in_plane": perturb_in_plane,
            "phases_together": perturb_together or None,
            "seed": perturb_seed,
        }
        given = {name: value for name, value in chosen.items() if value is not None}
        return command(*arguments, perturbation=_perturbation(perturb, given), **others)

    return with_perturbation


def _perturbation(count: int | None, settings: dict[str, Any]) -> Perturbation | None:
    if count is None:
        if settings:
            raise InputError("Settings of the perturbation need --perturb N; say how many contours to draw.")
        return None
    if count < 2:
        raise InputError(f"--perturb {count}: at least 2 perturbed contours are needed to see a spread.")
    if count > MOST_PERTURBATIONS:
        raise InputError(f"--perturb {count}: more than {MOST_PERTURBATIONS:,} contours only cost time; ask for fewer.")
    from ..imaging.perturbation import PerturbationSettings

    return Perturbation(count, PerturbationSettings(**settings))
