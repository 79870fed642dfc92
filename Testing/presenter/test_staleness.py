from dataclasses import replace

import numpy as np
from PCRPredictorLib.imaging import Geometry, Mask, PhaseImage
from PCRPredictorLib.presenter.patient.staleness import combined_fingerprint, image_fingerprint, mask_fingerprint

GEOMETRY = Geometry((5, 6, 7), (0.7, 0.7, 3.0), (1.0, 2.0, 3.0))


def image():
    return PhaseImage(np.arange(210, dtype=np.int16).reshape(GEOMETRY.shape), GEOMETRY)


def mask():
    array = np.zeros(GEOMETRY.shape, dtype=bool)
    array[1:4, 2:5, 3:6] = True
    return Mask(array, GEOMETRY)


def test_the_same_content_has_the_same_fingerprint_whatever_its_name():
    assert image_fingerprint(image()) == image_fingerprint(replace(image(), source="elsewhere"))
    assert mask_fingerprint(mask()) == mask_fingerprint(replace(mask(), source="elsewhere", segment="x"))


def test_one_voxel_one_hu_or_a_hundredth_of_a_millimetre_changes_it():
    changed = image().array.copy()
    changed[0, 0, 0] += 1
    moved = replace(GEOMETRY, origin=(1.01, 2.0, 3.0))
    seen = {
        image_fingerprint(image()),
        image_fingerprint(replace(image(), array=changed)),
        image_fingerprint(replace(image(), array=image().array.astype(np.int32))),
        image_fingerprint(replace(image(), geometry=moved)),
    }
    assert len(seen) == 4
    fewer = mask().array.copy()
    fewer[1, 2, 3] = False
    seen = {
        mask_fingerprint(mask()),
        mask_fingerprint(replace(mask(), array=fewer)),
        mask_fingerprint(replace(mask(), geometry=moved)),
        mask_fingerprint(replace(mask(), array=np.roll(mask().array, 1, axis=2))),
        mask_fingerprint(replace(mask(), array=np.zeros_like(fewer))),
    }
    assert len(seen) == 5


def test_noise_of_a_matrix_product_does_not_change_it():
    noisy = replace(GEOMETRY, origin=(1.0 + 1e-12, 2.0 - 1e-12, 3.0))
    assert image_fingerprint(replace(image(), geometry=noisy)) == image_fingerprint(image())


def test_a_mask_on_a_larger_part_of_the_lattice_is_the_same_contour():
    larger = np.pad(mask().array, ((2, 0), (1, 3), (0, 4)))
    origin = (GEOMETRY.index_to_world @ [0, -1, -2, 1])[:3]
    geometry = replace(GEOMETRY, shape=larger.shape, origin=tuple(origin.tolist()))
    assert mask_fingerprint(Mask(larger, geometry)) == mask_fingerprint(mask())


def test_combined_fingerprint_counts_names_and_values():
    parts = {"model": "a", "clinical": {"AFP": 1.5}}
    assert combined_fingerprint(parts) == combined_fingerprint(dict(reversed(parts.items())))
    assert combined_fingerprint(parts) != combined_fingerprint({**parts, "clinical": {"AFP": 1.6}})
