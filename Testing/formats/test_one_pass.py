"""A file's bytes are read once, hashed as they come and inflated once; what a header announces costs nothing before."""

import builtins
import gzip
import hashlib
import io
import resource
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.formats import byte_stream, read_grid, read_image, read_mask
from PCRPredictorLib.formats.volume_file import read_volume, stored_files

NAMES = ["a.nrrd", "a.nhdr", "a.nii", "a.nii.gz", "a.mha", "a.mhd"]
SHAPE = (20, 30, 40)


@pytest.fixture
def values():
    return np.random.default_rng(3).integers(-1000, 1000, SHAPE).astype(np.int16)


def written(path, values, compress=True):
    image = sitk.GetImageFromArray(values)
    image.SetSpacing((0.7, 0.8, 2.5))
    sitk.WriteImage(image, str(path), compress and path.suffix != ".nii")
    return path


@pytest.mark.parametrize("name", NAMES)
def test_every_byte_is_read_once(tmp_path, values, name, monkeypatch):
    path = written(tmp_path / name, values)
    files = list(tmp_path.iterdir())
    read: list[int] = []
    inflated: list[int] = []

    class Counting(io.FileIO):
        def read(self, size=-1):
            found = super().read(size)
            read.append(len(found))
            return found

        def readinto(self, buffer):
            count = super().readinto(buffer)
            read.append(count)
            return count

    class Inflater:
        def __init__(self, kind):
            self.one = zlib.decompressobj(kind)

        def decompress(self, *arguments):
            piece = self.one.decompress(*arguments)
            inflated.append(len(piece))
            return piece

        def __getattr__(self, name):
            return getattr(self.one, name)

    class Zlib:
        error, decompressobj = zlib.error, Inflater

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", lambda self, mode, buffering: Counting(self, "r"))
        patched.setattr(byte_stream, "zlib", Zlib)
        image = read_image(path)
    np.testing.assert_array_equal(image.array, values)
    assert sum(read) == sum(file.stat().st_size for file in files)
    header = 352 if name == "a.nii.gz" else 0
    assert sum(inflated) in (0 if name == "a.nii" else values.nbytes + header, values.nbytes + header)
    hashes = sorted(hashlib.sha256(file.read_bytes()).hexdigest() for file in files)
    assert stored_files(path) == set(files)
    expected = hashes[0] if len(files) == 1 else hashlib.sha256("".join(hashes).encode()).hexdigest()
    assert image.content_hash == expected


