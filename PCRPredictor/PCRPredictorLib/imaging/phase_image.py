"""One phase of a CT examination as a plain array on a stated grid."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InputError, Notice
from ..texts import sentence as _
from .geometry import Geometry
from .identity import Identity
from .series_reference import SeriesReference

if TYPE_CHECKING:
    import SimpleITK as sitk  # imported where used: it costs more time than a small lesion's features

SIMULATED_KEY = "PCRPredictor_simulated"


@dataclass(frozen=True)
class Acquisition:
    """What the headers say of how an image was made; None where they are silent.

    `patient_key`, `name_key` and `study_key` are SHA-256 digests, so that two images can be compared in memory
    without a name or identifier being kept; they are never written to a file or a log. Nor is `series`, by which a
    DICOM contour is held against its series.
    """

    modality: str | None = None
    patient_key: str | None = None
    name_key: str | None = None
    study_key: str | None = None
    study_date: str | None = None
    acquisition_time: str | None = None
    series_description: str | None = None
    manufacturer: str | None = None
    scanner_model: str | None = None
    kvp: float | None = None
    kernel: str | None = None
    slice_thickness_mm: float | None = None
    simulated: bool = False
    series: SeriesReference | None = field(default=None, repr=False)


@dataclass(frozen=True)
class ImageHeader:
    """An image without its voxels: what a contour is held against before, or without, reading them."""

    geometry: Geometry
    acquisition: Acquisition
    source: str


@dataclass(frozen=True, eq=False)
class PhaseImage:
    """One phase of a CT examination.

    Attributes
    ----------
    array : numpy.ndarray
        Shape (slices, rows, columns), in Hounsfield units; integer or float.
    geometry : Geometry
        The grid of the array.
    acquisition : Acquisition
        What the headers tell of the scan.
    source : str
        File or node the image came from, for messages.
    content_hash : str
        SHA-256 of the file or files the pixels came from; empty where there is no file.
    padding_hu : tuple of (float, float)
        Lowest and highest value, both included, of each range that the file declares to be padding.
    notices : tuple of Notice
        What its reader found worth knowing; `extract` passes them on.
    identity : Identity
        Whose image it is, for the screen of an interactive door; nothing that is written holds it.
    """

    array: np.ndarray
    geometry: Geometry
    acquisition: Acquisition = field(default_factory=Acquisition)
    source: str = "the image"
    content_hash: str = ""
    padding_hu: tuple[tuple[float, float], ...] = ()
    notices: tuple[Notice, ...] = ()
    identity: Identity = field(default_factory=Identity, repr=False)

    def __post_init__(self) -> None:
        require_array(self.array, self.geometry, self.source)
        if self.array.shape != self.geometry.shape:
            raise InputError(
                f"{self.source}: array {self.array.shape} and geometry {self.geometry.shape} differ in shape."
            )
        if self.array.dtype.kind not in "iuf":
            raise InputError(
                _("{source} holds {dtype} values; one integer or real number a voxel is needed.").format(
                    source=self.source, dtype=self.array.dtype
                )
            )

    @property
    def header(self) -> ImageHeader:
        """The same image without its voxels."""
        return ImageHeader(self.geometry, self.acquisition, self.source)

    @classmethod
    def from_sitk(
        cls,
        image: sitk.Image,
        acquisition: Acquisition | None = None,
        source: str = "the image",
        content_hash: str = "",
    ) -> PhaseImage:
        """Make a phase image of a three-dimensional scalar SimpleITK image.

        Raises
        ------
        InputError
            The image is not three-dimensional, has more than one component or complex values, or its axes are sheared.
        """
        import SimpleITK as sitk

        require_scalar_3d(image, source)
        if acquisition is None:
            acquisition = Acquisition(simulated=is_marked_simulated(image))
        return cls(sitk.GetArrayFromImage(image), Geometry.from_sitk(image, source), acquisition, source, content_hash)

    def to_sitk(self) -> sitk.Image:
        """The same image for SimpleITK; carries the simulated mark and nothing else of the header."""
        import SimpleITK as sitk

        image = sitk.GetImageFromArray(self.array)
        self.geometry.apply_to(image)
        if self.acquisition.simulated:
            image.SetMetaData(SIMULATED_KEY, "true")
        return image


def _described(thing: object) -> str:
    return "None" if thing is None else f"a {type(thing).__name__}"


def require_array(array: object, geometry: object, source: str) -> None:
    """Raise InputError unless the two are a NumPy array and a Geometry."""
    if not isinstance(array, np.ndarray) or not isinstance(geometry, Geometry):
        raise InputError(
            f"{source} needs a NumPy array and a Geometry, not {_described(array)} and {_described(geometry)}; use "
            "from_sitk for a SimpleITK image."
        )


def is_marked_simulated(image: sitk.Image) -> bool:
    """Whether the header carries the mark of simulated data."""
    return image.HasMetaDataKey(SIMULATED_KEY) and image.GetMetaData(SIMULATED_KEY).strip().lower() == "true"


def require_scalar_3d(image: sitk.Image, source: str) -> None:
    """Raise InputError unless `image` is a three-dimensional image of one integer or real number a voxel."""
    import SimpleITK as sitk

    require_three_dimensions(image, source)
    if image.GetNumberOfComponentsPerPixel() != 1:
        raise InputError(
            f"{source} has {image.GetNumberOfComponentsPerPixel()} components per voxel; one grey value each is needed."
        )
    if image.GetPixelID() in (sitk.sitkComplexFloat32, sitk.sitkComplexFloat64):
        raise InputError(f"{source} holds complex numbers; one real grey value a voxel is needed.")


def require_three_dimensions(image: sitk.Image, source: str) -> None:
    """Raise InputError unless `image` is a three-dimensional SimpleITK image of plain voxels."""
    import SimpleITK as sitk

    if not isinstance(image, sitk.Image | sitk.ImageFileReader):
        raise InputError(
            f"{source} is {_described(image)}, not a SimpleITK image; read a file with read_image or read_mask of "
            "PCRPredictorLib.formats."
        )
    if (
        isinstance(image, sitk.Image) and "label" in image.GetPixelIDTypeAsString().lower()
    ):  # its voxels cannot be had as an array
        raise InputError(f"{source} is a label map of SimpleITK; turn it into a label image (LabelMapToLabel) first.")
    if image.GetDimension() != 3:
        raise InputError(f"{source} has {image.GetDimension()} dimensions; a volume of three dimensions is needed.")
