"""Place names to places: every name of a document at once, each helping to place the others.

A candidate's score is a weighted sum of named features; the scores of a name's candidates become shares by softmax.
The first pass looks at each name alone and at the words around it, the second also at where the other names probably
are. Weights come from `evaluation/places.py --fit`. The approach (population prior, containment, minimal spread) is
that of Leidner, "Toponym Resolution in Text" (2007).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from sayso.core.world import Place
from sayso.gazetteer import Candidate, Gazetteer
from sayso.gazetteer.names import fold
from sayso.ontology.tables import read_table
from sayso.resolve.surroundings import Container, Toponym, containers_of, country_counts

EARTH_RADIUS_KM = 6371.0
MOST_CANDIDATES = 60
_GREAT_CITY = 1_000_000  # inhabitants
Array = npt.NDArray[np.float64]

ALONE = (
    *("population", "most_populous", "country", "province", "district", "region", "point"),
    *("other_name", "without_kind", "similar", "people", "asked", "asked_other", "capital"),
    *("container", "container_other", "loose_container", "contains_neighbour"),
    *("country_named", "country_share", "sole_country", "outlet_country"),
)
TOGETHER = ("near", "very_near", "same_country", "same_admin1", "inside_named", "country_weight", "spread")

Weights = Mapping[str, float]


@dataclass(frozen=True)
class Group:
    """All mentions of one name in a document, and what the name may mean. `alone` holds the features of ALONE; `held` says whether
    the words beside it name what holds it ("a village in Idlib")."""

    name: str
    mentions: tuple[int, ...]
    candidates: tuple[Candidate, ...]
    alone: Array
    named: Mapping[str, int]  # how often the text names each country or its people
    position: Array  # latitude and longitude in radians, one row for each candidate
    held: bool = False


def resolve_places(
    toponyms: Sequence[Toponym], text: str, gazetteer: Gazetteer, *, outlet_country: str = ""
) -> tuple[Place, ...]:
    """The place of each name of a document, in order.

    `text` is the document's, into which the offsets of the names point; `outlet_country` is ISO 3166 alpha-2 or "".
    A name that no place bears (or only loosely, and far from all else) stays a name, with precision "unresolved". `score` is the share of the chosen candidate; alternatives are the ids of up to three others, best
    first.
    """
    groups = group(toponyms, text, gazetteer, outlet_country)
    shares = score(groups, *shipped_weights())
    chosen = [g.candidates[int(np.argmax(s))] if len(s) else None for g, s in zip(groups, shares, strict=True)]
    likely = {c.country for c in chosen if c and not _is_loose(c)} | {outlet_country}
    out = [Place(name=t.name, how="not in the gazetteer") for t in toponyms]
    for g, share, best in zip(groups, shares, chosen, strict=True):
        if best is None or (_is_loose(best) and not _expected(g, best, likely)):
            continue
        place = _place(g, share, gazetteer)
        for mention in g.mentions:
            out[mention] = place
    return tuple(out)


@cache
def shipped_weights() -> tuple[Weights, Weights]:
    """The weights of the package for the two passes. Raises DataFileError where their file is wrong."""
    out: dict[str, dict[str, float]] = {"alone": {}, "together": {}}
    file = files("sayso.resolve") / "data" / "place_weights.tsv"
    for row in read_table(file, ("pass", "feature", "weight"), ("pass", "feature")):
        known = ALONE if row.one_of("pass", out) == "alone" else ALONE + TOGETHER
        out[row["pass"]][row.one_of("feature", known)] = row.number("weight")
    return out["alone"], out["together"]


def score(groups: Sequence[Group], alone: Weights, together: Weights) -> list[Array]:
    """For each group the share of each of its candidates, summing to one."""
    first = np.array([alone[f] for f in ALONE])
    second = np.array([together[f] for f in ALONE + TOGETHER])
    shares = [softmax(g.alone @ first) for g in groups]
    for _ in range(2):
        shares = [softmax(features @ second) for features in joint_features(groups, shares)]
    return shares


def joint_features(groups: Sequence[Group], shares: Sequence[Array]) -> list[Array]:
    """The features of ALONE + TOGETHER for each group, given where the others probably are."""
    out = []
    for i, g in enumerate(groups):
        others = [(o, s) for j, (o, s) in enumerate(zip(groups, shares, strict=True)) if j != i and len(s)]
        out.append(np.hstack([g.alone, _together(g, others)]) if len(g.candidates) else np.zeros((0, len(ALONE + TOGETHER))))
    return out


def group(toponyms: Sequence[Toponym], text: str, gazetteer: Gazetteer, outlet_country: str = "") -> list[Group]:
    """The names of a document by spelling, with their candidates and the features that need no other name."""
    by_name: dict[str, list[int]] = {}
    for i, toponym in enumerate(toponyms):
        by_name.setdefault(fold(toponym.name), []).append(i)
    found = {name: gazetteer.find(toponyms[at[0]].name)[:MOST_CANDIDATES] for name, at in by_name.items()}
    order = sorted(range(len(toponyms)), key=lambda i: toponyms[i].start)
    before = {b: fold(toponyms[a].name) for a, b in pairwise(order) if 0 <= toponyms[b].start - toponyms[a].end <= 4}
    named = country_counts(text, gazetteer, toponyms)
    out = []
    for name, at in by_name.items():
        candidates = found[name]
        around = [containers_of(toponyms[i], text, gazetteer) for i in at]
        neighbours = [c for i in at for c in found.get(before.get(i, ""), ())]
        rows = _alone(candidates, around, neighbours, named, outlet_country, gazetteer)
        position = np.radians([[c.latitude, c.longitude] for c in candidates]).reshape(-1, 2)
        held = any(firm for firm, _ in around)
        out.append(Group(toponyms[at[0]].name, tuple(at), candidates, rows, named, position, held))
    return out


def _alone(
    candidates: Sequence[Candidate],
    around: Sequence[tuple[set[Container], set[Container]]],
    neighbours: Sequence[Candidate],
    named: Counter[str],
    outlet_country: str,
    gazetteer: Gazetteer,
) -> Array:
    if not candidates:
        return np.zeros((0, len(ALONE)))
    firm, loose = ({c for pair in around for c in pair[k]} for k in (0, 1))
    firm_fits = [any(box.holds(c) for box in firm) for c in candidates]
    total = sum(named.values())
    rows = []
    for i, c in enumerate(candidates):
        country = gazetteer.countries.get(c.country)
        rows.append(
            {
                "population": np.log10(c.population + 10) if c.kind not in ("country", "region") else 6.0,
                "most_populous": i == 0,
                c.kind: 1,
                "other_name": c.how == "other name",
                "without_kind": c.how == "name without its kind",
                "similar": c.how == "similar spelling",
                "people": c.how == "people",
                "asked": bool(c.asked) and c.asked == c.kind,
                "asked_other": bool(c.asked) and c.asked != c.kind,
                "capital": country is not None and c.kind == "town" and fold(country.capital) == fold(c.name),
                "container": firm_fits[i],
                "container_other": any(firm_fits) and not firm_fits[i],
                "loose_container": any(box.holds(c) for box in loose),
                "contains_neighbour": _contains(c, neighbours),
                "country_named": c.country in named,
                "country_share": named[c.country] / total if total else 0.0,
                "sole_country": total > 1 and named[c.country] == total,
                "outlet_country": bool(outlet_country) and c.country == outlet_country,
            }
        )
    return np.array([[float(row.get(f, 0)) for f in ALONE] for row in rows])


def _contains(place: Candidate, neighbours: Sequence[Candidate]) -> bool:
    """Whether one of the places that the name just before may mean lies in this country or division."""
    if place.kind not in ("country", "province", "district") or not place.country:
        return False
    return any(
        n.country == place.country
        and place.admin1 in ("", n.admin1)
        and place.admin2 in ("", n.admin2)
        and n.kind in ("town", "district", "point")
        and n.number != place.number
        for n in neighbours
    )


def _together(g: Group, others: Sequence[tuple[Group, Array]]) -> Array:
    """How well each candidate agrees with where the other names probably are."""
    size = len(g.candidates)
    near, very_near, country, admin1, inside, weight, spread = (np.zeros(size) for _ in TOGETHER)
    countries = np.array([c.country for c in g.candidates])
    divisions = np.array([f"{c.country}.{c.admin1}" if c.admin1 else "" for c in g.candidates])
    mass = {code: float(np.log1p(count)) for code, count in g.named.items()}
    for other, share in others:
        keep = share > 0.02
        picked = [c for c, k in zip(other.candidates, keep, strict=True) if k]
        share = share[keep]
        times = 1 + np.log(len(other.mentions))
        far = distances(g.position, other.position[keep])
        wide = np.array([c.kind in ("country", "region") for c in picked])
        near += times * ((np.exp(-far / 150) * ~wide) @ share)
        very_near = np.maximum(very_near, (np.exp(-far / 30) * ~wide) @ share)
        spread += (np.minimum(far, 3000) / 3000 * ~wide) @ share / len(others)
        same = countries[:, None] == np.array([c.country for c in picked])[None, :]
        country += times * (same @ share)
        wanted = np.array([f"{c.country}.{c.admin1}" if c.admin1 else "-" for c in picked])
        together = divisions[:, None] == wanted[None, :]
        admin1 += times * (together @ share)
        division = np.array([c.kind == "province" for c in picked])
        inside = np.maximum(inside, (together & division[None, :]) @ share)
        for c, s in zip(picked, share, strict=True):
            mass[c.country] = mass.get(c.country, 0.0) + float(times * s)
    total = sum(mass.values()) or 1.0
    weight = np.array([mass.get(c.country, 0.0) / total for c in g.candidates])
    return np.stack([np.log1p(near), very_near, np.log1p(country), np.log1p(admin1), inside, weight, spread], axis=1)


def distances(a: Array, b: Array) -> Array:
    """Great-circle distances in km between rows of (latitude, longitude) in radians."""
    lat1, lon1, lat2, lon2 = a[:, :1], a[:, 1:], b[:, :1].T, b[:, 1:].T
    h = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(h, 0, 1))))


def softmax(values: Array) -> Array:
    """Shares that sum to one; empty for no values."""
    if not len(values):
        return values
    grown = np.exp(values - values.max())
    return np.asarray(grown / grown.sum())


def _is_loose(c: Candidate) -> bool:
    """Found by a spelling like its own, or by one of its lesser names though it is no great city."""
    return c.how == "similar spelling" or (c.how == "other name" and c.kind == "town" and c.population < _GREAT_CITY)


def _expected(g: Group, place: Candidate, likely: set[str]) -> bool:
    """Whether a place that is loosely found lies where the document is about: it is not believed elsewhere."""
    row = dict(zip(ALONE, g.alone[g.candidates.index(place)], strict=True))
    if g.held and not row["container"]:
        return False
    return place.country in likely or bool(row["country_named"] or row["container"] or row["loose_container"])


def _place(g: Group, share: Array, gazetteer: Gazetteer) -> Place:
    best = int(np.argmax(share))
    c = g.candidates[best]
    order = [int(i) for i in np.argsort(-share) if int(i) != best][:3]
    reasons = [c.how]
    at = dict(zip(ALONE, g.alone[best], strict=True))
    reasons += ["named container"] * bool(at["container"]) + ["country named"] * bool(at["country_named"])
    reasons += ["only candidate"] * (len(g.candidates) == 1)
    return Place(
        name=c.name,
        country=c.country,
        admin1=gazetteer.division(c.country, c.admin1),
        latitude=c.latitude,
        longitude=c.longitude,
        precision=c.kind,
        gazetteer_id=c.id,
        how=", ".join(reasons),
        score=round(float(share[best]), 3),
        alternatives=tuple(g.candidates[i].id for i in order),
    )
