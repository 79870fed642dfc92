"""Asking the user interface's thread from a worker."""

import threading
from collections.abc import Callable
from typing import Any


def ask(post: Callable[[Callable[[], None]], None], question: Callable[[], Any], gone: Callable[[], bool]) -> Any:
    """What `question` gives, or raises, where `post` has it called; waits for it.

    Parameters
    ----------
    gone : callable
        Whether nothing that was posted will ever be called, the interface having ended.

    Raises
    ------
    RuntimeError
        The user interface has ended.
    """
    answered = threading.Event()
    answer: list[Any] = []
    failure: list[BaseException] = []

    def call() -> None:
        try:
            answer.append(question())
        except BaseException as error:
            failure.append(error)
        finally:
            answered.set()

    post(call)
    while not answered.wait(0.5):
        if gone():
            raise RuntimeError("the user interface has ended")
    if failure:
        raise failure[0]
    return answer[0]
