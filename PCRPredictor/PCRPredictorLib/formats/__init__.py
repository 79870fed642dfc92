"""Files and DICOM folders to phase images, masks and grids."""

from .readers import read_grid, read_image, read_mask, read_masks

__all__ = ["read_grid", "read_image", "read_mask", "read_masks"]
