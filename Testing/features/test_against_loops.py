"""The features ITK's filters do not give, against a second implementation by loops from the definitions."""

import itertools
import math
from collections import Counter

import numpy as np
import pytest
from PCRPredictorLib.features.ak396 import haralick, histogram, shape, sizezone
from PCRPredictorLib.features.extraction import measure_region
from PCRPredictorLib.features.profile import AK396Profile

ANGLES = ((1, 0), (1, 1), (0, 1), (-1, 1))


def voxels(case):
    """[(slice, row, column, value)] of the lesion."""
    return [(*map(int, place), float(case.array[tuple(place)])) for place in np.argwhere(case.mask)]


def edges_over(lower, upper):
    width = np.float32((np.float32(upper) - np.float32(lower)) / np.float32(256))
    return [lower + float(np.float32(j) * width) for j in range(256)]


def bin_in(edges, value):
    place = 0
    while place < 255 and edges[place + 1] <= value:
        place += 1
    return place


def lower_of(values):
    return min(0.0, min(values))


def entropy(probabilities):
    return -sum(p * math.log2(p) for p in probabilities if p > 0)


def variance(distribution):
    """Population variance of {number: probability}."""
    mean = sum(x * p for x, p in distribution.items())
    return sum((x - mean) ** 2 * p for x, p in distribution.items())


def loop_histogram(case):
    x = [value for *_, value in voxels(case)]
    n, top, bottom = len(x), max(x), min(x)
    mean = math.fsum(x) / n
    moment = {k: math.fsum((value - mean) ** k for value in x) / n for k in (2, 3, 4)}
    std = math.sqrt(moment[2] * n / (n - 1))
    edges = [*edges_over(lower_of(x), top), top]
    counts = [0] * 256
    for value in x:
        if value != top:
            counts[bin_in(edges[:256], value)] += 1
    total = sum(counts)
    p = [count / total for count in counts]
    cumulative = list(itertools.accumulate(counts))
    middle = next((j for j in range(256) if cumulative[j] >= n / 2), 255)

    def quantile(share):
        if share < 0.5:
            below = 0.0
            for j in range(256):
                if below + counts[j] >= share * total:
                    return edges[j] + (share * total - below) / counts[j] * (edges[j + 1] - edges[j])
                below += counts[j]
        above = 0.0
        for j in reversed(range(256)):
            if above + counts[j] >= (1 - share) * total:
                return edges[j + 1] - ((1 - share) * total - above) / counts[j] * (edges[j + 1] - edges[j])
            above += counts[j]
        raise AssertionError("a histogram has its quantiles")

    return {
        "FrequencySize": total,
        "MaxIntensity": top,
        "MeanDeviation": 0,
        "MeanValue": mean,
        "MedianIntensity": (edges[middle] + edges[middle + 1]) / 2,
        "MinIntensity": bottom,
        **{f"Percentile{q}": quantile(q / 100) for q in range(5, 100, 5)},
        **{f"Quantile{q}": quantile(q) for q in (0.025, 0.25, 0.5, 0.75, 0.975)},
        "RMS": math.sqrt(math.fsum(value**2 for value in x) / n),
        "Range": top - bottom,
        "RelativeDeviation": 0,
        "Variance": std**2,
        "VolumeCount": n,
        "VoxelValueSum": math.fsum(x),
        "histogramEnergy": sum(share**2 for share in p),
        "histogramEntropy": entropy(p),
        "kurtosis": moment[4] / moment[2] ** 2 - 3,
        "skewness": moment[3] / moment[2] ** 1.5,
        "stdDeviation": std,
        "uniformity": 1 - std / mean,
    }


