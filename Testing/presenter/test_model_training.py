"""Training seen from the door: choices, the one question, what is offered afterwards."""

from pathlib import Path
from typing import Any

import pytest
from PCRPredictorLib.models.model_file import load_model, save_model
from PCRPredictorLib.presenter.cohort.model_training import PACKAGES, ModelTraining, missing_packages
from PCRPredictorLib.presenter.patient.model_choice import ModelChoice, ShippedModels

ANSWER = {"patients": 80, "auc": 0.75, "auc_ci": [0.6, 0.85], "simulated": True}


class Setup:
    """A training whose process, packages and user are the test's."""

    def __init__(self, child: Any, table: Path) -> None:
        self.missing: list[str] = []
        self.agrees = True
        self.asked: list[list[str]] = []
        self.child, self.table = child, str(table)
        self.models = ModelChoice(ShippedModels())
        self.training = ModelTraining(child, self.models, self.install, lambda: self.missing)

    def install(self, packages: Any) -> bool:
        self.asked.append(list(packages))
        return self.agrees

    @property
    def said(self) -> tuple[str, str]:
        (message,) = self.training.messages.shown
        return message.kind, message.text

    def choose_all(self) -> None:
        self.training.choose_table(self.table)
        self.training.choose_outcome("outcome")


@pytest.fixture
def setup(child: Any, tmp_path: Path) -> Setup:
    path = tmp_path / "features.csv"
    rows = [f"C{row},{row}.5,{row % 2},{'PR' if row % 3 else 'CR'},{row},abc" for row in range(12)]
    path.write_text("\n".join(["case_id,A_f,outcome,response,age,profile_hash", *rows]) + "\n")
    return Setup(child, path)


def test_it_says_what_is_missing_in_turn(setup):
    training = setup.training
    assert training.reason == "Choose a feature table with outcomes."
    training.choose_table(setup.table)
    assert training.columns == ("outcome", "case_id", "response", "age")
    assert training.output == str(Path(setup.table).parent / "model")
    assert training.reason == "Choose the column of outcomes."
    training.choose_outcome("outcome")
    assert training.values == (), "0 and 1 need no explanation"
    assert training.reason is None
    training.choose_outcome("response")
    assert training.values == ("CR", "PR")
    assert training.reason == "Choose the outcome that means a response."
    training.choose_positive("CR")
    assert training.reason is None
    training.choose_output("")
    assert training.reason == "Choose the folder for model and report."


def test_a_column_that_holds_no_outcomes_is_refused_at_once(setup):
    setup.choose_all()
    setup.training.choose_outcome("age")
    assert setup.training.outcome == ""
    assert setup.said[0] == "error"
    assert "must have two" in setup.said[1]


def test_a_file_that_is_no_table_is_refused_at_once(setup, tmp_path):
    setup.training.choose_table(str(tmp_path / "none.csv"))
    assert setup.said[0] == "error"
    assert setup.training.columns == ()


def test_the_folder_follows_the_table_until_one_is_chosen(setup, tmp_path):
    other = tmp_path / "other" / "features.csv"
    other.parent.mkdir()
    other.write_text(Path(setup.table).read_text())
    setup.training.choose_table(setup.table)
    setup.training.choose_table(str(other))
    assert setup.training.output == str(other.parent / "model")
    setup.training.choose_output("/elsewhere")
    setup.training.choose_table(setup.table)
    assert setup.training.output == "/elsewhere"


def test_what_is_asked_of_the_process(setup, child):
    setup.choose_all()
    setup.training.choose_outcome("response")
    setup.training.choose_positive("CR")
    setup.training.set_paper(True)
    setup.training.start()
    assert child.request == {
        "work": "train",
        "table": setup.table,
        "outcome": "response",
        "positive": "CR",
        "protocol": "paper",
        "output": setup.training.output,
    }
    assert setup.training.reason == "A model is being trained; wait for the end or cancel."
    assert setup.asked == []


def test_missing_packages_are_asked_for_once_together(setup, child):
    setup.missing = ["scikit-learn", "imbalanced-learn"]
    setup.choose_all()
    setup.agrees = False
    setup.training.start()
    assert setup.asked == [["scikit-learn", "imbalanced-learn"]]
    assert child.request is None
    assert setup.said == (
        "error",
        "Training needs scikit-learn, imbalanced-learn, which were not installed; nothing was done.",
    )
    setup.agrees = True
    setup.training.start()
    assert child.request is not None


def test_only_what_is_not_there_is_missing(monkeypatch):
    assert missing_packages() == ()
    monkeypatch.setitem(PACKAGES, "no_such_module_anywhere", "no-such-package")
    assert missing_packages() == ("no-such-package",)


def test_trained_models_are_offered_and_the_report_found(setup, child):
    setup.choose_all()
    before, chosen = setup.models.offered, setup.models.name
    setup.training.start()
    assert setup.training.report is None
    written = write_models(setup, "wen2024-radiomics")
    child.answer({"done": ANSWER})
    child.finish(0)
    assert setup.models.offered == (*before, *written)
    assert setup.models.name == chosen, "offered, not chosen"
    assert setup.training.report == str(Path(setup.training.output) / "report.html")
    assert "Nested AUC 0.750 (95 % interval 0.600 to 0.850) in 80 patients" in setup.said[1]
    assert setup.said[1].endswith("Research use only. Simulated data.")


def test_a_chosen_model_that_is_trained_anew_is_loaded_anew(setup, child):
    setup.choose_all()
    (path, _) = write_models(setup, "wen2024-radiomics")
    setup.models.choose_model(path)
    setup.training.start()
    write_models(setup, "wen2024-smote-radiomics")
    child.answer({"done": ANSWER})
    child.finish(0)
    assert setup.models.model == load_model(path)
    assert setup.models.model.name == "wen2024-smote-radiomics"


def test_a_cancelled_training_says_that_nothing_was_written(setup, child):
    setup.choose_all()
    setup.training.start()
    setup.training.cancel()
    child.finish(130)
    assert setup.said == ("info", "Cancelled; nothing was written.")


def write_models(setup: Setup, name: str) -> list[str]:
    folder = Path(setup.training.output)
    folder.mkdir(exist_ok=True)
    paths = [str(folder / file) for file in ("model.json", "model_plain.json")]
    for path in paths:
        save_model(load_model(name), path)
    return paths
