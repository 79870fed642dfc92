"""Choosing a model and a calibration."""

from pathlib import Path
from typing import Protocol

from ...errors import InputError
from ...models.calibration_file import Calibration, load_calibration
from ...models.model_file import DEFAULT_MODEL, Model, load_model, published_names
from ...models.scoring import ready
from ...resources import resource_folder
from ...texts import tr as _
from ..door_words import spoken
from ..signal import Signal
from .model_card import CardRow, model_card
from .model_titles import calibration_title, model_title, spoken_title

SAMPLE_MODEL = DEFAULT_MODEL
SAMPLE_CALIBRATION = f"simulated-{DEFAULT_MODEL}"


class ModelLibrary(Protocol):
    """Where models and calibrations come from; raises InputError with one sentence."""

    def published(self) -> tuple[str, ...]:
        """Names of the models that ship with the program."""

    def model(self, name_or_path: str) -> Model:
        """A published model by name, or a model file."""

    def calibrations(self, model: Model) -> tuple[str, ...]:
        """Names of the calibrations of a model that ship with the program."""

    def calibration(self, name_or_path: str) -> Calibration:
        """A shipped calibration by name, or a calibration file."""

    def reason_not_ready(self, model: Model, calibration: Calibration | None) -> str | None:
        """Why the two cannot score; None where they can."""


class ShippedModels:
    """The library's own models and files on disk.

    The shipped calibrations were made from simulated patients, by ``make demo``: they are there to try the program
    with the sample patient, and whatever they touch is marked simulated.
    """

    def published(self) -> tuple[str, ...]:
        return published_names()

    def model(self, name_or_path: str) -> Model:
        return load_model(name_or_path)

    def calibrations(self, model: Model) -> tuple[str, ...]:
        return tuple(name for name in _shipped_calibrations() if name == f"simulated-{model.name}")

    def calibration(self, name_or_path: str) -> Calibration:
        shipped = _shipped_calibrations().get(name_or_path)
        return load_calibration(name_or_path if shipped is None else str(shipped))

    def reason_not_ready(self, model: Model, calibration: Calibration | None) -> str | None:
        if calibration is None and model.missing_parts:
            return _(
                "Model '{name}' carries no {missing_parts} of its own, so it gives no probability "
                "without a calibration; open one, or make one from the features of your reference cohort."
            ).format(name=spoken_title(model.name), missing_parts=_(" and no ").join(map(spoken, model.missing_parts)))
        if calibration is not None and calibration.model_hash != model.hash:
            return _(
                "The calibration was made for model '{model}', not for '{name}'; open one that was made "
                "for it, or make one from the features of your reference cohort."
            ).format(model=spoken_title(calibration.model), name=spoken_title(model.name))
        return ready(model, calibration)


