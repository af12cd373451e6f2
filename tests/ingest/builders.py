"""Files of every format, made from invented reports."""

import gzip
import io
import json
import tarfile
import zipfile
from email.message import EmailMessage
from typing import Any

TITLE = "Three gunmen killed in Tarsol raid"
OUTLET = "Tarsol Monitor"
BYLINE = "Sabina Rahm"
DAY = "2016-03-03"
BODY = (
    "Security forces shot dead three gunmen in a raid on a house in Tarsol on Thursday, the interior ministry said.",
    "Two officers were wounded when the men inside threw grenades, according to a spokesman for the ministry, Arman Dzhalil.",
    "“They were asked to come out,” Dzhalil told reporters. “They answered with fire.”",
)
TEXT = "\n\n".join(BODY)
OTHER_TITLE = "Dam gives way above Oraz"
OTHER_BODY = (
    "At least eleven people have died and four are missing after a dam gave way above the village of Oraz, rescue services said.",
    "The regional governor, Lena Okafor, said that the number of dead would rise.",
)
OTHER_TEXT = "\n\n".join(OTHER_BODY)


# -- pages -----------------------------------------------------------------------------------------------------------------


def html(title: str = TITLE, body: tuple[str, ...] = BODY, head: str = "", after: str = "") -> bytes:
    words = "".join(f"<p>{w}</p>" for w in body)
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title><meta property="og:title" content="{title}">
<meta property="og:site_name" content="{OUTLET}"><meta property="article:published_time" content="{DAY}T11:20:00+05:00">{head}</head>
<body><nav><a href="/">Home</a></nav><article><h1>{title}</h1>{words}</article>{after}</body></html>""".encode()


def mhtml(page: bytes | None = None, address: str = "https://monitor.example/raid") -> bytes:
    part = EmailMessage()
    part["Snapshot-Content-Location"] = address
    part["Subject"] = TITLE
    part["MIME-Version"] = "1.0"
    part.add_related((page or html()).decode(), subtype="html", cte="quoted-printable")
    return part.as_bytes()


def warc(pages: list[tuple[str, bytes]], media: str = "text/html; charset=utf-8", status: str = "200 OK") -> bytes:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for address, body in pages:
        headers = StatusAndHeaders(status, [("Content-Type", media)], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(address, "request", payload=io.BytesIO(b""), http_headers=headers))
        writer.write_record(
            writer.create_warc_record(
                address,
                "response",
                payload=io.BytesIO(body),
                http_headers=headers,
                warc_headers_dict={"WARC-Date": "2016-03-04T06:30:00Z"},
            )
        )
    return out.getvalue()


def wacz(pages: list[tuple[str, bytes]]) -> bytes:
    return zipped(
        {"datapackage.json": b"{}", "archive/data.warc.gz": warc(pages), "indexes/index.cdx": b"x", "pages/pages.jsonl": b"{}\n"}
    )


def rss(items: list[tuple[str, str, str]], extra: str = "") -> bytes:
    """`items` are (guid, title, markup)."""
    entries = "".join(
        f"<item><title>{t}</title><link>https://monitor.example/{g}</link><guid isPermaLink='false'>{g}</guid>"
        f"<pubDate>Thu, 03 Mar 2016 11:20:00 +0500</pubDate><description><![CDATA[{m}]]></description>{extra}</item>"
        for g, t, m in items
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>{OUTLET}</title><language>en</language>{entries}</channel></rss>".encode()


def atom(items: list[tuple[str, str, str]]) -> bytes:
    entries = "".join(
        f"<entry><id>{g}</id><title>{t}</title><link href='https://monitor.example/{g}'/><updated>2016-03-03T12:00:00Z</updated>"
        f"<published>2016-03-03T11:20:00+05:00</published><author><name>{BYLINE}</name></author><content type='html'><![CDATA[{m}]]></content></entry>"
        for g, t, m in items
    )
    return f"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en'><title>{OUTLET}</title>{entries}</feed>".encode()


# -- office ----------------------------------------------------------------------------------------------------------------


def docx(blocks: list[tuple[str, str]], title: str = "") -> bytes:
    """`blocks` are (style name, words)."""
    from docx import Document

    document = Document()
    document.core_properties.title = title
    document.core_properties.author = "an assistant"
    for style, words in blocks:
        document.add_paragraph(words, style=style or None)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


ODF = "urn:oasis:names:tc:opendocument:xmlns"


def odt(body: str, title: str = "", styles: str = "") -> bytes:
    """`body` is markup inside office:text."""
    names = " ".join(
        f'xmlns:{p}="{ODF}:{n}:1.0"' for p, n in (("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"))
    )
    content = (
        f"<office:document-content {names}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    meta = (
        f'<office:document-meta {names} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><dc:title>{title}</dc:title></office:meta>'
        "</office:document-meta>"
    )
    return zipped(
        {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content.encode(), "meta.xml": meta.encode(),
         "META-INF/manifest.xml": b"<manifest/>"}
    )  # fmt: skip


def rtf(lines: list[str], info: str = "") -> bytes:
    body = "\n".join(f"\\pard {rtf_words(line)}\\par" for line in lines)
    return f"{{\\rtf1\\ansi\\ansicpg1252\\deff0{{\\fonttbl{{\\f0 Arial;}}}}{info}\n{body}\n}}".encode("ascii")


def rtf_words(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
    return "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in escaped)


def pdf(pages: list[list[tuple[float, float, str]]], title: str = "") -> bytes:
    """`pages` of (x, y, words) at 12 points in Helvetica."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    objects.append(f"<< /Title ({_pdf_words(title)}) /Author (an assistant) >>")
    kids = []
    for lines in pages:
        stream = "\n".join(f"BT /F1 12 Tf {x} {y} Td ({_pdf_words(w)}) Tj ET" for x, y, w in lines)
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {len(objects)} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return _pdf_file(objects, "/Info 4 0 R")


