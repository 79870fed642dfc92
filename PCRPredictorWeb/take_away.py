"""What the user takes away: report, result, features, contours."""

from collections.abc import Callable
from functools import partial

from PCRPredictorLib.errors import InputError
from PCRPredictorLib.mrml.segmentation_file import write_segmentation
from PCRPredictorLib.presenter.patient.export import CaseFeatures, export_features
from PCRPredictorLib.presenter.patient.prediction_presenter import PredictionPresenter
from PCRPredictorLib.presenter.patient.state import Phase

from .browser_case import BrowserCase
from .session import Session


class TakeAway:
    """Writes files into the session's downloads and has the browser fetch them.

    Attributes
    ----------
    download : callable
        Called with the name of a file in the session's downloads.
    """

    def __init__(
        self,
        presenter: PredictionPresenter,
        case: BrowserCase,
        session: Session,
        download: Callable[[str], None],
    ) -> None:
        self._presenter = presenter
        self._case = case
        self._session = session
        self.download = download
        presenter.features_ready.connect(self._take_features)

    def report(self) -> None:
        self._take_report("report.html")

    def pdf(self) -> None:
        self._take_report("report.pdf")

    def prediction(self) -> None:
        path = self._session.downloads / "prediction.json"
        if self._presenter.save_prediction(path):
            self.download(path.name)

    def features(self) -> None:
        """Extract all features; they are handed over when they are there."""
        self._presenter.extract_features()

    def contour(self, phase: Phase) -> None:
        """Hand over the phase's segmentation file."""
        choice = self._presenter.inputs.of(phase)
        try:
            if choice.segmentation is None or choice.segment is None or choice.volume is None:
                raise InputError("There is no contour on this phase yet; draw one first.")
            self._case.mask(choice.segmentation, choice.segment, choice.volume)
            path = self._session.downloads / f"{phase}.seg.nrrd"
            write_segmentation(self._case.node(choice.segmentation), path, withhold=True)
        except InputError as error:
            self._presenter.messages.error(error)
        else:
            self.download(path.name)

    def _take_report(self, name: str) -> None:
        path = self._session.downloads / name
        self._presenter.save_report(path, partial(self.download, path.name))

    def _take_features(self, features: CaseFeatures) -> None:
        path = self._session.downloads / "features.csv"
        try:
            export_features(features, "1", path)
        except InputError as error:
            self._presenter.messages.error(error)
        else:
            self.download(path.name)
