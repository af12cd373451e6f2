"""Speed of ingest: python -m benchmarks.ingest [--documents 600] [--items 50000] [--formats html,pdf,...].

Makes files of every format from invented reports of some 500 words (items: two sentences), reads each format in a process of its
own and prints documents and megabytes a second once the first is there, how long that took (loading libraries, starting
workers), the processor time of a document, start aside, and the peak memory of that process with its workers. Pages are also given to
trafilatura alone, one process, in the same run; the last column is how ingest compares. With the data sets beside the
repository, the short items are those of WCEP instead of invented ones.
"""

import argparse
import gzip
import io
import json
import multiprocessing
import os
import random
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

NAMES = "Arman Sabina Oleg Mirela Piotr Nadia Lena Ivo Tilda Jana Marat Vera Emil Asel Talant".split()
PLACES = "Tarsol Oraz Varnia Mill-Street Lower-Oraz Kesh Dunav Sava Ferry-Point Lantern-Hill".split()
VERBS = "killed wounded arrested captured found buried questioned released threatened robbed".split()
THINGS = "gunmen officers villagers prisoners soldiers shopkeepers students drivers farmers doctors".split()


@dataclass(frozen=True)
class Measure:
    """What one format took."""

    documents: int
    bytes: int
    seconds: float  # after the first document
    start: float  # seconds until the first document
    processor: float  # seconds of all processes, without what the start took
    peak: int  # bytes


def sentence(r: random.Random) -> str:
    a, b = r.choice(THINGS), r.choice(THINGS)
    return (
        f"At least {r.randint(2, 90)} {a} were {r.choice(VERBS)} near {r.choice(PLACES)} on {r.choice(('Monday', 'Thursday', 'Sunday'))}, "
        f"{r.choice(NAMES)} {r.choice(NAMES)}sky told reporters, while {r.randint(2, 30)} {b} were {r.choice(VERBS)} in the days before."
    )


def report(number: int) -> list[str]:
    """The paragraphs of a report of some 500 words."""
    r = random.Random(number)
    return [" ".join(sentence(r) for _ in range(r.randint(1, 3))) for _ in range(10)]


# -- files of each format --------------------------------------------------------------------------------------------------


