"""Which phase a series description names, in the languages of the scanners at hand."""

import pytest
from PCRPredictorLib.imaging.phase_guess import guess_phase, names_other_phase


@pytest.mark.parametrize(
    ("description", "phase"),
    [
        ("Late arterial", "arterial"),
        ("ABD ART 1.25", "arterial"),
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
    ],
)
def test_other_phases_are_known_by_their_words(description):
    assert names_other_phase(description)
    assert guess_phase(description) is None
