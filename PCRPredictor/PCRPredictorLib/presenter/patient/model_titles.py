"""What models and calibrations are called where one is chosen."""

from pathlib import Path

from ...models.calibration_file import Calibration
from ...models.model_file import Model
from ...texts import tr as _

PUBLISHED_TITLES = {
    "wen2024-radiomics": _("Wen 2024, radiomics"),
    "wen2024-smote-radiomics": _("Wen 2024, SMOTE radiomics"),
}


def spoken_title(model_name: str) -> str:
    """What a sentence calls a model: a published one by its title, as the list of models does."""
    return PUBLISHED_TITLES.get(model_name, model_name)


def model_title(name_or_path: str, model: Model) -> str:
    """``"Wen 2024, radiomics"`` for a published one, else ``"radiomics 1.0 (model.json)"``; says if simulated."""
    title = PUBLISHED_TITLES.get(name_or_path) or f"{model.name} {model.version} ({Path(name_or_path).name})"
    return _("{title}, simulated").format(title=title) if model.simulated else title


def calibration_title(name_or_path: str, calibration: Calibration) -> str:
    """``"34 patients, 9 with pCR (own.json)"``, or ``"200 simulated patients, 50 with pCR"`` for a shipped one."""
    kind = _("simulated patients") if calibration.simulated else "patients"
    title = f"{calibration.patients} {kind}"
    if calibration.events is not None:
        title += _(", {events} with pCR").format(events=calibration.events)
    path = Path(name_or_path)
    return title if path.name == name_or_path and not path.suffix else f"{title} ({path.name})"
