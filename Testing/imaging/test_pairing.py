"""Two phases must be two images of one examination, in the right order."""

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.imaging import Acquisition, Geometry, Mask, PhaseImage
from PCRPredictorLib.imaging.pairing import check_pair, drawn_on_other, name_contradictions


def phase(seed, shape=(4, 5, 6), source="", content_hash="", **acquisition):
    values = np.random.default_rng(seed).normal(60, 20, shape)
    return PhaseImage(values, Geometry(shape), Acquisition(**acquisition), source or f"{seed}.nrrd", content_hash)


def test_two_different_images_pass_on_different_grids():
    assert check_pair(phase(1), phase(2, (7, 8, 9))) == ()


@pytest.mark.parametrize("value", [60.0, np.nan])
def test_equal_pixels_are_refused(value):
    first = phase(1)
    first.array[0, 0, 0] = value
    second = replace(first, array=first.array.copy(), source="copy.nrrd", content_hash="b")
    with pytest.raises(InputError, match=r"1\.nrrd and copy\.nrrd are the same image"):
        check_pair(first, second)


def test_images_are_compared_no_further_than_to_where_they_differ():
    large = (60, 100, 100)
    first, second = phase(1, large), phase(2, large)
    tracemalloc.start()
    assert check_pair(first, second) == ()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < first.array.nbytes / 10, "one plane at a time, and not the next"


def test_the_last_voxel_tells_two_images_apart():
    first = phase(1)
    array = first.array.copy()
    array[-1, -1, -1] += 1
    assert check_pair(first, replace(first, array=array)) == ()


def test_equal_pixels_of_different_type_are_refused():
    first = phase(1)
    whole = replace(first, array=np.round(first.array))
    with pytest.raises(InputError, match="the same image"):
        check_pair(whole, replace(whole, array=whole.array.astype(np.int16)))


def test_one_different_voxel_is_another_image():
    first = phase(1)
    array = first.array.copy()
    array[0, 0, 0] += 1
    assert check_pair(first, replace(first, array=array)) == ()


def test_equal_hashes_are_refused():
    with pytest.raises(InputError, match="the same image"):
        check_pair(phase(1, content_hash="abc"), phase(2, content_hash="abc"))


def test_different_patients_are_refused_without_their_names():
    with pytest.raises(InputError, match="different patients") as error:
        check_pair(phase(1, patient_key="k1"), phase(2, patient_key="k2"))
    assert "k1" not in str(error.value)


def test_names_tell_patients_apart_where_an_identifier_is_missing():
    with pytest.raises(InputError, match="different patients"):
        check_pair(phase(1, patient_key="k1", name_key="n1"), phase(2, name_key="n2"))
    assert check_pair(phase(1, patient_key="k1", name_key="n1"), phase(2, name_key="n1")) == ()


def test_two_names_under_one_identifier_are_told():
    pair = phase(1, patient_key="k", name_key="n1"), phase(2, patient_key="k", name_key="n2")
    (notice,) = check_pair(*pair)
    assert notice.code == "different-names"


def test_acquisitions_of_two_days_are_refused_whatever_the_study_date():
    earlier, later = "1994-01-02T10:15:00", "1995-01-02T10:15:40"
    with pytest.raises(InputError, match=r"1\.nrrd and 2\.nrrd were acquired 8760 hours apart"):
        check_pair(
            phase(1, acquisition_time=earlier, study_date="19940102"),
            phase(2, acquisition_time=later, study_date="19940102"),
        )
    with pytest.raises(InputError, match="8760 hours apart"):
        check_pair(phase(1, acquisition_time=later), phase(2, acquisition_time=earlier))


@pytest.mark.parametrize(("portal", "told"), [("10:24:59", False), ("12:15:00", True)])
def test_phases_too_long_apart_for_one_injection_are_told(portal, told):
    notices = check_pair(phase(1, acquisition_time="10:15:00"), phase(2, acquisition_time=portal))
    assert [notice.code for notice in notices] == ["phases-far-apart"] * told
    if told:
        assert "120 minutes apart" in notices[0].message


def test_different_study_dates_are_refused():
    with pytest.raises(InputError, match="31 days apart"):
        check_pair(phase(1, study_date="20200101"), phase(2, study_date="20200201"))


@pytest.mark.parametrize(("first", "second"), [("20200101", None), ("", "20200101"), ("20200101", "unknown")])
def test_unknown_date_is_no_difference(first, second):
    assert check_pair(phase(1, study_date=first), phase(2, study_date=second)) == ()


def test_wrong_order_is_refused():
    early, late = "2020-01-02T10:15:00", "2020-01-02T10:15:35"
    assert check_pair(phase(1, acquisition_time=early), phase(2, acquisition_time=late)) == ()
    with pytest.raises(InputError, match=r"1\.nrrd, given as portal phase, was acquired 35 s before 2\.nrrd"):
        check_pair(phase(2, acquisition_time=late), phase(1, acquisition_time=early))


def test_order_over_midnight_is_right():
    check_pair(phase(1, acquisition_time="2020-01-02T23:59:50"), phase(2, acquisition_time="2020-01-03T00:00:20"))


