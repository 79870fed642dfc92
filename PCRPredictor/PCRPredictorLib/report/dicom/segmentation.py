"""A contour as a DICOM segmentation (PS3.3, A.51), written by highdicom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ... import __version__
from ...errors import InputError
from ...imaging.mask import Mask
from ...optional import require
from ...texts import sentence as _
from .new_objects import uid_of

if TYPE_CHECKING:
    from pydicom import Dataset

PURPOSE = _("Writing DICOM segmentations")
MAKER = "PCRPredictor"
NEOPLASM = ("86049000", "SCT", "Neoplasm, Primary")
LIVER = ("10200004", "SCT", "Liver")


def segmentation(
    slices: list[Dataset], mask: Mask, name: str, series_number: int, maker: str = MAKER, by_hand: bool = True
) -> Dataset:
    """A binary segmentation of one segment, coded as a primary neoplasm of the liver (SNOMED CT).

    Parameters
    ----------
    slices : list of pydicom.Dataset
        The image's slices, in the order of the mask's.
    mask : Mask
        On the image's grid.
    name : str
        Label of the segment.
    series_number : int
    maker : str
        Manufacturer that the object names.
    by_hand : bool
        Whether a person drew it, or a program whose proposal a person accepted.

    Raises
    ------
    InputError
        highdicom is not installed, or the mask is on another grid than the slices.
    """
    hd = require("highdicom", purpose=PURPOSE, extra="dicom")
    from pydicom.sr.coding import Code

    first = slices[0]
    if mask.array.shape != (len(slices), first.Rows, first.Columns):
        raise InputError(
            _("{source} is not on the grid of the slices; bring it there with onto_grid first.").format(
                source=mask.source
            )
        )
    kind = hd.seg.SegmentAlgorithmTypeValues
    algorithm = None
    if not by_hand:
        family = Code("123110", "DCM", "Artificial Intelligence")
        algorithm = hd.AlgorithmIdentificationSequence(name=MAKER, family=family, version=__version__)
    described = hd.seg.SegmentDescription(
        1,
        name,
        Code("49755003", "SCT", "Morphologically Abnormal Structure"),
        Code(*NEOPLASM),
        kind.MANUAL if by_hand else kind.SEMIAUTOMATIC,
        algorithm_identification=algorithm,
        anatomic_regions=[Code(*LIVER)],
        tracking_uid=uid_of(first.SeriesInstanceUID, name),
        tracking_id=name,
    )
    return hd.seg.Segmentation(
        slices,
        mask.array.astype("uint8"),
        hd.seg.SegmentationTypeValues.BINARY,
        [described],
        series_instance_uid=uid_of(first.SeriesInstanceUID, "SEG", name),
        series_number=series_number,
        sop_instance_uid=uid_of(first.SeriesInstanceUID, "SEG", name, mask.array.tobytes()),
        instance_number=1,
        manufacturer=maker,
        manufacturer_model_name=MAKER,
        software_versions=__version__,
        device_serial_number="0",
        series_description=f"{name}, contour",
    )
