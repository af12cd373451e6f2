"""A coded document in the form of the annotation guide: what `sayso extract` prints and the scorer reads.

Every key is always present; beside each quoted string `x` stands `x_at`, its half-open code-point offsets.
"""

from typing import Any

from sayso.core import AttributionChain, CodedDocument, EventReport, Figure, Participant, Quote, Statement


def to_annotation(coded: CodedDocument) -> dict[str, Any]:
    """One document as a JSON-ready dict."""
    return {
        "doc": coded.doc,
        "document": coded.document,
        "published": coded.published,
        "outlet": coded.outlet,
        "run": coded.run,
        "unread": coded.unread,
        "events": [_event(e) for e in coded.events],
        "figures": [_figure(f) for f in coded.figures],
        "statements": [_statement(s) for s in coded.statements],
        "unused": [{**_words("quote", u.quote), "reason": u.reason} for u in coded.unused],
    }


def _event(e: EventReport) -> dict[str, Any]:
    place = e.place
    return {
        "id": e.id,
        **_words("sentence", e.sentence),
        **_words("trigger", e.trigger),
        "type": e.type,
        "mode": e.mode,
        "mentions_at": [[m.start, m.end] for m in e.mentions],
        **_parties("actors", e.actors),
        **_parties("recipients", e.recipients),
        **_parties("instruments", e.instruments),
        **_words("place", e.place_quote),
        "place_relation": e.place_relation,
        "country": (place.country if place else "") or None,
        "place_resolved": None
        if place is None or place.latitude is None
        else {
            "name": place.name,
            "latitude": place.latitude,
            "longitude": place.longitude,
            "admin1": place.admin1,
            "precision": place.precision,
            "id": place.gazetteer_id,
            "how": place.how,
        },
        "date": e.date.edtf if e.date else None,
        "date_how": e.date.how if e.date else "unknown",
        **_words("date_quote", e.date_quote),
        "factuality": e.factuality,
        "background": e.background,
        "chain": _chain(e.chain),
        "basis": e.basis,
        "confidence": e.confidence,
    }


def _figure(f: Figure) -> dict[str, Any]:
    return {
        "id": f.id,
        "events": list(f.events),
        "kind": f.kind,
        **_words("sentence", f.sentence),
        **_words("quote", f.quote),
        "low": f.low,
        "high": f.high,
        "comparator": f.comparator,
        **_words("of", f.of),
        "group": f.group,
        **_words("scope", f.scope),
        "as_of": f.as_of,
        "chain": _chain(f.chain),
        "basis": f.basis,
        "stance": f.stance,
        "relations": [{"is": r.is_, "with": r.with_} for r in f.relations],
        "confidence": f.confidence,
    }


def _statement(s: Statement) -> dict[str, Any]:
    return {
        "id": s.id,
        "about": list(s.about),
        "field": s.field,
        **_words("sentence", s.sentence),
        **_words("quote", s.quote),
        "chain": _chain(s.chain),
        "basis": s.basis,
        "stance": s.stance,
        **_words("reason", s.reason),
        "confidence": s.confidence,
    }


def _chain(chain: AttributionChain) -> list[dict[str, Any]]:
    out = []
    for hop in chain.hops:
        row: dict[str, Any] = {**_words("speaker", hop.speaker), **_words("cue", hop.cue), "stance": hop.stance, "said": hop.said}
        if hop.is_ is not None:
            row |= _words("is", hop.is_)
        if hop.actor is not None:
            row["actor"] = {"name": hop.actor.name, "country": hop.actor.country, "sector": hop.actor.sector}
        out.append(row)
    return out


def _parties(key: str, parties: tuple[Participant, ...]) -> dict[str, Any]:
    return {
        key: [p.quote.words for p in parties],
        f"{key}_at": [[p.quote.start, p.quote.end] for p in parties],
        f"{key}_resolved": [
            None if p.actor is None else {"name": p.actor.name, "country": p.actor.country, "sector": p.actor.sector}
            for p in parties
        ],
    }


def _words(key: str, quote: Quote | None) -> dict[str, Any]:
    return {key: quote.words if quote else "", f"{key}_at": [quote.start, quote.end] if quote else None}
