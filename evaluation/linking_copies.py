"""Copies: found, and who had it first, on a set that is built here out of `fa_kes` and the example dossier.

    python -m evaluation.linking_copies            the table
    python -m evaluation.linking_copies --misses   also what was missed or found for nothing

Half of the articles stand as they are. Of the others some get a copy in another outlet a day or two later: verbatim, cut, edited
(words changed, left out and put in), excerpted into another article, or paraphrased (words exchanged, sentences dropped, joined
and turned round). Others get only a quotation in common with an article that they have nothing to do with: no copy. Pairs of
articles as they stand are not scored, as nobody knows which of them are reprints.

Baselines: nothing is a copy; MinHash with LSH over whole documents (datasketch, 5-word shingles, Jaccard of .3 and more), the
earlier one being the source.
"""

import argparse
import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from datasketch import MinHash, MinHashLSH

from evaluation.codings import fa_kes
from evaluation.common import ROOT, f1
from sayso.core import Document, Found, Masthead
from sayso.link.copies import Source, find_copies
from sayso.link.passages import shared_passages
from sayso.link.text import words_of
from sayso.link.vocabulary import is_common

KINDS = ("verbatim", "credited", "cut", "edited", "excerpt", "paraphrased")
EACH = 30
OUTLETS = ("Lakeside Post", "Harbour Mail", "The Weekly Lantern", "Southern Dispatch", "Morning Ledger")
# Exchanges for the paraphrases: words of news with another that says as much.
EXCHANGES = dict(
    pair.split(":")
    for pair in (
        "said:stated killed:slain wounded:injured injured:hurt attack:assault attacks:assaults city:town army:military forces:troops "
        "troops:soldiers soldiers:servicemen government:administration rebels:insurgents militants:fighters fighters:gunmen area:zone "
        "areas:zones people:persons children:minors near:close-to several:some many:numerous large:big big:sizeable began:started "
        "started:commenced after:following during:in-the-course-of also:too reported:related told:informed strikes:raids strike:raid "
        "airstrikes:bombardments bombing:blast explosion:detonation country:state war:conflict conflict:fighting groups:factions "
        "group:faction backed:supported held:controlled controlled:run captured:seized seized:took fled:escaped civilians:non-combatants "
        "control:hold carried:conducted launched:mounted targeted:aimed-at hit:struck destroyed:wrecked last:past week:seven-days "
        "statement:communique according:going official:functionary officials:functionaries security:safety town:locality village:hamlet "
        "neighborhood:district neighbourhood:quarter dozens:scores including:among-them shelling:bombardment truce:ceasefire "
        "ceasefire:truce agreement:deal deal:accord talks:negotiations international:global coalition:alliance operation:campaign "
        "region:territory province:governorate northern:upper southern:lower eastern:oriental western:occidental opposition:anti-government "
        "terrorists:extremists terrorist:extremist weapons:arms chemical:toxic gas:fumes hospital:clinic monitoring:watchdog"
    ).split()
)


@dataclass(frozen=True)
class Built:
    """The documents, the copies among them as (source, copy) ids with their kind, and pairs that do not count."""

    documents: list[Document]
    gold: dict[tuple[str, str], str]
    quotations: set[frozenset[str]]
    made: set[str]
    twins: dict[str, str]  # made document to its base


def build(seed: int = 7) -> Built:
    rng = random.Random(seed)
    base = list({d.id: d for d in fa_kes("all") if len(words_of(d.text)) > 90}.values())
    rng.shuffle(base)
    base = [*base[: 2 * EACH * len(KINDS)], *_dossier()]
    quoting = [d for d in base if _quotation(d, random.Random(0))]
    picked = rng.sample(base, EACH * len(KINDS))
    pool = [(k, d) for k, d in zip(KINDS * EACH, picked, strict=True)] + [
        ("quotation", d) for d in rng.sample(quoting, min(EACH, len(quoting)))
    ]
    documents, gold, twins = list(base), {}, {}
    quotations: set[frozenset[str]] = set()
    for kind, original in pool:
        other = rng.choice(base)
        if kind == "quotation":
            quote = _quotation(original, rng)
            if other.id == original.id or not quote:
                continue
            made = _put(other, other.text + f" Asked about it he said: “{quote}”", rng, "quotation")
            twins[made.id] = other.id
            quotations.add(frozenset((original.id, made.id)))
        else:
            made = _put(original, MAKE[kind](original.text, rng, other.text), rng, kind)
            twins[made.id] = original.id
            gold[original.id, made.id] = kind
        documents.append(made)
    documents = list({d.id: d for d in documents}.values())
    return Built(documents, gold, quotations, set(twins), twins)


