"""Names of one document place each other; what cannot be placed stays a name."""

import pytest

from sayso.core.world import Place
from sayso.gazetteer import Gazetteer, open_gazetteer
from sayso.resolve import Toponym, place_precision, resolve_places, time_precision
from sayso.resolve.surroundings import country_counts


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def placed(gazetteer: Gazetteer, text: str, *names: str, outlet_country: str = "") -> list[Place]:
    toponyms = [Toponym(n, text.index(n), text.index(n) + len(n)) for n in names]
    return list(resolve_places(toponyms, text, gazetteer, outlet_country=outlet_country))


def test_container_after_a_comma_decides(gazetteer: Gazetteer) -> None:
    for state, name in (("Mo.", "Missouri"), ("Ill.", "Illinois"), ("Mass.", "Massachusetts")):
        town, division = placed(gazetteer, f"Two men were shot in Springfield, {state} on Monday.", "Springfield", state)
        assert (town.admin1, town.precision) == (name, "town")
        assert (division.name, division.precision) == (name, "province")


def test_other_places_decide(gazetteer: Gazetteer) -> None:
    text = "Clashes broke out in Tripoli, and in Benghazi and Misrata, hospitals said."
    assert [p.country for p in placed(gazetteer, text, "Tripoli", "Benghazi", "Misrata")] == ["LY"] * 3
    text = "Clashes broke out in Tripoli, and in Beirut and Sidon, hospitals said."
    assert [p.country for p in placed(gazetteer, text, "Tripoli", "Beirut", "Sidon")] == ["LB"] * 3


def test_georgia_is_the_state_beside_its_towns_and_the_country_beside_its_own(gazetteer: Gazetteer) -> None:
    state = placed(gazetteer, "A guard was shot in Macon, Georgia, and driven to Atlanta.", "Macon", "Georgia", "Atlanta")
    assert (state[1].country, state[1].precision) == ("US", "province")
    country = placed(gazetteer, "In Tbilisi, Georgia, and in Batumi crowds rallied.", "Tbilisi", "Georgia", "Batumi")
    assert (country[1].country, country[1].precision) == ("GE", "country")


def test_people_named_in_the_text_decide(gazetteer: Gazetteer) -> None:
    text = "Afghan officials said that a school in Jalalabad was closed by the Afghan army."
    assert placed(gazetteer, text, "Jalalabad")[0].country == "AF"
    text = "Kyrgyz officials said that a school in Jalalabad was closed by the Kyrgyz army."
    assert placed(gazetteer, text, "Jalalabad")[0].country == "KG"


def test_unknown_name_stays_a_name(gazetteer: Gazetteer) -> None:
    place = placed(gazetteer, "Shells fell on Qwxyzzk.", "Qwxyzzk")[0]
    assert (place.name, place.precision, place.latitude, place.country) == ("Qwxyzzk", "unresolved", None, "")


def test_similar_spelling_is_believed_only_where_the_report_is_about(gazetteer: Gazetteer) -> None:
    near = placed(gazetteer, "In Syria, shells fell on Tel Tamr.", "Tel Tamr")[0]
    far = placed(gazetteer, "In Peru, shells fell on Tel Tamr.", "Tel Tamr")[0]
    assert near.country == "SY"
    assert "similar spelling" in near.how
    assert far.precision == "unresolved"


def test_a_loose_match_is_not_believed_against_what_the_text_says_holds_it(gazetteer: Gazetteer) -> None:
    text = "Turkey said that raids hit Babeska, a village in Idlib."
    assert placed(gazetteer, text, "Babeska")[0].precision == "unresolved"
    assert placed(gazetteer, "Turkey said that raids hit Babeska.", "Babeska")[0].country == "TR"


def test_a_lesser_name_of_a_town_is_believed_only_where_the_report_is_about(gazetteer: Gazetteer) -> None:
    assert placed(gazetteer, "In Peru, shells fell on Leghorn.", "Leghorn")[0].precision == "unresolved"
    assert placed(gazetteer, "In Italy, shells fell on Leghorn.", "Leghorn")[0].country == "IT"


def test_says_how_and_what_else(gazetteer: Gazetteer) -> None:
    place = placed(gazetteer, "A bus burned in Springfield, Mo.", "Springfield")[0]
    assert "named container" in place.how
    assert len(place.alternatives) == 3
    assert 0 < place.score <= 1
    assert place.gazetteer_id not in place.alternatives


def test_no_names_no_places(gazetteer: Gazetteer) -> None:
    assert resolve_places((), "Nothing.", gazetteer) == ()


def test_countries_are_counted_by_their_people(gazetteer: Gazetteer) -> None:
    counts = country_counts("The Kyrgyz army said Kyrgyzstan's border was quiet. U.S. envoys told us so.", gazetteer)
    assert counts == {"KG": 2, "US": 1}


@pytest.mark.parametrize(
    ("precision", "relation", "ucdp", "acled"),
    [
        ("town", "in", 1, 1),
        ("town", "near", 2, 2),
        ("town", "40 km from", 2, 2),
        ("town", "countryside of", 2, 2),
        ("town", "north of", 2, 2),
        ("town", "between", 5, 2),
        ("district", "in", 3, 2),
        ("province", "near", 4, 3),
        ("country", "in", 6, None),
        ("unresolved", "in", None, None),
    ],
)
def test_codes_of_precision(precision: str, relation: str, ucdp: int | None, acled: int | None) -> None:
    found = place_precision(Place("Tarrin", precision=precision), relation)
    assert (found.ucdp, found.acled) == (ucdp, acled)


@pytest.mark.parametrize(
    ("edtf", "ucdp", "acled"),
    [
        ("2015-07-16", 1, 1),
        ("2015-07-10/2015-07-12", 2, 2),
        ("2015-07-10/2015-07-16", 3, 2),
        ("2015-07", 4, 3),
        ("2015", 5, None),
        ("2010/2015", None, None),
        ("../2015-07-16", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_codes_of_time_precision(edtf: str | None, ucdp: int | None, acled: int | None) -> None:
    found = time_precision(edtf)
    assert (found.ucdp, found.acled) == (ucdp, acled)
