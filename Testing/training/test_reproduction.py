"""The paper's study on other patients: printed values, and what is found beside them."""

import contextlib
import csv
import io
import json
import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PCRPredictorLib.cli import run
from PCRPredictorLib.models.model_file import load_model
from PCRPredictorLib.models.table import read_table
from PCRPredictorLib.report.study.paper_page import study_page
from PCRPredictorLib.training.pipeline.config import TrainingConfig
from PCRPredictorLib.training.reproduction import study as study_parts
from PCRPredictorLib.training.reproduction.coefficients import subgroup_counts
from PCRPredictorLib.training.reproduction.columns import study_columns
from PCRPredictorLib.training.reproduction.from_counts import table_s1_from_counts
from PCRPredictorLib.training.reproduction.printed import printed
from PCRPredictorLib.training.reproduction.study import run_study

SUPPLEMENT = Path("/work/shared/paper-supplement.txt")
PUBLISHED = {"table_s3": "wen2024-radiomics", "table_s4": "wen2024-smote-radiomics"}
QUICK = {"folds": 2, "inner_folds": 2, "inner_repeats": 1, "repeats": 1, "neighbors": 3, "candidates": ["sparse"]}
COLUMNS = sorted({column for name in PUBLISHED.values() for column in load_model(name).columns})


def table_part(number: int) -> str:
    """One table of the supplement, its cells parted by single blanks."""
    text = SUPPLEMENT.read_text(encoding="utf-8-sig")
    begin = text.index(f"Table S{number}.")
    end = text.find(f"Table S{number + 1}.", begin)
    return " ".join(text[begin : end if end > 0 else text.index("[image: Fig S1]")].split())


@pytest.mark.skipif(not SUPPLEMENT.exists(), reason="the supplement's text is not on this machine")
def test_every_printed_value_stands_in_the_supplement_in_its_row():
    found = printed()
    place = 0
    first = table_part(1)
    for item in found["table_s1"]["characteristics"]:
        place = first.index(item["characteristic"], place)
        row = first[place:]
        for level in item.get("levels", ()):
            counts = rf"{re.escape(level['level'])} {level['total']}\([\d.]+%\) {level['training']}\([\d.]+%\) "
            squeezed = re.sub(r"\+ ", "+", row)
            assert re.search(rf"{counts}{level['validation']}\(", squeezed), (item["characteristic"], level)
        if "levels" not in item:
            words = " ".join(item[name] for name in ("total", "training", "validation", "printed_p"))
            assert words in row[: len(words) + 50]
        else:
            assert row[len(item["characteristic"]) :].lstrip().startswith(item["printed_p"])
    assert len(found["table_s1"]["characteristics"]) == 19
    for row in found["table_s2"]["subgroups"]:
        assert f"{row['subgroup']} {row['number']} {row['examples']}" in table_part(2)
    assert f"Total {found['table_s2']['total']} " in table_part(2)
    for number, key in ((3, "table_s3"), (4, "table_s4")):
        for row in found[key]["features"]:
            words = f"{row['phase']} {row['label']} {row['name']} {row['subgroup']} {row['coefficient']:.3f}"
            assert words in table_part(number)
    legends = " ".join(SUPPLEMENT.read_text(encoding="utf-8-sig").split())
    one, two = found["figure_s1"]["probabilities"]
    assert f"(Patient 1, {one}; Patient 2, {two}; Cut-off value {found['figure_s1']['cutoff']})" in legends
    for side in ("training", "validation"):
        figures = found["figure_s3"][side]
        areas = f"AUC: {figures['radiomics']}, {figures['SMOTE-radiomics']}, respectively, P = {figures['p_value']}"
        assert areas in legends


@pytest.mark.parametrize("key", PUBLISHED)
def test_the_printed_coefficients_are_those_of_the_published_models(key):
    model = load_model(PUBLISHED[key])
    assert [(row["label"], row["name"], row["coefficient"]) for row in printed()[key]["features"]] == [
        (feature.label, feature.name, feature.coefficient) for feature in model.features
    ]


def test_17_of_the_19_printed_p_values_follow_from_the_counts(table_s1):
    found = {item.name: item for item in table_s1_from_counts()}
    assert sum(item.agrees for item in found.values()) == 17
    assert {name for name, item in found.items() if not item.p} == {"Age", "Largest diameter of tumor (cm)"}
    assert sorted(item.p for item in found.values() if item.p) == sorted(p for _, p in table_s1.values())


