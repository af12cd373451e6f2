"""Two passages side by side: do they tell of the same event, do they rest on the same origin?"""

from dataclasses import dataclass

from sayso.core import Document, Quote, Reason
from sayso.export.heading import Heading
from sayso.serve.views.item import AROUND


@dataclass(frozen=True, slots=True)
class PassageView:
    """One side: the words in their surroundings, and of which event they are."""

    address: str
    document: str
    doc: str
    title: str
    outlet: str
    published: str
    before: str
    words: str
    after: str
    start: int
    end: int
    said_by: str
    event: Heading | None


@dataclass(frozen=True, slots=True)
class PairView:
    """Two sides with the reasons for and against, and what each answer would do. `weight`: log2 of the odds for the same."""

    field: str
    question: str
    left: PassageView
    right: PassageView
    reasons: tuple[Reason, ...]
    weight: float | None
    why: str
    same: str
    different: str

    @property
    def id(self) -> str:
        """The pair as an address names it."""
        return f"{self.left.address}|{self.right.address}"


def passage(document: Document, quote: Quote, address: str, said_by: str, event: Heading | None) -> PassageView:
    """One side of a pair."""
    low = max(document.text.rfind("\n", 0, quote.start) + 1, quote.start - AROUND)
    line = document.text.find("\n", quote.end)
    high = min(line if line >= 0 else len(document.text), quote.end + AROUND)
    return PassageView(
        address=address,
        document=document.id,
        doc=document.doc,
        title=document.title or document.doc,
        outlet=document.outlet or "",
        published=document.published or "",
        before=document.text[low : quote.start],
        words=quote.words,
        after=document.text[quote.end : high],
        start=quote.start,
        end=quote.end,
        said_by=said_by,
        event=event,
    )
