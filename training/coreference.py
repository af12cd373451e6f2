"""Fits the ranker of coreference on the train split of GUM, read by the reader itself: python -m training.coreference.

Text under a non-commercial licence is left out, as for the network. Clusters are OntoGUM's; mentions are matched by their head
words (`evaluation/coreference.py`). The loss is the marginal likelihood of all right antecedents, a wrong link and a missed one
weighted apart (Durrett and Klein 2013). Some minutes on two cores; writes `src/sayso/read/data/coreference.npz`.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from evaluation.common import data_folder
from evaluation.coreference import gold_clusters, ontogum
from evaluation.treebanks import TreebankDocument, documents
from sayso.neural import load
from sayso.read.coreference import Given, prepare
from sayso.read.coreference.features import PAIR, SINGLE, Features
from sayso.read.coreference.mentions import Mention
from sayso.read.reader import known, tokens_of
from sayso.read.tokens import breaks, tokenize

ROOT = Path(__file__).resolve().parent.parent
HIDDEN = 48
FALSE_LINK, FALSE_NEW, WRONG_LINK = 0.6, 1.3, 1.0  # costs; a missed link is the worst, as most mentions are new


def targets(found: list[Mention], f: Features, given: Given, gold: list[frozenset[object]]) -> np.ndarray:
    """[mentions, 1 + candidates]: 1 for what is right: a candidate of the same cluster, else new."""
    of = {m: k for k, c in enumerate(gold) for m in c}
    cluster = np.array([of.get(given.tokens[m.head].start, -1 - i) for i, m in enumerate(found)])
    right = (cluster[:, None] == cluster[f.candidates]) & f.mask
    return np.concatenate([~right.any(1, keepdims=True), right], axis=1)


class Ranker(torch.nn.Module):
    """The network of `sayso.read.coreference.ranker`."""

    def __init__(self) -> None:
        super().__init__()
        self.own = torch.nn.Linear(len(SINGLE), HIDDEN)
        self.other = torch.nn.Linear(len(SINGLE), HIDDEN, bias=False)
        self.pair = torch.nn.Linear(len(PAIR), HIDDEN, bias=False)
        self.out = torch.nn.Linear(HIDDEN, 1, bias=False)
        self.alone = torch.nn.Linear(len(SINGLE), HIDDEN)
        self.alone_out = torch.nn.Linear(HIDDEN, 1, bias=False)
        self.drop = torch.nn.Dropout(0.25)

    def forward(self, single, pairs, mask, candidates):  # type: ignore[no-untyped-def]
        hidden = self.own(single)[:, None] + self.other(single)[candidates] + self.pair(pairs)
        linked = self.out(self.drop(torch.relu(hidden)))[..., 0].masked_fill(~mask, -1e9)
        alone = self.alone_out(self.drop(torch.relu(self.alone(single))))
        return torch.cat([alone, linked], dim=1)

    def arrays(self) -> dict[str, np.ndarray]:
        """As the package holds them."""
        held = {
            "own": self.own.weight.T, "bias": self.own.bias, "other": self.other.weight.T, "pair": self.pair.weight.T,
            "out": self.out.weight[0], "alone": self.alone.weight.T, "alone_bias": self.alone.bias, "alone_out": self.alone_out.weight.T,
        }  # fmt: skip
        return {k: v.detach().numpy().astype(np.float16) for k, v in held.items()}


def loss_of(scores: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    new = right[:, :1]
    cost = torch.where(right, 0.0, WRONG_LINK)
    cost = torch.where(new & ~right, FALSE_LINK, cost)
    cost[:, :1] = torch.where(new, 0.0, FALSE_NEW)
    scores = scores + cost
    return (torch.logsumexp(scores, 1) - torch.logsumexp(scores.masked_fill(~right, -1e9), 1)).mean()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "src/sayso/read/data/coreference.npz")
    parser.add_argument("--epochs", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    a = parser.parse_args()
    torch.set_num_threads(1)  # matrices are small
    torch.manual_seed(a.seed)
    model = Ranker()
    rows = load_rows()
    optimiser = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, a.epochs * len(rows))
    order = np.random.default_rng(a.seed)
    for epoch in range(a.epochs):
        total = 0.0
        for k in order.permutation(len(rows)):
            single, pairs, mask, candidates, right = (torch.from_numpy(x) for x in rows[k])
            loss = loss_of(model(single, pairs.float(), mask, candidates), right)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += float(loss)
        print(f"epoch {epoch + 1}: loss {total / len(rows):.4f}", flush=True)
    save(model, a.out)


def save(model: Ranker, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    np.savez_compressed(path, single=np.array(SINGLE), pairs=np.array(PAIR), **model.arrays())


def load_rows() -> list[tuple[np.ndarray, ...]]:
    """Features and targets of each document of the train split."""
    folder = data_folder() / "gum"
    free = free_of_charge(folder.parent)
    pairs = [
        (d, r)
        for d, r in zip(documents(folder / "gum-train.conllu.gz"), ontogum(folder / "ontogum-train.conll.gz"), strict=True)
        if d.name in free
    ]
    out = []
    for (d, r), given in zip(pairs, known_of([d for d, _ in pairs]), strict=True):
        found, f, _ = prepare(given)
        right = targets(found, f, given, gold_clusters(d, r))
        out.append((f.single, f.pairs.astype(np.float16), f.mask, f.candidates, right))
    print(f"{len(out)} documents, {sum(len(x[0]) for x in out)} mentions")
    return out


def free_of_charge(folder: Path) -> set[str]:
    """The documents of GUM whose text stands under no non-commercial licence."""
    with (folder / "gum/docs.jsonl").open(encoding="utf-8") as f:
        return {d["doc"] for d in map(json.loads, f) if d["text_licence"] != "NC"}


def known_of(docs: list[TreebankDocument]) -> list[Given]:
    """What the reader knows of the documents before coreference."""
    model = load()
    spans = [tokenize(d.text) for d in docs]
    layers = model.read([([d.text[a:b] for a, b in s], breaks(d.text, s)) for d, s in zip(docs, spans, strict=True)])
    return [known(d.text, tokens_of(d.text, s, n), n, "en") for d, s, n in zip(docs, spans, layers, strict=True)]


if __name__ == "__main__":
    main()
