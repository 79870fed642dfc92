"""The native table of a result."""

from collections.abc import Sequence
from typing import Any

import slicer
from slicer.i18n import tr as _

from ...features.readable import readable
from ...mrml.tables import fill_table
from ...presenter.door_words import spoken
from ...presenter.patient.result import ResultView
from ..views.layouts import RESULT_VIEW


def showResultTable(node: Any, result: ResultView) -> None:
    """Bring the parameter node's table, made where missing, up to the result."""
    scene = slicer.mrmlScene
    if node.contributions is None:
        node.contributions = scene.AddNewNodeByClass("vtkMRMLTableNode", _("pCR contributions"))
    rows = result.contributions
    columns: dict[str, Sequence[Any]] = {
        _("Feature"): [spoken(readable(row.name, row.phase).name) for row in rows],
        _("Contribution (log odds)"): [row.contribution for row in rows],
        _("Value (in the feature's unit)"): [row.value for row in rows],
        _("Standardized (SD)"): [row.standardized for row in rows],
        _("Coefficient (log odds per SD)"): [row.coefficient for row in rows],
        _("Label"): [row.label for row in rows],
        _("A.K. name"): [row.name for row in rows],
    }
    fill_table(node.contributions, columns)
    node.contributions.SetUseColumnTitleAsColumnHeader(True)
    view = scene.GetSingletonNode(RESULT_VIEW, "vtkMRMLTableViewNode")
    if view is not None:
        view.SetTableNodeID(node.contributions.GetID())
