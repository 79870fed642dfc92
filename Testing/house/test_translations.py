"""The Chinese catalog says all that the module says, and nothing else."""

import ast
import copy
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PCRPredictorLib import texts as library_texts
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.features.readable import readable
from PCRPredictorLib.files import naming, read_json, write_json
from PCRPredictorLib.formats import read_masks
from PCRPredictorLib.imaging.pairing import ANOTHER_VOLUME, drawn_on_other
from PCRPredictorLib.imaging.phase_image import ImageHeader
from PCRPredictorLib.models.calibration_file import load_calibration
from PCRPredictorLib.models.model_file import load_model
from PCRPredictorLib.models.model_table import read_model_table
from PCRPredictorLib.models.patient import predict_patient
from PCRPredictorLib.models.sentences import DRAWN_OUTCOMES
from PCRPredictorLib.presenter.door_words import spoken
from PCRPredictorLib.presenter.messages import message_from_error
from PCRPredictorLib.presenter.patient.model_choice import SAMPLE_CALIBRATION, SAMPLE_MODEL, ShippedModels
from PCRPredictorLib.presenter.patient.registration import align
from PCRPredictorLib.presenter.patient.result import result_view
from PCRPredictorLib.presenter.patient.sample import sample_patient
from PCRPredictorLib.presenter.patient.windows import WINDOWS
from PCRPredictorLib.texts import in_readers_language, listing, sentence

from Testing.translations import CATALOG, COMPILED, MODULE, fields, read, texts_of_code, texts_of_form, wanted

LIBRARY = MODULE / "PCRPredictorLib"
CATALOG_TEXTS = read()


def test_the_catalog_has_every_text_and_none_that_is_dead():
    """`python Testing/translations.py --write` brings it up to the sources."""
    assert CATALOG_TEXTS.keys() == wanted()
    assert [key for key, translation in CATALOG_TEXTS.items() if not translation] == []


def test_the_windows_to_choose_from_are_named_in_the_readers_language():
    assert {("patient.windows", name) for name in WINDOWS} <= CATALOG_TEXTS.keys()


def test_no_progress_is_reported_in_english_alone():
    """`report(fraction, text)` of a job: what stands in the progress bar."""
    said = {
        (path.name, call.args[1].value)
        for room in ("presenter", "desktop")
        for path in (LIBRARY / room).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "report" and len(call.args) > 1
        if isinstance(call.args[1], ast.Constant)
    }
    assert said == set()


def test_each_translation_keeps_fields_tags_and_mnemonic():
    for (_, source), translation in CATALOG_TEXTS.items():
        assert fields(translation) == fields(source), source
        assert mnemonics(translation) == mnemonics(source), source


def mnemonics(text: str) -> list[str]:
    return [letter.upper() for letter in re.findall(r"&(\w)", text)]


def test_each_translation_is_chinese_or_a_mere_name():
    untouched = [s for (_, s), translation in CATALOG_TEXTS.items() if not re.search(r"[一-鿿。]", translation)]
    assert untouched == []


def test_the_compiled_catalog_is_that_of_the_texts():
    """Qt's compiled form: texts in UTF-16, sources in UTF-8, one hash of eight bytes for each message."""
    compiled = COMPILED.read_bytes()
    for (context, source), translation in CATALOG_TEXTS.items():
        assert translation.encode("utf-16-be") in compiled, source
        assert source.encode() in compiled
        assert context.encode() in compiled
    assert compiled.startswith(bytes.fromhex("3cb86418caef9c95cd211cbf60a1bddd"))
    assert section_length(compiled, 0x42) == 8 * len(CATALOG_TEXTS)


def section_length(compiled: bytes, wanted_tag: int) -> int:
    """Length of a section of a .qm file, which follow each other as tag, length, content after a magic number."""
    at = 16
    while at < len(compiled):
        tag, length = compiled[at], int.from_bytes(compiled[at + 1 : at + 5], "big")
        if tag == wanted_tag:
            return length
        at += 5 + length
    raise AssertionError(f"no section {wanted_tag:#x}")


