"""What may be wrong with an image file."""

import os
import struct
from collections.abc import Callable

import SimpleITK as sitk

from Testing.promises.desk import Desk, Fault
from Testing.promises.doors import extract_image, predict_image, python_image, web_image

NRRD, NIFTI, META = "arterial.nrrd", "arterial.nii", "arterial.mha"
SPACE = "space directions: (0.80000000000000004,0,0) (0,0.80000000000000004,0) (0,0,5)"


def line(old: str, new: str, file: str = NRRD) -> Callable[[Desk], None]:
    return lambda desk: desk.replace(file, old, new)


def cut(share: float, file: str) -> Callable[[Desk], None]:
    return lambda desk: desk.cut(file, share)


def write(content: bytes, file: str) -> Callable[[Desk], None]:
    def spoil(desk: Desk) -> None:
        (desk / file).write_bytes(content)

    return spoil


def nifti(place: int, packing: str, *values: float) -> Callable[[Desk], None]:
    """Overwrite a field of the NIfTI-1 header."""

    def spoil(desk: Desk) -> None:
        content = bytearray((desk / NIFTI).read_bytes())
        struct.pack_into(packing, content, place, *values)
        (desk / NIFTI).write_bytes(content)

    return spoil


def rewrite(change: Callable[[sitk.Image], sitk.Image], file: str) -> Callable[[Desk], None]:
    return lambda desk: sitk.WriteImage(change(sitk.ReadImage(str(desk / NRRD))), str(desk / file))


def _pipe(desk: Desk) -> None:
    (desk / NRRD).unlink()
    os.mkfifo(desk / NRRD)


def _gone(file: str) -> Callable[[Desk], None]:
    return lambda desk: (desk / file).unlink()


def _complex(image: sitk.Image) -> sitk.Image:
    real = sitk.Cast(image, sitk.sitkFloat32)
    return sitk.RealAndImaginaryToComplex(real, real)


def _colors(image: sitk.Image) -> sitk.Image:
    return sitk.Compose(image, image, image)


