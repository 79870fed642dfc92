"""A small picture of the largest slice of a lesion with its contour, for an overview of a cohort."""

import base64
from dataclasses import dataclass

from ...imaging import Mask, PhaseImage
from ..drawing.planes import largest_planes, lesion_extent_mm
from ..drawing.slices import outline_path, plane_corner, plane_png
from ..drawing.svg import element
from ..patient.pictures import FIELD_PER_LESION, Phase

THUMBNAIL_PIXELS = 112
LEAST_FIELD_MM = 80.0


@dataclass(frozen=True)
class Thumbnail:
    """Grey values as base64 PNG, and the contour as an SVG path with its transform."""

    png: str
    path: str
    transform: str


def draw_thumbnail(image: PhaseImage, mask: Mask) -> Thumbnail:
    """The axial plane with the largest lesion area, around the lesion; `mask` lies on the grid of `image`."""
    plane, *_ = largest_planes(image, mask)
    side_mm = max(LEAST_FIELD_MM, FIELD_PER_LESION * lesion_extent_mm(mask))
    scale = THUMBNAIL_PIXELS / side_mm
    top_mm, left_mm = plane_corner(plane, side_mm)
    picture = plane_png(plane, Phase("", image, mask).window, top_mm, left_mm, side_mm, THUMBNAIL_PIXELS)
    row_step, column_step = plane.spacing
    moved = f"translate({-left_mm * scale:.3f} {-top_mm * scale:.3f})"
    scaled = f"scale({column_step * scale:.5f} {row_step * scale:.5f})"
    return Thumbnail(
        base64.b64encode(picture).decode(),
        outline_path(plane.lesion),
        f"{moved} {scaled}",
    )


def thumbnail_svg(thumbnail: Thumbnail, label: str) -> str:
    """The picture as inline SVG that a screen reader announces as `label`."""
    side = THUMBNAIL_PIXELS
    picture = element("image", href=f"data:image/png;base64,{thumbnail.png}", width=side, height=side)
    contour = element(
        "path", d=thumbnail.path, fill="none", stroke="#FFD400", stroke_width=1.2, vector_effect="non-scaling-stroke"
    )
    return element(
        "svg",
        picture,
        element("g", contour, transform=thumbnail.transform),
        viewBox=f"0 0 {side} {side}",
        width=side,
        height=side,
        role="img",
        aria_label=label,
    )
