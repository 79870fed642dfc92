import csv
import io

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.training.statistics.group_tests import compare_counts, compare_numbers
from PCRPredictorLib.training.statistics.table1 import WITHHELD_DATES, WITHHELD_VALUES, format_p, table_one
from scipy import stats


def test_all_17_printed_p_values_of_table_s1_come_out(table_s1):
    assert len(table_s1) == 17
    for name, (levels, printed) in table_s1.items():
        test = compare_counts([counts for _, *counts in levels])
        assert format_p(test.p_value) == printed, name
        assert test.name == ("Fisher's exact" if name == "Child-Pugh" else "chi-square")


def test_table_s1_is_rebuilt_from_its_patients(table_s1):
    columns = {"cohort": ["Training"] * 100 + ["Validation"] * 103}
    for name, (levels, _) in table_s1.items():
        columns[name] = [level for level, n, _ in levels for _ in range(n)] + [
            level for level, _, n in levels for _ in range(n)
        ]
    table = table_one(columns, group="cohort")
    lines = list(csv.reader(io.StringIO(table.as_csv())))
    assert lines[0] == [
        "Characteristic", "Total (n=203)", "Training (n=100)", "Validation (n=103)", "P", "Test", "Missing",
    ]  # fmt: skip
    by_name = {line[0]: line for line in lines}
    assert {name: by_name[name][4] for name in table_s1} == {name: printed for name, (_, printed) in table_s1.items()}
    assert ["  HAIC", "57(28.1%)", "1(1.0%)", "56(54.4%)", "", "", ""] in lines


def test_many_small_expected_counts_are_said_where_no_exact_test_can_be_had():
    small, large = compare_counts([[200, 3]] * 3 + [[2, 200]] * 3 + [[1, 1]] * 40), compare_counts([[9, 11], [10, 13]])
    assert (small.name, small.caveat) == ("chi-square", "87% of the expected counts are below 5")
    assert (large.name, large.caveat) == ("chi-square", "")
    assert compare_counts([[20, 21], [1, 3], [2, 1]]).name == "Fisher's exact"


def test_three_against_three_separated_is_one_tenth_in_the_table():
    """Shapiro-Wilk cannot tell so few values from normal ones; Welch's t would say 0.021."""
    columns = {"arm": ["a"] * 3 + ["b"] * 3, "size": list("123456"), "sex": list("mmmfff")}
    size, sex = table_one(columns, "arm").characteristics
    assert (size.name, size.test.name) == ("size: median (i.q.r.)", "Mann-Whitney U, exact")
    assert (format_p(size.test.p_value), format_p(sex.test.p_value)) == ("0.100", "0.100")


def test_a_measurement_of_five_patients_is_no_category():
    columns = {"arm": list("aabbb"), "size": ["3.1", "2.2", "5.0", "4.4", "1.9"], "stage": list("12121")}
    size, stage = table_one(columns, "arm").characteristics
    assert (size.name, stage.name) == ("size: median (i.q.r.)", "stage")


def test_numbers_are_summarized_and_tested_by_their_distribution():
    generator = np.random.default_rng(8)
    first, second = generator.normal(50, 10, 40), generator.normal(56, 11, 50)
    groups = ["a"] * 40 + ["b"] * 50
    age = [repr(float(value)) for value in (*first, *second)]
    diameter = [repr(float(np.exp(value / 10))) for value in (*first, *second)]
    normal, skewed = table_one({"group": groups, "age": age, "diameter": diameter}, "group").characteristics
    assert normal.name == "age: mean (SD)"
    assert normal.summary[1] == f"{first.mean():.1f}({first.std(ddof=1):.1f})"
    assert normal.test.p_value == pytest.approx(stats.ttest_ind(first, second, equal_var=False).pvalue)
    assert skewed.name == "diameter: median (i.q.r.)"
    ranks = stats.mannwhitneyu(first, second, method="asymptotic", use_continuity=False)
    assert skewed.test.p_value == pytest.approx(ranks.pvalue, rel=1e-9)
    assert skewed.test.name == "Mann-Whitney U"


@pytest.mark.parametrize(
    ("scale", "shown"),
    [(1.0, "51.9(11.3)"), (1e-3, "0.052(0.011)"), (100.0, "5194.0(1126.9)")],
)
def test_decimals_show_two_digits_of_the_spread_and_at_least_one(scale, shown):
    age = 51.94 + 11.269 * stats.norm.ppf((np.arange(40) + 0.5) / 40) / np.std(
        stats.norm.ppf((np.arange(40) + 0.5) / 40), ddof=1
    )
    columns = {"arm": ["a", "b"] * 20, "age": [repr(float(value)) for value in age * scale]}
    (summary,) = table_one(columns, "arm").characteristics
    assert summary.name == "age: mean (SD)"
    assert summary.summary[0] == shown


