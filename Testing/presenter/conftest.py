"""Fakes that stand in for a scene, a user interface's threads, models and scores; a session made of them."""

import json
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError, Notice
from PCRPredictorLib.imaging import Acquisition, Geometry, Mask, PhaseImage
from PCRPredictorLib.imaging.identity import Identity
from PCRPredictorLib.models.model_file import Model, ModelFeature
from PCRPredictorLib.presenter.patient.prediction_presenter import PredictionPresenter
from PCRPredictorLib.presenter.patient.registration import Alignment

FEATURE = ModelFeature("A1", "MeanValue", "arterial", 2.0, 10.0, 4.0)
MODEL = Model("m", "1", "a test", "ak396", None, (FEATURE,), 0.5, 0.3, "a test's", "tests")


class FakeSource:
    """A CaseSource of dictionaries."""

    def __init__(self) -> None:
        self.names = {"v1": "5: liver arterial", "v2": "6: liver portal venous", "v3": "7: delayed"}
        self.contours: dict[str, dict[str, str]] = {"s1": {"t1": "tumor"}, "s2": {"t2": "tumor", "t3": "vessel"}}
        geometry = Geometry((6, 8, 10), (1.0, 1.0, 2.0))
        numbers = np.random.default_rng(3)
        self.images = {
            key: PhaseImage(numbers.integers(0, 200, geometry.shape).astype(np.int16), geometry, source=key)
            for key in self.names
        }
        voxels = np.zeros(geometry.shape, dtype=bool)
        voxels[1:5, 2:6, 3:8] = True
        self.masks = {(s, t): Mask(voxels, geometry, segment=t) for s, ts in self.contours.items() for t in ts}
        self.revisions = dict.fromkeys(self.names, 1)
        self.contour_revisions = dict.fromkeys(self.masks, 1)
        self.coded: dict[str, set[str]] = {}
        self.drawn = {"s1": "v1", "s2": "v2"}
        self.hidden: set[tuple[str, str]] = set()
        self.image_copies = 0
        self.mask_copies = 0

    def volumes(self) -> dict[str, str]:
        return dict(self.names)

    def segmentations(self) -> dict[str, str]:
        return {key: f"contours {key}" for key in self.contours}

    def segments(self, segmentation_id: str) -> dict[str, str]:
        return dict(self.contours[segmentation_id])

    def lesion_segments(self, segmentation_id: str) -> set[str]:
        return self.coded.get(segmentation_id, set())

    def image(self, volume_id: str) -> PhaseImage:
        self.image_copies += 1
        return self.images[volume_id]

    def image_in_steps(self, volume_id: str) -> Iterator[PhaseImage | None]:
        yield None
        yield self.image(volume_id)

    def described(self, volume_id: str, image: PhaseImage) -> PhaseImage:
        return replace(image, source=self.images[volume_id].source)

    def header(self, volume_id: str) -> tuple[Acquisition, Identity]:
        image = self.images[volume_id]
        return image.acquisition, image.identity

    def drawn_on(self, segmentation_id: str) -> str | None:
        return self.drawn.get(segmentation_id)

    def mask(self, segmentation_id: str, segment_id: str, volume_id: str) -> Mask:
        self.mask_copies += 1
        mask = self.masks[segmentation_id, segment_id]
        if mask.box is None:
            raise InputError(f"the segment '{segment_id}' is empty; draw the tumor in it first.")
        return mask

    def volume_revision(self, volume_id: str) -> int:
        return self.revisions[volume_id]

    def contour_revision(self, segmentation_id: str, segment_id: str) -> int:
        return self.contour_revisions[segmentation_id, segment_id]

    def add_contour(self, mask: Mask, name: str, volume_id: str) -> tuple[str, str]:
        added = next(key for key in ("added", "added too", "added last") if key not in self.contours)
        self.contours[added] = {"new": name}
        self.drawn[added] = volume_id
        self.draw(added, "new", mask)
        return added, "new"

    def show_contour(self, segmentation_id: str, segment_id: str, shown: bool) -> None:
        if segment_id in self.contours.get(segmentation_id, {}):
            self.hidden -= {(segmentation_id, segment_id)}
            self.hidden |= set() if shown else {(segmentation_id, segment_id)}

    def remove_contour(self, segmentation_id: str) -> None:
        del self.contours[segmentation_id]
        self.hidden = {
            (segmentation, segment) for segmentation, segment in self.hidden if segmentation in self.contours
        }

    def draw(self, segmentation_id: str, segment_id: str, mask: Mask) -> None:
        """Replace a contour, as an edit does."""
        key = (segmentation_id, segment_id)
        self.masks[key] = mask
        self.contour_revisions[key] = self.contour_revisions.get(key, 0) + 1

    def empty(self, segmentation_id: str, segment_id: str) -> None:
        mask = self.masks[segmentation_id, segment_id]
        self.draw(segmentation_id, segment_id, replace(mask, array=np.zeros_like(mask.array)))

    def erase_a_voxel(self, segmentation_id: str, segment_id: str) -> None:
        mask = self.masks[segmentation_id, segment_id]
        voxels = mask.array.copy()
        voxels[tuple(np.argwhere(voxels)[0])] = False
        self.draw(segmentation_id, segment_id, replace(mask, array=voxels))


