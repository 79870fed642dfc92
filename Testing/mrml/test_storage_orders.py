"""A patient in a MRML scene, in every storage order of his volume and another one of his segmentation."""

import pytest
from PCRPredictorLib.features import extract
from PCRPredictorLib.mrml import image_from_node, mask_from_segment, segmentation_node_from_mask, volume_node_from_image

from Testing.storage_orders import ORDERS, PATIENTS, patient, store


@pytest.mark.parametrize("name", PATIENTS)
def test_48_orders_of_a_volume_node_give_one_set_of_features(name, scene):
    given = patient(name)
    expected = extract(given.image, given.mask)
    for number, order in enumerate(ORDERS):
        volume = volume_node_from_image(scene, store(given, *order).image, "portal")
        drawn = store(given, *ORDERS[(7 * number + 3) % 48]).mask
        segmentation = segmentation_node_from_mask(scene, drawn, "contour", "tumor")
        mask = mask_from_segment(segmentation, "tumor", volume)
        found = extract(image_from_node(volume), mask)
        assert found.warnings == expected.warnings
        assert len(found.features) == 396
        for feature, value in expected.features.items():
            assert found.features[feature] == pytest.approx(value, rel=1e-9, abs=1e-12), (order, feature)
        scene.RemoveNode(segmentation)
        scene.RemoveNode(volume)
