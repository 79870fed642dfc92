import threading
import time
from functools import partial

import pytest
from PCRPredictorLib.errors import InputError, Notice
from PCRPredictorLib.presenter.job import Job
from PCRPredictorLib.presenter.messages import Message, Messages
from PCRPredictorLib.presenter.threads import ThreadExecutor


@pytest.fixture
def job(executor):
    return Job(executor)


@pytest.fixture
def heard(job):
    events = []
    for name in ("started", "progressed", "finished", "failed", "cancelled"):
        getattr(job, name).connect(lambda *values, name=name: events.append((name, *values)))
    return events


def test_progress_then_result_arrive_on_the_main_thread_only(job, executor, heard):
    def task(report):
        report(0.5, "half")
        return 42

    job.start(task)
    assert job.running
    executor.run_worker()
    assert heard == [("started",)]
    executor.deliver()
    assert heard == [("started",), ("progressed", 0.5, "half"), ("finished", 42)]
    assert not job.running


def test_failure_is_handed_on(job, executor, heard):
    error = InputError("no")

    def task(report):
        raise error

    job.start(task)
    executor.run_all()
    assert heard == [("started",), ("failed", error)]
    assert not job.running


def test_cancel_ends_the_task_at_its_next_report(job, executor, heard):
    steps = []

    def task(report):
        steps.append("begun")
        report(0.1, "x")
        steps.append("never")

    job.start(task)
    job.cancel()
    job.cancel()
    assert not job.running
    executor.run_all()
    assert heard == [("started",), ("cancelled",)]
    assert steps == ["begun"]


def test_result_of_a_cancelled_task_does_not_disturb_its_successor(job, executor, heard):
    job.start(lambda report: "old")
    executor.run_worker()
    job.cancel()
    job.start(lambda report: "new")
    executor.run_all()
    assert heard == [("started",), ("cancelled",), ("started",), ("finished", "new")]


def test_two_at_once_are_refused(job):
    job.start(lambda report: 1)
    with pytest.raises(RuntimeError, match="still running"):
        job.start(lambda report: 2)


def test_a_listener_may_start_the_next_task(job, executor, heard):
    job.finished.connect(lambda result: job.start(lambda report: result + 1) if result < 3 else None)
    job.start(lambda report: 1)
    executor.run_all()
    assert [event for event in heard if event[0] == "finished"] == [("finished", 1), ("finished", 2), ("finished", 3)]


def test_threads_work_elsewhere_and_deliver_here():
    executor = ThreadExecutor()
    job = Job(executor)
    threads = []
    job.finished.connect(lambda worker: threads.extend((worker, threading.current_thread())))
    job.start(lambda report: threading.current_thread())
    assert executor.deliver(wait_seconds=10) == 1
    worker, receiver = threads
    assert receiver is threading.current_thread()
    assert worker is not receiver
    assert executor.deliver() == 0


def test_an_empty_queue_never_holds_the_caller():
    """With ``SimpleQueue.get`` and a tiny timeout some of these calls never came back (CPython 3.11)."""
    executor = ThreadExecutor()

    def deliver_often():
        for _ in range(5000):
            executor.on_main(lambda: None)
            assert executor.deliver() == 1
            assert executor.deliver() == 0

    caller = threading.Thread(target=deliver_often, daemon=True)
    caller.start()
    caller.join(timeout=30)
    assert not caller.is_alive()


def test_messages_say_input_errors_as_they_stand_and_own_up_to_faults():
    messages = Messages()
    changes = []
    messages.changed.connect(lambda: changes.append(messages.shown))
    messages.error(InputError("The mask is empty."))
    assert messages.shown == (Message("error", "The mask is empty."),)
    messages.error(KeyError("x"))
    assert messages.shown[0].text.startswith("The program failed (KeyError: 'x')")
    messages.warnings([Notice("thick-slices", "Slices are thick.")])
    assert messages.shown == (Message("warning", "Slices are thick.", "thick-slices"),)
    messages.info("Done.")
    messages.info("Done.")
    messages.clear()
    assert messages.shown == ()
    assert len(changes) == 5


def test_a_worker_asks_and_waits_and_gets_failures_too():
    executor = ThreadExecutor()
    heard = []

    def work():
        heard.append(executor.ask_main(threading.current_thread))
        try:
            executor.ask_main(lambda: 1 // 0)
        except ZeroDivisionError:
            heard.append("failed")

    executor.start(work)
    assert executor.deliver(wait_seconds=10) == 1
    assert executor.deliver(wait_seconds=10) == 1
    while len(heard) < 2:
        time.sleep(0.001)
    assert heard == [threading.current_thread(), "failed"]


def test_a_callback_that_raises_keeps_none_of_the_others_from_being_run():
    """In Slicer, one tells that the worker has ended: lost, the interface would go on waiting for it for ever."""
    executor, heard = ThreadExecutor(), []

    def fail(word):
        heard.append(word)
        raise OSError(word)

    for callback in (partial(heard.append, 1), partial(fail, 2), partial(heard.append, 3)):
        executor.on_main(callback)
    with pytest.raises(OSError, match="2"):
        executor.deliver()
    assert heard == [1, 2, 3]
    for word in (4, 5):
        executor.on_main(partial(fail, word))
    with pytest.raises(ExceptionGroup) as raised:
        executor.deliver()
    assert [str(error) for error in raised.value.exceptions] == ["4", "5"]
    assert executor.deliver() == 0


def test_a_worker_does_not_wait_for_an_interface_that_has_ended():
    executor = ThreadExecutor()
    ended = threading.Event()

    def work():
        try:
            executor.ask_main(lambda: None)
        except RuntimeError:
            ended.set()

    executor.close()
    executor.start(work)
    assert ended.wait(10)


def test_closing_waits_for_work_that_was_given_up():
    """C++ code that calls back into Python while Python ends takes the application down."""
    executor = ThreadExecutor()
    job, begun, ended = Job(executor), threading.Event(), threading.Event()

    def task(report):
        begun.set()
        try:
            while True:
                time.sleep(0.05)
                report(0.5, "working")
        finally:
            ended.set()

    job.start(task)
    assert begun.wait(10)
    job.cancel()
    executor.close(wait_seconds=10.0)
    assert ended.is_set()


def test_closing_waits_no_longer_than_it_may():
    executor, release, ended = ThreadExecutor(), threading.Event(), threading.Event()

    def work():
        release.wait(10)
        ended.set()

    executor.start(work)
    executor.close(wait_seconds=0.01)
    assert not ended.is_set()
    release.set()
    executor.close(wait_seconds=10.0)
    assert ended.is_set()