def test_what_is_marked_is_one_constant():
    """Neither an f-string nor a variable, and no argument beside it: only these are found by Slicer's tools."""
    for path in (MODULE / "PCRPredictor.py", *LIBRARY.rglob("*.py")):
        for call in (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)):
            if isinstance(call.func, ast.Name) and call.func.id == "_":
                given = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
                assert len(given) == len(call.args) + len(call.keywords) == 1, f"{path.name}:{call.lineno}"
                assert isinstance(given[0], str)


def test_extraction_sees_code_and_forms(tmp_path: Path):
    (tmp_path / "__init__.py").touch()
    code, form = tmp_path / "panel.py", tmp_path / "Some.ui"
    code.write_text('a = _("one {x}" " two").format(x=1)\nb = other("three")\n')
    form.write_text(
        '<ui><class>Some</class><widget><string>four</string><string notr="true">five</string>'
        '<stringlist notr="true"><string>six</string></stringlist></widget></ui>'
    )
    assert texts_of_code(code) == {(f"{tmp_path.name}.panel", "one {x} two")}
    assert texts_of_form(form) == {("Some", "four")}


def test_a_door_sets_the_language_and_the_library_asks_it_with_its_own_file(monkeypatch: pytest.MonkeyPatch):
    asked = []
    monkeypatch.setattr(library_texts, "_translator", None)
    assert library_texts.tr("Choose a model.") == "Choose a model."
    library_texts.set_translator(lambda file, text: asked.append((file, text)) or "选择模型。")
    assert library_texts.tr("Choose a model.") == "选择模型。"
    assert asked == [(__file__, "Choose a model.")]


def test_a_sentence_of_the_library_is_english_until_a_door_says_it(monkeypatch: pytest.MonkeyPatch):
    chinese = {"{source} has {count:.1f} holes.": "{source}有 {count:.1f} 个孔。", "the contour": "轮廓"}
    monkeypatch.setattr(library_texts, "_translator", lambda file, text: chinese.get(text, text))
    made = sentence("{source} has {count:.1f} holes.").format(source=sentence("the contour"), count=2)
    assert made == "the contour has 2.0 holes."
    assert json.dumps([made]) == '["the contour has 2.0 holes."]'
    assert in_readers_language(made) == "轮廓有 2.0 个孔。"
    assert in_readers_language(copy.deepcopy(made)) == "轮廓有 2.0 个孔。"
    assert in_readers_language(listing((made, "A66"), "; ")) == "轮廓有 2.0 个孔。; A66"
    assert listing((made, "A66"), "; ") == "the contour has 2.0 holes.; A66"
    assert in_readers_language(sentence("the contour").capitalized()) == "轮廓"
    assert sentence("the contour").capitalized() == "The contour"


