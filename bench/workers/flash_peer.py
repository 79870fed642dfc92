"""flash-radiomics: the five families of pyradiomics' 88 in its own count, 64 bins, CPU, one thread."""

import tempfile

import numpy as np
import SimpleITK as sitk
from flash_radiomics import RadiomicsFeatureExtractor
from protocol import serve

CLASSES = ("firstorder", "shape", "glcm", "glrlm", "glszm")


def prepare(array, mask, spacing):
    image, inside = sitk.GetImageFromArray(array), sitk.GetImageFromArray(mask.astype(np.uint8))
    for one in (image, inside):
        one.SetSpacing(spacing)
    return image, inside


def features(state):
    with tempfile.TemporaryDirectory() as folder:
        extractor = RadiomicsFeatureExtractor(backend="cpu", num_threads=1, binCount=64, additionalInfo=False)
        extractor.disableAllFeatures()
        for name in CLASSES:
            extractor.enableFeatureClassByName(name)
        return dict(extractor.execute(*state, output_hdf5_path=f"{folder}/features.h5"))


if __name__ == "__main__":
    serve(prepare, {"features": features})
