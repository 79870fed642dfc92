"""The main job of every interactive door: choose, predict, see why, keep it, take it away."""

import math
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from ...errors import InputError
from ...imaging.growing import Grow
from ...imaging.lesion_hints import HintKind
from ...imaging.lesion_line import LesionLine, Stroke
from ...models.perturbed_prediction import with_contour_spread
from ...texts import tr as _
from ..cohort.calibration_making import CalibrationRequest, make_calibration
from ..job import Executor, Job, Progress
from ..messages import Messages
from ..signal import Signal
from .case_source import CaseSource
from .contour_copy import ContourCopy, Registrar
from .contour_proposals import ContourProposals
from .current_case import CurrentCase, whole_fingerprint
from .export import Export, ScoredCase, export_prediction, export_report
from .inputs import Inputs
from .known_features import remembering_prediction
from .live import Decision, LiveRescoring
from .model_choice import ModelChoice, ModelLibrary, ShippedModels
from .passing_errors import PassingErrors
from .phase_check import PhaseConfirmation
from .readiness import Readiness, readiness, refuse
from .registration import align
from .result import LatestView, ResultView, check_saved
from .rework import Rework, with_score_map, with_spread
from .state import Choices, Phase, checked_clinical, choices_from_json
from .tasks import extracting, reading, reporting, scoring


