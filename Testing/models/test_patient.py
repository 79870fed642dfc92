"""From two phases to a prediction, on small made-up volumes."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.features import DEFAULT_PROFILE, AK396Profile, IbsiProfile, PyradiomicsProfile, extract
from PCRPredictorLib.imaging import Acquisition, Geometry, Mask, PhaseImage
from PCRPredictorLib.models.calibration import Calibration
from PCRPredictorLib.models.calibration_file import Scaling
from PCRPredictorLib.models.model_file import Model, load_model
from PCRPredictorLib.models.patient import predict_patient
from PCRPredictorLib.models.reference import describe_cohort

GRID = Geometry((6, 40, 40), (0.8, 0.8, 6.0))


def make_phase(seed: int, mean_hu: float, source: str) -> tuple[PhaseImage, Mask]:
    """A noisy block with a bright edge and an ellipsoid lesion that is 25 voxels wide."""
    generator = np.random.default_rng(seed)
    array = np.round(generator.normal(mean_hu, 20, GRID.shape)).astype(np.int16)
    slices, rows, columns = np.ogrid[: GRID.shape[0], : GRID.shape[1], : GRID.shape[2]]
    inside = ((slices - 2.5) / 2.4) ** 2 + ((rows - 20) / 12.5) ** 2 + ((columns - 19) / 12.5) ** 2 <= 1
    array[inside] += 30
    return (
        PhaseImage(array, GRID, Acquisition(scanner_model="Phantom"), source, content_hash=source * 2),
        Mask(inside, GRID, f"mask of {source}", "Tumor", content_hash=source * 3),
    )


@pytest.fixture(scope="module")
def phases() -> tuple[PhaseImage, Mask, PhaseImage, Mask]:
    return (*make_phase(1, 90.0, "/data/Miller/arterial.nrrd"), *make_phase(2, 110.0, "/data/Miller/portal.nrrd"))


def calibration_of(model: Model, **changes: object) -> Calibration:
    calibration = Calibration(
        model=model.name,
        model_hash=model.hash,
        method="outcomes, slope fixed",
        scaling=tuple(Scaling(column, 1.0, 1e12) for column in model.columns),
        intercept=-1.0,
        intercept_se=0.3,
        slope=1.0,
        slope_se=None,
        cutoff=None,
        patients=60,
        events=20,
        prevalence=None,
        auc=0.8,
        auc_ci=(0.7, 0.9),
        cohort_slope=1.0,
        cohort_slope_se=0.3,
        too_close=None,
        reference=describe_cohort(
            model.columns, 1.0 + 1e12 * np.random.default_rng(1).normal(size=(60, len(model.columns)))
        ),
        profile_hash=DEFAULT_PROFILE.hash,
        acquisition={"arterial_rows": {"minimum": 512.0, "maximum": 512.0}, "portal_scanner": {"values": ["Phantom"]}},
        fingerprints=(),
        date="2026-11-23",
        version="0.1.0",
        simulated=False,
    )
    return replace(calibration, **changes)


@pytest.mark.parametrize("name", ["wen2024-radiomics", "wen2024-smote-radiomics"])
def test_the_values_are_those_of_a_full_extraction(
    name: str, phases: tuple[PhaseImage, Mask, PhaseImage, Mask]
) -> None:
    model = load_model(name)
    prediction = predict_patient(*phases, model, calibration_of(model))
    full = {"arterial": extract(*phases[:2]).features, "portal": extract(*phases[2:]).features}
    assert [term.value for term in prediction.contributions] == [
        full[feature.phase or ""][feature.name] for feature in model.features
    ]


def test_warnings_name_their_phase_and_acquisition_is_compared(
    phases: tuple[PhaseImage, Mask, PhaseImage, Mask], smote_model: Model
) -> None:
    prediction = predict_patient(*phases, smote_model, calibration_of(smote_model))
    messages = {notice.code: notice.message for notice in prediction.warnings}
    assert "arterial matrix rows is 40" in messages["acquisition-unlike-cohort"]
    thick = [notice.message for notice in prediction.warnings if notice.code == "thick-slices"]
    assert [message.partition(":")[0] for message in thick] == ["Arterial phase", "Portal phase"]


def test_provenance_names_hashes_and_no_paths(
    phases: tuple[PhaseImage, Mask, PhaseImage, Mask], smote_model: Model
) -> None:
    prediction = predict_patient(*phases, smote_model, calibration_of(smote_model))
    assert prediction.provenance["profile"] == "ak396-default"
    assert prediction.provenance["profile_hash"] == DEFAULT_PROFILE.hash
    assert prediction.provenance["inputs"]["portal"] == {
        "image_hash": phases[2].content_hash,
        "mask_hash": phases[3].content_hash,
        "segment": "Tumor",
        "origin": "file",
    }
    assert not prediction.simulated


@pytest.mark.parametrize("index", range(4))
def test_a_simulated_image_or_contour_marks_the_prediction(
    index: int, phases: tuple[PhaseImage, Mask, PhaseImage, Mask], smote_model: Model
) -> None:
    marked = list(phases)
    if index % 2:
        marked[index] = replace(marked[index], simulated=True)
    else:
        marked[index] = replace(marked[index], acquisition=Acquisition(simulated=True))
    assert predict_patient(*marked, smote_model, calibration_of(smote_model)).simulated


def test_no_notice_holds_a_path(phases: tuple[PhaseImage, Mask, PhaseImage, Mask], smote_model: Model) -> None:
    acquisition = Acquisition(study_key="1", acquisition_time="10:00:00")
    simulated = replace(phases[0], acquisition=replace(acquisition, simulated=True))
    real = replace(phases[2], acquisition=replace(acquisition, study_key="2"))
    prediction = predict_patient(simulated, phases[1], real, phases[3], smote_model, calibration_of(smote_model))
    messages = {notice.code: notice.message for notice in prediction.warnings}
    assert {"mixed-simulated", "different-studies", "same-acquisition-time", "thick-slices"} <= set(messages)
    assert "arterial phase" in messages["mixed-simulated"]
    assert "Miller" not in str(messages)


def test_one_image_as_both_phases_is_refused(
    phases: tuple[PhaseImage, Mask, PhaseImage, Mask], smote_model: Model
) -> None:
    arterial, mask = phases[:2]
    with pytest.raises(InputError, match="same image"):
        predict_patient(arterial, mask, arterial, mask, smote_model, calibration_of(smote_model))


REFUSED: dict[str, tuple[Callable[[Model], dict[str, object]], str]] = {
    "no calibration": (lambda model: {"calibration": None}, "carries no intercept and no scaling"),
    "other settings": (lambda model: {"profile": AK396Profile(runs_leave_roi=False)}, "extracted with profile"),
    "other feature set": (lambda model: {"profile": PyradiomicsProfile()}, "extracts pyradiomics features"),
    "ibsi set": (lambda model: {"profile": IbsiProfile()}, "extracts ibsi features"),
    "unknown clinical": (lambda model: {"clinical": {"afp": 300.0}}, "no clinical variable 'afp'; it uses none"),
    "calibrated on other settings": (
        lambda model: {"calibration": calibration_of(model, profile_hash="0" * 64)},
        "need 000000000000",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_scored_is_refused_before_extraction(
    case: str,
    phases: tuple[PhaseImage, Mask, PhaseImage, Mask],
    smote_model: Model,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("PCRPredictorLib.models.patient.extract", lambda *_, **__: pytest.fail("extracted"))
    changes, message = REFUSED[case]
    arguments = {"calibration": calibration_of(smote_model), **changes(smote_model)}
    with pytest.raises(InputError, match=message):
        predict_patient(*phases, smote_model, **arguments)


def test_clinical_variables_join_the_images(
    phases: tuple[PhaseImage, Mask, PhaseImage, Mask], small_model: Model
) -> None:
    calibration = calibration_of(small_model)
    prediction = predict_patient(*phases, small_model, calibration, clinical={"age": 50.0})
    total = float(phases[0].array[phases[1].array].astype(float).sum())
    assert [term.value for term in prediction.contributions][::2] == [total, 50.0]
    with pytest.raises(InputError, match="needs the clinical variable 'age'; give it as age=VALUE"):
        predict_patient(*phases, small_model, calibration)


def test_a_model_of_table_columns_scores_no_images(
    phases: tuple[PhaseImage, Mask, PhaseImage, Mask], small_model: Model
) -> None:
    model = replace(small_model, feature_set="table")
    with pytest.raises(InputError, match="scores feature tables, not images"):
        predict_patient(*phases, model, calibration_of(model))
