"""Recording what ingest gave: captures, documents, rejections. What is there already changes nothing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from sayso.core import Capture, Document, InputError, Rejection, digest
from sayso.core.compact import pack
from sayso.ledger import search
from sayso.ledger.base import Writer, Writing, counted, dump, plain
from sayso.ledger.documents import packed
from sayso.ledger.rows import Recorded
from sayso.ledger.tables import barred, capture, content, document, document_capture, document_state, rejection, text, tombstone


class DocumentWrites(Writer):
    """Captures, documents and rejections."""

    def record(
        self, captures: Sequence[Capture] = (), documents: Sequence[Document] = (), rejections: Sequence[Rejection] = ()
    ) -> Recorded:
        """Records what ingest gave. What is there already changes nothing. A document at the page of an earlier one gets
        `follows`. Raises `InputError` if a document's capture is neither given nor there."""
        with self._write("ingested") as w:
            allowed, refused = _allowed(w, documents)
            new_captures = _captures(w, _wanted(captures, allowed, refused))
            numbers = dict(w.in_(capture.c.id, {d.capture for d in allowed}, sa.select(capture.c.id, capture.c.n)))
            if lost := next((d for d in allowed if d.capture not in numbers), None):
                raise InputError("its capture was not recorded", where=f"document {lost.doc}", hint="Record the capture with it.")
            new = _documents(w, list({d.id: d for d in allowed[::-1]}.values())[::-1], numbers)  # the first of each id
            _attach(w, allowed, numbers)
            new_rejections = _rejections(w, rejections)
            w.note(f"{counted(len(new), 'document')}, {counted(new_rejections, 'rejection')}")
            return Recorded(new, len(allowed) - len(new), new_captures, new_rejections, tuple(refused))

    def settle(self, addresses: Collection[str], still: Collection[Rejection] = ()) -> int:
        """Settles the rejections at these addresses, which were read again, except those that came again. Gives their number."""
        again = {rejection_digest(r) for r in still}
        with self._write("settled") as w:
            query = sa.select(rejection.c.n, rejection.c.digest).where(rejection.c.until.is_(None))
            over = [r.n for r in w.in_(rejection.c.address, map(plain, addresses), query) if r.digest not in again]
            for n in over:
                w.end(rejection, rejection.c.n == n)
            w.note(counted(len(over), "rejection"))
            return len(over)


def rejection_digest(r: Rejection) -> str:
    """What makes two rejections one: all that they say."""
    return digest("rej", [r.address, r.part, r.code, r.sha256, r.reason])


def _allowed(w: Writing, documents: Sequence[Document]) -> tuple[list[Document], list[tuple[str, str]]]:
    """The documents without those that were redacted, and why these are refused. The same one may be there several times, by
    several captures: each of these belongs to it, whether they come together or one after the other."""
    query = sa.select(barred.c.digest, tombstone.c.reason).join(tombstone, tombstone.c.id == barred.c.tombstone)
    signs = {s for d in documents for s in (d.id, d.sha256)}
    why: Mapping[str, str] = {r.digest: r.reason for r in w.in_(barred.c.digest, signs, query)}
    # A document of which a passage was redacted keeps its id: adding the original again finds it there.
    there = {r.id for r in w.in_(document.c.id, {d.id for d in documents}, sa.select(document.c.id))} if why else set()
    kept, refused = [], []
    for d in documents:
        reason = why.get(d.id) or (why.get(d.sha256) if d.id not in there else None)
        if reason is None:
            kept.append(d)
        else:
            refused.append((d.doc, reason))
    return kept, refused


def _wanted(captures: Sequence[Capture], kept: Sequence[Document], refused: Sequence[Any]) -> list[Capture]:
    """Captures to record: if documents were refused, only those that others rest on."""
    used = {d.capture for d in kept}
    return [c for c in {c.id: c for c in captures}.values() if not refused or c.id in used]


def _captures(w: Writing, captures: Sequence[Capture]) -> int:
    there = {r.id for r in w.in_(capture.c.id, [c.id for c in captures], sa.select(capture.c.id))}
    rows = [
        {"id": c.id, "sha256": c.sha256, "address": plain(c.address), "record": dump(pack(replace(c, content=None)))}
        for c in captures
        if c.id not in there
    ]
    w.add(capture, rows)
    held = {c.sha256: c.content for c in captures if c.content is not None}
    stop = {r.digest for r in w.in_(barred.c.digest, held, sa.select(barred.c.digest))}
    stop |= {r.sha256 for r in w.in_(content.c.sha256, held, sa.select(content.c.sha256))}
    for sha256, held_bytes in held.items():
        if sha256 not in stop:
            codec, small = packed(held_bytes)
            w.connection.execute(content.insert(), {"sha256": sha256, "codec": codec, "bytes": small})
    return len(rows)


