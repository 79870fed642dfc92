import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.presenter.patient.inputs import Inputs, told_apart
from PCRPredictorLib.presenter.patient.phase_guess import guess_pair, guess_phase
from PCRPredictorLib.presenter.patient.state import PHASES, Choices, PhaseChoice, choices_from_json


@pytest.mark.parametrize(
    ("description", "phase"),
    [
        ("5: Liver Arterial 1.25mm", "arterial"),
        ("ABD LATE ART", "arterial"),
        ("art_thin", "arterial"),
        ("动脉期", "arterial"),
        ("Portal Venous 2.0 B30f", "portal"),
        ("abdomen PVP", "portal"),
        ("Abdomen venös 3.0", "portal"),
        ("门静脉期", "portal"),
        ("CT_PV", "portal"),
        ("Smart MAR", None),
        ("Party cart", None),
        ("arterial + portal venous", None),
        ("delayed venous", None),
        ("equilibrium", None),
        ("native before arterial", None),
        ("topogram", None),
        ("AP", None),
        ("", None),
    ],
)
def test_phase_is_guessed_only_where_the_description_says_it(description, phase):
    assert guess_phase(description) == phase


def test_two_series_of_one_phase_leave_the_choice_to_the_user():
    assert guess_pair({"a": "arterial thin", "b": "arterial thick", "c": "portal"}) == {"portal": "c"}


def test_guess_is_made_shown_and_confirmed(source):
    inputs = Inputs(source)
    heard = []
    inputs.changed.connect(lambda: heard.append(inputs.of("arterial")))
    inputs.refresh()
    assert inputs.of("arterial") == PhaseChoice("v1", "s1", "t1")
    assert inputs.of("portal") == PhaseChoice("v2", "s2", None)
    assert inputs.guessed == inputs.proposed == {"arterial", "portal"}
    inputs.confirm("arterial")
    inputs.confirm("arterial")
    inputs.choose_volume("portal", "v2")
    assert inputs.guessed == set()
    assert inputs.proposed == {"portal"}
    assert len(heard) == 3


def test_the_users_choice_is_never_overruled(source):
    inputs = Inputs(source)
    inputs.choose_volume("arterial", "v2")
    inputs.refresh()
    assert inputs.of("arterial").volume == "v2"
    assert inputs.of("portal").volume is None


def test_a_sole_segment_is_chosen_and_several_are_not(source):
    inputs = Inputs(source)
    inputs.choose_segmentation("arterial", "s1")
    inputs.choose_segmentation("portal", "s2")
    assert inputs.of("arterial").segment == "t1"
    assert inputs.of("portal").segment is None
    inputs.choose_segment("portal", "t3")
    assert inputs.of("portal") == PhaseChoice(None, "s2", "t3")
    inputs.choose_segmentation("portal", None)
    assert inputs.of("portal") == PhaseChoice()


def test_what_is_gone_is_dropped(source):
    inputs = Inputs(source)
    inputs.restore(PhaseChoice("v1", "s1", "t1"), PhaseChoice("v2", "s2", "t3"))
    assert inputs.of("portal") == PhaseChoice("v2", "s2", "t3")
    del source.names["v1"], source.contours["s1"], source.contours["s2"]["t3"]
    heard = []
    inputs.changed.connect(lambda: heard.append(1))
    inputs.refresh()
    assert inputs.of("arterial") == PhaseChoice()
    assert inputs.of("portal") == PhaseChoice("v2", "s2", None), "the segment that is left is never scored unasked"
    inputs.refresh()
    assert heard == [1]


def test_restoring_drops_what_the_scene_no_longer_holds(source):
    inputs = Inputs(source)
    inputs.restore(PhaseChoice("gone", "gone", "gone"), PhaseChoice("v2", "s2", "gone"))
    assert inputs.of("arterial") == PhaseChoice()
    assert inputs.of("portal") == PhaseChoice("v2", "s2", None)


def test_choices_survive_json():
    choices = Choices(PhaseChoice("a", "b", "c"), PhaseChoice("d"), "m", "c.json", {"AFP": 12.5}, True)
    assert choices_from_json(choices.as_json()) == choices
    assert choices.arterial.complete
    assert not choices.portal.complete


