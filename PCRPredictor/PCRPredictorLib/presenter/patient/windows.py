"""Gray windows to look at a liver CT through."""

from ...report.drawing.slices import LIVER_WINDOW, Window
from ...texts import tr as _

WINDOWS: dict[str, Window] = {
    _("Liver"): LIVER_WINDOW,
    _("Liver, narrow"): Window(160, 90),
    _("Lipiodol, metal"): Window(1600, 400),
    _("Bone"): Window(1800, 400),
    _("Lung"): Window(1500, -600),
}