def _documents(w: Writing, documents: Sequence[Document], captures: Mapping[str, int]) -> tuple[str, ...]:
    there = {r.id for r in w.in_(document.c.id, [d.id for d in documents], sa.select(document.c.id))}
    new = [d for d in documents if d.id not in there]
    if not new:
        return ()
    texts = _texts(w, new)
    pages = {d.id: _page(w, d) for d in new}
    earlier = _earlier(w, set(pages.values()))
    rows = []
    for d in new:
        follows = d.follows or earlier.get(pages[d.id], {}).get("id")
        if earlier.get(pages[d.id], {}).get("capture") == captures[d.capture]:
            follows = d.follows  # several documents of one capture share an address: none is a version of another
        rows.append(_document_row(d, texts[d.sha256], pages[d.id], follows))
        earlier[pages[d.id]] = {"id": d.id, "capture": captures[d.capture]}
    numbers = w.add(document, rows)
    state = [{"document_n": n, "changed": w.step, "linked": None} for n in numbers]
    w.connection.execute(document_state.insert(), state)
    search.index_documents(w, [(n, d.title or "", d.text) for n, d in zip(numbers, new, strict=True)])
    return tuple(d.id for d in new)


def _document_row(d: Document, text_n: int, page: str, follows: str | None) -> dict[str, Any]:
    record = pack(replace(d, text="", capture="", follows=None, kept_as=""))
    record.pop("text")
    language = d.masthead.language.value if d.masthead.language else ""
    return {
        "id": d.id,
        "text_n": text_n,
        "doc": plain(d.doc),
        "title": plain(d.title or ""),
        "outlet": plain(d.outlet or ""),
        "published": d.published or "",
        "language": plain(language),
        "page": page,
        "warned": bool(d.warnings),
        "follows": follows,
        "record": dump(record),
    }


def _texts(w: Writing, documents: Iterable[Document]) -> dict[str, int]:
    """Number of the text of each digest; texts that are not there are added once."""
    wanted = {d.sha256: d.text for d in documents}
    found = {r.sha256: r.n for r in w.in_(text.c.sha256, wanted, sa.select(text.c.sha256, text.c.n))}
    rows = [text_row(sha256, words) for sha256, words in wanted.items() if sha256 not in found]
    numbers = w.add(text, rows)
    return found | {row["sha256"]: n for row, n in zip(rows, numbers, strict=True)}


def text_row(sha256: str, words: str) -> dict[str, Any]:
    """The columns of a text."""
    shown = plain(words)
    kept = None if shown == words else words.encode("utf-8", "surrogatepass")
    return {"sha256": sha256, "text": shown, "exact": kept, "chars": len(words)}


def _page(w: Writing, d: Document) -> str:
    """What two versions of one page have in common: the canonical or plain address; else the file and the document's name."""
    address = d.masthead.canonical or d.masthead.address
    if address:
        return plain(address.value)
    found = w.connection.execute(sa.select(capture.c.address).where(capture.c.id == d.capture)).scalar()
    return f"{found or ''}#{plain(d.doc)}"


def _earlier(w: Writing, pages: Collection[str]) -> dict[str, dict[str, Any]]:
    """The latest document at each page, with the number of its capture; none where one capture has several at a page."""
    first = sa.func.min(document_capture.c.capture_n)
    query = (
        sa.select(document.c.page, document.c.id, document.c.n, first.label("capture"))
        .join(document_capture, document_capture.c.document_n == document.c.n)
        .group_by(document.c.n, document.c.page, document.c.id)
        .order_by(document.c.n)
    )
    found: dict[str, dict[str, Any]] = {}
    shared: set[str] = set()
    for r in w.in_(document.c.page, pages, query):
        if r.page in found and found[r.page]["capture"] == r.capture:
            shared.add(r.page)
        found[r.page] = {"id": r.id, "capture": r.capture}
    return {page: last for page, last in found.items() if page not in shared}


def _attach(w: Writing, documents: Sequence[Document], captures: Mapping[str, int]) -> None:
    """Says of each document that it was obtained by its capture."""
    numbers = dict(w.in_(document.c.id, [d.id for d in documents], sa.select(document.c.id, document.c.n)))
    links = {(numbers[d.id], captures[d.capture]) for d in documents}
    query = sa.select(document_capture.c.document_n, document_capture.c.capture_n)
    links -= {(r.document_n, r.capture_n) for r in w.in_(document_capture.c.document_n, {n for n, _ in links}, query)}
    if links:
        rows = [{"document_n": n, "capture_n": c, "step": w.step} for n, c in sorted(links)]
        w.connection.execute(document_capture.insert(), rows)


def _rejections(w: Writing, rejections: Sequence[Rejection]) -> int:
    wanted = {rejection_digest(r): r for r in rejections}
    query = sa.select(rejection.c.digest).where(rejection.c.until.is_(None))
    there = {r.digest for r in w.in_(rejection.c.digest, wanted, query)}
    rows = [
        {"digest": key, **{c: plain(getattr(r, c)) for c in ("address", "part", "code", "reason", "sha256")}}
        for key, r in wanted.items()
        if key not in there
    ]
    w.add(rejection, rows)
    return len(rows)
