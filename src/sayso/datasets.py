"""From a ledger to data sets: the events of a filter with everything that is claimed of them, protected as the marks ask, as files.

    with open_ledger("reports.ledger", readonly=True) as ledger:
        made = data_set(ledger, "acled")
        write(made, Path("release"))

The same ledger, filter and day give the same bytes.
"""

import json
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import sayso
from sayso.assess.conflicts import conflicts
from sayso.assess.facts import Said
from sayso.assess.policies import Policy, policy
from sayso.assess.profile import profile
from sayso.core import ConfigError, InputError, Origin
from sayso.export.assessed import Assessed, without_documents
from sayso.export.claims import Beside, claim_record
from sayso.export.columns import RETRACTED, Lost, Record, Table, codebook, lost_table
from sayso.export.heading import heading
from sayso.export.shapes import FORMATS, PLAIN, POLICIES, files_of, shape_of, why_out
from sayso.export.veil import Veil, veil_of
from sayso.export.writers import csv_bytes, hidden
from sayso.ledger import ClaimFilter, ClaimRow, DocumentFilter, DocumentRow, EventFilter, EventRow, Exported, Snapshot
from sayso.linkage import Tellers, all_facts

Progress = Callable[[int, int], None]
TOGETHER = 500  # events, or documents, that are read at once


@dataclass(frozen=True)
class Wanted:
    """What a data set is to hold. `policy` "" is the format's own. `today` is the day that embargoes are measured by.
    `reliability` maps folded names of sources to letters A to F; `ids` names events one by one."""

    events: EventFilter = field(default_factory=EventFilter)
    policy: str = ""
    reliability: Mapping[str, str] = field(default_factory=dict)
    today: str = ""
    ids: tuple[str, ...] = ()


@dataclass
class Gathered:
    """Events as read out of a ledger, oldest first, under no policy yet. `withheld` counts events of which nothing may be shown."""

    events: list[Assessed]
    veil: Veil
    moment: str
    withheld: int = 0
    documents: int = 0  # protected documents that were left out

    def under(self, chosen: Policy) -> list[Assessed]:
        """The events under a policy."""
        return [a.under(chosen) for a in self.events]


@dataclass(frozen=True)
class DataSet:
    """Files by name, the first of them the data. `rows` of the data, events that are in, and how many are left out."""

    format: str
    policy: str
    files: Mapping[str, bytes]
    rows: int
    events: int
    left_out: int

    @cached_property
    def main(self) -> str:
        """The name of the file that holds the data."""
        return next(iter(self.files))


def gather(snapshot: Snapshot, wanted: Wanted, progress: Progress | None = None, *, hide: bool = True) -> Gathered:
    """Reads the events that are wanted, by default with what the marks of the ledger ask to hide taken out: the marks of now, also
    where the events are those of an earlier moment."""
    today = wanted.today or datetime.now(UTC).date().isoformat()
    now = Snapshot(snapshot.engine)
    veil = veil_of(now.protections(), today, now.pseudonyms()) if hide else Veil()
    rows = sorted(_rows(snapshot, wanted), key=lambda r: (r.first or r.last or "9", r.id))
    found = Gathered([], veil, snapshot.info().last or "")
    heads = Heads(snapshot)
    for first in range(0, len(rows), TOGETHER):
        some = rows[first : first + TOGETHER]
        for event in assessed(snapshot, some, veil, wanted.reliability, heads):
            if event is None:
                found.withheld += 1
            else:
                found.events.append(event)
        if progress:
            progress(first + len(some), len(rows))
    chosen = {r.id for r in rows}
    found.documents = sum(any(r.event in chosen for r in snapshot.reports(document=d)) for d in sorted(veil.documents))
    return found


