"""What may be wrong with a folder of DICOM slices."""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

from Testing.promises.desk import Desk, Fault
from Testing.promises.doors import Door, extract_image, predict_image, python_image, web_image

FOLDER = "series"
SLICES = 8
CT_STORAGE, LOSSY_SYNTAX = "1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.1.2.4.100"
HEADER: dict[str, Any] = {
    "SOPClassUID": CT_STORAGE,
    "ImageType": ["ORIGINAL", "PRIMARY", "AXIAL"],
    "Modality": "CT",
    "PatientName": "Doe^Jane",
    "PatientID": "P1",
    "StudyInstanceUID": "2.25.1",
    "SeriesInstanceUID": "2.25.2",
    "FrameOfReferenceUID": "2.25.3",
    "AcquisitionNumber": 1,
    "AcquisitionDate": "20240102",
    "AcquisitionTime": "101500",
    "ConvolutionKernel": "B30f",
    "KVP": "120",
    "ImageOrientationPatient": [1, 0, 0, 0, 1, 0],
    "PixelSpacing": [0.8, 0.8],
    "SliceThickness": 5,
    "Rows": 10,
    "Columns": 12,
    "SamplesPerPixel": 1,
    "PhotometricInterpretation": "MONOCHROME2",
    "BitsAllocated": 16,
    "BitsStored": 16,
    "HighBit": 15,
    "PixelRepresentation": 1,
    "RescaleSlope": "1",
    "RescaleIntercept": "-1024",
}


def series(*, of: Callable[[int], bool] = lambda number: True, **changed: Any) -> Callable[[Desk], None]:
    """A series whose slices for which `of` holds have other header values; None leaves one out."""

    def spoil(desk: Desk) -> None:
        for number in range(SLICES):
            write_slice(desk / FOLDER / f"{number:03d}.dcm", number, **(changed if of(number) else {}))

    return spoil


