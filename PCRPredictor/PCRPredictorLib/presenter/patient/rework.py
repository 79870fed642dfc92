"""What can be asked of a result afterwards: how stable it is, and which parts of the lesion move it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ...texts import tr as _
from ..job import Progress
from .export import ScoredCase

Rework = Callable[[ScoredCase, Progress], ScoredCase]


def with_spread(perturb: Callable[..., Any]) -> Rework:
    """Score contours drawn a little differently; the prediction then carries their spread.

    Parameters
    ----------
    perturb : callable
        ``models.perturbed_prediction.with_contour_spread`` or a stand-in.
    """

    def work(scored: ScoredCase, report: Progress) -> ScoredCase:
        tell = _counter(report, _("Scoring contours drawn a little differently"))
        prediction = perturb(scored.prediction, *scored.images, scored.model, scored.calibration, on_progress=tell)
        return replace(scored, prediction=prediction)

    return work


def with_score_map(scored: ScoredCase, report: Progress) -> ScoredCase:
    """Find which parts of the lesion move the score; the case then carries the map."""
    from ...models.score_map import map_score

    tell = _counter(report, _("Leaving out one part of the lesion after another"))
    found = map_score(scored.prediction, *scored.images, scored.model, scored.calibration, on_progress=tell)
    return replace(scored, score_map=found)


def _counter(report: Progress, text: str) -> Callable[[int, int], None]:
    return lambda done, total: report(
        done / total, _("{text}: {done} of {total}").format(text=text, done=done, total=total)
    )
