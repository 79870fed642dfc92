"""A page as PDF, by WeasyPrint (extra `pdf`): to be filed, or printed in grey."""

from types import ModuleType

from ...errors import InputError
from ...optional import require
from ...texts import sentence as _

PURPOSE = _("Writing a PDF")
A4_MM = (210, 297)
MARGIN_MM = 11
MOST_PAGES = 3
SCALES = (0.62, 0.58, 0.54, 0.5)
"""Of the sizes on the screen; the largest that keeps to the pages allowed is taken."""
STYLE = """
@page {{ size: {width}mm {height}mm !important; margin: {margin}mm !important;
  @bottom-center {{ content: "Research use only \\00b7  page " counter(page) " of " counter(pages);
    font: 13px sans-serif; color: #57606a }} }}
main {{ max-width: none !important; padding: 0 !important; }}
section, .first {{ break-inside: auto !important; margin-bottom: 12px !important; }}
.why, .pictures, .facts, tr, figure, li {{ break-inside: avoid; }}
h2, h3, dt {{ break-after: avoid; }}
footer {{ display: none; }}
"""


def pdf_of(html: str, most_pages: int | None = MOST_PAGES) -> bytes:
    """A self-contained page on A4 sheets.

    Parameters
    ----------
    html : str
    most_pages : int, optional
        It is made smaller, as far as it stays legible, to keep to so many; None for what may be long.

    Raises
    ------
    InputError
        WeasyPrint, or the system library that it draws text with, is not installed.
    """
    weasyprint = _weasyprint()
    # Nothing is fetched from a disk or network, and what the page carries in itself must be drawn.
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
    page = weasyprint.HTML(string=html, url_fetcher=fetcher)
    for scale in SCALES:
        width, height = (side / scale for side in A4_MM)
        style = weasyprint.CSS(string=STYLE.format(width=width, height=height, margin=MARGIN_MM / scale))
        document = page.render(stylesheets=[style])
        if most_pages is None or len(document.pages) <= most_pages:
            break
    return document.write_pdf(zoom=scale)


def require_pdf() -> None:
    """Raise InputError, as `pdf_of`, where no PDF can be written: before minutes are spent."""
    _weasyprint()


def _weasyprint() -> ModuleType:
    try:
        return require("weasyprint", purpose=PURPOSE, extra="pdf")
    except OSError as error:  # it loads Pango, which no Python package brings
        raise InputError(
            _(
                "{purpose} needs the system library Pango ({reason}); install it (Debian: libpango-1.0-0 "
                "libpangoft2-1.0-0), or open the HTML report in a browser and print it to a PDF."
            ).format(purpose=PURPOSE, reason=str(error).splitlines()[0])
        ) from error
