"""Recording codings and judgements; the rows of reports and claims follow from the two (deriving.py)."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from sayso.core import CodedDocument, InputError, Judgement, Quote, Run, sha256_of
from sayso.core.compact import pack
from sayso.core.judging import VERDICTS, check_value, read_field, values_of
from sayso.ledger.base import Writer, Writing, chunks, counted, dump, plain
from sayso.ledger.choice import chosen_reader
from sayso.ledger.codings import coding_record
from sayso.ledger.deriving import derive
from sayso.ledger.documents import exact
from sayso.ledger.tables import coding, document, judgement, text
from sayso.ontology import load

PAIR_FIELDS = ("same_event", "same_origin")
_LISTS = {
    ("event", "factuality"): "factuality",
    ("figure", "kind"): "figure_kind",
    ("figure", "comparator"): "comparator",
    ("figure", "stance"): "stance",
    ("statement", "field"): "statement_field",
    ("statement", "stance"): "stance",
}


class CodingWrites(Writer):
    """Codings and judgements."""

    def record_codings(self, run: Run, coded: Sequence[CodedDocument]) -> None:
        """Makes these the current codings of their documents for the run's stage and reader. Reports keep their event where
        they overlap those of the coding before. Raises `InputError` for words that are not in the text."""
        with self._write("coded", run=run) as w:
            texts = _texts(w, [c.document for c in coded])
            rows = {}
            for c in coded:
                n, words = texts[c.document]
                rows[n] = {"run": run.id, "unread": plain(c.unread), "record": _record(c, words)}
            changed = _make_current(w, run, rows)
            derive(w, changed, {run.reader_name, chosen_reader(w.connection) or run.reader_name})
            w.note(f"{counted(len(changed), 'document')} by {run.reader}")

    def judge(self, judgements: Sequence[Judgement]) -> int:
        """Records decisions and lays them over. Gives how many were new. Raises `InputError` for an unknown document, field or
        verdict, or a value that cannot be read."""
        with self._write("judged", person=judgements[0].person if judgements else "") as w:
            there = {r.id for r in w.in_(judgement.c.id, [j.id for j in judgements], sa.select(judgement.c.id))}
            new = list({j.id: j for j in judgements if j.id not in there}.values())
            documents = {d for j in new for d in (j.document, j.other_document) if d}
            texts = _texts(w, documents)
            for j in new:
                _check(w, j, texts[j.document][1], new)
            names = ("id", "person", "made", "verdict", "field", "document", "other_document", "undoes")
            rows = [{**{c: plain(getattr(j, c)) for c in names}, "record": dump(pack(j))} for j in new]
            w.add(judgement, rows)
            derive(w, [n for n, _ in texts.values()])
            w.note(", ".join(f"{j.verdict} {j.field}" for j in new[:3]) + (" …" if len(new) > 3 else ""))
            return len(new)


def _texts(w: Writing, documents: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Number and frozen text of documents by id. Raises `InputError` for one that is not there."""
    query = sa.select(document.c.id, document.c.n, text.c.text, text.c.exact).join(text, text.c.n == document.c.text_n)
    wanted = set(documents)
    found = {r.id: (r.n, exact(r.text, r.exact)) for r in w.in_(document.c.id, wanted, query)}
    if missing := sorted(wanted - set(found)):
        raise InputError(f"there is no document {missing[0]}", hint="Record the document first.")
    return found


def _record(c: CodedDocument, words: str) -> str:
    """The coding as it is kept: without its text, quotes as offsets. Raises `InputError` if a quote is not in the text."""
    if c.text != words and sha256_of(c.text) != sha256_of(words):
        raise InputError(
            "was coded from another text than the one in the ledger", where=f"document {c.doc}", hint="Code it again."
        )
    _check_quotes(c, words, c.doc)
    return coding_record(c)


def _check_quotes(value: Any, words: str, where: str) -> None:
    if isinstance(value, Quote):
        try:
            value.check(words)
        except InputError as error:
            raise InputError(error.what, where=f"document {where}", hint="Nothing of this coding was stored.") from None
    elif isinstance(value, tuple):
        for v in value:
            _check_quotes(v, words, where)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            _check_quotes(getattr(value, name), words, where)


def _make_current(w: Writing, run: Run, rows: dict[int, dict[str, Any]]) -> list[int]:
    """Puts codings in the place of the current ones of their stage and reader. Gives the documents of which it is another."""
    mine = [coding.c.stage == run.stage, coding.c.reader_name == run.reader_name, coding.c.until.is_(None)]
    now = {r.document_n: r for r in w.in_(coding.c.document_n, rows, sa.select(coding).where(*mine))}
    changed = [n for n, row in rows.items() if n not in now or any(getattr(now[n], k) != v for k, v in row.items())]
    for some in chunks(now[n].n for n in changed if n in now):
        w.end(coding, coding.c.n.in_(some))
    same = {"stage": run.stage, "reader_name": run.reader_name}
    w.add(coding, [{**rows[n], **same, "document_n": n} for n in changed])
    return changed


def _check(w: Writing, j: Judgement, words: str, new: Sequence[Judgement]) -> None:
    if j.verdict in VERDICTS:
        check_value(j, words)
        _check_lists(j)
    elif j.verdict in ("same", "different", "unsure"):
        if j.field not in PAIR_FIELDS or not j.other_document:
            raise InputError(
                f"'{j.field}' is no pair",
                where=f"judgement {j.id}",
                hint=f"One of {', '.join(PAIR_FIELDS)}, with other_document.",
            )
    elif j.verdict == "undo":
        known = {x.id for x in new} | {r.id for r in w.all(sa.select(judgement.c.id).where(judgement.c.id == j.undoes))}
        if j.undoes not in known:
            raise InputError(f"there is no judgement {j.undoes!r} to undo", where=f"judgement {j.id}")
    elif j.verdict != "comment":
        raise InputError(
            f"'{j.verdict}' is no verdict", where=f"judgement {j.id}",
            hint=f"One of: {', '.join(VERDICTS)}, same, different, unsure, undo, comment.",
        )  # fmt: skip


def _check_lists(j: Judgement) -> None:
    """Raises `InputError` for a value that is not in its closed list."""
    name, ontology = read_field(j.field)[0], load()
    for key, value in values_of(j).items():
        if (name, key) == ("event", "type"):
            known = tuple(ontology.types)
        else:
            known = ontology.lists.get("basis" if key == "basis" else _LISTS.get((name, key), ""), ())
        if known and value not in known:
            raise InputError(f"'{value}' is not one of: {', '.join(known)}", where=f"{j.field} {key}")
