"""Readers of the training sets: every one gives `Example`s of words with the layers that the set annotates.

A layer that a set does not annotate is absent, and its loss is masked; nothing is learnt from silence.
"""

import gzip
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sayso.gazetteer import countries
from sayso.read.tokens import breaks, tokenize

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("O", "PERSON", "ORG", "LOC", "NORP", "FAC", "EVENT", "DATE", "MONEY", "WEAPON", "VEHICLE")
TITLES = {
    *(
        "mr.",
        "mrs.",
        "ms.",
        "mr",
        "mrs",
        "ms",
        "dr.",
        "dr",
        "sir",
        "president",
        "vice",
        "prime",
        "minister",
        "secretary",
        "senator",
    ),
    *("general", "gen.", "king", "queen", "prince", "princess", "pope", "chancellor", "judge", "colonel", "captain", "governor"),
    *(
        "foreign",
        "defense",
        "interior",
        "state",
        "of",
        "former",
        "president-elect",
        "ambassador",
        "ayatollah",
        "sheikh",
        "cardinal",
    ),
}
GUM_NAMES = {"person": "PERSON", "organization": "ORG", "place": "LOC", "event": "EVENT"}
JOINTS = {"of", "the", "for", "de", "la", "al", "-", "&", "'s", "’s"}
FEATS = {"Tense", "VerbForm", "Number", "Person", "Mood", "Voice", "Degree", "PronType", "Polarity"}
IGNORE = -100
UNKNOWN = "?"  # the label of a word of which nobody says whether it is part of a name