def test_a_volume_file_needs_no_simpleitk(tmp_path, values):
    """Importing it takes longer than reading a small lesion."""
    written(tmp_path / "a.nii.gz", values)
    written(tmp_path / "m.nrrd", (values > 0).astype(np.uint8))
    program = (
        "import sys\nfrom PCRPredictorLib.formats import read_grid, read_image, read_mask\n"
        "read_image('a.nii.gz'), read_mask('m.nrrd'), read_grid('a.nii.gz')\nprint('SimpleITK' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def announcing(name, counts):
    """A small compressed file whose header announces `counts` voxels of two bytes."""
    sizes = " ".join(map(str, counts))
    if name.endswith(".nrrd"):
        text = (
            "NRRD0004\ntype: short\ndimension: 3\nspace: LPS\nspace directions: (1,0,0) (0,1,0) (0,0,1)\n"
            f"space origin: (0,0,0)\nendian: little\nencoding: gzip\nsizes: {sizes}\n\n"
        )
        return text.encode() + gzip.compress(bytes(9000))
    if name.endswith(".mha"):
        text = (
            "ObjectType = Image\nNDims = 3\nTransformMatrix = 1 0 0 0 1 0 0 0 1\nOffset = 0 0 0\n"
            f"ElementSpacing = 1 1 1\nElementType = MET_SHORT\nCompressedData = True\nDimSize = {sizes}\n"
            "ElementDataFile = LOCAL\n"
        )
        return text.encode() + zlib.compress(bytes(9000))
    header = bytearray(352)
    struct.pack_into("<i", header, 0, 348)
    struct.pack_into("<8h", header, 40, 3, *counts, 1, 1, 1, 1)
    struct.pack_into("<2h", header, 70, 4, 16)
    struct.pack_into("<4f", header, 76, 1, 1, 1, 1)
    struct.pack_into("<f", header, 108, 352)
    struct.pack_into("<2h", header, 252, 1, 0)
    header[344:348] = b"n+1\0"
    return gzip.compress(bytes(header) + bytes(9000))


@pytest.mark.parametrize("name", ["a.nrrd", "a.mha", "a.nii.gz"])
def test_a_size_that_cannot_be_there_takes_no_memory(tmp_path, name):
    (tmp_path / name).write_bytes(announcing(name, (30000, 30000, 30000)))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for read in (read_image, read_mask):
        with pytest.raises(InputError, match=r"is damaged or cut off: at most \d+ of 54000000000000 bytes are there"):
            read(tmp_path / name)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 32_000  # kB
    assert read_grid(tmp_path / name)[0].shape == (30000, 30000, 30000)


def bomb(path, size):
    """A NIfTI file of one voxel with `size` bytes of zeros behind it."""
    content = gzip.decompress(announcing("a.nii.gz", (1, 1, 1)))[:354]
    with gzip.open(path, "wb", 9) as file:
        file.write(content)
        for _ in range(size >> 20):
            file.write(bytes(1 << 20))
    return path


def test_no_more_is_inflated_than_the_header_announces(tmp_path):
    path = bomb(tmp_path / "a.nii.gz", 300 << 20)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(InputError, match="holds more slices than the 1 that its header states"):
        read_image(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 32_000


def test_a_grid_needs_the_first_bytes_only(tmp_path, values):
    for name in ("a.nii.gz", "a.nrrd", "a.mha"):
        path = written(tmp_path / name, values)
        whole = read_image(path).geometry
        path.write_bytes(path.read_bytes()[:2000])
        assert read_grid(path)[0] == whole


def test_a_header_without_an_end_is_given_up(tmp_path):
    (tmp_path / "a.nrrd").write_bytes(b"NRRD0004\n" + b"# comment\n" * 2_000_000)
    with pytest.raises(InputError, match="has a header without an end"):
        read_grid(tmp_path / "a.nrrd")


@pytest.mark.parametrize("compress", [False, True])
@pytest.mark.parametrize("name", ["a.nrrd", "a.nii", "a.mha"])
def test_less_than_a_slice_of_surplus_is_padding_in_every_format(tmp_path, values, name, compress):
    """A slice or more says that the header states another size than the file has."""
    slice_bytes = values[0].nbytes
    content = written(tmp_path / name, values, compress=False).read_bytes()
    header, data, pack = content[: -values.nbytes], content[-values.nbytes :], bytes
    if compress and name == "a.nii":
        header, data, pack = b"", content, gzip.compress
    elif compress and name == "a.nrrd":
        header, pack = header.replace(b"encoding: raw", b"encoding: gzip"), gzip.compress
    elif compress:
        header, pack = header.replace(b"CompressedData = False", b"CompressedData = True"), zlib.compress
    for surplus in (1, slice_bytes - 1):
        (tmp_path / name).write_bytes(header + pack(data + b"\7" * surplus))
        np.testing.assert_array_equal(read_image(tmp_path / name).array, values)
    for surplus in (slice_bytes, 5 * slice_bytes + 3):
        (tmp_path / name).write_bytes(header + pack(data + b"\7" * surplus))
        with pytest.raises(InputError, match="holds more slices than the 20 that its header states"):
            read_image(tmp_path / name)


@pytest.mark.parametrize("first", [True, False])
def test_layers_lie_beside_each_other_or_one_after_the_other(tmp_path, values, first):
    none, sizes, layers = ("none {}", "2 40 30 20", -1) if first else ("{} none", "40 30 20 2", 0)
    lines = [
        "NRRD0004",
        "type: int16",
        "dimension: 4",
        f"sizes: {sizes}",
        "space: RAS",
        f"space directions: {none.format('(1,0,0) (0,1,0) (0,0,1)')}",
        "space origin: (0,0,0)",
        "endian: big",
        "encoding: raw",
    ]
    stack = np.stack([values, values + 7], axis=layers)
    path = tmp_path / "a.nrrd"
    path.write_bytes(("\r\n".join(lines) + "\r\n\r\n").encode() + stack.astype(">i2").tobytes())
    np.testing.assert_array_equal(read_volume(path).array, np.stack([values, values + 7], axis=-1))


@pytest.mark.parametrize("encoding", ["bzip2", "bz2", "hex", "zip"])
def test_an_encoding_that_is_not_read_is_named(tmp_path, values, encoding):
    path = written(tmp_path / "a.nrrd", values, compress=False)
    path.write_bytes(path.read_bytes().replace(b"encoding: raw", f"encoding: {encoding}".encode()))
    with pytest.raises(InputError, match=f"has the NRRD encoding '{encoding}', which is not read"):
        read_image(path)


@pytest.mark.parametrize("skip", ["byte skip: 5", "byte skip: -1", "line skip: 2"])
def test_what_lies_before_the_voxels_of_a_data_file_is_passed_over(tmp_path, values, skip):
    path = written(tmp_path / "a.nhdr", values, compress=False)
    (data,) = (file for file in tmp_path.iterdir() if file != path)
    data.write_bytes((b"12345" if "byte" in skip else b"one\ntwo\n") + data.read_bytes())
    path.write_bytes(path.read_bytes().replace(b"encoding: raw", b"encoding: raw\n" + skip.encode()))
    np.testing.assert_array_equal(read_image(path).array, values)


def test_an_unreadable_file_is_no_traceback(tmp_path, values, monkeypatch):
    path = written(tmp_path / "a.nrrd", values)

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(builtins, "open", refuse)
    with pytest.raises(InputError, match=r"a\.nrrd cannot be read: Permission denied"):
        read_image(path)
