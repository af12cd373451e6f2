"""One document put together: triggers to events, counts to figures, clauses to statements, each under its chain."""

from collections import Counter
from dataclasses import replace

from sayso.core import (
    CodedDocument,
    Document,
    EventReport,
    Figure,
    FigureRelation,
    Quote,
    Reading,
    Unused,
)
from sayso.extract import events, fields, figures, gather, mention, setting, standing, syntax, triggers
from sayso.extract.chains import Chains, SaySo
from sayso.extract.claims import statements
from sayso.extract.confidence import Weigher, event_features, figure_features, shipped
from sayso.extract.figure import Draft
from sayso.extract.links import EventOf, event_of, events_for
from sayso.extract.relations import relations
from sayso.extract.repeats import said_by, without_repeats
from sayso.ontology.triggers import load_triggers

_LIKELY = 0.3  # confidence from which an event is reported: what is found right grows more by it than what is missed
_SHORT, _LIKELY_IN_SHORT = 5, 0.05  # sentences up to which there is little to choose from, and the same for such a text
_TRYING = frozenset({"COERCE", "SANCTION", "ACCUSE"})  # what is done to somebody for what he did
_ALIKE = 0.3  # mean probability of being one from which the mentions of what is left out are taken for those of another event
HARMED = ("killed", "wounded", "detained", "abducted", "casualties")


def extract(document: Document, reading: Reading, weigh: Weigher = shipped) -> CodedDocument:
    """Everything that `reading` tells, in text order, ids e1.., f1.., s1...; `weigh` tells the confidence of each record.

    A reading that was not read (another language) gives an empty coding that says why.
    """
    coded = CodedDocument(document.id, document.doc, document.text, document.published, document.outlet, unread=reading.unread)
    if reading.unread or not reading.tokens:
        return coded
    hits = triggers.find(reading, load_triggers(reading.language))
    chains = Chains(reading, publisher_of(document))
    found = mention.mentions(reading, hits)
    drafts, unused = figures.find(reading, hits)
    harmed = frozenset(d.head for d in drafts if d.kind in HARMED)
    clusters = gather.gather(reading, found, figures.counts_of(drafts), harmed)
    counted = figures.counted(drafts, HARMED)
    named = fields.named_places(reading)
    reports = [events.report(reading, c, k, counted, named) for k, c in enumerate(clusters, 1)]
    reports, clusters = _distinct(reports, clusters)
    drafts, repeats = without_repeats(reading, drafts, chains)
    reports, clusters = _with_events_for(reading, drafts, hits, reports, clusters, named)
    reports = [_settle(reading, e, c, document, chains) for e, c in zip(reports, clusters, strict=True)]
    reports = _as_old_as_trials(reading, reports, clusters)
    reports, clusters, unlikely = _likely(reading, reports, clusters, drafts, weigh)
    known = event_of(reports, clusters)
    coded_figures = _figures(reading, drafts, reports, clusters, known, chains, weigh)
    told = statements(reading, reports, coded_figures, chains)
    return replace(
        coded,
        events=tuple(reports),
        figures=tuple(coded_figures),
        statements=tuple(told),
        unused=tuple(sorted((*unused, *repeats, *unlikely, *_blocked(reading, hits)), key=lambda u: u.quote)),
    )


def _distinct(reports: list[EventReport], clusters: list[gather.Cluster]) -> tuple[list[EventReport], list[gather.Cluster]]:
    """Without a second event of one trigger at one place: what seemed to be two sites was one."""
    first: dict[tuple[Quote, Quote | None], int] = {}
    for k, e in enumerate(reports):
        first.setdefault((e.trigger, e.place_quote), k)
    kept = sorted(first.values())
    return [replace(reports[k], id=f"e{n}") for n, k in enumerate(kept, 1)], [clusters[k] for k in kept]


def _likely(
    r: Reading, reports: list[EventReport], clusters: list[gather.Cluster], drafts: list[Draft], weigh: Weigher
) -> tuple[list[EventReport], list[gather.Cluster], list[Unused]]:
    """The events that are likely enough to be told, with their confidence, numbered anew; and what was left out."""
    known = event_of(reports, clusters)
    counts = Counter(e for d in drafts for e in events_for(r, d, reports, clusters, known))
    often = Counter({e.id: len(c.mentions) for e, c in zip(reports, clusters, strict=True)})
    more = {e.id: sum(o.type == e.type and often[o.id] > often[e.id] for o in reports) for e in reports}
    sure = [weigh("event", event_features(r, e, c, counts[e.id], more[e.id])) for e, c in zip(reports, clusters, strict=True)]
    least = _LIKELY if len(r.sentences) > _SHORT else _LIKELY_IN_SHORT
    kept = [k for k, p in enumerate(sure) if p >= least]
    _absorb(clusters, kept)
    out = [replace(reports[k], id=f"e{n}", confidence=sure[k]) for n, k in enumerate(kept, 1)]
    rest = [
        Unused(e.trigger, "too little says that it is an event of this report") for k, e in enumerate(reports) if k not in kept
    ]
    return out, [clusters[k] for k in kept], rest


def publisher_of(document: Document) -> tuple[str, ...]:
    agencies = tuple(a.value for a in document.masthead.agencies)
    return tuple(n for n in (document.outlet, *agencies) if n)


