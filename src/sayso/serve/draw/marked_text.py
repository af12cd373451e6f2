"""The text of a document with its marks, as HTML. Written here and not in a template: a document may have thousands of marks."""

from collections.abc import Iterable
from html import escape

from markupsafe import Markup

from sayso.serve.views.reader import Paragraph, Segment


def draw_text(paragraphs: Iterable[Paragraph], here: str = "") -> Markup:
    """Paragraphs with numbers; each mark a link to its claim, that of the open claim `here` set off. Every word is escaped."""
    return Markup("\n".join(_paragraph(p, here) for p in paragraphs))


def _paragraph(p: Paragraph, here: str) -> str:
    number = f'<a class="n" href="#p{p.number}">{p.number}<span class="hidden"> paragraph</span></a>'
    return (
        f'<p id="p{p.number}" class="{escape(p.role)}" dir="auto">{number}{"".join([_segment(s, here) for s in p.segments])}</p>'
    )


def _segment(s: Segment, here: str) -> str:
    words = escape(s.words, quote=False)
    if not s.marks:
        return f'<span data-at="{s.start}">{words}</span>'
    top = escape(s.marks[0])
    css = escape(s.css) + (" here" if here and here in s.marks else "")
    target = "#unused" if top.startswith("n") else f"?claim={top}#{top}"
    first = f' id="{escape(s.opens[0])}"' if s.opens else ""
    more = "".join(f'<sup class="m-more" id="{escape(o)}"></sup>' for o in s.opens[1:])
    return f'<a class="m {css}" data-at="{s.start}"{first} href="{target}">{words}</a>{more}'
