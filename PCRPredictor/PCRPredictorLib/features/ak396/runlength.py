"""Run length: the ten features of ITK's HistogramToRunLengthFeaturesFilter."""

from collections.abc import Iterable, Sequence

import numpy as np

from .chains import Chains
from .coded_grid import CodedGrid
from .directions import Direction, step_of
from .grey_levels import BINS, Region, bin_edges, bin_of

BASES = (
    "GreyLevelNonuniformity",
    "HighGreyLevelRunEmphasis",
    "LongRunEmphasis",
    "LongRunHighGreyLevelEmphasis",
    "LongRunLowGreyLevelEmphasis",
    "LowGreyLevelRunEmphasis",
    "RunLengthNonuniformity",
    "ShortRunEmphasis",
    "ShortRunHighGreyLevelEmphasis",
    "ShortRunLowGreyLevelEmphasis",
)


def count_runs(
    region: Region,
    slabs: Iterable[CodedGrid],
    direction: Direction,
    leave_roi: bool = True,
    range_mm: float | None = None,
) -> np.ndarray:
    """Runs by grey code and binned physical length.

    A run is what ``itk::Statistics::ScalarImageToRunLengthMatrixFilter`` walks on the image zeroed outside
    the lesion: from the first lesion voxel of a constant-bin stretch to the stretch's end. The mask is not
    tested on the way, so in the bin that holds 0 the run goes on through the background, over further lesion
    voxels of that bin, to the border of the image. Its length is the distance in mm from first to last voxel.

    Parameters
    ----------
    slabs : iterable of CodedGrid
        Of the region (`coded_slabs`).
    leave_roi : bool
        False stops every run at the mask.
    range_mm : float, optional
        W, the upper end of the 256 distance bins over [0, W]; the image diagonal counted in pixels if not
        given. Longer runs are dropped, as ITK drops them.

    Returns
    -------
    numpy.ndarray
        int64, shape (256, 256): grey code, distance bin.
    """
    special = _special_codes(region, leave_roi)
    all_chains = [Chains(grid, direction) for grid in slabs]
    by_steps = _sum_of_tables([chains.count_long_runs() for chains in all_chains])
    by_steps[:, 0] = region.code_counts - by_steps @ np.arange(1, by_steps.shape[1] + 1)
    for code, through_background in special.items():
        lengths = np.concatenate([chains.special_runs(code, through_background) for chains in all_chains])
        of_code = np.zeros((BINS, int(lengths.max()) + 1), dtype=np.int64)
        of_code[code] = np.bincount(lengths)
        by_steps[code] = 0
        by_steps = _sum_of_tables([by_steps, of_code])
    columns, rows = step_of(direction)
    step_mm = float(np.hypot(columns * region.spacing[0], rows * region.spacing[1]))
    return _by_distance(by_steps, step_mm, range_mm or image_diagonal(region))


def image_diagonal(region: Region) -> float:
    """W = sqrt(nx^2 + ny^2): the in-plane diagonal of the image, counted in pixels."""
    return float(np.hypot(region.image_shape[2], region.image_shape[1]))


def measure(runs: np.ndarray) -> dict[str, float]:
    """The ten features of one direction, with R(I, J) the runs, I and J 1-based, Nr their sum.

    ::

        ShortRunEmphasis = sum R/J^2 / Nr             LongRunEmphasis = sum R J^2 / Nr
        GreyLevelNonuniformity = sum_I (sum_J R)^2 / Nr
        RunLengthNonuniformity = sum_J (sum_I R)^2 / Nr
        LowGreyLevelRunEmphasis = sum R/I^2 / Nr      HighGreyLevelRunEmphasis = sum R I^2 / Nr
        ShortRunLowGreyLevelEmphasis = sum R/(I J)^2 / Nr, and likewise the other three
    """
    total = runs.sum()
    if total == 0:
        return dict.fromkeys(BASES, float("nan"))
    square = np.arange(1, BINS + 1, dtype=np.float64) ** 2
    by_grey, by_length = runs.sum(axis=1), runs.sum(axis=0)
    filled = runs[:, : np.flatnonzero(by_length)[-1] + 1]  # most lesions fill a few of the 256 lengths
    of_length = square[: filled.shape[1]]
    short, long = (filled / of_length).sum(axis=1), (filled * of_length).sum(axis=1)
    sums = {
        "GreyLevelNonuniformity": (by_grey.astype(np.float64) ** 2).sum(),
        "HighGreyLevelRunEmphasis": (square * by_grey).sum(),
        "LongRunEmphasis": (square * by_length).sum(),
        "LongRunHighGreyLevelEmphasis": (square * long).sum(),
        "LongRunLowGreyLevelEmphasis": (long / square).sum(),
        "LowGreyLevelRunEmphasis": (by_grey / square).sum(),
        "RunLengthNonuniformity": (by_length.astype(np.float64) ** 2).sum(),
        "ShortRunEmphasis": (by_length / square).sum(),
        "ShortRunHighGreyLevelEmphasis": (square * short).sum(),
        "ShortRunLowGreyLevelEmphasis": (short / square).sum(),
    }
    return {base: float(value / total) for base, value in sums.items()}


def _sum_of_tables(tables: Sequence[np.ndarray]) -> np.ndarray:
    """Sum of tables of one height and any width."""
    total = np.zeros((BINS, max(table.shape[1] for table in tables)), dtype=np.int64)
    for table in tables:
        total[:, : table.shape[1]] += table
    return total


def _special_codes(region: Region, leave_roi: bool) -> dict[int, bool]:
    """Codes whose runs are not plain stretches of the lesion, and whether they pass through the background."""
    zero_code = _code_of_zero(region) if leave_roi else None
    special = {}
    if region.on_first_edge is not None:
        special[1] = False
    if zero_code is not None and region.code_counts[zero_code]:
        special[zero_code] = True
    return special


def _code_of_zero(region: Region) -> int | None:
    """Bin of the zeroed background; the last bin is closed on the right; None where 0 lies above the axis."""
    upper = region.maximum + 1.0
    return None if upper < 0 else int(bin_of(np.zeros(1), region.texture_edges)[0])


def _by_distance(by_steps: np.ndarray, step_mm: float, range_mm: float) -> np.ndarray:
    """Runs by code and distance bin from runs by code and steps; those beyond the range fall out."""
    length_mm = np.arange(by_steps.shape[1]) * step_mm
    length_mm = length_mm[length_mm <= range_mm]
    columns, first = np.unique(bin_of(length_mm, bin_edges(0.0, range_mm)), return_index=True)
    counts = np.zeros((BINS, BINS), dtype=np.int64)
    counts[:, columns] = np.add.reduceat(by_steps[:, : length_mm.size], first, axis=1)
    return counts
