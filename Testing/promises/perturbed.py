"""What may be wrong with the features of perturbed contours."""

import os
from collections.abc import Callable

import numpy as np

from Testing.promises.desk import MANIFEST_CASES, Desk, Fault
from Testing.promises.doors import python_perturbed, train_perturbed
from Testing.promises.images import cut, write

FILE = "perturbed.npz"
READINGS = 3


def saved(**changed: object) -> Callable[[Desk], None]:
    """Arrays as a cohort run saves them, but for those given; None leaves one out."""

    def spoil(desk: Desk) -> None:
        arrays = {
            "format": np.array("pcr-predictor-perturbed-features-1"),
            "case_ids": np.array([f"case{number}" for number in range(MANIFEST_CASES)]),
            "columns": np.array(["A_MeanValue", "P_Range"]),
            "values": np.random.default_rng(2).normal(size=(MANIFEST_CASES, READINGS, 2)),
            "profile_hash": np.array("0"),
            "simulated": np.array(False),
        }
        arrays |= {name: np.asarray(array) for name, array in changed.items()}
        np.savez_compressed(desk / FILE, **{name: arrays[name] for name in arrays if changed.get(name, 0) is not None})

    return spoil


def _damaged(desk: Desk) -> None:
    saved()(desk)
    content = bytearray((desk / FILE).read_bytes())
    content[len(content) // 2] ^= 0xFF
    (desk / FILE).write_bytes(content)


def _half(desk: Desk) -> None:
    saved()(desk)
    cut(0.5, FILE)(desk)


def _pipe(desk: Desk) -> None:
    os.mkfifo(desk / FILE)


NO_FEATURES = "holds no perturbed features"
FAULTS = (
    Fault("gone", lambda desk: None, "does not exist", FILE),
    Fault("empty", write(b"", FILE), NO_FEATURES, FILE),
    Fault("pipe", _pipe, "pipe", FILE),
    Fault("words", write(b"not an archive", FILE), NO_FEATURES, FILE),
    Fault("no-members", write(b"PK\5\6" + bytes(18), FILE), NO_FEATURES, FILE),
    Fault("half", _half, NO_FEATURES, FILE),
    Fault("damaged", _damaged, NO_FEATURES, FILE),
    Fault("other-format", saved(format="pcr-predictor-perturbed-features-9"), NO_FEATURES, FILE),
    Fault("no-hash", saved(profile_hash=None), NO_FEATURES, FILE),
    Fault("two-axes", saved(values=np.zeros((3, 3))), NO_FEATURES, FILE),
    Fault("other-columns", saved(values=np.zeros((MANIFEST_CASES, READINGS, 1))), NO_FEATURES, FILE),
    Fault("other-cases", saved(values=np.zeros((5, READINGS, 2))), NO_FEATURES, FILE),
    Fault("complex", saved(values=np.zeros((MANIFEST_CASES, READINGS, 2), complex)), NO_FEATURES, FILE),
    Fault("words-as-values", saved(values=np.full((MANIFEST_CASES, READINGS, 2), "x")), NO_FEATURES, FILE),
    Fault("object", saved(values=np.array([{}], dtype=object)), NO_FEATURES, FILE),
    Fault("case-twice", saved(case_ids=["case0"] * MANIFEST_CASES), NO_FEATURES, FILE),
    Fault("column-twice", saved(columns=["P_Range"] * 2), NO_FEATURES, FILE),
    Fault("simulated-word", saved(simulated="no"), NO_FEATURES, FILE),
)
CASES = ((FAULTS, (train_perturbed, python_perturbed)),)
