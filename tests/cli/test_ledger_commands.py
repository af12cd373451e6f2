"""The commands of the ledger, as a user calls them."""

import json
from pathlib import Path
from typing import Any

import pytest

from sayso import __version__, pipeline
from sayso.core import AssetError
from tests import toy
from tests.cli.conftest import Sayso
from tests.ingest import builders as make

TEXT = "Gunmen came at night. 4 guards were killed, said the teacher Zarina Qulova, who lives in the yellow house."


def lines(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def filled(sayso: Sayso) -> Sayso:
    Path("reports").mkdir()
    Path("reports/night.txt").write_text(TEXT)
    Path("reports/day.txt").write_text("By day 2 people were wounded.")
    Path("reports/empty.txt").write_text("")
    assert sayso("add", "reports", "--outlet", "The Courier", "--published", "2026-03-01").status == 0
    return sayso


def test_adding_twice_adds_once(filled: Sayso) -> None:
    Path("reports/new.txt").write_text("Later 7 people died.")
    ran = filled("add", "reports", "--outlet", "The Courier", "--published", "2026-03-01")
    assert ran.status == 0
    assert "1 new document, 2 known, 1 not read" in ran.out
    assert "1 document coded: 1 event report, 1 figure, 0 statements" in ran.out
    told = json.loads(filled("add", "reports", "--outlet", "The Courier", "--published", "2026-03-01", "--json").out)
    assert (told["documents"], told["known"], told["rejections"], told["coded"]["documents"]) == (0, 3, 1, 0)


def test_standard_input_and_nothing_but_rejects(sayso: Sayso) -> None:
    ran = sayso("add", "-", "--outlet", "Radio", input="3 soldiers were killed.")
    assert (ran.status, "1 new document" in ran.out) == (0, True)
    assert sayso("show", "stdin", "--text").out == "3 soldiers were killed."
    ran = sayso("add", "none.txt")
    assert ran.status == 3
    assert "none.txt: there is no such file or folder" in ran.out


def test_title_and_format_are_given_for_the_whole_call(sayso: Sayso) -> None:
    Path("lines.txt").write_text('{"text": "Two died."}\n{"text": "Three died."}\n')
    assert sayso("add", "lines.txt", "--format", "jsonl", "--title", "Night").status == 0
    assert [json.loads(sayso("show", f"lines-{k}", "--json").out)["masthead"]["title"]["value"] for k in (1, 2)] == ["Night"] * 2
    ran = sayso("add", "lines.txt", "--format", "papyrus")
    assert (ran.status, "--format: 'papyrus' is not one of: csv" in " ".join(ran.err.split())) == (2, True)


def test_without_a_model_documents_are_kept_and_coded_later(sayso: Sayso, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.txt").write_text(TEXT)

    def absent() -> object:
        raise AssetError("the reader's model is not there", where="weights", hint="Install it.")

    with monkeypatch.context() as without:
        without.setattr(pipeline, "default_coder", absent)
        ran = sayso("add", "a.txt")
        assert ran.status == 0
        assert "1 new document" in ran.out
        assert "not coded: weights: the reader's model is not there. Install it." in ran.err
        assert sayso("code").status == 4
    assert lines(sayso("docs", "--uncoded", "--json").out)[0]["doc"] == "a"
    assert "1 document coded" in sayso("code").out
    assert sayso("docs", "--uncoded", "--json").out == ""


def test_stopping_with_ctrl_c_and_going_on(sayso: Sayso, monkeypatch: pytest.MonkeyPatch) -> None:
    for k in range(80):
        Path(f"d{k:02}.txt").write_text(f"Report {k}: {k} people were killed.")
    calls = []

    def stopped(batch: Any) -> Any:
        calls.append(1)
        if len(calls) > 1:
            raise KeyboardInterrupt
        return toy.code_batch(batch)

    with monkeypatch.context() as context:
        context.setattr(pipeline, "code_batch", stopped)
        ran = sayso("add", ".")
    assert ran.status == 130
    assert "stopped; 80 documents in the ledger. Run the command again to go on." in ran.err
    assert len(lines(sayso("docs", "--uncoded", "--json", "-n", "100").out)) == 48
    assert "48 documents coded" in sayso("add", ".").out


def test_a_document_that_is_too_much_is_noted_and_the_rest_is_coded(sayso: Sayso) -> None:
    Path("a.txt").write_text("1 guard was killed." + toy.FAULT)
    Path("b.txt").write_text("2 guards were killed.")
    ran = sayso("add", ".")
    assert ran.status == 0
    assert "2 documents coded: 1 event report" in ran.out
    assert "1 document not read: failed: ValueError: too much" in ran.out
    assert "0 documents coded" in sayso("code").out
    assert "1 document coded" in sayso("code", "--again").out


def test_docs(filled: Sayso) -> None:
    ran = filled("docs")
    assert "night" in ran.out
    assert "2 of 2 documents" in ran.out
    (row,) = lines(filled("docs", "guards", "--json").out)
    assert (row["doc"], row["figures"], row["outlet"]) == ("night", 1, "The Courier")
    assert "4 \x02guards\x03 were killed" in row["snippet"]
    assert filled("docs", "--from", "2026-03-02").out == "no documents like that\n"
    page = filled("docs", "-n", "1").out
    cursor = page.split("--after ")[1].split()[0]
    assert "night" not in page or "day" not in page
    assert filled("docs", "-n", "1", "--after", cursor).out != page


def test_show(filled: Sayso) -> None:
    ran = filled("show", "night")
    for words in ("The Courier", "given", TEXT, "4 guards", "ASSAULT"):
        assert words in " ".join(ran.out.split()) or words in ran.out
    told = json.loads(filled("show", "night", "--json").out)
    assert told["coded"]["figures"][0]["low"] == 4
    assert told["text"] == TEXT
    assert filled("show", "night", "--text").out == TEXT
    ran = filled("show", f"{told['id']}#f1")
    assert "“4 guards” at 22–30" in ran.out
    assert json.loads(filled("show", f"{told['id']}#e1", "--json").out)["address"] == f"{told['id']}#e1"


def test_rejects_and_reading_them_again(sayso: Sayso) -> None:
    Path("t.csv").write_text("text,published\nFour died.,03/04/2015\nTwo died.,2015-04-05\n")
    assert "1 not read" in sayso("add", "t.csv").out
    ran = sayso("rejects")
    assert "ambiguous-date" in ran.out
    assert "1 input not read: 1 ambiguous-date" in ran.out
    (row,) = lines(sayso("rejects", "--json", "--code", "ambiguous-date").out)
    assert row["rejection"]["code"] == "ambiguous-date"
    assert sayso("rejects", "--code", "empty", "--json").out == ""
    ran = sayso("rejects", "--retry", "--date-format", "%d/%m/%Y")
    assert "1 read that were rejected before" in ran.out
    assert sayso("rejects", "--json").out == ""
    assert len(lines(sayso("rejects", "--settled", "--json").out)) >= 1


def test_verify(filled: Sayso) -> None:
    assert "2 captures, 2 documents, 4 claims: everything agrees" in filled("verify").out
    import sqlite3

    with sqlite3.connect("sayso.ledger") as connection:
        connection.execute("UPDATE text SET text = replace(text, '4 guards', '5 guards')")
    ran = filled("verify")
    assert ran.status == 5
    assert "reads '4 guards', the text '5 guards'" in ran.out
    assert any("another digest" in f["problem"] for f in lines(filled("verify", "--json").out))


def test_history(filled: Sayso) -> None:
    entries = lines(filled("history", "night", "--json").out)
    assert [e["what"] for e in entries] == ["coded", "recorded", "obtained"]
    assert "2 documents, 1 rejection" in filled("history").out
    moment = entries[-1]["at"]
    assert [e["what"] for e in lines(filled("history", "--json", "--at", moment).out)] == ["ingested"]
    assert lines(filled("docs", "--json", "--at", moment).out)[0]["coded"] is False


def test_protecting(filled: Sayso) -> None:
    ran = filled("protect", "speaker", "Zarina Qulova", "--level", "pseudonym", "--reason", "asked")
    assert "Zarina Qulova" in ran.out
    (mark,) = lines(filled("protect", "--json").out)
    assert (mark["kind"], mark["level"], mark["reason"]) == ("speaker", "pseudonym", "asked")
    assert filled("protect", "speaker", "zarina qulova", "--level", "open", "--json").out == ""
    ran = filled("protect", "speaker", "x", "--level", "secret")
    assert (ran.status, "'secret' is not one of: open, pseudonym, coarse, withheld" in ran.err) == (3, True)


def test_redacting(filled: Sayso) -> None:
    assert filled("redact", "--name", "Zarina Qulova", "--reason", "asked", input="n\n").status == 1
    assert "Qulova" in filled("show", "night", "--text").out
    ran = filled("redact", "--document", "night", "--words", "in the yellow house", "--reason", "asked", input="y\n")
    assert "This cannot be undone." in ran.err
    assert "removed from 1 document." in ran.out
    Path("sayso.ledger.link").write_text("Zarina Qulova")
    told = json.loads(filled("redact", "--name", "Zarina Qulova", "--reason", "asked", "--yes", "--json").out)
    assert not Path("sayso.ledger.link").exists()
    assert told["kind"] == "name"
    text = filled("show", "night", "--text").out
    assert text == TEXT.replace("in the yellow house", "█" * 19).replace("Zarina Qulova", "█" * 13)
    ran = filled("redact", "--document", "night", "--words", "nowhere", "--reason", "x", "--yes")
    assert (ran.status, "does not have these words" in ran.err) == (3, True)


def test_backup_and_restore(filled: Sayso) -> None:
    assert "wrote b.ledger" in filled("ledger", "backup", "b.ledger").out
    assert filled("ledger", "backup", "b.ledger").status == 5
    assert "restored 2 documents and 4 claims to c.ledger" in filled("ledger", "restore", "b.ledger", "--ledger", "c.ledger").out
    assert filled("docs", "--json", "--ledger", "c.ledger").out == filled("docs", "--json").out


def test_which_ledger(sayso: Sayso, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sayso("ledger", "path").out == f"{Path('sayso.ledger').absolute()}\n"
    sayso("config", "set", "ledger", "user.ledger", "--user")
    assert sayso("ledger", "path").out.endswith("/user.ledger\n")
    sayso("config", "set", "ledger", "here.ledger")
    assert sayso("ledger", "path").out.endswith("/here.ledger\n")
    monkeypatch.setenv("SAYSO_LEDGER", "env.ledger")
    assert sayso("ledger", "path").out.endswith("/env.ledger\n")
    assert sayso("ledger", "path", "--ledger", "opt.ledger").out.endswith("/opt.ledger\n")
    told = json.loads(sayso("config", "--json").out)
    assert told["ledger"] == {"value": "env.ledger", "from": "SAYSO_LEDGER"}
    monkeypatch.delenv("SAYSO_LEDGER")
    sayso("config", "set", "ledger", "")
    assert json.loads(sayso("config", "--json").out)["ledger"]["value"] == "user.ledger"


def test_an_encrypted_ledger_by_key_file(sayso: Sayso) -> None:
    pytest.importorskip("sqlcipher3", reason="needs SQLCipher: sqlcipher3")
    Path("key").write_text("quetzal\n")
    Path("a.txt").write_text(TEXT)
    sayso("config", "set", "key_file", "key")
    assert "encrypted ledger" in sayso("ledger", "init").out
    assert sayso("add", "a.txt").status == 0
    assert b"Qulova" not in Path("sayso.ledger").read_bytes()
    sayso("config", "set", "key_file", "")
    ran = sayso("docs")
    assert (ran.status, "is no ledger, or its key is another" in ran.err) == (5, True)


def test_a_newer_version_of_the_reader(filled: Sayso, monkeypatch: pytest.MonkeyPatch) -> None:
    from types import SimpleNamespace

    monkeypatch.setattr(pipeline, "default_coder", lambda: SimpleNamespace(run=toy.NEWER))
    assert "0 documents coded" in filled("code").out
    assert "2 documents coded" in filled("code", "--again").out
    assert filled("ledger", "reader").out == "toy\n"


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("docs",), 5, "sayso.ledger: there is no ledger. Make one: sayso ledger init"),
        (("add", "x.txt", "--published", "yesterday"), 2, "yesterday"),
        (("add", "x.txt", "--map", "none.toml"), 2, "none.toml: the mapping cannot be read"),
        (("config", "set", "colour", "red"), 2, "'colour' is no setting. Settings are: ledger, key_file"),
        (("config", "set", "workers", "many"), 2, "'workers' cannot be 'many'"),
        (("redact", "--name", "x"), 2, "--reason: a redaction needs a reason"),
        (("docs", "--bogus"), 2, "No such option: --bogus"),
        (("ledger", "restore", "none.ledger"), 5, "none.ledger: there is no such backup. Check the path."),
    ],
)
def test_mistakes_end_in_a_sentence_and_a_status(sayso: Sayso, arguments: tuple[str, ...], status: int, message: str) -> None:
    ran = sayso(*arguments)
    assert ran.status == status
    assert message in " ".join(ran.err.split())


