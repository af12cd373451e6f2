"""Word and OpenDocument, with the styles of their paragraphs."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from docx import Document as open_docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

from sayso.ingest.blocks import Block, Properties, documents_of_blocks, kind_of
from sayso.ingest.rejections import Rejected
from sayso.ingest.task import Outcome, Task

_O = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_S = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
# What stands in the text's flow and is no part of it: deleted words, notes, comments.
_ODT_ASIDE = {f"{_T}tracked-changes", f"{_T}note", f"{_O}annotation", f"{_T}sequence-decls", f"{_T}table-of-content"}
_PARTS = 20_000
_BLANKS = re.compile(r"[ \t\r\n]+")  # in OpenDocument, however many, they are one


def parse_docx(task: Task) -> Iterator[Outcome]:
    """One document, or the articles of a Nexis Uni export. Raises `Rejected`."""
    _checked(task).close()
    try:
        document = open_docx(io.BytesIO(task.content))
        blocks = [block for item in document.iter_inner_content() for block in _docx_blocks(item)]
        core = document.core_properties
        properties = Properties("docx", core.title or "", (("creator", core.author or ""),))
    except (KeyError, ValueError, OSError, zipfile.BadZipFile, etree.LxmlError, AttributeError, NotImplementedError) as error:
        raise Rejected("broken", f"is a damaged Word file: {' '.join(str(error).split())[:200]}") from error
    yield from documents_of_blocks(task, blocks, properties)


def _docx_blocks(item: Paragraph | Table) -> Iterator[Block]:
    if isinstance(item, Paragraph):
        style = item.style.name if item.style is not None else ""
        yield Block(kind_of(style or ""), _docx_words(item._p))
        return
    for row in item.rows:
        cells = list(dict.fromkeys(row._tr.tc_lst))  # a merged cell comes once
        words = [" ".join(filter(None, (_docx_words(p) for p in cell.iter(qn("w:p"))))) for cell in cells]
        yield Block("", " | ".join(filter(None, words)))


def _docx_words(paragraph: Any) -> str:
    """The words of a paragraph, links and insertions with it; deletions, field codes and text boxes are not."""
    words = []
    boxes = (qn("w:txbxContent"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
    walk = etree.iterwalk(paragraph, events=("start",))
    for _, node in walk:
        if node.tag in boxes:
            walk.skip_subtree()
        elif node.tag == qn("w:t"):
            words.append(node.text or "")
        elif node.tag == qn("w:tab"):
            words.append("\t")
        elif node.tag in (qn("w:br"), qn("w:cr")):
            words.append("\n")
        elif node.tag == qn("w:noBreakHyphen"):
            words.append("\u2011")
    return "".join(words).strip()


# -- OpenDocument ----------------------------------------------------------------------------------------------------------


def parse_odt(task: Task) -> Iterator[Outcome]:
    """One document. Raises `Rejected`."""
    with _checked(task) as package:
        if "META-INF/manifest.xml" in package.namelist() and b"encryption-data" in _member(package, "META-INF/manifest.xml"):
            raise Rejected("encrypted", "is protected by a password. Save it without one.")
        content = _xml(package, "content.xml")
        meta = _xml(package, "meta.xml") if "meta.xml" in package.namelist() else None
    body = content.find(f"{_O}body/{_O}text")
    if body is None:
        raise Rejected("broken", "holds no text body")
    parents = {s.get(f"{_S}name"): s.get(f"{_S}parent-style-name") for s in content.iter(f"{_S}style")}
    stated = {
        tag: next((n.text or "" for n in meta.iter(tag)), "") if meta is not None else ""
        for tag in (f"{_DC}title", f"{_DC}creator")
    }
    title, creator = stated.values()
    yield from documents_of_blocks(task, _odt_blocks(body, parents), Properties("odt", title, (("creator", creator),)))


def _odt_blocks(body: Any, parents: dict[str, str]) -> Iterator[Block]:
    walk = etree.iterwalk(body, events=("start",))
    for _, node in walk:
        if node.tag in _ODT_ASIDE:
            walk.skip_subtree()
        elif node.tag == f"{_TABLE}table-row":
            cells = (" ".join(filter(None, map(_odt_words, cell.iter(f"{_T}p")))) for cell in node)
            yield Block("", " | ".join(filter(None, cells)))
            walk.skip_subtree()
        elif node.tag in (f"{_T}p", f"{_T}h"):
            style = node.get(f"{_T}style-name") or ""
            kind = kind_of(parents.get(style) or style)
            yield Block("heading" if node.tag == f"{_T}h" and kind != "title" else kind, _odt_words(node))
            walk.skip_subtree()


def _odt_words(paragraph: Any) -> str:
    """The words of a paragraph, without notes and comments; runs of blanks, tabs and line breaks are elements there."""
    words: list[str] = []
    walk = etree.iterwalk(paragraph, events=("start", "end"))
    for event, node in walk:
        if event == "end":
            words.append(_BLANKS.sub(" ", node.tail or "") if node is not paragraph else "")
            continue
        if node.tag in _ODT_ASIDE:
            walk.skip_subtree()
        elif node.tag == f"{_T}s":
            count = node.get(f"{_T}c") or "1"
            words.append(" " * min(int(count) if count.isdecimal() else 1, 100))
        elif node.tag == f"{_T}tab":
            words.append("\t")
        elif node.tag == f"{_T}line-break":
            words.append("\n")
        else:
            words.append(_BLANKS.sub(" ", node.text or ""))
    return "".join(words).strip()


# -- packages --------------------------------------------------------------------------------------------------------------


def _checked(task: Task) -> zipfile.ZipFile:
    """The package, which must not unpack to more than a document can be."""
    try:
        package = zipfile.ZipFile(io.BytesIO(task.content))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Rejected("broken", f"is a damaged file: {error}") from error
    infos = package.infolist()
    if sum(i.file_size for i in infos) > 4 * task.limits.leaf_bytes or len(infos) > _PARTS:
        raise Rejected("bomb", "unpacks to more than a document can be")
    if any(i.flag_bits & 1 for i in infos):
        raise Rejected("encrypted", "is protected by a password. Save it without one.")
    for info in infos:
        if info.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in _member(package, info.filename)[:4096]:
            raise Rejected("bomb", f"its part {info.filename} declares a document type, which no such file does")
    return package


def _member(package: zipfile.ZipFile, name: str) -> bytes:
    try:
        return package.read(name)
    except KeyError:
        raise Rejected("broken", f"lacks its part {name}") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise Rejected("broken", f"its part {name} is damaged: {error}") from error


def _xml(package: zipfile.ZipFile, name: str) -> Any:
    try:
        return etree.fromstring(_member(package, name), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Rejected("broken", f"its part {name} is not XML: {error}") from error
