"""Every layer of the reader on its dev set, beside what must be reached and the best published figures.

    python -m evaluation.reader                  the whole table, some minutes on two cores
    python -m evaluation.reader --only names     parts: attribution parsing names times coreference factuality
    python -m evaluation.reader --sample 8       only so many texts of each set
    python -m evaluation.reader --beside FOLDER  another export (fp32) in a second column, with the difference
    python -m evaluation.reader --gate           sentences of our own, and where the data sets are a fixed sample of them, against
                                                 pinned floors; exit status 1 below one
    python -m evaluation.reader --test           the public test sets instead, once a release: EWT, GUM, UNER, GAP

Each part is a module of its own (`evaluation.attribution`, ...) that says how it scores. The bracket is a 95 % bootstrap interval
over texts. A value below its floor is marked "-", one at its aim "+".
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from evaluation import attribution, coreference, factuality, names, parsing, sentences, times
from evaluation.common import add_model, data_folder, has_data, reader_of
from sayso.read import NeuralReader

Row = tuple[str, float, str, str]  # name, value, interval, remark
PARTS = ("attribution", "parsing", "names", "times", "coreference", "factuality")
# What the reader must reach, and what it aims at.
TARGETS = {
    "PolNeAR dev lenient": (0.72, 0.75),
    "PolNeAR dev strict": (0.47, 0.56),
    "PolNeAR dev content exact": (0.58, 0.67),
    "PolNeAR dev content token": (0.89, 0.915),
    "PolNeAR dev direct quotations, recall": (0.80, 0.93),
    "GUM dev attribution edges": (0.50, 0.70),
    "EWT dev LAS": (0.83, 0.86),
    "GUM dev LAS": (0.82, 0.85),
    "EWT dev UPOS": (0.95, 0.965),
    "Worldwide dev names": (0.83, 0.88),
    "UNER EWT dev names": (0.82, 0.86),
    "times: TimeBank, held out": (0.80, 0.88),
    "coreference: GUM dev CoNLL F1": (0.60, 0.70),
    "coreference: GAP validation F1": (0.75, 0.85),
    "UDS dev factuality (r)": (0.70, 0.80),
}
# Of the gate: what our own sentences and the sample must reach. A little below what the released model does there.
GATE_SAMPLE = 6
FLOORS = {
    "own sentences: attributions": 0.94,
    "own sentences: nested": 0.66,
    "own sentences: stances": 0.66,
    "own sentences: names": 0.85,
    "own sentences: times": 1.00,
    "own sentences: same": 0.66,
    "own sentences: sentences": 1.00,
    "own sentences: commitments": 0.66,
    "PolNeAR dev lenient": 0.67,
    "PolNeAR dev content token": 0.89,
    "PolNeAR dev direct quotations, recall": 0.80,
    "EWT dev LAS": 0.83,
    "EWT dev UPOS": 0.94,
    "GUM dev LAS": 0.83,
    "Worldwide dev names": 0.78,
    "times: TimeBank, held out": 0.76,
    "coreference: GUM dev CoNLL F1": 0.57,
    "coreference: GAP validation F1": 0.62,
    "UDS dev factuality (r)": 0.67,
}


def table(
    reader: NeuralReader, folder: Path, sample: int = 0, parts: tuple[str, ...] = PARTS, split: str = "dev"
) -> Iterator[Row]:
    """Rows of the table, each as soon as it is known."""
    if "attribution" in parts and split == "dev":
        yield from attribution.rows(reader, folder, sample)
    if "parsing" in parts:
        yield from parsing.rows(reader, folder / f"ud_ewt/en_ewt-ud-{split}.conllu.gz", f"EWT {split}", 4 * sample)
        yield from parsing.rows(reader, folder / f"gum/gum-{split}.conllu.gz", f"GUM {split}", (sample + 1) // 2)
    if "names" in parts:
        yield from names.rows(reader.model, folder, split, 10 * sample)
    if "times" in parts and split == "dev":
        yield from times.rows(folder, 10 * sample)
    if "coreference" in parts:
        yield from coreference.rows(reader, folder, split, (sample + 1) // 2)
    if "factuality" in parts and split == "dev":
        yield from factuality.rows(reader.model, folder, 30 * sample)


def mark(name: str, value: float) -> str:
    """Where a value stands to its target."""
    floor, aim = TARGETS.get(name, (0.0, 2.0))
    return "-" if value < floor else "+" if value >= aim else " "


def print_table(a: argparse.Namespace, parts: tuple[str, ...]) -> None:
    folder, reader = data_folder(), reader_of(a.model)
    print(f"reader {reader.version}")
    split = "test" if a.test else "dev"
    other: dict[str, float] = {}
    if a.beside:
        beside = reader_of(a.beside)
        print(f"beside {beside.version}")
        other = {name: value for name, value, _, _ in table(beside, folder, a.sample, parts, split)}
    for name, value, span, remark in table(reader, folder, a.sample, parts, split):
        target = "floor {:.2f} aim {:.2f}  ".format(*TARGETS[name]) if name in TARGETS else ""
        second = f"{other[name]:.3f} ({value - other[name]:+.3f})  " if name in other else ""
        print(f"{mark(name, value)} {name:40s} {value:.3f} {span:16s} {second}{target}{remark}", flush=True)


def gate(model: str | None) -> list[str]:
    """What falls below its floor: on our own sentences, and on the gate's sample where the data sets are here."""
    reader = reader_of(model)
    rows = [*sentences.rows(reader)]
    if has_data():
        rows += table(reader, data_folder(), GATE_SAMPLE)
    else:
        print("no data sets here: sentences of our own alone")
    below = []
    for name, value, _, _ in rows:
        if name in FLOORS:
            print(f"{name:40s} {value:.3f} floor {FLOORS[name]:.2f}", flush=True)
            if value < FLOORS[name]:
                below.append(f"{name} is {value:.3f}, below its floor {FLOORS[name]:.2f}")
    return below


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=0, help="only so many texts of each set")
    parser.add_argument("--only", default=",".join(PARTS), help="parts, separated by commas")
    parser.add_argument("--beside", help="folder of another model to compare with")
    parser.add_argument("--gate", action="store_true", help="a fixed sample against pinned floors")
    parser.add_argument("--test", action="store_true", help="public test sets; look once a release")
    add_model(parser)
    a = parser.parse_args()
    if a.gate:
        if below := gate(a.model):
            raise SystemExit("\n".join(below))
        return
    parts = tuple(a.only.split(","))
    if unknown := set(parts) - set(PARTS):
        parser.error(f"no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    print_table(a, parts)


if __name__ == "__main__":
    main()
