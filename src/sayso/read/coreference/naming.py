"""Whether two names can be of one thing, by their words alone."""

from collections.abc import Mapping, Sequence

from sayso.read.coreference.mentions import Mention

_SAME = (
    {"us", "u.s", "u.s.", "usa", "u.s.a", "u.s.a.", "united states", "united states america", "america", "states"},
    {"uk", "u.k", "u.k.", "britain", "great britain", "united kingdom"},
    {"un", "u.n", "u.n.", "united nations"},
    {"eu", "e.u", "e.u.", "european union"},
    {"uae", "u.a.e", "u.a.e.", "united arab emirates", "emirates"},
)
_SMALL = {"of", "the", "for", "and", "in", "de", "la", "al"}


def clash(a: Mention, b: Mention, acronyms: Mapping[str, str]) -> bool:
    """True if two names are surely of two things: other full names of persons, other places, a part and its whole."""
    if a.kind != "name" or b.kind != "name" or a.words == b.words:
        return False
    if a.label == b.label == "PERSON":
        return _persons_clash(a.words, b.words)
    x, y = (" ".join(w for w in m.words if w != "of") for m in (a, b))
    if any(x in same and y in same for same in _SAME) or _is_short_form(a, b, acronyms) or _is_short_form(b, a, acronyms):
        return False
    longer, shorter = sorted((a.words, b.words), key=len, reverse=True)
    if "PERSON" in (a.label, b.label) and a.label != b.label:
        return True
    at = _place_in(longer, shorter)
    if at < 0:
        return True
    whole = at > 0 and longer[at - 1] in ("of", "for", "in")  # "the Bank of Olenk" is not Olenk
    return whole or (a.label != b.label and len(longer) != len(shorter)) or a.label in ("GPE", "LOC", "FAC", "NORP")


def _persons_clash(a: Sequence[str], b: Sequence[str]) -> bool:
    if len(a) > 1 and len(b) > 1:
        if a[-1] == b[-1]:
            own, theirs = set(a[:-1]), set(b[:-1])
            return not (own <= theirs or theirs <= own or _initials_fit(own, theirs))
        return not (set(a) <= set(b) or set(b) <= set(a))
    return not set(a) & set(b)


def _initials_fit(a: set[str], b: set[str]) -> bool:
    """ "J." for "John": each first name begins with a letter that the other side has."""
    return all(any(w[0] == v[0] and (len(w.rstrip(".")) == 1 or len(v.rstrip(".")) == 1) for v in b) for w in a)


def _is_short_form(short: Mention, long: Mention, acronyms: Mapping[str, str]) -> bool:
    if len(short.words) != 1:
        return False
    word = short.words[0]
    if acronyms.get(word) == " ".join(long.words):
        return True
    letters = word.replace(".", "")
    return len(letters) > 1 and letters in (
        "".join(w[0] for w in long.words if w not in _SMALL),
        "".join(w[0] for w in long.words),
    )


def _place_in(longer: Sequence[str], shorter: Sequence[str]) -> int:
    """Where one name's words stand in a row in the other's; -1 where they do not."""
    n = len(shorter)
    return next((k for k in range(len(longer) - n + 1) if list(longer[k : k + n]) == list(shorter)), -1)
