"""Links a ledger: what is new is compared with what is there, grouped into events, traced to origins, and assessed.

    with open_ledger("reports.ledger") as ledger:
        link_ledger(ledger)

Documents are taken in parts; each part is one step that can be repeated, so that a run which is broken off goes on where it was.
What comes out is the same as if everything had come at once, up to the ids of events.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir

import sayso
from sayso.assess.assessment import assess
from sayso.assess.conflicts import conflicts
from sayso.assess.facts import Facts, gather
from sayso.assess.policies import names, policy
from sayso.core import (
    Actor,
    CodedDocument,
    Copy,
    Document,
    Event,
    InputError,
    Pair,
    Reason,
    Run,
    Tie,
    digest,
    split_address,
)
from sayso.gazetteer import Gazetteer, open_gazetteer
from sayso.ledger import DocumentFilter, Ledger, LinkedEvent, PairJudgement, Snapshot
from sayso.link.clustering import components
from sayso.link.copies import REWRITE_DAYS, Source, find_copies
from sayso.link.features import leading, records
from sayso.link.grouping import group
from sayso.link.index import LinkIndex
from sayso.link.library import Held, Library, shelve
from sayso.link.model import weights
from sayso.link.origins import Traced, trace_all
from sayso.link.parts import parts_of
from sayso.link.speakers import fold
from sayso.pipeline import version_of
from sayso.resolve.actorbook import load_actors
from sayso.resolve.actors import resolve_actor

_SAME_SITES = (Reason("whole: of the same sites", "", "", 0.0),)
PART = 2000  # documents that are linked in one step
EVENTS = 500  # events that are traced in one step
Progress = Callable[[str, int, int], None]


@dataclass
class Linked:
    """What a run of linking did."""

    documents: int = 0
    copies: int = 0
    pairs: int = 0
    events: set[str] = field(default_factory=set)


def link_run() -> Run:
    """What produces links now."""
    parts = [sayso.__version__, "splink", version_of("sayso.ontology"), version_of("sayso.lexicons")]
    return Run(digest("run", ["link", version_of("sayso.link"), *parts]), "link", *parts)


def index_of(ledger: Ledger) -> LinkIndex:
    """The link index of a ledger: a file beside a ledger that is a file, else in the temporary folder by its address."""
    return LinkIndex(_index_path(ledger), stamp=link_run().id)


def forget_index(ledger: Ledger) -> None:
    """Removes the link index of a ledger, which is made again when it is linked: after a redaction it must keep nothing."""
    path = _index_path(ledger)
    for file in (path, path.with_name(path.name + ".wal")):
        file.unlink(missing_ok=True)


def _index_path(ledger: Ledger) -> Path:
    path = Path(ledger.address)
    if not path.is_file():
        path = Path(gettempdir()) / f"sayso-{sha256(ledger.address.encode()).hexdigest()[:16]}"
    return path.with_name(path.name + ".link")


def link_ledger(
    ledger: Ledger,
    *,
    index: LinkIndex | None = None,
    progress: Progress | None = None,
    policies: Collection[str] | None = None,
    again: bool = False,
) -> Linked:
    """Links every document that is new or changed since it was linked (or, `again`, all of them), then assesses the events that
    changed.

    `index` is by default the one beside the ledger. `progress` is called with what is being done, how much is done and how much
    there is. `policies` are those to assess under (default: the package's); an empty collection assesses nothing.
    """
    own = index is None
    index = index or index_of(ledger)
    done = Linked()
    say = progress or (lambda _what, _n, _of: None)
    try:
        _fill(ledger, index, say)
        waiting = sorted(ledger.coded_ids()) if again else list(ledger.unlinked())
        for first in range(0, len(waiting), PART):
            _link_part(ledger, index, waiting[first : first + PART], set(waiting[first + PART :]), done)
            say("linked", min(first + PART, len(waiting)), len(waiting))
    finally:
        if own:
            index.close()
    assess_ledger(ledger, names() if policies is None else policies, progress=progress)
    return done


def _fill(ledger: Ledger, index: LinkIndex, say: Progress) -> None:
    """Makes the index hold what the ledger holds: all that is linked, nothing that is gone."""
    there, wanted = index.documents(), set(ledger.unlinked())
    coded = set(ledger.coded_ids())
    index.remove(there - coded)
    missing = sorted(coded - there - wanted)
    for first in range(0, len(missing), PART):
        _put(ledger, index, missing[first : first + PART])
        say("indexed", min(first + PART, len(missing)), len(missing))


def _put(ledger: Snapshot, index: LinkIndex, documents: Collection[str]) -> dict[str, tuple[Document, CodedDocument]]:
    """Puts documents with their codings into the index, and gives them."""
    found = _read(ledger, documents)
    gazetteer = open_gazetteer()
    index.remove(set(documents) - set(found))
    index.put([r for _, c in found.values() for r in records(c, gazetteer)], [Source(d) for d, _ in found.values()])
    return found


def _read(ledger: Snapshot, documents: Collection[str]) -> dict[str, tuple[Document, CodedDocument]]:
    """Documents with their judged codings, in the order of their ids; those without a coding are left out."""
    wanted = DocumentFilter(ids=tuple(sorted(documents)))
    if not documents:
        return {}
    texts = {d.id: d for d in ledger.documents(wanted)}
    coded = {c.document: c for c in ledger.codings(wanted)}
    return {d: (texts[d], coded[d]) for d in sorted(coded) if d in texts}


def _link_part(ledger: Ledger, index: LinkIndex, documents: list[str], later: set[str], done: Linked) -> None:
    """Links some documents against everything in the index and records it; at the end they count as linked. `later` are
    documents whose turn has not come."""
    run = link_run()
    found = _put(ledger, index, documents)
    copies, touched = _copies(ledger, index, found)
    pairs = index.score(set(found))
    ledger.record_links(run, pairs=[*pairs, *_gone(ledger, found, pairs)])
    events, read = _events(ledger, index, found)
    recorded = ledger.record_links(run, events, copies=copies, documents=touched - set(documents) - later)
    ids = set(recorded.events.values()) | _events_of(ledger, touched)
    ids |= ledger.related(ids)
    _trace(ledger, run, sorted(ids), read)
    ledger.record_links(run, copies=[c for c in copies if c.copy in found], documents=documents)
    done.documents += len(documents)
    done.copies += len(copies)
    done.pairs += len(pairs)
    done.events |= ids


def _copies(
    ledger: Snapshot, index: LinkIndex, found: Mapping[str, tuple[Document, CodedDocument]]
) -> tuple[list[Copy], set[str]]:
    """Copies among documents of which one is new: all copies of each document whose sources may have changed, and their ids."""
    near = index.near(set(found))
    touched = {d for n in near for d in (n.left, n.right)} - set(found)
    again = index.near(touched) if touched else []
    pairs = {(n.left, n.right) for n in (*near, *again)}
    rewrites = index.alike(set(found), REWRITE_DAYS)
    others = {d for p in (*pairs, *rewrites) for d in p} - set(found)
    texts = {d: Source(x) for d, (x, _) in found.items()} | {d.id: Source(d) for d in _texts(ledger, others)}
    sources = [texts[d] for d in sorted(texts)]
    place = {s.id: k for k, s in enumerate(sources)}
    held = [(place[a], place[b]) for a, b in sorted(pairs) if a in place and b in place]
    guesses = [(place[a], place[b]) for a, b in sorted(rewrites) if a in place and b in place]
    copies = find_copies(sources, held, guesses)
    affected = set(found) | touched
    return [c for c in copies if c.copy in affected], affected


def _texts(ledger: Snapshot, documents: Collection[str]) -> Iterator[Document]:
    ids = sorted(documents)
    for first in range(0, len(ids), PART):
        yield from ledger.documents(DocumentFilter(ids=tuple(ids[first : first + PART])))


def _gone(ledger: Snapshot, found: Mapping[str, tuple[Document, CodedDocument]], pairs: Iterable[Pair]) -> list[Pair]:
    """Pairs that the ledger has of these documents' reports and that no longer weigh anything: the documents changed."""
    now = {(p.left, p.right) for p in pairs}
    reports = [f"{d}#{e.id}" for d, (_, c) in found.items() for e in c.events]
    model = weights()
    return [
        Pair(p.left, p.right, model.floor)
        for p in ledger.pairs(reports)
        if (p.left, p.right) not in now and p.weight > model.floor
    ]


def _events(
    ledger: Snapshot, index: LinkIndex, found: Mapping[str, tuple[Document, CodedDocument]]
) -> tuple[list[Event], dict[str, CodedDocument]]:
    """Events of every component that the documents touch, with what was read of their documents."""
    model = weights()
    seeds = {f"{d}#{e.id}" for d, (_, c) in found.items() for e in c.events}
    for held in ledger.reports_of(_events_of(ledger, found)).values():
        seeds |= set(held)
    judged = list(ledger.pair_judgements("same_event"))
    same = {(j.left, j.right) for j in judged if j.verdict == "same" and not j.disputed}
    different = {(j.left, j.right) for j in judged if j.verdict == "different" and not j.disputed}
    reports, pairs = _closure(ledger, seeds, same, model.threshold)
    documents = {split_address(r)[0] for r in reports}
    read = {d: c for d, (_, c) in found.items()}
    read |= {c.document: c for c in _codings(ledger, documents - set(read))}
    alive = {f"{c.document}#{e.id}" for c in read.values() for e in c.events}
    coded = [read[d] for d in sorted(documents & set(read))]
    links = [(p.left, p.right) for p in pairs.values() if p.weight >= model.threshold]
    met = components(sorted(reports & alive), [*links, *sorted(same)])
    contrary = index.contrary([c for c in met if len(c) > 2])
    found_now = group(
        *(coded, sorted(reports & alive), pairs.values(), model.threshold, model.floor),
        leading={r for c in coded for r in leading(c)},
        contrary=contrary,
        same=same,
        different=different,
    )
    groups = found_now.groups
    elsewhere = {r: e for held in ledger.events_of(documents).values() for r, e in held.items()}  # by the ids that they have
    event_of = elsewhere | {r: f"new:{g[0]}" for g in groups for r in g}
    part_of = parts_of(coded, event_of, found_now.wholes)
    why = _whys(
        groups, [*pairs.values(), *(Pair(a, b, model.floor, _SAME_SITES) for a, b in found_now.joined if (a, b) not in pairs)]
    )
    return [Event(f"new:{g[0]}", g, w, part_of.get(f"new:{g[0]}")) for g, w in zip(groups, why, strict=True)], read


def _events_of(ledger: Snapshot, documents: Iterable[str]) -> set[str]:
    """Events in which these documents have reports now."""
    return {event for held in ledger.events_of(documents).values() for event in held.values()}


def _codings(ledger: Snapshot, documents: Collection[str]) -> Iterator[CodedDocument]:
    ids = sorted(documents)
    for first in range(0, len(ids), PART):
        yield from ledger.codings(DocumentFilter(ids=tuple(ids[first : first + PART])))


def _closure(
    ledger: Snapshot, seeds: set[str], same: set[tuple[str, str]], threshold: float
) -> tuple[set[str], dict[tuple[str, str], Pair]]:
    """Everything that strong pairs and people's judgements lead to from some reports, with all pairs met on the way."""
    reports, frontier = set(seeds), set(seeds)
    pairs: dict[tuple[str, str], Pair] = {}
    by_side: dict[str, set[str]] = {}
    for a, b in same:
        by_side.setdefault(a, set()).add(b)
        by_side.setdefault(b, set()).add(a)
    while frontier:
        reached = {o for r in frontier for o in by_side.get(r, ())}
        for p in ledger.pairs(sorted(frontier)):
            pairs[p.left, p.right] = p
            if p.weight >= threshold:
                reached |= {p.left, p.right}
        frontier = reached - reports
        reports |= frontier
    return reports, pairs


def _whys(groups: Collection[tuple[str, ...]], pairs: Iterable[Pair]) -> list[tuple[tuple[str, str, tuple[Reason, ...]], ...]]:
    """For each group, of each of its reports after the first to be reached the pair that holds it to the others most strongly."""
    of = {r: k for k, group in enumerate(groups) for r in group}
    inside: list[list[Pair]] = [[] for _ in groups]
    for p in pairs:
        if (k := of.get(p.left)) is not None and k == of.get(p.right):
            inside[k].append(p)
    return [_why(found) for found in inside]


def _why(inside: list[Pair]) -> tuple[tuple[str, str, tuple[Reason, ...]], ...]:
    root = {r: r for p in inside for r in (p.left, p.right)}

    def top(r: str) -> str:
        while root[r] != r:
            r = root[r]
        return r

    out = []
    for p in sorted(inside, key=lambda p: (-p.weight, p.left, p.right)):
        a, b = top(p.left), top(p.right)
        if a != b:
            root[max(a, b)] = min(a, b)
            out.append((p.left, p.right, p.reasons))
    return tuple(sorted(out))


def _trace(ledger: Ledger, run: Run, ids: list[str], read: Mapping[str, CodedDocument]) -> None:
    """Traces the claims of events to their origins and records them."""
    judged = list(ledger.pair_judgements("same_origin"))
    for first in range(0, len(ids), EVENTS):
        found = [Event(id, tuple(reports)) for id, reports in ledger.reports_of(ids[first : first + EVENTS]).items()]
        shelves = libraries(ledger, found, read)
        traced = {id: judged_origins(judged, trace_all(shelf)) for id, shelf in shelves.items()}
        ledger.record_links(
            run,
            origins={id: list(t.origins.values()) for id, t in traced.items()},
            ties={id: list(t.ties) for id, t in traced.items()},
            trails=[trail for t in traced.values() for trail in t.trails.values()],
        )


def libraries(ledger: Snapshot, events: Collection[Event], read: Mapping[str, CodedDocument] | None = None) -> dict[str, Library]:
    """For each event its documents, with those that they are taken from, as tracing needs them. `read` are codings at hand."""
    held_by = {e.id: {split_address(r)[0] for r in e.reports} for e in events}
    reports = {e.id: e.reports for e in events}
    lifted = ledger.lifted(held_by)
    for claim, whole in lifted.items():
        if whole in held_by:
            held_by[whole].add(split_address(claim)[0])
    documents = set().union(*held_by.values()) if held_by else set()
    copies: dict[str, list[Copy]] = {}
    for copy in ledger.copies_among(documents):
        copies.setdefault(copy.copy, []).append(copy)
    wanted = documents | {c.source for found in copies.values() for c in found}
    coded = {d: read[d] for d in wanted if read and d in read}
    coded |= {c.document: c for c in _codings(ledger, wanted - set(coded))}
    held = {d.id: Held(c, _agencies(d), publisher(c.outlet or "")) for d in _texts(ledger, wanted) if (c := coded.get(d.id))}
    out = {}
    for id, own in held_by.items():
        taken = [c for d in sorted(own) for c in copies.get(d, ())]
        shelf = [held[d] for d in sorted(own | {c.source for c in taken}) if d in held]
        country = _country(coded[d] for d in sorted(own & set(coded)))
        mine = {claim: home == id for claim, home in lifted.items() if split_address(claim)[0] in own}
        out[id] = shelve(shelf, reports[id], taken, country=country, book=known_bodies(), lifted=mine)
    return out


def _agencies(document: Document) -> tuple[str, ...]:
    return tuple(a.value for a in document.masthead.agencies)


@cache
def publisher(outlet: str) -> Actor | None:
    """Who a publication is, by its name; None if that says nothing."""
    if not outlet:
        return None
    found = resolve_actor(outlet, _gazetteer(), load_actors())
    known = found.how.startswith(("known actor", "your actors"))
    return found if found.sector and (known or found.kind == "organisation") else None


@cache
def known_bodies() -> dict[str, Actor]:
    """The organisations that the package knows, by each folded name that is one's alone."""
    found: dict[str, Actor | None] = {}
    for bearers in load_actors().by_name.values():
        for k in bearers:
            for name in (k.name, *k.aliases) if k.kind in ("organisation", "medium", "group") else ():
                actor = Actor(k.name, kind=k.kind, sector=k.sector, country=k.country, how="known actor")
                other = found.setdefault(fold(name), actor)
                if other is not None and other.name != k.name:
                    found[fold(name)] = None
    return {name: actor for name, actor in found.items() if actor is not None}


@cache
def _gazetteer() -> Gazetteer:
    return open_gazetteer()


def _country(documents: Iterable[CodedDocument]) -> str:
    """The country that most of the reports' places lie in."""
    counts: dict[str, int] = {}
    for c in documents:
        for e in c.events:
            if e.place is not None and e.place.country:
                counts[e.place.country] = counts.get(e.place.country, 0) + 1
    return min(counts, key=lambda k: (-counts[k], k), default="")


def judged_origins(judged: Iterable[PairJudgement], traced: Traced) -> Traced:
    """Origins with people's judgements on pairs of claims laid over: the same are tied for good, different ones untied."""
    ties = list(traced.ties)
    for j in judged:
        sides = [traced.trails[c].origin for c in (j.left, j.right) if c in traced.trails]
        if len(sides) != 2 or sides[0] == sides[1] or j.disputed:
            continue
        left, right = sorted(sides)
        if j.verdict == "same":
            ties.append(_judged_tie(left, right))
        elif j.verdict == "different":
            ties = [t for t in ties if t.resolved or {t.left, t.right} != {left, right}]
    return replace(traced, ties=tuple(ties))


def _judged_tie(left: str, right: str) -> Tie:
    return Tie("same_name", left, right, "a person says that they are one", True)


class Tellers:
    """What documents tell: their codings, and the events that their reports are in. Each is read once while many events are gathered;
    the `size` that were asked for last are kept."""

    def __init__(self, ledger: Snapshot, size: int = PART) -> None:
        self._ledger, self._size = ledger, size
        self._held: OrderedDict[str, tuple[CodedDocument | None, dict[str, str]]] = OrderedDict()

    def of(self, documents: Collection[str]) -> tuple[dict[str, CodedDocument], dict[str, str]]:
        """Codings by document, those without one left out, and the event of each of their reports by address."""
        new = {d for d in documents if d not in self._held}
        coded = {c.document: c for c in _codings(self._ledger, new)}
        self._held |= {d: (coded.get(d), events) for d, events in self._ledger.events_of(new).items()}
        found = {d: self._held[d] for d in documents}
        for d in documents:
            self._held.move_to_end(d)
        while len(self._held) > max(self._size, len(documents)):
            self._held.popitem(last=False)
        return {d: c for d, (c, _) in found.items() if c is not None}, {
            a: e for _, held in found.values() for a, e in held.items()
        }


def facts_of(ledger: Snapshot, id: str, *, reliability: Mapping[str, str] | None = None) -> Facts:
    """Everything that is claimed about an event, as the ledger has it linked. Raises InputError for an unknown event."""
    record = ledger.event(id)
    if record is None:
        raise InputError(f"there is no event {id[:80]}", hint="`sayso events` lists them.")
    return all_facts(ledger, ledger.linked([record.row.id]), reliability=reliability)[record.row.id]


def all_facts(
    ledger: Snapshot,
    events: Mapping[str, LinkedEvent],
    *,
    reliability: Mapping[str, str] | None = None,
    tellers: Tellers | None = None,
) -> dict[str, Facts]:
    """Everything that is claimed about each of some events; `tellers` serve call after call."""
    documents = {id: sorted({split_address(a)[0] for a in (*e.event.reports, *e.trails)}) for id, e in events.items()}
    lifted = ledger.lifted(events)
    coded, event_of = (tellers or Tellers(ledger)).of(sorted({d for found in documents.values() for d in found}))
    return {
        id: gather(
            *(e.event, [coded[d] for d in documents[id] if d in coded], e.trails, e.origins, e.ties),
            event_of=event_of,
            lifted=lifted,
            reliability=reliability,
        )
        for id, e in events.items()
    }


def assess_ledger(
    ledger: Ledger,
    policies: Collection[str],
    *,
    reliability: Mapping[str, str] | None = None,
    again: bool = False,
    progress: Progress | None = None,
) -> int:
    """Assesses under policies every event that changed since, or all of them, and gives how many there were. The facts of an
    event are gathered once for all policies."""
    chosen = [policy(name) for name in policies]
    every = {row.id for row in ledger.events()} if again else set()
    waiting = {p.name: every if again else set(ledger.unassessed(p.name)) for p in chosen}
    ids = sorted(set().union(*waiting.values()))
    tellers = Tellers(ledger)
    for first in range(0, len(ids), EVENTS):
        some = ids[first : first + EVENTS]
        facts = {
            id: f
            for id, f in all_facts(ledger, ledger.linked(some), reliability=reliability, tellers=tellers).items()
            if f.reports
        }
        against = {id: conflicts(f) for id, f in facts.items()}
        for p in chosen:
            of = [id for id in some if id in waiting[p.name]]
            told = [a for id in of if id in facts for a in assess(facts[id], p)]
            ledger.record_assessments(p.name, of, told, [c for id in of for c in against.get(id, ())])
        if progress:
            progress("assessed", min(first + EVENTS, len(ids)), len(ids))
    return len(ids)
