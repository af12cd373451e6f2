"""MUC-3/4 slots on TST1 and TST2: type, date, place, perpetrator with confidence, number and effect of people harmed.

    python -m evaluation.muc [--model FOLDER] [--errors N]

After the scoring guidelines of MUC-4 as far as a program can follow them: a response template is aligned with at most one key
template, of those whose type agrees at least in part; a filler is correct (1), partial (0.5) or wrong; missing and spurious templates are charged in every slot
("all templates"); optional templates that are not answered are not charged. F is of summed slot fills. Strings agree where half of
their words do. Reports are coded from the published texts, which are in capitals. Baseline: one ATTACK a text at the dateline, on its
day. Published figures are those of the best system of 1992 on TST3, slot by slot.
"""

import argparse
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from evaluation.common import add_model, bracket, coder_of, data_folder
from sayso.core import CodedDocument, Document, EventReport, Found, Masthead, Participant
from sayso.core.dates import days
from sayso.gazetteer import countries, open_gazetteer
from sayso.pipeline import code

SLOTS = ("type", "date", "place", "perpetrator", "confidence", "number", "effect")
PUBLISHED = {"type": "UMass .757", "date": "GE .589", "place": "GE .609", "number": "GE .606", "effect": "GE .566", "confidence": "GE-CMU .336", "perpetrator": "GE .481 (organisation)"}  # fmt: skip
LEAST = 0.4  # confidence from which an event is answered
MONTHS = {m: i for i, m in enumerate("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(), 1)}
Answers = dict[str, list[Any]]


@dataclass
class Template:
    """Fillers by slot; each filler of a key is a list of what is accepted. `optional` keys are not charged if unanswered."""

    slots: Answers = field(default_factory=lambda: {s: [] for s in SLOTS})
    optional: bool = False


def cases() -> list[dict[str, Any]]:
    path = data_folder() / "muc34/dev.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def day_of(words: str) -> str:
    found = re.fullmatch(r"(\d{1,2}) ([A-Z]{3})[A-Z]* (\d\d)", words.strip())
    return f"19{found[3]}-{MONTHS[found[2]]:02d}-{int(found[1]):02d}" if found and found[2] in MONTHS else ""


def keys(case: dict[str, Any]) -> list[Template]:
    out = []
    for template in case["templates"]:
        slots = template["slots"]
        if not slots.get("INCIDENT: TYPE", {}).get("fillers"):
            continue
        t = Template(optional=template["optional_template"])
        t.slots["type"] = [f["alts"] for f in slots["INCIDENT: TYPE"]["fillers"]]
        t.slots["date"] = [[_interval(a) for a in f["alts"]] for f in slots.get("INCIDENT: DATE", {}).get("fillers", [])]
        t.slots["place"] = [f["alts"] for f in slots.get("INCIDENT: LOCATION", {}).get("fillers", [])]
        for name in ("PERP: INDIVIDUAL ID", "PERP: ORGANIZATION ID"):
            t.slots["perpetrator"] += [f["alts"] for f in slots.get(name, {}).get("fillers", [])]
        t.slots["confidence"] = [f["alts"] for f in slots.get("PERP: ORGANIZATION CONFIDENCE", {}).get("fillers", [])]
        t.slots["number"] = [f["alts"] for f in slots.get("HUM TGT: NUMBER", {}).get("fillers", [])]
        t.slots["effect"] = [f["alts"] for f in slots.get("HUM TGT: EFFECT OF INCIDENT", {}).get("fillers", [])]
        out.append(t)
    return out


def _interval(words: str) -> str:
    """EDTF of a date slot: "- 18 MAY 90" is on or before."""
    if words.startswith("-"):
        return f"../{day_of(words[1:])}"
    ends = [day_of(w) for w in words.split(" - ")]
    return "/".join(ends) if all(ends) else ""


def responses(coded: CodedDocument, country: str = "") -> list[Template]:
    """The templates that a coding answers. Where it does not say when, that is on or before the dateline, where it does not say
    where, that is `country`: the task's definition of both slots."""
    out = []
    for e in coded.events:
        if e.type not in ("ASSAULT", "COERCE") or e.factuality in ("denied", "hypothetical", "feared", "planned"):
            continue
        if e.confidence < LEAST or (e.type == "COERCE" and e.mode not in ("", "seize")):
            continue
        kind = type_of(e)
        harmed = [f for f in coded.figures if e.id in f.events and f.kind in ("killed", "wounded", "casualties", "abducted")]
        civil = [f for f in harmed if f.group not in ("soldiers", "militants")]
        if (e.type == "COERCE" and kind == "ATTACK") or (not harmed and not e.recipients and kind == "ATTACK"):
            continue
        t = Template()
        t.slots["type"] = [kind]
        t.slots["date"] = [e.date.edtf] if e.date else [f"../{coded.published[:10]}"] if coded.published else []
        t.slots["place"] = [_place(e, country)] if e.place else [country] if country else []
        t.slots["perpetrator"] = [p.quote.words for p in e.actors]
        t.slots["confidence"] = [_confidence(e, coded) for p in e.actors if p.actor is None or p.actor.kind != "person"][:1]
        for f in civil:
            t.slots["number"].append(
                str(f.low) if f.low is not None and f.low == f.high else "PLURAL" if f.low is None else f"{f.low} -"
            )
            t.slots["effect"].append({"killed": "DEATH", "wounded": "INJURY", "abducted": "NO INJURY"}.get(f.kind, "INJURY"))
        if not civil and e.type == "ASSAULT":
            t.slots["number"] = [_number(p) for p in e.recipients if p.group not in ("soldiers", "militants") and _person(p)]
        t.slots["effect"] = list(dict.fromkeys(t.slots["effect"]))
        out.append(t)
    return out


def _person(p: Participant) -> bool:
    return bool(p.group) or (p.actor is not None and p.actor.kind in ("person", "group"))


def _number(p: Participant) -> str:
    """How many are harmed where no figure says so: one, or several if the noun is plural."""
    last = re.split(r"\s+(?:OF|FROM|IN|AT)\s+", p.quote.words.upper())[0].split()[-1]
    return "PLURAL" if (last.endswith("S") and not last.endswith("SS")) or last in ("PEOPLE", "MEN", "WOMEN", "CHILDREN") else "1"


KINDS = {
    "KIDNAPPING": re.compile(r"kidnap|abduct|hostage"),
    "BOMBING": re.compile(r"bomb|explo|dynamite|blast|\bmine\b|blew|blow"),
    "ARSON": re.compile(r"\bburn|arson|set fire|torch|set ablaze"),
}


def type_of(e: EventReport) -> str:
    """The kind that its trigger or weapons name, else that most of its mentions do."""
    own = " ".join([e.trigger.words, *(p.quote.words for p in e.instruments)]).lower()
    mentions = [m.words.lower() for m in e.mentions]
    for kind, words in KINDS.items():
        if words.search(own) or 2 * sum(bool(words.search(m)) for m in mentions) > len(mentions):
            return kind
    return "ATTACK"


def country_of(coded: CodedDocument, case: dict[str, Any]) -> str:
    """The country in which most of a text happens, else that of its dateline, as the keys write it; "" if neither is known."""
    named = [e.place.country for e in coded.events if e.place and e.place.country]
    found = open_gazetteer().find((case.get("dateline_place") or "").split("(")[0].strip().title())
    code = max(named, key=named.count) if named else next((c.country for c in found if c.country), "")
    known = countries().get(code)
    return known.name.upper() if known else ""


def _place(e: EventReport, country: str) -> str:
    """Country and place; the country of the text where the place's is not known."""
    known = countries().get(e.place.country) if e.place else None
    name = known.name.upper() if known else country
    place = " ".join(e.place_quote.words.upper().split()) if e.place_quote else ""
    return name if place == name else f"{name}: {place}"


def _confidence(e: EventReport, coded: CodedDocument) -> str:
    blamed = [s for s in coded.statements if s.field == "perpetrator" and e.id in s.about]
    if any(s.stance == "claims_responsibility" for s in blamed):
        return "CLAIMED OR ADMITTED"
    if blamed or any(re.search(r"suspect|alleg|presum", p.quote.words, re.I) for p in e.actors):
        return "SUSPECTED OR ACCUSED"
    return "REPORTED AS FACT"


def credit(slot: str, wanted: list[str], given: str) -> float:
    """1 for a correct filler, 0.5 for a partial one."""
    return max((_credit(slot, w, given) for w in wanted), default=0.0)


def _credit(slot: str, wanted: str, given: str) -> float:
    if slot == "date":
        x, y = days(wanted), days(given)
        if x is None or y is None:
            return 0.0
        same = x == y or (wanted.startswith("..") and y[1] == x[1])
        near = x[0] - 1 <= y[1] and y[0] <= x[1] + 1 and (x[0] > 1 or y[1] >= x[1] - 31)
        return 1.0 if same else 0.5 if near else 0.0
    if slot == "place":
        parts, mine = wanted.upper().split(":"), given.upper().split(":")
        names = {re.sub(r"\(.*", "", p).strip() for p in parts[1:]}
        specific = any(_alike(n, m.strip()) for n in names for m in mine[1:])
        country = _alike(parts[0], mine[0])
        return 1.0 if specific or (not names and country) else 0.5 if country or specific else 0.0
    if slot == "type":
        return 1.0 if wanted == given else 0.5 if "ATTACK" in (wanted, given) else 0.0
    if slot in ("number", "effect", "confidence"):
        return 1.0 if wanted.strip("~ ") == given or (slot == "confidence" and wanted.startswith(given)) else 0.0
    return 1.0 if _alike(wanted, given) else 0.0


def _alike(a: str, b: str) -> bool:
    x, y = (set(re.findall(r"\w+", t.lower())) - {"the", "of", "a", "an", "del", "la"} for t in (a, b))
    return bool(x and y) and (2 * len(x & y) / (len(x) + len(y)) >= 0.5 or x <= y or y <= x)


def fills(slot: str, key: Template, response: Template) -> float:
    """Credit of the fillers of one slot, each used once."""
    if not key.slots[slot] or not response.slots[slot]:
        return 0.0
    table = np.array([[credit(slot, w, g) for g in response.slots[slot]] for w in key.slots[slot]])
    return float(table[linear_sum_assignment(-table)].sum())


def tally(wanted: list[Template], given: list[Template]) -> np.ndarray:
    """For each slot credit, possible, actual of one document."""
    gain = np.array([[_worth(k, g) for g in given] for k in wanted]).reshape(len(wanted), len(given))
    pairs = [(i, j) for i, j in zip(*linear_sum_assignment(-gain), strict=True) if gain[i, j] > 0]
    answered = {i for i, _ in pairs}
    out = np.zeros((len(SLOTS), 3))
    for s, slot in enumerate(SLOTS):
        out[s, 0] = sum(fills(slot, wanted[i], given[j]) for i, j in pairs)
        out[s, 1] = sum(len(k.slots[slot]) for i, k in enumerate(wanted) if i in answered or not k.optional)
        out[s, 2] = sum(len(g.slots[slot]) for g in given)
    return out


def _worth(key: Template, response: Template) -> float:
    """What two templates share; nothing unless type, and one of place, date, perpetrator or number, agree at least in part."""
    shared = {slot: fills(slot, key, response) for slot in SLOTS}
    rest = sum(shared[s] for s in ("date", "place", "perpetrator", "number"))
    return shared["type"] + rest if shared["type"] and rest else 0.0


def f1(table: np.ndarray, slot: int) -> float:
    hits, possible, actual = table[:, slot].sum(axis=0)
    return float(2 * hits / (possible + actual)) if possible + actual else 0.0


def document(case: dict[str, Any]) -> Document:
    day = day_of(case.get("dateline_date") or "")
    return Document(case["docid"], case["text"], Masthead(published=Found(day, "text:dateline") if day else None))


def trivial(case: dict[str, Any]) -> list[Template]:
    t = Template()
    day = day_of(case.get("dateline_date") or "")
    t.slots |= {"type": ["ATTACK"], "date": [day] if day else [], "place": [f": {case.get('dateline_place') or ''}"]}
    return [t]


def rows(model: str | None = None, errors: int = 0) -> Iterator[tuple[str, float, str, float, str]]:
    """(measure, value, interval, baseline, published)."""
    data = cases()
    coded = [c for _, c in code(map(document, data), coder_of(model))]
    given = [responses(c, country_of(c, case)) for c, case in zip(coded, data, strict=True)]
    mine = np.array([tally(keys(case), g) for case, g in zip(data, given, strict=True)])
    base = np.array([tally(keys(case), trivial(case)) for case in data])
    for case, g in list(zip(data, given, strict=True))[:errors]:
        print(case["text"], *(f"  KEY {k.slots}" for k in keys(case)), *(f"  GOT {t.slots}" for t in g), sep="\n")
    for s, slot in enumerate(SLOTS):
        yield (
            f"MUC-4 TST1-2 {slot} F",
            f1(mine, s),
            bracket(lambda k, s=s: f1(mine[k], s), len(mine)),
            f1(base, s),
            PUBLISHED[slot],
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_model(parser)
    parser.add_argument("--errors", type=int, default=0, help="print the first texts with key and answer")
    a = parser.parse_args()
    for row in rows(a.model, a.errors):
        print(*row, sep="\t")


if __name__ == "__main__":
    main()
