"""predict with several segments: one index lesion, merged by name, or each on its own."""

import csv
import json
import re

import numpy as np
import pydicom
import pytest
import SimpleITK as sitk
from PCRPredictorLib.cli import run
from PCRPredictorLib.resources import resource_folder

MODEL = "wen2024-smote-radiomics"
PHASES = ("arterial", "portal")


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    """A simulated patient; the lesion cut into a lower and an upper half, and a speck, each a segment."""
    folder = tmp_path_factory.mktemp("lesions")
    assert run(["simulate", "--patients", "1", "--seed", "9", "--output", str(folder / "cohort")]) == 0
    case = folder / "cohort" / "SIM0001"
    for phase in PHASES:
        image = sitk.ReadImage(case / f"{phase}_mask.nrrd")
        whole = sitk.GetArrayFromImage(image) != 0
        middle = int(np.median(np.flatnonzero(whole.any(axis=(1, 2)))))
        labels = np.zeros(whole.shape, dtype=np.uint8)
        labels[whole] = 1
        labels[middle:][whole[middle:]] = 2
        labels[0, 0, :5] = 3
        if phase == "portal":
            labels[1, 1, :5] = 4
        written = sitk.GetImageFromArray(labels)
        written.CopyInformation(image)
        names = {1: "Tumor A", 2: "Jane Doe", 3: "Nodule", 4: "Liver"}
        for number, label in enumerate(np.unique(labels[labels > 0]).tolist()):
            for key, value in (("ID", f"S{label}"), ("Name", names[label]), ("LabelValue", label), ("Layer", 0)):
                written.SetMetaData(f"Segment{number}_{key}", str(value))
        sitk.WriteImage(written, case / f"{phase}_mask.seg.nrrd")
    return case


def predict(case, output, *more, masks="{}_mask.seg.nrrd"):
    given = [
        part
        for phase in PHASES
        for part in (f"--{phase}", case / f"{phase}.nrrd", f"--{phase}-mask", case / masks.format(phase))
    ]
    calibration = resource_folder("Calibrations") / f"simulated-{MODEL}.json"
    command = ("predict", *given, "--model", MODEL, "--calibration", calibration, *more, "--output", output)
    return run([str(one) for one in command])


def segments(*names, phases=PHASES):
    return [part for phase in phases for name in names for part in (f"--{phase}-segment", name)]


def result(folder):
    return json.loads((folder / "prediction.json").read_text())


def test_segments_merged_are_the_lesion_they_were_cut_from(case, tmp_path):
    assert predict(case, tmp_path / "whole", masks="{}_mask.nrrd") == 0
    assert predict(case, tmp_path / "merged", *segments("Tumor A", "Jane Doe")) == 0
    whole, merged = result(tmp_path / "whole"), result(tmp_path / "merged")
    assert merged["probability"] == whole["probability"]
    assert whole["provenance"]["lesion_scope"] == "one lesion"
    assert merged["provenance"]["lesion_scope"] == "segments merged into one lesion: 2 arterial, 2 portal"
    assert merged["provenance"]["inputs"]["portal"]["segment"] == "name withheld"
    page = (tmp_path / "merged" / "report.html").read_text()
    assert "2 segments merged (name withheld)" in page
    assert "segments merged into one lesion: 2 arterial, 2 portal" in page
    assert "Jane" not in page


def rows(folder):
    with (folder / "lesions.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_each_lesion_is_scored_as_if_it_were_the_only_one(case, tmp_path, capsys):
    assert predict(case, tmp_path / "each", "--each") == 0
    told = " ".join(capsys.readouterr().err.split())
    assert "lesions-left-out): 1 of the segments are in one of the two contours only" in told
    first, second, speck = rows(tmp_path / "each")
    assert [row["name"] for row in (first, second, speck)] == ["Tumor A", "name withheld", "Nodule"]
    for row, name in ((first, "Tumor A"), (second, "Jane Doe")):
        assert predict(case, tmp_path / row["lesion"], *segments(name)) == 0
        alone, of_each = result(tmp_path / row["lesion"]), result(tmp_path / "each" / row["lesion"])
        assert float(row["probability"]) == of_each["probability"] == alone["probability"]
        assert row["call"] == alone["call"]
        assert row["simulated"] == "true"
        assert (tmp_path / "each" / row["lesion"] / "report.html").is_file()
    assert result(tmp_path / "each" / "lesion-2")["provenance"]["lesion_scope"] == (
        "lesion 2 of 3, each scored on its own"
    )
    assert (speck["probability"], speck["simulated"]) == ("", "")
    assert "5 voxels" in speck["reason"]
    assert str(case) not in speck["reason"]
    assert not (tmp_path / "each" / "lesion-3").exists()


def test_each_takes_the_pairs_given(case, tmp_path):
    crossed = [*segments("Tumor A", "Jane Doe", phases=PHASES[:1]), *segments("2", "1", phases=PHASES[1:])]
    assert predict(case, tmp_path / "crossed", "--each", *crossed) == 0
    assert [row["lesion"] for row in rows(tmp_path / "crossed")] == ["lesion-1", "lesion-2"]
    one = [*segments("Tumor A", phases=PHASES[:1]), *segments("Jane Doe", phases=PHASES[1:])]
    assert predict(case, tmp_path / "one", *one) == 0
    assert result(tmp_path / "one")["probability"] == result(tmp_path / "crossed" / "lesion-1")["probability"]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--each", *segments("Tumor A", phases=PHASES[:1])], "1 arterial and 0 portal segments"),
        (["--each", *segments("Nodule")], "5 voxels"),
        (["--each", *segments("Nodule", "Nodule")], "names a segment twice"),
        (segments("Tumor A", "1"), "Segment 'Tumor A' of .* is given twice"),
        (segments("Tumor A", "Spleen"), "holds no segment 'Spleen'"),
    ],
)
def test_what_cannot_be_scored_writes_nothing(case, tmp_path, capsys, more, sentence):
    assert predict(case, tmp_path / "out", *more) == 2
    assert re.search(sentence, " ".join(capsys.readouterr().err.split()))
    assert not list(tmp_path.iterdir())


def test_lesions_of_two_runs_are_not_mixed(case, tmp_path, capsys):
    assert predict(case, tmp_path / "out", "--each") == 0
    assert predict(case, tmp_path / "out", "--each") == 2
    assert "holds lesions of an earlier run" in " ".join(capsys.readouterr().err.split())


def test_lesions_of_a_patient_are_told_apart_in_the_archive(tmp_path):
    """Tracking identifiers follow the lesion, so two lesions must not share them."""
    pytest.importorskip("highdicom")
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError) as error:
        pytest.skip(f"no PDF can be written here: {error}")
    assert run(["simulate", "--dicom", "--patients", "1", "--seed", "9", "--output", str(tmp_path / "cohort")]) == 0
    case = tmp_path / "cohort" / "SIM0001"
    given = [p for phase in PHASES for p in (f"--{phase}", case / phase, f"--{phase}-mask", case / f"{phase}_seg.dcm")]
    calibration = resource_folder("Calibrations") / f"simulated-{MODEL}.json"
    command = ["predict", *given, "--model", MODEL, "--calibration", calibration, "--each", "--dicom"]
    assert run([str(one) for one in (*command, "--output", tmp_path / "out")]) == 0
    written = pydicom.dcmread(tmp_path / "out" / "lesion-1" / "arterial_seg.dcm")
    assert written.SegmentSequence[0].TrackingID == "Tumor 1"
