"""A prediction as it is shown: built from ``prediction.json``, so that a saved one looks the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import InputError
from ..models.call import OUTSIDE
from ..models.scoring import RESEARCH_USE_ONLY
from ..models.sentences import OUTSIDE_HEADLINE, calls_nothing
from ..report.wording import percent, probability_text

SIMULATED = "Simulated data: this number means nothing for a patient."


@dataclass(frozen=True)
class ContributionRow:
    """One bar of the contribution chart and one line of the feature table."""

    label: str
    name: str
    value: float
    standardized: float
    coefficient: float
    contribution: float


@dataclass(frozen=True)
class ResultView:
    """What the results panel shows.

    Attributes
    ----------
    probability : float
        0 to 1, for the scale.
    headline : str
        The probability in words and percent.
    class_text : str
        The class at the cut-off, or why there is none.
    cutoff : float or None
        Where to mark the scale; None where no cut-off is valid on it.
    spread_text : str
        How far the probability moves under perturbed contours; empty where that was not asked for.
    paper_cutoff_text : str
        The paper's own cut-off, said to be only the paper's; empty where there is none.
    intercept, linear_predictor : float
        Score (log odds) before the first and after the last contribution.
    contributions : tuple of ContributionRow
        Strongest first.
    warnings : tuple of (code, message)
    notes : tuple of str
        What stands below every number: research use only, and simulated where it is.
    """

    probability: float
    headline: str
    class_text: str
    cutoff: float | None
    spread_text: str
    paper_cutoff_text: str
    intercept: float
    linear_predictor: float
    contributions: tuple[ContributionRow, ...]
    warnings: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def result_view(prediction: Mapping[str, Any]) -> ResultView:
    """Build the view from the content of ``prediction.json``.

    Raises
    ------
    InputError
        The content is no prediction.
    """
    if not isinstance(prediction, Mapping):
        raise InputError("The saved prediction cannot be read; predict again.")
    try:
        rows = [
            ContributionRow(
                label=str(row["label"]),
                name=str(row["name"]),
                value=float(row["value"]),
                standardized=float(row["standardized"]),
                coefficient=float(row["coefficient"]),
                contribution=float(row["contribution"]),
            )
            for row in prediction["contributions"]
        ]
        probability = float(prediction["probability"])
        cutoff = None if prediction["cutoff"] is None else float(prediction["cutoff"])
        return ResultView(
            probability=probability,
            headline=_headline(prediction["call"], probability),
            class_text=_class_text(prediction, probability, cutoff),
            cutoff=cutoff,
            spread_text=_spread_text(prediction.get("contour_spread")),
            paper_cutoff_text=_paper_text(prediction.get("paper_cutoff")),
            intercept=float(prediction["intercept"]),
            linear_predictor=float(prediction["linear_predictor"]),
            contributions=tuple(sorted(rows, key=lambda row: -abs(row.contribution))),
            warnings=tuple((notice["code"], notice["message"]) for notice in prediction["warnings"]),
            notes=(RESEARCH_USE_ONLY, *((SIMULATED,) if prediction["simulated"] else ())),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise InputError(f"The saved prediction cannot be read ({error!r}); predict again.") from error


def _headline(call: str, probability: float) -> str:
    if call == OUTSIDE:
        return OUTSIDE_HEADLINE
    return f"{percent(probability)} probability of pathological complete response"


def _class_text(prediction: Mapping[str, Any], probability: float, cutoff: float | None) -> str:
    if prediction["call"] == OUTSIDE:
        return " ".join((*prediction["domain"]["reasons"], f"The score gives {percent(probability)}."))
    if prediction["predicted_class"] is None or cutoff is None:
        return calls_nothing(prediction["call"])
    likely = "likely" if prediction["predicted_class"] == "pCR" else "unlikely"
    return f"Pathological complete response {likely} at the cut-off {probability_text(cutoff, probability)}."


def _spread_text(spread: Mapping[str, Any] | None) -> str:
    if spread is None:
        return ""
    percentiles, share = spread["probability_percentiles"], spread["same_side_share"]
    side = "" if share is None else f", {100 * share:.0f} % of them on the same side of the cut-off"
    return (
        f"With {spread['scored']} contours drawn a little differently: {percent(percentiles['5'])} to "
        f"{percent(percentiles['95'])} (5th to 95th percentile){side}. {spread['note']}"
    )


def _paper_text(paper_cutoff: float | None) -> str:
    return "" if paper_cutoff is None else f"The paper's cut-off {paper_cutoff:g} holds on the paper's own scale only."
