"""Reading treebanks in CoNLL-U (Universal Dependencies, GUM) as raw texts with their gold words."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Word:
    """A gold word. [start, end) are characters of the document's text; `head` indexes its words, -1 for a root; `sentence`
    counts sentences; `relation` has no subtype; `misc` is the last column as pairs."""

    start: int
    end: int
    form: str
    upos: str
    head: int
    relation: str
    sentence: int
    misc: dict[str, str] = field(default_factory=dict)


@dataclass
class TreebankDocument:
    """`name` is the treebank's own; paragraphs are parted by empty lines, sentences by blanks."""

    name: str
    text: str = ""
    words: list[Word] = field(default_factory=list)


def documents(path: Path) -> Iterator[TreebankDocument]:
    """The documents of a gzipped CoNLL-U file in order; words of multiword tokens have offsets within them."""
    document = TreebankDocument("")
    sentence, rows, count = "", [], 0
    with gzip.open(path, "rt", encoding="utf-8") as f:
        for line in (raw.rstrip("\n") for raw in f):
            if line.startswith("# newdoc"):
                if document.words:
                    yield document
                document, count = TreebankDocument(line.partition("=")[2].strip()), 0
            elif line.startswith("# newpar") and document.text:
                document.text = document.text.rstrip("\n") + "\n\n"
            elif line.startswith("# text = "):
                sentence = line[9:]
            elif not line and rows:
                _add(document, sentence, rows, count)
                rows, count = [], count + 1
            elif line.split("\t")[0].isdigit():
                rows.append(line.split("\t"))
    if rows:
        _add(document, sentence, rows, count)
    if document.words:
        yield document


def _add(document: TreebankDocument, sentence: str, rows: list[list[str]], number: int) -> None:
    if document.text and not document.text.endswith("\n"):
        document.text += " "
    base, at, first = len(document.text), 0, len(document.words)
    for c in rows:
        found = sentence.find(c[1], at)
        found = found if found >= 0 else at
        at = found + len(c[1])
        head = first + int(c[6]) - 1 if int(c[6]) else -1
        misc = dict(pair.split("=", 1) for pair in c[9].split("|") if "=" in pair)
        document.words.append(Word(base + found, base + at, c[1], c[3], head, c[7].split(":")[0], number, misc))
    document.text += sentence
