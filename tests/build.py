"""One-line builders of core values for tests. All texts are our own."""

from collections.abc import Sequence
from typing import Any

from sayso.core import (
    AttributionChain,
    Capture,
    CodedDocument,
    Document,
    EventReport,
    Figure,
    Found,
    Hop,
    Masthead,
    PartialDate,
    Place,
    Quote,
    Run,
    Statement,
    sha256_of,
)

RAID = "Soldiers raided a house in Kant on 16 July. Four militants were killed, the ministry said. Local media put it at six."


def capture_of(content: bytes, address: str = "a.txt") -> Capture:
    """A capture that keeps its bytes."""
    return Capture(sha256_of(content), "text/plain", len(content), address, "2015-07-17T10:00:00Z", content=content)


def given(text: str = RAID, doc: str = "a", *, address: str = "", **masthead: str) -> tuple[Capture, Document]:
    """A file and its document; `masthead` values are given by the user. `address` is where the file lies."""
    capture = capture_of(text.encode("utf-8", "surrogatepass"), address or f"{doc}.txt")
    return capture, Document(doc, text, Masthead(**{k: Found(v, "given") for k, v in masthead.items()}), (), capture.id)


def quote(text: str, words: str, nth: int = 0) -> Quote:
    """The n-th place of some words in a text."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Quote(start, start + len(words), words)


def run(version: str = "1.0", reader: str = "toy", stage: str = "code") -> Run:
    """A run of a toy reader."""
    return Run(f"run_{stage}_{reader}_{version}", stage, "0.1.0", f"{reader}/{version}", "o1", "l1", "2026-01-01T00:00:00Z")


def event(
    text: str, trigger: str, id: str = "e1", type_: str = "ASSAULT", *, place: str = "", date: str = "", **more: Any
) -> EventReport:
    """An event report; its place is in Kyrgyzstan."""
    located = (
        {"place": Place(place, "KG", "Chüy", 42.9, 74.85, "town", place), "place_quote": quote(text, place)} if place else {}
    )
    dated = {"date": PartialDate(date, "stated")} if date else {}
    return EventReport(id, quote(text, trigger), sentence(text, trigger), type_, **{**located, **dated, **more})


def figure(
    text: str, words: str, low: int | None, high: int | None = None, id: str = "f1", kind: str = "killed", **more: Any
) -> Figure:
    """A figure of event e1; `speaker` makes its chain."""
    more.setdefault("events", ("e1",))
    if speaker := more.pop("speaker", ""):
        more["chain"] = chain(text, speaker)
    return Figure(id, kind, quote(text, words), sentence(text, words), low, low if high is None else high, "exactly", **more)


def statement(text: str, words: str, id: str = "s1", field: str = "motive", **more: Any) -> Statement:
    """A statement about event e1."""
    more.setdefault("about", ("e1",))
    return Statement(id, field, quote(text, words), sentence(text, words), **more)


def chain(text: str, *speakers: str) -> AttributionChain:
    """Speakers from the outside in."""
    return AttributionChain(tuple(Hop(quote(text, s)) for s in speakers))


def sentence(text: str, words: str) -> Quote:
    """The sentence around some words, up to full stops."""
    at = text.index(words)
    start = text.rfind(". ", 0, at) + 2 if ". " in text[:at] else 0
    end = text.find(".", at + len(words))
    end = len(text) if end < 0 else end + 1
    return Quote(start, end, text[start:end])


def coded(document: Document, run: Run, *, events: Sequence[EventReport] = (), **more: Any) -> CodedDocument:
    """A coding of a document."""
    return CodedDocument(
        document.id, document.doc, document.text, document.published, document.outlet, tuple(events), run=run.id,
        figures=tuple(more.get("figures", ())), statements=tuple(more.get("statements", ())),
    )  # fmt: skip


def raid(document: Document, run: Run) -> CodedDocument:
    """`RAID` as a good reader codes it."""
    t = document.text
    return coded(
        document,
        run,
        events=[event(t, "raided", place="Kant", date="2015-07-16")],
        figures=[
            figure(t, "Four militants", 4, speaker="the ministry"),
            figure(t, "six", 6, id="f2", speaker="Local media"),
        ],
    )
