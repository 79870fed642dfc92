"""All 324 co-occurrence and run-length values against ITK's own filters."""

import dataclasses

import itk
import numpy as np
import pytest
from PCRPredictorLib.features.ak396 import coded_grid
from PCRPredictorLib.features.ak396.cooccurrence import BASES as TEXTURE
from PCRPredictorLib.features.ak396.directions import ANGLES, DISTANCES
from PCRPredictorLib.features.ak396.grey_levels import Region
from PCRPredictorLib.features.ak396.runlength import BASES as RUNS
from PCRPredictorLib.features.catalogue import CATALOGUE
from PCRPredictorLib.features.extraction import measure_region
from PCRPredictorLib.features.profile import AK396Profile

TEXTURE_NUMBERS = {
    "GLCMEnergy": 0,
    "GLCMEntropy": 1,
    "Correlation": 2,
    "InverseDifferenceMoment": 3,
    "Inertia": 4,
    "ClusterShade": 5,
    "ClusterProminence": 6,
    "HaralickCorrelation": 7,
}
RUN_NUMBERS = {
    "ShortRunEmphasis": 0,
    "LongRunEmphasis": 1,
    "GreyLevelNonuniformity": 2,
    "RunLengthNonuniformity": 3,
    "LowGreyLevelRunEmphasis": 4,
    "HighGreyLevelRunEmphasis": 5,
    "ShortRunLowGreyLevelEmphasis": 6,
    "ShortRunHighGreyLevelEmphasis": 7,
    "LongRunLowGreyLevelEmphasis": 8,
    "LongRunHighGreyLevelEmphasis": 9,
}
NAMES = [info.name for info in CATALOGUE if info.block in ("cooccurrence", "runlength")]


def itk_image(array, spacing, pixel):
    image = itk.image_from_array(np.ascontiguousarray(array.astype(np.float32 if pixel is itk.F else np.int16)))
    image.SetSpacing(spacing)
    return image


def itk_values(case, lower_bound="zero-or-roi-minimum"):
    """{name: value} for single directions, AllDirection and _SD, straight from ITK's feature filters."""
    pixel = itk.F if case.array.dtype.kind == "f" else itk.SS
    kind = itk.Image[pixel, 3]
    zeroed = itk_image(np.where(case.mask, case.array, 0), case.spacing, pixel)
    inside = itk_image(case.mask, case.spacing, pixel)
    values = case.array[case.mask]
    number = float if pixel is itk.F else int
    lower = number(min(0, values.min()) if lower_bound == "zero-or-roi-minimum" else 0)
    upper = number(values.max())
    found = {}
    for distance in DISTANCES:
        for which in (*ANGLES, "AllDirection"):
            angles = ANGLES if which == "AllDirection" else (which,)
            offsets = itk.VectorContainer[itk.UC, itk.Offset[3]].New()
            for place, angle in enumerate(angles):
                offset = itk.Offset[3]()
                for axis, step in enumerate((*ANGLES[angle], 0)):
                    offset[axis] = step * distance
                offsets.InsertElement(place, offset)
            for filter_type, numbers in (
                (itk.ScalarImageToTextureFeaturesFilter, TEXTURE_NUMBERS),
                (itk.ScalarImageToRunLengthFeaturesFilter, RUN_NUMBERS),
            ):
                features = filter_type[kind].New()
                features.SetInput(zeroed)
                features.SetMaskImage(inside)
                features.SetInsidePixelValue(number(1))
                features.SetNumberOfBinsPerAxis(256)
                features.SetOffsets(offsets)
                requested = itk.VectorContainer[itk.UC, itk.UC].New()
                for place, code in enumerate(numbers.values()):
                    requested.InsertElement(place, code)
                features.SetRequestedFeatures(requested)
                if numbers is RUN_NUMBERS:
                    features.SetPixelValueMinMax(lower, number(upper + 1))
                    features.SetDistanceValueMinMax(0.0, float(np.hypot(*case.array.shape[1:])))
                else:
                    features.SetPixelValueMinMax(lower, upper)
                features.Update()
                means, spreads = features.GetFeatureMeans(), features.GetFeatureStandardDeviations()
                for place, base in enumerate(numbers):
                    found[f"{base}_{which}_offset{distance}"] = means.GetElement(place)
                    if which == "AllDirection":
                        found[f"{base}_{which}_offset{distance}_SD"] = spreads.GetElement(place) ** 2
    return found


def check(ours, theirs, shade_noise=0.0):
    assert set(ours) == set(theirs) == set(NAMES)
    for name in NAMES:
        noise = shade_noise if name.startswith("ClusterShade") else 0.0
        if name.endswith("_SD"):
            # A variance of four nearly equal numbers keeps only the digits that the numbers differ in.
            noise = 1e-13 * theirs[name.removesuffix("_SD")] ** 2 + noise**2
        assert ours[name] == pytest.approx(theirs[name], rel=1e-9, abs=noise), name


def test_names_cover_both_filters():
    assert len(NAMES) == 324
    assert set(TEXTURE_NUMBERS) == set(TEXTURE)
    assert set(RUN_NUMBERS) == set(RUNS)


def test_all_324_values(case):
    ours, _ = measure_region(case.region, AK396Profile(), NAMES)
    check(ours, itk_values(case))


@pytest.mark.parametrize("seed", range(8))
def test_few_grey_levels_at_random(cases, seed):
    """Long runs, levels on bin edges and at 0, ragged masks."""
    rng = np.random.default_rng(seed)
    shape = (3, int(rng.integers(14, 24)), int(rng.integers(14, 24)))
    lowest, highest = [(0, 255), (-1, 254), (-100, 155), (-30, 2)][seed % 4]
    levels = np.append(rng.integers(lowest, highest + 1, 4), [lowest, lowest + 1, 0, 0, highest]).astype(np.int16)
    array = levels[rng.integers(0, levels.size, shape)].repeat(2, axis=1)[:, : shape[1]]
    mask, spacing = rng.random(shape) < 0.7, tuple(float(step) for step in rng.uniform(0.4, 3, 3))
    case = dataclasses.replace(cases["positive"], array=array, mask=mask, spacing=spacing)
    ours, _ = measure_region(case.region, AK396Profile(), NAMES)
    # A symmetric distribution has no shade; ITK's sum of cubes then leaves some 1e-9 of rounding.
    check(ours, itk_values(case), shade_noise=1e-8)


@pytest.mark.parametrize("name", ["negative-hu", "leaving", "sparse", "components"])
def test_voxels_below_a_fixed_lower_bound(cases, name):
    """Negative voxels are out of the range: no start, no pair, and a wall for the runs in the bin of 0."""
    case = cases[name]
    region = Region.cut(case.array - np.int16(2), case.mask, case.spacing, "zero")
    ours, _ = measure_region(region, AK396Profile(lower_bound="zero"), NAMES)
    check(ours, itk_values(dataclasses.replace(case, array=case.array - np.int16(2)), "zero"))


@pytest.mark.parametrize("name", ["negative-hu", "sparse", "first-edge-is-zero", "border"])
def test_slabs_of_one_slice_give_the_same(cases, name, monkeypatch):
    whole, _ = measure_region(cases[name].region, AK396Profile(), NAMES)
    monkeypatch.setattr(coded_grid, "SLAB_VOXELS", 1)
    assert measure_region(cases[name].region, AK396Profile(), NAMES)[0] == whole
