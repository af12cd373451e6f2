"""Full-text search: one query language over FTS5 of SQLite and tsvector of PostgreSQL.

    words of any document        both words
    "a phrase"                   in this order
    -without                     not this word
    this OR that                 either; AND binds closer
    beginn*                      words that begin so
Case and diacritics do not count.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sayso.core import InputError
from sayso.ledger.base import Writing, plain

INDEXES = ("document_search", "event_search", "claim_search")
PART = 200_000  # characters of a text that go into one tsvector, which holds a megabyte
OPEN, CLOSE = "\x02", "\x03"  # around the hits of a snippet
_TERM = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase; `prefix`: its last word is the beginning of one."""

    words: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """All of `must` and none of `never`."""

    must: tuple[Term, ...]
    never: tuple[Term, ...]


def parse(query: str) -> tuple[Group, ...]:
    """The groups of a query, of which one must hold. Raises `InputError` if a group asks for no word."""
    groups: list[tuple[list[Term], list[Term]]] = [([], [])]
    for minus, phrase, word in _TERM.findall(query):
        if word == "OR" and not minus:
            groups.append(([], []))
            continue
        text = _unaccented(plain(phrase or word))
        if re.search(r"\w", text):
            groups[-1][bool(minus)].append(Term(text.rstrip("*"), word.endswith("*")))
    if any(not must for must, _ in groups):
        raise InputError(f"{query!r} asks for no word", where="search", hint='Give a word or "a phrase"; -word leaves out.')
    return tuple(Group(tuple(must), tuple(never)) for must, never in groups)


def fts5(groups: Sequence[Group]) -> str:
    """The query in the language of FTS5."""
    return " OR ".join(f"({_joined(g, _fts5_term, ' AND ', ' NOT ')})" for g in groups)


def tsquery(groups: Sequence[Group]) -> str:
    """The query in the language of `to_tsquery`."""
    return " | ".join(f"({_joined(g, _ts_term, ' & ', ' & !')})" for g in groups)


def index_documents(w: Writing, rows: Sequence[tuple[int, str, str]]) -> None:
    """Adds documents (number, title, text) to the index."""
    if not rows:
        return
    if w.connection.dialect.name == "sqlite":
        insert = "INSERT INTO document_search (rowid, title, text) VALUES (?, ?, ?)"
        w.connection.exec_driver_sql(insert, [(n, plain(title), plain(text)) for n, title, text in rows])
        return
    insert = "INSERT INTO document_search (document_n, part, words) VALUES (:n, :part, to_tsvector('simple', :words))"
    parts = [
        {"n": n, "part": k, "words": _folded(part)}
        for n, title, text in rows
        for k, part in enumerate(_parts(f"{title}\n{text}"))
    ]
    w.connection.execute(sa.text(insert), parts)


def index_events(w: Writing, rows: Sequence[tuple[int, str]]) -> None:
    """Adds event versions (number, words) to the index."""
    _index(w, "event", rows)


def index_claims(w: Writing, rows: Sequence[tuple[int, str]]) -> None:
    """Adds claims (number, words) to the index."""
    _index(w, "claim", rows)


def _index(w: Writing, what: str, rows: Sequence[tuple[int, str]]) -> None:
    if not rows:
        return
    if w.connection.dialect.name == "sqlite":
        w.connection.exec_driver_sql(f"INSERT INTO {what}_search (rowid, words) VALUES (?, ?)", list(rows))
        return
    insert = sa.text(f"INSERT INTO {what}_search ({what}_n, words) VALUES (:n, to_tsvector('simple', :words))")
    w.connection.execute(insert, [{"n": n, "words": _folded(words)[:PART]} for n, words in rows])


def drop_documents(w: Writing, numbers: Collection[int]) -> None:
    """Takes documents out of the index. In SQLite only `rebuild` leaves nothing of them."""
    _drop(w, "document", numbers)


def drop_events(w: Writing, numbers: Collection[int]) -> None:
    """Takes event versions out of the index, likewise."""
    _drop(w, "event", numbers)


def drop_claims(w: Writing, numbers: Collection[int]) -> None:
    """Takes claims out of the index, likewise."""
    _drop(w, "claim", numbers)


def _drop(w: Writing, what: str, numbers: Collection[int]) -> None:
    if w.connection.dialect.name == "postgresql":
        w.connection.execute(sa.text(f"DELETE FROM {what}_search WHERE {what}_n = ANY(:n)"), {"n": list(numbers)})


