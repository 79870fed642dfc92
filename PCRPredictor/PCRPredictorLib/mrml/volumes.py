"""Volume nodes to phase images and back."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import vtk

from ..errors import InputError, Notice
from ..imaging import Acquisition, Geometry, PhaseImage
from ..imaging.phase_image import SIMULATED_KEY
from ..texts import Sentence
from ..texts import sentence as _
from .acquisition import acquisition_from_node, identity_from_node, irregular_slices
from .grid import (
    array_from_matrix,
    fill_image_data,
    geometry_from_ras,
    matrix_from_array,
    parent_matrix,
    ras_from_geometry,
    voxel_view,
)

READER_KEY = "PCRPredictor_reader"
STEP_BYTES = 8 << 20


def image_from_node(volume_node: Any, acquisition: Acquisition | None = None) -> PhaseImage:
    """Copy a scalar volume node into a phase image whose geometry includes the parent transforms.

    The voxels are never resampled: a linear parent transform moves, turns or scales the grid.

    Parameters
    ----------
    volume_node : vtkMRMLScalarVolumeNode
    acquisition : Acquisition, optional
        What the headers say; by default what the scene's subject hierarchy knows.

    Raises
    ------
    InputError
        There is no volume or it has no voxels, it has several components, its parent transform is non-linear or
        shears, or Slicer's DICOM database says that its slices lie on no regular grid.
    """
    *_unfinished, image = image_in_steps(volume_node)
    assert image is not None, "the last step gives the image"
    return image if acquisition is None else replace(image, acquisition=acquisition)


def image_in_steps(volume_node: Any) -> Iterator[PhaseImage | None]:
    """`image_from_node` in steps of a few milliseconds: None after each, the image as the last.

    The voxels may be exchanged between two steps, which a caller notices by their modification time.

    Raises
    ------
    InputError
        As `image_from_node`; or the grid was changed between two steps.
    """
    if volume_node is None:
        raise InputError(_("No volume is chosen; choose one for each phase."))
    source = volume_in_words(volume_node)
    geometry = volume_geometry(volume_node)
    components = volume_node.GetImageData().GetNumberOfScalarComponents()
    if components != 1:
        raise InputError(
            _("{source} has {components} components per voxel; one grey value each is needed.").format(
                source=source, components=components
            )
        )
    irregular = yield from irregular_slices(volume_node)
    if irregular is not None:
        raise InputError(
            _(
                "{source} was loaded from slices that lie on no regular grid ({irregular}), which Slicer shows as if "
                "they did; load the complete series, or another reconstruction of it."
            ).format(source=source, irregular=irregular)
        )
    copy = np.empty(geometry.shape, voxel_view(volume_node.GetImageData()).dtype)
    planes = max(1, STEP_BYTES // max(1, copy[:1].nbytes))
    for first in range(0, len(copy), planes):
        if first:
            yield None
        image_data = volume_node.GetImageData()
        if image_data is None or image_data.GetDimensions() != copy.shape[::-1]:
            raise InputError(_("{source} was changed while it was read; choose it again.").format(source=source))
        copy[first : first + planes] = voxel_view(image_data)[first : first + planes]
    yield described(volume_node, PhaseImage(copy, geometry))


def volume_in_words(volume_node: Any) -> Sentence:
    """A volume as messages call it."""
    return _("the volume '{name}'").format(name=volume_node.GetName())


def described(volume_node: Any, image: PhaseImage) -> PhaseImage:
    """An image of this node with what the scene says of the node now; the voxels are not copied."""
    source = volume_in_words(volume_node)
    known = acquisition_from_node(volume_node), identity_from_node(volume_node)
    return replace(image, acquisition=known[0], identity=known[1], source=source, **_noted(volume_node))


def volume_geometry(volume_node: Any) -> Geometry:
    """World geometry (LPS, mm) of a volume node, parent transforms included.

    Raises
    ------
    InputError
        The volume has no voxels, or its parent transform is non-linear or shears.
    """
    source = volume_in_words(volume_node)
    image_data = volume_node.GetImageData()
    if image_data is None or image_data.GetPointData().GetScalars() is None:
        raise InputError(_("{source} has no voxels; load it again.").format(source=source))
    matrix = vtk.vtkMatrix4x4()
    volume_node.GetIJKToRASMatrix(matrix)
    ijk_to_world = parent_matrix(volume_node, source) @ array_from_matrix(matrix)
    return geometry_from_ras(ijk_to_world, image_data.GetExtent(), source)


def volume_node_from_image(scene: Any, image: PhaseImage, name: str) -> Any:
    """Add a phase image to `scene` as a scalar volume node; it keeps the mark of simulation and its reader's notes."""
    image_data = vtk.vtkImageData()
    fill_image_data(image_data, image.array)
    node = scene.AddNewNodeByClass("vtkMRMLScalarVolumeNode", name)
    node.SetAndObserveImageData(image_data)
    node.SetIJKToRASMatrix(matrix_from_array(ras_from_geometry(image.geometry)))
    if image.acquisition.simulated:
        node.SetAttribute(SIMULATED_KEY, "true")
    if image.padding_hu or image.notices:
        noted = {"padding_hu": image.padding_hu, "notices": [notice.as_json() for notice in image.notices]}
        node.SetAttribute(READER_KEY, json.dumps(noted))
    node.CreateDefaultDisplayNodes()
    return node


def _noted(volume_node: Any) -> dict[str, Any]:
    """Padding and notices that `volume_node_from_image` noted on a node; a scene may come from anywhere."""
    try:
        noted = json.loads(volume_node.GetAttribute(READER_KEY) or "{}")
        return {
            "padding_hu": tuple((float(lowest), float(highest)) for lowest, highest in noted.get("padding_hu", ())),
            "notices": tuple(Notice(str(one["code"]), str(one["message"])) for one in noted.get("notices", ())),
        }
    except (AttributeError, KeyError, TypeError, ValueError):
        return {}
