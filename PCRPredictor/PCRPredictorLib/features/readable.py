"""What a feature is called in plain words, and what a lesion looks like in which it is high.

A name is made by rule from the A.K. name: words for the base, the distance in voxels, the direction, and whether it is
the value or its spread over directions. Every sentence is held by phantoms that show what it says
(``Testing/features/test_readable.py``). "Bright" on the gray axes of co-occurrence and run length means close to the
brightest voxel of the lesion, since their 256 bins end there; "gray value" in size zones is the rounded HU itself.
"""

from dataclasses import dataclass
from functools import cache

from .catalogue import NAMES as AK396_NAMES
from .catalogue import PHASES

PHASE_WORDS = {phase: phase.capitalize() for phase in PHASES.values()}
DIRECTION_WORDS = {
    "AllDirection": "mean of directions",
    "angle0": "horizontal",
    "angle45": "diagonal, down to the right",
    "angle90": "vertical",
    "angle135": "diagonal, down to the left",
}
SPREAD_WORDS = "spread over directions"
SPREAD_SENTENCE = "High where {words} differs between horizontal, vertical and diagonal, as in a streaked lesion."

_BASES: dict[str, tuple[str, str]] = {
    "FrequencySize": ("voxels in the histogram", "High in a lesion of many voxels."),
    "MaxIntensity": ("brightest voxel", "High where at least one voxel is very bright."),
    "MeanDeviation": ("mean deviation", "Always 0, since deviations above and below the mean cancel."),
    "MeanValue": ("mean HU", "High in a lesion that is bright on average."),
    "MedianIntensity": ("median HU", "High where at least half of the voxels are bright."),
    "MinIntensity": ("darkest voxel", "High where even the darkest voxel is bright."),
    "RMS": ("root mean square of HU", "High where most voxels lie far from 0 HU, as in a bright lesion."),
    "Range": ("range of HU", "High where the brightest and the darkest voxel lie far apart."),
    "RelativeDeviation": ("relative deviation", "Always 0, since deviations above and below the mean cancel."),
    "Variance": ("variance of HU", "High where voxels differ much in brightness."),
    "VolumeCount": ("number of voxels", "High in a lesion of many voxels."),
    "VoxelValueSum": ("sum of HU", "High in a lesion that is large and bright."),
    "histogramEnergy": (
        "histogram energy",
        "High where most voxels have one of a few gray levels, as in an even lesion.",
    ),
    "histogramEntropy": ("histogram entropy", "High where all gray levels are about equally common."),
    "kurtosis": ("kurtosis", "High where most voxels are alike and a few are far brighter or far darker."),
    "skewness": ("skewness", "High where a few voxels are far brighter than the rest; below 0 where they are darker."),
    "stdDeviation": ("standard deviation of HU", "High where voxels differ much in brightness."),
    "uniformity": ("uniformity", "High where voxels differ little for how bright they are."),
    "ClusterProminence": (
        "cluster prominence",
        "High where patches far brighter or far darker than the average stand out.",
    ),
    "ClusterShade": (
        "cluster shade",
        "High where patches far brighter than the average stand out; below 0 where they are darker.",
    ),
    "Correlation": ("correlation", "High where voxels this far apart are alike in a lesion of little contrast."),
    "GLCMEnergy": (
        "co-occurrence energy",
        "High where the same few gray levels lie together again and again, as in an even lesion.",
    ),
    "GLCMEntropy": (
        "co-occurrence entropy",
        "High in a small noisy lesion; low in an even one, and in a large one, whose rare pairs are left out.",
    ),
    "HaralickCorrelation": ("Haralick correlation", "High where brightness is spread evenly over many gray levels."),
    "Inertia": ("inertia (local contrast)", "High where voxels this far apart differ much, as in a noisy lesion."),
    "InverseDifferenceMoment": (
        "inverse difference moment",
        "High where voxels this far apart have nearly the same gray level, as in an even lesion.",
    ),
    "AngularSecondMoment": (
        "angular second moment",
        "High where the same few gray levels lie side by side again and again, as in an even lesion.",
    ),
    "HaraEntroy": ("Haralick entropy", "High where gray levels lie side by side in many combinations, as in noise."),
    "HaraVariance": ("Haralick variance", "High where gray levels vary much for how bright the brightest voxel is."),
    "contrast": ("Haralick contrast", "High where neighboring voxels differ much, as in a noisy lesion."),
    "differenceEntropy": ("difference entropy", "High where neighboring voxels differ by many different amounts."),
    "differenceVariance": ("difference variance", "High where some neighbors are alike and others differ much."),
    "inverseDifferenceMoment": (
        "share of equal neighbors",
        "High where neighboring voxels have the same gray level, as in an even lesion.",
    ),
    "sumAverage": ("sum average", "High where most of the lesion is nearly as bright as its brightest voxel."),
    "sumEntropy": ("sum entropy", "High where neighboring pairs are of many different brightnesses."),
    "sumVariance": ("sum variance", "High where whole patches are brighter or darker than the average."),
    "GreyLevelNonuniformity": ("gray-level nonuniformity", "High in a large lesion of few gray levels."),
    "HighGreyLevelRunEmphasis": (
        "bright runs",
        "High where most of the lesion is nearly as bright as its brightest voxel.",
    ),
    "LongRunEmphasis": ("long runs", "High where one gray level goes on in long rows, as in an even lesion."),
    "LongRunHighGreyLevelEmphasis": (
        "long bright runs",
        "High where one gray level, nearly as bright as the brightest voxel, goes on in long rows.",
    ),
    "LongRunLowGreyLevelEmphasis": (
        "long dark runs",
        "High where one gray level, far darker than the brightest voxel, goes on in long rows.",
    ),
    "LowGreyLevelRunEmphasis": (
        "dark runs",
        "High where most of the lesion is far darker than its brightest voxel.",
    ),
    "RunLengthNonuniformity": (
        "run-length nonuniformity",
        "High in a large lesion whose rows of one gray level are all about equally long, as in noise.",
    ),
    "ShortRunEmphasis": ("short runs", "High where the gray level changes from voxel to voxel, as in a noisy lesion."),
    "ShortRunHighGreyLevelEmphasis": (
        "short bright runs",
        "High where bright gray levels change from voxel to voxel.",
    ),
    "ShortRunLowGreyLevelEmphasis": (
        "short dark runs",
        "High where dark gray levels, far below the brightest voxel, change from voxel to voxel.",
    ),
    "Compactness1": ("compactness 1", "High in a round and smooth lesion."),
    "Compactness2": ("compactness 2", "High in a round and smooth lesion."),
    "Maximum3DDiameter": ("largest diameter", "High in a lesion that is large or long."),
    "SphericalDisproportion": ("spherical disproportion", "High in a rugged or elongated lesion."),
    "Sphericity": ("sphericity", "High in a round and smooth lesion."),
    "SurfaceArea": ("surface area", "High in a large or rugged lesion."),
    "SurfaceVolumeRatio": ("surface to volume", "High in a small or rugged lesion."),
    "VolumeCC": ("volume in ml", "High in a large lesion."),
    "VolumeMM": ("volume in mm³", "High in a large lesion."),
    "SizeZoneVariability": (
        "zone-size variability",
        "High where the largest slice falls apart into many patches of one size, as in large and noisy lesions.",
    ),
    "HighIntensityEmphasis": ("bright zones", "High where most patches of one gray value are bright."),
    "HighIntensityLargeAreaEmphasis": ("large bright zones", "High where bright patches of one gray value are large."),
    "HighIntensitySmallAreaEmphasis": (
        "small bright zones",
        "High where bright gray values lie in small patches, as in a bright and noisy lesion.",
    ),
    "IntensityVariability": ("zone-intensity variability", "High where many patches share few gray values."),
    "LargeAreaEmphasis": ("large zones", "High where patches of one gray value are large, as in an even lesion."),
    "LowIntensityEmphasis": ("dark zones", "High where many patches of one gray value are dark, close to 0 HU."),
    "LowIntensityLargeAreaEmphasis": ("large dark zones", "High where dark patches of one gray value are large."),
    "LowIntensitySmallAreaEmphasis": (
        "small dark zones",
        "High where dark gray values, close to 0 HU, lie in small patches.",
    ),
    "SmallAreaEmphasis": ("small zones", "High where patches of one gray value are small, as in a noisy lesion."),
    "ZonePercentage": (
        "zones per gray value",
        "High where the largest slice falls apart into many patches and has no bright voxel.",
    ),
}


