"""Documents of the sets as the program codes them from raw text, kept between evaluations.

    python -m evaluation.codings gva_dev ecbplus_dev ...      code and keep (about 5 documents a second on one core)

Kept in runs/codings by set and by what coded (model, knowledge and the code of reading, extracting and resolving), so that a
better extractor codes again. SAYSO_CODINGS=any takes the newest that is there, whatever coded it.
"""

import gzip
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from evaluation.common import ROOT, data_folder
from sayso import pipeline
from sayso.core import CodedDocument, Document, Found, Masthead, digest, sha256_of
from sayso.core.arrow import from_batch, to_batch

KEPT = ROOT / "runs" / "codings"
CHUNK = 64


def lines(name: str) -> Iterator[dict[str, object]]:
    """The rows of a set's file."""
    path = data_folder() / name
    with gzip.open(path, "rb") if name.endswith(".gz") else path.open("rb") as file:
        yield from map(json.loads, file)


def document(doc: str, text: str, *, title: str = "", published: str = "", outlet: str = "") -> Document:
    """A document whose masthead the record gives."""
    found = {"title": title, "published": published, "outlet": outlet}
    return Document(doc, text, Masthead(**{k: Found(v, f"record:{k}") for k, v in found.items() if v}))


def gva(part: str) -> list[Document]:
    """Articles of `gva_incidents`: the title is the first line of the text. The address gives the outlet."""
    out = []
    for r in lines(f"gva_incidents/docs_{part}.jsonl.gz"):
        title, host = str(r["title"]), str(r["url"]).split("://")[-1].split("/")[0].split(":")[0].removeprefix("www.")
        out.append(document(str(r["doc_id"]), f"{title}\n\n{r['text']}", title=title, published=str(r["dct"]), outlet=host))
    return out


def ecbplus(part: str) -> list[Document]:
    """Articles of `ecbplus` as text: tokens by sentence, blanks before marks taken out. No title, date or outlet."""
    out = []
    for r in lines(f"ecbplus/{part}.jsonl.gz"):
        sentences: dict[int, list[str]] = {}
        for number, word in r["tokens"]:  # type: ignore[attr-defined]
            sentences.setdefault(number, []).append(word)
        out.append(document(str(r["doc"]), "\n".join(_joined(words) for words in sentences.values())))
    return out


def _joined(words: Sequence[str]) -> str:
    text = " ".join(words)
    for mark in (".", ",", ";", ":", "?", "!", ")", "'s", "n't", "’s", "%"):
        text = text.replace(f" {mark}", mark)
    return text.replace("( ", "(").replace("$ ", "$")


def fa_kes(part: str) -> list[Document]:
    """All articles of `fa_kes`; dates there are month first."""
    out = []
    for r in lines("fa_kes/fa_kes.jsonl.gz"):
        month, day, year = str(r["date"]).split("/")
        title, published = str(r["article_title"]), f"{year}-{int(month):02}-{int(day):02}"
        out.append(
            document(str(r["unit_id"]), str(r["article_content"]), title=title, published=published, outlet=str(r["source"]))
        )
    return out


SETS: dict[str, Callable[[], list[Document]]] = {
    "gva_dev": lambda: gva("dev"),
    "gva_train": lambda: gva("train"),
    "ecbplus_dev": lambda: ecbplus("dev"),
    "ecbplus_train": lambda: ecbplus("train"),
    "fa_kes": lambda: fa_kes("all"),
}


def coded(name: str) -> list[CodedDocument]:
    """The set's documents as coded, out of what is kept where the same program coded it, else coded now."""
    documents = SETS[name]()
    code = sorted(p for part in ("read", "extract", "resolve") for p in (ROOT / "src" / "sayso" / part).rglob("*.py"))
    run = digest("code", [pipeline.default_coder().run.id, *(sha256_of(p.read_bytes()) for p in code)])[5:17]
    found = sorted(KEPT.glob(f"{name}-*.parquet"), key=lambda p: p.stat().st_mtime)
    kept = KEPT / f"{name}-{run}.parquet"
    if os.environ.get("SAYSO_CODINGS") == "any" and found:
        kept = found[-1]
    if not kept.is_file():
        _code(documents, kept)
    table = pq.read_table(kept)
    by_doc = {c.doc: c for batch in table.to_batches() for c in from_batch(CodedDocument, batch)}
    return [by_doc[d.doc] for d in documents]


def _code(documents: list[Document], kept: Path) -> None:
    """Codes in parts that outlive an interruption, then puts them together."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    parts = kept.with_suffix("")
    parts.mkdir(exist_ok=True)
    start = time.time()
    for first in range(0, len(documents), CHUNK):
        part = parts / f"{first:07}.parquet"
        if part.is_file():
            continue
        batch = to_batch(CodedDocument, [c for _, c in pipeline.code(documents[first : first + CHUNK])])
        pq.write_table(pa.Table.from_batches([batch]), part.with_suffix(".tmp"))
        part.with_suffix(".tmp").rename(part)
        print(f"\r{kept.stem}: {first + CHUNK} of {len(documents)}, {time.time() - start:.0f} s", end="", file=sys.stderr)
    print(file=sys.stderr)
    pq.write_table(pa.concat_tables(pq.read_table(p) for p in sorted(parts.glob("*.parquet"))), kept)
    for p in parts.glob("*.parquet"):
        p.unlink()
    parts.rmdir()


if __name__ == "__main__":
    for wanted in sys.argv[1:] or list(SETS):
        print(wanted, len(coded(wanted)))
