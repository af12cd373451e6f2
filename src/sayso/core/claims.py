"""Claims out of coded documents: one value of one field under one chain, each with an address of its own."""

from sayso.core.coding import Claim, CodedDocument, EventReport, Figure, Statement

EVENT_FIELDS = ("happened", "place", "date", "perpetrator")


def address(document: str, claim: Claim) -> str:
    """Where a claim is found: "DOCUMENT#SUBJECT"; the place, date and perpetrator of an event add ".FIELD"."""
    own = claim.subject.startswith("e") and claim.field != "happened"
    return f"{document}#{claim.subject}" + (f".{claim.field}" if own else "")


def split_address(claim: str) -> tuple[str, str]:
    """Document and subject of a claim's or report's address, without the field."""
    document, _, subject = claim.rpartition("#")
    return document, subject.split(".")[0]


def claims_of(coded: CodedDocument) -> tuple[Claim, ...]:
    """Every claim of a document, in the order of events, figures, statements.

    An event claims that it happened and, where words say so, its place, date and perpetrator. A claim about a figure or
    a statement is about the events of that one too.
    """
    about = _events_of(coded)
    claims = [c for e in coded.events for c in _event(e)]
    claims += [_figure(f) for f in coded.figures]
    claims += [_statement(s, about[s.id]) for s in coded.statements]
    return tuple(claims)


def _events_of(coded: CodedDocument) -> dict[str, tuple[str, ...]]:
    """For every subject the events it is about, through figures and statements; ends also where these refer in a ring."""
    direct: dict[str, tuple[str, ...]] = {e.id: (e.id,) for e in coded.events}
    direct |= {f.id: f.events for f in coded.figures}
    told = {s.id: s for s in coded.statements}

    def events(subject: str, seen: frozenset[str]) -> tuple[str, ...]:
        if subject in direct or subject not in told or subject in seen:
            return direct.get(subject, ())
        found = (e for a in told[subject].about for e in events(a, seen | {subject}))
        return tuple(dict.fromkeys(found))

    return direct | {s: events(s, frozenset()) for s in told}


def _event(e: EventReport) -> list[Claim]:
    stance = "denies" if e.factuality == "denied" else "asserts"
    rows = [("happened", e.trigger, e.factuality)]
    if e.place_quote is not None:
        rows.append(("place", e.place_quote, e.place.name if e.place else e.place_quote.words))
    if e.date is not None and e.date_quote is not None:
        rows.append(("date", e.date_quote, e.date.edtf))
    if e.actors:
        names = "; ".join(p.actor.name if p.actor and p.actor.name else p.quote.words for p in e.actors)
        rows.append(("perpetrator", e.actors[0].quote, names))
    return [
        Claim(
            e.id,
            field,
            (e.id,),
            quote,
            value,
            chain=e.chain,
            basis=e.basis,
            stance=stance if field == "happened" else "asserts",
            confidence=e.confidence,
        )
        for field, quote, value in rows
    ]


def _figure(f: Figure) -> Claim:
    return Claim(
        f.id,
        f.kind,
        f.events,
        f.quote,
        low=f.low,
        high=f.high,
        comparator=f.comparator,
        group=f.group,
        scope=f.scope.words if f.scope else "",
        as_of=f.as_of,
        chain=f.chain,
        basis=f.basis,
        stance=f.stance,
        confidence=f.confidence,
    )


def _statement(s: Statement, events: tuple[str, ...]) -> Claim:
    return Claim(
        s.id,
        s.field,
        events,
        s.quote,
        s.quote.words,
        chain=s.chain,
        basis=s.basis,
        stance=s.stance,
        confidence=s.confidence,
    )
