"""A segment is taken out of a Slicer segmentation file by name or label, overlap included."""

import numpy as np
import pytest
import SimpleITK as sitk
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.formats import read_image, read_mask, read_masks
from PCRPredictorLib.imaging import Geometry, PhaseImage
from PCRPredictorLib.imaging.resampling import onto_grid

SHAPE = (5, 6, 7)


def segmentation(path, layers, segments, kind="list"):
    """Write a .seg.nrrd by hand; `segments` are (name, label, layer), `layers` arrays (slice, row, column)."""
    stack = np.stack(layers, axis=-1).astype(np.uint8)
    slices, rows, columns, count = stack.shape
    flat = count == 1 and kind == "flat"
    lines = [
        "NRRD0004",
        "type: unsigned char",
        f"dimension: {3 if flat else 4}",
        "space: left-posterior-superior",
        f"sizes: {columns} {rows} {slices}" if flat else f"sizes: {count} {columns} {rows} {slices}",
        f"space directions: {'' if flat else 'none '}(0.7,0,0) (0,0.8,0) (0,0,2.5)",
        "kinds: domain domain domain" if flat else f"kinds: {kind} domain domain domain",
        "encoding: raw",
        "space origin: (-1,-2,-3)",
    ]
    for number, (name, label, layer) in enumerate(segments):
        lines += [f"Segment{number}_ID:=Segment_{number + 1}", f"Segment{number}_Name:={name}"]
        lines += [] if label is None else [f"Segment{number}_LabelValue:={label}"]
        lines += [] if layer is None else [f"Segment{number}_Layer:={layer}"]
    path.write_bytes(("\n".join(lines) + "\n\n").encode() + stack.tobytes())
    return path


def block(*places):
    """Zeros but for (label, slices) given."""
    array = np.zeros(SHAPE, np.uint8)
    for label, start in places:
        array[start : start + 2, 1:4, 2:5] = label
    return array


@pytest.fixture
def layered(tmp_path):
    layers = [block((1, 0), (2, 3)), block((1, 1))]
    return segmentation(tmp_path / "a.seg.nrrd", layers, [("Liver", 1, 0), ("Tumor", 2, 0), ("Vessel", 1, 1)])


@pytest.mark.parametrize(("segment", "label", "layer"), [("Liver", 1, 0), ("Tumor", 2, 0), ("Vessel", 1, 1)])
def test_overlapping_segments_come_from_their_layers(layered, segment, label, layer):
    mask = read_mask(layered, segment=segment)
    expected = [block((1, 0), (2, 3)), block((1, 1))][layer] == label
    np.testing.assert_array_equal(mask.array, expected)
    assert mask.segment == segment
    assert mask.geometry.shape == SHAPE
    assert mask.geometry.spacing == pytest.approx((0.7, 0.8, 2.5), abs=1e-12)
    assert mask.geometry.origin == (-1.0, -2.0, -3.0)


def test_segment_is_found_by_id_and_by_unique_label(layered):
    assert read_mask(layered, segment="Segment_2").segment == "Tumor"
    assert read_mask(layered, label=2).segment == "Tumor"


def test_label_of_two_layers_is_ambiguous(layered):
    with pytest.raises(InputError, match="label 1 is not unique"):
        read_mask(layered, label=1)


def test_digits_mean_the_segment_of_that_name_before_the_label(tmp_path):
    path = segmentation(tmp_path / "a.seg.nrrd", [block((1, 2), (2, 3))], [("2", 1, 0), ("Tumor", 2, 0)])
    assert [read_mask(path, segment=text).segment for text in ("2", "Tumor")] == ["2", "Tumor"]
    assert read_mask(path, segment="1").segment == "2"


def test_an_empty_segment_called_by_digits_is_not_replaced_by_a_label(tmp_path):
    path = segmentation(tmp_path / "a.seg.nrrd", [block((2, 3))], [("2", 1, 0), ("Tumor", 2, 0)])
    with pytest.raises(InputError, match=r"'2' \(label 1\) is empty"):
        read_mask(path, segment="2")


def test_digits_mean_the_label_of_a_plain_label_image(tmp_path):
    image = sitk.GetImageFromArray(block((1, 2), (2, 3)))
    sitk.WriteImage(image, tmp_path / "labels.nrrd")
    assert read_mask(tmp_path / "labels.nrrd", segment="2").voxel_count == np.count_nonzero(block((2, 3)))
    with pytest.raises(InputError, match="background"):
        read_mask(tmp_path / "labels.nrrd", segment="0")


def test_all_segments_are_read_with_their_names(layered):
    masks = read_masks(layered)
    assert [mask.segment for mask in masks] == ["Liver", "Tumor", "Vessel"]
    assert [mask.voxel_count for mask in masks] == [18, 18, 18]


def test_a_segment_that_nobody_drew_keeps_none_of_the_others_from_being_read(tmp_path):
    drawn = block((1, 1), (2, 3))
    path = segmentation(tmp_path / "a.seg.nrrd", [drawn], [("Tumor", 1, 0), ("Spare", 7, 0), ("Vessel", 2, 0)])
    assert [mask.segment for mask in read_masks(path)] == ["Tumor", "Vessel"]
    for mask, label in zip(read_masks(path), (1, 2), strict=True):
        np.testing.assert_array_equal(mask.array, drawn == label)
    nothing = segmentation(tmp_path / "b.seg.nrrd", [block()], [("Tumor", 1, 0), ("Spare", 7, 0)])
    with pytest.raises(InputError, match=r"b\.seg\.nrrd is empty: it holds no drawn segment; draw the lesion first"):
        read_masks(nothing)


