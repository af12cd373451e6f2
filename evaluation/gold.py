"""Real articles coded by hand after the annotation guide, kept without their words: offsets, closed-list values, a digest.

    python -m evaluation.gold text SET/FILE KEY              prints an article as its set has it
    python -m evaluation.gold pack FOLDER --coder a          FOLDER/ID.json (form of the guide) into evaluation/gold/ID.a.json
    python -m evaluation.gold write FOLDER --half tune       FOLDER/text and FOLDER/gold as the scorer reads them
    python -m evaluation.gold agreement [--errors]           articles that two people coded: one against the other
    python -m evaluation.gold count                          what the gold holds, by half

Every article is looked up in the folder of data sets by its `source`: `set` (a folder), `file` in it, `key` (the id of the row, or
its index counted from 0). `half` is `tune` or `check` by the parity of the SHA-256 of the article's id. In a packed file each
quoted string is a pair of half-open code-point offsets, null where the coder left it empty. See `evaluation/gold/README.md`.
"""

import argparse
import gzip
import hashlib
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any

from evaluation.common import data_folder
from sayso.core.dates import days
from sayso.core.errors import InputError, SaysoError
from sayso.ontology import load

FOLDER = Path(__file__).parent / "gold"
HALVES = ("tune", "check")
Coding = dict[str, Any]
At = list[int] | None

# Keys of a record by kind: single quoted strings, lists of them, closed lists, and what is kept as it is.
QUOTED = {"events": ("trigger", "place"), "figures": ("quote", "of", "scope"), "statements": ("quote", "reason")}
QUOTED_LISTS = {"events": ("actors", "recipients", "instruments"), "figures": (), "statements": ()}
CLOSED = {
    "events": {"type": "type", "date_how": "date_how", "factuality": "factuality", "basis": "basis"},
    "figures": {"kind": "figure_kind", "comparator": "comparator", "stance": "stance", "basis": "basis"},
    "statements": {"field": "statement_field", "stance": "stance", "basis": "basis"},
}
PLAIN = {
    "events": ("id", "place_relation", "country", "date", "background"),
    "figures": ("id", "events", "low", "high", "as_of", "relations"),
    "statements": ("id", "about"),
}
NEEDED = {"events": ("trigger",), "figures": ("quote",), "statements": ("quote",)}  # never empty, and stand in the sentence
DIRECTION = re.compile(
    r"(?:[\d.,]+ (?:km|kilometers?|kilometres?|miles?) )?(?:from|(?:north|south)?-?(?:east|west|north|south)?(?:ern)? of)"
)
SEASON = re.compile(r"\d{4}-2[1-4]~?")
PRONOUNS = frozenset("he she it they we i who which that".split())


# --- packing: words to offsets -----------------------------------------------------------------------------------------------


def pack(coding: Coding, text: str, coder: str) -> Coding:
    """A coding in the form of the guide without its words. Raises `InputError` that lists everything wrong with it."""
    wrong = list(problems(coding, text))
    if wrong:
        raise InputError(
            "\n  ".join([f"{len(wrong)} problem(s)", *wrong]), where=coding.get("doc") or "", hint="\nMend the coding."
        )
    doc = coding["doc"]
    out: Coding = {"doc": doc, "coder": coder, "half": half_of(doc), "source": coding["source"], "sha256": _digest(text)}
    out["published"] = coding.get("published")
    for kind in QUOTED:
        out[kind] = [_packed(kind, record, text) for record in coding.get(kind) or []]
    return out


def _packed(kind: str, record: Coding, text: str) -> Coding:
    sentence = _required(record["sentence"], text, None)

    def at(words: str | None) -> At:
        return locate(words, text, sentence) if words else None

    out = {k: record.get(k) for k in PLAIN[kind]} | {k: record.get(k) for k in CLOSED[kind]}
    out["sentence"] = sentence
    for k in QUOTED[kind]:
        out[k] = at(record.get(k))
    for k in QUOTED_LISTS[kind]:
        out[k] = [at(words) for words in record.get(k) or []]
    out["chain"] = [{k: at(hop.get(k)) for k in ("speaker", "is", "cue") if hop.get(k)} for hop in record.get("chain") or []]
    return out


