"""What the example dossier says together, against its truth: events, copies, origins, assessments with independence, conflicts.

    python -m evaluation.dossier              linked and assessed from the truth's own coding of each report
    python -m evaluation.dossier --misses     also what departs
    python -m evaluation.dossier --raw        from raw text; reports and claims are matched to those of the truth by their words

The truth is `examples/bishkek-2015/truth/dossier.json`; its README says how it was made, what was decided, and how far two people
agree. Everything goes through a ledger, as `sayso add` and `sayso link` would do it. Rows:

events       sets of reports that are exactly those of the truth; part-of links; pairs of reports that belong together (F1)
copies       from, to and kind, and whether the copy credits its source
origins      pairs of claims on one origin (F1); origins whose claims are exactly those of the truth; roles, by claim, in the event that
             it is about first
assessments  of the truth's rows those for which minmax gives the same low and high; and the same range of independence
conflicts    by event, field and kind; the truth's `contrasted` also holds what the program calls `disputed` (a doubt, a rival place or
             time) and `rival_responsibility` is among its `differs`

Above the rows stand the trivial ones: every report alone, all of one type in one; and each claim on the outlet that prints it.
"""

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

from evaluation.common import ROOT, f1
from evaluation.gold import locate
from sayso.core import (
    AttributionChain,
    Capture,
    CodedDocument,
    Document,
    EventReport,
    Figure,
    FigureRelation,
    Hop,
    Origin,
    PartialDate,
    Participant,
    Place,
    Quote,
    Reading,
    Run,
    Statement,
)
from sayso.core.claims import split_address
from sayso.gazetteer import open_gazetteer
from sayso.ingest import IngestOptions, ingest, load_mapping
from sayso.ledger import Ledger, open_ledger
from sayso.linkage import link_ledger
from sayso.ontology import load
from sayso.ontology.people import people
from sayso.resolve import resolve

DOSSIER = ROOT / "examples" / "bishkek-2015"
TRUTH = DOSSIER / "truth"
RUN = Run("run_truth", "code", "1", "truth/1", "1", "1")


# --- the truth's coding as core values ---------------------------------------------------------------------------------------


def documents() -> list[tuple[Capture, Document]]:
    """The dossier's documents, each with its capture, as ingest freezes them."""
    mapping = load_mapping(str(DOSSIER / "mapping.toml"))
    given = ingest([str(DOSSIER / "reports")], IngestOptions(mapping=mapping))
    return [(got.capture, d) for got in given for d in got.documents if (TRUTH / f"{d.doc}.json").exists()]


def coding_of(document: Document) -> CodedDocument:
    """The truth's coding of a document, names as values in the world."""
    given = json.loads((TRUTH / f"{document.doc}.json").read_text(encoding="utf-8"))
    at = _Words(document.text)
    coded = CodedDocument(
        document.id,
        document.doc,
        document.text,
        document.published,
        document.outlet,
        tuple(at.event(e) for e in given["events"]),
        tuple(at.figure(f) for f in given["figures"]),
        tuple(at.statement(s) for s in given["statements"]),
        run=RUN.id,
    )
    bare = Reading(document.id, document.doc, document.text, document.sha256, "truth/1", published=document.published)
    found = resolve(coded, bare, open_gazetteer())
    countries = {e["id"]: e["country"] for e in given["events"]}
    return replace(found, events=tuple(_in_country(e, countries[e.id]) for e in found.events))


def _in_country(e: EventReport, country: str | None) -> EventReport:
    """The event in the country of the truth, also where its text names no place in it."""
    if not country or (e.place is not None and e.place.country == country):
        return e
    if e.place is None or e.place_quote is None:
        return replace(e, place=Place("", country, precision="country"))
    there = [c for c in open_gazetteer().find(e.place_quote.words) if c.country == country and c.how != "similar spelling"]
    if not there:
        return replace(e, place=Place(e.place_quote.words, country, precision="unresolved"))
    best = max(there, key=lambda c: c.population)
    return replace(e, place=Place(best.name, country, best.admin1, best.latitude, best.longitude, best.kind))


