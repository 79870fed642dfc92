"""What may be wrong with a table of features, scores or outcomes."""

import codecs
import gzip
from collections.abc import Callable

from Testing.promises.desk import Desk, Fault
from Testing.promises.doors import (
    audit_outcomes,
    audit_scores,
    calibrate_table,
    count_table,
    desktop_calibration_making,
    desktop_training,
    python_table,
    score_table,
    table1,
    train_table,
    validate_table,
)
from Testing.promises.images import line, write

FILE = "cohort.csv"
HEADER = "case_id,A_MeanValue,P_Range,outcome,reader,group,date\n"


def rows(*lines: str) -> Callable[[Desk], None]:
    return write((HEADER + "".join(f"{one}\n" for one in lines)).encode(), FILE)


def cell(text: str) -> Callable[[Desk], None]:
    """Another mean value in the first row."""

    def spoil(desk: Desk) -> None:
        lines = (desk / FILE).read_text().splitlines()
        cells = lines[1].split(",")
        cells[1] = text
        (desk / FILE).write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]) + "\n")

    return spoil


def _without_outcome(desk: Desk) -> None:
    desk.replace(FILE, ",outcome,", ",result,")


def _outcomes(*values: str) -> Callable[[Desk], None]:
    def spoil(desk: Desk) -> None:
        lines = [line.split(",") for line in (desk / FILE).read_text().splitlines()]
        for number, cells in enumerate(lines[1:]):
            cells[3] = values[number % len(values)]
        (desk / FILE).write_text("\n".join(map(",".join, lines)) + "\n")

    return spoil


def _packed_half(desk: Desk) -> None:
    packed = gzip.compress((desk / FILE).read_bytes())
    (desk / FILE).write_bytes(packed[: len(packed) // 2])


AS_A_TABLE = (
    Fault("gone", lambda desk: (desk / FILE).unlink(), "does not exist", FILE),
    Fault("empty", write(b"", FILE), "empty", FILE),
    Fault("header-only", rows(), "no rows", FILE),
    Fault("latin-1", write(HEADER.encode() + "Müller,1,2,0,1,a,\n".encode("latin-1"), FILE), "UTF-8", FILE),
    Fault(
        "image-instead",
        lambda desk: (desk / FILE).write_bytes((desk / "arterial.nii").read_bytes()),
        "UTF-8|CSV|line",
        FILE,
    ),
    Fault("half-gzip", _packed_half, "gzip", FILE),
    Fault("tabs", write(HEADER.replace(",", "\t").encode() + b"a\tb\n", FILE), "commas", FILE),
    Fault("short-row", rows("one,1,2", "two,1,2,0,1,a,"), "cells", FILE),
    Fault("nameless-column", line("A_MeanValue", "", FILE), "no name", FILE),
    Fault("column-twice", line("P_Range", "A_MeanValue", FILE), "twice", FILE),
    Fault(
        "two-marks",
        lambda desk: (desk / FILE).write_bytes(2 * codecs.BOM_UTF8 + (desk / FILE).read_bytes()),
        "sees",
        FILE,
    ),
    Fault("unseen-in-name", line("outcome", "outcome\u200b", FILE), "sees", FILE),
    Fault("nul-in-cell", line("case3", "ca\0se3", FILE), "line 5, column 'case_id'.*sees", FILE),
    Fault("nul-in-name", write(b"PK\3\4\0\0,a\n1,2\n", FILE), "no UTF-8 text", FILE),
    Fault("empty-line-on-top", line("case_id", "\ncase_id", FILE), "empty line", FILE),
    Fault("open-quote", write(HEADER.encode() + b'"one,1,2,0,1,a,\n', FILE), "CSV", FILE),
)
AS_FEATURES = (
    Fault("case-twice", line("case1,", "case0,", FILE), "same 'case_id'", FILE),
    Fault("case-nameless", line("case1,", ",", FILE), "'case_id' is empty", FILE),
    Fault("cell-empty", cell(""), "missing", FILE),
    Fault("cell-na", cell("NA"), "missing", FILE),
    Fault("cell-word", cell("high"), "no number", FILE),
    Fault("cell-infinite", cell("inf"), "not finite", FILE),
    Fault("cell-percent", cell("50%"), "percentage", FILE),
    Fault("cell-limit", cell("<50"), "limit", FILE),
    Fault("cell-true", cell("TRUE"), "truth value", FILE),
    Fault("cell-underscore", cell("1_000"), "no number", FILE),
    Fault("cell-quoted-comma", cell('"50,1"'), "comma", FILE),
)
OF_A_MODEL = (Fault("no-such-feature", line("A_MeanValue", "A_MeanValues", FILE), "no column", FILE),)
AS_OUTCOMES = (
    Fault("no-outcome", _without_outcome, "no column 'outcome'", FILE),
    Fault("one-class", _outcomes("1"), "outcome", FILE),
    Fault("three-classes", _outcomes("0", "1", "2"), "outcome", FILE),
    Fault("outcome-missing", _outcomes("0", "1", ""), "outcome|missing", FILE),
)
AS_SCORES = (
    Fault("no-probability", line("probability", "risk", "scores.csv"), "no column 'probability'", "scores.csv"),
    Fault("probability-word", line("0.10,", "high,", "scores.csv"), "'high'", "scores.csv"),
    Fault("probability-2", line("0.10,", "2,", "scores.csv"), "'2'", "scores.csv"),
    Fault("score-twice", line("case1,", "case0,", "scores.csv"), "same 'case_id'", "scores.csv"),
    Fault("flag-word", line("true", "perhaps", "scores.csv"), "domain_within", "scores.csv"),
    Fault("score-gone", lambda desk: (desk / "scores.csv").unlink(), "does not exist", "scores.csv"),
    Fault("foreign-cases", lambda desk: _rename_cases(desk), "No case", "scores.csv"),
)


AS_COUNTS = tuple(
    Fault(
        f"count-{name}", write(f"variable,level,0,1\nsex,m,{cell},6\nsex,f,3,4\n".encode(), FILE), "whole number", FILE
    )
    for name, cell in (("negative", "-5"), ("half", "5.5"), ("nan", "nan"), ("power", "1e3"), ("huge", "9" * 20))
)


def _rename_cases(desk: Desk) -> None:
    (desk / "scores.csv").write_text(
        (desk / "scores.csv").read_text().replace("case", "other").replace("other_id", "case_id")
    )


LEARNING = (calibrate_table, validate_table, train_table, desktop_calibration_making, desktop_training)
CASES = (
    (AS_A_TABLE, (score_table, *LEARNING, python_table, audit_outcomes, table1)),
    (AS_FEATURES, (score_table, *LEARNING, python_table)),
    (OF_A_MODEL, (score_table, calibrate_table, validate_table, desktop_calibration_making)),
    (AS_OUTCOMES, LEARNING),
    (AS_SCORES, (audit_scores,)),
    (AS_COUNTS, (count_table,)),
)