def _dossier() -> list[Document]:
    """The dossier's texts, each with its masthead."""
    out = []
    for path in sorted((ROOT / "examples" / "bishkek-2015" / "source").glob("*.txt")):
        head, _, text = path.read_text(encoding="utf-8").partition("\n\n")
        fields = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
        found = {
            k: Found(fields[v], "given")
            for k, v in (("title", "Title"), ("outlet", "Outlet"), ("published", "Published"))
            if v in fields
        }
        if len(words_of(text)) > 90 and "published" in found:
            out.append(Document(path.stem, text, Masthead(**found)))
    return out


def _put(original: Document, text: str, rng: random.Random, kind: str) -> Document:
    day = date.fromisoformat((original.published or "2000-01-01")[:10]) + timedelta(
        days=rng.randint(0 if kind == "credited" else 1, 2)
    )
    outlet = rng.choice(OUTLETS)
    masthead = Masthead(outlet=Found(outlet, "given"), published=Found(day.isoformat(), "given"))
    if kind == "credited":
        masthead = replace(masthead, agencies=(Found(original.outlet or "", "given"),))
    return Document(f"{original.doc}-{kind}-{outlet}", text, masthead)


def _sentences(text: str) -> list[str]:
    return [s for s in re.split(r"(?<=[.!?])[\"”]?\s+(?=[A-Z“\"])", text) if s.strip()]


def _verbatim(text: str, rng: random.Random, other: str) -> str:
    return text


def _cut(text: str, rng: random.Random, other: str) -> str:
    sentences = _sentences(text)
    return " ".join(sentences[: max(3, int(len(sentences) * rng.uniform(0.4, 0.7)))])


def _edited(text: str, rng: random.Random, other: str) -> str:
    out = []
    for word in text.split(" "):
        chance = rng.random()
        if chance < 0.03:
            continue
        out.append(EXCHANGES.get(word, word) if chance < 0.4 else word)
        if chance > 0.98:
            out.append(rng.choice(("reportedly", "also", "now", "there")))
    return " ".join(out)


def _excerpt(text: str, rng: random.Random, other: str) -> str:
    sentences, around = _sentences(text), _sentences(other)
    first = rng.randrange(max(1, len(sentences) - 3))
    place = rng.randrange(1, max(2, len(around)))
    return " ".join([*around[:place], *sentences[first : first + 3], *around[place:]])


def _paraphrased(text: str, rng: random.Random, other: str) -> str:
    sentences = [s for k, s in enumerate(_sentences(text)) if k == 0 or rng.random() > 0.2]
    return " ".join(_reworded(s, rng) for s in sentences)


def _reworded(sentence: str, rng: random.Random) -> str:
    """Attribution to the front, every other common word exchanged or dropped, halves turned round at a conjunction."""
    words = sentence.split()
    if found := re.search(r"^(.{30,}?)\s((?:[\w.-]+ ){1,4}said)\.?$", sentence):
        words = f"As {found[2]} {found[1][0].lower()}{found[1][1:]}".split()
    for joint in ("while", "after", "as", "when", "which", "and"):
        if joint in words[5:-5]:
            at = words.index(joint, 5)
            words = [*words[at + 1 :], "-", "this", "was" if joint == "after" else "is", *words[:at]]
            break
    out = []
    for w in words:
        plain = w.lower().strip(".,")
        if plain in EXCHANGES:
            out.append(EXCHANGES[plain].replace("-", " "))
        elif not (is_common(plain) and rng.random() < 0.25 and plain not in {"two", "three", "four", "five"}):
            out.append(w)
    text = " ".join(out).rstrip(".")
    return text[:1].upper() + text[1:] + "."


MAKE: dict[str, Callable[[str, random.Random, str], str]] = {
    "verbatim": _verbatim,
    "credited": _verbatim,
    "cut": _cut,
    "edited": _edited,
    "excerpt": _excerpt,
    "paraphrased": _paraphrased,
}


