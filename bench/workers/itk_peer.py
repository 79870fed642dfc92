"""ITK's own filters for the 324 co-occurrence and run-length values of A.K.: 12 directions each."""

import itk
import numpy as np
from protocol import serve

ANGLES = {"angle0": (1, 0), "angle135": (-1, 1), "angle45": (1, 1), "angle90": (0, 1)}
DISTANCES = (1, 4, 7)
KIND = itk.Image[itk.SS, 3]
TEXTURE, RUNS = range(8), range(10)


def prepare(array, mask, spacing):
    images = [itk.image_from_array(np.where(mask, array, 0).astype(np.int16)), itk.image_from_array(mask.astype("i2"))]
    for image in images:
        image.SetSpacing(spacing)
    values = array[mask]
    return *images, min(0, int(values.min())), int(values.max()), float(np.hypot(*array.shape[1:]))


def features(state):
    """Each direction once; mean and variance over the four angles cost nothing beside that."""
    image, inside, lower, upper, longest = state
    found = {}
    for distance in DISTANCES:
        for angle, (columns, rows) in ANGLES.items():
            offset = (columns * distance, rows * distance, 0)
            texture = _filter(itk.ScalarImageToTextureFeaturesFilter, image, inside, offset, TEXTURE)
            texture.SetPixelValueMinMax(lower, upper)
            runs = _filter(itk.ScalarImageToRunLengthFeaturesFilter, image, inside, offset, RUNS)
            runs.SetPixelValueMinMax(lower, upper + 1)
            runs.SetDistanceValueMinMax(0.0, longest)
            for made, numbers in ((texture, TEXTURE), (runs, RUNS)):
                made.Update()
                means = made.GetFeatureMeans()
                found |= {(len(numbers), n, angle, distance): means.GetElement(n) for n in numbers}
    together = {}
    for name, distance in {(key[:2], key[3]) for key in found}:
        four = [found[*name, angle, distance] for angle in ANGLES]
        together |= {(*name, distance, "mean"): np.mean(four), (*name, distance, "variance"): np.var(four)}
    return found | together


def _filter(kind, image, inside, offset, numbers):
    made = kind[KIND].New()
    made.SetInput(image)
    made.SetMaskImage(inside)
    made.SetInsidePixelValue(1)
    made.SetNumberOfBinsPerAxis(256)
    offsets = itk.VectorContainer[itk.UC, itk.Offset[3]].New()
    step = itk.Offset[3]()
    for axis, length in enumerate(offset):
        step[axis] = length
    offsets.InsertElement(0, step)
    made.SetOffsets(offsets)
    requested = itk.VectorContainer[itk.UC, itk.UC].New()
    for place, number in enumerate(numbers):
        requested.InsertElement(place, number)
    made.SetRequestedFeatures(requested)
    return made


if __name__ == "__main__":
    serve(prepare, {"features": features})