class Heads:
    """Documents without their texts and what coded them, each read once however many events it reports."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.tellers = Tellers(snapshot)
        self._heads: dict[str, DocumentRow] = {}
        self._coders: dict[str, str] = {}
        self._readers = {r.id: r.reader for r in snapshot.runs()}

    def hold(self, documents: Sequence[str]) -> None:
        """Reads what is not read yet of some documents."""
        new = [d for d in documents if d not in self._heads]
        for first in range(0, len(new), TOGETHER):
            some = new[first : first + TOGETHER]
            page = self._snapshot.document_page(DocumentFilter(ids=tuple(some)), limit=len(some))
            self._heads |= {d.id: d for d in page.rows}
            runs = self._snapshot.coded_by(some)
            self._coders |= {d: self._readers[r] for d, r in runs.items() if r in self._readers}

    def of(self, documents: Sequence[str]) -> tuple[dict[str, DocumentRow], dict[str, str]]:
        """Rows and coders of documents by id; those that the ledger does not hold are left out."""
        self.hold(documents)
        held = [d for d in documents if d in self._heads]
        return {d: self._heads[d] for d in held}, {d: self._coders[d] for d in held if d in self._coders}


def assessed(
    snapshot: Snapshot,
    rows: Sequence[EventRow],
    veil: Veil,
    reliability: Mapping[str, str] | None = None,
    heads: Heads | None = None,
) -> list[Assessed | None]:
    """Events with all that is claimed of them, under no policy; None where nothing of one may be shown or no report is held."""
    heads = heads or Heads(snapshot)
    linked = snapshot.linked(r.id for r in rows)
    facts = all_facts(snapshot, linked, reliability=reliability, tellers=heads.tellers)
    heads.hold(sorted({d for told in facts.values() for d in told.documents}))
    claims, merged = snapshot.claims_of_events(linked), snapshot.merged(linked)
    shown = {id: {c.address: c for c in claims.get(id, ()) if c.document not in veil.documents} for id in linked}
    reviewers = _reviewers(snapshot, {a: c for held in shown.values() for a, c in held.items()})
    out: list[Assessed | None] = []
    for row in rows:
        whole = facts.get(row.id)
        told = None if whole is None else without_documents(whole, veil.documents)
        if whole is None or told is None or not told.reports:
            out.append(None)
            continue
        held, coders = heads.of(told.documents)
        out.append(
            Assessed(
                row=veil.row(_recounted(row, told.said) if len(told.said) != len(whole.said) else row),
                facts=told,
                profile=profile(told),
                conflicts=tuple(conflicts(told)),
                rows=shown[row.id],
                documents=held,
                trails=linked[row.id].trails,
                coders=coders,
                reviewers={a: reviewers[a] for a in shown[row.id] if a in reviewers},
                merged=merged[row.id],
                over=veil.over,
                hidden=len(set(whole.documents) & veil.documents),
            )
        )
    return out


def _rows(snapshot: Snapshot, wanted: Wanted) -> Iterator[EventRow]:
    if not wanted.ids:
        yield from snapshot.events(wanted.events)
        return
    for id in wanted.ids:
        yield asked(snapshot, id)


def asked(snapshot: Snapshot, id: str) -> EventRow:
    """The event that an id leads to. Raises InputError with what became of it, or how to find one."""
    record = snapshot.event(id)
    if record is None:
        gone = any(old == id for old, _ in snapshot.retired())
        what = f"event {id} is no more: no report tells of it now" if gone else f"there is no event {id[:80]!r}"
        raise InputError(what, hint="Its history: sayso history " + id if gone else "List them: sayso events")
    return record.row


def _recounted(row: EventRow, said: tuple[Said, ...]) -> EventRow:
    """The row of an event of which some documents are hidden: its range of dead is that of the rest."""
    dead = [n for s in said if s.claim.field == "killed" for n in (s.claim.low, s.claim.high) if n is not None]
    return replace(row, killed=(min(dead, default=None), max(dead, default=None)))


def _reviewers(snapshot: Snapshot, claims: Mapping[str, ClaimRow]) -> dict[str, tuple[str, ...]]:
    """Who judged each claim that somebody judged."""
    out: dict[str, tuple[str, ...]] = {}
    for document in sorted({c.document for c in claims.values() if c.state != "draft"}):
        judged = snapshot.judged(document)
        people = {j.id: j.person for j in snapshot.judgements(document=document)}
        for address, c in claims.items():
            decision = judged.decisions.get(c.claim.subject) if judged and c.document == document else None
            if decision is not None:
                out[address] = tuple(dict.fromkeys(people[j] for j in decision.judgements if j in people))
    return out


def data_set(snapshot: Snapshot, format: str, wanted: Wanted = Wanted(), progress: Progress | None = None) -> DataSet:
    """A data set in one of FORMATS. Raises ConfigError for another, or for an unknown policy."""
    return made_of(snapshot, format, gather(snapshot, wanted, progress), wanted)


def made_of(snapshot: Snapshot, format: str, found: Gathered, wanted: Wanted) -> DataSet:
    """A data set out of gathered events: its files with codebook, report of what was lost, retracted ids and a manifest."""
    if format not in FORMATS:
        raise ConfigError(f"there is no format '{format[:40]}'", hint=f"One of: {', '.join(FORMATS)}.")
    chosen = policy(wanted.policy or POLICIES[format])
    events = found.under(chosen)
    everything = wanted.events == EventFilter() and not wanted.ids
    loose = _loose(snapshot, found.veil.documents) if everything else []
    kept, shown, lost = shape_of(format, events, loose)
    lost += [Lost(a.id, "", heading(a.row).title, why_out(format, a)) for a in events if a.id not in {k.id for k in kept}]
    lost += _protected(found)
    shown = [hidden(t, found.veil.over) for t in shown]
    retracted = Table("retracted", "Ids that are used no more", RETRACTED, _retracted(snapshot))
    files, more = files_of(format, shown, kept, found.veil.over, found.moment, retracted, lost)
    lost_lines = hidden(lost_table([*lost, *more]), found.veil.over)
    about = _about(format, chosen, found, len(kept), len(events) - len(kept))
    files |= {
        "codebook.md": codebook(f"Codebook: {FORMATS[format]}", about, [*shown, lost_lines, retracted]).encode(),
        "lost.csv": csv_bytes(lost_lines),
        "retracted.csv": csv_bytes(retracted),
    }
    counts = {"events": len(kept), "left out": len(events) - len(kept), "withheld": found.withheld}
    files["manifest.json"] = _manifest(format, chosen, found, wanted, files, counts)
    return DataSet(format, chosen.name, files, len(shown[0].records), len(kept), len(events) - len(kept))


def exported(snapshot: Snapshot, wanted: Wanted, found: Gathered, made: DataSet, person: str, name: str) -> Exported:
    """A data set as the ledger's list of exports keeps it. `name` is that of the folder or file."""
    digest = sha256(made.files[made.main]).hexdigest()
    return Exported(
        person, "data", made.format, made.policy, wanted.events, wanted.ids, name, digest, found.moment, snapshot.stamp(), made.events,
        made.rows,
    )  # fmt: skip


