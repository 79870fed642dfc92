"""A proposal for the contour of a lesion from its longest diameter: seeds, growing, and how sure it is.

The lesion is grown from seeds inside and outside of it on the smoothed, clipped CT, by a function that is handed in
(see `mrml.grow_cut`). Three first proposals are made: from seeds that fill most of an ellipsoid around the line,
which hold on to lesions of many gray values; from smaller ones, which follow elongated lesions; and by a threshold
between the gray values of lesion and surroundings, which follows the edge of lesions of one gray value. The ellipsoid
that has the moments of their majority is then filled with seeds of its own, and what grows from these takes the place
of the smaller seeds in the final majority. Where seeds of different size, or the three that vote, give different
lesions, the image does not decide, and the proposal is doubtful. How good it is, and where it fails, is measured in
``Docs/contours.md``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..errors import InputError
from ..texts import sentence as _
from .growing import INSIDE, OUTSIDE, Grow
from .lesion_frame import LesionFrame
from .lesion_hints import NO_HINTS, LesionHints
from .lesion_line import LesionLine
from .mask import Mask
from .orientation import to_lps
from .phase_image import PhaseImage
from .stroke_correction import corrected

OUTSIDE_SHARE = 0.6
"""Nothing farther from the middle than this many diameters can belong to the lesion, the longest one being known."""
THRESHOLD_REACH = 0.58
THRESHOLD_SHARE = 0.7
"""Of the way from the gray value of the lesion to that of its surroundings."""
RING = (0.6, 0.85)
TISSUE_HU = (-20.0, 250.0)
FITTED_INSIDE, FITTED_OUTSIDE = 0.85, 1.4
"""Seeds in terms of the ellipsoid with the moments of the first majority."""
THINNEST = 0.08
DOUBTFUL_AGREEMENT = 0.65
DOUBTFUL_UNANIMITY = 0.5
LEAST_CONTRAST_HU = 8.0


@dataclass(frozen=True)
class Seeds:
    """Half axes of the inner ellipsoid in extents of the lesion (along, across, upright), and the least smoothing."""

    along: float
    across: float
    upright: float
    smoothing_mm: float


FULL = Seeds(0.42, 0.34, 0.38, 2.0)
MIDDLE = Seeds(0.405, 0.28, 0.29, 0.8)
SMALL = Seeds(0.36, 0.2, 0.2, 1.0)


@dataclass(frozen=True, eq=False)
class ContourProposal:
    """A proposed contour.

    Attributes
    ----------
    mask : Mask
        On the grid of the image.
    agreement : float
        Dice of the lesions that the smallest and the largest seeds gave, 0 to 1.
    unanimity : float
        Of what any of the three that voted holds, the share that all hold.
    contrast_hu : float
        How far the median gray value of the lesion's middle lies from that of the tissue around it.
    """

    mask: Mask
    agreement: float
    unanimity: float
    contrast_hu: float

    @property
    def is_doubtful(self) -> bool:
        ways_differ = self.agreement < DOUBTFUL_AGREEMENT or self.unanimity < DOUBTFUL_UNANIMITY
        return ways_differ or self.contrast_hu < LEAST_CONTRAST_HU

    @property
    def advice(self) -> str:
        """What to do with it, in one sentence."""
        if self.is_doubtful:
            return _(
                "This proposal is doubtful, since the image does not show where the lesion ends: draw "
                "the contour by hand, or correct it everywhere."
            )
        return _("Look at it on every slice and correct it before it is scored.")


def propose_contour(image: PhaseImage, line: LesionLine, grow: Grow, hints: LesionHints = NO_HINTS) -> ContourProposal:
    """Propose the contour of the lesion that a line crosses from edge to edge.

    Parameters
    ----------
    image : PhaseImage
        In HU.
    line : LesionLine
        The longest diameter.
    grow : callable
        See `Grow`.
    hints : LesionHints, optional
        A second line and strokes that correct a proposal.

    Raises
    ------
    InputError
        The line or a hint leaves the image or contradicts the line, or nothing grew from it.
    """
    line.require_in(image)
    hints.require_for(line, image)
    shown = to_lps(image)
    work = _Growing(LesionFrame.around(shown, line, hints), grow)
    levels = work.levels()
    full, middle, small = (work.from_seeds(seeds) for seeds in (FULL, MIDDLE, SMALL))
    third = middle if levels is None else work.by_threshold(*levels)
    fitted = work.from_fitted(_majority(full, middle, third))
    array = np.zeros(shown.array.shape, dtype=bool)
    share = _share(full, fitted, third)
    unanimity = int(np.count_nonzero(share == 1)) / max(1, int(np.count_nonzero(share)))
    if hints.strokes:
        share = corrected(work.frame, share > 0.5, grow, MIDDLE.smoothing_mm).astype(float)
    array[work.frame.box] = work.frame.on_voxels(share)
    if not array.any():
        raise InputError(_("Nothing grew from the line; draw the longest diameter of the lesion from edge to edge."))
    mask = Mask(array, shown.geometry, _("the proposed contour"), simulated=image.acquisition.simulated)
    contrast = 0.0 if levels is None else abs(levels[0] - levels[1])
    return ContourProposal(mask, _dice(small, full), unanimity, contrast)


@dataclass(frozen=True, eq=False)
class _Growing:
    """The ways in which a lesion is made within a frame."""

    frame: LesionFrame
    grow: Grow

    def from_seeds(self, seeds: Seeds) -> np.ndarray:
        """Grown from an ellipsoid around the line."""
        return self._grown(self._core(seeds), self.frame.radius >= OUTSIDE_SHARE, seeds.smoothing_mm)

    def from_fitted(self, region: np.ndarray) -> np.ndarray:
        """Grown from the ellipsoid that has the moments of a region."""
        if not region.any():
            return region
        place = self.frame.place[:, region]
        half_axes = np.maximum(np.sqrt(5 * place.var(axis=1)), THINNEST)  # of a solid ellipsoid
        distance = self.frame.from_center(place.mean(axis=1), half_axes)
        outside = (distance >= FITTED_OUTSIDE) | (self.frame.radius >= OUTSIDE_SHARE)
        return self._grown(distance <= FITTED_INSIDE, outside, MIDDLE.smoothing_mm)

    def levels(self) -> tuple[float, float] | None:
        """Median smoothed HU of the lesion's middle and of the tissue around it; None where there is none."""
        frame, core = self.frame, self._core(SMALL)
        low, high = TISSUE_HU
        radius, smooth = frame.radius, frame.smoothed(MIDDLE.smoothing_mm)
        ring = (radius >= RING[0]) & (radius <= RING[1]) & (frame.values > low) & (frame.values < high)
        if not ring.any() or not core.any():
            return None
        return float(np.median(smooth[core])), float(np.median(smooth[ring]))

    def by_threshold(self, lesion: float, around: float) -> np.ndarray:
        """What is nearer to the lesion's gray value than to that of its surroundings."""
        edge = lesion + THRESHOLD_SHARE * (around - lesion)
        on_its_side = (self.frame.smoothed(MIDDLE.smoothing_mm) - edge) * np.sign(lesion - around) > 0
        return self.frame.cleaned(on_its_side & (self.frame.radius <= THRESHOLD_REACH), self._core(SMALL))

    def _core(self, seeds: Seeds) -> np.ndarray:
        return self.frame.ellipsoid(seeds.along, seeds.across, seeds.upright)

    def _grown(self, inside: np.ndarray, outside: np.ndarray, smoothing_mm: float) -> np.ndarray:
        frame = self.frame
        seeds = np.zeros(inside.shape, dtype=np.uint8)
        seeds[outside] = OUTSIDE
        seeds[inside] = INSIDE
        labels = self.grow(frame.smoothed(smoothing_mm), seeds, frame.spacing)
        return frame.cleaned(labels == INSIDE, inside)


def _share(*regions: np.ndarray) -> np.ndarray:
    """The share of the regions that hold each voxel."""
    return np.mean(regions, axis=0)


def _majority(*regions: np.ndarray) -> np.ndarray:
    return _share(*regions) > 0.5


def _dice(one: np.ndarray, other: np.ndarray) -> float:
    """2 |A and B| / (|A| + |B|)."""
    total = int(np.count_nonzero(one)) + int(np.count_nonzero(other))
    return 2 * int(np.count_nonzero(one & other)) / total if total else 0.0
