"""From images to features and to a prediction, through the command line."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import numpy as np
import pytest
import SimpleITK as sitk
from PCRPredictorLib.cli import run
from PCRPredictorLib.features import extract
from PCRPredictorLib.features.profile import DEFAULT_PROFILE, AK396Profile
from PCRPredictorLib.files import read_json
from PCRPredictorLib.formats import read_image, read_mask
from PCRPredictorLib.models.model_file import load_model
from PCRPredictorLib.resources import resource_folder
from PCRPredictorLib.simulation import write_cohort

MODEL = "wen2024-radiomics"
SEED = 3


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of one simulated patient's four files."""
    manifest = write_cohort(tmp_path_factory.mktemp("cohort") / "cohort", patients=1, seed=SEED)
    return manifest.parent / "SIM0001"


@pytest.fixture(scope="module")
def calibration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A calibration whose reference table is drawn around rough magnitudes of the model's features."""
    folder = tmp_path_factory.mktemp("calibration")
    generator = np.random.default_rng(1)
    columns = load_model(MODEL).columns
    with (folder / "cohort.csv").open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([*columns, "profile_hash"])
        for _ in range(40):
            writer.writerow([*generator.normal(100, 30, len(columns)), DEFAULT_PROFILE.hash])
    output = folder / "calibration.json"
    arguments = ["--model", MODEL, "--cohort", folder / "cohort.csv", "--prevalence", 0.2, "--output", output]
    assert run(["calibrate", *map(str, arguments)]) == 0
    return output


def phase_arguments(case: Path) -> list[str]:
    files = {"--arterial": "arterial", "--arterial-mask": "arterial_mask", "--portal": "portal"}
    files["--portal-mask"] = "portal_mask"
    return [word for flag, name in files.items() for word in (flag, str(case / f"{name}.nrrd"))]


def test_extract_json(case: Path, tmp_path: Path) -> None:
    output = tmp_path / "features.json"
    image, mask = case / "arterial.nrrd", case / "arterial_mask.nrrd"
    names = ["--only", "MeanValue", "VolumeCount", "--only", "MaxIntensity"]
    assert run(["extract", "--image", str(image), "--mask", str(mask), *names, "--output", str(output)]) == 0
    content = json.loads(output.read_text())
    inside = sitk.GetArrayFromImage(sitk.ReadImage(image))[sitk.GetArrayFromImage(sitk.ReadImage(mask)) > 0]
    assert content["features"] == pytest.approx(
        {"MaxIntensity": inside.max(), "MeanValue": inside.mean(), "VolumeCount": inside.size}, rel=1e-12
    )
    assert content["simulated"] is True
    provenance = content["provenance"]
    assert provenance["profile_hash"] == DEFAULT_PROFILE.hash
    assert provenance["profile"] == DEFAULT_PROFILE.as_json()
    assert len(provenance["inputs"]["image"]["sha256"]) == 64
    assert provenance["inputs"]["mask"]["components_scored"] == 1
    # Paths tend to hold names of patients.
    assert "SIM0001" not in output.read_text()
    assert set(provenance) == {"version", "profile", "profile_hash", "computed_by", "inputs", "time"}
    assert provenance["computed_by"] == {}, "this library needs no other for its own set"


def test_components_are_those_that_were_scored(case: Path, tmp_path: Path) -> None:
    """A single voxel of a finer mask that no voxel of the image falls in is not scored."""
    drawn = sitk.ReadImage(case / "arterial_mask.nrrd")
    finer = sitk.Expand(drawn, (3, 3, 1), sitk.sitkNearestNeighbor)
    voxels = sitk.GetArrayFromImage(finer)
    voxels[0, 0, 0] = 1
    mask = sitk.GetImageFromArray(voxels)
    mask.CopyInformation(finer)
    sitk.WriteImage(mask, tmp_path / "finer.nrrd")
    words = ["--image", case / "arterial.nrrd", "--mask", tmp_path / "finer.nrrd", "--only", "MeanValue"]
    assert run(["extract", *map(str, words), "--output", str(tmp_path / "features.json")]) == 0
    content = json.loads((tmp_path / "features.json").read_text())
    codes = [warning["code"] for warning in content["warnings"]]
    assert "mask-resampled" in codes
    scored = content["provenance"]["inputs"]["mask"]["components_scored"]
    assert (scored > 1) == ("several-components" in codes)
    assert scored == 1


