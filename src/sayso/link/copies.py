"""Which passages are taken from which document: reprints, excerpts, credited wire copy, and guessed rewrites.

Candidates come from sampled runs of words (`prints`), so that the search grows with the documents and not with their pairs.
A passage that stands in both only as a quotation is no copy: both may quote a third. Direction, in this order: who credits
whom, who is an agency, whose address the other gives as the original, who printed first, who has more.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sayso.core import Copy, Document
from sayso.core.dates import days
from sayso.link.passages import Passage, shared_passages
from sayso.link.rewrites import Likeness, Outline, likeness
from sayso.link.speakers import fold
from sayso.link.text import Words, sampled, words_of

ONE_IN = 4  # share of the shingles that are kept as prints
LEAST_PRINTS = 2  # shared prints from which two documents are compared
MOST_HOLDERS = 40  # documents with one print of which all pairs are compared; of more, each with the first of them
FIRST_HOLDERS = 8
DAYS = 60  # between two documents that may be copies
REWRITE_DAYS = 4
WHOLE = 0.8  # share of its words from which a copy is the whole of a document
EXCERPT = 0.4
# A guessed rewrite: chosen on the built set of evaluation/linking_copies.py.
REWRITTEN = {"sentences": 4, "aligned": 0.7, "coverage": 0.28, "distinctive": 0.4, "shared": 5}
_AGENCY = re.compile(r"\b(?:news agency|press agency|newswire|wire service|information agency)\b", re.I)
_PAREN_CREDIT = re.compile(
    r"^\W*(?:[A-Z][\w .,'’/-]{2,60}[,.]? )?(?:[A-Z][a-z]+\.? \d{1,2}(?:, \d{4})? )?\(([A-Z][\w ./-]{1,30})\)"
)


@dataclass(frozen=True)
class Source:
    """A document as the search for copies sees it."""

    document: Document

    @property
    def id(self) -> str:
        return self.document.id

    @cached_property
    def words(self) -> Words:
        return words_of(self.document.text)

    @cached_property
    def outline(self) -> Outline:
        return Outline(self.words)

    @cached_property
    def prints(self) -> frozenset[int]:
        """Sampled shingles."""
        return frozenset(sampled(self.words, ONE_IN).tolist())

    @property
    def outlet(self) -> str:
        return self.document.outlet or ""

    @cached_property
    def credits(self) -> frozenset[str]:
        """Folded names of those whom the masthead, or a bracket at the head or foot of the text, gives as the origin."""
        m = self.document.masthead
        names = [a.value for a in m.agencies] + ([m.byline.value] if m.byline else [])
        text = self.document.text
        head = [c for line in text.split("\n", 6)[:6] for c in _PAREN_CREDIT.findall(line)]
        tail = re.findall(r"(?:[—–-]{1,2}|\(|/)\s*([A-Z][\w .&'’-]{1,40}?)\)?/?\.?\s*(?:\n|$)", text)
        return frozenset(f for n in (*names, *head, *tail) if (f := fold(n)))

    @property
    def published(self) -> str:
        return self.document.published or ""

    @cached_property
    def day(self) -> int | None:
        """Day of publication as an ordinal."""
        found = days(self.published[:10])
        return found[0] if found else None

    @cached_property
    def is_agency(self) -> bool:
        return bool(_AGENCY.search(self.outlet))


def candidates(sources: Sequence[Source], new: Iterable[str] | None = None) -> list[tuple[int, int]]:
    """Pairs of indices, the smaller first, that share prints and lie within `DAYS`; with `new` only those that hold one of
    these ids. A print that very many hold (boilerplate, a much printed wire) leads to the first of them only."""
    holders: dict[int, list[int]] = {}
    order = sorted(range(len(sources)), key=lambda i: (sources[i].published or "~", sources[i].id))
    for i in order:
        for p in sources[i].prints:
            holders.setdefault(p, []).append(i)
    fresh = None if new is None else set(new)
    counts: Counter[tuple[int, int]] = Counter()
    for held in holders.values():
        if len(held) > 1:
            firsts = held if len(held) <= MOST_HOLDERS else held[:FIRST_HOLDERS]
            for k, i in enumerate(held):
                counts.update((min(i, j), max(i, j)) for j in firsts[: k if k < len(firsts) else None] if i != j)
    return sorted(
        pair
        for pair, n in counts.items()
        if n >= LEAST_PRINTS
        and (fresh is None or sources[pair[0]].id in fresh or sources[pair[1]].id in fresh)
        and _within(sources[pair[0]], sources[pair[1]], DAYS)
    )


def _within(a: Source, b: Source, limit: int) -> bool:
    """Whether two publication days lie within some days of each other; an unknown day is near everything."""
    return a.day is None or b.day is None or abs(a.day - b.day) <= limit


def find_copies(
    sources: Sequence[Source],
    pairs: Iterable[tuple[int, int]] | None = None,
    rewrites: Iterable[tuple[int, int]] = (),
) -> list[Copy]:
    """Copies among the sources: for each passage the one document that it is taken from.

    `pairs` are candidates for shared wording (default: all), `rewrites` for rewriting without credit, as indices.
    """
    found: dict[str, list[tuple[Copy, Source, Passage | None]]] = {}
    seen: set[tuple[str, str]] = set()
    for i, j in candidates(sources) if pairs is None else pairs:
        for copy, source, passage in _between(sources[i], sources[j]):
            found.setdefault(copy.copy, []).append((copy, source, passage))
            seen |= {(copy.source, copy.copy), (copy.copy, copy.source)}
    for i, j in rewrites:
        a, b = _in_time(sources[i], sources[j])
        if (a.id, b.id) not in seen and (guess := guess_rewrite(a, b)) is not None:
            found.setdefault(guess.copy, []).append((guess, a, None))
    return sorted(
        (c for held in found.values() for c in _kept(held)), key=lambda c: (c.copy, c.copy_span, c.source, c.source_span)
    )


def _between(a: Source, b: Source) -> Iterator[tuple[Copy, Source, Passage]]:
    """The passages that one of two documents took from the other."""
    passages = [p for p in shared_passages(a.words, b.words) if not _quotation(p)]
    if not passages:
        return
    source, copy, credited, reasons = direction(a, b)
    if source is b:
        passages = [replace(p, first=p.second, second=p.first) for p in passages]
    shared = sum(p.shared for p in passages)
    kind = _kind(shared, len(copy.words), len(source.words))
    for p in passages:
        score = min(1.0, p.shared / max(1, p.second[1] - p.second[0]))
        yield (
            Copy(
                source.id,
                copy.id,
                kind,
                credited,
                False,
                round(score, 3),
                source.words.span(*p.first),
                copy.words.span(*p.second),
                (*reasons, f"{p.shared} words in common"),
            ),
            source,
            p,
        )


def _quotation(p: Passage) -> bool:
    """Whether a shared passage is a quotation with no more around it than "he said"."""
    return p.quoted > 0 and p.own < 8


def _kind(shared: int, copy: int, source: int) -> str:
    if shared >= WHOLE * copy:
        return "verbatim" if shared >= WHOLE * source else "cut"
    if shared >= EXCERPT * copy:
        return "cut" if shared < EXCERPT * source else "rewritten"
    return "excerpt"


def direction(a: Source, b: Source) -> tuple[Source, Source, bool, tuple[str, ...]]:
    """Which of two documents with shared wording had it: (source, copy, whether the copy credits it, why)."""
    ab, ba = credits(b, a), credits(a, b)
    if bool(ab) != bool(ba):
        return (a, b, True, (ab,)) if ab else (b, a, True, (ba,))
    ma, mb = a.document.masthead, b.document.masthead
    for x, y, m, n in ((a, b, ma, mb), (b, a, mb, ma)):
        if (
            n.canonical
            and m.address
            and n.canonical.value == m.address.value
            and (not n.address or n.address.value != m.address.value)
        ):
            return x, y, True, ("gives the other's address as its original",)
    if a.is_agency != b.is_agency:
        return (a, b, False, ("the source is an agency",)) if a.is_agency else (b, a, False, ("the source is an agency",))
    first, second = _in_time(a, b)
    if first.published[:16] != second.published[:16] and first.published and second.published:
        return first, second, False, ("printed earlier",)
    longer, shorter = sorted((a, b), key=lambda s: (-len(s.words), s.published or "~", s.id))
    return longer, shorter, False, ("has more of the text",)


def credits(copy: Source, source: Source) -> str:
    """How a document credits another's publisher, "" if it does not. Initials in brackets ("(SNA)") are a credit too."""
    name = fold(source.outlet)
    if not name or name == fold(copy.outlet):
        return ""
    initials = "".join(w[0] for w in name.split())
    for credit in copy.credits:
        if credit in (name, initials) or (len(credit) > 5 and (credit in name or name in credit)):
            return f"credits {source.outlet}"
    return ""


