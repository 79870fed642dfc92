"""Run length: the ten features of ITK's HistogramToRunLengthFeaturesFilter."""

import numpy as np

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
    region: Region, direction: Direction, leave_roi: bool = True, range_mm: float | None = None
) -> np.ndarray:
    """Runs by grey code and binned physical length.

    A run is what ``itk::Statistics::ScalarImageToRunLengthMatrixFilter`` walks on the image zeroed outside
    the lesion: from the first lesion voxel of a constant-bin stretch to the stretch's end. The mask is not
    tested on the way, so in the bin that holds 0 the run goes on through the background, over further lesion
    voxels of that bin, to the border of the image. Its length is the distance in mm from first to last voxel.

    Parameters
    ----------
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
    chains = _Chains(region, direction)
    grid = region.grid
    special = _special_codes(region, leave_roi)
    starts, ends = chains.long_runs()
    codes = grid.codes[starts]
    steps = (ends - starts) // chains.step
    singles = grid.code_counts - np.bincount(codes, weights=steps + 1, minlength=BINS).astype(np.int64)
    found = [(codes, steps, None)]
    for code, through_background in special:
        ordinary = found[0][0] != code
        found[0] = (found[0][0][ordinary], found[0][1][ordinary], None)
        singles[code] = 0
        lengths = chains.special_runs(code, through_background)
        found.append((np.full(lengths.size, code), lengths, None))
    codes = np.concatenate([part[0] for part in found]).astype(np.int64)
    steps = np.concatenate([part[1] for part in found])
    return _by_distance(codes, steps, singles, chains.step_mm, range_mm or image_diagonal(region))


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
    short, long = runs @ (1 / square), runs @ square
    sums = {
        "GreyLevelNonuniformity": (by_grey.astype(np.float64) ** 2).sum(),
        "HighGreyLevelRunEmphasis": square @ by_grey,
        "LongRunEmphasis": square @ by_length,
        "LongRunHighGreyLevelEmphasis": square @ long,
        "LongRunLowGreyLevelEmphasis": (long / square).sum(),
        "LowGreyLevelRunEmphasis": (by_grey / square).sum(),
        "RunLengthNonuniformity": (by_length.astype(np.float64) ** 2).sum(),
        "ShortRunEmphasis": (by_length / square).sum(),
        "ShortRunHighGreyLevelEmphasis": square @ short,
        "ShortRunLowGreyLevelEmphasis": (short / square).sum(),
    }
    return {base: float(value / total) for base, value in sums.items()}


def _special_codes(region: Region, leave_roi: bool) -> list[tuple[int, bool]]:
    """Codes whose runs are not plain stretches of the lesion, and whether they pass through the background."""
    zero_code = _code_of_zero(region) if leave_roi else None
    special = [] if zero_code is None or not region.grid.code_counts[zero_code] else [(zero_code, True)]
    if region.grid.unable is not None and zero_code != 1:
        special.append((1, False))
    return special


def _code_of_zero(region: Region) -> int | None:
    """Bin of the zeroed background; the last bin is closed on the right; None where 0 lies above the axis."""
    upper = region.maximum + 1.0
    return None if upper < 0 else int(bin_of(np.zeros(1), region.texture_edges)[0])


def _by_distance(
    codes: np.ndarray, steps: np.ndarray, singles: np.ndarray, step_mm: float, range_mm: float
) -> np.ndarray:
    """Matrix of runs from their codes and lengths in steps, plus runs of one voxel per code."""
    length_mm = np.arange(int(steps.max(initial=0)) + 1) * step_mm
    column = bin_of(length_mm, bin_edges(0.0, range_mm))
    kept = length_mm[steps] <= range_mm
    counts = np.bincount(codes[kept] * BINS + column[steps[kept]], minlength=BINS * BINS).reshape(BINS, BINS)
    counts[:, 0] += singles
    return counts


class _Chains:
    """The lines of one direction: voxels a whole number of steps apart."""

    def __init__(self, region: Region, direction: Direction) -> None:
        self.region = region
        self.grid = region.grid
        self.columns, self.rows = step_of(direction)
        self.step = self.rows * self.grid.stride + self.columns
        self.step_mm = float(np.hypot(self.columns * region.spacing[0], self.rows * region.spacing[1]))
        codes, counted = self.grid.codes, self.grid.counted
        self.joined = np.zeros(codes.size, dtype=bool)
        joined = self.joined[: -self.step]
        np.equal(codes[: -self.step], codes[self.step :], out=joined)
        joined &= counted[: -self.step]
        joined &= counted[self.step :]

    def long_runs(self) -> tuple[np.ndarray, np.ndarray]:
        """Flat indices of first and last voxel of every run of two voxels or more, in chain order."""
        turns = self.joined.copy()
        turns[self.step :] ^= self.joined[: -self.step]
        alternating = self._in_chain_order(np.flatnonzero(turns))
        return alternating[0::2], alternating[1::2]

    def special_runs(self, code: int, through_background: bool) -> np.ndarray:
        """Lengths in steps of the runs of one code, lone voxels included.

        ITK finds no right edge for a voxel exactly on the edge between bins 0 and 1, so a run cannot go on
        from such a voxel, though it can run over one (``Histogram::GetBinMaxFromValue``).
        """
        members = self.grid.places_of(code)
        unable = self.grid.unable
        if code == 1 and unable is not None:
            starts = ends = self._in_chain_order(members)
        else:
            unable = None
            before = members - self.step
            has_previous = self.joined[before] & (before >= 0)
            starts = self._in_chain_order(members[~has_previous])
            ends = self._in_chain_order(members[~self.joined[members]])
        linked, beyond = self._look_ahead(ends, code, through_background)
        return self._join(starts, ends, linked, beyond, unable)

    def _join(
        self, starts: np.ndarray, ends: np.ndarray, linked: np.ndarray, beyond: np.ndarray, unable: np.ndarray | None
    ) -> np.ndarray:
        """Merge stretches that link to the next one; each group gives one run from its first able voxel."""
        opens = np.ones(starts.size, dtype=bool)
        opens[1:] = ~linked[:-1]
        group = np.cumsum(opens) - 1
        last = np.flatnonzero(~linked)
        first = np.flatnonzero(opens)
        lone = 0
        if unable is not None:
            able = np.flatnonzero(~unable[starts])
            first_able = np.full(last.size, starts.size)
            np.minimum.at(first_able, group[able], able)
            lone = int(np.minimum(first_able, last + 1).sum() - first.sum())
            last, first = last[first_able < starts.size], first_able[first_able < starts.size]
        lengths = (ends[last] - starts[first]) // self.step + beyond[last]
        return np.concatenate([lengths, np.zeros(lone, dtype=lengths.dtype)])

    def _look_ahead(self, ends: np.ndarray, code: int, through_background: bool) -> tuple[np.ndarray, np.ndarray]:
        """Whether the walk beyond each end meets the lesion again in its bin, and else how many steps it goes on."""
        grid = self.grid
        in_box = self._steps_to_border(ends, self.region.mask.shape, (0, 0, 0))
        if through_background:
            beyond = self._steps_to_border(ends, self.region.image_shape, self.region.start)
        else:
            beyond = np.zeros(ends.size, dtype=np.int64)
            in_box = np.minimum(in_box, 1)
        linked = np.zeros(ends.size, dtype=bool)
        walking = np.flatnonzero(in_box > 0)
        taken = 0
        while walking.size:
            taken += 1
            place = ends[walking] + taken * self.step
            met = grid.in_mask[place]
            stopped = walking[met]
            linked[stopped] = (grid.codes[place[met]] == code) & grid.counted[place[met]]
            beyond[stopped] = taken - 1
            walking = walking[~met]
            walking = walking[in_box[walking] > taken]
        return linked, beyond

    def _steps_to_border(
        self, places: np.ndarray, shape: tuple[int, int, int], start: tuple[int, int, int]
    ) -> np.ndarray:
        """Whole steps from each place that stay inside a grid of `shape` in which the box begins at `start`."""
        row, column = np.divmod(places, self.grid.stride)
        row = row % self.grid.slice_rows + start[1]
        column = column + start[2]
        steps = np.full(places.size, np.iinfo(np.int64).max)
        if self.rows:
            steps = np.minimum(steps, (shape[1] - 1 - row) // self.rows)
        if self.columns > 0:
            steps = np.minimum(steps, (shape[2] - 1 - column) // self.columns)
        if self.columns < 0:
            steps = np.minimum(steps, column // -self.columns)
        return steps

    def _in_chain_order(self, places: np.ndarray) -> np.ndarray:
        """Flat indices sorted by chain, and along each chain."""
        row, column = np.divmod(places, self.grid.stride)
        along = row // self.rows if self.rows else column // self.columns
        chain = places - along * self.step
        return places[np.argsort(chain * self.grid.codes.size + along)]
