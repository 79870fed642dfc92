"""Files and DICOM folders to phase images, masks and grids."""

from .readers import is_dicom_contour, read_grid, read_image, read_mask, read_masks

__all__ = ["is_dicom_contour", "read_grid", "read_image", "read_mask", "read_masks"]
