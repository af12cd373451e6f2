"""Build the reports of the example dossier from the plain texts in `bishkek-2015/source`.

    python examples/build_dossier.py            write bishkek-2015/reports
    python examples/build_dossier.py --check    exit 1 if a file there differs from what would be written

Standard library only. The same sources give the same bytes: fixed times, fixed boundaries, nothing compressed.
"""

import base64
import csv
import gzip
import html
import io
import json
import quopri
import sys
import textwrap
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path

FOLDER = Path(__file__).parent / "bishkek-2015"
PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


@dataclass(frozen=True)
class Source:
    """One report as written: masthead keys in lower case, and the text with paragraphs parted by an empty line."""

    doc: str
    masthead: dict[str, str]
    text: str

    @property
    def paragraphs(self) -> list[str]:
        return [part.strip() for part in self.text.strip().split("\n\n")]

    @property
    def published(self) -> datetime:
        return datetime.fromisoformat(self.masthead["published"])

    def __getitem__(self, key: str) -> str:
        return self.masthead.get(key, "")


def read_source(path: Path) -> Source:
    head, text = path.read_text("utf-8").split("\n\n", 1)
    pairs = (line.split(": ", 1) for line in head.splitlines())
    return Source(path.stem, {key.lower(): value for key, value in pairs}, text)


# --- markup -----------------------------------------------------------------------------------------------------------


def blocks(source: Source) -> Iterator[str]:
    """The article's HTML blocks. In a source `> ` opens a block quotation, `## ` a heading and `!` a captioned picture."""
    for part in source.paragraphs:
        words = html.escape(part, quote=False)
        if part.startswith("> "):
            yield f"<blockquote><p>{html.escape(part[2:], quote=False)}</p></blockquote>"
        elif part.startswith("## "):
            yield f"<h2>{words[3:]}</h2>"
        elif part.startswith("!"):
            caption = words[1:]
            # As many sites do, the caption stands once in the picture and once below it.
            yield (
                f'<figure><img src="p.gif" alt="{html.escape(part[1:])}"><figcaption>{caption}</figcaption></figure>\n'
                f'<p class="caption">{caption}</p>'
            )
        else:
            yield f"<p>{words}</p>"


def page(source: Source, menu: list[str], after: str) -> str:
    """A whole web page: meta tags, JSON-LD, menu, cookie note, the article, and what stands after it."""
    title, outlet = html.escape(source["title"]), html.escape(source["outlet"])
    linked = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": source["title"],
        "datePublished": source["published"],
        "author": {"@type": "Person", "name": source["byline"]},
        "publisher": {"@type": "Organization", "name": source["outlet"]},
    }
    items = "".join(f'<li><a href="/{item.lower()}">{item}</a></li>' for item in menu)
    article = "\n".join(blocks(source))
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title} | {outlet}</title>
<link rel="canonical" href="{source["address"]}">
<meta property="og:type" content="article">
<meta property="og:title" content="{title}">
<meta property="og:site_name" content="{outlet}">
<meta property="article:published_time" content="{source["published"]}">
<meta name="author" content="{html.escape(source["byline"])}">
<script type="application/ld+json">{json.dumps(linked, ensure_ascii=False)}</script>
</head>
<body>
<div class="cookie-banner"><p>We use cookies. By reading on you agree.</p><button>Accept</button></div>
<header><a href="/">{outlet}</a><nav><ul>{items}</ul></nav></header>
<main>
<article>
<h1>{title}</h1>
<p class="byline">By <span class="author">{html.escape(source["byline"])}</span>,
<time datetime="{source["published"]}">{source.published:%B} {source.published.day}, {source.published.year}</time></p>
<div class="article-body">
{article}
</div>
</article>
{after}
</main>
<footer><p>© 2015 {outlet}. All rights reserved.</p></footer>
</body>
</html>
"""


COURIER_AFTER = """<aside class="related"><h3>Related stories</h3><ul>
<li><a href="/1">Two killed in bus crash near Naryn</a></li>
<li><a href="/2">Parliament goes into recess</a></li></ul></aside>
<section class="comments" id="comments"><h3>2 comments</h3>
<div class="comment"><b>Bermet</b><p>I heard there were ten of them, not three.</p></div>
<div class="comment"><b>guest</b><p>Who believes the UKMK?</p></div></section>"""

RADIO_AFTER = """<aside class="newsletter"><h3>Our newsletter</h3><p>The week in Central Asia, every Friday.</p></aside>"""

NOTEBOOK_AFTER = """<section class="author-box"><h3>About the author</h3>
<p>Ingrid Vasse writes on security in Central Asia. She lived in Osh until 2011.</p></section>
<section class="related-posts"><h3>You may also like</h3><ul>
<li><a href="/a">Fifty dead on the border: what we know</a></li>
<li><a href="/b">The bases that came and went</a></li></ul></section>
<section class="share"><a href="#">Share</a> <a href="#">Tweet</a> <a href="#">Print</a></section>"""


def courier_html(source: Source) -> bytes:
    return page(source, ["Politics", "Economy", "Incidents", "Sport"], COURIER_AFTER).encode()


def quoted_printable(text: str) -> str:
    return quopri.encodestring(text.encode("utf-8")).decode("ascii")


def radio_mhtml(source: Source) -> bytes:
    """As a browser saves a page: multipart/related, the page first."""
    markup = page(source, ["News", "Programmes", "Kyrgyz Service"], RADIO_AFTER)
    text = f"""From: <Saved by a browser>
