"""A prediction, a small two-phase phantom and the page made of them."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from PCRPredictorLib.errors import Notice
from PCRPredictorLib.imaging import Acquisition, Geometry, Mask, PhaseImage
from PCRPredictorLib.models.calibration_file import Calibration, Scaling
from PCRPredictorLib.models.contribution import Contribution
from PCRPredictorLib.models.cutoff import Cutoff
from PCRPredictorLib.models.model_file import Model, ModelFeature
from PCRPredictorLib.models.reference import describe_cohort
from PCRPredictorLib.models.scoring import Prediction
from PCRPredictorLib.report.patient.patient_report import patient_report

TERMS = (
    ("A308", "Correlation_angle135_offset4", 0.53125, 1.25, 0.4),
    ("P389", "LowIntensityLargeAreaEmphasis", 123456.789, -2.0, 0.75),
    ("A66", "GLCMEntropy_AllDirection_offset7_SD", 0.00123456, 0.5, -0.2),
)


@dataclass(frozen=True)
class Case:
    """All that a report is made of."""

    prediction: Prediction
    arterial: PhaseImage
    arterial_mask: Mask
    portal: PhaseImage
    portal_mask: Mask
    model: Model
    calibration: Calibration | None

    def with_prediction(self, **changes: Any) -> "Case":
        return replace(self, prediction=replace(self.prediction, **changes))

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


def make_calibration(model: Model) -> Calibration:
    return Calibration(
        model=model.name,
        model_hash=model.hash,
        method="outcomes, slope fixed",
        scaling=tuple(Scaling(feature.column, 0.0, 1.0) for feature in model.features),
        intercept=-0.5,
        intercept_se=0.25,
        slope=1.0,
        slope_se=None,
        cutoff=Cutoff(
            value=0.2109, lower=0.18, upper=0.34, rule="Youden's index", splits=20, folds=5, bootstrap=200, seed=1
        ),
        patients=60,
        events=21,
        prevalence=None,
        auc=0.7,
        auc_ci=(0.6, 0.8),
        cohort_slope=1.0,
        cohort_slope_se=0.3,
        too_close={"cohort": 0.2, "60": 0.2, "100": 0.15, "200": 0.1},
        reference=describe_cohort(
            [feature.column for feature in model.features],
            np.random.default_rng(1).normal(size=(60, len(model.features))),
        ),
        profile_hash="ab" * 32,
        acquisition={},
        fingerprints=(),
        date="2026-11-20",
        version="0.1.0",
        simulated=False,
    )


@pytest.fixture
def case() -> Case:
    terms = tuple(
        Contribution(label, name, "arterial" if label[0] == "A" else "portal", value, z, b, b * z)
        for label, name, value, z, b in TERMS
    )
    total = math.fsum([-0.5, *(term.contribution for term in terms)])
    model = Model(
        name="wen2024-smote-radiomics",
        version="1",
        source="Wen et al. 2024, Table S4",
        feature_set="ak396",
        profile_hash=None,
        features=tuple(ModelFeature(term.label, term.name, term.phase, term.coefficient) for term in terms),
        intercept=None,
        cutoff=0.2109,
        cutoff_meaning="the paper's own scale",
        intended_use="Research use only",
    )
    prediction = Prediction(
        model=model.name,
        probability=1 / (1 + math.exp(-total)),
        linear_predictor=total,
        intercept=-0.5,
        intercept_se=0.25,
        cutoff=0.2109,
        call="below",
        paper_cutoff=0.2109,
        contributions=terms,
        warnings=(Notice("thick-slices", "Arterial: the slices are 6.0 mm apart."),),
        simulated=False,
        provenance={
            "version": "0.1.0",
            "profile_hash": "ab" * 32,
            "inputs": {"arterial": {"image_hash": "cd" * 32, "mask_hash": ""}},
        },
    )
    return Case(prediction, *make_phase(), *make_phase(), model, make_calibration(model))


@pytest.fixture
def phase_maker() -> Callable[..., Any]:
    return make_phase
