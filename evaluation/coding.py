"""Everything that coding is measured on, one table: trivial baselines above, intervals, published figures beside.

    python -m evaluation.coding                        the whole table, some minutes on two cores
    python -m evaluation.coding --only claims,actors   parts: claims actors plover petrarch places_of_events muc airwars india
    python -m evaluation.coding --gate                 a cheap part of it against pinned floors; exit status 1 below one
    python -m evaluation.coding --model FOLDER         with another model of the reader

Toponyms have a table of their own (`evaluation/places.py`), times too (`evaluation.times`).
"""

import argparse
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from evaluation import actors, airwars, claims, event_location, india, muc, petrarch, plover
from evaluation import gold as own
from evaluation.common import ROOT, add_model, coder_of, data_folder
from sayso.ingest import IngestOptions, ingest, load_mapping

Row = tuple[str, float, str, float, str]  # measure, value, 95 % interval, trivial baseline, published
DOSSIER = ROOT / "examples/bishkek-2015"
PARTS = "claims,actors,plover,petrarch,places_of_events,muc,airwars,india"
GATE_PARTS = "gate_claims,actors,petrarch"
# Of the gate: some points below what the released model and rules do there.
FLOORS = {
    "claims figure value": 0.78,
    "claims figure linked": 0.38,
    "claims figure chain": 0.72,
    "claims event found": 0.54,
    "claims event fact": 0.42,
    "claims statement found": 0.34,
    "actor cases country": 0.88,
    "actor cases sector": 0.80,
    "PETRARCH2 parties right, by code": 0.55,
}


def rows(part: str, model: str | None) -> Iterator[Row]:
    """The rows of one part of the table."""
    if part in ("claims", "gate_claims"):
        folder = data_folder() / "claims"
        eight = claims.Gold("claims", folder / "text", folder / "gold")
        sets = [eight] if part == "gate_claims" else claims.standard_sets()
        for name, level, value, interval, trivial in claims.rows(sets, coder_of(model)):
            yield f"{name} {level}", value, interval, trivial, ""
        if part == "claims" and (own := dossier()) is not None:
            for name, level, value, interval, trivial in claims.rows([own], coder_of(model)):
                yield f"{name} {level}", value, interval, trivial, ""
        return
    table: dict[str, Callable[[str | None], Iterator[Row]]] = {
        "actors": lambda _: actors.rows(),
        "plover": plover.rows,
        "petrarch": petrarch.rows,
        "places_of_events": event_location.rows,
        "muc": muc.rows,
        "airwars": airwars.rows,
        "india": india.rows,
    }
    if part not in table:
        raise SystemExit(f"no part '{part}'; known: {PARTS}")
    yield from table[part](model)


def dossier() -> claims.Gold | None:
    """The example dossier beside its truth, its texts as ingest freezes them; None where the repository has no truth yet."""
    truth = DOSSIER / "truth"
    if not truth.is_dir():
        return None
    mappings = load_mapping(str(DOSSIER / "mapping.toml"))
    documents = [d for got in ingest([str(DOSSIER / "reports")], IngestOptions(mapping=mappings)) for d in got.documents]
    folder = Path(tempfile.mkdtemp(prefix="sayso-dossier-"))
    for d in documents:  # `truth` holds what joins the reports too, so that each coding is laid beside its text
        (folder / f"{d.doc}.txt").write_bytes(d.text.encode("utf-8"))
        (folder / f"{d.doc}.json").write_bytes((truth / f"{d.doc}.json").read_bytes())
    return claims.Gold("dossier", folder, folder, tuple(documents))


def tuning_sets() -> list[claims.Gold]:
    """What weights may be fitted on: the tune half of our own gold, and the dossier."""
    folder = Path(tempfile.mkdtemp(prefix="sayso-gold-"))
    own.write(folder, "tune")
    told = dossier()
    return [claims.Gold("tune", folder / "text", folder / "gold"), *([told] if told else [])]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_model(parser)
    parser.add_argument("--only", default=PARTS, help="parts of the table, separated by commas")
    parser.add_argument("--gate", action="store_true", help="a cheap part against pinned floors")
    a = parser.parse_args()
    print(f"{'measure':48}{'trivial':>8}{'value':>8}  {'95 %':16} published")
    below = []
    for part in (GATE_PARTS if a.gate else a.only).split(","):
        for name, value, interval, trivial, published in rows(part, a.model):
            floor = floor_of(name) if a.gate else None
            beside = published if floor is None else f"floor {floor:.2f}"
            print(f"{name:48}{trivial:8.3f}{value:8.3f}  {interval:16} {beside}", flush=True)
            if floor is not None and value < floor:
                below.append(f"{name} is {value:.3f}, below its floor {floor:.2f}")
    if below:
        raise SystemExit("\n".join(below))


def floor_of(measure: str) -> float | None:
    """The gate's floor of a measure, None if it has none."""
    return next((f for k, f in FLOORS.items() if measure.startswith(k)), None)


if __name__ == "__main__":
    main()
