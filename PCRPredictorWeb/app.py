"""Start the browser door: `pcr-predictor app`."""

import asyncio
import base64
import contextlib
import os
import signal
import socket
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from PCRPredictorLib.errors import InputError
from PCRPredictorLib.presenter.messages import message_from_error
from PCRPredictorLib.presenter.patient.prediction_presenter import PredictionPresenter
from PCRPredictorLib.presenter.patient.state import PHASES, Phase
from PCRPredictorLib.presenter.patient.windows import WINDOWS
from PCRPredictorLib.resources import resource_folder
from trame.app import get_server
from trame_slicer.core import SlicerApp
from vtkmodules.vtkCommonCore import vtkObject

from .browser_case import BrowserCase
from .case_keeper import CaseKeeper
from .case_opener import CaseOpener
from .compression import compress_text
from .contour_tools import ContourTools, ToolSettings
from .controller import Controller
from .front_page import add_front_page
from .gestures import Gestures
from .guard import LOOPBACK, guard, hide_server_version
from .launch import launch, write_redirect
from .left_case import LeftCases
from .linked_views import LinkedViews
from .loop_executor import LoopExecutor
from .new_case import clear_case, has_case
from .one_tab import OneTab
from .open_questions import OpenQuestions
from .page_messages import PageMessages
from .panels.page import draw_page
from .panels.view_overlay import draw_view_overlay
from .quiet_sockets import QuietSockets
from .routes import Routes
from .session import LeftCase, Session, sweep_dead_sessions
from .slow_clients import SlowClients

USUAL_PORT = 8080
# A browser that has to start first may need long; the page with the token is deleted then.
LAUNCH_SECONDS = 60
# How long work that was given up may take to notice it; containers are killed after ten seconds.
LAST_WAIT_SECONDS = 8.0
SERVE = Path(__file__).with_name("serve")
SERVED_AS = "__pcr_predictor"
SCRIPTS = ("access.js", "pcr-predictor.js", "uploads.js", "hand.js")
FIRST_SCRIPTS = ("connection.js",)


