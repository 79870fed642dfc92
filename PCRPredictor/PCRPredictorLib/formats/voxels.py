"""From the stored bytes of a volume to its array, in one pass and without a second copy."""

import numpy as np

from ..errors import InputError
from ..texts import sentence as _
from .byte_stream import GZIP, ZLIB, ByteStream, Inflated, StoredFile, fill, read_exactly, skip
from .volume_header import VolumeHeader


def read_voxels(header: VolumeHeader, file: StoredFile, stream: ByteStream | None = None) -> np.ndarray:
    """Decode the voxels and check that they are whole.

    Less than one slice of surplus bytes after the voxels is padding and passed over, in every format; a slice or more
    says that the header states another size than the file has.

    Parameters
    ----------
    header : VolumeHeader
    file : StoredFile
        Of the voxels, just behind the header, or at its beginning where it holds voxels alone.
    stream : ByteStream, optional
        The inflated bytes behind the header, where the header itself was compressed.

    Returns
    -------
    numpy.ndarray
        Shape (slices, rows, columns), or (slices, rows, columns, layers) for several layers; native byte order.

    Raises
    ------
    InputError
        The data are cut off or damaged, or hold a slice or more beyond the stated size.
    """
    if stream is None:
        stream = _opened(header, file)
    skip(stream, header.skipped_bytes)
    flat = _from_text(header, file) if header.encoding == "text" else _from_bytes(header, stream)
    _require_stated_size(header, stream)
    return _rescaled(_shaped(header, flat), header)


def _opened(header: VolumeHeader, file: StoredFile) -> ByteStream:
    lines = file.lines()
    for _line in range(header.skipped_lines):
        next(lines, None)
    if header.from_end:
        skip(file, file.most - header.numbers * header.voxel.itemsize)
    if header.encoding in ("raw", "text"):
        return file
    return Inflated(file, GZIP if header.encoding == "gzip" else ZLIB, header.path)


def _from_bytes(header: VolumeHeader, stream: ByteStream) -> np.ndarray:
    needed = header.numbers * header.voxel.itemsize
    if needed > stream.most:  # before any memory is taken for what cannot be there
        raise _cut_off(header, _("at most {most}").format(most=stream.most), _("{needed} bytes").format(needed=needed))
    buffer = np.empty(needed, dtype=np.uint8)
    found = fill(stream, buffer.data)
    if found < needed:
        raise _cut_off(header, str(found), _("{needed} bytes").format(needed=needed))
    if skip(stream, header.slice_numbers * header.voxel.itemsize) >= header.slice_numbers * header.voxel.itemsize:
        raise _surplus(header)
    values = buffer.view(header.voxel)
    if not header.voxel.isnative:
        values = values.byteswap(inplace=True).view(header.voxel.newbyteorder())
    return values


def _from_text(header: VolumeHeader, file: StoredFile) -> np.ndarray:
    """Numbers written out with blanks between; at least two bytes each."""
    if 2 * header.numbers - 1 > file.most:
        raise _cut_off(
            header,
            _("at most {most}").format(most=(file.most + 1) // 2),
            _("{numbers} numbers").format(numbers=header.numbers),
        )
    text = read_exactly(file, file.most)
    parts = text.split()
    if len(parts) == header.numbers and not text[-1:].isspace():
        raise InputError(
            _("{path} ends in the middle of a number, perhaps cut off; copy or export it again.").format(
                path=header.path
            )
        )
    if len(parts) < header.numbers:
        raise _cut_off(header, str(len(parts)), _("{numbers} numbers").format(numbers=header.numbers))
    if len(parts) - header.numbers >= header.slice_numbers:
        raise _surplus(header)
    number = float if header.voxel.kind == "f" else int
    try:
        return np.array([number(part) for part in parts[: header.numbers]], dtype=header.voxel.newbyteorder("="))
    except (ValueError, OverflowError):
        raise InputError(
            _("{path} holds text that is no number of its voxel type; export it again.").format(path=header.path)
        ) from None


def _require_stated_size(header: VolumeHeader, stream: ByteStream) -> None:
    if header.stored_bytes is None or not isinstance(stream, Inflated) or stream.stored == header.stored_bytes:
        return
    raise InputError(
        _(
            "{path} contradicts itself: its header states {stored_bytes} compressed bytes, and its data are {stored}; "
            "export it again."
        ).format(path=header.path, stored_bytes=header.stored_bytes, stored=stream.stored)
    )


def _shaped(header: VolumeHeader, flat: np.ndarray) -> np.ndarray:
    if header.layers == 1:
        return flat.reshape(header.geometry.shape)
    shape = list(header.geometry.shape)
    place = len(shape) - header.layer_axis
    shape.insert(place, header.layers)
    return np.moveaxis(flat.reshape(shape), place, -1)


def _rescaled(values: np.ndarray, header: VolumeHeader) -> np.ndarray:
    """Grey values of stored numbers: as they are, or single precision where that holds every stored number."""
    if (header.slope, header.intercept) == (1.0, 0.0):
        return values
    precise = np.result_type(values.dtype, np.float32)
    scaled = np.empty(values.shape, dtype=precise)
    for number, plane in enumerate(values):
        scaled[number] = header.slope * plane.astype(np.float64) + header.intercept
    return scaled


def _cut_off(header: VolumeHeader, found: str, needed: str) -> InputError:
    return InputError(
        _("{path} is damaged or cut off: {found} of {needed} are there; copy or export it again.").format(
            path=header.path, found=found, needed=needed
        )
    )


def _surplus(header: VolumeHeader) -> InputError:
    return InputError(
        _("{path} holds more slices than the {slices} that its header states; export it again.").format(
            path=header.path, slices=header.geometry.shape[0]
        )
    )
