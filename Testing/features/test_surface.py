"""The default surface is the standard marching-cubes triangulation: the same area as VTK and pyradiomics."""

import numpy as np
import pytest
from PCRPredictorLib.features.ak396.marching_cubes import EDGES, TRIANGLES
from PCRPredictorLib.features.ak396.surface import surface_area

vtk = pytest.importorskip("vtk", reason="VTK comes with the extra `mrml`")
# Twice, thrice and half of these are exact in the single precision of VTK's points.
SPACINGS = ((1.0, 1.0, 1.0), (0.75, 0.75, 2.5), (0.625, 1.25, 3.0))


def cut_by_vtk(values, spacing):
    """Triangles at one half of a (slices, rows, columns) array of 0 and 1, shape (triangles, 3, 3), mm."""
    from vtk.util.numpy_support import numpy_to_vtk, vtk_to_numpy

    image = vtk.vtkImageData()
    image.SetDimensions(values.shape[::-1])
    image.SetSpacing(spacing)
    image.GetPointData().SetScalars(numpy_to_vtk(values.astype(np.float64).ravel(), deep=True))
    cut = vtk.vtkMarchingCubes()
    cut.SetInputData(image)
    cut.SetValue(0, 0.5)
    cut.ComputeNormalsOff()
    cut.Update()
    found = cut.GetOutput()
    if found.GetNumberOfPolys() == 0:
        return np.empty((0, 3, 3))
    points = vtk_to_numpy(found.GetPoints().GetData()).astype(np.float64)
    return points[vtk_to_numpy(found.GetPolys().GetConnectivityArray()).reshape(-1, 3)]


def area_of(triangles):
    sides = triangles[:, 1:] - triangles[:, :1]
    return float(np.linalg.norm(np.cross(sides[:, 0], sides[:, 1]), axis=1).sum() / 2)


def test_the_table_is_that_of_vtk():
    """Each of the 256 patterns is cut by VTK; a triangle is known by the three cell edges that it joins."""
    middle = {
        (np.array(EDGES)[number, :, None] >> np.arange(3) & 1).mean(axis=0).tobytes(): number for number in range(12)
    }
    for pattern in range(256):
        corners = (pattern >> np.arange(8) & 1).reshape(2, 2, 2)
        theirs = [frozenset(middle[corner.tobytes()] for corner in each) for each in cut_by_vtk(corners, (1, 1, 1))]
        digits = [int(edge, 16) for edge in TRIANGLES[pattern]]
        ours = [frozenset(digits[start : start + 3]) for start in range(0, len(digits), 3)]
        assert sorted(map(sorted, ours)) == sorted(map(sorted, theirs)), pattern


@pytest.mark.parametrize("spacing", SPACINGS)
@pytest.mark.parametrize("share", [0.02, 0.1, 0.5, 0.9])
def test_random_masks_have_the_area_of_vtk(share, spacing):
    mask = np.random.default_rng(round(100 * share)).random((9, 11, 13)) < share
    assert surface_area(mask, spacing) == pytest.approx(area_of(cut_by_vtk(np.pad(mask, 1), spacing)), rel=1e-9)


@pytest.mark.parametrize("spacing", SPACINGS)
def test_a_ball_has_the_area_of_vtk_and_pyradiomics(spacing):
    places = np.ogrid[tuple(slice(-20.5, 20.5) for _ in range(3))]
    ball = sum((place * step) ** 2 for place, step in zip(places, spacing[::-1], strict=True)) <= 12.3**2
    area = surface_area(ball, spacing)
    assert area == pytest.approx(area_of(cut_by_vtk(np.pad(ball, 1), spacing)), rel=1e-9)
    coefficients = pytest.importorskip("radiomics").cShape.calculate_coefficients
    theirs = coefficients(np.pad(ball, 1).astype(np.int8), np.array(spacing[::-1]))[0]
    assert area == pytest.approx(theirs, rel=1e-9)
    # What the former default cut off: its polygons lie below the standard triangles.
    assert 0.002 < 1 - surface_area(ball, spacing, "mesh") / area < 0.016
