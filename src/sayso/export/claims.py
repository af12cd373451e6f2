"""Claims as a table: one row for each claim and event that it is about, with the words, the chain and whom it rests on."""

from dataclasses import dataclass

from sayso.assess.credibility import Suggestion, suggest
from sayso.assess.facts import Said
from sayso.export.assessed import Assessed
from sayso.export.columns import Column, Record
from sayso.ledger import ClaimRow, DocumentRow

ARROW, STEP = " ← ", " → "
COLUMNS = (
    Column("claim_id", "text", "The claim's address, DOCUMENT#RECORD; the same as long as document and reader are the same."),
    Column(
        "event_id", "text", "The event that it is about; blank if it is about none. A claim about several has a row for each."
    ),
    Column("field", "text", "A kind of figure (killed, wounded, ...), or happened, place, date, perpetrator, motive, ..."),
    Column("value_low", "integer", "Lower bound as the words give it; blank if they give none."),
    Column("value_high", "integer", "Upper bound as the words give it; blank if they give none."),
    Column("value_raw", "text", "The value in words: of a date EDTF, of a place its name, else the text's own."),
    Column("comparator", "text", "exactly, at_least, at_most, about, range, vague, plural; blank where nothing is counted."),
    Column(
        "victim_class", "text", "Who is counted, normalised (civilians, militants, children, ...); blank if the text says people."
    ),
    Column(
        "claimant", "text", "The innermost speaker, by the fullest name in the document; the publication where it speaks itself."
    ),
    Column(
        "claimant_type",
        "text",
        "party, official, monitor, medium, witness, unattributed: the part of whom it rests on in this event.",
    ),
    Column("attribution_chain", "text", "From the publication inwards: outlet ← agency ← official."),
    Column("origin_id", "text", "Whom the claim finally rests on; stable."),
    Column("stance", "text", "asserts, denies, doubts, concedes, claims_responsibility."),
    Column("article_id", "text", "The document."),
    Column("char_start", "integer", "Where the words begin in the frozen text, in code points from 0."),
    Column("char_end", "integer", "Where they end, not included."),
    Column("quote", "text", "The exact words."),
    Column("as_of", "date", "The time that a figure is for, where the text gives one (EDTF)."),
    Column("language", "text", "ISO 639-1 language of the document."),
    Column("extractor", "text", "Program or reader with its version that coded the document."),
    Column("reviewer", "text", "Who judged the claim; blank if nobody did."),
    Column("status", "text", "draft, accepted, corrected, added, lost."),
    Column("origin", "text", "Whom the claim finally rests on, by name."),
    Column("origin_standing", "text", "named, open (known by kind only), none (nobody is named: never counted)."),
    Column("origin_path", "text", "The steps from the publication to the origin."),
    Column("scope", "text", "What narrows a figure, in the text's words."),
    Column("basis", "text", "own (saw, counted, decided), relayed, unknown."),
    Column("said", "text", "When the origin said it as far as is known, else when it was printed (ISO 8601)."),
    Column("outlet", "text", "The publication."),
    Column("published", "text", "When the document was published (ISO 8601)."),
    Column("title", "text", "The document's title."),
    Column("address", "text", "The document's web address, else the name of its file."),
    Column("confidence", "number", "How sure the reader is of the reading, 0 to 1; nothing on whether it is true."),
    Column("disputed", "yes/no", "Whether two people judged it differently."),
    Column("credibility", "integer", "Suggested Admiralty credibility, 1 to 6; to be confirmed by a person."),
    Column("credibility_why", "text", "The reason for the suggestion."),
)


@dataclass(frozen=True, slots=True)
class Beside:
    """What a claim's row takes from elsewhere. `path`: the steps to the origin."""

    event: str = ""
    row: ClaimRow | None = None
    document: DocumentRow | None = None
    coder: str = ""
    path: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    suggestion: Suggestion | None = None


def page_of(document: DocumentRow) -> str:
    """Where a document can be read: a web address, else the name of its file alone, as folders tell of a person's machine."""
    if document.address.startswith(("http://", "https://")):
        return document.address
    return document.address.replace("\\", "/").rsplit("/", 1)[-1]


def claim_records(a: Assessed) -> list[Record]:
    """Every claim of an event, in the order of addresses."""
    suggested = {s.claim: s for s in suggest(a.facts)}
    return [claim_record(s, _beside(a, s, suggested.get(s.address))) for s in a.facts.said]


def _beside(a: Assessed, s: Said, suggestion: Suggestion | None) -> Beside:
    trail = a.trails.get(s.address)
    return Beside(
        a.id,
        a.rows.get(s.address),
        a.documents.get(s.document),
        a.coders.get(s.document, ""),
        trail.path if trail else (),
        a.reviewers.get(s.address, ()),
        suggestion,
    )


def claim_record(s: Said, b: Beside) -> Record:
    """The row of one claim."""
    c, hops = s.claim, [h.name for h in s.claim.chain.hops]
    return {
        "claim_id": s.address,
        "event_id": b.event,
        "field": c.field,
        "value_low": c.low,
        "value_high": c.high,
        "value_raw": c.value or c.quote.words,
        "comparator": c.comparator,
        "victim_class": c.group,
        "claimant": hops[-1] if hops else s.outlet,
        "claimant_type": s.origin.role,
        "attribution_chain": ARROW.join([s.outlet, *hops]),
        "origin_id": s.origin.id,
        "stance": c.stance,
        "article_id": s.document,
        "char_start": c.quote.start,
        "char_end": c.quote.end,
        "quote": c.quote.words,
        "as_of": c.as_of or "",
        "language": b.document.language if b.document else "",
        "extractor": b.coder,
        "reviewer": "; ".join(b.reviewers),
        "status": b.row.state if b.row else "draft",
        "origin": s.origin.name,
        "origin_standing": s.origin.standing,
        "origin_path": STEP.join(b.path),
        "scope": c.scope,
        "basis": c.basis,
        "said": s.said,
        "outlet": b.document.outlet if b.document else s.outlet,
        "published": s.published,
        "title": b.document.title if b.document else "",
        "address": page_of(b.document) if b.document else "",
        "confidence": round(c.confidence, 4),
        "disputed": bool(b.row and b.row.disputed),
        "credibility": b.suggestion.credibility if b.suggestion else None,
        "credibility_why": b.suggestion.why if b.suggestion else "",
    }
