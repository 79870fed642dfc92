"""Write the style sheet with the font of the icons that the page shows.

``python Testing/web/icon_font.py``, after a panel takes a new icon.

The toolkit's own font holds 7,447 icons in 400 KB, which a slow line brings half a second after the page. It stays
behind ours, for icons that ours lacks.
"""

import base64
import io
import re
from pathlib import Path

import trame_vuetify
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

DOOR = Path(__file__).resolve().parents[2] / "PCRPredictorWeb"
SHEET = DOOR / "serve" / "icons.css"
TOOLKIT = Path(trame_vuetify.__file__).parent / "module" / "v3-serve"
TEMPLATE = """/* Of the Material Design Icons by Pictogrammers (Apache 2.0); written by Testing/web/icon_font.py. */
@font-face {{ font-family: "Icons of the page"; src: url("data:font/woff2;base64,{font}") format("woff2"); }}
.mdi::before {{ font-family: "Icons of the page", "Material Design Icons" !important; }}
"""
NAME = re.compile(r"mdi-[a-z][a-z0-9-]*")


def icons_shown() -> dict[str, int]:
    """Code points of the icons that the panels or the toolkit's own parts name."""
    texts = [path.read_text() for path in sorted(DOOR.rglob("*.py"))] + [(TOOLKIT / "vuetify3.js").read_text()]
    named = {name for text in texts for name in NAME.findall(text)}
    sheet = (TOOLKIT / "css" / "mdi.css").read_text()
    known = re.findall(r'\.(mdi-[a-z0-9-]+)::?before\{content:"\\(\w+)"', sheet)
    return {name: int(code, 16) for name, code in known if name in named}


def codes_held() -> set[int]:
    """Code points that our font draws."""
    font = base64.b64decode(re.search(r"base64,([^\"]+)", SHEET.read_text())[1])
    return set(TTFont(io.BytesIO(font)).getBestCmap())


def main() -> None:
    # Without the time of day, so that the same font is written each time.
    font = TTFont(TOOLKIT / "fonts" / "materialdesignicons-webfont.woff2", recalcTimestamp=False)
    options = Options()
    options.flavor = "woff2"
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=icons_shown().values())
    subsetter.subset(font)
    font.flavor = "woff2"
    written = io.BytesIO()
    font.save(written)
    SHEET.write_text(TEMPLATE.format(font=base64.b64encode(written.getvalue()).decode()))
    print(f"{len(icons_shown())} icons in {SHEET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
