"""Count in how many articles each word stands, for `src/sayso/link/data/words.tsv`.

    python -m evaluation.linking_words          from training parts only: gva_incidents, ecbplus, polnear; and wcep_conflict

The sentences of wcep_conflict are dated items; twelve that follow each other count as one article.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice

from evaluation.codings import ecbplus, gva, lines
from evaluation.common import ROOT
from sayso.link.text import words_of

TABLE = ROOT / "src" / "sayso" / "link" / "data" / "words.tsv"
LEAST = 6  # documents; rarer words weigh the same as unknown ones
HEAD = """# What: in how many of some articles of news each word stands (`*`: all articles). Words of fewer than {least} articles are left out.
# Source: counted by evaluation/linking_words.py over the training parts of gva_incidents, ECB+ and PolNeAR, and the items of WCEP on
#   conflict; counts only, no text. Licence: Apache-2.0.
word\tdocuments
"""


def articles() -> Iterator[str]:
    yield from (d.text for d in chain(gva("train"), ecbplus("train")))
    yield from (str(r["text"]) for r in lines("polnear/train.jsonl.gz"))
    items = (str(r["text"]) for r in lines("wcep_conflict/wcep_2002_2025.jsonl.gz"))
    while group := list(islice(items, 12)):
        yield "\n".join(group)


def main() -> None:
    counts: Counter[str] = Counter()
    total = 0
    for text in articles():
        total += 1
        counts.update(set(words_of(text).folded))
    kept = sorted((w, n) for w, n in counts.items() if n >= LEAST)
    rows = "".join(f"{w}\t{n}\n" for w, n in [("*", total), *kept])
    TABLE.write_text(HEAD.format(least=LEAST) + rows, encoding="utf-8")
    print(f"{len(kept)} words of {total} articles, {TABLE.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
