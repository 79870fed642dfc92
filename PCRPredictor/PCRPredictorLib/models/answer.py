"""What is said of a prediction, in one place, so that report, module, browser and command line say the same.

The first line is the call, never a class in words that the second line takes back. Beside every number stands that it
is for research only, and that it is simulated where it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..numerals import round_percent
from ..texts import listing
from ..texts import sentence as _
from .call import ABOVE, NO_CUTOFF, OUTSIDE, TOO_CLOSE
from .category_codes import CODE_NOT_IN_TRAINING

RESEARCH_USE_ONLY = _("Research use only: not for decisions on patients.")
SIMULATED = _("Simulated: this number says nothing about a real patient.")
PROBABILITY_OF = _("Probability of pathological complete response")
SLOPE_CODE, OUTSIDE_CODE, UNKNOWN_CODE = "slope-unlike-cohort", "outside-domain", "domain-unknown"
NORMAL_95 = 1.959963984540054


@dataclass(frozen=True)
class Answer:
    """A prediction in words, in the order in which a door shows them.

    Attributes
    ----------
    lead : str
        The call: ``"Above your site's cut-off (31 %)"``.
    number : str
        The probability, to stand large behind the lead; grey and after the reasons where it `is_second`.
    is_second : bool
        Whether the case lies outside what the calibration has seen, so that the number must not catch the eye.
    reasons : tuple of str
        Why it lies outside; empty otherwise.
    uncertainty : str
        The line under the number.
    unreliable : str
        What the calibration's slope means for the number; empty where nothing is wrong with it.
    details : tuple of str
        The statistics behind it, to be folded away.
    warnings : tuple of (code, message)
        What else is to be known, without what stands above already.
    notes : tuple of str
        Research use only, and simulated where it is; beside the number.
    """

    lead: str
    number: str
    is_second: bool
    reasons: tuple[str, ...]
    uncertainty: str
    unreliable: str
    details: tuple[str, ...]
    warnings: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]

    @property
    def headline(self) -> str:
        """The first line: ``"Above your site's cut-off (31 %): 44 %"``; without a number where that is second."""
        return self.lead if self.is_second else listing((self.lead, self.number), ": ")


def answer_of(prediction: Mapping[str, Any]) -> Answer:
    """The words for the content of ``prediction.json``.

    Raises
    ------
    KeyError, TypeError, ValueError
        The content is no prediction.
    """
    call, probability, cutoff = prediction["call"], float(prediction["probability"]), prediction["cutoff"]
    notices = [(str(notice["code"]), _text(notice["message"])) for notice in prediction["warnings"]]
    if prediction["domain"]["within"] is None:
        notices += [(UNKNOWN_CODE, _text(reason)) for reason in prediction["domain"]["reasons"]]
    slopes = tuple(message for code, message in notices if code == SLOPE_CODE)
    own_scale = not prediction.get("provenance", {}).get("calibration_hash")
    edges = prediction.get("cutoff_interval")
    number = round_percent(probability, cutoff, *(edges or ()))
    # a case outside has these among its reasons
    said = (SLOPE_CODE, OUTSIDE_CODE, *((CODE_NOT_IN_TRAINING,) if call == OUTSIDE else ()))
    cutoff_within = None if edges is None else _range(edges, probability)
    return Answer(
        lead=_lead(call, None if cutoff is None else round_percent(cutoff, probability), own_scale),
        number=number,
        is_second=call == OUTSIDE,
        reasons=tuple(prediction["domain"]["reasons"]) if call == OUTSIDE else (),
        uncertainty=_uncertainty(call, number, _probability_range(prediction), cutoff_within, own_scale),
        unreliable=_("This calibration's probabilities are unreliable.") if slopes else "",
        details=slopes,
        warnings=tuple(notice for notice in notices if notice[0] not in said),
        notes=(RESEARCH_USE_ONLY, *((SIMULATED,) if prediction["simulated"] else ())),
    )


def _text(value: object) -> str:
    """A sentence as it is, which a door may say in its reader's language; anything else as plain text."""
    return value if isinstance(value, str) else str(value)


def _lead(call: str, cutoff: str | None, own_scale: bool) -> str:
    maker = _("model") if own_scale else _("calibration")
    if call == OUTSIDE:
        return _("Outside what this {maker} has seen").format(maker=maker)
    if call == NO_CUTOFF or cutoff is None:
        return _("No valid cut-off")
    if call == TOO_CLOSE:
        return _("Too close to call")
    owner = _("the model's") if own_scale else _("your site's")
    side = _("Above {owner} cut-off ({cutoff})") if call == ABOVE else _("Below {owner} cut-off ({cutoff})")
    return side.format(owner=owner, cutoff=cutoff)


def _uncertainty(call: str, number: str, around: Sequence[float] | None, edges: str | None, own_scale: bool) -> str:
    maker = _("model") if own_scale else _("calibration")
    if call == OUTSIDE:
        return _(
            "No class is given. The formula gives {number}, which means nothing for a patient unlike its cohort."
        ).format(number=number)
    itself = (
        "" if around is None else _("this probability {around}, from the intercept alone").format(around=_range(around))
    )
    if call == NO_CUTOFF:
        alone = _(" 95 % interval of {itself}.").format(itself=itself) if itself else ""
        return _("No class is given, since this {maker} has no valid cut-off.{alone}").format(maker=maker, alone=alone)
    if call == TOO_CLOSE and edges is not None:
        alone = _(" 95 % interval of {itself}.").format(itself=itself) if itself else ""
        return _(
            "No class is given: the cut-off is known only to lie within {cutoff}, and so does {number}.{alone}"
        ).format(cutoff=edges, number=number, alone=alone)
    edge = "" if edges is None else _("the cut-off {cutoff}").format(cutoff=edges)
    known = [part for part in (itself, edge) if part]
    if known:
        intervals = _("95 % intervals: {known}.") if len(known) > 1 else _("95 % interval of {known}.")
        return intervals.format(known=listing(known, "; "))
    return _("This {maker} does not tell how uncertain the number is.").format(maker=maker)


def _range(ends: Sequence[float], beside: float | None = None) -> str:
    low, high = float(ends[0]), float(ends[1])
    return _("{low} to {high}").format(low=round_percent(low, high, beside), high=round_percent(high, low, beside))


def _probability_range(prediction: Mapping[str, Any]) -> tuple[float, float] | None:
    """95 % interval of the probability from the intercept's standard error."""
    from scipy.special import expit  # slow to import

    error = prediction.get("intercept_se")
    if error is None:
        return None
    score, reach = float(prediction["linear_predictor"]), NORMAL_95 * float(error)
    return float(expit(score - reach)), float(expit(score + reach))
