"""Write the font of the icons that the page shows: ``python Testing/web/icon_font.py`` after a panel takes a new one.

The toolkit's own font holds 7,447 icons in 400 KB, which a slow line brings half a second after the page. It stays
behind ours, for icons that ours lacks.
"""

import re
from pathlib import Path

import trame_vuetify
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

DOOR = Path(__file__).resolve().parents[2] / "PCRPredictorWeb"
FONT = DOOR / "serve" / "icons.woff2"
TOOLKIT = Path(trame_vuetify.__file__).parent / "module" / "v3-serve"
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
    return set(TTFont(FONT).getBestCmap())


def main() -> None:
    # Without the time of day, so that the same font is written each time.
    font = TTFont(TOOLKIT / "fonts" / "materialdesignicons-webfont.woff2", recalcTimestamp=False)
    options = Options()
    options.flavor = "woff2"
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=icons_shown().values())
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(FONT)
    print(f"{len(icons_shown())} icons in {FONT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
