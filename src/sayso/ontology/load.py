"""The ontology as plain values: event types, closed lists, groups, sectors and crosswalks, loaded and checked whole."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from sayso.ontology.tables import DataFileError, Row, read_table

QUADS = {"1": "verbal cooperation", "2": "material cooperation", "3": "verbal conflict", "4": "material conflict"}
STATUSES = ("civilian", "combatant", "security", "mixed", "unknown")
STATE_SECTORS = frozenset({"GOV", "MIL", "COP", "SPY"})
LISTS = (
    *("figure_kind", "comparator", "stance", "reading_stance", "manner", "factuality", "basis", "date_how"),
    *("statement_field", "figure_relation", "place_relation", "place_precision", "origin_role", "actor_kind", "role"),
    *("protected", "sensitivity", "record_state"),
)


@dataclass(frozen=True, slots=True)
class Mode:
    """How an event of a type was done; `score` is None where PLOVER gives none."""

    name: str
    score: float | None
    definition: str
    example: str


@dataclass(frozen=True, slots=True)
class EventType:
    """One of PLOVER's types. `score` runs from -10 to 10, `quad` is a key of QUADS; `reported` says whether a report is
    coded for it as an event of its own (the annotation guide's list)."""

    name: str
    quad: str
    score: float
    recipient_required: bool
    cameo: tuple[str, ...]
    reported: bool
    definition: str
    example: str
    modes: Mapping[str, Mode]


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a closed list."""

    name: str
    definition: str
    example: str


@dataclass(frozen=True, slots=True)
class Group:
    """The normal form of a group of people that figures count."""

    name: str
    status: str
    sector: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sector:
    """A PLOVER sector; `inter` is ACLED's code for an actor of the sector in its own country."""

    name: str
    armed: bool
    inter: int
    definition: str


@dataclass(frozen=True, slots=True)
class SubEvent:
    """A sub-event type of ACLED; those that come first win where several fit."""

    name: str
    event_type: str
    disorder_type: str
    definition: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of a crosswalk: `actor` and `recipient` are sectors or the words armed, state, civilian; empty is any."""

    type: str
    modes: tuple[str, ...]
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    value: str


@dataclass(frozen=True, slots=True)
class Retyped:
    """A row of plover_crosswalk.tsv: a type, mode ("" any) and words of a trigger (none: any), and the type in PLOVER."""

    type: str
    mode: str
    words: frozenset[str]
    value: str


@dataclass(frozen=True)
class Ontology:
    """Everything the other stages may name. `lists` maps a list's name to its values, in order."""

    types: Mapping[str, EventType]
    contexts: Mapping[str, str]
    values: Mapping[str, Mapping[str, Value]]
    groups: Mapping[str, Group]
    group_of_word: Mapping[str, str]
    sectors: Mapping[str, Sector]
    sub_events: Mapping[str, SubEvent]
    acled_rules: tuple[Rule, ...]
    ucdp_rules: tuple[Rule, ...]
    plover_rules: tuple[Retyped, ...]
    cameo: Mapping[str, tuple[str, str]]

    @property
    def lists(self) -> Mapping[str, tuple[str, ...]]:
        """Closed lists by name: lists["figure_kind"] is ("killed", "wounded", ...)."""
        return {name: tuple(values) for name, values in self.values.items()}

    def group(self, phrase: str) -> str:
        """The normal form of a counted group ("alleged Islamist militants" is militants), "" if none is known.

        Looks for the longest known word or phrase that ends the phrase before its first preposition or comma.
        """
        words = _head_words(phrase)
        for length in (3, 2, 1):
            for end in range(len(words), max(0, len(words) - 1), -1):
                for form in _singulars(" ".join(words[max(0, end - length) : end])):
                    if form in self.group_of_word:
                        return self.group_of_word[form]
        return ""

    def plover(self, type_: str, factuality: str = "happened", mode: str = "", phrase: str = "") -> str:
        """The type as PLOVER's manual has it, where the guide's differs (plover_crosswalk.tsv, by mode and trigger `phrase`).

        PLOVER has no factuality: help or yielding that is promised is AGREE and that is not to be REJECT; harm that is
        announced is THREATEN. A type of another quad, and whatever happened, stays."""
        words = set(phrase.split())
        fitting = (r for r in self.plover_rules if r.type == type_ and r.mode in ("", mode) and (not r.words or words & r.words))
        type_ = next((r.value for r in fitting), type_)
        quad = self.types[type_].quad
        if quad in ("1", "2") and factuality in ("planned", "denied"):
            return "AGREE" if factuality == "planned" else "REJECT"
        return "THREATEN" if factuality == "threatened" and quad == "4" else type_

    def acled(self, type_: str, mode: str = "", actor: str = "", recipient: str = "") -> SubEvent | None:
        """The sub-event type for an event by its type, mode and the sectors of its parties; None if not coded."""
        name = self._first(self.acled_rules, type_, mode, actor, recipient)
        return self.sub_events[name] if name else None

    def ucdp(self, type_: str, actor: str = "", recipient: str = "") -> int | None:
        """UCDP's type of violence: 1 state-based, 2 non-state, 3 one-sided; None if no rule fits."""
        name = self._first(self.ucdp_rules, type_, "", actor, recipient)
        return int(name) if name else None

    def _first(self, rules: tuple[Rule, ...], type_: str, mode: str, actor: str, recipient: str) -> str:
        for rule in rules:
            if rule.type != type_ or (rule.modes and mode not in rule.modes):
                continue
            if self._party(rule.actor, actor) and self._party(rule.recipient, recipient):
                return rule.value
        return ""

    def _party(self, wanted: tuple[str, ...], sector: str) -> bool:
        known = self.sectors.get(sector)
        armed = known is not None and known.armed
        state = sector in STATE_SECTORS
        held = {sector, *(["armed"] if armed else ["civilian"]), *(["state"] if state else [])}
        if state:
            held.discard("civilian")
        return not wanted or bool(held & set(wanted))


@cache
def load(folder: Path | None = None) -> Ontology:
    """The ontology of the package, or of another folder of the same files.

    Raises DataFileError, which names file, line and column, where a file is wrong.
    """
    data: Traversable | Path = folder or files("sayso.ontology") / "data"
    sectors = {row.filled("sector"): _sector(row) for row in _table(data, "sectors", "sector armed inter definition")}
    types = _types(data)
    groups = _groups(data, sectors)
    acled = _table(data, "acled", "event_type sub_event_type disorder_type definition", "sub_event_type")
    sub_events = {
        row["sub_event_type"]: SubEvent(row["sub_event_type"], row["event_type"], row["disorder_type"], row.filled("definition"))
        for row in acled
    }
    parties = {*sectors, "armed", "state", "civilian"}
    return Ontology(
        types=types,
        contexts={r["context"]: r.filled("definition") for r in _table(data, "contexts", "context definition", "context")},
        values=_lists(data),
        groups={group.name: group for group, _ in groups},
        group_of_word=_group_words(groups),
        sectors=sectors,
        sub_events=sub_events,
        acled_rules=tuple(
            _rule(row, types, parties, row.one_of("sub_event_type", sub_events))
            for row in _table(data, "acled_crosswalk", "type modes actor recipient sub_event_type")
        ),
        ucdp_rules=tuple(
            _rule(row, types, parties, row.one_of("type_of_violence", ("1", "2", "3")))
            for row in _table(data, "ucdp_crosswalk", "type actor recipient type_of_violence")
        ),
        plover_rules=tuple(
            Retyped(
                row.one_of("type", types),
                row.one_of("mode", {*types[row["type"]].modes, ""}),
                frozenset(row.parts("words")),
                row.one_of("plover", types),
            )
            for row in _table(data, "plover_crosswalk", "type mode words plover cameo")
        ),
        cameo={
            row.filled("code"): (row["label"], row.one_of("type", {*types, ""}))
            for row in _table(data, "cameo", "code label type", "code")
        },
    )


def _table(data: Traversable | Path, name: str, columns: str, *key: str) -> list[Row]:
    return read_table(data / f"{name}.tsv", tuple(columns.split()), key)


def _sector(row: Row) -> Sector:
    armed = row.one_of("armed", ("yes", "no")) == "yes"
    return Sector(row["sector"], armed, int(row.number("inter")), row.filled("definition"))


def _types(data: Traversable | Path) -> dict[str, EventType]:
    rows = _table(data, "types", "type quad score recipient cameo reported definition example", "type")
    names = {row["type"] for row in rows}
    modes: dict[str, dict[str, Mode]] = {name: {} for name in names}
    for row in _table(data, "modes", "type mode score definition example", "type", "mode"):
        score = row.number("score") if row["score"] else None
        mode = Mode(row.filled("mode"), score, row.filled("definition"), row.filled("example"))
        modes[row.one_of("type", names)][mode.name] = mode
    return {row["type"]: _type(row, modes[row["type"]]) for row in rows}


def _type(row: Row, modes: dict[str, Mode]) -> EventType:
    score = row.number("score")
    if not -10 <= score <= 10:
        raise row.error("score", f"{score} is outside -10 to 10.")
    return EventType(
        name=row.filled("type"),
        quad=row.one_of("quad", QUADS),
        score=score,
        recipient_required=row.one_of("recipient", ("required", "optional")) == "required",
        cameo=row.parts("cameo", ","),
        reported=row.one_of("reported", ("yes", "no")) == "yes",
        definition=row.filled("definition"),
        example=row.filled("example"),
        modes=modes,
    )


def _lists(data: Traversable | Path) -> dict[str, dict[str, Value]]:
    out: dict[str, dict[str, Value]] = {name: {} for name in LISTS}
    for row in _table(data, "lists", "list value definition example", "list", "value"):
        value = Value(row.filled("value"), row.filled("definition"), row["example"])
        out[row.one_of("list", LISTS)][value.name] = value
    for name, values in out.items():
        if not values:
            raise DataFileError(f"has no value for list '{name}'.", where="lists.tsv")
    return out


def _groups(data: Traversable | Path, sectors: Mapping[str, Sector]) -> list[tuple[Group, Row]]:
    out = []
    for row in _table(data, "groups", "group status sector words", "group"):
        status, sector = row.one_of("status", STATUSES), row.one_of("sector", sectors)
        out.append((Group(row.filled("group"), status, sector, row.parts("words")), row))
    return out


def _group_words(groups: list[tuple[Group, Row]]) -> dict[str, str]:
    out: dict[str, str] = {}
    for group, row in groups:
        for word in group.words:
            if out.setdefault(word, group.name) != group.name:
                raise row.error("words", f"'{word}' already names the group '{out[word]}'.", "Keep it in one group.")
    return out


def _rule(row: Row, types: Mapping[str, EventType], parties: set[str], value: str) -> Rule:
    type_ = row.one_of("type", types)
    modes = row.each_of("modes", types[type_].modes) if "modes" in row.cells else ()
    return Rule(type_, modes, row.each_of("actor", parties), row.each_of("recipient", parties), value)


_WRAPPERS = re.compile(
    r"^.*?\b(?:members?|dozens|scores|hundreds|thousands|tens|groups?|crowds?|numbers?|couple|pair|handful|some|many|most|"
    r"bodies|gangs?|bands?|convoys?|units?|both|all|one|two|three|several)(?: \w+)? of (?:the |its |their )?(?=\w)"
)
_STOP = frozenset("of from in at on who that which with for by near belonging to and as aged including".split())


def _head_words(phrase: str) -> list[str]:
    """Lower-case words up to the first preposition, relative or comma that follows a first word."""
    words: list[str] = []
    phrase = phrase.lower().replace("’", "'")
    for raw in _WRAPPERS.sub("", phrase).split() or phrase.split():
        word = raw.strip("\"'“”‘().;:!?")
        if words and word in _STOP:
            break
        if word := word.rstrip(","):
            words.append(word.removesuffix("'s"))
        if raw.endswith(",") and words:
            break
    return words


def _singulars(word: str) -> tuple[str, ...]:
    """The word and what its singular may be."""
    forms = [word]
    for plural, singular in (("men", "man"), ("women", "woman"), ("children", "child"), ("people", "person")):
        if word.endswith(plural):
            forms.append(word.removesuffix(plural) + singular)
    if word.endswith("ies"):
        forms.append(word[:-3] + "y")
    if word.endswith("ves"):
        forms += [word[:-3] + "fe", word[:-3] + "f"]
    if word.endswith("es"):
        forms.append(word[:-2])
    if word.endswith("s"):
        forms.append(word[:-1])
    return tuple(forms)
