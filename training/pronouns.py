"""Fits the choice of whom "he" and "she" mean (`sayso.read.coreference.pronouns`): python -m training.pronouns.

Learnt on the development part of GAP, whose pronouns each have two names marked as meant or not, and on the train split of GUM without
text under a non-commercial licence. The encoder was trained on GUM and is too sure there: its probabilities are flattened. Things are as
the reader itself gathers them up to the pronoun. Every case is seen twice, once with "he" and "she" exchanged, and GAP's with each
export of the model that is given (`--also runs/fp32`), so that nothing hangs on one gender or one rounding. The loss is the marginal
likelihood of all that is right; several networks from other seeds are laid side by side. A quarter of an hour on two cores; writes
`src/sayso/read/data/pronouns.npz`.
"""

import argparse
import csv
import gzip
import io
from pathlib import Path

import numpy as np
import torch

from evaluation.common import data_folder
from evaluation.coreference import gold_clusters, ontogum
from evaluation.treebanks import documents
from sayso.core import Document
from sayso.neural import NeuralModel, load
from sayso.read import reader
from sayso.read.coreference import Given, grouped, prepare, pronouns
from sayso.read.coreference.mentions import Mention
from sayso.read.tokens import tokenize
from training.coreference import free_of_charge

ROOT = Path(__file__).resolve().parent.parent
HIDDEN, NETWORKS, BATCH = 48, 6, 32
ENCODER, LOG_ENCODER, RANKER = (pronouns.NAMES.index(n) for n in ("encoder", "log encoder", "ranker"))
Case = tuple[np.ndarray, np.ndarray]  # features [things + 1, NAMES], and which of them are right


def by_ranker(_: int, things, x: np.ndarray) -> int | None:  # type: ignore[no-untyped-def]
    """The choice by the ranker alone, as long as nothing is fitted."""
    best = int(x[:-1, RANKER].argmax()) if things else -1
    return best if best >= 0 and x[best, RANKER] > 0 else None


def gap_cases(folder: Path, model: NeuralModel) -> list[Case]:
    """One case for each pronoun of GAP whose name stands before it, or that means neither name, as a model reads it."""
    with gzip.open(folder / "gap/gap-development.tsv.gz", "rt", encoding="utf-8") as f:
        rows = list(csv.DictReader(io.StringIO(f.read()), delimiter="\t", quoting=csv.QUOTE_NONE))
    out = []
    for row, given in zip(rows, _known([Document(r["ID"], r["Text"]) for r in rows], model), strict=True):
        found, f, setting = prepare(given)
        target = next((i for i, m in enumerate(found) if given.tokens[m.head].start == int(row["Pronoun-offset"])), None)
        seen: list[tuple[list[list[int]], np.ndarray]] = []

        def meant(i: int, things, x: np.ndarray) -> int | None:  # type: ignore[no-untyped-def]
            if i == target:  # noqa: B023
                seen.append(([list(t) for t in things], x))  # noqa: B023
            return by_ranker(i, things, x)

        grouped(found, f, setting, given.tokens, meant)
        if not seen:
            continue
        things, x = seen[0]
        is_name = {n: np.array([any(_is(found[j], given, row, n) for j in t) for t in things] + [False]) for n in "AB"}
        true = next((n for n in "AB" if row[f"{n}-coref"].upper() == "TRUE"), None)
        right = is_name[true] if true else ~(is_name["A"] | is_name["B"])
        if right.any():
            out.append((x, right))
    return out


def _known(docs: list[Document], model: NeuralModel) -> list[Given]:
    """What the reader knows of the documents before coreference."""
    spans = [tokenize(d.text) for d in docs]
    layers = model.read([(reader._words(d.text, s), reader._breaks(d, s)) for d, s in zip(docs, spans, strict=True)])
    return [reader.known(d.text, reader.tokens_of(d.text, s, n), n, "en") for d, s, n in zip(docs, spans, layers, strict=True)]


def _is(m: Mention, given: Given, row: dict[str, str], name: str) -> bool:
    start = int(row[f"{name}-offset"])
    return given.tokens[m.first].start < start + len(row[name]) and start < given.tokens[m.last - 1].end


def gum_cases(folder: Path, model: NeuralModel) -> list[Case]:
    """One case for each "he" and "she" of GUM's train split, the encoder's probabilities flattened."""
    free = free_of_charge(folder)
    pairs = [
        (d, r)
        for d, r in zip(
            documents(folder / "gum/gum-train.conllu.gz"), ontogum(folder / "gum/ontogum-train.conll.gz"), strict=True
        )
        if d.name in free
    ]
    out: list[Case] = []
    for (d, rows), given in zip(pairs, _known([Document(d.name, d.text) for d, _ in pairs], model), strict=True):
        found, f, setting = prepare(given)
        of = {m: k for k, c in enumerate(gold_clusters(d, rows)) for m in c}
        cluster = [of.get(given.tokens[m.head].start, -1 - i) for i, m in enumerate(found)]

        def meant(i: int, things, x: np.ndarray) -> int | None:  # type: ignore[no-untyped-def]
            right = np.array([any(cluster[j] == cluster[i] for j in t) for t in things] + [False])  # noqa: B023
            right[-1] = not right.any()
            out.append((flattened(x), right))
            return by_ranker(i, things, x)

        grouped(found, f, setting, given.tokens, meant)
    return out


