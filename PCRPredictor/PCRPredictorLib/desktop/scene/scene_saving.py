"""Noticing that Slicer writes the scene, which it does not announce."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import slicer
import vtk
from slicer.util import VTKObservationMixin

from ..panel import singleShot

FILE_SAVED = "fileSaved(qSlicerIO::IOProperties)"


class SceneSaving(VTKObservationMixin):
    """Calls back around each time that the scene is written, so that nothing of ours is in the file.

    For a bundle or a folder Slicer first names the place to the scene, without an event, and then to each storage node,
    with one. Of a bare .mrml file it tells only that it was written: it is written once more, which takes no time since
    it holds no voxels.

    Parameters
    ----------
    hide : callable
        Takes out what must not be written, where there is any; gives whether there was.
    showAgain : callable
        Puts it back, once Slicer handles events again.
    """

    def __init__(self, hide: Callable[[], bool], showAgain: Callable[[], None]) -> None:
        VTKObservationMixin.__init__(self)
        self._onStorage = VTKObservationMixin()  # apart, since they go with the scene
        self._hide = hide
        self._url = slicer.mrmlScene.GetURL()
        self._after = singleShot(showAgain)
        scene = slicer.mrmlScene
        self.addObserver(scene, vtk.vtkCommand.ModifiedEvent, self._lookAtPlace)
        self.addObserver(scene, scene.NodeAddedEvent, self._nodeCame)
        self.addObserver(scene, scene.EndCloseEvent, self._closed)
        for node in slicer.util.getNodesByClass("vtkMRMLStorageNode"):
            self._observe(node)
        slicer.app.coreIOManager().connect(FILE_SAVED, self._saved)

    @property
    def isWaiting(self) -> bool:
        """Whether what was taken out is still to be put back."""
        return bool(self._after.active)

    def cleanup(self) -> None:
        self.removeObservers()
        self._onStorage.removeObservers()
        self._after.stop()
        slicer.app.coreIOManager().disconnect(FILE_SAVED, self._saved)

    @vtk.calldata_type(vtk.VTK_OBJECT)
    def _nodeCame(self, _scene: Any, _event: str, node: Any) -> None:
        if node.IsA("vtkMRMLStorageNode"):
            self._observe(node)

    def _closed(self, _scene: Any, _event: str) -> None:
        self._onStorage.removeObservers()

    def _observe(self, storageNode: Any) -> None:
        self._onStorage.addObserver(storageNode, vtk.vtkCommand.ModifiedEvent, self._lookAtPlace)

    def _lookAtPlace(self, _caller: Any, _event: str) -> None:
        if slicer.mrmlScene.GetURL() != self._url:
            self._url = slicer.mrmlScene.GetURL()
            self._hideForAWhile()

    def _saved(self, properties: Mapping[str, Any]) -> None:
        self._url = slicer.mrmlScene.GetURL()
        path = Path(str(properties.get("fileName", "")))
        isScene = path.suffix == ".mrml" and not properties.get("nodeID")
        if isScene and self._hideForAWhile():
            slicer.mrmlScene.Commit(str(path))

    def _hideForAWhile(self) -> bool:
        self._after.start()
        return self._hide()
