"""Readings as one HTML page without scripts: the text with names, speakers and commitments marked, and beside it who says what.

Everything from a text is escaped; nothing is loaded from anywhere. A number in the text leads to the list and back.
"""

from collections.abc import Iterator, Sequence
from html import escape

from sayso.cli.reading_marks import STANCES, Marks, Numbered, Piece, marks_of, words
from sayso.core import Reading

_HUES = (205, 25, 140, 285, 45, 340, 175, 95)
_STYLE = """
:root{color-scheme:light dark;--ink:light-dark(#1d1f23,#e6e6e3);--dim:light-dark(#5f646b,#a2a7ae);--paper:light-dark(#fff,#16181b);
--line:light-dark(#e3e3df,#33373c);--red:light-dark(#a3261c,#ff9a8d)}
*{box-sizing:border-box}body{font:17px/1.65 Georgia,"Times New Roman",serif;color:var(--ink);background:var(--paper);margin:0 auto;
padding:2rem 1.5rem;max-width:76rem}
h1{font:600 1.05rem/1.3 system-ui,sans-serif;margin:0 0 .25rem}header p,.legend,aside,.unread{font:.8rem/1.5 system-ui,sans-serif;color:var(--dim)}
header p{margin:0 0 .6rem}.legend span{margin-right:1em;display:inline-block}article{border-top:1px solid var(--line);padding:1.4rem 0 2rem}
.columns{display:grid;grid-template-columns:minmax(0,38rem) minmax(0,1fr);gap:2.5rem;align-items:start}
.text{white-space:pre-wrap;overflow-wrap:anywhere;margin:0}
.name{font-weight:600}.name small{font:600 .55em system-ui,sans-serif;letter-spacing:.04em;color:var(--dim);margin-left:.2em;vertical-align:.15em}
.cue{text-decoration:underline;text-decoration-thickness:1px;text-underline-offset:3px}.hedge{font-style:italic;text-decoration:underline dotted}
.source{color:light-dark(hsl(var(--h) 75% 30%),hsl(var(--h) 70% 75%))}.quoted{background:light-dark(hsl(var(--h) 70% 94%),hsl(var(--h) 35% 22%));border-radius:2px}
.quoted.nobody{background:var(--line)}.commitment{font:600 .62em system-ui,sans-serif;color:var(--red);margin-left:.15em;vertical-align:.35em}
.ref{font:.62em system-ui,sans-serif;vertical-align:.45em;color:var(--dim);text-decoration:none;padding:0 .1em}
.ref:target,aside li:target{outline:2px solid light-dark(#c9a400,#e0c04a);outline-offset:2px}
aside ol{list-style:none;margin:.4rem 0 0;padding:0}aside ol ol{padding-left:1.1rem;border-left:1px solid var(--line);margin:.2rem 0 .2rem .25rem}
aside li{margin:0 0 .55rem}aside b{font-weight:600}aside .what{color:var(--ink)}.tag{color:var(--red)}
@media(max-width:60rem){.columns{grid-template-columns:minmax(0,1fr);gap:1rem}}
"""


def page(readings: Sequence[Reading]) -> str:
    """A complete page of several readings."""
    parts = "".join(_article(r, k) for k, r in enumerate(readings))
    style = "".join(f".s{k}{{--h:{hue}}}" for k, hue in enumerate(_HUES))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>sayso read</title><style>{_STYLE}{style}</style></head><body><main>{parts}</main></body></html>\n"
    )


def _article(r: Reading, k: int) -> str:
    about = " · ".join(x for x in (r.published or "", f"{len(r.sentences)} sentences", r.reader) if x)
    head = f"<header><h1>{escape(r.doc)}</h1><p>{escape(about)}</p></header>"
    if r.unread:
        return f'<article>{head}<p class="unread">not read: {escape(r.unread)}</p></article>'
    marks = marks_of(r)
    body = "".join(_piece(r, p, k) for p in marks.pieces)
    return (
        f'<article>{head}<div class="columns"><p class="text">{body}</p>'
        f"<aside><div>{_legend(marks)}</div>{_list(r, marks.tree, k)}</aside></div></article>"
    )


def _piece(r: Reading, p: Piece, k: int) -> str:
    out = escape(r.text[p.start : p.end])
    if p.label:
        out = f'<span class="name" title="{escape(p.label)}">{out}</span>'
    classes = [c for c, on in (("cue", p.cue), ("hedge", p.hedge), ("source", p.source), ("quoted", p.quoted)) if on]
    if p.speaker >= 0 and (p.source or p.quoted):
        classes.append(f"s{p.speaker % len(_HUES)}")
    elif p.quoted:
        classes.append("nobody")
    if classes:
        out = f'<span class="{" ".join(classes)}">{out}</span>'
    if p.commitment:
        out += f'<span class="commitment">{escape(p.commitment)}</span>'
    for number in p.numbers:
        out += f'<a class="ref" id="t{k}-{number}" href="#a{k}-{number}">{number}</a>'
    return out


def _legend(marks: Marks) -> str:
    if not marks.speakers:
        return '<p class="legend">nobody is quoted or reported</p>'
    names = (
        f'<span class="source s{i % len(_HUES)}">{escape(name)} {count}</span> '
        for i, (name, count) in enumerate(zip(marks.speakers, marks.counts, strict=True))
    )
    return f'<p class="legend">{"".join(names)}</p>'


def _list(r: Reading, tree: Sequence[Numbered], k: int) -> str:
    return "".join(_nested(r, list(tree), k))


def _nested(r: Reading, tree: list[Numbered], k: int) -> Iterator[str]:
    """The tree as lists within lists."""
    depth = -1
    for n in tree:
        if n.depth > depth:
            yield "<ol>"
        else:
            yield "</li>" + "</ol></li>" * (depth - n.depth)
        depth = n.depth
        yield f'<li id="a{k}-{n.number}">{_item(r, n, k)}'
    yield "</li></ol>" * (depth + 1)


def _item(r: Reading, n: Numbered, k: int) -> str:
    a = n.attribution
    colour = f"source s{n.speaker % len(_HUES)}" if n.speaker >= 0 else ""
    source = escape(words(r, a.source, " ") or "no speaker")
    full = f" = {escape(words(r, (a.speaker,)))}" if a.speaker is not None else ""
    tags = [STANCES[a.stance]] if a.stance in STANCES else []
    tags += [name for name, on in (("negated", a.negated), ("relayed", a.relayed)) if on]
    told = f' <span class="tag">{escape(", ".join(tags))}</span>' if tags else ""
    ref = f'<a class="ref" href="#t{k}-{n.number}">{n.number}</a>' if a.cue else f'<span class="ref">{n.number}</span>'
    cue = f' <span class="cue">{escape(words(r, a.cue))}</span>' if a.cue else ""
    return f'{ref} <b class="{colour}">{source}</b>{full}{cue}{told} <span class="what">{escape(words(r, a.content))}</span>'
