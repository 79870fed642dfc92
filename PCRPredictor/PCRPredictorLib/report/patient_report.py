"""The report on one patient: a self-contained page that is understood in five seconds."""

from html import escape
from pathlib import Path

from ..errors import InputError
from ..files import write_text
from ..imaging import Mask, PhaseImage
from ..imaging.orientation import to_lps
from ..imaging.resampling import onto_grid
from ..models.calibration_file import Calibration
from ..models.call import OUTSIDE, POSITIVE
from ..models.model_file import Model
from ..models.scoring import Prediction
from ..models.sentences import OUTSIDE_HEADLINE, calls_nothing
from .contour_spread import spread_in_short, spread_section
from .contributions import contribution_chart, strongest_first
from .page import exact, facts, page, section
from .pictures import Phase, picture_blocks
from .provenance import provenance_section
from .scale import probability_scale
from .wording import count, percent, probability_text, signed, significant

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
) -> None:
    """Write :func:`patient_report` to `path`, atomically.

    Raises
    ------
    InputError
        As :func:`patient_report`, or the file cannot be written.
    """
    write_text(
        path,
        patient_report(prediction, arterial, arterial_mask, portal, portal_mask, model=model, calibration=calibration),
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
    phases = (_phase("arterial", arterial, arterial_mask), _phase("portal", portal, portal_mask))
    _require_scored_inputs(prediction, phases)
    axial, other_planes, reading_note = picture_blocks(phases)
    body = "\n".join(
        (
            "<header><h1>Response of hepatocellular carcinoma, predicted from two-phase CT</h1>"
            f"<p>PCRPredictor · model {escape(model.name)} {escape(model.version)}</p></header>",
            '<div class="first">',
            _answer(prediction, phases, "model" if calibration is None else "calibration"),
            section(
                "What was scored",
                f'<div class="pictures">{axial}</div>',
                reading_note,
            ),
            "</div>",
            _warnings(prediction),
            _chart(prediction),
            spread_section(prediction.contour_spread),
            section("Coronal and sagittal planes", f'<div class="pictures four">{other_planes}</div>'),
            _table(prediction),
            provenance_section(prediction, phases, model, calibration),
            "<footer>Research use only. Not a medical device; not for decisions on treatment.</footer>",
        )
    )
    return page(
        f"PCRPredictor: {percent(prediction.probability)} probability of pathological complete response",
        body,
        _simulated_parts(prediction, phases, model, calibration),
    )


def _phase(name: str, image: PhaseImage, mask: Mask) -> Phase:
    image = to_lps(image)
    moved, _ = onto_grid(mask, image)
    if not moved.array.any():
        raise InputError(f"The {name} mask is empty; draw the lesion, or choose another segment.")
    return Phase(name, image, moved)


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


def _answer(prediction: Prediction, phases: tuple[Phase, ...], scale_of: str) -> str:
    probability, cutoff = prediction.probability, prediction.cutoff
    warned = len(prediction.warnings)
    notice = f'<a href="#warnings">{count(warned, "warning")}: read before use</a>' if warned else "No warnings"
    scored = [(f"Scored, {phase.name}", phase.scored_region) for phase in phases]
    if prediction.contour_spread is not None:
        scored.append(("Perturbed contours", spread_in_short(prediction.contour_spread)))
    number = (
        f'<p class="headline"><span class="number">{exact(probability, percent(probability))}</span>'
        '<span class="research">Research use only</span></p>'
    )
    words = _class_in_words(prediction, scale_of)
    return section(
        "Probability of pathological complete response (pCR)",
        *((words, number) if prediction.call == OUTSIDE else (number, words)),
        probability_scale(probability, cutoff),
        facts(scored),
        f'<p class="notice">{notice}</p>',
        class_="answer",
    )


def _class_in_words(prediction: Prediction, scale_of: str) -> str:
    probability, cutoff = prediction.probability, prediction.cutoff
    if prediction.call == OUTSIDE:
        reasons = " ".join(escape(reason) for reason in prediction.domain.reasons)
        return f'<p class="class">{OUTSIDE_HEADLINE}</p><p class="reason">{reasons}</p>'
    if cutoff is not None and prediction.predicted_class is None:
        said = calls_nothing(prediction.call)
        return f'<p class="class">{escape(prediction.call.capitalize())}</p><p class="reason">{said}</p>'
    if cutoff is None or prediction.predicted_class is None:
        return (
            f'<p class="class">No class: this {scale_of} has no <span class="nowrap">cut-off</span></p>'
            f'<p class="reason">Probability {escape(probability_text(probability))}. '
            "A class needs a cut-off found from outcomes on this scale.</p>"
        )
    positive = prediction.predicted_class == POSITIVE
    side = "at or above" if probability >= cutoff else "below"
    return (
        f'<p class="class {"positive" if positive else "negative"}">'
        f"Complete response {'likely' if positive else 'unlikely'}"
        f' <span class="nowrap">({escape(prediction.predicted_class)})</span></p>'
        f'<p class="reason">Probability {escape(probability_text(probability, cutoff))} is {side} the cut-off '
        f"{exact(cutoff, probability_text(cutoff, probability))}.</p>"
    )


def _warnings(prediction: Prediction) -> str:
    if not prediction.warnings:
        return ""
    items = "".join(
        f'<li>{escape(notice.message)} <span class="code">{escape(notice.code)}</span></li>'
        for notice in prediction.warnings
    )
    many = " many" if len(prediction.warnings) > MANY_WARNINGS else ""
    return section(
        f"Warnings ({len(prediction.warnings)})", f"<ul>{items}</ul>", key="warnings", class_=f"warnings{many}"
    )


def _chart(prediction: Prediction) -> str:
    return section(
        "Why this number: from the intercept, feature by feature, to the total score",
        '<div class="wide">'
        + contribution_chart(
            prediction.intercept, prediction.contributions, prediction.linear_predictor, prediction.cutoff
        )
        + "</div>",
        '<p class="note"><span class="key"></span>raises the probability'
        '<span class="key lowers"></span>lowers it. Each bar begins where the one above ends; '
        "the total score is the log odds of the probability.</p>",
    )


def _table(prediction: Prediction) -> str:
    heads = ("Value", "Standardized", "Coefficient", "Contribution")
    head = "<th>Label</th><th>Feature</th>" + "".join(f'<th class="number-cell">{name}</th>' for name in heads)
    rows = "".join(
        f"<tr><td>{escape(item.label)}</td><td>{escape(item.name)}</td>"
        + _cell(item.value, significant(item.value))
        + _cell(item.standardized, signed(item.standardized))
        + _cell(item.coefficient, signed(item.coefficient))
        + _cell(item.contribution, signed(item.contribution))
        + "</tr>"
        for item in strongest_first(prediction.contributions)
    )
    intercept, total = prediction.intercept, prediction.linear_predictor
    foot = "".join(
        f'<tr><th colspan="5">{name}</th>{_cell(value, signed(value))}</tr>'
        for name, value in (("Intercept", intercept), ("Total score (log odds)", total))
    )
    return section(
        "Features",
        f'<div class="wide"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody><tfoot>{foot}</tfoot></table></div>",
        '<p class="note">Standardized: value less the mean of the reference cohort, in its standard deviations. '
        "Contribution: coefficient times standardized value.</p>",
    )


def _cell(value: float, shown: str) -> str:
    return f'<td class="number-cell">{exact(value, shown)}</td>'
