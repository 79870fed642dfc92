"""A prediction as it is shown: built from ``prediction.json``, so that a saved one looks the same."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ...errors import InputError
from ...models.answer import Answer, answer_of
from ...models.contribution import Contribution, contribution_from_json
from ...report.drawing.wording import percent
from ...report.patient.contributions import strongest_first
from ...texts import tr as _
from ..door_words import spoken

ROUNDING = 1e-9
"""How far a kept number may lie from what it follows from: sums are kept with all their digits."""


@dataclass(frozen=True)
class ResultView:
    """What the results panel shows.

    Attributes
    ----------
    answer : Answer
        All that is said of it.
    call : str
        One of `models.call.CALLS`, for colors.
    probability : float
        0 to 1, for the scale.
    cutoff, cutoff_interval : float, (float, float) or None
        Where to mark the scale; None where no cut-off is valid on it, or the case lies outside.
    spread_text : str
        How far the probability moves under perturbed contours; empty where that was not asked for.
    paper_cutoff_text : str
        The paper's own cut-off, said to be only the paper's; empty where there is none.
    intercept, linear_predictor : float
        Score (log odds) before the first and after the last contribution.
    contributions : tuple of Contribution
        Strongest first.
    """

    answer: Answer
    call: str
    probability: float
    cutoff: float | None
    cutoff_interval: tuple[float, float] | None
    spread_text: str
    paper_cutoff_text: str
    intercept: float
    linear_predictor: float
    contributions: tuple[Contribution, ...]


class LatestView:
    """`result_view` of one prediction after another, made once each: every drawing of a panel asks for it."""

    def __init__(self) -> None:
        self._made: tuple[Mapping[str, Any], ResultView] | None = None

    def of(self, prediction: Mapping[str, Any]) -> ResultView:
        if self._made is None or self._made[0] is not prediction:
            self._made = prediction, result_view(prediction)
        return self._made[1]


def result_view(prediction: Mapping[str, Any]) -> ResultView:
    """Build the view from the content of ``prediction.json``.

    Raises
    ------
    InputError
        The content is no prediction, or one of a version that said less.
    """
    if not isinstance(prediction, Mapping):
        raise InputError(_("The saved prediction cannot be read; predict again."))
    try:
        answer = _spoken(answer_of(prediction))
        cutoff, interval = prediction["cutoff"], prediction.get("cutoff_interval")
        marked = cutoff is not None and not answer.is_second
        return ResultView(
            answer=answer,
            call=str(prediction["call"]),
            probability=float(prediction["probability"]),
            cutoff=float(cutoff) if marked else None,
            cutoff_interval=(float(interval[0]), float(interval[1])) if marked and interval else None,
            spread_text=_spread_text(prediction.get("contour_spread")),
            paper_cutoff_text=_paper_text(prediction.get("paper_cutoff")),
            intercept=float(prediction["intercept"]),
            linear_predictor=float(prediction["linear_predictor"]),
            contributions=tuple(strongest_first([contribution_from_json(row) for row in prediction["contributions"]])),
        )
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise InputError(_("The saved prediction cannot be read; predict again.")) from error


def check_saved(prediction: Mapping[str, Any]) -> None:
    """Check a prediction that was kept in a file, which anyone may have changed or torn.

    Raises
    ------
    InputError
        It cannot be shown, or its probability does not follow from its own intercept and contributions.
    """
    view = result_view(prediction)
    try:
        total = math.fsum((view.intercept, *(term.contribution for term in view.contributions)))
    except (OverflowError, ValueError):  # no sum is finite
        total = math.nan
    follows = math.isclose(view.linear_predictor, total, rel_tol=ROUNDING, abs_tol=ROUNDING) and math.isclose(
        view.probability, (1.0 + math.tanh(total / 2.0)) / 2.0, rel_tol=0.0, abs_tol=ROUNDING
    )
    if not follows or not (view.cutoff is None or 0.0 <= view.cutoff <= 1.0):
        raise InputError(_("The saved prediction contradicts itself; predict again."))


def _spoken(answer: Answer) -> Answer:
    return replace(
        answer,
        lead=spoken(answer.lead),
        reasons=tuple(map(spoken, answer.reasons)),
        uncertainty=spoken(answer.uncertainty),
        unreliable=spoken(answer.unreliable),
        details=tuple(map(spoken, answer.details)),
        warnings=tuple((code, spoken(message)) for code, message in answer.warnings),
        notes=tuple(map(spoken, answer.notes)),
    )


def _spread_text(spread: Mapping[str, Any] | None) -> str:
    if spread is None:
        return ""
    percentiles, share = spread["probability_percentiles"], spread["same_side_share"]
    side = (
        "" if share is None else _(", {share:.0f} % of them on the same side of the cut-off").format(share=100 * share)
    )
    return _(
        "With {scored} contours drawn a little differently: {value} to {value2} (5th to 95th percentile){side}. {note}"
    ).format(
        scored=spread["scored"],
        value=percent(percentiles["5"]),
        value2=percent(percentiles["95"]),
        side=side,
        note=spoken(spread["note"]),
    )


def _paper_text(paper_cutoff: float | None) -> str:
    return (
        ""
        if paper_cutoff is None
        else _("The paper's cut-off {paper_cutoff:g} holds on the paper's own scale only.").format(
            paper_cutoff=paper_cutoff
        )
    )
