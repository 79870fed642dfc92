"""What a sentence says of a high value, lesions show that were made to look so."""

import itertools

import numpy as np
import pytest
from PCRPredictorLib.features import CATALOGUE, extract
from PCRPredictorLib.features.ak396.directions import SUFFIXES
from PCRPredictorLib.features.readable import readable
from PCRPredictorLib.imaging import Geometry, Mask, PhaseImage
from PCRPredictorLib.models.model_file import load_model, published_names
from scipy import ndimage

SHAPE = (5, 64, 64)
MEAN, SPREAD = 100.0, 18.0

# (higher, lower): the same gray values laid out otherwise, unless the sentence speaks of brightness, contrast or size.
SHOWN_BY: dict[str, tuple[tuple[str, str], ...]] = {
    "FrequencySize": (("noisy", "small"),),
    "MaxIntensity": (("bright spots", "noisy"),),
    "MeanDeviation": (),
    "MeanValue": (("bright", "noisy"), ("noisy", "dark")),
    "MedianIntensity": (("bright", "noisy"), ("dark spots", "bright spots")),
    "MinIntensity": (("bright", "noisy"), ("even", "noisy")),
    "RMS": (("bright", "noisy"), ("noisy", "dark")),
    "Range": (("noisy", "even"), ("bright spots", "noisy")),
    "RelativeDeviation": (),
    "Variance": (("noisy", "even"), ("flat", "noisy")),
    "VolumeCount": (("noisy", "small"),),
    "VoxelValueSum": (("noisy", "small"), ("bright", "noisy")),
    "histogramEnergy": (("even", "noisy"), ("noisy", "flat")),
    "histogramEntropy": (("flat", "noisy"), ("noisy", "even")),
    "kurtosis": (("bright spots", "noisy"), ("dark spots", "noisy"), ("noisy", "flat")),
    "skewness": (("bright spots", "noisy"), ("noisy", "dark spots")),
    "stdDeviation": (("noisy", "even"), ("flat", "noisy")),
    "uniformity": (("even", "noisy"), ("bright", "noisy")),
    "ClusterProminence": (("bright patches", "bright spots"), ("dark patches", "dark spots"), ("coarse", "noisy")),
    "ClusterShade": (
        ("bright patches", "bright spots"),
        ("bright patches", "dark patches"),
        ("dark spots", "dark patches"),
    ),
    "Correlation": (("low contrast", "coarse"), ("coarse", "noisy")),
    "GLCMEnergy": (("even", "noisy"),),
    "GLCMEntropy": (("small", "small and even"), ("small", "small and coarse"), ("small", "noisy")),
    "HaralickCorrelation": (("flat", "noisy"), ("noisy", "even"), ("noisy", "two levels")),
    "Inertia": (("noisy", "even"), ("noisy", "coarse"), ("bright spots", "bright patches")),
    "InverseDifferenceMoment": (("even", "noisy"), ("coarse", "noisy")),
    "AngularSecondMoment": (("even", "noisy"), ("coarse", "noisy")),
    "HaraEntroy": (("noisy", "even"), ("noisy", "coarse")),
    "HaraVariance": (("flat", "noisy"), ("noisy", "even")),
    "contrast": (("noisy", "coarse"), ("noisy", "even")),
    "differenceEntropy": (("noisy", "coarse"), ("noisy", "even")),
    "differenceVariance": (("noisy", "coarse"), ("two levels", "noisy")),
    "inverseDifferenceMoment": (("even", "noisy"), ("coarse", "noisy")),
    "sumAverage": (("dark spots", "bright spots"), ("even", "noisy")),
    "sumEntropy": (("flat", "noisy"), ("noisy", "even")),
    "sumVariance": (("coarse", "noisy"), ("bright patches", "bright spots")),
    "GreyLevelNonuniformity": (("even", "noisy"), ("noisy", "small")),
    "HighGreyLevelRunEmphasis": (("dark spots", "bright spots"), ("even", "noisy")),
    "LongRunEmphasis": (("even", "noisy"), ("coarse", "noisy")),
    "LongRunHighGreyLevelEmphasis": (("dark patches", "bright patches"), ("dark patches", "dark spots")),
    "LongRunLowGreyLevelEmphasis": (("bright patches", "dark patches"), ("bright patches", "bright spots")),
    "LowGreyLevelRunEmphasis": (("bright spots", "dark spots"), ("dark", "noisy")),
    "RunLengthNonuniformity": (("noisy", "even"), ("noisy", "coarse"), ("noisy", "small")),
    "ShortRunEmphasis": (("noisy", "even"), ("noisy", "coarse")),
    "ShortRunHighGreyLevelEmphasis": (("dark spots", "bright spots"), ("dark spots", "dark patches")),
    "ShortRunLowGreyLevelEmphasis": (("bright spots", "dark spots"), ("bright spots", "bright patches")),
    "Compactness1": (("noisy", "rugged"), ("noisy", "long")),
    "Compactness2": (("noisy", "rugged"), ("noisy", "long")),
    "Maximum3DDiameter": (("noisy", "small"), ("long", "small")),
    "SphericalDisproportion": (("rugged", "noisy"), ("long", "noisy")),
    "Sphericity": (("noisy", "rugged"), ("noisy", "long")),
    "SurfaceArea": (("noisy", "small"), ("rugged", "noisy")),
    "SurfaceVolumeRatio": (("small", "noisy"), ("rugged", "noisy")),
    "VolumeCC": (("noisy", "small"),),
    "VolumeMM": (("noisy", "small"),),
    "SizeZoneVariability": (("noisy", "even"), ("noisy", "small"), ("noisy", "coarse")),
    "HighIntensityEmphasis": (("bright", "noisy"), ("noisy", "dark")),
    "HighIntensityLargeAreaEmphasis": (("dark patches", "dark spots"), ("dark patches", "bright patches")),
    "HighIntensitySmallAreaEmphasis": (("bright", "noisy"), ("noisy", "coarse"), ("dark spots", "dark patches")),
    "IntensityVariability": (("even", "noisy"), ("noisy", "flat")),
    "LargeAreaEmphasis": (("even", "noisy"), ("coarse", "noisy")),
    "LowIntensityEmphasis": (("dark", "noisy"), ("noisy", "bright")),
    "LowIntensityLargeAreaEmphasis": (("bright patches", "bright spots"), ("bright patches", "dark patches")),
    "LowIntensitySmallAreaEmphasis": (("dark", "noisy"), ("bright spots", "bright patches")),
    "SmallAreaEmphasis": (("noisy", "even"), ("noisy", "coarse")),
    "ZonePercentage": (("noisy", "even"), ("noisy", "coarse"), ("dark", "noisy")),
}
ALWAYS_ZERO = ("MeanDeviation", "RelativeDeviation")
PLAIN = [info.name for info in CATALOGUE if not info.name.endswith("_SD")]
SPREADS = [info.name for info in CATALOGUE if info.name.endswith("_SD")]


