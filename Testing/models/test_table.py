"""Reading a cohort table: what is a feature, and which cells are refused."""

import gzip
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.models.csv_rows import odd_number
from PCRPredictorLib.models.outcomes import binary_outcome
from PCRPredictorLib.models.table import feature_columns, one_spelling, read_table

Write = Callable[..., Path]
FORMER_DEFAULT = "3793214a0d0a1a9d402b5aa50da9d86fa5bcee41428b51dad4eca810e11b5f68"  # as version 0.1 shipped it
HEADER = ["case_id", "A_MeanValue", "P_MeanValue", "age", "outcome", "profile_hash", "simulated"]
ROWS = [["c1", "1.5", "-2e3", "50", "0", "abc", "false"], ["c2", "2.5", "4", "61", "1", "abc", "true"]]


def test_a_contract_table(write_csv: Write) -> None:
    table = read_table(write_csv(HEADER, *ROWS))
    assert table.case_ids == ("c1", "c2")
    assert list(table.columns) == ["A_MeanValue", "P_MeanValue"]
    np.testing.assert_array_equal(table.columns["P_MeanValue"], [-2000.0, 4.0])
    assert table.profile_hash == "abc"
    assert table.simulated
    assert table.cells("outcome") == ("0", "1")
    assert table.row(1, ["A_MeanValue"]) == {"A_MeanValue": 2.5}


def test_clinical_columns_join_the_prefixed_ones(write_csv: Write) -> None:
    table = read_table(write_csv(HEADER, *ROWS), clinical=["age"])
    assert feature_columns(table, clinical=["age"]) == ("A_MeanValue", "P_MeanValue", "age")
    assert feature_columns(table) == ("A_MeanValue", "P_MeanValue")


def test_without_prefixes_every_numeric_column_but_the_excluded_is_a_feature(write_csv: Write) -> None:
    path = write_csv(
        ["id", "f1", "f2", "site", "split", "y"], ["a", "1", "2", "Bern", "1", "0"], ["b", "3", "4", "Ulm", "2", "1"]
    )
    table = read_table(path, id_column="id", exclude=["y", "split"])
    assert feature_columns(table, exclude=["y", "split"]) == ("f1", "f2")
    assert table.case_ids == ("a", "b")
    assert feature_columns(read_table(path, id_column="id"), exclude=["y"]) == ("f1", "f2", "split")


def test_row_numbers_serve_as_identifiers(write_csv: Write) -> None:
    assert read_table(write_csv(["f"], [1], [2])).case_ids == ("1", "2")


def test_only_the_asked_columns_are_read_as_numbers(write_csv: Write) -> None:
    path = write_csv(["A_x", "A_y"], ["1", "broken"])
    assert list(read_table(path, only=["A_x"]).columns) == ["A_x"]
    with pytest.raises(InputError, match=r"no column 'A_z'; did you mean"):
        read_table(path, only=["A_z"])


@pytest.mark.parametrize("text", ["1_000", "1,5", "abc", "0x1F", "1.5 HU", "--3"])
def test_a_cell_that_is_no_number_is_named(write_csv: Write, text: str) -> None:
    with pytest.raises(InputError, match=r"row 2, column 'A_x' holds .*no number"):
        read_table(write_csv(["A_x"], [1], [text]))


@pytest.mark.parametrize("text", ["inf", "-Infinity", "1e999"])
def test_an_infinite_cell_is_named(write_csv: Write, text: str) -> None:
    with pytest.raises(InputError, match=r"row 1, column 'A_x' holds .*not finite"):
        read_table(write_csv(["A_x"], [text], [1]))


@pytest.mark.parametrize("text", ["NA", "nan", "null", " "])
def test_a_missing_cell_is_refused_or_kept_as_asked(write_csv: Write, text: str) -> None:
    path = write_csv(["A_x"], [1], [text])
    with pytest.raises(InputError, match=r"row 2, column 'A_x' is missing"):
        read_table(path)
    np.testing.assert_array_equal(read_table(path, allow_missing=True).columns["A_x"], [1.0, np.nan])


