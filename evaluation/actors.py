"""Actor strings to country and sector, on the 339 cases of `plover_cameo_gold/ngec_actor_cases.jsonl`.

    python -m evaluation.actors [--errors]

A case counts for country where it expects one or none (""), and for sector likewise; its first sector code is the one
expected. Cases that only ask for a Wikipedia title are left out. Country codes are ISO 3166 alpha-3, with UNO, EUR and
IGO for bodies of the United Nations, the European Union and other states. Where the sector UNK (not known) is
expected, no sector is right as well. Baseline: no country, sector CVL.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import numpy as np

from evaluation.common import bracket, data_folder
from sayso.gazetteer import Gazetteer, open_gazetteer
from sayso.resolve.actorbook import ActorBook, load_actors
from sayso.resolve.actors import resolve_actor

BODIES = {"United Nations": "UNO", "European Union": "EUR"}


def rows(*, errors: bool = False) -> Iterator[tuple[str, float, str, float, str]]:
    """(measure, value, 95 % interval, baseline, published)."""
    file = data_folder() / "plover_cameo_gold/ngec_actor_cases.jsonl"
    cases = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    tally: dict[str, list[tuple[bool, bool]]] = {"country": [], "sector": []}
    gazetteer, book = open_gazetteer(), load_actors()
    for case in cases:
        if case["fn"] == "query_wiki" and not {"country", "code_1"} & set(case["expect"]):
            continue
        country, sector = answer(case, gazetteer, book)
        expected = case["expect"].get("country", case["expect"].get("cc"))
        score(tally["country"], expected, country, "", case, errors)
        score(tally["sector"], case["expect"].get("code_1"), sector, "CVL", case, errors)
    for name, pairs in tally.items():
        right = np.array([r for r, _ in pairs], dtype=float)
        base = float(np.mean([b for _, b in pairs]))
        yield (
            f"actor cases {name} ({len(right)})",
            float(right.mean()),
            bracket(lambda k, h=right: float(h[k].mean()), len(right)),
            base,
            "",
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="print the cases that fail")
    for row in rows(errors=parser.parse_args().errors):
        print(*row, sep="\t")


def answer(case: dict[str, Any], gazetteer: Gazetteer, book: ActorBook) -> tuple[str, str]:
    """Country and sector in the codes of the cases."""
    actor = resolve_actor(case["text"], gazetteer, book, on=day(case["kw"].get("query_date", "")))
    known = gazetteer.countries.get(actor.country)
    country = known.iso3 if known else BODIES.get(actor.name) or BODIES.get(actor.member_of, "")
    if not country:
        named = book.find(actor.member_of) or book.find(actor.name)
        country = next((BODIES[a.member_of] for a in named if a.member_of in BODIES), "")
    return country or ("IGO" if actor.sector == "IGO" else ""), "" if actor.sector == "IGO" else actor.sector


def day(text: str) -> str:
    for form in ("%Y-%m-%d", "%d %B %Y"):
        try:
            return datetime.strptime(text, form).date().isoformat()
        except ValueError:
            continue
    return ""


def score(tally: list[tuple[bool, bool]], expected: Any, got: str, base: str, case: dict[str, Any], errors: bool) -> None:
    if expected is None:
        return
    allowed = expected["in"] if isinstance(expected, dict) else [expected]
    if "UNK" in allowed:
        allowed = [*allowed, ""]
    tally.append((got in allowed, base in allowed))
    if errors and got not in allowed:
        print(f"{case['text'][:60]!r:62} expected {allowed}, got {got!r}", file=sys.stderr)


if __name__ == "__main__":
    main()