def write_slice(path: Path, number: int, **changed: Any) -> None:
    path.parent.mkdir(exist_ok=True)
    syntax = changed.pop("syntax", ExplicitVRLittleEndian)
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.TransferSyntaxUID = CT_STORAGE, ExplicitVRLittleEndian
    meta.MediaStorageSOPInstanceUID = f"2.25.9{number}"
    dataset = FileDataset(None, {}, file_meta=meta, preamble=bytes(128))
    values = np.random.default_rng(number).integers(900, 1200, (10, 12)).astype("<i2")
    own = {
        "SOPInstanceUID": f"2.25.9{number}",
        "InstanceNumber": number + 1,
        "ImagePositionPatient": [-20, 12.5, 100 + 5 * number],
        "PixelData": values.tobytes(),
    }
    for keyword, value in {**HEADER, **own, **changed}.items():
        if value is not None:
            setattr(dataset, keyword, value(number) if callable(value) else value)
    dataset.save_as(path, enforce_file_format=True)
    if syntax != ExplicitVRLittleEndian:  # such pixels could not be packed here; the name alone must be refused
        content, old = path.read_bytes(), str(ExplicitVRLittleEndian).encode()
        length = (len(old) + 1) // 2 * 2
        new = syntax.encode().ljust((len(syntax) + 1) // 2 * 2, b"\0")
        packed = len(old.ljust(length, b"\0")).to_bytes(2, "little") + old.ljust(length, b"\0")
        assert packed in content
        path.write_bytes(content.replace(packed, len(new).to_bytes(2, "little") + new, 1))


def then(change: Callable[[Path], object]) -> Callable[[Desk], None]:
    """A whole series, then something done to its folder."""

    def spoil(desk: Desk) -> None:
        series()(desk)
        change(desk / FOLDER)

    return spoil


def _cut(folder: Path) -> None:
    content = (folder / "003.dcm").read_bytes()
    (folder / "003.dcm").write_bytes(content[:-50])


def _leave_one(folder: Path) -> None:
    for number in range(1, SLICES):
        (folder / f"{number:03d}.dcm").unlink()


def odd(number: int) -> bool:
    return number % 2 == 1


def last(number: int) -> bool:
    return number == SLICES - 1


def place(x: float = 0, z: float = 5.0, y: float = 0) -> Callable[[int], list[float]]:
    return lambda number: [-20 + x * number, 12.5 + y * number, 100 + z * number]


FAULTS = (
    Fault("empty-folder", lambda desk: (desk / FOLDER).mkdir(), "no DICOM image", FOLDER),
    Fault("one-slice", then(_leave_one), "one DICOM slice only", FOLDER),
    Fault("slice-missing", then(lambda folder: (folder / "003.dcm").unlink()), "misses 1 slice", FOLDER),
    Fault(
        "slice-twice",
        then(lambda folder: (folder / "copy.dcm").write_bytes((folder / "003.dcm").read_bytes())),
        "two slices at one position",
        FOLDER,
    ),
    Fault("slice-cut", then(_cut), "cut off|damaged", "003.dcm"),
    Fault("link-to-nothing", then(lambda folder: (folder / "x.dcm").symlink_to("gone")), "link", "x.dcm"),
    Fault("two-patients", series(of=odd, PatientID="P2"), "several patients", FOLDER),
    Fault("two-acquisitions", series(of=odd, AcquisitionNumber=2, AcquisitionTime="101540"), "mixes", FOLDER),
    Fault("two-kernels", series(of=odd, ConvolutionKernel="B70f"), "mixes", FOLDER),
    Fault("two-energies", series(of=odd, KVP="80"), "mixes", FOLDER),
    Fault("two-sizes", series(of=last, Rows=12, Columns=10), "different size", FOLDER),
    Fault("two-spacings", series(of=last, PixelSpacing=[0.9, 0.9]), "different pixel spacing", FOLDER),
    Fault("two-orientations", series(of=last, ImageOrientationPatient=[0, 1, 0, 1, 0, 0]), "orientation", FOLDER),
    Fault("localizer", series(of=last, ImageType=["ORIGINAL", "PRIMARY", "LOCALIZER"]), "localizer", "007.dcm"),
    Fault("tilted", series(ImagePositionPatient=place(y=1.0)), "gantry tilt", FOLDER),
    Fault("uneven", series(of=last, ImagePositionPatient=[-20, 12.5, 137.0]), "spacing", FOLDER),
    Fault("no-position", series(of=last, ImagePositionPatient=None), "ImagePositionPatient is missing", "007.dcm"),
    Fault("no-orientation", series(ImageOrientationPatient=None), "ImageOrientationPatient is missing", ""),
    Fault("no-pixel-spacing", series(PixelSpacing=None), "PixelSpacing is missing", ""),
    Fault("no-rows", series(Rows=None), "rows", ""),
    Fault("no-rescale", series(RescaleSlope=None, RescaleIntercept=None), "rescale", ""),
    Fault("slope-zero", series(RescaleSlope="0"), "slope of 0", ""),
    Fault("magnetic", series(Modality="MR"), "not CT", FOLDER),
    Fault("colored", series(SamplesPerPixel=3, PhotometricInterpretation="RGB"), "grey-scale", ""),
    Fault("shifted-bits", series(BitsStored=12, HighBit=15, PixelRepresentation=0), "shifted", ""),
    Fault("odd-bits", series(BitsStored=17), "unusual", ""),
    Fault("few-pixels", series(PixelData=bytes(100)), "damaged", ""),
    Fault("no-pixels", series(PixelData=None), "pixels", ""),
    Fault("many-frames", series(NumberOfFrames=2), "multi-frame", ""),
    Fault("unknown-syntax", series(syntax=LOSSY_SYNTAX), "compressed", ""),
)


def given_the_folder(door: Callable[[str], Door]) -> Callable[[str], Door]:
    """A door that takes the folder, whichever file of it is at fault."""
    return functools.wraps(door)(lambda _: door(FOLDER))


CASES = (
    (FAULTS, tuple(map(given_the_folder, (extract_image, predict_image, python_image, web_image)))),
    # The browser lets one choose among several series.
    (
        (Fault("two-series", series(of=odd, SeriesInstanceUID="2.25.7"), "mixes 2 DICOM series", FOLDER),),
        tuple(map(given_the_folder, (extract_image, predict_image, python_image))),
    ),
)