Snapshot-Content-Location: {source["address"]}
Subject: {source["title"]}
Date: Tue, 21 Jul 2015 09:12:44 -0000
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----MultipartBoundary--k1"

------MultipartBoundary--k1
Content-Type: text/html
Content-Transfer-Encoding: quoted-printable
Content-Location: {source["address"]}

{quoted_printable(markup)}
------MultipartBoundary--k1
Content-Type: image/gif
Content-Transfer-Encoding: base64
Content-Location: https://radiokerben.example/p.gif

{base64.b64encode(PIXEL).decode()}
------MultipartBoundary--k1--
"""
    return text.replace("\n", "\r\n").encode("ascii")


def notebook_warc(source: Source) -> bytes:
    """A web archive as a crawler writes it: each record its own gzip member."""
    body = page(source, ["Notes", "Archive", "About"], NOTEBOOK_AFTER).encode()
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    path = source["address"].split("canotebook.example")[1]
    request = f"GET {path} HTTP/1.1\r\nHost: canotebook.example\r\n\r\n".encode()
    records = [
        ("warcinfo", "", "application/warc-fields", b"format: WARC File Format 1.0\r\n"),
        ("request", source["address"], "application/http; msgtype=request", request),
        ("response", source["address"], "application/http; msgtype=response", answer),
    ]
    return b"".join(warc_record(number, *record) for number, record in enumerate(records, 1))


def warc_record(number: int, kind: str, address: str, media_type: str, block: bytes) -> bytes:
    head = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>",
        "WARC-Date: 2015-07-22T06:30:00Z",
        *([f"WARC-Target-URI: {address}"] if address else []),
        f"Content-Type: {media_type}",
        f"Content-Length: {len(block)}",
    ]
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=0, fileobj=packed, mtime=0) as member:
        member.write("\r\n".join(head).encode() + b"\r\n\r\n" + block + b"\r\n\r\n")
    return packed.getvalue()


def alatau_rss(items: list[Source]) -> bytes:
    entries = "".join(
        f"""<item>
