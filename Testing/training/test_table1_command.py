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


def counts_table(path, rows):
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["variable", "level", "training", "validation"], *rows])
    return str(path)


def test_printed_counts_give_the_same_table_as_the_patients(clinical, table_s1, tmp_path):
    rows = [[name, *level] for name, (levels, _) in table_s1.items() for level in levels]
    counts = counts_table(tmp_path / "counts.csv", rows)
    assert run(["table1", "--counts", counts, "--output", str(tmp_path / "c.csv")]) == 0
    assert run(["table1", "--clinical", str(clinical), "--group", "cohort", "--output", str(tmp_path / "p.csv")]) == 0

    def blocks(name):
        found, block = {}, ""
        with (tmp_path / name).open(encoding="utf-8", newline="") as stream:
            for head, *cells in list(csv.reader(stream))[1:]:
                block = block if head.startswith("  ") else head
                found[block, head] = cells
        return found

    assert blocks("c.csv") == blocks("p.csv")


def test_levels_that_add_up_to_fewer_patients_are_told_as_missing(tmp_path):
    rows = [["sex", "M", 6, 5], ["sex", "F", 4, 5], ["stage", "1", 3, 4], ["stage", "2", 5, 6]]
    counts = counts_table(tmp_path / "counts.csv", rows)
    assert run(["table1", "--counts", counts, "--output", str(tmp_path / "c.csv")]) == 0
    text = (tmp_path / "c.csv").read_text(encoding="utf-8").splitlines()
    assert text[0].startswith("Characteristic,Total (n=20),training (n=10),validation (n=10)")
    assert next(line for line in text if line.startswith("stage")).endswith(",2")


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([["sex", "M", "3.5", 1]], "'training' holds '3.5'"),
        ([["sex", "M", -1, 1]], "'training' holds '-1'"),
        ([["sex", "M", 1, 1], ["sex", "M", 2, 2]], "row 2: variable 'sex' and level 'M'"),
        ([["sex", "", 1, 1]], "row 1: variable 'sex' and level ''"),
    ],
)
def test_counts_that_are_none_are_refused(tmp_path, capsys, rows, told):
    counts = counts_table(tmp_path / "counts.csv", rows)
    assert run(["table1", "--counts", counts, "--output", str(tmp_path / "c.csv")]) == 2
    assert told in capsys.readouterr().err
    assert run(["table1", "--counts", counts, "--group", "x", "--output", str(tmp_path / "c.csv")]) == 2
    assert "already tells the groups" in capsys.readouterr().err
    assert run(["table1", "--output", str(tmp_path / "c.csv")]) == 2
    assert "Give --clinical F.csv with --group COL, or --counts F.csv" in capsys.readouterr().err
    assert not (tmp_path / "c.csv").exists()


def test_words_spelled_in_two_ways_and_codes_are_told(tmp_path, capsys):
    path, output = tmp_path / "clinical.csv", tmp_path / "table1.csv"
    rows = [f"{'ab'[n % 2]},{('Yes', 'yes', 'no', 'YES')[n % 4]},{-9 if n == 3 else 50 + n}" for n in range(40)]
    path.write_text("\n".join(["group,smoker,age", *rows]) + "\n", encoding="utf-8")
    assert run(["table1", "--clinical", str(path), "--group", "group", "--output", str(output)]) == 0
    said = capsys.readouterr().err
    assert "(spelled-in-two-ways): The column 'smoker'" in said
    assert "'Yes' and 'yes' and 'YES', which count as 3 categories" in said
    assert "(column-with-code): The column 'age'" in said
