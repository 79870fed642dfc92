"""From an image and a mask to named numbers."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ..errors import InputError, Notice
from ..imaging import Mask, PhaseImage
from ..imaging.checks import check_roi, require_case
from ..imaging.orientation import axial_notice, to_lps
from ..imaging.resampling import onto_grid, resample
from ..texts import sentence as _
from .ak396 import cooccurrence, haralick, histogram, runlength, shape, sizezone
from .ak396.coded_grid import CodedGrid, coded_slabs
from .ak396.directions import Direction, directions_of_all, per_direction, step_of
from .ak396.grey_levels import BINS, Region
from .ak396.pair_counts import PairCounts
from .catalogue import by_name, unknown_name
from .feature_sets import feature_names
from .ibsi_set import measure_ibsi
from .profile import DEFAULT_PROFILE, AK396Profile, IbsiProfile, Profile, PyradiomicsProfile
from .pyradiomics_set import measure_pyradiomics
from .undefined import require_defined


@dataclass(frozen=True)
class Extraction:
    """Features of one lesion in one phase.

    Attributes
    ----------
    features : dict of str to float
        In the order of the catalogue; always finite.
    warnings : tuple of Notice
        What to know before trusting them.
    profile : AK396Profile, PyradiomicsProfile or IbsiProfile
        The settings they were computed with.
    mask : Mask
        The voxels that were measured, on the grid that was measured.
    """

    features: dict[str, float]
    warnings: tuple[Notice, ...]
    profile: Profile
    mask: Mask


def extract(
    image: PhaseImage, mask: Mask, profile: Profile | None = None, only: Iterable[str] | None = None
) -> Extraction:
    """Compute the features of a lesion.

    Parameters
    ----------
    image : PhaseImage
    mask : Mask
        On any grid; brought onto that of the image, with a notice, where it differs.
    profile : AK396Profile, PyradiomicsProfile or IbsiProfile, optional
        ``ak396-default`` if not given.
    only : iterable of str, optional
        Names to compute; only their matrices are built. All if not given.

    Raises
    ------
    InputError
        A name is unknown, the profile is none, the lesion cannot be scored (see `imaging.checks.check_roi`), or an
        asked feature does not exist on it.
    """
    require_case(image, mask)
    profile = DEFAULT_PROFILE if profile is None else profile
    names = ordered(only, profile)
    as_ak = isinstance(profile, AK396Profile)
    offsets = offsets_of(names) if as_ak else ()
    image, mask, notices = measured_grid(image, mask, profile)
    notices = image.notices + mask.notices + notices
    if profile.resample_mm is not None:
        notices += check_roi(image, mask, as_ak=as_ak)
        image, mask = resample(image, mask, profile.resample_mm, as_ibsi=isinstance(profile, IbsiProfile))
    notices += tuple(notice for notice in check_roi(image, mask, offsets, as_ak) if notice not in notices)
    if isinstance(profile, PyradiomicsProfile):
        found = measure_pyradiomics(image, mask, profile, names)
    elif isinstance(profile, IbsiProfile):
        found = measure_ibsi(image, mask, profile, names)
    else:
        region = Region.cut(image.array, mask.array, image.geometry.spacing, profile.lower_bound, mask.box)
        found, more = measure_region(region, profile, names)
        notices += more
    return Extraction(require_defined(found, names, mask.source), notices, profile, mask)


def measured_grid(image: PhaseImage, mask: Mask, profile: Profile) -> tuple[PhaseImage, Mask, tuple[Notice, ...]]:
    """Image and mask as they are measured: in the profile's axis order, the mask on the grid of the image.

    Nothing is copied where the two are on one grid. What is so already comes back as it is.

    Raises
    ------
    InputError
        As `imaging.resampling.onto_grid`.
    """
    if profile.orientation == "LPS":
        image = to_lps(image)
    mask, notices = onto_grid(mask, image)
    warned = axial_notice(image.geometry)
    return image, mask, notices if warned is None else (*notices, warned)


def measure_region(
    region: Region, profile: AK396Profile, names: Iterable[str]
) -> tuple[dict[str, float], tuple[Notice, ...]]:
    """The asked A.K. features of a cropped region, and what to warn of; building only the matrices they need."""
    wanted: dict[str, list[str]] = {}
    for name in names:
        wanted.setdefault(by_name(name).block, []).append(name)
    found: dict[str, float] = {}
    notices: list[Notice] = []
    if "histogram" in wanted:
        found |= histogram.measure(region, profile.median_rule, profile.quantile_rule)
    slabs = coded_slabs(region) if wanted.keys() & {"cooccurrence", "haralick", "runlength"} else ()
    if wanted.keys() & {"cooccurrence", "haralick"}:
        pair_features, more = _pair_features(slabs, wanted, profile)
        found |= pair_features
        notices += more
    if "runlength" in wanted:
        run_features = {}
        for direction in directions_of_all(wanted["runlength"]):
            runs = runlength.count_runs(region, slabs, direction, profile.runs_leave_roi, profile.run_distance_mm)
            run_features[direction] = runlength.measure(runs)
        found |= per_direction(wanted["runlength"], run_features)
    if "shape" in wanted:
        found |= shape.measure(region, wanted["shape"], profile.diameter_unit, profile.surface)
    if "sizezone" in wanted:
        slices = sizezone.slices_used(region, profile.size_zone_slice, profile.size_zone_rounding)
        found |= sizezone.measure(
            *slices, profile.size_zone_connectivity, profile.size_zone_nonpositive, profile.zone_percentage
        )
        notices += _size_zone_notice(sizezone.nonpositive_share(*slices), profile)
    return found, tuple(notices)


def _pair_features(
    slabs: tuple[CodedGrid, ...], wanted: dict[str, list[str]], profile: AK396Profile
) -> tuple[dict[str, float], list[Notice]]:
    """Co-occurrence and Haralick features; one matrix at a time, while it is in the processor's cache."""
    names = wanted.get("cooccurrence", [])
    asked = directions_of_all(names)
    pooled_over = haralick.DIRECTIONS if "haralick" in wanted else ()
    pooled = np.zeros((BINS, BINS), dtype=np.int64)
    measured, dropped = {}, {}
    for direction in dict.fromkeys((*asked, *pooled_over)):
        one_way = cooccurrence.count_pairs(slabs, direction)
        if direction in pooled_over:
            pooled += one_way
        if direction in asked:
            pairs = PairCounts.of(one_way)
            measured[direction] = cooccurrence.measure(pairs)
            dropped[direction] = cooccurrence.dropped_share(pairs)
    found = per_direction(names, measured)
    if pooled_over:
        found |= haralick.measure(PairCounts.of(pooled), profile.haralick_inverse_difference)
    return found, _entropy_notice(names, dropped)


