"""Gray windows to look at a liver CT through."""

from ...report.drawing.slices import LIVER_WINDOW, Window

WINDOWS: dict[str, Window] = {
    "Liver": LIVER_WINDOW,
    "Liver, narrow": Window(160, 90),
    "Lipiodol, metal": Window(1600, 400),
    "Bone": Window(1800, 400),
    "Lung": Window(1500, -600),
}
