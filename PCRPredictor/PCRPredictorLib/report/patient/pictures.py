"""The pictures of a patient: both phases, three planes each, with the contour that was scored."""

from dataclasses import dataclass
from html import escape

import numpy as np

from ...errors import InputError
from ...imaging import Mask, PhaseImage
from ...imaging.orientation import tilt_degrees, to_lps
from ...imaging.resampling import onto_grid
from ...imaging.segment_names import WITHHELD
from ..drawing.planes import Plane, largest_planes, lesion_extent_mm
from ..drawing.slices import LIVER_WINDOW, Window, percentile_window, slice_picture
from ..drawing.wording import count

LEAST_FIELD_MM = 180.0
FIELD_PER_LESION = 1.6
OBLIQUE_DEGREES = 1.0


@dataclass(frozen=True, eq=False)
class Phase:
    """One phase as the report shows it; the mask lies on the grid of the image."""

    name: str
    image: PhaseImage
    mask: Mask

    @property
    def scored_region(self) -> str:
        """Which voxels were scored, in words; free of file and patient names."""
        from scipy import ndimage  # slow to import

        components = ndimage.label(self.mask.array[self.mask.box], structure=np.ones((3, 3, 3)))[1]
        volume = self.mask.voxel_count * self.mask.geometry.voxel_volume_mm3 / 1000
        parts = "1 component" if components == 1 else f"all {components} components"
        return f"{self._chosen}, {parts}, {count(self.mask.voxel_count, 'voxel')}, {volume:.2f}\N{NO-BREAK SPACE}ml"

    @property
    def _chosen(self) -> str:
        name = self.mask.written_name
        if not name:
            return "the whole mask"
        merged = len(self.mask.merged_from)
        if merged:
            return f"{merged} segments merged ({name})"
        if name == WITHHELD:
            return f"segment ({WITHHELD})"
        return f"label {name}" if name.isdigit() else f'segment "{name}"'

    @property
    def grid(self) -> str:
        """Voxels and spacing, in words."""
        slices, rows, columns = self.image.geometry.shape
        x, y, z = self.image.geometry.spacing
        return f"{columns} × {rows} × {slices} voxels of {x:.3g} × {y:.3g} × {z:.3g} mm"

    @property
    def window(self) -> Window:
        """The liver window, or percentiles where the image says it is no CT."""
        is_ct = self.image.acquisition.modality in (None, "CT")
        return LIVER_WINDOW if is_ct else percentile_window(self.image.array)


def scored_phases(
    arterial: PhaseImage, arterial_mask: Mask, portal: PhaseImage, portal_mask: Mask
) -> tuple[Phase, Phase]:
    """Both phases as the report shows them.

    Raises
    ------
    InputError
        A mask does not lie in its image, or is empty.
    """
    return _phase("arterial", arterial, arterial_mask), _phase("portal", portal, portal_mask)


def picture_blocks(phases: tuple[Phase, ...]) -> tuple[str, str, str]:
    """The axial pictures, those of the other planes, and a note on how to read them, as markup.

    All pictures show the same field of view, so that sizes compare.
    """
    side_mm = field_of_view_mm(phases)
    axial, others = "", ""
    for phase in phases:
        for plane in largest_planes(phase.image, phase.mask):
            drawn = _figure(phase, plane, side_mm)
            if plane.name == "axial":
                axial += drawn
            else:
                others += drawn
    return axial, others, _note(phases, side_mm)


def _phase(name: str, image: PhaseImage, mask: Mask) -> Phase:
    image = to_lps(image)
    moved, _ = onto_grid(mask, image)
    if not moved.array.any():
        raise InputError(f"The {name} mask is empty; draw the lesion, or choose another segment.")
    return Phase(name, image, moved)


def field_of_view_mm(phases: tuple[Phase, ...], least_mm: float = LEAST_FIELD_MM) -> float:
    """Edge of every picture, so that sizes compare."""
    return max(least_mm, FIELD_PER_LESION * max(lesion_extent_mm(phase.mask) for phase in phases))


def _figure(phase: Phase, plane: Plane, side_mm: float) -> str:
    title = f"{phase.name.capitalize()} phase, {plane.name}"
    key = f"{phase.name}-{plane.name}"
    caption = f"<strong>{escape(title)}</strong><br>plane {plane.number} of {plane.total}"
    return (
        f"<figure>{slice_picture(key, title, plane, phase.window, side_mm)}<figcaption>{caption}</figcaption></figure>"
    )


def _note(phases: tuple[Phase, ...], side_mm: float) -> str:
    windows = {phase.name: f"W {phase.window.width:.0f} L {phase.window.level:.0f}" for phase in phases}
    shown = windows[phases[0].name]
    if len(set(windows.values())) > 1:
        shown = ", ".join(f"{name} {window}" for name, window in windows.items())
    note = (
        f"Window {shown}. Field of view {side_mm / 10:.1f} cm in every picture; each plane is the one with the largest "
        "lesion area. The yellow line runs along the edges of the voxels that were scored."
    )
    tilt = max(tilt_degrees(phase.image.geometry) for phase in phases)
    if tilt > OBLIQUE_DEGREES:
        note += f" The scan is tilted by up to {tilt:.0f}° against the body axes; planes follow the scan."
    return f'<p class="note">{escape(note)}</p>'
