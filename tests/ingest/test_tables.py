"""Tables and their mappings."""

import datetime
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sayso.core import ConfigError, Document
from sayso.ingest import IngestOptions, Limits, load_mapping, mapping_from
from sayso.ingest.options import Mappings
from sayso.ingest.parse import parse
from sayso.ingest.task import Outcome, Task
from tests.ingest import builders as make
from tests.ingest.reading import HERE, codes, documents, only, parsed, read, stated


def mapped(kind: str, content: bytes, limits: Limits | None = None, form: str = "", **columns: str) -> list[Outcome]:
    task = Task(
        kind, "t", f"t.{kind}", content=content, mapping=mapping_from(dict(columns)), date_format=form, limits=limits or Limits()
    )
    return list(parse(task))


def test_standard_columns_need_no_mapping() -> None:
    record = {"doc": "a", "text": make.TEXT, "title": "T", "author": "By Sabina Rahm", "publisher": make.OUTLET, "agency": "AFP", "published": "2016-03-03T01:02:03Z",
              "updated": "2016-03-04", "lang": "en-US", "url": "https://monitor.example/a"}  # fmt: skip
    document = only(parsed("jsonl", make.jsonl([record])))
    assert document.doc == "a"
    assert stated(document, "outlet") == (make.OUTLET, "record:publisher")
    assert stated(document, "byline") == ("By Sabina Rahm", "record:author")
    assert stated(document, "language") == ("en", "record:lang")
    assert stated(document, "address") == ("https://monitor.example/a", "record:url")
    assert [(a.value, a.where) for a in document.masthead.agencies] == [("AFP", "record:agency")]


def test_a_translation_is_kept_beside_the_text_with_the_name_of_its_maker() -> None:
    record = {
        "id": "a",
        "text": make.TEXT,
        "translation": "Zwei Wachen starben.\nMehr war nicht zu erfahren.",
        "translated_by": "R. Kessler",
        "translation_language": "de_DE",
    }
    document = only(parsed("jsonl", make.jsonl([record])))
    assert document.text == make.TEXT
    assert document.translation is not None
    assert (document.translation.text, document.translation.by) == (record["translation"], "R. Kessler")
    assert (document.translation.language, document.translation.where) == ("de", "record:translation")
    assert document.id == only(parsed("jsonl", make.jsonl([{"id": "a", "text": make.TEXT}]))).id
    (named,) = documents(
        mapped(
            "jsonl", make.jsonl([{**record, "de": "Kurz.", "tr_lang": "de-AT"}]), translation="de", translation_language="tr_lang"
        )
    )
    assert named.translation is not None
    assert (named.translation.text, named.translation.language) == ("Kurz.", "de")


def test_a_translation_that_is_too_long_is_left_out_and_told() -> None:
    record = {"text": make.TEXT, "translation": "x" * 9000}
    (document,) = documents(mapped("jsonl", make.jsonl([record]), Limits(text_chars=len(make.TEXT))))
    assert document.translation is None
    assert any("its translation was left out: it has 9,000 characters" in w for w in document.warnings)


def test_rows_without_an_id_are_named_by_their_position() -> None:
    content = b'{"text": "one two"}\n\n{"text": "three four"}\n{"id": 7, "text": "five"}\n'
    assert [d.doc for d in documents(parsed("jsonl", content, "t"))] == ["t-1", "t-3", "7"]


def test_a_mapping_may_name_any_column() -> None:
    records = [{"Ref Nr": "a", "Full text": make.TEXT, "Medium": make.OUTLET, "When": "4.3.2016"}]
    for kind, content in (("csv", make.delimited(";", records)), ("jsonl", make.jsonl(records))):
        (document,) = documents(
            mapped(kind, content, form="%d.%m.%Y", id="Ref Nr", text="Full text", outlet="Medium", published="When")
        )
        assert (document.doc, document.outlet, document.published) == ("a", make.OUTLET, "2016-03-04")
        assert stated(document, "published") == ("2016-03-04", "record:When")


def test_the_message_names_the_columns_that_are_there() -> None:
    (no,) = parsed("csv", b"ref,body,day\na,words,2016\n")
    assert "it has: ref, body, day" in getattr(no, "reason", "")
    assert "--map" in getattr(no, "reason", "")