def locate(words: str, text: str, sentence: At = None) -> At:
    """Where `words` stand in the text, white space folded, on word borders: in the sentence if they do, else the first place."""
    words = words.replace("\u00a0", " ").strip()
    if not words:
        return None
    pattern = r"\s+".join(re.escape(part) for part in words.split())
    left, right = (r"(?<!\w)" if words[0].isalnum() else ""), (r"(?!\w)" if words[-1].isalnum() else "")
    found = re.compile(left + pattern + right)
    hit = found.search(text, *sentence) if sentence else None
    hit = hit or found.search(text)
    return list(hit.span()) if hit else None


def _required(words: str, text: str, sentence: At) -> list[int]:
    at = locate(words, text, sentence)
    if at is None:
        raise InputError(f"{words!r} does not stand in the text")
    return at


def problems(coding: Coding, text: str) -> Iterator[str]:
    """Everything in which a coding departs from the form of the guide, one line each."""
    for key in ("doc", "source"):
        if not coding.get(key):
            yield f"no {key}"
    if coding.get("published") and days(coding["published"]) is None:
        yield f"published {coding['published']!r} is not a date"
    lists = {**load().lists, "type": tuple(load().types)}
    ids = [r.get("id") for kind in QUOTED for r in coding.get(kind) or []]
    for doubled in sorted({str(i) for i in ids if ids.count(i) > 1}):
        yield f"id {doubled} is used twice"
    known = {kind: {r.get("id") for r in coding.get(kind) or []} for kind in QUOTED}
    for kind in QUOTED:
        for record in coding.get(kind) or []:
            for problem in _record_problems(kind, record, text, lists, known):
                yield f"{kind} {record.get('id')}: {problem}"


def _record_problems(
    kind: str, r: Coding, text: str, lists: dict[str, tuple[str, ...]], known: dict[str, set[Any]]
) -> Iterator[str]:
    allowed = {*PLAIN[kind], *CLOSED[kind], *QUOTED[kind], *QUOTED_LISTS[kind], "sentence", "chain", "summary"}
    if set(r) - allowed:
        yield f"unknown keys {sorted(set(r) - allowed)}"
    sentence = locate(r.get("sentence") or "", text)
    if sentence is None:
        yield f"sentence {(r.get('sentence') or '')[:60]!r} does not stand in the text"
    for key in NEEDED[kind]:
        at = locate(r.get(key) or "", text, sentence)
        if at is None or (sentence and not sentence[0] <= at[0] <= at[1] <= sentence[1]):
            yield f"{key} {r.get(key)!r} does not stand in its sentence"
    quoted = [(k, r.get(k)) for k in QUOTED[kind]] + [(k, words) for k in QUOTED_LISTS[kind] for words in r.get(k) or []]
    quoted += [(f"chain.{k}", hop.get(k)) for hop in r.get("chain") or [] for k in ("speaker", "is", "cue")]
    for key, words in quoted:
        if words and locate(words, text) is None:
            yield f"{key} {words!r} does not stand in the text"
    for i, hop in enumerate(r.get("chain") or []):
        if not hop.get("speaker"):
            yield f"hop {i} has no speaker"
        elif hop["speaker"].lower() in PRONOUNS and not hop.get("is"):
            yield f"speaker {hop['speaker']!r} lacks `is`"
    for key, name in CLOSED[kind].items():
        if r.get(key) not in lists[name]:
            yield f"{key} {r.get(key)!r} is none of {', '.join(lists[name])}"
    yield from {"events": _event_problems, "figures": _figure_problems, "statements": _statement_problems}[kind](r, lists, known)


def _event_problems(r: Coding, lists: dict[str, tuple[str, ...]], known: dict[str, set[Any]]) -> Iterator[str]:
    date, relation = r.get("date"), r.get("place_relation") or ""
    if date and days(date) is None and not SEASON.fullmatch(date):
        yield f"date {date!r} is no EDTF value"
    if bool(date) == (r.get("date_how") == "unknown"):
        yield f"date {date!r} with date_how {r.get('date_how')!r}"
    if relation and relation not in lists["place_relation"] and not DIRECTION.fullmatch(relation):
        yield f"place_relation {relation!r} is none of {', '.join(lists['place_relation'])} and no direction"
    if r.get("country") and not re.fullmatch("[A-Z]{2}", r["country"]):
        yield f"country {r['country']!r} is no ISO 3166 alpha-2 code"
    if not isinstance(r.get("background"), bool):
        yield "background is neither true nor false"


