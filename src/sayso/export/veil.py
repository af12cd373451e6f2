"""Protected names and places in what readers and coders get: names are blacked out letter by letter, so that every offset stays;
a protected place has no point. One rule over pages, JSON and CSV alike, put on the finished text, so that no page can forget it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from urllib.parse import quote

from sayso.ledger import EventRow, Protection

SEES_ALL = "editor"
BLACK = "█"


def in_force(marks: Iterable[Protection], today: str) -> list[Protection]:
    """Marks that hide something now: a level other than open, or an embargo that has not passed."""
    return [m for m in marks if m.level != "open" or (m.embargo and today < m.embargo)]


@dataclass(frozen=True)
class Veil:
    """What is hidden from one person. `names` are those of speakers, victims and places; `places` are casefolded."""

    names: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()

    def over(self, text: str) -> str:
        """The text with every protected name blacked out, also where it is escaped for HTML or for an address."""
        if not self.names:
            return text
        forms = {f for n in self.names for f in (n, escape(n), quote(n), quote(n, safe=""), n.replace("'", "&#39;"))}
        pattern = "|".join(re.escape(f).replace("\\ ", r"\s+") for f in sorted(forms, key=len, reverse=True))
        return re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", lambda m: BLACK * len(m[0]), text, flags=re.IGNORECASE)

    def row(self, row: EventRow) -> EventRow:
        """An event without place and point, if its place is protected."""
        if row.place.casefold() not in self.places:
            return row
        return replace(row, place="", admin1="", latitude=None, longitude=None, precision="country" if row.country else "")

    def rows(self, rows: Sequence[EventRow]) -> tuple[EventRow, ...]:
        """The same for a list."""
        return tuple(map(self.row, rows))


def veil_of(marks: Iterable[Protection], today: str) -> Veil:
    """What marks in force hide from readers and coders."""
    found = [m for m in in_force(marks, today) if m.kind in ("speaker", "victim", "place")]
    places = frozenset(m.subject.casefold() for m in found if m.kind == "place")
    return Veil(tuple(m.subject for m in found if m.subject.strip()), places)
