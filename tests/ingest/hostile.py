"""Broken and hostile inputs, each with the reason that it must be refused for."""

import io
import struct
import tarfile
import zipfile
from collections.abc import Callable

from tests.ingest import builders as make

MIB = 1 << 20
BILLION_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
    + "]>"
)


def _zip_of(name: str, content: bytes) -> bytes:
    return make.zipped({name: content})


def _encrypted_zip() -> bytes:
    """The flag that says a member is encrypted, set in both of its headers."""
    content = bytearray(_zip_of("a.txt", b"secret " * 20))
    content[6] |= 1
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


def _overlapping_zip() -> bytes:
    """Two names in the directory for the bytes of one member."""
    content = _zip_of("a.txt", b"a report " * 50)
    start = content.index(b"PK\x01\x02")
    end = content.index(b"PK\x05\x06")
    entry = content[start:end]
    other = entry.replace(b"a.txt", b"b.txt")
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 2, 2, len(entry) * 2, start, 0)
    return content[:start] + entry + other + tail


def _nested(levels: int) -> bytes:
    content = _zip_of("report.txt", make.TEXT.encode())
    for _ in range(levels):
        content = _zip_of("inner.zip", content)
    return content


def _long_header_tar() -> bytes:
    """An extended header that would be read into memory whole."""
    info = tarfile.TarInfo("pax")
    info.type, info.size = tarfile.XHDTYPE, 64 * MIB
    return make.gzipped(info.tobuf(tarfile.USTAR_FORMAT) + bytes(2 * MIB))


def _sparse_tar() -> bytes:
    out = io.BytesIO()
    info = tarfile.TarInfo("hole.txt")
    info.type, info.size = tarfile.GNUTYPE_SPARSE, 512
    head = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    head[386:398] = b"%011o\0" % 0
    head[398:410] = b"%011o\0" % 512
    head[483:495] = b"%011o\0" % (8 << 30)
    head[148:156] = b"%06o\0 " % (sum(head[:148]) + sum(head[156:512]) + 8 * 32)
    out.write(bytes(head) + b"x" * 512 + bytes(1024))
    return out.getvalue()


def _link_tar() -> bytes:
    link = tarfile.TarInfo("passwd.txt")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    return make.tarred({}, "w", (link,))


def _device_tar() -> bytes:
    device = tarfile.TarInfo("zero.txt")
    device.type, device.devmajor, device.devminor = tarfile.CHRTYPE, 1, 5
    return make.tarred({}, "w", (device,))


