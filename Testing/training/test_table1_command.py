"""`pcr-predictor table1` as a user meets it."""

import csv

import pytest
from PCRPredictorLib.cli import run


@pytest.fixture
def clinical(table_s1, tmp_path):
    """The paper's patients, rebuilt from the counts of Table S1."""
    path = tmp_path / "clinical.csv"
    columns = [
        [level for level, n, _ in levels for _ in range(n)] + [level for level, _, n in levels for _ in range(n)]
        for levels, _ in table_s1.values()
    ]
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(["case_id", "cohort", *table_s1])
        for number, cells in enumerate(zip(*columns, strict=True)):
            table.writerow([f"patient {number}", "training" if number < 100 else "validation", *cells])
    return path


def test_every_printed_p_of_table_s1_stands_in_the_file(clinical, table_s1, tmp_path):
    output = tmp_path / "table1.csv"
    assert run(["table1", "--clinical", str(clinical), "--group", "cohort", "--output", str(output)]) == 0
    with output.open(encoding="utf-8", newline="") as stream:
        p_of = {row["Characteristic"]: row["P"] for row in csv.DictReader(stream)}
    assert {name: p_of[name] for name in table_s1} == {name: printed for name, (_, printed) in table_s1.items()}


def test_the_page_holds_the_same_and_loads_nothing(clinical, tmp_path):
    output = tmp_path / "table1.html"
    assert run(["table1", "--clinical", str(clinical), "--group", "cohort", "--output", str(output)]) == 0
    page = output.read_text(encoding="utf-8")
    assert "<td>0.207</td><td>Fisher&#x27;s exact</td>" in page
    assert "Research use only" in page
    assert "&gt; 200" in page
    assert "src=" not in page
    assert "href=" not in page


def test_radiomic_features_are_left_out_and_a_portal_stage_is_not(tmp_path, capsys):
    path, output = tmp_path / "clinical.csv", tmp_path / "table1.csv"
    rows = [f"{row},{'ab'[row % 2]},{'I' * (1 + row % 3)},{row + 0.5},{40 + row}" for row in range(30)]
    path.write_text("\n".join(["case_id,arm,P_stage,A_MeanValue,age", *rows]), encoding="utf-8")
    assert run(["table1", "--clinical", str(path), "--group", "arm", "--output", str(output)]) == 0
    assert "30 patients" in (said := capsys.readouterr().out)
    assert "1 radiomic features left out" in said
    first_words = [line.split(",")[0] for line in output.read_text(encoding="utf-8").splitlines()]
    assert first_words == ["Characteristic", "P_stage", "  I", "  II", "  III", "age: mean (SD)"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--group", "arm", "--output", "t.csv"], "clinical.csv has no column 'arm'"),
        (["--group", "arm", "--id", "nobody", "--output", "t.csv"], "clinical.csv has no column 'nobody'"),
        (["--group", "cohort", "--output", "t.docx"], "must end in .csv or .html"),
    ],
)
def test_bad_input_leaves_with_one_sentence(clinical, tmp_path, monkeypatch, capsys, options, sentence):
    monkeypatch.chdir(tmp_path)
    assert run(["table1", "--clinical", str(clinical), *options]) == 2
    assert sentence in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["clinical.csv"]
