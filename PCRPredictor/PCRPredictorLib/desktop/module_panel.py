"""The module's panels together: made once, drawn after each change, released with the scene."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import slicer
from slicer.i18n import tr as _

from ..mrml import SceneCase
from ..presenter import door_words
from ..presenter.job import Progress
from ..presenter.patient.prediction_presenter import PredictionPresenter
from ..presenter.patient.state import PHASES, Phase
from . import layouts
from .button_words import buttonWords
from .cohort_page import CohortPage
from .contour_panel import ContourPanel
from .inputs_panel import InputsPanel
from .lesion_panel import LesionPanel
from .model_panel import ModelPanel
from .opening_view import openViews, windowOnce
from .packages import Packages
from .pages import column, pagesWidget
from .panel import singleShot
from .polled_threads import PolledThreads
from .result_nodes import showResultTable
from .result_panel import ResultPanel
from .scene_watcher import SceneWatcher
from .session import Session
from .take_away_panel import TakeAwayPanel
from .view_clicks import ViewClicks

if TYPE_CHECKING:
    from ..simulation import SimulatedPatient


class ModulePanel:
    """What `PCRPredictorWidget` shows.

    Parameters
    ----------
    layout : QLayout
        Where the panels go.
    parameterNode : callable
        Gives the scene's parameter node of the module, made where missing.
    """

    def __init__(self, layout: Any, parameterNode: Callable[[], Any]) -> None:
        self._parameterNode = parameterNode
        self._entered = False
        self._guiTags: list[Any] = []
        self._drawnResult: Any = None
        self._placed: dict[Phase, Any] = {}
        self._openedPair: tuple[Any, ...] = ()
        self._contours: tuple[Any, ...] = ()
        self._atLesion = False
        door_words.use(buttonWords())
        self.threads = PolledThreads()
        source = SceneCase(slicer.mrmlScene)
        self.presenter = PredictionPresenter(source, self.threads)
        self.inputs = InputsPanel(self.presenter, source, self.loadSample)
        self.contours = ContourPanel(self.presenter, self.showTwoUp)
        self.lesion = LesionPanel(self.presenter, source)
        slicer.util.findChild(self.contours.widget, "lesionFrame").layout().addWidget(self.lesion.widget)
        self.model = ModelPanel(self.presenter)
        self.result = ResultPanel(self.presenter, self.showTable, self.lesion.zoom)
        self.takeAway = TakeAwayPanel(self.presenter)
        self.sections = (self.inputs, self.contours, self.model, self.result, self.takeAway)
        self.panels = (*self.sections, self.lesion)
        self.cohort = CohortPage(self.presenter.model)
        self.pages = pagesWidget({_("Patient"): column(self.sections), _("Cohort"): self.cohort.widget})
        layout.addWidget(self.pages)
        self.session = Session(self.presenter)
        self.watcher = SceneWatcher(self.presenter)
        self.viewClicks = ViewClicks(self.contours.choosePhase)
        # Not at once: node selectors take no node while the scene is still being read.
        self._attacher = singleShot(self._attachIfEntered)
        scene = slicer.mrmlScene
        self._sceneTags = [
            scene.AddObserver(scene.StartCloseEvent, lambda _caller, _event: self._release()),
            scene.AddObserver(scene.EndCloseEvent, lambda _caller, _event: self._attacher.start()),
            scene.AddObserver(scene.StartImportEvent, lambda _caller, _event: self._release()),
            scene.AddObserver(scene.EndImportEvent, lambda _caller, _event: self._attacher.start()),
        ]
        self._fitter = singleShot(self._openViews)
        self._drawer = singleShot(self.draw)
        self._packages = Packages()
        self.presenter.job.failed.connect(self._offerPackage)
        self.presenter.changed.connect(self._takeUpChange)

    @property
    def isSettled(self) -> bool:
        """Whether nothing runs, and every change was noticed and drawn."""
        timers = (self._attacher, self._drawer, self._fitter)
        return not (self.presenter.job.running or self.watcher.isWaiting or any(timer.active for timer in timers))

    def enter(self) -> None:
        self._entered = True
        self._attach()
        self.contours.enter()
        self.viewClicks.follow()

    def exit(self) -> None:
        self._entered = False
        self.contours.exit()
        self.viewClicks.forget()

    def cleanup(self) -> None:
        self.presenter.cancel()
        self.threads.stop()
        for tag in self._sceneTags:
            slicer.mrmlScene.RemoveObserver(tag)
        self.presenter.changed.disconnect(self._takeUpChange)
        self.presenter.job.failed.disconnect(self._offerPackage)
        self._release()
        self.watcher.cleanup()
        self.cohort.cleanup()
        for panel in self.panels:
            panel.cleanup()

    def loadSample(self) -> None:
        """Simulate the sample patient, then show it."""
        if self.presenter.job.running:
            return

        def task(report: Progress) -> Callable[[], None]:
            from ..presenter.patient.sample import sample_patient  # slow to import

            report(0.1, _("Simulating the sample patient"))
            return partial(self.showPatient, sample_patient())

        self.presenter.job.start(task)

    def showPatient(self, patient: "SimulatedPatient") -> None:
        """Put a simulated patient into the scene, choose it, and show it side by side."""
        from .sample_patient import addPatient

        nodes = addPatient(patient)
        for phase, (volume, segmentation, segmentId) in nodes.items():
            self.presenter.inputs.choose_volume(phase, volume.GetID())
            self.presenter.inputs.choose_contour(phase, segmentation.GetID(), segmentId)
        self.presenter.model.choose_sample()
        self.showTwoUp()

    def showTwoUp(self) -> None:
        layouts.showLayout(layouts.TWO_UP)
        self._placed = {}
        self.draw()

    def showTable(self, shown: bool) -> None:
        layouts.showLayout(layouts.TWO_UP_WITH_RESULT if shown else layouts.TWO_UP)
        self._drawnResult = None
        self._placed = {}
        self.draw()

    def _offerPackage(self, error: Exception) -> None:
        with slicer.util.tryWithErrorDisplay(_("The package could not be installed.")):
            if self._packages.offer(error):
                self.presenter.messages.info(_("The package is installed; repeat what you were about to do."))

    def _takeUpChange(self) -> None:
        """Keep each change at once; several of them are drawn together."""
        if self.session.node is not None:
            self.session.push()
            self.watcher.follow()
            self._drawer.start()

    def draw(self) -> None:
        """Bring panels and views up to the presenter."""
        if self.session.node is None:
            return
        for panel in self.panels:
            panel.draw()
        self._drawViews()
        self._drawResultTable()

    def _drawViews(self) -> None:
        shown = layouts.shownLayout()
        self.result.ui.tableButton.checked = shown == layouts.TWO_UP_WITH_RESULT
        self.viewClicks.follow()
        volumes = {phase: getattr(self.session.node, f"{phase}Volume") for phase in PHASES}
        for volume in volumes.values():
            windowOnce(volume)
        shown = self._openPair(volumes, shown)
        if shown in (layouts.TWO_UP, layouts.TWO_UP_WITH_RESULT):
            contours = tuple(self.presenter.inputs.of(phase) for phase in PHASES)
            if volumes != self._placed:
                self._placed = volumes
                layouts.showPhases(volumes)
                self._fitter.start()
            elif contours != self._contours and not self._atLesion and self.lesion.place:
                self._fitter.start()
            self._contours = contours
            layouts.showContoursInOwnViews(
                {phase: getattr(self.session.node, f"{phase}Segmentation") for phase in PHASES}
            )

    def _openPair(self, volumes: dict[Phase, Any], shown: int) -> int:
        """Show both phases side by side once they are chosen; a scene that is opened keeps its own layout."""
        pair = tuple(volumes.values())
        if self._entered and None not in pair and pair != self._openedPair:
            self._openedPair = pair
            if shown not in (layouts.TWO_UP, layouts.TWO_UP_WITH_RESULT):
                layouts.showLayout(layouts.TWO_UP)
        return layouts.shownLayout()

    def _openViews(self) -> None:
        place = self.lesion.place
        openViews(self._placed, place)
        self._atLesion = place is not None

    def _drawResultTable(self) -> None:
        result = self.presenter.result
        if result is not None and result != self._drawnResult:
            self._drawnResult = result
            showResultTable(self.session.node, result)

    def _attachIfEntered(self) -> None:
        if self._entered:
            self._attach()
            self.contours.enter()

    def _attach(self) -> None:
        if self.session.node is not None:
            return
        layouts.registerLayouts()
        node = self._parameterNode()
        self.session.attach(node)
        self._guiTags = [node.connectGui(panel.widget) for panel in (self.inputs, self.result)]
        self._openedPair = tuple(getattr(self.session.node, f"{phase}Volume") for phase in PHASES)
        self.presenter.scene_changed()
        self.draw()

    def _release(self) -> None:
        """Before the scene closes or another is read into it."""
        self.presenter.cancel()
        self.contours.release()
        self.watcher.forgetAll()
        node = self.session.node
        if node is not None:
            for tag in self._guiTags:
                node.disconnectGui(tag)
        self._guiTags = []
        self._drawnResult = None
        self._placed = {}
        self._drawer.stop()
        self._attacher.stop()
        self.session.detach()
