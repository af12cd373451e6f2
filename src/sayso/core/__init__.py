"""The words of sayso: frozen, typed values that every stage takes and gives.

Nothing here reads files, networks or clocks. A stage imports these types and never another stage.
"""

from sayso.core.claims import address, claims_of, split_address
from sayso.core.coding import (
    AttributionChain,
    Claim,
    CodedDocument,
    EventReport,
    Figure,
    FigureRelation,
    Hop,
    Participant,
    Statement,
    Unused,
)
from sayso.core.document import Capture, Document, Found, Mark, Masthead, Rejection, Translation
from sayso.core.errors import AssetError, ConfigError, InputError, InternalError, LedgerError, SaysoError
from sayso.core.ids import digest, sha256_of
from sayso.core.judgement import Judgement, Run
from sayso.core.linking import Assessment, Conflict, Copy, Event, Independence, Origin, Pair, Profile, Reason, Tie, Trail
from sayso.core.reading import (
    Acronym,
    Attribution,
    Entity,
    EventArgument,
    EventTrigger,
    Name,
    Predicate,
    Quantity,
    Reading,
    TimeExpression,
    Token,
)
from sayso.core.spans import Quote, Span
from sayso.core.world import Actor, PartialDate, Place

__all__ = [
    "Acronym",
    "Actor",
    "Assessment",
    "AssetError",
    "Attribution",
    "AttributionChain",
    "Capture",
    "Claim",
    "CodedDocument",
    "ConfigError",
    "Conflict",
    "Copy",
    "Document",
    "Entity",
    "Event",
    "EventReport",
    "EventArgument",
    "EventTrigger",
    "Figure",
    "FigureRelation",
    "Found",
    "Hop",
    "Independence",
    "InputError",
    "InternalError",
    "Judgement",
    "LedgerError",
    "Mark",
    "Masthead",
    "Name",
    "Origin",
    "Pair",
    "Participant",
    "PartialDate",
    "Place",
    "Predicate",
    "Profile",
    "Quantity",
    "Quote",
    "Reading",
    "Reason",
    "Rejection",
    "Run",
    "SaysoError",
    "Span",
    "Statement",
    "Tie",
    "TimeExpression",
    "Token",
    "Trail",
    "Translation",
    "Unused",
    "address",
    "claims_of",
    "digest",
    "sha256_of",
    "split_address",
]