def offsets_of(names: Iterable[str]) -> tuple[tuple[int, int, int], ...]:
    """(column, row, slice) offsets that the asked co-occurrence features compare."""
    names = tuple(names)
    blocks = {name: by_name(name).block for name in names}
    needed = dict.fromkeys(directions_of_all(name for name in names if blocks[name] == "cooccurrence"))
    if "haralick" in blocks.values():
        needed |= dict.fromkeys(haralick.DIRECTIONS)
    return tuple((*step_of(direction), 0) for direction in needed)


def _entropy_notice(names: list[str], dropped: dict[Direction, float]) -> list[Notice]:
    asked = directions_of_all(name for name in names if name.startswith("GLCMEntropy_"))
    shares = [dropped[direction] for direction in asked]
    if max(shares, default=0.0) <= 0.5:
        return []
    return [
        Notice(
            "glcm-entropy-collapsed",
            _(
                "GLCMEntropy leaves out co-occurrence cells with p <= 0.0001, as A.K. does; up to "
                "{shares:.0%} of the probability falls out on this lesion, so the value reflects its "
                "size more than its texture."
            ).format(shares=max(shares)),
        )
    ]


def _size_zone_notice(share: float, profile: AK396Profile) -> list[Notice]:
    if share == 0:
        return []
    treated = _("left out") if profile.size_zone_nonpositive == "drop" else _("kept by shifting all grey values")
    return [
        Notice(
            "size-zone-nonpositive",
            _(
                "{share:.3g} % of the lesion's voxels on the slice used for size zones are at or below 0 "
                "HU and were {treated}; what A.K. does with them is unknown."
            ).format(share=100 * share, treated=treated),
        )
    ]


def ordered(only: Iterable[str] | None, profile: Profile) -> tuple[str, ...]:
    """The asked names, each once, in the order of the feature set."""
    if not isinstance(profile, Profile):
        raise InputError(
            _("{profile!r} is no profile; load one with load_profile, or give none for ak396-default.").format(
                profile=profile
            )
        )
    known = feature_names(profile)
    if only is None:
        return known
    asked = set()
    for name in [only] if isinstance(only, str) else only:
        if not isinstance(name, str):
            raise InputError(_("{name!r} is no feature name; ask for names such as 'MeanValue'.").format(name=name))
        asked.add(name.strip())
    for name in sorted(asked - set(known)):
        raise unknown_name(name, known, profile.feature_set)
    return tuple(name for name in known if name in asked)
