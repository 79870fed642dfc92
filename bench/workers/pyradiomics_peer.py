"""pyradiomics: 88 features (first order, shape, GLCM, GLRLM, GLSZM) of 64 bins, and its C kernels alone."""

import logging
from dataclasses import dataclass

import numpy as np
import radiomics
import SimpleITK as sitk
from protocol import serve
from radiomics import cMatrices
from radiomics.featureextractor import RadiomicsFeatureExtractor

radiomics.logger.setLevel(logging.ERROR)
CLASSES = ("firstorder", "shape", "glcm", "glrlm", "glszm")


@dataclass(frozen=True)
class State:
    image: sitk.Image
    mask: sitk.Image
    codes: np.ndarray
    inside: np.ndarray


def prepare(array, mask, spacing):
    image, inside = sitk.GetImageFromArray(array), sitk.GetImageFromArray(mask.astype(np.uint8))
    for one in (image, inside):
        one.SetSpacing(spacing)
    box = tuple(
        slice(int(used[0]), int(used[-1]) + 1)
        for used in (np.flatnonzero(mask.any(axis=others)) for others in ((1, 2), (0, 2), (0, 1)))
    )
    return State(image, inside, _codes(array[box], mask[box]), mask[box].copy())


def _codes(array, mask):
    """1-based bins of A.K.'s texture axis: 256 over [min(0, minimum), maximum + 1), edges as ITK rounds them."""
    values = array[mask]
    lower, upper = min(0.0, float(values.min())), float(values.max()) + 1
    width = (np.float32(upper) - np.float32(lower)) / np.float32(256)
    edges = lower + (np.arange(256, dtype=np.float32) * width).astype(np.float64)
    return np.where(mask, np.searchsorted(edges, array, side="right"), 0).astype(np.int32)


def features(state):
    return _features(state.image, state.mask)


def from_files(files):
    return _features(files["image"], files["mask"])


def _features(image, mask):
    extractor = RadiomicsFeatureExtractor(binCount=64, additionalInfo=False)
    extractor.disableAllFeatures()
    for name in CLASSES:
        extractor.enableFeatureClassByName(name)
    return dict(extractor.execute(image, mask))


def matrices(state):
    """Four in-plane matrices of each kind from grey codes, by the C kernels; sum of squares of each."""
    distance = np.array([1])
    pairs = cMatrices.calculate_glcm(state.codes, state.inside, distance, 256, True, 0)[0][0]
    runs = cMatrices.calculate_glrlm(state.codes, state.inside, 256, max(state.codes.shape), True, 0)[0][0]
    order = pairs.shape[-1]
    both = [pairs[..., place] + pairs[..., place].T for place in range(order)]
    found = [int((one**2).sum()) for one in both]
    return found + [int((runs[..., place].sum(axis=1) ** 2).sum()) for place in range(order)]


if __name__ == "__main__":
    serve(prepare, {"features": features, "matrices": matrices, "from files": from_files})
