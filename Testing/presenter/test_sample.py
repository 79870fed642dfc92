"""What the doors show first: the sample patient and the window."""

import numpy as np
from PCRPredictorLib.presenter.patient.phase_guess import guess_pair
from PCRPredictorLib.presenter.patient.sample import SAMPLE_NAMES, sample_patient
from PCRPredictorLib.presenter.patient.state import PHASES
from PCRPredictorLib.presenter.patient.windows import WINDOWS


def test_the_sample_is_one_patient_and_marked():
    first, second = sample_patient(), sample_patient()
    np.testing.assert_array_equal(first.portal.array, second.portal.array)
    assert first.arterial.acquisition.simulated
    assert first.portal_mask.simulated
    assert all("simulated" in SAMPLE_NAMES[phase].lower() for phase in PHASES)


def test_the_names_of_the_sample_tell_its_phases():
    assert guess_pair({phase: SAMPLE_NAMES[phase] for phase in PHASES}) == {"arterial": "arterial", "portal": "portal"}


def test_liver_comes_first_and_shows_liver_and_tumor():
    name, window = next(iter(WINDOWS.items()))
    assert name == "Liver"
    patient = sample_patient()
    tumor = patient.arterial.array[patient.arterial_mask.array]
    assert window.low < np.percentile(tumor, 1) < np.percentile(tumor, 99) < window.high
