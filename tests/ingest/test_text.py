"""Contract Text: plain text, standard input and a record's text are frozen code point for code point; and encodings."""

import contextlib
import io
import json
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.core import Document
from sayso.ingest.encoding import decode, mojibake
from sayso.ingest.rejections import Rejected
from tests.ingest import builders as make
from tests.ingest.reading import HERE, codes, only, parsed, read

# What decoding gives back and is text: no surrogates, no control characters, something to see.
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t\r"), min_size=1).filter(str.strip)
ODD = "\u200e  The raid \u2028 began.\r\nIt\u00a0went on\x0b…\ttill 5\u202fa.m. \r \n\n\n“Cafe\u0301” 👩‍🚒 ﬁve dead  \n"


@given(TEXTS)
def test_a_plain_text_is_frozen_as_it_is(text: str) -> None:
    if text.startswith("\ufeff"):
        return  # a byte order mark is no part of the text
    for kind in ("text", "markdown"):
        outcomes = parsed(kind, text.encode())
        assert [o.text for o in outcomes if isinstance(o, Document)] == [text], outcomes


@given(TEXTS)
def test_a_records_text_is_frozen_as_it_is(text: str) -> None:
    assert only(parsed("jsonl", make.jsonl([{"text": text}]))).text == text


@pytest.mark.parametrize("kind", ["text", "markdown"])
def test_odd_characters_stay(kind: str) -> None:
    assert only(parsed(kind, ODD.encode())).text == ODD


@pytest.mark.parametrize("kind", ["csv", "tsv"])
def test_a_cells_text_is_frozen_as_it_is(kind: str) -> None:
    mark = "," if kind == "csv" else "\t"
    assert only(parsed(kind, make.delimited(mark, [{"id": "a", "text": ODD}]))).text == ODD


def test_cells_of_books_and_columns_too() -> None:
    words = ODD.replace("\r\n", "\n").replace("\r", "").replace("\x0b", "")  # XML of a workbook holds no other line ends
    assert only(parsed("xlsx", make.xlsx({"a": [["text"], [words]]}))).text == words
    assert only(parsed("parquet", make.parquet({"text": [ODD]}))).text == ODD


def test_standard_input_is_frozen_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(ODD.encode())

    monkeypatch.setattr(sys, "stdin", Stdin())
    documents, _ = read("-", HERE)
    assert [(d.doc, d.text) for d in documents] == [("stdin", ODD)]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (make.jsonl(), "jsonl"),
        (make.html(), "html"),
        (make.gzipped(make.jsonl()), "gz"),
        (make.zipped({"a.txt": b"Words."}), "zip"),
    ],
)
def test_standard_input_may_be_any_format(content: bytes, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(content)

    monkeypatch.setattr(sys, "stdin", Stdin())
    documents, rejections = read("-", HERE)
    assert documents
    assert not rejections, kind


# -- encodings -------------------------------------------------------------------------------------------------------------

ENGLISH = (
    "The “raids” cost three lives – officials said. Nobody counted the wounded in the town’s hospitals, or the café’s guests. "
)
RUSSIAN = "Силовики штурмовали дом в Бишкеке, погибли трое, сообщили в министерстве. "
ARABIC = "قال مسؤولون إن ثلاثة قتلوا في الغارات على المدينة يوم الخميس "
CHINESE = "官员说三人在突袭中丧生，另有两人受伤。"
POLISH = "Policja podała, że w zamachu zginęły trzy osoby, a siedem zostało rannych. Świadkowie słyszeli strzały. "
GUESSED = [
    ("cp1252", ENGLISH),
    ("cp1251", RUSSIAN),
    ("koi8-r", RUSSIAN),
    ("cp866", RUSSIAN),
    ("cp1256", ARABIC),
    ("gb18030", CHINESE),
    ("cp1250", POLISH),
]


@pytest.mark.parametrize(("codec", "words"), GUESSED, ids=[g[0] for g in GUESSED])
def test_an_encoding_is_guessed_and_said_to_be(codec: str, words: str) -> None:
    text, warnings = decode((words * 4).encode(codec))
    assert text == words * 4
    assert any(w.startswith("encoding: guessed") for w in warnings)


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_decides_and_is_no_part_of_the_text(codec: str) -> None:
    assert decode(RUSSIAN.encode(codec)) == (RUSSIAN, ())


def test_what_is_declared_counts_as_what_is_meant_by_it() -> None:
    assert decode(ENGLISH.encode("cp1252"), "iso-8859-1") == (ENGLISH, ())
    assert decode(RUSSIAN.encode("cp1251"), "windows-1251") == (RUSSIAN, ())
    assert decode(RUSSIAN.encode(), "windows-1251") == (RUSSIAN, ()), "UTF-8 that fits goes before a declaration"


def test_a_declaration_of_no_encoding_is_passed_over() -> None:
    text, _ = decode((RUSSIAN * 3).encode("cp1251"), "x-nonsense")
    assert text == RUSSIAN * 3


def test_a_few_wrong_bytes_do_not_turn_utf_8_into_something_else() -> None:
    content = (RUSSIAN * 20).encode() + b"\xff" + (RUSSIAN * 20).encode()
    text, (warning,) = decode(content)
    assert text == RUSSIAN * 20 + "\ufffd" + RUSSIAN * 20
    assert warning.startswith("encoding: 1 places are not UTF-8")


def test_mojibake_is_reported_and_left() -> None:
    twice = ENGLISH.encode().decode("cp1252", "replace")
    assert mojibake(ENGLISH) == mojibake(RUSSIAN) == mojibake(POLISH) == mojibake("Ça va ? Ûber São Tomé") == ()
    document = only(parsed("text", twice.encode()))
    assert document.text == twice
    assert document.warnings[0].startswith("mojibake: ")
    assert mojibake(RUSSIAN.encode().decode("latin-1"))


@given(st.binary(max_size=300))
def test_decoding_gives_text_or_a_reason(content: bytes) -> None:
    with contextlib.suppress(Rejected):
        text, _ = decode(content)
        assert "\x00" not in text


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x), max_leaves=8
    )
)
def test_any_json_gives_documents_or_reasons(value: Any) -> None:
    for kind in ("jsonl", "json"):
        outcomes = parsed(kind, json.dumps(value).encode())
        assert outcomes
        assert "crash" not in codes(outcomes)
        assert not [o for o in outcomes if "parser failed" in getattr(o, "reason", "")]
