"""How two reports are compared: a Splink model with frozen weights.

Each comparison has levels, the first that fits decides; what either side does not say weighs nothing. The weight of a level
is log2 of how much oftener it is met between reports of one event than between others among the pairs that are compared at
all, fitted together (evaluation/linking_fit.py) and shipped as data/weights.json. The same levels run on DuckDB and on Spark.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from sayso.core import AssetError

NULL = "not told"
_KM = (
    "(2 * 6371 * asin(least(1.0, sqrt(pow(sin(radians(latitude_r - latitude_l) / 2), 2) + cos(radians(latitude_l))"
    " * cos(radians(latitude_r)) * pow(sin(radians(longitude_r - longitude_l) / 2), 2)))))"
)
_BOTH = "day_first_l is not null and day_first_r is not null"
_GAP = "(greatest(day_first_l, day_first_r) - least(day_last_l, day_last_r))"
_WIDE = "(day_last_l - day_first_l + day_last_r - day_first_r)"
# Days from the dated one's last day to the other's publication; the dated one is whichever has a date.
_SINCE = "(case when day_first_l is not null then published_r - day_last_l else published_l - day_last_r end)"
# Each printed within a week of its day, so that both days can be relied on.
_FRESH = " and ".join(f"published_{side} - day_last_{side} between -1 and 6" for side in "lr")
_PRINTED = "abs(published_l - published_r)"
# "Near Tarrin" and Tarrin are told apart only where it is known where both are.
_SAME_NAME = "(place_l = place_r or ((latitude_l is null or latitude_r is null) and replace(place_l, 'near ', '') = replace(place_r, 'near ', '')))"
# What was only planned when the one was printed had happened when the other was.
_DONE = "(not real_l and published_l <= day_first_r) or (not real_r and published_r <= day_first_l)"
_OFTEN = "('ASSAULT', 'COERCE', 'ACCUSE', 'CONSULT')"  # types of which news are full, so that two of one type say little
# One of the two is told in passing: its words are those of a sentence or two.
_PASSING = "not (coalesce(main_l, false) and coalesce(main_r, false))"
CONTRARY = -7.0  # bits; two reports that weigh this little are never one event, whatever lies between them
# Days between the events and the earlier print.
_PAST = "(least(published_l, published_r) - greatest(day_last_l, day_last_r))"


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a comparison: its name, and when it holds, in SQL with {shared:COLUMN} and {size:COLUMN} for lists."""

    name: str
    holds: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison: its name, when it says nothing, its levels from the closest on, and the columns to show as reason."""

    name: str
    null: str
    levels: tuple[Level, ...]
    columns: tuple[str, ...]


def _levels(*pairs: tuple[str, str]) -> tuple[Level, ...]:
    return tuple(Level(name, holds) for name, holds in pairs)


def _sharing(column: str, *least: int) -> Comparison:
    """A comparison by how many values two lists share. That a single sentence shares none says nothing."""
    steps = [(f"{n} or more", f"{{shared:{column}}} >= {n}") for n in least]
    null = f"{{size:{column}_l}} = 0 or {{size:{column}_r}} = 0 or ({_PASSING} and {{shared:{column}}} = 0)"
    return Comparison(column, null, _levels(*steps, ("none", "ELSE")), (column,))


def _toll(kind: str) -> Comparison:
    low, high = f"{kind}_low", f"{kind}_high"
    same = f"{low}_l = {low}_r and coalesce({high}_l, -1) = coalesce({high}_r, -1)"
    meets = f"{low}_l <= coalesce({high}_r, 1000000000) and {low}_r <= coalesce({high}_l, 1000000000)"
    return Comparison(
        kind,
        f"{low}_l is null or {low}_r is null",
        _levels(
            ("same, 4 or more", f"{same} and {low}_l >= 4"),
            ("same, 2 or 3", f"{same} and {low}_l >= 2"),
            ("same, 1", f"{same} and {low}_l = 1"),
            ("same, none", f"{same}"),
            ("both possible", meets),
            ("one apart", f"abs({low}_l - {low}_r) = 1"),
            ("far apart", f"abs({low}_l - {low}_r) >= 10 and greatest({low}_l, {low}_r) >= 4 * least({low}_l, {low}_r)"),
            ("apart", "ELSE"),
        ),
        (low, high),
    )


COMPARISONS: tuple[Comparison, ...] = (
    Comparison(
        "when",
        f"not ({_BOTH}) and (coalesce(day_first_l, day_first_r) is null or {_SINCE} is null)",
        _levels(
            ("same days, long past", f"{_BOTH} and {_GAP} <= 0 and {_WIDE} <= 6 and {_PAST} > 60"),
            ("same months, long past", f"{_BOTH} and {_GAP} <= 0 and {_WIDE} <= 62 and {_PAST} > 60"),
            ("same day", f"{_BOTH} and {_GAP} <= 0 and {_WIDE} <= 0"),
            ("same days", f"{_BOTH} and {_GAP} <= 0 and {_WIDE} <= 6"),
            ("same weeks", f"{_BOTH} and {_GAP} <= 0 and {_WIDE} <= 62"),
            ("same years", f"{_BOTH} and {_GAP} <= 0"),
            ("a day apart", f"{_BOTH} and {_GAP} <= 1"),
            ("apart, each told at once", f"{_BOTH} and {_FRESH}"),
            ("days apart", f"{_BOTH} and {_GAP} <= 4"),
            ("weeks apart", f"{_BOTH} and {_GAP} <= 20"),
            ("months apart", f"{_BOTH} and {_GAP} <= 120"),
            ("far apart", _BOTH),
            ("printed before", f"{_SINCE} < -1"),
            ("printed at once", f"{_SINCE} <= 1"),
            ("printed within a week", f"{_SINCE} <= 7"),
            ("printed within two months", f"{_SINCE} <= 60"),
            ("printed long after", "ELSE"),
        ),
        ("day_first", "day_last", "published"),
    ),
    Comparison(
        "printed",
        "false",
        _levels(
            ("undated", "published_l is null or published_r is null"),
            ("apart, dated alike", f"{_BOTH} and {_GAP} <= 0 and {_PRINTED} > 1"),
            ("same day", f"{_PRINTED} = 0"),
            ("a day apart", f"{_PRINTED} = 1"),
            ("days apart", f"{_PRINTED} <= 4"),
            ("weeks apart", f"{_PRINTED} <= 20"),
            ("months apart", f"{_PRINTED} <= 120"),
            ("far apart", "ELSE"),
        ),
        ("published",),
    ),
    Comparison(
        "where",
        "place_l = '' or place_r = ''",
        _levels(
            ("same place", f"{_SAME_NAME} and (latitude_l is null or latitude_r is null or {_KM} <= 30)"),
            ("told apart by the other", "{holds:others_r:place_l} or {holds:others_l:place_r}"),
            ("another country", "country_l <> country_r and country_l <> '' and country_r <> ''"),
            (
                "one in the other",
                f"{_KM} <= reach_l + reach_r + 5 and (least(reach_l, reach_r) < 10 or greatest(reach_l, reach_r) > 10)",
            ),
            ("named by the other", "{holds:towns_r:place_l} or {holds:towns_l:place_r}"),
            ("next town", f"{_KM} <= 25"),
            ("near", f"{_KM} <= 60"),
            ("unclear", "country_l = '' or country_r = '' or latitude_l is null or latitude_r is null"),
            ("same province", "admin1_l = admin1_r and admin1_l <> ''"),
            ("same country", "ELSE"),
        ),
        ("place", "admin1", "country"),
    ),
    _sharing("towns", 3, 2, 1),
    _sharing("names", 5, 4, 3, 2, 1),
    Comparison(
        "person",
        f"person_l = '' or person_r = '' or {_PASSING}",
        _levels(
            ("same", "person_l = person_r"),
            ("among the other's", "{holds:persons_r:person_l} or {holds:persons_l:person_r}"),
            ("named by both", "{holds:named_r:person_l} and {holds:named_l:person_r}"),
            ("named by one", "{holds:named_r:person_l} or {holds:named_l:person_r}"),
            ("named by neither", "ELSE"),
        ),
        ("person",),
    ),
    _sharing("rare", 9, 6, 4, 3, 2, 1),
    _sharing("numbers", 2, 1),
    _sharing("ages", 3, 2, 1),
    _sharing("counts", 3, 2, 1),
    Comparison(
        "terms",
        f"{{size:terms_l}} < 6 or {{size:terms_r}} < 6 or {_PASSING}",
        _levels(
            *(
                (f"{share} of 10", f"10 * {{shared:terms}} >= {share} * least({{size:terms_l}}, {{size:terms_r}})")
                for share in (8, 7, 6, 5, 4, 3, 2, 1)
            ),
            ("hardly any", "ELSE"),
        ),
        ("terms",),
    ),
    _sharing("lead", 8, 6, 5, 4, 3, 2, 1),
    _toll("killed"),
    _toll("wounded"),
    Comparison(
        "kind",
        "type_l = '' or type_r = ''",
        _levels(
            ("same type and word", "type_l = type_r and word_l = word_r and word_l <> ''"),
            ("same type and manner", "type_l = type_r and mode_l = mode_r and mode_l <> ''"),
            ("same type, seldom told", f"type_l = type_r and type_l not in {_OFTEN}"),
            ("same type", "type_l = type_r and (mode_l = '' or mode_r = '')"),
            ("same type, another manner", "type_l = type_r"),
            ("another type, same word", "word_l = word_r and word_l <> ''"),
            ("another type", "ELSE"),
        ),
        ("type", "mode", "word"),
    ),
    _sharing("actors", 2, 1),
    _sharing("weapons", 1),
    Comparison(
        "setting",
        f"not {_PASSING} or {{size:setting_l}} = 0 or {{size:setting_r}} = 0",
        _levels(*((f"{n} or more", f"{{shared:setting}} >= {n}") for n in (10, 6, 4, 2, 1)), ("none", "ELSE")),
        ("setting",),
    ),
    Comparison(
        "real",
        "false",
        _levels(
            ("both", "real_l and real_r"), ("neither", "real_l = real_r"), ("planned, then done", _DONE), ("one only", "ELSE")
        ),
        ("real",),
    ),
    Comparison(
        "main",
        "main_l is null or main_r is null",
        _levels(("both", "main_l and main_r"), ("one", "main_l or main_r"), ("neither", "ELSE")),
        ("main",),
    ),
)
BY_NAME = {c.name: c for c in COMPARISONS}


@dataclass(frozen=True)
class Weights:
    """Frozen weights in bits. `prior`: of any pair that is compared; `levels[comparison][level]`; `threshold` joins pairs;
    `floor` is the lowest weight that is kept."""

    prior: float
    levels: Mapping[str, Mapping[str, float]]
    threshold: float
    floor: float
    about: Mapping[str, Any]

    def of(self, comparison: str, level: str) -> float:
        """The weight of a level; 0 where nothing is told."""
        return 0.0 if level == NULL else self.levels[comparison].get(level, 0.0)


@cache
def weights() -> Weights:
    """The weights that the package carries. Raises AssetError where a level has none."""
    file = files("sayso.link") / "data" / "weights.json"
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise AssetError(f"cannot be read ({error})", where=file.name, hint="Install sayso again.") from error
    missing = [
        f"{c.name}: {level.name}" for c in COMPARISONS for level in c.levels if level.name not in found["levels"].get(c.name, {})
    ]
    if missing:
        raise AssetError(f"has no weight for '{missing[0]}'", where=file.name, hint="Run evaluation/linking_fit.py.")
    return Weights(found["prior"], found["levels"], found["threshold"], found["floor"], found["about"])


def settings(model: Weights, dialect: str = "duckdb") -> Any:
    """The model as Splink settings for "duckdb" or "spark". Rows are LinkRecords with `unique_id`."""
    from splink import SettingsCreator
    from splink.comparison_library import CustomComparison

    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            CustomComparison(
                output_column_name=c.name,
                comparison_levels=[
                    {"sql_condition": _sql(c.null, dialect), "label_for_charts": NULL, "is_null_level": True},
                    *(_level(c, level, model, dialect) for level in c.levels),
                ],
            )
            for c in COMPARISONS
        ],
        probability_two_random_records_match=_probability(model.prior),
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=False,
    )


def _level(c: Comparison, level: Level, model: Weights, dialect: str) -> dict[str, Any]:
    """A level with probabilities whose ratio is the weight: Splink takes log2 of m over u."""
    weight = model.of(c.name, level.name)
    m, u = (0.9, 0.9 * 2**-weight) if weight >= 0 else (0.9 * 2**weight, 0.9)
    return {
        "sql_condition": _sql(level.holds, dialect),
        "label_for_charts": level.name,
        "m_probability": m,
        "u_probability": u,
        "fix_m_probability": True,
        "fix_u_probability": True,
    }


def _probability(bits: float) -> float:
    return float(1.0 / (1.0 + 2.0**-bits))


def _sql(condition: str, dialect: str) -> str:
    """A condition with the list functions of a dialect."""
    spark = dialect == "spark"
    shared = "size(array_intersect({0}_l, {0}_r))" if spark else "len(list_intersect({0}_l, {0}_r))"
    size, holds = ("size({0})", "array_contains({0}, {1})") if spark else ("len({0})", "list_contains({0}, {1})")
    condition = re.sub(r"\{shared:(\w+)\}", lambda m: shared.format(m[1]), condition)
    condition = re.sub(r"\{size:(\w+)\}", lambda m: size.format(m[1]), condition)
    return re.sub(r"\{holds:(\w+):(\w+)\}", lambda m: holds.format(m[1], m[2]), condition)
