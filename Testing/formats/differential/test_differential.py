"""More than 5,000 mutated headers against nibabel, pynrrd and ITK: the same array and grid, or a listed reason.

``python -m pytest Testing/formats/differential -s`` prints the counts.
"""

from dataclasses import replace

import pytest

from . import nifti_files, text_files
from .comparison import Tally, compared
from .oracles import Reading, by_itk, by_nibabel, by_pynrrd

FILES = 2000
LEAST_SAME = 600
"""Files of each format that both have to read, with the same array and grid."""

GRID = {
    "dimensions": r"has \S+ dimensions|states -?\d+ dimensions",
    "size": r"states a size of",
    "voxel size": r"voxel size that is not positive|states no voxel size",
    "no position": r"states no position|position that is no number",
    "sheared": r"axes that are not orthogonal",
    "not in mm": r"not in mm",
}
DATA = {
    "surplus slices": r"holds more slices",
    "cut off": r"cut off: [^i]|ends in the middle of a number",
    "damaged": r"compressed data are not whole",
    "no number": r"holds text that is no number",
    "components": r"components per voxel",
    "complex": r"complex numbers",
}
NIFTI = {
    **GRID,
    **DATA,
    "length of the header or magic": r"has no NIfTI-1 header|is no NRRD, NIfTI",
    "standard space over the scanner's": r"carries an sform into a standard space",
    "sform, qform or pixdim contradict each other": r"states a grid that contradicts itself",
    "bits contradict the type": r"contradicts itself \(data type",
    "qform is no rotation": r"qform that is no rotation",
    "voxels inside the header": r"voxels begin at byte",
    "type": r"NIfTI data type",
    "scaling": r"has the scaling",
}
NRRD = {
    **GRID,
    **DATA,
    "version": r"unusual kind of NRRD",
    "field twice": r"gives '\w+' twice",
    "skip": r"line skip or byte skip",
    "type": r"NRRD type",
    "encoding": r"NRRD encoding",
    "byte order": r"states no byte order",
}
METAIMAGE = {
    **GRID,
    **DATA,
    "no orientation": r"states no orientation",
    "aliases or byte orders differ": r"contradicts itself \(\w+ and",
    "compressed size": r"states \d+ compressed bytes",
    "HeaderSize in one file": r"HeaderSize of",
    "slope of 0": r"maps no grey values",
    "type": r"MetaImage type",
}


def judged(tally: Tally) -> None:
    print(f"\n{tally}")
    assert not tally.wrong, "\n".join(tally.wrong[:20])
    assert tally.files == FILES
    assert tally.same >= LEAST_SAME


@pytest.mark.timeout(300)
def test_nifti_is_read_as_nibabel_reads_it():
    # it goes by the name where we look whether the bytes are compressed
    more = {"suffix", "gzip"}
    judged(compared(FILES, 1, nifti_files.valid, nifti_files.change, None, by_nibabel, NIFTI, more))


@pytest.mark.timeout(300)
def test_nrrd_is_read_as_pynrrd_reads_it():
    # it refuses padding behind the voxels (also where another encoding is stated and the bytes suffice), a field
    # repeated as it was, keys that are no UTF-8, and blanks in vectors
    more = {"surplus", "behind", "encoding", "field twice", "key", "directions"}
    judged(compared(FILES, 2, text_files.valid_nrrd, text_files.change_nrrd, ".nrrd", by_pynrrd, NRRD, more))


@pytest.mark.timeout(300)
def test_metaimage_is_read_as_itk_reads_it():
    # it takes a compressed text for raw bytes, and reads the compressed bytes that a wrong size leaves
    more = {"BinaryData", "CompressedDataSize"}
    judged(
        compared(
            FILES,
            3,
            text_files.valid_metaimage,
            text_files.change_metaimage,
            ".mha",
            by_itk,
            METAIMAGE,
            more,
            by_itk_corrected,
        )
    )


def by_itk_corrected(file: text_files.TextFile, reading: Reading) -> Reading | None:
    """ITK turns the bytes of text numbers, fills in compressed data of no stated size, and passes over slopes."""
    fields = file.fields
    is_text = not fields.get("BinaryData", "True").startswith(("T", "1")) and fields.get("CompressedData") != "True"
    turned = "True" in (fields.get("BinaryDataByteOrderMSB", "").title(), fields.get("ElementByteOrderMSB"))
    if (is_text and turned) or (fields.get("CompressedData") == "True" and "CompressedDataSize" not in fields):
        return None
    slope = float(fields.get("ElementToIntensityFunctionSlope", 1))
    intercept = float(fields.get("ElementToIntensityFunctionOffset", 0))
    return replace(reading, array=slope * reading.array.astype(float) + intercept)