@pytest.mark.parametrize(
    "content", [None, {}, {"arterial": {}, "portal": {"x": 1}}, {"arterial": {}, "portal": {}, "y": 2}]
)
def test_foreign_choices_are_refused(content):
    with pytest.raises(InputError, match="saved choices cannot be read"):
        choices_from_json(content)


def test_the_contour_drawn_on_a_chosen_volume_is_proposed_with_its_only_segment(source):
    inputs = Inputs(source)
    inputs.choose_volume("arterial", "v2")
    assert inputs.of("arterial") == PhaseChoice("v2", "s2", None), "of two segments the user chooses"
    assert inputs.proposed == {"arterial"}
    inputs.choose_segment("arterial", "t3")
    assert inputs.proposed == set()


def test_a_proposed_contour_that_the_user_gave_up_is_not_proposed_again(source):
    inputs = Inputs(source)
    inputs.choose_volume("arterial", "v1")
    inputs.choose_segmentation("arterial", None)
    inputs.refresh()
    inputs.choose_volume("arterial", "v1")
    assert inputs.of("arterial") == PhaseChoice("v1")
    assert "arterial" not in inputs.proposed


def test_a_removed_contour_is_not_replaced_by_another_of_its_volume(source):
    source.drawn["s2"] = "v1"
    inputs = Inputs(source)
    inputs.choose_volume("arterial", "v1")
    inputs.choose_contour("arterial", "s1", "t1")
    inputs.choose_segmentation("arterial", None)
    del source.contours["s1"]
    inputs.refresh()
    assert inputs.of("arterial") == PhaseChoice("v1")
    inputs = Inputs(source)
    inputs.restore(PhaseChoice("v1", "s2", "t2"), PhaseChoice())
    del source.contours["s2"]
    source.contours["s3"], source.drawn["s3"] = {"t": "tumor"}, "v1"
    inputs.refresh()
    assert inputs.of("arterial") == PhaseChoice("v1")
    inputs.refresh()
    assert [inputs.of(phase) for phase in PHASES] == [PhaseChoice("v1"), PhaseChoice("v2")]


def test_a_contour_that_comes_after_a_volume_was_saved_without_one_is_proposed(source):
    del source.contours["s1"]
    inputs = Inputs(source)
    inputs.restore(PhaseChoice("v1"), PhaseChoice("v2", "s2", "t2"))
    inputs.refresh()
    assert inputs.of("arterial") == PhaseChoice("v1")
    source.contours["s1"] = {"t1": "tumor"}
    inputs.refresh()
    assert inputs.of("arterial") == PhaseChoice("v1", "s1", "t1")
    assert inputs.proposed == {"arterial"}


def test_a_contour_that_stays_on_another_volume_is_no_proposal_of_that(source):
    """It was taken because it was drawn on the former one; of the new one that would be said wrongly."""
    inputs = Inputs(source)
    inputs.choose_volume("arterial", "v1")
    assert inputs.proposed == {"arterial"}
    inputs.choose_volume("arterial", "v3")
    assert inputs.of("arterial") == PhaseChoice("v3", "s1", "t1")
    assert inputs.proposed == set()
    inputs.choose_volume("arterial", "v1")
    assert inputs.of("arterial") == PhaseChoice("v1", "s1", "t1")


def test_of_two_contours_drawn_on_one_volume_none_is_proposed(source):
    source.drawn["s2"] = "v1"
    inputs = Inputs(source)
    inputs.choose_volume("arterial", "v1")
    assert inputs.of("arterial") == PhaseChoice("v1")


def test_a_chosen_contour_is_never_replaced_and_serves_one_phase_only(source):
    inputs = Inputs(source)
    inputs.choose_contour("portal", "s1", "t1")
    inputs.choose_volume("arterial", "v1")
    assert inputs.of("arterial").segmentation is None
    inputs.choose_volume("portal", "v2")
    assert inputs.of("portal") == PhaseChoice("v2", "s1", "t1")


