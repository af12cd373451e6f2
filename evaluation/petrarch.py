"""Who did what to whom in PETRARCH2's unit sentences: the share of hand-coded events whose parties are both found.

    python -m evaluation.petrarch [--model FOLDER] [--errors N]

The sentences speak of invented peoples, so phrases are turned into codes with the dictionaries that come with them: a phrase
has the code of the longest actor name in it, with that of the longest agent word. An event counts as right where one predicate of the sentence has a
phrase of the source's code among its doers and one of the target's among the others. "State" compares the first three letters
alone. Baseline: the first and the second actor name of the sentence.
"""

import argparse
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evaluation.common import add_model, bracket, data_folder, reader_of
from sayso.core import Document, Reading
from sayso.extract import syntax
from sayso.extract.antecedents import antecedent

Codes = tuple[str, str]  # source, target


@dataclass(frozen=True)
class Dictionary:
    """Names and agent words, folded, to codes; an agent's begins or ends with "~"."""

    actors: dict[str, str]
    agents: dict[str, str]

    def code(self, words: str) -> str:
        """The code of a phrase, "" if it names no actor."""
        folded = f" {_fold(words)} "
        base = next((c for n, c in self._longest(self.actors, folded)), "")
        agent = next((c for n, c in self._longest(self.agents, folded)), "")
        if not base:
            return ""
        return agent.replace("~", base) if "~" in agent and len(base) <= 3 else base

    @staticmethod
    def _longest(table: dict[str, str], folded: str) -> Iterator[tuple[str, str]]:
        found = [(n, c) for n, c in table.items() if f" {n} " in folded]
        yield from sorted(found, key=lambda f: -len(f[0]))

    def first_two(self, sentence: str) -> Codes:
        folded = f" {_fold(sentence)} "
        at = sorted((folded.find(f" {n} "), -len(n), c) for n, c in self.actors.items() if f" {n} " in folded)
        codes = list(dict.fromkeys(c for _, _, c in at))
        return (codes[0], codes[1]) if len(codes) > 1 else ("", "")


