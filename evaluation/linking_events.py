"""Documents to events on the dev parts of `gva_incidents` and `ecbplus`, from raw text, and the registry's dead by incident.

    python -m evaluation.linking_events             both sets
    python -m evaluation.linking_events gva ecb     one or both

Documents are coded by the program (evaluation/codings.py), linked with the weights of the package, and a document goes to the
event of its main report. Baselines: every document alone; all in one; text likeness alone, that is components of documents whose
TF-IDF cosine is over a threshold that is the best on this very part, of `gva_incidents` also within a week of each other. The
thresholds of the program were chosen on both dev parts too (evaluation/linking_fit.py).

Registry: of the incidents whose number of dead stands in a text (the number in a sentence that speaks of death; for one, that
somebody died), the share for which the event that holds most of its articles has that number as best estimate under the policy
`ucdp`. Baseline: the largest number in a sentence that speaks of death, in any of its articles.
"""

import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_matrix

from evaluation.clusters import Agreement, agreement
from evaluation.codings import coded, lines
from evaluation.linking_fit import group_documents, grouped, link_records, mains, weigh
from sayso.assess.assessment import assess
from sayso.assess.facts import gather
from sayso.assess.policies import policy
from sayso.core import CodedDocument, Event
from sayso.core.dates import days
from sayso.link.clustering import components
from sayso.link.library import Held, shelve
from sayso.link.model import weights
from sayso.link.origins import trace_all
from sayso.link.text import words_of
from sayso.link.vocabulary import stem

DEATH = re.compile(r"\b(?:dead|dies?|died|dying|deaths?|killed|killing|kills?|fatal\w*|slain|murder\w*|homicides?)\b", re.I)
WORDS = dict(zip("one two three four five six seven eight nine ten eleven twelve".split(), range(1, 13), strict=True))


def show(name: str, a: Agreement) -> None:
    print(f"  {name:44} pairwise P {a.precision:.3f} R {a.recall:.3f} F1 {a.pairwise:.3f}   B3 {a.b3:.3f}   CoNLL {a.conll:.3f}")


def table(name: str, documents: Sequence[CodedDocument], gold: Sequence[str], *, dated: bool) -> dict[str, int]:
    """Prints the rows of a set and gives our groups."""
    print(f"{name}: {len(documents)} documents, {len(set(gold))} events")
    show("every document alone", agreement(range(len(gold)), gold))
    show("all in one", agreement([0] * len(gold), gold))
    for within in (7, None) if dated else (None,):
        label = "text likeness alone" + (" within a week" if within else "")
        show(f"{label} (best threshold)", likeness_alone(documents, gold, within))
    once = list({r.report: r for r in link_records(documents)}.values())
    model = weights()
    labels = group_documents(documents, once, weigh(once, model), model.threshold, model.floor)
    show("sayso", agreement([labels[d.document] for d in documents], gold))
    return labels


def likeness_alone(documents: Sequence[CodedDocument], gold: Sequence[str], within: int | None) -> Agreement:
    """The best that components over the cosine of TF-IDF reach on this part."""
    places: dict[str, int] = {}
    rows, columns, values = [], [], []
    for i, d in enumerate(documents):
        for word, n in Counter(stem(w) for w in words_of(d.text).folded).items():
            rows.append(i)
            columns.append(places.setdefault(word, len(places)))
            values.append(1 + np.log(n))
    counts = csr_matrix((values, (rows, columns)))
    seen = np.bincount(counts.indices, minlength=counts.shape[1])
    counts = counts.multiply(np.log(len(documents) / np.maximum(seen, 1))).tocsr()
    counts = counts.multiply(1 / np.sqrt(counts.multiply(counts).sum(axis=1))).tocsr()
    like = (counts @ counts.T).tocoo()
    printed = [d[0] if (d := days((c.published or "")[:10])) else 0 for c in documents]
    near = [
        (f"{i:05}", f"{j:05}", v)
        for i, j, v in zip(like.row, like.col, like.data, strict=True)
        if i < j and v >= 0.1 and (within is None or abs(printed[i] - printed[j]) <= within)
    ]
    nodes = [f"{i:05}" for i in range(len(documents))]
    found = []
    for threshold in np.arange(0.1, 0.8, 0.025):
        groups = components(nodes, [(a, b) for a, b, v in near if v >= threshold])
        of = {n: k for k, g in enumerate(groups) for n in g}
        found.append(agreement([of[n] for n in nodes], gold))
    return max(found, key=lambda a: a.pairwise)


