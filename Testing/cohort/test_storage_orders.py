"""One patient stored in several ways gives one row of a table, with one picture, pixel hash and set of contours."""

import SimpleITK as sitk
from PCRPredictorLib.cohort.computation import compute_unit
from PCRPredictorLib.cohort.result_file import read_result
from PCRPredictorLib.cohort.unit import Unit, library_version
from PCRPredictorLib.features.profile import DEFAULT_PROFILE
from PCRPredictorLib.imaging.perturbation import PerturbationSettings

from Testing.storage_orders import ORDERS, patient, store


def measure(folder, stored):
    folder.mkdir()
    sitk.WriteImage(stored.image.to_sitk(), str(folder / "image.nrrd"))
    sitk.WriteImage(stored.mask.to_sitk(), str(folder / "mask.nrrd"))
    unit = Unit(
        case_id="one",
        phase="portal",
        image=str(folder / "image.nrrd"),
        mask=str(folder / "mask.nrrd"),
        segment="",
        partner="",
        partner_mask="",
        confirmed=False,
        profile=DEFAULT_PROFILE.as_json(),
        perturbations=3,
        perturbation=PerturbationSettings(in_plane=True).as_json(),
        results=str(folder),
        timeout_s=60.0,
        memory_gb=4.0,
        library=library_version(),
    )
    outcome = compute_unit(unit)
    assert outcome.status == "computed", outcome.reason
    return read_result(folder, outcome.key)


def test_every_storage_order_gives_the_same_row(tmp_path):
    given = patient("anisotropic")
    expected = measure(tmp_path / "first", given)
    for number in range(5, 48, 9):
        found = measure(tmp_path / str(number), store(given, *ORDERS[number]))
        for key in ("pixel_hash", "acquisition", "spacing_mm", "voxels", "warnings", "thumbnail"):
            assert found[key] == expected[key], key
        # summed over voxels in one raster order, so to the last bit
        assert found["features"] == expected["features"]
        assert found["perturbed"] == expected["perturbed"]
    brighter = patient("anisotropic", "portal")
    assert measure(tmp_path / "other", brighter)["pixel_hash"] != expected["pixel_hash"]
