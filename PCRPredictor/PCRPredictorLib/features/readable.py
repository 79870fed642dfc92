"""What a feature is called in plain words, and what a lesion looks like in which it is high.

A name is made by rule from the A.K. name: words for the base, the distance in voxels, the direction, and whether it is
the value or its spread over directions. Every sentence is held by phantoms that show what it says
(``Testing/features/test_readable.py``). "Bright" on the gray axes of co-occurrence and run length means close to the
brightest voxel of the lesion, since their 256 bins end there; "gray value" in size zones is the rounded HU itself.
"""

from dataclasses import dataclass
from functools import cache

from ..texts import Sentence, listing
from ..texts import sentence as _
from .catalogue import NAMES as AK396_NAMES

PHASE_WORDS = {"arterial": _("Arterial"), "portal": _("Portal")}
DIRECTION_WORDS = {
    "AllDirection": _("mean of directions"),
    "angle0": _("horizontal"),
    "angle45": _("diagonal, down to the right"),
    "angle90": _("vertical"),
    "angle135": _("diagonal, down to the left"),
}
SPREAD_WORDS = _("spread over directions")
SPREAD_SENTENCE = _("High where {words} differs between horizontal, vertical and diagonal, as in a streaked lesion.")

_BASES: dict[str, tuple[Sentence, Sentence]] = {
    "FrequencySize": (_("voxels in the histogram"), _("High in a lesion of many voxels.")),
    "MaxIntensity": (_("brightest voxel"), _("High where at least one voxel is very bright.")),
    "MeanDeviation": (_("mean deviation"), _("Always 0, since deviations above and below the mean cancel.")),
    "MeanValue": (_("mean HU"), _("High in a lesion that is bright on average.")),
    "MedianIntensity": (_("median HU"), _("High where at least half of the voxels are bright.")),
    "MinIntensity": (_("darkest voxel"), _("High where even the darkest voxel is bright.")),
    "RMS": (_("root mean square of HU"), _("High where most voxels lie far from 0 HU, as in a bright lesion.")),
    "Range": (_("range of HU"), _("High where the brightest and the darkest voxel lie far apart.")),
    "RelativeDeviation": (_("relative deviation"), _("Always 0, since deviations above and below the mean cancel.")),
    "Variance": (_("variance of HU"), _("High where voxels differ much in brightness.")),
    "VolumeCount": (_("number of voxels"), _("High in a lesion of many voxels.")),
    "VoxelValueSum": (_("sum of HU"), _("High in a lesion that is large and bright.")),
    "histogramEnergy": (
        _("histogram energy"),
        _("High where most voxels have one of a few gray levels, as in an even lesion."),
    ),
    "histogramEntropy": (_("histogram entropy"), _("High where all gray levels are about equally common.")),
    "kurtosis": (_("kurtosis"), _("High where most voxels are alike and a few are far brighter or far darker.")),
    "skewness": (
        _("skewness"),
        _("High where a few voxels are far brighter than the rest; below 0 where they are darker."),
    ),
    "stdDeviation": (_("standard deviation of HU"), _("High where voxels differ much in brightness.")),
    "uniformity": (_("uniformity"), _("High where voxels differ little for how bright they are.")),
    "ClusterProminence": (
        _("cluster prominence"),
        _("High where patches far brighter or far darker than the average stand out."),
    ),
    "ClusterShade": (
        _("cluster shade"),
        _("High where patches far brighter than the average stand out; below 0 where they are darker."),
    ),
    "Correlation": (_("correlation"), _("High where voxels this far apart are alike in a lesion of little contrast.")),
    "GLCMEnergy": (
        _("co-occurrence energy"),
        _("High where the same few gray levels lie together again and again, as in an even lesion."),
    ),
    "GLCMEntropy": (
        _("co-occurrence entropy"),
        _("High in a small noisy lesion; low in an even one, and in a large one, whose rare pairs are left out."),
    ),
    "HaralickCorrelation": (
        _("Haralick correlation"),
        _("High where brightness is spread evenly over many gray levels."),
    ),
    "Inertia": (
        _("inertia (local contrast)"),
        _("High where voxels this far apart differ much, as in a noisy lesion."),
    ),
    "InverseDifferenceMoment": (
        _("inverse difference moment"),
        _("High where voxels this far apart have nearly the same gray level, as in an even lesion."),
    ),
    "AngularSecondMoment": (
        _("angular second moment"),
        _("High where the same few gray levels lie side by side again and again, as in an even lesion."),
    ),
    "HaraEntroy": (
        _("Haralick entropy"),
        _("High where gray levels lie side by side in many combinations, as in noise."),
    ),
    "HaraVariance": (
        _("Haralick variance"),
        _("High where gray levels vary much for how bright the brightest voxel is."),
    ),
    "contrast": (_("Haralick contrast"), _("High where neighboring voxels differ much, as in a noisy lesion.")),
    "differenceEntropy": (
        _("difference entropy"),
        _("High where neighboring voxels differ by many different amounts."),
    ),
    "differenceVariance": (_("difference variance"), _("High where some neighbors are alike and others differ much.")),
    "inverseDifferenceMoment": (
        _("share of equal neighbors"),
        _("High where neighboring voxels have the same gray level, as in an even lesion."),
    ),
    "sumAverage": (_("sum average"), _("High where most of the lesion is nearly as bright as its brightest voxel.")),
    "sumEntropy": (_("sum entropy"), _("High where neighboring pairs are of many different brightnesses.")),
    "sumVariance": (_("sum variance"), _("High where whole patches are brighter or darker than the average.")),
    "GreyLevelNonuniformity": (_("gray-level nonuniformity"), _("High in a large lesion of few gray levels.")),
    "HighGreyLevelRunEmphasis": (
        _("bright runs"),
        _("High where most of the lesion is nearly as bright as its brightest voxel."),
    ),
    "LongRunEmphasis": (_("long runs"), _("High where one gray level goes on in long rows, as in an even lesion.")),
    "LongRunHighGreyLevelEmphasis": (
        _("long bright runs"),
        _("High where one gray level, nearly as bright as the brightest voxel, goes on in long rows."),
    ),
    "LongRunLowGreyLevelEmphasis": (
        _("long dark runs"),
        _("High where one gray level, far darker than the brightest voxel, goes on in long rows."),
    ),
    "LowGreyLevelRunEmphasis": (
        _("dark runs"),
        _("High where most of the lesion is far darker than its brightest voxel."),
    ),
    "RunLengthNonuniformity": (
        _("run-length nonuniformity"),
        _("High in a large lesion whose rows of one gray level are all about equally long, as in noise."),
    ),
    "ShortRunEmphasis": (
        _("short runs"),
        _("High where the gray level changes from voxel to voxel, as in a noisy lesion."),
    ),
    "ShortRunHighGreyLevelEmphasis": (
        _("short bright runs"),
        _("High where bright gray levels change from voxel to voxel."),
    ),
    "ShortRunLowGreyLevelEmphasis": (
        _("short dark runs"),
        _("High where dark gray levels, far below the brightest voxel, change from voxel to voxel."),
    ),
    "Compactness1": (_("compactness 1"), _("High in a round and smooth lesion.")),
    "Compactness2": (_("compactness 2"), _("High in a round and smooth lesion.")),
    "Maximum3DDiameter": (_("largest diameter"), _("High in a lesion that is large or long.")),
    "SphericalDisproportion": (_("spherical disproportion"), _("High in a rugged or elongated lesion.")),
    "Sphericity": (_("sphericity"), _("High in a round and smooth lesion.")),
    "SurfaceArea": (_("surface area"), _("High in a large or rugged lesion.")),
    "SurfaceVolumeRatio": (_("surface to volume"), _("High in a small or rugged lesion.")),
    "VolumeCC": (_("volume in ml"), _("High in a large lesion.")),
    "VolumeMM": (_("volume in mm³"), _("High in a large lesion.")),
    "SizeZoneVariability": (
        _("zone-size variability"),
        _("High where the largest slice falls apart into many patches of one size, as in large and noisy lesions."),
    ),
    "HighIntensityEmphasis": (_("bright zones"), _("High where most patches of one gray value are bright.")),
    "HighIntensityLargeAreaEmphasis": (
        _("large bright zones"),
        _("High where bright patches of one gray value are large."),
    ),
    "HighIntensitySmallAreaEmphasis": (
        _("small bright zones"),
        _("High where bright gray values lie in small patches, as in a bright and noisy lesion."),
    ),
    "IntensityVariability": (_("zone-intensity variability"), _("High where many patches share few gray values.")),
    "LargeAreaEmphasis": (_("large zones"), _("High where patches of one gray value are large, as in an even lesion.")),
    "LowIntensityEmphasis": (_("dark zones"), _("High where many patches of one gray value are dark, close to 0 HU.")),
    "LowIntensityLargeAreaEmphasis": (_("large dark zones"), _("High where dark patches of one gray value are large.")),
    "LowIntensitySmallAreaEmphasis": (
        _("small dark zones"),
        _("High where dark gray values, close to 0 HU, lie in small patches."),
    ),
    "SmallAreaEmphasis": (_("small zones"), _("High where patches of one gray value are small, as in a noisy lesion.")),
    "ZonePercentage": (
        _("zones per gray value"),
        _("High where the largest slice falls apart into many patches and has no bright voxel."),
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
    return Readable(listing((PHASE_WORDS[phase], words), ": ") if phase else words, high)


def _words(name: str) -> tuple[str, str]:
    if name not in AK396_NAMES:
        return name, ""
    for prefix in ("Percentile", "Quantile"):
        if name.startswith(prefix):
            share = float(name.removeprefix(prefix)) * (100 if prefix == "Quantile" else 1)
            return (
                _("percentile {share:g} of HU").format(share=share),
                _("High where all but the darkest {share:g} % of the voxels are bright.").format(share=share),
            )
    base, *suffixes = name.split("_")
    words, high = _BASES[base]
    if not suffixes:
        return words, high
    direction, distance = suffixes[0], int(suffixes[1].removeprefix("offset"))
    apart = (_("{distance} voxel") if distance == 1 else _("{distance} voxels")).format(distance=distance)
    if len(suffixes) == 3:
        return listing((words, apart, SPREAD_WORDS)), SPREAD_SENTENCE.format(words=words)
    return listing((words, apart, DIRECTION_WORDS[direction])), high
