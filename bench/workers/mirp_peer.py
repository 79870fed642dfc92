"""MIRP: morphology, statistics, intensity histogram, GLCM, GLRLM and GLSZM of 64 bins."""

import numpy as np
from mirp import extract_features
from protocol import serve

FAMILIES = ["morphological", "statistical", "intensity_histogram", "cm", "rlm", "szm"]


def prepare(array, mask, spacing):
    """Arrays carry no spacing for MIRP; it then takes 1 mm."""
    return array.astype(np.float32), mask.astype(np.uint8)


def features(state):
    return _features(*state)


def from_files(files):
    return _features(files["image"], files["mask"])


def _features(image, mask):
    table = extract_features(
        image=image,
        mask=mask,
        image_modality="CT",
        base_feature_families=FAMILIES,
        base_discretisation_method="fixed_bin_number",
        base_discretisation_n_bins=64,
    )[0]
    return [name for name in table.columns if not name.startswith(("image_", "sample_", "roi_", "study_", "series_"))]


if __name__ == "__main__":
    serve(prepare, {"features": features, "from files": from_files})
