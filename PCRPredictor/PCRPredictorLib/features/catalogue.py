"""The 396 features: position, A.K. name, label in each phase, formula and how surely it is known."""

from dataclasses import dataclass
from functools import lru_cache

from ..errors import InputError
from ..texts import either
from ..texts import sentence as _
from .ak396 import cooccurrence, haralick, histogram, runlength, shape, sizezone
from .ak396.directions import SUFFIXES

PHASES = {"A": "arterial", "P": "portal"}


@dataclass(frozen=True, slots=True)
class FeatureInfo:
    """One of the 396 features.

    Attributes
    ----------
    position : int
        1-based place in A.K.'s list; the number in labels such as A66.
    name : str
        A.K.'s name, stripped of blanks.
    block : str
        ``histogram``, ``cooccurrence``, ``haralick``, ``runlength``, ``shape`` or ``sizezone``.
    reference : str
        File that documents the formula, and where the formula comes from.
    certainty : str
        Of the formula: ``measured`` (it agrees with a public table of real A.K. output) or ``inferred`` (the
        best reading; the table cannot tell). Name and position are pinned for all 396: both are printed there.
    """

    position: int
    name: str
    block: str
    reference: str
    certainty: str


_TEXTURE = tuple(f"{base}_{suffix}" for base in cooccurrence.BASES for suffix in SUFFIXES)
_RUNS = tuple(f"{base}_{suffix}" for base in runlength.BASES for suffix in SUFFIXES)
_BLOCKS = {
    "histogram": (histogram.NAMES, "features/ak396/histogram.py"),
    "cooccurrence": (_TEXTURE, "features/ak396/cooccurrence.py: ITK's HistogramToTextureFeaturesFilter"),
    "haralick": (haralick.NAMES, "features/ak396/haralick.py: Haralick 1973, four angles pooled"),
    "runlength": (_RUNS, "features/ak396/runlength.py: ITK's HistogramToRunLengthFeaturesFilter"),
    "shape": (shape.NAMES, "features/ak396/shape.py"),
    "sizezone": (sizezone.NAMES, "features/ak396/sizezone.py: Thibault 2009 on raw grey values"),
}
_INFERRED = {
    "MedianIntensity",
    "histogramEnergy",
    "histogramEntropy",
    "kurtosis",
    "skewness",
    "AngularSecondMoment",
    "HaraEntroy",
    "differenceEntropy",
    "differenceVariance",
    "inverseDifferenceMoment",
    "sumAverage",
    "sumEntropy",
    "Maximum3DDiameter",
    "SurfaceArea",
    *sizezone.NAMES,
}
_USES_RUN_LENGTH = ("LongRun", "ShortRun", "RunLengthNonuniformity")


def _certainty(name: str) -> str:
    """The length range of runs and the binned quantiles are inferred, and whatever is made with them.

    The relations of the form factors are measured, though the surface that they are made of is inferred.
    """
    inferred = name in _INFERRED or name.startswith(("Percentile", "Quantile", *_USES_RUN_LENGTH))
    return "inferred" if inferred else "measured"


CATALOGUE: tuple[FeatureInfo, ...] = tuple(
    FeatureInfo(position, name, block, reference, _certainty(name))
    for position, (name, block, reference) in enumerate(
        ((name, block, reference) for block, (names, reference) in _BLOCKS.items() for name in names), start=1
    )
)
NAMES: tuple[str, ...] = tuple(info.name for info in CATALOGUE)
_BY_NAME = {info.name: info for info in CATALOGUE}


def by_name(name: str) -> FeatureInfo:
    """The feature of that name; blanks around it are ignored.

    Raises
    ------
    InputError
        There is none; the message names the nearest.
    """
    info = _BY_NAME.get(name.strip())
    if info is None:
        raise unknown_name(name, NAMES, "A.K.-396")
    return info


def label(phase: str, name: str) -> str:
    """Label of a feature in a phase, ``label("A", name)``."""
    if phase not in PHASES:
        raise InputError(_("'{phase}' is no phase; use A (arterial) or P (portal venous).").format(phase=phase))
    return f"{phase}{by_name(name).position}"


def unknown_name(name: str, known: tuple[str, ...], feature_set: str) -> InputError:
    """The error for a name outside a feature set, with the nearest names."""
    near = _near(name.strip(), known)
    remedy = _("did you mean {near}?").format(near=either(near)) if near else _("see the catalogue for the names.")
    return InputError(
        _("'{name}' is no feature of the {feature_set} set; {remedy}").format(
            name=name, feature_set=feature_set, remedy=remedy
        )
    )


@lru_cache(maxsize=256)
def _near(name: str, known: tuple[str, ...]) -> list[str]:
    from difflib import get_close_matches

    return get_close_matches(name, known, n=3)
