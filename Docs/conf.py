"""The documentation as a site: ``make docs``."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent / "PCRPredictor"))

from generated_pages import write_pages  # noqa: E402
from PCRPredictorLib import __version__  # noqa: E402

write_pages(HERE / "generated")

project = "PCRPredictor"
copyright = "the PCRPredictor authors"
release = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 4
exclude_patterns = ["generated_pages.py"]
html_theme = "furo"
html_title = "PCRPredictor (research use only)"
html_show_sphinx = False
napoleon_google_docstring = False
napoleon_use_rtype = False
autodoc_typehints = "description"
autodoc_member_order = "bysource"
nitpicky = False
suppress_warnings = ["myst.xref_ambiguous"]
