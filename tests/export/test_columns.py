"""The columns of the field are exactly the published ones, and what fills them is what the field means."""

import pytest

from sayso.core import Actor
from sayso.export import acled, claims, ged
from sayso.export.columns import Column, Table, codebook
from sayso.export.fields import field_countries, inter_names, middle, sided
from sayso.export.writers import csv_bytes
from sayso.gazetteer import countries

ACLED = (
    "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 actor2 "
    "assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location latitude longitude "
    "geo_precision source source_scale notes fatalities tags timestamp"
)
GED = (
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name dyad_dset_id dyad_new_id "
    "dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b number_of_sources source_article source_office "
    "source_date source_headline source_original where_prec where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt "
    "priogrid_gid country country_id region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians "
    "deaths_unknown best high low gwnoa gwnob"
)
CLAIMS = (
    "claim_id event_id field value_low value_high value_raw comparator victim_class claimant claimant_type attribution_chain origin_id "
    "stance article_id char_start char_end quote as_of language extractor reviewer status"
)


def test_columns_are_the_published_ones_in_their_order() -> None:
    assert [c.name for c in acled.COLUMNS] == ACLED.split()
    assert [c.name for c in ged.COLUMNS] == GED.split()
    assert [c.name for c in claims.COLUMNS][:22] == CLAIMS.split()
    assert (len(acled.COLUMNS), len(ged.COLUMNS)) == (31, 49)


def test_a_table_without_rows_still_has_its_heading() -> None:
    assert csv_bytes(Table("acled", "", acled.COLUMNS, [])).decode().strip() == ",".join(ACLED.split())


def test_identifiers_that_only_ucdp_can_give_are_never_filled() -> None:
    blank = {c.name for c in ged.COLUMNS if c.blank}
    assert {n for n in GED.split() if n.endswith(("_dset_id", "_new_id"))} <= blank
    assert {"conflict_name", "active_year"} <= blank


@pytest.mark.parametrize(
    ("codes", "words", "code"),
    [
        ([1, 7], "State forces-Civilians", 17),
        ([7, 2], "Rebel group-Civilians", 27),
        ([6, None], "Protesters only", 60),
        ([None, None], "", None),
        ([8, 8], "External/Other forces-External/Other forces", 88),
    ],
)
def test_an_interaction_has_the_lower_code_first(codes: list[int | None], words: str, code: int | None) -> None:
    assert acled.interaction(codes) == (words, code)


def test_every_kind_of_actor_that_a_sector_names_is_one_of_acled() -> None:
    from sayso.ontology import load

    assert {s.inter for s in load().sectors.values()} - {0} <= set(inter_names())


def test_parties_are_written_with_their_country_once() -> None:
    assert sided("rebel fighters", "SY") == "Rebel fighters (Syria)"
    assert sided("Military Forces of Syria", "SY") == "Military Forces of Syria"
    assert sided("gunmen", "") == "Gunmen"


@pytest.mark.parametrize(
    ("first", "last", "day", "length"),
    [
        ("2015-07-16", "2015-07-16", "2015-07-16", 1),
        ("2015-07-01", "2015-07-31", "2015-07-16", 31),
        ("2015-07-13", "2015-07-19", "2015-07-16", 7),
    ],
)
def test_the_middle_of_a_period(first: str, last: str, day: str, length: int) -> None:
    found, days = middle(first, last)
    assert (found.isoformat(), days) == (day, length)


@pytest.mark.parametrize(
    ("latitude", "longitude", "cell"),
    [(-89.9, -179.9, 1), (-89.9, 179.9, 720), (89.9, 179.9, 259_200), (0.2, 0.2, 129_961), (90.0, 180.0, 259_200)],
)
def test_cells_of_the_prio_grid(latitude: float, longitude: float, cell: int) -> None:
    assert ged.priogrid(latitude, longitude) == cell


def test_numbers_of_events_are_stable_and_differ() -> None:
    assert ged.number_of("E-0000001") == 1
    assert ged.number_of("E-0000010") == 32
    assert ged.number_of("E-ZZZZZZZ") == 32**7 - 1


def test_every_country_of_the_gazetteer_has_a_region() -> None:
    known = field_countries()
    assert {c for c in countries() if c not in known} == set()
    assert (known["SY"].gw, known["SY"].acled_region, known["SY"].ucdp_region) == (652, "Middle East", "Middle East")
    assert (known["KG"].gw, known["KG"].acled_region, known["KG"].ucdp_region) == (703, "Caucasus and Central Asia", "Asia")
    assert known["HK"].gw is None
    numbers = [c.gw for c in known.values() if c.gw is not None]
    assert len(numbers) == len(set(numbers))


def test_state_forces_abroad_are_external() -> None:
    assert acled._inter(Actor("army", "RU", "MIL"), "SY") == 8
    assert acled._inter(Actor("army", "SY", "MIL"), "SY") == 1
    assert acled._inter(Actor("somebody"), "SY") is None


def test_the_codebook_tells_every_column() -> None:
    table = Table("t", "A table", (Column("a", "text", "First."), Column("b", "integer", "Never.", blank=True)), [])
    book = codebook("Title", ["About."], [table])
    assert "| `a` | text | First. |" in book
    assert "| `b` | integer | Never. Always blank. |" in book
