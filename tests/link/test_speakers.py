"""Who a speaker is: names, aliases, membership, and speakers who are not named."""

import pytest

from sayso.core import Hop, Quote
from sayso.link.speakers import Speakers, describe, fold, learn
from tests.papers import Paper, actor

WIRE = "The Wire"


def hop(words: str, who: object = None) -> Hop:
    return Hop(Quote(0, len(words), words), actor=who)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("phrase", "standing", "body"),
    [
        ("the government", "state", ""),
        ("Norlandic authorities", "state", ""),
        ("the army", "body", ""),
        ("some local media", "none", ""),
        ("reports", "none", ""),
        ("sources", "voice", ""),
        ("many observers", "open", ""),
        ("A witness in Tarrin", "single", ""),
        ("another neighbour", "single", ""),
        ("an old shepherdess", "single", ""),
        ("an official at the Water Ministry", "voice", "Water Ministry"),
        ("two sources in the police", "voice", "police"),
        ("SCNS spokesman", "voice", "SCNS"),
    ],
)
def test_a_phrase_without_a_name_tells_what_kind_of_speaker_it_is(phrase: str, standing: str, body: str) -> None:
    found = describe(phrase)
    assert found is not None
    assert (found.standing, found.body) == (standing, body)


@pytest.mark.parametrize("phrase", ["the Water Ministry", "Adan Reth", "Radio Tarrin", "SCNS", "police chief Adan Reth"])
def test_a_name_is_not_described(phrase: str) -> None:
    assert describe(phrase) is None


@pytest.mark.parametrize(("a", "b"), [("The U.N.", "UN"), ("the Ministry’s", "ministry"), ("Two  Sources", "sources")])
def test_names_fold_together(a: str, b: str) -> None:
    assert fold(a) == fold(b)


def test_an_acronym_that_a_text_introduces_is_the_long_name_in_every_text() -> None:
    a = Paper("a", WIRE, "2031-05-02", "The State Committee for Security (SCS) raided a house, it said.").event("raided")
    speakers = learn([a.coded])
    assert speakers.party(hop("the SCS"), WIRE).key == speakers.party(hop("the State Committee for Security"), "Other").key


def test_a_person_who_speaks_for_a_body_in_one_text_speaks_for_it_in_another() -> None:
    spokesman = actor("SCS spokesman Adan Reth", "SPY", kind="person", member_of="State Committee for Security")
    a = Paper("a", WIRE, "2031-05-02", "They resisted, said SCS spokesman Adan Reth.")
    a.event("resisted", chain=[("SCS spokesman Adan Reth", spokesman)])
    speakers = learn([a.coded])
    assert speakers.party(hop("Adan Reth"), "Other").key == "name:state committee for security"


def test_the_users_alias_wins() -> None:
    speakers = learn([], {"the Grey House": "Government of Norland"})
    assert speakers.party(hop("the Grey House"), WIRE).name == "Government of Norland"


def test_rings_of_aliases_end() -> None:
    assert Speakers({"a": "b", "b": "a"}).top("a") in ("a", "b")


def test_two_unnamed_witnesses_of_two_media_are_two_parties_and_of_one_medium_one() -> None:
    s = Speakers()
    keys = {s.party(hop("a witness"), m).key for m in ("The Wire", "The Sun", "the Wire")}
    assert len(keys) == 2


def test_authorities_without_a_country_are_those_of_the_event() -> None:
    s = Speakers()
    assert s.party(hop("the government"), WIRE, "XA").key == s.party(hop("authorities"), "Sun", "XA").key
    assert s.party(hop("the government"), WIRE, "XA").state == "XA"


def test_nobody_is_nobody() -> None:
    assert Speakers().party(hop("local media"), WIRE).standing == "none"


SECURITY = actor("State Committee for Security", "SPY", kind="organisation")


@pytest.mark.parametrize(
    "phrase",
    [
        "The security committee",
        "The committee's spokesman, Adan Reth",
        "the head of its press centre, Adan Reth",
        "Adan Reth, spokesman for the State Committee for Security (SCS)",
        "the State Committee for Security (SCS)",
    ],
)
def test_short_forms_and_spokesmen_are_the_body_that_the_text_names(phrase: str) -> None:
    text = f"The State Committee for Security (SCS) raided a house. Two men fell, {phrase} said."
    a = Paper("a", WIRE, "2031-05-02", text).event("raided").figure("Two men", 2, chain=[phrase])
    speakers = learn([a.coded])
    assert speakers.party(hop(phrase), WIRE).key == speakers.party(hop("the SCS"), WIRE).key


def test_a_short_form_that_fits_two_bodies_is_neither() -> None:
    text = "The State Committee for Security (SCS) and the Committee for State Roads (CSR) met. Two men fell, the state committee said."
    a = Paper("a", WIRE, "2031-05-02", text).event("met").figure("Two men", 2, chain=["the state committee"])
    speakers = learn([a.coded])
    keys = {speakers.party(hop(n), WIRE).key for n in ("the state committee", "the SCS", "the CSR")}
    assert len(keys) == 3


def test_an_unnamed_official_of_a_body_is_not_the_body() -> None:
    ministry = Speakers().party(hop("the Water Ministry"), WIRE)
    official = Speakers().party(hop("an official at the Water Ministry"), WIRE)
    assert official.key != ministry.key
    assert official.key == Speakers().party(hop("a source in the Water Ministry"), "Other").key


def test_a_kind_before_a_name_is_no_part_of_it() -> None:
    assert fold("the human rights group Clear Skies") == fold("Clear Skies")
    assert fold("the News Agency of Tarrin") != fold("Tarrin")


def test_who_lives_nearby_is_a_witness_whatever_they_are() -> None:
    found = describe("a police captain who lives in the next street")
    assert found is not None
    assert (found.standing, found.role) == ("single", "witness")


def test_what_kind_of_body_it_is_may_be_said_after_its_name() -> None:
    assert fold("the Norland Observatory for Rights monitoring group") == fold("Norland Observatory for Rights")
    assert fold("Hill League rebel group") != fold("Hill League")
    assert fold("a monitoring group") == "monitoring group"
