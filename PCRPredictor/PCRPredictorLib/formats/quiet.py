"""Keeping the C++ image readers off standard error, where a door prints its one sentence."""

import contextlib
import os
import sys
import threading
from collections.abc import Iterator

import SimpleITK as sitk

STANDARD_ERROR = 2


@contextlib.contextmanager
def quiet_readers() -> Iterator[None]:
    """Silence ITK's warnings and what MetaIO, GDCM and the NIfTI library print themselves.

    What matters of it is checked and raised by the readers here. The file descriptor is redirected in the main thread
    only: it belongs to the whole process, and two threads could not put it back in the right order.
    """
    shown = sitk.ProcessObject.GetGlobalWarningDisplay()
    sitk.ProcessObject.SetGlobalWarningDisplay(False)
    try:
        with _discarded_standard_error():
            yield
    finally:
        sitk.ProcessObject.SetGlobalWarningDisplay(shown)


@contextlib.contextmanager
def _discarded_standard_error() -> Iterator[None]:
    in_main_thread = threading.current_thread() is threading.main_thread()
    try:
        saved = os.dup(STANDARD_ERROR) if in_main_thread else None
    except OSError:  # a window application without a console
        saved = None
    if saved is None:
        yield
        return
    if sys.stderr is not None:
        sys.stderr.flush()
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), STANDARD_ERROR)
        yield
    finally:
        os.dup2(saved, STANDARD_ERROR)
        os.close(saved)
