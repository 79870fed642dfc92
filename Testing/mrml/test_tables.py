"""Results to table nodes."""

from typing import Any

import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.mrml import contributions_table, features_table, fill_table


def cells(table: Any) -> list[list[str]]:
    return [
        [table.GetCellText(row, column) for column in range(table.GetNumberOfColumns())]
        for row in range(table.GetNumberOfRows())
    ]


def test_contributions_become_one_row_a_feature(scene: Any) -> None:
    rows = [
        {"label": "A66", "name": "x", "value": 1.5, "standardized": -0.25, "coefficient": 2.0, "contribution": -0.5},
        {"label": "", "name": "age", "value": 61, "standardized": 0.1, "coefficient": 1.0, "contribution": 0.1},
    ]
    table = contributions_table(scene, rows, "contributions")
    assert [table.GetColumnName(i) for i in range(6)] == list(rows[0])
    assert cells(table) == [["A66", "x", "1.5", "-0.25", "2", "-0.5"], ["", "age", "61", "0.1", "1", "0.1"]]
    assert table.GetTable().GetValueByName(0, "contribution").ToDouble() == -0.5
    assert table.GetTable().GetColumnByName("value").GetClassName() == "vtkDoubleArray"


def test_features_of_both_phases_stand_side_by_side(scene: Any) -> None:
    table = features_table(scene, {"a": 1 / 3, "b": 2.0}, {"b": 4.0, "a": 3.0}, "features")
    numbers = table.GetTable()
    assert [numbers.GetValueByName(row, "feature").ToString() for row in range(2)] == ["a", "b"]
    assert numbers.GetValueByName(0, "arterial").ToDouble() == 1 / 3
    assert [numbers.GetValueByName(row, "portal").ToDouble() for row in range(2)] == [3.0, 4.0]


def test_phases_with_different_features_are_refused(scene: Any) -> None:
    with pytest.raises(InputError, match="b is in one only"):
        features_table(scene, {"a": 1.0}, {"a": 1.0, "b": 2.0}, "features")


def test_refilling_replaces_and_unequal_columns_are_refused(scene: Any) -> None:
    table = scene.AddNewNodeByClass("vtkMRMLTableNode", "t")
    fill_table(table, {"x": [1, 2, 3]})
    assert fill_table(table, {"y": [5]}) is table
    assert table.GetNumberOfColumns() == 1
    assert cells(table) == [["5"]]
    with pytest.raises(InputError, match=r"'t' differ in length: \[1, 2\]"):
        fill_table(table, {"x": [1], "y": [1, 2]})