def _figure_problems(r: Coding, lists: dict[str, tuple[str, ...]], known: dict[str, set[Any]]) -> Iterator[str]:
    if not r.get("events") or not set(r["events"]) <= known["events"]:
        yield f"events {r.get('events')} are not events of the document"
    low, high, comparator = r.get("low"), r.get("high"), r.get("comparator")
    fits = {
        "exactly": low is not None and low == high,
        "about": low is not None and low == high,
        "at_least": low is not None and high is None,
        "at_most": low is None and high is not None,
        "range": low is not None and high is not None and low < high,
    }
    if not fits.get(comparator or "", low is None and high is None):
        yield f"low {low} and high {high} do not fit {comparator!r}"
    for relation in r.get("relations") or []:
        if relation.get("is") not in lists["figure_relation"]:
            yield f"relation {relation.get('is')!r} is none of {', '.join(lists['figure_relation'])}"
        if relation.get("with") not in known["figures"] - {r.get("id")}:
            yield f"relation with {relation.get('with')!r}, which is no other figure"
    if r.get("as_of") and days(r["as_of"]) is None:
        yield f"as_of {r['as_of']!r} is no EDTF value"


def _statement_problems(r: Coding, lists: dict[str, tuple[str, ...]], known: dict[str, set[Any]]) -> Iterator[str]:
    if not r.get("about") or not set(r["about"]) <= set().union(*known.values()) - {r.get("id")}:
        yield f"about {r.get('about')} names no other records of the document"


# --- unpacking: offsets to words ---------------------------------------------------------------------------------------------


def unpack(packed: Coding, text: str) -> Coding:
    """The coding in the form of the guide. Raises `InputError` if the text is not the one that was coded."""
    if _digest(text) != packed["sha256"]:
        what = f"{packed['source']} holds another text than the one coded (SHA-256 {_digest(text)[:12]}, expected {packed['sha256'][:12]})"
        raise InputError(what, where=packed["doc"], hint="Obtain the same version of the set.")
    out: Coding = {k: packed[k] for k in ("doc", "published", "source")}
    for kind in QUOTED:
        out[kind] = [_unpacked(kind, record, text) for record in packed[kind]]
    return out


def _unpacked(kind: str, record: Coding, text: str) -> Coding:

    def words(at: At) -> str:
        return text[at[0] : at[1]] if at else ""

    out = dict(record)
    for k in ("sentence", *QUOTED[kind]):
        out[k] = words(record[k])
    for k in QUOTED_LISTS[kind]:
        out[k] = [words(at) for at in record[k]]
    out["chain"] = [{k: words(at) for k, at in hop.items()} for hop in record["chain"]]
    return out


# --- articles in their sets --------------------------------------------------------------------------------------------------


def find_row(source: Coding, data: Path) -> dict[str, Any]:
    """The row of a set: at least `text`, and `published` and `outlet` where the set gives them. Raises `InputError`."""
    path = data / source["set"] / source["file"]
    where = f"{source['set']}/{source['file']}"
    if not path.is_file():
        raise InputError("no such file in the data folder", where=where, hint="training/README.md says how to obtain the sets.")
    rows = _rows(path, path.stat().st_mtime_ns)
    key = source["key"]
    hits = rows[key : key + 1] if isinstance(key, int) and key >= 0 else [r for r in rows if r["key"] == key]
    if len(hits) != 1:
        raise InputError(
            f"{len(hits)} articles with the key {key!r}, expected one", where=where, hint="Give the index of the row instead."
        )
    return hits[0]


@lru_cache(maxsize=4)
def _rows(path: Path, changed: int) -> list[dict[str, Any]]:
    """All rows of a file; `changed` is its time of change, so that a file written anew is read anew."""
    return _gum_rows(path) if ".conllu" in path.name else [_common_keys(json.loads(line)) for line in _lines(path)]


def _lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as handle:
        yield from handle


def _common_keys(row: dict[str, Any]) -> dict[str, Any]:
    key = next((row[k] for k in ("doc", "doc_id", "id", "unit_id") if k in row), None)
    text = next((row[k] for k in ("text", "article_content") if k in row), "")
    published = next((row[k] for k in ("dct", "published", "date") if row.get(k)), None)
    outlet = next((row[k] for k in ("source", "domain", "publisher") if row.get(k)), None)
    return {"key": key, "text": text, "published": _iso(published), "outlet": outlet}


