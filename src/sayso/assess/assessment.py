"""Low, best and high of an event under a policy, with the reason for each number."""

import re
from collections.abc import Iterable, Sequence

from sayso.assess import rules
from sayso.assess.cells import Cell, cells, scope_of, single
from sayso.assess.facts import Facts, Said
from sayso.assess.independence import independence
from sayso.assess.policies import Policy
from sayso.assess.profile import profile
from sayso.assess.rules import Valued
from sayso.assess.values import bounds, vague_word
from sayso.core import Assessment, Profile
from sayso.ontology.people import CIVILIANS, DISJOINT, FIGHTERS, FORCES, people, within

PARTS = ("own", "enemy", "conceded")
_SITE = re.compile(r"(?:in|at|near|around) (?:the )?[A-Z]")  # a scope that is a place
_CAPITAL = re.compile(r"(?<![\w-])(?!(?:An?|The|His|Her|Their|Its|Another|Old|Year)\b)[A-Z][\w’'-]+")


def assess(facts: Facts, policy: Policy) -> list[Assessment]:
    """Every figure of an event under a policy: the totals first, then by group and scope, then by who speaks of whom.

    An event that is not in the policy's scope is assessed all the same, with `in_scope` false and the reason in `why`.
    """
    about = profile(facts)
    outside = scope(facts, about, policy)
    out: list[Assessment] = []
    for field in policy.fields:
        found = [c for c in cells(facts) if c.field == field]
        out.append(_total(facts, about, policy, field, outside))
        for c in found:
            said = (*c.said, *_more_of_them(c, found))
            if (c.group or c.scope) and (a := _cell(facts, about, policy, c, said, "", outside)):
                out.append(a)
        for part in PARTS:
            spoken = [(c, [s for s in c.said if rules.side_of_claim(s) == part]) for c in found]
            out += [a for c, said in spoken if said and (a := _cell(facts, about, policy, c, said, part, outside))]
    return out


def scope(facts: Facts, about: Profile, policy: Policy) -> str:
    """Why an event is not in the policy's scope, with each rule's mark; "" if it is."""
    why = [(rules.SCOPE[r.rule](facts, about), r.mark) for r in policy.of("scope")]
    return "; ".join(f"{text} [{mark}]" for text, mark in why if text)


def left_out(said: Sequence[Said], facts: Facts, about: Profile, policy: Policy) -> dict[str, str]:
    """The claims that do not count, each with the first reason and the mark of its rule."""
    out: dict[str, str] = {}
    for rule in policy.of("leave_out"):
        rest = [s for s in said if s.address not in out]
        for a, why in rules.LEAVE_OUT[rule.rule](rest, facts, about).items():
            out.setdefault(a, f"{why} [{rule.mark}]")
    return out


def _cell(
    facts: Facts, about: Profile, policy: Policy, cell: Cell, said: Sequence[Said], part: str, outside: str
) -> Assessment | None:
    out = left_out(said, facts, about, policy) if part == "" else {}
    counted = [s for s in said if s.address not in out]
    valued = _without_single(_numbers_first(_values(counted, policy, rules.is_large(facts.figures)), facts))
    if not valued:
        return _blank(facts, policy, (cell.field, cell.group, cell.scope, part), counted, out, outside) if counted else None
    return _assessment(facts, policy, (cell.field, cell.group, cell.scope, part), valued, out, outside)


def _more_of_them(cell: Cell, others: Sequence[Cell]) -> list[Said]:
    """Figures for a narrower group or place that are higher than all for the class: where one child was hurt, not no civilian was."""
    read = [bounds(s.claim) for s in cell.said if s.claim.stance not in ("denies", "doubts")]
    if cell.scope or cell.group not in DISJOINT or not read:
        return []
    most = max(b.high for b in read if b is not None)
    return [
        s
        for o in others
        if o.group != cell.group and within(o.group) == cell.group
        for s in o.said
        if len(s.events) == 1 and (not o.scope or _SITE.match(s.claim.scope)) and (s.claim.low or 0) > most
    ]


def _values(said: Iterable[Said], policy: Policy, large: bool) -> list[Valued]:
    read = rules.NUMBERS[policy.one("numbers").rule]
    found = [(s, read(s, large)) for s in said]
    return [Valued(s, v[0], v[1], (s.address,), v[2]) for s, v in found if v is not None]


