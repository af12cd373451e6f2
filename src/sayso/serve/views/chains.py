"""How a figure or statement reached the documents: a tree from the origin outwards, in the order of time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sayso.core import Copy
from sayso.export.words import moment_text
from sayso.ledger.rows import ClaimRow
from sayso.serve.views.case import EventCase

COLLAPSED = 6  # copies of one text that stand in a row before they are folded together


@dataclass(frozen=True, slots=True)
class Link:
    """One document on the way. `ground`: explicit (the text says so), same_text, guessed; a guessed link asks to be checked.

    `by` are speakers between the origin and the document, from the inside out."""

    claim: str
    document: str
    outlet: str
    title: str
    said: str
    verb: str
    by: tuple[str, ...]
    words: str
    ground: str
    detail: str
    checked: bool
    children: tuple["Link", ...] = ()

    @property
    def folded(self) -> bool:
        """True where the children are so many that the page folds them."""
        return len(self.children) > COLLAPSED


@dataclass(frozen=True, slots=True)
class Chain:
    """The tree under one origin. `cycle` names publications that cite each other in a ring."""

    origin: str
    name: str
    role: str
    standing: str
    held: bool
    links: tuple[Link, ...]
    documents: int
    cycle: tuple[str, ...] = ()
    narrow: tuple[str, ...] = ()


def chain(case: EventCase, claims: Sequence[ClaimRow]) -> Chain:
    """The tree of claims that rest on one origin."""
    origin = case.origin_of(claims[0])
    by_document: dict[str, ClaimRow] = {}
    for row in sorted(claims, key=lambda c: (c.published or "9", c.address)):
        by_document.setdefault(row.document, row)
    sources = _sources(case.copies, set(by_document))
    children: dict[str, list[str]] = {}
    for document in by_document:
        children.setdefault(sources[document].source if document in sources else "", []).append(document)
    cycle = next((t.cycle for c in claims if (t := case.trails.get(c.address)) and t.cycle), ())
    held = any((row.outlet or "") == origin.name for row in by_document.values())
    return Chain(
        origin=origin.id,
        name=origin.name,
        role=case.role_of(origin),
        standing=origin.standing,
        held=held,
        links=tuple(_link(case, d, by_document, sources, children) for d in children.get("", ())),
        documents=len(by_document),
        cycle=cycle,
        narrow=tuple(sorted({t.why for t in case.ties if not t.resolved and origin.id in (t.left, t.right)})),
    )


def _sources(copies: Iterable[Copy], held: set[str]) -> dict[str, Copy]:
    """For each document the copy that it is, the surest first; never so that two documents stand under each other."""
    found: dict[str, Copy] = {}
    for copy in sorted(copies, key=lambda c: (c.guessed, -c.score, c.source)):
        if copy.copy not in held or copy.source not in held or copy.copy in found:
            continue
        above = copy.source
        while above in found and above != copy.copy:
            above = found[above].source
        if above != copy.copy:
            found[copy.copy] = copy
    return found


def _link(
    case: EventCase,
    document: str,
    rows: dict[str, ClaimRow],
    sources: dict[str, Copy],
    children: dict[str, list[str]],
) -> Link:
    row, copy = rows[document], sources.get(document)
    hops = [h.name for h in row.claim.chain.hops]
    verb, ground, detail = _how(case, row, copy)
    return Link(
        claim=row.address,
        document=document,
        outlet=row.outlet or row.doc,
        title=case.titles.get(document, ""),
        said=moment_text(row.published),
        verb=verb,
        by=tuple(reversed(hops[:-1])),
        words=row.claim.quote.words,
        ground=ground,
        detail=detail,
        checked=row.state != "draft",
        children=tuple(_link(case, d, rows, sources, children) for d in children.get(document, ())),
    )


def _how(case: EventCase, row: ClaimRow, copy: Copy | None) -> tuple[str, str, str]:
    """Verb, ground and detail of the link between a document and what it has its claim from."""
    if copy is not None:
        if copy.guessed:
            return "perhaps rewritten by", "guessed", f"text alike by {copy.score:.0%}, no credit"
        verb = {"verbatim": "reprinted by", "cut": "shortened by", "excerpt": "excerpted by"}.get(copy.kind, "rewritten by")
        return verb, "same_text", f"same text by {copy.score:.0%}" + (", credited" if copy.credited else "")
    trail = case.trails.get(row.address)
    step = trail.path[0] if trail and trail.path else ""
    hops = row.claim.chain.hops
    if " cites " in step:
        return "cited by", "explicit", step.split(" cites ", 1)[1]
    if not hops:
        origin = case.origin_of(row)
        own = (row.outlet or row.doc) == origin.name
        return ("said in", "explicit", "in its own words") if own else ("no attribution found in", "guessed", "")
    cue = hops[-1].cue.words if hops[-1].cue else ""
    direct = hops[-1].manner == "direct"
    return ("quoted by" if direct else "reported by"), "explicit", f"“{hops[-1].speaker.words}{' ' + cue if cue else ''}”"
