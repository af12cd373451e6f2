"""Opening the model folder and running the network over windows of texts."""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer

from sayso.core.errors import AssetError
from sayso.neural import decode
from sayso.neural.decode import Part
from sayso.neural.features import SHAPES, Pieces, to_pieces
from sayso.neural.output import NeuralAttribution, NeuralReading, TaggedSpan

FORMAT = 1  # of the folder; a change of inputs, outputs or features raises it
WINDOW = 238  # pieces the network sees at once, without the two at the ends; no longer than most in training
OVERLAP = 90  # pieces that neighbouring windows share
SAID = ("sentence", "roles", "content_q", "cue_k", "cue_q", "source_k")  # outputs that tell who says what
DEPTH = 3  # of attributions within attributions
LEAST_INNER_SCORE = 0.6  # of an attribution found within a content
SHORTEST_REPORT = 5  # words of a content that may hold an attribution of its own

SURE = 3  # before a word that surely begins a sentence; the network itself sees a blank

Text = tuple[Sequence[str], Sequence[int]]  # words, and what stands before each
Outputs = dict[str, Any]  # by name [words, size]


@dataclass(frozen=True, slots=True)
class _Window:
    """Words [first, last) of a text."""

    text: int
    first: int
    last: int
    pieces: int


class NeuralModel:
    """A trained reader. Use `load`; one object a process, usable from one thread at a time."""

    def __init__(self, folder: Path, threads: int = 0) -> None:
        config = _checked_config(folder)
        self.version = f"{config['name']}/{config['version']}"
        self.language: str = config["language"]
        self._cue_words = frozenset(config["cue_words"])
        self.labels: dict[str, list[str]] = config["labels"]
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1  # threads share windows out, which is faster than sharing one window
        options.log_severity_level = 3
        self._session = ort.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
        self._names = [o.name for o in self._session.get_outputs()]
        with np.load(folder / "pairs.npz") as forms:
            self._forms = {k: forms[k].astype(np.float32) for k in forms.files}
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        threads = threads or os.cpu_count() or 1
        self._map: Callable[..., Iterable[Outputs]] = ThreadPoolExecutor(threads, "windows").map if threads > 1 else map
        self._partly = ort.RunOptions()
        self._partly.only_execute_path_to_fetches = True
        self._cls, self._sep = self._tokenizer.token_to_id("[CLS]"), self._tokenizer.token_to_id("[SEP]")

    def read(self, texts: Sequence[Text]) -> list[NeuralReading]:
        """One reading for each text, given as its words and, for each word, what stands before it (0 blank, 1 line break,
        2 empty line, 3 a blank where a sentence surely begins). A text without words gives an empty reading.

        The network marks outermost attributions, as its training data does; inner ones are found by reading what a content
        says as a text of its own, where it holds a word that can be a cue, down to `DEPTH`.
        """
        readings = [
            decode.reading(list(brk), parts, self.labels, self._forms)
            for (_, brk), parts in zip(texts, self._parts(texts), strict=True)
        ]
        outer = [(k, i) for k, r in enumerate(readings) for i in range(len(r.attributions))]
        found = [list(r.attributions) for r in readings]
        for _ in range(DEPTH - 1):
            inner = [
                (k, i, first, part.last)
                for k, i in outer
                for part in found[k][i].content
                if part.last - (first := _said_from(part, texts[k][0])) >= SHORTEST_REPORT
                and self._has_cue_word(texts[k][0][first : part.last])
            ]
            if not inner:
                break
            outer = []
            cut = [(texts[k][0][first:last], texts[k][1][first:last]) for k, _, first, last in inner]
            for (k, parent, at, _), (_, brk), parts in zip(inner, cut, self._parts(cut, SAID), strict=True):
                for a in decode.attributions(decode.merged(parts, list(brk))[0]["roles"], parts, self._forms):
                    if self._has_cue_word(texts[k][0][at + a.cue.first : at + a.cue.last]) and a.score >= LEAST_INNER_SCORE:
                        outer.append((k, len(found[k])))
                        found[k].append(_moved(a, at, parent))
        return [replace(r, attributions=tuple(f)) if f else r for r, f in zip(readings, found, strict=True)]

    def _has_cue_word(self, words: Sequence[str]) -> bool:
        return any(w.lower() in self._cue_words for w in words)

    def _parts(self, texts: Sequence[Text], wanted: Sequence[str] = ()) -> list[list[Part]]:
        """What the windows of each text say, in order; of the `wanted` outputs alone if some are named. Each runs by itself: int8
        activations are scaled by all that is in a run, so that a text would read differently in other company; and on a CPU several
        at once are no faster."""
        pieces = [to_pieces(words, self._tokenizer) for words, _ in texts]
        plan = [w for k, p in enumerate(pieces) for w in _windows(k, p)]
        parts: list[list[Part]] = [[] for _ in texts]
        for w, outputs in zip(plan, self._map(lambda w: self._run(w, pieces[w.text], texts[w.text], wanted), plan), strict=True):
            parts[w.text].append(Part(w.first, w.last, outputs))
        return parts

    def _run(self, w: _Window, p: Pieces, text: Text, wanted: Sequence[str]) -> Outputs:
        size = w.pieces + 2
        a = int(p.first[w.first])
        b = a + w.pieces
        feed = {k: np.zeros((1, size), np.int64) for k in ("ids", "shapes", "breaks")}
        feed["mask"] = np.ones((1, size), np.int64)
        feed["ids"][0] = [self._cls, *p.ids[a:b], self._sep]
        feed["shapes"][0, 1:-1] = p.shapes[a:b]
        places = p.first[w.first : w.last] - a + 1
        feed["first"] = places[None]
        feed["breaks"][0, places] = [0 if before == SURE else before for before in text[1][w.first : w.last]]
        names = wanted or self._names
        values = self._session.run(names, feed, self._partly if wanted else None)
        return {name: value[0] for name, value in zip(names, values, strict=True)}