def test_ranks_get_the_decimals_of_their_range():
    ratio = ["0.0121", "0.0123", "0.0119", "0.9", "0.0125", "0.0128"] * 2
    (summary,) = table_one({"arm": ["a"] * 6 + ["b"] * 6, "ratio": ratio}, "arm").characteristics
    assert summary.summary[0] == "0.01240 (0.01210,0.01280)"
    diameter = ["6.5", "4.8", "9.1", "2.0", "30.1", "5.2"] * 2
    (summary,) = table_one({"arm": ["a"] * 6 + ["b"] * 6, "diameter": diameter}, "arm").characteristics
    assert summary.summary[1] == "5.8 (4.9,8.4)"


def test_three_groups():
    groups = [np.array([1.0, 2, 3, 9]), np.array([2.0, 3, 4, 5]), np.array([7.0, 8, 9, 10])]
    assert compare_numbers(groups, normal=True).p_value == pytest.approx(stats.f_oneway(*groups).pvalue)
    assert compare_numbers(groups, normal=False).name == "Kruskal-Wallis, exact"


def test_missing_values_are_counted_and_left_out():
    columns = {
        "group": ["a", "a", "a", "b", "b", "b"],
        "sex": ["M", "F", "", "M", "NA", "M"],
        "invasion": ["None", "Yes", "None", "Yes", "None", "None"],
    }
    sex, invasion = table_one(columns, "group").characteristics
    assert sex.missing == 2
    assert dict(sex.levels)["M"] == ("3(75.0%)", "1(50.0%)", "2(100.0%)")
    # "None" is an answer, not a missing one.
    assert invasion.missing == 0
    assert dict(invasion.levels)["None"] == ("4(66.7%)", "2(66.7%)", "2(66.7%)")


def test_a_constant_characteristic_has_no_p():
    (only,) = table_one({"group": ["a", "b"], "site": ["X", "X"]}, "group").characteristics
    assert only.test.p_value is None
    assert format_p(only.test.p_value) == ""


def test_bad_columns_are_refused():
    with pytest.raises(InputError, match="no column 'arm'"):
        table_one({"sex": ["M"]}, "arm")
    with pytest.raises(InputError, match=r"clinical\.csv, row 2: the group 'arm' is empty"):
        table_one({"arm": ["a", ""], "sex": ["M", "F"]}, "arm", "clinical.csv")
    with pytest.raises(InputError, match="the one group 'a'"):
        table_one({"arm": ["a", "a"], "sex": ["M", "F"]}, "arm")
    with pytest.raises(InputError, match="whole numbers"):
        compare_counts([[1, 2.5], [3, 4]])


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("<2.0", "it is a limit"),
        ("unknown", "it is a word"),
        ("1,5", "it has a comma"),
        ("inf", "it is infinite, or"),
        ("1e160", "it is"),
    ],
)
def test_one_odd_cell_never_turns_a_measurement_into_categories(cell, reason):
    columns = {"group": ["a", "b"] * 10, "afp": [*map(str, range(10, 29)), cell]}
    with pytest.raises(InputError, match=rf"column 'afp', row 20 holds '{cell}', .*\({reason}.*\).* 1 such cells"):
        table_one(columns, "group")


def test_a_whole_column_beyond_any_measurement_is_named():
    with pytest.raises(InputError, match=r"row 1 holds '1e160', .*beyond any measurement.* 20 such cells"):
        table_one({"group": ["a", "b"] * 10, "afp": [f"{number}e160" for number in range(1, 21)]}, "group")


def test_a_whole_column_with_decimal_commas_is_named_and_dates_and_stages_stay_categories():
    group = ["a", "b"] * 10
    with pytest.raises(InputError, match=r"row 1 holds '0,5', .* 20 such cells"):
        table_one({"group": group, "afp": [f"{number},5" for number in range(20)]}, "group")
    kept = {
        "date": [f"2021-03-{day + 1:02d}" for day in range(20)],
        "stage": ["1", "2", "3a", "3b"] * 5,
        "grade": ["1", "2", "unknown", "3"] * 5,
    }
    for item in table_one({"group": group, **kept}, "group").characteristics:
        assert item.levels


def test_words_that_are_a_patient_s_own_are_counted_and_not_listed():
    columns = {"arm": ["a", "b"] * 10, "name": [f"Jane Doe {number}" for number in range(20)], "sex": ["m", "f"] * 10}
    columns |= {"born": [f"19{50 + number % 5}-03-01" for number in range(20)], "seen": ["20240506"] * 20}
    name, sex, *dates = table_one(columns, "arm").characteristics
    assert name.levels == ((WITHHELD_VALUES, ("20(100.0%)", "10(100.0%)", "10(100.0%)")),)
    assert name.test.p_value is None
    assert [level for level, _ in sex.levels] == ["f", "m"]
    assert [[level for level, _ in one.levels] for one in dates] == [[WITHHELD_DATES]] * 2


def test_numbers_that_are_no_dates_stay_numbers():
    columns = {"arm": ["a", "b"] * 6, "platelets": ["20241399", "20245000", "1", "2", "3", "4"] * 2}
    (summary,) = table_one(columns, "arm").characteristics
    assert not summary.levels


