"""What is protected does not leave the ledger, in any form; what is hidden is said to be hidden."""

import io
import zipfile

import pyarrow.parquet as pq
import pytest

from sayso.assess.policies import policy
from sayso.datasets import Wanted, data_set, gather
from sayso.export.brief import compose, to_docx, to_html, to_markdown
from sayso.export.shapes import FORMATS
from sayso.export.veil import BLACK, Veil, veil_of
from sayso.ledger import EventFilter, Protection
from tests.export.conftest import Made
from tests.export.test_data_sets import rows

DAY = "2026-06-01"


def everything(files: dict[str, bytes]) -> str:
    """All texts of some files, also inside archives and columns."""
    out = []
    for name, content in files.items():
        if name.endswith((".xlsx", ".docx")):
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                out += [packed.read(n).decode("utf-8", "replace") for n in packed.namelist()]
        elif name.endswith(".parquet"):
            out.append(str(pq.read_table(io.BytesIO(content)).to_pylist()))
        else:
            out.append(content.decode())
    return "\n".join(out)


def in_all_forms(own: Made) -> str:
    ledger, _ = own
    wanted = Wanted(today=DAY)
    files = {f"{f}/{n}": c for f in FORMATS for n, c in data_set(ledger, f, wanted).files.items()}
    found = gather(ledger, wanted)
    brief = compose(found.under(policy("minmax")), "A brief")
    files |= {"b.md": to_markdown(brief).encode(), "b.html": to_html(brief).encode(), "b.docx": to_docx(brief)}
    return everything(files)


def test_a_speaker_becomes_a_stand_in_that_stays_the_same(own: Made) -> None:
    ledger, _ = own
    assert "Rights Observatory" in in_all_forms(own)
    ledger.protect([Protection("speaker", "Rights Observatory", "pseudonym", person="a")])
    text = in_all_forms(own)
    assert "rights observatory" not in text.lower()
    (name,) = set(ledger.pseudonyms().values())
    assert name.startswith("Speaker ")
    assert name in text
    ledger.protect([Protection("speaker", "Rights Observatory", "open", person="a")])
    ledger.protect([Protection("speaker", "somebody else", "pseudonym", person="a")])
    ledger.protect([Protection("speaker", "rights observatory", "pseudonym", reason="again", person="a")])
    assert ledger.pseudonyms()["rights observatory"] == name


def test_a_withheld_name_is_a_bar(own: Made) -> None:
    own[0].protect([Protection("victim", "Interior Ministry", person="a")])
    text = in_all_forms(own)
    assert "interior ministry" not in text.lower()
    assert BLACK * 17 in text


@pytest.mark.parametrize(("level", "kept"), [("coarse", "03"), ("withheld", "")])
def test_a_protected_place_has_no_point_and_no_name(own: Made, level: str, kept: str) -> None:
    ledger, ids = own
    ledger.protect([Protection("place", "Selm", level, person="a")])
    made = data_set(ledger, "csv", Wanted(today=DAY))
    (row,) = [r for r in rows(made.files["events.csv"]) if r["event_id"] == ids["raid"]]
    assert (row["latitude"], row["longitude"], row["place"]) == ("", "", kept)
    assert row["country"] == "KG"
    assert "selm" not in in_all_forms(own).lower()


def test_an_embargo_ends_on_its_day(own: Made) -> None:
    ledger, ids = own
    document = next(r.document for r in ledger.reports(event=ids["raid"]))
    ledger.protect([Protection("document", document, "open", "2026-06-02", person="a")])
    before = data_set(ledger, "csv", Wanted(today="2026-06-01"))
    assert ids["raid"] not in [r["event_id"] for r in rows(before.files["events.csv"])]
    assert document not in everything(dict(before.files))
    assert any("embargo" in r["why"] for r in rows(before.files["lost.csv"]))
    after = data_set(ledger, "csv", Wanted(today="2026-06-02"))
    assert ids["raid"] in [r["event_id"] for r in rows(after.files["events.csv"])]


def test_numbers_do_not_rest_on_documents_that_are_withheld(own: Made) -> None:
    ledger, ids = own
    hidden = {c.document for c in ledger.claims() if c.claim.quote.words in ("More than 2,000 people", "more than 2,000")}
    ledger.protect([Protection("document", d, person="a") for d in sorted(hidden)])
    made = data_set(ledger, "csv", Wanted(today=DAY))
    (row,) = [r for r in rows(made.files["events.csv"]) if r["event_id"] == ids["attack"]]
    assert row["documents"] == "3"
    assert int(row["killed_high"]) < 2000
    assert "2,000" not in everything(dict(made.files))


def test_marks_of_now_hold_for_the_past_too(own: Made) -> None:
    ledger, _ = own
    before = ledger.history(limit=1)[0].at
    ledger.protect([Protection("speaker", "Interior Ministry", "pseudonym", person="a")])
    assert "interior ministry" not in everything(dict(data_set(ledger.at(before), "csv", Wanted(today=DAY)).files)).lower()


def test_a_filter_by_a_protected_name_does_not_tell_it(own: Made) -> None:
    ledger, _ = own
    ledger.protect([Protection("speaker", "Rights Observatory", "pseudonym", person="a")])
    made = data_set(ledger, "claims", Wanted(EventFilter(text='"Rights Observatory"'), today=DAY))
    assert made.events == 1
    assert "rights observatory" not in everything(dict(made.files)).lower()


def test_last_names_and_escaped_names_are_hidden_too() -> None:
    veil = veil_of([Protection("speaker", "Zarina Qulova", "pseudonym")], DAY, {"zarina qulova": "Speaker 4"})
    assert veil.over("Zarina\nQulova said. Qulova added; qulova.net") == "Speaker 4 said. Speaker 4 added; qulova.net"
    veil = Veil(("Anna O'Neil",))
    assert veil.over("by Anna O&#x27;Neil, Anna%20O%27Neil") == f"by {BLACK * 16}, {BLACK * 15}"
    assert Veil().over("x") == "x"
