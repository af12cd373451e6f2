"""One document put together: triggers to events, counts to figures, clauses to statements, each under its chain."""

from collections import Counter
from dataclasses import replace

from sayso.core import (
    CodedDocument,
    Document,
    EventReport,
    Figure,
    FigureRelation,
    PartialDate,
    Participant,
    Place,
    Quote,
    Reading,
    Statement,
    Unused,
)
from sayso.extract import events, figures, gather, mention, people, setting, statements, syntax, triggers
from sayso.extract.chains import Chains, SaySo
from sayso.extract.confidence import Weigher, event_features, figure_features, shipped, statement_features
from sayso.extract.links import EventOf, event_of, events_for
from sayso.extract.relations import relations
from sayso.extract.repeats import marked, without_repeats
from sayso.extract.statement import Draft, Scene
from sayso.ontology.triggers import load_triggers

_LEAST_OF = {"other": 0.2}  # confidence below which a statement of a field is left out
_LIKELY = 0.2  # confidence from which an event is reported: what is found right grows more by it than what is missed
_PLACED = {"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT", "AID"}  # types of which a place nearby is believed
_ANYBODY = {"people", "victims", "others", "person", "persons", "the victims", "casualties", "the dead", "the wounded"}
HARMED = ("killed", "wounded", "detained", "abducted", "casualties")


def extract(document: Document, reading: Reading, weigh: Weigher = shipped) -> CodedDocument:
    """Everything that `reading` tells, in text order, ids e1.., f1.., s1...; `weigh` tells the confidence of each record.

    A reading that was not read (another language) gives an empty coding that says why.
    """
    coded = CodedDocument(document.id, document.doc, document.text, document.published, document.outlet, unread=reading.unread)
    if reading.unread or not reading.tokens:
        return coded
    hits = triggers.find(reading, load_triggers(reading.language))
    chains = Chains(reading, _publisher(document))
    found = mention.mentions(reading, hits)
    drafts, unused = figures.find(reading, hits)
    harmed = frozenset(d.head for d in drafts if d.kind in HARMED)
    clusters = gather.gather(reading, found, figures.counts_of(drafts), harmed)
    reports = [events.report(reading, c, k, reading.published) for k, c in enumerate(clusters, 1)]
    drafts, repeats = without_repeats(reading, drafts, chains)
    reports, clusters = _with_events_for(reading, drafts, hits, reports, clusters, reading.published)
    reports = [_settle(reading, e, c, document, chains) for e, c in zip(reports, clusters, strict=True)]
    reports, clusters, unlikely = _likely(reading, reports, clusters, drafts, weigh)
    known = event_of(reports, clusters)
    coded_figures = _figures(reading, drafts, reports, clusters, known, chains, weigh)
    reports = [_with_recipients(reading, e, drafts, coded_figures) for e in reports]
    told = _statements(reading, _scene(reports, clusters, coded_figures), known, chains, weigh)
    return replace(
        coded,
        events=tuple(reports),
        figures=tuple(coded_figures),
        statements=tuple(told),
        unused=tuple(sorted((*unused, *repeats, *unlikely, *_blocked(reading, hits)), key=lambda u: u.quote)),
    )


def _likely(
    r: Reading, reports: list[EventReport], clusters: list[gather.Cluster], drafts: list[figures.Draft], weigh: Weigher
) -> tuple[list[EventReport], list[gather.Cluster], list[Unused]]:
    """The events that are likely enough to be told, with their confidence, numbered anew; and what was left out."""
    known = event_of(reports, clusters)
    counts = Counter(e for d in drafts for e in events_for(r, d, reports, clusters, known))
    sure = [weigh("event", event_features(r, e, c, counts[e.id])) for e, c in zip(reports, clusters, strict=True)]
    kept = [k for k, p in enumerate(sure) if p >= _LIKELY]
    out = [replace(reports[k], id=f"e{n}", confidence=sure[k]) for n, k in enumerate(kept, 1)]
    rest = [
        Unused(e.trigger, "too little says that it is an event of this report") for k, e in enumerate(reports) if k not in kept
    ]
    return out, [clusters[k] for k in kept], rest


def _publisher(document: Document) -> tuple[str, ...]:
    agencies = tuple(a.value for a in document.masthead.agencies)
    return tuple(n for n in (document.outlet, *agencies) if n)


def _settle(r: Reading, e: EventReport, c: gather.Cluster, document: Document, chains: Chains) -> EventReport:
    """Fills in what the clause leaves to the text around it: place and date nearby, background, chain."""
    sentence = c.best.sentence
    if e.place is None and e.type in _PLACED and (near := _place_nearby(r, sentence)) is not None:
        quote = Quote.at(r.text, near.name.start, near.name.end)
        e = replace(e, place=Place(quote.words), place_quote=quote, place_relation=near.relation)
    if e.date is None and (time := setting.time_near(r, c.best.head)) and time.edtf and not _past_plan(e, time.edtf, r.published):
        e = replace(e, date=PartialDate(time.edtf, time.how), date_quote=Quote.at(r.text, time.start, time.end))
    say = chains.over(e.trigger.span)
    day = r.published or events.latest_day(r)
    background = e.background or (
        events.is_background(e.date.edtf, day) if e.date else events.is_told_as_past(r, c.best.head, day)
    )
    if e.date is not None and e.date.edtf.endswith("/..") and e.factuality == "happened":
        e = replace(e, factuality="ongoing")
    factuality = "denied" if say.stance == "denies" and e.factuality == "happened" and say.chain.hops else e.factuality
    return replace(e, chain=say.chain, basis=say.basis, background=background, factuality=factuality)


