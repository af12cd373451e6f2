"""Speed from text to claims: python -m benchmarks.coding [--documents 128] [--threads 2].

Documents of 500 words cut from PolNeAR dev. Prints documents a second of the network, of the whole reading (tokens, network,
rules), and of reading, extracting and resolving in as many processes as threads, as `sayso add` does it; the time to load, peak
memory and the size of the model.
"""

import argparse
import gzip
import json
import resource
import time
from importlib.resources import files
from pathlib import Path

WORDS = 500


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=128)
    parser.add_argument("--threads", type=int, default=2)
    a = parser.parse_args()

    began = time.perf_counter()
    from sayso.coding_pool import coded_groups
    from sayso.core import Document
    from sayso.neural import load
    from sayso.pipeline import code_batch
    from sayso.read import NeuralReader
    from sayso.read.tokens import breaks, tokenize

    model = load(threads=a.threads)
    reader = NeuralReader(model)
    reader.read([Document("warm", "One line, the clerk said.")])
    loaded = time.perf_counter() - began

    from evaluation.common import data_folder

    with gzip.open(data_folder() / "polnear/dev.jsonl.gz", "rt", encoding="utf-8") as f:
        texts = [json.loads(line)["text"] for line in f]
    documents = []
    for k in range(a.documents):
        text = texts[k % len(texts)]
        spans = tokenize(text)[:WORDS]
        documents.append(Document(f"d{k}", text[: spans[-1][1]]))

    words = [(d.text, tokenize(d.text)) for d in documents]
    cut = [([t[x:y] for x, y in s], breaks(t, s)) for t, s in words]
    count = sum(len(s) for _, s in words)
    began = time.perf_counter()
    for k in range(0, len(cut), 16):
        model.read(cut[k : k + 16])
    network = time.perf_counter() - began
    began = time.perf_counter()
    reader.read(documents)
    whole = time.perf_counter() - began
    size = sum(p.stat().st_size for p in Path(str(files("sayso.neural"))).joinpath("weights").iterdir())
    print(f"network {count / WORDS / network:.1f}, whole reading {count / WORDS / whole:.1f} documents of {WORDS} words a second")
    groups = coded_groups(documents * 4, code_batch, a.threads)
    next(groups)  # processes start and load
    began = time.perf_counter()
    rest = [c for group in groups for c in group]
    claims = len(rest) / (time.perf_counter() - began)
    print(f"from text to claims {claims * count / len(documents) / WORDS:.1f} documents of {WORDS} words a second")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"load {loaded:.1f} s; peak memory {peak:.0f} MB; model {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
