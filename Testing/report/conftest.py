"""A prediction, a small two-phase phantom and the page made of them."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PCRPredictorLib.errors import Notice
from PCRPredictorLib.imaging import Acquisition, Geometry, Mask, PhaseImage
from PCRPredictorLib.report import patient_report

TERMS = (
    ("A308", "Correlation_angle135_offset4", 0.53125, 1.25, 0.4),
    ("P389", "LowIntensityLargeAreaEmphasis", 123456.789, -2.0, 0.75),
    ("A66", "GLCMEntropy_AllDirection_offset7_SD", 0.00123456, 0.5, -0.2),
)


@dataclass(frozen=True)
class Case:
    """All that a report is made of."""

    prediction: Any
    arterial: PhaseImage
    arterial_mask: Mask
    portal: PhaseImage
    portal_mask: Mask
    model: Any
    calibration: Any = field(default_factory=lambda: SimpleNamespace(simulated=False))

    def with_prediction(self, **changes: Any) -> "Case":
        return replace(self, prediction=SimpleNamespace(**{**vars(self.prediction), **changes}))

    def page(self) -> str:
        return patient_report(
            self.prediction,
            self.arterial,
            self.arterial_mask,
            self.portal,
            self.portal_mask,
            model=self.model,
            calibration=self.calibration,
        )


def make_phase(simulated: bool = False, segment: str = "Tumor", spacing: Any = (1.0, 2.0, 4.0)) -> Any:
    """A box of 200 HU in a dim volume; the box is largest in slice 5 (one row more)."""
    lesion = np.zeros((12, 30, 40), bool)
    lesion[3:8, 10:16, 20:27] = True
    lesion[4, 9, 20:27] = True
    values = np.where(lesion, 200, 40).astype(np.int16)
    geometry = Geometry(values.shape, spacing)
    image = PhaseImage(values, geometry, Acquisition(modality="CT", simulated=simulated), "/data/Doe^Jane/scan.nrrd")
    return image, Mask(lesion, geometry, "/data/Doe^Jane/mask.nrrd", segment, simulated=simulated)


@pytest.fixture
def case() -> Case:
    terms = tuple(
        SimpleNamespace(label=label, name=name, value=value, standardized=z, coefficient=b, contribution=z * b)
        for label, name, value, z, b in TERMS
    )
    total = math.fsum([-0.5, *(term.contribution for term in terms)])
    prediction = SimpleNamespace(
        probability=1 / (1 + math.exp(-total)),
        linear_predictor=total,
        cutoff=0.2109,
        predicted_class="non-pCR",
        contributions=terms,
        warnings=(Notice("thick-slices", "Arterial: the slices are 6.0 mm apart."),),
        simulated=False,
        provenance={"version": "0.1.0", "profile_hash": "ab" * 32, "inputs": {"arterial": {"image": "cd" * 32}}},
    )
    model = SimpleNamespace(
        name="wen2024-smote-radiomics",
        version="1",
        source="Wen et al. 2024, Table S4",
        intended_use="Research use only",
        cutoff=0.2109,
        cutoff_meaning="the paper's own scale",
        simulated=False,
    )
    return Case(prediction, *make_phase(), *make_phase(), model)


@pytest.fixture
def phase_maker() -> Callable[..., Any]:
    return make_phase
