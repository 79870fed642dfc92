"""A figure as the bytes of a picture, in letters of any script that a font of this machine has."""

import io
import warnings
from typing import TYPE_CHECKING

from ...optional import require

if TYPE_CHECKING:
    from matplotlib.figure import Figure

OTHER_SCRIPTS = (
    *("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei"),
    *("Microsoft YaHei", "SimHei", "PingFang SC", "Hiragino Sans", "Yu Gothic", "MS Gothic", "Malgun Gothic"),
    *("Arial Unicode MS",),
)
"""Fonts with Chinese, Japanese or Korean letters, which the drawing library's own font lacks."""
_MISSING_LETTER = r"Glyph \d+ .* missing from"


def png_of(figure: "Figure", dpi: int) -> tuple[bytes, bool]:
    """PNG of a figure, the same for the same figure, and whether every letter in it could be drawn."""
    stream = io.BytesIO()
    _write_in_any_script(figure)
    with warnings.catch_warnings(record=True) as said:
        warnings.filterwarnings("always", _MISSING_LETTER)
        figure.savefig(stream, format="png", dpi=dpi, metadata={"Software": None})
    missing = [each for each in said if "Glyph" in str(each.message)]
    for other in said:
        if other not in missing:
            warnings.warn_explicit(other.message, other.category, other.filename, other.lineno)
    return stream.getvalue(), not missing


def svg_of(figure: "Figure", name: str) -> bytes:
    """SVG of a figure, the same for the same figure and name; its letters are left to whoever shows it."""
    matplotlib = require("matplotlib", purpose="Drawing figures", extra="training")
    stream = io.BytesIO()
    _write_in_any_script(figure)
    with matplotlib.rc_context({"svg.hashsalt": name, "svg.fonttype": "none"}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", _MISSING_LETTER)
        figure.savefig(stream, format="svg", metadata={"Date": None})
    return stream.getvalue()


def _write_in_any_script(figure: "Figure") -> None:
    """Let letters that the usual font lacks be taken from another one, where this machine has one."""
    manager = require("matplotlib.font_manager", purpose="Drawing figures", extra="training").fontManager
    here = {font.name for font in manager.ttflist}
    others = [name for name in OTHER_SCRIPTS if name in here]
    if not others:
        return
    text = require("matplotlib.text", purpose="Drawing figures", extra="training")
    for words in figure.findobj(text.Text):
        if not str(words.get_text()).isascii():
            words.set_fontfamily(["sans-serif", *others])