def _pdf_file(objects: list[str], trailer: str) -> bytes:
    out, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    start = len(out)
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    out += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\n"
    )
    return f"{out}startxref\n{start}\n%%EOF\n".encode("latin-1")


def _pdf_words(words: str) -> str:
    return "".join(f"\\{b:03o}" if b > 126 or chr(b) in "()\\" else chr(b) for b in words.encode("cp1252"))


def pdf_page(paragraphs: tuple[str, ...], *, top: float = 760, width: int = 80) -> list[tuple[float, float, str]]:
    """Paragraphs set in lines 16 points apart, a gap of 26 between paragraphs."""
    import textwrap

    lines: list[tuple[float, float, str]] = []
    for words in paragraphs:
        for line in textwrap.wrap(words, width):
            lines.append((56, top, line))
            top -= 16
        top -= 10
    return lines


def image_only_pdf() -> bytes:
    return _pdf_file(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"], "")  # fmt: skip


def encrypted_pdf() -> bytes:
    """A PDF whose trailer asks for a password that opens nothing."""
    key = "<" + "ab" * 32 + ">"
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>", f"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O {key} /U {key} >>"]  # fmt: skip
    return _pdf_file(objects, "/Encrypt 4 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]")


# -- mail ------------------------------------------------------------------------------------------------------------------


def eml(body: str = TEXT, subject: str = TITLE, page: bytes = b"", attachments: tuple[tuple[str, bytes], ...] = ()) -> bytes:
    message = EmailMessage()
    message["From"] = f"{OUTLET} <alerts@monitor.example>"
    message["To"] = "reader@example.org"
    message["Subject"] = subject
    message["Date"] = "Thu, 03 Mar 2016 11:20:00 +0500"
    message.set_content(body)
    if page:
        message.add_alternative(page.decode(), subtype="html")
    for name, content in attachments:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def mbox(messages: list[bytes]) -> bytes:
    return b"".join(
        b"From a@b.example Thu Mar  3 06:20:00 2016\n" + m.replace(b"\nFrom ", b"\n>From ") + b"\n\n" for m in messages
    )


# -- tables ----------------------------------------------------------------------------------------------------------------


def rows(count: int = 2) -> list[dict[str, Any]]:
    made = [
        {"id": "raid", "title": TITLE, "outlet": OUTLET, "published": DAY, "text": TEXT},
        {"id": "dam", "title": OTHER_TITLE, "outlet": OUTLET, "published": "2018-05-14", "text": OTHER_TEXT},
    ]
    return made[:count]


def jsonl(records: list[dict[str, Any]] | None = None) -> bytes:
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in (rows() if records is None else records)).encode()


