"""From events to sentences. Every sentence says who says it, and carries the claims that it rests on as footnotes."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from sayso.assess.facts import Said
from sayso.core import Conflict
from sayso.export.assessed import Assessed, by_origin, value_of
from sayso.export.brief.model import Brief, Note, Row, Section, Sentence
from sayso.export.fields import what_happened
from sayso.export.words import ROLES, date_text, moment_text, range_text, spoken, stated

MOST_NOTES = 12  # of one sentence; those of different documents first
_COUNTED = {"killed": "killed", "wounded": "wounded", "casualties": "killed or wounded", "detained": "detained",
            "abducted": "abducted", "missing": "missing", "displaced": "driven from their homes", "surrendered": "who gave up",
            "participants": "taking part", "bodies_found": "found dead"}  # fmt: skip
_FACTS = {"perpetrator": "who did it", "leader": "who led it", "affiliation": "who belongs to whom", "identity": "who they are",
          "motive": "why it was done", "target": "what it was aimed at", "place": "the place", "date": "the time",
          "happened": "whether it happened", "legality": "whether it was lawful", "credibility": "whom to believe",
          "other": "other circumstances"}  # fmt: skip
_BY = {"concedes": "conceded by", "claims_responsibility": "claimed by"}
_COLUMNS = ("Rests on", "Part", "Figure", "In the words of the text", "Said")
_OVERVIEW = ("No.", "Event", "When", "Where", "Dead claimed", "Independent origins", "Contested")


@dataclass
class _Notes:
    """Footnotes in the order in which they are first used."""

    events: dict[str, Assessed] = field(default_factory=dict)
    found: dict[str, Note] = field(default_factory=dict)

    def of(self, a: Assessed, claims: Iterable[Said]) -> tuple[int, ...]:
        """The numbers of the footnotes of some claims, one a document as far as possible."""
        chosen: list[Said] = []
        documents: set[str] = set()
        rest: list[Said] = []
        for s in claims:
            (rest if s.document in documents else chosen).append(s)
            documents.add(s.document)
        numbers = [self._one(a, s) for s in [*chosen, *rest][:MOST_NOTES]]
        return tuple(sorted(set(numbers)))

    def _one(self, a: Assessed, s: Said) -> int:
        if s.address not in self.found:
            head = a.documents.get(s.document)
            title = f", “{' '.join(head.title.split())}”" if head and head.title else ""
            q = s.claim.quote
            self.found[s.address] = Note(
                number=len(self.found) + 1,
                claim=s.address,
                words=" ".join(a.over(q.words).split()),
                source=a.over(f"{head.outlet or head.doc if head else s.outlet}, {moment_text(s.published)}{title}"),
                place=f"{head.doc if head else s.document}, characters {q.start}–{q.end}",
                address=a.over(head.address) if head and head.address.startswith(("http://", "https://")) else "",
                through=a.over(" → ".join(h.name for h in s.claim.chain.hops)),
            )
        return self.found[s.address].number


def compose(events: Sequence[Assessed], title: str, made: Iterable[tuple[str, str]] = ()) -> Brief:
    """A brief of some events in the given order. Events of which nothing is claimed in words are left out."""
    notes = _Notes()
    told = [a for a in events if a.facts.said]
    overview = [_overview(a, k, notes) for k, a in enumerate(told, 1)]
    sections = tuple(_section(a, k, notes) for k, a in enumerate(told, 1))
    return Brief(title, tuple(made), _OVERVIEW, tuple(overview), sections, tuple(notes.found.values()))


def _overview(a: Assessed, number: int, notes: _Notes) -> Row:
    h = a.heading
    cells = (str(number), h.title, h.date_text, h.place_text, h.killed or "none given", _span(a.independent.low, a.independent.high),
             ", ".join(map(spoken, a.contested())) or "–")  # fmt: skip
    return Row(tuple(map(a.over, cells)), notes.of(a, _grounds(a)))


def _grounds(a: Assessed) -> list[Said]:
    """The claims behind what, when and where."""
    found = [s for s in a.facts.said if s.claim.field in ("place", "date")]
    happened = [s for s in a.facts.said if s.claim.field == "happened" and s.claim.stance == "asserts"]
    return found or happened or list(a.facts.said)


def _section(a: Assessed, number: int, notes: _Notes) -> Section:
    h = a.heading
    labels = [("Event", a.id), ("When", h.date_text), ("Where", h.place_text), ("Documents", str(len(a.documents))),
              ("Independent origins", _span(a.independent.low, a.independent.high))]  # fmt: skip
    labels += [("Told as", a.row.factuality)] if a.row.factuality != "happened" else []
    labels += [("Part of", a.row.part_of)] if a.row.part_of else []
    labels += [("Protected documents left out", str(a.hidden))] if a.hidden else []
    told = [_setting(a, notes)]
    for kind in a.kinds():
        told += [
            s
            for group in by_origin([s for s in a.facts.figures if s.claim.field == kind])
            for s in _figures(a, group, kind, notes)
        ]
        told += _policy(a, kind, notes) if kind in ("killed", "wounded") else []
    told += _statements(a, notes)
    rows = [r for kind in a.kinds() for r in _rows(a, kind, notes)]
    return Section(
        number,
        a.id,
        a.over(h.title),
        tuple((k, a.over(v)) for k, v in labels),
        _hidden(a, told),
        _hidden(a, _conflicts(a, notes)),
        _COLUMNS,
        tuple(replace(r, cells=tuple(map(a.over, r.cells))) for r in rows),
    )


def _hidden(a: Assessed, sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
    return tuple(replace(s, text=a.over(s.text)) for s in sentences)


def _setting(a: Assessed, notes: _Notes) -> Sentence:
    """What, where, when, by whom and against whom, as reports have it."""
    h, p = a.heading, a.profile
    what = what_happened(a)
    told = "" if a.row.factuality == "happened" else f", told as {a.row.factuality},"
    parts = [f"Reports tell of {'an' if what[:1] in 'aeiou' else 'a'} {what}{told}"]
    parts += [f"in {h.place_text}"] if h.place else []
    when = date_text(a.row.date)
    parts += [] if when == "date unknown" else [f"on {when}" if when[:1].isdigit() and "–" not in when else f"({when})"]
    parts += [f"by {_listed(x.name for x in p.actors[:3])}"] if p.actors else []
    parts += [f"against {_listed(x.name for x in p.recipients[:3])}"] if p.recipients else []
    grounds = _grounds(a)
    if p.actors:
        grounds += [s for s in a.facts.said if s.claim.field == "perpetrator" and s not in grounds]
    return Sentence(" ".join(parts) + ".", notes.of(a, grounds))


def _figures(a: Assessed, group: list[Said], kind: str, notes: _Notes) -> list[Sentence]:
    """What one origin gives, one sentence for each value."""
    return [Sentence(_figure(said, kind), notes.of(a, said)) for said in _values(group).values()]


def _values(group: list[Said]) -> dict[tuple[str, str, str, str], list[Said]]:
    """Claims of one origin by value, whom they count, scope and stance."""
    found: dict[tuple[str, str, str, str], list[Said]] = {}
    for s in group:
        found.setdefault((value_of(s), s.claim.group, s.claim.scope, s.claim.stance), []).append(s)
    return found


def _figure(said: list[Said], kind: str) -> str:
    s = said[0]
    c = s.claim
    whom = f" ({spoken(c.group)})" if c.group not in ("", "people") and c.group not in c.quote.words.lower() else ""
    scope = f", {c.scope}" if c.scope else ""
    what = f"{in_words(s)} {_COUNTED.get(kind, spoken(kind))}{whom}{scope}"
    if c.stance in ("denies", "doubts"):
        return f"That there were {what} is {'denied' if c.stance == 'denies' else 'doubted'} by {_who(s)}{_carried(said)}."
    return f"{what[:1].upper()}{what[1:]}, {_BY.get(c.stance, 'according to')} {_who(s)}{_carried(said)}."


def in_words(s: Said) -> str:
    """A figure as part of a sentence: "at least 3", "40 to 60", “dozens”."""
    c = s.claim
    if c.low is None and c.high is None:
        return f"“{' '.join(c.quote.words.split())}”"
    if c.low is not None and c.high is not None and c.low != c.high:
        return f"{c.low:,} to {c.high:,}"
    if c.low is not None and c.high is not None:
        return f"{'about ' if c.comparator == 'about' else ''}{c.low:,}"
    number, step = (c.low, -1) if c.low is not None else (c.high, 1)
    told = stated(number or 0, c.quote.words, step)
    bound = ("at least", "more than") if step < 0 else ("at most", "fewer than")
    return f"{bound[told != number]} {told:,}"


def _who(s: Said) -> str:
    if s.origin.standing == "none":
        return f"{s.outlet}, which names nobody"
    return _lower(" ".join(s.origin.name.split()))


def _carried(said: list[Said]) -> str:
    outlets = list(dict.fromkeys(s.outlet for s in said))
    if outlets == [said[0].origin.name] or said[0].origin.standing == "none":
        return ""
    more = f" and {len(outlets) - 3} more" if len(outlets) > 3 else ""
    return f", as told by {_listed(outlets[:3]) if not more else ', '.join(outlets[:3])}{more}"


def _policy(a: Assessed, kind: str, notes: _Notes) -> list[Sentence]:
    """What the policy makes of the figures, with the claims that it counts."""
    total = a.total(kind)
    if total is None or not total.claims:
        return []
    behind = [a.facts.by_address[c] for c in total.claims if c in a.facts.by_address]
    span = _span(*total.independent)
    best = f", best {total.best:,}" if total.best is not None and total.low != total.high else ""
    scope = f" (not in its scope: {a.outside})" if a.outside else ""
    origins = "origin" if total.independent == (1, 1) else "origins"
    text = f"The policy {a.policy} makes of this {range_text(total.low, total.high)} {_COUNTED.get(kind, spoken(kind))}{best}, resting on {span} independent {origins}{scope}."
    return [Sentence(text, notes.of(a, behind))] if behind else []


def _statements(a: Assessed, notes: _Notes) -> list[Sentence]:
    """Claims without numbers, by what they are about; each origin and wording once."""
    found: dict[tuple[str, str, str, str], list[Said]] = {}
    for s in a.facts.said:
        if s.claim.subject.startswith("s"):
            words = " ".join(s.claim.quote.words.split())
            found.setdefault((s.claim.field, s.origin.id, words.casefold(), s.claim.stance), []).append(s)
    out = []
    for (about, _, _, stance), said in sorted(
        found.items(), key=lambda i: (list(_FACTS).index(i[0][0]) if i[0][0] in _FACTS else 99, i[1][0].address)
    ):
        words = " ".join(said[0].claim.quote.words.split()).rstrip(".")
        by = {"denies": "denied by", "doubts": "doubted by"}.get(stance) or _BY.get(stance, "according to")
        text = f"On {_FACTS.get(about, spoken(about))}, {by} {_who(said[0])}: “{words}”{_carried(said)}."
        out.append(Sentence(text, notes.of(a, said)))
    return out


def _conflicts(a: Assessed, notes: _Notes) -> list[Sentence]:
    out = []
    for c in a.conflicts:
        claims = [a.facts.by_address[x] for x in c.claims if x in a.facts.by_address]
        if claims:
            out.append(Sentence(_conflict(c, claims), notes.of(a, claims)))
    return out


def _conflict(c: Conflict, claims: Collection[Said]) -> str:
    about = f"{spoken(c.field)}{f' ({spoken(c.group)})' if c.group else ''}"
    why = "; ".join(dict.fromkeys(" ".join(c.why.split()).rstrip(".").split("; ")))
    lead = {
        "differs": f"Figures of people {about} cannot all be true",
        "contrasted": f"A text sets figures of people {about} against each other",
        "denied": f"There is a denial about {about}",
        "revised": f"A figure of people {about} was changed by who gave it",
        "rival_responsibility": "Accounts differ on who did it",
        "disputed": f"It is disputed: {about}",
    }.get(c.kind, f"Accounts conflict on {about}")
    return f"{lead}: {why}." if why else f"{lead}: {'; '.join(value_of(s) for s in claims)}."


def _rows(a: Assessed, kind: str, notes: _Notes) -> list[Row]:
    out = []
    for group in by_origin([s for s in a.facts.figures if s.claim.field == kind]):
        for (value, people, scope, stance), said in _values(group).items():
            s = said[0]
            name = s.origin.name if s.origin.standing != "none" else f"nobody named ({s.outlet})"
            stands = "" if stance == "asserts" else f"{spoken(stance)}: "
            whom = " ".join(x for x in (spoken(people), f"({scope})" if scope else "") if x)
            figure = f"{stands}{value} {spoken(kind)}{f', {whom}' if whom else ''}"
            words = "; ".join(dict.fromkeys(f"“{' '.join(x.claim.quote.words.split())}”" for x in said[:3]))
            day = moment_text(s.claim.as_of or s.said or "")
            out.append(Row((name, ROLES.get(s.origin.role, s.origin.role), figure, words, day), notes.of(a, said)))
    return out


def _listed(names: Iterable[str]) -> str:
    found = [" ".join(n.split()) for n in names]
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}"


def _span(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"


def _lower(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}" if text.startswith(("The ", "A ", "An ")) else text
