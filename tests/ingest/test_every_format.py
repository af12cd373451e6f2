"""One folder with a good file of every format and some ninety broken or hostile ones: every good one in, every bad one with its reason."""

import gzip
import time
from collections import defaultdict
from pathlib import Path

import pytest

from sayso.core import Document, Rejection
from sayso.ingest import REJECTION_CODES, IngestOptions, ingest, mapping_from
from sayso.ingest.options import Mappings
from sayso.ingest.sniff import FORMATS
from tests.ingest import builders as make
from tests.ingest.hostile import BROKEN

RECORD = {"ref": "table-a", "body": make.TEXT, "head": make.TITLE, "medium": make.OUTLET, "day": make.DAY}
PAGE = make.html()
PARAGRAPHS = "".join(f"<p>{w}</p>" for w in make.BODY)
GOOD: dict[str, bytes] = {
    "page.html": PAGE,
    "saved.mhtml": make.mhtml(),
    "plain.txt": make.TEXT.encode(),
    "notes.md": f"# {make.TITLE}\n\n{make.TEXT}\n".encode(),
    "print.pdf": make.pdf([make.pdf_page(make.BODY)]),
    "word.docx": make.docx([("Title", make.TITLE), *(("", w) for w in make.BODY)]),
    "writer.odt": make.odt("".join(f"<text:p>{w}</text:p>" for w in make.BODY)),
    "rich.rtf": make.rtf(list(make.BODY)),
    "alert.eml": make.eml(),
    "box.mbox": make.mbox([make.eml(), make.eml(make.OTHER_TEXT, make.OTHER_TITLE)]),
    "crawl.warc": gzip.decompress(make.warc([("https://monitor.example/raid", PAGE)])),
    "crawl-packed.warc.gz": make.warc([("https://monitor.example/raid", PAGE)]),
    "collection.wacz": make.wacz([("https://monitor.example/raid", PAGE)]),
    "channel.rss": make.rss([("rss-raid", make.TITLE, PARAGRAPHS)]),
    "channel.atom": make.atom([("atom-raid", make.TITLE, PARAGRAPHS)]),
    "records.jsonl": make.jsonl([{**r, "id": f"jsonl-{r['id']}"} for r in make.rows()]),
    "packed.jsonl.gz": make.gzipped(make.jsonl([{**r, "id": f"gz-{r['id']}"} for r in make.rows()])),
    "table.csv": make.delimited(",", [RECORD]),
    "table-tabs.tsv": make.delimited("\t", [{**RECORD, "ref": "table-b"}]),
    "table-book.xlsx": make.xlsx({"reports": [list(RECORD), list({**RECORD, "ref": "table-c"}.values())]}),
    "table-columns.parquet": make.parquet({k: [v] for k, v in {**RECORD, "ref": "table-d"}.items()}),
    "channel.json": make.telegram([{"id": 7, "type": "message", "date": "2016-03-03T11:20:00", "date_unixtime": "1456986000", "text": make.TEXT}]),
    "nexis.docx": make.docx([("", line) for line in make.nexis_lines()]),
    "nexis-old.txt": make.nexis_old(),
    "factiva.rtf": make.factiva_rtf(),
    "factiva-page.html": make.factiva_html(),
    "bundle.zip": make.zipped({"in-zip.html": PAGE, "deep/in-zip-folder.txt": make.TEXT.encode(), "__MACOSX/._in-zip.html": b"x"}),
    "bundle.tar.gz": make.tarred({"in-tar.txt": make.TEXT.encode(), "in-tar.meta.json": b'{"outlet": "Tarsol Monitor"}'}),
    "single.txt.gz": make.gzipped(make.TEXT.encode()),
    "inner/folder.txt": make.TEXT.encode(),
}  # fmt: skip
COUNTS = {
    "box.mbox": 2,
    "records.jsonl": 2,
    "packed.jsonl.gz": 2,
    "nexis.docx": 2,
    "nexis-old.txt": 2,
    "factiva.rtf": 2,
    "factiva-page.html": 2,
    "bundle.zip": 2,
}
NOT_TABLES = (
    "no-",
    "number",
    "null",
    "half",
    "nul",
    "latin",
    "deep",
    "day",
    "soon",
    "bomb",
    "not-",
    "list",
    "twice",
    "cut",
    "strange",
    "repeated",
)
MAPPING = {"doc": "ref", "text": "body", "title": "head", "outlet": "medium", "published": "day"}
MAPPINGS = Mappings(named=tuple((n.rsplit(".", 1)[0], mapping_from(dict(MAPPING))) for n in GOOD if n.startswith("table")))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("everything")
    for name, content in GOOD.items():
        path = made / "good" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for name, (content, _) in BROKEN.items():
        path = made / "broken" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return made


