"""The report on one patient: a self-contained page that is understood in five seconds."""

from html import escape
from pathlib import Path

from ...errors import InputError
from ...features.readable import readable
from ...files import write_text
from ...imaging import Mask, PhaseImage
from ...models.answer import PROBABILITY_OF, Answer
from ...models.calibration_file import Calibration
from ...models.contribution import Contribution
from ...models.model_file import Model
from ...models.score_map import ScoreMap
from ...models.scoring import Prediction
from ..drawing.page import exact, facts, page, section
from ..drawing.scale import probability_scale
from ..drawing.wording import count, probability_text, signed, significant
from .contour_spread import spread_in_short, spread_section
from .contributions import contribution_chart, strongest_first
from .pictures import Phase, picture_blocks, scored_phases
from .provenance import provenance_section
from .score_map import score_map_section

MANY_WARNINGS = 5


def write_patient_report(
    path: Path | str,
    prediction: Prediction,
    arterial: PhaseImage,
    arterial_mask: Mask,
    portal: PhaseImage,
    portal_mask: Mask,
    *,
    model: Model,
    calibration: Calibration | None,
    score_map: ScoreMap | None = None,
) -> None:
    """Write :func:`patient_report` to `path`, atomically.

    Raises
    ------
    InputError
        As :func:`patient_report`, or the file cannot be written.
    """
    write_text(
        path,
        patient_report(
            prediction,
            arterial,
            arterial_mask,
            portal,
            portal_mask,
            model=model,
            calibration=calibration,
            score_map=score_map,
        ),
    )


def patient_report(
    prediction: Prediction,
    arterial: PhaseImage,
    arterial_mask: Mask,
    portal: PhaseImage,
    portal_mask: Mask,
    *,
    model: Model,
    calibration: Calibration | None,
    score_map: ScoreMap | None = None,
) -> str:
    """One HTML page without script or external reference.

    File paths, dates and patient keys of the images do not enter the page; segment names do.

    Parameters
    ----------
    prediction : Prediction
        What :func:`predict_patient` gave for these images and masks.
    arterial, portal : PhaseImage
    arterial_mask, portal_mask : Mask
        Brought onto the grid of their image where they are on another.
    model : Model
    calibration : Calibration or None
        None where the model carries its own intercept and scaling.
    score_map : ScoreMap, optional
        What `map_score` found for the prediction.

    Raises
    ------
    InputError
        The probability is no number from 0 to 1, the images or masks are not those that were scored, or a mask
        does not lie in its image, or is empty.
    """
    if not 0 <= prediction.probability <= 1:
        raise InputError(
            f"The probability {prediction.probability} is no number from 0 to 1; "
            "score the patient again before reporting."
        )
    phases = scored_phases(arterial, arterial_mask, portal, portal_mask)
    _require_scored_inputs(prediction, phases)
    answer = prediction.answer
    axial, other_planes, reading_note = picture_blocks(phases)
    body = "\n".join(
        (
            "<header><h1>Response of hepatocellular carcinoma, predicted from two-phase CT</h1>"
            f"<p>PCRPredictor · model {escape(model.name)} {escape(model.version)}</p></header>",
            '<div class="first">',
            _answer(prediction, answer, phases),
            section(
                "What was scored",
                f'<div class="pictures">{axial}</div>',
                reading_note,
            ),
            "</div>",
            _warnings(answer),
            _why(prediction, None if answer.is_second else prediction.cutoff),
            score_map_section(score_map, phases, prediction.linear_predictor),
            spread_section(prediction.contour_spread),
            section("Coronal and sagittal planes", f'<div class="pictures four">{other_planes}</div>'),
            _table(prediction, model),
            provenance_section(prediction, phases, model, calibration),
            "<footer>Research use only. Not a medical device; not for decisions on treatment.</footer>",
        )
    )
    return page(
        f"PCRPredictor: {answer.headline}",
        body,
        _simulated_parts(prediction, phases, model, calibration),
    )


def _require_scored_inputs(prediction: Prediction, phases: tuple[Phase, ...]) -> None:
    """Refuse pictures of other files than the prediction's own record names."""
    for phase in phases:
        recorded = prediction.provenance.get("inputs", {}).get(phase.name, {})
        for kind, given in (("image", phase.image.content_hash), ("mask", phase.mask.content_hash)):
            scored = recorded.get(f"{kind}_hash")
            if scored and given and scored != given:
                raise InputError(
                    f"The {phase.name} {kind} ({given[:12]}) is not the one that was scored ({scored[:12]}); "
                    "report with the files of the prediction."
                )


def _simulated_parts(
    prediction: Prediction, phases: tuple[Phase, ...], model: Model, calibration: Calibration | None
) -> str | None:
    parts = ["images"] if any(phase.image.acquisition.simulated for phase in phases) else []
    parts += ["contours"] if any(phase.mask.simulated for phase in phases) else []
    parts += ["model"] if model.simulated else []
    parts += ["calibration"] if calibration is not None and calibration.simulated else []
    if not parts and not prediction.simulated:
        return None
    return f"Made by a program: {', '.join(parts) or 'an input'}. This number says nothing about a real patient."