def test_a_mostly_numeric_column_is_not_silently_dropped(write_csv: Write) -> None:
    with pytest.raises(InputError, match="row 2, column 'f' holds 'x'"):
        read_table(write_csv(["f", "g"], [1, 1], ["x", 2], [3, 3]))


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([["case_id", "A_x"], ["c", 1], ["d", 2], ["c", 3]], r"rows 1 and 3 have the same 'case_id'"),
        ([["case_id", "A_x"], ["", 1]], r"row 1: 'case_id' is empty"),
        ([["A_x", "A_x"], [1, 2]], r"'A_x' twice"),
        ([["A_x", ""], [1, 2]], r"column 2 has no name"),
        ([["A_x", "A_y"], [1]], r"line 2 has 1 cells where the header has 2"),
        ([["A_x"]], r"no rows"),
        ([], r"is empty"),
        ([["A_x", "profile_hash"], [1, FORMER_DEFAULT]], r"extracted before .* axes .*; run  pcr-predictor cohort"),
        ([["A_x\tA_y"], ["1\t2"]], r"not separated by commas"),
        ([["A_x", "profile_hash"], [1, "aa"], [2, "bb"]], r"row 2: profile_hash bb differs from aa"),
        ([["A_x", "profile_hash"], [1, ""], [2, "bb"]], r"row 1: profile_hash empty differs from bb"),
        ([["A_x", "simulated"], [1, "perhaps"]], r"'simulated' must be true or false"),
    ],
)
def test_a_broken_table_is_refused(write_csv: Write, rows: list[list[object]], message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_table(write_csv(*rows))


def test_lines_of_blanks_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("case_id,A_x\nc,1\n   \n\nd,2\n \t\n")
    assert read_table(tmp_path / "t.csv").case_ids == ("c", "d")


@pytest.mark.parametrize("name", ["case_id", "A_x"])
def test_a_column_that_carries_no_words_is_not_said_to_be_missing(write_csv: Write, name: str) -> None:
    table = read_table(write_csv(["case_id", "A_x", "y"], ["c", 1, 0]))
    with pytest.raises(InputError, match=f"'{name}' holds identifiers or features"):
        table.cells(name)
    with pytest.raises(InputError, match="no column 'z'"):
        table.cells("z")


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"A_x\n\xff\xfe\n")
    with pytest.raises(InputError, match="not UTF-8"):
        read_table(tmp_path / "t.csv")
    with pytest.raises(InputError, match="does not exist"):
        read_table(tmp_path / "none.csv")


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"\xef\xbb\xbfcase_id,A_x\r\nc,1\r\n")
    assert read_table(tmp_path / "t.csv").case_ids == ("c",)


def test_a_table_compressed_by_gzip_is_read_whatever_its_name(write_csv: Write, tmp_path: Path) -> None:
    plain = write_csv(HEADER, *ROWS)
    for name in ("t.csv.gz", "compressed.csv"):
        (tmp_path / name).write_bytes(gzip.compress(b"\xef\xbb\xbf" + plain.read_bytes()))
        table = read_table(tmp_path / name)
        assert table.case_ids == ("c1", "c2")
        assert table.cells("outcome") == ("0", "1")