@pytest.mark.parametrize("name", ["", "  "])
def test_a_segment_without_a_name_is_called_by_its_id(tmp_path, name):
    path = segmentation(tmp_path / "a.seg.nrrd", [block((1, 1), (2, 3))], [(name, 1, 0), ("Vessel", 2, 0)])
    assert [mask.segment for mask in read_masks(path)] == ["Segment_1", "Vessel"]
    assert read_mask(path, segment="Segment_1").array.sum() == 18


def test_segments_that_share_a_name_are_read_by_their_ids(tmp_path):
    path = segmentation(tmp_path / "a.seg.nrrd", [block((1, 0), (2, 3))], [("Tumor", 1, 0), ("Tumor", 2, 0)])
    assert [np.flatnonzero(mask.array.any(axis=(1, 2)))[0] for mask in read_masks(path)] == [0, 3]


def test_no_choice_and_unknown_choices_list_the_segments(layered):
    listed = r"'Liver' \(label 1\), 'Tumor' \(label 2\), 'Vessel' \(label 1\)"
    with pytest.raises(InputError, match=rf"several segments \({listed}\); say which one"):
        read_mask(layered)
    with pytest.raises(InputError, match=rf"no segment 'Lesion'; segments present: {listed}"):
        read_mask(layered, segment="Lesion")
    with pytest.raises(InputError, match=rf"no label 9; segments present: {listed}"):
        read_mask(layered, label=9)


@pytest.mark.parametrize("kind", ["flat", "list", "vector"])
def test_the_only_segment_needs_no_choice(tmp_path, kind):
    path = segmentation(tmp_path / "a.seg.nrrd", [block((1, 2))], [("Lesion 1", 1, 0)], kind)
    mask = read_mask(path)
    assert (mask.segment, mask.voxel_count) == ("Lesion 1", 18)


def test_old_files_have_one_layer_a_segment(tmp_path):
    path = segmentation(
        tmp_path / "a.seg.nrrd", [block((1, 0)), block((1, 3))], [("Liver", None, None), ("Tumor", None, None)]
    )
    np.testing.assert_array_equal(read_mask(path, segment="Tumor").array, block((1, 3)) == 1)


@pytest.mark.parametrize(
    ("segments", "choice", "sentence"),
    [
        ([("Liver", 1, 0), ("Tumor", 0, 0)], "Tumor", r"segment 'Tumor' \(label 0\) has the label of the background"),
        ([("Liver", 1, 0), ("Empty", 5, 0)], "Empty", r"segment 'Empty' \(label 5\) is empty"),
        ([("Liver", 1, 3)], "Liver", "lie in layer 3, but there are 1"),
        ([("Liver", "one", 0)], "Liver", "no whole number"),
        ([("Liver", 1, 0), ("Tumor", 1, 0)], "Tumor", "share a label and layer"),
        ([("Tumor", 1, 0), ("Tumor", 2, 0)], "Tumor", "segment 'Tumor' is not unique"),
    ],
)
def test_inconsistent_files_are_refused(tmp_path, segments, choice, sentence):
    path = segmentation(tmp_path / "a.seg.nrrd", [block((1, 0), (2, 3))], segments)
    with pytest.raises(InputError, match=sentence):
        read_mask(path, segment=choice)


def test_segmentation_is_no_image(layered):
    with pytest.raises(InputError, match="is a segmentation, not an image"):
        read_image(layered)


def test_cropped_and_flipped_file_lands_on_the_image(tmp_path):
    """Slicer writes only the box around all segments, with the axis directions it pleases."""
    truth = np.random.default_rng(5).random((12, 20, 22)) < 0.4
    truth[:3] = truth[9:] = truth[:, :6] = truth[:, 14:] = truth[:, :, :4] = truth[:, :, 15:] = False
    cropped = truth[3:9, 6:14, 4:15].astype(np.uint8)
    path = segmentation(tmp_path / "a.seg.nrrd", [cropped[:, ::-1, ::-1]], [("Tumor", 1, 0)])
    header, voxels = path.read_bytes().split(b"\n\n", 1)
    corner = 14 * 0.7 - 1, 13 * 0.8 - 2, 3 * 2.5 - 3
    header = header.replace(b"(0.7,0,0) (0,0.8,0)", b"(-0.7,0,0) (0,-0.8,0)")
    header = header.replace(b"(-1,-2,-3)", f"({corner[0]:.12g},{corner[1]:.12g},{corner[2]:.12g})".encode())
    path.write_bytes(header + b"\n\n" + voxels)
    image = PhaseImage(np.zeros(truth.shape), Geometry(truth.shape, (0.7, 0.8, 2.5), (-1, -2, -3)))
    mask, (notice,) = onto_grid(read_mask(path), image)
    np.testing.assert_array_equal(mask.array, truth)
    assert notice.code == "mask-resampled"


def test_simulated_mark_is_read(tmp_path):
    path = segmentation(tmp_path / "a.seg.nrrd", [block((1, 2))], [("Lesion", 1, 0)], "flat")
    image = sitk.ReadImage(str(path))
    image.SetMetaData("PCRPredictor_simulated", "true")
    sitk.WriteImage(image, str(path))
    assert read_mask(path).simulated
