"""Credits at the end of a text: agencies that it was taken from, several at once."""

import re
from functools import cache

from sayso.core import Mark
from sayso.ingest.furniture import Line
from sayso.ingest.gathered import Gathered
from sayso.lexicons import words

_WORKED = re.compile(r"(?i)report|contribut|copyright|©")  # a line of furniture may say who worked on the text, or whose it is


def closing_lines(lines: list[Line], kept: list[Line], aside: tuple[Mark, ...]) -> list[Line]:
    """The last lines of prose, and the lines beside them that say who worked on the text."""
    credits = {m.start for m in aside if m.kind == "furniture"}
    last = {line.start for line in (kept[-3:] if len(kept) > 3 else kept[1:])}
    return [line for line in lines if line.start in last or (line.start in credits and _WORKED.search(line.text))]


@cache
def agencies() -> frozenset[str]:
    """The names of agencies, as credits write them."""
    return words("en", "agencies", "name")


@cache
def _credit_patterns() -> tuple[re.Pattern[str], ...]:
    """How the last lines credit agencies for a whole text; the group `names` holds one or several."""
    agency = "(?:" + "|".join(re.escape(a) for a in sorted(agencies(), key=len, reverse=True)) + ")"
    several = rf"(?P<names>(?:[Tt]he\s)?{agency}(?:(?:,\s(?:and\s)?|\sand\s|/|\s&\s|\s-\s)(?:the\s)?{agency})*)"
    named = r"(?P<names>[A-Z][\w'’&.-]*(?: [A-Z][\w'’&.-]*){0,4})"
    return (
        re.compile(rf"(?i:contribut(?:ed|ions?|ing)|reported|reporting|with (?:files|material|agencies|inputs?)|input)\s(?i:by|from)\s{several}(?!\w)"),
        re.compile(rf"\b{several}\s(?:(?:has|have|also)\s)?contributed\b"),
        re.compile(rf"(?:[Ss]ources?|SOURCE|[Vv]ia|[Ff]rom)\s?:\s?{several}[.)]?$"),
        re.compile(rf"^[(\[]?{several}[)\]]?$"),
        re.compile(rf"[(\[]{several}[)\]]\.?$"),
        re.compile(rf"(?:(?i:copyright)|©)[^.]{{0,20}}\s{several}(?!\w)"),
        re.compile(rf"[.!?”\"'’]\s?(?:—|–|--|-)\s?{several}$"),
        re.compile(rf"(?:[.!?”\"'’])\s?(?:—|–|--)\s?{named}$"),
        re.compile(rf"^(?:—|–|--)\s?{named}$"),
    )  # fmt: skip


@cache
def _first_words() -> frozenset[str]:
    return frozenset(re.findall(r"\w+", name)[0] for name in agencies())


def read_credits(got: Gathered, line: Line) -> None:
    """Reads the agencies that a closing line credits."""
    tail = line.text[-400:]
    known = not _first_words().isdisjoint(re.findall(r"\w+", tail))
    for pattern in _credit_patterns() if known else _credit_patterns()[-2:]:
        for credit in pattern.finditer(tail):
            got.credit(credit["names"], "text:credit", line.end - len(tail) + credit.start("names"))
