"""The walk along one direction, as ITK's run-length filter takes it, without walking."""

import numpy as np

from .coded_grid import CodedGrid
from .directions import Direction, step_of
from .grey_levels import BINS

LONG_STRETCH = 2
"""Mean steps from which on doubling beats walking."""


class Chains:
    """The lines of one direction: voxels a whole number of steps apart."""

    def __init__(self, grid: CodedGrid, direction: Direction) -> None:
        self.grid = grid
        self.columns, self.rows = step_of(direction)
        self.step = self.rows * grid.stride + self.columns
        self.joined = np.zeros(grid.codes.size, dtype=bool)
        joined = self.joined[: -self.step]
        np.equal(grid.codes[: -self.step], grid.codes[self.step :], out=joined)
        joined &= grid.counted[: -self.step]
        joined &= grid.counted[self.step :]

    def count_long_runs(self) -> np.ndarray:
        """Stretches of two voxels or more inside the lesion by code and length in steps, shape (256, longest + 1)."""
        begins = np.empty_like(self.joined)
        begins[: self.step] = self.joined[: self.step]
        np.greater(self.joined[self.step :], self.joined[: -self.step], out=begins[self.step :])
        starts = np.flatnonzero(begins)
        steps = self._stretch_lengths(starts)
        width = int(steps.max(initial=0)) + 1
        places = self.grid.codes[starts].astype(np.intp) * width + steps
        return np.bincount(places, minlength=BINS * width).reshape(BINS, width)

    def _stretch_lengths(self, starts: np.ndarray) -> np.ndarray:
        """Joined steps from each start on, in time that grows with the steps or only with their logarithm."""
        if np.count_nonzero(self.joined) > LONG_STRETCH * starts.size:
            return self._double(starts)
        return self._walk(starts)

    def _walk(self, starts: np.ndarray) -> np.ndarray:
        """Step by step, as long as any stretch goes on."""
        steps, going, places = np.zeros(starts.size, dtype=np.intp), np.arange(starts.size), starts
        while going.size:
            goes_on = self.joined[places]
            going, places = going[goes_on], places[goes_on] + self.step
            steps[going] += 1
        return steps

    def _double(self, starts: np.ndarray) -> np.ndarray:
        """By doubling: are the next 1, 2, 4, ... steps all joined?"""
        all_joined, reach = [self.joined], self.step
        while reach < self.joined.size:
            longer = np.zeros_like(self.joined)
            np.logical_and(all_joined[-1][:-reach], all_joined[-1][reach:], out=longer[:-reach])
            if not longer.any():
                break
            all_joined.append(longer)
            reach *= 2
        places = starts.copy()
        for joined in reversed(all_joined):
            places += joined[places] * reach
            reach //= 2
        return (places - starts) // self.step

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
        in_box = self._steps_to_border(ends, grid.shape, (0, 0))
        if through_background:
            beyond = self._steps_to_border(ends, grid.image_shape, grid.start)
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

    def _steps_to_border(self, places: np.ndarray, shape: tuple[int, int], start: tuple[int, int]) -> np.ndarray:
        """Whole steps from each place that stay inside a grid of `shape` in which the box begins at `start`."""
        row, column = np.divmod(places, self.grid.stride)
        row = row % self.grid.slice_rows + start[0]
        column = column + start[1]
        steps = np.full(places.size, np.iinfo(np.int64).max)
        if self.rows:
            steps = np.minimum(steps, (shape[0] - 1 - row) // self.rows)
        if self.columns > 0:
            steps = np.minimum(steps, (shape[1] - 1 - column) // self.columns)
        if self.columns < 0:
            steps = np.minimum(steps, column // -self.columns)
        return steps

    def _in_chain_order(self, places: np.ndarray) -> np.ndarray:
        """Flat indices sorted by chain, and along each chain."""
        row = places // self.grid.stride
        along = row // self.rows if self.rows else (places - row * self.grid.stride) // self.columns
        size = self.grid.codes.size
        keys = np.sort((places - along * self.step) * size + along)
        chain = keys // size
        return chain + (keys - chain * size) * self.step