class PredictionPresenter:
    """Holds the state of one session and decides; the door draws it after each `changed`.

    Parameters
    ----------
    source : CaseSource
        Where volumes and contours live.
    executor : Executor
        How work runs beside the user interface.
    library : ModelLibrary, optional
        Where models come from.
    predict : callable, optional
        ``models.patient.predict_patient`` or a stand-in.
    registrar : Registrar, optional
        ``registration.align`` or a stand-in.
    perturb : callable, optional
        ``models.perturbed_prediction.with_contour_spread`` or a stand-in.

    Attributes
    ----------
    changed : Signal
        Emitted without values whenever anything that is shown may have changed.
    phases : PhaseConfirmation
        What speaks against the chosen phases, and whether the user has confirmed them.
    features_ready : Signal
        Emitted with the CaseFeatures that `extract_features` asked for.
    """

    def __init__(
        self,
        source: CaseSource,
        executor: Executor,
        library: ModelLibrary | None = None,
        predict: Callable[..., Any] | None = None,
        registrar: Registrar = align,
        perturb: Callable[..., Any] = with_contour_spread,
    ) -> None:
        self._predict = predict or remembering_prediction()
        self._perturb = perturb
        self._clinical: dict[str, float] = {}
        self._prediction: Mapping[str, Any] | None = None
        self._view = LatestView()
        self._fingerprint: str | None = None
        self._scored: ScoredCase | None = None
        self.inputs = Inputs(source)
        self.phases = PhaseConfirmation(source, self.inputs)
        self.model = ModelChoice(library or ShippedModels())
        self.messages = Messages()
        self.job = Job(executor)
        self._ask = executor.ask_main
        self._reading = Job(executor)
        self._errors = PassingErrors(self.messages, lambda: self.choices, self.job)
        self.live = LiveRescoring()
        self.copy = ContourCopy(source, self.inputs)
        self.changed = Signal()
        self.features_ready = Signal()
        self._case = CurrentCase(source)
        self.proposals = ContourProposals(
            *(self._case, self.inputs, self.copy, self.job, self._ask, registrar),
            choices=lambda: self.choices,
            readiness=lambda: self.readiness,
        )
        self._asked, self._stale = self.inputs.unconfirmed, False
        self._contour_reasons: Mapping[Phase, str] = {}
        self.job.finished.connect(self._deliver)
        self.job.failed.connect(lambda error: self._deliver(partial(self.messages.error, error)))
        self.job.cancelled.connect(self.live.computation_cancelled)
        self._reading.finished.connect(lambda _result: self.check_staleness())
        self._reading.failed.connect(lambda _error: self.changed.emit())
        for signal in (self.inputs.changed, self.model.changed):
            signal.connect(self.check_staleness)
        self.copy.changed.connect(self.edit_finished)
        self.copy.changed.connect(lambda: self._guarded(self.proposals.carry_accepted_line))
        for signal in (self.messages.changed, self.job.started, self.job.cancelled):
            signal.connect(self.changed.emit)

    @property
    def choices(self) -> Choices:
        return Choices(
            arterial=self.inputs.of("arterial"),
            portal=self.inputs.of("portal"),
            model=self.model.name,
            calibration=self.model.calibration_path,
            clinical=dict(self._clinical),
            live=self.live.enabled,
        )

    @property
    def readiness(self) -> Readiness:
        """What is enabled, and the reason beside what is not."""
        return self._readiness(running=self.job.running)

    @property
    def result(self) -> ResultView | None:
        return None if self._prediction is None else self._view.of(self._prediction)

    @property
    def mapped(self) -> ScoredCase | None:
        """What was scored, with the map of its score, where there is one that is not out of date."""
        return self._scored if self._scored and self._scored.score_map and not self._stale else None

    @property
    def is_stale(self) -> bool:
        """Whether a result is shown that no longer belongs to the present volumes, contours and model."""
        return self._stale

    @property
    def is_reading(self) -> bool:
        """Whether volumes are being read to tell if the result still belongs to them; until then it is stale."""
        return self._reading.running

    def choose_model(self, name_or_path: str | None) -> bool:
        """Take a model; False, and a message, where it cannot be loaded."""
        return self._guarded(lambda: self.model.choose_model(name_or_path))

    def choose_calibration(self, path: str | None) -> bool:
        """Take a calibration; False, and a message, where it cannot be loaded."""
        return self._guarded(lambda: self.model.choose_calibration(path))

    def set_clinical(self, name: str, value: float | None) -> None:
        """Enter a clinical value, or clear it with None."""
        if value is not None and not math.isfinite(value):
            said = _("The clinical value '{name}' is {value}; enter a finite number.")
            self.messages.error(InputError(said.format(name=name, value=value)))
            return
        self._clinical.pop(name, None)
        if value is not None:
            self._clinical[name] = value
        self.check_staleness()

    def set_live(self, enabled: bool) -> None:
        """Switch live scoring; switching it on scores at once what is stale or was never scored."""
        self.live.enabled = enabled
        self._asked = self.inputs.unconfirmed
        self._after_edit()
        self.changed.emit()

    def edit_finished(self) -> None:
        """A contour or volume was changed: the result may be stale, and live scoring may answer."""
        self.check_staleness()
        self._after_edit()

    def scene_changed(self) -> None:
        """Volumes or segmentations came, went or were renamed."""
        self.inputs.refresh()
        self.copy.refresh()
        self.check_staleness()

    def check_staleness(self) -> None:
        """Compare contours and result with what is there now."""
        self._errors.look()
        self._contour_reasons = self._case.contour_reasons(self.choices)
        self.phases.refresh()
        self._stale = self._prediction is not None and not self._is_current()
        if self._stale and not self._reading.running and self._case.is_unread(self.choices):
            self._reading.start(reading(self._case, self.choices, self._ask))
        self.changed.emit()

    def confirm_inputs(self, phase: Phase) -> None:
        """Take the user's word for a guessed volume and a proposed contour; live scoring may answer."""
        self.inputs.confirm(phase)
        self._after_edit()

    def confirm_phases(self) -> None:
        """Take the user's word that the phases are right, whatever speaks against it; live scoring may answer."""
        self.phases.confirm()
        self._after_edit()
        self.changed.emit()

    def predict(self) -> None:
        """Start a prediction of what is there now, as the user asks; a refusal becomes a message."""
        self._asked = self.inputs.unconfirmed
        self._guarded(self._start_prediction)

    def propose_copy(self, source_phase: Phase) -> None:
        """Start carrying the contour of one phase to the other; the proposal is then shown in the scene."""
        self._guarded(partial(self.proposals.copy, source_phase))

    def propose_from_line(self, phase: Phase, line: LesionLine, grow: Grow) -> None:
        """Start growing the lesion of a phase from its longest diameter; the proposal is then shown in the scene."""
        self._guarded(partial(self.proposals.from_line, phase, line, grow))

    def correct_proposal(self, kind: HintKind, stroke: Stroke) -> None:
        """Start growing the undecided proposal anew, with a second line or a stroke."""
        self._guarded(partial(self.proposals.correct, kind, stroke))

    def extract_features(self) -> None:
        """Start extracting all features of both phases; `features_ready` hands them over."""

        def start() -> None:
            refuse(self.readiness.extract)
            extract = extracting(self._case, self.choices, self._ask, self.model.image_feature_set)
            self.job.start(lambda report: partial(self.features_ready.emit, extract(report)))

        self._guarded(start)

    def make_calibration(self, request: CalibrationRequest) -> None:
        """Start calibrating the chosen model on a cohort; the calibration is then written and chosen."""
        model = self.model.model
        if model is None or self.job.running or request.problem:
            self.messages.error(InputError(request.problem or _("Choose a model, and let no computation run.")))
            return

        def task(report: Progress) -> Callable[[], None]:
            report(0.1, _("Calibrating on the reference cohort"))
            return partial(self.model.choose_calibration, make_calibration(model, request))

        self.job.start(task)

    def measure_stability(self) -> None:
        """Start scoring contours drawn a little differently; the result shown then carries their spread."""
        self._rework(with_spread(self._perturb))

    def map_score(self) -> None:
        """Start finding which parts of the lesion move the score; `mapped` then holds them."""
        self._rework(with_score_map)

    def _rework(self, work: Rework) -> None:
        self.check_staleness()
        reason = self.readiness.stability
        if reason is not None or self._scored is None:
            self.messages.error(InputError(str(reason)))  # without images there is always a reason
            return
        scored, fingerprint = self._scored, self._fingerprint
        self.job.start(lambda report: partial(self._take_prediction, work(scored, report), fingerprint))

    def cancel(self) -> None:
        self.job.cancel()

    def let_go(self) -> None:
        """Stop whatever reads the scene: it closes."""
        self.job.cancel()
        self._reading.cancel()
        self._case.forget()

    def save_prediction(self, path: Path | str) -> bool:
        """Write ``prediction.json``; False, and a message, where that is refused."""
        return self._guarded(lambda: export_prediction(self._fresh_prediction(), path))

    def save_report(self, path: Path | str, saved: Callable[[], None], export: Export = export_report) -> None:
        """Start writing the report, as PDF where the name ends so, or what `export` writes; `saved` is called then.

        A refusal becomes a message.
        """

        def start() -> None:
            self._fresh_prediction()
            if self._scored is None:
                raise InputError(str(self.readiness.report))
            self.job.start(reporting(self._scored, path, saved, export))

        self._guarded(start)

    def as_json(self) -> dict[str, Any]:
        """Choices and result, to be kept with the scene."""
        return {
            "choices": self.choices.as_json(),
            "prediction": None if self._prediction is None else dict(self._prediction),
            "fingerprint": self._fingerprint,
        }

    def restore(self, content: Any) -> bool:
        """Take over what `as_json` gave, in place of all there was; False, and messages, where part is dropped."""
        self.copy.forget()
        self.phases.forget()
        self._asked = frozenset()
        self.messages.error(*self._take_over(content))
        self._errors.keep()
        self.check_staleness()
        return not self.messages.shown

    def _take_over(self, content: Any) -> list[InputError]:
        self._prediction = self._fingerprint = self._scored = None
        try:
            if not isinstance(content, Mapping) or content.keys() != self.as_json().keys():
                raise InputError(_("The saved session cannot be read; choose volumes, contours and model again."))
            choices = choices_from_json(content["choices"])
        except InputError as error:
            return [error]
        self.live.enabled = choices.live
        self.inputs.restore(choices.arterial, choices.portal)
        problems = self.model.restore(choices.model, choices.calibration)
        try:
            self._clinical = {}
            self._clinical = checked_clinical(choices.clinical)
            if content["prediction"] is not None:
                check_saved(content["prediction"])
            self._prediction, self._fingerprint = content["prediction"], content["fingerprint"]
        except InputError as error:
            problems.append(error)
        return problems

    def _readiness(self, *, running: bool) -> Readiness:
        return readiness(
            self.choices,
            model_reason=self.model.reason,
            clinical_needed=self.model.clinical_needed,
            contour_reasons=self._contour_reasons,
            copy_is_undecided=self.copy.is_undecided,
            phases_reason=self.phases.reason,
            has_result=self._prediction is not None,
            has_images=self._scored is not None,
            result_is_stale=self._stale,
            comparing=self._stale and self._reading.running,
            running=running,
        )

    def _start_prediction(self) -> None:
        refuse(self.readiness.predict)
        model = self.model.model
        assert model is not None, "readiness asks for one"
        score = scoring(
            *(self._case, self.choices, self._ask, self._predict, model, self.model.calibration),
            {name: self._clinical[name] for name in self.model.clinical_needed},
            self.copy.with_origin,
            confirmed=self.phases.is_confirmed,
            contradictions=self.phases.check.contradictions,
        )
        self.job.start(lambda report: partial(self._take_prediction, *score(report)))

    def _deliver(self, delivery: Callable[[], None]) -> None:
        """Every task ends in what remains to be done on the user interface's thread."""
        self._guarded(delivery)
        self.changed.emit()
        self._answer_live(self.live.computation_ended)

    def _take_prediction(self, scored: ScoredCase, fingerprint: str | None) -> None:
        self._scored, self._fingerprint = scored, fingerprint
        self._prediction = scored.prediction.as_json()
        self.messages.warnings(scored.prediction.warnings)
        self.check_staleness()

    def _after_edit(self) -> None:
        self._answer_live(partial(self.live.edit_finished, running=self.job.running))

    def _answer_live(self, decide: Callable[..., Decision]) -> None:
        """Score by itself where that is due; never what the program guessed since the user asked last."""
        ready = self.inputs.unconfirmed <= self._asked and self._readiness(running=False).predict is None
        if decide(ready=ready, stale=self._stale or self._prediction is None) is Decision.START:
            self._guarded(self._start_prediction)

    def _fresh_prediction(self) -> Mapping[str, Any]:
        # Asked again: an edit a moment ago may not have been noticed yet.
        self.check_staleness()
        refuse(self.readiness.export)
        assert self._prediction is not None
        return self._prediction

    def _is_current(self) -> bool:
        asked = {name: self._clinical.get(name) for name in self.model.clinical_needed}
        current = whole_fingerprint(self._case.parts(self.choices), self.model.model, self.model.calibration, asked)
        return current is not None and current == self._fingerprint

    def _guarded(self, action: Callable[[], None]) -> bool:
        """Do it, or show the one sentence that says why not."""
        try:
            action()
        except InputError as error:
            self.messages.error(error)
            return False
        return True
