"""`propose`: a file that the other commands and Slicer read, and what is refused."""

import numpy as np
import pytest
from PCRPredictorLib.cli import run
from PCRPredictorLib.formats import read_image, read_mask
from PCRPredictorLib.imaging.resampling import onto_grid

from Testing.imaging.studies.careful_reader import longest_line
from Testing.imaging.studies.proposal_dice import dice


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    folder = tmp_path_factory.mktemp("propose") / "cohort"
    assert run(["simulate", "--patients", "1", "--seed", "3", "--output", str(folder)]) == 0
    return folder / "SIM0001"


@pytest.fixture(scope="module")
def ends(case):
    line = longest_line(read_mask(case / "arterial_mask.nrrd"))
    return [",".join(f"{value:g}" for value in point) for point in (line.start, line.end)]


def test_the_proposal_is_a_segmentation_on_the_image(case, ends, tmp_path, capsys):
    output = tmp_path / "lesion.seg.nrrd"
    command = ["propose", "--image", str(case / "arterial.nrrd"), "--from", ends[0], "--to", ends[1]]
    assert run([*command, "--output", str(output)]) == 0
    said = capsys.readouterr().out
    assert "Look at it on every slice" in said
    assert "Research use only. Simulated data." in said
    mask, image = read_mask(output), read_image(case / "arterial.nrrd")
    assert mask.segment == "tumor"
    assert mask.simulated
    given = ["--image", str(case / "arterial.nrrd"), "--mask", str(output)]
    assert run(["extract", *given, "--output", str(tmp_path / "f.csv")]) == 0
    whole, _ = onto_grid(mask, image)
    assert dice(whole.array, read_mask(case / "arterial_mask.nrrd").array) > 0.7


def test_a_line_across_and_strokes_change_the_proposal(case, ends, tmp_path):
    lesion = read_mask(case / "arterial_mask.nrrd")
    line = longest_line(lesion)
    middle, along = line.center, (np.array(line.end) - line.start) / line.length_mm
    across = 0.4 * line.length_mm * np.cross([0, 0, 1], along)
    beyond = np.array(line.end) + 2 * along

    def written(point) -> str:
        return ",".join(f"{value:g}" for value in point)

    sizes = {}
    for name, hints in {
        "plain": [],
        "across": ["--across", written(middle - across), written(middle + across)],
        "belongs": ["--belongs", written(line.end), written(beyond), "--belongs", written(line.end), written(beyond)],
        "foreign": ["--foreign", written(middle + 0.2 * across), written(middle + 0.6 * across)],
    }.items():
        output = tmp_path / f"{name}.seg.nrrd"
        command = ["propose", "--image", str(case / "arterial.nrrd"), "--from", ends[0], "--to", ends[1]]
        assert run([*command, *hints, "--output", str(output)]) == 0
        sizes[name] = read_mask(output).voxel_count
    assert sizes["foreign"] < sizes["plain"] < sizes["belongs"]
    assert sizes["across"] != sizes["plain"]


@pytest.mark.parametrize(
    ("hints", "sentence"),
    [
        (["--across", "1,2,3", "1,2"], "--across '1,2' is no point"),
        (["--foreign", "0,0,900", "0,0,901"], "lies outside"),
        (["--across", "{start}", "{end}"], "does not cross the first"),
    ],
)
def test_hints_that_cannot_be_are_refused(case, ends, tmp_path, capsys, hints, sentence):
    given = [word.format(start=ends[0], end=ends[1]) for word in hints]
    command = ["propose", "--image", str(case / "arterial.nrrd"), "--from", ends[0], "--to", ends[1], *given]
    assert run([*command, "--output", str(tmp_path / "a.seg.nrrd")]) == 2
    assert sentence in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("start", "end", "output", "sentence"),
    [
        ("1,2", "10,20,30", "a.seg.nrrd", "--from '1,2' is no point"),
        ("a,b,c", "10,20,30", "a.seg.nrrd", "is no point"),
        ("0,0,0", "1,0,0", "a.seg.nrrd", "1.0 mm long"),
        ("0,0,900", "30,0,900", "a.seg.nrrd", "lies outside"),
        ("0,0,0", "30,0,0", "a.nrrd", "must end in .seg.nrrd"),
        ("0,0,0", "30,0,0", "a.nii.gz", "must end in"),
    ],
)
def test_what_cannot_be_proposed_is_refused(case, tmp_path, capsys, start, end, output, sentence):
    command = ["propose", "--image", str(case / "arterial.nrrd"), "--from", start, "--to", end]
    assert run([*command, "--output", str(tmp_path / output)]) == 2
    assert sentence in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