def test_extract_csv_is_one_row(case: Path, tmp_path: Path) -> None:
    output = tmp_path / "features.csv"
    arguments = ["--image", case / "portal.nrrd", "--mask", case / "portal_mask.nrrd", "--only", "Range", "RMS"]
    assert run(["extract", *map(str, arguments), "--output", str(output)]) == 0
    with output.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 1
    assert set(rows[0]) == {"Range", "RMS", "profile_hash", "simulated"}
    assert float(rows[0]["Range"]) > 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--only", "MeanValu"], ["MeanValu", "MeanValue"]),
        (["--label", "7"], ["7", "1"]),
        (["--segment", "tumor"], ["segment"]),
        (["--label", "1", "--segment", "tumor"], ["--label", "--segment"]),
        (["--profile", "missing.json"], ["missing.json"]),
    ],
)
def test_extract_refuses(
    arguments: list[str], words: list[str], case: Path, tmp_path: Path, refuse: Callable[..., str]
) -> None:
    image, mask = case / "arterial.nrrd", case / "arterial_mask.nrrd"
    sentence = refuse("extract", "--image", image, "--mask", mask, *arguments, "--output", tmp_path / "f.json")
    for word in words:
        assert word in sentence
    assert list(tmp_path.iterdir()) == []


def test_extract_refuses_an_output_of_unknown_kind(case: Path, tmp_path: Path, refuse: Callable[..., str]) -> None:
    arguments = ("--image", case / "arterial.nrrd", "--mask", case / "arterial_mask.nrrd")
    assert ".json or .csv" in refuse("extract", *arguments, "--output", tmp_path / "features.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_predict_writes_three_files_that_agree(case: Path, calibration: Path, tmp_path: Path) -> None:
    result = tmp_path / "result"
    scored_by = ["--model", MODEL, "--calibration", str(calibration)]
    assert run(["predict", *phase_arguments(case), *scored_by, "--output", str(result)]) == 0
    assert {path.name for path in result.iterdir()} == {"prediction.json", "report.html", "features.csv"}
    prediction = json.loads((result / "prediction.json").read_text())
    assert prediction["simulated"] is True
    assert prediction["cutoff"] is None
    assert prediction["predicted_class"] is None
    assert len(prediction["contributions"]) == 10
    report = (result / "report.html").read_text()
    assert "Research use only" in report
    assert "SIMULATED" in report

    scores = tmp_path / "scores.csv"
    assert run(["predict", "--table", str(result / "features.csv"), *scored_by, "--output", str(scores)]) == 0
    with scores.open(newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert float(row["probability"]) == prediction["probability"]
    assert float(row["linear_predictor"]) == prediction["linear_predictor"]


def test_features_csv_tells_the_acquisition(case: Path, calibration: Path, tmp_path: Path) -> None:
    result = tmp_path / "result"
    scored_by = ["--model", MODEL, "--calibration", str(calibration)]
    assert run(["predict", *phase_arguments(case), *scored_by, "--output", str(result)]) == 0
    with (result / "features.csv").open(newline="") as stream:
        (row,) = csv.DictReader(stream)
    portal = sitk.ReadImage(case / "portal.nrrd")
    assert int(float(row["portal_columns"])) == portal.GetWidth()
    assert float(row["portal_slice_spacing_mm"]) == portal.GetSpacing()[2]
    assert list(row)[-1] == "simulated"


def test_predict_with_a_profile(case: Path, calibration: Path, tmp_path: Path, refuse: Callable[..., str]) -> None:
    settings = AK396Profile(name="runs end at the lesion", runs_leave_roi=False)
    profile, own = tmp_path / "profile.json", tmp_path / "own.json"
    profile.write_text(json.dumps(settings.as_json()))
    other = tmp_path / "cohort.csv"
    other.write_text((calibration.parent / "cohort.csv").read_text().replace(DEFAULT_PROFILE.hash, settings.hash))
    arguments = ["--model", MODEL, "--cohort", other, "--prevalence", 0.2, "--output", own]
    assert run(["calibrate", *map(str, arguments)]) == 0

    command = ["predict", *phase_arguments(case), "--model", MODEL, "--calibration", str(own)]
    result = tmp_path / "result"
    with_profile = ["--profile", str(profile), "--perturb", "2", "--output", str(result)]
    assert run([*command, *with_profile]) == 0
    prediction = json.loads((result / "prediction.json").read_text())
    assert prediction["provenance"]["profile_hash"] == settings.hash
    runs = [term for term in prediction["contributions"] if "Run" in term["name"]]
    images = {phase: (case / f"{phase}.nrrd", case / f"{phase}_mask.nrrd") for phase in ("arterial", "portal")}
    for term in runs:
        image, mask = images[term["phase"]]
        measured = extract(read_image(image), read_mask(mask), profile=settings, only=[term["name"]]).features
        assert term["value"] == measured[term["name"]]
    assert runs


def test_a_calibration_on_another_profile_names_the_remedy(
    case: Path, calibration: Path, tmp_path: Path, refuse: Callable[..., str]
) -> None:
    profile = tmp_path / "profile.json"
    profile.write_text(json.dumps(AK396Profile(runs_leave_roi=False).as_json()))
    command = ["predict", *phase_arguments(case), "--model", MODEL, "--calibration", calibration]
    assert "--profile F.json" in refuse(*command, "--profile", profile, "--output", tmp_path / "result")
    table = ("predict", "--table", "t.csv", "--model", MODEL, "--output", "o.csv")
    assert "--table and --profile, --any-modality exclude" in refuse(*table, "--profile", profile, "--any-modality")


def test_predict_tells_the_spread_over_perturbed_contours(case: Path, calibration: Path, tmp_path: Path) -> None:
    scored_by = ["--model", MODEL, "--calibration", str(calibration)]
    spreads = []
    for folder in ("first", "second"):
        chosen = [
            "--perturb",
            "5",
            "--perturb-deviation",
            "2",
            "--perturb-seed",
            "4",
            "--output",
            str(tmp_path / folder),
        ]
        assert run(["predict", *phase_arguments(case), *scored_by, *chosen]) == 0
        spreads.append(json.loads((tmp_path / folder / "prediction.json").read_text())["contour_spread"])
        schema = read_json(resource_folder("Schemas") / "prediction.schema.json")
        jsonschema.validate(json.loads((tmp_path / folder / "prediction.json").read_text()), schema)
    assert spreads[0] == spreads[1]
    assert spreads[0]["scored"] == 5
    # Slices of the simulated patients are 5 mm apart.
    assert spreads[0]["settings"]["in_plane"] == {"arterial": True, "portal": True}
    assert spreads[0]["settings"]["deviation_mm"] == 2
    assert "drawn a little differently" in (tmp_path / "first" / "report.html").read_text()


def test_predict_refuses_perturbations_that_mean_nothing(
    case: Path, calibration: Path, tmp_path: Path, refuse: Callable[..., str]
) -> None:
    command = ["predict", *phase_arguments(case), "--model", MODEL, "--calibration", calibration]
    assert "--perturb N" in refuse(*command, "--perturb-seed", 4, "--output", tmp_path / "result")
    assert "at least 2" in refuse(*command, "--perturb", 1, "--output", tmp_path / "result")
    assert "more than 1,000" in refuse(*command, "--perturb", 1001, "--output", tmp_path / "result")
    for option, length in (("deviation", 200), ("deviation", 0.01), ("correlation", 0.5)):
        asked = ("--perturb", 5, f"--perturb-{option}", length, "--output", tmp_path / "result")
        assert f"{option}_mm is {length:g}; give a length from" in refuse(*command, *asked)
    assert list(tmp_path.iterdir()) == []


def test_a_simulated_calibration_does_not_mark_the_features(case: Path, calibration: Path, tmp_path: Path) -> None:
    for name in ("arterial", "arterial_mask", "portal", "portal_mask"):
        image = sitk.ReadImage(case / f"{name}.nrrd")
        for key in image.GetMetaDataKeys():
            image.EraseMetaData(key)
        sitk.WriteImage(image, tmp_path / f"{name}.nrrd")
    cohort = calibration.parent / "cohort.csv"
    header, *rows = cohort.read_text().splitlines()
    marked, simulated = tmp_path / "marked.csv", tmp_path / "simulated.json"
    marked.write_text("\n".join([f"{header},simulated", *(f"{row},true" for row in rows)]))
    arguments = ["--model", MODEL, "--cohort", marked, "--prevalence", 0.2, "--output", simulated]
    assert run(["calibrate", *map(str, arguments)]) == 0

    result = tmp_path / "result"
    scored_by = ["--model", MODEL, "--calibration", str(simulated), "--output", str(result)]
    assert run(["predict", *phase_arguments(tmp_path), *scored_by]) == 0
    assert json.loads((result / "prediction.json").read_text())["simulated"] is True
    assert "simulated" not in (result / "features.csv").read_text().splitlines()[0]


def test_predict_refuses_before_anything_is_written(
    case: Path, calibration: Path, tmp_path: Path, refuse: Callable[..., str]
) -> None:
    output = ("--output", tmp_path / "result")
    assert "calibration" in refuse("predict", *phase_arguments(case), "--model", MODEL, *output)
    scored_by = ("--model", MODEL, "--calibration", calibration)
    wrong_label = (*phase_arguments(case), "--portal-segment", "4")
    assert "label 4" in refuse("predict", *wrong_label, *scored_by, *output)
    unknown = (*phase_arguments(case), "--clinical", "AFP=200")
    assert "AFP" in refuse("predict", *unknown, *scored_by, *output)
    assert list(tmp_path.iterdir()) == []


def test_simulate_writes_a_manifest(tmp_path: Path) -> None:
    assert run(["simulate", "--output", str(tmp_path / "cohort"), "--patients", "1", "--seed", "4"]) == 0
    with (tmp_path / "cohort" / "manifest.csv").open(newline="") as stream:
        (row,) = csv.DictReader(stream)
    for name in ("arterial", "arterial_mask", "portal", "portal_mask"):
        assert (tmp_path / "cohort" / row[name]).is_file()
    assert row["outcome"] in ("0", "1")
