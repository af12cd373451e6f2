"""A brief as a Word document with real footnotes. python-docx has none, so the part that holds them is written here."""

import io
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Inches, Pt
from lxml import etree

from sayso.export.brief.chart import Chart
from sayso.export.brief.model import Brief, Note, Row, Section, Sentence
from sayso.export.writers import fixed_zip

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)


def to_docx(brief: Brief, chart: Chart | None = None, moment: str = "") -> bytes:
    """The brief as DOCX. `moment` (ISO 8601) is when it is said to be made: that of the ledger's last change."""
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(10.5)
    _properties(document, brief.title, moment)
    writer = _Writer(document, brief)
    document.add_heading(_text(brief.title), 0)
    made = document.add_table(rows=0, cols=2)
    for k, v in brief.made:
        cells = made.add_row().cells
        cells[0].text, cells[1].text = _text(k), _text(v)
    if chart is not None:
        document.add_picture(io.BytesIO(chart.png()), width=Inches(6))
        missing = f"; without a place on the map: {', '.join(map(str, chart.unplaced))}" if chart.unplaced else ""
        caption = document.add_paragraph(style="Caption")
        caption.add_run(
            f"Map, numbers as in the table; outlines: only the area is known; land and borders: Natural Earth{missing}"
        )
    document.add_heading("Events", 1)
    writer.table(brief.columns, brief.overview)
    for section in brief.sections:
        writer.section(section)
    writer.footnotes()
    out = io.BytesIO()
    document.save(out)
    return fixed_zip(out.getvalue())


class _Writer:
    """Writes sections and keeps count of footnotes: Word wants one for each mark, also where two marks have the same words."""

    def __init__(self, document: Any, brief: Brief) -> None:
        self._document, self._notes = document, {n.number: n for n in brief.notes}
        self._marked: list[Note] = []

    def section(self, s: Section) -> None:
        """One event."""
        d = self._document
        d.add_heading(_text(f"{s.number}. {s.title}"), 1)
        labels = d.add_paragraph()
        for k, (name, value) in enumerate(s.labels):
            labels.add_run(("   " if k else "") + _text(name) + " ").bold = True
            labels.add_run(_text(value))
        d.add_heading("What is claimed", 2)
        self._list(s.told)
        if s.conflicts:
            d.add_heading("Where accounts conflict", 2)
            self._list(s.conflicts)
        if s.rows:
            d.add_heading("Figures by whom they rest on", 2)
            self.table(s.columns, s.rows)

    def table(self, columns: Iterable[str], rows: Iterable[Row]) -> None:
        """A table with a heading that repeats on every page."""
        heads = list(columns)
        table = self._document.add_table(rows=1, cols=len(heads), style="Light Grid Accent 1")
        for cell, name in zip(table.rows[0].cells, heads, strict=True):
            cell.text = name
        table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
        for r in rows:
            cells = table.add_row().cells
            for cell, value in zip(cells, r.cells, strict=True):
                cell.text = _text(value)
            self._marks(cells[-1].paragraphs[0], r.notes)
        self._document.add_paragraph()

    def _list(self, sentences: Iterable[Sentence]) -> None:
        for s in sentences:
            paragraph = self._document.add_paragraph(_text(s.text), style="List Bullet")
            self._marks(paragraph, s.notes)

    def _marks(self, paragraph: Any, numbers: Iterable[int]) -> None:
        for k, n in enumerate(numbers):
            self._marked.append(self._notes[n])
            if k:
                paragraph.add_run(" ").font.superscript = True
            run = paragraph.add_run()
            run.font.superscript = True
            run._r.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="{len(self._marked)}"/>'))

    def footnotes(self) -> None:
        """Writes the part that holds the footnotes, in the order of their marks."""
        root = parse_xml(f"<w:footnotes {nsdecls('w')}>{_SEPARATORS}</w:footnotes>")
        for id, note in enumerate(self._marked, 1):
            xml = f'<w:footnote {nsdecls("w")} w:id="{id}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r></w:p></w:footnote>'
            element = parse_xml(xml)
            run = parse_xml(f'<w:r {nsdecls("w")}><w:rPr><w:sz w:val="17"/></w:rPr><w:t xml:space="preserve"/></w:r>')
            run[-1].text = " " + _text(_note(note))
            element[0].append(run)
            root.append(element)
        blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        part = Part(PackURI("/word/footnotes.xml"), _TYPE, blob, self._document.part.package)
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _note(n: Note) -> str:
    through = f" ({n.through})" if n.through else ""
    address = f" {n.address}" if n.address else ""
    return f"“{n.words}”{through}. {n.source}; {n.place}.{address}"


def _properties(document: Any, title: str, moment: str) -> None:
    at = (
        datetime.fromisoformat(moment.replace("Z", "+00:00")).astimezone(UTC).replace(tzinfo=None)
        if moment
        else datetime(1980, 1, 1)
    )
    properties = document.core_properties
    properties.title, properties.author, properties.comments, properties.last_modified_by = (
        _text(title)[:255],
        "sayso",
        "",
        "sayso",
    )
    properties.created = properties.modified = at.replace(microsecond=0)


def _text(text: str) -> str:
    return _CONTROL.sub("\ufffd", " ".join(text.split()))
