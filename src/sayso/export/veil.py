"""Protected names and places in what leaves the ledger: one rule over pages, JSON, CSV, data sets and briefs, put on the finished
text, so that nothing can forget it. On pages a name is blacked out letter by letter, so that every offset stays; in exports it
becomes a stand-in that is the same for good. A protected place has no point.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
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
    """What is hidden. `names` are those of speakers, victims and places; `places` (withheld) and `coarse` (given by the first-level
    division) are casefolded; `stand_ins` by casefolded name, where a name is to become one; `documents` are ids."""

    names: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()
    coarse: frozenset[str] = frozenset()
    stand_ins: Mapping[str, str] = field(default_factory=dict)
    documents: frozenset[str] = frozenset()

    def over(self, text: str) -> str:
        """The text with every protected name hidden, also where it is escaped for HTML or for an address, and a person's last
        name where it stands alone."""
        return self._pattern.sub(self._instead, text) if self.names else text

    def row(self, row: EventRow) -> EventRow:
        """An event without place and point, if its place is protected."""
        name = row.place.casefold()
        if name not in self.places and name not in self.coarse:
            return row
        wide = row.admin1 if name not in self.places and row.admin1.casefold() != name else ""
        precision = "province" if wide else "country" if row.country else ""
        return replace(row, place=wide, admin1=wide, latitude=None, longitude=None, precision=precision)

    def rows(self, rows: Sequence[EventRow]) -> tuple[EventRow, ...]:
        """The same for a list."""
        return tuple(map(self.row, rows))

    @cached_property
    def _last(self) -> dict[str, str]:
        """Full names of people by their last name."""
        places = self.places | self.coarse
        people = [n.split() for n in self.names if n.casefold() not in places]
        return {
            words[-1]: " ".join(words) for words in people if len(words) > 1 and len(words[-1]) > 3 and words[-1][0].isupper()
        }

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        forms = {f for n in self.names for f in (n, escape(n), quote(n), quote(n, safe=""), n.replace("'", "&#39;"))}
        whole = [re.escape(f).replace("\\ ", r"\s+") for f in sorted(forms, key=len, reverse=True)]
        alone = [f"(?-i:{re.escape(name)})" for name in sorted(self._last)]
        return re.compile(rf"(?<!\w)(?:{'|'.join(whole + alone)})(?!\w)", re.IGNORECASE)

    def _instead(self, found: re.Match[str]) -> str:
        words = " ".join(found[0].split())
        name = self._last.get(words, words).casefold()
        return self.stand_ins.get(name, BLACK * len(found[0]))


def veil_of(marks: Iterable[Protection], today: str, stand_ins: Mapping[str, str] | None = None) -> Veil:
    """What marks in force hide on a day. With `stand_ins` (`Snapshot.pseudonyms`) names of the level "pseudonym" become them."""
    found = in_force(marks, today)
    named = [m for m in found if m.kind in ("speaker", "victim", "place") and m.subject.strip()]
    places = [m for m in named if m.kind == "place"]
    chosen = {m.subject.casefold() for m in named if m.level == "pseudonym"}
    return Veil(
        names=tuple(m.subject for m in named),
        places=frozenset(m.subject.casefold() for m in places if m.level != "coarse"),
        coarse=frozenset(m.subject.casefold() for m in places if m.level == "coarse"),
        stand_ins={k: v for k, v in (stand_ins or {}).items() if k in chosen},
        documents=frozenset(m.subject for m in found if m.kind == "document"),
    )
