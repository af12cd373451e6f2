"""Events, numbers and data sets in the terminal, as a user asks for them."""

import csv
import io
import json
import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from sayso.core import Event
from sayso.export.shapes import FORMATS
from sayso.ledger import open_ledger
from tests.cli.conftest import Sayso
from tests.serve.made import LINK

Ids = dict[str, str]


def lines(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


def flat(text: str) -> str:
    return " ".join(text.split())


def test_events_are_listed_filtered_and_sorted(sayso: Sayso, linked: Ids) -> None:
    ran = sayso("events")
    assert ran.status == 0
    for id in linked.values():
        assert id in ran.out
    assert "3 of 3 events" in ran.out
    assert "planned: Protest" in ran.out
    contested = sayso("events", "--contested", "--json")
    assert [r["id"] for r in lines(contested.out)] == [linked["attack"]]
    assert "killed" in lines(contested.out)[0]["contested"]
    assert lines(sayso("events", "--contested-on", "motive", "--json").out) == []
    for arguments, names in {
        ("--place", "korrin"): ["attack"],
        ("--place", "03"): ["raid"],
        ("--from", "2026-03-15"): ["raid"],
        ("--to", "2026-03-15"): ["attack"],
        ("--type", "coerce"): ["raid"],
        ("--killed", "1000"): ["attack"],
        ("--actor", "Rights Observatory"): ["attack"],
        ("--outlet", "Selm Courier"): ["raid"],
        ("--text", "market -police"): ["attack"],
        ("--happened", "--country", "kg"): ["attack", "raid"],
        ("--origins", "4"): ["attack"],
    }.items():
        found = [r["id"] for r in lines(sayso("events", *arguments, "--json").out)]
        assert sorted(found) == sorted(linked[n] for n in names), arguments
    by_dead = [r["id"] for r in lines(sayso("events", "--sort=-killed", "--json").out)]
    assert by_dead[0] == linked["attack"]


def test_a_page_of_events_goes_on_and_csv_has_all(sayso: Sayso, linked: Ids) -> None:
    first = sayso("events", "-n", "1")
    assert "1 of 3 events; go on: --after" in first.out
    cursor = first.out.split("--after ")[1].split()[0]
    second = lines(sayso("events", "-n", "5", "--after", cursor, "--json").out)
    assert len(second) == 2
    found = list(csv.DictReader(io.StringIO(sayso("events", "-n", "1", "--csv").out)))
    assert {r["id"] for r in found} == set(linked.values())
    sayso("protect", "place", "Korrin", "--reason", "asked")
    hidden = sayso("events", "--csv").out
    assert "Korrin" not in hidden
    assert "42.87" not in hidden
    assert "Korrin" in sayso("events").out


@pytest.mark.parametrize("width", ["80", "160"])
def test_no_line_is_wider_than_the_terminal(sayso: Sayso, linked: Ids, monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    monkeypatch.setenv("COLUMNS", width)
    for arguments in (("events",), ("assess",), ("totals",), ("sources",), ("sources", "--outlets")):
        for line in sayso(*arguments).out.splitlines():
            assert len(line) <= int(width) or line.startswith(("grade F", "link:")), (arguments, line)


def test_an_event_shows_claims_by_origin_conflicts_and_policies(sayso: Sayso, linked: Ids) -> None:
    text = sayso("event", linked["attack"]).out
    for words in ("893", "“893 people”", "Interior Ministry", "denies > 2,000", "Rights Observatory", "agency-0315#f1", "under each policy",
                  "minmax", "[V]", "where accounts conflict", "denied", "what would narrow", "does not say who the “doctors” are",
                  "documents", "wounded", f"sayso why {linked['attack']} killed"):  # fmt: skip
        assert words in flat(text), words
    told = json.loads(sayso("event", linked["attack"], "--json").out)
    assert told["event_id"] == linked["attack"]
    assert {f["policy"] for f in told["figures"]} == {"acled", "gtd", "minmax", "ucdp"}
    assert len(told["said"]) == told["claims"]


def test_a_link_to_an_event_survives_a_merge(sayso: Sayso, linked: Ids) -> None:
    with open_ledger("sayso.ledger") as ledger:
        found = [ledger.event(linked[n]) for n in ("raid", "march")]
        ledger.record_links(LINK, [Event("both", tuple(r for f in found if f for r in f.reports))])
        (old, new) = ledger.retired()[0]
    assert f"{old} was merged into it" in flat(sayso("event", old).out)
    assert json.loads(sayso("event", old, "--json").out)["event_id"] == new
    assert sayso("why", old, "date").status == 0
    assert old in sayso("export", "csv", "--out", "-").out or new in sayso("export", "csv", "--out", "-").out


def test_why_of_a_claim_goes_down_to_the_words(sayso: Sayso, linked: Ids) -> None:
    text = flat(sayso("why", "agency-0315#f1").out)
    for words in ("893 people", "characters", "killed", "“The interior ministry” at", "made/1.0 of sayso 0.1.0", "run_code", "by nobody yet",
                  linked["attack"], "suggested credibility", "2026-03-15T10:02:00Z"):  # fmt: skip
        assert words in text, words
    told = json.loads(sayso("why", "agency-0315#f1", "--json").out)
    assert told["claim"]["claim"]["quote"]["words"] == "893 people"
    assert told["events"] == [linked["attack"]]
    assert told["run"]["id"] == "run_code"
    assert "Korrin" in flat(sayso("why", "agency-0315#e1.place").out)


def test_why_of_a_number_tells_claims_rules_and_what_was_left_out(sayso: Sayso, linked: Ids) -> None:
    text = flat(sayso("why", linked["attack"], "killed", "--policy", "acled").out)
    for words in (
        "policy acled",
        "lowest",
        "[V]",
        "left out",
        "denies the figure",
        "acled_words",
        "read in the source",
        "“893 people” at",
    ):
        assert words in text, words
    told = json.loads(sayso("why", f"{linked['attack']}.killed", "--json").out)
    assert told["policy"] == "minmax"
    assert any(a["low"] is not None for a in told["assessments"])
    assert "Wire B" in flat(sayso("why", linked["attack"], "independent").out)
    assert "Korrin, 02, KG" in flat(sayso("why", linked["attack"], "place").out)
    assert "2026-03-14" in flat(sayso("why", linked["attack"], "date").out)


def test_two_policies_side_by_side_with_marks(sayso: Sayso, linked: Ids) -> None:
    text = flat(sayso("assess", "--policy", "acled", "--policy", "gtd").out)
    assert "acled: coded_by_acled [V]" in text
    assert "gtd: violent [M]" in text
    (row,) = [
        r for r in lines(sayso("assess", "--policy", "acled", "--policy", "gtd", "--json").out) if r["event"] == linked["attack"]
    ]
    assert set(row["policies"]) == {"acled", "gtd"}
    Path("ours.toml").write_text(
        'name = "ours"\ntitle = "The range"\nbased_on = "acled"\n[[choose]]\nrule = "extremes"\nmark = "M"\n'
    )
    own = flat(sayso("assess", linked["attack"], "--policy", "ours.toml").out)
    assert "ours" in own
    assert "extremes [M]" in own


def test_what_a_discredited_source_changes(sayso: Sayso, linked: Ids) -> None:
    text = flat(sayso("assess", "--policy", "minmax", "--discredit", "Rights Observatory").out)
    assert linked["attack"] in text
    assert "nothing is changed in the ledger" in text
    assert "nothing rests on “Nobody Inc”" in sayso("assess", "--discredit", "Nobody Inc").out


def test_assessments_are_made_anew_in_one_command(sayso: Sayso, linked: Ids) -> None:
    with open_ledger("sayso.ledger") as ledger:
        assert ledger.assessments(linked["attack"], "gtd") == []
    assert sayso("assess", "--policy", "gtd", "--field", "killed", "--again").status == 0
    with open_ledger("sayso.ledger") as ledger:
        assert ledger.assessments(linked["attack"], "gtd") != []


def test_totals_list_what_they_leave_out(sayso: Sayso, linked: Ids) -> None:
    told = json.loads(sayso("totals", "--policy", "minmax", "--period", "all", "--by", "all", "--json").out)
    (row,) = [t for t in told["totals"] if t["low"]]
    assert linked["attack"] in row["events"]
    ran = sayso("totals", "--policy", "ucdp")
    assert "left out" in ran.out
    found = list(csv.DictReader(io.StringIO(sayso("totals", "--csv").out)))
    assert [r["field"] for r in found] == ["killed"] * len(found)


def test_sources_and_their_grades(sayso: Sayso, linked: Ids) -> None:
    text = sayso("sources").out
    assert "Interior Ministry" in text
    assert "doctors" not in text
    Path("grades.csv").write_text("source,reliability\ninterior ministry,D\n")
    graded = [
        r
        for r in lines(sayso("sources", "--reliability", "grades.csv", "--json").out)
        if r["origin"]["name"] == "Interior Ministry"
    ]
    assert [r["reliability"] for r in graded] == ["D"]
    outlets = {r["outlet"]: r for r in lines(sayso("sources", "--outlets", "--json").out)}
    assert outlets["Wire B"]["own"] > 0
    assert outlets["City Daily"]["own"] == 0
    assert "Interior Ministry" in sayso("sources", "City Daily").out


def test_data_sets_are_written_with_what_belongs_to_them(sayso: Sayso, linked: Ids) -> None:
    ran = sayso("export", "all", "--out", "release")
    assert ran.status == 0
    made = {p.relative_to("release").as_posix() for p in Path("release").rglob("*") if p.is_file()}
    assert {"acled/acled.csv", "ged/ged.csv", "xlsx/sayso.xlsx", "parquet/events.parquet", "jsonl/events.jsonl", "claims/codebook.md",
            "geojson/lost.csv", "csv/retracted.csv", "acled/manifest.json"} <= made  # fmt: skip
    first = {p: p.read_bytes() for p in Path("release").rglob("*") if p.is_file()}
    assert sayso("export", "all", "--out", "release").status == 0
    assert {p: p.read_bytes() for p in first} == first
    told = lines(sayso("export", "acled", "--event", linked["attack"], "--json").out)
    assert told[0]["format"] == "acled"
    assert list(csv.DictReader(io.StringIO(sayso("export", "claims", "--out", "-").out)))
    assert sayso("brief", "--out", "b.md", "--policy", "gtd").status == 0
    with open_ledger("sayso.ledger", readonly=True) as ledger:
        kept = ledger.exports(limit=100)
    assert [(e.kind, e.format, e.name, e.policy) for e in kept[:2]] == [
        ("brief", "md", "b.md", "gtd"),
        ("data", "claims", "-", "minmax"),
    ]
    assert (kept[2].format, kept[2].ids, kept[2].name) == ("acled", (linked["attack"],), "export")
    assert len(kept) == 3 + 2 * len(FORMATS)
    assert kept[0].sha256 == sha256(Path("b.md").read_bytes()).hexdigest()


def test_a_brief_in_three_forms(sayso: Sayso, linked: Ids) -> None:
    for name in ("b.md", "b.html", "b.docx"):
        ran = sayso("brief", linked["attack"], linked["raid"], "--out", name, "--title", "Spring")
        assert ran.status == 0, ran.err
        assert "2 events" in ran.out
        assert Path(name).stat().st_size > 1000
    assert "![Map" in Path("b.md").read_text()
    assert Path("b-map.svg").read_text().startswith("<svg")
    assert "# Spring" in sayso("brief", "--title", "Spring", "--out", "-").out


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("events", "--sort", "size"), 2, "--sort: 'size' is no order. One of: date, -date"),
        (("events", "--type", "war"), 2, "--type: 'WAR' is no type of event. One of: AGREE"),
        (("events", "--from", "July"), 2, "--from: 'July' is no day. Write 2015-07-16."),
        (("events", "--country", "Kyrgyzstan"), 2, "Give two letters"),
        (("events", "--contested-on", "mood"), 2, "--contested-on: 'mood' is no field"),
        (("event", "E-0000000"), 3, "there is no event 'E-0000000'. List them: sayso events"),
        (("why", "nothing#f1"), 3, "there is no document 'nothing'"),
        (("why", "agency-0315#f99"), 3, "there is no claim or report"),
        (("assess", "--policy", "nobody"), 2, "there is no policy 'nobody'. Known: acled, gtd, minmax, ucdp"),
        (("assess", "--policy", "acled", "--field", "wounded"), 2, "--field: none of these policies counts 'wounded'"),
        (("totals", "--by", "street"), 2, "--by: 'street' is none. One of: all, country"),
        (("sources", "Nowhere Times"), 3, "no document is by an outlet 'Nowhere Times'"),
        (("export", "pdf"), 2, "FORMAT: there is no format 'pdf'. One of: claims, csv"),
        (("export", "claims", "csv", "--out", "-"), 2, "only one format can be printed"),
        (("brief", "--out", "b.pdf"), 2, "--out: 'b.pdf' does not say a form. End it with .md, .html, .docx."),
        (("brief", "--country", "FR"), 3, "no events like that"),
    ],
)
def test_mistakes_end_in_a_sentence(sayso: Sayso, linked: Ids, arguments: tuple[str, ...], status: int, message: str) -> None:
    ran = sayso(*arguments)
    assert (ran.status, message in flat(ran.err)) == (status, True), ran.err


