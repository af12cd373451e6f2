"""Reading what people did: judgements, marks, redactions; and the history of anything."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from sayso.core import Judgement, Span
from sayso.core.compact import unpack
from sayso.core.judged import lifted
from sayso.ledger.events import EventReads
from sayso.ledger.rows import ClaimFilter, HistoryEntry, PairJudgement, Protection, Tombstone
from sayso.ledger.tables import (
    capture,
    coding,
    document,
    document_capture,
    event,
    event_report,
    event_retired,
    judgement,
    origin,
    protection,
    run,
    setting,
    step,
    tombstone,
)

# The run of a step, by its reader.
_BY = sa.func.coalesce(sa.select(run.c.reader).where(run.c.id == step.c.run).scalar_subquery(), step.c.run).label("run")


class PeopleReads(EventReads):
    """Judgements, protection and history at one moment."""

    def judgements(self, *, document: str = "", person: str = "", field: str = "", undone: bool = True) -> Iterator[Judgement]:
        """Judgements in the order in which they were recorded; `document` is either side of a pair. Without `undone` only those
        that stand."""
        query = sa.select(judgement.c.n, judgement.c.record).where(self._holds(judgement))
        over: set[str] = set()
        if not undone:
            undos = self._all(query.where(judgement.c.verdict == "undo"))
            over = lifted(unpack(Judgement, json.loads(r.record)) for r in undos)
            query = query.where(judgement.c.verdict != "undo")
        if document:
            query = query.where(sa.or_(judgement.c.document == document, judgement.c.other_document == document))
        if person:
            query = query.where(judgement.c.person == person)
        if field:
            query = query.where(judgement.c.field == field)
        for r in self._by_number(query, judgement):
            j = unpack(Judgement, json.loads(r.record))
            if j.id not in over:
                yield j

    def pair_judgements(self, field: str = "same_event") -> Iterator[PairJudgement]:
        """What people said of pairs: must-link and cannot-link for `same_event`; of claims for `same_origin`. Pairs of which a
        side is no longer in any coding are left out."""
        places: dict[str, list[tuple[Span, str]]] = {}
        said: dict[tuple[str, str], list[Judgement]] = {}
        for j in self.judgements(field=field, undone=False):
            sides = [
                self._address_at(places, d, Span(a, b), field)
                for d, a, b in ((j.document, j.start, j.end), (j.other_document, j.other_start, j.other_end))
            ]
            if all(sides) and sides[0] != sides[1]:
                said.setdefault((min(sides), max(sides)), []).append(j)
        for (left, right), found in sorted(said.items()):
            last = {j.person: j.verdict for j in sorted(found, key=lambda j: (j.made, j.id))}
            sure = {v for v in last.values() if v != "unsure"}
            verdict = sure.pop() if len(sure) == 1 else "unsure"
            yield PairJudgement(left, right, verdict, len(set(last.values())) > 1, tuple(j.id for j in found))

    def protections(self, kind: str = "", subject: str = "") -> list[Protection]:
        """Marks of sensitivity and embargo in force."""
        query = sa.select(protection).where(self._holds(protection))
        query = query.where(sa.or_(protection.c.level != "open", protection.c.embargo != "")).order_by(protection.c.n)
        if kind:
            query = query.where(protection.c.kind == kind)
        if subject:
            query = query.where(protection.c.folded == subject.casefold())
        return [Protection(r.kind, r.subject, r.level, r.embargo, r.reason, r.person) for r in self._all(query)]

    def pseudonyms(self) -> dict[str, str]:
        """A stand-in for every name that was ever marked, by the folded name: "Speaker 7", the same for good. The number is that
        of the mark and tells nothing of the name."""
        first = sa.func.min(protection.c.n).label("n")
        query = sa.select(protection.c.kind, protection.c.folded, first).where(protection.c.kind.in_(("speaker", "victim")))
        rows = self._all(query.group_by(protection.c.kind, protection.c.folded).order_by(first.desc()))
        return {r.folded: f"{r.kind.capitalize()} {r.n}" for r in rows}

    def tombstones(self) -> list[Tombstone]:
        """What was redacted, oldest first."""
        query = sa.select(tombstone, step.c.at).join(step, step.c.n == tombstone.c.step).order_by(tombstone.c.n)
        return [
            Tombstone(r.id, r.kind, r.reason, r.person, r.at, r.document, r.start, r.end, r.documents)
            for r in self._all(query.where(self._holds(tombstone)))
        ]

    def setting(self, name: str, default: str = "") -> str:
        """A setting kept in the ledger."""
        found = self._one(sa.select(setting.c.value).where(setting.c.name == name, self._holds(setting)))
        return found.value if found else default

    def history(self, subject: str = "", *, limit: int = 200) -> list[HistoryEntry]:
        """What happened to a document, report, claim, event or origin, or to the ledger as a whole; newest first."""
        document_id = subject.rpartition("#")[0] or subject
        queries = self._whole(limit) if not subject else [*self._of_document(document_id), *self._of_event(subject)]
        found = [(r.n, k, r) for k, query in enumerate(queries) for r in self._all(query)]
        shut = self._withheld.documents if self._withheld else frozenset()
        seen = [t for t in found if not shut or not any(a.partition("#")[0] in shut for a in (t[2].subject, t[2].detail) if a)]
        ordered = sorted(seen, key=lambda t: (-t[0], t[1]))[:limit]
        return [HistoryEntry(r.at, r.what, subject or r.subject, r.person or r.run, r.detail or "") for _, _, r in ordered]

    # -- inside -------------------------------------------------------------------------------------------------------------

    def _address_at(self, places: dict[str, list[tuple[Span, str]]], document_id: str, span: Span, field: str) -> str:
        """Address of the report (or claim) of a document that overlaps a span most, "" if there is none."""
        if document_id not in places:
            places[document_id] = []
            if field == "same_event":
                for row in self.reports(document=document_id):
                    if row.state != "rejected":
                        spots = [row.report.trigger.span, *(m.span for m in row.report.mentions)]
                        places[document_id] += [(s, row.address) for s in spots]
            else:
                for claim_row in self.claims(ClaimFilter(document=document_id)):
                    places[document_id].append((claim_row.claim.quote.span, claim_row.address))
        common = [(min(s.end, span.end) - max(s.start, span.start), address) for s, address in places[document_id]]
        best = max(common, default=(0, ""), key=lambda t: t[0])
        return best[1] if best[0] > 0 else ""

    def _entries(self, table: Any, what: str, detail: Any, *where: Any, at: str = "step", subject: Any = None) -> Any:
        n = table.c[at]
        columns = [step.c.n, step.c.at, step.c.person, _BY, sa.literal(what).label("what")]
        more = [detail.label("detail"), (sa.literal("") if subject is None else subject).label("subject")]
        past = sa.true() if self._step is None else step.c.n <= self._step
        return sa.select(*columns, *more).select_from(table).join(step, step.c.n == n).where(past, *where)

    def _whole(self, limit: int) -> list[Any]:
        counted = sa.literal("")
        past = sa.true() if self._step is None else step.c.n <= self._step
        query = sa.select(step.c.n, step.c.at, step.c.person, _BY, step.c.what, step.c.detail, counted.label("subject")).where(
            past
        )
        return [query.order_by(step.c.n.desc()).limit(limit)]

    def _of_document(self, id: str) -> list[Any]:
        n = sa.select(document.c.n).where(document.c.id == id).scalar_subquery()
        obtained = self._entries(document_capture, "obtained", capture.c.address, document_capture.c.document_n == n)
        by_verdict = sa.func.coalesce(judgement.c.verdict, "") + " " + judgement.c.field
        either = sa.or_(judgement.c.document == id, judgement.c.other_document == id)
        return [
            self._entries(document, "recorded", document.c.doc, document.c.id == id),
            obtained.join(capture, capture.c.n == document_capture.c.capture_n),
            self._entries(coding, "coded", coding.c.reader_name + coding.c.unread, coding.c.document_n == n),
            self._entries(event_report, "joined", event_report.c.event, event_report.c.document_n == n),
            self._entries(event_report, "left", event_report.c.event, event_report.c.document_n == n, at="until"),
            self._entries(judgement, "judged", by_verdict, either),
            self._entries(protection, "protected", protection.c.level + " " + protection.c.embargo, protection.c.subject == id),
            self._entries(tombstone, "redacted", tombstone.c.kind + ": " + tombstone.c.reason, tombstone.c.document == id),
        ]

    def _of_event(self, id: str) -> list[Any]:
        return [
            self._entries(event_report, "joined", event_report.c.report, event_report.c.event == id),
            self._entries(event_report, "left", event_report.c.report, event_report.c.event == id, at="until"),
            self._entries(event, "changed", event.c.type + " " + event.c.date + " " + event.c.place, event.c.id == id),
            self._entries(event_retired, "retired", sa.func.coalesce(event_retired.c.into_, ""), event_retired.c.id == id),
            self._entries(origin, "origin of", origin.c.event, origin.c.id == id),
        ]
