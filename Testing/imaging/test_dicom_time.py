"""Days and times against what Python reads by ISO 8601, which has the same basic form."""

from datetime import date, time

import pytest
from PCRPredictorLib.imaging.dicom_time import dicom_day, dicom_time


@pytest.mark.parametrize("text", ["20241231", "2024-12-31", " 20241231 ", "2024.12.31"])
def test_days_are_read(text):
    assert dicom_day(text) == date.fromisoformat("2024-12-31")


@pytest.mark.parametrize("text", [None, "", "202412", "20240231", "2024-1231", "2024W011", "0000-00-00", "٢٠٢٤١٢٣١"])
def test_what_is_no_day_is_none(text):
    assert dicom_day(text) is None


@pytest.mark.parametrize("text", ["0930", "09:30", "093000", "093000.250", "09:30:00", " 0930 "])
def test_times_are_read(text):
    assert dicom_time(text) == time.fromisoformat("0930")


@pytest.mark.parametrize("text", [None, "", "9", "09", "093", "09300", "2530", "096100", "0930+0100", "093000x"])
def test_what_is_no_time_is_none(text):
    assert dicom_time(text) is None
