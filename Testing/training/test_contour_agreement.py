import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.imaging.geometry import Geometry
from PCRPredictorLib.imaging.mask import Mask
from PCRPredictorLib.training.statistics.contour_agreement import contour_agreement

GRID = Geometry((10, 12, 14), spacing=(0.5, 0.8, 2.0))


def box(columns: slice, slices: slice = slice(2, 6), grid: Geometry = GRID) -> Mask:
    array = np.zeros(grid.shape, dtype=bool)
    array[slices, 3:8, columns] = True
    return Mask(array, grid, source=f"box {columns.start}")


def test_boxes_shifted_by_two_columns():
    agreement = contour_agreement(box(slice(2, 8)), box(slice(4, 10)))
    assert agreement.dice == pytest.approx(2 * 4 / 12)
    assert agreement.hausdorff_mm == pytest.approx(2 * 0.5)
    assert agreement.first_volume_ml == pytest.approx(4 * 5 * 6 * 0.8 / 1000)
    assert agreement.volume_difference == 0


def test_a_second_reader_who_adds_two_slices():
    agreement = contour_agreement(box(slice(2, 8)), box(slice(2, 8), slice(2, 8)))
    assert agreement.hausdorff_mm == pytest.approx(2 * 2.0)
    assert agreement.volume_difference == pytest.approx(2 * (6 - 4) / (6 + 4))


def test_one_contour_agrees_with_itself():
    agreement = contour_agreement(box(slice(2, 8)), box(slice(2, 8)))
    assert (agreement.dice, agreement.hausdorff_mm) == (1, 0)


def test_other_grids_and_empty_contours_are_refused():
    other = Geometry(GRID.shape, spacing=(0.5, 0.8, 2.5))
    with pytest.raises(InputError, match="different grids"):
        contour_agreement(box(slice(2, 8)), box(slice(2, 8), grid=other))
    with pytest.raises(InputError, match="box 5 is empty"):
        contour_agreement(box(slice(2, 8)), box(slice(5, 5)))
