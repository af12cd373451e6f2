"""Facts of one event out of papers by hand."""

from collections.abc import Sequence
from typing import Any

from sayso.assess.facts import Facts, gather
from sayso.core import Copy, Event
from sayso.link.library import Held, shelve
from sayso.link.origins import trace_all
from tests.papers import TARRIN, Paper, actor

MINISTRY = ("the Interior Ministry", actor("Interior Ministry", "GOV", kind="organisation"))
MONITOR = ("the Rights Observatory", actor("Rights Observatory", "SOC", kind="organisation"))
HOSPITAL = ("Tarrin hospital", actor("Tarrin hospital", "MED", kind="organisation"))
ARMY = ("the Norlandic army", actor("Norlandic army", "MIL", kind="organisation", how="known actor"))
LEAGUE = ("the Hill League", actor("Hill League", "REB", kind="organisation", how="known actor"))
GUNMEN = ("gunmen", actor("gunmen", "UAF"), "attackers")
VILLAGERS = ("villagers", None, "civilians")
EVENT = "E-TEST"


def facts(*papers: Paper, copies: Sequence[Copy] = (), reliability: dict[str, str] | None = None, **more: Any) -> Facts:
    """All reports of the papers as one event."""
    reports = tuple(f"{p.id}#{e.id}" for p in papers for e in p.events)
    event = Event(EVENT, reports, part_of=more.pop("part_of", None))
    found = trace_all(shelve([Held(p.coded) for p in papers], reports, copies, country="XA"))
    return gather(event, [p.coded for p in papers], found.trails, found.origins, found.ties, more.get("event_of"), reliability)


def told(doc: str, words: str, n: int | None, speaker: Any = None, *, day: str = "2031-05-02", **more: Any) -> Paper:
    """A paper that says WORDS of people killed in a raid by gunmen on villagers, on somebody's say-so."""
    name = speaker if isinstance(speaker, str) else speaker[0] if speaker else "nobody"
    text = f"On 1 May gunmen raided villagers in Tarrin ({doc}): {words} were killed, {name} said."
    event = {"actors": [GUNMEN], "recipients": [VILLAGERS], "place": TARRIN, "date": "2031-05-01", "date_words": "1 May"}
    event |= more.pop("event", {})
    chain = [speaker] if speaker else []
    paper = Paper(doc, f"Paper {doc}", day, text).event("raided", chain=chain, **event)
    return paper.figure(words, n, chain=chain, **({"group": "civilians"} | more))
