"""The HTML shell and style of a report: one file, no script, nothing fetched."""

from html import escape

STYLE = """
:root { color-scheme: light; --ink: #1b1f24; --muted: #57606a; --rule: #d0d7de; --raises: #0072B2; --lowers: #B34700; }
* { box-sizing: border-box; }
body { margin: 0; background: #f6f8fa; color: var(--ink);
  font: 15px/1.45 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Liberation Sans", sans-serif; }
main { max-width: 1240px; margin: 0 auto; padding: 14px 20px 40px; }
.simulated { margin: 0; padding: 7px 20px; text-align: center; font-size: 14px; color: #1b1f24;
  background: repeating-linear-gradient(45deg, #ffe08a 0 16px, #ffd04d 16px 32px); border-bottom: 2px solid #1b1f24; }
header { display: flex; align-items: baseline; justify-content: space-between; gap: 20px; margin-bottom: 10px; }
h1 { font-size: 17px; margin: 0; }
header p { margin: 0; color: var(--muted); font-size: 13px; }
h2 { font-size: 17px; margin: 0 0 10px; }
h3 { font-size: 14px; margin: 16px 0 6px; }
section { background: #fff; border: 1px solid var(--rule); border-radius: 10px; padding: 16px 18px; margin: 0 0 16px;
  overflow-wrap: anywhere; }
svg { display: block; width: 100%; height: auto; font-family: inherit; }
.first { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 7fr); gap: 16px; margin-bottom: 16px; }
.first > section { margin: 0; }
.answer { display: flex; flex-direction: column; }
.answer h2 { color: var(--muted); font-size: 14px; font-weight: 600; margin: 0; }
.lead { font-size: 23px; line-height: 1.25; font-weight: 700; margin: 6px 0 2px;
  padding-left: 12px; border-left: 7px solid var(--muted); }
.lead.above { border-color: var(--raises); }
.lead.below { border-left-style: double; border-color: var(--lowers); }
.lead.outside { border-color: #8a6100; }
.reasons { margin: 6px 0 8px; padding-left: 20px; font-size: 14px; }
.headline { display: flex; align-items: center; flex-wrap: wrap; gap: 4px 12px; margin: 0; }
.number { font-size: 58px; line-height: 1.12; font-weight: 750; letter-spacing: -0.02em; white-space: nowrap; }
.second .number { font-size: 26px; font-weight: 500; color: #8c959f; }
.tag { border: 2px solid var(--ink); border-radius: 6px; padding: 3px 9px; font-size: 13px; font-weight: 700; }
.uncertainty { margin: 2px 0 8px; color: var(--muted); font-size: 14px; }
.exactly { margin: 0 0 8px; color: var(--muted); font-size: 12px; }
.unreliable { margin: 0 0 8px; padding: 6px 10px; background: #fffaf0; border-left: 6px solid #8a6100;
  font-size: 14px; }
.unreliable p { margin: 4px 0 0; }
summary { cursor: pointer; color: var(--muted); font-size: 13px; }
.why { display: grid; grid-template-columns: minmax(0, 11fr) minmax(0, 9fr); gap: 8px 28px; align-items: start; }
.words { margin: 0; font-size: 13.5px; }
.words dt { font-weight: 650; margin-top: 9px; }
.words dd { margin: 1px 0 0; }
.words .code { color: var(--muted); display: block; font-size: 11.5px; }
.does.raises { color: var(--raises); }
.does.lowers { color: var(--lowers); }
td .code { color: var(--muted); }
.notice { margin: auto 0 0; padding-top: 10px; font-weight: 600; font-size: 14px; }
.notice a { color: inherit; }
.pictures { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 12px; }
.pictures.four { grid-template-columns: repeat(4, minmax(0, 1fr)); }
figure { margin: 0; }
figure svg { border-radius: 6px; background: #000; }
figcaption { margin-top: 5px; font-size: 13px; color: var(--muted); }
figcaption strong { color: var(--ink); font-size: 14px; }
.overlay { fill: #fff; font-size: 15px; font-weight: 600; paint-order: stroke; }
.overlay text { stroke: #000; stroke-width: 3px; stroke-opacity: .65; paint-order: stroke; }
.note { color: var(--muted); font-size: 13px; margin: 10px 0 0; }
.warnings { border-left: 6px solid #8a6100; background: #fffaf0; }
.warnings ul { margin: 0; padding-left: 20px; }
.warnings.many ul { columns: 2; column-gap: 36px; }
.warnings li { break-inside: avoid; margin-bottom: 6px; }
code, .code { font-family: ui-monospace, "SF Mono", Consolas, "Liberation Mono", monospace; font-size: 12.5px; }
.warnings .code { color: var(--muted); }
.wide { overflow-x: auto; }
.wide > * { min-width: 720px; }
table { border-collapse: collapse; width: 100%; font-size: 13.5px; }
th, td { padding: 5px 10px; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: top; }
th { overflow-wrap: normal; }
td { overflow-wrap: break-word; }
td:first-child { min-width: 4.5em; }
thead th { border-bottom: 2px solid var(--muted); }
tfoot td, tfoot th { border-bottom: 0; border-top: 2px solid var(--muted); font-weight: 700; }
td.number-cell, th.number-cell { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.facts { display: grid; grid-template-columns: minmax(150px, 260px) minmax(0, 1fr); gap: 3px 16px; margin: 0;
  font-size: 13.5px; }
.simulated strong { font-size: 16px; letter-spacing: .06em; margin-right: 8px; }
.nowrap { white-space: nowrap; }
.answer .facts { grid-template-columns: max-content minmax(0, 1fr); margin: 14px 0 0;
  padding-top: 12px; border-top: 1px solid var(--rule); }
.columns .facts { grid-template-columns: 150px minmax(0, 1fr); }
.facts dt { color: var(--muted); }
.facts dd { margin: 0; }
.columns { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 20px 32px; }
footer { color: var(--muted); font-size: 13px; text-align: center; }
@media screen and (max-width: 900px) {
  .first, .columns, .why { grid-template-columns: minmax(0, 1fr); }
  header { display: block; }
  .pictures.four { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .warnings.many ul { columns: 1; }
}
@media print {
  @page { size: A4; margin: 12mm; }
  body { background: #fff; zoom: .66; }
  main { max-width: none; padding: 8px 0 0; }
  section { border-color: #8c959f; }
  section, figure, tr, .first { break-inside: avoid; }
  .wide > * { min-width: 0; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""

NO_REQUESTS = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def page(title: str, body: str, simulated: str | None = None) -> str:
    """A complete HTML document around `body`, which is markup already.

    Parameters
    ----------
    title : str
        Plain text.
    simulated : str, optional
        What is simulated, in plain text; shown as a banner on top.
    """
    banner = (
        f'<p class="simulated" role="note"><strong>SIMULATED</strong> {escape(simulated)}</p>\n' if simulated else ""
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(NO_REQUESTS)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{banner}"
        f"<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def section(heading: str, *content: str, key: str = "", class_: str = "") -> str:
    """A titled block of the page around `content`, which is markup already."""
    marks = (f' id="{escape(key)}"' if key else "") + (f' class="{escape(class_)}"' if class_ else "")
    return f"<section{marks}>\n<h2>{escape(heading)}</h2>\n" + "\n".join(content) + "\n</section>"


def facts(pairs: list[tuple[str, str]]) -> str:
    """A list of plain-text names and values."""
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in pairs)
    return f'<dl class="facts">{rows}</dl>'


def exact(value: float, shown: str) -> str:
    """A number as shown, with its full precision in the markup for programs."""
    return f'<data value="{float(value)!r}">{escape(shown)}</data>'