def _docx_with(name: str, change: Callable[[bytes], bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(make.docx([("", w) for w in make.BODY]))) as package:
        return make.zipped(
            {i.filename: change(package.read(i)) if i.filename == name else package.read(i) for i in package.infolist()}
        )


def _laughing_book() -> bytes:
    """A workbook whose sheet declares entities that unfold to gigabytes."""
    with zipfile.ZipFile(io.BytesIO(make.xlsx({"a": [["text"], ["words"]]}))) as package:
        sheet = "xl/worksheets/sheet1.xml"
        parts = {n: package.read(n) for n in package.namelist()}
    return make.zipped({**parts, sheet: BILLION_LAUGHS.encode() + parts[sheet].replace(b"words", b"&j;")})


def _doctype(content: bytes) -> bytes:
    declaration, _, rest = content.partition(b"?>")
    return declaration + b'?><!DOCTYPE x [<!ENTITY a "b">]>' + rest


def _deep_html() -> bytes:
    return b"<html><body>" + b"<div>" * 200_000 + b"</div>" * 200_000 + b"</body></html>"


def _wrong_encoding() -> bytes:
    """A UTF-16 mark, and a lone half of a surrogate pair in the middle."""
    return (
        b"\xff\xfe"
        + "The raid began at dawn. ".encode("utf-16-le") * 40
        + b"\x00\xd8\x41\x00"
        + "It went on.".encode("utf-16-le") * 9
    )


# File name to content and code; for an archive the code is that of its member.
BROKEN: dict[str, tuple[bytes, str]] = {
    "nothing.txt": (b"", "empty"),
    "blank.txt": (b" \n\t\r\n  \n", "empty"),
    "zeros.txt": (bytes(3 * MIB), "empty"),
    "zeros-then-text.txt": (b"The raid" + bytes(100) + b" began.", "binary"),
    "late-nul.txt": (make.TEXT.encode() * 40 + b"\x00", "binary"),
    "control.txt": (b"\x01\x02\x03\x04\x05\x06abc" * 20, "binary"),
    "half.txt": (_wrong_encoding(), "encoding"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(50), "unsupported"),
    "program.txt": (b"\x7fELF" + bytes(50), "unsupported"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "unsupported"),
    "locked.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "encrypted"),
    "seven.zip": (b"7z\xbc\xaf\x27\x1c" + bytes(40), "unsupported"),
    "sheet.css": (b"body { color: red }", "unsupported"),
    "lonely.meta.json": (b"{}", ""),
    # pages
    "empty.html": (b"<html><head><title>x</title></head><body></body></html>", "empty"),
    "scripted.html": (b"<html><body><div id=root></div><script>document.write('a report')</script></body></html>", "empty"),
    "menu.html": (b"<html><body><nav><ul><li><a href=/>Home</a></li><li><a href=/n>News</a></li></ul></nav></body></html>", "empty"),
    "deep.html": (_deep_html(), "empty"),
    "no-page.mhtml": (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: image/gif\n\nabc\n--x--\n", "broken"),
    # PDF
    "locked.pdf": (make.encrypted_pdf(), "encrypted"),
    "scan.pdf": (make.image_only_pdf(), "image-only"),
    "cut.pdf": (make.pdf([make.pdf_page(make.BODY)])[:200], "broken"),
    "not-a.pdf": (b"This is not a PDF at all.\n", "broken"),
    # word processors
    "cut.docx": (make.docx([("", w) for w in make.BODY])[:2000], "broken"),
    "no-text.docx": (make.docx([]), "empty"),
    "no-body.docx": (make.zipped({"word/document.xml": b"<x/>"}), "broken"),
    "entities.docx": (_docx_with("word/document.xml", _doctype), "bomb"),
    "not-xml.docx": (_docx_with("word/document.xml", lambda content: content[:-200]), "broken"),
    "not-xml.odt": (make.odt("<text:p>cut"), "broken"),
    "laughs.odt": (make.zipped({"mimetype": b"x", "META-INF/manifest.xml": b"<m/>", "content.xml": (BILLION_LAUGHS + "<x>&j;</x>").encode()}), "bomb"),
    "locked.odt": (make.zipped({"content.xml": b"x", "META-INF/manifest.xml": b"<m:encryption-data/>"}), "encrypted"),
    "cut.rtf": (make.rtf(list(make.BODY))[:-20], "broken"),
    "not-a.rtf": (b"Plain words.", "broken"),
    "blank.rtf": (make.rtf([""]), "empty"),
    # feeds
    "laughs.rss": ((BILLION_LAUGHS + "<rss version='2.0'><channel><title>&j;</title></channel></rss>").encode(), "bomb"),
    "empty.rss": (make.rss([]), "empty"),
    "not-a.rss": (b"rss it is not", "broken"),
    "map.xml": (b"<?xml version='1.0'?><urlset><url>https://a.example/</url></urlset>", "unsupported"),
    "no-words.rss": (make.rss([("a", "A title alone", "")]), "empty"),
    # mail
    "no-headers.eml": (b"\n\nJust words.\n", "broken"),
    "no-text.eml": (b"From: a@b.example\nSubject: x\nDate: Thu, 03 Mar 2016 11:20:00 +0500\n\n", "empty"),
    "many-parts.eml": (b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\nContent-Type: text/plain\n\na\n" * 2500 + b"--x--\n", "bomb"),
    "empty.mbox": (b"From a@b.example Thu Mar  3 06:20:00 2016\n\n", "empty"),
    # archives
    "cut.zip": (_zip_of("a.txt", make.TEXT.encode())[:-30], "broken"),
    "bad-sum.zip": (make.zipped({"a.txt": b"report " * 50}, stored=True).replace(b"report report report", b"repoXt report report"), "broken"),
    "locked.zip": (_encrypted_zip(), "encrypted"),
    "bomb.zip": (_zip_of("big.txt", bytes(30 * MIB)), "bomb"),
    "overlap.zip": (_overlapping_zip(), "bomb"),
    "nested.zip": (_nested(4), "nested"),
    "up.zip": (_zip_of("../../evil.txt", make.TEXT.encode()), "unsafe-path"),
    "root.zip": (_zip_of("/etc/cron.d/evil.txt", make.TEXT.encode()), "unsafe-path"),
    "drive.zip": (_zip_of("C:\\evil.txt", make.TEXT.encode()), "unsafe-path"),
    "back.zip": (_zip_of("a\\..\\..\\evil.txt", make.TEXT.encode()), "unsafe-path"),
    "cut.tar.gz": (make.tarred({"a.txt": make.TEXT.encode() * 300})[:-40], "broken"),
    "link.tar": (_link_tar(), "unsafe-path"),
    "device.tar": (_device_tar(), "unsafe-path"),
    "up.tar": (make.tarred({"../evil.txt": make.TEXT.encode()}, "w"), "unsafe-path"),
    "long-header.tar.gz": (_long_header_tar(), "bomb"),
    "sparse.tar": (_sparse_tar(), "bomb"),
    "bomb.tar.gz": (make.tarred({"big.txt": bytes(40 * MIB)}), "bomb"),
    "bad.gz": (b"\x1f\x8b" + b"\xff" * 40, "broken"),
    "cut.txt.gz": (make.gzipped(make.TEXT.encode() * 50)[:-12], "broken"),
    "bomb.txt.gz": (make.gzipped(bytes(40 * MIB)), "bomb"),
    "bad.xz": (b"\xfd7zXZ\x00" + b"\xff" * 40, "broken"),
    "bad.bz2": (b"BZh9" + b"\xff" * 40, "broken"),
    "empty.warc.gz": (make.warc([]), "empty"),
    "cut.warc.gz": (make.warc([("https://a.example/", make.html())])[:-60], "broken"),
    "not-a.warc": (b"It is no web archive.\n", "broken"),
    "no-pages.wacz": (make.zipped({"datapackage.json": b"{}", "archive/data.warc.gz": make.warc([("https://a.example/x", b"GIF")], "image/gif")}), "empty"),
    # tables
    "no-text.jsonl": (b'{"id": "a", "body": "words"}\n{"id": "b", "body": "words"}\n', "no-column"),
    "not-json.jsonl": (b"{not json}\n", "bad-record"),
    "list.jsonl": (b"[1, 2]\n", "bad-record"),
    "number.jsonl": (b'{"text": 12}\n', "bad-record"),
    "null.jsonl": (b'{"text": null}\n', "empty"),
    "half-pair.jsonl": (b'{"text": "a \\ud800 b"}\n', "encoding"),
    "nul.jsonl": (b'{"text": "a \\u0000 b"}\n', "binary"),
    "latin.jsonl": ('{"text": "café"}\n'.encode("latin-1"), "encoding"),
    "deep.jsonl": (b'{"text": ' + b"[" * 200_000 + b"]" * 200_000 + b"}\n", "bad-record"),
    "day-first.jsonl": (b'{"text": "words", "published": "03/04/2016"}\n', "ambiguous-date"),
    "no-day.jsonl": (b'{"text": "words", "published": "2016-02-30"}\n', "bad-date"),
    "soon.jsonl": (b'{"text": "words", "published": "soon"}\n', "bad-date"),
    "bomb.jsonl.gz": (make.gzipped(b'{"text": "' + b"a" * (9 * MIB) + b'"}\n'), "bomb"),
    "deep.json": (b"[" * 200_000, "broken"),
    "strange.json": (b'{"a": [{"x": 1}], "b": [{"y": 2}]}', "unsupported"),
    "no-header.csv": (b"\n\n", "empty"),
    "no-column.csv": (b"a,b\n1,2\n", "no-column"),
    "twice.csv": (b"text,text\na,b\n", "bad-record"),
    "laughs.xlsx": (_laughing_book(), "broken"),
    "cut.xlsx": (make.xlsx({"a": [["text"], ["words"]]})[:900], "broken"),
    "no-column.xlsx": (make.xlsx({"a": [["body"], ["words"]]}), "no-column"),
    "cut.parquet": (make.parquet({"text": ["words"] * 9})[:40], "broken"),
    "no-column.parquet": (make.parquet({"body": ["words"]}), "no-column"),
    "numbers.parquet": (make.parquet({"text": [1, 2]}), "bad-record"),
    "repeated.parquet": (make.parquet({"text": ["a report of many words " * 2000] * 900}), "bomb"),
    "no-messages.json": (make.telegram([]), "empty"),
}  # fmt: skip