def _numbers_first(valued: Sequence[Valued], facts: Facts) -> list[Valued]:
    """Without words that give no number ("dozens", "people") where anybody gives one: who says that people died does not say one."""
    told = [v for v in valued if any(vague_word(facts.by_address[a].claim) is None for a in v.claims)]
    return told or list(valued)


def _total(facts: Facts, about: Profile, policy: Policy, field: str, outside: str) -> Assessment:
    """All people of a kind, whoever they are: of each origin in each document its own total, or else the sum of its
    figures for groups that do not overlap."""
    figures = [s for s in facts.figures if s.claim.field == field and not scope_of(s) and len(s.events) == 1]
    out = left_out(figures, facts, about, policy)
    counted = [s for s in figures if s.address not in out]
    spoken: dict[tuple[str, str], list[Said]] = {}
    for s in counted:
        spoken.setdefault((s.origin.id, s.document), []).append(s)
    large = rules.is_large(facts.figures)
    sums = [v for said in spoken.values() if (v := _sum(_values(said, policy, large), facts)) is not None]
    valued = _without_single(_numbers_first(sums, facts))
    if valued:
        return _assessment(facts, policy, (field, "", "", ""), _without_parts(valued, facts), out, outside)
    if counted:
        return _blank(facts, policy, (field, "", "", ""), counted, out, outside)
    number, why = rules.ABSENT[policy.one("absent").rule]()
    why = _why(f"{why} [{policy.one('absent').mark}]", out, outside)
    return Assessment(
        facts.event.id, policy.name, field, "", "", number, number, number, (0, 0), (), why, not outside, "",
        (_label(policy, "absent"),),
    )  # fmt: skip


def _sum(valued: Sequence[Valued], facts: Facts) -> Valued | None:
    """One origin's total in one document, out of its figures for groups."""
    parts = {s.address for v in valued for s in [v.said] if any(r.is_ == "part_of" for r in s.relations)}
    whole = [v for v in valued if v.said.address not in parts] or list(valued)
    if not whole:
        return None
    alone = [v for v in whole if single(v.said)]
    several = [v for v in whole if not single(v.said)]
    plain = max(
        (v for v in several if people(v.said.claim.group) == "" and not _adds(v)),
        key=lambda v: (v.number, v.said.address),
        default=None,
    )
    tops = _tops(several, plain)
    if plain is not None and plain.number >= sum(v.number for v in tops):
        return plain
    tops = [*([plain] if plain else []), *tops, *_beside(alone, tops)]
    if len(tops) == 1:
        return tops[0]
    high = None if any(v.high is None for v in tops) else sum(v.high or 0 for v in tops)
    note = "sum of " + " and ".join(v.said.claim.quote.words for v in tops)
    return Valued(tops[0].said, sum(v.number for v in tops), high, tuple(sorted(a for v in tops for a in v.claims)), note)


def _tops(several: Sequence[Valued], plain: Valued | None) -> list[Valued]:
    """Of each class of people that no other holds the largest figure and what is added to it; `plain` and its like left out."""
    classes: dict[str, list[Valued]] = {}
    for v in several:
        group = people(v.said.claim.group)
        if group or plain is None or _adds(v):
            classes.setdefault(group, []).append(v)
    covering = {c for c in classes if c == within(c)}
    return [v for c, vs in classes.items() if c in covering or within(c) not in covering for v in _once(vs)]


_NEAR = 120  # characters between the words of two figures that are told together


def _beside(alone: Sequence[Valued], tops: Sequence[Valued]) -> list[Valued]:
    """Single persons who add up: those named or described together with a figure of others, or with each other. Elsewhere a name
    may be of somebody who is counted already."""
    if tops:
        return [v for v in _persons(alone) if any(_together(v, t) for t in tops)]
    persons = _persons(alone)
    told = max(([o for o in persons if _together(v, o)] for v in persons), key=len, default=[])
    named = [v for v in persons if _name(v)]
    return max(told, named, key=len) or persons[:1]


def _persons(alone: Sequence[Valued]) -> list[Valued]:
    """Once each, by what they are called; a short form of a name is the same person."""
    out: list[Valued] = []
    for v in sorted(alone, key=lambda v: (-len(_name(v) or v.said.claim.quote.words), v.said.address)):
        name = set((_name(v) or v.said.claim.quote.words.lower()).split())
        if not any(name <= set((_name(o) or o.said.claim.quote.words.lower()).split()) for o in out):
            out.append(v)
    return out


