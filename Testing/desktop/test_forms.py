"""The forms of the desktop door, without Qt: each .ui file is read as XML and compared with what the panels use."""

import ast
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest

MODULE = Path(__file__).resolve().parents[2] / "PCRPredictor"
DESKTOP = MODULE / "PCRPredictorLib" / "desktop"
FORMS = sorted((MODULE / "Resources" / "UI").glob("*.ui"))
FORM_OF = {
    path.stem: found[1]
    for path in DESKTOP.rglob("*.py")
    if (found := re.search(r'^    FORM = "(\w+)"', path.read_text(), re.M))
}
ACTIVE = {"QPushButton", "QCheckBox", "QComboBox", "QRadioButton", "QLineEdit", "QDoubleSpinBox", "QProgressBar"}
ACTIVE |= {"qMRMLNodeComboBox", "ctkPathLineEdit"}
CHOICES = {"phase": ("arterial", "portal"), "kind": ("Volume", "Segmentation")}


def widgets(form: Path) -> dict[str, ElementTree.Element]:
    return {element.attrib["name"]: element for element in ElementTree.parse(form).iter("widget")}


def property_text(widget: ElementTree.Element, name: str) -> str | None:
    found = widget.find(f"property[@name='{name}']/string")
    return None if found is None else found.text


def used_names(path: Path) -> Iterator[tuple[str, str]]:
    """(module whose form it is, widget's name) of each ``self.ui.name`` and ``self.result.ui.name`` in a file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute) and (owner := form_owner(node.value, path)):
            yield owner, node.attr
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "getattr":
            owner = form_owner(node.args[0], path)
            if owner:
                yield from ((owner, name) for name in expanded(node.args[1]))


def form_owner(node: ast.expr, path: Path) -> str | None:
    if not (isinstance(node, ast.Attribute) and node.attr == "ui"):
        return None
    return path.stem if isinstance(node.value, ast.Name) else f"{snake(node.value.attr)}_panel"


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def expanded(pattern: ast.expr) -> list[str]:
    """The names that an f-string of `phase` and `kind` stands for."""
    assert isinstance(pattern, ast.JoinedStr), "a widget's name must be written where it is used"
    names = [""]
    for part in pattern.values:
        choices = (part.value,) if isinstance(part, ast.Constant) else CHOICES[part.value.id]
        names = [name + choice for name in names for choice in choices]
    return names


def test_there_is_a_form_for_each_panel():
    assert {path.stem for path in FORMS} == set(FORM_OF.values())


@pytest.mark.parametrize("path", sorted(DESKTOP.rglob("*.py")), ids=lambda path: str(path.relative_to(DESKTOP)))
def test_each_name_a_panel_uses_is_in_its_form(path):
    missing = {
        f"{owner}: {name}"
        for owner, name in used_names(path)
        if name not in widgets(MODULE / "Resources" / "UI" / f"{FORM_OF[owner]}.ui")
    }
    assert missing == set()


def test_the_search_for_names_finds_them():
    found = set(used_names(DESKTOP / "patient" / "inputs_panel.py"))
    assert {("inputs_panel", "sampleButton"), ("inputs_panel", "portalSegmentation")} <= found
    assert ("result_panel", "tableButton") in set(used_names(DESKTOP / "module_panel.py"))


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_whatever_can_be_operated_has_a_tool_tip(form):
    silent = {
        name
        for name, widget in widgets(form).items()
        if widget.attrib["class"] in ACTIVE and not property_text(widget, "toolTip")
    }
    assert silent == set()


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_labels_lead_to_their_field(form):
    present = widgets(form)
    for name, widget in present.items():
        buddy = widget.find("property[@name='buddy']/cstring")
        assert buddy is None or buddy.text in present, name


def test_mnemonics_are_unique_across_the_panels():
    keys = []
    for form in FORMS:
        if form.stem not in ("PCRPredictorCalibration", "PCRPredictorSceneCohort"):  # dialogs
            texts = (property_text(widget, "text") or "" for widget in widgets(form).values())
            keys += [found[1].lower() for text in texts if (found := re.search(r"&(\w)", text))]
    assert sorted(keys) == sorted(set(keys))
    assert not {"f", "e", "v", "h"} & set(keys), "those open Slicer's menus"


def test_bound_widgets_name_a_parameter():
    program = ast.parse((DESKTOP / "scene" / "parameter_node.py").read_text())
    (node,) = [item for item in program.body if isinstance(item, ast.ClassDef)]
    parameters = {item.target.id for item in node.body if isinstance(item, ast.AnnAssign)}
    bound = {
        name
        for form in FORMS
        for widget in widgets(form).values()
        if (name := property_text(widget, "SlicerParameterName"))
    }
    assert bound == {"arterialVolume", "arterialSegmentation", "portalVolume", "portalSegmentation", "live"}
    assert bound <= parameters


def test_the_selectors_offer_the_volumes_that_the_scene_lists():
    from PCRPredictorLib.mrml.scene_case import NO_CT

    inputs = widgets(next(form for form in FORMS if form.stem == "PCRPredictorInputs"))
    for phase in CHOICES["phase"]:
        hidden = inputs[f"{phase}Volume"].findall("property[@name='hideChildNodeTypes']/stringlist/string")
        assert tuple(kind.text for kind in hidden) == NO_CT
