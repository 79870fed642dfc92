"""The command line as a user meets it."""

from collections.abc import Callable

import pytest
from PCRPredictorLib.cli import run

from Testing.cli.canaries import canary_cohort, canary_table  # noqa: F401


@pytest.fixture
def refuse(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Run the command line on bad input and return the one sentence it prints."""

    def refused(*arguments: object) -> str:
        code = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        assert code == 2
        assert captured.out == ""
        assert captured.err.count("\n") == 1, captured.err
        return captured.err

    return refused
