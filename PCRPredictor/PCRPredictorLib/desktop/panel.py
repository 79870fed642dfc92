"""What every panel has: a form loaded from its .ui file, and the presenter it draws."""

from collections.abc import Callable
from typing import Any
from weakref import WeakMethod

import slicer

from ..presenter.breakable import breakable
from ..presenter.patient.prediction_presenter import PredictionPresenter
from ..resources import resource_folder


def loadForm(name: str) -> tuple[Any, Any]:
    """The widget of ``Resources/UI/<name>.ui`` and an object that has its named children as attributes."""
    import qt

    widget = slicer.util.loadUI(str(resource_folder("UI") / f"{name}.ui"))
    for label in slicer.util.findChildren(widget, className="QLabel"):
        if label.wordWrap:  # else a long word would widen the panel, and with it the window
            label.setSizePolicy(qt.QSizePolicy.Ignored, label.sizePolicy.verticalPolicy())
    return widget, slicer.util.childWidgetVariables(widget)


class Panel:
    """A form that is drawn again after each change of the presenter.

    Attributes
    ----------
    FORM : str
        Name of the .ui file.
    widget : QWidget
        To be put into the module's layout.
    """

    FORM = ""

    def __init__(self, presenter: PredictionPresenter) -> None:
        self.presenter = presenter
        self.widget, self.ui = loadForm(self.FORM)

    def draw(self) -> None:
        """Show what the presenter holds now."""
        raise TypeError(f"{type(self).__name__} draws nothing")

    @property
    def isSettled(self) -> bool:
        """Whether everything has its place and its look."""
        return True

    def cleanup(self) -> None:
        """Let go of whatever outlives the widget."""


def showText(label: Any, text: str | None) -> None:
    """Show a label with this text, or hide it; a long name without spaces does not make the panel as wide as it is."""
    label.text = breakable(text or "")
    label.visible = bool(text)


def setStyle(widget: Any, sheet: str) -> None:
    """Give a widget this style sheet; nothing is polished anew, nor noticed as a change, where it has it already.

    A widget with a sheet takes up another palette only when its sheet is set again.
    """
    import qt

    text = qt.QApplication.palette().color(qt.QPalette.WindowText).name()
    if (widget.styleSheet, widget.property("styledOn")) != (sheet, text):
        widget.setProperty("styledOn", text)
        widget.styleSheet = sheet


def singleShot(call: Callable[[], None], milliseconds: int = 0) -> Any:
    """A timer that makes one call, so long after its latest start; 0: when Slicer handles events again.

    It does not keep the object alive whose method it calls.
    """
    timer = timerOf(call, milliseconds)
    timer.setSingleShot(True)
    return timer


def timerOf(call: Callable[[], None], milliseconds: int) -> Any:
    """A timer that calls a method again and again once started, as long as the method's object lives.

    Qt's own reference to the method would keep the object, and that the timer: a ring that Python never finds.
    """
    import qt

    method = WeakMethod(call)

    def callIfAlive() -> None:
        alive = method()
        if alive is not None:
            alive()

    timer = qt.QTimer()
    timer.setInterval(milliseconds)
    timer.connect("timeout()", callIfAlive)
    return timer


def askToOpen(parent: Any, title: str, filters: str) -> str | None:
    """Path of a file that the user picks; None where the dialog was cancelled."""
    import qt

    return qt.QFileDialog.getOpenFileName(parent, title, "", filters) or None


def askToSave(parent: Any, title: str, name: str, filters: str) -> str | None:
    """Path that the user gives for a new file; None where the dialog was cancelled."""
    import qt

    return qt.QFileDialog.getSaveFileName(parent, title, name, filters) or None
