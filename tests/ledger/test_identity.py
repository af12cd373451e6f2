"""Ids of groups: given once, redirected by merges, kept by splits."""

import itertools
from collections.abc import Collection

from hypothesis import given
from hypothesis import strategies as st

from sayso.ledger.identity import assign, mint


def fresh() -> object:
    counter = itertools.count(1)
    return lambda: f"N{next(counter)}"


def test_a_group_that_stays_keeps_its_id() -> None:
    assert assign([{"a", "b"}], [("E1", ["a", "b"])], [], fresh()).ids == ("E1",)


def test_a_merge_keeps_the_oldest_and_redirects_the_others() -> None:
    found = assign([{"a", "b", "c"}], [("E1", ["a"]), ("E2", ["b", "c"])], [], fresh())
    assert (found.ids, found.redirects) == (("E1",), {"E2": "E1"})


def test_the_larger_part_of_a_split_keeps_the_id() -> None:
    found = assign([{"a"}, {"b", "c"}], [("E1", ["a", "b", "c"])], [], fresh())
    assert found.ids == ("N1", "E1")


def test_on_a_tie_the_part_with_the_oldest_member_keeps_it() -> None:
    found = assign([{"b"}, {"a"}], [("E1", ["a", "b"])], [], fresh())
    assert found.ids == ("N1", "E1")


def test_a_merge_that_is_undone_gives_back_both_ids() -> None:
    found = assign([{"a"}, {"b", "c"}], [("E1", ["a", "b", "c"])], [("E2", ["b", "c"])], fresh())
    assert found.ids == ("E1", "E2")


def test_members_that_had_no_event_for_a_while_get_their_id_back() -> None:
    found = assign([{"a", "x"}], [], [("E1", ["a"])], fresh())
    assert found.ids == ("E1",)


def test_a_retired_id_does_not_take_over_a_living_one() -> None:
    found = assign([{"a", "b"}], [("E1", ["a", "b"])], [("E2", ["b"])], fresh())
    assert found.ids == ("E1",)


@st.composite
def partitions(draw: st.DrawFn) -> list[list[str]]:
    members = [f"m{k}" for k in range(draw(st.integers(1, 8)))]
    groups: dict[int, list[str]] = {}
    for m in members:
        groups.setdefault(draw(st.integers(0, 3)), []).append(m)
    return list(groups.values())


@given(before=partitions(), after=partitions(), past=partitions())
def test_every_group_has_one_id_and_every_old_id_leads_somewhere(
    before: list[list[str]], after: list[list[str]], past: list[list[str]]
) -> None:
    living = [(f"E{k}", g) for k, g in enumerate(before)]
    retired = [(f"R{k}", g) for k, g in enumerate(past)]
    found = assign(after, living, retired, fresh())
    assert len(set(found.ids)) == len(after)
    there = {m for g in after for m in g}
    for id, members in living:
        if id in found.ids:
            assert id not in found.redirects
        else:
            into = found.redirects[id]
            assert (into is None) == (not there.intersection(members))
            assert into is None or into in found.ids
    if sorted(map(sorted, before)) == sorted(map(sorted, after)):
        assert {frozenset(g): id for id, g in zip(found.ids, after, strict=True)} == {frozenset(g): id for id, g in living}


def test_minted_ids_are_short_and_new() -> None:
    taken: set[str] = set()

    def some_are_taken(ids: Collection[str]) -> set[str]:
        taken.update(sorted(ids)[:10])
        return taken.intersection(ids)

    found = list(itertools.islice(mint("E", some_are_taken), 200))
    assert len(set(found)) == 200
    assert not taken.intersection(found)
    assert all(len(id) == 9 and not set(id[2:]) & set("ILOU") for id in found)
