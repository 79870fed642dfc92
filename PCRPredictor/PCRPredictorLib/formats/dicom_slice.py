"""What the header of one DICOM slice says."""

import functools
import hashlib
import re
import struct
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import numpy as np

from ..errors import InputError
from ..imaging.dicom_time import dicom_day, dicom_time
from ..texts import sentence as _
from .dicom_header import MEDIA_SOP_CLASS, Header
from .dicom_text import decoded

CHARACTER_SET = 0x00080005
IMAGE_TYPE = 0x00080008
SOP_CLASS = 0x00080016
INSTANCE_UID = 0x00080018
STUDY_DATE = 0x00080020
ACQUISITION_DATE = 0x00080022
ACQUISITION_DATE_TIME = 0x0008002A
SERIES_TIME = 0x00080031
ACQUISITION_TIME = 0x00080032
MODALITY = 0x00080060
MANUFACTURER = 0x00080070
DESCRIPTION = 0x0008103E
SCANNER_MODEL = 0x00081090
PATIENT_NAME = 0x00100010
PATIENT_ID = 0x00100020
SLICE_THICKNESS = 0x00180050
TUBE_VOLTAGE = 0x00180060
SPACING_BETWEEN_SLICES = 0x00180088
KERNEL = 0x00181210
PATIENT_POSITION = 0x00185100
STUDY_UID = 0x0020000D
SERIES_UID = 0x0020000E
SERIES_NUMBER = 0x00200011
ACQUISITION_NUMBER = 0x00200012
POSITION = 0x00200032
ORIENTATION = 0x00200037
FRAME_OF_REFERENCE = 0x00200052
SAMPLES = 0x00280002
PHOTOMETRIC = 0x00280004
FRAMES = 0x00280008
ROWS = 0x00280010
COLUMNS = 0x00280011
PIXEL_SPACING = 0x00280030
BITS_ALLOCATED = 0x00280100
BITS_STORED = 0x00280101
HIGH_BIT = 0x00280102
PIXEL_REPRESENTATION = 0x00280103
PADDING_VALUE = 0x00280120
PADDING_RANGE_LIMIT = 0x00280121
RESCALE_INTERCEPT = 0x00281052
RESCALE_SLOPE = 0x00281053
RESCALE_TYPE = 0x00281054
LOSSY = 0x00282110
LOOKUP_TABLE = 0x00283000

WANTED = frozenset(value for name, value in vars().items() if name.isupper() and isinstance(value, int))


@dataclass(frozen=True, eq=False)
class DicomSlice:
    """One slice of a DICOM series, header only.

    Attributes
    ----------
    path : pathlib.Path
    header : Header
    available : int
        Bytes that are there for what `header` places: of the file, or of the inflated data set.
    """

    path: Path
    header: Header
    available: int

    def text(self, tag: int) -> str:
        """Text of an element, empty where it is missing."""
        raw = self.header.values.get(tag)
        return decoded(raw, self.header.values.get(CHARACTER_SET, b"")) if raw else ""

    def whole_number(self, tag: int) -> int | None:
        """Value of an element of 16 bits without sign, None where it is missing or of another length."""
        raw = self.header.values.get(tag, b"")
        return struct.unpack(f"{self.header.order}H", raw)[0] if len(raw) == 2 else None

    def numbers(self, tag: int, count: int, name: str) -> np.ndarray:
        """The `count` finite numbers of an element of decimal text.

        Raises
        ------
        InputError
            The element is missing or holds something else.
        """
        text = self.text(tag)
        try:
            values = np.array([float(part) for part in text.split("\\")])
        except ValueError:
            values = np.empty(0)
        if values.size != count or not np.isfinite(values).all():
            found = _("missing") if not text else f"'{text}'"
            needed = _("one number") if count == 1 else _("{count} numbers").format(count=count)
            raise InputError(
                _("{path}: DICOM {name} is {found}, {needed} needed; export the series again.").format(
                    path=self.path, name=name, found=found, needed=needed
                )
            )
        return values

    def number(self, tag: int, name: str) -> float | None:
        """The one number of an element of decimal text, None where it is missing or empty.

        Raises
        ------
        InputError
            The element holds something else.
        """
        return float(self.numbers(tag, 1, name)[0]) if self.text(tag) else None

    def hint(self, tag: int) -> float | None:
        """First number of an element that nothing depends on, None where there is none."""
        try:
            value = float(self.text(tag).partition("\\")[0])
        except ValueError:
            return None
        return value if np.isfinite(value) else None

    def digest(self, tag: int) -> str | None:
        """SHA-256 of an identifier, None where the header is silent."""
        text = self.text(tag)
        return hashlib.sha256(text.encode()).hexdigest() if text else None

    @property
    def sop_class(self) -> str:
        """UID of the kind of object, of the file information where the data set is silent; empty if neither tells."""
        values = self.header.values
        raw = values.get(SOP_CLASS) or values.get(MEDIA_SOP_CLASS) or b""
        return raw.decode("latin-1").strip("\0 ")

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
                _("{path}: ImageOrientationPatient is no pair of orthogonal unit vectors; export again.").format(
                    path=self.path
                )
            )
        along_row, along_column = along_row / lengths[0], along_column / lengths[1]
        normal = np.cross(along_row, along_column)
        return np.column_stack([along_row, along_column, normal / np.linalg.norm(normal)])

    @property
    def pixel_spacing(self) -> tuple[float, float]:
        """(column step, row step) in mm; DICOM states them the other way round."""
        row_step, column_step = self.numbers(PIXEL_SPACING, 2, "PixelSpacing")
        if min(row_step, column_step) <= 0:
            raise InputError(
                _("{path}: PixelSpacing {row_step:g}\\{column_step:g} is not positive; export again.").format(
                    path=self.path, row_step=row_step, column_step=column_step
                )
            )
        return float(column_step), float(row_step)

    @functools.cached_property
    def acquired(self) -> str | None:
        """Date and time of acquisition as ISO 8601 without fractions; the time alone where the date is missing."""
        moment = self._acquisition_moment
        day, clock = dicom_day(moment[0]), dicom_time(moment[1])
        if clock is None:
            return None
        return datetime.combine(day, clock).isoformat() if day else clock.isoformat()

    @property
    def acquired_s(self) -> float | None:
        """Seconds from a fixed moment to the acquisition, with fractions; from midnight where the date is missing."""
        if self.acquired is None:
            return None
        day, _mark, clock = self.acquired.rpartition("T")
        hours, minutes, seconds = (int(part) for part in clock.split(":"))
        days = date.fromisoformat(day).toordinal() if day else 0
        fraction = (self.text(ACQUISITION_DATE_TIME)[14:] or self.text(ACQUISITION_TIME)).partition(".")[2][:6]
        return (
            days * 86400.0 + hours * 3600 + minutes * 60 + seconds + float(f"0.{fraction if fraction.isdigit() else 0}")
        )

    @property
    def _acquisition_moment(self) -> tuple[str, str]:
        combined = re.split("[+-]", self.text(ACQUISITION_DATE_TIME))[0]  # a zone may follow
        if len(combined[8:14]) >= 4:
            return combined[:8], combined[8:14]
        return self.text(ACQUISITION_DATE), self.text(ACQUISITION_TIME)
