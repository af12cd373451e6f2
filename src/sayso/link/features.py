"""What of a report is compared: when, where, what kind, how many, who, and the rare words around it.

Everything comes from one coded document and frozen tables, so that the weight of a pair depends on two reports alone. What the
coding does not give stays empty and weighs nothing. The main report of a document is compared with all of its text, any other
with its own sentences.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from sayso.core import CodedDocument, EventReport, Figure, Quote
from sayso.core.dates import OPEN_END, OPEN_START, days
from sayso.gazetteer import Gazetteer
from sayso.link.text import fold_word, words_of
from sayso.link.vocabulary import rarity, stem, stem_rarity
from sayso.link.wording import RARE, Wording, wording

NARROW = 3  # days to which an event is dated by days
LONGEST_DATE = 31  # days; an event dated less precisely has no date for comparison
TELLING = 3.0  # rarity from which the word for an event tells it from others
_SENTENCE = 5  # words from which a cell of a row is free text
STORY = 8  # names of them by which reports are found
SETTING = 24  # names and words that tell a document's story
LASTING = 9.0  # rarity of a name from which it is looked for over more than a year
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s+(?=[A-Z“\"(])|\n+")
_REACH = {"point": 5.0, "town": 10.0, "district": 40.0, "province": 150.0}
AT = ("", "in", "outskirts of")  # relations to a place that are the place itself
_KILOMETRES = re.compile(r"(\d{1,3})\s*km\b")
NEARBY = 25.0  # km from a town within which "near" it mostly lies; own choice
_REAL = ("happened", "ongoing", "denied")
_HARM = ("killed", "wounded", "casualties")


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """One report as it is compared. Days are proleptic ordinals; degrees WGS 84; lists are sorted and without repeats.

    `day_first` and `day_last` span the event where the text dates it to a month or better; `published` is the day of
    publication. `reach` is how far from its point, in km, the place may lie. `killed` and `wounded` are the figures that the
    text gives for it alone. `towns` are places that the text speaks of; `person` is the last name of whom it turns on, `persons` of those
    whom it names most, `named` of all whom it names. `setting` are the rarest names and words of the whole document; `word` is the stem
    of the word that tells the event, "" for a common one. `main`: it is what its document is mostly about; None for the row of a table,
    which is about nothing else and tells nothing of it."""

    report: str
    document: str
    main: bool | None
    published: int | None = None
    type: str = ""
    mode: str = ""
    real: bool = True  # told as a fact, or denied; not planned, feared, threatened or supposed
    day_first: int | None = None
    day_last: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    reach: float | None = None
    country: str = ""
    admin1: str = ""
    place: str = ""
    killed_low: int | None = None
    killed_high: int | None = None
    wounded_low: int | None = None
    wounded_high: int | None = None
    actors: tuple[str, ...] = ()
    weapons: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    rare: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    person: str = ""
    persons: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    setting: tuple[str, ...] = ()
    word: str = ""
    others: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()

    @property
    def undated(self) -> bool:
        """Whether neither the event nor the print has a day."""
        return self.day_first is None and self.published is None


def records(coded: CodedDocument, gazetteer: Gazetteer) -> list[LinkRecord]:
    """The link records of a coded document, one for each report: first that which it is mostly about, then the others in order."""
    if not coded.events:
        return []
    main = main_report(coded)
    borders = _sentences(coded.text)
    printed = days((coded.published or "")[:10])
    ordered = [main, *(e for e in coded.events if e.id != main.id)]
    setting = _setting(wording(free_text(coded), gazetteer))
    return [_record(coded, e, _told_with(e, main), borders, printed[0] if printed else None, setting, gazetteer) for e in ordered]


def is_known(coded: CodedDocument) -> bool:
    """Whether a document is the row of a team's own coded event (see `sayso.known`), and no text about it."""
    return coded.doc.startswith("known:")