def test_a_mapped_column_that_is_nowhere_is_an_error_even_if_the_text_is_there() -> None:
    assert codes(mapped("csv", b"id,text\na,words\n", outlet="paper")) == ["no-column"]
    assert codes(mapped("jsonl", b'{"text": "words"}\n', outlet="paper")) == ["no-column"]


def test_a_json_record_may_leave_out_what_is_null() -> None:
    content = b'{"text": "one", "paper": "A"}\n{"text": "two"}\n{"text": "three", "title": "T"}\n'
    first, second, third = documents(mapped("jsonl", content, outlet="paper"))
    assert (first.outlet, second.outlet, third.title) == ("A", None, "T")


def test_a_bad_line_loses_nothing_beside_it() -> None:
    content = b'{"text": "one"}\n{"text": \n[]\n{"body": "x"}\n{"text": "two", "published": "1/2/2016"}\n{"text": "three"}\n'
    outcomes = parsed("jsonl", content)
    assert [o.text if isinstance(o, Document) else getattr(o, "code", "") for o in outcomes if not hasattr(o, "count")] == [
        "one", "bad-record", "bad-record", "no-column", "ambiguous-date", "three"
    ]  # fmt: skip
    assert [o.part for o in outcomes if hasattr(o, "part")] == ["line 2", "line 3", "line 4", "line 5"]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_separator_is_found(mark: str) -> None:
    assert len(documents(parsed("csv", make.delimited(mark)))) == 2


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "cp1251"])
def test_a_table_may_be_in_another_encoding(codec: str) -> None:
    words = "Силовики штурмовали дом в Бишкеке, погибли трое."
    content = ("id;text\n" + "".join(f"{i};{words}\n" for i in range(6))).encode(codec)
    assert {d.text for d in documents(parsed("csv", content))} == {words}


def test_a_row_with_a_wrong_byte_is_refused_alone() -> None:
    content = (
        ("id,text\n" + "".join(f"{i},ﬁve “men” died\n" for i in range(60))).encode() * 30
        + b"x,caf\xe9 bombed\n"
        + "y,last “one”\n".encode()
    )
    outcomes = parsed("csv", content.replace(b"id,text\n", b"", 0))
    assert "encoding" in codes(outcomes)
    assert documents(outcomes)[-1].text == "last “one”"


def test_quoted_cells_hold_separators_quotes_and_line_ends() -> None:
    text = 'He said: "no", and left;\nthen came back.'
    assert only(parsed("csv", make.delimited(",", [{"id": "a", "text": text}]))).text == text


def test_a_row_with_too_many_cells_is_refused_and_a_short_one_filled() -> None:
    outcomes = parsed("csv", b"id,text,title\na,one,T\nb,two,T,more\nc,three\n")
    assert [d.doc for d in documents(outcomes)] == ["a", "c"]
    assert codes(outcomes) == ["bad-record"]


def test_a_quotation_mark_that_never_closes_ends_in_a_reason() -> None:
    content = b'id,text\na,"never closed ' + b"x" * 300_000 + b"\nb,two\n"
    assert codes(mapped("csv", content, Limits(record_bytes=100_000))) == ["bad-record"]


@pytest.mark.parametrize("content", [b'id,text\na,one\nb,"two\nc,three\n', b'id,text\na,one\nb,"two'])
def test_a_quotation_mark_open_to_the_end_swallows_no_row_in_silence(content: bytes) -> None:
    outcomes = parsed("csv", content)
    assert [d.doc for d in documents(outcomes)] == ["a"]
    (no,) = [o for o in outcomes if not isinstance(o, Document)]
    assert (getattr(no, "code", ""), getattr(no, "part", "")) == ("bad-record", "row 2")
    assert "nothing closes" in getattr(no, "reason", "")
    assert codes(parsed("csv", b'id,"text\na,one\n')) == ["broken"]


def test_a_huge_line_is_passed_over() -> None:
    limits = Limits(record_bytes=1000)
    huge = b'{"text": "' + b"x" * 5000 + b'"}\n'
    outcomes = mapped("jsonl", b'{"text": "one"}\n' + huge + b'{"text": "two"}\n', limits)
    assert [getattr(o, "text", getattr(o, "code", "")) for o in outcomes] == ["one", "too-large", "two"]
    outcomes = mapped("csv", b"id,text\na,one\nb," + b"x" * 5000 + b"\nc,two\n", limits)
    assert [getattr(o, "text", getattr(o, "code", "")) for o in outcomes] == ["one", "bad-record", "two"]


