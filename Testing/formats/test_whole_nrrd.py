"""A file that lost its end is known, wherever it was cut."""

from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.whole_nrrd import require_whole, write_nrrd

KINDS = (np.uint8, np.int8, np.int16, np.uint16, np.int32, np.uint32, np.int64, np.uint64, np.float32, np.float64)


def voxels(kind: type) -> np.ndarray:
    return np.random.default_rng(3).integers(0, 100, (3, 4, 5)).astype(kind)


@pytest.mark.parametrize("compressed", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_file_is_whole_and_none_that_is_cut(kind, compressed, tmp_path: Path) -> None:
    path = tmp_path / "a.nrrd"
    sitk.WriteImage(sitk.GetImageFromArray(voxels(kind)), str(path), useCompression=compressed)
    require_whole(path)
    content = path.read_bytes()
    for length in (*range(0, len(content) - 30, 11), *range(len(content) - 30, len(content))):
        path.write_bytes(content[:length])
        with pytest.raises(OSError, match="did not arrive"):
            require_whole(path)


def test_what_is_written_is_what_was_given(tmp_path: Path) -> None:
    write_nrrd(sitk.GetImageFromArray(voxels(np.int16)), tmp_path / "a.nrrd")
    assert np.array_equal(sitk.GetArrayFromImage(sitk.ReadImage(str(tmp_path / "a.nrrd"))), voxels(np.int16))


def test_a_writer_that_loses_the_end_without_a_word_is_found_out(tmp_path: Path, monkeypatch) -> None:
    def lose(image: sitk.Image, path: str, **named: bool) -> None:
        whole(image, path, **named)
        Path(path).write_bytes(Path(path).read_bytes()[:-9])

    whole = sitk.WriteImage
    monkeypatch.setattr(sitk, "WriteImage", lose)
    with pytest.raises(InputError, match=r"a\.nrrd: the end of the file did not arrive .*; free space"):
        write_nrrd(sitk.GetImageFromArray(voxels(np.int16)), tmp_path / "a.nrrd")
