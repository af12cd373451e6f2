"""Exports a checkpoint: python -m training.export --checkpoint runs/reader/last.pt --out src/sayso/neural/weights.

Writes model.onnx (int8 weights, dynamic), pairs.npz (the bilinear forms), tokenizer.json and config.json with labels and digests.
`--fp32` keeps full precision, for comparison.

Three things keep int8 close to fp32: weights of products have a scale for each of their outputs, those of embeddings one for each
row, and what the two products of a layer's inner part read is evened out before it is rounded. There, one or two of the values
of every word are ten times as large as the others (`smooth`), and one scale serves all.
"""

import argparse
import hashlib
import json
import random
import shutil
import tempfile
from collections import Counter
from dataclasses import asdict
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn

from sayso.neural.features import SHAPES
from sayso.neural.model import WINDOW
from training import batches, data, model
from training.train import base_folder

FORMAT = 1
SMOOTHING_TEXTS = 24
USUAL = 4.0  # times the median of what a part reads, up to which a value is left as it is
OUTPUTS = (
    "sentence",
    "upos",
    "feats",
    "arc_dep",
    "arc_head",
    "label_dep",
    "label_head",
    "names",
    "roles",
    "content_q",
    "cue_k",
    "cue_q",
    "source_k",
    "factuality",
    "mention_q",
    "mention_k",
    "event_q",
    "place_k",
    "events",
)
FORMS = ("arc_form", "label_form", "content_form", "source_form", "mention_form", "place_form")


class Flat(nn.Module):
    """The network with its outputs in a fixed order."""

    def __init__(self, net: model.Reader) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: Tensor, shapes: Tensor, breaks: Tensor, mask: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        out = self.net(ids, shapes, breaks, mask, first)
        return tuple(out[k] for k in OUTPUTS)


def cue_words(folder: Path) -> list[str]:
    """Words that are part of a cue at least three times, and in a quarter of the places where they stand."""
    seen: Counter[str] = Counter()
    cues: Counter[str] = Counter()
    for e in data.polnear(folder / "polnear/train.jsonl.gz"):
        words = [w.lower() for w in e.words]
        seen.update(words)
        cues.update(w for w, tag in zip(words, e.roles["cue"], strict=True) if tag > 0)
    return sorted(w for w, n in cues.items() if n >= 3 and 4 * n >= seen[w] and w.isalpha() and len(w) > 2)


class Rows(nn.Module):
    """An embedding in int8 with a scale for each row."""

    def __init__(self, table: nn.Embedding) -> None:
        super().__init__()
        weight = table.weight.detach()
        scale = weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("scale", scale)
        self.register_buffer("rows", (weight / scale).round().to(torch.int8))

    def forward(self, index: Tensor) -> Tensor:
        return self.rows[index].float() * self.scale[index]  # type: ignore[index, operator]


def smooth(net: model.Reader, folder: Path) -> None:
    """Divides what `up` and `down` of every layer read by how much larger than usual each of its values can be, and multiplies
    their weights by the same: nothing changes but what is lost in rounding (as in SmoothQuant, Xiao et al. 2023, for outliers
    alone). How large values become is seen on texts of PolNeAR's training part."""
    tokenizer = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    layers = [*net.encoder.layers, *net.naming]
    largest: dict[nn.Module, Tensor] = {}

    def see(module: nn.Module, given: tuple[Tensor, ...]) -> None:
        now = given[0].abs().amax((0, 1))
        largest[module] = torch.maximum(largest[module], now) if module in largest else now

    hooks = [part.register_forward_pre_hook(see) for layer in layers for part in (layer.up, layer.down)]
    rng = random.Random(0)
    with torch.no_grad():
        for e in islice(data.polnear(folder / "polnear/train.jsonl.gz"), SMOOTHING_TEXTS):
            for w in batches.windows(e, tokenizer, rng, WINDOW):
                b = batches.batch([w], tokenizer, net.labels)
                net(b["ids"], b["shapes"], b["breaks"], b["mask"], b["first"])
    for hook in hooks:
        hook.remove()
    for layer in layers:
        for name in ("up", "down"):
            part = getattr(layer, name)
            seen = largest[part]
            scale = (seen / (USUAL * seen.median())).clamp(min=1.0)
            part.weight.data *= scale[None]
            setattr(layer, f"{name}_scale", 1.0 / scale)


def export(checkpoint: Path, out: Path, *, fp32: bool = False) -> None:
    net, state = model.load(checkpoint)
    net.eval()
    if not fp32:
        smooth(net, data.data_folder())
        net.encoder.words, net.encoder.positions = Rows(net.encoder.words), Rows(net.encoder.positions)
    out.mkdir(parents=True, exist_ok=True)
    ids = torch.ones(2, 16, dtype=torch.int64)
    inputs = (ids, ids, ids, ids, torch.ones(2, 9, dtype=torch.int64))
    names = ("ids", "shapes", "breaks", "mask", "first")
    axes = {n: {0: "batch", 1: "words" if n == "first" else "pieces"} for n in names} | {
        n: {0: "batch", 1: "words"} for n in OUTPUTS
    }
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        torch.onnx.export(
            Flat(net),
            inputs,
            str(full),
            input_names=list(names),
            output_names=list(OUTPUTS),
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        if fp32:
            shutil.copy(full, out / "model.onnx")
        else:
            quantize_dynamic(
                full, out / "model.onnx", op_types_to_quantize=["MatMul"], weight_type=QuantType.QInt8, per_channel=True
            )
    forms = {k: getattr(net, k).detach().numpy().astype(np.float32 if fp32 else np.float16) for k in FORMS}
    np.savez(out / "pairs.npz", **forms)
    shutil.copy(base_folder() / "tokenizer.json", out / "tokenizer.json")
    digests = {p: hashlib.sha256((out / p).read_bytes()).hexdigest() for p in ("model.onnx", "pairs.npz", "tokenizer.json")}
    config = {
        "format": FORMAT,
        "name": "sayso-en",
        "version": f"{state['stage']}-{state['step']}",
        "language": "en",
        "base": "all-MiniLM-L6-v2 (Apache-2.0)",
        "shapes": list(SHAPES),
        "labels": {k: list(v) for k, v in asdict(net.labels).items()},
        "cue_words": cue_words(data.data_folder()),
        "digests": digests,
        "seed": state["seed"],
    }
    (out / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    print(f"{out}: {sum((out / p).stat().st_size for p in digests) / 1e6:.1f} MB, step {state['step']}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, default=Path("runs/reader/last.pt"))
    parser.add_argument("--out", type=Path, default=Path("src/sayso/neural/weights"))
    parser.add_argument("--fp32", action="store_true")
    a = parser.parse_args()
    export(a.checkpoint, a.out, fp32=a.fp32)


if __name__ == "__main__":
    main()