class BrowserApp:
    """One user's page with its scene, presenter and files.

    Parameters
    ----------
    session : Session
    name : str
        Tells several servers in one process apart.
    left : sequence of LeftCase
        Cases of programs that were killed, to be offered.
    """

    def __init__(self, session: Session, name: str = "pcr-predictor", left: Sequence[LeftCase] = ()) -> None:
        self.server: Any = get_server(name, client_type="vue3")
        self.server.enable_module(
            {
                "serve": {SERVED_AS: str(SERVE)},
                "scripts": [f"{SERVED_AS}/{name}" for name in SCRIPTS],
                "styles": [f"{SERVED_AS}/icons.css"],
            }
        )
        self.server.state.update(_first_state())
        self.server.state.client_only("upload")
        # Kept, since it keeps the logics that the scene's nodes need.
        self._slicer_app = slicer_app = SlicerApp()
        self.case = BrowserCase(slicer_app.scene)
        self.executor = LoopExecutor(lambda: self.server.state)
        self._beside = ThreadPoolExecutor(thread_name_prefix="PCRPredictor files")
        self.presenter = PredictionPresenter(self.case, self.executor)
        messages = PageMessages(self.presenter.messages, session.without_folders)
        self._files_said = messages.files
        views = LinkedViews(self.server, slicer_app, draw_view_overlay)
        tools = ContourTools(slicer_app.segmentation_editor, slicer_app.scene)
        self.controller = Controller(
            *(self.server.state, self.presenter, self.case, views, tools, session, self.executor, self._download),
            messages=messages,
        )
        self.gestures = Gestures(self.server, self.controller, views, tools)
        self._session = session
        self.keeper = CaseKeeper(self.presenter, self.case, session)
        self._left_cases = LeftCases(self.server.state, self.presenter, self.keeper, left)
        for changed in (tools.edited, self.presenter.changed, self.presenter.inputs.changed):
            changed.connect(self.keeper.note)
        self.keeper.changed.connect(self._show_saved)
        self._sample_is_coming = False
        self._questions = OpenQuestions(self.server.state)
        self._opener = CaseOpener(
            *(messages.files, self.presenter, self.case, session),
            active_phase=lambda: self.controller.active_phase,
            questions=self._questions,
        )
        self._downloads = draw_page(self.server, self.controller, views)
        self._answer_page()
        self.controller.refresh()

    async def open(self, path: Path, use: str = "") -> None:
        """Open a file or folder; what is wrong with it becomes a message on the page."""
        with self.server.state as state:
            state.opening += 1
        try:
            await self._opener.open(path, use)
        finally:
            with self.server.state as state:
                state.opening -= 1

    async def open_sample(self) -> None:
        self._sample_is_coming = True
        with self.server.state as state:
            state.opening += 1
        try:
            await self._opener.open_sample()
        finally:
            self._sample_is_coming = False
            with self.server.state as state:
                state.opening -= 1

    async def ask_sample(self) -> None:
        """Open the sample patient; where there is a case, the page asks first, and a double click is one."""
        if self._sample_is_coming:
            return
        if has_case(self.case):
            with self.server.state as state:
                state.asked = "sample"
        else:
            await self.open_sample()

    async def begin_again(self, with_sample: bool = False) -> None:
        """Remove the case, and open the sample patient in its place where that was asked for."""
        with self.server.state as state:
            state.asked = ""
        await self._questions.forget()
        self._opener.forget()
        clear_case(self.presenter, self.case)
        self.controller.refresh()
        if with_sample:
            await self.open_sample()

    def serve(self, host: str, port: int, open_browser: bool, paths: Sequence[Path]) -> None:
        """Serve the page until the program is told to stop."""
        routes = Routes(self._session, self.open, self._refuse)
        quiet_sockets = QuietSockets(lambda: self._web_server._ws_handlers)
        slow_clients, one_tab = SlowClients(), OneTab(quiet_sockets.silence)
        hide_server_version()

        def bound(web_server: Any) -> None:
            self._web_server = web_server
            quiet_sockets.add_to(web_server.app)
            web_server.app.middlewares.extend((compress_text, guard(self._session)))
            routes.add_to(web_server.app)
            one_tab.add_to(web_server.app)
            add_front_page(web_server.app, *(f"{SERVED_AS}/{name}" for name in FIRST_SCRIPTS))

        def ready(**_: Any) -> None:
            loop = asyncio.get_running_loop()
            loop.set_default_executor(self._beside)
            self.executor.attach(loop)
            _die_with_the_terminal(loop)
            session = self._session
            address = f"http://{_in_address(host)}:{self.server.port}/{session.place}/index.html?secret={session.token}"
            _announce(host, address)
            if open_browser:
                page = write_redirect(address, session.new_folder())
                loop.run_in_executor(None, launch, page)
                loop.call_later(LAUNCH_SECONDS, session.forget, page)
            self._watching = loop.create_task(slow_clients.watch(self._web_server.runner.server))
            self._opening = loop.create_task(self._open_all(paths))

        self.server.controller.on_server_bind.add(bound)
        self.server.controller.on_server_ready.add(ready)
        for link in (quiet_sockets, one_tab):
            self.server.add_protocol_to_configure(partial(_register, link))
        self.server.start(
            host=host, port=port, open_browser=False, show_connection_info=False, disable_logging=True, timeout=0
        )

    def end(self) -> None:
        """Let what works on other threads come to its end, once the page is not served any more."""
        self.presenter.let_go()
        self.executor.close(LAST_WAIT_SECONDS)
        self._beside.shutdown(cancel_futures=True)

    async def _open_all(self, paths: Sequence[Path]) -> None:
        for path in paths:
            await self.open(path)

    def _show_saved(self) -> None:
        with self.server.state as state:
            state.last_saved = self.keeper.saved

    def _refuse(self, error: InputError) -> None:
        with self.server.state:
            self._files_said.add(message_from_error(error))

    def _download(self, name: str) -> None:
        self._downloads.exec(name)

    def _answer_page(self) -> None:
        """Connect what the page sends by name."""
        state, controller = self.server.state, self.controller
        for name in vars(ToolSettings()):
            state.change(name)(partial(self._take_setting, name))
        for phase in PHASES:
            state.change(f"{phase}_slice")(partial(self._take_slice, phase))
        state.change("gray_window")(lambda gray_window, **_: controller.set_window(gray_window))
        self.server.trigger("turn_to")(controller.turn_to)
        self.server.trigger("ask_sample")(self.ask_sample)
        self.server.trigger("undo")(controller.undo)
        self.server.trigger("redo")(controller.redo)
        self.server.trigger("accept_copy")(controller.accept_copy)
        self.server.trigger("undo_copy")(controller.undo_copy)
        self.server.trigger("begin_again")(self.begin_again)
        self.server.trigger("answer_question")(self._questions.answer)
        self.server.trigger("answer_left_case")(self._answer_left_case)
        self.server.trigger("remove_volume")(self._remove_volume)
        self.server.trigger("files_begin")(self._opener.begin)
        self.server.trigger("upload_failed")(self._take_lost_upload)
        self.server.trigger("folder_empty")(self._take_empty_folder)
        self.server.controller.on_exception.add(self._take_failure)

    async def _answer_left_case(self, answer: str) -> None:
        if answer == "open":  # in place of all there is
            self._opener.forget()
        await self._left_cases.answer(answer)

    def _remove_volume(self, phase: Phase) -> None:
        """Remove the volume of a phase from the case."""
        volume = self.presenter.inputs.of(phase).volume
        if volume is not None:
            self.presenter.inputs.choose_volume(phase, None)
            self.case.remove_volume(volume)
            self.presenter.scene_changed()

    def _take_setting(self, name: str, **state: Any) -> None:
        if state[name] != getattr(self.controller.settings, name):
            self.controller.change_setting(name, state[name])

    def _take_slice(self, phase: Phase, **state: Any) -> None:
        self.controller.show_slice(phase, int(state[f"{phase}_slice"]))

    def _take_failure(self, error: Exception) -> None:
        """A click that the program could not answer is said on the page as well."""
        with self.server.state:
            self.presenter.messages.error(error)

    def _take_lost_upload(self, name: str) -> None:
        self._refuse(InputError(f"{name} did not arrive whole; send it again."))

    def _take_empty_folder(self, name: str) -> None:
        self._refuse(InputError(f"The folder {name} holds no files; choose the one with the images."))