def test_a_saved_choice_without_contour_stays_so(source):
    inputs = Inputs(source)
    inputs.restore(PhaseChoice("v1"), PhaseChoice("v2"))
    assert inputs.of("arterial") == PhaseChoice("v1")


def test_segments_of_one_name_are_told_apart():
    names = {"t1": "tumor", "t2": "tumor", "v": "vessel"}
    assert told_apart(names) == {"t1": "tumor (t1)", "t2": "tumor (t2)", "v": "vessel"}


def test_a_segment_is_named_on_one_line_and_never_by_nothing():
    names = {"t1": "tumor\n left", "t2": "tumor left ", "e": " "}
    assert told_apart(names) == {"t1": "tumor left (t1)", "t2": "tumor left (t2)", "e": "e"}


def test_the_only_segment_that_is_coded_as_a_lesion_is_proposed(source):
    inputs = Inputs(source)
    source.coded = {"s2": {"t2"}}
    inputs.choose_segmentation("portal", "s2")
    assert (inputs.of("portal").segment, inputs.proposed) == ("t2", {"portal"})
    inputs.confirm("portal")
    assert inputs.proposed == set()
    source.coded = {"s2": {"t2", "t3"}}
    inputs.choose_segmentation("portal", "s2")
    assert (inputs.of("portal").segment, inputs.proposed) == (None, set())


def test_a_volume_that_goes_is_not_replaced_by_one_at_hand(source):
    source.names |= {"v4": "9: arterial, second examination", "v5": "portal, second examination"}
    inputs = Inputs(source)
    inputs.restore(PhaseChoice("v1", "s1", "t1"), PhaseChoice("v2", "s2", "t2"))
    del source.names["v2"]
    inputs.refresh()
    assert inputs.of("portal") == PhaseChoice(None, "s2", "t2")
    assert inputs.guessed == set()
    del source.names["v5"]
    source.names["v6"] = "portal, loaded again"
    inputs.refresh()
    assert (inputs.of("portal").volume, inputs.guessed) == ("v6", {"portal"})


def test_a_volume_that_the_user_takes_away_is_not_guessed_again(source):
    inputs = Inputs(source)
    inputs.refresh()
    inputs.choose_volume("portal", None)
    inputs.refresh()
    assert inputs.of("portal").volume is None


def test_another_scene_knows_nothing_of_the_ids_of_the_former(source):
    inputs = Inputs(source)
    inputs.choose_volume("arterial", "v1")
    assert inputs.of("arterial").segmentation == "s1"
    inputs.choose_volume("portal", None)
    inputs.restore(PhaseChoice(), PhaseChoice())
    inputs.refresh()
    assert [inputs.of(phase).volume for phase in ("arterial", "portal")] == ["v1", "v2"]
    assert inputs.of("arterial").segmentation == "s1"


def test_a_contour_is_known_to_be_of_a_volume_that_is_gone(source):
    inputs = Inputs(source)
    inputs.restore(PhaseChoice("v1", "s1", "t1"), PhaseChoice("v2", "s2", "t2"))
    source.contours |= {"s4": {"t4": "tumor"}}
    source.drawn["s4"] = "v3"
    inputs.refresh()
    del source.names["v1"], source.drawn["s1"]  # Slicer forgets the reference with the volume
    inputs.refresh()
    assert inputs.of("arterial") == PhaseChoice(None, "s1", "t1")
    assert inputs.drawn_on("s1") == "v1"
    inputs.choose_volume("arterial", "v3")
    assert inputs.of("arterial") == PhaseChoice("v3", "s4", "t4")
    assert inputs.proposed == {"arterial"}


def test_a_contour_that_becomes_free_goes_to_its_volume(source):
    inputs = Inputs(source)
    source.contours |= {"s4": {"t4": "tumor"}}
    source.drawn["s4"] = "v3"
    inputs.restore(PhaseChoice("v2"), PhaseChoice("v2", "s2", "t2"))
    inputs.refresh()
    assert inputs.of("arterial") == PhaseChoice("v2"), "the other phase's contour is in use"
    inputs.choose_volume("portal", "v3")
    assert inputs.of("portal") == PhaseChoice("v3", "s4", "t4")
    assert inputs.of("arterial") == PhaseChoice("v2", "s2", "t2")
    assert inputs.proposed == {"arterial", "portal"}