def test_workbooks_have_sheets_days_and_numbers() -> None:
    content = make.xlsx(
        {"notes": [["what"], ["nothing to read"]],
         "reports": [["id", "text", "published", "outlet"], [12.0, "one", datetime.datetime(2016, 3, 4), "A"], [None] * 4, ["b", "two", datetime.datetime(2016, 3, 4, 11, 20), None]],
         "more": [["id", "text"], ["c", "three"]]}
    )  # fmt: skip
    assert [(d.doc, d.text, d.published, d.outlet) for d in documents(parsed("xlsx", content))] == [
        ("12", "one", "2016-03-04", "A"), ("b", "two", "2016-03-04T11:20:00", None), ("c", "three", None, None)
    ]  # fmt: skip


def test_parquet_has_days_and_times_with_zones() -> None:
    times = [datetime.datetime(2016, 3, 4, 11, 20, tzinfo=datetime.UTC), None]
    content = make.parquet({"id": ["a", "b"], "text": ["one", "two"], "published": times, "noise": [[1], [2]]})
    assert [(d.doc, d.published) for d in documents(parsed("parquet", content))] == [("a", "2016-03-04T11:20:00Z"), ("b", None)]


def test_json_may_be_a_list_or_hold_one() -> None:
    records = make.rows()
    for content in (json.dumps(records), json.dumps({"count": 2, "articles": records}), json.dumps(records[0])):
        assert documents(parsed("json", content.encode()))[0].text == make.TEXT


def test_telegram_messages() -> None:
    message = {"id": 7, "type": "message", "date": "2016-03-03T11:20:00", "date_unixtime": "1456986000", "edited": "2016-03-03T12:00:00",
               "edited_unixtime": "1456988400", "from": "Tarsol 24", "text": ["Seen: ", {"type": "bold", "text": "three bodies"}, " on Mill Street"]}  # fmt: skip
    passed_on = {**message, "id": 8, "forwarded_from": "Oraz Live", "text": "Passed on from another channel"}
    service = {"id": 9, "type": "service", "action": "pin_message", "text": ""}
    picture = {**message, "id": 10, "text": "", "photo": "p.jpg"}
    outcomes = parsed("json", make.telegram([message, passed_on, service, picture]), "channel")
    first, second = documents(outcomes)
    assert (first.doc, first.text) == ("channel-7", "Seen: three bodies on Mill Street")
    assert stated(first, "published") == ("2016-03-03T11:20:00+05:00", "record:date")
    assert stated(first, "updated") == ("2016-03-03T12:00:00+05:00", "record:edited")
    assert stated(first, "outlet") == ("Tarsol 24", "record:name")
    assert first.masthead.byline is None
    assert stated(second, "byline") == ("Oraz Live", "record:forwarded_from")
    assert sum(getattr(o, "count", 0) for o in outcomes if not isinstance(o, Document)) == 2


def test_a_telegram_export_of_all_chats() -> None:
    chat = json.loads(
        make.telegram([{"id": 1, "type": "message", "date": "2016-03-03T11:20:00", "text": "Words of one message"}])
    )
    content = json.dumps({"about": "x", "chats": {"about": "y", "list": [chat, {**chat, "id": 12}]}}).encode()
    assert [d.doc for d in documents(parsed("json", content, "all"))] == ["all-4711-1", "all-12-1"]


# -- mapping files ---------------------------------------------------------------------------------------------------------


