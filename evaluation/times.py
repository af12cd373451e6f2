"""Time expressions and numbers: python -m evaluation.times [--errors N] [--sample N].

Value F1: an expression counts where its span overlaps gold's and its TIMEX3 value is the same (TempEval-3, relaxed spans). The
held-out TimeBank documents are those whose SHA-256 of the name is 0 mod 5; rules were written looking at the others, at AQUAINT
and at WikiWars. Accuracy: the share of values right among expressions found, the measure of HeidelTime's and TIMEN's published
figures. Gold is noisy: "last week" is now a week, now W-XX; one document counts its weekdays a week off.

Recognizers-Text cases are short requests to an assistant: a date counts where it is one of the resolutions offered, a number where
its value is found, and numbers with a unit where nothing is counted.
"""

import argparse
import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from evaluation.common import data_folder, interval, pooled_f1
from sayso.read import numbers, times

Counts = np.ndarray  # [documents, 4]: found, value right, predicted, gold
PUBLISHED = "HeidelTime .876, TIMEN .89 (accuracy)"


def documents(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as f:
        yield from map(json.loads, f)


def held_out(name: str) -> bool:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 5 == 0


def parts(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The documents of each row."""
    timebank = list(documents(folder / "timebank.jsonl.gz"))
    return {
        "TimeBank, held out": [d for d in timebank if held_out(d["doc"])],
        "TimeBank, open": [d for d in timebank if not held_out(d["doc"])],
        "AQUAINT": list(documents(folder / "aquaint.jsonl.gz")),
        "WikiWars": list(documents(folder / "wikiwars.jsonl.gz")),
        "tweets": list(documents(folder / "tweets_timex.jsonl.gz")),
    }


def score(document: dict[str, Any], errors: list[str]) -> list[int]:
    """Counts of one document; what is wrong is described in `errors`."""
    wanted = [t for t in document["timexes"] if t.get("value")]
    found = times.find(document["text"], document["dct"])
    used: set[int] = set()
    right = 0
    for t in wanted:
        k = next((i for i, p in enumerate(found) if i not in used and p.start < t["end"] and t["start"] < p.end), None)
        if k is None:
            errors.append(f"missed {document['doc']} {t['text']!r} {t['value']}")
            continue
        used.add(k)
        right += found[k].value == t["value"]
        if found[k].value != t["value"]:
            errors.append(f"value {document['doc']} ({document['dct']}) {t['text']!r} gold {t['value']} got {found[k].value}")
    errors += [f"spurious {document['doc']} {document['text'][p.start : p.end]!r}" for i, p in enumerate(found) if i not in used]
    return [len(used), right, len(found), len(wanted)]


def rows(folder: Path, sample: int = 0, errors: list[str] | None = None) -> Iterator[tuple[str, float, str, str]]:
    """Name, value F1, interval and a remark for each set."""
    for name, docs in parts(folder / "timex").items():
        sink = errors if errors is not None and name == "TimeBank, open" else []
        counts = np.array([score(d, sink) for d in docs[: sample or None]], float)
        found, value = pooled_f1(counts[:, [0, 2, 3]]), pooled_f1(counts[:, [1, 2, 3]])
        accuracy = counts[:, 1].sum() / max(1.0, counts[:, 0].sum())
        remark = f"found {found:.3f}, accuracy {accuracy:.3f}, {counts[:, 3].sum():.0f} expressions"
        yield (
            f"times: {name}",
            value,
            interval(counts[:, [1, 2, 3]]),
            remark + (f"; {PUBLISHED}" if name.startswith("TimeBank") else ""),
        )
    yield from recognizers(folder / "recognizers_text_en" / "specs.jsonl.gz")


def recognizers(path: Path) -> Iterator[tuple[str, float, str, str]]:
    """Shares of the Recognizers-Text cases: dates resolved, integers valued, ages, sums and measures that are no counts."""
    cases = list(documents(path))
    dates = [_date_right(c) for c in cases if c["spec"].endswith(("DateParser", "/DateTimeModel")) and _dates_of(c)]
    integers = [right for c in cases if c["spec"].endswith("English/NumberModel") for right in _integers_right(c)]
    kinds = [right for c in cases if "NumberWithUnit" in c["spec"] and c["Results"] for right in _kinds_right(c)]
    for name, values in (("dates resolved", dates), ("whole numbers", integers), ("numbers with a unit", kinds)):
        yield f"Recognizers-Text: {name}", sum(values) / len(values), "", f"{len(values)} cases, accuracy"


def _dates_of(case: dict[str, Any]) -> list[set[str]]:
    """For each date of a case the days that would be right."""
    out = []
    for r in case["Results"]:
        if r.get("Type") == "date" and "Value" in r:
            v = r["Value"]
            out.append({v["Timex"], v["FutureResolution"].get("date", ""), v["PastResolution"].get("date", "")})
        elif r.get("TypeName") == "datetimeV2.date" and r.get("Resolution"):
            out.append({x for v in r["Resolution"]["values"] for x in (v.get("timex", ""), v.get("value", ""))})
    return out


def _date_right(case: dict[str, Any]) -> bool:
    found = {t.value for t in times.find(case["Input"], case.get("Context", {}).get("ReferenceDateTime"))}
    return all(found & wanted for wanted in _dates_of(case))


def _integers_right(case: dict[str, Any]) -> Iterator[bool]:
    found = {q.low for q in numbers.find(case["Input"]) if q.comparator == "exactly"}
    for r in case["Results"]:
        value = r["Resolution"]["value"]
        if re.fullmatch(r"\d{1,12}", value):
            yield int(value) in found


def _kinds_right(case: dict[str, Any]) -> Iterator[bool]:
    text = case["Input"]
    spans = [(t.start, t.end) for t in times.find(text)]
    counts = [q for q in numbers.find(text, spans) if q.kind == "count"]
    for r in case["Results"]:
        end = r["End"] + 1 if "End" in r else r["Start"] + r["Length"]
        yield not any(q.number.start < end and r["Start"] < q.number.end for q in counts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", type=int, default=0, help="print so many errors of the part that rules may look at")
    parser.add_argument("--sample", type=int, default=0, help="only so many documents of each set")
    a = parser.parse_args()
    errors: list[str] = []
    for name, value, span, remark in rows(data_folder(), a.sample, errors):
        print(f"{name:40s} {value:.3f} {span:16s} {remark}", flush=True)
    for line in errors[: a.errors]:
        print("  " + line)


if __name__ == "__main__":
    main()
