"""Several segments as one lesion, or each as a lesion of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..errors import InputError
from .mask import Mask


@dataclass(frozen=True, eq=False)
class Lesion:
    """The contours of one lesion in both phases, and how it was chosen, in words that go into results."""

    arterial: Mask
    portal: Mask
    scope: str


def merged(masks: Sequence[Mask]) -> Mask:
    """Segments of one phase as one lesion; a single one stays as it is.

    Raises
    ------
    InputError
        A segment is given twice, or they lie on different grids.
    """
    first, *others = masks
    if not others:
        return first
    array = first.array.copy()
    for number, mask in enumerate(others, start=1):
        if mask.segment in [before.segment for before in masks[:number]]:
            raise InputError(f"Segment '{mask.segment}' of {mask.source} is given twice; give each once.")
        if not first.geometry.same_grid(mask.geometry):
            raise InputError(
                f"Segments '{first.segment}' and '{mask.segment}' of {mask.source} lie on different grids; merge them "
                "in the program that drew them."
            )
        array |= mask.array
    notices = tuple(dict.fromkeys(notice for mask in masks for notice in mask.notices))
    return replace(first, array=array, notices=notices, segment="", merged_from=tuple(one.segment for one in masks))


def index_lesion(arterial: Sequence[Mask], portal: Sequence[Mask]) -> Lesion:
    """The chosen segments of each phase as one lesion."""
    counts = len(arterial), len(portal)
    scope = "one lesion"
    if max(counts) > 1:
        scope = f"segments merged into one lesion: {counts[0]} arterial, {counts[1]} portal"
    return Lesion(merged(arterial), merged(portal), scope)


def paired(arterial: Sequence[Mask], portal: Sequence[Mask]) -> list[Lesion]:
    """Each segment on its own, in the order given."""
    pairs = list(zip(arterial, portal, strict=True))
    return [
        Lesion(*pair, f"lesion {number} of {len(pairs)}, each scored on its own")
        for number, pair in enumerate(pairs, 1)
    ]


def alike(arterial: Sequence[Mask], portal: Sequence[Mask]) -> tuple[list[Mask], list[Mask], int]:
    """The segments that both contours name alike, in the order of the arterial one; and how many others there are.

    Raises
    ------
    InputError
        No name is in both.
    """
    by_name = {mask.segment: mask for mask in portal}
    first = [mask for mask in arterial if mask.segment in by_name]
    if not first:
        raise InputError(
            f"{arterial[0].source} and {portal[0].source} have no segment of the same name; say which belong together, "
            "in one order: --arterial-segment A --arterial-segment B --portal-segment A --portal-segment B."
        )
    return first, [by_name[mask.segment] for mask in first], len(arterial) + len(portal) - 2 * len(first)
