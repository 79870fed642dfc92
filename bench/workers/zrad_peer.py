"""Z-Rad: morphology, intensity, histogram, GLCM, GLRLM and GLSZM of 64 bins."""

import numpy as np
from protocol import serve
from zrad.image import Image
from zrad.preprocessing import IntensityMaskBuilder, RoiCropper, RoiData, TextureDiscretizer
from zrad.radiomics import Radiomics

FAMILIES = ["morphology", "intensity_statistics", "intensity_histogram", "glcm", "glrlm", "glszm"]


def prepare(array, mask, spacing):
    place = {
        "origin": (0.0, 0.0, 0.0),
        "spacing": spacing,
        "direction": tuple(np.eye(3).ravel()),
        "shape": array.shape[::-1],
    }
    return Image(array=array.astype(np.float64), **place), Image(array=mask.astype(np.float64), **place)


def features(state):
    roi = RoiCropper().apply(IntensityMaskBuilder().apply(RoiData(image=state[0], morphological_mask=state[1])))
    roi = TextureDiscretizer(number_of_bins=64).apply(roi)
    return Radiomics(aggr_dim="3D", aggr_method="AVER").extract_features(roi, families=FAMILIES)


if __name__ == "__main__":
    serve(prepare, {"features": features})
