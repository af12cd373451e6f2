"""The network: a MiniLM encoder with letter shapes, and one small head per layer of a reading.

All heads are token-level; what relates two words (dependency arcs and labels, cue of a content, source of a cue) is a
bilinear form between two vectors per word, so that a long text can be read in windows and joined afterwards.
"""

import copy
import json
import random
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from sayso.neural.features import SHAPES

ROLES = ("source", "cue", "content")
EVENTS = ("O", "OCCURRENCE", "REPORTING", "STATE", "I_STATE", "I_ACTION", "PERCEPTION", "ASPECTUAL")


@dataclass(frozen=True)
class Sizes:
    vocabulary: int = 30522
    width: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536
    positions: int = 512
    arc: int = 192
    label: int = 96
    link: int = 128
    naming: int = 0  # topmost layers of which the head of names has a copy of its own


@dataclass(frozen=True)
class Labels:
    """Label inventories, fixed when training begins. `names` holds BIO tags, `events` TimeML classes."""

    upos: tuple[str, ...]
    feats: tuple[str, ...]
    deprel: tuple[str, ...]
    names: tuple[str, ...]
    events: tuple[str, ...] = EVENTS


class Dropout(nn.Module):
    """Dropout whose masks are slices, at random places, of one pool drawn at the start of a process.

    Drawing fresh random numbers takes half of a training step on a CPU; a slice takes nothing that can be measured.
    """

    POOL = 1 << 23

    def __init__(self, p: float) -> None:
        super().__init__()
        self.p = p
        self.pool: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or self.p == 0.0:
            return x
        if x.numel() > self.POOL // 2:
            return F.dropout(x, self.p)
        if self.pool is None or self.pool.dtype != x.dtype or self.pool.device != x.device:
            self.pool = _pool(self.p, x.dtype, x.device, self.POOL)
        at = random.randrange(self.POOL - x.numel())
        return x * self.pool[at : at + x.numel()].view(x.shape)


@cache
def _pool(p: float, dtype: torch.dtype, device: torch.device, size: int) -> Tensor:
    return ((torch.rand(size, device=device) >= p).float() / (1.0 - p)).to(dtype)


