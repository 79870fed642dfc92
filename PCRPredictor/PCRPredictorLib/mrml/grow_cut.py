"""Slicer's own growing from seeds (``vtkImageGrowCutSegment``), as behind *Grow from seeds* of the Segment Editor."""

import numpy as np
import vtk
from vtk.util.numpy_support import numpy_to_vtk, vtk_to_numpy

CLASS = "vtkImageGrowCutSegment"


def grow_cut(values: np.ndarray, seeds: np.ndarray, spacing: tuple[float, float, float]) -> np.ndarray:
    """The label of every voxel, grown from seeds along paths of like gray values (Zhu et al. 2014).

    Parameters
    ----------
    values : numpy.ndarray
        Gray values, shape (slices, rows, columns); rounded to whole numbers.
    seeds : numpy.ndarray
        Labels from 1, and 0 where none is known; same shape.
    spacing : tuple of float
        (column, row, slice) step in mm.
    """
    import slicer

    grower = getattr(slicer, CLASS)()
    images = _image(np.round(values).astype(np.int16), spacing), _image(seeds.astype(np.uint8), spacing)
    grower.SetIntensityVolume(images[0])
    grower.SetSeedLabelVolume(images[1])
    grower.Update()
    return vtk_to_numpy(grower.GetOutput().GetPointData().GetScalars()).reshape(values.shape)


def _image(array: np.ndarray, spacing: tuple[float, float, float]) -> vtk.vtkImageData:
    image = vtk.vtkImageData()
    image.SetDimensions(array.shape[::-1])
    image.SetSpacing(spacing)
    image.GetPointData().SetScalars(numpy_to_vtk(np.ascontiguousarray(array).ravel(), deep=True))
    return image