def page(number: int) -> bytes:
    """A page of some 60 kB: the article among menus, links, scripts and comments."""
    words = "\n".join(f"<p>{p}</p>" for p in report(number))
    links = "".join(
        f'<li class="menu-item"><a href="/section/{i}" class="menu-link" data-track="nav-{i}">Section {i}</a></li>'
        for i in range(60)
    )
    teasers = "".join(
        f'<div class="related-item"><a href="/story/{i}"><h4>{sentence(random.Random(i))[:70]}</h4></a></div>' for i in range(20)
    )
    script = "window.tracker=window.tracker||{};tracker.push({k:'v'});" * 400
    linked = json.dumps(
        {
            "@type": "NewsArticle",
            "headline": f"Report {number}",
            "datePublished": "2016-03-04T11:20:00+05:00",
            "author": {"name": "Sabina Rahm"},
        }
    )
    comments = "".join(f'<div class="comment"><b>reader {i}</b><p>{sentence(random.Random(-i))}</p></div>' for i in range(15))
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Report {number} | Monitor</title><meta property="og:title" content="Report {number}">
<meta property="og:site_name" content="Monitor"><script type="application/ld+json">{linked}</script><script>{script}</script><style>{".a{color:red}" * 300}</style></head>
<body><header><nav><ul>{links}</ul></nav></header><main><article><h1>Report {number}</h1><figure><img src="a.jpg"><figcaption>The street after the raid</figcaption></figure>
<div class="article-body">{words}</div></article><aside class="related">{teasers}</aside><section id="comments">{comments}</section></main><footer><ul>{links}</ul></footer></body></html>""".encode()


def eml(number: int) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"], message["Date"] = (
        "Monitor <a@b.example>",
        f"Report {number}",
        "Fri, 04 Mar 2016 11:20:00 +0500",
    )
    message.set_content("\n\n".join(report(number)))
    return message.as_bytes()


def docx(number: int) -> bytes:
    from docx import Document

    document, out = Document(), io.BytesIO()
    for words in report(number):
        document.add_paragraph(words)
    document.save(out)
    return out.getvalue()


def odt(number: int) -> bytes:
    names = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    words = "".join(f"<text:p>{p}</text:p>" for p in report(number))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:text>{words}</office:text></office:body></office:document-content>",
        )
        package.writestr("META-INF/manifest.xml", "<manifest/>")
    return out.getvalue()


def rtf(number: int) -> bytes:
    return ("{\\rtf1\\ansi\\ansicpg1252 " + "".join(f"\\pard {p}\\par\n" for p in report(number)) + "}").encode("ascii")


def pdf(number: int) -> bytes:
    import textwrap

    lines = [line for p in report(number) for line in [*textwrap.wrap(p, 90), ""]]
    pages = [lines[i : i + 48] for i in range(0, len(lines), 48)]
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for shown in pages:
        stream = "\n".join(f"BT /F1 10 Tf 56 {780 - 15 * i} Td ({w}) Tj ET" for i, w in enumerate(shown) if w)
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {len(objects)} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out, offsets = "%PDF-1.4\n", []
    for i, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{i} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    return f"{out}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n".encode()


def one_each(kind: str, make: Callable[[int], bytes]) -> Callable[[Path, int], None]:
    def write(folder: Path, count: int) -> None:
        for number in range(count):
            (folder / f"{number:06}.{kind}").write_bytes(make(number))

    return write


def records(count: int) -> Iterator[dict[str, str]]:
    for number in range(count):
        yield {
            "id": str(number),
            "title": f"Report {number}",
            "outlet": "Monitor",
            "published": "2016-03-04",
            "text": "\n\n".join(report(number)),
        }


def write_jsonl(folder: Path, count: int) -> None:
    with (folder / "all.jsonl").open("w") as out:
        out.writelines(json.dumps(r) + "\n" for r in records(count))


def write_jsonl_gz(folder: Path, count: int) -> None:
    with gzip.open(folder / "all.jsonl.gz", "wt") as out:
        out.writelines(json.dumps(r) + "\n" for r in records(count))


def write_csv(folder: Path, count: int) -> None:
    import csv

    with (folder / "all.csv").open("w", newline="") as out:
        writer = csv.DictWriter(out, ["id", "title", "outlet", "published", "text"])
        writer.writeheader()
        writer.writerows(records(count))


def write_xlsx(folder: Path, count: int) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("all")
    sheet.append(["id", "title", "outlet", "published", "text"])
    for record in records(count):
        sheet.append(list(record.values()))
    book.save(folder / "all.xlsx")


def write_parquet(folder: Path, count: int) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_pylist(list(records(count))), folder / "all.parquet")


def write_mbox(folder: Path, count: int) -> None:
    (folder / "all.mbox").write_bytes(
        b"".join(b"From a@b.example Fri Mar  4 06:20:00 2016\n" + eml(n) + b"\n" for n in range(count))
    )


def write_warc(folder: Path, count: int) -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with (folder / "all.warc.gz").open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for number in range(count):
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    f"https://a.example/{number}", "response", payload=io.BytesIO(page(number)), http_headers=head
                )
            )


def write_zip(folder: Path, count: int) -> None:
    with zipfile.ZipFile(folder / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(count):
            archive.writestr(f"{number:06}.html", page(number))


def write_rss(folder: Path, count: int) -> None:
    items = "".join(
        f"<item><title>Report {n}</title><guid isPermaLink='false'>{n}</guid><description><![CDATA[{''.join(f'<p>{p}</p>' for p in report(n))}]]></description></item>"
        for n in range(count)
    )
    (folder / "all.rss").write_text(f"<rss version='2.0'><channel><title>Monitor</title>{items}</channel></rss>")


def write_nexis(folder: Path, count: int) -> None:
    articles = (
        f"Report {n}\n\nMonitor\n\nMarch 4, 2016 Friday\n\nCopyright 2016 Monitor\n\nLength: 500 words\n\nBody\n\n"
        + "\n\n".join(report(n))
        + "\n\nLoad-Date: March 5, 2016\n\nEnd of Document\n\n"
        for n in range(count)
    )
    (folder / "all.txt").write_text("".join(articles))


def write_items(folder: Path, count: int) -> None:
    """Short items: those of WCEP where the data sets are, else invented ones; each repeated with another number until there are enough."""
    data = (
        Path(os.environ.get("SAYSO_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")
        / "wcep_conflict"
        / "wcep_2002_2025.jsonl.gz"
    )
    texts = []
    if data.is_file():
        with gzip.open(data, "rt") as lines:
            texts = [(r["date"], r["text"]) for r in map(json.loads, lines)]
    texts = texts or [("2016-03-04", f"{sentence(random.Random(n))} {sentence(random.Random(-n))}") for n in range(5000)]
    with (folder / "items.jsonl").open("w") as out:
        for number in range(count):
            day, text = texts[number % len(texts)]
            out.write(json.dumps({"id": str(number), "published": day, "outlet": "Monitor", "text": text}) + "\n")


FORMATS: dict[str, Callable[[Path, int], None]] = {
    "html": one_each("html", page), "text": one_each("txt", lambda n: "\n\n".join(report(n)).encode()), "markdown": one_each("md", lambda n: ("# Report\n\n" + "\n\n".join(report(n))).encode()),
    "eml": one_each("eml", eml), "docx": one_each("docx", docx), "odt": one_each("odt", odt), "rtf": one_each("rtf", rtf), "pdf": one_each("pdf", pdf), "rss": write_rss, "mbox": write_mbox,
    "warc": write_warc, "zip": write_zip, "nexis": write_nexis, "jsonl": write_jsonl, "jsonl.gz": write_jsonl_gz, "csv": write_csv, "xlsx": write_xlsx, "parquet": write_parquet,
}  # fmt: skip


# -- measuring -------------------------------------------------------------------------------------------------------------


class Peak(threading.Thread):
    """The largest resident memory of this process and its children, looked at twenty times a second (Linux)."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.bytes = 0
        self._done = threading.Event()

    def run(self) -> None:
        while not self._done.wait(0.05):
            self.bytes = max(self.bytes, _resident(os.getpid()))

    def stop(self) -> int:
        self._done.set()
        self.join()
        return self.bytes


