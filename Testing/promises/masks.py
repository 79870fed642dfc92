"""What may be wrong with a contour."""

from collections.abc import Callable

import numpy as np
import SimpleITK as sitk

from Testing.promises.desk import Desk, Fault
from Testing.promises.doors import extract_mask, predict_mask, python_mask, web_mask
from Testing.promises.images import cut, line, rewrite, write

MASK = "contour.nrrd"


def drawn(change: Callable[[np.ndarray], np.ndarray]) -> Callable[[Desk], None]:
    """Write the contour again with other voxels."""

    def spoil(desk: Desk) -> None:
        mask = sitk.ReadImage(str(desk / MASK))
        changed = sitk.GetImageFromArray(change(sitk.GetArrayFromImage(mask)))
        changed.CopyInformation(mask)
        sitk.WriteImage(changed, str(desk / MASK))

    return spoil


def moved(millimeters: float) -> Callable[[Desk], None]:
    def spoil(desk: Desk) -> None:
        mask = sitk.ReadImage(str(desk / MASK))
        mask.SetOrigin([place + millimeters for place in mask.GetOrigin()])
        sitk.WriteImage(mask, str(desk / MASK))

    return spoil


def _two_labels(array: np.ndarray) -> np.ndarray:
    array[0, 0, 0] = 2
    return array


def _fractions(array: np.ndarray) -> np.ndarray:
    return array.astype(np.float32) * np.float32(0.5)


def _not_numbers(array: np.ndarray) -> np.ndarray:
    return np.where(array > 0, np.float32("nan"), np.float32(0))


def _folder(desk: Desk) -> None:
    (desk / MASK).unlink()
    (desk / MASK).mkdir()


EVERYWHERE = (
    Fault("gone", lambda desk: (desk / MASK).unlink(), "does not exist", MASK),
    Fault("empty-file", write(b"", MASK), "empty file", MASK),
    Fault("words", write(b"no contour\n", MASK), "no |not ", MASK),
    Fault("half", cut(0.5, MASK), "damaged|cut off|ends|without", MASK),
    Fault("folder", _folder, "folder|no file", MASK),
    Fault("nothing-drawn", drawn(np.zeros_like), "empty", MASK),
    Fault("fractions", drawn(_fractions), "not whole numbers", MASK),
    Fault("not-a-number", drawn(_not_numbers), "not whole numbers", MASK),
    Fault("no-position", line("space: left-posterior-superior\n", "", MASK), "no position", MASK),
    Fault("zero-spacing", line("(0,0,5)", "(0,0,0)", MASK), "spacing|voxel", MASK),
    Fault("colors", rewrite(lambda image: sitk.Compose(image, image), MASK), "2 components", MASK),
    Fault("flat", rewrite(lambda image: image[:, :, 2], MASK), "dimension", MASK),
)
CHOSEN = (
    Fault("two-labels", drawn(_two_labels), "several labels", MASK),
    Fault("the-image-itself", rewrite(lambda image: image, MASK), "so it is no contour", MASK),
)
OF_A_PAIR = (
    Fault("elsewhere", moved(2000.0), "inside|outside|overlap", MASK),
    Fault("half-outside", moved(-5.0), "inside|outside|overlap", MASK),
    Fault("turned", lambda desk: _turn(desk), "axes|inside|direction|grid", MASK),
)


def _turn(desk: Desk) -> None:
    mask = sitk.ReadImage(str(desk / MASK))
    mask.SetDirection((0.8, -0.6, 0, 0.6, 0.8, 0, 0, 0, 1))
    mask.SetOrigin((300.0, 300.0, 100.0))
    sitk.WriteImage(mask, str(desk / MASK))


CASES = (
    (EVERYWHERE, (extract_mask, predict_mask, python_mask, web_mask)),
    (CHOSEN, (extract_mask, predict_mask, python_mask)),
    (OF_A_PAIR, (extract_mask, predict_mask)),
)
