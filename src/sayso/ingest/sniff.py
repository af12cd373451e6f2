"""Which format bytes are in: by their first bytes where these decide, else by name and media type, else by looking."""

import re
import zipfile
from typing import IO

from sayso.ingest.parse import PARSERS
from sayso.ingest.streams import PACKED

_BY_EXTENSION = {
    "html": "html", "htm": "html", "xhtml": "html", "shtml": "html", "mhtml": "mhtml", "mht": "mhtml", "txt": "text", "text": "text",
    "md": "markdown", "markdown": "markdown", "pdf": "pdf", "docx": "docx", "docm": "docx", "odt": "odt", "rtf": "rtf", "eml": "eml",
    "mbox": "mbox", "warc": "warc", "wacz": "wacz", "rss": "feed", "atom": "feed", "rdf": "feed", "xml": "feed", "jsonl": "jsonl",
    "ndjson": "jsonl", "json": "json", "csv": "csv", "tsv": "tsv", "tab": "tsv", "xlsx": "xlsx", "xlsm": "xlsx", "parquet": "parquet",
    "zip": "zip", "tar": "tar", "tgz": "tar", "tbz2": "tar", "txz": "tar",
}  # fmt: skip
_BY_MEDIA = {
    "text/html": "html", "application/xhtml+xml": "html", "text/plain": "text", "text/markdown": "markdown", "application/pdf": "pdf",
    "application/rss+xml": "feed", "application/atom+xml": "feed", "application/rdf+xml": "feed", "application/xml": "feed", "text/xml": "feed",
    "application/json": "json", "application/x-ndjson": "jsonl", "text/csv": "csv", "text/tab-separated-values": "tsv",
    "message/rfc822": "eml", "multipart/related": "mhtml", "application/rtf": "rtf", "text/rtf": "rtf", "application/warc": "warc",
}  # fmt: skip
MEDIA_TYPES = {
    "text": "text/plain", "markdown": "text/markdown", "html": "text/html", "mhtml": "multipart/related", "eml": "message/rfc822", "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "odt": "application/vnd.oasis.opendocument.text", "rtf": "application/rtf",
    "feed": "application/xml", "jsonl": "application/x-ndjson", "json": "application/json", "csv": "text/csv", "tsv": "text/tab-separated-values",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "parquet": "application/vnd.apache.parquet",
}  # fmt: skip
CONTAINERS = frozenset({"zip", "tar", "packed", "mbox", "warc", "wacz"})
STREAMED = frozenset({"jsonl", "csv", "tsv", "xlsx", "parquet"})  # read from the file, whatever its size
LARGE = STREAMED | CONTAINERS
FORMATS = frozenset(PARSERS) | CONTAINERS
# What a file of one name often is in truth; "" is a file whose name tells nothing.
_TOLD_APART = {
    "": ("html", "feed", "jsonl", "json", "mbox", "eml", "mhtml"), "html": ("feed", "mhtml"), "feed": ("html",), "text": ("html", "feed"),
    "pdf": ("html",), "docx": ("html",), "json": ("html", "feed", "jsonl"), "eml": ("mhtml", "mbox"), "mhtml": ("html",), "mbox": ("eml",),
}  # fmt: skip
_OTHER = (
    (b"\xd0\xcf\x11\xe0", "an old Office file or a protected one (OLE)"), (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"), (b"RIFF", "sound or video"), (b"\x7fELF", "a program"), (b"MZ\x90\x00", "a program"), (b"ID3\x03", "sound"), (b"ID3\x04", "sound"),
    (b"7z\xbc\xaf", "a 7z archive"), (b"Rar!", "a RAR archive"), (b"wOF", "a font"), (b"\x00\x00\x00\x18ftyp", "a video"), (b"SQLite format 3", "a database"),
)  # fmt: skip
_ASSETS = frozenset(
    "css js mjs png jpg jpeg gif svg webp ico woff woff2 ttf eot mp3 mp4 webm avi mov wav exe dll so bin db sqlite doc xls ppt pptx msg odp ods epub pst".split()
)


def stem_of(name: str) -> str:
    """The file name without its last extension, and without .gz before it."""
    name = name.rsplit("/", 1)[-1]
    name = re.sub(r"(?i)\.(?:gz|bz2|xz)$", "", name)
    return re.sub(r"(?<=.)\.[^.]+$", "", name)


def sniff(head: bytes, name: str, media: str = "") -> tuple[str, str]:
    """(format, "") or ("", what it is) of bytes that begin with `head` (some kilobytes). A ZIP is told apart by `sniff_zip`."""
    extension = name.lower().rsplit(".", 1)[-1] if "." in name else ""
    inner = name.lower().rsplit(".", 2)[-2] if name.count(".") >= 2 else ""
    for magic, what in _OTHER:
        if head.startswith(magic):
            return "", what
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip", ""
    if head.startswith(PACKED):
        if extension in ("tgz", "tbz2", "txz") or inner == "tar":
            return "tar", ""
        within = _BY_EXTENSION.get(inner, "")
        if within == "warc" and extension == "gz":
            return "warc", ""
        return (within if within in ("jsonl", "csv", "tsv", "mbox") else "packed"), ""
    if head[257:262] == b"ustar":
        return "tar", ""
    bare = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, kind in ((b"%PDF-", "pdf"), (b"{\\rtf", "rtf"), (b"PAR1", "parquet"), (b"WARC/", "warc")):
        if bare.startswith(magic):
            return kind, ""
    known = _BY_EXTENSION.get(extension, "") or _BY_MEDIA.get(media.split(";")[0].strip().lower(), "")
    look = _look(bare[:4096])
    if look == "one line":  # of JSON: one record of many, or everything
        return known or "jsonl", ""
    if look in _TOLD_APART.get(known, ()):
        return look, ""
    if not known and not look and extension in _ASSETS:
        return "", f"a .{extension} file"
    return known or look or "text", ""


def _look(head: bytes) -> str:
    low = head.lower()
    if re.match(rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype html|<html|<head|<body)", low, re.DOTALL):
        return "html"
    if re.search(rb"<(?:rss|feed|rdf:rdf)[\s>]", low) and low.startswith(b"<"):
        return "feed"
    if re.match(rb'\{\s*"', head):
        if re.match(rb"\{[^\n]*\}?\s*$", head):
            return "one line"
        return "jsonl" if re.match(rb"\{[^\n]*\}\s*\n\s*\{", head) else "json"
    if re.match(rb"\[\s*\{", head):
        return "json"
    if re.match(rb"From \S+.*\d{4}", head):
        return "mbox"
    if re.match(rb"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*){3,}", head) and re.search(
        rb"(?im)^(?:mime-version|message-id|received):", head
    ):
        return "mhtml" if re.search(rb"(?im)^(?:snapshot-content-location|content-type:\s*multipart/related)", head) else "eml"
    return ""


def sniff_zip(source: IO[bytes], name: str) -> str:
    """docx, odt, xlsx, wacz or zip: what a ZIP file holds. Raises `zipfile.BadZipFile`, `OSError`."""
    with zipfile.ZipFile(source) as package:
        names = set(package.namelist()[:5000])
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "datapackage.json" in names and any(n.startswith("archive/") for n in names):
        return "wacz"
    if "content.xml" in names and ("META-INF/manifest.xml" in names or "mimetype" in names):
        return "odt"
    return {"docx": "docx", "odt": "odt", "xlsx": "xlsx", "wacz": "wacz"}.get(name.lower().rsplit(".", 1)[-1], "zip")