def free_text(coded: CodedDocument) -> str:
    """The text of a document; of a row those cells in which somebody wrote a sentence, without the names of their columns."""
    if not is_known(coded):
        return coded.text
    cells = (line.partition(": ")[2] for line in coded.text.split("\n"))
    return "\n".join(c for c in cells if len(c.split()) >= _SENTENCE)


def _setting(whole: Wording) -> tuple[str, ...]:
    """What tells the story of a document from others: its rarest names and words, and whom it turns on."""
    rarest = sorted({*whole.names, *whole.rare}, key=lambda n: (-sum(rarity(w) for w in n.split()), n))
    return tuple(sorted({*rarest[:SETTING], *(p for p in whole.persons if rarity(p) >= RARE)}))


def _told_with(e: EventReport, main: EventReport) -> bool:
    """Whether a report is the main one or another site of it: told in the same sentence, as the same type, of another place."""
    if e.id == main.id or (e.sentence, e.type) != (main.sentence, main.type):
        return e.id == main.id
    return e.place is not None and main.place is not None and _site(e) != _site(main)


def _site(e: EventReport) -> str:
    """The folded name of a report's place; what lies near a town is not the town, as far as it is known which town."""
    if e.place is None:
        return ""
    name = _folded(e.place.name)
    return f"near {name}" if name and e.place.latitude is not None and e.place_relation not in AT else name


def _away(e: EventReport) -> float:
    """How much farther than the named place a report's place may lie, in km."""
    if e.place_relation in AT:
        return 0.0
    told = _KILOMETRES.match(e.place_relation)
    return float(told[1]) if told else NEARBY


def leading(coded: CodedDocument) -> list[str]:
    """Addresses of the reports that a document is mostly about: the main one and those told with it."""
    if not coded.events:
        return []
    main = main_report(coded)
    return [f"{coded.document}#{e.id}" for e in coded.events if _told_with(e, main)]


def document_record(coded: CodedDocument, gazetteer: Gazetteer) -> LinkRecord:
    """A record of a document in which no event was found: its text, and the day of print."""
    published = days((coded.published or "")[:10])
    found = LinkRecord(f"{coded.document}#", coded.document, True, published[0] if published else None)
    return _worded(found, coded.text, gazetteer)


def _worded(record: LinkRecord, text: str, gazetteer: Gazetteer) -> LinkRecord:
    """The record with the wording of its text, and with its keys."""
    w = wording(text, gazetteer, record.place)
    record = replace(
        record,
        names=w.names,
        rare=w.rare,
        numbers=w.numbers,
        ages=w.ages,
        counts=w.counts,
        terms=w.terms,
        lead=w.lead,
        towns=w.towns,
        person=w.person,
        persons=w.persons,
        named=w.named,
    )
    return replace(record, keys=keys_of(record), asks=asks_of(record))


def main_report(coded: CodedDocument) -> EventReport:
    """The report that a document is mostly about: one with casualties first, then the violent, the first and oftenest told.

    Raises ValueError for a document without reports.
    """
    figures = Counter(e for f in coded.figures if f.kind in _HARM for e in f.events)

    def weight(item: tuple[int, EventReport]) -> tuple[float, int]:
        place, e = item
        told = 2.0 * min(figures[e.id], 3) + 3.0 * (e.type == "ASSAULT") + 0.5 * min(len(e.mentions), 4)
        told += (e.date is not None) + (e.place is not None) - 2.0 * (e.factuality not in ("happened", "ongoing"))
        told -= 4.0 * e.background  # the news comes first
        return told - 0.3 * place, -place

    return max(enumerate(coded.events), key=weight)[1]