def _disk() -> tuple[np.ndarray, np.ndarray]:
    """Where most of the lesions lie, and the distance of each voxel from the axis, in voxels."""
    _, rows, columns = np.ogrid[tuple(slice(length) for length in SHAPE)]
    distance = np.broadcast_to(np.hypot(rows - 31.5, columns - 31.5), SHAPE)
    return distance <= 27, distance


def _ranked(pattern: np.ndarray, values: np.ndarray) -> np.ndarray:
    """`values` laid out in the order of `pattern`: another texture of exactly the same histogram within the disk."""
    disk, _ = _disk()
    laid = np.empty(pattern.shape)
    for part in (disk, ~disk):
        placed = np.empty(int(part.sum()))
        placed[np.argsort(pattern[part], kind="stable")] = np.sort(values[part])
        laid[part] = placed
    return laid


def _diagonal(wave: np.ndarray, way: int) -> np.ndarray:
    """Constant along (column, row) = (1, 1), or along (-1, 1) where `way` is -1; columns run right, rows down."""
    _, rows, columns = np.indices(SHAPE)
    return wave[(columns - way * rows) % SHAPE[2]]


def make_phantoms() -> dict[str, tuple[PhaseImage, Mask]]:
    """Image and mask by name; all lie in one grid of 1 x 1 x 3 mm and have no value below 0 HU."""
    random = np.random.default_rng(11)
    noise = random.standard_normal(SHAPE)
    values = MEAN + SPREAD * np.clip(random.standard_normal(SHAPE), -3, 3)
    skewed = 60 + 25 * random.gamma(1.2, 1.0, SHAPE).clip(0, 6)
    waves = [ndimage.gaussian_filter1d(random.standard_normal(SHAPE[2]), 1.5) for _ in range(2)]
    across, down = np.broadcast_to(waves[0], SHAPE), np.broadcast_to(waves[1][:, None], SHAPE)
    coarse = ndimage.gaussian_filter(noise, (0.5, 8, 8))
    fine = ndimage.gaussian_filter(noise, (0.5, 1, 1))
    slices, rows, columns = np.ogrid[tuple(slice(length) for length in SHAPE)]
    disk, distance = _disk()
    ball = ((slices - 2) / 2.4) ** 2 + (distance / 27) ** 2 <= 1
    small = distance <= 12
    rugged = disk & ((columns // 2 + rows // 2) % 3 > 0)
    long = (abs(rows - 31.5) <= 5) & (abs(columns - 31.5) <= 31) & (slices >= 0)
    mixed = {
        "noisy": (_ranked(noise, values), disk),
        "fine": (_ranked(fine, values), disk),
        "coarse": (_ranked(coarse, values), disk),
        "across": (_ranked(across + 0.05 * noise, values), disk),
        "down": (_ranked(down + 0.05 * noise, values), disk),
        "streaks down to the right": (_ranked(_diagonal(waves[0], 1) + 0.05 * noise, values), disk),
        "streaks down to the left": (_ranked(_diagonal(waves[0], -1) + 0.05 * noise, values), disk),
        "even": (MEAN + 0.1 * (_ranked(noise, values) - MEAN), disk),
        "low contrast": (MEAN + 0.5 * (_ranked(coarse, values) - MEAN), disk),
        "bright": (_ranked(noise, values) + 60, disk),
        "dark": (_ranked(noise, values) - 45, disk),
        "bright patches": (_ranked(coarse, skewed), disk),
        "dark patches": (_ranked(-coarse, 270 - skewed), disk),
        "bright spots": (_ranked(noise, skewed), disk),
        "dark spots": (_ranked(-noise, 270 - skewed), disk),
        "bright streaks": (_ranked(across + 0.05 * noise, skewed), disk),
        "flat": (_ranked(noise, random.uniform(40, 160, SHAPE)), disk),
        "two levels": (_ranked(noise, np.where(random.random(SHAPE) < 0.5, 60.0, 140.0)), disk),
        "small": (_ranked(noise, values), small),
        "small and even": (MEAN + 0.1 * (_ranked(noise, values) - MEAN), small),
        "small and coarse": (_ranked(coarse, values), small),
        "small with streaks": (_ranked(across + 0.05 * noise, skewed), small),
        "small with spots": (_ranked(noise, skewed), small),
        "ball": (_ranked(noise, values), ball),
        "rugged": (_ranked(noise, values), rugged),
        "long": (_ranked(noise, values), long),
    }
    geometry = Geometry(SHAPE, (1.0, 1.0, 3.0))
    return {
        name: (PhaseImage(np.rint(image).astype(np.int16), geometry), Mask(np.ascontiguousarray(mask), geometry))
        for name, (image, mask) in mixed.items()
    }


@pytest.fixture(scope="module")
def measured() -> dict[str, dict[str, float]]:
    return {name: extract(*phantom).features for name, phantom in make_phantoms().items()}


def shown_by(name: str) -> tuple[tuple[str, str], ...]:
    if name.startswith(("Percentile", "Quantile")):
        return (("bright", "noisy"), ("noisy", "dark"))
    return SHOWN_BY[name.partition("_")[0]]


@pytest.mark.parametrize("name", PLAIN)
def test_a_lesion_made_so_has_the_higher_value(measured, name):
    for higher, lower in shown_by(name):
        assert measured[higher][name] > measured[lower][name], (higher, lower, readable(name).high)
    if name in ALWAYS_ZERO:
        assert {features[name] for features in measured.values()} == {0.0}
        assert readable(name).high.startswith("Always 0")


@pytest.mark.parametrize("name", SPREADS)
def test_streaks_spread_a_feature_over_the_directions(measured, name):
    """The same gray values as streaks and as noise, in small lesions, since GLCMEntropy collapses on large ones."""
    assert measured["small with streaks"][name] > measured["small with spots"][name]


@pytest.mark.parametrize("distance", [1, 4, 7])
def test_directions_are_called_as_they_run(measured, distance):
    """`across` changes from column to column and is constant down each, `down` the other way round."""
    vertical, horizontal = f"LongRunEmphasis_angle90_offset{distance}", f"LongRunEmphasis_angle0_offset{distance}"
    assert readable(vertical).name.endswith(", vertical")
    assert readable(horizontal).name.endswith(", horizontal")
    assert measured["across"][vertical] > measured["across"][horizontal]
    assert measured["down"][horizontal] > measured["down"][vertical]
    for angle, words, other in (("angle45", "to the right", "angle135"), ("angle135", "to the left", "angle45")):
        falling, rising = (f"LongRunEmphasis_{each}_offset{distance}" for each in (angle, other))
        assert readable(falling).name.endswith(f"diagonal, down {words}")
        streaks = f"streaks down {words}"
        assert measured[streaks][falling] > measured[streaks][rising]


def test_every_feature_has_words_of_its_own():
    names = [readable(info.name).name for info in CATALOGUE]
    assert len({*names}) == len(CATALOGUE) - 3, "Percentile 25, 50, 75 and Quantile 0.25, 0.5, 0.75 are the same"
    for info in CATALOGUE:
        words = readable(info.name)
        assert words.high.endswith(".")
        assert ". " not in words.high
        assert words.high.startswith(("High ", "Always 0"))
        assert "_" not in words.name


def test_features_of_the_published_models_read_as_asked():
    assert readable("ClusterShade_AllDirection_offset7_SD", "arterial").name == (
        "Arterial: cluster shade, 7 voxels, spread over directions"
    )
    for model in map(load_model, published_names()):
        for feature in model.features:
            words = readable(feature.name, feature.phase)
            assert words.name.startswith(f"{feature.phase.capitalize()}: ")
            assert words.high


def test_all_eighteen_of_a_base_differ():
    names = {readable(f"Inertia_{suffix}").name for suffix in SUFFIXES}
    assert len(names) == len(SUFFIXES)
    for first, second in itertools.combinations(sorted(names), 2):
        assert first != second


def test_other_names_stay_as_they_are():
    assert readable("AFP", None).name == "AFP"
    assert readable(" original_glcm_Contrast ", "portal").name == "Portal: original_glcm_Contrast"
    assert readable("AFP").high == ""
