"""The pyradiomics feature set, original image: a second set behind the same interface."""

import logging
from dataclasses import replace
from typing import Any

from ..errors import InputError
from ..imaging import Mask, PhaseImage
from ..optional import require
from ..texts import sentence as _
from .profile import PyradiomicsProfile

_CLASSES = {
    "shape": """Elongation Flatness LeastAxisLength MajorAxisLength Maximum2DDiameterColumn Maximum2DDiameterRow
        Maximum2DDiameterSlice Maximum3DDiameter MeshVolume MinorAxisLength Sphericity SurfaceArea SurfaceVolumeRatio
        VoxelVolume""",
    "firstorder": """10Percentile 90Percentile Energy Entropy InterquartileRange Kurtosis Maximum
        MeanAbsoluteDeviation Mean Median Minimum Range RobustMeanAbsoluteDeviation RootMeanSquared Skewness
        TotalEnergy Uniformity Variance""",
    "glcm": """Autocorrelation ClusterProminence ClusterShade ClusterTendency Contrast Correlation DifferenceAverage
        DifferenceEntropy DifferenceVariance Id Idm Idmn Idn Imc1 Imc2 InverseVariance JointAverage JointEnergy
        JointEntropy MCC MaximumProbability SumAverage SumEntropy SumSquares""",
    "glrlm": """GrayLevelNonUniformity GrayLevelNonUniformityNormalized GrayLevelVariance HighGrayLevelRunEmphasis
        LongRunEmphasis LongRunHighGrayLevelEmphasis LongRunLowGrayLevelEmphasis LowGrayLevelRunEmphasis RunEntropy
        RunLengthNonUniformity RunLengthNonUniformityNormalized RunPercentage RunVariance ShortRunEmphasis
        ShortRunHighGrayLevelEmphasis ShortRunLowGrayLevelEmphasis""",
    "glszm": """GrayLevelNonUniformity GrayLevelNonUniformityNormalized GrayLevelVariance HighGrayLevelZoneEmphasis
        LargeAreaEmphasis LargeAreaHighGrayLevelEmphasis LargeAreaLowGrayLevelEmphasis LowGrayLevelZoneEmphasis
        SizeZoneNonUniformity SizeZoneNonUniformityNormalized SmallAreaEmphasis SmallAreaHighGrayLevelEmphasis
        SmallAreaLowGrayLevelEmphasis ZoneEntropy ZonePercentage ZoneVariance""",
    "gldm": """DependenceEntropy DependenceNonUniformity DependenceNonUniformityNormalized DependenceVariance
        GrayLevelNonUniformity GrayLevelVariance HighGrayLevelEmphasis LargeDependenceEmphasis
        LargeDependenceHighGrayLevelEmphasis LargeDependenceLowGrayLevelEmphasis LowGrayLevelEmphasis
        SmallDependenceEmphasis SmallDependenceHighGrayLevelEmphasis SmallDependenceLowGrayLevelEmphasis""",
    "ngtdm": "Busyness Coarseness Complexity Contrast Strength",
}
MOST_LEVELS = 2048  # one co-occurrence matrix then takes 0.4 GB over the 13 directions
PYRADIOMICS_NAMES: tuple[str, ...] = tuple(
    f"original_{kind}_{feature}" for kind, features in _CLASSES.items() for feature in features.split()
)


def library() -> Any:
    """The module of pyradiomics that extracts features; raises MissingPackage where it is not installed."""
    return require(
        "radiomics.featureextractor",
        purpose=_("The pyradiomics feature set"),
        extra="pyradiomics",
        package="pyradiomics-bhklab",
    )


def measure_pyradiomics(
    image: PhaseImage, mask: Mask, profile: PyradiomicsProfile, names: tuple[str, ...]
) -> dict[str, float]:
    """The asked features, computed by pyradiomics on the original image.

    Raises
    ------
    MissingPackage
        pyradiomics is not installed.
    InputError
        pyradiomics refuses the lesion, or its grey values fill more than 2048 bins.
    """
    _require_few_levels(image, mask, profile)
    extractor_module = library()
    logging.getLogger("radiomics").setLevel(logging.ERROR)
    extractor = extractor_module.RadiomicsFeatureExtractor(binWidth=profile.bin_width)
    extractor.disableAllFeatures()
    asked: dict[str, list[str]] = {}
    for name in names:
        _original, kind, feature = name.split("_")
        asked.setdefault(kind, []).append(feature)
    extractor.enableFeaturesByName(**asked)
    same_header = replace(mask, geometry=image.geometry)
    try:
        found = extractor.execute(image.to_sitk(), same_header.to_sitk())
    except ValueError as error:
        raise InputError(_("pyradiomics refuses {source}: {error}").format(source=mask.source, error=error)) from error
    return {name: float(found[name]) for name in names}


def _require_few_levels(image: PhaseImage, mask: Mask, profile: PyradiomicsProfile) -> None:
    values = image.array[mask.array]
    levels = (float(values.max()) - float(values.min())) / profile.bin_width
    if levels > MOST_LEVELS:
        raise InputError(
            _(
                "A bin width of {bin_width:g} gives {source} {levels:.3g} grey levels in {source2}, and {most} "
                "are the most; choose a larger one in the profile."
            ).format(
                bin_width=profile.bin_width, source=mask.source, levels=levels, source2=image.source, most=MOST_LEVELS
            )
        )
