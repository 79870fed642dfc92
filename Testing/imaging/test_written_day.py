"""Days in tables: read by one rule, whoever asks."""

from datetime import date

import pytest
from PCRPredictorLib.imaging.dicom_time import is_day_of_these_times, written_day


@pytest.mark.parametrize(
    "text",
    [
        "20240105",
        "2024-01-05",
        "2024.01.05",
        "2024/01/05",
        "2024-1-5",
        "2024/1/5",
        "2024年1月5日",
        " 2024-01-05T10:20:30 ",
        "2024-01-05 10:20",
        "20240105 1020",
    ],
)
def test_a_day_with_the_year_first(text):
    assert written_day(text) == date(2024, 1, 5)


@pytest.mark.parametrize(
    "text",
    [
        *("", "202401", "2024-01", "2024-0105", "2024-1.5", "202415", "20240105.0", "2024010510", "2024-01-05x"),
        *("20240230", "2024-13-01", "05.01.2024", "01/05/2024", "pCR", "١٢٣٤-٠١-٠٥"),
    ],
)
def test_no_day(text):
    assert written_day(text) is None


@pytest.mark.parametrize(
    ("text", "theirs"),
    [("19000101", True), ("2100-12-31", True), ("18991231", False), ("2101-01-01", False), ("30241231", False)],
)
def test_a_number_of_eight_digits_is_seldom_a_day(text, theirs):
    assert written_day(text) is not None
    assert is_day_of_these_times(text) is theirs
