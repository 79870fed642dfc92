"""pictologics: 125 features (intensity, histogram, morphology, GLCM, GLRLM, GLSZM) of 64 bins."""

import warnings

import numpy as np
from pictologics import Image, RadiomicsPipeline
from protocol import serve

FAMILIES = ["intensity", "histogram", "morphology", "texture_glcm", "texture_glrlm", "texture_glszm"]


def prepare(array, mask, spacing):
    """Its arrays are (x, y, z) floats; in C order, which it is fastest on."""
    place = {"spacing": spacing, "origin": (0.0, 0.0, 0.0)}
    image = Image(array=np.ascontiguousarray(array.T, dtype=np.float64), **place)
    return _pipeline(), image, Image(array=np.ascontiguousarray(mask.T, dtype=np.uint8), **place)


def _pipeline():
    pipeline = RadiomicsPipeline(load_standard=False)
    pipeline.add_config(
        "bench",
        [
            {"step": "discretise", "params": {"method": "FBN", "n_bins": 64}},
            {"step": "extract_features", "params": {"families": FAMILIES}},
        ],
    )
    return pipeline


def from_files(files):
    """NIfTI only; it reads no NRRD."""
    return features((_pipeline(), files["image"], files["mask"]))


def features(state):
    pipeline, image, mask = state
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = pipeline.run(image, mask)["bench"]
    assert found.notna().all(), found[found.isna()].index.tolist()
    return found


if __name__ == "__main__":
    serve(prepare, {"features": features, "from files": from_files})
