"""The native table of a result."""

from typing import Any

import slicer
from slicer.i18n import tr as _

from ..features.readable import readable
from ..mrml.tables import fill_table
from ..presenter.patient.result import ResultView
from .layouts import RESULT_VIEW
from .result_folder import fileBesideStudy

COLUMNS = ("label", "contribution", "name", "value", "standardized", "coefficient")


def showResultTable(node: Any, result: ResultView) -> None:
    """Bring the parameter node's table, made where missing, up to the result."""
    scene = slicer.mrmlScene
    if node.contributions is None:
        node.contributions = scene.AddNewNodeByClass("vtkMRMLTableNode", _("pCR contributions"))
        fileBesideStudy(node.contributions, node.arterialVolume)
    rows = result.contributions
    words = {"feature": [readable(row.name, row.phase).name for row in rows]}
    fill_table(node.contributions, words | {name: [getattr(row, name) for row in rows] for name in COLUMNS})
    node.contributions.SetUseColumnTitleAsColumnHeader(True)
    view = scene.GetSingletonNode(RESULT_VIEW, "vtkMRMLTableViewNode")
    if view is not None:
        view.SetTableNodeID(node.contributions.GetID())
