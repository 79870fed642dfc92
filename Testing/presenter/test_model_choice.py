"""Choosing among the shipped models and calibrations, and the user's own."""

from dataclasses import replace

import pytest
from PCRPredictorLib.features.profile import DEFAULT_PROFILE
from PCRPredictorLib.models.calibration_file import save_calibration
from PCRPredictorLib.models.model_file import DEFAULT_MODEL, save_model
from PCRPredictorLib.presenter.patient.model_choice import ModelChoice, ShippedModels


def test_shipped_models_are_offered_with_their_card():
    choice = ModelChoice(ShippedModels())
    choice.choose_model(None)
    assert choice.reason == "Choose a model."
    assert choice.card == ()
    choice.choose_model("wen2024-smote-radiomics")
    card = {row.title: row.text for row in choice.card}
    assert choice.needs_calibration
    assert "calibrat" in choice.reason
    assert card["Cut-off of the source"].startswith("0.2109")
    assert card["Calibration"] == "None; the model lacks intercept and scaling."
    assert card["Features"].startswith(f"{len(choice.model.features)} (")


@pytest.mark.parametrize("name", ["wen2024-radiomics", "wen2024-smote-radiomics"])
def test_shipped_calibrations_fit_their_model_and_say_that_they_are_simulated(name):
    choice = ModelChoice(ShippedModels())
    choice.choose_model(name)
    assert choice.offered_calibrations == (f"simulated-{name}",)
    choice.choose_calibration(f"simulated-{name}")
    assert choice.reason is None
    assert choice.calibration.simulated
    assert choice.calibration.profile_hash == DEFAULT_PROFILE.hash, "run  make references"
    assert "Simulated calibration" in {row.title for row in choice.card}


def test_the_sample_patient_brings_a_model_only_where_none_is_ready(tmp_path):
    choice = ModelChoice(ShippedModels())
    choice.choose_model("wen2024-smote-radiomics")
    choice.choose_sample()
    assert (choice.name, choice.calibration_path) == ("wen2024-smote-radiomics", "simulated-wen2024-smote-radiomics")
    own = tmp_path / "own.json"
    save_calibration(ShippedModels().calibration("simulated-wen2024-smote-radiomics"), own)
    choice.choose_model("wen2024-smote-radiomics")
    choice.choose_calibration(str(own))
    choice.choose_sample()
    assert (choice.name, choice.calibration_path) == ("wen2024-smote-radiomics", str(own))
    assert choice.offered_calibrations == ("simulated-wen2024-smote-radiomics", str(own))


def test_another_model_drops_the_calibration_of_the_last():
    choice = ModelChoice(ShippedModels())
    choice.choose_sample()
    choice.choose_model("wen2024-smote-radiomics")
    assert choice.calibration is not None
    choice.choose_model("wen2024-radiomics")
    assert (choice.calibration, choice.calibration_path) == (None, None)
    assert choice.needs_calibration


def test_a_calibration_of_another_model_is_refused_and_a_new_one_offered():
    choice = ModelChoice(ShippedModels())
    choice.choose_model("wen2024-smote-radiomics")
    choice.choose_calibration("simulated-wen2024-radiomics")
    assert choice.reason.endswith("make one from the features of your reference cohort.")
    assert choice.needs_calibration


def test_a_model_is_chosen_from_the_start_but_no_simulated_calibration():
    choice = ModelChoice(ShippedModels())
    assert choice.name == DEFAULT_MODEL
    assert choice.calibration is None
    assert "calibration" in choice.reason


def test_the_default_stands_in_for_a_choice_that_was_never_saved():
    choice = ModelChoice(ShippedModels())
    choice.choose_model("wen2024-radiomics")
    assert choice.restore(None, None) == []
    assert choice.name == DEFAULT_MODEL
    choice.restore("/gone.json", None)
    assert (choice.name, choice.model) == ("/gone.json", None)


def test_the_sample_patient_keeps_the_model_that_the_user_chose():
    choice = ModelChoice(ShippedModels())
    choice.choose_model("wen2024-radiomics")
    choice.choose_sample()
    assert (choice.name, choice.calibration_path) == ("wen2024-radiomics", "simulated-wen2024-radiomics")


def test_models_and_calibrations_go_by_titles_that_say_what_is_simulated(tmp_path):
    choice = ModelChoice(ShippedModels())
    assert [choice.title(name) for name in choice.offered] == ["Wen 2024, radiomics", "Wen 2024, SMOTE radiomics"]
    (shipped,) = choice.offered_calibrations
    assert choice.title(shipped) == "200 simulated patients, 50 with pCR"
    own = tmp_path / "own.json"
    known = ShippedModels().calibration(shipped)
    save_calibration(replace(known, simulated=False, patients=134, events=39), own)
    choice.choose_calibration(str(own))
    assert choice.title(str(own)) == "134 patients, 39 with pCR (own.json)"
    save_calibration(known, own)
    choice.choose_calibration(str(own))
    assert choice.title(str(own)) == "200 simulated patients, 50 with pCR (own.json)", "the file was written again"


def test_a_trained_model_is_called_by_its_name_and_file(tmp_path):
    choice = ModelChoice(ShippedModels())
    own = tmp_path / "trained.json"
    save_model(replace(choice.model, name="my site", version="2", simulated=True), own)
    choice.choose_model(str(own))
    assert choice.title(str(own)) == "my site 2 (trained.json), simulated"
    assert choice.title("/never/was.json") == "was.json"