def _record(
    coded: CodedDocument,
    e: EventReport,
    main: bool,
    borders: list[tuple[int, int]],
    published: int | None,
    setting: tuple[str, ...],
    gazetteer: Gazetteer,
) -> LinkRecord:
    figures = [f for f in coded.figures if f.events == (e.id,) and f.stance != "denies"]
    text = free_text(coded) if main else around(coded.text, e, figures, borders)
    first, last = _span(e, wide=e.background and not main)
    place = e.place
    point = place is not None and place.latitude is not None and place.precision in _REACH
    counted = {kind: _harmed(figures, kind) for kind in ("killed", "wounded")}
    found = LinkRecord(
        report=f"{coded.document}#{e.id}",
        document=coded.document,
        main=None if is_known(coded) else main,
        type=e.type,
        mode=e.mode,
        real=e.factuality in _REAL,
        day_first=first,
        day_last=last,
        published=published,
        latitude=place.latitude if point and place else None,
        longitude=place.longitude if point and place else None,
        reach=_REACH[place.precision] + _away(e) if point and place else None,
        country=place.country if place else "",
        admin1=place.admin1 if place else "",
        place=_site(e),
        setting=setting,
        word=_telling(e),
        killed_low=counted["killed"][0],
        killed_high=counted["killed"][1],
        wounded_low=counted["wounded"][0],
        wounded_high=counted["wounded"][1],
        actors=_parties(e),
        weapons=tuple(sorted({stem(_last_word(p.quote)) for p in e.instruments})),
        others=_others(coded, e),
    )
    return _worded(found, text, gazetteer)


def _others(coded: CodedDocument, e: EventReport) -> tuple[str, ...]:
    """Places of the other sites that the document tells of in the same sentence."""
    told = {_site(o) for o in coded.events if (o.sentence, o.type) == (e.sentence, e.type)}
    return tuple(sorted(told - {_site(e), ""}))


def _folded(name: str) -> str:
    return " ".join(words_of(name).folded)


def _telling(e: EventReport) -> str:
    """The stem of the word that tells a report, "" for one that tells very many."""
    word = stem(_last_word(e.trigger))
    return word if stem_rarity(word) >= TELLING else ""


def _last_word(quote: Quote) -> str:
    return fold_word(quote.words.split()[-1].strip('.,;:"”'))


def _sentences(text: str) -> list[tuple[int, int]]:
    """Offsets of sentences, by their marks and capitals: near enough to say which words stand together."""
    cuts = [0, *(m.end() for m in _SENTENCE_END.finditer(text)), len(text)]
    return [(a, b) for a, b in pairwise(cuts) if b > a]


def around(text: str, e: EventReport, figures: list[Figure], borders: list[tuple[int, int]]) -> str:
    """The sentences in which a report and its figures are told."""
    at = {q.start for q in (e.trigger, *e.mentions, *(f.quote for f in figures))}
    return " ".join(text[a:b] for a, b in borders if any(a <= p < b for p in at))


def _span(e: EventReport, *, wide: bool) -> tuple[int | None, int | None]:
    """The days of a report's own date; a `wide` one ("in 1993") counts for what is told as long past."""
    found = days(e.date.edtf) if e.date is not None and e.date.how != "published" else None
    if found is None or found[0] == OPEN_START or found[1] == OPEN_END:
        return None, None
    return found if wide or found[1] - found[0] <= LONGEST_DATE else (None, None)


def _harmed(figures: list[Figure], kind: str) -> tuple[int | None, int | None]:
    """The bounds of the largest figure of a kind; parts of others do not count."""
    whole = [f for f in figures if f.kind == kind and f.low is not None and not any(r.is_ == "part_of" for r in f.relations)]
    if not whole:
        return None, None
    top = max(whole, key=lambda f: (f.low or 0, f.id))
    return top.low, top.high


def _parties(e: EventReport) -> tuple[str, ...]:
    """The known actors, and sector with country, of those who take part."""
    found = set()
    for p in (*e.actors, *e.recipients):
        if p.actor is not None and p.actor.sector and p.actor.sector != "UNK":
            found.add(f"{p.actor.sector} {p.actor.country}".strip())
        if p.actor is not None and p.actor.how.startswith(("known actor", "your actors")):
            found.add(_folded(p.actor.member_of or p.actor.name))
    return tuple(sorted(found))


