"""What is computed beside the user interface, on contours as they were when it was started."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from ...imaging import Mask, PhaseImage
from ...imaging.contour_proposal import ContourProposal, propose_contour
from ...imaging.growing import Grow
from ...imaging.lesion_hints import LesionHints
from ...imaging.lesion_line import LesionLine
from ...imaging.pairing import Contradiction
from ...models.calibration_file import Calibration
from ...models.model_file import Model
from ...texts import tr as _
from ..job import Progress
from .all_features import CaseFeatures, extract_case
from .contour_copy import Proposal, Registrar, propose
from .current_case import Ask, CurrentCase, whole_fingerprint
from .export import Export, ScoredCase, export_report
from .line_proposal import moved, moved_hints
from .state import PHASES, Choices, Phase, PhaseChoice, other_phase

WithOrigin = Callable[[PhaseChoice, PhaseImage, Mask], Mask]
READING = _("Reading the volumes")
GROWING = _("Growing the lesion")


def scoring(
    case: CurrentCase,
    choices: Choices,
    ask: Ask,
    predict: Callable[..., Any],
    model: Model,
    calibration: Calibration | None,
    clinical: Mapping[str, float],
    with_origin: WithOrigin,
    *,
    confirmed: bool,
    contradictions: tuple[Contradiction, ...],
) -> Callable[[Progress], tuple[ScoredCase, str | None]]:
    """Score the chosen case; the task gives what was scored, and its fingerprint."""
    read = case.reader(choices)

    def task(report: Progress) -> tuple[ScoredCase, str | None]:
        content = read(ask, partial(report, 0.02, READING))
        report(0.05, _("Computing the features and the probability"))
        phases = {
            phase: (image, with_origin(choices.of(phase), image, mask))
            for phase, (image, mask) in content.phases.items()
        }
        prediction = predict(
            *phases["arterial"],
            *phases["portal"],
            model,
            calibration=calibration,
            clinical=clinical,
            confirmed_phases=confirmed,
            contradictions=contradictions,
        )
        report(1.0, _("Done"))
        scored = ScoredCase(prediction, phases, model, calibration)
        return scored, whole_fingerprint(content.parts, model, calibration, clinical)

    return task


def copying(
    case: CurrentCase, choices: Choices, ask: Ask, source_phase: Phase, registrar: Registrar
) -> Callable[[Progress], Proposal]:
    """Carry the contour of one phase to the other."""
    source, target = choices.of(source_phase), choices.of(other_phase(source_phase))
    mask = case.mask(source)

    def task(report: Progress) -> Proposal:
        between = partial(report, 0.05, READING)
        images = [case.image(choice, ask, between) for choice in (source, target)]
        return propose(images[0], mask, images[1], source_phase, report, registrar=registrar)

    return task


def growing(
    case: CurrentCase, choices: Choices, ask: Ask, phase: Phase, line: LesionLine, grow: Grow, hints: LesionHints
) -> Callable[[Progress], ContourProposal]:
    """Grow the lesion of one phase from its longest diameter."""
    choice = choices.of(phase)

    def task(report: Progress) -> ContourProposal:
        image = case.image(choice, ask, partial(report, 0.05, READING))
        report(0.5, GROWING)
        return propose_contour(image, line, grow, hints)

    return task


def carrying_line(
    case: CurrentCase,
    choices: Choices,
    ask: Ask,
    source_phase: Phase,
    line: LesionLine,
    hints: LesionHints,
    mask: Mask,
    grow: Grow,
    registrar: Registrar,
) -> Callable[[Progress], tuple[LesionLine, ContourProposal, LesionHints]]:
    """Carry a line to the other phase by the neighborhood of its contour, and grow the lesion there."""
    source, target = choices.of(source_phase), choices.of(other_phase(source_phase))

    def task(report: Progress) -> tuple[LesionLine, ContourProposal, LesionHints]:
        between = partial(report, 0.05, READING)
        images = [case.image(choice, ask, between) for choice in (source, target)]
        alignment = registrar(images[0], mask, images[1], report)
        carried, also = moved(line, alignment), moved_hints(hints, alignment)
        report(0.9, GROWING)
        return carried, propose_contour(images[1], carried, grow, also), also

    return task


def extracting(case: CurrentCase, choices: Choices, ask: Ask, feature_set: str) -> Callable[[Progress], CaseFeatures]:
    """Extract all features of both phases."""
    read = case.reader(choices)
    return lambda report: extract_case(read(ask, partial(report, 0.0, READING)).phases, feature_set, report)


def reporting(
    scored: ScoredCase, path: Path | str, saved: Callable[[], None], export: Export = export_report
) -> Callable[[Progress], Callable[[], None]]:
    """Write the report; the task gives what remains to be done then."""

    def task(report: Progress) -> Callable[[], None]:
        report(0.1, _("Writing the report"))
        export(scored, path)
        return saved

    return task


def reading(case: CurrentCase, choices: Choices, ask: Ask) -> Callable[[Progress], None]:
    """Read the chosen volumes, to know their fingerprints."""

    def task(report: Progress) -> None:
        for phase in PHASES:
            case.image(choices.of(phase), ask, partial(report, 0.0, READING))

    return task
