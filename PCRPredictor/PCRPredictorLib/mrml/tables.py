"""Results to table nodes."""

from collections.abc import Mapping, Sequence
from typing import Any

import vtk

from ..errors import InputError
from ..texts import sentence as _

CONTRIBUTION_COLUMNS = ("label", "name", "value", "standardized", "coefficient", "contribution")


def contributions_table(scene: Any, contributions: Sequence[Mapping[str, Any]], name: str) -> Any:
    """Add the contributions of a prediction (rows as in ``prediction.json``) as a table node."""
    columns = {column: [row[column] for row in contributions] for column in CONTRIBUTION_COLUMNS}
    return fill_table(scene.AddNewNodeByClass("vtkMRMLTableNode", name), columns)


def features_table(scene: Any, arterial: Mapping[str, float], portal: Mapping[str, float], name: str) -> Any:
    """Add the features of both phases as a table node: one row a feature, one column a phase.

    Raises
    ------
    InputError
        The phases do not hold the same features.
    """
    if arterial.keys() != portal.keys():
        differing = sorted(arterial.keys() ^ portal.keys())
        raise InputError(
            _("The phases hold different features ({feature} is in one only); extract both alike.").format(
                feature=differing[0]
            )
        )
    columns: dict[str, Sequence[Any]] = {
        "feature": list(arterial),
        "arterial": list(arterial.values()),
        "portal": [portal[feature] for feature in arterial],
    }
    return fill_table(scene.AddNewNodeByClass("vtkMRMLTableNode", name), columns)


def fill_table(table_node: Any, columns: Mapping[str, Sequence[Any]]) -> Any:
    """Replace the columns of a table node: text where any cell is text, else 64-bit numbers.

    Raises
    ------
    InputError
        The columns differ in length.
    """
    lengths = {len(cells) for cells in columns.values()}
    if len(lengths) > 1:
        raise InputError(
            _("The columns of the table '{name}' differ in length: {lengths}.").format(
                name=table_node.GetName(), lengths=sorted(lengths)
            )
        )
    table = vtk.vtkTable()
    for title, cells in columns.items():
        column = vtk.vtkStringArray() if any(isinstance(cell, str) for cell in cells) else vtk.vtkDoubleArray()
        column.SetName(title)
        for cell in cells:
            column.InsertNextValue(str(cell) if isinstance(column, vtk.vtkStringArray) else float(cell))
        table.AddColumn(column)
    table_node.SetAndObserveTable(table)
    return table_node
