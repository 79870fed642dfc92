"""What the module asks of Slicer: modules that it names, and no call that Slicer's headers call deprecated."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(path for folder in ("PCRPredictor", "PCRPredictorWeb") for path in (ROOT / folder).rglob("*.py"))
MODULES = {"Markups": "Markups", "Plot": "Plots", "Segment": "Segmentations", "Table": "Tables"}
"""Beginnings of class names after vtkMRML, and the loadable module that serves them (views and files too)."""

# Of Slicer/Slicer at commit 583e9b37d5 of 2026: methods of classes used here whose header says deprecated.
DEPRECATED = {
    "GetMasterRepresentationName",
    "GetUniqueNameByString",
    "SetMasterRepresentationName",
    "autoShowMasterVolumeNode",
    "masterVolumeNode",
    "masterVolumeNodeID",
    "masterVolumeNodeSelectorVisible",
    "setMasterVolumeNode",
    "setMasterVolumeNodeID",
}


def test_the_module_depends_on_what_serves_its_nodes():
    used = {
        module
        for path in (ROOT / "PCRPredictor").rglob("*.py")
        for begun, module in MODULES.items()
        if re.search(rf"vtkMRML{begun}", path.read_text(encoding="utf-8"))
    }
    (named,) = re.findall(r"parent\.dependencies = (\[.*\])", (ROOT / "PCRPredictor/PCRPredictor.py").read_text())
    assert set(ast.literal_eval(named)) == used


def test_nothing_deprecated_is_called():
    called = {
        (str(source.relative_to(ROOT)), node.attr)
        for source in SOURCES
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
    }
    assert len(called) > 1000
    assert not {(source, name) for source, name in called if name in DEPRECATED}