@pytest.mark.parametrize(
    "damage", [lambda whole: whole[:-20], lambda whole: whole[:12] + b"\0" * 40, lambda _: b"\x1f\x8b"]
)
def test_a_damaged_gzip_gets_one_sentence(write_csv: Write, tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    plain = write_csv(["case_id", "A_x"], *([f"c{row}", row] for row in range(300)))
    (tmp_path / "t.csv.gz").write_bytes(damage(gzip.compress(plain.read_bytes())))
    with pytest.raises(InputError, match=r"t\.csv\.gz is damaged: its gzip data do not unpack"):
        read_table(tmp_path / "t.csv.gz")


def test_the_advice_on_a_missing_cell_is_the_callers(write_csv: Write) -> None:
    path = write_csv(["A_x"], [1], [""])
    with pytest.raises(InputError, match=r"column 'A_x' is missing; complete the cell or drop the case\.$"):
        read_table(path)
    with pytest.raises(InputError, match=r"is missing; call home\.$"):
        read_table(path, if_missing="call home")


def test_the_real_ak_table(shared_data: Path) -> None:
    table = read_table(shared_data / "ak" / "li2020_ak396.csv", exclude=["Label"])
    names = feature_columns(table, exclude=["Label"])
    assert (len(table), len(names)) == (51, 396)
    assert table.columns["MaxIntensity"][0] == 1211.0
    assert int(binary_outcome(table.cells("Label"), "Label").sum()) in (19, 32)


@pytest.mark.parametrize(
    ("cells", "positive", "expected"),
    [
        (("0", "1", "1"), None, [0, 1, 1]),
        (("0.0", "1.0"), None, [0, 1]),
        (("pCR", "non-pCR"), None, [1, 0]),
        (("No", "YES"), None, [0, 1]),
        (("1", "2"), "2", [0, 1]),
        (("0", "1"), "0", [1, 0]),
        (("0", "0.0", "1", "1.0"), None, [0, 0, 1, 1]),
        (("YES", "no", "yes"), None, [1, 0, 1]),
        (("1", "2", "2.0"), "2", [0, 1, 1]),
    ],
)
def test_outcomes(cells: tuple[str, ...], positive: str | None, expected: list[int]) -> None:
    assert binary_outcome(cells, "y", positive).tolist() == expected


@pytest.mark.parametrize(
    ("cells", "positive", "message"),
    [
        (("0", "1", "2"), None, r"has 3 values \(0, 1, 2\); it must have two: name another column, or write one word"),
        (("CR", "PR", "SD", "PD", "NE"), "CR", r"has 5 values \(CR, NE, PD, PR, \.\.\.\); it must"),
        (("1", "1"), None, "1 in every case"),
        (("0", ""), None, "row 2: the outcome 'y' is missing"),
        (("1", "2"), None, "holds '2'"),
        (("0", "1"), "2", "no 'y' equals '2'"),
        (("0", "1", "1.0000001"), None, "3 values"),
        (("0", "0.9999999"), None, "holds '0.99999"),
    ],
)
def test_outcomes_that_are_refused(cells: tuple[str, ...], positive: str | None, message: str) -> None:
    with pytest.raises(InputError, match=message):
        binary_outcome(cells, "y", positive)


def write_text(folder: Path, text: str) -> Path:
    path = folder / "cohort.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "text",
    [
        "case_id;f\na;1,5\nb;-2,25\n",
        "case_id;f\na;1.5\nb;-2.25\n",
        "sep=;\ncase_id;f\na;1,5\nb;-2,25\n",
        "sep=,\ncase_id,f\na,1.5\nb,-2.25\n",
        "case_id,f\n,\na,1.5\n  ,  \nb,-2.25\n,,,\n",
        "case_id;f;note\na;1,5;x, y\nb;-2,25;\n",
        "case_id,f,,\na,1.5,,\nb,-2.25,, \n",
    ],
)
def test_tables_of_semicolons_decimal_commas_and_empty_lines_are_read_as_what_they_say(
    tmp_path: Path, text: str
) -> None:
    table = read_table(write_text(tmp_path, text))
    assert table.columns["f"].tolist() == [1.5, -2.25]
    assert table.case_ids == ("a", "b")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("case_id;f;g\na;1,5;2.5\n", r"decimal comma \('1,5'\) and others with a decimal point \('2\.5'\)"),
        ("case_id;f\na;1,234\nb;12,500\n", "decimal ones or divide thousands"),
        ("case_id,f,g\na,'1',x\nb,2\n", "line 3 has 2 cells"),
        ("sep=;\ncase_id;f\na;1;2\n", "line 3 has 3 cells where the header has 2; put ';'"),
        ('case_id,f,g\na,"1,23",1\nb,"2,5",2\n', r"column 'f' holds '1,23', which is no number \(it has a comma\)"),
        ("case_id,f,g\na,12%,1\nb,3.5 %,2\n", r"column 'f' holds '12%', .* \(it is a percentage\)"),
        ("case_id,f,g\na,3.2 cm,1\nb,4cm,2\n", r"column 'f' holds '3.2 cm', .* \(it has a unit\)"),
        ("case_id,f,g\na,60 years,1\nb,7 years,2\n", r"column 'f' holds '60 years', .* \(it has a unit\)"),
        ("case_id,f\na,1\nb,12 ng/mL\n", r"row 2, column 'f' holds '12 ng/mL', which is no number \(it has a unit\)"),
        ("case_id,f,g\na,TRUE,1\nb,FALSE,2\n", r"column 'f' holds 'TRUE', .* \(it is a truth value\)"),
        ("case_id,f\na,1\nb,12%\n", r"row 2, column 'f' holds '12%', which is no number \(it is a percentage\)"),
        ("case_id,f,g\na,<2.0,1\nb,>5,2\n", r"column 'f' holds '<2\.0', .* \(it is a limit\)"),
        ("case_id;f\na;324.092\nb;-1.500.000\n", "whether such points are decimal ones or divide thousands"),
        ("case_id;f;g\na;1.324,5;1\nb;2.000,25;2\n", r"'1\.324,5', .* \(its points divide thousands\)"),
        ('case_id,f,g\na,"1,324,000",1\nb,"2,000,000",2\n', r"'1,324,000', .* \(its commas divide thousands\)"),
        ("case_id,f,g\na,1'324.5,1\nb,2'000,2\n", r"\(its blanks or apostrophes divide thousands\)"),
        ("case_id,f,g\na,1\u202f324,1\nb,2\u00a0000,2\n", r"\(its blanks or apostrophes divide thousands\)"),
        ("case_id,f\na,1\nb,\u22122.5\n", r"row 2, column 'f' .* \(its minus is a dash\)"),
        ("case_id,f,\na,1,\nb,2,x\n", "column 3 has no name, but line 3 holds something there"),
    ],
)
def test_a_column_that_a_spreadsheet_turned_into_text_is_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_table(write_text(tmp_path, text))