def run(host: str, port: int | None, open_browser: bool, paths: Sequence[Path]) -> None:
    """Serve one session; its files are deleted when it ends.

    Parameters
    ----------
    port : int or None
        None for the usual port, or a free one where that is taken.

    Raises
    ------
    InputError
        The port cannot be had, or a path does not exist.
    """
    for path in paths:
        if not path.exists():
            raise InputError(f"{path} does not exist; check the path.")
    port = _usable_port(host, port)
    vtkObject.GlobalWarningDisplayOff()
    # trame would take this program's own words for its own.
    sys.argv = sys.argv[:1]
    os.environ["WSLINK_READY_MSG"] = ""
    left = sweep_dead_sessions()
    with contextlib.closing(Session()) as session, session.holding_temporary_files():
        app = BrowserApp(session, left=left)
        app.serve(host, port, open_browser and _has_display(), paths)
        # While temporary files still belong there: what reads or writes beside the loop goes on until it misses them.
        session.close()
        app.end()


def _register(link: Any, protocol: Any) -> None:
    protocol.registerLinkProtocol(link)


def _first_state() -> dict[str, Any]:
    return {
        "trame__title": "PCR Predictor",
        "trame__favicon": _icon(),
        "opening": 0,
        "last_saved": "",
        "asked": "",
        "answered": 0,
        "upload": None,
        "side_tab": "case",
        "gray_window": next(iter(WINDOWS)),
        "progress": 0,
        "progress_text": "",
        "frames_differ": False,
        "orientation": "Axial",
        "keys_open": False,
        "proposal_phase": "",
        "proposal_doubtful": False,
        "proposal_grown": False,
        "can_correct": False,
        "window_text": "",
        **{f"{phase}_{name}": None for phase in PHASES for name in ("look", "cross", "place", "dashed", "ruler")},
        **{f"{phase}_{name}": 0 for phase in PHASES for name in ("slice", "slices")},
    }


def _icon() -> str:
    picture = (resource_folder("Icons") / "PCRPredictor.png").read_bytes()
    return f"data:image/png;base64,{base64.b64encode(picture).decode()}"


def _announce(host: str, address: str) -> None:
    print(f"PCR Predictor is ready: {address}", flush=True)
    print("One user per process. Ctrl+C ends it and deletes the session's files. Research use only.", flush=True)
    if host not in LOOPBACK:
        print(
            f"Listening on {host}: the connection is not encrypted, and whoever learns the address sees the images. "
            "Docs/browser.md says how to put it behind a launcher.",
            file=sys.stderr,
            flush=True,
        )


def _usable_port(host: str, port: int | None) -> int:
    """The asked port, or the usual one, or any."""
    for tried in (USUAL_PORT, 0) if port is None else (port,):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, tried))
            except (OSError, OverflowError) as error:
                reason = error
            else:
                return probe.getsockname()[1]
    which = f"{host} does not let itself be listened on" if port is None else f"Port {port} of {host} cannot be used"
    raise InputError(f"{which} ({reason}); choose another with --port or --host.")


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else "127.0.0.1" if host == "0.0.0.0" else host


def _has_display() -> bool:
    """Whether a browser would open in a window; without one, Python would open it inside the terminal."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _die_with_the_terminal(loop: asyncio.AbstractEventLoop) -> None:
    """End as Ctrl+C does when the terminal is closed, so that the session's files are deleted."""
    with contextlib.suppress(AttributeError, NotImplementedError):
        loop.add_signal_handler(signal.SIGHUP, os.kill, os.getpid(), signal.SIGTERM)