NRRD_FAULTS = (
    Fault("gone", _gone(NRRD), "does not exist", NRRD),
    Fault("empty", write(b"", NRRD), "empty file", NRRD),
    Fault("pipe", _pipe, "no file|pipe", NRRD),
    Fault("words", write(b"not an image at all\n", NRRD), "no |not ", NRRD),
    Fault("zeros", write(bytes(4096), NRRD), "no |not ", NRRD),
    Fault("half", cut(0.5, NRRD), "damaged|cut off|ends", NRRD),
    Fault("header-only", cut(0.02, NRRD), "where a whole number belongs", NRRD),
    Fault("version-9", line("NRRD0004", "NRRD0009"), "unusual kind of NRRD", NRRD),
    Fault("no-type", line("type: short\n", ""), "type", NRRD),
    Fault("block-type", line("type: short", "type: block"), "'block'", NRRD),
    Fault("no-endian", line("endian: little\n", ""), "byte order", NRRD),
    Fault("odd-endian", line("endian: little", "endian: middle"), "byte order", NRRD),
    Fault("no-space", line("space: left-posterior-superior\n", ""), "no position", NRRD),
    Fault("odd-space", line("left-posterior-superior", "scanner-xyz"), "scanner-xyz", NRRD),
    Fault("no-directions", line(SPACE + "\n", ""), "no voxel size", NRRD),
    Fault("zero-spacing", line("(0,0,5)", "(0,0,0)"), "spacing|voxel", NRRD),
    Fault("nan-spacing", line("(0,0,5)", "(0,0,nan)"), "spacing|voxel|direction|finite", NRRD),
    Fault("huge-spacing", line("(0,0,5)", "(0,0,1e300)"), "spacing|voxel|direction|finite", NRRD),
    Fault("sheared", line("(0,0,5)", "(2,0,5)"), "shear|right angle|orthogonal|perpendicular", NRRD),
    Fault("no-origin", line("space origin: (-20,12.5,100)\n", ""), "origin", NRRD),
    Fault("nan-origin", line("(-20,12.5,100)", "(nan,12.5,100)"), "origin|position|finite", NRRD),
    Fault("two-sizes", line("sizes: 12 10 8", "sizes: 12 10"), "sizes", NRRD),
    Fault("zero-size", line("sizes: 12 10 8", "sizes: 12 0 8"), "size|0", NRRD),
    Fault("negative-size", line("sizes: 12 10 8", "sizes: 12 -10 8"), "size|-10", NRRD),
    Fault("huge-size", line("sizes: 12 10 8", "sizes: 99999 99999 99999"), "size|damaged|bytes|hold", NRRD),
    Fault("overflowing-size", line("sizes: 12 10 8", f"sizes: {10**30} 10 8"), "size|bytes|hold", NRRD),
    Fault("word-size", line("sizes: 12 10 8", "sizes: 12 ten 8"), "size", NRRD),
    Fault("two-dimensions", line("dimension: 3", "dimension: 2"), "dimension", NRRD),
    Fault("odd-encoding", line("encoding: raw", "encoding: zstd"), "zstd", NRRD),
    Fault("not-gzip", line("encoding: raw", "encoding: gzip"), "damaged|unpack|gzip", NRRD),
    Fault("byte-skip", line("encoding: raw", "byte skip: 1000000\nencoding: raw"), "skip|damaged|ends|bytes", NRRD),
    Fault("colors", rewrite(_colors, NRRD), "3 components", NRRD),
    Fault("flat", rewrite(lambda image: image[:, :, 2], NRRD), "dimension", NRRD),
    Fault("complex", rewrite(_complex, NRRD), "complex|components", NRRD),
    Fault(
        "detached-gone", line("encoding: raw", "data file: gone.raw\nencoding: raw"), "a data file|another file", NRRD
    ),
    Fault("centimeters", line("space: left", 'space units: "cm" "cm" "cm"\nspace: left'), "mm", NRRD),
)
NIFTI_FAULTS = (
    Fault("half", cut(0.5, NIFTI), "damaged|cut off|ends", NIFTI),
    Fault("no-magic", nifti(344, "<4s", b"xxxx"), "NIfTI", NIFTI),
    Fault("two-parts", nifti(344, "<4s", b"ni1\0"), "no NIfTI-1 header of one file", NIFTI),
    Fault("four-dimensions", nifti(40, "<8h", 4, 12, 10, 4, 2, 1, 1, 1), "dimension", NIFTI),
    Fault("no-dimensions", nifti(40, "<h", 0), "dimension|NIfTI", NIFTI),
    Fault("negative-size", nifti(40, "<8h", 3, 12, -10, 8, 1, 1, 1, 1), "-10|size", NIFTI),
    Fault("odd-type", nifti(70, "<h", 1), "type 1|1", NIFTI),
    Fault("unknown-type", nifti(70, "<h", 999), "type 999", NIFTI),
    Fault("complex-type", nifti(70, "<hh", 32, 64), "complex", NIFTI),
    Fault("color-type", nifti(70, "<hh", 128, 24), "3 components", NIFTI),
    Fault("other-bits", nifti(72, "<h", 8), "contradicts", NIFTI),
    Fault("data-in-header", nifti(108, "<f", 3.0), "begin at byte", NIFTI),
    Fault("data-beyond", nifti(108, "<f", 1e9), "damaged|ends|begin|bytes", NIFTI),
    Fault("infinite-intercept", nifti(116, "<f", float("inf")), "scaling", NIFTI),
    Fault("negative-spacing", nifti(76, "<4f", 1, -0.8, 0.8, 5), "spacing|voxel|-0.8", NIFTI),
    Fault("zero-spacing", nifti(76, "<4f", 1, 0, 0.8, 5), "spacing|voxel", NIFTI),
    Fault("nan-spacing", nifti(76, "<4f", 1, float("nan"), 0.8, 5), "spacing|voxel", NIFTI),
    Fault("no-position", nifti(252, "<hh", 0, 0), "no position", NIFTI),
    Fault("template-over-scanner", lambda desk: _moved_to_template(desk), "standard space", NIFTI),
    Fault("nan-sform", nifti(280, "<f", float("nan")), "voxel size that is not positive", NIFTI),
    Fault("micrometers", nifti(123, "<b", 3), "mm", NIFTI),
)
META_FAULTS = (
    Fault("half", cut(0.5, META), "damaged|cut off|ends", META),
    Fault("no-size", line("DimSize = 12 10 8\n", "", META), "0 sizes for 3 dimensions", META),
    Fault("two-sizes", line("DimSize = 12 10 8", "DimSize = 12 10", META), "sizes", META),
    Fault("negative-size", line("DimSize = 12 10 8", "DimSize = 12 10 -8", META), "-8|size", META),
    Fault("odd-type", line("MET_SHORT", "MET_STRING", META), "MET_STRING", META),
    Fault("negative-spacing", line("ElementSpacing = 0.8", "ElementSpacing = -0.8", META), "spacing|voxel", META),
    Fault("word-offset", line("Offset = -20", "Offset = left", META), "Offset|position", META),
    Fault("no-spacing", line("ElementSpacing", "Comment", META), "spacing|voxel", META),
    Fault("list-of-files", line("ElementDataFile = LOCAL", "ElementDataFile = LIST", META), "LIST|file", META),
    Fault(
        "detached-gone",
        line("ElementDataFile = LOCAL", "ElementDataFile = gone.raw", META),
        "a data file|another file",
        META,
    ),
)


def _moved_to_template(desk: Desk) -> None:
    nifti(252, "<hh", 1, 4)(desk)
    nifti(280, "<4f", -0.8, 0.0, 0.0, 90.0)(desk)


CASES = (
    (
        tuple(
            Fault(f"{family}-{fault.name}", fault.spoil, fault.reason, fault.file)
            for family, faults in (("nrrd", NRRD_FAULTS), ("nifti", NIFTI_FAULTS), ("meta", META_FAULTS))
            for fault in faults
        ),
        (extract_image, predict_image, python_image, web_image),
    ),
)
