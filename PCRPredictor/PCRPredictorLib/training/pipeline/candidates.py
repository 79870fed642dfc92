"""The linear models among which the inner folds choose."""

from collections.abc import Sequence
from dataclasses import dataclass

from ...errors import InputError

KINDS = ("sparse", "elastic-net", "ridge")
"""From few features to all: at most `max_features` by an L1 penalty, refitted; L1 and L2 alike; all of them."""
SCALINGS = ("standard", "asinh")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A penalty and a scaling of the features."""

    kind: str
    scaling: str

    @property
    def name(self) -> str:
        """``ridge`` on standardized features, ``ridge-asinh`` on features whose tails were drawn in before."""
        return self.kind if self.scaling == "standard" else f"{self.kind}-{self.scaling}"


CANDIDATES = {each.name: each for each in (Candidate(kind, scaling) for kind in KINDS for scaling in SCALINGS)}


def candidates_named(names: Sequence[str]) -> tuple[Candidate, ...]:
    """The candidates of these names, each once, in the order of `CANDIDATES`.

    Raises
    ------
    InputError
        No name, or an unknown one.
    """
    unknown = [name for name in names if name not in CANDIDATES]
    if unknown or not names:
        said = f"'{unknown[0]}' is no candidate" if unknown else "No candidate is named"
        raise InputError(f"{said}; choose among {', '.join(CANDIDATES)}.")
    return tuple(candidate for name, candidate in CANDIDATES.items() if name in names)