<title>{html.escape(item["title"], quote=False)}</title>
<link>{item["address"]}</link>
<guid isPermaLink="false">{item.doc}</guid>
<pubDate>{format_datetime(item.published)}</pubDate>
<description>{html.escape(item.paragraphs[0], quote=False)}</description>
<content:encoded><![CDATA[{chr(10).join(blocks(item))}]]></content:encoded>
</item>
"""
        for item in items
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel>
<title>Alatau Radio News</title>
<link>https://alatauradio.example/</link>
<description>News from Bishkek in English</description>
<language>en</language>
{entries}</channel>
</rss>
""".encode()


# --- mail, records and tables -----------------------------------------------------------------------------------------


def herald_eml(source: Source) -> bytes:
    plain = f"{source['title']}\n\n{source.text.strip()}\n\nUnsubscribe: https://northernherald.example/alerts\n"
    rich = (
        f"<html><body><h1>{html.escape(source['title'])}</h1>\n"
        + "\n".join(blocks(source))
        + ('\n<p><a href="https://northernherald.example/alerts">Unsubscribe</a></p></body></html>\n')
    )
    text = f"""From: The Northern Herald <alerts@northernherald.example>
To: reader@example.org
Subject: World alert: {source["title"]}
Date: {format_datetime(source.published)}
Message-ID: <{source.doc}@northernherald.example>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="alert-1"

--alert-1
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

{quoted_printable(plain)}
--alert-1
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

{quoted_printable(rich)}
--alert-1--
"""
    return text.replace("\n", "\r\n").encode("ascii")


def sidecar(source: Source) -> bytes:
    keys = ("title", "outlet", "byline", "published", "language")
    return (json.dumps({key: source[key] for key in keys}, indent=1, ensure_ascii=False) + "\n").encode()


def wires_jsonl(sources: list[Source]) -> bytes:
    keys = ("title", "outlet", "published", "language")
    rows = [{"id": item.doc, **{key: item[key] for key in keys}, "text": item.text.strip()} for item in sources]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def monitor_csv(sources: list[Source]) -> bytes:
    table = io.StringIO(newline="")
    writer = csv.writer(table, delimiter=";")
    writer.writerow(["ref", "medium", "day", "headline", "fulltext", "checked_by"])
    for item in sources:
        writer.writerow([item.doc, item["outlet"], item["published"], item["title"], item.text.strip(), "AK"])
    return table.getvalue().encode("utf-8-sig")


def telegram_json(messages: list[Source]) -> bytes:
    """A channel export as Telegram Desktop writes it; the number at the end of a source's name is the message's."""
    rows: list[dict[str, object]] = [
        {"id": 310, "type": "service", "date": "2015-07-16T11:30:02", "action": "pin_message", "text": ""}
    ]
    for message in messages:
        text = message.text.strip()
        first, rest = text.split("\n", 1) if "\n" in text else (text, "")
        rows.append(
            {
                "id": int(message.doc.rsplit("-", 1)[1]),
                "type": "message",
                "date": message["published"],
                "date_unixtime": str(int(datetime.fromisoformat(message["published"] + "+06:00").timestamp())),
                "from": message["outlet"],
                "from_id": "channel1000000312",
                "text": [{"type": "bold", "text": first}, "\n" + rest] if rest else text,
            }
        )
    channel = {"name": messages[0]["outlet"], "type": "public_channel", "id": 1000000312, "messages": rows}
    return (json.dumps(channel, indent=1, ensure_ascii=False) + "\n").encode()


def nexis_txt(articles: list[Source]) -> bytes:
    """Several articles in one file, in the layout of a Nexis Uni text export."""
    listed = "".join(f"{number}. {item['title']}\n" for number, item in enumerate(articles, 1))
    asked = "User Name: reader\nDate and Time: Saturday, July 18, 2015 5:02:00 PM GMT"
    parts = [f"{asked}\nDocuments ({len(articles)})\n\n{listed}\n\n"]
    for item in articles:
        byline = f"Byline: {item['byline']}\n\n"
        day = item.published
        parts.append(
            f"{item['title']}\n\n{item['outlet']}\n\n{day:%B} {day.day}, {day.year} {day:%A}\n\n"
            f"Copyright {day.year} {item['outlet']} All Rights Reserved\n\n"
            f"Section: {item['section']}\n\nLength: {len(item.text.split())} words\n\n{byline}"
            f"Body\n\n\n{item.text.strip()}\n\n\nLoad-Date: July 18, 2015\n\n\nEnd of Document\n\n\n"
        )
    return "".join(parts).encode()


