"""Which phase a series description names, in the languages of the scanners at hand."""

import pytest
from PCRPredictorLib.imaging.phase_guess import guess_phase, names_other_phase


@pytest.mark.parametrize(
    ("description", "phase"),
    [
        ("Late arterial", "arterial"),
        ("ABD ART 1.25", "arterial"),
        ("pre TACE arterial", "arterial"),
        ("Liver pre-op portal venous", "portal"),
        ("ＡＲＴ", "arterial"),
        ("Tps artériel", "arterial"),
        ("Tps arte\N{COMBINING ACUTE ACCENT}riel", "arterial"),
        ("动脉期", "arterial"),
        ("動脈期", "arterial"),
        ("後期動脈相", "arterial"),
        ("동맥기", "arterial"),
        ("Leber portalvenös", "portal"),
        ("PORTALE", "portal"),
        ("门脉期", "portal"),
        ("静脉期 1.0mm", "portal"),
        ("門靜脈期", "portal"),
        ("門脈相", "portal"),
        ("문맥기", "portal"),
        ("정맥기", "portal"),
    ],
)
def test_phases_are_known_by_their_words(description, phase):
    assert guess_phase(description) == phase
    assert not names_other_phase(description)


@pytest.mark.parametrize(
    "description",
    [
        "平扫",
        "延迟期",
        "平衡相",
        "単純",
        "遅延相",
        "지연기",
        "평형기",
        "조영 전",
        "Sans injection",
        "SIN CONTRASTE",
        "Tardif",
        "Recon 2: PRE LIVER",
        "PRE",
        "pre-contrast",
    ],
)
def test_other_phases_are_known_by_their_words(description):
    assert names_other_phase(description)
    assert guess_phase(description) is None


@pytest.mark.parametrize(
    "description", ["pre TACE liver", "Liver pre-treatment", "PRE OP", "Prelim", "LIVER 3 PHASE (AP)"]
)
def test_a_description_that_tells_no_phase(description):
    """When the patient was examined is no phase of contrast, and the number of phases names none."""
    assert not names_other_phase(description)
    assert guess_phase(description) is None
