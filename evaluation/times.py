"""Time expressions against TimeBank, AQUAINT and WikiWars: python -m evaluation.times [--errors N].

Value F1: an expression counts where its span overlaps gold's and its value is the same (TempEval-3). The held-out TimeBank
documents are those whose SHA-256 of the name is 0 mod 5; rules were written looking at the others.
"""

import argparse
import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from evaluation.common import data_folder, f1
from sayso.read import times


def documents(path: Path) -> Iterator[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as f:
        yield from map(json.loads, f)


def held_out(name: str) -> bool:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 5 == 0


def score(docs: list[dict], errors: int = 0) -> dict[str, float]:
    hits = values = predicted = gold = 0
    for d in docs:
        wanted = [t for t in d["timexes"] if t.get("value") or t.get("val")]
        found = times.find(d["text"], d["dct"])
        gold, predicted = gold + len(wanted), predicted + len(found)
        used: set[int] = set()
        for t in wanted:
            k = next((i for i, p in enumerate(found) if i not in used and p.start < t["end"] and t["start"] < p.end), None)
            if k is None:
                if errors > 0:
                    errors -= 1
                    print(f"  missed {d['doc']} {t['text']!r} {t.get('value')}")
                continue
            used.add(k)
            hits += 1
            same = found[k].value == (t.get("value") or t.get("val"))
            values += same
            if not same and errors > 0:
                errors -= 1
                print(f"  value {d['doc']} ({d['dct']}) {t['text']!r} gold {t.get('value')} got {found[k].value}")
        if errors > 0:
            for i, p in enumerate(found):
                if i not in used and errors > 0:
                    errors -= 1
                    print(f"  spurious {d['doc']} {d['text'][p.start : p.end]!r} {p.value}")
    return {"found": f1(hits, predicted, gold), "value": f1(values, predicted, gold), "expressions": gold}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", type=int, default=0, help="print so many errors of the part that rules may look at")
    a = parser.parse_args()
    folder = data_folder() / "timex"
    timebank = list(documents(folder / "timebank.jsonl.gz"))
    parts = {
        "TimeBank, held out": [d for d in timebank if held_out(d["doc"])],
        "TimeBank, open": [d for d in timebank if not held_out(d["doc"])],
        "AQUAINT": list(documents(folder / "aquaint.jsonl.gz")),
    }
    for name, docs in parts.items():
        result = score(docs, a.errors if name == "TimeBank, open" else 0)
        print(
            f"{name:20s} found {result['found']:.3f}  value {result['value']:.3f}  ({result['expressions']} expressions; HeidelTime .876)"
        )


if __name__ == "__main__":
    main()
