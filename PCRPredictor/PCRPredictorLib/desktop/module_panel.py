"""The module's panels together: made once, drawn after each change, released with the scene."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import slicer
import vtk
from slicer.i18n import tr as _
from slicer.util import VTKObservationMixin

from ..mrml import SceneCase
from ..presenter import door_words
from ..presenter.job import Progress
from ..presenter.patient.prediction_presenter import PredictionPresenter
from ..presenter.patient.state import PHASES, Phase
from .cohort.cohort_page import CohortPage
from .host.button_words import buttonWords
from .host.packages import Packages
from .host.polled_threads import PolledThreads
from .pages import column, leaveModulePanel, pagesWidget
from .panel import singleShot
from .patient.contour_panel import ContourPanel
from .patient.inputs_panel import InputsPanel
from .patient.lesion_panel import LesionPanel
from .patient.model_panel import ModelPanel
from .patient.result_panel import ResultPanel
from .patient.take_away_panel import TakeAwayPanel
from .scene.result_folder import fileBesideStudy
from .scene.result_nodes import showResultTable
from .scene.scene_saving import SceneSaving
from .scene.scene_watcher import SceneWatcher
from .scene.session import Session
from .views import layouts
from .views.opening_view import openViews, windowOnce
from .views.right_picture import RightPicture
from .views.saved_layout import SavedLayout, takeSavedLayout
from .views.view_clicks import ViewClicks

if TYPE_CHECKING:
    from ..simulation import SimulatedPatient

PATIENT_PAGE = 0
LIVE_SCORE_MS = 250
"""How long the panels wait for a live score before they show that the former one is out of date."""


class ModulePanel(VTKObservationMixin):
    """What `PCRPredictorWidget` shows.

    Parameters
    ----------
    layout : QLayout
        Where the panels go.
    parameterNode : callable
        Gives the scene's parameter node of the module, made where missing.
    """

    def __init__(self, layout: Any, parameterNode: Callable[[], Any]) -> None:
        VTKObservationMixin.__init__(self)
        self._parameterNode = parameterNode
        self._entered = False
        self._layoutBefore: int | None = None
        self._layoutLeft: int | None = None
        self._savedLayout = SavedLayout()
        self._guiTags: list[Any] = []
        self._drawnResult: Any = None
        self._placed: dict[Phase, Any] = {}
        self._openedPair: tuple[Any, ...] = ()
        self._contours: tuple[Any, ...] = ()
        self._atLesion = self._zooms = False
        door_words.use(buttonWords())
        self.threads = PolledThreads()
        source = SceneCase(slicer.mrmlScene)
        self.presenter = PredictionPresenter(source, self.threads)
        self.inputs = InputsPanel(self.presenter, source, self.loadSample)
        self.contours = ContourPanel(self.presenter, self.showTwoUp, self.showProposal)
        self.lesion = LesionPanel(self.presenter, source)
        slicer.util.findChild(self.contours.widget, "lesionFrame").layout().addWidget(self.lesion.widget)
        self.model = ModelPanel(self.presenter)
        self.result = ResultPanel(self.presenter, self.showTable, self.showLesion)
        self.takeAway = TakeAwayPanel(self.presenter)
        self.sections = (self.inputs, self.contours, self.model, self.result, self.takeAway)
        self.panels = (*self.sections, self.lesion)
        self.cohort = CohortPage(self.presenter.model)
        self.pages = pagesWidget({_("Patient"): column(self.sections), _("Cohort"): self.cohort.widget})
        layout.addWidget(self.pages)
        self.session = Session(self.presenter)
        self.watcher = SceneWatcher(self.presenter)
        self.viewClicks = ViewClicks(self.contours.choosePhase)
        self.pictures = RightPicture(self.result.overlayIds, self.contours.origins, self._sayCorrected)
        self.saving = SceneSaving(self._hideLent, self._showLent)
        # Not at once: node selectors take no node while the scene is still being read.
        self._attacher = singleShot(self._attachIfEntered)
        self._observeScene()
        slicer.app.layoutManager().connect("layoutChanged(int)", self._layoutChanged)
        self.pages.connect("currentChanged(int)", self._pageChanged)
        self._fitter = singleShot(self._openViews)
        self._drawer = singleShot(self.draw)
        self._laterDrawer = singleShot(self.draw, LIVE_SCORE_MS)
        self._packages = Packages()
        self.presenter.job.failed.connect(self._offerPackage)
        self.presenter.changed.connect(self._takeUpChange)

    @property
    def isSettled(self) -> bool:
        """Whether nothing runs, and every change was noticed and drawn."""
        timers = (self._attacher, self._drawer, self._laterDrawer, self._fitter)
        works = self.presenter.job.running or self.presenter.is_reading
        waits = self.watcher.isWaiting or self.pictures.isWaiting or self.saving.isWaiting
        moves = not all(panel.isSettled for panel in self.panels)
        return not (works or waits or moves or any(timer.active for timer in timers))

    def enter(self) -> None:
        self._entered = True
        self.result.enter()
        if self._layoutLeft is not None and layouts.shownLayout() == self._layoutBefore:
            layouts.showLayout(self._layoutLeft)
        self._layoutLeft = None
        self._attach()
        self._enterPage()
        self.showProposal()
        self.viewClicks.follow()
        self._drawer.start()

    def exit(self) -> None:
        self._entered = False
        self.contours.exit()
        self.result.exit()
        self.viewClicks.forget()
        self.pictures.giveBack()
        shown = layouts.shownLayout()
        if shown in layouts.TWO_UPS and self._layoutBefore is not None:
            self._layoutLeft = shown
            layouts.showLayout(self._layoutBefore)
        leaveModulePanel(self.pages.parentWidget())

    def cleanup(self) -> None:
        self.presenter.let_go()
        self.threads.stop()
        self.removeObservers()
        slicer.app.layoutManager().disconnect("layoutChanged(int)", self._layoutChanged)
        self.presenter.changed.disconnect(self._takeUpChange)
        self.presenter.job.failed.disconnect(self._offerPackage)
        if self._entered and self.session.node is not None:
            self._savedLayout.handOver(self.session.node.parameterNode, self._layoutBefore)
        self._release()
        self.pictures.cleanup()
        self.watcher.cleanup()
        self.saving.cleanup()
        self.viewClicks.forget()
        self.cohort.cleanup()
        for panel in self.panels:
            panel.cleanup()
        self.pages.deleteLater()  # on reloading, Slicer only hides it: each would stay, with all that it calls

    def _observeScene(self) -> None:
        scene = slicer.mrmlScene
        for event, handle in (
            (scene.StartCloseEvent, self._sceneGoes),
            (scene.EndCloseEvent, self._sceneCame),
            (scene.StartImportEvent, self._sceneComes),
            (scene.EndImportEvent, self._sceneCame),
            (scene.NodeAboutToBeRemovedEvent, self._nodeGoes),
        ):
            self.addObserver(scene, event, handle)

    def _sceneGoes(self, _scene: Any, _event: str) -> None:
        self._release()
        self.takeAway.beginAgain()

    def _sceneComes(self, _scene: Any, _event: str) -> None:
        """Another scene brings choices of its own: a proposal that waits would stay behind, and its former hidden."""
        if self.presenter.copy.pending is not None:
            self.presenter.copy.undo()
        self._release()

    def _sceneCame(self, _scene: Any, _event: str) -> None:
        self._attacher.start()

    def _hideLent(self) -> bool:
        """Nothing that the module lends to its views, nor its layout, is saved."""
        if not self._entered or self.session.node is None:
            return False
        self.pictures.hide()
        self.result.overlay.hide()
        self._savedLayout.giveBack(self.session.node.parameterNode, self._layoutBefore)
        return True

    def _showLent(self) -> None:
        self.pictures.showAgain()
        self.result.overlay.showAgain()
        self._savedLayout.takeAgain()

    @vtk.calldata_type(vtk.VTK_OBJECT)
    def _nodeGoes(self, scene: Any, _event: str, node: Any) -> None:
        """Without its parameter node the panel starts afresh, on a new one; so does the editor without its own."""
        if scene.IsClosing():
            return
        if self.session.node is not None and node is self.session.node.parameterNode:
            self._release()
            self._attacher.start()
        elif self.contours.editsBy(node):
            self.contours.release()
            self._attacher.start()

    def _layoutChanged(self, _layout: int) -> None:
        if self._entered and self.session.node is not None:
            self._drawer.start()

    def _pageChanged(self, _index: int) -> None:
        if self._entered:
            self._enterPage()

    def _enterPage(self) -> None:
        """No effect edits a contour from behind another page."""
        if self.pages.currentIndex == PATIENT_PAGE:
            self.contours.enter()
        else:
            self.contours.exit()

    def _sayCorrected(self) -> None:
        slicer.util.showStatusMessage(_("The views show the phases again; choose other volumes in the panel."), 5000)

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
        from .scene.sample_patient import choosePatient

        choosePatient(patient, self.presenter)
        self.showTwoUp()

    def showTwoUp(self) -> None:
        self._showLayout(layouts.TWO_UP)
        self._placed = {}
        self.draw()

    def showProposal(self) -> None:
        """Show the phases side by side where a proposal is to be looked at, and no view shows what it was made on."""
        pending = self.presenter.copy.pending
        volume = self.presenter.inputs.of(pending.target_phase).volume if pending and self._entered else None
        if volume is not None and not layouts.isSeen(volume):
            self.showTwoUp()

    def showLesion(self) -> None:
        """Fill both phases' views with the lesion, and bring these back from another layout."""
        if layouts.shownLayout() in layouts.TWO_UPS:
            self.lesion.zoom()
        else:
            self._zooms = True
            self.showTwoUp()

    def showTable(self, shown: bool) -> None:
        self._showLayout(layouts.TWO_UP_WITH_RESULT if shown else layouts.TWO_UP)
        self._drawnResult = None
        self._placed = {}
        self.draw()

    def _showLayout(self, layout: int) -> None:
        shown = layouts.shownLayout()
        if shown not in layouts.TWO_UPS:
            self._layoutBefore = shown
        layouts.showLayout(layout)

    def _offerPackage(self, error: Exception) -> None:
        with slicer.util.tryWithErrorDisplay(_("The package could not be installed.")):
            if self._packages.offer(error):
                self.presenter.messages.info(_("The package is installed; repeat what you were about to do."))

    def _takeUpChange(self) -> None:
        """Keep each change at once; several of them are drawn together, and not while a live score is computed.

        Drawing holds Python's lock, which the score waits for.
        """
        if self.session.node is None:
            return
        self.session.push()
        self.watcher.follow()
        if self.presenter.job.running and self.presenter.live.enabled:
            self._drawer.stop()
            if not self._laterDrawer.active:
                self._laterDrawer.start()
        else:
            self._drawer.start()

    def draw(self) -> None:
        """Bring panels and views up to the presenter."""
        self._showLent()
        if self.session.node is None:
            return
        self._laterDrawer.stop()
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
        if not self._entered or shown not in layouts.TWO_UPS:
            self.pictures.giveBack()
        else:
            segmentations = {phase: getattr(self.session.node, f"{phase}Segmentation") for phase in PHASES}
            self.pictures.show(volumes, segmentations)
            self._placeViews(volumes)
        self.inputs.sayUnplaced(self.pictures.unplaced)

    def _placeViews(self, volumes: dict[Phase, Any]) -> None:
        contours = tuple(self.presenter.inputs.of(phase) for phase in PHASES)
        hasFirstLesion = contours != self._contours and not self._atLesion and self.lesion.place is not None
        if volumes != self._placed or hasFirstLesion:
            self._placed = volumes
            self._fitter.start()
        self._contours = contours

    def _openPair(self, volumes: dict[Phase, Any], shown: int) -> int:
        """Show both phases side by side once they are chosen; a scene that is opened keeps its own layout."""
        pair = tuple(volumes.values())
        if self._entered and None not in pair and pair != self._openedPair:
            self._openedPair = pair
            if shown not in layouts.TWO_UPS:
                self._showLayout(layouts.TWO_UP)
        return layouts.shownLayout()

    def _openViews(self) -> None:
        place = self.lesion.place
        openViews(self._placed, place)
        self._atLesion = place is not None
        if self._zooms:
            self._zooms = False
            self.lesion.zoom()

    def _drawResultTable(self) -> None:
        result = self.presenter.result
        if result is None:
            return
        if result != self._drawnResult:
            self._drawnResult = result
            showResultTable(self.session.node, result)
        if not self.presenter.is_stale:
            fileBesideStudy(self.session.node.contributions, self.session.node.arterialVolume)

    def _attachIfEntered(self) -> None:
        if self._entered:
            self._attach()
            self._enterPage()

    def _attach(self) -> None:
        if self.session.node is not None:
            return
        layouts.registerLayouts()
        node = self._parameterNode()
        self.session.attach(node)
        self._guiTags = [node.connectGui(panel.widget) for panel in (self.inputs, self.result)]
        self._openedPair = tuple(getattr(self.session.node, f"{phase}Volume") for phase in PHASES)
        shown = takeSavedLayout(node.parameterNode)
        if shown is not None:
            self._showLayout(shown)
        self.presenter.scene_changed()
        self.draw()
        if self.presenter.result is not None:
            self.result.comeIntoView()

    def _release(self) -> None:
        """Before the scene closes or another is read into it."""
        self._showLent()
        self.presenter.let_go()
        self.pictures.giveBack()
        self.contours.release()
        self.watcher.forgetAll()
        node = self.session.node
        if node is not None:
            for tag in self._guiTags:
                node.disconnectGui(tag)
        self._guiTags = []
        self._drawnResult = None
        self._placed, self._openedPair = {}, ()
        self._drawer.stop()
        self._laterDrawer.stop()
        self._fitter.stop()
        self._attacher.stop()
        self.session.detach()
