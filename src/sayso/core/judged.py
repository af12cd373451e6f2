"""Judgements laid over a coded document: people's decisions stand, whatever read the document since.

A judgement applies to the record that overlaps its span, rather one of its kind; to a record of another kind only if it says what
the record is (accept, correct) and nobody judged that record by its own kind. Where there is none, what was accepted, corrected or
added stands as a record of its own. Later decisions win; where the last words of two people differ, the record says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from sayso.core.coding import CodedDocument, EventReport, Figure, FigureRelation, Statement
from sayso.core.compact import unpack, unpack_field
from sayso.core.judgement import Judgement
from sayso.core.judging import (
    CLASSES,
    PARTS,
    REFERENCES,
    REQUIRED,
    SITE,
    VERDICTS,
    Face,
    Record,
    Reference,
    class_of,
    decided_by,
    face_judged,
    face_of,
    read_field,
    records_of,
    references_in,
    values_of,
)
from sayso.core.spans import Span

_STATES = {"accept": "accepted", "correct": "corrected", "reject": "rejected", "add": "added"}


@dataclass(frozen=True, slots=True)
class Decision:
    """What people decided on one record. `state`: accepted, corrected, added, lost (nothing that was read overlaps it any
    more) or rejected; draft if only some of its parts were accepted. `judgements` are ids, oldest first. `disputed`: the last
    words of two people on it differ. `whole` and `parts` are the last states given to the record and to parts of it."""

    state: str
    judgements: tuple[str, ...]
    disputed: bool = False
    whole: str = ""
    parts: tuple[tuple[str, str], ...] = ()

    def of(self, part: str) -> str:
        """The state of one part of the record (a key of `PARTS`)."""
        return dict(self.parts).get(part) or self.whole or "draft"


@dataclass(frozen=True)
class JudgedDocument:
    """A coding with judgements laid over it. `decisions` by record id; a record without one is a draft. `rejected` holds what
    people threw out; `idle` are ids of judgements that no record answers to."""

    coded: CodedDocument
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    rejected: tuple[Record, ...] = ()
    idle: tuple[str, ...] = ()

    def state(self, id: str) -> str:
        """draft, or the state that people gave the record."""
        return self.decisions[id].state if id in self.decisions else "draft"

    def disputed(self, id: str) -> bool:
        """True if the last words of two people on the record differ."""
        return id in self.decisions and self.decisions[id].disputed


def judged(coded: CodedDocument, judgements: Iterable[Judgement]) -> JudgedDocument:
    """Lays judgements over a coding. Those of other documents, of pairs, comments and undone ones do not count.

    Records that people made have ids of a letter, j and eight digits of the judgement's id. Deterministic: the order in which
    judgements are given does not matter. Raises `InputError` for a judgement that `check_value` would refuse.
    """
    ours = [j for j in standing(judgements) if j.document == coded.document and j.verdict in VERDICTS]
    if not ours:
        return JudgedDocument(coded)
    slots = [_Slot(class_of(r), r, _faces(r), machine=True) for r in records_of(coded)]
    for read in slots:
        read.claimed = any(read.answers(j) for j in ours)
    idle: list[str] = []
    for j in ours:
        slot = _find(slots, j)
        if slot is None:
            name = read_field(j.field)[0]
            if j.verdict == "reject" or not set(values_of(j)) >= REQUIRED[name]:
                idle.append(j.id)
                continue
            slot = _stand_alone(name, j, coded.text)
            slots.append(slot)
        slot.lay(j, coded.text)
    return _assembled(coded, slots, tuple(idle))


def standing(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Judgements that no standing undo lifts, in the order in which they were made. An undo can be undone."""
    ordered = sorted({j.id: j for j in judgements}.values(), key=lambda j: (j.made, j.id))
    over = lifted(ordered)
    return [j for j in ordered if j.id not in over and j.verdict != "undo"]


def lifted(judgements: Iterable[Judgement]) -> set[str]:
    """Ids of what standing undos lift; only the undos among the judgements matter."""
    over: set[str] = set()
    for j in sorted(judgements, key=lambda j: (j.made, j.id), reverse=True):
        if j.verdict == "undo" and j.id not in over:
            over.add(j.undoes)
    return over


@dataclass
class _Slot:
    """One record while judgements are laid over it. `faces` are those under which it was read or judged; `claimed` says that
    a judgement names it by its own kind."""

    name: str
    record: Record
    faces: list[Face]
    machine: bool = False
    claimed: bool = False
    references: dict[str, list[Reference]] = field(default_factory=dict)
    laid: list[Judgement] = field(default_factory=list)

    def answers(self, j: Judgement) -> bool:
        name, kind, _ = read_field(j.field)
        span = Span(j.start, j.end)
        return self.name == name and any(f.kind == kind and f.span.overlaps(span) for f in self.faces)

    def lay(self, j: Judgement, text: str) -> None:
        self.laid.append(j)
        self.faces.append(face_judged(j))
        part, values = read_field(j.field)[2], values_of(j)
        if j.verdict == "reject":
            if not part:
                return
            values = {k: v for k, v in values.items() if k not in PARTS[self.name][part]}
        if values or j.verdict == "reject":
            kind, chosen = CLASSES[self.name], decided_by(self.name, part)
            changes = {k: unpack_field(kind, k, values[k], text) for k in chosen & set(values) if k not in REFERENCES}
            # What a whole value leaves out is at its default.
            changes |= {
                f.name: f.default for f in fields(kind) if f.name in chosen - set(values) - REFERENCES - REQUIRED[self.name]
            }
            self.record = replace(self.record, **changes)
            self.references |= {k: references_in(k, values.get(k, [])) for k in chosen & REFERENCES}
        self.record = replace(self.record, confidence=1.0)
        self.faces.append(face_of(self.record))

    def decision(self) -> Decision:
        whole, parts = "", dict[str, str]()
        for j in self.laid:
            part, state = read_field(j.field)[2], _STATES[j.verdict]
            if part:
                parts[part] = "corrected" if state == "rejected" else state
            else:
                whole, parts = state, {}
        if not self.machine and whole != "rejected" and all(j.verdict != "add" for j in self.laid):
            whole = "lost"
        state = "corrected" if "corrected" in parts.values() and whole != "lost" else whole or "draft"
        return Decision(state, tuple(j.id for j in self.laid), self._disputed(), whole, tuple(parts.items()))

    def _disputed(self) -> bool:
        words: dict[str, dict[str, Any] | None] = {}
        for j in self.laid:
            part, values = read_field(j.field)[2], values_of(j)
            if j.verdict == "reject" and not part:
                words[j.person] = None
                continue
            chosen = decided_by(self.name, part) if values or part else frozenset[str]()
            said = {k: None if j.verdict == "reject" else values.get(k) for k in chosen}
            words[j.person] = {**(words.get(j.person) or {}), **said}
        opinions = list(words.values())
        return any(_differ(a, b) for i, a in enumerate(opinions) for b in opinions[i + 1 :])