def _quotation(document: Document, rng: random.Random) -> str:
    """A sentence to be quoted; put into the original between marks as well would change it, so it is one that is quoted there."""
    quotes = [q for q in re.findall(r"\"([^\"]{80,400})\"", document.text) if len(q.split()) > 15]
    return rng.choice(quotes) if quotes else ""


def ignored(built: Built, a: str, b: str, by_id: dict[str, Source]) -> bool:
    """Pairs that nobody knows: two as they stand, or a made one with another text that its base shares wording with."""
    if a not in built.made and b not in built.made:
        return True
    bases = [built.twins.get(x, x) for x in (a, b)]
    if bases[0] == bases[1] and frozenset((a, b)) not in built.quotations and not _gold(built, a, b):
        return True
    if _gold(built, a, b) or frozenset((a, b)) in built.quotations:
        return False
    x, y = (by_id[x] for x in bases)
    return bool(shared_passages(x.words, y.words)) or any(
        built.twins.get(m) in bases and "-excerpt-" in by_id[m].document.doc for m in (a, b)
    )


def _gold(built: Built, a: str, b: str) -> bool:
    return (a, b) in built.gold or (b, a) in built.gold


def ours(sources: list[Source]) -> set[tuple[str, str]]:
    pairs = [(i, j) for i in range(len(sources)) for j in range(i)]
    return {(c.source, c.copy) for c in find_copies(sources, None, pairs)}


def minhash(sources: list[Source]) -> set[tuple[str, str]]:
    lsh, sketches = MinHashLSH(threshold=0.3, num_perm=128), {}
    for s in sources:
        sketch = MinHash(num_perm=128)
        sketch.update_batch([int(h).to_bytes(8, "little") for h in s.words.shingles])
        sketches[s.id] = sketch
        lsh.insert(s.id, sketch)
    found = set()
    by_id = {s.id: s for s in sources}
    for s in sources:
        for other in lsh.query(sketches[s.id]):
            if other != s.id and sketches[s.id].jaccard(sketches[other]) >= 0.3:
                pair = sorted((s.id, other), key=lambda i: (by_id[i].published, i))
                found.add((pair[0], pair[1]))
    return found


def score(name: str, found: set[tuple[str, str]], built: Built, by_id: dict[str, Source], misses: bool) -> None:
    counted = {p for p in found if not ignored(built, *p, by_id)}
    hits = {g: g in counted for g in built.gold if g in counted or g[::-1] in counted}
    wrong = {p for p in counted if not _gold(built, *p)}
    quoted = sum(frozenset(p) in built.quotations for p in wrong)
    precision = len(hits) / (len(hits) + len(wrong)) if hits or wrong else 0.0
    recall = len(hits) / len(built.gold)
    by_kind = Counter(built.gold[g] for g in hits)
    kinds = " ".join(f"{k} {by_kind[k] / sum(v == k for v in built.gold.values()):.2f}" for k in KINDS)
    right = sum(hits.values()) / len(hits) if hits else 0.0
    found_f1 = f1(len(hits), len(hits) + len(wrong), len(built.gold))
    print(
        f"{name:34} P {precision:.3f}  R {recall:.3f}  F1 {found_f1:.3f}  direction {right:.3f}  quotations taken for copies {quoted}/{len(built.quotations)}  | {kinds}"
    )
    if misses:
        for g in sorted(set(built.gold) - set(hits)):
            print("  missed", built.gold[g], by_id[g[0]].document.doc, by_id[g[1]].document.doc)
        for p in sorted(wrong):
            print("  wrong", by_id[p[0]].document.doc, by_id[p[1]].document.doc)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--seed", type=int, default=7)
    wanted = parser.parse_args()
    built = build(wanted.seed)
    sources = [Source(d) for d in built.documents]
    by_id = {s.id: s for s in sources}
    print(f"{len(sources)} documents, {len(built.gold)} copies, {len(built.quotations)} pairs that share a quotation only")
    score("nothing is a copy", set(), built, by_id, misses=False)
    score("MinHash LSH, whole documents", minhash(sources), built, by_id, misses=False)
    score("sayso", ours(sources), built, by_id, wanted.misses)


if __name__ == "__main__":
    main()