def gva() -> None:
    documents = coded("gva_dev")
    incidents = [str(r["incident_id"]) for r in lines("gva_incidents/docs_dev.jsonl.gz")]
    table("gva_incidents dev", documents, incidents, dated=True)
    registry(documents, incidents)


def registry(documents: Sequence[CodedDocument], incidents: Sequence[str]) -> None:
    dead = {str(r["incident_id"]): int(r["killed"]) for r in lines("gva_incidents/incidents_dev.jsonl")}  # type: ignore[call-overload]
    by_incident: dict[str, list[CodedDocument]] = {}
    for d, i in zip(documents, incidents, strict=True):
        by_incident.setdefault(i, []).append(d)
    once = list({r.report: r for r in link_records(documents)}.values())
    model = weights()
    groups = grouped(documents, once, weigh(once, model), model.threshold, model.floor)
    main = {r.document: r.report for r in mains(once)}
    of = {report: k for k, g in enumerate(groups) for report in g}
    told = {i: ds for i, ds in by_incident.items() if dead[i] > 0 and any(expressed(d.text, dead[i]) for d in ds)}
    texts = {d.document: d for d in documents}
    right = baseline = 0
    for i, ds in told.items():
        home = Counter(of[main[d.document]] for d in ds).most_common(1)[0][0]
        right += best(groups[home], texts) == dead[i]
        baseline += max((n for d in ds for n in numbers_of_dead(d.text)), default=0) == dead[i]
    print(f"registry, killed exactly right, {len(told)} incidents whose number stands in a text:")
    print(f"  largest number near a word of death {baseline / len(told):.3f}")
    print(f"  sayso                               {right / len(told):.3f}")


def best(group: tuple[str, ...], texts: dict[str, CodedDocument]) -> int | None:
    """The best estimate of the dead of one event."""
    held = [texts[d] for d in sorted({r.split("#")[0] for r in group}) if texts[d].events]
    if not held:
        return None
    traced = trace_all(shelve([Held(d) for d in held], group))
    facts = gather(Event("e", group), held, traced.trails, traced.origins, traced.ties)
    return (
        next(a.best for a in assess(facts, policy("ucdp")) if (a.field, a.group, a.part) == ("killed", "", ""))
        if facts.reports
        else None
    )


def sentences_of_death(text: str) -> list[str]:
    cuts = [0, *(m.end() for m in re.finditer(r"[.!?][\"”]?\s+(?=[A-Z\"“])|\n+", text)), len(text)]
    return [s for a, b in pairwise(cuts) if DEATH.search(s := text[a:b])]


def numbers_of_dead(text: str) -> list[int]:
    """Numbers up to 60 in sentences that speak of death; 1 where one does without a number."""
    out = []
    for s in sentences_of_death(text):
        found = [
            int(n) for n in re.findall(r"(?<![\d.,:$-])\d{1,2}(?![\d:]|-year|st\b|nd\b|rd\b|th\b|,\d| years?\b|\s?[ap]\.?m)", s)
        ]
        found += [WORDS[w] for w in re.findall(r"[a-z]+", s.lower()) if w in WORDS]
        out += [n for n in found if 0 < n <= 60] or [1]
    return out


def expressed(text: str, number: int) -> bool:
    """Whether a text has a number of dead."""
    return number in numbers_of_dead(text) or (number == 1 and bool(sentences_of_death(text)))


def ecb() -> None:
    documents = coded("ecbplus_dev")
    gold = [str(r["subtopic"]) for r in lines("ecbplus/dev.jsonl.gz")]
    table("ecbplus dev", documents, gold, dated=False)


SETS: dict[str, Callable[[], None]] = {"gva": gva, "ecb": ecb}

if __name__ == "__main__":
    for wanted in sys.argv[1:] or list(SETS):
        SETS[wanted]()
