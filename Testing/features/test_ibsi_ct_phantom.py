"""The IBSI set on the initiative's CT phantom: resampling, limits of the grey values and features together.

A lung lesion (CC BY 4.0, https://github.com/theibsi/data_sets, folder ibsi_1_ct_radiomics_phantom/nifti), which is
not kept here: the folder lies beside the other real data or is named by IBSI_CT_PHANTOM, else these tests skip. The
frozen table holds the reference values of the manual (https://github.com/theibsi/ibsi-doc at b952e71,
docs/03_Image_features.rst) that a profile of this set can have: of configuration A, without resampling, and B, with
it inside the slices, all but the matrices, which are by slice there, and of B not the histogram, which has a fixed
number of bins there; of configuration C, in 3D, all but the intensity-volume histogram, which has bins of its own
there. Moran's I and Geary's C, which MIRP draws by lot in large lesions, are left out, and so are D and E, whose
outliers and numbers of bins no profile of this set has.
"""

import csv
import os
from pathlib import Path

import pytest
from PCRPredictorLib.features import IbsiProfile, extract
from PCRPredictorLib.formats import read_image, read_mask

REFERENCE = Path(__file__).with_name("ibsi_ct_phantom.csv")
PROFILES = {
    "A": IbsiProfile(name="configuration A", lowest=-500, highest=400),
    "B": IbsiProfile(name="configuration B", lowest=-500, highest=400, resample_mm=(2, 2, 3)),
    "C": IbsiProfile(name="configuration C", lowest=-1000, highest=400, resample_mm=(2, 2, 2)),
}
VALUES = {"A": 72, "B": 49, "C": 160}


@pytest.fixture(scope="module")
def phantom(request):
    named = os.environ.get("IBSI_CT_PHANTOM")
    folder = Path(named) if named else request.getfixturevalue("shared_data") / "ibsi/ibsi_1_ct_radiomics_phantom/nifti"
    if not folder.is_dir():
        pytest.skip(f"the IBSI CT phantom is not at {folder}")
    return read_image(folder / "image/phantom.nii.gz"), read_mask(folder / "mask/mask.nii.gz")


@pytest.mark.parametrize("configuration", PROFILES)
def test_every_reference_value_that_a_profile_can_have(phantom, configuration, ibsi_allowance):
    pytest.importorskip("mirp", reason="the optional extra 'ibsi' is not installed")
    rows = [row for row in csv.DictReader(REFERENCE.open(encoding="utf-8")) if row["configuration"] == configuration]
    assert len(rows) == VALUES[configuration]
    found = extract(*phantom, PROFILES[configuration], only=[row["feature"] for row in rows]).features
    wrong = [
        (row["feature"], row["value"], row["tolerance"], found[row["feature"]])
        for row in rows
        if abs(found[row["feature"]] - float(row["value"])) > ibsi_allowance(row)
    ]
    assert wrong == []