def _differ(a: dict[str, Any] | None, b: dict[str, Any] | None) -> bool:
    if a is None or b is None:
        return (a is None) != (b is None)
    return any(a[k] != b[k] for k in set(a) & set(b))


def _faces(record: Record) -> list[Face]:
    """A record's own face; an event is known by each of its mentions too."""
    own = face_of(record)
    mentions = record.mentions if isinstance(record, EventReport) else ()
    return [own, *(Face(m.span, own.kind, own.site) for m in mentions)]


def _stand_alone(name: str, j: Judgement, text: str) -> _Slot:
    """The record that a judgement makes where nothing overlaps it."""
    values = values_of(j)
    plain = {k: v for k, v in values.items() if k not in REFERENCES and k != SITE}
    record = unpack(CLASSES[name], {**plain, "id": f"{name[0]}j{j.id.partition('_')[2][:8]}"}, text)
    return _Slot(name, record, [], references={k: references_in(k, values[k]) for k in REFERENCES & set(values)})


def _find(slots: Sequence[_Slot], j: Judgement) -> _Slot | None:
    """The slot that a judgement is about: the best overlap among those of its kind, else among those free for another."""
    name = read_field(j.field)[0]
    face = face_judged(j)
    renames = j.verdict in ("accept", "correct") and bool(values_of(j))
    best, best_rank = None, (0, 0.0, 0.0)
    for slot in slots:
        if slot.name == name:
            rank = _rank(slot, face)
            if rank > best_rank and (rank[0] == 2 or (renames and slot.machine and not slot.claimed and not slot.laid)):
                best, best_rank = slot, rank
    return best


def _rank(slot: _Slot, face: Face) -> tuple[int, float, float]:
    """How well a slot answers to a face: 2 for its kind, 1 for another, then the shares of span and site. Zeros if not at all."""
    ranks = [(1 + (f.kind == face.kind), share, _site_share(f, face)) for f in slot.faces if (share := _share(f.span, face.span))]
    return max(ranks, default=(0, 0.0, 0.0))


def _share(a: Span, b: Span) -> float:
    """Overlap over union of two spans, 0 if they do not overlap."""
    common = min(a.end, b.end) - max(a.start, b.start)
    return common / (max(a.end, b.end) - min(a.start, b.start)) if common > 0 else 0.0


def _site_share(a: Face, b: Face) -> float:
    if a.site is None or b.site is None:
        return float(a.site is None and b.site is None)
    return _share(a.site, b.site)


def _assembled(coded: CodedDocument, slots: Sequence[_Slot], idle: tuple[str, ...]) -> JudgedDocument:
    decisions = {s.record.id: s.decision() for s in slots if s.laid}
    out = {id for id, d in decisions.items() if d.whole == "rejected"}
    kept = [s for s in slots if s.record.id not in out]
    alive = {s.record.id for s in kept}
    final = [_resolved(s, kept, alive) for s in kept]
    return JudgedDocument(
        replace(
            coded,
            events=tuple(r for r in final if isinstance(r, EventReport)),
            figures=tuple(r for r in final if isinstance(r, Figure)),
            statements=tuple(r for r in final if isinstance(r, Statement)),
        ),
        decisions,
        tuple(s.record for s in slots if s.record.id in out),
        idle,
    )


def _resolved(slot: _Slot, kept: Sequence[_Slot], alive: set[str]) -> Record:
    """The record with references that lead to records still there."""
    record = slot.record
    named = {
        key: [(r.relation, id) for r in rows if (id := _named(kept, r)) and id != record.id]
        for key, rows in slot.references.items()
    }
    if isinstance(record, Figure):
        events = [id for _, id in named["events"]] if "events" in named else record.events
        relations = [FigureRelation(*r) for r in named["relations"]] if "relations" in named else record.relations
        return replace(
            record,
            events=tuple(dict.fromkeys(e for e in events if e in alive)),
            relations=tuple(r for r in relations if r.with_ in alive),
        )
    if isinstance(record, Statement):
        about = [id for _, id in named["about"]] if "about" in named else record.about
        return replace(record, about=tuple(dict.fromkeys(a for a in about if a in alive)))
    return record


def _named(kept: Sequence[_Slot], reference: Reference) -> str:
    """Id of the record that a reference leads to, "" if none overlaps it."""
    ranked = [(_rank(s, reference.face), -k) for k, s in enumerate(kept) if s.name == reference.name]
    rank, k = max(ranked, default=((0, 0.0, 0.0), 0))
    return kept[-k].record.id if rank[0] else ""