class Layer(nn.Module):
    def __init__(self, s: Sizes) -> None:
        super().__init__()
        self.heads = s.heads
        self.query, self.key, self.value, self.out = (nn.Linear(s.width, s.width) for _ in range(4))
        self.norm1, self.norm2 = nn.LayerNorm(s.width, eps=1e-12), nn.LayerNorm(s.width, eps=1e-12)
        self.up, self.down = nn.Linear(s.width, s.inner), nn.Linear(s.inner, s.width)
        self.drop = Dropout(0.1)
        # Of a network that is being exported: what `up` and `down` read is multiplied by these (see export.smooth).
        self.up_scale: Tensor | None = None
        self.down_scale: Tensor | None = None

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        b, n, w = x.shape

        def split(t: Tensor) -> Tensor:
            return t.view(b, n, self.heads, w // self.heads).transpose(1, 2)

        q, k, v = split(self.query(x)), split(self.key(x)), split(self.value(x))
        if torch.onnx.is_in_onnx_export():
            scores = (q @ k.transpose(-1, -2)) * (w // self.heads) ** -0.5 + mask
            mixed = scores.softmax(-1) @ v
        else:
            # No dropout on the weights of attention: with it, torch has no fused form of attention on a CPU.
            mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=mask.to(q.dtype))
        x = self.norm1(x + self.drop(self.out(mixed.transpose(1, 2).reshape(b, n, w))))
        inner = F.gelu(self.up(x if self.up_scale is None else x * self.up_scale))
        return self.norm2(x + self.drop(self.down(inner if self.down_scale is None else inner * self.down_scale)))


class Encoder(nn.Module):
    """BERT with an added embedding of letter shapes and of the line break before a word."""

    def __init__(self, s: Sizes) -> None:
        super().__init__()
        self.words, self.positions = nn.Embedding(s.vocabulary, s.width), nn.Embedding(s.positions, s.width)
        self.shapes, self.breaks = nn.Embedding(len(SHAPES), s.width), nn.Embedding(3, s.width)
        self.kind = nn.Parameter(torch.zeros(s.width))
        self.norm, self.drop = nn.LayerNorm(s.width, eps=1e-12), Dropout(0.1)
        self.layers = nn.ModuleList(Layer(s) for _ in range(s.layers))
        nn.init.zeros_(self.shapes.weight)
        nn.init.zeros_(self.breaks.weight)

    def forward(
        self, ids: Tensor, shapes: Tensor, breaks: Tensor, lengths_mask: Tensor, layers: int | None = None
    ) -> list[Tensor]:
        """What every layer gives, [batch, pieces, width], or the first `layers` of them."""
        place = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.positions(place)[None] + self.shapes(shapes) + self.breaks(breaks) + self.kind
        x = self.drop(self.norm(x))
        hidden = self.hidden(lengths_mask, x)
        out = []
        for layer in self.layers[:layers]:
            x = layer(x, hidden)
            out.append(x)
        return out

    @staticmethod
    def hidden(mask: Tensor, like: Tensor) -> Tensor:
        """What is added to scores of attention: nothing for pieces of the text, much less than nothing for what fills it up."""
        return (1.0 - mask[:, None, None, :].to(like.dtype)) * -1e4


class Mix(nn.Module):
    """A learnt weighting of the encoder's layers."""

    def __init__(self, layers: int) -> None:
        super().__init__()
        start = torch.zeros(layers)
        start[-1] = 2.0
        self.weights = nn.Parameter(start)

    def forward(self, xs: list[Tensor]) -> Tensor:
        w = self.weights.softmax(0)
        return sum(w[i] * x for i, x in enumerate(xs))  # type: ignore[return-value]


def mlp(width: int, out: int) -> nn.Sequential:
    return nn.Sequential(Dropout(0.2), nn.Linear(width, out), nn.GELU(), Dropout(0.2))


class Reader(nn.Module):
    """Encoder and heads. `forward` gives the token-level outputs by name, each [batch, words, size]."""

    def __init__(self, labels: Labels, sizes: Sizes = Sizes()) -> None:
        super().__init__()
        self.sizes, self.labels = sizes, labels
        s, w = sizes, sizes.width
        self.encoder = Encoder(s)
        self.mix_syntax, self.mix_meaning = Mix(s.layers), Mix(s.layers)
        self.drop = Dropout(0.2)
        self.sentence, self.upos = nn.Linear(w, 2), nn.Linear(w, len(labels.upos))
        self.feats = nn.Linear(w, len(labels.feats))
        self.arc_dep, self.arc_head = mlp(w, s.arc), mlp(w, s.arc)
        self.label_dep, self.label_head = mlp(w, s.label), mlp(w, s.label)
        self.naming = nn.ModuleList(Layer(s) for _ in range(s.naming))
        self.mix_naming = Mix(s.layers) if s.naming else None
        self.names = nn.Linear(w, len(labels.names))
        self.roles = nn.Linear(w, 9)
        self.content_q, self.cue_k = mlp(w, s.link), mlp(w, s.link)
        self.cue_q, self.source_k = mlp(w, s.link), mlp(w, s.link)
        self.factuality = nn.Sequential(nn.Linear(w, 96), nn.GELU(), nn.Linear(96, 1))
        self.mention_q, self.mention_k = mlp(w, s.link), mlp(w, s.link)
        self.event_q, self.place_k = mlp(w, s.link), mlp(w, s.link)
        self.events = nn.Linear(w, len(labels.events))
        self.arc_form = nn.Parameter(torch.zeros(s.arc + 1, s.arc))
        self.label_form = nn.Parameter(torch.randn(len(labels.deprel), s.label + 1, s.label + 1) * 0.02)
        self.content_form = nn.Parameter(torch.randn(s.link, s.link) * s.link**-1)
        self.source_form = nn.Parameter(torch.randn(s.link, s.link) * s.link**-1)
        self.mention_form = nn.Parameter(torch.randn(s.link + 1, s.link + 1) * s.link**-1)
        self.place_form = nn.Parameter(torch.randn(s.link + 1, s.link + 1) * s.link**-1)
        nn.init.normal_(self.arc_form, std=s.arc**-1)

    def forward(self, ids: Tensor, shapes: Tensor, breaks: Tensor, mask: Tensor, first: Tensor) -> dict[str, Tensor]:
        """ids, shapes, breaks, mask: [batch, pieces]; first: [batch, words], the piece of each word."""
        xs = self.encoder(ids, shapes, breaks, mask)
        index = first[..., None].expand(-1, -1, self.sizes.width)
        syntax = self.drop(torch.gather(self.mix_syntax(xs), 1, index))
        meaning = self.drop(torch.gather(self.mix_meaning(xs), 1, index))
        named = meaning if self.mix_naming is None else self._named(xs[: -len(self.naming)], mask, index)
        return {
            "sentence": self.sentence(syntax),
            "upos": self.upos(syntax),
            "feats": self.feats(syntax),
            "arc_dep": self.arc_dep(syntax),
            "arc_head": self.arc_head(syntax),
            "label_dep": self.label_dep(syntax),
            "label_head": self.label_head(syntax),
            "names": self.names(named),
            "roles": self.roles(meaning),
            "content_q": self.content_q(meaning),
            "cue_k": self.cue_k(meaning),
            "cue_q": self.cue_q(meaning),
            "source_k": self.source_k(meaning),
            "factuality": self.factuality(meaning),
            "mention_q": self.mention_q(meaning),
            "mention_k": self.mention_k(meaning),
            "event_q": self.event_q(meaning),
            "place_k": self.place_k(meaning),
            "events": self.events(meaning),
        }

    def name_scores(self, ids: Tensor, shapes: Tensor, breaks: Tensor, mask: Tensor, first: Tensor) -> dict[str, Tensor]:
        """`forward` of names alone, from layers of their own."""
        below = self.encoder(ids, shapes, breaks, mask, self.sizes.layers - self.sizes.naming)
        return {"names": self.names(self._named(below, mask, first[..., None].expand(-1, -1, self.sizes.width)))}

    def _named(self, below: list[Tensor], mask: Tensor, index: Tensor) -> Tensor:
        """What the head of names reads: the encoder's lower layers, and the topmost ones as the head itself has them."""
        hidden = self.encoder.hidden(mask, below[-1])
        xs = list(below)
        for layer in self.naming:
            xs.append(layer(xs[-1], hidden))
        return self.drop(torch.gather(self.mix_naming(xs), 1, index))  # type: ignore[misc]

    def begin_naming(self, layers: int) -> None:
        """Gives the head of names its own copy of the topmost layers, as they are now."""
        self.sizes = replace(self.sizes, naming=layers)
        self.naming = nn.ModuleList(copy.deepcopy(layer) for layer in self.encoder.layers[-layers:])
        self.mix_naming = copy.deepcopy(self.mix_meaning)

    def arcs(self, out: dict[str, Tensor]) -> Tensor:
        """[batch, dependent, head] scores."""
        return with_one(out["arc_dep"]) @ self.arc_form @ out["arc_head"].transpose(1, 2)

    def arc_labels(self, dep: Tensor, head: Tensor) -> Tensor:
        """[n, labels] scores of n pairs of (label_dep, label_head) vectors."""
        left = torch.einsum("ni,lij->nlj", with_one(dep), self.label_form)
        return torch.einsum("nlj,nj->nl", left, with_one(head))

    def links(self, out: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
        """[batch, word, cue] and [batch, cue, source] scores."""
        content = out["content_q"] @ self.content_form @ out["cue_k"].transpose(1, 2)
        source = out["cue_q"] @ self.source_form @ out["source_k"].transpose(1, 2)
        return content, source

    def antecedents(self, out: dict[str, Tensor]) -> Tensor:
        """[batch, mention, earlier mention] scores; the diagonal stands for a thing not mentioned before."""
        return with_one(out["mention_q"]) @ self.mention_form @ with_one(out["mention_k"]).transpose(1, 2)

    def places(self, out: dict[str, Tensor]) -> Tensor:
        """[batch, event, place] log-odds that the event was there."""
        return with_one(out["event_q"]) @ self.place_form @ with_one(out["place_k"]).transpose(1, 2)

    def load_base(self, folder: Path) -> None:
        """Takes the encoder's weights from a BERT checkpoint in safetensors."""
        base = load_file(folder / "model.safetensors")
        base = {k.removeprefix("bert."): v for k, v in base.items()}
        own = {
            "words.weight": base["embeddings.word_embeddings.weight"],
            "positions.weight": base["embeddings.position_embeddings.weight"],
            "kind": base["embeddings.token_type_embeddings.weight"][0],
            "norm.weight": base["embeddings.LayerNorm.weight"],
            "norm.bias": base["embeddings.LayerNorm.bias"],
        }
        parts = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "out": "attention.output.dense",
            "norm1": "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "norm2": "output.LayerNorm",
        }
        for i in range(self.sizes.layers):
            for mine, theirs in parts.items():
                for kind in ("weight", "bias"):
                    own[f"layers.{i}.{mine}.{kind}"] = base[f"encoder.layer.{i}.{theirs}.{kind}"]
        missing, unexpected = self.encoder.load_state_dict(own, strict=False)
        if unexpected or set(missing) != {"shapes.weight", "breaks.weight"}:
            raise SystemExit(f"base weights in {folder} do not fit: missing {missing}, unexpected {unexpected}")


def with_one(x: Tensor) -> Tensor:
    return torch.cat([x, torch.ones_like(x[..., :1])], -1)


def save(model: Reader, path: Path, extra: dict) -> None:
    torch.save({"model": model.state_dict(), "labels": asdict(model.labels), "sizes": asdict(model.sizes), **extra}, path)


def load(path: Path) -> tuple[Reader, dict]:
    state = torch.load(path, map_location="cpu", weights_only=True)
    labels = Labels(**{k: tuple(v) for k, v in state["labels"].items()})
    model = Reader(labels, Sizes(**state["sizes"]))
    missing, unexpected = model.load_state_dict(state["model"], strict=False)  # a head that is new begins untrained
    if unexpected:
        raise SystemExit(f"{path} holds weights that this network does not have: {unexpected}")
    if missing:
        print(f"new in this network: {', '.join(missing)}", flush=True)
    return model, state


def describe(labels: Labels) -> str:
    return json.dumps({k: len(v) for k, v in asdict(labels).items()})
