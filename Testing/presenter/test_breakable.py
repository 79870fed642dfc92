import pytest
from PCRPredictorLib.presenter.breakable import BREAK, LONGEST, breakable


@pytest.mark.parametrize(
    "text", ["", "Predict again.", "a" * LONGEST, "two words " * 20, "<li style='margin-left: -20px'>"]
)
def test_what_fits_stays_as_it_is(text):
    assert breakable(text) == text


@pytest.mark.parametrize("word", ["1.3.6.1.4.1.14519.5.2.1.1706.8374.643249677828306008300337414785", "z" * 200])
def test_a_long_name_can_be_broken_everywhere_and_reads_the_same(word):
    text = breakable(f"'{word}' is no volume")
    assert text.replace(BREAK, "") == f"'{word}' is no volume"
    assert max(len(piece) for piece in text.replace(BREAK, " ").split()) <= LONGEST
    assert breakable(text) == text


def test_markup_is_never_broken():
    escaped = "&lt;" * 30 + "&#x27;" * 10
    assert breakable(escaped) == escaped


def test_a_number_keeps_its_percent_sign():
    assert breakable("the cut-off (21 %), 17 % to 38 %.") == "the cut-off (21\N{NO-BREAK SPACE}%), " + (
        "17\N{NO-BREAK SPACE}% to 38\N{NO-BREAK SPACE}%."
    )
    assert breakable("a % sign") == "a % sign"


def test_a_name_cannot_turn_the_direction_of_the_sentence_it_stands_in():
    turned = "'liver\N{RIGHT-TO-LEFT OVERRIDE}' and '\N{RIGHT-TO-LEFT ISOLATE}tumor' are empty"
    assert breakable(turned) == "'liver' and 'tumor' are empty"
    assert breakable("\N{HEBREW LETTER ALEF}\N{HEBREW LETTER BET}") == "\N{HEBREW LETTER ALEF}\N{HEBREW LETTER BET}"
