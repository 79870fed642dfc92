"""Histogram block: the 42 first-order features."""

import math

import numpy as np

from .grey_levels import BINS, Region, bin_edges, bin_of, pieces

PERCENTILES = (10, 15, 20, 25, 30, 35, 40, 45, 5, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95)
QUANTILES = (0.025, 0.25, 0.5, 0.75, 0.975)
NAMES = (
    "FrequencySize",
    "MaxIntensity",
    "MeanDeviation",
    "MeanValue",
    "MedianIntensity",
    "MinIntensity",
    *(f"Percentile{percent}" for percent in PERCENTILES),
    *(f"Quantile{quantile}" for quantile in QUANTILES),
    "RMS",
    "Range",
    "RelativeDeviation",
    "Variance",
    "VolumeCount",
    "VoxelValueSum",
    "histogramEnergy",
    "histogramEntropy",
    "kurtosis",
    "skewness",
    "stdDeviation",
    "uniformity",
)


def measure(region: Region, median_rule: str = "at-least-half", quantile_rule: str = "binned") -> dict[str, float]:
    """All 42 features; x are the N grey values of the lesion.

    ::

        Variance = sum (x - MeanValue)^2 / (N-1)    stdDeviation = sqrt(Variance)
        RMS = sqrt(sum x^2 / N)                     uniformity = 1 - stdDeviation / MeanValue
        kurtosis = m4 / m2^2 - 3                    skewness = m3 / m2^1.5  (population moments)
        histogramEnergy = sum p^2                   histogramEntropy = -sum p log2 p

    with p the shares of 256 bins over [lower, maximum). FrequencySize is the histogram's total: voxels equal
    to the maximum fall out (measured on the published table). MedianIntensity is the center of the first bin
    whose cumulative count reaches half of the voxels on the axis (all N, unless a lower bound of 0 leaves some
    out), or of the last bin where the voxels at the maximum are the majority.
    MeanDeviation and RelativeDeviation sum signed deviations, which is rounding noise in A.K.: 0 here.

    Parameters
    ----------
    median_rule : str
        ``"at-least-half"`` or ``"more-than-half"``.
    quantile_rule : str
        Percentile and Quantile are those of the histogram, linear inside the bin (``"binned"``), or of the
        grey values themselves (``"exact"``).
    """
    number = region.values.size
    total = _power_sum(region, 1)
    mean = total / number
    second, third, fourth = (_power_sum(region, power, mean) / number for power in (2, 3, 4))
    variance = second * number / (number - 1)
    std = float(np.sqrt(variance))
    edges, filled = histogram(region)
    p = filled[filled > 0] / filled.sum() if filled.any() else np.full(1, np.nan)
    counted = number if region.counted is None else int(np.count_nonzero(region.counted))
    found = {
        "FrequencySize": float(filled.sum()),
        "MaxIntensity": region.maximum,
        "MeanDeviation": 0.0,
        "MeanValue": mean,
        "MedianIntensity": _median(edges, filled, counted, median_rule),
        "MinIntensity": region.minimum,
        "RMS": float(np.sqrt(_power_sum(region, 2) / number)),
        "Range": region.maximum - region.minimum,
        "RelativeDeviation": 0.0,
        "Variance": variance,
        "VolumeCount": float(number),
        "VoxelValueSum": total,
        "histogramEnergy": float(p @ p),
        "histogramEntropy": abs(float(p @ np.log2(p))),
        "kurtosis": fourth / second**2 - 3 if second else float("nan"),
        "skewness": third / second**1.5 if second else float("nan"),
        "stdDeviation": std,
        "uniformity": 1 - std / mean if mean else float("nan"),
    }
    shares = {f"Percentile{percent}": percent / 100 for percent in PERCENTILES}
    shares |= {f"Quantile{quantile}": quantile for quantile in QUANTILES}
    if quantile_rule == "exact":
        exact = np.quantile(region.values.astype(np.float64), list(shares.values()))
        return found | dict(zip(shares, exact.tolist(), strict=True))
    return found | {name: binned_quantile(edges, filled, share) for name, share in shares.items()}


def histogram(region: Region) -> tuple[np.ndarray, np.ndarray]:
    """Edges (257,) and counts (256,) of the grey values in [lower, maximum); the rest is dropped."""
    levels, counts = region.levels
    edges = np.append(bin_edges(region.lower, region.maximum), region.maximum)
    filled = np.zeros(BINS)
    for part in pieces(levels.size):
        held = (levels[part] >= region.lower) & (levels[part] < region.maximum)
        places = bin_of(levels[part][held].astype(np.float64), edges[:-1])
        filled += np.bincount(places, weights=counts[part][held], minlength=BINS)
    return edges, filled


def _power_sum(region: Region, power: int, center: float = 0.0) -> float:
    """Sum over the voxels of (x - center)^power."""
    levels, counts = region.levels
    return math.fsum(
        float(((levels[part].astype(np.float64) - center) ** power * counts[part]).sum())
        for part in pieces(levels.size)
    )


def binned_quantile(edges: np.ndarray, counts: np.ndarray, p: float) -> float:
    """Quantile of a histogram, linear inside the bin, as ``itk::Statistics::Histogram::Quantile``.

    Below one half the bins are summed from the left, else from the right.
    """
    total = counts.sum()
    if total == 0:
        return float("nan")
    if p < 0.5:
        reached = np.cumsum(counts) / total
        place = int(np.argmax(reached >= p))
        before = reached[place - 1] if place else 0.0
        share = (p - before) / (counts[place] / total)
        return float(edges[place] + share * (edges[place + 1] - edges[place]))
    left = 1 - np.cumsum(counts[::-1]) / total
    turn = int(np.argmax(left <= p))
    place = BINS - 1 - turn
    before = left[turn - 1] if turn else 1.0
    share = (before - p) / (counts[place] / total)
    return float(edges[place + 1] - share * (edges[place + 1] - edges[place]))


def _median(edges: np.ndarray, counts: np.ndarray, number: int, rule: str) -> float:
    if not counts.any():
        return float("nan")
    cumulative = np.cumsum(counts)
    reached = cumulative >= number / 2 if rule == "at-least-half" else cumulative > number / 2
    place = int(np.argmax(reached)) if reached.any() else BINS - 1
    return float((edges[place] + edges[place + 1]) / 2)