def _answer(prediction: Prediction, answer: Answer, phases: tuple[Phase, ...]) -> str:
    warned = len(answer.warnings)
    notice = f'<a href="#warnings">{count(warned, "warning")}: read before use</a>' if warned else "No warnings"
    scored = [(f"Scored, {phase.name}", phase.scored_region) for phase in phases]
    if prediction.contour_spread is not None:
        scored.append(("Perturbed contours", spread_in_short(prediction.contour_spread)))
    cutoff = None if answer.is_second else prediction.cutoff
    interval = None if answer.is_second else prediction.cutoff_interval
    lead = f'<p class="lead {prediction.call.replace(" ", "-")}">{_unbroken(answer.lead)}</p>'
    reasons = "".join(f"<li>{escape(reason)}</li>" for reason in answer.reasons)
    return section(
        f"{PROBABILITY_OF} (pCR)",
        lead,
        f'<ul class="reasons">{reasons}</ul>' if reasons else "",
        f'<p class="headline{" second" if answer.is_second else ""}">'
        f'<span class="number">{escape(answer.number)}</span>{_beside_number(prediction)}</p>',
        f'<p class="uncertainty">{_unbroken(answer.uncertainty)}</p>',
        _exactly(prediction.probability, cutoff),
        _unreliable(answer),
        probability_scale(prediction.probability, cutoff, interval, muted=answer.is_second),
        facts(scored),
        f'<p class="notice">{notice}</p>',
        class_="answer",
    )


def _exactly(probability: float, cutoff: float | None) -> str:
    """Both numbers on the scale 0 to 1, for whoever copies them."""
    edge = "" if cutoff is None else f", cut-off {exact(cutoff, probability_text(cutoff, probability))}"
    return f'<p class="exactly">Probability {exact(probability, probability_text(probability, cutoff))}{edge}.</p>'


def _beside_number(prediction: Prediction) -> str:
    tags = ["Research use only", *(["Simulated"] if prediction.simulated else [])]
    return "".join(f'<span class="tag">{tag}</span>' for tag in tags)


def _unbroken(sentence: str) -> str:
    """A sentence as markup whose numbers keep their percent sign."""
    return escape(sentence).replace(" %", "&nbsp;%")


def _unreliable(answer: Answer) -> str:
    if not answer.unreliable:
        return ""
    details = "".join(f"<p>{escape(detail)}</p>" for detail in answer.details)
    return (
        f'<div class="unreliable"><strong>{escape(answer.unreliable)}</strong>'
        f"<details><summary>details</summary>{details}</details></div>"
    )


def _warnings(answer: Answer) -> str:
    if not answer.warnings:
        return ""
    items = "".join(
        f'<li>{escape(message)} <span class="code">{escape(code)}</span></li>' for code, message in answer.warnings
    )
    many = " many" if len(answer.warnings) > MANY_WARNINGS else ""
    return section(f"Warnings ({len(answer.warnings)})", f"<ul>{items}</ul>", key="warnings", class_=f"warnings{many}")


def _why(prediction: Prediction, cutoff: float | None) -> str:
    chart = contribution_chart(prediction.intercept, prediction.contributions, prediction.linear_predictor, cutoff)
    told = "".join(_in_words(item) for item in strongest_first(prediction.contributions))
    return section(
        "Why this number",
        f'<div class="why"><div class="chart">{chart}</div><dl class="words">{told}</dl></div>',
        key="why",
    )


def _in_words(item: Contribution) -> str:
    words = readable(item.name, item.phase)
    does = "raises" if item.contribution >= 0 else "lowers"
    name = f' <span class="code">{escape(item.label)} {escape(item.name)}</span>'
    high = f"{words.high} " if words.high else ""
    here = f'<span class="does {does}">Here it {does} the probability.</span>'
    return f"<dt>{escape(words.name)}</dt><dd>{escape(high)}{here}{name}</dd>"


def _table(prediction: Prediction, model: Model) -> str:
    heads = ("Value", "Standardized", "Coefficient", "Contribution")
    head = "<th>Label</th><th>Feature</th>" + "".join(f'<th class="number-cell">{name}</th>' for name in heads)
    rows = "".join(
        f"<tr><td>{escape(item.label)}</td><td>{escape(readable(item.name, item.phase).name)}"
        f'<br><span class="code">{escape(item.name)}</span></td>'
        + _cell(item.value, significant(item.value))
        + _cell(item.standardized, signed(item.standardized))
        + _cell(item.coefficient, signed(item.coefficient))
        + _cell(item.contribution, signed(item.contribution))
        + "</tr>"
        for item in strongest_first(prediction.contributions)
    )
    intercept, total = prediction.intercept, prediction.linear_predictor
    drawn_in = any(feature.transform is not None for feature in model.features)
    value = "value, its tails drawn in as the model file says," if drawn_in else "value"
    foot = "".join(
        f'<tr><th colspan="5">{name}</th>{_cell(value, signed(value))}</tr>'
        for name, value in (("Intercept", intercept), ("Total score (log odds)", total))
    )
    return section(
        "The numbers",
        f'<div class="wide"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody><tfoot>{foot}</tfoot></table></div>",
        f'<p class="note">Standardized: {value} less the mean of the reference cohort, in its standard deviations. '
        "Contribution: coefficient times standardized value; the total score is the log odds of the probability.</p>",
    )


def _cell(value: float, shown: str) -> str:
    return f'<td class="number-cell">{exact(value, shown)}</td>'