@pytest.mark.parametrize(("first", "second"), [("10:15:00", "10:15:35"), ("23:59:50", "00:00:20")])
def test_times_without_a_date_tell_the_order(first, second):
    arterial, portal = phase(1, acquisition_time=first), phase(2, acquisition_time=second)
    assert check_pair(arterial, portal) == ()
    with pytest.raises(InputError, match=r"acquired 3[05] s before"):
        check_pair(portal, arterial)


@pytest.mark.parametrize("unknown", [None, "10:14:00", "nonsense"])
def test_unknown_time_says_nothing(unknown):
    pair = phase(1, acquisition_time="2020-01-02T10:15:00"), phase(2, acquisition_time=unknown)
    assert check_pair(*pair) == ()
    assert check_pair(*reversed(pair)) == ()


def test_two_studies_of_one_day_are_told():
    day = "20200101"
    (notice,) = check_pair(phase(1, study_key="a", study_date=day), phase(2, study_key="b", study_date=day))
    assert notice.code == "different-studies"


def test_two_images_of_one_moment_are_told():
    moment = "2020-01-02T10:15:00"
    (notice,) = check_pair(phase(1, acquisition_time=moment), phase(2, acquisition_time=moment))
    assert notice.code == "same-acquisition-time"


def test_a_real_phase_beside_a_simulated_one_is_told():
    (notice,) = check_pair(phase(1, simulated=True), phase(2))
    assert notice.code == "mixed-simulated"
    assert notice.message.startswith("Only the arterial phase is marked as simulated")


@pytest.mark.parametrize(
    ("arterial", "portal", "codes"),
    [
        ({"series_description": "5: Portal venous"}, {"series_description": "6: arterial"}, ["named-otherwise"] * 2),
        ({"source": "/data/case1/portal.nrrd"}, {}, ["named-otherwise"]),
        ({}, {"series_description": "Abdomen delayed"}, ["named-otherwise"]),
        ({"source": "alternative_plain_scan.nrrd"}, {"source": "explained_without.nrrd"}, []),
        ({"source": "arterial.nrrd"}, {"source": "portal.nrrd"}, []),
        ({"series_description": "LIVER", "source": "/x/portal"}, {}, ["named-otherwise"]),
        ({"patient_key": "a"}, {"patient_key": "b"}, ["different-patients"]),
        ({"study_date": "20200101"}, {"study_date": "20200105"}, ["different-examinations"]),
        ({"study_date": "202011"}, {"study_date": "20201101"}, []),
        ({"acquisition_time": "10:15:40"}, {"acquisition_time": "10:15:00"}, ["portal-before-arterial"]),
    ],
)
def test_a_contradiction_is_refused_and_once_confirmed_told_with_the_result(arterial, portal, codes):
    pair = phase(1, **arterial), phase(2, **portal)
    if codes:
        with pytest.raises(InputError, match="confirm the phases where they are right"):
            check_pair(*pair)
    else:
        assert check_pair(*pair) == ()
    notices = check_pair(*pair, confirmed=True)
    assert [notice.code for notice in notices] == codes
    for notice in notices:
        assert notice.message.startswith("Confirmed by the user")
        assert "/" not in notice.message
        assert "nrrd" not in notice.message


def test_the_same_image_twice_is_refused_whatever_was_confirmed():
    image = phase(1)
    with pytest.raises(InputError, match="the same image"):
        check_pair(image, image, confirmed=True)


def contour(shape, source="the segment 'tumor'", content_hash=""):
    return Mask(np.ones(shape, bool), Geometry(shape), source, content_hash=content_hash)


def test_a_contour_on_the_other_phases_grid_is_a_contradiction():
    pair = phase(1), phase(2, (7, 8, 9))
    with pytest.raises(
        InputError, match=r"contour given for the arterial phase was drawn on 2\.nrrd; give the contour"
    ):
        check_pair(*pair, (contour((7, 8, 9)), contour((7, 8, 9))))
    found = check_pair(*pair, (contour((7, 8, 9)), contour((4, 5, 6))), confirmed=True)
    assert [notice.code for notice in found] == ["contour-of-other-phase"] * 2
    # a grid of its own says nothing, and one grid for both phases neither
    assert check_pair(*pair, (contour((3, 3, 3)), contour((7, 8, 9)))) == ()
    assert check_pair(phase(1), phase(2), (contour((4, 5, 6)), contour((4, 5, 6)))) == ()


def test_a_contour_file_named_for_the_other_phase_is_a_contradiction_and_a_segments_name_is_none():
    pair, right = (phase(1), phase(2)), contour((4, 5, 6))
    with pytest.raises(InputError, match=r"The contour of 1\.nrrd, given as arterial phase, has a name of the portal"):
        check_pair(*pair, (contour((4, 5, 6), "/x/portal_mask.nrrd", "hash"), right))
    both = contour((4, 5, 6), "/x/portal_masks.nrrd", "hash")
    assert check_pair(*pair, (both, both)) == ()
    assert check_pair(*pair, (contour((4, 5, 6), "the segment 'portal vein thrombus'"), right)) == ()


def test_what_the_caller_found_counts_once():
    found = name_contradictions(("portal", ""))
    pair = phase(1, source="portal.nrrd"), phase(2)
    assert len(check_pair(*pair, confirmed=True, more=(*found, drawn_on_other("arterial", "{portal}")))) == 2
    with pytest.raises(InputError, match="drawn on 2"):
        check_pair(phase(1), phase(2), more=(drawn_on_other("arterial", "{portal}"),))
