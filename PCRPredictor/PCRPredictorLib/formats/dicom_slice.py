"""What the header of one DICOM slice says."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import SimpleITK as sitk

from ..errors import InputError
from ..itk_path import itk_path
from ..texts import readable

PATIENT_ID = "0010|0020"
PATIENT_NAME = "0010|0010"
STUDY_UID = "0020|000d"
SERIES_UID = "0020|000e"
SERIES_NUMBER = "0020|0011"
MODALITY = "0008|0060"
POSITION = "0020|0032"
ORIENTATION = "0020|0037"
PIXEL_SPACING = "0028|0030"
RESCALE_INTERCEPT = "0028|1052"
RESCALE_TYPE = "0028|1054"
GANTRY_TILT = "0018|1120"
BITS_ALLOCATED = "0028|0100"


@dataclass(frozen=True)
class DicomSlice:
    """One slice of a DICOM series, header only.

    Attributes
    ----------
    path : pathlib.Path
    tags : dict
        Texts of the header by ``group|element``, stripped.
    size : tuple of int
        Pixels as (columns, rows, frames).
    """

    path: Path
    tags: dict[str, str]
    size: tuple[int, ...]

    @property
    def position(self) -> np.ndarray:
        """Center of the first pixel, LPS mm."""
        return self.numbers(POSITION, 3, "ImagePositionPatient")

    @property
    def orientation(self) -> np.ndarray:
        """Unit vectors of a step in column, row and slice index as the columns of a 3 x 3 matrix.

        Raises
        ------
        InputError
            The two vectors in the header are no right angle of unit vectors.
        """
        along_row, along_column = self.numbers(ORIENTATION, 6, "ImageOrientationPatient").reshape(2, 3)
        lengths = np.linalg.norm(along_row), np.linalg.norm(along_column)
        if not np.allclose(lengths, 1, atol=1e-3) or abs(along_row @ along_column) > 1e-3:
            raise InputError(
                f"{self.path}: ImageOrientationPatient is no pair of orthogonal unit vectors; export again."
            )
        along_row, along_column = along_row / lengths[0], along_column / lengths[1]
        normal = np.cross(along_row, along_column)
        return np.column_stack([along_row, along_column, normal / np.linalg.norm(normal)])

    @property
    def pixel_spacing(self) -> tuple[float, float]:
        """(column step, row step) in mm; DICOM states them the other way round."""
        row_step, column_step = self.numbers(PIXEL_SPACING, 2, "PixelSpacing")
        if min(row_step, column_step) <= 0:
            raise InputError(f"{self.path}: PixelSpacing {row_step:g}\\{column_step:g} is not positive; export again.")
        return float(column_step), float(row_step)

    def numbers(self, tag: str, count: int, name: str) -> np.ndarray:
        """The `count` finite numbers of a tag.

        Raises
        ------
        InputError
            The tag is missing or holds something else.
        """
        text = self.tags.get(tag, "")
        try:
            values = np.array([float(part) for part in text.split("\\")])
        except ValueError:
            values = np.empty(0)
        if values.size != count or not np.isfinite(values).all():
            found = "missing" if not text else f"'{text}'"
            raise InputError(f"{self.path}: DICOM {name} is {found}, {count} numbers needed; export the series again.")
        return values

    def number(self, tag: str) -> float | None:
        """First number of a tag, None where there is none."""
        try:
            value = float(self.tags.get(tag, "").split("\\")[0])
        except ValueError:
            return None
        return value if np.isfinite(value) else None

    def digest(self, tag: str) -> str | None:
        """SHA-256 of an identifier, None where the header is silent."""
        text = self.tags.get(tag)
        return hashlib.sha256(text.encode()).hexdigest() if text else None

    @property
    def acquired(self) -> str | None:
        """Date and time of acquisition as ISO 8601; the time alone where the date is missing."""
        combined = self.tags.get("0008|002a", "")
        date, time = combined[:8], combined[8:14]
        if len(time) < 4:
            date, time = self.tags.get("0008|0022", ""), self.tags.get("0008|0032", "").split(".")[0]
        if len(time) not in (4, 6) or not time.isdigit():
            return None
        clock = f"{time[:2]}:{time[2:4]}:{time[4:] or '00'}"
        if len(date) != 8 or not date.isdigit():
            return clock
        return f"{date[:4]}-{date[4:6]}-{date[6:]}T{clock}"


def read_slice_header(path: Path) -> DicomSlice | None:
    """Header of a DICOM image file; None where the file is no DICOM image."""
    reader = sitk.ImageFileReader()
    reader.SetImageIO("GDCMImageIO")
    reader.SetFileName(itk_path(path))
    try:
        reader.ReadImageInformation()
    except RuntimeError:
        return None
    tags = {key: readable(reader.GetMetaData(key)) for key in reader.GetMetaDataKeys()}
    return DicomSlice(path, tags, tuple(reader.GetSize()))
