"""`pcr-predictor app`: the interactive job in a browser."""

from pathlib import Path

import click

from ..errors import InputError
from ..optional import require
from .options import INPUT_PATH

PURPOSE = "The browser door"


@click.command("app")
@click.argument("paths", nargs=-1, type=INPUT_PATH, metavar="[FILE|FOLDER]...")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=int, help="Port to listen on; else 8080, or a free one.")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
def command(paths: tuple[Path, ...], host: str, port: int | None, no_browser: bool) -> None:
    """Contour both phases and predict, in a browser. Research use only.

    Files and folders given here are opened: CT volumes, DICOM folders, .seg.nrrd contours, models and calibrations.
    """
    try:
        require("trame_slicer", purpose=PURPOSE, extra="web", package="trame-slicer")
        browser = require("PCRPredictorWeb.app", purpose=PURPOSE, extra="web", package="pcr-predictor")
    except ModuleNotFoundError:
        raise
    except ImportError as error:
        raise InputError(
            f"{PURPOSE} needs system libraries for rendering ({error}): on Debian,  apt install libx11-6 libegl1 "
            "libgl1-mesa-dri."
        ) from error
    browser.run(host, port, not no_browser, paths)
