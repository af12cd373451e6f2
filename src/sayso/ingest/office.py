"""Word, OpenDocument and Rich Text, with the properties that the file states of itself."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from striprtf.striprtf import rtf_to_text

from sayso.core import Found, Mark, Masthead
from sayso.ingest.clippings import factiva, is_factiva, is_nexis, nexis
from sayso.ingest.rejections import Rejected
from sayso.ingest.task import Outcome, Task, build

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_O = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_STYLES = (("title", "title"), ("heading", "heading"), ("caption", "caption"), ("quot", "block_quote"))


def parse_docx(task: Task) -> Iterator[Outcome]:
    """One document, or the articles of a Nexis Uni export. Raises `Rejected`."""
    with _package(task) as package:
        body = _xml(package, "word/document.xml")
        core = _xml(package, "docProps/core.xml") if "docProps/core.xml" in package.namelist() else None
    blocks = [(_docx_style(p), _docx_words(p)) for p in body.iter(f"{_W}p")]
    yield from _emit(task, blocks, _properties(core, "docx"))


def _docx_words(paragraph: Any) -> str:
    """The words of a paragraph; insertions are kept, deletions and field codes are not."""
    words = []
    for node in paragraph.iter():
        if node.tag == f"{_W}t":
            words.append(node.text or "")
        elif node.tag == f"{_W}tab":
            words.append("\t")
        elif node.tag in (f"{_W}br", f"{_W}cr"):
            words.append("\n")
    return "".join(words).strip()


def _docx_style(paragraph: Any) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return _kind(style.get(f"{_W}val") or "") if style is not None else ""


def parse_odt(task: Task) -> Iterator[Outcome]:
    """One document. Raises `Rejected`."""
    with _package(task) as package:
        if "META-INF/manifest.xml" in package.namelist() and b"encryption-data" in _member(package, "META-INF/manifest.xml"):
            raise Rejected("encrypted", "is protected by a password. Save it without one.")
        body = _xml(package, "content.xml").find(f"{_O}body/{_O}text")
        meta = _xml(package, "meta.xml") if "meta.xml" in package.namelist() else None
    if body is None:
        raise Rejected("broken", "holds no text body")
    blocks = []
    for node in body.iter():
        if node.tag not in (f"{_T}p", f"{_T}h"):
            continue
        kind = "heading" if node.tag == f"{_T}h" else _kind(node.get(f"{_T}style-name") or "")
        blocks.append((kind, _odt_words(node).strip()))
    yield from _emit(task, blocks, _properties(meta, "odt"))


def _odt_words(node: Any) -> str:
    words = [node.text or ""]
    for child in node:
        if child.tag == f"{_T}s":
            words.append(" " * min(int(child.get(f"{_T}c") or 1), 100))
        elif child.tag == f"{_T}tab":
            words.append("\t")
        elif child.tag == f"{_T}line-break":
            words.append("\n")
        elif child.tag not in (f"{_T}note", f"{_O}annotation"):
            words.append(_odt_words(child))
        words.append(child.tail or "")
    return "".join(words)


def parse_rtf(task: Task) -> Iterator[Outcome]:
    """One document, or the articles of a Factiva export. Raises `Rejected`."""
    source = task.content.decode("latin-1")
    if not source.lstrip().startswith("{\\rtf"):
        raise Rejected("broken", "does not start as Rich Text ({\\rtf)")
    if source.count("{") > 1_000_000 or source.rstrip("\x00\r\n\t ")[-1:] != "}":
        raise Rejected("broken", "is cut off: its last group is not closed")
    try:
        text = str(rtf_to_text(source, errors="replace"))  # type: ignore[no-untyped-call]
    except (ValueError, IndexError, KeyError, LookupError, RecursionError) as error:
        raise Rejected("broken", f"is damaged Rich Text ({type(error).__name__})") from error
    text = text.replace("\r\n", "\n").strip("\n")
    info = {
        key: m[1].strip()
        for key in ("title", "author", "company")
        if (m := re.search(rf"\{{\\{key} ([^{{}}\\]*)\}}", source[:20000]))
    }
    found = Masthead(
        title=Found(info["title"], "rtf:title") if info.get("title") else None,
        byline=Found(info["author"], "rtf:author") if info.get("author") else None,
        outlet=Found(info["company"], "rtf:company") if info.get("company") else None,
    )
    if is_factiva(text):
        yield from factiva(task, text)
    elif is_nexis(text):
        yield from nexis(task, text)
    else:
        blocks = [("", " ".join(line.split())) for line in text.split("\n")]
        yield from _emit(task, blocks, found)


def _emit(task: Task, blocks: list[tuple[str, str]], found: Masthead) -> Iterator[Outcome]:
    blocks = [(kind, words) for kind, words in blocks if words]
    text = "\n\n".join(words for _, words in blocks)
    if not text.strip():
        raise Rejected("empty", "holds no text (pictures are not read)")
    if is_nexis(text):
        yield from nexis(task, "\n".join(words for _, words in blocks) if "\n\n" not in text else text)
        return
    marks, at = [], 0
    for kind, words in blocks:
        if kind:
            marks.append(Mark(at, at + len(words), kind))
        at += len(words) + 2
    yield build(task, text, found, marks)


def _kind(style: str) -> str:
    return next((kind for name, kind in _STYLES if style.lower().startswith(name) or f"_{name}" in style.lower()), "")


def _package(task: Task) -> zipfile.ZipFile:
    try:
        package = zipfile.ZipFile(io.BytesIO(task.content))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Rejected("broken", f"is a damaged file: {error}") from error
    infos = package.infolist()
    if sum(i.file_size for i in infos) > max(4 * task.limits.leaf_bytes, 1) or len(infos) > 20_000:
        raise Rejected("bomb", "unpacks to more than a document can be")
    return package


def _member(package: zipfile.ZipFile, name: str) -> bytes:
    try:
        info = package.getinfo(name)
        if info.flag_bits & 1:
            raise Rejected("encrypted", "is protected by a password. Save it without one.")
        with package.open(info) as stream:
            content = stream.read(info.file_size + 1)
    except KeyError:
        raise Rejected("broken", f"lacks its part {name}") from None
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError) as error:
        raise Rejected("broken", f"its part {name} is damaged: {error}") from error
    except Exception as error:  # zlib.error and the like, from a damaged stream
        if isinstance(error, (Rejected, MemoryError)):
            raise
        raise Rejected("broken", f"its part {name} is damaged: {error}") from error
    return content


def _xml(package: zipfile.ZipFile, name: str) -> Any:
    try:
        return ElementTree.fromstring(_member(package, name), forbid_dtd=True)
    except DefusedXmlException as error:
        raise Rejected("bomb", f"its part {name} declares entities, which no such file does") from error
    except (ElementTree.ParseError, ValueError, LookupError, RecursionError) as error:
        raise Rejected("broken", f"its part {name} is not XML: {error}") from error


def _properties(core: Any, where: str) -> Masthead:
    """Title and author as the file states them; its date of making is not one of publication."""
    if core is None:
        return Masthead()
    title = next((n.text.strip() for n in core.iter(f"{_DC}title") if n.text and n.text.strip()), "")
    author = next((n.text.strip() for n in core.iter(f"{_DC}creator") if n.text and n.text.strip()), "")
    return Masthead(
        title=Found(title, f"{where}:title") if title else None, byline=Found(author, f"{where}:creator") if author else None
    )
