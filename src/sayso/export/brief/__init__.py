"""Briefs: a selection of events in sentences, each of which has footnotes with the exact words behind it."""

from sayso.export.brief.chart import Chart, chart_of
from sayso.export.brief.compose import compose
from sayso.export.brief.model import Brief, Note, Row, Section, Sentence
from sayso.export.brief.text import to_markdown
from sayso.export.brief.web import to_html
from sayso.export.brief.word import to_docx

__all__ = ["Brief", "Chart", "Note", "Row", "Section", "Sentence", "chart_of", "compose", "to_docx", "to_html", "to_markdown"]