def _together(a: Valued, b: Valued) -> bool:
    x, y = a.said.claim.quote, b.said.claim.quote
    return x.start - y.end < _NEAR and y.start - x.end < _NEAR


def _name(v: Valued) -> str:
    """The proper name in the words of a figure, "" if there is none."""
    return " ".join(_CAPITAL.findall(v.said.claim.quote.words)).lower()


def _adds(v: Valued) -> bool:
    return any(r.is_ == "adds_to" for r in v.said.relations)


def _once(valued: Sequence[Valued]) -> list[Valued]:
    """Of one class the largest figure, and those that the text adds to it."""
    plain = [v for v in valued if not _adds(v)]
    top = [max(plain, key=lambda v: (v.number, v.said.address))] if plain else []
    return top + [v for v in valued if _adds(v)]


def _without_single(valued: list[Valued]) -> list[Valued]:
    """Without single persons who are named or described where anybody counts more: they are within that number."""
    more = [v for v in valued if not single(v.said) or len(v.claims) > 1]
    return more if any(v.top > 1 or v.high is None for v in more) else valued


def _without_parts(valued: list[Valued], facts: Facts) -> list[Valued]:
    """Totals only: an origin that counts but one group does not say how many died in all, where another says more. Civilians are all
    where nobody counts fighters or forces."""
    most = max(v.number for v in valued)
    classes = {people(v.said.claim.group) for v in valued}
    everybody = "" if classes & {FIGHTERS, FORCES} else CIVILIANS
    whole = [
        v
        for v in valued
        if len(v.claims) > 1
        or v.number == most
        or (kind := people(v.said.claim.group)) == ""
        or (kind == everybody and vague_word(v.said.claim) is None)
    ]
    by_class = {people(v.said.claim.group) for v in whole}
    return valued if len(by_class) == 1 and len({people(v.said.claim.group) for v in valued}) == 1 else whole


def _assessment(
    facts: Facts, policy: Policy, key: tuple[str, str, str, str], valued: Sequence[Valued], out: dict[str, str], outside: str
) -> Assessment:
    field, group, scope_words, part = key
    chosen = rules.CHOOSE[policy.one("choose").rule](valued, facts)
    behind = independence((v.said.origin.id for v in valued), facts.origins, facts.ties)
    notes = "; ".join(sorted({v.note for v in valued if v.note}))
    mark = policy.one("choose").mark
    why = f"{chosen.why} [{mark}]" + (f"; {notes}" if notes else "")
    return Assessment(
        event=facts.event.id,
        policy=policy.name,
        field=field,
        group=group,
        scope=scope_words,
        low=chosen.low,
        best=chosen.best,
        high=chosen.high,
        independent=(behind.low, behind.high),
        claims=tuple(sorted({a for v in valued for a in v.claims})),
        why=_why(why, out, outside),
        in_scope=not outside,
        part=part,
        rules=(_label(policy, "numbers"), _label(policy, "choose"), *_used(policy, out)),
    )


def _blank(
    facts: Facts, policy: Policy, key: tuple[str, str, str, str], said: Sequence[Said], out: dict[str, str], outside: str
) -> Assessment:
    """Claims without a number that the policy reads ("dozens"): no number either, but who says so."""
    field, group, scope_words, part = key
    behind = independence((s.origin.id for s in said), facts.origins, facts.ties)
    words = " and ".join(sorted({f"“{s.claim.quote.words}”" for s in said}))
    why = f"{words}: no number is given [{policy.one('numbers').mark}]"
    return Assessment(
        *(facts.event.id, policy.name, field, group, scope_words, None, None, None, (behind.low, behind.high)),
        *(tuple(sorted(s.address for s in said)), _why(why, out, outside), not outside, part),
        (_label(policy, "numbers"), *_used(policy, out)),
    )


def _label(policy: Policy, kind: str) -> str:
    rule = policy.one(kind)
    return f"{rule.rule} [{rule.mark}]"


def _used(policy: Policy, out: dict[str, str]) -> list[str]:
    return [f"{r.rule} [{r.mark}]" for r in policy.of("leave_out")] if out else []


def _why(why: str, out: dict[str, str], outside: str) -> str:
    left = f"; left out: {_counted(out)}" if out else ""
    return (f"not in scope: {outside}; " if outside else "") + why + left


def _counted(out: dict[str, str]) -> str:
    reasons = sorted(set(out.values()))
    return ", ".join(f"{sum(v == r for v in out.values())} ({r})" for r in reasons)