def _in_time(a: Source, b: Source) -> tuple[Source, Source]:
    """Two documents, the one printed earlier first; one without a date comes after one with."""
    first, second = sorted((a, b), key=lambda s: (s.published or "~", s.id))
    return first, second


def guess_rewrite(source: Source, copy: Source) -> Copy | None:
    """A rewriting without credit of an earlier document, or None. Marked as guessed: nobody says so."""
    if fold(source.outlet) == fold(copy.outlet) and source.outlet:
        return None
    if not source.published or not copy.published or not _within(source, copy, REWRITE_DAYS):
        return None
    like = likeness(source.outline, copy.outline)
    if not is_rewrite(like):
        return None
    why = (
        f"{like.aligned:.0%} of its sentences follow those of the other",
        f"{like.shared} rare words and numbers in common" + (f", {like.quotations} quotations" if like.quotations else ""),
    )
    spans = (0, len(source.document.text)), (0, len(copy.document.text))
    return Copy(source.id, copy.id, "rewritten", False, True, round(like.score, 3), *spans, why)


def is_rewrite(like: Likeness) -> bool:
    """Whether a likeness is more than two reports of one event have."""
    return all(getattr(like, name) >= least for name, least in REWRITTEN.items())


def _kept(held: list[tuple[Copy, Source, Passage | None]]) -> list[Copy]:
    """For each passage of one document the source that is credited, else the first; guesses only where nothing is sure."""
    kept: list[Copy] = []
    ranked = sorted(held, key=lambda h: (h[0].guessed, not h[0].credited, h[1].published or "~", -h[0].score, h[1].id))
    for copy, _, _ in ranked:
        length = copy.copy_span[1] - copy.copy_span[0]
        over = (min(k.copy_span[1], copy.copy_span[1]) - max(k.copy_span[0], copy.copy_span[0]) for k in kept)
        if not any(o > length / 2 for o in over):
            kept.append(copy)
    return kept
