"""The first impression: the paper's main model, a class, and no warning but that all is simulated."""

import pytest
from PCRPredictorLib.models.model_file import published_names
from PCRPredictorLib.models.patient import predict_patient
from PCRPredictorLib.presenter.patient.model_choice import SAMPLE_MODEL, ShippedModels
from PCRPredictorLib.presenter.patient.sample import sample_patient


def test_the_papers_main_model_comes_first():
    assert SAMPLE_MODEL == "wen2024-smote-radiomics"


@pytest.mark.parametrize("name", published_names())
def test_both_models_call_the_sample_patient_and_warn_only_of_the_simulation(name):
    library, patient = ShippedModels(), sample_patient()
    calibration = library.calibration(f"simulated-{name}")
    prediction = predict_patient(
        *(patient.arterial, patient.arterial_mask, patient.portal, patient.portal_mask),
        library.model(name),
        calibration,
    )
    assert calibration.cutoff is not None
    assert prediction.predicted_class is not None
    assert prediction.domain.within is True
    assert prediction.simulated
    assert [notice.code for notice in prediction.warnings] == ["simulated-outcomes"]
