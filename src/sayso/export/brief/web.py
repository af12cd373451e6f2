"""A brief as one HTML file: no script, nothing that is loaded from elsewhere, every word of a document escaped."""

from collections.abc import Iterable
from html import escape

from sayso.export.brief.chart import Chart
from sayso.export.brief.model import Brief, Note, Row, Section, Sentence

_CSS = """
:root { color-scheme: light dark; --ink: #1c1c1c; --dim: #5a5a5a; --line: #d5d2ca; --back: #fffefb; --mark: #8f231b; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e6e1; --dim: #a9a59c; --line: #45423c; --back: #191816; --mark: #ef8f86; } }
body { margin: 0 auto; max-width: 50rem; padding: 2rem 1.2rem 4rem; font: 1rem/1.55 Georgia, "Times New Roman", serif; color: var(--ink);
  background: var(--back); overflow-wrap: anywhere; }
h1, h2, h3, table, figcaption, .labels { font-family: system-ui, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; } h2 { font-size: 1.25rem; margin: 2.4rem 0 .3rem; border-top: 1px solid var(--line); padding-top: 1.2rem; }
h3 { font-size: 1rem; margin: 1.2rem 0 .3rem; }
.labels { color: var(--dim); font-size: .85rem; margin: 0 0 .6rem; } .labels b { font-weight: 600; }
ul { padding-left: 1.2rem; margin: .3rem 0; } li { margin: .25rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .85rem; margin: .6rem 0 1rem; } th, td { text-align: left; vertical-align: top;
  padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); } th { font-weight: 600; }
.wide { overflow-x: auto; } th, td { overflow-wrap: normal; } table.made { width: auto; } table.made th { color: var(--dim); font-weight: 400; padding-right: 1.2rem; }
sup { font: .68rem/1 system-ui, sans-serif; } sup a { color: var(--mark); text-decoration: none; padding: 0 .1rem; } sup a:hover { text-decoration: underline; }
figure { margin: 1rem 0; } figure svg { width: 100%; height: auto; border: 1px solid var(--line); } figcaption { color: var(--dim); font-size: .8rem; }
ol.notes { font-size: .85rem; padding-left: 2.2rem; } ol.notes li { margin: .35rem 0; } ol.notes li:target, sup a:target { background: #f5d90a55; }
.dim { color: var(--dim); } a { color: inherit; }
@media print { body { max-width: none; } h2 { break-after: avoid; } tr, li { break-inside: avoid; } }
"""


def to_html(brief: Brief, chart: Chart | None = None) -> str:
    """The brief as an HTML page, the map inside."""
    parts = [
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f'<meta name="referrer" content="no-referrer"><title>{escape(brief.title)}</title><style>{_CSS}</style></head><body>',
        f"<h1>{escape(brief.title)}</h1>",
        '<table class="made">'
        + "".join(f'<tr><th scope="row">{escape(k)}</th><td>{escape(v)}</td></tr>' for k, v in brief.made)
        + "</table>",
    ]
    if chart is not None:
        missing = f" · without a place on the map: {', '.join(map(str, chart.unplaced))}" if chart.unplaced else ""
        caption = f"Numbers as in the table · outlines: only the area is known · land and borders: Natural Earth{missing}"
        parts.append(f"<figure>{chart.svg()}<figcaption>{escape(caption)}</figcaption></figure>")
    parts.append("<h2>Events</h2>" + _table(brief.columns, brief.overview, link=True))
    parts += map(_section, brief.sections)
    parts.append('<h2>The words</h2><ol class="notes">' + "".join(map(_note, brief.notes)) + "</ol></body></html>\n")
    return "\n".join(parts)


def _section(s: Section) -> str:
    labels = " · ".join(f"<b>{escape(k)}</b> {escape(v)}" for k, v in s.labels)
    out = [f'<h2 id="e{s.number}">{s.number}. {escape(s.title)}</h2><p class="labels">{labels}</p>']
    out.append("<h3>What is claimed</h3>" + _list(s.told))
    if s.conflicts:
        out.append("<h3>Where accounts conflict</h3>" + _list(s.conflicts))
    if s.rows:
        out.append("<h3>Figures by whom they rest on</h3>" + _table(s.columns, s.rows))
    return "\n".join(out)


def _list(sentences: Iterable[Sentence]) -> str:
    return "<ul>" + "".join(f"<li>{escape(s.text)}{_marks(s.notes)}</li>" for s in sentences) + "</ul>"


def _marks(numbers: Iterable[int]) -> str:
    return "<sup>" + " ".join(f'<a href="#n{n}">{n}</a>' for n in numbers) + "</sup>"


def _table(columns: Iterable[str], rows: Iterable[Row], *, link: bool = False) -> str:
    head = "".join(f'<th scope="col">{escape(c)}</th>' for c in columns)
    body = ""
    for r in rows:
        cells = [escape(c) for c in r.cells]
        if link:
            cells[1] = f'<a href="#e{cells[0]}">{cells[1]}</a>'
        cells[-1] += _marks(r.notes)
        body += "<tr>" + "".join(f"<td>{c}</td>" for c in cells) + "</tr>"
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _note(n: Note) -> str:
    through = f' <span class="dim">({escape(n.through)})</span>' if n.through else ""
    address = f' <a href="{escape(n.address)}" rel="noreferrer noopener">{escape(n.address)}</a>' if n.address else ""
    return f'<li id="n{n.number}">“{escape(n.words)}”{through}. {escape(n.source)}; <span class="dim">{escape(n.place)}</span>.{address}</li>'