def delimited(mark: str = ",", records: list[dict[str, Any]] | None = None) -> bytes:
    import csv

    out = io.StringIO(newline="")
    made = rows() if records is None else records
    writer = csv.DictWriter(out, list(made[0]), delimiter=mark)
    writer.writeheader()
    writer.writerows(made)
    return out.getvalue().encode()


def xlsx(sheets: dict[str, list[list[Any]]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, cells in sheets.items():
        sheet = book.create_sheet(name)
        for row in cells:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parquet(columns: dict[str, list[Any]]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


def telegram(messages: list[dict[str, Any]], name: str = "Tarsol 24") -> bytes:
    return json.dumps({"name": name, "type": "public_channel", "id": 4711, "messages": messages}, ensure_ascii=False).encode()


# -- exports of news databases ---------------------------------------------------------------------------------------------


def nexis_lines(copyright_line: str = "Copyright 2016 Tarsol Monitor All Rights Reserved") -> list[str]:
    """Two articles in the layout of Nexis Uni, a line per paragraph."""
    cover = [
        "User Name: reader",
        "Date and Time: Friday, March 4, 2016 9:02:00 AM GMT",
        "Job Number: 1",
        "Documents (2)",
        f"1. {TITLE}",
        f"2. {OTHER_TITLE}",
    ]
    first = [TITLE, OUTLET, "March 3, 2016 Thursday 10:15 AM GMT", copyright_line, "Section: NEWS; Pg. 3", "Length:\u00a061 words", f"Byline: By {BYLINE}",
             "Dateline: TARSOL, March 3", "Body", *BODY, "Graphic", "Police on Mill Street", "Load-Date: March 4, 2016", "Classification", "Language: ENGLISH",
             "Publication-Type: Newspaper", "End of Document"]  # fmt: skip
    second = [OTHER_TITLE, "The Valley Post", "May 14, 2018 Monday", "Copyright 2018 The Valley Post", "Length: 40 words", "Body", *OTHER_BODY,
              "Load-Date: May 15, 2018", "End of Document"]  # fmt: skip
    return [*cover, *first, *second]


def nexis_old() -> bytes:
    """Two articles in the layout before Nexis Uni: lines of 78 characters, the title without and with a label."""
    import textwrap

    def wrapped(words: tuple[str, ...]) -> str:
        return "\n\n".join(textwrap.fill(w, 78) for w in words)

    return f"""

Download Request: Selected Items: 1-2
Time Of Request: Friday, March 4, 2016  09:02:52


                               1 of 2 DOCUMENTS


                                 {OUTLET}

                            March 3, 2016 Thursday
                                   Edition 1;
                                    Tarsol

{TITLE[:20]}
{TITLE[20:].strip()}

BYLINE: {BYLINE}

SECTION: NEWS; Pg. 3

LENGTH: 61 words

DATELINE: TARSOL

{wrapped(BODY)}

LOAD-DATE: March 4, 2016

LANGUAGE: ENGLISH

GRAPHIC: Photo, Police on Mill Street

PUBLICATION-TYPE: Newspaper

                       Copyright 2016 Tarsol Monitor
                              All Rights Reserved

                               2 of 2 DOCUMENTS


                      Copyright 2018 The Valley Post
                              All Rights Reserved

                                The Valley Post

                             May 14, 2018 Monday

SECTION: A-SECTION; Pg. A01

LENGTH: 40 words

HEADLINE: {OTHER_TITLE}

BYLINE: Lena Marn

BODY:

{wrapped(OTHER_BODY)}

LOAD-DATE: May 15, 2018

LANGUAGE: ENGLISH
""".encode()


FACTIVA_FIELDS = (
    (("HD", TITLE), ("BY", f"By {BYLINE}"), ("CR", "Silkway"), ("WC", "61 words"), ("PD", "3 March 2016"), ("ET", "06:20"), ("SN", OUTLET), ("SC", "TARM"),
     ("LA", "English"), ("CY", "(c) 2016 Tarsol Monitor."), ("LP", BODY[0]), ("TD", "\n\n".join(BODY[1:])), ("NS", "gvio : Military Action"),
     ("RE", "tars : Tarsol"), ("AN", "Document TARM000020160303ec3300001")),
    (("HD", OTHER_TITLE), ("WC", "40 words"), ("PD", "14 May 2018"), ("SN", "The Valley Post"), ("LA", "English"), ("LP", OTHER_BODY[0]), ("TD", OTHER_BODY[1]),
     ("AN", "Document VALP000020180514ee5e0000a")),
)  # fmt: skip


def factiva_rtf() -> bytes:
    """Articles with indexing, each a table of two columns, as Factiva saves Rich Text."""
    tables = []
    for article in FACTIVA_FIELDS:
        table = "".join(
            "{\\trowd\\cellx1000\\cellx9000\\pard\\intbl " + code + "\\cell\\pard\\intbl "
            + "\\par\\pard\\intbl ".join(rtf_words(w) for w in words.split("\n\n")) + "\\cell\\row}\n"
            for code, words in article
        )  # fmt: skip
        tables.append(table + "\\pard\\par\\page\n")
    return ("{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}\n" + "".join(tables) + "}").encode("ascii")


def factiva_text() -> bytes:
    """Articles with indexing as plain text: a code, then its words."""
    return "\x0c".join("\n".join(f"{code}\n{words}\n" for code, words in article) for article in FACTIVA_FIELDS).encode()


def factiva_html() -> bytes:
    """Articles in the layout for reading, as Factiva saves a page."""
    first = "".join(
        f"<div>{w}</div>"
        for w in ("61 words", "3 March 2016", "06:20", OUTLET, "TARM", "3", "English", "(c) 2016 Tarsol Monitor")
    )
    second = "".join(
        f"<div>{w}</div>"
        for w in ("40 words", "14 May 2018", "The Valley Post", "VALP", "English", "Copyright 2018 The Valley Post")
    )

    def words(body: tuple[str, ...]) -> str:
        return "".join(f'<p class="articleParagraph enarticleParagraph">{w}</p>' for w in body)

    return f"""<!DOCTYPE html><html><head><meta charset="UTF-8"><title>Factiva</title></head><body><div id="printHeader">Dow Jones Factiva</div>
<div class="article enArticle"><div id="hd"><span class="enHeadline">{TITLE}</span></div><div class="author">By {BYLINE}</div>{first}{words(BODY)}
<p>Document TARM000020160303ec3300001</p></div>
<div class="article enArticle"><div id="hd"><span class="enHeadline">{OTHER_TITLE}</span></div>{second}{words(OTHER_BODY)}
<p>Document VALP000020180514ee5e0000a</p></div></body></html>""".encode()


# -- archives --------------------------------------------------------------------------------------------------------------


def zipped(members: dict[str, bytes], *, stored: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=archive.compression)
    return out.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w:gz", extra: tuple[tarfile.TarInfo, ...] = ()) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        for info in extra:
            archive.addfile(info)
    return out.getvalue()


def gzipped(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)
