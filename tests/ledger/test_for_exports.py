"""What data sets ask of a ledger: stand-ins for marked names, who coded a document, events by place; the same on both databases."""

from sayso.datasets import Wanted, data_set
from sayso.ledger import EventFilter, Ledger, Protection
from tests.build import given, raid, run
from tests.serve.made import fill


def test_a_stand_in_outlives_its_mark_and_tells_nothing(ledger: Ledger) -> None:
    ledger.protect([Protection("speaker", "Zarina Qulova", "pseudonym", person="a"), Protection("victim", "A Child", person="a")])
    first = ledger.pseudonyms()
    assert set(first) == {"zarina qulova", "a child"}
    assert first["zarina qulova"].split()[0] == "Speaker"
    assert first["a child"].split()[0] == "Victim"
    assert len(set(first.values())) == 2
    ledger.protect([Protection("speaker", "ZARINA QULOVA", "open", person="a")])
    ledger.protect([Protection("speaker", "Zarina Qulova", "withheld", "2030-01-01", person="a")])
    assert ledger.pseudonyms() == first


def test_who_coded_a_document(ledger: Ledger) -> None:
    pairs = [given(doc=f"d{k}") for k in range(2)]
    ledger.record([c for c, _ in pairs], [d for _, d in pairs])
    ledger.record_codings(run(), [raid(pairs[0][1], run())])
    ids = [d.id for _, d in pairs]
    assert ledger.coded_by(ids) == {ids[0]: run().id}
    assert ledger.coded_by([]) == {}


def test_events_by_place_and_data_sets_of_them(ledger: Ledger) -> None:
    ids = fill(ledger)
    for name, expected in (("Korrin", "attack"), ("KORRIN", "attack"), ("02", "attack"), ("selm", "raid")):
        assert [e.id for e in ledger.events(EventFilter(place=name))] == [ids[expected]]
    assert list(ledger.events(EventFilter(place="Kor"))) == []
    for format in ("csv", "acled", "ged", "geojson"):
        assert data_set(ledger, format, Wanted(EventFilter(place="Korrin"))).files