def data_folder() -> Path:
    """The folder of data sets: SAYSO_DATA, else ../shared/data beside the repository."""
    folder = Path(os.environ.get("SAYSO_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        raise SystemExit(f"no data folder {folder}; set SAYSO_DATA (training/README.md says how to obtain the sets)")
    return folder


@dataclass
class Example:
    """Words of one stretch of text. Optional layers are lists as long as `words`, indices count words.

    `sentence`: 1 where a sentence begins. `head` is absolute, the root's own index for a root. `names` are BIO labels,
    `inventory` the labels its set knows. `roles` are BIO labels for source, cue, content; `content_cue` and `cue_source`
    point from a word to the first word of its cue or source (IGNORE where outside). `clusters` gives the head word of every
    mention the number of its thing, other words -1. `events` are TimeML classes, "O" for none. `places` gives the first words
    of the places of an event at the first word of its trigger; an event without a place has none.
    """

    words: list[str]
    breaks: list[int]
    set: str
    sentence: list[int] | None = None
    upos: list[str] | None = None
    feats: list[str] | None = None
    head: list[int] | None = None
    deprel: list[str] | None = None
    names: list[str] | None = None
    inventory: tuple[str, ...] = NAMES
    roles: dict[str, list[int]] | None = None
    content_cue: list[int] = field(default_factory=list)
    cue_source: list[int] = field(default_factory=list)
    factuality: dict[int, float] | None = None
    clusters: list[int] | None = None
    events: list[str] | None = None
    places: dict[int, list[int]] | None = None


def lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as f:
        yield from f


def records(path: Path) -> Iterator[dict]:
    return map(json.loads, lines(path))


def conllu(
    path: Path,
    skip: Iterable[str] = (),
    *,
    window: int,
    entities: bool = False,
    names: dict[str, list[tuple[int, int, str]]] | None = None,
) -> Iterator[Example]:
    """Windows of whole sentences of one document, about `window` words each; `entities` reads `Entity=` of MISC too, `names` are
    the spans of words with their labels by the identifier of the sentence ("?" where nobody knows)."""
    skipped = set(skip)
    doc, example, par, sentence = "", None, True, ""
    open_mentions: list[tuple[str, str, int]] = []
    rows: list[list[str]] = []
    for line in lines(path):
        line = line.rstrip("\n")
        if line.startswith("# newdoc id = "):
            doc, par = line[14:], True
            if example and example.words:
                yield example
            example = None
        elif line.startswith("# newpar"):
            par = True
        elif line.startswith("# sent_id = "):
            sentence = line[12:]
        elif not line and rows:
            if doc not in skipped:
                if example is None or len(example.words) + len(rows) > window:
                    if example and example.words:
                        yield example
                    example = Example([], [], "ud", [], [], [], [], [])
                    open_mentions = []
                _add_sentence(example, rows, par)
                if entities:
                    _add_mentions(example, rows, open_mentions)
                if names is not None:
                    _add_names(example, len(rows), names.get(sentence, ()))
            rows, par = [], False
        elif line and line[0].isdigit():
            cells = line.split("\t")
            if cells[0].isdigit():
                rows.append(cells)
    if example and example.words:
        yield example


def _add_sentence(e: Example, rows: list[list[str]], par: bool) -> None:
    at = len(e.words)
    for k, c in enumerate(rows):
        e.words.append(c[1].replace("\u00a0", " ") or "_")
        e.breaks.append(2 if k == 0 and par else 0)
        e.sentence.append(int(k == 0))
        e.upos.append(c[3])
        kept = [f for f in c[5].split("|") if f.split("=")[0] in FEATS]
        e.feats.append("|".join(kept) or "_")
        e.head.append(at + (int(c[6]) - 1 if c[6] != "0" else k))
        e.deprel.append(c[7])


def _add_names(e: Example, size: int, spans: Iterable[tuple[int, int, str]]) -> None:
    """BIO labels of the last `size` words."""
    labels = ["O"] * size
    for first, last, label in spans:
        for i in range(first, last):
            labels[i] = UNKNOWN if label == UNKNOWN else f"{'I' if i > first else 'B'}-{label}"
    e.names = [*(e.names or []), *labels]


def _add_mentions(e: Example, rows: list[list[str]], pending: list[tuple[str, str, int]]) -> None:
    """Cluster numbers at the head words of mentions, by CorefUD's `Entity=` ("(12-person-...", "12)"), and the names among them.
    A mention's head is its word whose head lies outside it; of two mentions with one head the longer counts."""
    at = len(e.words) - len(rows)
    e.clusters = [*(e.clusters or [-1] * at), *[-1] * len(rows)]
    e.names = [*(e.names or ["O"] * at), *["O"] * len(rows)]
    e.inventory = ("O", *GUM_NAMES.values())
    found = []
    for k, c in enumerate(rows, at):
        entity = next((m[7:] for m in c[9].split("|") if m.startswith("Entity=")), "")
        for opened, name, kind, closed in re.findall(r"(\()?([0-9]+)(?:\[[0-9]+/[0-9]+\])?(?:-([a-z]+)[^()]*)?(\))?", entity):
            if opened:
                pending.append((name, kind, k))
            if closed:
                i = next((i for i in range(len(pending) - 1, -1, -1) if pending[i][0] == name), None)
                if i is not None:
                    _, kind, start = pending.pop(i)
                    head = next((i for i in range(start, k + 1) if not start <= e.head[i] <= k or e.head[i] == i), start)
                    e.clusters[head] = int(name)
                    found.append((start, k + 1, head, kind))
    for start, end, head, kind in sorted(found, key=lambda m: m[0] - m[1]):
        if kind in GUM_NAMES and e.upos[head] == "PROPN":
            first, last = _name_within(e, start, end, head, kind)
            if all(n == "O" for n in e.names[first:last]):
                e.names[first:last] = [f"{'I' if i else 'B'}-{GUM_NAMES[kind]}" for i in range(last - first)]


def spans_by_sentence(path: Path) -> dict[str, list[tuple[int, int, str]]]:
    """Names of sentences by identifier, from lines of "# document" and "sentence<TAB>first-last label<TAB>..."."""
    out: dict[str, list[tuple[int, int, str]]] = {}
    doc = ""
    for line in lines(path):
        number, *spans = line.rstrip("\n").split("\t")
        if number.startswith("# "):
            doc = number[2:]
        else:
            out[f"{doc}-{number}"] = [_span(s) for s in spans]
    return out


def _span(text: str) -> tuple[int, int, str]:
    at, label = text.split(" ")
    first, last = at.split("-")
    return int(first), int(last), label


def ewt_names(folder: Path) -> Iterator[Example]:
    """The treebank's training part with names as we marked them (training/ewt_names.tsv): persons, organisations, places and
    facilities alone, along its proper nouns."""
    marked = spans_by_sentence(Path(__file__).with_name("ewt_names.tsv"))
    for e in conllu(folder / "ud_ewt/en_ewt-ud-train.conllu.gz", window=230, names=marked):
        yield Example(e.words, e.breaks, "ewt", names=e.names, inventory=("O", "PERSON", "ORG", "LOC", "FAC"))


def gum_names(folder: Path, skip: Iterable[str]) -> Iterator[Example]:
    """The names of GUM's mentions without its other layers."""
    for e in conllu(folder / "gum/gum-train.conllu.gz", skip, window=230, entities=True):
        yield Example(e.words, e.breaks, "gum", names=e.names, inventory=e.inventory)


def _name_within(e: Example, start: int, end: int, head: int, kind: str) -> tuple[int, int]:
    """The name alone in a mention, which may have articles, titles, appositions and clauses around it."""

    def capital(i: int) -> bool:
        return e.upos[i] in ("PROPN", "NUM") or (e.words[i][0].isupper() and e.upos[i] not in ("DET", "PRON"))

    first, last = head, head + 1
    joints = {"de", "la", "al", "-"} if kind == "person" else JOINTS
    while first > start and (capital(first - 1) or (e.words[first - 1] in joints and first - 1 > start and capital(first - 2))):
        first -= 1
    while last < end and (capital(last) or (e.words[last] in joints and last + 1 < end and capital(last + 1))):
        last += 1
    if kind == "person":
        first = max((i + 1 for i in range(first, last - 1) if e.words[i].lower() in TITLES), default=first)
    return (first, last) if e.words[head][0].isupper() else (head, head)


def bio(
    path: Path,
    mapping: dict[str, str],
    inventory: tuple[str, ...],
    *,
    separator: str = "\t",
    column: int = 1,
    word: int = 0,
    set_name: str = "names",
    window: int = 210,
) -> Iterator[Example]:
    """Windows of sentences from a column file with BIO or IO labels; labels outside `mapping` become O (masked by inventory)."""
    words: list[str] = []
    before = "O"
    labels: list[str] = []
    start: list[int] = []
    fresh = True
    for raw in lines(path):
        line = raw.rstrip("\n")
        if line.startswith(("# doc", "-DOCSTART-")) or (not line.strip() and len(words) > window):
            if words:
                yield Example(words, [0] * len(words), set_name, sentence=start, names=labels, inventory=inventory)
            words, labels, start, fresh = [], [], [], True
            continue
        if not line.strip():
            fresh = True
            continue
        if line.startswith("# "):
            continue
        cells = line.split(separator)
        if len(cells) <= column:
            continue
        tag = cells[column]
        name = mapping.get(tag[2:]) if tag[:2] in ("B-", "I-") else None
        words.append(cells[word] or "_")
        begins = tag[:2] == "B-" or fresh or before[2:] != tag[2:]
        labels.append(f"{'B' if begins else 'I'}-{name}" if name else "O")
        before = tag
        start.append(int(fresh))
        fresh = False
    if words:
        yield Example(words, [0] * len(words), set_name, sentence=start, names=labels, inventory=inventory)


def gmb(path: Path) -> Iterator[Example]:
    """Sentences of newswire by the set's machine-made labels; titles, which it counts to a person's name, are taken off.

    Its sentences stand in no order, so each is a window of its own, and only the labels that it marks well are read. What it
    marks as a people but is the name of a state is a place.
    """
    mapping = {"per": "PERSON", "geo": "LOC", "org": "ORG", "gpe": "NORP"}
    states = {n.lower() for c in countries().values() for n in (c.name, *c.aliases)} - {"us"}
    for e in bio(path, mapping, ("O", "PERSON", "LOC", "ORG", "NORP"), column=2, set_name="gmb", window=0):
        for i, label in enumerate(e.names):
            if label == "B-PERSON" and e.words[i].lower() in TITLES:
                following = e.names[i + 1] if i + 1 < len(e.names) else "O"
                e.names[i] = "O"
                if following == "I-PERSON":
                    e.names[i + 1] = "B-PERSON"
            elif label == "B-NORP" and e.words[i].lower() in states:
                e.names[i] = "B-LOC"
        yield e


def polnear(path: Path) -> Iterator[Example]:
    """One example a text, by the annotator who agrees best with the others where there are several."""
    order = ("d473", "5fec", "6b86", "4b22", "ef2d", "4e07")
    for doc in records(path):
        text = doc["text"]
        annotators = doc["annotators"]
        chosen = next((a for a in order if a in annotators), next(iter(annotators)))
        spans = tokenize(text)
        e = Example([text[a:b] for a, b in spans], breaks(text, spans), "polnear")
        _add_attributions(e, spans, annotators[chosen])
        yield e


def _add_attributions(e: Example, spans: list[tuple[int, int]], annotation: dict) -> None:
    n = len(spans)
    e.roles = {role: [0] * n for role in ("source", "cue", "content")}
    e.content_cue, e.cue_source = [IGNORE] * n, [IGNORE] * n

    def inside(parts: list[list[int]]) -> list[list[int]]:
        return [[i for i, (a, b) in enumerate(spans) if a < y and x < b] for x, y in parts]

    for a, b in annotation["discard"]:
        for i, (x, y) in enumerate(spans):
            if a < y and x < b:
                for role in e.roles.values():
                    role[i] = IGNORE
    for a in annotation["attributions"]:
        tokens = {role: [part for part in inside(a.get(role) or []) if part] for role in e.roles}
        if not tokens["cue"]:
            continue
        cue = min(part[0] for part in tokens["cue"])
        for role, parts in tokens.items():
            for part in parts:
                for k, i in enumerate(part):
                    if e.roles[role][i] == 0:
                        e.roles[role][i] = 1 if k == 0 else 2
        for part in tokens["content"]:
            for i in part:
                e.content_cue[i] = cue
        e.cue_source[cue] = min((part[0] for part in tokens["source"]), default=cue)


def factuality(path: Path, held_out_text: str = "") -> Iterator[Example]:
    """Sentences with scores from -3 to 3 at single words; one that stands in `held_out_text` (without blanks) is left out."""
    for d in records(path):
        words = d["text"].split()
        if held_out_text and _bare("".join(words)) in held_out_text:
            continue
        scores = {t["span1"][0]: float(t["label"]) for t in d["targets"] if t["span1"][0] < len(words)}
        if words and scores:
            yield Example(words, [0] * len(words), "factuality", factuality=scores)


def re3d(path: Path) -> Iterator[Example]:
    """Weapons and vehicles only; the other labels of the set follow other conventions."""
    kinds = {"Weapon": "WEAPON", "Vehicle": "VEHICLE", "MilitaryPlatform": "VEHICLE"}
    for doc in records(path):
        if "BBC" in doc["source"]:
            continue  # CC BY-NC: not used for published weights
        spans = tokenize(doc["text"])
        labels = ["O"] * len(spans)
        for ent in doc["entities"]:
            kind = kinds.get(ent["type"])
            if kind and ent["conf"] >= 0.5:
                inside = [i for i, (a, b) in enumerate(spans) if a < ent["end"] and ent["start"] < b]
                for k, i in enumerate(inside):
                    labels[i] = ("B-" if k == 0 else "I-") + kind
        yield Example(
            [doc["text"][a:b] for a, b in spans],
            breaks(doc["text"], spans),
            "re3d",
            names=labels,
            inventory=("O", "WEAPON", "VEHICLE"),
        )


def _bare(text: str) -> str:
    """Letters and digits alone, to find a sentence whatever its marks and blanks."""
    return "".join(c for c in text.lower() if c.isalnum())


def held_out_timebank(folder: Path) -> str:
    """The texts of TimeBank that are never trained on, in one string of letters and digits."""
    texts = [
        d["text"] for name in ("timebank", "aquaint") for d in records(folder / f"timex/{name}.jsonl.gz") if held_out(d["doc"])
    ]
    return " ".join(map(_bare, texts))


def held_out(name: str, one_in: int = 5) -> bool:
    """Whether a text is kept from training by its name: of TimeBank every fifth document, of other sets as said there."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % one_in == 0


def timeml(path: Path) -> Iterator[Example]:
    """TimeML classes of event words; TimeBank's held-out documents are left out."""
    for doc in records(path):
        if held_out(doc["doc"]):
            continue
        spans = tokenize(doc["text"])
        labels = ["O"] * len(spans)
        for event in doc["events"]:
            for i, (a, b) in enumerate(spans):
                if a < event["end"] and event["start"] < b:
                    labels[i] = event["class"]
                    break
        words = [doc["text"][a:b] for a, b in spans]
        yield Example(words, breaks(doc["text"], spans), "timeml", events=labels)


def event_places(path: Path) -> Iterator[Example]:
    """Sentences with the places of one event each; a tenth of the sentences is held out for `evaluation`.

    One source left most places unmarked: its rows without a place are left out, as the set's page advises.
    """
    for row in records(path):
        if held_out(row["text"], 10):
            continue
        verbs = [s for s in row["spans"] if s["label"] == "VERB"]
        located = [s for s in row["spans"] if s["label"] == "LOCATION"]
        if not verbs or (row["source"] == "Masdar_RA" and not located):
            continue
        spans = tokenize(row["text"])
        words = [row["text"][a:b] for a, b in spans]
        verb = _first_word(words, spans, verbs[0])
        places = [_first_word(words, spans, s) for s in located]
        if verb is not None:
            yield Example(words, breaks(row["text"], spans), "places", places={verb: [p for p in places if p is not None]})


def _first_word(words: list[str], spans: list[tuple[int, int]], span: dict) -> int | None:
    """The first word of a span that is no article, preposition or mark; else its first."""
    inside = [i for i, (a, b) in enumerate(spans) if a < span["end"] and span["start"] < b]
    return next((i for i in inside if words[i][0].isupper() or words[i][0].isdigit()), inside[0] if inside else None)


WORLDWIDE = {
    "Person": "PERSON",
    "Organization": "ORG",
    "Location": "LOC",
    "NORP": "NORP",
    "Facility": "FAC",
    "Date": "DATE",
    "Money": "MONEY",
}
WORLDWIDE_LABELS = ("O", "PERSON", "ORG", "LOC", "NORP", "FAC", "DATE", "MONEY")
CROSSNER = {
    "politician": "PERSON",
    "person": "PERSON",
    "organisation": "ORG",
    "politicalparty": "ORG",
    "event": "EVENT",
    "election": "EVENT",
    "country": "LOC",
    "location": "LOC",
}


WNUT = {"person": "PERSON", "location": "LOC", "corporation": "ORG", "group": "ORG"}
WIKIGOLD = {"PER": "PERSON", "LOC": "LOC", "ORG": "ORG"}
PARSE_WINDOWS = (60, 150, 220)  # words: the network finds arcs by place too, so every place of a window must be seen


def training_sets(folder: Path, groups: Iterable[str] | None = None) -> dict[str, list[Example]]:
    """The training examples of some groups, or of all. GUM texts under a non-commercial licence are left out."""
    made = _groups(folder)
    return {k: list(made[k]()) for k in (made if groups is None else sorted(set(groups)))}


def _groups(folder: Path) -> dict[str, Callable[[], Iterable[Example]]]:
    non_commercial = [d["doc"] for d in records(folder / "gum/docs.jsonl") if d["text_licence"] == "NC"]
    gum = folder / "gum/gum-train.conllu.gz"
    return {
        "parse": lambda: (
            e
            for window in PARSE_WINDOWS
            for e in (
                *conllu(folder / "ud_ewt/en_ewt-ud-train.conllu.gz", window=window),
                *conllu(gum, non_commercial, window=window, entities=True),
            )
        ),
        "names": lambda: (
            *bio(folder / "worldwide_ner/train.tsv.gz", WORLDWIDE, WORLDWIDE_LABELS),
            *bio(folder / "crossner_politics/train.txt", CROSSNER, ("O", "PERSON", "ORG", "LOC", "EVENT")),
            *bio(folder / "wnut17/wnut17train.conll", WNUT, ("O", "PERSON", "ORG", "LOC")),
            *bio(folder / "wikigold/wikigold.conll.txt", WIKIGOLD, ("O", "PERSON", "ORG", "LOC"), separator=" "),
            *re3d(folder / "re3d/re3d.jsonl.gz"),
        ),
        "own_names": lambda: ewt_names(folder),
        "gum_names": lambda: gum_names(folder, non_commercial),
        "newswire": lambda: gmb(folder / "gmb/gmb.tsv.gz"),
        "attribution": lambda: polnear(folder / "polnear/train.jsonl.gz"),
        "factuality": lambda: (
            *factuality(folder / "factuality/uds_ih2.train.jsonl.gz"),
            *factuality(folder / "factuality/uw.train.jsonl.gz", held_out_timebank(folder)),
        ),
        "events": lambda: (e for name in ("timebank", "aquaint") for e in timeml(folder / f"timex/{name}.jsonl.gz")),
        "places": lambda: event_places(folder / "event_location/train.jsonl.gz"),
        "coreference": lambda: conllu(gum, non_commercial, window=230, entities=True),
    }
