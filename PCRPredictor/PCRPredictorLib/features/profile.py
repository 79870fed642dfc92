"""Extraction profiles: every choice that decides a feature value, immutable, validated, hashed."""

from dataclasses import asdict, dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from ..errors import InputError
from ..files import canonical_hash, read_json

ORIENTATIONS = ("LPS", "as-stored")
CHOICES: dict[str, tuple[Any, ...]] = {
    "orientation": ORIENTATIONS,
    "lower_bound": ("zero-or-roi-minimum", "zero"),
    "median_rule": ("at-least-half", "more-than-half"),
    "quantile_rule": ("binned", "exact"),
    "runs_leave_roi": (True, False),
    "haralick_inverse_difference": ("diagonal", "weighted"),
    "surface": ("marching-cubes", "mesh", "voxel-faces"),
    "diameter_unit": ("voxel", "mm"),
    "size_zone_slice": ("largest-axial", "every-axial"),
    "size_zone_connectivity": (8, 4),
    "size_zone_rounding": ("nearest", "down", "toward-zero"),
    "size_zone_nonpositive": ("drop", "shift"),
    "zone_percentage": ("per-highest-grey", "per-voxel"),
}


# in mm or HU; beyond them, single-precision bins collapse or an image no longer fits in memory
LEAST, MOST = 1e-6, 1e6


def _check_name(name: Any) -> None:
    if not isinstance(name, str) or not name.strip():
        raise InputError(f"A profile needs a name in words, not {name!r}.")


