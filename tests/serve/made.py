"""A ledger of invented reports, written through the ledger's own interface: one attack with five origins, a raid, a march, a plan.

Places, people and outlets are made up. The texts are ours; every quote is looked up in them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sayso.assess.conflicts import conflicts
from sayso.assess.facts import Facts, Said
from sayso.core import (
    AttributionChain,
    Capture,
    CodedDocument,
    Copy,
    Document,
    Event,
    EventReport,
    Figure,
    FigureRelation,
    Found,
    Hop,
    Masthead,
    Origin,
    PartialDate,
    Participant,
    Place,
    Quote,
    Rejection,
    Run,
    Statement,
    Tie,
    Trail,
    Translation,
    Unused,
    sha256_of,
)
from sayso.ledger import ClaimFilter, Ledger, open_ledger

CODE = Run("run_code", "code", "0.1.0", "made/1.0", "o1", "l1", "2026-03-20T09:00:00Z")
LINK = Run("run_link", "link", "0.1.0", "", "o1", "l1", "2026-03-20T09:10:00Z")
KORRIN = Place("Korrin", "KG", "02", 42.87, 74.59, "town", "t:korrin", "found", 0.9)
SELM = Place("Selm", "KG", "03", 40.93, 73.0, "province", "p:selm", "found", 0.8)
HOSTILE = (
    '<script>window.hacked = true</script><img src=x onerror="window.hacked = true"> [x](javascript:alert(1)) \u202egnitirw\u202c'
)


@dataclass
class Told:
    """One report while it is put together: quotes are looked up in its text."""

    doc: str
    text: str
    outlet: str
    published: str | None
    title: str = ""
    events: list[EventReport] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    unused: list[Unused] = field(default_factory=list)
    translation: Translation | None = None

    def quote(self, words: str, nth: int = 0) -> Quote:
        spots = [m.start() for m in re.finditer(re.escape(words), self.text)]
        assert len(spots) > nth, f"{words!r} is not in {self.doc}"
        return Quote.at(self.text, spots[nth], spots[nth] + len(words))

    def sentence(self, quote: Quote) -> Quote:
        start = max(self.text.rfind(". ", 0, quote.start) + 2, self.text.rfind("\n", 0, quote.start) + 1, 0)
        ends = [e for e in (self.text.find(". ", quote.end), self.text.find("\n", quote.end)) if e >= 0]
        end = min(ends) + (1 if self.text[min(ends)] == "." else 0) if ends else len(self.text)
        return Quote.at(self.text, 0 if start == 1 else start, end)

    def chain(self, *speakers: str) -> AttributionChain:
        return AttributionChain(tuple(Hop(self.quote(s), cue=None) for s in speakers))

    def event(self, trigger: str, kind: str, place: Place | None, date: str | None, **more: object) -> "Told":
        quote = self.quote(trigger)
        speakers = more.pop("by", ())
        actors = tuple(Participant(self.quote(w)) for w in more.pop("actors", ()))  # type: ignore[attr-defined]
        recipients = tuple(Participant(self.quote(w)) for w in more.pop("recipients", ()))  # type: ignore[attr-defined]
        self.events.append(
            EventReport(
                f"e{len(self.events) + 1}",
                quote,
                self.sentence(quote),
                kind,
                place=place,
                place_quote=self.quote(place.name) if place else None,
                date=PartialDate(date, "stated") if date else None,
                actors=actors,
                recipients=recipients,
                chain=self.chain(*speakers),  # type: ignore[misc]
                **more,  # type: ignore[arg-type]
            )
        )
        return self

    def figure(self, words: str, kind: str, low: int | None, high: int | None, how: str, **more: object) -> "Told":
        quote = self.quote(words)
        speakers = more.pop("by", ())
        scope, of = more.pop("scope", ""), more.pop("of", "")
        self.figures.append(
            Figure(
                f"f{len(self.figures) + 1}",
                kind,
                quote,
                self.sentence(quote),
                low,
                high,
                how,
                events=tuple(more.pop("events", ("e1",))),  # type: ignore[arg-type]
                scope=self.quote(str(scope)) if scope else None,
                of=self.quote(str(of)) if of else None,
                chain=self.chain(*speakers),  # type: ignore[misc]
                **more,  # type: ignore[arg-type]
            )
        )
        return self

    def statement(self, words: str, about: str, *, by: Sequence[str] = (), stance: str = "asserts", on: str = "e1") -> "Told":
        quote = self.quote(words)
        self.statements.append(
            Statement(f"s{len(self.statements) + 1}", about, quote, self.sentence(quote), (on,), self.chain(*by), stance=stance)
        )
        return self

    def unsaid(self, words: str, reason: str) -> "Told":
        self.unused.append(Unused(self.quote(words), reason))
        return self

    @property
    def document(self) -> Document:
        masthead = Masthead(
            title=Found(self.title, "given") if self.title else None,
            outlet=Found(self.outlet, "given"),
            published=Found(self.published, "given") if self.published else None,
            language=Found("en", "given"),
        )
        return Document(self.doc, self.text, masthead, capture=self.capture.id, translation=self.translation)

    @property
    def capture(self) -> Capture:
        content = self.text.encode()
        return Capture(sha256_of(content), "text/plain", len(content), f"{self.doc}.txt", "2026-03-19T08:00:00Z", content=content)

    @property
    def coded(self) -> CodedDocument:
        return CodedDocument(
            self.document.id,
            self.doc,
            self.text,
            self.published,
            self.outlet,
            tuple(self.events),
            tuple(self.figures),
            tuple(self.statements),
            tuple(self.unused),
            CODE.id,
        )


def reports() -> dict[str, Told]:
    """The documents, by name."""
    agency = Told(
        "agency-0315",
        "Ministry: 893 dead in Korrin\nAn attack on the market of Korrin on 14 March shook the town.\n"
        "The interior ministry said on Friday that 893 people were killed in the attack, rejecting reports of more than 2,000 dead. "
        "The ministry said that the Red Banner movement was behind it. A hotline, 116, was opened.",
        "State News Agency",
        "2026-03-15T10:02:00Z",
        "Ministry: 893 dead in Korrin",
    )
    agency.event("attack", "ASSAULT", KORRIN, "2026-03-14", recipients=("people",), confidence=0.9)
    agency.figure("893 people", "killed", 893, 893, "exactly", by=("The interior ministry",), confidence=0.92)
    agency.figure(
        "more than 2,000", "killed", 2001, None, "at_least", by=("The interior ministry",), stance="denies", confidence=0.7
    )
    agency.statement("the Red Banner movement was behind it", "perpetrator", by=("The ministry",))
    agency.unsaid("116", "a telephone number")
    first = Told(
        "agency-0314",
        "Toll in Korrin\nThe interior ministry said that 640 people died in the attack on Korrin on 14 March.",
        "State News Agency",
        "2026-03-14T20:00:00Z",
        "Toll in Korrin",
        translation=Translation(
            f"Bilanz in Korrin\nDas Ministerium spricht von 640 Toten. {HOSTILE}", "R. Kessler", "de", "record:translation"
        ),
    )
    first.event("attack", "ASSAULT", KORRIN, "2026-03-14")
    first.figure("640 people", "killed", 640, 640, "exactly", by=("The interior ministry",), confidence=0.9)
    reprint = Told(
        "daily-0315",
        "The interior ministry said on Friday that 893 people were killed in the attack on Korrin on 14 March.",
        "City Daily",
        "2026-03-15T14:05:00Z",
        "893 dead",
    )
    reprint.event("attack", "ASSAULT", KORRIN, "2026-03-14")
    reprint.figure("893 people", "killed", 893, 893, "exactly", by=("The interior ministry",), confidence=0.88)
    observatory = Told(
        "observatory-0315",
        "Statement on Korrin\nMore than 2,000 people died in the attack on the market of Korrin on 14 March, the Rights Observatory said. "
        "It rejected the ministry’s figure. The Observatory named army units as responsible for the attack.",
        "Rights Observatory",
        "2026-03-15T12:00:00Z",
        "Statement on Korrin",
    )
    observatory.event("attack", "ASSAULT", KORRIN, "2026-03-14", confidence=0.85)
    observatory.figure("More than 2,000 people", "killed", 2001, None, "at_least", by=("the Rights Observatory",), confidence=0.9)
    observatory.statement("It rejected the ministry’s figure", "credibility", by=("It",), stance="denies", on="f1")
    observatory.statement("army units as responsible", "perpetrator", by=("The Observatory",))
    wire = Told(
        "wire-0316",
        "A tally by Wire B reporters in Korrin counted 1,204 bodies after the attack of 14 March. Hundreds of martyrs, said a spokesman "
        "of the Red Banner. Doctors at the central hospital alone received between 300 and 350 bodies. About 1,900 people were wounded.",
        "Wire B",
        "2026-03-16T07:30:00Z",
        "Counting in Korrin",
    )
    wire.event("attack", "ASSAULT", KORRIN, "2026-03-14")
    wire.figure("1,204 bodies", "killed", 1204, 1204, "exactly", basis="own", confidence=0.8)
    wire.figure(
        "Hundreds",
        "killed",
        None,
        None,
        "vague",
        by=("a spokesman of the Red Banner",) if False else ("a spokesman",),
        confidence=0.6,
    )
    wire.figure(
        "between 300 and 350 bodies",
        "killed",
        300,
        350,
        "range",
        by=("Doctors",),
        scope="the central hospital alone",
        confidence=0.75,
    )
    wire.figure("About 1,900 people", "wounded", 1900, 1900, "about", confidence=0.55)
    raid = Told(
        "courier-0320",
        "Police raided a house in Selm on 19 March and detained three men, the police said. Nobody was hurt.",
        "Selm Courier",
        "2026-03-20",
        "Raid in Selm",
    )
    raid.event("raided", "COERCE", SELM, "2026-03-19", actors=("Police",), recipients=("three men",), by=("the police",))
    raid.figure("three men", "detained", 3, 3, "exactly", by=("the police",), confidence=0.95)
    raid.figure("Nobody", "wounded", 0, 0, "exactly", confidence=0.4)
    march = Told(
        "notes", f"Thousands will march soon. {HOSTILE} Nobody knows where.", "Blog of a reader", None, "Notes <b>on</b> a march"
    )
    march.event("march", "PROTEST", None, None, factuality="planned", confidence=0.3)
    march.figure("Thousands", "participants", None, None, "vague", confidence=0.2)
    uncoded = Told(
        "later", "This report was not coded yet. It says that nine people fled.", "Selm Courier", "2026-03-21", "Later"
    )
    return {t.doc: t for t in (first, agency, reprint, observatory, wire, raid, march, uncoded)}


ROLES = {
    "ministry": ("Interior Ministry", "party", "named", "GOV"),
    "observatory": ("Rights Observatory", "monitor", "named", "NGO"),
    "wire": ("Wire B", "medium", "named", "JRN"),
    "banner": ("Red Banner spokesman", "party", "named", "REB"),
    "doctors": ("doctors", "witness", "open", ""),
    "police": ("police of Selm", "party", "named", "COP"),
    "nobody": ("nobody is named", "unattributed", "none", ""),
}
WHO = [
    ("interior ministry", "ministry"),
    ("The ministry", "ministry"),
    ("Observatory", "observatory"),
    ("It", "observatory"),
    ("spokesman", "banner"),
    ("Doctors", "doctors"),
    ("police", "police"),
]


def fill(ledger: Ledger, told: dict[str, Told] | None = None) -> dict[str, str]:
    """Writes the reports, their codings and links; gives the ids of the events by name."""
    found = told or reports()
    ledger.record([t.capture for t in found.values()], [t.document for t in found.values()], [rejection()])
    ledger.record_codings(CODE, [t.coded for t in found.values() if t.events])
    attack = ("agency-0314", "agency-0315", "daily-0315", "observatory-0315", "wire-0316")
    groups = {"attack": attack, "raid": ("courier-0320",), "march": ("notes",)}
    reported = {name: tuple(f"{found[d].document.id}#e1" for d in docs if d in found) for name, docs in groups.items()}
    events = [Event(name, of) for name, of in reported.items() if of]
    ids = ledger.record_links(LINK, events, documents=[t.document.id for t in found.values()]).events
    origins: dict[str, list[Origin]] = {}
    trails: list[Trail] = []
    for name, id in ids.items():
        made: dict[str, list[str]] = {}
        for row in ledger.claims(ClaimFilter(event=id)):
            who = _who(row.claim.chain, row.claim.basis)
            made.setdefault(who, []).append(row.address)
            hops = " via ".join(h.speaker.words for h in row.claim.chain.hops) or "on its own account"
            trails.append(Trail(row.address, f"{name}:{who}", (f"{row.outlet}, {hops}",), said=row.published or ""))
        origins[id] = [
            Origin(f"{name}:{w}", *ROLES[w][:2], tuple(c), (), (), ROLES[w][2], ROLES[w][3], "KG") for w, c in made.items()
        ]
    ties = {ids["attack"]: [Tie("unnamed", "attack:doctors", "attack:wire", "Wire B does not say who the “doctors” are", False)]}
    a, d = found["agency-0315"].document.id, found["daily-0315"].document.id
    copies = [Copy(a, d, "cut", False, False, 0.94)]
    documents = [t.document.id for t in found.values()]
    ledger.record_links(LINK, origins=origins, ties=ties, trails=trails, copies=copies, documents=documents)
    for id in ids.values():
        ledger.record_assessments("minmax", [id], [], conflicts(facts_of(ledger, id)))
    return ids


def _who(chain: AttributionChain, basis: str) -> str:
    inner = chain.innermost
    if inner is None:
        return "wire" if basis == "own" else "nobody"
    return next(who for words, who in WHO if words in inner.speaker.words)


def facts_of(ledger: Ledger, id: str) -> Facts:
    """The facts of an event as assessment takes them."""
    record = ledger.event(id)
    assert record is not None
    origins = {o.id: o for o in ledger.origins(id)}
    relations: dict[str, tuple[FigureRelation, ...]] = {}
    said = tuple(
        Said(
            c.address,
            c.document,
            c.outlet or c.doc,
            c.claim,
            origins[c.origin or ""],
            c.published or "",
            (id,),
            relations.get(c.address, ()),
        )
        for c in ledger.claims(ClaimFilter(event=id))
    )
    return Facts(record.event, said, {r.address: r.report for r in ledger.reports(event=id)}, origins)


def rejection() -> Rejection:
    return Rejection("broken.pdf", "encrypted", "the file is encrypted; give a copy without a password", "0" * 64)


def made_ledger(folder: Path) -> tuple[Ledger, dict[str, str]]:
    """A new ledger in a folder with all of it."""
    ledger = open_ledger(str(folder / "made.sqlite"), create=True)
    return ledger, fill(ledger)
