"""How often a new patient of the same simulation is left outside, and how often what is unlike it is caught.

    python Testing/models/studies/domain_rates.py FOLDER [SHARED_DATA]

reads the tables that `domain_tables.py` wrote into FOLDER, draws 50 calibrations of 60, 100 and 200 patients from the
reference, and prints for each published model the false alarms (mean and 95th percentile over the calibrations) and the
share caught of each other kind, by the features alone and with the scan's spacing or kernel known. With SHARED_DATA the
two real CTs there are scored as both phases.
"""

import sys
from pathlib import Path

import numpy as np
from PCRPredictorLib.features import extract
from PCRPredictorLib.formats import read_image, read_mask
from PCRPredictorLib.models.model_file import Model, load_model, published_names
from PCRPredictorLib.models.reference import Reference, describe_cohort
from PCRPredictorLib.models.table import FeatureTable, read_table

CALIBRATIONS = 50
SIZES = (60, 100, 200)
LITS = "LiTS-117_crop128"
LETTERS = {"A": "P", "P": "A"}


def swapped(columns: tuple[str, ...]) -> list[str]:
    """The same features of the other phase."""
    return [LETTERS[column[0]] + column[1:] for column in columns]


def share_outside(reference: Reference, values: np.ndarray) -> float:
    """Share of the rows beyond the limit."""
    distances = [reference.distance(reference.positions(row)) for row in values]
    return float(np.mean(np.array(distances) > reference.limit))


def real_scans(shared: Path, model: Model) -> dict[str, np.ndarray]:
    """The features of the real CTs, each as both phases."""
    liver = shared / "ct_liver"
    found = {}
    for name, image, mask, segment in (
        ("LiTS-117", f"{LITS}_ct.nii.gz", f"{LITS}_label_1liver_2tumor.nii.gz", "2"),
        ("CRLM-CT-1006", "CRLM-CT-1006_dicom", "CRLM-CT-1006_roi_not_expert.nii.gz", None),
    ):
        wanted = sorted({term.name for term in model.features})
        features = extract(read_image(liver / image), read_mask(liver / mask, segment=segment), only=wanted).features
        found[name] = np.array([[features[term.name] for term in model.features]])
    return found


def study(model: Model, tables: dict[str, FeatureTable], shared: Path | None) -> None:
    """Print the rates of one model."""
    columns, reference = model.columns, tables.pop("reference")
    everyone, turned = reference.matrix(columns), reference.matrix(swapped(columns))
    others = {what: table.matrix(columns) for what, table in tables.items()}
    others |= real_scans(shared, model) if shared else {}
    for size in SIZES:
        generator = np.random.default_rng(size)
        rates: dict[str, list[float]] = {}
        for _ in range(CALIBRATIONS):
            order = generator.permutation(len(everyone))
            drawn, new = order[:size], order[size:]
            described = describe_cohort(columns, everyone[drawn])
            rates.setdefault("false alarms", []).append(share_outside(described, everyone[new]))
            rates.setdefault("swapped phases", []).append(share_outside(described, turned[new]))
            for what, values in others.items():
                rates.setdefault(what, []).append(share_outside(described, values))
        alarms = np.array(rates.pop("false alarms"))
        print(
            f"{model.name}, {size} patients: false alarms {alarms.mean():.1%} on average, 95th percentile "
            f"{np.quantile(alarms, 0.95):.1%}; caught: "
            + ", ".join(f"{what} {np.mean(found):.0%}" for what, found in rates.items()),
            flush=True,
        )


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for name in published_names():
        study(
            load_model(name),
            {path.stem: read_table(path) for path in sorted(folder.glob("*.csv")) if path.stem != "shipped"},
            Path(sys.argv[2]) if len(sys.argv) > 2 else None,
        )
