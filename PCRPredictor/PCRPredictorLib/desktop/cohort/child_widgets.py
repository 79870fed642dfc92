"""What the two panels of the cohort page share: showing a job, its messages, its files."""

from typing import Any

import qt
from slicer.i18n import tr as _

from ...presenter.cohort.child_job import ChildJob
from ...presenter.messages import Messages
from ..panel import showText
from ..text_style import ERROR_STYLE, INFO_STYLE


def drawJob(job: ChildJob, progress: Any, cancelButton: Any) -> None:
    """Show how far a job is, and the way to cancel it, while it runs."""
    progress.visible = cancelButton.visible = job.running
    cancelButton.enabled = not job.ending
    if job.ending:
        progress.setFormat(_("Ending..."))
    elif job.step is None:
        progress.setFormat(_("Starting..."))
        progress.setValue(0)
    else:
        progress.setFormat(job.step.text)
        progress.setValue(round(100 * job.step.fraction))


def drawMessages(messages: Messages, label: Any) -> None:
    isError = any(item.kind == "error" for item in messages.shown)
    label.styleSheet = ERROR_STYLE if isError else INFO_STYLE
    showText(label, "\n".join(item.text for item in messages.shown))


def setPath(edit: Any, path: str) -> None:
    """Show a path that the presenter chose; the user's own typing stays undisturbed."""
    if edit.currentPath != path:
        edit.currentPath = path


def openFile(path: str) -> None:
    """Open a file with the program that the system has for it."""
    qt.QDesktopServices.openUrl(qt.QUrl.fromLocalFile(path))
