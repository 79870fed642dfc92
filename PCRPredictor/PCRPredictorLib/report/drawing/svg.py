"""Small building blocks for inline SVG; every text and attribute is escaped here."""

from html import escape

RAISES = "#0072B2"
LOWERS = "#D55E00"
WITH_PCR = "#009E73"
WITHOUT_PCR = "#8c959f"
INK = "#1b1f24"
MUTED = "#57606a"
RULE = "#d0d7de"

Attribute = str | float


def element(tag: str, *content: str, **attributes: Attribute) -> str:
    """One SVG element around `content`, which is markup already.

    Underscores in attribute names become hyphens and a trailing one is dropped, so that
    ``stroke_width=2, class_="bar"`` gives ``stroke-width="2" class="bar"``.
    """
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_attribute(value)}"' for name, value in attributes.items()
    )
    return f"<{tag}{written}>{''.join(content)}</{tag}>" if content else f"<{tag}{written}/>"


def text(x: float, y: float, words: str, **attributes: Attribute) -> str:
    """A line of text with its baseline at (x, y)."""
    return element("text", escape(words), x=x, y=y, **attributes)


def line(x1: float, y1: float, x2: float, y2: float, **attributes: Attribute) -> str:
    """A straight line; grey and thin unless told."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, **{"stroke": RULE, **attributes})


def drawing(key: str, width: float, height: float, title: str, description: str, *content: str) -> str:
    """A whole inline SVG with the title and description that a screen reader speaks.

    `key` must be unique in the page. No namespace is declared: HTML supplies it.
    """
    return element(
        "svg",
        element("title", escape(title), id=f"{key}-title"),
        element("desc", escape(description), id=f"{key}-desc"),
        *content,
        viewBox=f"0 0 {_attribute(width)} {_attribute(height)}",
        role="img",
        aria_labelledby=f"{key}-title {key}-desc",
    )


def hatch(key: str, scale: float = 1.0) -> str:
    """Definition of the diagonal hatch that tells the lowering color apart in grey print; stripes 6 x `scale` apart."""
    stripe = line(0, 0, 0, 6, stroke="#ffffff", stroke_width=2.4, stroke_opacity=0.75)
    ground = element("rect", width=6, height=6, fill=LOWERS)
    pattern = element(
        "pattern",
        ground,
        stripe,
        id=key,
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)" if scale == 1.0 else f"scale({scale:g}) rotate(45)",
    )
    return element("defs", pattern)


def _attribute(value: Attribute) -> str:
    return escape(value, quote=True) if isinstance(value, str) else f"{round(float(value), 3):g}"