def loop_haralick(case):
    inside = {(z, y, x): value for z, y, x, value in voxels(case)}
    edges = edges_over(lower_of(inside.values()), max(inside.values()) + 1)
    codes = {place: bin_in(edges, value) for place, value in inside.items()}
    pairs = Counter()
    for (z, y, x), code in codes.items():
        for columns, rows in ANGLES:
            other = codes.get((z, y + rows, x + columns))
            if other is not None:
                pairs[code, other] += 1
                pairs[other, code] += 1
    total = sum(pairs.values())
    p = {pair: count / total for pair, count in pairs.items()}
    sums, differences, marginal = Counter(), Counter(), Counter()
    for (i, j), share in p.items():
        sums[i + j] += share
        differences[abs(i - j)] += share
        marginal[i] += share
    return {
        "AngularSecondMoment": sum(share**2 for share in p.values()),
        "HaraEntroy": entropy(p.values()) / 16,
        "HaraVariance": 4 * variance(marginal) / 255**2,
        "contrast": sum((i - j) ** 2 * share for (i, j), share in p.items()) / 255**2,
        "differenceEntropy": entropy(differences.values()) / 8,
        "differenceVariance": 4 * variance(differences) / 255**2,
        "inverseDifferenceMoment": sum(share for (i, j), share in p.items() if i == j),
        "sumAverage": sum(k * share for k, share in sums.items()) / 510,
        "sumEntropy": entropy(sums.values()) / math.log2(511),
        "sumVariance": variance(sums) / 255**2,
    }


def loop_size_zone(case):
    slices = [int(case.mask[z].sum()) for z in range(case.mask.shape[0])]
    chosen = slices.index(max(slices))
    grey = {(y, x): round(value) for z, y, x, value in voxels(case) if z == chosen and round(value) > 0}
    if not grey:
        return None
    zones, left = [], dict(grey)
    while left:
        start, value = left.popitem()
        size, front = 1, [start]
        while front:
            y, x = front.pop()
            for near in itertools.product((y - 1, y, y + 1), (x - 1, x, x + 1)):
                if left.get(near) == value:
                    del left[near]
                    size += 1
                    front.append(near)
        zones.append((value, size))
    n = len(zones)
    by_value, by_size = Counter(i for i, _ in zones), Counter(s for _, s in zones)
    return {
        "SmallAreaEmphasis": sum(1 / s**2 for _, s in zones) / n,
        "LargeAreaEmphasis": sum(s**2 for _, s in zones) / n,
        "LowIntensityEmphasis": sum(1 / i**2 for i, _ in zones) / n,
        "HighIntensityEmphasis": sum(i**2 for i, _ in zones) / n,
        "LowIntensitySmallAreaEmphasis": sum(1 / (i * s) ** 2 for i, s in zones) / n,
        "HighIntensitySmallAreaEmphasis": sum((i / s) ** 2 for i, s in zones) / n,
        "LowIntensityLargeAreaEmphasis": sum((s / i) ** 2 for i, s in zones) / n,
        "HighIntensityLargeAreaEmphasis": sum((i * s) ** 2 for i, s in zones) / n,
        "IntensityVariability": sum(count**2 for count in by_value.values()) / n,
        "SizeZoneVariability": sum(count**2 for count in by_size.values()) / n,
        "ZonePercentage": n / max(grey.values()),
    }


def differing(one, two):
    return sum(a != b for a, b in zip(one, two, strict=True))


def surface_by_cells(case):
    """Area of the setting "mesh", cell by cell: cut points of the cell's faces joined to loops, fanned from their mean.

    The default surface is held to VTK in test_surface.
    """
    filled = {(z, y, x) for z, y, x, _ in voxels(case)}
    spacing = np.array(case.spacing[::-1])
    corners = list(itertools.product((0, 1), repeat=3))
    bases = {(z - dz, y - dy, x - dx) for z, y, x in filled for dz, dy, dx in corners}
    area = 0.0
    for z, y, x in bases:
        inside = {(dz, dy, dx): (z + dz, y + dy, x + dx) in filled for dz, dy, dx in corners}
        if all(inside.values()):
            continue
        links = {}
        for axis, side in itertools.product(range(3), (0, 1)):
            face = [corner for corner in corners if corner[axis] == side]
            for corner in face:
                near = [c for c in face if differing(c, corner) == 1]
                far = next(c for c in face if differing(c, corner) == 2)
                cuts = [frozenset((corner, c)) for c in near if inside[c] != inside[corner]]
                if inside[corner] and len(cuts) == 2:
                    joined = [cuts]
                elif inside[corner] and len(cuts) == 1:
                    partner = next(c for c in near if inside[c])
                    joined = [[cuts[0], frozenset((partner, far))]] if not inside[far] and corner < partner else []
                elif not inside[corner] and len(cuts) == 2 and inside[far]:
                    joined = [cuts]
                else:
                    joined = []
                for first, second in joined:
                    links.setdefault(first, []).append(second)
                    links.setdefault(second, []).append(first)
        while links:
            start = next(iter(links))
            loop, here, before = [start], links[start][0], start
            while here != start:
                loop.append(here)
                ways = links[here]
                here, before = (ways[1] if ways[0] == before else ways[0]), here
            for cut in loop:
                del links[cut]
            points = np.array([np.add(*cut) / 2 for cut in loop]) * spacing
            middle = points.mean(axis=0)
            arms = points - middle
            area += float(np.linalg.norm(np.cross(arms, np.roll(arms, 1, axis=0)), axis=1).sum()) / 2
    return area