class FakeExecutor:
    """Holds work and callbacks until the test lets them run."""

    def __init__(self) -> None:
        self.work: list[Callable[[], None]] = []
        self.callbacks: list[Callable[[], None]] = []

    def start(self, work: Callable[[], None]) -> None:
        self.work.append(work)

    def on_main(self, callback: Callable[[], None]) -> None:
        self.callbacks.append(callback)

    def ask_main(self, question: Callable[[], Any]) -> Any:
        return question()

    def run_worker(self) -> None:
        self.work.pop(0)()

    def deliver(self) -> None:
        while self.callbacks:
            self.callbacks.pop(0)()

    def run_all(self) -> None:
        while self.work or self.callbacks:
            if self.work:
                self.run_worker()
            self.deliver()


class FakeChild:
    """A ChildProcess whose answers the test writes."""

    def __init__(self) -> None:
        self.request: Mapping[str, Any] | None = None
        self.ended = 0
        self.cannot_start = False

    def start(
        self, request: Mapping[str, Any], on_line: Callable[[str], None], on_end: Callable[[int, str], None]
    ) -> None:
        if self.cannot_start:
            raise InputError("Python cannot be started; install it.")
        self.request, self._on_line, self._on_end = request, on_line, on_end

    def end(self) -> None:
        self.ended += 1

    def answer(self, content: Mapping[str, Any]) -> None:
        self._on_line(json.dumps(content))

    def progress(self, stage: str, done: int, total: int) -> None:
        self.answer({"progress": [stage, done, total]})

    def finish(self, code: int, errors: str = "") -> None:
        self._on_end(code, errors)


@dataclass
class FakePrediction:
    voxels: int
    simulated: bool = False
    spread: dict[str, Any] | None = None
    warnings: tuple[Notice, ...] = (Notice("thick-slices", "Slices are thick."),)

    def as_json(self) -> dict[str, Any]:
        row = {"label": "A1", "name": "MeanValue", "value": 1.0, "standardized": -0.5, "coefficient": 2.0}
        probability = self.voxels / 1000
        score = math.log(probability / (1 - probability))
        return {
            "probability": probability,
            "linear_predictor": score,
            "intercept": score + 0.75,
            "cutoff": 0.05,
            "call": "above",
            "predicted_class": "pCR",
            "domain": {"within": True, "distance": 1.5, "limit": 5.0, "reasons": []},
            "paper_cutoff": None,
            "contributions": [{**row, "contribution": 0.25}, {**row, "label": "A2", "contribution": -1.0}],
            "warnings": [notice.as_json() for notice in self.warnings],
            "simulated": self.simulated,
            "contour_spread": self.spread,
        }


class FakeLibrary:
    """One model that needs nothing, one that needs a calibration, one with a clinical value."""

    def published(self) -> tuple[str, ...]:
        return ("m", "bare", "clinical")

    def model(self, name: str) -> Model:
        if name == "m":
            return MODEL
        if name == "bare":
            return replace(MODEL, name="bare", intercept=None)
        if name in ("clinical", "/x/user.json"):
            return replace(MODEL, name=name, features=(FEATURE, ModelFeature("AFP", "AFP", None, 1.0, 0.0, 1.0)))
        raise InputError(f"{name} is no model.")

    def calibrations(self, model: Model) -> tuple[str, ...]:
        return ()

    def calibration(self, path: str) -> Any:
        raise InputError(f"{path} is no calibration.")

    def reason_not_ready(self, model: Model, calibration: Any) -> str | None:
        return "It lacks an intercept." if model.missing_parts else None


class FakePredict:
    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self.origins: dict[str, Any] = {}
        self.error: Exception | None = None

    def __call__(self, arterial, arterial_mask, portal, portal_mask, model, calibration, clinical, **phases):
        self.origins = {"arterial": arterial_mask.origin, "portal": portal_mask.origin}
        self.calls.append({"images": (arterial.source, portal.source), "model": model.name, "clinical": clinical})
        self.phases = phases
        if self.error:
            raise self.error
        return FakePrediction(arterial_mask.voxel_count + portal_mask.voxel_count)


def shift_by_nothing(source, mask, target, report=None):
    return Alignment(np.eye(4), (0.0, 0.0, 0.0), 0.0, 0.5, 0.5)


@pytest.fixture
def child() -> FakeChild:
    return FakeChild()


@pytest.fixture
def source() -> FakeSource:
    return FakeSource()


@pytest.fixture
def executor() -> FakeExecutor:
    return FakeExecutor()


@pytest.fixture
def predict() -> FakePredict:
    return FakePredict()


@pytest.fixture
def made_prediction() -> Callable[..., FakePrediction]:
    return FakePrediction


@pytest.fixture
def new_session(source: FakeSource, executor: FakeExecutor, predict: FakePredict) -> Callable[[], PredictionPresenter]:
    """Make a presenter in which nothing is chosen yet."""
    return lambda: PredictionPresenter(source, executor, FakeLibrary(), predict, shift_by_nothing)


@pytest.fixture
def session(new_session: Callable[[], PredictionPresenter]) -> PredictionPresenter:
    """A presenter that is ready to predict."""
    presenter = new_session()
    presenter.scene_changed()
    presenter.inputs.choose_segmentation("arterial", "s1")
    presenter.inputs.choose_contour("portal", "s2", "t2")
    presenter.choose_model("m")
    return presenter
