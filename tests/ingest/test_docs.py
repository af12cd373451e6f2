"""docs/formats.md says what the code does."""

import re

from sayso.ingest import REJECTION_CODES, Limits
from sayso.ingest.options import MIB, STANDARD_COLUMNS
from sayso.ingest.sniff import _BY_EXTENSION
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "formats.md").read_text("utf-8")


def test_every_code_stands_in_the_table_with_its_meaning() -> None:
    table = PAGE.split("<!-- rejections -->")[1].split("<!-- end -->")[0]
    assert dict(re.findall(r"(?m)^\| `([a-z-]+)` \| ([^|]+?) \|", table)) == REJECTION_CODES


def test_every_kind_of_file_and_column_is_named() -> None:
    said = set(re.findall(r"`\.([a-z0-9.]+)`", PAGE))
    aliases = {"shtml", "text", "markdown", "docm", "rdf", "tab", "xlsm", "tbz2", "txz"}
    assert set(_BY_EXTENSION) - aliases <= said
    for names in STANDARD_COLUMNS.values():
        for name in names:
            assert f"`{name}`" in PAGE or name == "doc"


def test_the_limits_are_those_of_the_code() -> None:
    limits = Limits()
    for value in (f"{limits.input_bytes >> 30} GiB", f"{limits.leaf_bytes // MIB} MiB", f"{limits.unpacked_bytes >> 30} GiB; {limits.ratio}", f"{limits.members:,}; {limits.depth}",
                  f"{limits.record_bytes // MIB} MiB", f"{limits.text_chars:,}", f"{limits.seconds:g}; {limits.memory >> 30} GiB"):  # fmt: skip
        assert f"| {value} |" in PAGE, value
    assert f"{limits.fetch_seconds:g} seconds and give {limits.fetch_bytes // MIB} MiB" in PAGE
    assert f"{limits.followed} links" in PAGE
