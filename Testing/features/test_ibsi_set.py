"""The IBSI set: the reference values of the initiative's digital phantom, and what every set owes its caller.

The phantom (CC BY 4.0, https://github.com/theibsi/data_sets) is written out here. The frozen table holds the reference
values of the manual (https://github.com/theibsi/ibsi-doc at b952e71, docs/03_Image_features.rst), 3D matrices merged
over the directions, with the tolerances that it states.
"""

import csv
import sys
from pathlib import Path

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.features import IbsiProfile, default_profile, extract, feature_names
from PCRPredictorLib.features.feature_sets import library_of
from PCRPredictorLib.features.ibsi_set import measure_ibsi
from PCRPredictorLib.imaging import Geometry, Mask, PhaseImage
from PCRPredictorLib.optional import MissingPackage

from Testing.promises.failing_disk import limit_file_size

REFERENCE = Path(__file__).with_name("ibsi_digital_phantom.csv")
LEVELS = (
    ("14411", "14611", "41641", "44641"),
    ("14411", "11611", "11311", "44611"),
    ("14411", "11111", "11911", "11611"),
    ("14411", "11111", "11111", "11611"),
)
INSIDE = (
    ("11111", "11111", "11111", "11111"),
    ("11111", "11111", "01111", "11111"),
    ("11100", "11111", "11011", "11111"),
    ("11100", "11111", "11111", "11111"),
)


def grid(rows):
    return np.array([[[int(cell) for cell in row] for row in plane] for plane in rows])


@pytest.fixture(scope="module")
def mirp():
    return pytest.importorskip("mirp", reason="the optional extra 'ibsi' is not installed")


@pytest.fixture(scope="module")
def phantom():
    geometry = Geometry((4, 4, 5), (2.0, 2.0, 2.0))
    return PhaseImage(grid(LEVELS).astype(np.int16), geometry), Mask(grid(INSIDE).astype(bool), geometry)


@pytest.fixture(scope="module")
def lesion():
    rng = np.random.default_rng(18)
    array = rng.integers(20, 160, (9, 22, 22)).astype(np.int16)
    mask = np.zeros(array.shape, dtype=bool)
    mask[2:7, 5:16, 6:18] = True
    geometry = Geometry(array.shape, (0.8, 0.8, 2.5))
    return PhaseImage(array, geometry), Mask(mask, geometry)


def test_every_reference_value_of_the_digital_phantom(mirp, phantom, ibsi_allowance):
    profile = IbsiProfile(name="digital phantom", bin_width=1, lowest=1)
    found = measure_ibsi(*phantom, profile, feature_names(profile))
    rows = list(csv.DictReader(REFERENCE.open(encoding="utf-8")))
    assert len(rows) == 169
    wrong = [
        (row["feature"], row["ibsi_name"], row["value"], found[row["feature"]])
        for row in rows
        if abs(found[row["feature"]] - float(row["value"])) > ibsi_allowance(row)
    ]
    assert wrong == []
    # The manual prints no reference of these: fractions of 25, 50 and 75 %.
    assert set(found) - {row["feature"] for row in rows} == {name for name in found if "ivh" in name} - {
        row["feature"] for row in rows
    }


def test_all_names_in_order_and_values_by_hand_on_unequal_spacing(mirp, lesion):
    image, mask = lesion
    profile = default_profile("ibsi")
    found = extract(image, mask, profile).features
    values = image.array[mask.array].astype(float)
    assert tuple(found) == feature_names(profile)
    assert len(found) == 177
    assert found["stat_mean"] == pytest.approx(values.mean(), rel=1e-6)
    assert found["stat_var"] == pytest.approx(values.var(), rel=1e-5)
    assert found["morph_vol_approx"] == pytest.approx(values.size * 1.6, rel=1e-6)
    assert found["ih_max"] == np.floor((values.max() + 1000) / 25) + 1
    assert library_of(profile) == {"mirp": mirp_version()}