@dataclass(frozen=True)
class _Words:
    """Finds the words of a coding in one text."""

    text: str

    def quote(self, words: str, sentence: Quote | None = None) -> Quote | None:
        at = locate(words, self.text, [sentence.start, sentence.end] if sentence else None) if words else None
        return Quote.at(self.text, *at) if at else None

    def sure(self, words: str, sentence: Quote | None = None) -> Quote:
        found = self.quote(words, sentence)
        if found is None:
            raise ValueError(f"{words!r} does not stand in the text")
        return found

    def chain(self, hops: list[dict[str, str]], sentence: Quote) -> AttributionChain:
        made = []
        for h in hops:
            speaker = self.sure(h["speaker"], sentence)
            made.append(Hop(speaker, self.quote(h.get("is", "")), self.quote(h.get("cue", ""), sentence)))
        return AttributionChain(tuple(made))

    def event(self, e: dict[str, Any]) -> EventReport:
        sentence = self.sure(e["sentence"])
        parties = {r: tuple(Participant(self.sure(w, sentence)) for w in e[r]) for r in ("actors", "recipients", "instruments")}
        return EventReport(
            e["id"],
            self.sure(e["trigger"], sentence),
            sentence,
            e["type"],
            **parties,
            place_quote=self.quote(e["place"], sentence),
            place_relation=e["place_relation"],
            date=PartialDate(e["date"], e["date_how"]) if e["date"] else None,
            factuality=e["factuality"],
            background=e["background"],
            chain=self.chain(e["chain"], sentence),
            basis=e["basis"],
            confidence=1.0,
        )

    def figure(self, f: dict[str, Any]) -> Figure:
        sentence = self.sure(f["sentence"])
        return Figure(
            f["id"],
            f["kind"],
            self.sure(f["quote"], sentence),
            sentence,
            f["low"],
            f["high"],
            f["comparator"],
            tuple(f["events"]),
            self.quote(f["of"], sentence),
            scope=self.quote(f["scope"], sentence),
            as_of=f["as_of"],
            chain=self.chain(f["chain"], sentence),
            basis=f["basis"],
            stance=f["stance"],
            relations=tuple(FigureRelation(r["is"], r["with"]) for r in f["relations"]),
            confidence=1.0,
        )

    def statement(self, s: dict[str, Any]) -> Statement:
        sentence = self.sure(s["sentence"])
        return Statement(
            s["id"],
            s["field"],
            self.sure(s["quote"], sentence),
            sentence,
            tuple(s["about"]),
            self.chain(s["chain"], sentence),
            s["basis"],
            s["stance"],
            self.quote(s["reason"], sentence),
            confidence=1.0,
        )


# --- what the program makes of it --------------------------------------------------------------------------------------------


@dataclass
class Found:
    """What linking and assessing gave, in the names of the truth: reports and claims are "DOC#ID"."""

    events: dict[str, frozenset[str]] = field(default_factory=dict)
    part_of: dict[str, str] = field(default_factory=dict)
    copies: set[tuple[str, str, str, bool]] = field(default_factory=set)
    origins: dict[str, tuple[str, frozenset[str]]] = field(default_factory=dict)  # key to role and claims
    roles: dict[str, str] = field(default_factory=dict)  # of each claim
    assessments: list[dict[str, Any]] = field(default_factory=list)
    conflicts: list[dict[str, Any]] = field(default_factory=list)


def find(raw: bool) -> Found:
    """Codes the dossier, or takes the truth's coding, links it in a ledger of its own and reads what came out."""
    with (
        tempfile.TemporaryDirectory(prefix="sayso-dossier-") as folder,
        open_ledger(str(Path(folder) / "dossier.ledger"), create=True) as ledger,
    ):
        held = documents()
        ledger.record([c for c, _ in held], [d for _, d in held])
        names = _code(ledger, [d for _, d in held], raw)
        link_ledger(ledger)
        return _read(ledger, names)


