"""Between page, presenter and scene: what the user does goes in, what the presenter says comes out."""

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.presenter.job import Executor
from PCRPredictorLib.presenter.patient.prediction_presenter import PredictionPresenter
from PCRPredictorLib.presenter.patient.state import PHASES, Phase
from PCRPredictorLib.presenter.patient.windows import WINDOWS

from .browser_case import BrowserCase
from .contour_sizes import ContourSizes
from .contour_tools import ContourTools, ToolSettings
from .diameter import Diameter
from .history import History
from .linked_views import LinkedViews
from .page_messages import PageMessages
from .page_state import contour_choice, page_state
from .session import Session
from .shown_proposal import ShownProposal
from .take_away import TakeAway

QUIET_SECONDS = 0.12
DEFAULT_WINDOW = next(iter(WINDOWS.values()))


class QuietExecutor(Executor, Protocol):
    """The presenter's executor that can also wait until a burst of edits is over."""

    def when_quiet(self, seconds: float, callback: Callable[[], None]) -> None: ...


class Controller:
    """The actions of the page.

    Parameters
    ----------
    state : trame_server.state.State
        What the page shows.
    download : callable
        Called with the name of a file in the session's downloads for the browser to fetch.

    Attributes
    ----------
    active_phase : Phase
        The phase whose contour the tools edit.
    messages : PageMessages
    take_away : TakeAway
    """

    def __init__(
        self,
        state: Any,
        presenter: PredictionPresenter,
        case: BrowserCase,
        views: LinkedViews,
        tools: ContourTools,
        session: Session,
        executor: QuietExecutor,
        download: Callable[[str], None],
        messages: PageMessages,
    ) -> None:
        self.active_phase: Phase = "arterial"
        self._state = state
        self._presenter = presenter
        self._case = case
        self._views = views
        self._tools = tools
        self._diameter = Diameter(presenter)
        self._proposal = ShownProposal(presenter, case, views)
        self._history = History(tools, presenter.copy)
        self.take_away = TakeAway(presenter, case, session, download)
        self._executor = executor
        self.messages = messages
        self._gray = DEFAULT_WINDOW.width, DEFAULT_WINDOW.level
        self._sizes = ContourSizes(case)
        self._shown_contours: dict[Phase, tuple[str | None, str | None]] = dict.fromkeys(PHASES, (None, None))
        self._announced: frozenset[str] = frozenset()
        presenter.changed.connect(self.refresh)
        messages.files.changed.connect(self.refresh)
        views.moved.connect(self.show_slices)
        tools.edited.connect(self._take_edit)
        tools.stepped.connect(lambda: presenter.copy.forget_undone(self.active_phase))
        presenter.copy.changed.connect(self._show_proposal)
        presenter.inputs.changed.connect(self._show_choices)
        presenter.job.progressed.connect(self._show_progress)

    @property
    def settings(self) -> ToolSettings:
        return self._tools.settings

    @property
    def tool(self) -> str:
        """What is in hand: a line or a tool on the contour; empty for nothing."""
        return self._diameter.in_hand or self._tools.tool

    @property
    def follows_hand(self) -> bool:
        """Whether it takes whole paths of the hand."""
        return bool(self._diameter.in_hand) or self._tools.follows_hand

    def refresh(self) -> None:
        """Bring the page up to date."""
        self._diameter.lay_aside_hint()
        state = page_state(self._presenter, self._case) | {"messages": self.messages.state()}
        tools = self._tools
        state |= vars(tools.settings) | {
            "active_phase": self.active_phase,
            "tool": self.tool,
            "needs_pointing": tools.needs_pointing,
            "undo_steps": self._history.steps(self.active_phase),
            "can_redo": self._history.can_redo(self.active_phase),
            "follows_hand": self.follows_hand,
            "threshold_question": tools.question,
            "picks_range": tools.picks_range,
            "linked": self._views.linked,
        }
        state |= self._proposal.state()
        state |= self._sizes.words({phase: self._presenter.inputs.of(phase) for phase in PHASES})
        if not state["running"]:
            state |= {"progress": 0, "progress_text": ""}
        # Show the tab of what has just come; afterwards the user's own choice stays.
        for tab, has_come in (("result", state["result"] is not None), ("case", bool(state["proposal"]))):
            if has_come and tab not in self._announced:
                state["side_tab"] = tab
            self._announced = self._announced | {tab} if has_come else self._announced - {tab}
        self._send(state)

    def show_slices(self) -> None:
        self._send(self._proposal.dashed() | {"frames_differ": self._views.frames_differ})
        for phase in PHASES:
            number, count = self._views.slice_number(phase)
            self._send({f"{phase}_slice": number, f"{phase}_slices": count})
            self._send({f"{phase}_place": self._views.place(phase), f"{phase}_ruler": self._views.ruler(phase)})

    def choose_volume(self, phase: Phase, volume: str | None) -> None:
        self._presenter.inputs.choose_volume(phase, volume)

    def confirm_volume(self, phase: Phase) -> None:
        self._presenter.confirm_inputs(phase)

    def confirm_phases(self) -> None:
        self._presenter.confirm_phases()

    def choose_contour(self, phase: Phase, value: str | None) -> None:
        self._presenter.inputs.choose_contour(phase, *contour_choice(value))

    def new_contour(self, phase: Phase) -> None:
        """Begin an empty contour on a phase and turn to it."""
        volume = self._presenter.inputs.of(phase).volume
        if volume is None:
            self._presenter.messages.error(InputError("Choose the volume of this phase before drawing on it."))
            return
        self.active_phase = phase
        self._presenter.inputs.choose_contour(phase, *self._case.add_empty_contour(volume))

    def turn_to(self, phase: Phase) -> None:
        """Edit the contour of this phase from now on."""
        self.active_phase = phase
        self._edit_active()
        self.refresh()

    def choose_tool(self, tool: str) -> None:
        """Take a tool, or put it away where it is in hand; a phase without a contour gets an empty one."""
        if self.tool == tool:
            tool = ""
        if self._diameter.take(tool):
            self.active_phase = self._diameter.phase or self.active_phase
            self._edit_active()
            tool = ""
        elif tool and not self._presenter.inputs.of(self.active_phase).complete:
            self.new_contour(self.active_phase)
        self._tools.choose(tool)
        self.refresh()

    def draw_along(self, phase: Phase, path: np.ndarray) -> None:
        """Do along a path in a view's pixels what is in hand."""
        if self._diameter.in_hand:
            if self._diameter.phase not in (None, phase):
                return
            self.turn_to(phase)
            self._diameter.draw(phase, path, self._views.view_node(phase))
        elif phase == self.active_phase:
            self._tools.follow(path, self._views.slice_step(phase))
        self.refresh()

    def change_setting(self, name: str, value: Any) -> None:
        self._tools.change(**{name: value})
        self.refresh()

    def apply_tool(self, is_confirmed: bool = False) -> None:
        self._tools.apply(is_confirmed)
        self.refresh()

    def forget_question(self) -> None:
        self._tools.forget_question()
        self.refresh()

    def propose_range(self) -> None:
        self._tools.propose_range()
        self.refresh()

    def pick_range(self, is_next: bool) -> None:
        self._tools.pick_range(is_next)
        self.refresh()

    def undo_steps(self, count: int) -> None:
        """Undo the latest steps."""
        for _ in range(int(count)):
            self.undo()

    def undo(self) -> None:
        self._history.undo(self.active_phase)
        self.refresh()

    def redo(self) -> None:
        self._history.redo(self.active_phase)
        self.refresh()

    def copy_contour(self) -> None:
        """Propose the active phase's contour for the other phase."""
        self.choose_tool("")
        self._presenter.propose_copy(self.active_phase)

    def accept_copy(self) -> None:
        self._presenter.copy.accept()

    def undo_copy(self) -> None:
        self._presenter.copy.undo()

    def choose_model(self, name: str | None) -> None:
        self._presenter.choose_model(name)

    def choose_calibration(self, name: str | None) -> None:
        self._presenter.choose_calibration(name)

    def set_clinical(self, name: str, text: str | None) -> None:
        """Take over a clinical value as it was typed; an empty one is cleared."""
        try:
            self._presenter.set_clinical(name, float(text) if text not in (None, "") else None)
        except ValueError:
            self._presenter.messages.error(InputError(f"The clinical value '{name}' is '{text}'; enter a number."))

    def set_live(self, enabled: bool) -> None:
        self._presenter.set_live(enabled)

    def predict(self) -> None:
        """Start a prediction and turn to where its result will stand."""
        self._presenter.predict()
        if self._presenter.job.running:
            self._send({"side_tab": "result"})

    def measure_stability(self) -> None:
        self._presenter.measure_stability()

    def map_score(self) -> None:
        self._presenter.map_score()

    def cancel(self) -> None:
        self._presenter.cancel()

    def set_window(self, name: str) -> None:
        """Look at both phases through a window of the presenter's."""
        if name in WINDOWS:
            self._show_window(name, *vars(WINDOWS[name]).values())

    def look_through(self, width: float, level: float) -> None:
        """Look at both phases through a window of one's own."""
        self._show_window("", width, level)

    def _show_window(self, name: str, width: float, level: float) -> None:
        self._gray = width, level
        self._views.look_through(width, level)
        self._send({"gray_window": name, "window_text": f"W {width:.0f}  L {level:.0f}"})

    def set_linked(self, linked: bool) -> None:
        self._views.linked = linked
        self.refresh()

    def turn_views(self, orientation: str) -> None:
        """Look from another side, at the contours where there are some."""
        self._views.set_orientation(orientation)
        for phase, contour in self._shown_contours.items():
            self._center_on(phase, *contour)

    def reset_views(self) -> None:
        self._views.reset()

    def show_slice(self, phase: Phase, number: int) -> None:
        if number != self._views.slice_number(phase)[0]:
            self._views.show_slice(phase, number)

    def _send(self, values: dict[str, Any]) -> None:
        # Much is called from VTK's events, where nobody else sends what was changed.
        with self._state:
            self._state.update(values)

    def _take_edit(self) -> None:
        """A contour may have changed; answered once the burst of changes is over."""
        self._executor.when_quiet(QUIET_SECONDS, self._finish_edit)

    def _finish_edit(self) -> None:
        self._presenter.edit_finished()
        self.refresh()

    def _show_progress(self, fraction: float, text: str) -> None:
        self._send({"progress": round(100 * fraction), "progress_text": text})

    def _show_choices(self) -> None:
        """Show and edit what is chosen now."""
        chosen = {phase: self._presenter.inputs.of(phase) for phase in PHASES}
        for phase, choice in chosen.items():
            if choice.volume != self._views.volume_id(phase):
                self._views.show_volume(phase, choice.volume)
                self._views.look_through(*self._gray)
        if not any(choice.volume for choice in chosen.values()):
            self._diameter.take("")
        self._views.show_contours({phase: choice.segmentation for phase, choice in chosen.items()})
        for phase, choice in chosen.items():
            contour = (choice.segmentation, choice.segment)
            if contour != self._shown_contours[phase]:
                self._shown_contours[phase] = contour
                # Where a line was drawn one looks already at what is proposed from it.
                if phase != self._proposal.grown_phase or phase != self._diameter.drawn_on:
                    self._center_on(phase, *contour)
        self._edit_active()
        self.show_slices()

    def _center_on(self, phase: Phase, segmentation: str | None, segment: str | None) -> None:
        """Show the middle of a contour that was just chosen; an empty one has none."""
        if segmentation is None or segment is None:
            return
        center = self._case.node(segmentation).GetSegmentCenterRAS(segment)
        if center is not None:
            self._views.jump_to(phase, center)

    def _show_proposal(self) -> None:
        """Color a proposal and turn to its phase, unless something is in hand for the other."""
        self._proposal.style()
        if self._proposal.phase is not None and not self.tool:
            self.active_phase = self._proposal.phase
            self._edit_active()
            self.refresh()
        self._send(self._proposal.dashed())

    def _edit_active(self) -> None:
        choice = self._presenter.inputs.of(self.active_phase)
        if choice.volume is None or choice.segmentation is None or choice.segment is None:
            self._tools.release()
            return
        self._tools.edit(
            self.active_phase,
            self._case.node(choice.segmentation),
            choice.segment,
            self._case.node(choice.volume),
            self._views.view_node(self.active_phase),
        )
