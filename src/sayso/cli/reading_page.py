"""Readings as one HTML page: names and attributions marked; everything from the text is escaped."""

from collections.abc import Sequence
from html import escape

from sayso.core import Reading

_STYLE = (
    "body{font:16px/1.6 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}"
    "mark{background:none;color:inherit;border-bottom:2px solid;padding-bottom:1px}mark small{font-size:.65em;opacity:.7;margin-left:.25em}"
    ".cue{text-decoration:underline dotted}.content{background:color-mix(in srgb,currentColor 9%,transparent)}p{white-space:pre-wrap}"
)


def page(readings: Sequence[Reading]) -> str:
    """A complete page of several readings."""
    parts = [f"<h2>{escape(r.doc)}</h2><p>{_marked(r)}</p>" for r in readings]
    return f"<!doctype html><html lang=en><meta charset=utf-8><title>sayso read</title><style>{_STYLE}</style>{''.join(parts)}</html>\n"


def _marked(r: Reading) -> str:
    """The text with tags put in at the borders of spans; spans of one kind never overlap, kinds may."""
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    spans = [(n.start, n.end, "<mark>", f"<small>{n.label}</small></mark>") for n in r.names]
    spans += [(s.start, s.end, '<span class="cue">', "</span>") for a in r.attributions for s in a.cue]
    covered = 0
    for start, end, before, after in sorted(spans, key=lambda s: (s[0], -s[1])):
        if start < covered:
            continue
        covered = end
        opening.setdefault(start, []).append(before)
        closing.setdefault(end, []).append(after)
    cuts = sorted({0, len(r.text), *opening, *closing})
    out = []
    for a, b in zip(cuts, [*cuts[1:], None], strict=True):
        out += closing.get(a, []) + opening.get(a, [])
        out.append(escape(r.text[a:b]))
    return "".join(out)
