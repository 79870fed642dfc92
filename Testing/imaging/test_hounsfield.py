"""Images that are not in HU are told by range, steps and air; those in HU pass, however they are cropped."""

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.formats import read_image, read_mask
from PCRPredictorLib.imaging import Acquisition, Geometry, Mask, PhaseImage
from PCRPredictorLib.imaging.checks import check_roi
from PCRPredictorLib.imaging.hounsfield import of_any_modality
from scipy import ndimage


@pytest.fixture(scope="module")
def body():
    """HU of a body in air: fat, liver with noise, a brighter lesion, a rib; and the lesion's mask."""
    z, y, x = np.indices((24, 64, 64))
    radius = np.hypot(y - 31.5, x - 31.5)
    noise = ndimage.gaussian_filter(np.random.default_rng(4).standard_normal(z.shape), 0.6)
    hu = np.full(z.shape, -1000.0)
    hu[radius < 28] = -95
    hu[radius < 25] = 60
    lesion = (z - 12) ** 2 / 25 + (y - 30) ** 2 / 81 + (x - 36) ** 2 / 100 <= 1
    hu[lesion] += 35
    hu[(radius < 27) & (radius > 25) & (x < 10)] = 700
    return np.rint(hu + 18 * noise / noise.std()), lesion


def check(values, lesion, modality=None):
    geometry = Geometry(values.shape, (0.8, 0.8, 2.5))
    image = PhaseImage(values, geometry, Acquisition(modality=modality), source="ct.nii.gz")
    return check_roi(image, Mask(lesion, geometry, source="roi.nii.gz"))


def windowed(hu, low=-140, high=210):
    return np.rint(np.clip((hu - low) / (high - low), 0, 1) * 255)


STRANGE = {
    "8-bit window": (lambda hu: windowed(hu).astype(np.uint8), "with air at 0"),
    "8-bit window as integers": (lambda hu: windowed(hu).astype(np.int16), "with air at 0"),
    "8-bit window as floats": (lambda hu: windowed(hu).astype(np.float32), "with air at 0"),
    "whole range in 8 bits": (
        lambda hu: np.rint((np.clip(hu, -1000, 700) + 1000) / 1700 * 255).astype(np.uint8),
        "air at 0",
    ),
    "0 to 1": (lambda hu: np.clip((hu + 140) / 350, 0, 1), "with air at 0"),
    "0 to 1 of the whole range": (lambda hu: (hu + 1100) / 4000, "steps smaller than 1"),
    "z-scores": (lambda hu: (hu - hu.mean()) / hu.std(), "steps smaller than 1"),
    "1024 added": (lambda hu: hu + 1024, "1024 added"),
    "1024 added, unsigned": (lambda hu: np.clip(hu + 1024, 0, 4095).astype(np.uint16), "1024 added"),
    "1024 taken off twice": (lambda hu: hu - 1024, "taken off twice"),
}


@pytest.mark.parametrize("name", STRANGE)
def test_an_image_that_is_not_in_hu_is_refused_with_what_tells_it(body, name):
    made, tell = STRANGE[name]
    with pytest.raises(InputError, match=rf"ct\.nii\.gz is not in Hounsfield units: its values run from .* {tell}"):
        check(made(body[0]), body[1])


@pytest.mark.parametrize("name", ["8-bit window", "z-scores", "1024 added"])
def test_it_is_taken_where_it_is_meant_to_be_no_ct(body, name):
    values = STRANGE[name][0](body[0])
    check(values, body[1], "MR")
    image = of_any_modality(PhaseImage(values, Geometry(values.shape)))
    check_roi(image, Mask(body[1], image.geometry))


@pytest.mark.parametrize("margin", [0, 1, 4, 20])
@pytest.mark.parametrize("shift", [-150, 0, 40, 300])
@pytest.mark.parametrize("kind", [np.int16, np.float32])
def test_hu_pass_however_they_are_cropped(body, margin, shift, kind):
    hu, lesion = body
    box = tuple(slice(max(0, i.min() - margin), i.max() + 1 + margin) for i in np.nonzero(lesion))
    check((hu[box] + shift).astype(kind), lesion[box])


def test_hu_pass_with_lipiodol_padding_and_a_zeroed_background(body):
    hu, lesion = body
    bright = hu.copy()
    bright[lesion] += np.random.default_rng(5).uniform(400, 2200, lesion.sum())
    check(bright, lesion)
    padded = hu.copy()
    padded[:, :4] = -3024
    check(padded, lesion)
    alone = np.where(ndimage.binary_dilation(lesion, iterations=3), hu, 0)
    check(alone, lesion)
    check(np.clip(hu, -20, 255).astype(np.int16), lesion)


def test_real_ct_passes(shared_data):
    folder = shared_data / "ct_liver"
    image = read_image(folder / "CRLM-CT-1006_dicom")
    check_roi(image, read_mask(folder / "CRLM-CT-1006_roi_not_expert.nii.gz"))
    image = read_image(folder / "LiTS-117_crop128_ct.nii.gz")
    check_roi(image, read_mask(folder / "LiTS-117_crop128_label_1liver_2tumor.nii.gz", label=2))