def _resident(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") + sum(_resident(int(c)) for c in _children(pid))


def _children(pid: int) -> list[str]:
    """Processes that any thread of a process started."""
    try:
        return [c for t in Path(f"/proc/{pid}/task").iterdir() for c in (t / "children").read_text().split()]
    except OSError:
        return []


def read(folder: str, workers: int) -> Measure:
    """Reads a folder in this process."""
    from sayso.ingest import IngestOptions, ingest

    peak = Peak()
    peak.start()
    began = time.perf_counter()
    first = (0.0, 0.0)
    documents = rejected = 0
    for got in ingest([folder], IngestOptions(workers=workers)):
        first = first if documents else (time.perf_counter(), _processor())
        documents += len(got.documents)
        rejected += len(got.rejections)
    ended = time.perf_counter()
    if rejected:
        raise SystemExit(f"{folder}: {rejected} rejected")
    return Measure(documents, _size(folder), ended - first[0], first[0] - began, _processor() - first[1], peak.stop())


def extract_alone(folder: str) -> Measure:
    """trafilatura alone over the pages of a folder: text, date and metadata, its defaults."""
    began = time.perf_counter()
    from trafilatura import bare_extraction

    paths = sorted(Path(folder).glob("*.html"))
    peak = Peak()
    peak.start()
    bare_extraction(paths[0].read_bytes(), with_metadata=True)
    first = (time.perf_counter(), _processor())
    for path in paths[1:]:
        bare_extraction(path.read_bytes(), with_metadata=True)
    return Measure(
        len(paths), _size(folder), time.perf_counter() - first[0], first[0] - began, _processor() - first[1], peak.stop()
    )


def _size(folder: str) -> int:
    return sum(p.stat().st_size for p in Path(folder).iterdir())


def _processor() -> float:
    """Processor time of this process and its children, living or not, in seconds."""
    times = os.times()
    return (
        times.user
        + times.system
        + times.children_user
        + times.children_system
        + sum(_spent(int(c)) for c in _children(os.getpid()))
    )


def _spent(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def apart(task: Callable[..., Measure], *arguments: object) -> Measure:
    """Runs a measurement in a fresh process."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(task, arguments)


def show(name: str, m: Measure, note: str = "") -> None:
    rate, megabytes, each = m.documents / m.seconds, m.bytes / 1e6 / m.seconds, 1000 * m.processor / m.documents
    print(
        f"{name:12}{m.documents:8,}{rate:10,.0f}{megabytes:8,.1f}{each:10,.1f}{m.start:8.1f}{m.peak / 1e6:9,.0f}  {note}",
        flush=True,
    )


def compared(ours: Measure, alone: Measure) -> str:
    return f"{alone.seconds / ours.seconds:.2f} of trafilatura's speed, {alone.processor / ours.processor:.2f} by processor time"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=600, help="reports for each format")
    parser.add_argument("--items", type=int, default=50_000, help="short items")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--formats", default=",".join(FORMATS), help="some of: " + ", ".join(FORMATS))
    a = parser.parse_args()
    print(f"{'format':12}{'docs':>8}{'docs/s':>10}{'MB/s':>8}{'CPU ms':>10}{'start s':>8}{'peak MB':>9}")
    for name in filter(None, a.formats.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            FORMATS[name](Path(folder), a.documents)
            if name == "html":
                alone, ours, single = apart(extract_alone, folder), apart(read, folder, a.workers), apart(read, folder, 0)
                show("trafilatura", alone, "alone, one process")
                show("html", ours, f"{a.workers} workers: {compared(ours, alone)}")
                show("html", single, f"in one process: {compared(single, alone)}")
            else:
                show(name, apart(read, folder, a.workers))
    for count in (1_000, a.items) if a.items else ():
        with tempfile.TemporaryDirectory() as folder:
            write_items(Path(folder), count)
            show("items", apart(read, folder, a.workers), "short items in one JSON Lines file")


if __name__ == "__main__":
    main()
