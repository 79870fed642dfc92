"""Offering the cases that killed programs left, one after another, until the user has answered for each."""

from collections.abc import Sequence
from typing import Any

from PCRPredictorLib.presenter.patient.prediction_presenter import PredictionPresenter

from .case_keeper import CaseKeeper
from .session import LeftCase

IDENTITY_WORDS = (
    "The case was opened as it was saved. Names and numbers of patients are not saved: check that both phases are of "
    "one patient."
)


class LeftCases:
    """The question on the page and what its answers do.

    Parameters
    ----------
    state : trame_server.state.State
    left : sequence of LeftCase
        The latest first.
    """

    def __init__(
        self, state: Any, presenter: PredictionPresenter, keeper: CaseKeeper, left: Sequence[LeftCase]
    ) -> None:
        self._state = state
        self._presenter = presenter
        self._keeper = keeper
        self._left = list(left)
        self._ask()

    async def answer(self, answer: str) -> None:
        """``open``, ``delete``, or anything else to be asked again at the next start."""
        if not self._left:
            return
        first = self._left.pop(0)
        with self._state:
            self._state.left_case = None
        if answer == "open":
            try:
                await self._keeper.take_over(first.case)
            except Exception as error:  # the case stays where it is; the page must live on
                self._presenter.messages.error(error)
                return
            first.delete()
            self._presenter.messages.info(IDENTITY_WORDS)
        elif answer == "delete":
            first.delete()
            self._ask()

    def _ask(self) -> None:
        case = self._left[0].case if self._left else None
        with self._state:
            self._state.left_case = case and {
                "saved": case.saved,
                "volumes": [str(entry["name"]) for entry in case.volumes],
                "contours": len(case.contours),
            }
