"""What may be wrong with a manifest."""

from collections.abc import Callable

from Testing.promises.desk import Desk, Fault
from Testing.promises.doors import (
    check_manifest,
    desktop_manifest,
    measure_manifest,
    python_manifest,
    study_manifest,
)
from Testing.promises.images import line, write

FILE = "manifest.csv"
MORE = 14
HEADER = "case_id,arterial,arterial_mask,portal,portal_mask,outcome\n"
ROW = "arterial.nrrd,arterial_mask.nrrd,portal.nrrd,portal_mask.nrrd,"


def rows(*ids: str) -> Callable[[Desk], None]:
    return write(
        (
            HEADER
            + "".join(
                f"{one},{ROW}{number % 2}\n"
                for number, one in enumerate((*ids, *(f"more{extra}" for extra in range(MORE))))
            )
        ).encode(),
        FILE,
    )


FAULTS = (
    Fault("gone", lambda desk: (desk / FILE).unlink(), "does not exist", FILE),
    Fault("empty", write(b"", FILE), "empty", FILE),
    Fault("header-only", write(HEADER.encode(), FILE), "no rows", FILE),
    Fault("no-mask-column", line("portal_mask,", "portal_roi,", FILE), "portal_mask", FILE),
    Fault("no-id-column", line("case_id,", "patient,", FILE), "case_id", FILE),
    Fault("id-twice", rows("one", "one"), "same 'case_id'", FILE),
    Fault("id-empty", rows("one", ""), "case_id", FILE),
    Fault("id-nul", rows("one\0two", "three"), "is no case id|nobody sees", FILE),
    Fault("id-escape", rows("one\x1b[2J", "three"), "is no case id|nobody sees", FILE),
    Fault("path-empty", line(",portal.nrrd,", ",,", FILE), "portal", FILE),
)
CARRIED = (
    Fault("carried-feature", line("outcome", "A_MeanValue", FILE), "A_MeanValue", FILE),
    Fault("carried-hash", line("outcome", "profile_hash", FILE), "profile_hash", FILE),
    Fault("odd-confirmed", lambda desk: _column(desk, "confirmed", "perhaps"), "confirmed", FILE),
    Fault("odd-simulated", lambda desk: _column(desk, "simulated", "perhaps"), "simulated", FILE),
    Fault("column-twice", line("outcome", "portal", FILE), "twice", FILE),
    Fault("latin-1", write(HEADER.encode() + f"Müller,{ROW}1\n".encode("latin-1"), FILE), "UTF-8", FILE),
)


def _column(desk: Desk, name: str, cell: str) -> None:
    desk.replace(FILE, "outcome", name)
    desk.replace(FILE, "portal_mask.nrrd,1", f"portal_mask.nrrd,{cell}")


DOORS = (measure_manifest, check_manifest, python_manifest, desktop_manifest)
CASES = ((FAULTS, (*DOORS, study_manifest)), (CARRIED, DOORS))