def _code(ledger: Ledger, held: Sequence[Document], raw: bool) -> dict[str, str]:
    """Records codings; gives for each report and claim address the name in the truth, one that nothing of it matches left out."""
    truth = {d.document: d for d in map(coding_of, held)}
    if not raw:
        ledger.record_codings(RUN, list(truth.values()))
        return {f"{c.document}#{x.id}": f"{c.doc}#{x.id}" for c in truth.values() for x in (*c.events, *c.figures, *c.statements)}
    from sayso import pipeline

    coded = [c for _, c in pipeline.code(held)]
    ledger.record_codings(pipeline.default_coder().run, coded)
    return {k: v for c in coded for k, v in _matched(c, truth[c.document]).items()}


def _matched(ours: CodedDocument, truth: CodedDocument) -> dict[str, str]:
    """Our reports and claims by those of the truth whose words they overlap, once each: events in a sentence at a place, figures
    and statements of one kind."""
    out: dict[str, str] = {}

    def pair(a: Iterable[Any], b: Iterable[Any], fits: Any) -> None:
        left = list(b)
        for x in a:
            best = max(left, key=lambda y: fits(x, y), default=None)
            if best is not None and fits(x, best) > 0:
                left.remove(best)
                out[f"{ours.document}#{x.id}"] = f"{truth.doc}#{best.id}"

    def overlap(x: Quote, y: Quote) -> int:
        return max(0, min(x.end, y.end) - max(x.start, y.start))

    def place(e: EventReport) -> str:
        return e.place.name if e.place else ""

    pair(
        ours.events,
        truth.events,
        lambda x, y: overlap(x.sentence, y.sentence) * (1 + (place(x) == place(y)) + overlap(x.trigger, y.trigger) / 50),
    )
    pair(ours.figures, truth.figures, lambda x, y: overlap(x.quote, y.quote) * (x.kind == y.kind))
    pair(ours.statements, truth.statements, lambda x, y: overlap(x.quote, y.quote) * (x.field == y.field))
    return out


def _read(ledger: Ledger, names: Mapping[str, str]) -> Found:
    docs = {d.id: d.doc for d in ledger.documents()}
    out = Found()
    for c in ledger.copies():
        out.copies.add((docs[c.source], docs[c.copy], c.kind, c.credited))
    told_in: dict[str, dict[str, Origin]] = {}  # claim to event to origin
    for row in ledger.events():
        record = ledger.event(row.id)
        assert record is not None
        out.events[row.id] = frozenset(names.get(r, r) for r in record.reports)
        if row.part_of:
            out.part_of[row.id] = row.part_of
        for o in ledger.origins(row.id):
            for claim in o.claims:
                if claim in names and not _is_event(claim):
                    told_in.setdefault(names[claim], {})[row.id] = o
        out.assessments += [
            {
                "event": row.id,
                "kind": a.field,
                "group": a.group,
                "scope": a.scope,
                "low": a.low,
                "high": a.high,
                "independent": a.independent,
            }
            for a in ledger.assessments(row.id, "minmax")
            if a.part == ""
        ]
        out.conflicts += [
            {"event": row.id, "field": c.field, "kind": c.kind, "claims": frozenset(names[x] for x in c.claims if x in names)}
            for c in ledger.conflicts(row.id)
        ]
    event_of = {report: id for id, reports in out.events.items() for report in reports}
    for claim, found in told_in.items():  # in the event that the truth looks at it in, where it counts for that
        first = event_of.get(_first_events().get(claim, ""), "")
        for o in [found[first]] if first in found else found.values():
            key = f"{o.id}:{o.role}"
            out.origins[key] = (o.role, out.origins.get(key, ("", frozenset()))[1] | {claim})
            out.roles[claim] = o.role
    return out


