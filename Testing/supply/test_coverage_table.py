"""The table of coverage by room: shares are of lines, not of files."""

import pytest

from Testing.coverage_by_room import room, table


def file(covered: int, statements: int) -> dict:
    return {"summary": {"covered_lines": covered, "num_statements": statements}}


def test_rooms_are_the_librarys_folders() -> None:
    assert room("PCRPredictor/PCRPredictorLib/training/data/cohort.py") == "training"
    assert room("/elsewhere/PCRPredictorLib/errors.py") == "PCRPredictorLib"
    assert room("PCRPredictorWeb/panels/model.py") == "PCRPredictorWeb"


def test_lines_of_a_room_are_added_before_the_share_is_taken() -> None:
    files = {
        "PCRPredictorLib/cli/a.py": file(1, 3),
        "PCRPredictorLib/cli/b/c.py": file(0, 1),
        "PCRPredictorWeb/a.py": file(4, 4),
    }
    assert table({"files": files}).splitlines()[2:] == [
        "| `cli` | 4 | 25.0 % |",
        "| `PCRPredictorWeb` | 4 | 100.0 % |",
        "| **all** | 8 | **62.5 %** |",
    ]


def test_nothing_measured_is_no_hundred_percent() -> None:
    with pytest.raises(ValueError, match="make coverage"):
        table({"files": {}})