def test_three_decimals_throughout_are_refused_with_a_remedy_that_works_and_read_where_another_column_tells(
    tmp_path: Path,
) -> None:
    """1,234 alone may be a thousand; to write points in its place, as was advised, only brought the next refusal."""
    told = (
        r"'1,234', .* write a column with four decimals \(1,2340\), or export it with commas between cells and decimal"
    )
    with pytest.raises(InputError, match=told):
        read_table(write_text(tmp_path, "case_id;f;g\na;1,234;7\nb;12,500;8\n"))
    with pytest.raises(InputError, match=r"'1\.234', .* write a column with four decimals \(1\.2340\), or export"):
        read_table(write_text(tmp_path, "case_id;f;g\na;1.234;7\nb;12.500;8\n"))
    for text in (
        "case_id;f;g\na;1,2340;7\nb;12,5000;8\n",
        "case_id;f;g\na;1.2340;7\nb;12.5000;8\n",
        "case_id,f,g\na,1.234,7\nb,12.500,8\n",
        "case_id;f;g;h\na;1,234;7;0,5\nb;12,500;8;1,25\n",
        "case_id;f;g;h\na;1,234;7;0,125\nb;12,500;8;0,250\n",
        "case_id;f;g;h\na;1,234;7;1234,567\nb;12,500;8;1,250\n",
        "case_id;f;g;h\na;1,234;7;1,234E-05\nb;12,500;8;1,250\n",
    ):
        table = read_table(write_text(tmp_path, text))
        assert table.columns["f"].tolist() == [1.234, 12.5]
        assert table.columns["g"].tolist() == [7, 8]


def test_a_column_of_words_is_no_feature_and_an_excluded_one_is_not_judged(tmp_path: Path) -> None:
    path = write_text(tmp_path, "case_id,sex,responded,f\na,M,TRUE,1\nb,F,FALSE,2\n")
    assert list(read_table(path, exclude=["responded"]).columns) == ["f"]


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("1", "1"), ("1.0", "1"), ("1.", "1"), ("-2.00", "-2"), ("100", "100"), ("100.0", "100"), ("1.50", "1.5"),
        ("0.0", "0"), ("10.20", "10.2"), ("01", "01"), ("1.2.0", "1.2.0"),
        ("12345678901234567891.0", "12345678901234567891"),
        ("stage 1.0", "stage 1.0"), ("", ""), (".", "."), ("1,0", "1,0"),
    ],
)  # fmt: skip
def test_a_number_that_names_a_group_has_one_spelling(written, spelled):
    assert one_spelling([written]) == [spelled]


@pytest.mark.parametrize("word", ["2A", "3b", "2m", "1 lesion", "T1", "4 G", "7", "kg"])
def test_a_stage_is_no_number_with_a_unit(word: str) -> None:
    assert odd_number(word) is None