@cache
def _first_events() -> dict[str, str]:
    """For each claim of the truth the report that it is about first: a role is relative to an event, and the truth gives one."""
    out: dict[str, str] = {}
    for path in sorted(TRUTH.glob("*.json")):
        if path.name == "dossier.json":
            continue
        given = json.loads(path.read_text(encoding="utf-8"))
        doc = path.stem
        out |= {f"{doc}#{f['id']}": f"{doc}#{f['events'][0]}" for f in given["figures"] if f["events"]}
        for s in given["statements"]:
            about = f"{doc}#{s['about'][0]}" if s["about"] else ""
            out[f"{doc}#{s['id']}"] = out.get(about, about)
    return out


def _is_event(claim: str) -> bool:
    return split_address(claim)[1].startswith("e")


# --- the score ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A line of the table: how many of how many, and the share."""

    name: str
    right: float
    of: float
    score: float
    missed: tuple[str, ...] = ()


@cache
def truth() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((TRUTH / "dossier.json").read_text(encoding="utf-8"))
    return found


def rows(found: Found) -> Iterator[Row]:
    """Every line of the table."""
    t = truth()
    gold = {e["id"]: frozenset(e["reports"]) for e in t["events"]}
    exact = {g: k for g, reports in gold.items() for k, ours in found.events.items() if ours == reports}
    missed = tuple(f"{g}: {_apart(reports, found.events.values())}" for g, reports in gold.items() if g not in exact)
    yield Row("events", len(exact), len(gold), len(exact) / len(gold), missed)
    home = {g: _home(reports, found.events) for g, reports in gold.items()}
    parts = {e["id"]: e["part_of"] for e in t["events"] if e["part_of"]}
    right = {g for g, w in parts.items() if found.part_of.get(home[g]) == home[w]}
    extra = len(found.part_of) - sum(1 for g in parts if home[g] in found.part_of)
    yield Row(
        "parts", len(right), len(parts), f1(len(right), len(parts) + max(0, extra), len(parts)), tuple(sorted(set(parts) - right))
    )
    yield _pairs("pairs of reports", gold.values(), found.events.values())
    copies = {(c["from"], c["to"], c["kind"], c["credited"]) for c in t["copies"]}
    yield Row(
        "copies", len(copies & found.copies), len(copies), f1(len(copies & found.copies), len(found.copies), len(copies)),
        tuple(f"{'missing' if c in copies else 'found'} {c}" for c in sorted(copies ^ found.copies)),
    )  # fmt: skip
    origins = {o["id"]: frozenset(o["claims"]) for o in t["origins"]}
    ours = [claims for _, claims in found.origins.values()]
    same = [o for o, claims in origins.items() if claims in ours]
    missed = tuple(f"{o}: {_apart(c, ours)}" for o, c in origins.items() if o not in same)
    yield Row("origins", len(same), len(origins), len(same) / len(origins), missed)
    yield _pairs("pairs of claims", origins.values(), ours)
    roles = {c: o["role"] for o in t["origins"] for c in o["claims"]}
    wrong = tuple(f"{c}: {found.roles.get(c)} for {r}" for c, r in roles.items() if found.roles.get(c) != r)
    yield Row("roles", len(roles) - len(wrong), len(roles), 1 - len(wrong) / len(roles), wrong)
    yield from _assessments(found, home)
    yield _conflicts(found, home)


def trivial() -> Iterator[Row]:
    """What comes of doing nothing: reports alone or together, claims on their outlets."""
    t = truth()
    gold = [frozenset(e["reports"]) for e in t["events"]]
    alone = [frozenset((r,)) for reports in gold for r in reports]
    yield Row("events, every report alone", len(set(alone) & set(gold)), len(gold), len(set(alone) & set(gold)) / len(gold))
    yield _pairs("pairs of reports, all in one", gold, [frozenset(r for reports in gold for r in reports)])
    origins = [frozenset(o["claims"]) for o in t["origins"]]
    by_outlet: dict[str, set[str]] = {}
    for c in (c for claims in origins for c in claims):
        by_outlet.setdefault(c.partition("#")[0], set()).add(c)
    yield _pairs("pairs of claims, each on its outlet", origins, [frozenset(c) for c in by_outlet.values()])