def test_every_subgroup_of_table_s2_holds_as_many_features_as_printed():
    assert subgroup_counts() == {row["subgroup"]: row["number"] for row in printed()["table_s2"]["subgroups"]}


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A study of 60 patients whose table has everything, and what it said."""
    folder = tmp_path_factory.mktemp("finished")
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stderr(io.StringIO()) as said:
        patch.chdir(folder)
        write_table("cohort.csv")
        unsaid = {name: value for name, value in QUICK.items() if name != "candidates"}
        Path("quick.json").write_text(json.dumps(unsaid), encoding="utf-8")
        assert study() == 0
    return folder, said.getvalue()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """60 real patients with the features of both published models, characteristics and mRECIST, and quick settings."""
    monkeypatch.chdir(tmp_path)
    write_table("cohort.csv")
    Path("quick.json").write_text(json.dumps(QUICK), encoding="utf-8")
    return tmp_path


def write_table(name, without=(), mark="false", signal=3.0):
    generator = np.random.default_rng(5)
    rows = []
    for number in range(60):
        outcome = int(number % 5 < 2)
        values = generator.normal(size=len(COLUMNS))
        values[0] += signal * outcome
        carried = {
            "case_id": f"c{number}",
            "outcome": outcome,
            "split": "validation" if number >= 40 else "training",
            "mrecist": ["PR", "CR"][int(generator.random() < 0.2 + 0.5 * outcome)] if number != 41 else "",
            "sex": "MF"[number % 2],
            "simulated": mark,
        }
        rows.append(carried | dict(zip(COLUMNS, values.tolist(), strict=True)))
    kept = [column for column in rows[0] if column not in without]
    with open(name, "w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, kept, extrasaction="ignore")
        table.writeheader()
        table.writerows(rows)


def study(*options, cohort="cohort.csv", output="out"):
    command = ["study", "--cohort", cohort, "--config", "quick.json", "--output", output, "--jobs", "1"]
    return run([*command, *options])


def test_a_table_with_everything_gives_every_part(finished):
    folder, said = finished
    assert "could not be had" not in said
    written = {path.name for path in (folder / "out").iterdir()}
    assert written == {
        *("study.html", "study.json", "table_s1.csv", "table_s1_from_counts.csv", "table_s3_s4.csv", "training")
    }
    assert (folder / "out" / "training" / "roc_models.png").exists()
    record = json.loads((folder / "out" / "study.json").read_text(encoding="utf-8"))
    assert record["patients"]["validation"] == {"patients": 20, "responders": 8}
    # settings that say nothing of the candidates leave the model the paper's kind
    assert json.loads((folder / "out/training/config.json").read_text(encoding="utf-8"))["candidates"] == ["sparse"]
    assert record["not_had"] == {}
    assert set(record["published"]) == {"SMOTE-radiomics", "radiomics"}
    assert (record["mrecist"]["patients"], record["mrecist"]["without_reading"]) == (19, 1)
    assert all(row["refitted"] is not None for row in record["table_s4"]["rows"])
    page = (folder / "out" / "study.html").read_text(encoding="utf-8")
    anchors = set(re.findall(r'<a href="#([\w-]+)"', page))
    identities = re.findall(r'\bid="([\w-]+)"', page)
    assert anchors <= set(identities)
    assert len(identities) == len(set(identities))
    assert "SIMULATED" not in page
    assert "Research use only" in page
    for number in ("0.0454", "0.2109", "0.889", "0.843"):
        assert number in page
    table_one = (folder / "out" / "table_s1.csv").read_text(encoding="utf-8")
    assert "sex," in table_one
    assert "mrecist," in table_one


def test_refitted_coefficients_are_those_of_scikit_learn(finished):
    from sklearn.linear_model import LogisticRegression

    folder, _ = finished
    record = json.loads((folder / "out" / "study.json").read_text(encoding="utf-8"))
    with open(folder / "cohort.csv", encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["split"] == "training"]
    names = [row["column"] for row in record["table_s3"]["rows"]]
    values = np.array([[float(row[name]) for name in names] for row in rows])
    standardized = (values - values.mean(axis=0)) / values.std(axis=0, ddof=1)
    fitted = LogisticRegression(C=1.0, tol=1e-10, max_iter=10000).fit(standardized, [row["outcome"] for row in rows])
    assert [row["refitted"] for row in record["table_s3"]["rows"]] == pytest.approx(fitted.coef_[0].tolist(), abs=1e-5)
    page = (folder / "out" / "study.html").read_text(encoding="utf-8")
    assert page.count("a logistic regression with a weak ridge on these ten features of the training cohort") == 2
    assert page.count("of the training cohort, balanced by SMOTE.") == 1  # Table S4's alone


def test_published_auc_and_mrecist_are_those_counted_by_hand(finished):
    folder, _ = finished
    record = json.loads((folder / "out" / "study.json").read_text(encoding="utf-8"))
    with open(folder / "cohort.csv", encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    training = [row for row in rows if row["split"] == "training"]
    others = [row for row in rows if row["split"] == "validation"]
    score = np.zeros(len(others))
    for feature in load_model(PUBLISHED["table_s4"]).features:
        known = np.array([float(row[feature.column]) for row in training])
        here = np.array([float(row[feature.column]) for row in others])
        score += feature.coefficient * (here - known.mean()) / known.std(ddof=1)
    events = np.array([row["outcome"] == "1" for row in others])
    pairs = score[events][:, np.newaxis] > score[~events]
    assert record["published"]["SMOTE-radiomics"]["auc"] == pytest.approx(pairs.mean(), abs=1e-12)
    read = [row for row in others if row["mrecist"]]
    right = sum((row["mrecist"] == "CR") == (row["outcome"] == "1") for row in read)
    assert record["mrecist"]["reader"]["accuracy"] == pytest.approx(right / len(read))
    assert {"model", "accuracy"} <= set(record["mrecist"])


def test_without_a_cutoff_the_readings_are_judged_alone():
    from PCRPredictorLib.report.study import paper_page, paper_rows

    outcome = np.array([1, 1, 0, 0, 0, 1])
    cohort = SimpleNamespace(outcome=outcome, case_ids=tuple("abcdef"))
    main = SimpleNamespace(external=np.full(6, 0.4), model=SimpleNamespace(cutoff=None))
    result = SimpleNamespace(external=cohort, main=main, simulated=False)
    readings = dict(zip("abcdef", [True, False, False, True, False, None], strict=True))
    found, why = study_parts._mrecist(result, readings)
    assert "model" not in found
    assert found["reader"]["accuracy"] == pytest.approx(3 / 5)
    assert (found["patients"], found["without_reading"]) == (5, 1)
    assert "has no cut-off" in why
    told = SimpleNamespace(
        mrecist=found, missing={"mrecist": why}, result=result, simulated=False, outcomes_drawn=False
    )
    page = paper_page._mrecist(told)
    assert "Could not be had: the model trained here has no cut-off" in page
    assert "60.0% (" in page
    assert paper_rows._mrecist(told).ours == "accuracy 60.0% mRECIST"


@pytest.mark.parametrize(("cutoff", "expected", "words"), [(0.3, ["e"], "call below"), (None, ["b", "d"], "0.50 (the")])
def test_two_patients_are_shown_whether_or_not_the_model_has_a_cutoff(monkeypatch, cutoff, expected, words):
    """a and c responded; of the others mRECIST read a complete response in all, and f is too likely to respond."""
    scores = {
        "b": (0.45, "too close to call"),
        "d": (0.4, "too close to call"),
        "e": (0.1, "below"),
        "f": (0.9, "above"),
    }
    cohort = SimpleNamespace(outcome=np.array([1, 0, 1, 0, 0, 0]), case_ids=tuple("abcdef"))
    main = SimpleNamespace(external=np.full(6, 0.4), model=SimpleNamespace(cutoff=cutoff))
    training = SimpleNamespace(outcome=np.array([0, 1]))
    result = SimpleNamespace(external=cohort, cohort=training, main=main)
    monkeypatch.setattr(study_parts, "_rows", lambda table, cases: cases)
    monkeypatch.setattr(
        study_parts,
        "score_table",
        lambda model, calibration, cases: [
            (case, SimpleNamespace(probability=scores[case][0], call=scores[case][1])) for case in cases
        ],
    )
    found = study_parts._shown(None, result, dict.fromkeys("abcdef", True))
    assert [case for case, _ in found.patients] == expected
    assert words in found.rule


def page_of(table_name):
    """The study of a table and its page, with blank figures: drawing them takes longer than all the rest."""
    from matplotlib.figure import Figure

    table = read_table(table_name)
    columns = study_columns(table.carried, table_name)
    settings = {name: value for name, value in QUICK.items() if name != "candidates"}
    found = run_study(table, columns, TrainingConfig(**settings, candidates=("sparse",)))
    return found, study_page(found, Figure(), Figure())


def test_what_the_table_lacks_is_said_in_its_place(folder):
    write_table("bare.csv", without=("split", "mrecist", "sex", COLUMNS[3]))
    found, page = page_of("bare.csv")
    assert set(found.missing) == {"mrecist", "published", "table_one", "validation"}
    assert (found.mrecist, found.table_one, found.published) == (None, None, {})
    for words in (
        "the table has no mRECIST readings",
        "the table has no column that tells training from validation patients",
        "1 of the 10 features are not in the table",
    ):
        assert f"Could not be had: {words}" in page
    assert "part B: the table has no column" in page
    assert "SIMULATED" not in page


def test_outcomes_drawn_from_the_models_show_nothing(folder):
    write_table("simulated.csv", without=("mrecist", "sex"), mark="true")
    text = Path("simulated.csv").read_text(encoding="utf-8").splitlines()
    drawn = [text[0] + ",outcome_drawn_from", *(line + ",wen2024" for line in text[1:])]
    Path("drawn.csv").write_text("\n".join(drawn) + "\n", encoding="utf-8")
    _, page = page_of("drawn.csv")
    assert "SIMULATED" in page
    assert "the AUC shows nothing" in page
    assert page.count("Shows nothing.") >= 4
    assert "hidden trait" not in page


def test_simulated_patients_go_all_the_way_and_a_second_run_keeps_them(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    # What a training run writes is drawn for the finished study above.
    def write_little(folder, result):
        (folder / "model.json").write_text("{}", encoding="utf-8")

    monkeypatch.setattr("PCRPredictorLib.cli.study.write_training", write_little)
    Path("quick.json").write_text(json.dumps(QUICK | {"smote": False}), encoding="utf-8")
    command = ["study", "--output", "out", "--config", "quick.json", "--jobs", "1", "--seed", "3"]
    assert run([*command, "--training", "16", "--validation", "12"]) == 0
    made = (tmp_path / "out" / "simulated" / "manifest.csv").stat().st_mtime_ns
    first = (tmp_path / "out" / "study.html").read_bytes()
    page = first.decode()
    assert "SIMULATED" in page
    assert "hidden trait of the simulated tissue" in page
    assert "simulated patients have no mRECIST reading" in page
    assert "Could not be had: this variant was not trained" in page
    kept = json.loads((tmp_path / "out" / "features" / "run.json").read_text(encoding="utf-8"))["units"]
    assert kept["computed"] == 56
    assert run([*command, "--training", "16", "--validation", "12"]) == 0
    again = json.loads((tmp_path / "out" / "features" / "run.json").read_text(encoding="utf-8"))["units"]
    assert (again["computed"], again["kept"]) == (0, 56)
    assert (tmp_path / "out" / "simulated" / "manifest.csv").stat().st_mtime_ns == made
    assert (tmp_path / "out" / "study.html").read_bytes() == first
    (tmp_path / "out" / "simulated" / "SIM0002" / "portal.nrrd").write_bytes(b"broken")
    capsys.readouterr()
    assert run([*command, "--training", "16", "--validation", "12"]) == 0
    assert "could not be had (patients): 1 of 28 cases could not be measured" in capsys.readouterr().err
    assert "All patients of the manifest: 1 of 28 cases" in (tmp_path / "out" / "study.html").read_text(
        encoding="utf-8"
    )
    assert run([*command, "--training", "20", "--validation", "12"]) == 2
    assert "holds 28 patients of seed 3" in capsys.readouterr().err


@pytest.mark.parametrize(("training", "settings", "enough"), [(20, {}, 32), (31, {}, 32), (20, {"neighbors": 50}, 256)])
def test_too_few_simulated_patients_are_refused_before_any_is_made(
    tmp_path, monkeypatch, capsys, training, settings, enough
):
    monkeypatch.chdir(tmp_path)
    Path("settings.json").write_text(json.dumps(settings), encoding="utf-8")
    options = ["--output", "out", "--config", "settings.json", "--training", str(training)]
    assert run(["study", *options]) == 2
    told = capsys.readouterr().err
    assert "SMOTE" in told
    assert f"--training {enough} or more will do" in told
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("change", "options", "told"),
    [
        (("outcome", "answer"), [], "outcome"),
        (("training", "neither"), [], "write training or validation"),
        (("CR", "maybe"), [], "write CR, PR, SD or PD"),
        (("", ""), ["--mrecist", "reading"], "reading"),
        (("", ""), ["--clinical", "weight"], "weight"),
        (("", ""), ["--truth", "wen2024"], "are for simulated patients"),
        (("", ""), [], "5 folds need one each"),
    ],
)
def test_a_bad_manifest_is_one_sentence_before_anything_is_measured(folder, capsys, change, options, told):
    lines = ["case_id,arterial,arterial_mask,portal,portal_mask,outcome,split,mrecist"]
    lines += [
        f"c{n},{n}a.nrrd,{n}am.nrrd,{n}p.nrrd,{n}pm.nrrd,{n % 2},{'training' if n < 8 else 'validation'},CR"
        for n in range(16)
    ]
    old, new = change
    Path("manifest.csv").write_text("\n".join(lines).replace(old, new) if old else "\n".join(lines), encoding="utf-8")
    assert run(["study", "--manifest", "manifest.csv", "--output", "out", *options]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert told in said.err
    assert not Path("out").exists()


def test_a_side_without_two_of_each_outcome_is_refused(folder, capsys):
    text = Path("cohort.csv").read_text(encoding="utf-8").splitlines()
    Path("few.csv").write_text("\n".join(text[:41] + text[43:46]) + "\n", encoding="utf-8")
    assert study(cohort="few.csv") == 2
    assert "the validation cohort has 0 patients of one outcome" in capsys.readouterr().err
