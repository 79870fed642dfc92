"""Stability of a result and the map of its score, made on request of what was scored."""

from dataclasses import replace

from PCRPredictorLib.models.score_map import ScoreMap

from Testing.presenter.shown import texts

SPREAD = {
    "scored": 48,
    "probability_percentiles": {"5": 0.2, "50": 0.3, "95": 0.41},
    "same_side_share": 0.9,
    "note": "No confidence interval.",
}


def test_stability_is_measured_on_what_was_scored_and_said_with_the_result(session, source, executor, monkeypatch):
    def perturb(prediction, arterial, arterial_mask, portal, portal_mask, model, calibration, on_progress):
        on_progress(1, 2)
        assert (arterial.source, portal.source, model.name) == ("v1", "v2", "m")
        return replace(prediction, spread=SPREAD)

    monkeypatch.setattr(session, "_perturb", perturb)
    session.measure_stability()
    assert texts(session) == ["Predict first; there is no result yet."]
    session.predict()
    executor.run_all()
    told = []
    session.job.progressed.connect(lambda fraction, text: told.append((fraction, text)))
    session.measure_stability()
    executor.run_worker()
    source.erase_a_voxel("s1", "t1")
    session.edit_finished()
    executor.deliver()
    assert told == [(0.5, "Scoring contours drawn a little differently: 1 of 2")]
    assert session.result.spread_text == (
        "With 48 contours drawn a little differently: 20.0 % to 41.0 % (5th to 95th percentile), 90 % of them on the "
        "same side of the cut-off. No confidence interval."
    )
    assert session.is_stale, "the contour was changed meanwhile"
    session.measure_stability()
    assert "out of date" in texts(session)[0]


def test_the_map_of_the_score_is_kept_while_it_belongs_to_the_result(session, source, executor, monkeypatch):
    made = ScoreMap({})

    def map_score(prediction, arterial, arterial_mask, portal, portal_mask, model, calibration, on_progress):
        on_progress(3, 4)
        assert (arterial.source, portal.source, model.name) == ("v1", "v2", "m")
        return made

    monkeypatch.setattr("PCRPredictorLib.models.score_map.map_score", map_score)
    session.map_score()
    assert texts(session) == ["Predict first; there is no result yet."]
    session.predict()
    executor.run_all()
    assert session.mapped is None
    told = []
    session.job.progressed.connect(lambda fraction, text: told.append((fraction, text)))
    session.map_score()
    executor.run_all()
    assert told == [(0.75, "Leaving out one part of the lesion after another: 3 of 4")]
    assert session.mapped.score_map is made
    source.erase_a_voxel("s1", "t1")
    session.edit_finished()
    assert session.mapped is None, "a map of another contour must not be shown"


def test_a_map_that_was_cancelled_is_not_shown(session, executor, monkeypatch):
    monkeypatch.setattr("PCRPredictorLib.models.score_map.map_score", lambda *_, **__: ScoreMap({}))
    session.predict()
    executor.run_all()
    session.map_score()
    session.cancel()
    executor.run_all()
    assert session.mapped is None
    assert session.result is not None