def _positive(profile: str, setting: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not LEAST <= value <= MOST:
        raise InputError(
            f"Profile '{profile}': {setting} is {value!r:.40}; it must be a number from {LEAST:g} to {MOST:g}."
        )
    return float(value)


def _hu(profile: str, setting: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -MOST <= value <= MOST:
        raise InputError(f"Profile '{profile}': {setting} is {value!r:.40}; it must be a number of HU, such as -1000.")
    return float(value)


def _check_choice(profile: str, setting: str, value: Any, allowed: tuple[Any, ...]) -> None:
    if not any(value == choice and type(value) is type(choice) for choice in allowed):
        listed = ", ".join(str(choice) for choice in allowed)
        raise InputError(f"Profile '{profile}': {setting} is {value!r}; it must be one of {listed}.")


def _spacing(profile: str, value: Any) -> tuple[float, float, float] | None:
    if value is None:
        return None
    if not isinstance(value, list | tuple) or len(value) != 3:
        raise InputError(f"Profile '{profile}': resample_mm is {value!r}; it must be three sizes in mm, or null.")
    column, row, slice_ = (_positive(profile, "resample_mm", size) for size in value)
    return column, row, slice_


class _Profile:
    """What all profiles share: JSON form and hash."""

    feature_set: ClassVar[str]

    def as_json(self) -> dict[str, Any]:
        """The profile as JSON, feature set included."""
        settings = asdict(self)  # type: ignore[call-overload]
        if settings["resample_mm"] is not None:
            settings["resample_mm"] = list(settings["resample_mm"])
        return {"feature_set": self.feature_set, **settings}

    @cached_property
    def hash(self) -> str:
        """SHA-256 of everything that decides a value; the name does not."""
        return canonical_hash({key: value for key, value in self.as_json().items() if key != "name"})


@dataclass(frozen=True)
class AK396Profile(_Profile):
    """The choices behind the 396 features; the defaults are the best reading of A.K.'s output.

    Attributes
    ----------
    name : str
        For people; not part of the hash.
    orientation : str
        Columns, rows and slices are those of the axis order nearest to ``"LPS"`` (left, posterior, superior), or are
        taken ``"as-stored"`` in the file, for comparison.
    lower_bound : str
        Lower end of the grey axes: ``"zero-or-roi-minimum"`` (min(0, ROI minimum)) or ``"zero"``, which
        leaves negative HU out of histogram and texture.
    median_rule : str
        MedianIntensity is the first bin whose cumulative count is ``"at-least-half"`` or ``"more-than-half"``.
    quantile_rule : str
        Percentile and Quantile of the histogram, linear inside the bin (``"binned"``), or of the grey
        values (``"exact"``).
    runs_leave_roi : bool
        Runs in the bin that holds 0 go on through the zeroed background, as ITK's do.
    run_distance_mm : float or None
        Upper end of the 256 run-length bins; None is the in-plane image diagonal counted in pixels.
    haralick_inverse_difference : str
        inverseDifferenceMoment is ``"diagonal"`` (sum of p(i,i)) or ``"weighted"`` (p / (1 + (i-j)^2)).
    surface : str
        SurfaceArea of the standard ``"marching-cubes"`` triangles, of the symmetric ``"mesh"`` (the default up to 0.2)
        or of the ``"voxel-faces"``.
    diameter_unit : str
        ``"voxel"`` or ``"mm"``.
    size_zone_slice : str
        ``"largest-axial"``, the axial slice with the largest lesion area, or ``"every-axial"``.
    size_zone_connectivity : int
        8 or 4.
    size_zone_rounding : str
        Of non-integer grey values: ``"nearest"`` (halves to even), ``"down"`` or ``"toward-zero"``.
    size_zone_nonpositive : str
        Voxels at or below 0 HU: ``"drop"`` or ``"shift"`` all values so that the lowest is 1.
    zone_percentage : str
        Number of zones ``"per-highest-grey"`` value or ``"per-voxel"``.
    resample_mm : tuple of float or None
        Voxel size (column, row, slice) to resample to; None leaves the image as it is.

    Raises
    ------
    InputError
        A value is not one of those above.
    """

    name: str = "ak396-default"
    orientation: str = "LPS"
    lower_bound: str = "zero-or-roi-minimum"
    median_rule: str = "at-least-half"
    quantile_rule: str = "binned"
    runs_leave_roi: bool = True
    run_distance_mm: float | None = None
    haralick_inverse_difference: str = "diagonal"
    surface: str = "marching-cubes"
    diameter_unit: str = "voxel"
    size_zone_slice: str = "largest-axial"
    size_zone_connectivity: int = 8
    size_zone_rounding: str = "nearest"
    size_zone_nonpositive: str = "drop"
    zone_percentage: str = "per-highest-grey"
    resample_mm: tuple[float, float, float] | None = None

    feature_set: ClassVar[str] = "ak396"

    def __post_init__(self) -> None:
        _check_name(self.name)
        for setting, allowed in CHOICES.items():
            _check_choice(self.name, setting, getattr(self, setting), allowed)
        if self.run_distance_mm is not None:
            object.__setattr__(self, "run_distance_mm", _positive(self.name, "run_distance_mm", self.run_distance_mm))
        object.__setattr__(self, "resample_mm", _spacing(self.name, self.resample_mm))


@dataclass(frozen=True)
class PyradiomicsProfile(_Profile):
    """Settings of the pyradiomics set: original image, all feature classes.

    Attributes
    ----------
    name : str
        For people; not part of the hash.
    bin_width : float
        HU per grey level.
    orientation : str
        As in `AK396Profile`.
    resample_mm : tuple of float or None
        Voxel size (column, row, slice) to resample to; None leaves the image as it is.
    """

    name: str = "pyradiomics-default"
    bin_width: float = 25.0
    orientation: str = "LPS"
    resample_mm: tuple[float, float, float] | None = None

    feature_set: ClassVar[str] = "pyradiomics"

    def __post_init__(self) -> None:
        _check_name(self.name)
        _check_choice(self.name, "orientation", self.orientation, ORIENTATIONS)
        object.__setattr__(self, "bin_width", _positive(self.name, "bin_width", self.bin_width))
        object.__setattr__(self, "resample_mm", _spacing(self.name, self.resample_mm))


@dataclass(frozen=True)
class IbsiProfile(_Profile):
    """Settings of the IBSI set: original image, all families, 3D matrices merged over the directions.

    Attributes
    ----------
    name : str
        For people; not part of the hash.
    bin_width : float
        HU per grey level.
    lowest : float
        HU at which the first grey level starts; voxels of the lesion below it are left out of all but the shape.
    highest : float or None
        Voxels above it are left out in the same way; None sets no limit.
    orientation : str
        As in `AK396Profile`.
    resample_mm : tuple of float or None
        Voxel size (column, row, slice) to resample to, rounded to whole HU, with the voxels that the lesion covers by
        half or more; None leaves the image as it is.
    """

    name: str = "ibsi-default"
    bin_width: float = 25.0
    lowest: float = -1000.0
    highest: float | None = None
    orientation: str = "LPS"
    resample_mm: tuple[float, float, float] | None = None

    feature_set: ClassVar[str] = "ibsi"

    def __post_init__(self) -> None:
        _check_name(self.name)
        _check_choice(self.name, "orientation", self.orientation, ORIENTATIONS)
        object.__setattr__(self, "bin_width", _positive(self.name, "bin_width", self.bin_width))
        object.__setattr__(self, "lowest", _hu(self.name, "lowest", self.lowest))
        if self.highest is not None:
            object.__setattr__(self, "highest", _hu(self.name, "highest", self.highest))
            if self.highest <= self.lowest:
                raise InputError(
                    f"Profile '{self.name}': highest is {self.highest:g} HU and lowest {self.lowest:g} HU; no voxel "
                    "lies between. Give a higher one, or null for no limit."
                )
        object.__setattr__(self, "resample_mm", _spacing(self.name, self.resample_mm))


Profile = AK396Profile | PyradiomicsProfile | IbsiProfile
DEFAULT_PROFILE = AK396Profile()
PROFILES: dict[str, type[AK396Profile] | type[PyradiomicsProfile] | type[IbsiProfile]] = {
    kind.feature_set: kind for kind in (AK396Profile, PyradiomicsProfile, IbsiProfile)
}


def profile_from_json(content: Any, source: str = "The profile") -> Profile:
    """Rebuild a profile; settings left out take their defaults.

    Raises
    ------
    InputError
        The feature set or a setting is unknown, or a value is not allowed.
    """
    if not isinstance(content, dict) or content.get("feature_set") not in tuple(PROFILES):
        raise InputError(f'{source} must be a JSON object whose "feature_set" is one of {", ".join(PROFILES)}.')
    kind = PROFILES[content["feature_set"]]
    settings = {key: value for key, value in content.items() if key != "feature_set"}
    known = [item.name for item in fields(kind)]
    unknown = sorted(set(settings) - set(known))
    if unknown:
        named = ", ".join(name if name.isidentifier() else f"{name!a:.40}" for name in unknown)
        raise InputError(f"{source} has unknown settings {named:.200}; known are {', '.join(known)}.")
    settings.setdefault("name", f"{kind.feature_set}-custom")
    try:
        return kind(**settings)
    except InputError as error:
        raise InputError(f"{source}: {error}") from None


def load_profile(path: Path | str) -> Profile:
    """Read a profile from a JSON file, as `profile_from_json`."""
    return profile_from_json(read_json(path), str(path))
