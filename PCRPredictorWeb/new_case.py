"""Beginning again: nothing of the last patient stays, and nothing goes unasked."""

from PCRPredictorLib.presenter.patient.prediction_presenter import PredictionPresenter
from PCRPredictorLib.presenter.patient.state import Choices

from .browser_case import BrowserCase


def clear_case(presenter: PredictionPresenter, case: BrowserCase) -> None:
    """Remove volumes, contours, clinical values and result; model, calibration and Live are no patient's and stay."""
    presenter.cancel()
    kept = presenter.choices
    choices = Choices(model=kept.model, calibration=kept.calibration, live=kept.live)
    # Nothing is chosen any more before it goes, so that no view shows and no tool edits what is gone.
    presenter.restore({"choices": choices.as_json(), "prediction": None, "fingerprint": None})
    case.clear()
    presenter.messages.clear()
    presenter.scene_changed()


def has_case(case: BrowserCase) -> bool:
    return bool(case.volumes() or case.segmentations())
