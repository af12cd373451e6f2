"""Classes of people that figures are compared by."""

from sayso.ontology.load import load

FIGHTERS, FORCES, CIVILIANS, ANYBODY = "fighters", "state forces", "civilians", ""
_FIGHTERS = frozenset({"REB", "UAF", "CRM", "PRM"})
_FORCES = frozenset({"MIL", "COP"})
# Figures of different groups among these do not overlap, so that they add up to a total.
DISJOINT = (CIVILIANS, FIGHTERS, FORCES)


def people(group: str) -> str:
    """The class in which figures of a group are compared: gunmen, militants and rebels are "fighters", policemen and
    soldiers "state forces", people without more "". Children, women, journalists stay what they are."""
    known = load().groups.get(group)
    if known is None or known.status == "unknown":
        return "" if group in ("", "people") else group
    if known.sector in _FIGHTERS:
        return FIGHTERS
    if known.sector in _FORCES:
        return FORCES
    return group


def within(group: str) -> str:
    """The disjoint class that a group is part of: children are civilians; "" if that is not known."""
    if group in DISJOINT:
        return group
    known = load().groups.get(group)
    return CIVILIANS if known is not None and known.status == "civilian" else ""