def _iso(day: str | None) -> str | None:
    if day and re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", day):  # month first, in fa_kes
        return datetime.strptime(day, "%m/%d/%Y").date().isoformat()
    return day[:10] if day else None


def _gum_rows(path: Path) -> list[dict[str, Any]]:
    """Documents of a CoNLL-U file: sentences joined by a blank, paragraphs by an empty line."""
    rows: list[dict[str, Any]] = []
    for line in _lines(path):
        name, _, value = line.rstrip("\n").lstrip("# ").partition(" = ")
        if line.startswith("# newdoc"):
            rows.append({"key": value, "text": "", "published": None, "outlet": None})
        elif line.startswith("# newpar") and rows[-1]["text"]:
            rows[-1]["text"] += "\n\n"
        elif line.startswith("# text ="):
            gap = "" if not rows[-1]["text"] or rows[-1]["text"].endswith("\n") else " "
            rows[-1]["text"] += gap + value
        elif name == "meta::dateCreated":
            rows[-1]["published"] = value
        elif name == "meta::author":
            rows[-1]["outlet"] = value
    return rows


# --- commands ----------------------------------------------------------------------------------------------------------------


def half_of(doc: str) -> str:
    """`tune` or `check`, by the parity of the SHA-256 of an article's id."""
    return HALVES[hashlib.sha256(doc.encode()).digest()[-1] % 2]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def pack_folder(folder: Path, coder: str, into: Path = FOLDER, data: Path | None = None) -> int:
    """Packs every FOLDER/ID.json against the text in its set; FOLDER/ID.txt, where there is one, must be that text."""
    into.mkdir(exist_ok=True)
    paths = sorted(folder.glob("*.json"))
    for path in paths:
        coding = json.loads(path.read_text(encoding="utf-8"))
        text = find_row(coding["source"], data or data_folder())["text"]
        beside = path.with_suffix(".txt")
        if coding["doc"] != path.stem:
            raise InputError(f"codes the article {coding['doc']!r}", where=str(path), hint="Name the file after it.")
        if beside.exists() and beside.read_bytes().decode("utf-8") != text:
            raise InputError(f"is not the text of {coding['source']}", where=str(beside), hint="Take it from the set unchanged.")
        packed = json.dumps(pack(coding, text, coder), ensure_ascii=False, separators=(",", ":"))
        # One record a line: a change of one shows as one.
        packed = re.sub(r'(?<=[\[,])(?=\{"id":)', "\n  ", packed).replace('],"figures"', '],\n "figures"')
        packed = packed.replace('],"statements"', '],\n "statements"').replace('"events":[\n', '\n "events":[\n', 1)
        (into / f"{path.stem}.{coder}.json").write_text(packed + "\n", encoding="utf-8")
    return len(paths)


def packed_files(half: str = "all", coder: str = "", folder: Path = FOLDER) -> dict[str, dict[str, Coding]]:
    """Article id to coder to packed coding; of one half or coder only."""
    out: dict[str, dict[str, Coding]] = {}
    for path in sorted(folder.glob("*.json")):
        packed = json.loads(path.read_text(encoding="utf-8"))
        if half in ("all", packed["half"]) and coder in ("", packed["coder"]):
            out.setdefault(packed["doc"], {})[packed["coder"]] = packed
    return out


def write(into: Path, half: str = "all", coder: str = "", folder: Path = FOLDER, data: Path | None = None) -> int:
    """Writes `into`/text/ID.txt, ID.meta.json and `into`/gold/ID.json; returns how many articles.

    Where two people coded an article the first by letter counts, unless `coder` asks for one.
    """
    for name in ("text", "gold"):
        (into / name).mkdir(parents=True, exist_ok=True)
    articles = packed_files(half, coder, folder)
    for doc, codings in articles.items():
        packed = codings[min(codings)]
        row = find_row(packed["source"], data or data_folder())
        coding = unpack(packed, row["text"])
        meta = {"id": doc, "outlet": row["outlet"], "published": packed["published"]}
        (into / "text" / f"{doc}.txt").write_bytes(row["text"].encode("utf-8"))
        (into / "text" / f"{doc}.meta.json").write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")
        (into / "gold" / f"{doc}.json").write_text(json.dumps(coding, ensure_ascii=False, indent=1), encoding="utf-8")
    return len(articles)


