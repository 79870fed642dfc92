"""Turning from contour to contour while Python clears its garbage away; a crash must not end the other tests."""

import subprocess
import sys

TURNS = """
import asyncio, faulthandler, gc
from vtkmodules.vtkCommonCore import vtkObject
from PCRPredictorWeb.app import BrowserApp
from PCRPredictorWeb.session import Session

faulthandler.enable()
vtkObject.GlobalWarningDisplayOff()
session = Session()
app = BrowserApp(session)


async def turn():
    app.executor.attach(asyncio.get_running_loop())
    await app.open_sample()
    page, state = app.controller, app.server.state
    for phase in ("arterial", "portal"):
        page.new_contour(phase)
        gc.collect()
    contours = [item["value"] for item in state["contours"]]
    for phase in ("arterial", "portal") * 2:
        page.turn_to(phase)
        gc.collect()
        for contour in contours:
            page.choose_contour(phase, contour)
            page.choose_tool("threshold")
            page.change_setting("threshold_region", "everywhere")
            page.apply_tool(is_confirmed=True)
            page.undo()
            gc.collect()
    assert state["can_redo"]


try:
    asyncio.run(turn())
finally:
    session.close()
print("alive")
"""


def test_turning_from_contour_to_contour_outlives_garbage_collection():
    done = subprocess.run([sys.executable, "-c", TURNS], capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout) == (0, "alive\n"), done.stderr[-2000:]
