"""The page of promises claims no test that is not there."""

from Testing.promises.counts import ROOT, compared


def test_page_counts_what_is_collected() -> None:
    rows = compared()
    assert len(rows) >= 12
    for places, count, there in rows:
        assert all((ROOT / place).exists() for place in places), places
        assert 0 < count <= there, (places, count, there)