def _past_plan(e: EventReport, edtf: str, published: str | None) -> bool:
    """What is still planned was not done on a day that lies before the report."""
    return e.factuality in ("planned", "threatened", "feared") and events.is_background(edtf, published)


def _place_nearby(r: Reading, sentence: int) -> setting.PlaceMention | None:
    """A place after a preposition of place in the sentence, else in the one before."""
    for s in (sentence, sentence - 1):
        if s >= 0 and (found := setting.places_near(r, s)):
            return found[0]
    return None


def _with_events_for(
    r: Reading,
    drafts: list[figures.Draft],
    hits: list[triggers.Hit],
    reports: list[EventReport],
    clusters: list[gather.Cluster],
    published: str | None,
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
            event = replace(events.report(r, cluster, len(reports) + 1, published), type="ASSAULT")
            return [*reports, event], [*clusters, cluster]
    return reports, clusters


def _figures(
    r: Reading,
    drafts: list[figures.Draft],
    reports: list[EventReport],
    clusters: list[gather.Cluster],
    known: EventOf,
    chains: Chains,
    weigh: Weigher,
) -> list[Figure]:
    related = relations(r, drafts)
    in_sentence = Counter(r.sentence_of[d.head] for d in drafts)
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
                stance=say.stance,
                relations=tuple(FigureRelation(is_, f"f{j + 1}") for is_, j in related.get(k, ())),
                confidence=weigh("figure", figure_features(d, say, covers, in_sentence[r.sentence_of[d.head]])),
            )
        )
    return out


def _said(r: Reading, drafts: list[figures.Draft], related: dict[int, list[tuple[str, int]]], chains: Chains) -> list[SaySo]:
    """The chain of each figure; a part and its whole in one sentence stand under the same one."""
    said = [chains.spoken_by(d.speaker, d.cue, chains.over(d.quote.span)) for d in drafts]
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


def _with_recipients(r: Reading, e: EventReport, drafts: list[figures.Draft], coded: list[Figure]) -> EventReport:
    """Those counted as killed, wounded, detained or abducted in an event had it done to them: where its clauses name nobody, or no
    more than "people" and "victims"."""
    if e.type not in ("ASSAULT", "COERCE") or not all(p.quote.words.lower() in _ANYBODY for p in e.recipients):
        return e
    parts = {f.id for f in coded if any(x.is_ == "part_of" for x in f.relations)}
    counted = [
        (f, d)
        for f, d in zip(coded, drafts, strict=True)
        if f.of is not None and e.id in f.events and f.kind in HARMED and f.stance == "asserts"
    ]
    whole = [(f, d) for f, d in counted if f.id not in parts] or counted
    out: list[Participant] = []
    for f, d in sorted(whole, key=lambda x: -(x[0].low or 0)):
        if f.of is not None and f.of.words.lower() not in {p.quote.words.lower() for p in out}:
            out.append(Participant(f.of, group=people.group(r, d.head)))
    said = [p for p in out if p.quote.words.lower() not in _ANYBODY]
    first = out[:1] if out and out[0] not in said else []  # "20 people, among them women": the people
    return replace(e, recipients=tuple(first or said[:3]) or e.recipients or tuple(out[:1]))


def _scene(reports: list[EventReport], clusters: list[gather.Cluster], coded: list[Figure]) -> Scene:
    heads = [(m.head, e) for e, c in zip(reports, clusters, strict=True) for m in c.mentions]
    violent = frozenset(head for head, e in heads if e.type == "ASSAULT")
    plain = frozenset(head for head, e in heads if e.type == "ASSAULT" and not e.chain.hops)
    return Scene(frozenset(head for head, _ in heads), violent, plain, tuple(f.quote.span for f in coded))


def _statements(r: Reading, scene: Scene, known: EventOf, chains: Chains, weigh: Weigher) -> list[Statement]:
    out: list[Statement] = []
    for d in statements.find(r, scene):
        if any(marked(r, d.token, kind) for kind in ("furniture", "caption")):
            continue
        about = _about(r, d, known)
        if not about:
            continue
        say = chains.spoken_by(d.speaker, d.cue, chains.over(d.quote.span))
        sure = weigh("statement", statement_features(d, say))
        if sure < _LEAST_OF.get(d.field, 0.0):
            continue
        out.append(
            Statement(
                id=f"s{len(out) + 1}",
                field=d.field,
                quote=d.quote,
                sentence=syntax.sentence_quote(r, d.token),
                about=about,
                chain=say.chain,
                basis=say.basis,
                stance=d.stance or say.stance,
                reason=d.reason,
                confidence=sure,
            )
        )
    return out


def _about(r: Reading, d: Draft, known: EventOf) -> tuple[str, ...]:
    inside = [e for i in syntax.tokens_of(r, d.quote.start, d.quote.end) for e in known.get(i, ())]
    here = r.sentence_of[d.token]
    near = [e for i in sorted(known) if 0 <= here - r.sentence_of[i] <= 2 for e in known[i]]
    main = Counter(e for ids in known.values() for e in ids).most_common(1)
    found = inside or near[-1:] or [m for m, _ in main]
    return tuple(dict.fromkeys(found))


def _blocked(r: Reading, hits: list[triggers.Hit]) -> list[Unused]:
    return [
        Unused(syntax.quote_of(r, (h.first, h.last)), f"not an event here: {h.blocked}")
        for h in hits
        if h.blocked and h.trigger.strength in ("strong", "weak")
    ]