def test_what_is_no_sentence_or_has_no_translation_is_left_to_the_door(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(library_texts, "_translator", lambda file, text: text)
    assert in_readers_language(sentence("the {what}").format(what="contour")) is None
    assert in_readers_language("the contour") is None
    monkeypatch.setattr(library_texts, "_translator", None)
    assert in_readers_language(sentence("the contour")) is None


def test_what_is_filled_in_later_is_said_too(monkeypatch: pytest.MonkeyPatch):
    chinese = {"{{one}} and {{two}} are {days} days apart": "{{one}}与{{two}}相差 {days} 天", "another": "另一个"}
    monkeypatch.setattr(library_texts, "_translator", lambda file, text: chinese.get(text, text))
    words = sentence("{{one}} and {{two}} are {days} days apart").format(days=3)
    said = words.format(one="{braces}", two=sentence("another"))
    assert said == "{braces} and another are 3 days apart"
    assert in_readers_language(said) == "{braces}与另一个相差 3 天"


def test_an_answer_and_a_refusal_are_said_in_chinese(monkeypatch: pytest.MonkeyPatch):
    by_text = {text: translation for (_, text), translation in CATALOG_TEXTS.items()}
    monkeypatch.setattr(library_texts, "_translator", lambda file, text: by_text[text])
    error = InputError(sentence("{source} is empty; draw the lesion, or choose another segment.").format(source="'x'"))
    assert message_from_error(error).text == "'x'为空；请勾画病灶，或选择其他分割区域。"
    assert str(error) == "'x' is empty; draw the lesion, or choose another segment."
    shown = spoken(readable("ClusterShade_AllDirection_offset7_SD", "portal").name)
    assert shown == "门静脉期: 聚类阴影, 7 个体素, 各方向间离散度"
    assert spoken(str(DRAWN_OUTCOMES)).startswith("模拟"), "read from a file"
    named = InputError(
        sentence("{source} is empty; draw the lesion, or choose another segment.").format(source="portal")
    )
    assert message_from_error(named).text.startswith("portal"), "what a user named is not translated"
    contradiction = drawn_on_other("arterial", "{portal}")
    assert spoken(contradiction.sentence(("'a'", "'p'"))) == "动脉期的轮廓是在'p'上勾画的"


def in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    by_text = {text: translation for (_, text), translation in CATALOG_TEXTS.items()}
    monkeypatch.setattr(library_texts, "_translator", lambda file, text: by_text.get(text, text))


def english_words(text: str) -> list[str]:
    """Words of a Chinese text that are none of names and units."""
    return [word for word in re.findall(r"[A-Za-z]{4,}", text) if word not in {"SMOTE"}]


def test_the_warnings_and_reasons_of_a_result_are_said_in_chinese(monkeypatch: pytest.MonkeyPatch):
    """Thick slices, another grid, and a confirmed contradiction; what is written into files stays English."""
    sample, shipped = sample_patient(), ShippedModels()
    in_chinese(monkeypatch)
    spacing = (*sample.portal.geometry.spacing[:2], 7.5)
    thick = replace(sample.portal, geometry=replace(sample.portal.geometry, spacing=spacing))
    elsewhere = drawn_on_other("arterial", ANOTHER_VOLUME)
    prediction = predict_patient(
        *(sample.arterial, sample.arterial_mask, thick, sample.portal_mask),
        *(shipped.model(SAMPLE_MODEL), shipped.calibration(SAMPLE_CALIBRATION)),
        confirmed_phases=True,
        contradictions=(elsewhere,),
    ).as_json()
    written = json.dumps(prediction, ensure_ascii=False)
    assert re.findall("[一-鿿]+", written) == []
    answer = result_view(prediction).answer
    shown = [*answer.reasons, *(message for _, message in answer.warnings), *answer.notes, answer.lead]
    assert {code for code, _ in answer.warnings} >= {"thick-slices", "mask-resampled", elsewhere.code}
    assert [text for text in shown if english_words(text)] == []


def test_a_refused_alignment_names_its_images_in_chinese(monkeypatch: pytest.MonkeyPatch):
    in_chinese(monkeypatch)
    sample = sample_patient()
    near, far = (
        replace(image, source=sentence("the volume '{name}'").format(name=name))
        for image, name in ((sample.arterial, "A"), (sample.portal, "P"))
    )
    far = replace(far, geometry=replace(far.geometry, origin=(5000.0, 0.0, 0.0)))
    with pytest.raises(InputError) as refused:
        align(near, sample.arterial_mask, far)
    assert english_words(message_from_error(refused.value).text) == []


def test_files_that_cannot_be_opened_or_written_are_refused_in_chinese(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """What the buttons that open contours and save results answer most often."""
    in_chinese(monkeypatch)
    sample = sample_patient()
    for name, content in (("none.nrrd", None), ("text.nrrd", b"hello"), ("empty.nrrd", b"")):
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(InputError) as refused:
            read_masks(path, ImageHeader(sample.arterial.geometry, sample.arterial.acquisition, "'x'"))
        said = message_from_error(refused.value).text.replace(str(path), "")
        assert re.search("[一-鿿]", said), said
    for place in (tmp_path / "no folder" / "r.json", tmp_path):
        with pytest.raises(InputError) as refused:
            write_json(place, {})
        assert re.search("[一-鿿]", message_from_error(refused.value).text)


NRRD = b"NRRD0005\ntype: short\ndimension: 3\nspace: left-posterior-superior\nsizes: 2 2 2\n"
PLACED = b"space directions: (1,0,0) (0,1,0) (0,0,1)\nspace origin: (0,0,0)\nencoding: raw\nendian: little\n"
META = b"ObjectType = Image\nNDims = 3\nDimSize = 2 2 2\n"
LAYERS = b"Segment0_ID:=a\nSegment0_LabelValue:=1\nSegment1_ID:=b\nSegment1_LabelValue:=1\n"
BROKEN = {
    "cut.nrrd": NRRD + PLACED + b"\n\1",
    "empty.nrrd": NRRD + PLACED + b"\n" + bytes(16),
    "twice.nrrd": NRRD + PLACED + b"type: float\n\n" + bytes(16),
    "shared.seg.nrrd": NRRD + PLACED + LAYERS + b"\n" + bytes(16),
    "placeless.nrrd": NRRD + b"encoding: raw\nendian: little\n\n" + bytes(16),
    "sizeless.mha": META + b"ElementDataFile = LOCAL\n",
    "cut.mha": META,
    "pair.hdr": b"\x5c\1\0\0" + bytes(344),
    "short.nii": b"\x5c\1\0\0" + bytes(344),
    "slice.dcm": bytes(128) + b"DICM" + bytes(60),
}
TERMS = {"NRRD", "NIfTI", "DICOM", "RTSTRUCT", "MetaImage", "nrrd", "space", "directions", "ElementSpacing", "type"}
TERMS |= {"ElementDataFile", "Analyze"}


@pytest.mark.parametrize("name", BROKEN)
def test_a_contour_file_is_refused_in_chinese_and_written_of_in_english(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    """Whatever the reader has against it; a log or table that keeps the reason keeps it in English."""
    in_chinese(monkeypatch)
    sample = sample_patient()
    path = tmp_path / name
    path.write_bytes(BROKEN[name])
    header = ImageHeader(sample.arterial.geometry, sample.arterial.acquisition, "'x'")
    assert refusal(lambda: read_masks(path, header), str(path)) <= TERMS


def refusal(read: Callable[[], object], name: str) -> set[str]:
    """English words of what a door says of the file; what a log or table keeps of it has to be English."""
    with pytest.raises(InputError) as refused:
        read()
    kept = (str(refused.value), json.dumps(refused.value.sentence, ensure_ascii=False))
    assert [text for text in kept if re.search("[一-鿿]", text)] == []
    said = message_from_error(refused.value).text.replace(name, "")
    assert re.search("[一-鿿]", said), said
    return set(english_words(said))


SHIPPED = json.loads((MODULE / "Resources" / "Models" / f"{SAMPLE_MODEL}.json").read_text())
KEYS = {word for key in ("format", "format_version", *SHIPPED, *SHIPPED["features"][0]) for word in key.split("_")}


@pytest.mark.parametrize(
    "content",
    [
        '{"format": ',
        "[1e999]",
        '{"name": 1, "name": 2}',
        "[]",
        json.dumps(SHIPPED | {"format_version": 99}),
        *(json.dumps({key: value for key, value in SHIPPED.items() if key != left}) for left in ("name", "features")),
        *(json.dumps(SHIPPED | {"intended_use": wrong}) for wrong in ("", None, {}, [], True)),
        *(json.dumps(SHIPPED | {"intercept": wrong}) for wrong in ("1", 10**400)),
        *(json.dumps(SHIPPED | {"cutoff": wrong}) for wrong in (2, -1)),
        *(json.dumps(SHIPPED | wrong) for wrong in ({"features": []}, {"simulated": 1}, {"feature_set": "none"})),
        *(
            json.dumps(SHIPPED | {"features": [SHIPPED["features"][0] | {"name": name}] * 2})
            for name in ("Man", "MeanValue")
        ),
    ],
)
def test_a_model_file_is_refused_in_chinese(content: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    in_chinese(monkeypatch)
    path = tmp_path / "m.json"
    path.write_text(content)
    python_says = {"Expecting", "value", "JSON"}
    feature_sets = {"table", "pyradiomics", "ibsi", "pcr", "predictor", "model", "true", "false", "none"}
    features = {"MeanValue", "MinIntensity", "MaxIntensity"}
    assert refusal(lambda: load_model(path), str(path)) <= KEYS | python_says | feature_sets | features


@pytest.mark.parametrize(
    "key", ["model", "scaling", "cutoff", "domain", "covariance", "quantiles", "acquisition", "date"]
)
def test_a_calibration_file_is_refused_in_chinese(key: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    in_chinese(monkeypatch)
    content = ShippedModels().calibration(SAMPLE_CALIBRATION).as_json()
    path = tmp_path / "c.json"
    path.write_text(json.dumps(content | {key: 1}))
    assert refusal(lambda: load_calibration(path), str(path)) <= {key}


@pytest.mark.parametrize(
    "text", ["", "a\n", "a;b\n1,5;2\n1;2.5\n", "a,b\n1\n", "a,a\n1,2\n", "a,\n1,2\n", 'a,b\n"1,2\n', "a,b\n1,2 mg\n"]
)
def test_a_table_for_a_calibration_is_refused_in_chinese(text: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    in_chinese(monkeypatch)
    model, path = ShippedModels().model(SAMPLE_MODEL), tmp_path / "t.csv"
    path.write_text(text)
    csv_says = {"unexpected", "data"}
    assert refusal(lambda: read_model_table(path, model), str(path)) <= csv_says | set(
        re.findall("[A-Za-z]{4,}", " ".join(model.columns))
    )


def test_a_refusal_that_names_the_file_meant_in_place_of_a_temporary_one_is_still_said_in_chinese(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    in_chinese(monkeypatch)
    part, meant = tmp_path / "part", tmp_path / "meant.nrrd"
    part.mkdir()
    with pytest.raises(InputError) as refused:
        read_json(part / "none.json")
    named = naming(refused.value, part / "none.json", meant)
    assert str(named) == f"{meant} does not exist; check the path."
    assert message_from_error(named).text == f"{meant} 不存在；请检查路径。"


def test_nothing_below_the_presenter_translates_by_itself():
    """Its sentences go into files; what `tr` says is in the reader's language at once, `sentence` stays English."""
    rooms = [
        path for path in LIBRARY.rglob("*.py") if path.relative_to(LIBRARY).parts[0] not in ("desktop", "presenter")
    ]
    named = {
        (path.name, alias.name)
        for path in rooms
        if path.name != "texts.py"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[-1] in ("texts", "i18n", "door_words")
        for alias in node.names
    }
    assert named
    assert {name for _, name in named} & {"tr", "in_readers_language", "spoken"} == set()


def test_the_catalog_is_named_as_slicer_names_them():
    assert re.fullmatch(r"PCRPredictor_[a-z]{2}-[A-Z]{2}\.ts", CATALOG.name)
    assert 'language="zh-CN"' in CATALOG.read_text()[:200]


def test_nothing_else_is_called_underscore_where_it_translates():
    """A loop's or a tuple's `_` in the same function would be called in place of the translation."""
    files = [path for path in LIBRARY.rglob("*.py") if re.search(" (tr|sentence) as _\n", path.read_text())]
    assert files
    for path in files:
        nodes = list(ast.walk(ast.parse(path.read_text())))
        stored = [node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
        assert "_" not in stored + [node.arg for node in nodes if isinstance(node, ast.arg)], path.name