def test_a_number_is_one_category_however_it_is_written():
    """A table that two programs wrote parts of holds 1 and 1.0; told apart, they made P 0.194 one below 0.001."""
    plain = ["1", "0", "0", "1", "1", "0"] * 10
    arm = ["A"] * 25 + ["B"] * 35
    mixed = [text if group == "A" else f"{text}.0" for text, group in zip(plain, arm, strict=True)]
    one = table_one({"arm": arm, "viral": plain}, "arm").characteristics[0]
    other = table_one({"arm": arm, "viral": mixed}, "arm").characteristics[0]
    assert [cells for _, cells in other.levels] == [cells for _, cells in one.levels]
    assert other.test == one.test
    by_group = table_one({"arm": mixed, "viral": plain}, "arm")
    assert [heading.partition(" ")[0] for heading in by_group.headings] == ["Total", "1", "0"]


def test_codes_written_in_two_ways_stay_categories():
    codes = ["1", "1.0", "2", "2.0", "3", "3.0"] * 10
    (stage,) = table_one({"arm": ["A", "B"] * 30, "stage": codes}, "arm").characteristics
    assert [level for level, _ in stage.levels] == ["1", "2", "3"]


def test_long_numbers_of_places_stay_apart():
    """Beyond 2 ** 53 a float knows no whole number from the next."""
    sites = ["12345678901234567890", "12345678901234567891"] * 10
    (site,) = table_one({"arm": ["A", "A", "B", "B"] * 5, "site": sites}, "arm").characteristics
    assert len(site.levels) == 2


def test_six_digits_are_no_date():
    counts = [str(195012 + 7 * row) for row in range(20)]
    (platelets,) = table_one({"arm": ["A", "B"] * 10, "platelets": counts}, "arm").characteristics
    assert platelets.summary


@pytest.mark.parametrize("power", [-1073, -1000, -700, 0, 60, 300])
def test_the_unit_of_a_measurement_decides_no_test(power):
    """Squares of numbers near 1e-300 are 0: Welch's P came out below 0.001."""
    values = np.round(np.random.default_rng(2).normal(5, 1, 40) * 1024).astype(float)
    columns = {"arm": ["a"] * 20 + ["b"] * 20, "size": [repr(float(np.ldexp(value, power))) for value in values]}
    (found,) = table_one(columns, "arm").characteristics
    assert found.name == "size: mean (SD)"
    assert found.test.p_value == pytest.approx(stats.ttest_ind(values[:20], values[20:], equal_var=False).pvalue)


@pytest.mark.parametrize(
    ("factor", "shown"), [(1e-12, "1.94e-12(7.0e-13)"), (1e30, "1.94e+30(7.0e+29)"), (1e3, "1937.7(703.2)")]
)
def test_very_small_and_very_large_numbers_are_written_with_a_power_of_ten(factor, shown):
    values = 1.9377 + 0.70317 * stats.zscore(stats.norm.ppf((np.arange(40) + 0.5) / 40), ddof=1)
    columns = {"arm": ["a", "b"] * 20, "size": [repr(float(value)) for value in values * factor]}
    (found,) = table_one(columns, "arm").characteristics
    assert found.summary[0] == shown


def test_zero_has_no_sign():
    zeros = ["-0.0", "0", "-0", "0.0"] * 5
    scores = [f"{(row - 12.4) / 1000:.4f}" for row in range(20)]
    flag, score = table_one({"arm": ["a", "b"] * 10, "flag": zeros, "score": scores}, "arm").characteristics
    assert [level for level, _ in flag.levels] == ["0"]
    assert not any("-0.0000" in cell for cell in score.summary)


@pytest.mark.parametrize(
    "written",
    [
        "{day}.03.2021",
        "{day}/3/2021",
        "2021/03/{day}",
        "{day}-03-21",
        "2021-03-{day}",
        "{day} Mar 2021",
        "{day}. März 2021",
    ],
)
def test_dates_as_people_write_them_are_not_listed_even_where_some_are_words(written):
    dates = [written.format(day=10 + row % 5) for row in range(20)]
    dates[3] = "unknown"
    (seen,) = table_one({"arm": ["a", "b"] * 10, "seen": dates}, "arm").characteristics
    assert [level for level, _ in seen.levels] == [WITHHELD_DATES]


@pytest.mark.parametrize("cell", ["1.234,5", "1 234", "1.234.567", "1'234.5"])
def test_a_column_of_divided_thousands_is_named(cell):
    with pytest.raises(InputError, match=r"row 1 holds .* divide thousands.* 20 such cells"):
        table_one({"arm": ["a", "b"] * 10, "afp": [cell.replace("1", str(row), 1) for row in range(1, 21)]}, "arm")


def test_groups_stand_in_the_order_asked_for_and_simulated_rows_say_so():
    columns = {"cohort": ["late", "early", "early", "late"], "sex": list("MFMF")}
    assert table_one(columns, "cohort").headings[1:] == ("late (n=2)", "early (n=2)")
    table = table_one(columns, "cohort", order=("absent", "early"))
    assert table.headings[1:] == ("early (n=2)", "late (n=2)")
    heading, *rows = csv.reader(io.StringIO(table.as_csv(simulated=True)))
    assert heading[-1] == "Simulated"
    assert {row[-1] for row in rows} == {"true"}
    assert "Simulated" not in table.as_csv()