@pytest.fixture(scope="module")
def got(folder: Path) -> tuple[dict[str, list[Document]], dict[str, list[Rejection]], float]:
    """Documents and rejections by the file they come from, and how long it took."""
    start = time.monotonic()
    documents: dict[str, list[Document]] = defaultdict(list)
    rejections: dict[str, list[Rejection]] = defaultdict(list)
    for found in ingest([str(folder)], IngestOptions(mapping=MAPPINGS)):
        source = found.capture.address if found.capture else ""
        for document in found.documents:
            documents[_file(source, folder)].append(document)
        for rejection in found.rejections:
            rejections[_file(rejection.address, folder)].append(rejection)
    return documents, rejections, time.monotonic() - start


def _file(address: str, folder: Path) -> str:
    if "monitor.example" in address:
        return "web archives"
    if address == "https://a.example/":
        return "cut.warc.gz"
    return str(Path(address.split("!")[0]).relative_to(folder)).split("/", 1)[-1]


def test_every_good_file_is_in(got: tuple[dict[str, list[Document]], dict[str, list[Rejection]], float]) -> None:
    documents, _, _ = got
    archives = {"crawl.warc", "crawl-packed.warc.gz", "collection.wacz"}
    counts = {name: len(documents[name]) for name in GOOD if name not in archives}
    assert counts == {name: COUNTS.get(name, 1) for name in GOOD if name not in archives}
    assert len(documents["web archives"]) == 3
    for name in (*GOOD, "web archives"):
        for document in documents[name]:
            words = " ".join(document.text.split())
            assert " ".join(make.BODY[0].split()) in words or make.OTHER_BODY[0] in words, (name, document.text[:200])


def test_every_broken_file_has_its_reason(got: tuple[dict[str, list[Document]], dict[str, list[Rejection]], float]) -> None:
    documents, rejections, _ = got
    wanted = {name: code for name, (_, code) in BROKEN.items() if code}
    assert {name: rejections[name][0].code if rejections[name] else "read" for name in wanted} == wanted
    assert {name for name in BROKEN if documents[name]} == {"overlap.zip", "repeated.parquet"}, (
        "what stood before the fault was read"
    )
    assert len(BROKEN) >= 40


def test_no_good_file_is_refused_in_part(got: tuple[dict[str, list[Document]], dict[str, list[Rejection]], float]) -> None:
    _, rejections, _ = got
    assert not {name: rejections[name] for name in GOOD if rejections[name]}


def test_every_reason_says_where_and_has_a_known_code(
    got: tuple[dict[str, list[Document]], dict[str, list[Rejection]], float],
) -> None:
    _, rejections, _ = got
    for found in rejections.values():
        for rejection in found:
            assert rejection.code in REJECTION_CODES
            assert rejection.reason.startswith(rejection.address)
            assert "Traceback" not in rejection.reason
            assert "\n" not in rejection.reason


def test_it_takes_less_than_two_minutes(got: tuple[dict[str, list[Document]], dict[str, list[Rejection]], float]) -> None:
    assert got[2] < 120


def test_the_formats_are_all_tried() -> None:
    assert {
        "text",
        "markdown",
        "html",
        "mhtml",
        "eml",
        "pdf",
        "docx",
        "odt",
        "rtf",
        "feed",
        "jsonl",
        "json",
        "csv",
        "tsv",
        "xlsx",
        "parquet",
    } <= FORMATS