class ModelChoice:
    """The chosen model and calibration, loaded; the default model until another is chosen.

    No calibration is a default: the shipped ones are simulated, and whoever scores a real patient has to bring one.

    Attributes
    ----------
    name, calibration_path : str or None
        What is chosen; without `model` or `calibration` where a saved choice could not be loaded again.
    changed : Signal
        Emitted without values.
    """

    def __init__(self, library: ModelLibrary) -> None:
        self._library = library
        self._user_models: list[str] = []
        self._user_calibrations: list[str] = []
        self._titles: dict[str, str] = {}
        self.name: str | None = None
        self.calibration_path: str | None = None
        self.model: Model | None = None
        self.calibration: Calibration | None = None
        self.changed = Signal()
        self._choose_default()

    def title(self, name_or_path: str) -> str:
        """What an offered model or calibration is called; its file's name where it can no longer be loaded."""
        if name_or_path not in self._titles:
            try:
                self._titles[name_or_path] = self._loaded_title(name_or_path)
            except InputError:
                return Path(name_or_path).name
        return self._titles[name_or_path]

    @property
    def offered(self) -> tuple[str, ...]:
        """Published models first, then the files that the user has opened."""
        return (*self._library.published(), *self._user_models)

    @property
    def offered_calibrations(self) -> tuple[str, ...]:
        """Shipped calibrations of the chosen model, the files that the user has opened, and the chosen one."""
        shipped = self._library.calibrations(self.model) if self.model else ()
        chosen = (self.calibration_path,) if self.calibration_path and self.calibration else ()
        return tuple(dict.fromkeys((*shipped, *self._user_calibrations, *chosen)))

    @property
    def reason(self) -> str | None:
        """Why no prediction can be made with this choice; None where it can."""
        if self.model is None:
            return _not_loaded("model", self.name) if self.name else _("Choose a model.")
        if self.calibration_path and self.calibration is None:
            return _not_loaded("calibration", self.calibration_path)
        reason = self._library.reason_not_ready(self.model, self.calibration)
        return spoken(reason) if reason else None

    @property
    def needs_calibration(self) -> bool:
        """Whether the model by itself gives no probability, so that the way to a calibration is to be offered."""
        if self.model is None or not self.model.missing_parts:
            return False
        return self.calibration is None or self.calibration.model_hash != self.model.hash

    @property
    def clinical_needed(self) -> tuple[str, ...]:
        """Clinical values that the model asks for."""
        return tuple(feature.name for feature in self.model.features if feature.phase is None) if self.model else ()

    @property
    def image_feature_set(self) -> str:
        """The feature set to extract: the model's where it has one, else A.K.-396."""
        return self.model.feature_set if self.model and self.model.feature_set != "table" else "ak396"

    @property
    def card(self) -> tuple[CardRow, ...]:
        """The model card; empty without a model."""
        return model_card(self.model, self.calibration) if self.model else ()

    def choose_model(self, name_or_path: str | None) -> None:
        """Load a model and drop a calibration of another; the choice stays as it was where it cannot be loaded.

        Raises
        ------
        InputError
            It is no model.
        """
        self.model = self._library.model(name_or_path) if name_or_path is not None else None
        self.name = name_or_path
        self._titles.pop(name_or_path or "", None)
        if name_or_path is not None and name_or_path not in self.offered:
            self._user_models.append(name_or_path)
        if self.model and self.calibration and self.calibration.model_hash != self.model.hash:
            self.calibration = self.calibration_path = None
        self.changed.emit()

    def offer_model(self, path: str) -> None:
        """Offer a model file that was just written; it is loaded again where it is the chosen one."""
        if path not in self.offered:
            self._user_models.append(path)
        self._titles.pop(path, None)
        if path == self.name:
            self.model = self._library.model(path)
        self.changed.emit()

    def choose_calibration(self, path: str | None) -> None:
        """Load a calibration; the choice stays as it was where it cannot be loaded.

        Raises
        ------
        InputError
            It is no calibration.
        """
        self.calibration = self._library.calibration(path) if path is not None else None
        self._titles.pop(path or "", None)
        if path is not None and path not in self.offered_calibrations:
            self._user_calibrations.append(path)
        self.calibration_path = path
        self.changed.emit()

    def restore(self, name: str | None, calibration_path: str | None) -> list[InputError]:
        """Take over a saved choice, the default model where none was saved; what cannot be loaded stays named, told."""
        self.name = self.model = self.calibration_path = self.calibration = None
        errors = []
        try:
            if name is None:
                self._choose_default()
            else:
                self.choose_model(name)
        except InputError:
            self.name = name
            errors.append(InputError(_not_loaded("model", name)))
        try:
            self.choose_calibration(calibration_path)
        except InputError:
            self.calibration_path = calibration_path
            errors.append(InputError(_not_loaded("calibration", calibration_path)))
        self.changed.emit()
        return errors

    def choose_sample(self) -> None:
        """Choose a simulated calibration for the sample patient, and a model that has one, unless one is ready."""
        if self.reason is None:
            return
        shipped = self._library.calibrations(self.model) if self.model else ()
        if shipped:
            self.choose_calibration(shipped[0])
        else:
            self.choose_model(SAMPLE_MODEL)
            self.choose_calibration(SAMPLE_CALIBRATION)

    def _choose_default(self) -> None:
        if DEFAULT_MODEL in self._library.published():
            self.choose_model(DEFAULT_MODEL)

    def _loaded_title(self, name_or_path: str) -> str:
        if name_or_path in self.offered:
            return model_title(name_or_path, self._library.model(name_or_path))
        return calibration_title(name_or_path, self._library.calibration(name_or_path))


def _not_loaded(kind: str, name: str | None) -> str:
    return _("The saved {kind} '{name}' cannot be loaded; open the file again or choose another {kind}.").format(
        kind=kind, name=name
    )


def _shipped_calibrations() -> dict[str, Path]:
    return {path.stem: path for path in sorted(resource_folder("Calibrations").glob("*.json"))}
