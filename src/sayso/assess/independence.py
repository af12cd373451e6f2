"""How many independent origins stand behind claims, as a range.

High: named origins with no link found between them, and at least one: somebody says so. Low: every unresolved link is taken as
dependence, and who is known by kind only ("observers", a medium whose article is not held) may be anybody; 0 where nobody is named.
"""

from collections.abc import Iterable, Mapping

from sayso.core import Independence, Origin, Tie


def independence(ids: Iterable[str], origins: Mapping[str, Origin], ties: Iterable[Tie]) -> Independence:
    """The range for the origins `ids`; ties with origins outside them do not count. No origin: 0 to 0."""
    chosen = tuple(sorted(set(ids)))
    if not chosen:
        return Independence(0, 0)
    among = [t for t in ties if t.left in chosen and (t.right in chosen or not t.right)]
    resolved = [(t.left, t.right) for t in among if t.resolved and t.right]
    loose = [(t.left, t.right) for t in among if not t.resolved and t.right]
    counted = [o for o in chosen if origins[o].standing != "none"]
    named = [o for o in counted if origins[o].standing == "named"]
    high = _components(counted, resolved, chosen)
    low = _components(named, resolved + loose, chosen)
    narrow = tuple(t for t in among if not t.resolved)
    return Independence(max(low, min(1, len(counted))), max(1, high), chosen, narrow)


def _components(counted: list[str], links: list[tuple[str, str]], nodes: Iterable[str]) -> int:
    """Number of groups of linked nodes that hold at least one counted node."""
    parent = {n: n for n in nodes}

    def root(n: str) -> str:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for a, b in links:
        parent[root(a)] = root(b)
    return len({root(n) for n in counted})
