"""What a reader who knows the lesion draws: its longest diameter, a line across, strokes where a proposal is wrong."""

import numpy as np
from PCRPredictorLib.imaging import Mask
from PCRPredictorLib.imaging.lesion_hints import HintKind
from PCRPredictorLib.imaging.lesion_line import LesionLine, Stroke
from scipy import ndimage


def longest_line(mask: Mask, scale: float = 1.0, aside_mm: float = 0.0) -> LesionLine:
    """The longest distance between two voxels of one slice, scaled about its middle and moved across."""
    best = (0.0, np.zeros(3), np.zeros(3))
    for place, plane in enumerate(mask.array):
        edge = np.argwhere(plane & ~ndimage.binary_erosion(plane))
        if not len(edge):
            continue
        world = _world(mask, edge, place)
        first, second, apart = _farthest(world)
        if apart > best[0]:
            best = (apart, first, second)
    length, start, end = best
    middle, across = (start + end) / 2, np.cross([0, 0, 1], (end - start) / length) * aside_mm
    ends = [tuple((middle + (end_ - middle) * scale + across).tolist()) for end_ in (start, end)]
    return LesionLine(*ends)


def line_across(mask: Mask, line: LesionLine) -> Stroke:
    """The longest line across the diameter on its slice, from voxel to voxel of the lesion's edge."""
    to_index = np.linalg.inv(mask.geometry.index_to_world)
    place = round(float((to_index[:3, :3] @ line.center + to_index[:3, 3])[2]))
    world = _world(mask, np.argwhere(mask.array[place]), place) - line.center
    along = np.subtract(line.end, line.start) / line.length_mm
    across = np.cross([0, 0, 1], along)
    half_step = mask.geometry.spacing[0] / 2
    best = (0.0, np.zeros(3), np.zeros(3))
    for at in np.arange(-0.4 * line.length_mm, 0.4 * line.length_mm, 2 * half_step):
        crossed = world[np.abs(world @ along - at) <= half_step] @ across
        if crossed.size and np.ptp(crossed) > best[0]:
            ends = [line.center + at * along + side * across for side in (crossed.min(), crossed.max())]
            best = (float(np.ptp(crossed)), *ends)
    return Stroke(*(tuple(end.tolist()) for end in best[1:]))


def stroke_on_error(found: np.ndarray, mask: Mask) -> tuple[HintKind, Stroke] | None:
    """A stroke over the thick part of the largest error, on the slice with most of it; None where all is well."""
    flat = ndimage.generate_binary_structure(3, 1)
    flat[[0, 2]] = False
    parts, count = ndimage.label(ndimage.binary_opening(found != mask.array, flat))
    if count == 0:
        return None
    largest = parts == 1 + np.bincount(parts.ravel())[1:].argmax()
    place = int(largest.sum(axis=(1, 2)).argmax())
    kind: HintKind = "belongs" if mask.array[place][largest[place]].mean() > 0.5 else "foreign"
    error = largest[place] & (mask.array[place] == (kind == "belongs"))
    depth = ndimage.distance_transform_edt(np.pad(error, 1))[1:-1, 1:-1]
    core = np.argwhere(depth >= 0.7 * depth.max())
    apart = np.linalg.norm(core[:, None] - core[None], axis=-1)
    ends = core[list(np.unravel_index(apart.argmax(), apart.shape))]
    way = np.rint(np.linspace(*ends, 50)).astype(int)
    if not error[tuple(way.T)].all():
        ends = ends[[0, 0]]
    return kind, Stroke(*(tuple(end.tolist()) for end in _world(mask, ends, place)))


def _world(mask: Mask, rows_and_columns: np.ndarray, place: int) -> np.ndarray:
    matrix = mask.geometry.index_to_world
    index = np.column_stack([rows_and_columns[:, ::-1], np.full(len(rows_and_columns), place)])
    return index @ matrix[:3, :3].T + matrix[:3, 3]


def _farthest(points: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    apart = np.linalg.norm(points[:, None] - points[None], axis=-1)
    first, second = np.unravel_index(apart.argmax(), apart.shape)
    return points[first], points[second], float(apart[first, second])
