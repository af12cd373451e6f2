"""Exports of LexisNexis (Nexis Uni) and Factiva: many articles in one text.

Nexis Uni writes, per article, title, outlet, date, copyright, labelled lines ("Section:", "Length:", "Byline:", "Dateline:"), the line
"Body", the text, "Load-Date:" and "End of Document"; the older LexisNexis opens each with "1 of 20 DOCUMENTS" and labels in
capitals. Factiva labels each field by two letters (HD, BY, WC, PD, SN, LP, TD, AN) or, in its reading layout, writes the same
fields without labels and closes with "Document" and the accession number.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sayso.core import Rejection
from sayso.ingest.dates import find_written, stated_date, written_day
from sayso.ingest.rejections import Rejected
from sayso.ingest.task import Outcome, Task, build, masthead_of, rejection

_END = re.compile(r"(?m)^[ \t]*End of Document[ \t]*$")
_OLD_HEAD = re.compile(r"(?m)^[ \t]*(?:Document )?\d+ of \d+(?: DOCUMENTS)?[ \t]*$")
_NEXIS_LABEL = re.compile(
    r"(?i)(Section|Length|Byline|Dateline|Highlight|Load-Date|Language|Publication-Type|Copyright|Classification|Headline|Series|Correction-Date|Journal-Code|Graphic|URL|Notes)\s?:\s*(.*)"
)
_FACTIVA_CODES = ("SE", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY", "LP", "TD", "ART", "CT", "RF", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "CLM")  # fmt: skip
_CODE_LINE = re.compile(r"(?m)^(" + "|".join(_FACTIVA_CODES) + r")(?:[ \t]{1,}|[ \t]*$)(.*)$")
_ACCESSION = re.compile(r"(?m)^Document ([A-Z0-9]{16,40})[ \t]*$")
_LANGUAGES = {"english": "en", "french": "fr", "german": "de", "spanish": "es", "russian": "ru", "arabic": "ar", "portuguese": "pt", "italian": "it", "turkish": "tr", "chinese": "zh"}  # fmt: skip


@dataclass
class _Article:
    """Fields of one article as they are found."""

    values: dict[str, str] = field(default_factory=dict)
    body: str = ""


def is_nexis(text: str) -> bool:
    """True if `text` is an export of LexisNexis: its closing lines, or its opening ones, with a length or load date."""
    head = text[:200_000]
    return bool(
        (_END.search(head) or re.search(r"(?m)^\s*\d+ of \d+ DOCUMENTS\s*$", head))
        and re.search(r"(?im)^(?:Length|Load-Date)\s?:", head)
    )


def is_factiva(text: str) -> bool:
    """True if `text` is an export of Factiva: coded fields, or accession lines with a word count."""
    head = text[:200_000]
    codes = {m[1] for m in _CODE_LINE.finditer(head)}
    return {"HD", "PD", "SN"} <= codes or bool(_ACCESSION.search(head) and re.search(r"(?m)^[\d,]+ words\s*$", head))


def nexis(task: Task, text: str) -> Iterator[Outcome]:
    """The articles of a LexisNexis export; the text of each is its body."""
    text = text.replace("\r\n", "\n").replace("\ufeff", "")
    old = bool(re.search(r"(?m)^\s*\d+ of \d+ DOCUMENTS\s*$", text[:200_000])) and not _END.search(text)
    parts = _OLD_HEAD.split(text)[1:] if old else _END.split(text)
    articles = [part for part in parts if re.search(r"(?im)^(?:Body$|Length\s?:|Load-Date\s?:)", part)]
    yield from _documents(task, [_nexis_article(part, old) for part in articles])


def _nexis_article(part: str, old: bool) -> _Article:
    lines = [line.strip() for line in part.split("\n")]
    starts = [i for i, line in enumerate(lines) if line.lower() == "body"]
    labelled = [i for i, line in enumerate(lines) if _NEXIS_LABEL.fullmatch(line)]
    found = _Article()
    tail = next(
        (
            i
            for i in labelled
            if re.match(r"(?i)load-date|classification|language:|publication-type", lines[i]) and i > (starts or [0])[0]
        ),
        len(lines),
    )
    classified = next((i for i, line in enumerate(lines) if line == "Classification" and i > (starts or [0])[0]), len(lines))
    tail = min(tail, classified)
    if starts:
        begin = starts[0] + 1
    else:
        heads = [i for i in labelled if i < tail]
        begin = (heads[-1] + 1) if heads else 0
    for i in labelled:
        label = _NEXIS_LABEL.fullmatch(lines[i])
        if label and (i < begin or i >= tail):
            found.values.setdefault(label[1].lower(), label[2] or next((x for x in lines[i + 1 : i + 3] if x), ""))
    head = [line for line in lines[: min([*labelled, begin])] if line]
    _nexis_head(found, head, old)
    found.body = _paragraphs(part.split("\n")[begin:tail])
    return found


def _nexis_head(found: _Article, head: list[str], old: bool) -> None:
    """Title, outlet and date stand above the labels: title first (new), outlet first (old)."""
    dated = next((i for i in range(len(head) - 1, -1, -1) if (d := find_written(head[i])) and d.start() == 0), None)
    if dated is None:
        found.values.setdefault("title", head[-1] if head else "")
        return
    day = find_written(head[dated])
    if day:
        found.values["published"] = written_day(day)
    if old:
        found.values["outlet"] = head[dated - 1] if dated else ""
        after = [line for line in head[dated + 1 :] if not line.lower().startswith("copyright")]
        found.values.setdefault("title", " ".join(after))
        return
    if dated:
        found.values["outlet"] = head[dated - 1]
    if dated > 1:
        found.values.setdefault("title", head[dated - 2])


def factiva(task: Task, text: str) -> Iterator[Outcome]:
    """The articles of a Factiva export; the text of each is lead paragraph and rest."""
    text = text.replace("\r\n", "\n").replace("\ufeff", "").replace("\xa0", " ")
    codes = {m[1] for m in _CODE_LINE.finditer(text[:200_000])}
    if {"HD", "PD", "SN"} <= codes:
        articles = _coded(text)
    else:
        pieces = _ACCESSION.split(text)
        articles = [_laid_out(pieces[i], pieces[i + 1]) for i in range(0, len(pieces) - 1, 2)]
    yield from _documents(task, articles)


def _coded(text: str) -> list[_Article]:
    articles: list[_Article] = []
    hits = list(_CODE_LINE.finditer(text))
    values: dict[str, str] = {}
    for hit, following in zip(hits, [*hits[1:], None], strict=True):
        if hit[1] == "HD" and "HD" in values:
            articles.append(_from_codes(values))
            values = {}
        words = text[hit.start(2) : following.start() if following else len(text)]
        if hit[1] == "AN" or following is None:
            words = words.split("\n\n")[0]
        values.setdefault(hit[1], words.strip("\n"))
        if hit[1] == "AN":
            articles.append(_from_codes(values))
            values = {}
    if "HD" in values:
        articles.append(_from_codes(values))
    return articles


def _from_codes(values: dict[str, str]) -> _Article:
    flat = {code: " ".join(words.split()) for code, words in values.items()}
    found = _Article()
    day, clock = find_written(flat.get("PD", "")), re.fullmatch(r"(\d\d):(\d\d)(?: GMT)?", flat.get("ET", ""))
    published = written_day(day) if day else stated_date(flat.get("PD", ""))
    if published and clock:
        published += f"T{clock[1]}:{clock[2]}:00Z"  # Factiva gives times in GMT
    found.values = {
        "title": flat.get("HD", ""), "byline": re.sub(r"(?i)^by ", "", flat.get("BY", "")), "outlet": flat.get("SN", ""),
        "published": published, "agency": flat.get("CR", ""), "language": _LANGUAGES.get(flat.get("LA", "").lower(), ""),
    }  # fmt: skip
    found.body = "\n\n".join(p for code in ("LP", "TD") if (p := _paragraphs(values.get(code, "").split("\n"))))
    return found


def _laid_out(part: str, accession: str) -> _Article:
    lines = [line.strip() for line in part.split("\n")]
    count = next((i for i, line in enumerate(lines) if re.fullmatch(r"[\d,]+ words", line)), None)
    found = _Article()
    if count is None:
        found.body = _paragraphs(lines)
        return found
    head = [line for line in lines[:count] if line]
    if len(head) > 1 and re.match(r"(?i)by ", head[-1]):
        found.values["byline"] = re.sub(r"(?i)^by ", "", head.pop())
    found.values["title"] = head[-1] if head else ""
    rest = [(i, line) for i, line in enumerate(lines[count + 1 :], count + 1) if line][:8]
    begin = count + 1
    for n, (i, line) in enumerate(rest):
        day = find_written(line)
        if "published" not in found.values and day and day.start() == 0 and day.end() == len(line):
            found.values["published"] = written_day(day)
        elif "published" in found.values and "outlet" not in found.values and not re.fullmatch(r"\d\d:\d\d(?: GMT)?", line):
            found.values["outlet"] = line
        elif line.lower() in _LANGUAGES:
            found.values["language"] = _LANGUAGES[line.lower()]
        elif re.match(r"(?i)copyright|\(c\)|©", line):
            begin = i + 1
            break
        elif n > 1 and len(line) > 100:
            break
        begin = i + 1
    found.body = _paragraphs(lines[begin:])
    return found


def _paragraphs(lines: list[str]) -> str:
    """Lines to paragraphs parted by one empty line. A paragraph that was broken into lines is joined again."""
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            paragraphs[-1].append(" ".join(line.split()))
        elif paragraphs[-1]:
            paragraphs.append([])
    return "\n\n".join(" ".join(p) for p in paragraphs if p)


def _documents(task: Task, articles: list[_Article]) -> Iterator[Outcome]:
    if not articles:
        raise Rejected("empty", "looks like an export of a news database but holds no article")
    for number, article in enumerate(articles, 1):
        doc = f"{task.doc}-{number}" if len(articles) > 1 else task.doc
        dateline = article.values.get("dateline", "")
        values = {
            k: v for k, v in article.values.items() if k in ("title", "byline", "outlet", "published", "language", "agency")
        }
        values["language"] = _LANGUAGES.get(values.get("language", "").lower().split(";")[0], values.get("language", "")[:2])
        try:
            yield build(task, article.body, masthead_of(values, "record", ""), doc=doc, part=f"article {number}")
        except Rejected as no:
            refused: Rejection = rejection(task, no.code, no.reason, f"article {number}{f', {dateline}' if dateline else ''}")
            yield refused