def loop_shape(case):
    n = len(voxels(case))
    volume = n * math.prod(case.spacing)
    area = surface_by_cells(case)
    places = np.argwhere(case.mask).astype(float)
    widest = max(float(((places - place) ** 2).sum(axis=1).max()) for place in places)
    sphericity = math.pi ** (1 / 3) * (6 * volume) ** (2 / 3) / area
    return {
        "VolumeMM": volume,
        "VolumeCC": volume / 1000,
        "SurfaceArea": area,
        "SurfaceVolumeRatio": 1000 * area / volume,
        "Sphericity": sphericity,
        "SphericalDisproportion": 1 / sphericity,
        "Compactness1": volume / (math.sqrt(math.pi) * area**1.5),
        "Compactness2": 36 * math.pi * volume**2 / area**3,
        "Maximum3DDiameter": math.sqrt(widest),
    }


@pytest.mark.parametrize(
    ("names", "loops"),
    [
        (histogram.NAMES, loop_histogram),
        (haralick.NAMES, loop_haralick),
        (sizezone.NAMES, loop_size_zone),
        (shape.NAMES, loop_shape),
    ],
    ids=["histogram", "haralick", "sizezone", "shape"],
)
def test_block(case, names, loops):
    expected = loops(case)
    if expected is None:
        with pytest.raises(ValueError, match="at or below 0 HU"):
            measure_region(case.region, AK396Profile(surface="mesh"), names)
        return
    found, _ = measure_region(case.region, AK396Profile(surface="mesh"), names)
    assert set(expected) == set(names)
    for name in names:
        assert found[name] == pytest.approx(expected[name], rel=1e-9, abs=1e-12), name


def loop_runs_inside(case, columns, rows):
    """Runs that stop at the mask, {(I, J): count}, 1-based, by walking every line of the direction."""
    inside = {(z, y, x): value for z, y, x, value in voxels(case)}
    edges = edges_over(lower_of(inside.values()), max(inside.values()) + 1)
    codes = {place: bin_in(edges, value) for place, value in inside.items()}
    lengths = edges_over(0.0, math.hypot(*case.array.shape[1:]))
    step_mm = math.hypot(columns * case.spacing[0], rows * case.spacing[1])
    runs = Counter()
    for (z, y, x), code in codes.items():
        if codes.get((z, y - rows, x - columns)) == code:
            continue
        steps = 0
        while codes.get((z, y + (steps + 1) * rows, x + (steps + 1) * columns)) == code:
            steps += 1
        runs[code + 1, bin_in(lengths, steps * step_mm) + 1] += 1
    return runs


@pytest.mark.parametrize(("angle", "way"), [("angle0", (1, 0)), ("angle135", (-1, 1)), ("angle90", (0, 1))])
@pytest.mark.parametrize("distance", [1, 4])
@pytest.mark.parametrize("name", ["negative-hu", "leaving", "tiny"])
def test_runs_that_stop_at_the_mask(cases, name, angle, way, distance):
    runs = loop_runs_inside(cases[name], way[0] * distance, way[1] * distance)
    number = sum(runs.values())
    by_grey = Counter()
    for (i, _), count in runs.items():
        by_grey[i] += count
    expected = {
        "LongRunHighGreyLevelEmphasis": sum(count * (i * j) ** 2 for (i, j), count in runs.items()) / number,
        "ShortRunLowGreyLevelEmphasis": sum(count / (i * j) ** 2 for (i, j), count in runs.items()) / number,
        "GreyLevelNonuniformity": sum(count**2 for count in by_grey.values()) / number,
    }
    asked = {f"{base}_{angle}_offset{distance}": value for base, value in expected.items()}
    found, _ = measure_region(cases[name].region, AK396Profile(runs_leave_roi=False), asked)
    for each, value in asked.items():
        assert found[each] == pytest.approx(value, rel=1e-9), each
