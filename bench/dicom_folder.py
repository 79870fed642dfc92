"""Reading a folder of 51 uncompressed DICOM slices, beside reading and hashing its bytes and beside pydicom."""

import hashlib
import time
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
from cases import SEED
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian

SHAPE = (51, 512, 512)
SPACING = (0.8, 0.8, 5.0)
INTERCEPT = -1024
PRIVATE_ELEMENTS = 60
"""Beside the standard ones, so that a header is as long as scanners make them."""


def dicom_folder(folder: Path, rounds: int) -> dict[str, Any]:
    """Processor seconds of each job, interleaved, and the ratio of reading to touching the bytes once."""
    from PCRPredictorLib.formats import read_grid, read_image

    paths = _written(folder)
    jobs = {
        "read and hash the bytes": lambda: [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths],
        "read_image": lambda: read_image(folder),
        "read_grid": lambda: read_grid(folder),
        "pydicom, headers only": lambda: [pydicom.dcmread(path, stop_before_pixels=True) for path in paths],
        "pydicom, headers and pixels": lambda: np.stack([pydicom.dcmread(path).pixel_array for path in paths]),
    }
    best = dict.fromkeys(jobs, np.inf)
    for _ in range(4 * rounds):
        for name, job in jobs.items():
            begin = time.process_time()
            job()
            best[name] = min(best[name], time.process_time() - begin)
    found: dict[str, Any] = {name: {"processor_seconds": seconds} for name, seconds in best.items()}
    found["ratio"] = best["read_image"] / best["read and hash the bytes"]
    return found


def _written(folder: Path) -> list[Path]:
    """The slices, written unless they are there."""
    paths = [folder / f"{place:03d}.dcm" for place in range(SHAPE[0])]
    folder.mkdir(parents=True, exist_ok=True)
    noise = np.random.default_rng(SEED).integers(-200, 300, SHAPE[1:])
    for place, path in enumerate(paths):
        if not path.exists():
            _slice(place, np.roll(noise, place) - INTERCEPT).save_as(path, write_like_original=False)
    return paths


def _slice(place: int, stored: np.ndarray) -> FileDataset:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = CTImageStorage, f"2.25.{place + 1}"
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    one = FileDataset(None, {}, file_meta=meta, preamble=bytes(128))
    one.is_little_endian, one.is_implicit_VR = True, False
    one.SOPClassUID, one.SOPInstanceUID, one.Modality = CTImageStorage, f"2.25.{place + 1}", "CT"
    one.StudyInstanceUID, one.SeriesInstanceUID, one.FrameOfReferenceUID = "2.25.101", "2.25.102", "2.25.103"
    one.ImageType, one.KVP, one.ConvolutionKernel = ["ORIGINAL", "PRIMARY", "AXIAL"], "120", "B30f"
    one.PatientID, one.PatientName, one.AcquisitionNumber, one.InstanceNumber = "made-up", "Made^Up", 1, place + 1
    one.ImagePositionPatient, one.ImageOrientationPatient = [-200, -200, place * SPACING[2]], [1, 0, 0, 0, 1, 0]
    one.PixelSpacing, one.SliceThickness = list(SPACING[:2]), SPACING[2]
    one.SamplesPerPixel, one.PhotometricInterpretation, (one.Rows, one.Columns) = 1, "MONOCHROME2", stored.shape
    one.BitsAllocated, one.BitsStored, one.HighBit, one.PixelRepresentation = 16, 16, 15, 1
    one.RescaleIntercept, one.RescaleSlope = INTERCEPT, 1
    block = one.private_block(0x0009, "PCRPredictor bench", create=True)
    for number in range(PRIVATE_ELEMENTS):
        block.add_new(number, "LO", f"private element {number}")
    one.PixelData = stored.astype("<i2").tobytes()
    return one
