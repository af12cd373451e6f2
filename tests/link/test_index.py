"""What the link index finds among reports that a chain of others brings together."""

from dataclasses import replace
from datetime import date

import pytest

from sayso.link.features import LinkRecord
from sayso.link.index import LinkIndex

MAY = date(2031, 5, 1).toordinal()
RAID = LinkRecord(
    *("doc_a#e1", "doc_a", True, MAY + 1, "ASSAULT", "firearms", True, MAY, MAY),
    country="XA",
    place="tarrin",
    latitude=10.0,
    longitude=20.0,
    reach=10.0,
    keys=("n brunnhild",),
)
SAME = replace(RAID, report="doc_b#e1", document="doc_b")
ABROAD = replace(
    SAME,
    report="doc_c#e1",
    document="doc_c",
    published=MAY + 11,
    day_first=MAY + 10,
    day_last=MAY + 10,
    country="XB",
    place="olenk",
    latitude=40.0,
    longitude=60.0,
)


def test_what_lies_in_another_country_on_another_day_is_contrary() -> None:
    with LinkIndex() as index:
        index.put([RAID, SAME, ABROAD], [])
        assert index.contrary([]) == set()
        assert index.contrary([["doc_a#e1", "doc_b#e1"]]) == set()
        found = index.contrary([["doc_c#e1", "doc_b#e1", "doc_a#e1"]])
    assert found == {("doc_a#e1", "doc_c#e1"), ("doc_b#e1", "doc_c#e1")}


def test_groups_are_looked_at_each_for_itself() -> None:
    with LinkIndex() as index:
        index.put([RAID, SAME, ABROAD], [])
        assert index.contrary([["doc_a#e1", "doc_b#e1"], ["doc_c#e1"]]) == set()


@pytest.mark.parametrize(
    ("more", "towns", "alike"),
    [((), ("tarrin", "solvek"), True), ((), ("tarrin",), False), (("aske",), (), True), (("aske",), ("tarrin",), True)],
)
def test_texts_that_share_rare_words_and_places_may_be_told_after_each_other(
    more: tuple[str, ...], towns: tuple[str, ...], alike: bool
) -> None:
    rare = ("brunnhild", "reinke", "skarne", "tovald", *more)
    with LinkIndex() as index:
        index.put([replace(r, rare=rare, towns=towns) for r in (RAID, SAME)], [])
        assert index.alike({"doc_b"}, 4) == ([("doc_a", "doc_b")] if alike else [])
        assert index.alike({"doc_b"}, 0) == index.alike({"doc_b"}, 4)