def test_a_mapping_file_may_speak_of_every_table_or_of_one(tmp_path: Path) -> None:
    file = tmp_path / "map.toml"
    file.write_text('text = "body"\n[special]\ntext = "words"\nid = "nr"\n')
    mappings = load_mapping(file)
    assert mappings.of("any").text == "body"
    assert (mappings.of("special").text, mappings.of("special").doc) == ("words", "nr")
    (tmp_path / "special.csv").write_text("nr,words\n1,one\n")
    (tmp_path / "other.csv").write_text("id,body\n2,two\n")
    options = IngestOptions(workers=0, mapping=mappings)
    assert [read(tmp_path / n, options)[0][0].text for n in ("special.csv", "other.csv")] == ["one", "two"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("text = body", "not TOML"),
        ("texts = 'a'", "is not one of"),
        ("text = 3", "the name of a column"),
        ("id = 'a'\ndoc = 'b'", "given twice"),
        ("\xff", "not TOML"),
    ],
)
def test_a_mapping_that_is_wrong_says_how(content: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / "map.toml"
    file.write_bytes(content.encode("latin-1"))
    with pytest.raises(ConfigError, match=message):
        load_mapping(file)


def test_a_mapping_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_mapping(tmp_path / "none.toml")


BESIDE = 'text = "body"\npublished = "day"\ndate_format = "%m/%d/%Y"\n'
TABLE = "body,day\nTwo died.,03/04/2016\n"


@pytest.mark.parametrize("name", ["monitor.map.toml", "monitor.csv.map.toml"])
def test_a_mapping_beside_a_table_is_found(name: str, tmp_path: Path) -> None:
    (tmp_path / "monitor.csv").write_text(TABLE)
    (tmp_path / name).write_text(BESIDE)
    found, rejections = read(tmp_path, HERE)
    assert [(d.text, d.published, rejections) for d in found] == [("Two died.", "2016-03-04", [])]


@pytest.mark.parametrize("pack", [make.zipped, make.tarred])
def test_a_mapping_beside_a_table_in_an_archive_is_found(pack: Callable[[dict[str, bytes]], bytes], tmp_path: Path) -> None:
    members = {"in/monitor.csv.gz": make.gzipped(TABLE.encode()), "in/monitor.map.toml": BESIDE.encode()}
    (tmp_path / "tables.zip").write_bytes(pack(members))
    assert [d.published for d in read(tmp_path, HERE)[0]] == ["2016-03-04"]


def test_what_the_user_maps_for_the_call_goes_before_what_stands_beside(tmp_path: Path) -> None:
    (tmp_path / "monitor.csv").write_text("body,words\none,two\n")
    (tmp_path / "monitor.map.toml").write_text('text = "body"\n')
    options = IngestOptions(workers=0, mapping=Mappings(mapping_from({"text": "words"})))
    assert [d.text for d in read(tmp_path, options)[0]] == ["two"]


def test_a_mapping_beside_a_table_that_is_wrong_is_said_and_is_no_document_itself(tmp_path: Path) -> None:
    (tmp_path / "monitor.csv").write_text(TABLE)
    (tmp_path / "monitor.map.toml").write_text('words = "body"\n')
    found, rejections = read(tmp_path, HERE)
    assert (found, [r.code for r in rejections]) == ([], ["bad-sidecar"])
    assert "'words' is not one of" in rejections[0].reason
    assert [r.code for r in read(tmp_path / "monitor.map.toml", HERE)[1]] == ["sidecar"]


SYRIA = {"title": "article_title", "text": "article_content", "outlet": "source", "published": "date"}


def test_the_articles_on_the_war_in_syria_are_all_read(data: Path) -> None:
    options = IngestOptions(workers=0, mapping=Mappings(mapping_from(dict(SYRIA))), date_format="%m/%d/%Y")
    found, rejections = read(data / "fa_kes" / "fa_kes.jsonl.gz", options)
    assert (len(found), rejections) == (789, [])
    assert all(d.outlet and d.published and len(d.published) == 10 for d in found)
    assert len({d.id for d in found}) == 789


def test_an_id_that_comes_twice_is_an_error_naming_both(data: Path) -> None:
    options = IngestOptions(workers=0, mapping=Mappings(mapping_from({**SYRIA, "id": "unit_id"})), date_format="%m/%d/%Y")
    found, rejections = read(data / "fa_kes" / "fa_kes.jsonl.gz", options)
    assert (len(found), len(rejections), {r.code for r in rejections}) == (780, 9, {"duplicate-doc"})
    assert "map no id" in rejections[0].reason


def test_without_the_form_of_its_dates_nothing_of_it_is_guessed(data: Path) -> None:
    mapping = mapping_from({"id": "unit_id", "text": "article_content", "published": "date"})
    found, rejections = read(data / "fa_kes" / "fa_kes.jsonl.gz", IngestOptions(workers=0, mapping=Mappings(mapping)))
    assert not found
    assert {r.code for r in rejections} == {"ambiguous-date"}


def test_without_a_mapping_there_is_one_reason_not_a_thousand(data: Path) -> None:
    found, rejections = read(data / "fa_kes" / "fa_kes.jsonl.gz", HERE)
    assert not found
    assert [r.code for r in rejections] == ["no-column"]