def keys_of(r: LinkRecord) -> tuple[str, ...]:
    """What two reports must share to be compared at all, each with a stretch of time so that blocks do not grow with a ledger.

    A place and days, or months; a country, a type and a day where no place is known; a name, near in time, or for longer the rarer it is; a
    rare word, a number, two ages, near in time; a type and whom the documents turn on; a type, a country and a seldom word for the act.
    Stretches overlap, so that no pair is cut apart by a border of less than a quarter of one.
    """
    out: set[str] = set()
    near = _near_days(r)
    towns = {*r.towns[:6], r.place.removeprefix("near ")} - {""}
    for town in towns:
        out |= {f"t {town} {d // 3}" for d in near}
    for who in _story(r):
        out |= _stretches("s", f"{r.type} {who}", r.published, 10)
    first = (
        r.day_first if r.day_last is not None and r.day_first is not None and r.day_last - r.day_first <= LONGEST_DATE else None
    )
    day = first if first is not None else r.published
    if first is not None and r.day_last is not None and r.day_last - first > NARROW:
        out |= {f"y {town} {d // LONGEST_DATE}" for town in towns for d in (first, r.day_last)}
    for name in r.names:
        weight = sum(rarity(w) for w in name.split())
        out |= _stretches("m", name, r.published, 30)
        if first is not None:
            out |= _stretches("e", name, first, 12)
        if weight >= LASTING:
            out |= _stretches("n", name, day, 400)
    street = () if r.latitude is not None else (w for w in r.place.split() if rarity(w) >= RARE)
    for word in (*sorted(r.rare, key=lambda w: (-rarity(w), w))[:12], *street):
        out |= _stretches("r", word, r.published, 10)
    for number in r.numbers:
        out |= _stretches("x", number, r.published, 30)
    if (not r.place or r.latitude is None) and r.country and r.day_first is not None and r.day_first == r.day_last:
        out.add(f"d {r.country} {r.type} {r.day_first}")
    if r.word and r.country:
        out |= _stretches("w", f"{r.country} {r.type} {r.word}", r.published, 10)
    for a, b in combinations(r.ages[:4], 2):
        out |= {f"g {a} {b} {d // 5}" for d in near}
    return tuple(sorted(out))


def _story(r: LinkRecord) -> list[str]:
    """Names by which a document's story is found: whom it turns on, and the rarest names of two words."""
    return [w for w in r.setting if " " in w or w in r.persons][:STORY]


def asks_of(r: LinkRecord) -> tuple[str, ...]:
    """What a report without any day must share with another, dated or not, to be compared with it: one of its rarest names or
    words, whenever that was."""
    names = sorted(r.names, key=lambda n: (-sum(rarity(w) for w in n.split()), n))[:4]
    words = sorted(r.rare, key=lambda w: (-rarity(w), w))[:8]
    return tuple(sorted({*(f"u {n}" for n in names), *(f"u {w}" for w in words)}))


def _near_days(r: LinkRecord) -> list[int]:
    """The event's days with one to either side, where it is dated to four days or better; the day of print and that before."""
    out: list[int] = []
    if r.day_first is not None and r.day_last is not None and r.day_last - r.day_first <= NARROW:
        out += range(r.day_first - 1, r.day_last + 2)
    if r.published is not None:
        out += [r.published - 1, r.published]
    return out


def _stretches(kind: str, value: str, day: int | None, length: int) -> set[str]:
    """Keys of the stretch of time in which a day lies and of the nearer neighbour; one without time if there is no day."""
    if day is None:
        return {f"{kind} {value}"}
    return {f"{kind} {value} {(day + shift) // length}" for shift in (-length // 4, length // 4)}