def test_with_json_a_mistake_is_json(sayso: Sayso) -> None:
    ran = sayso("docs", "--json")
    assert json.loads(ran.err)["error"]["kind"] == "LedgerError"
    assert ran.out == ""


def test_with_json_a_wrong_option_is_json_too(sayso: Sayso) -> None:
    for arguments, words in ((("docs", "--limit", "x"), "--limit"), (("nothing",), "nothing"), (("show",), "NAME")):
        ran = sayso(*arguments, "--json")
        assert ran.status == 2
        assert words in json.loads(ran.err)["error"]["message"]


def test_the_version_is_told(sayso: Sayso) -> None:
    assert sayso("--version").out == f"sayso {__version__}\n"


def test_a_changed_page_names_the_one_after(sayso: Sayso) -> None:
    for doc, words in (("a", "Nine people died."), ("b", "Eleven people died.")):
        record = {"id": doc, "text": words, "url": "https://monitor.example/raid"}
        sayso("add", "-", "--format", "jsonl", input=json.dumps(record))
    first, second = (json.loads(sayso("show", doc, "--json").out) for doc in "ab")
    assert (first["follows"], first["followed_by"]) == (None, second["id"])
    assert (second["follows"], second["followed_by"]) == (first["id"], None)
    assert "followed by" in sayso("show", "a").out


