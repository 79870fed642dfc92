"""What the quality report points at."""

import re

import numpy as np
import pytest
from PCRPredictorLib.cohort.manifest import Case
from PCRPredictorLib.cohort.quality import duplicate_images, far_features
from PCRPredictorLib.cohort.tables import MeasuredCase


def test_far_features_are_counted_in_robust_deviations():
    matrix = np.tile(np.arange(9.0)[:, np.newaxis], (1, 3))
    matrix[:, 1] = 5.0
    matrix[8] = (30.0, 90.0, -40.0)
    # The first column is 0..7 and 30: median 4, median absolute deviation 2.
    expected = (30 - 4) / (1.4826 * 2)
    found = far_features(matrix, ["a", "constant", "c"])
    assert found[:8] == [()] * 8
    names = [name for name, _ in found[8]]
    assert names == ["c", "a"]
    assert dict(found[8])["a"] == pytest.approx(expected, rel=1e-12)
    assert dict(found[8])["c"] == pytest.approx((-40 - 3) / (1.4826 * 2), rel=1e-12)


def test_few_cases_show_no_outlier():
    assert far_features(np.array([[1.0], [2.0], [1e9]]), ["a"]) == [(), (), ()]


def measured(case_id: str, arterial: str, portal: str) -> MeasuredCase:
    facts = {"arterial": {"pixel_hash": arterial}, "portal": {"pixel_hash": portal}}
    return MeasuredCase(Case(case_id, {}, {}), {}, facts, {}, ())


def test_one_image_under_two_ids_is_found():
    cases = [measured("x", "1", "2"), measured("y", "3", "2"), measured("z", "4", "1")]
    assert duplicate_images(cases) == [("x, arterial", "z, portal"), ("x, portal", "y, portal")]


def test_the_page_shows_every_case_and_asks_for_nothing(measured_cohort):
    page = (measured_cohort / "cohort-report.html").read_text()
    assert len(re.findall(r'<article class="card', page)) == 3
    assert page.count('class="card failed"') == 0
    assert page.count("data:image/png;base64,") == 6
    assert "SIMULATED" in page
    assert "3 of 3" in page
    assert not re.search(r'(src|href)="(?!data:image/png|#)', page)
    assert "Research use only" in page


def test_a_duplicate_is_on_the_page(small_cohort, write_manifest, measure, tmp_path):
    folder = small_cohort.parent
    files = {
        name: folder / "SIM0001" / f"{name}.nrrd" for name in ("arterial", "arterial_mask", "portal", "portal_mask")
    }
    measure(write_manifest([{"case_id": "first", **files}, {"case_id": "again", **files}]), tmp_path / "out")
    page = (tmp_path / "out/cohort-report.html").read_text()
    assert "first, arterial = again, arterial" in page
    assert "first, portal = again, portal" in page


def test_a_large_cohort_is_continued_on_further_pages(monkeypatch, small_cohort, measure, tmp_path):
    monkeypatch.setattr("PCRPredictorLib.report.cohort.cohort_report.CASES_A_PAGE", 2)
    (tmp_path / "out").mkdir()
    (tmp_path / "out/cohort-report-7.html").write_text("of an earlier, larger run")
    measure(small_cohort, tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").glob("*.html")) == [
        "cohort-report-2.html",
        "cohort-report.html",
    ]
    assert 'href="cohort-report-2.html#cases"' in (tmp_path / "out/cohort-report.html").read_text()
    assert "SIM0003" in (tmp_path / "out/cohort-report-2.html").read_text()