def test_why_of_an_event_names_what_can_be_asked(sayso: Sayso, linked: Ids) -> None:
    ran = sayso("why", linked["attack"], "mood")
    assert (ran.status, "'mood' is nothing to ask of an event. One of: killed" in flat(ran.err)) == (2, True)
    ran = sayso("why", linked["attack"], "wounded", "--policy", "acled")
    assert "the policy acled does not count wounded" in flat(ran.err)


def test_hostile_words_reach_no_terminal(sayso: Sayso, linked: Ids) -> None:
    for arguments in (("event", linked["march"]), ("why", "notes#f1"), ("events",), ("brief", linked["march"], "--out", "-")):
        out = sayso(*arguments).out
        assert "\u202e" not in out or arguments[0] == "brief"
        assert "\x1b[" not in out


def test_adding_links_and_a_second_time_changes_nothing(sayso: Sayso, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SAYSO_LINK")
    Path("a.txt").write_text("Gunmen came at night. 4 guards were killed.")
    ran = sayso("add", "a.txt", "--outlet", "The Courier", "--published", "2026-03-01")
    assert "1 document linked: 1 event made or changed" in ran.out
    (event,) = lines(sayso("events", "--json").out)
    with open_ledger("sayso.ledger") as ledger:
        stamp = ledger.stamp()
    again = sayso("add", "a.txt", "--outlet", "The Courier", "--published", "2026-03-01", "--json")
    assert "linked" not in json.loads(again.out)
    with open_ledger("sayso.ledger") as ledger:
        assert ledger.stamp() == stamp
    assert sayso("link").out == "nothing new to link\n"
    Path("b.txt").write_text("By day 2 people were wounded.")
    sayso("add", "b.txt", "--no-link")
    ran = sayso("events")
    assert "1 document not linked yet, and so not in any event here: sayso link" in flat(ran.err)
    assert json.loads(sayso("link", "--json").out)["documents"] == 1
    assert event["id"] in sayso("events").out
    assert "2 documents linked" in sayso("link", "--all").out


def test_events_that_are_coded_already_are_brought_in_and_compared(sayso: Sayso, linked: Ids) -> None:
    Path("coded.csv").write_text("id,date,place,country,type,killed\nT1,2026-03-14,Bishkek,Kyrgyzstan,Attack,9\nT2,someday,,,,\n")
    ran = sayso("link", "--known", "coded.csv", "--source", "Our team")
    assert ran.status == 0, ran.err
    assert "1 known event of Our team, 1 row not read" in ran.out
    assert "coded.csv:3" in ran.out
    again = json.loads(sayso("link", "--known", "coded.csv", "--source", "Our team", "--json").out)
    assert [(k["events"], k["there"], len(k["refused"])) for k in again["known"]] == [(0, 1, 1)]
    assert [r["documents"] for r in lines(sayso("events", "--outlet", "Our team", "--json").out)] != []
    ran = sayso("link", "--known", "coded.csv")
    assert (ran.status, "--source: known events need a source" in flat(ran.err)) == (2, True)


def test_linking_goes_on_after_ctrl_c(sayso: Sayso, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.txt").write_text("4 guards were killed.")
    sayso("add", "a.txt")
    from sayso import linkage

    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setattr(linkage, "link_ledger", stopped)
        ran = sayso("link")
    assert (ran.status, "Run `sayso link` to go on" in flat(ran.err)) == (130, True)
    assert "1 document linked" in sayso("link").out


def test_no_events_yet(sayso: Sayso) -> None:
    sayso("ledger", "init")
    assert sayso("events").out == "no events yet. Add reports: sayso add PATH\n"
    shutil.copy("sayso.ledger", "other.ledger")
    assert "no events like that" in sayso("events", "--country", "KG", "--ledger", "other.ledger").out
    assert "no claims are traced yet" in sayso("sources").out
