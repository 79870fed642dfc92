"""The native table, plot series and chart of a result."""

from typing import Any

import slicer
import vtk
from slicer.i18n import tr as _

from ..mrml.tables import fill_table
from ..presenter.result import ResultView
from ..report.svg import RAISES
from .layouts import RESULT_VIEW

COLUMNS = ("label", "contribution", "name", "value", "standardized", "coefficient")


def showResultNodes(node: Any, result: ResultView, stale: bool) -> None:
    """Bring the parameter node's table and chart, made where missing, up to the result."""
    scene = slicer.mrmlScene
    if node.contributions is None:
        node.contributions = scene.AddNewNodeByClass("vtkMRMLTableNode", _("pCR contributions"))
    if node.series is None:
        node.series = scene.AddNewNodeByClass("vtkMRMLPlotSeriesNode", _("Contribution"))
    if node.chart is None:
        node.chart = scene.AddNewNodeByClass("vtkMRMLPlotChartNode", _("pCR contributions"))
    rows = result.contributions
    fill_table(node.contributions, {name: [getattr(row, name) for row in rows] for name in COLUMNS})
    node.contributions.SetUseColumnTitleAsColumnHeader(True)
    _drawSeries(node.series, node.contributions)
    _drawChart(node.chart, node.series, result, stale)
    for className, attach in (
        ("vtkMRMLPlotViewNode", lambda view: view.SetPlotChartNodeID(node.chart.GetID())),
        ("vtkMRMLTableViewNode", lambda view: view.SetTableNodeID(node.contributions.GetID())),
    ):
        view = scene.GetSingletonNode(RESULT_VIEW, className)
        if view is not None:
            attach(view)
    _labelBars([row.label for row in rows])


def _drawSeries(series: Any, table: Any) -> None:
    series.SetAndObserveTableNodeID(table.GetID())
    series.SetPlotType(series.PlotTypeBar)
    series.SetYColumnName("contribution")
    series.SetLabelColumnName("label")
    series.SetColor(*(int(RAISES[start : start + 2], 16) / 255 for start in (1, 3, 5)))


def _drawChart(chart: Any, series: Any, result: ResultView, stale: bool) -> None:
    chart.RemoveAllPlotSeriesNodeIDs()
    chart.AddAndObservePlotSeriesNodeID(series.GetID())
    chart.SetTitle(_("OUT OF DATE") if stale else _("Contribution to the score"))
    chart.SetXAxisTitle(_("Feature"))
    chart.SetYAxisTitle(_("Log odds"))
    chart.SetLegendVisibility(False)


def _labelBars(labels: list[str]) -> None:
    """Write the features' labels below the bars; plot nodes have no property for that, only the view has."""
    positions, names = vtk.vtkDoubleArray(), vtk.vtkStringArray()
    for position, label in enumerate(labels):
        positions.InsertNextValue(position)
        names.InsertNextValue(label)
    manager = slicer.app.layoutManager()
    for index in range(manager.plotViewCount):
        widget = manager.plotWidget(index)
        if widget.mrmlPlotViewNode().GetSingletonTag() == RESULT_VIEW:
            widget.plotView().chart().GetAxis(vtk.vtkAxis.BOTTOM).SetCustomTickPositions(positions, names)
