"""Ingest: files, folders, archives, feeds and addresses to frozen documents, or rejections with their reason.

    for got in ingest(["reports/", "https://news.example/feed"], IngestOptions(outlet="The Courier")):
        ...  # got.capture, got.documents, got.rejections

Results come in input order and lazily: what is held at a time does not grow with the input.
"""

from sayso.ingest.options import ColumnMapping, Ingested, IngestOptions, Limits, Mappings, load_mapping, mapping_from
from sayso.ingest.rejections import REJECTION_CODES
from sayso.ingest.sniff import FORMATS
from sayso.ingest.stage import ingest

__all__ = [
    "FORMATS",
    "REJECTION_CODES",
    "ColumnMapping",
    "IngestOptions",
    "Ingested",
    "Limits",
    "Mappings",
    "ingest",
    "load_mapping",
    "mapping_from",
]
