"""DICOM contours to test with: SEG written by highdicom, RTSTRUCT by pydicom from outlines that contourpy traced."""

from pathlib import Path

import contourpy
import highdicom as hd
import numpy as np
import pydicom
from PCRPredictorLib.imaging import Geometry
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sr.codedict import codes
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

STRUCTURE_SET = "1.2.840.10008.5.1.4.1.1.481.3"


def series_of(folder: Path) -> list[Dataset]:
    """The slices of a folder from bottom to top."""
    slices = [pydicom.dcmread(path) for path in folder.glob("*.dcm")]
    for one in slices:
        for keyword in ("PatientBirthDate", "PatientSex", "StudyID", "AccessionNumber", "StudyTime", "StudyDate"):
            if keyword not in one:
                setattr(one, keyword, "")
    return sorted(slices, key=lambda one: float(one.ImagePositionPatient[2]))


def write_seg(path: Path, slices: list[Dataset], masks: dict[str, np.ndarray], **options) -> Path:
    """A SEG of (slices, rows, columns) masks by their names; `options` go to highdicom."""
    described = [
        hd.seg.SegmentDescription(
            number,
            name,
            codes.SCT.MorphologicallyAbnormalStructure,
            codes.SCT.Neoplasm,
            hd.seg.SegmentAlgorithmTypeValues.MANUAL,
        )
        for number, name in enumerate(masks, start=1)
    ]
    kind = options.pop("kind", hd.seg.SegmentationTypeValues.BINARY)
    written = hd.seg.Segmentation(
        slices,
        np.stack(list(masks.values()), axis=-1).astype(options.pop("dtype", np.uint8)),
        kind,
        described,
        generate_uid(),
        1,
        generate_uid(),
        1,
        "Maker",
        "Model",
        "1",
        "Serial",
        **options,
    )
    written.save_as(path)
    return path


def outlines(mask: np.ndarray) -> list[tuple[int, np.ndarray]]:
    """(slice, corners as (column, row)) of the closed lines half way between the voxels inside and outside."""
    found = []
    for number, plane in enumerate(mask):
        padded = np.pad(plane.astype(float), 1)
        found += [(number, line[:-1] - 1) for line in contourpy.contour_generator(z=padded).lines(0.5)]
    return found


def write_rtstruct(
    path: Path,
    slices: list[Dataset],
    geometry: Geometry,
    regions: dict[str, list[tuple[int, np.ndarray]]],
    digits: int = 6,
    **changes,
) -> Path:
    """An RTSTRUCT of outlines by the names of their regions, printed with so many digits; `changes` by keyword."""
    first = slices[0]
    written = Dataset()
    written.file_meta = FileMetaDataset()
    written.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    written.file_meta.MediaStorageSOPClassUID = written.SOPClassUID = STRUCTURE_SET
    written.file_meta.MediaStorageSOPInstanceUID = written.SOPInstanceUID = generate_uid()
    written.Modality, written.PatientID, written.PatientName = "RTSTRUCT", first.PatientID, first.PatientName
    written.StudyInstanceUID, written.SeriesInstanceUID = first.StudyInstanceUID, generate_uid()
    written.StructureSetLabel = "Contours"
    images = [
        _item(ReferencedSOPClassUID=one.SOPClassUID, ReferencedSOPInstanceUID=one.SOPInstanceUID) for one in slices
    ]
    series = _item(SeriesInstanceUID=first.SeriesInstanceUID, ContourImageSequence=images)
    study = _item(ReferencedSOPInstanceUID=first.StudyInstanceUID, RTReferencedSeriesSequence=[series])
    frame = first.FrameOfReferenceUID
    written.ReferencedFrameOfReferenceSequence = [_item(FrameOfReferenceUID=frame, RTReferencedStudySequence=[study])]
    written.StructureSetROISequence = [
        _item(ROINumber=number, ROIName=name, ReferencedFrameOfReferenceUID=frame, ROIGenerationAlgorithm="MANUAL")
        for number, name in enumerate(regions, start=1)
    ]
    written.ROIContourSequence = [
        _item(
            ReferencedROINumber=number,
            ContourSequence=[_contour(corners, place, geometry, slices, digits) for place, corners in lines],
        )
        for number, lines in enumerate(regions.values(), start=1)
    ]
    for keyword, value in changes.items():
        setattr(written, keyword, value)
    written.save_as(path, enforce_file_format=True)
    return path


def _contour(corners, place, geometry, slices, digits) -> Dataset:
    index = np.column_stack([corners, np.full(len(corners), place)])
    world = index @ geometry.index_to_world[:3, :3].T + geometry.origin
    return _item(
        ContourImageSequence=[_reference(slices[place])],
        ContourGeometricType="CLOSED_PLANAR",
        NumberOfContourPoints=len(corners),
        ContourData=[f"{value:.{digits}f}" for value in world.ravel()],
    )


def _reference(one: Dataset) -> Dataset:
    return _item(ReferencedSOPClassUID=one.SOPClassUID, ReferencedSOPInstanceUID=one.SOPInstanceUID)


def _item(**elements) -> Dataset:
    item = Dataset()
    for keyword, value in elements.items():
        setattr(item, keyword, value)
    return item