def test_a_page_of_a_web_archive_is_never_fetched_when_it_is_read_again(sayso: Sayso) -> None:
    Path("crawl.warc.gz").write_bytes(make.warc([("https://monitor.example/raid", b"<html><body></body></html>")]))
    assert sayso("add", "crawl.warc.gz").status == 3
    assert lines(sayso("rejects", "--json").out)[0]["rejection"]["address"] == "crawl.warc.gz!https://monitor.example/raid"
    again = lines(sayso("rejects", "--retry", "--json").out)[0]
    assert again["reasons"].keys() == {"empty"}


def test_a_moment_that_is_none(filled: Sayso) -> None:
    ran = filled("docs", "--at", "yesterday")
    assert (ran.status, "'yesterday' is not a moment. Write 2026-03-01" in ran.err) == (3, True)


def test_hostile_words_do_not_reach_the_terminal(sayso: Sayso) -> None:
    Path("evil.txt").write_text("\x1b[31mred\x1b]0;title\x07 [bold]2 people were killed[/bold]")
    sayso("add", "evil.txt", "--outlet", "\x1b[2J[red]X")
    for ran in (sayso("docs"), sayso("show", "evil"), sayso("docs", "people")):
        assert "\x1b[31m" not in ran.out
        assert "\x07" not in ran.out
        assert "\x1b[2J" not in ran.out
    assert "[bold]2 people were killed[/bold]" in sayso("show", "evil").out


def test_own_actors_are_checked_before_anything_is_coded(sayso: Sayso, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAYSO_ACTORS", "")
    Path("a.txt").write_text(TEXT)
    Path("actors.toml").write_text('[[actor]]\nname = "Tarrin League"\nsector = "HEROES"\n')
    ran = sayso("add", "a.txt", "--actors", "actors.toml")
    assert ran.status == 2
    assert "actors.toml, line 3" in ran.err
    assert "key 'sector': 'HEROES' is not one of" in ran.err
    Path("actors.toml").write_text('[[actor]]\nname = "Tarrin League"\nsector = "REB"\n')
    assert sayso("code", "--actors", "actors.toml").status == 0
    assert sayso("extract", "--actors", "none.toml", "a.txt").status == 2