def rebuild(w: Writing) -> None:
    """Builds SQLite's indexes again from the texts, so that nothing is left of what is no longer there."""
    if w.connection.dialect.name == "sqlite":
        for table in INDEXES:
            w.connection.exec_driver_sql(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")


def document_hits(groups: Sequence[Group], *, postgres: bool) -> Any:
    """A subquery of `n` (of a document) and `rank` (the less the better)."""
    if postgres:
        found = sa.text(
            "SELECT document_n AS n, -max(ts_rank(words, q))::double precision AS rank FROM document_search, to_tsquery('simple', :match) q "
            "WHERE words @@ q GROUP BY document_n"
        )
    else:
        found = sa.text("SELECT rowid AS n, rank FROM document_search WHERE document_search MATCH :match")
    match = tsquery(groups) if postgres else fts5(groups)
    return found.bindparams(match=match).columns(n=sa.BigInteger, rank=sa.Float).subquery("hits")


def event_hits(groups: Sequence[Group], *, postgres: bool) -> Any:
    """A select of the row numbers of event versions that match."""
    return _hits("event", groups, postgres=postgres)


def claim_hits(groups: Sequence[Group], *, postgres: bool) -> Any:
    """A select of the row numbers of claims that match."""
    return _hits("claim", groups, postgres=postgres)


def _hits(what: str, groups: Sequence[Group], *, postgres: bool) -> Any:
    if postgres:
        found = sa.text(f"SELECT {what}_n AS n FROM {what}_search WHERE words @@ to_tsquery('simple', :match)")
    else:
        found = sa.text(f"SELECT rowid AS n FROM {what}_search WHERE {what}_search MATCH :match")
    return found.bindparams(match=tsquery(groups) if postgres else fts5(groups)).columns(n=sa.BigInteger)


def snippet(groups: Sequence[Group], text: str, width: int = 160) -> str:
    """About `width` characters of a text around its first hit, hits between U+0002 and U+0003, white space folded."""
    pattern = re.compile("|".join(_pattern(t) for g in groups for t in g.must), re.IGNORECASE)
    flat = re.sub(r"\s+", " ", text)
    first = pattern.search(_unaccented(flat))
    start = max(0, (first.start() if first else 0) - width // 3)
    part = flat[start : start + width]
    hits = list(pattern.finditer(_unaccented(part)))
    for hit in reversed(hits):
        part = part[: hit.start()] + OPEN + part[hit.start() : hit.end()] + CLOSE + part[hit.end() :]
    return ("…" if start else "") + part + ("…" if start + width < len(flat) else "")


def matches(groups: Sequence[Group], text: str) -> bool:
    """True if a text meets a search, as the indexes would find it."""
    words = _unaccented(text)

    def has(term: Term) -> bool:
        return re.search(_pattern(term), words, re.IGNORECASE) is not None

    return any(all(map(has, g.must)) and not any(map(has, g.never)) for g in groups)


def _pattern(term: Term) -> str:
    words = r"\W+".join(map(re.escape, re.findall(r"\w+", term.words)))
    return rf"\b{words}" + (r"\w*" if term.prefix else r"\b")


def _unaccented(text: str) -> str:
    """The text without diacritics, character for character."""
    return text if text.isascii() else "".join(unicodedata.normalize("NFD", c)[0] for c in text)


def _joined(group: Group, write: Callable[[Term], str], both: str, without: str) -> str:
    return both.join(map(write, group.must)) + "".join(without + write(t) for t in group.never)


def _fts5_term(term: Term) -> str:
    return '"' + term.words.replace('"', '""') + '"' + ("*" if term.prefix else "")


def _ts_term(term: Term) -> str:
    words = re.findall(r"\w+", term.words)
    quoted = [f"'{w}'" for w in words]
    if term.prefix:
        quoted[-1] += ":*"
    return f"({' <-> '.join(quoted)})"


def _folded(text: str) -> str:
    """What is indexed and asked for in PostgreSQL: without diacritics (FTS5 folds by itself)."""
    return _unaccented(plain(text))


def _parts(text: str) -> Iterator[str]:
    """Pieces of at most `PART` characters, cut at white space where there is some."""
    start = 0
    while start < len(text):
        end = min(start + PART, len(text))
        if end < len(text):
            end = max(text.rfind(" ", start, end), text.rfind("\n", start, end), start + PART // 2)
        yield text[start:end]
        start = end
