"""A second line and strokes: what contradicts the longest diameter is refused, the rest shapes and marks the frame."""

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.imaging import Geometry, PhaseImage
from PCRPredictorLib.imaging.growing import INSIDE, OUTSIDE
from PCRPredictorLib.imaging.lesion_frame import LesionFrame
from PCRPredictorLib.imaging.lesion_hints import NO_HINTS, LesionHints
from PCRPredictorLib.imaging.lesion_line import LesionLine, Stroke
from PCRPredictorLib.imaging.stroke_correction import corrected

SHAPE = (30, 80, 80)
IMAGE = PhaseImage(np.full(SHAPE, 60, dtype=np.int16), Geometry(SHAPE, (1.0, 1.0, 2.0)), source="a volume")
LINE = LesionLine((20.0, 40.0, 30.0), (60.0, 40.0, 30.0))
ACROSS = Stroke((40.0, 32.0, 30.0), (40.0, 52.0, 30.0))


def test_hints_are_added_one_by_one_and_a_new_line_across_replaces_the_former():
    first, second = Stroke((0.0, 0.0, 0.0), (1.0, 0.0, 0.0)), Stroke((5.0, 0.0, 0.0), (6.0, 0.0, 0.0))
    hints = NO_HINTS.with_one("across", first).with_one("belongs", first).with_one("foreign", second)
    assert hints == LesionHints(first, (first,), (second,))
    assert hints.with_one("across", second).with_one("belongs", second) == LesionHints(
        second, (first, second), (second,)
    )
    assert LesionHints() == NO_HINTS


@pytest.mark.parametrize(
    ("across", "sentence"),
    [
        (Stroke((40.0, 10.0, 30.0), (40.0, 75.0, 30.0)), r"65\.0 mm long and the first one 40\.0 mm"),
        (Stroke((40.0, 39.0, 30.0), (40.0, 41.0, 30.0)), r"2\.0 mm long and the first one"),
        (Stroke((30.0, 38.0, 30.0), (50.0, 44.0, 30.0)), "does not cross the first"),
        (Stroke((40.0, 62.0, 30.0), (40.0, 78.0, 30.0)), "does not cross the first"),
        (Stroke((40.0, 35.0, 30.0), (40.0, 85.0, 30.0)), "lies outside a volume"),
    ],
)
def test_a_second_line_that_contradicts_the_first_is_refused(across, sentence):
    with pytest.raises(InputError, match=sentence):
        LesionHints(across).require_for(LINE, IMAGE)


def test_a_stroke_outside_the_image_is_refused():
    with pytest.raises(InputError, match="lies outside a volume"):
        LesionHints(belongs=(Stroke((40.0, 40.0, 30.0), (40.0, 40.0, 300.0)),)).require_for(LINE, IMAGE)
    with pytest.raises(InputError, match="three numbers"):
        Stroke((0.0, float("nan"), 0.0), (1.0, 0.0, 0.0))


def extent(region: np.ndarray) -> list[int]:
    """Voxels along slices, rows and columns."""
    return [int(region.any(axis=tuple({0, 1, 2} - {axis})).sum()) for axis in range(3)]


def test_a_line_across_narrows_the_ellipsoid_and_moves_its_middle():
    round_ = LesionFrame.around(IMAGE, LINE, NO_HINTS)
    narrow = LesionFrame.around(IMAGE, LINE, LesionHints(ACROSS))
    LesionHints(ACROSS).require_for(LINE, IMAGE)
    assert extent(round_.radius <= 0.5) == [21, 41, 41]
    # Along the line as before; across it 1.2 x 20 mm + 1 mm; upright the mean of both, sqrt(40 x 25) mm.
    assert extent(narrow.radius <= 0.5) == [15, 25, 41]
    rows = np.flatnonzero((narrow.radius <= 0.5).any(axis=(0, 2)))
    assert (rows[0] + rows[-1]) / 2 + narrow.box[1].start == 42
    assert round_.box == narrow.box


def test_a_line_through_the_slices_says_how_high_the_lesion_is():
    upright = Stroke((40.0, 40.0, 25.0), (40.0, 40.0, 37.0))
    LesionHints(upright).require_for(LINE, IMAGE)
    region = LesionFrame.around(IMAGE, LINE, LesionHints(upright)).radius <= 0.5
    assert extent(region) == [8, 39, 39]  # 1.2 x 12 mm + 1 mm about 31 mm, between two slices
    assert LesionFrame.around(IMAGE, LINE, LesionHints(upright)).upright_mm == pytest.approx(15.4)


def nothing_more(values, seeds, spacing):
    """Growing that takes nothing that is not seeded as lesion."""
    return np.where(seeds == INSIDE, INSIDE, OUTSIDE)


def all_that_is_open(values, seeds, spacing):
    """Growing that takes all that is not seeded as something else."""
    return np.where(seeds == OUTSIDE, OUTSIDE, INSIDE)


def test_strokes_change_the_lesion_near_to_them_alone_and_each_in_its_own_direction():
    belongs, foreign = Stroke((64.0, 40.0, 30.0), (68.0, 40.0, 30.0)), Stroke((22.0, 38.0, 30.0), (22.0, 42.0, 30.0))
    frame = LesionFrame.around(IMAGE, LINE, LesionHints(belongs=(belongs,), foreign=(foreign,)))
    assert (np.count_nonzero(frame.belongs), np.count_nonzero(frame.foreign)) == (5, 5)
    region = frame.radius <= 0.5
    for grow, added, taken in ((all_that_is_open, True, False), (nothing_more, False, True)):
        found = corrected(frame, region, grow, 1.0)
        assert found[frame.belongs].all()
        assert not found[frame.foreign].any()
        column, side = np.indices(region.shape)[2] + frame.box[2].start, 0.3 * 40
        assert not (found & ~region)[column < 64 - side].any()
        assert not (region & ~found)[column > 22 + side].any()
        assert ((found & ~region & ~frame.belongs).sum() > 100) == added
        assert ((region & ~found & ~frame.foreign).sum() > 100) == taken


def test_what_a_foreign_stroke_cuts_off_is_dropped():
    wall = tuple(Stroke((45.0, 30.0, height), (45.0, 50.0, height)) for height in (28.0, 30.0, 32.0))
    frame = LesionFrame.around(IMAGE, LINE, LesionHints(foreign=wall))
    bar = np.zeros(frame.values.shape, dtype=bool)
    row, first = 40 - frame.box[1].start, frame.box[2].start
    bar[15 - frame.box[0].start, row - 2 : row + 3, 22 - first : 58 - first] = True
    found = corrected(frame, bar, all_that_is_open, 1.0)
    assert found[..., : 45 - first].any()
    assert not found[..., 45 - first :].any()


def test_a_stroke_far_from_the_lesion_is_refused():
    shape = (30, 80, 200)
    image = PhaseImage(np.zeros(shape, dtype=np.int16), Geometry(shape, (1.0, 1.0, 2.0)))
    with pytest.raises(InputError, match="too far from the longest diameter"):
        LesionFrame.around(image, LINE, LesionHints(belongs=(Stroke((150.0, 40.0, 30.0), (155.0, 40.0, 30.0)),)))
