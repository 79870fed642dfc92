"""A plane as a picture: grey values as PNG, the contour as exact SVG lines over it."""

import base64
from dataclasses import dataclass

import numpy as np
import SimpleITK as sitk

from .planes import Plane
from .png import gray_png
from .svg import drawing, element, line, text

PICTURE_PIXELS = 400
SCALE_BAR_MM = 50.0


@dataclass(frozen=True)
class Window:
    """Grey window: `width` and `level` in Hounsfield units (or plain grey values where the image is no CT)."""

    width: float
    level: float

    @property
    def low(self) -> float:
        return self.level - self.width / 2

    @property
    def high(self) -> float:
        return self.level + self.width / 2


LIVER_WINDOW = Window(350, 60)


def percentile_window(values: np.ndarray) -> Window:
    """Window from the 1st to the 99th percentile of the finite values, for images that are no CT."""
    low, high = np.percentile(values[np.isfinite(values)], (1, 99))
    return Window(max(float(high - low), 1.0), float(low + high) / 2)


def slice_picture(key: str, title: str, plane: Plane, window: Window, side_mm: float, overlay: str = "") -> str:
    """SVG of a square of `side_mm` around the lesion, with contour, directions and a scale bar.

    Both axes have the same scale in mm, whatever the spacing. What lies outside the scan is black. `overlay` is markup
    in voxel edges, as `outline_path` writes them, drawn between the gray values and the contour.
    """
    scale = PICTURE_PIXELS / side_mm
    row_step, column_step = plane.spacing
    top_mm, left_mm = plane_corner(plane, side_mm)
    picture = base64.b64encode(plane_png(plane, window, top_mm, left_mm, side_mm, PICTURE_PIXELS)).decode()
    path = outline_path(plane.lesion)
    moved = f"translate({-left_mm * scale:.4f} {-top_mm * scale:.4f})"
    scaled = f"scale({column_step * scale:.6f} {row_step * scale:.6f})"
    contour = {"d": path, "fill": "none", "vector_effect": "non-scaling-stroke", "stroke_linecap": "square"}
    described = (
        f"{plane.name} plane {plane.number} of {plane.total}, the one of this direction with the largest lesion area; "
        f"the contour encloses {int(plane.lesion.sum())} voxels."
    )
    return drawing(
        key,
        PICTURE_PIXELS,
        PICTURE_PIXELS,
        title,
        described,
        element("image", href=f"data:image/png;base64,{picture}", width=PICTURE_PIXELS, height=PICTURE_PIXELS),
        element(
            "g",
            overlay,
            element("path", **contour, stroke="#000000", stroke_width=3.6, stroke_opacity=0.7),
            element("path", **contour, stroke="#FFD400", stroke_width=1.7, class_="contour"),
            transform=f"{moved} {scaled}",
        ),
        _directions(plane.edges),
        _scale_bar(scale),
    )


def outline_path(lesion: np.ndarray) -> str:
    """SVG path of every voxel edge between lesion and background.

    Coordinates are voxel edges: voxel (row r, column c) fills the square from (c, r) to (c + 1, r + 1).
    Straight runs of edges are one stroke.

    Parameters
    ----------
    lesion : numpy.ndarray
        Boolean, shape (rows, columns).
    """
    padded = np.pad(lesion, 1)
    upright = padded[1:-1, 1:] != padded[1:-1, :-1]
    level = padded[1:, 1:-1] != padded[:-1, 1:-1]
    strokes = [f"M{column} {start}v{length}" for column, start, length in _runs(upright)]
    strokes += [f"M{start} {row}h{length}" for row, start, length in _runs(level.T)]
    return "".join(strokes)


def filled_path(area: np.ndarray) -> str:
    """SVG path that covers every voxel of a boolean plane, row by row, in the coordinates of `outline_path`."""
    return "".join(f"M{start} {row}h{length}v1h-{length}z" for row, start, length in _runs(area.T))


def _runs(edges: np.ndarray) -> list[tuple[int, int, int]]:
    """(column, first row, length) of every vertical run of True; of every level one where the edges are transposed."""
    steps = np.diff(np.pad(edges.astype(np.int8), ((1, 1), (0, 0))), axis=0).T
    starts, stops = np.argwhere(steps == 1), np.argwhere(steps == -1)
    return [
        (int(column), int(start), int(stop - start)) for (column, start), (_, stop) in zip(starts, stops, strict=True)
    ]


def plane_corner(plane: Plane, side_mm: float) -> tuple[float, float]:
    """Top and left edge of the picture in mm, with the middle of the lesion's box in its middle."""
    corner = []
    for index, step in zip(np.nonzero(plane.lesion), plane.spacing, strict=True):
        middle = (int(index.min()) + int(index.max()) + 1) / 2 * step
        corner.append(middle - side_mm / 2)
    return corner[0], corner[1]


def plane_png(plane: Plane, window: Window, top_mm: float, left_mm: float, side_mm: float, pixels: int) -> bytes:
    """The grey values of a square of `side_mm` whose corner lies at (top, left), as a PNG of pixels x pixels."""
    row_step, column_step = plane.spacing
    values = np.where(np.isfinite(plane.values), plane.values, window.low).astype(np.float32)
    source = sitk.GetImageFromArray(values)
    source.SetSpacing((column_step, row_step))
    source.SetOrigin((column_step / 2, row_step / 2))
    pixel = side_mm / pixels
    resampled = sitk.Resample(
        source,
        (pixels, pixels),
        sitk.Transform(2, sitk.sitkIdentity),
        sitk.sitkLinear,
        (left_mm + pixel / 2, top_mm + pixel / 2),
        (pixel, pixel),
        (1.0, 0.0, 0.0, 1.0),
        window.low,
    )
    grey = sitk.Cast(sitk.IntensityWindowing(resampled, window.low, window.high, 0, 255), sitk.sitkUInt8)
    return gray_png(sitk.GetArrayViewFromImage(grey))


def _directions(edges: tuple[str, str, str, str]) -> str:
    middle, far = PICTURE_PIXELS / 2, PICTURE_PIXELS - 8
    places = (
        (10.0, middle + 5, "start"),
        (far - 2, middle + 5, "end"),
        (middle, 20.0, "middle"),
        (middle, far, "middle"),
    )
    return element(
        "g",
        *(text(x, y, letter, text_anchor=anchor) for letter, (x, y, anchor) in zip(edges, places, strict=True)),
        class_="overlay",
    )


def _scale_bar(scale: float) -> str:
    length, y = SCALE_BAR_MM * scale, PICTURE_PIXELS - 14
    bar = line(12, y, 12 + length, y, stroke="#ffffff", stroke_width=3)
    return element("g", bar, text(12, y - 7, f"{SCALE_BAR_MM / 10:.0f} cm"), class_="overlay")
