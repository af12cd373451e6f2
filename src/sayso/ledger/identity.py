"""Which id a group keeps when groups change: merges redirect, splits keep the older id. Pure."""

import secrets
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
_LENGTH = 7
_AHEAD = 50  # ids that are looked up together


@dataclass(frozen=True)
class Assigned:
    """`ids` of the groups, in order; `redirects` from each living id without a group to the one that has most of it, or None if
    nothing of it is left."""

    ids: tuple[str, ...]
    redirects: Mapping[str, str | None]


Members = Sequence[tuple[str, Sequence[str]]]  # ids, oldest first, each with its members, oldest first


def mint(letter: str, taken: Callable[[Collection[str]], Collection[str]]) -> Iterator[str]:
    """New random ids, "E-4F2A9QX", without end. `taken` gives those of some ids that are taken."""
    given: set[str] = set()
    while True:
        some = {f"{letter}-" + "".join(secrets.choice(_DIGITS) for _ in range(_LENGTH)) for _ in range(_AHEAD)} - given
        given |= some
        yield from some - set(taken(some))


def assign(groups: Sequence[Collection[str]], living: Members, retired: Members, new_id: Callable[[], str]) -> Assigned:
    """Ids for disjoint groups, given the living ids with the members they have and retired ids with those they had last.

    1. Where a living id falls apart, a part that is mostly what a retired id had takes that id again: a merge undone.
    2. By age, each living id takes of the groups that share members with it and have no id yet the one that shares most; on a
       tie the one with its oldest member.
    3. Groups of members that had no living id take that of a retired one, if they share with it; the others get new ids.
    """
    of = {member: k for k, group in enumerate(groups) for member in group}
    ids: dict[int, str] = {}
    taken: set[str] = set()

    def give(k: int | None, id: str) -> None:
        if k is not None:
            ids[k] = id
            taken.add(id)

    apart = _falling_apart(of, living)
    known = {m for _, members in living for m in members}
    for id, had in retired:
        shares = _shares(of, had)
        mostly = (k for k in shares if k in apart and 2 * shares[k] > len(known.intersection(groups[k])))
        give(next((k for k in mostly if k not in ids), None), id)
    for id, has in living:
        give(next((k for k in _shares(of, has) if k not in ids), None), id)
    for id, had in retired:
        if id not in taken:
            give(next((k for k in _shares(of, had) if k not in ids and not known.intersection(groups[k])), None), id)
    for k in range(len(groups)):
        if k not in ids:
            ids[k] = new_id()
    lost = [(id, list(_shares(of, has))) for id, has in living if id not in taken]
    return Assigned(tuple(ids[k] for k in range(len(groups))), {id: ids[ks[0]] if ks else None for id, ks in lost})


def _shares(of: Mapping[str, int], members: Sequence[str]) -> dict[int, int]:
    """How many of the members each group has: most first, then the group of the oldest member."""
    counts: dict[int, int] = {}
    for m in members:
        if m in of:
            counts[of[m]] = counts.get(of[m], 0) + 1
    order = {k: i for i, k in enumerate(counts)}
    return {k: counts[k] for k in sorted(counts, key=lambda k: (-counts[k], order[k]))}


def _falling_apart(of: Mapping[str, int], living: Members) -> set[int]:
    """Groups that have some, but not all, of the members of a living id."""
    parts = [{of[m] for m in members if m in of} for _, members in living]
    return {k for part in parts if len(part) > 1 for k in part}