@cache
def load(folder: str | None = None, threads: int = 0) -> NeuralModel:
    """The model in `folder`, or the one the package carries; opened once a process.

    `threads` is the number of windows that run at once, 0 for one on every core. Raises AssetError where the folder is
    incomplete, damaged or of another format.
    """
    return NeuralModel(Path(folder) if folder else Path(str(files("sayso.neural"))) / "weights", threads)


def _checked_config(folder: Path) -> dict[str, Any]:
    path = folder / "config.json"
    if not path.is_file():
        raise AssetError(
            "there is no model here", where=str(folder), hint="Reinstall sayso, or train one: see training/README.md."
        )
    config: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if config.get("format") != FORMAT or config.get("shapes") != list(SHAPES):
        raise AssetError(
            f"the model has format {config.get('format')}; this program reads format {FORMAT}",
            where=str(path),
            hint="Install the version of sayso that it was made for, or export it again.",
        )
    for name, digest in config["digests"].items():
        file = folder / name
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            raise AssetError(
                f"'{name}' is missing or is not the file that config.json describes", where=str(folder), hint="Reinstall sayso."
            )
    return config


def _said_from(part: TaggedSpan, words: Sequence[str]) -> int:
    """The first word of a content that a text of its own would have: after "that" and marks."""
    first = part.first
    while first < part.last and (words[first].lower() == "that" or not any(c.isalnum() for c in words[first])):
        first += 1
    return first


def _moved(a: NeuralAttribution, by: int, parent: int) -> NeuralAttribution:
    """An attribution found in a content, in the words of the whole text."""

    def moved(s: TaggedSpan) -> TaggedSpan:
        return TaggedSpan(s.first + by, s.last + by, s.label, s.score)

    return NeuralAttribution(tuple(map(moved, a.source)), moved(a.cue), tuple(map(moved, a.content)), a.score, parent)


def _windows(text: int, p: Pieces) -> Iterator[_Window]:
    """Windows over a text; neighbours overlap."""
    n = len(p.first)
    if n == 0:
        return
    ends = np.append(p.first[1:], len(p.ids))
    first = 0
    while True:
        last = int(np.searchsorted(ends, p.first[first] + WINDOW, side="right"))
        last = max(last, first + 1)
        yield _Window(text, first, last, int(ends[last - 1] - p.first[first]))
        if last >= n:
            break
        back = int(np.searchsorted(p.first, p.first[last] - OVERLAP))
        first = max(back, first + 1)