@dataclass(frozen=True, slots=True)
class Readable:
    """A feature in plain words.

    Attributes
    ----------
    name : str
        ``"Arterial: cluster shade, 7 voxels, spread over directions"``; the given name where no words are known.
    high : str
        One sentence on what a high value looks like; empty where none is known.
    """

    name: str
    high: str


@cache
def readable(name: str, phase: str | None = None) -> Readable:
    """Words for a feature; a name outside the A.K. set, such as a clinical variable, stays as it is.

    Parameters
    ----------
    name : str
        A.K. name, as in the catalogue; blanks around it are ignored.
    phase : str, optional
        ``"arterial"`` or ``"portal"``, to stand in front.
    """
    words, high = _words(name.strip())
    return Readable(f"{PHASE_WORDS[phase]}: {words}" if phase else words, high)


def _words(name: str) -> tuple[str, str]:
    if name not in AK396_NAMES:
        return name, ""
    for prefix in ("Percentile", "Quantile"):
        if name.startswith(prefix):
            share = float(name.removeprefix(prefix)) * (100 if prefix == "Quantile" else 1)
            return (
                f"percentile {share:g} of HU",
                f"High where all but the darkest {share:g} % of the voxels are bright.",
            )
    base, *suffixes = name.split("_")
    words, high = _BASES[base]
    if not suffixes:
        return words, high
    direction, distance = suffixes[0], int(suffixes[1].removeprefix("offset"))
    apart = f"{distance} voxel{'' if distance == 1 else 's'}"
    if len(suffixes) == 3:
        return f"{words}, {apart}, {SPREAD_WORDS}", SPREAD_SENTENCE.format(words=words)
    return f"{words}, {apart}, {DIRECTION_WORDS[direction]}", high
