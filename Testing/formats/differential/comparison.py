"""Our reading of mutated files beside an oracle's, counted by outcome."""

import re
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.formats.volume_file import Volume, read_volume
from PCRPredictorLib.imaging.geometry import Geometry

from .oracles import Reading

MOST_CHANGES = 3


@dataclass
class Tally:
    """How many files ended how; what must not be is kept with its reason.

    Attributes
    ----------
    same : int
        Read by both, with the same array and grid.
    refused : Counter
        Read by the oracle and refused by us, by class.
    more : Counter
        Read by us only, by what was changed.
    neither : int
    unjudged : int
        Read by both, where the oracle is known to be wrong.
    wrong : list of str
        Read differently, refused for a reason that is not listed, or read by us only without being listed.
    """

    same: int = 0
    refused: Counter = field(default_factory=Counter)
    more: Counter = field(default_factory=Counter)
    neither: int = 0
    unjudged: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def files(self) -> int:
        return self.same + self.refused.total() + self.more.total() + self.neither + self.unjudged + len(self.wrong)

    def __str__(self) -> str:
        return (
            f"{self.files} files, {self.same} the same in both, {self.neither} read by neither, "
            f"{self.unjudged} not judged, {len(self.wrong)} wrong; "
            f"refused though the oracle reads: {dict(self.refused.most_common())}; "
            f"read though the oracle refuses: {dict(self.more.most_common())}"
        )


def compared(
    count: int,
    seed: int,
    valid: Callable[[np.random.Generator], Any],
    change: Callable[[Any, np.random.Generator], None],
    suffix: str | None,
    oracle: Callable[[Path], Reading | None],
    reasons: dict[str, str],
    allowed: set[str],
    expected: Callable[[Any, Reading], Reading | None] = lambda file, reading: reading,
) -> Tally:
    """Make, change and read `count` files.

    Parameters
    ----------
    suffix : str or None
        Of the file's name; None where the file has its own.
    reasons : dict of str
        Class of refusal by regular expression.
    allowed : set of str
        Changes after which we may read what the oracle refuses.
    expected : callable
        Corrects the oracle where it is known to be wrong; None where its values cannot be compared.
    """
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            rng = np.random.default_rng([seed, number])
            file = valid(rng)
            for _ in range(int(rng.integers(MOST_CHANGES + 1))):
                change(file, rng)
            path = Path(folder) / f"a{suffix or file.suffix}"
            file.write(path)
            _judge(f"{seed}/{number} {file.done}", file, path, oracle(path), reasons, allowed, expected, tally)
    return tally


def _judge(
    name: str,
    file: Any,
    path: Path,
    reading: Reading | None,
    reasons: dict[str, str],
    allowed: set[str],
    expected: Callable[[Any, Reading], Reading | None],
    tally: Tally,
) -> None:
    try:
        volume, sentence = read_volume(path), ""
    except InputError as error:
        volume, sentence = None, str(error).removeprefix(str(path))
    if volume is None and reading is None:
        tally.neither += 1
    elif volume is None:
        found = next((title for title, pattern in reasons.items() if re.search(pattern, sentence)), None)
        if found is None:
            tally.wrong.append(f"{name}: refused without a listed reason: {sentence}")
        else:
            tally.refused[found] += 1
    elif reading is None:
        if not allowed.intersection(file.done):
            tally.wrong.append(f"{name}: read though the oracle refuses it")
        else:
            tally.more[next(change for change in file.done if change in allowed)] += 1
    else:
        true = expected(file, reading)
        difference = "" if true is None else _difference(volume, true)
        if true is None:
            tally.unjudged += 1
        elif difference is None:
            tally.same += 1
        else:
            tally.wrong.append(f"{name}: {difference}")


def _difference(volume: Volume, reading: Reading) -> str | None:
    """What differs between two readings; grids as the project compares them, by all eight corners."""
    array, other = volume.array, reading.array
    if other.size == array.size:  # one time point or one layer may have an axis
        other = other.reshape(array.shape)
    if array.shape != other.shape:
        return f"shapes {array.shape} and {other.shape}"
    # our rescaled values are rounded once to single precision, nibabel's twice
    if not np.allclose(array.astype(float), other.astype(float), rtol=3e-7, atol=0, equal_nan=True):
        return "arrays differ"
    if reading.matrix is None:
        return "the oracle finds no grid"
    if not Geometry.from_matrix(volume.header.geometry.shape, reading.matrix[:3]).same_grid(volume.header.geometry):
        return f"grids differ: {volume.header.geometry} and {reading.matrix.tolist()}"
    return None