def _absorb(clusters: list[gather.Cluster], kept: list[int]) -> None:
    """Gives the mentions of what is left out to the event that it is most like, so that its figures are that event's."""
    for k, c in enumerate(clusters):
        if k not in kept and c.likest in kept and c.like >= _ALIKE:
            other = clusters[c.likest]
            other.mentions = sorted({id(m): m for m in (*other.mentions, *c.mentions)}.values(), key=lambda m: m.head)


def _settle(r: Reading, e: EventReport, c: gather.Cluster, document: Document, chains: Chains) -> EventReport:
    """Fills in what the text around says: chain, background, whether it goes on."""
    say = chains.over(e.trigger.span)
    day = r.published or events.latest_day(r)
    past = e.background or (events.is_background(e.date.edtf, day) if e.date else events.is_told_as_past(r, c.best.head, day))
    background = standing.is_background(r, c, e.date, past)
    if e.factuality in ("happened", "ongoing"):
        going = standing.goes_on(r, c, e.date, e.factuality == "ongoing")
        e = replace(e, factuality="ongoing" if going else "happened")
    if e.date is not None and e.date.edtf.endswith("/..") and e.factuality == "happened":
        e = replace(e, factuality="ongoing")
    factuality = "denied" if say.stance == "denies" and e.factuality == "happened" and say.chain.hops else e.factuality
    return replace(e, chain=say.chain, basis=say.basis, background=background, factuality=factuality)


def _as_old_as_trials(r: Reading, reports: list[EventReport], clusters: list[gather.Cluster]) -> list[EventReport]:
    """What somebody was held or sentenced for is background where that is: "in 2010 a court sentenced him for the murder of a guard"."""
    past = {c.best.head for e, c in zip(reports, clusters, strict=True) if e.background and e.type in _TRYING}
    return [
        replace(e, background=True) if e.date is None and not past.isdisjoint(syntax.climb(r, c.best.head)) else e
        for e, c in zip(reports, clusters, strict=True)
    ]


def _with_events_for(
    r: Reading,
    drafts: list[Draft],
    hits: list[triggers.Hit],
    reports: list[EventReport],
    clusters: list[gather.Cluster],
    named: fields.Named,
) -> tuple[list[EventReport], list[gather.Cluster]]:
    """Adds an event for people said to be killed or wounded where the text tells of none ("22 dead in Raqqa")."""
    if any(e.type == "ASSAULT" for e in reports):
        return reports, clusters
    by_head = {h.head: h for h in hits}
    for d in drafts:
        hit = by_head.get(d.predicate)
        if d.kind in ("killed", "wounded", "casualties") and hit is not None and not hit.blocked:
            place = next(iter(setting.places_of(r, d.predicate, [d.head])), None)
            time = setting.time_of(r, d.predicate)
            told = mention.Mention(hit, r.sentence_of[d.predicate], {"recipient": [d.head]}, place, time, "happened", False)
            cluster = gather.Cluster([told], told, {"recipient": [d.head]})
            event = replace(events.report(r, cluster, len(reports) + 1, {}, named), type="ASSAULT")
            return [*reports, event], [*clusters, cluster]
    return reports, clusters


def _figures(
    r: Reading,
    drafts: list[Draft],
    reports: list[EventReport],
    clusters: list[gather.Cluster],
    known: EventOf,
    chains: Chains,
    weigh: Weigher,
) -> list[Figure]:
    related = relations(r, drafts)
    said = _said(r, drafts, related, chains)
    out = []
    for k, d in enumerate(drafts):
        say = said[k]
        covers = events_for(r, d, reports, clusters, known)
        out.append(
            Figure(
                id=f"f{k + 1}",
                kind=d.kind,
                quote=d.quote,
                sentence=syntax.sentence_quote(r, d.head),
                low=d.low,
                high=d.high,
                comparator=d.comparator,
                events=covers,
                of=d.of,
                group=d.group,
                scope=d.scope,
                chain=say.chain,
                basis=say.basis,
                stance=d.stance or say.stance,
                relations=tuple(FigureRelation(is_, f"f{j + 1}") for is_, j in related.get(k, ())),
                confidence=weigh("figure", figure_features(r, d, say, covers, drafts)),
            )
        )
    return out


def _said(r: Reading, drafts: list[Draft], related: dict[int, list[tuple[str, int]]], chains: Chains) -> list[SaySo]:
    """The chain of each figure; a part and its whole in one sentence stand under the same one."""
    said = [said_by(r, d, chains) for d in drafts]
    for k in range(1, len(drafts)):  # "put it at four in Tarrin and two in Olenk"
        a, b = drafts[k - 1], drafts[k]
        joined = b.head in syntax.conjuncts(r, a.head) or r.tokens[b.head].deprel == "conj"
        if joined and a.speaker is not None and a.kind == b.kind and syntax.in_same_sentence(r, a.head, b.head):
            said[k] = said[k] if said[k].chain.hops else said[k - 1]
    for k, links in related.items():
        for is_, j in links:
            if is_ == "part_of" and syntax.in_same_sentence(r, drafts[k].head, drafts[j].head):
                for one, other in ((k, j), (j, k)):
                    if not said[one].chain.hops and said[other].chain.hops:
                        said[one] = said[other]
    return said


def _blocked(r: Reading, hits: list[triggers.Hit]) -> list[Unused]:
    return [
        Unused(syntax.quote_of(r, (h.first, h.last)), f"not an event here: {h.blocked}")
        for h in hits
        if h.blocked and h.trigger.strength in ("strong", "weak")
    ]