def agreement(errors: bool = False, folder: Path = FOLDER, data: Path | None = None) -> None:
    """Scores each pair of coders on the articles that both coded, the first as gold."""
    data = data or data_folder()
    scorer = data.parent / "tools" / "score_reports.py"
    articles = packed_files(folder=folder)
    for one, other in combinations(sorted({c for codings in articles.values() for c in codings}), 2):
        both = {doc: codings for doc, codings in articles.items() if {one, other} <= set(codings)}
        if not both:
            continue
        print(f"{one} against {other}, {len(both)} articles: {', '.join(sorted(both))}", flush=True)
        with tempfile.TemporaryDirectory() as scratch:
            for coder in (one, other, "text"):
                (Path(scratch) / coder).mkdir()
            for doc, codings in both.items():
                text = find_row(codings[one]["source"], data)["text"]
                (Path(scratch) / "text" / f"{doc}.txt").write_bytes(text.encode("utf-8"))
                for coder in (one, other):
                    (Path(scratch) / coder / f"{doc}.json").write_text(json.dumps(unpack(codings[coder], text)), encoding="utf-8")
            options = ["--show", "--errors"] if errors else []
            subprocess.run([sys.executable, scorer, "text", one, other, *options], cwd=scratch, check=True)


def count(folder: Path = FOLDER, data: Path | None = None) -> None:
    """Prints what the gold holds by half and in all; of an article that two people coded the first coding counts."""
    data = data or data_folder()
    names = ("articles", "events", "figures", "statements", "chains of two hops", "denied, doubted, conceded", "pronoun speakers")
    print(f"{'':26}{'tune':>7}{'check':>7}{'all':>7}")
    table = {half: [0] * len(names) for half in HALVES}
    for codings in packed_files(folder=folder).values():
        packed = codings[min(codings)]
        coding = unpack(packed, find_row(packed["source"], data)["text"])
        records = [r for kind in QUOTED for r in coding[kind]]
        claims = coding["figures"] + coding["statements"]
        counted = [1, *(len(coding[kind]) for kind in QUOTED), sum(len(r["chain"]) > 1 for r in records)]
        counted.append(sum(r["stance"] in ("denies", "doubts", "concedes") for r in claims))
        counted.append(sum(hop["speaker"].lower() in PRONOUNS for r in records for hop in r["chain"]))
        table[packed["half"]] = [a + b for a, b in zip(table[packed["half"]], counted, strict=True)]
    for name, tune, check in zip(names, *table.values(), strict=True):
        print(f"{name:26}{tune:7}{check:7}{tune + check:7}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(metavar="COMMAND", dest="command", required=True)
    text = commands.add_parser("text", help="print an article as its set has it")
    text.add_argument("file", help="SET/FILE, for example geo/lgl.jsonl.gz")
    text.add_argument("key", help="id of the row; #N for its index, counted from 0")
    packing = commands.add_parser("pack", help="codings in the form of the guide into the repository's form")
    packing.add_argument("folder", type=Path)
    packing.add_argument("--coder", required=True, help="letter of the person who coded")
    writing = commands.add_parser("write", help="text and gold folders for the scorer")
    writing.add_argument("folder", type=Path)
    writing.add_argument("--half", choices=(*HALVES, "all"), default="all")
    writing.add_argument("--coder", default="", help="only articles that this person coded, as they coded them")
    agreeing = commands.add_parser("agreement", help="one coder against another")
    agreeing.add_argument("--errors", action="store_true", help="print what differs")
    commands.add_parser("count", help="what the gold holds")
    a = parser.parse_args()
    try:
        if a.command == "text":
            folder, _, file = a.file.partition("/")
            key = int(a.key[1:]) if a.key.startswith("#") else a.key
            sys.stdout.write(find_row({"set": folder, "file": file, "key": key}, data_folder())["text"])
        elif a.command == "pack":
            print(f"packed {pack_folder(a.folder, a.coder)} articles into {FOLDER}")
        elif a.command == "write":
            print(f"wrote {write(a.folder, a.half, a.coder)} articles to {a.folder}/text and {a.folder}/gold")
        elif a.command == "agreement":
            agreement(a.errors)
        else:
            count()
    except SaysoError as e:
        print(e, file=sys.stderr)
        raise SystemExit(e.exit_code) from None


if __name__ == "__main__":
    main()
