"""Exports of Factiva: many articles in one text.

In the layout with indexing each field carries a code of two or three letters (HD headline, BY author, CR credit, WC words, PD day,
ET time, SN source, LA language, LP lead, TD text, AN accession number); in the layout for reading the same fields stand in this
order without codes, and "Document" with the accession number closes the article.
"""

import re
from collections.abc import Iterator

from sayso.ingest.clippings import Article, documents_of_articles, language_code, normal, paragraphs
from sayso.ingest.dates import find_written, stated_date, written_day
from sayso.ingest.rejections import Rejected
from sayso.ingest.task import Outcome, Task

_CODES = ("SE", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY", "LP", "TD", "ART", "CT", "RF", "CO", "IN",
          "NS", "RE", "IPC", "IPD", "PUB", "AN", "CLM")  # fmt: skip
_CODE_LINE = re.compile(rf"(?m)^[ \t|]*({'|'.join(_CODES)})([ \t]*\||[ \t]+|[ \t]*$)")
_ACCESSION = re.compile(r"(?m)^[ \t|]*Document ([A-Za-z0-9]{16,40})[ \t|]*$")
_WORDS = re.compile(r"(?m)^[ \t]*[\d,.]+ words[ \t]*$")
_CLOCK = re.compile(r"(\d\d):(\d\d)(?: GMT)?")


def is_factiva(text: str) -> bool:
    """True if `text` is such an export: coded fields, or an accession line and a word count."""
    head = text[:400_000]
    codes = {m[1] for m in _CODE_LINE.finditer(head)}
    return {"HD", "PD", "SN"} <= codes or bool(_ACCESSION.search(head) and _WORDS.search(head))


def factiva(task: Task, text: str) -> Iterator[Outcome]:
    """The articles of an export; the text of each is lead paragraph and rest. Raises `Rejected` "empty"."""
    text = normal(text)
    if {"HD", "PD", "SN"} <= {m[1] for m in _CODE_LINE.finditer(text[:400_000])}:
        yield from documents_of_articles(task, _coded(text))
        return
    pieces = _ACCESSION.split(text)
    yield from documents_of_articles(task, (_laid_out(piece) for piece in pieces[:-1:2] if _WORDS.search(piece)))


def _coded(text: str) -> Iterator[Article]:
    """Articles of coded fields. A code counts where it is set off as the first headline's is and has not stood in the article yet, so
    that a line of the text that begins with such letters does not cut it."""
    values: dict[str, str] = {}
    hits = list(_CODE_LINE.finditer(text))
    form = next(_set_off(hit) for hit in hits if hit[1] == "HD")
    hits = [hit for hit in hits if _set_off(hit) == form]
    for hit, following in zip(hits, [*hits[1:], None], strict=True):
        code, words = hit[1], text[hit.end() : following.start() if following else len(text)]
        if code == "HD" and "HD" in values:
            yield _from_codes(values)
            values = {}
        if code in values:
            last = next(reversed(values))
            values[last] += text[hit.start() : hit.end()] + words
            continue
        values[code] = words.split("\n\n")[0] if code == "AN" else words
        if code == "AN" and "HD" in values:
            yield _from_codes(values)
            values = {}
    if "HD" in values:
        yield _from_codes(values)


def _set_off(hit: re.Match[str]) -> str:
    """How a code is parted from its words: a cell's border, a tab, the end of the line, several blanks or one."""
    between = hit[2].strip(" ") or hit[2]
    return between[:1] if between.strip(" ") else ("" if not between else "  "[: len(between)])


def _from_codes(values: dict[str, str]) -> Article:
    lines = {code: [line.strip(" \t|") for line in words.split("\n")] for code, words in values.items()}
    flat = {code: " ".join(filter(None, found)) for code, found in lines.items()}
    found = Article(
        {"title": flat.get("HD", ""), "byline": flat.get("BY", ""), "outlet": flat.get("SN", ""), "agency": flat.get("CR", ""),
         "published": _published(flat.get("PD", ""), flat.get("ET", "")), "language": flat.get("LA", "")}
    )  # fmt: skip
    found.body = "\n\n".join(p for code in ("LP", "TD") if (p := paragraphs(lines.get(code, []))))
    return found


def _laid_out(part: str) -> Article:
    """Title, author, words, day, time, outlet, its code, pages, language, copyright, each on a line; then the text."""
    lines = [line.strip() for line in part.split("\n")]
    count = next(i for i, line in enumerate(lines) if _WORDS.fullmatch(line))
    head = [line for line in lines[:count] if line]
    found = Article()
    if len(head) > 1 and re.match(r"(?i)by ", head[-1]):
        found.values["byline"] = head.pop()
    found.values["title"] = head[-1] if head else ""
    begin = count + 1
    day = clock = ""
    for i, line in [(i, line) for i, line in enumerate(lines) if i > count and line][:10]:
        written = find_written(line)
        if not day and written and written.span() == (0, len(line)):
            day = line
        elif not day:
            break
        elif _CLOCK.fullmatch(line):
            clock = line
        elif "outlet" not in found.values:
            found.values["outlet"] = line
        elif language_code(line):
            found.values["language"] = line
        elif re.match(r"(?i)copyright|\(c\)|©", line):
            begin = i + 1
            break
        elif len(line) > 60:
            break
        begin = i + 1
    found.values["published"] = _published(day, clock)
    found.body = paragraphs(lines[begin:])
    return found


def _published(day: str, clock: str) -> str:
    """ISO day, with the time where it is given: Factiva writes times in GMT."""
    written = find_written(day)
    try:
        iso = written_day(written) if written else stated_date(day)
    except Rejected:
        return ""
    time = _CLOCK.fullmatch(clock)
    return f"{iso}T{time[1]}:{time[2]}:00Z" if iso and time else iso
