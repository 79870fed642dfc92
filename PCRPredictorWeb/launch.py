"""Opening the user's browser without telling the other users of the machine the address."""

import html
import os
import webbrowser
from pathlib import Path

PAGE = """<!doctype html>
<meta charset="utf-8"><meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url={address}">
<title>PCR Predictor</title><a href="{address}">Open PCR Predictor</a>
"""


def write_redirect(address: str, folder: Path) -> Path:
    """Write a page that only its owner can read and that leads to the address."""
    path = folder / "open.html"
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
        file.write(PAGE.format(address=html.escape(address)))
    return path


def launch(page: Path) -> None:
    """Show a page in the browser: its path stands in the list of processes, what is in it does not."""
    webbrowser.open(page.as_uri())
