"""What exports of news databases share: articles with labelled fields, many in one text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sayso.core import Found, Masthead
from sayso.ingest.rejections import Rejected
from sayso.ingest.task import Outcome, Task, build, rejection

_LANGUAGES = {
    "english": "en", "french": "fr", "german": "de", "spanish": "es", "russian": "ru", "arabic": "ar", "portuguese": "pt",
    "italian": "it", "turkish": "tr", "chinese": "zh", "dutch": "nl", "polish": "pl", "ukrainian": "uk", "persian": "fa",
}  # fmt: skip
_WRAPPED = 100  # characters: longer lines are paragraphs, shorter ones may be parts of one


@dataclass
class Article:
    """Fields of one article, by the name of a masthead field, as they are found; and its text."""

    values: dict[str, str] = field(default_factory=dict)
    body: str = ""

    def masthead(self) -> Masthead:
        """The masthead; `where` names the record's field."""
        values = {**self.values, "language": language_code(self.values.get("language", ""))}
        values["byline"] = re.sub(r"(?i)^by\s+", "", values.get("byline", ""))
        found = {k: Found(v, f"record:{k}") for k, v in values.items() if v and k != "agency"}
        agency = values.get("agency")
        return Masthead(agencies=(Found(agency, "record:agency"),) if agency else (), **found)


def documents_of_articles(task: Task, articles: Iterable[Article]) -> Iterator[Outcome]:
    """A document for each; several are named by their position. Raises `Rejected` "empty" if there is none."""
    listed = list(articles)
    if not listed:
        raise Rejected("empty", "looks like an export of a news database but holds no article")
    for number, article in enumerate(listed, 1):
        doc = f"{task.doc}-{number}" if len(listed) > 1 else task.doc
        part = f"article {number}"
        try:
            yield build(task, article.body, article.masthead(), doc=doc, part=part)
        except Rejected as no:
            yield rejection(task, no.code, no.reason, part)


def normal(text: str) -> str:
    """`text` with one kind of line end and of blank, and without form feeds, which part the articles of some exports."""
    return re.sub("[\x0c\ufeff]", "", text.replace("\r\n", "\n")).replace("\xa0", " ")


def paragraphs(lines: Iterable[str]) -> str:
    """Lines to paragraphs parted by one empty line. Lines broken at a fixed width are joined again."""
    kept = [" ".join(line.split()) for line in lines]
    if max(map(len, kept), default=0) > _WRAPPED:
        return "\n\n".join(filter(None, kept))
    grouped: list[list[str]] = [[]]
    for line in kept:
        if line:
            grouped[-1].append(line)
        elif grouped[-1]:
            grouped.append([])
    return "\n\n".join(" ".join(group) for group in grouped if group)


def language_code(name: str) -> str:
    """ISO 639-1 for an English name of a language, or "" for one that is not known."""
    return _LANGUAGES.get(name.lower().split(";")[0].strip(), "")