def _fold(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", re.sub(r"['’]s?\b", "", words.lower())).strip()


def dictionary(folder: Path) -> Dictionary:
    actors: dict[str, str] = {}
    code = ""
    for line in (folder / "PETR.Validate.actors.txt").read_text(encoding="latin-1").splitlines():
        bare = line.split("#")[0].strip()
        if bare.startswith("<") or not bare:
            continue
        codes = re.findall(r"\[([A-Z]+)[^\]]*\]", bare)
        code = codes[0] if codes else code
        name = _fold(re.sub(r"[\[{(].*", "", bare).lstrip("+"))
        if name and (codes or bare.startswith("+")):
            actors[name] = code
    agents: dict[str, str] = {}
    for line in (folder / "PETR.Validate.agents.txt").read_text(encoding="latin-1").splitlines():
        bare = line.split("#")[0].strip()
        found = re.search(r"\[\s*([~A-Z]+)\s*\]", bare)
        if found and not bare.startswith(("!", "<")):
            name = _fold(re.sub(r"!\w+!", "", re.sub(r"[\[{].*", "", bare)))
            agents |= {name: found[1], f"{name}s": found[1]}
    return Dictionary(actors, agents)


def cases(folder: Path) -> list[tuple[str, list[Codes]]]:
    """Sentences with the codes of their events."""
    text = (folder / "PETR.UnitTest.records.xml").read_text(encoding="latin-1")
    out = []
    for block in re.findall(r"<Sentence .*?</Sentence>", text, re.DOTALL):
        coded = re.findall(r'<EventCoding\s+sourcecode="([^"]*)"\s+targetcode="([^"]*)"', block)
        words = re.search(r"<Text>(.*?)</Text>", block, re.DOTALL)
        events = [c for c in dict.fromkeys(coded) if all(x and x != "---" for x in c)]
        if words and events:
            out.append((" ".join(ET.fromstring(f"<t>{_escaped(words[1])}</t>").itertext()).strip(), events))
    return [(" ".join(s.split()), e) for s, e in out]


def _escaped(text: str) -> str:
    return re.sub(r"&(?!\w+;)", "&amp;", text).replace("<", "&lt;")


def pairs(r: Reading, names: Dictionary) -> set[Codes]:
    """Codes of doer and other for every predicate of a sentence."""
    out: set[Codes] = set()
    for i, token in enumerate(r.tokens):
        if token.upos not in ("VERB", "NOUN", "ADJ"):
            continue
        doers = {names.code(_words(r, j)) for j in (syntax.doers(r, i) if token.upos != "NOUN" else _owners(r, i))} - {""}
        others = {names.code(_words(r, j)) for j in _others(r, i)} - {""}
        out |= {(a, b) for a in doers for b in others if a != b}
        out |= {(a, b) for a in doers for b in doers if a != b and len(doers) > 1}
    return out


def _owners(r: Reading, i: int) -> list[int]:
    """Whose an act that a noun names is: "his attack", "a French offer", "talks between A and B"."""
    own = [
        *syntax.kids(r, i, "nmod:poss", "amod", "compound"),
        *syntax.agents(r, i),
        *syntax.modifiers(r, i, "between", "by", "of"),
    ]
    if r.tokens[i].deprel in ("obj", "obl"):
        own += syntax.doers(r, r.tokens[i].head)
    return [k for j in own for k in syntax.conjuncts(r, j)]


def _others(r: Reading, i: int) -> list[int]:
    """Everyone in the phrases below a predicate but its doers, and in those below its objects."""
    found = [*syntax.patients(r, i), *syntax.kids(r, i, "obl", "nmod", "obj", "iobj")]
    found += [m for o in found for m in syntax.kids(r, o, "nmod", "nmod:poss", "compound", "amod")]
    found += [j for c in syntax.kids(r, i, "xcomp", "advcl", "ccomp") for j in syntax.kids(r, c, "obj", "obl")]
    found += [m for c in syntax.kids(r, i, "xcomp", "advcl", "ccomp") for o in syntax.kids(r, c, "obj", "obl") for m in syntax.kids(r, o, "nmod", "nmod:poss", "amod")]  # fmt: skip
    return [k for j in dict.fromkeys(found) if syntax.case(r, j) != "by" for k in syntax.conjuncts(r, j)]


def _words(r: Reading, i: int) -> str:
    return r.words(*syntax.phrase(r, antecedent(r, i)))


def rows(model: str | None = None, errors: int = 0) -> Iterator[tuple[str, float, str, float, str]]:
    """(measure, value, interval, baseline, published)."""
    folder = data_folder() / "plover_cameo_gold"
    names, data = dictionary(folder), cases(folder)
    readings = reader_of(model).read([Document(str(k), s) for k, (s, _) in enumerate(data)])
    for label, size in (("code", 20), ("state", 3)):
        right, base = [], []
        for (sentence, events), r in zip(data, readings, strict=True):
            found = {(a[:size], b[:size]) for a, b in pairs(r, names)}
            first = tuple(c[:size] for c in names.first_two(sentence))
            for a, b in events:
                right.append((a[:size], b[:size]) in found)
                base.append((a[:size], b[:size]) == first)
                if errors and label == "state" and not right[-1]:
                    errors -= 1
                    print(f"  {a} {b}: {sentence}\n     {sorted(found)}")
        hits = np.array(right)
        value = lambda chosen, hits=hits: float(hits[chosen].mean())  # noqa: E731
        yield (
            f"PETRARCH2 parties right, by {label} ({len(right)})",
            value(np.arange(len(hits))),
            bracket(value, len(hits)),
            float(np.mean(base)),
            "",
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_model(parser)
    parser.add_argument("--errors", type=int, default=0, help="print so many errors")
    a = parser.parse_args()
    for row in rows(a.model, a.errors):
        print(*row, sep="\t")


if __name__ == "__main__":
    main()
