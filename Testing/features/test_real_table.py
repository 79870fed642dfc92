"""Identities of the formulas on the real A.K. table, with the half-ulps of its printed digits propagated."""

import csv
import math

import pytest
from PCRPredictorLib.features.ak396.directions import ANGLES, DISTANCES
from PCRPredictorLib.features.catalogue import CATALOGUE, NAMES

BASES = sorted({info.name.partition("_")[0] for info in CATALOGUE if info.block in ("cooccurrence", "runlength")})


@pytest.fixture(scope="module")
def table(shared_data):
    """51 rows of {name: (value, half a unit of its last printed digit)}."""
    with open(shared_data / "ak" / "li2020_ak396.csv", newline="", encoding="utf-8-sig") as file:
        rows = [{key.strip(): text.strip() for key, text in row.items()} for row in csv.DictReader(file)]
    assert len(rows) == 51
    return [{name: (float(row[name]), half_ulp(row[name])) for name in NAMES} for row in rows]


def half_ulp(text: str) -> float:
    mantissa, _, exponent = text.lower().partition("e")
    return 0.5 * 10.0 ** (int(exponent or 0) - len(mantissa.partition(".")[2]))


# A.K. sums these two in single precision: their misfit exceeds the printed digits (largest: 4.4e-6 and 1.3e-5).
SINGLE_PRECISION = {"RMS": 4.5e-6, "HaraVariance": 1.4e-5}


def holds(function, arguments, printed, relative=1e-12):
    """Whether function(arguments) meets the printed value, each argument free within its half-ulp."""
    values = [value for value, _ in arguments]
    exact = function(*values)
    slack = printed[1] + relative * abs(exact)
    for place, (value, half) in enumerate(arguments):
        moved = [function(*values[:place], value + sign * half, *values[place + 1 :]) for sign in (-1, 1)]
        slack += max(abs(other - exact) for other in moved)
    return abs(exact - printed[0]) <= slack


IDENTITIES = {
    "Range": (lambda high, low: high - low, ["MaxIntensity", "MinIntensity"]),
    "Percentile25": (lambda q: q, ["Quantile0.25"]),
    "Percentile50": (lambda q: q, ["Quantile0.5"]),
    "Percentile75": (lambda q: q, ["Quantile0.75"]),
    "Variance": (lambda std: std**2, ["stdDeviation"]),
    "uniformity": (lambda std, mean: 1 - std / mean, ["stdDeviation", "MeanValue"]),
    "RMS": (
        lambda mean, std, n: math.sqrt(mean**2 + std**2 * (n - 1) / n),
        ["MeanValue", "stdDeviation", "VolumeCount"],
    ),
    "VoxelValueSum": (lambda mean, n: mean * n, ["MeanValue", "VolumeCount"]),
    "VolumeCC": (lambda mm: mm / 1000, ["VolumeMM"]),
    "SurfaceVolumeRatio": (lambda a, v: 1000 * a / v, ["SurfaceArea", "VolumeMM"]),
    "Sphericity": (lambda a, v: math.pi ** (1 / 3) * (6 * v) ** (2 / 3) / a, ["SurfaceArea", "VolumeMM"]),
    "SphericalDisproportion": (lambda s: 1 / s, ["Sphericity"]),
    "Compactness1": (lambda a, v: v / (math.sqrt(math.pi) * a**1.5), ["SurfaceArea", "VolumeMM"]),
    "Compactness2": (lambda a, v: 36 * math.pi * v**2 / a**3, ["SurfaceArea", "VolumeMM"]),
    "HaraVariance": (lambda s, c: s + c, ["sumVariance", "contrast"]),
}


@pytest.mark.parametrize("name", IDENTITIES)
def test_identity(table, name):
    function, arguments = IDENTITIES[name]
    relative = SINGLE_PRECISION.get(name, 1e-12)
    failed = [
        place
        for place, row in enumerate(table)
        if not holds(function, [row[key] for key in arguments], row[name], relative)
    ]
    assert failed == []


@pytest.mark.parametrize("base", BASES)
def test_all_direction_and_sd(table, base):
    """AllDirection is the mean of the four angles, _SD their population variance: all 2,754 cells."""
    for row in table:
        for distance in DISTANCES:
            four = [row[f"{base}_{angle}_offset{distance}"] for angle in ANGLES]
            assert holds(lambda *v: sum(v) / 4, four, row[f"{base}_AllDirection_offset{distance}"])
            assert holds(
                lambda *v: sum((x - sum(v) / 4) ** 2 for x in v) / 4,
                four,
                row[f"{base}_AllDirection_offset{distance}_SD"],
            )


def test_median_is_a_bin_center(table):
    for row in table:
        width = row["MaxIntensity"][0] / 256
        center = (round(row["MedianIntensity"][0] / width - 0.5) + 0.5) * width
        assert row["MedianIntensity"][0] == pytest.approx(center, abs=row["MedianIntensity"][1] * 1.001)


def test_contrast_lies_just_below_all_direction_inertia(table):
    for row in table:
        below = 1 - row["contrast"][0] * 255**2 / row["Inertia_AllDirection_offset1"][0]
        assert 0.0006 < below < 0.0022


def test_correlation_is_divided_by_the_squared_variance(table):
    """Covariance / s2^2, not / s2: s2 solved from Correlation and Inertia meets HaraVariance, pooled counts aside."""
    for row in table:
        correlation, inertia = (row[f"{base}_AllDirection_offset1"][0] for base in ("Correlation", "Inertia"))
        s2 = (1 + math.sqrt(1 - 2 * correlation * inertia)) / (2 * correlation)
        assert row["HaraVariance"][0] * 255**2 / 4 == pytest.approx(s2, rel=2e-4)
