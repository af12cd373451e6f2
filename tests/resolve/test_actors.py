"""Phrases to actors: what they say is found, what they do not say is not."""

from pathlib import Path

import pytest

from sayso.core.errors import ConfigError
from sayso.core.world import Actor
from sayso.gazetteer import open_gazetteer
from sayso.resolve import load_actors, resolve_actor


def actor(phrase: str, on: str = "", hint: str = "", own: Path | None = None) -> Actor:
    return resolve_actor(phrase, open_gazetteer(), load_actors(own), on=on, country_hint=hint)


@pytest.mark.parametrize(
    ("phrase", "country", "sector"),
    [
        ("security forces", "", "COP"),
        ("Kyrgyz security forces", "KG", "COP"),
        ("the Norwegian navy", "NO", "MIL"),
        ("alleged militants", "", "REB"),
        ("two Peruvian nurses", "PE", "MED"),
        ("police in Bishkek", "KG", "COP"),
        ("Lagos police", "NG", "COP"),
        ("Chile's interior ministry", "CL", "GOV"),
        ("Kenya", "KE", ""),
        ("Tehran", "IR", "GOV"),
        ("unidentified gunmen", "", "UAF"),
        ("Iranian-backed militias", "", "PRM"),
        ("a Somalia-based militia", "SO", "PRM"),
        ("shopkeepers", "", ""),
        ("thieves", "", "CRM"),
        ("a former interior minister", "", "ELI"),
        ("a group of tourists", "", "CVL"),
        ("the U.N. Security Council", "", "IGO"),
        ("Boko Haram fighters", "NG", "REB"),
        ("local media", "", "JRN"),
    ],
)
def test_country_and_sector(phrase: str, country: str, sector: str) -> None:
    found = actor(phrase)
    assert (found.country, found.sector) == (country, sector)


@pytest.mark.parametrize("phrase", ["Adan Reth", "May", "he", "Jane Roe, a baker", "yesterday", ""])
def test_nothing_is_invented(phrase: str) -> None:
    found = actor(phrase)
    assert (found.country, found.sector) == ("", "")


def test_spokesman_is_whom_he_speaks_for() -> None:
    for phrase in ("a spokesman for the Interior Ministry", "the Interior Ministry spokesman"):
        assert actor(phrase).member_of == "Interior Ministry"
        assert actor(phrase).sector == "GOV"
    assert actor("a medical source from Olenk Hospital").member_of == "Olenk Hospital"


def test_office_ends() -> None:
    assert actor("Robert Mugabe", on="2010-05-01").sector == "GOV"
    assert actor("Robert Mugabe", on="2019-05-01").sector == "ELI"
    assert actor("the Taliban", on="2015-05-01").sector == "REB"
    assert actor("the Taliban", on="2023-05-01").sector == "GOV"


def test_surname_needs_a_title_if_it_is_common() -> None:
    assert actor("President Kenyatta", on="2015-05-01").name == "Uhuru Kenyatta"
    assert actor("Singh").country == ""


def test_hint_serves_offices_only() -> None:
    assert actor("the defence minister", hint="DE").country == "DE"
    assert actor("villagers", hint="DE").country == ""
    assert "country of the report" in actor("the defence minister", hint="DE").how


def test_own_file_wins(tmp_path: Path) -> None:
    own = tmp_path / "actors.toml"
    own.write_text(
        '[[actor]]\nname = "Tarrin League"\naliases = ["the League", "Taliban"]\ncountry = "KG"\nsector = "REB"\n'
        'kind = "organisation"\nfrom = 2001-02-03\n',
        encoding="utf-8",
    )
    assert actor("the Taliban", on="2023-05-01", own=own).name == "Tarrin League"
    assert actor("League fighters", on="2023-05-01", own=own).member_of == "Tarrin League"
    assert actor("the Taliban", on="2000-05-01", own=own).name != "Tarrin League"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[actor]]\nname = 3\n", "line 2: key 'name' is missing"),
        ('[[actor]]\ncountry = "KG"\n', "line 1: key 'name' is missing"),
        ('[[actor]]\nname = "A"\nland = "KG"\n', "line 3: key 'land' is not one of"),
        ('[[actor]]\nname = "A"\n\n[[actor]]\nname = "B"\ncountry = "Kyrgyzstan"\n', "line 6: key 'country'"),
        ('[[actor]]\nname = "A"\nfrom = "soon"\n', "line 3: key 'from': 'soon' is not a day. Write it as 2015-07-16"),
        ('[[actor]]\nname = "A"\nfrom = 2015-07-16\nuntil = 2014-01-01\n', "line 4: key 'until': 2014-01-01 is before"),
        ('[[actor]]\nname = "A"\naliases = "B"\n', "line 3: key 'aliases' must be a list"),
        ('# mine\n[[actors]]\nname = "A"\n', r"line 2: 'actors' was not expected. Head each actor \[\[actor\]\]"),
        ('[actor]\nname = "A"\n', "line 1: 'actor' is one table"),
        ("[[actor]\n", r"is not TOML .*line 1"),
    ],
)
def test_own_file_mistakes_are_named(tmp_path: Path, text: str, message: str) -> None:
    own = tmp_path / "actors.toml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=message):
        load_actors(own)