def mirp_version():
    from importlib.metadata import version

    return version("mirp")


def test_only_what_is_asked(mirp, lesion):
    found = extract(*lesion, default_profile("ibsi"), only=["stat_median", "stat_max"]).features
    image, mask = lesion
    values = image.array[mask.array]
    assert found == {"stat_median": float(np.median(values)), "stat_max": float(values.max())}


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"bin_width": 1e-3}, r"A bin width of 0\.001 from -1000 HU gives the mask 1\.16e\+06 grey levels"),
        ({"lowest": 500}, "No voxel of the mask in the image reaches 500 HU"),
        ({"lowest": -50, "highest": 10}, "No voxel of the mask in the image lies between -50 and 10 HU"),
    ],
)
def test_grey_levels_that_do_not_fit_are_refused(settings, words, lesion):
    with pytest.raises(InputError, match=words):
        extract(*lesion, IbsiProfile(name="odd", **settings))


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"lowest": "air"}, "lowest is 'air'; it must be a number of HU"),
        ({"highest": True}, "highest is True; it must be a number of HU"),
        ({"highest": float("nan")}, "highest is nan; it must be a number of HU"),
        ({"lowest": 40, "highest": 40}, "highest is 40 HU and lowest 40 HU; no voxel lies between"),
    ],
)
def test_limits_that_are_no_numbers_or_hold_nothing_are_refused(settings, words):
    with pytest.raises(InputError, match=words):
        IbsiProfile(**settings)


def test_voxels_beyond_the_limits_are_left_out_of_all_but_the_shape(mirp, lesion):
    image, mask = lesion
    profile = IbsiProfile(name="limits", lowest=40, highest=120)
    found = extract(image, mask, profile, only=["stat_min", "stat_max", "stat_mean", "morph_vol_approx"]).features
    values = image.array[mask.array].astype(float)
    between = values[(values >= 40) & (values <= 120)]
    assert (found["stat_min"], found["stat_max"]) == (between.min(), between.max())
    assert found["stat_mean"] == pytest.approx(between.mean(), rel=1e-6)
    assert found["morph_vol_approx"] == pytest.approx(values.size * 1.6, rel=1e-6)
    assert profile.hash != IbsiProfile(lowest=40).hash


def test_without_the_package_the_sentence_says_how_to_get_it(lesion, monkeypatch):
    for name in [name for name in sys.modules if name.partition(".")[0] == "mirp"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "mirp", None)
    with pytest.raises(MissingPackage, match=r"pip install mirp .*'\.\[ibsi\]'"):
        extract(*lesion, default_profile("ibsi"))


def test_a_full_place_of_temporary_files_changes_no_value(mirp, lesion) -> None:
    """ITK's writer of NIfTI said nothing of a file that was cut off, and its reader took the rest for zeros."""
    pytest.importorskip("resource", reason="the system sets no limit to the size of files")
    profile = default_profile("ibsi")
    names = ("stat_mean", "ih_entropy")
    whole = extract(*lesion, profile, only=names).features
    found, said = [], []
    for room in range(0, 12000, 400):
        limit_file_size(room)
        try:
            found.append(extract(*lesion, profile, only=names).features)
        except InputError as error:
            said.append(str(error))
        finally:
            limit_file_size(None)
    assert all("; free space" in sentence for sentence in said)
    assert len(said) > 5
    assert found
    assert all(features == whole for features in found)


def test_nothing_is_warned_of_that_only_the_ak_set_has(mirp, phantom):
    """The phantom is 5 x 4 voxels in plane; no IBSI feature compares voxels 7 apart."""
    found = extract(*phantom, IbsiProfile(bin_width=1, lowest=1), only=["stat_mean"])
    assert "roi-touches-border" in {notice.code for notice in found.warnings}
    assert "narrow-lesion" not in {notice.code for notice in found.warnings}