def flattened(x: np.ndarray) -> np.ndarray:
    """With the square roots of the encoder's probabilities, as shares of their sum."""
    x = x.copy()
    root = np.sqrt(np.clip(x[:, ENCODER], 1e-3, 1 - 1e-3))
    x[:, ENCODER] = root / root.sum()
    x[:, LOG_ENCODER] = np.log(x[:, ENCODER] + 1e-3) / 7 + 1
    return x


def exchanged() -> np.ndarray:
    """For each feature the one that it becomes where men are women."""
    at = {n: k for k, n in enumerate(pronouns.NAMES)}
    other = {"class=he": "class=she", "class=she": "class=he", "gender=m": "gender=f", "gender=f": "gender=m"}

    def turned(name: str) -> str:
        side, blank, last = name.rpartition(" ")
        return f"{side}{blank}{other.get(last, last)}"

    return np.array([at[turned(n)] for n in pronouns.NAMES])


class Network(torch.nn.Module):
    """The network of `sayso.read.coreference.pronouns`."""

    def __init__(self) -> None:
        super().__init__()
        self.inner = torch.nn.Linear(len(pronouns.NAMES), HIDDEN)
        self.out = torch.nn.Linear(HIDDEN, 1, bias=False)
        self.rough, self.drop = torch.nn.Dropout(0.2), torch.nn.Dropout(0.4)

    def forward(self, x):  # type: ignore[no-untyped-def]
        return self.out(self.drop(torch.relu(self.inner(self.rough(x)))))[..., 0]


def padded(cases: list[Case]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Features, what is right, and what is there, each [cases, most things]."""
    most = max(len(x) for x, _ in cases)
    x = np.zeros((len(cases), most, len(pronouns.NAMES)), np.float32)
    right, there = np.zeros((2, len(cases), most), bool)
    for k, (features, y) in enumerate(cases):
        x[k, : len(features)], right[k, : len(y)], there[k, : len(y)] = features, y, True
    return torch.from_numpy(x), torch.from_numpy(right), torch.from_numpy(there)


def fit(cases: list[Case], seed: int, epochs: int) -> Network:
    torch.manual_seed(seed)
    order = np.random.default_rng(seed)
    x, right, there = padded(cases)
    net = Network()
    optimiser = torch.optim.AdamW(net.parameters(), lr=3e-3, weight_decay=1e-2)
    batches = (len(cases) + BATCH - 1) // BATCH
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, epochs * batches)
    for _ in range(epochs):
        for chosen in np.array_split(order.permutation(len(cases)), batches):
            scores = net(x[chosen]).masked_fill(~there[chosen], -1e9)
            loss = (torch.logsumexp(scores, 1) - torch.logsumexp(scores.masked_fill(~right[chosen], -1e9), 1)).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return net.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "src/sayso/read/data/pronouns.npz")
    parser.add_argument("--also", type=Path, nargs="*", default=[], help="folders of other exports of the model")
    parser.add_argument("--epochs", type=int, default=9)
    a = parser.parse_args()
    torch.set_num_threads(1)  # matrices are small
    models = [load(), *(load(str(folder)) for folder in a.also)]
    cases = [c for model in models for c in gap_cases(data_folder(), model)]
    print(f"GAP: {len(cases)} pronouns, read by {len(models)} exports", flush=True)
    cases += gum_cases(data_folder(), models[0])
    print(f"with GUM: {len(cases)} pronouns", flush=True)
    turned = exchanged()
    cases += [(x[:, turned], right) for x, right in cases]
    nets = []
    for seed in range(NETWORKS):
        nets.append(fit(cases, seed, a.epochs))
        print(f"network {seed + 1} of {NETWORKS} fitted", flush=True)
    arrays = {
        "inner": np.concatenate([n.inner.weight.detach().numpy().T for n in nets], 1),
        "bias": np.concatenate([n.inner.bias.detach().numpy() for n in nets]),
        "out": np.concatenate([n.out.weight.detach().numpy()[0] for n in nets]) / NETWORKS,
    }
    np.savez_compressed(a.out, names=np.array(pronouns.NAMES), **{k: v.astype(np.float16) for k, v in arrays.items()})


if __name__ == "__main__":
    main()
