"""Volumes that change, or never rest, while a session reads them, and a session that lets go."""

from Testing.presenter.shown import texts


def test_a_volume_that_changes_while_it_is_read_is_read_again(session, executor, source, predict, monkeypatch):
    steps = source.image_in_steps

    def disturbed(volume):
        yield from steps(volume)
        if source.image_copies <= 2:
            source.revisions[volume] += 1

    def last_step_after_the_change(volume):
        *_, image = disturbed(volume)
        yield None
        yield image

    monkeypatch.setattr(source, "image_in_steps", last_step_after_the_change)
    session.predict()
    executor.run_all()
    assert len(predict.calls) == 1
    assert source.image_copies > 2
    assert not session.is_stale


def test_a_volume_that_never_rests_is_refused(session, executor, source, predict, monkeypatch):
    def restless(volume):
        source.revisions[volume] += 1
        yield source.image(volume)

    monkeypatch.setattr(source, "image_in_steps", restless)
    session.predict()
    executor.run_all()
    assert predict.calls == []
    assert texts(session)[0].startswith("A volume is changed again and again while it is read")


def test_letting_go_ends_reading_and_computing(session, executor, source):
    session.predict()
    executor.run_all()
    source.revisions["v1"] += 1
    session.edit_finished()
    assert session.is_reading
    session.predict()
    session.let_go()
    assert not session.is_reading
    assert not session.job.running
    executor.run_all()
    assert session.result.probability == 0.16