def second_examination(source):
    source.names |= {"v4": "first, second examination", "v5": "second, second examination"}
    source.contours |= {"s4": {"t4": "tumor"}, "s5": {"t5": "tumor"}}
    source.drawn |= {"s4": "v4", "s5": "v5"}


def test_the_contours_go_with_the_volumes_of_each_examination(source):
    second_examination(source)
    inputs = Inputs(source)
    inputs.restore(PhaseChoice("v1", "s1", "t1"), PhaseChoice("v2", "s2", "t3"))
    inputs.choose_volume("arterial", "v4")
    inputs.choose_volume("portal", "v5")
    assert inputs.of("arterial") == PhaseChoice("v4", "s4", "t4")
    assert inputs.of("portal") == PhaseChoice("v5", "s5", "t5")
    assert inputs.proposed == {"arterial", "portal"}
    inputs.choose_volume("arterial", "v1")
    inputs.choose_volume("portal", "v2")
    assert inputs.of("arterial") == PhaseChoice("v1", "s1", "t1")
    assert inputs.of("portal") == PhaseChoice("v2", "s2", "t3"), "the segment that was chosen before"


def test_a_contour_stays_where_the_new_volume_has_none_or_two(source):
    second_examination(source)
    source.drawn["s5"] = "v4"
    inputs = Inputs(source)
    inputs.restore(PhaseChoice("v1", "s1", "t1"), PhaseChoice())
    inputs.choose_volume("arterial", "v4")
    assert inputs.of("arterial") == PhaseChoice("v4", "s1", "t1")
    inputs.choose_volume("arterial", "v3")
    assert inputs.of("arterial") == PhaseChoice("v3", "s1", "t1")


def test_contours_follow_volumes_that_were_exchanged(source):
    inputs = Inputs(source)
    inputs.restore(PhaseChoice("v1", "s1", "t1"), PhaseChoice("v2", "s2", "t2"))
    inputs.choose_volume("arterial", "v2")
    assert inputs.of("arterial") == PhaseChoice("v2", "s1", "t1"), "the other phase's contour is in use"
    inputs.choose_volume("portal", "v1")
    assert inputs.of("arterial") == PhaseChoice("v2", "s2", "t2")
    assert inputs.of("portal") == PhaseChoice("v1", "s1", "t1")
    assert inputs.proposed == {"arterial", "portal"}


def test_a_contour_in_use_for_the_other_phase_comes_to_its_volume_once_it_is_free(source):
    second_examination(source)
    inputs = Inputs(source)
    inputs.restore(PhaseChoice("v1", "s1", "t1"), PhaseChoice("v2", "s2", "t3"))
    inputs.choose_contour("arterial", None, None)
    inputs.choose_volume("arterial", "v2")
    assert inputs.of("arterial") == PhaseChoice("v2"), "the other phase's contour is in use"
    inputs.choose_volume("portal", "v5")
    assert inputs.of("arterial") == PhaseChoice("v2", "s2", "t3")
    assert inputs.proposed == {"arterial", "portal"}


def test_a_contour_that_was_given_up_does_not_come_again_with_its_volume(source):
    inputs = Inputs(source)
    inputs.choose_volume("arterial", "v1")
    inputs.choose_segmentation("arterial", None)
    inputs.choose_volume("arterial", "v3")
    inputs.choose_volume("arterial", "v1")
    assert inputs.of("arterial") == PhaseChoice("v1")


def test_a_contour_comes_back_without_the_segment_that_was_removed_meanwhile(source):
    source.names |= {"v4": "9: arterial, second examination"}
    inputs = Inputs(source)
    inputs.restore(PhaseChoice("v1"), PhaseChoice("v2", "s2", "t3"))
    inputs.choose_volume("portal", "v4")
    inputs.choose_contour("portal", None, None)
    del source.contours["s2"]["t3"]
    inputs.choose_volume("portal", "v2")
    assert inputs.of("portal") == PhaseChoice("v2", "s2", None), "t2 is the only one left, but nobody chose it"
