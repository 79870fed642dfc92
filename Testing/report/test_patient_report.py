"""The page says what the prediction says, and nothing that it must not."""

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
from PCRPredictorLib.errors import InputError, Notice
from PCRPredictorLib.models.contour_spread import ContourSpread
from PCRPredictorLib.models.contribution import Contribution
from PCRPredictorLib.report.patient.patient_report import write_patient_report

VOID = {"meta", "br", "link", "img", "input", "hr"}
HOSTILE = "<script>alert(\"x\")</script> & 'Tumor'"


class WellFormed(HTMLParser):
    """Checks that every element closes in order; collects ids, links and visible text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[str] = []
        self.references: list[str] = []
        self.ids: list[str] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        named = dict(attributes)
        self.references += [named[key] for key in ("src", "href", "xlink:href", "action", "data") if key in named]
        self.ids += [named["id"]] if "id" in named else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not {"style", "svg"} & set(self.open):
            self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.words))


def drawings(page: str) -> list[ElementTree.Element]:
    return [ElementTree.fromstring(found) for found in re.findall(r"<svg.*?</svg>", page, re.DOTALL)]


def exact_numbers(page: str) -> list[float]:
    return [float(found) for found in re.findall(r'<data value="([^"]+)">', page)]


def test_every_number_of_the_prediction_is_in_the_page_to_the_last_bit(case):
    prediction = case.prediction
    found = exact_numbers(case.page())
    assert found[:2] == [prediction.probability, prediction.cutoff]
    by_size = [prediction.contributions[1], prediction.contributions[0], prediction.contributions[2]]
    expected = [
        number for term in by_size for number in (term.value, term.standardized, term.coefficient, term.contribution)
    ]
    assert found[2:-2] == expected
    assert found[-2:] == [-0.5, prediction.linear_predictor]


def test_shown_numbers_are_the_rounded_ones(case):
    """p = 1 / (1 + exp(1.6)) = 0.16798, worked by hand: -0.5 + 0.5 - 1.5 - 0.1 = -1.6."""
    text = WellFormed(case.page()).text
    assert "Below the model's cut-off (21 %)" in text
    assert "17 %Research use only" in text
    assert "Probability 0.1680, cut-off 0.2109." in text
    for shown in ("0.53125", "123457", "0.00123456", "−1.500", "+0.500", "−0.100", "−1.600"):
        assert shown in text


def test_a_cut_off_of_a_calibration_is_the_sites(case):
    provenance = case.prediction.provenance | {"calibration_hash": "12" * 32}
    assert "Below your site's cut-off (21 %)" in WellFormed(case.with_prediction(provenance=provenance).page()).text


def test_probability_just_under_the_cut_off_looks_different_from_it(case):
    text = WellFormed(case.with_prediction(probability=0.2108999).page()).text
    assert "Probability 0.2108999, cut-off 0.2109000." in text
    assert "cut-off (21.09000 %)" in text
    assert "21.08999 %" in text


@pytest.mark.parametrize("call", ["no cut-off", "outside"])
def test_without_cut_off_no_mark(case, call):
    assert "cutoff-mark" in case.page()
    without = case.with_prediction(cutoff=0.2109 if call == "outside" else None, call=call).page()
    assert "cutoff-mark" not in without
    assert "0.2109 (the paper's own scale)" in WellFormed(without).text


def test_each_feature_is_read_in_words_with_its_own_name_beside(case):
    text = WellFormed(case.page()).text
    assert "Arterial: correlation, 4 voxels, diagonal, down to the left" in text
    assert "A308 Correlation_angle135_offset4" in text
    assert "High where dark patches of one gray value are large. Here it lowers the probability." in text


def test_a_model_of_its_own_scale_is_named_where_no_calibration_is(case):
    text = WellFormed(replace(case.with_prediction(cutoff=None, call="no cut-off"), calibration=None).page()).text
    assert "this model has no valid cut-off" in text
    assert "none; intercept and scaling are the model's own" in text


def test_the_statistics_of_an_unreliable_calibration_are_folded_away(case):
    page = case.with_prediction(warnings=(Notice("slope-unlike-cohort", "The slope is 0.13 of 1."),)).page()
    assert re.search(r"<details><summary>details</summary><p>The slope is 0.13 of 1.</p></details>", page)
    assert page.count("The slope is 0.13 of 1.") == 1
    assert "This calibration&#x27;s probabilities are unreliable." in page


@pytest.mark.parametrize("part", ["prediction", "image", "contour", "model", "calibration"])
def test_banner_where_anything_is_simulated(case, phase_maker, part):
    assert "SIMULATED" not in case.page()
    if part == "prediction":
        case = case.with_prediction(simulated=True)
    elif part in ("image", "contour"):
        image, mask = phase_maker(simulated=True)
        case = replace(case, portal=image) if part == "image" else replace(case, portal_mask=mask)
    else:
        case = replace(case, **{part: replace(getattr(case, part), simulated=True)})
    text = WellFormed(case.page()).text
    assert text.count("SIMULATED") == 1
    assert (part if part != "prediction" else "an input") in text[text.index("SIMULATED") : text.index("real patient")]


def test_whatever_a_user_typed_is_escaped(case, phase_maker):
    image, mask = phase_maker(segment=HOSTILE)
    case = replace(case, arterial=image, arterial_mask=mask)
    term = replace(case.prediction.contributions[0], name=HOSTILE, label="<b>")
    case = case.with_prediction(
        contributions=(term,),
        warnings=(Notice("<i>", HOSTILE),),
        provenance={HOSTILE: {"inner": [HOSTILE]}},
    )
    case = replace(case, model=replace(case.model, name=HOSTILE, source=HOSTILE, cutoff_meaning=HOSTILE))
    page = case.page()
    checked = WellFormed(page)
    assert not {"script", "b", "i"} & set(checked.tags)
    assert checked.text.count(HOSTILE) >= 7
    assert len(drawings(page)) == 8


def test_nothing_is_fetched_and_no_file_name_shown(case):
    page = case.page()
    checked = WellFormed(page)
    assert "http:" not in page
    assert "https:" not in page
    assert "url(#" in page
    assert re.findall(r"url\((?!#lowers\))", page) == []
    assert "@import" not in page
    assert not {"script", "link", "iframe"} & set(checked.tags)
    assert checked.references
    assert all(reference.startswith(("data:image/png;base64,", "#")) for reference in checked.references)
    assert "Doe^Jane" not in page


def test_drawings_are_xml_with_unique_ids_title_and_description(case):
    page = case.page()
    found = drawings(page)
    assert len(found) == 8
    for drawing in found:
        assert drawing.get("role") == "img"
        title, description = drawing.get("aria-labelledby").split()
        assert drawing.find(f"title[@id='{title}']").text
        assert drawing.find(f"desc[@id='{description}']").text
    ids = WellFormed(page).ids
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("probability", "shown", "precise"), [(1e-9, "< 0.1 %", "1 × 10⁻⁹"), (0.9999, "> 99.9 %", "0.9999")]
)
@pytest.mark.parametrize("cutoff", [None, 0.2109, 0.001, 0.999])
def test_extremes_stay_inside_the_drawings(case, probability, shown, precise, cutoff):
    total = float(np.log(probability / (1 - probability)))
    name = "A_very_long_name_" * 12
    terms = tuple(Contribution(f"C{number}", name, None, -1e12, 0.0, 0.0, 0.0) for number in range(12))
    case = case.with_prediction(
        probability=probability,
        linear_predictor=total,
        intercept=total,
        cutoff=cutoff,
        call="no cut-off" if cutoff is None else "above",
        contributions=terms,
        warnings=tuple(Notice("many", f"Warning number {number}.") for number in range(12)),
    )
    page = case.page()
    text = WellFormed(page).text
    assert shown in text
    assert f"Probability {precise}" in text
    assert "Warnings (13)" in text, "twelve, and that nothing is known of the cohort"
    assert all(f"Warning number {number}." in text for number in range(12))
    assert text.count(name) >= 12
    for drawing in drawings(page):
        width, height = (float(part) for part in drawing.get("viewBox").split()[2:])
        for shape in drawing.iter():
            assert all(-0.01 <= float(shape.get(key, 0)) <= width for key in ("x1", "x2"))
            assert all(-0.01 <= float(shape.get(key, 0)) <= height for key in ("y1", "y2"))
            if shape.tag in ("text", "rect"):
                assert 0 <= float(shape.get("x", 0)) <= width
                assert 0 <= float(shape.get("y", 0)) <= height


@pytest.mark.parametrize("probability", [float("nan"), -0.1, 1.5])
def test_a_number_that_is_no_probability_is_refused(case, probability):
    with pytest.raises(InputError, match="no number from 0 to 1"):
        case.with_prediction(probability=probability).page()


def test_an_empty_mask_is_refused(case):
    empty = replace(case.portal_mask, array=np.zeros_like(case.portal_mask.array))
    with pytest.raises(InputError, match="portal mask is empty"):
        replace(case, portal_mask=empty).page()


def test_scored_region_is_stated(case):
    """Box of 5 x 6 x 7 voxels plus one row of 7, 8 mm3 each; a second component of one voxel in the portal phase."""
    array = case.portal_mask.array.copy()
    array[0, 0, 0] = True
    text = WellFormed(replace(case, portal_mask=replace(case.portal_mask, array=array)).page()).text
    assert 'segment "Tumor", 1 component, 217 voxels, 1.74 ml' in text
    assert 'segment "Tumor", all 2 components, 218 voxels, 1.74 ml' in text


def test_written_file_is_the_page(case, tmp_path):
    path = tmp_path / "report.html"
    write_patient_report(
        path,
        case.prediction,
        case.arterial,
        case.arterial_mask,
        case.portal,
        case.portal_mask,
        model=case.model,
        calibration=case.calibration,
    )
    assert path.read_text(encoding="utf-8") == case.page()
    assert [item.name for item in tmp_path.iterdir()] == ["report.html"]


@pytest.mark.parametrize("kind", ["image", "mask"])
def test_pictures_of_other_files_than_were_scored_are_refused(case, kind):
    inputs = {"portal": {f"{kind}_hash": "12" * 32}}
    case = case.with_prediction(provenance={"inputs": inputs})
    field = "portal" if kind == "image" else "portal_mask"
    same = replace(case, **{field: replace(getattr(case, field), content_hash="12" * 32)})
    assert "12" * 32 in same.page()
    other = replace(case, **{field: replace(getattr(case, field), content_hash="34" * 32)})
    with pytest.raises(InputError, match=f"portal {kind} \\(343434343434\\) is not the one that was scored"):
        other.page()


def test_calibration_and_computation_are_told(case):
    text = WellFormed(case.page()).text
    for words in (
        "60 patients, 21 with pCR",
        "−0.500, standard error 0.250",
        "0.2109, 95 % interval 0.1800 to 0.3400",
        "40 × 30 × 12 voxels of 1 × 2 × 4 mm",
        "ab" * 32,
        "cd" * 32,
        "Window W 350 L 60",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("segment", "words"), [("", "the whole mask, 1"), ("2", "label 2, 1"), ("2a", 'segment "2a", 1')]
)
def test_what_was_chosen_in_the_mask_is_named(case, phase_maker, segment, words):
    image, mask = phase_maker(segment=segment)
    assert words in WellFormed(replace(case, arterial=image, arterial_mask=mask).page()).text


def test_spread_over_perturbed_contours_is_shown_and_named(case):
    settings = {"deviation_mm": 1.0, "correlation_mm": 10.0, "phases_together": False, "seed": 3}
    settings["in_plane"] = {"arterial": True, "portal": False}
    spread = ContourSpread(50, (0.1, 0.2, 0.3, 0.4), 0.75, settings)
    page = case.with_prediction(contour_spread=spread).page()
    assert "0.1150 to 0.3850 (5th to 95th percentile), 75 % on the same side of the cut-off" in page
    assert "4 of 50 pairs could be scored" in page
    assert "no confidence interval" in page
    assert "arterial in plane, portal in 3-D" in page
    assert "drawn a little differently" not in case.page()
