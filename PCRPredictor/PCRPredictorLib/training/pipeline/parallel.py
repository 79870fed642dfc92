"""Independent pieces of work, one after the other or in several processes, in the order given either way."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

Result = TypeVar("Result")
Progress = Callable[[int, int], None]


def run_all(
    work: Callable[..., Result],
    arguments: Sequence[tuple[Any, ...]],
    jobs: int = 1,
    on_progress: Progress | None = None,
) -> list[Result]:
    """``[work(*each) for each in arguments]``, in `jobs` processes.

    Parameters
    ----------
    work : callable
        A function of a module, so that a process can import it.
    arguments : sequence of tuple
    jobs : int
        Processes; the result does not depend on it.
    on_progress : callable, optional
        Called with (pieces done, pieces in all).
    """
    results: list[Result] = []
    for result in _stream(work, arguments, min(jobs, len(arguments))):
        results.append(result)
        if on_progress:
            on_progress(len(results), len(arguments))
    return results


def _stream(work: Callable[..., Result], arguments: Sequence[tuple[Any, ...]], jobs: int) -> Iterable[Result]:
    if jobs <= 1:
        return (work(*each) for each in arguments)
    from joblib import Parallel, delayed

    return Parallel(n_jobs=jobs, return_as="generator")(delayed(work)(*each) for each in arguments)