# --- office and print formats -----------------------------------------------------------------------------------------


def stored_zip(members: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, (2015, 7, 22, 0, 0, 0))
            entry.create_system = 3
            archive.writestr(entry, content.encode())
    return packed.getvalue()


XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OOXML = "http://schemas.openxmlformats.org"


def docx(source: Source) -> bytes:
    text = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{html.escape(line, quote=False)}</w:t></w:r></w:p>'
        for part in source.paragraphs
        for line in part.splitlines()
    )
    types = f"{OOXML}/package/2006"
    return stored_zip(
        {
            "[Content_Types].xml": f'{XML}<Types xmlns="{types}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/word/document.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
            '<Override PartName="/docProps/core.xml" '
            'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
            "_rels/.rels": f'{XML}<Relationships xmlns="{types}/relationships">'
            f'<Relationship Id="r1" Type="{OOXML}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
            f'<Relationship Id="r2" Type="{types}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
            "</Relationships>",
            "docProps/core.xml": f'{XML}<cp:coreProperties xmlns:cp="{types}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f"<dc:title>{html.escape(source['title'])}</dc:title><dc:creator>{html.escape(source['outlet'])}</dc:creator>"
            f'<dcterms:created xsi:type="dcterms:W3CDTF">{source["published"]}T00:00:00Z</dcterms:created></cp:coreProperties>',
            "word/document.xml": f'{XML}<w:document xmlns:w="{OOXML}/wordprocessingml/2006/main"><w:body>{text}'
            "<w:sectPr/></w:body></w:document>",
        }
    )


def odt(source: Source) -> bytes:
    office = "urn:oasis:names:tc:opendocument:xmlns"
    media_type = "application/vnd.oasis.opendocument.text"
    broken = (html.escape(part, quote=False).replace("\n", "<text:line-break/>") for part in source.paragraphs)
    text = "".join(f"<text:p>{part}</text:p>" for part in broken)
    return stored_zip(
        {
            "mimetype": media_type,
            "content.xml": f'{XML}<office:document-content xmlns:office="{office}:office:1.0" xmlns:text="{office}:text:1.0" '
            f'office:version="1.2"><office:body><office:text>{text}</office:text></office:body></office:document-content>',
            "meta.xml": f'{XML}<office:document-meta xmlns:office="{office}:office:1.0" xmlns:meta="{office}:meta:1.0" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2"><office:meta>'
            f"<dc:title>{html.escape(source['title'])}</dc:title><dc:creator>{html.escape(source['outlet'])}</dc:creator>"
            f"<dc:date>{source['published']}T00:00:00</dc:date></office:meta></office:document-meta>",
            "META-INF/manifest.xml": f'{XML}<manifest:manifest xmlns:manifest="{office}:manifest:1.0" manifest:version="1.2">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{media_type}"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
            '<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/></manifest:manifest>',
        }
    )


def rtf(source: Source) -> bytes:
    def escape(text: str) -> str:
        marked = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
        return "".join(char if ord(char) < 128 else f"\\u{ord(char)}?" for char in marked)

    day = source.published
    info = (
        f"{{\\info{{\\title {escape(source['title'])}}}{{\\company {escape(source['outlet'])}}}"
        f"{{\\creatim\\yr{day.year}\\mo{day.month}\\dy{day.day}}}}}"
    )
    body = "\n".join(f"\\pard\\sa200 {escape(part)}\\par" for part in source.paragraphs)
    fonts = "{\\fonttbl{\\f0 Times New Roman;}}"
    return f"{{\\rtf1\\ansi\\ansicpg1252\\deff0{fonts}\n{info}\n\\f0\\fs24\n{body}\n}}\n".encode("ascii")


