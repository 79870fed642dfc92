"""Pictures against ITK's reader of PNG."""

from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk
from PCRPredictorLib.report.drawing.png import gray_png


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (7, 1), (40, 33)])
def test_itk_reads_what_was_drawn(shape: tuple[int, int], tmp_path: Path) -> None:
    values = np.random.default_rng(2).integers(0, 256, shape).astype(np.uint8)
    (tmp_path / "a.png").write_bytes(gray_png(values))
    assert np.array_equal(sitk.GetArrayFromImage(sitk.ReadImage(str(tmp_path / "a.png"))), values)