def _loose(snapshot: Snapshot, hidden: Collection[str]) -> list[Record]:
    """Claims about no event, but those of some documents."""
    nobody = Origin("", "", "", (), standing="")
    rows = [c for c in snapshot.claims() if not c.reports and c.document not in hidden]
    held, coders = Heads(snapshot).of(sorted({c.document for c in rows}))
    out = []
    for row in rows:
        day = row.published or ""
        said = Said(row.address, row.document, row.outlet or row.doc, row.claim, nobody, day, published=day)
        out.append(claim_record(said, Beside(row=row, document=held.get(row.document), coder=coders.get(row.document, ""))))
    return out


def _retracted(snapshot: Snapshot) -> list[Record]:
    events = [
        {"id": old, "kind": "event", "became": new or "", "why": "merged" if new else "no report tells of it any more"}
        for old, new in snapshot.retired()
    ]
    rejected = sorted({c.address for c in snapshot.claims(ClaimFilter(states=("rejected",)))})
    return [*events, *({"id": c, "kind": "claim", "became": "", "why": "rejected by a person"} for c in rejected)]


def _protected(found: Gathered) -> list[Lost]:
    out = []
    if found.withheld:
        out.append(Lost("", "", f"{found.withheld} events", "all their documents are protected or under embargo"))
    if found.documents:
        out.append(Lost("", "", f"what {found.documents} documents say", "they are protected or under embargo"))
    if found.veil.names:
        out.append(Lost("", "", f"{len(found.veil.names)} names", "they are protected; a stand-in or a bar stands for each"))
    return out


def _about(format: str, chosen: Policy, found: Gathered, kept: int, out: int) -> list[str]:
    rules = "\n".join(f"* {r.kind}: {r.rule} [{r.mark}]. {r.says}" for r in chosen.rules)
    marks = "V: read in the source; S: seen second-hand; M: from memory, unverified."
    end = (
        "An own way to fill the form. Not data of ACLED or UCDP, and not endorsed by them.\n\n"
        if POLICIES[format] != PLAIN
        else ""
    )
    counted = f"{kept} events" + (
        f"; {out} more are not in the policy's scope or do not fit the form (lost.csv says why)" if out else ""
    )
    return [
        f"{counted}. The ledger as of {found.moment}.",
        f"{end}Numbers are those of the policy `{chosen.name}` ({chosen.title}). {marks}\n\n{rules}",
        "A claim is what somebody says, not what happened. Ids are stable: `retracted.csv` lists those that are used no more. "
        "Cells that a spreadsheet would run as a formula begin with an apostrophe in CSV and are marked as text in XLSX.",
    ]


def _manifest(
    format: str, chosen: Policy, found: Gathered, wanted: Wanted, files: Mapping[str, bytes], counts: Mapping[str, int]
) -> bytes:
    asked = {k: v for k, v in asdict(wanted.events).items() if v != asdict(EventFilter())[k]}
    told: dict[str, Any] = {
        "format": format,
        "program": f"sayso {sayso.__version__}",
        "ledger_as_of": found.moment,
        "policy": {"name": chosen.name, "rules": [{"kind": r.kind, "rule": r.rule, "mark": r.mark} for r in chosen.rules]},
        "filter": {**asked, **({"ids": list(wanted.ids)} if wanted.ids else {})},
        "coded_by": sorted({c for a in found.events for c in a.coders.values()}),
        "counts": dict(counts),
        "files": {name: {"bytes": len(c), "sha256": sha256(c).hexdigest()} for name, c in files.items()},
    }
    return (found.veil.over(json.dumps(told, ensure_ascii=False, indent=1)) + "\n").encode()


def write(made: DataSet, folder: Path) -> list[Path]:
    """Writes the files of a data set into a folder, which is made. A file that is there is replaced whole, never half."""
    folder.mkdir(parents=True, exist_ok=True)
    out = []
    for name, content in made.files.items():
        part = folder / f".{name}.part"
        part.write_bytes(content)
        os.replace(part, folder / name)
        out.append(folder / name)
    return out