def pdf(source: Source) -> bytes:
    """Printed pages with a running head and foot, lines broken at 78 characters, an empty line between paragraphs."""
    day = source.published
    lines = [source["title"], "", f"By {source['byline']}", ""]
    for part in source.paragraphs:
        lines += [*textwrap.wrap(part, 78), ""]
    height = 22
    pages = [lines[at : at + height] for at in range(0, len(lines), height)]
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    objects.append(
        f"<< /Title ({pdf_string(source['title'])}) /Author ({pdf_string(source['byline'])}) "
        f"/CreationDate (D:{day:%Y%m%d}000000Z) >>"
    )
    kids = []
    for number, shown in enumerate(pages, 1):
        head = f"{source['outlet']}   {day:%A}, {day:%B} {day.day}, {day.year}"
        drawn = [(56, 800, 9, head), (56, 40, 9, f"Page {number} of {len(pages)}")]
        drawn += [(56, 760 - 18 * row, 12, line) for row, line in enumerate(shown) if line]
        stream = "\n".join(f"BT /F1 {size} Tf {x} {y} Td ({pdf_string(line)}) Tj ET" for x, y, size, line in drawn)
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {len(objects)} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R /Info 4 0 R >>\n"
    return f"{out}startxref\n{out.index(f'xref{chr(10)}0 {size}')}\n%%EOF\n".encode("ascii")


def pdf_string(text: str) -> str:
    """`text` as the inside of a PDF string in Windows-1252, pure ASCII."""
    coded = text.encode("cp1252")
    return "".join(f"\\{byte:03o}" if byte > 126 or chr(byte) in "()\\" else chr(byte) for byte in coded)


# --- the dossier ------------------------------------------------------------------------------------------------------


def build(sources: dict[str, Source]) -> dict[str, bytes]:
    """File name to content, for every file of the reports folder."""
    one = sources.__getitem__

    def several(*docs: str) -> list[Source]:
        return [sources[doc] for doc in docs]

    return {
        "wire-0716.txt": one("wire-0716").text.encode(),
        "wire-0716.meta.json": sidecar(one("wire-0716")),
        "courier-0716.html": courier_html(one("courier-0716")),
        "herald-0717.eml": herald_eml(one("herald-0717")),
        "nexis-0718.txt": nexis_txt(several("nexis-0718-1", "nexis-0718-2")),
        "wires.jsonl": wires_jsonl(several("wire-0717", "wire-0718")),
        "chuy-online.md": one("chuy-online").text.encode(),
        "telegram-0716.json": telegram_json(several("telegram-0716-311", "telegram-0716-314")),
        "ukmk-0716.docx": docx(one("ukmk-0716")),
        "award-0716.odt": odt(one("award-0716")),
        "radio-0717.mhtml": radio_mhtml(one("radio-0717")),
        "denial-0718.rtf": rtf(one("denial-0718")),
        "alatau.rss": alatau_rss(several("kant-0718", "guard-0722")),
        "monitor.csv": monitor_csv(several("summons-0717", "lebedinovka-0720")),
        "notebook-0721.warc.gz": notebook_warc(one("notebook-0721")),
        "syria-0722.pdf": pdf(one("syria-0722")),
    }


def main() -> int:
    sources = {path.stem: read_source(path) for path in sorted((FOLDER / "source").glob("*.txt"))}
    reports = FOLDER / "reports"
    wanted = build(sources)
    if "--check" in sys.argv[1:]:
        there = {path.name: path.read_bytes() for path in reports.iterdir()}
        stale = sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))
        for name in stale:
            print(f"{reports / name}: differs from its source; run this command without --check")
        return 1 if stale else 0
    reports.mkdir(exist_ok=True)
    for name, content in wanted.items():
        (reports / name).write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
