"""Sentences of our own with what a reader must find in them: python -m evaluation.sentences [--errors].

`gold/reading.jsonl` holds invented texts, dated 7 May 2019. For each kind of layer the row is the share of what is asked that the
reading has: an attribution where source, cue and content hold (or are held by) the words; a nested one where the inner cue stands
under the outer; a name with its label and exact words; a time with its TIMEX3 value; mentions of one thing in one entity; a
sentence that begins with the words; the commitment of a predicate and the stance of a cue. No data sets are needed.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evaluation.common import add_model, reader_of
from sayso.core import Attribution, Document, Found, Masthead, Reading, Span
from sayso.read import NeuralReader

SENTENCES = Path(__file__).resolve().parent / "gold" / "reading.jsonl"
KINDS = ("attributions", "nested", "stances", "names", "times", "same", "sentences", "commitments")
Row = tuple[str, float, str, str]


def rows(reader: NeuralReader, missed: list[str] | None = None) -> Iterator[Row]:
    """Share found of each kind; what is missed is described in `missed`."""
    cases = [json.loads(line) for line in SENTENCES.read_text(encoding="utf-8").splitlines()]
    documents = [Document(f"s{k}", c["text"], Masthead(published=Found(c["published"], "given"))) for k, c in enumerate(cases)]
    readings = reader.read(documents)
    for kind in KINDS:
        asked = [
            (c["text"], wanted, has(r, kind, wanted)) for c, r in zip(cases, readings, strict=True) for wanted in c.get(kind, ())
        ]
        if missed is not None:
            missed += [f"{kind}: {wanted} in {text!r}" for text, wanted, found in asked if not found]
        yield f"own sentences: {kind}", sum(found for *_, found in asked) / len(asked), "", f"{len(asked)} asked"


def has(r: Reading, kind: str, wanted: Any) -> bool:
    """Whether a reading has what is asked of one kind of layer."""
    match kind:
        case "attributions":
            return any(_is(r, a, *wanted) for a in r.attributions)
        case "nested":
            outer, inner = wanted
            return any(
                a.parent is not None and _in(r, a.cue, inner) and _in(r, r.attributions[a.parent].cue, outer)
                for a in r.attributions
            )
        case "stances":
            return any(_in(r, a.cue, wanted[0]) and a.stance == wanted[1] for a in r.attributions)
        case "names":
            return any([r.text[n.start : n.end], n.label] == wanted for n in r.names)
        case "times":
            return any([r.text[t.start : t.end], t.value] == wanted for t in r.times)
        case "same":
            return any(all(any(_holds(m.of(r.text), w) for m in e.mentions) for w in wanted) for e in r.entities)
        case "sentences":
            return any(r.text[r.tokens[a].start :].startswith(wanted) for a, _ in r.sentences)
        case _:
            return any(r.word(p.token) == wanted[0] and p.commitment == wanted[1] for p in r.predicates)


def _is(r: Reading, a: Attribution, source: str, cue: str, content: str) -> bool:
    return _in(r, a.source, source) and _in(r, a.cue, cue) and _in(r, a.content, content)


def _in(r: Reading, spans: tuple[Span, ...], words: str) -> bool:
    return any(_holds(s.of(r.text), words) for s in spans) if words else not spans


def _holds(held: str, words: str) -> bool:
    return words.lower() in held.lower() or (len(held) > 3 and held.lower() in words.lower())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="print what is missed")
    add_model(parser)
    a = parser.parse_args()
    missed: list[str] = []
    for name, value, _, remark in rows(reader_of(a.model), missed):
        print(f"{name:40s} {value:.3f}  {remark}", flush=True)
    for line in missed if a.errors else ():
        print(f"  {line}")


if __name__ == "__main__":
    main()
