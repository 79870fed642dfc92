"""Whatever is handed to the library in place of an image or a mask gets one sentence, never a crash."""

from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.features import extract
from PCRPredictorLib.imaging import Geometry, Mask, PhaseImage
from PCRPredictorLib.models.model_file import load_model
from PCRPredictorLib.models.patient import predict_patient

THINGS = [None, Path("a.nrrd"), "a.nrrd", np.zeros((4, 5, 6)), 7, [1, 2], {"a": 1}, object()]


def label_map() -> sitk.Image:
    return sitk.LabelImageToLabelMap(sitk.GetImageFromArray(np.ones((4, 5, 6), np.uint8)))


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: type(thing).__name__)
@pytest.mark.parametrize("make", [PhaseImage.from_sitk, Mask.from_sitk])
def test_only_a_simpleitk_image_is_one(make, thing):
    with pytest.raises(InputError, match="not a SimpleITK image; read a file with read_image or read_mask"):
        make(thing)


@pytest.mark.parametrize("make", [PhaseImage.from_sitk, Mask.from_sitk])
def test_a_label_map_is_no_image_of_voxels(make):
    with pytest.raises(InputError, match="is a label map of SimpleITK"):
        make(label_map())


@pytest.mark.parametrize("label", ["1", 1.0, True, [1]])
def test_a_label_is_a_whole_number(label):
    with pytest.raises(InputError, match="a label is a whole number"):
        Mask.from_sitk(sitk.GetImageFromArray(np.ones((4, 5, 6), np.uint8)), label)


@pytest.mark.parametrize("kind", [PhaseImage, Mask])
@pytest.mark.parametrize(
    "parts", [(None, Geometry((4, 5, 6))), (np.zeros((4, 5, 6), bool), None), ([[[1]]], (1, 1, 1))]
)
def test_array_and_geometry_are_needed(kind, parts):
    with pytest.raises(InputError, match="needs a NumPy array and a Geometry"):
        kind(*parts)


@pytest.mark.parametrize("thing", [*THINGS, label_map()], ids=lambda thing: type(thing).__name__)
def test_features_are_of_an_image_and_a_mask(thing):
    image = PhaseImage(np.zeros((4, 5, 6)), Geometry((4, 5, 6)))
    mask = Mask(np.ones((4, 5, 6), bool), Geometry((4, 5, 6)))
    for pair in ((thing, mask), (image, thing)):
        with pytest.raises(InputError, match="is needed, not"):
            extract(*pair)
        with pytest.raises(InputError, match="is needed, not"):
            predict_patient(*pair, image, mask, load_model("wen2024-radiomics"))
