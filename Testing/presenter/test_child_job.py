"""A process that computes, seen from the door: progress, time left, each way to end."""

from typing import Any

import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.presenter.cohort.child_job import ChildJob


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ends(child: Any, clock: Clock) -> tuple[ChildJob, list[Any]]:
    """A job and what it said at its ends."""
    job, said = ChildJob(child, clock), []
    job.finished.connect(lambda answer: said.append(("finished", answer)))
    job.failed.connect(lambda error: said.append(("failed", type(error), str(error))))
    job.cancelled.connect(lambda: said.append(("cancelled",)))
    return job, said


def test_progress_tells_the_time_left_of_the_stage(child, ends, clock):
    job, _ = ends
    job.start({"work": "measure"})
    assert child.request == {"work": "measure"}
    assert job.step is None
    child.progress("Computing", 4, 16)  # 4 were kept from an earlier run: they say nothing of the pace
    assert (job.step.text, job.step.fraction) == ("Computing: 4 of 16", 0.25)
    clock.now += 30.0
    child.progress("Computing", 6, 16)
    assert job.step.text == "Computing: 6 of 16, about 2 min left"  # 10 to go at 15 s each
    clock.now += 30.0
    child.progress("Computing", 14, 16)
    assert job.step.text == "Computing: 14 of 16, about 12 s left"
    child.progress("Writing", 1, 5)
    assert job.step.text == "Writing: 1 of 5"


def test_an_answer_ends_it(child, ends):
    job, said = ends
    job.start({})
    child.answer({"done": {"cases": 8}})
    assert job.running, "until the process has ended"
    child.finish(0)
    assert said == [("finished", {"cases": 8})]
    assert not job.running
    job.start({})


def test_a_refusal_is_said_as_it_stands(child, ends):
    job, said = ends
    job.start({})
    child.answer({"refused": "x.csv does not exist; check the path."})
    child.finish(2)
    assert said == [("failed", InputError, "x.csv does not exist; check the path.")]


def test_cancel_waits_for_the_process(child, ends):
    job, said = ends
    job.start({})
    job.cancel()
    job.cancel()
    assert (child.ended, job.ending, job.running, said) == (1, True, True, [])
    with pytest.raises(RuntimeError):
        job.start({})
    child.finish(130)
    assert said == [("cancelled",)]
    assert (job.ending, job.running) == (False, False)


def test_what_was_done_before_the_cancel_arrived_is_done(child, ends):
    job, said = ends
    job.start({})
    job.cancel()
    child.answer({"done": {}})
    child.finish(0)
    assert said == [("finished", {})]


def test_an_answer_of_the_last_run_does_not_serve_the_next(child, ends):
    job, said = ends
    job.start({})
    child.answer({"done": {}})
    child.finish(0)
    job.start({})
    child.finish(1, "Traceback ...\nZeroDivisionError: division by zero\n")
    child_death = said[1]
    assert child_death == ("failed", RuntimeError, "ZeroDivisionError: division by zero")


def test_a_silent_death_says_what_it_may_mean(child, ends):
    job, said = ends
    job.start({})
    child.finish(9)
    kind, error, text = said[0]
    assert (kind, error) == ("failed", InputError)
    assert "memory" in text
    assert "code 9" in text


def test_a_process_that_does_not_start_leaves_nothing_running(ends, child):
    job, said = ends
    child.cannot_start = True
    with pytest.raises(InputError):
        job.start({})
    assert not job.running
    assert said == []
