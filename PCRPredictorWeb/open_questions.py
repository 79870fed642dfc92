"""What only the user knows of a file that was opened, asked one after another on the page."""

from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PCRPredictorLib.presenter.patient.state import PHASE_TITLES, PHASES

LABEL_MAP_WORDS = "{name} holds whole numbers of {count} kinds only, like a label map. What is it?"
PHASE_WORDS = "Which phase of contrast is {name}? Neither its name nor its header tells."
TAKEN_WORDS = "{name} is the {phase} by its name, which has another volume already. Which phase shall show it?"
PHASE_ANSWERS: Mapping[str, str] = {str(phase): f"The {PHASE_TITLES[phase]}" for phase in PHASES}
LABEL_MAP_ANSWERS = {
    **{f"contour-{phase}": f"A contour on the {PHASE_TITLES[phase]}" for phase in PHASES},
    "image": "A CT volume",
}


@dataclass(frozen=True)
class _Question:
    words: str
    answers: Mapping[str, str]
    then: Callable[[str], Awaitable[None]]


class OpenQuestions:
    """The questions that wait for an answer.

    Parameters
    ----------
    state : trame_server.state.State
        Shows the first of them as `open_question`.
    """

    def __init__(self, state: Any) -> None:
        self._state = state
        self._waiting: deque[_Question] = deque()
        self._show()

    def ask(self, words: str, answers: Mapping[str, str], then: Callable[[str], Awaitable[None]]) -> None:
        """Ask; `then` is awaited with the key of the answer, or with an empty text where there was none."""
        self._waiting.append(_Question(words, answers, then))
        self._show()

    async def answer(self, value: str) -> None:
        if self._waiting:
            question = self._waiting.popleft()
            self._show()
            await question.then(value if value in question.answers else "")

    async def forget(self) -> None:
        """Ask nothing any more, since the case is gone."""
        while self._waiting:
            await self.answer("")

    def _show(self) -> None:
        first = self._waiting[0] if self._waiting else None
        with self._state:
            self._state.open_question = first and {
                "words": first.words,
                "answers": [{"value": value, "title": title} for value, title in first.answers.items()],
            }
