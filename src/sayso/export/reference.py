"""The page of every column of every data set, written from what fills them: `python -m sayso.export.reference`."""

import sys

from sayso.export import acled, ged, tables
from sayso.export.claims import COLUMNS as CLAIMS
from sayso.export.columns import LOST, RETRACTED, Table, codebook

TABLES = (
    Table("claims", "One row for each claim and event that it is about; in every format but geojson", CLAIMS, ()),
    Table("events", "One row for each event; formats csv, xlsx, parquet, jsonl, geojson", tables.EVENTS, ()),
    Table("figures", "Every figure of an event under a policy; formats csv, xlsx, parquet, jsonl", tables.FIGURES, ()),
    Table("conflicts", "Where accounts do not agree; formats csv, xlsx, parquet, jsonl", tables.CONFLICTS, ()),
    Table("documents", "The documents; formats claims, csv, xlsx, parquet, jsonl", tables.DOCUMENTS, ()),
    Table("acled", "Events in the 31 columns of ACLED; format acled", acled.COLUMNS, ()),
    Table("acled_more", "What belongs to these events and has no column there; format acled", acled.MORE, ()),
    Table("ged", "Events in the 49 columns of UCDP GED; format ged", ged.COLUMNS, ()),
    Table("lost", "What a format could not hold; beside every data set", LOST, ()),
    Table("retracted", "Ids that are used no more; beside every data set", RETRACTED, ()),
)


def page() -> str:
    """The page as Markdown."""
    about = "Written by `python -m sayso.export.reference`; every data set carries the part that it needs as `codebook.md`. How to make data sets: [exports](../exports.md)."
    return codebook("Columns of data sets", [about], TABLES)


if __name__ == "__main__":
    sys.stdout.write(page())