def _home(reports: frozenset[str], events: Mapping[str, frozenset[str]]) -> str:
    """The event that holds most of some reports."""
    in_order = sorted(events, key=lambda k: sorted(events[k]))  # ids are random
    return max(in_order, key=lambda k: (len(events[k] & reports), -len(events[k] - reports)))


def _apart(gold: frozenset[str], ours: Iterable[frozenset[str]]) -> str:
    """How a set is cut up, with what does not belong to it in brackets."""
    cuts = [f"{' '.join(sorted(o & gold))}" + (f" ({' '.join(sorted(o - gold))})" if o - gold else "") for o in ours if o & gold]
    return " | ".join(cuts) or "not found"


def _pairs(name: str, gold: Iterable[frozenset[str]], ours: Iterable[frozenset[str]]) -> Row:
    a = {p for s in gold for p in combinations(sorted(s), 2)}
    known = {x for s in gold for x in s} | {x for p in a for x in p}
    b = {p for s in ours for p in combinations(sorted(s & known), 2)}
    return Row(name, len(a & b), len(a), f1(len(a & b), len(b), len(a)))


def _assessments(found: Found, home: Mapping[str, str]) -> Iterator[Row]:
    values, ranges, gold = [], [], truth()["assessments"]
    missed: list[str] = []
    missed_ranges: list[str] = []
    for row in gold:
        kind, group = row["kind"], people(load().group(row["of"]) if row["of"] else "")
        ours = [a for a in found.assessments if a["event"] == home[row["event"]] and a["kind"] == kind and a["group"] == group]
        ours = [a for a in ours if _scope(a["scope"]) == _scope(row["scope"])] or ours
        name = f"{row['event']} {kind} of {row['of'] or 'anybody'} {row['scope']}".strip()
        told = [(a["low"], a["high"]) for a in ours]
        if (row["low"], row["high"]) in told:
            values.append(name)
        else:
            missed.append(f"{name}: {told} for {(row['low'], row['high'])}")
        spans = [tuple(a["independent"]) for a in ours]
        if tuple(row["independent"]) in spans:
            ranges.append(name)
        else:
            missed_ranges.append(f"{name}: {spans} for {tuple(row['independent'])}")
    yield Row("assessments, low and high", len(values), len(gold), len(values) / len(gold), tuple(missed))
    yield Row("assessments, independence", len(ranges), len(gold), len(ranges) / len(gold), tuple(missed_ranges))


def _scope(words: str) -> str:
    return " ".join(words.lower().split()).removeprefix("the ").removesuffix("(part of a figure)").strip()


def _conflicts(found: Found, home: Mapping[str, str]) -> Row:
    gold = Counter((home[c["event"]], c["field"], c["kind"]) for c in truth()["conflicts"])
    kinds = {"disputed": "contrasted", "rival_responsibility": "differs"}
    ours = Counter((c["event"], c["field"], kinds.get(c["kind"], c["kind"])) for c in found.conflicts)
    names = {v: k for k, v in home.items()}
    hits = sum((gold & Counter({k: min(n, gold[k]) for k, n in ours.items()})).values())
    missed = [f"missing {names.get(e, e)} {f} {k}" for e, f, k in sorted(gold.keys() - ours.keys())]
    missed += [f"found {names.get(e, e)} {f} {k}" for e, f, k in sorted(ours.keys() - gold.keys())]
    return Row("conflicts", hits, sum(gold.values()), f1(hits, len(ours), len(gold)), tuple(missed))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true", help="what departs from the truth")
    parser.add_argument("--raw", action="store_true", help="from raw text instead of the truth's coding")
    wanted = parser.parse_args()
    for row in trivial():
        print(f"{row.name:44} {row.right:5.0f} of {row.of:4.0f}   {row.score:.3f}")
    for row in rows(find(wanted.raw)):
        print(f"{row.name:44} {row.right:5.0f} of {row.of:4.0f}   {row.score:.3f}")
        for line in row.missed if wanted.misses else ():
            print(f"    {line}")


if __name__ == "__main__":
    main()
