"""The data files hold together, and a mistake in one is named by file, line and column."""

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from sayso.ontology import DataFileError, load, load_triggers
from sayso.ontology.reference import page

DATA = Path(str(files("sayso.ontology"))) / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def spoil(file: Path, old: str, new: str) -> int:
    """Replaces the first occurrence and gives its line."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_plover_is_whole() -> None:
    ontology = load()
    assert len(ontology.types) == 16
    assert sum(len(t.modes) for t in ontology.types.values()) == 67
    assert len(ontology.contexts) == 37
    assert len(ontology.sub_events) == 25


def test_every_sub_event_that_words_alone_can_tell_is_reached() -> None:
    ontology = load()
    reached = {r.value for r in ontology.acled_rules}
    needs_more = {  # whether ground changed hands by fighting, a grenade, a weapon found, a new base
        *("Government regains territory", "Non-state actor overtakes territory", "Grenade"),
        *("Disrupted weapons use", "Headquarters or base established"),
    }
    assert set(ontology.sub_events) - reached == needs_more


@pytest.mark.parametrize(
    ("type_", "mode", "actor", "recipient", "sub_event"),
    [
        ("ASSAULT", "suicide-attack", "REB", "CVL", "Suicide bomb"),
        ("ASSAULT", "firearms", "REB", "MIL", "Armed clash"),
        ("ASSAULT", "firearms", "UAF", "CVL", "Attack"),
        ("ASSAULT", "firearms", "COP", "OPP", "Excessive force against protesters"),
        ("ASSAULT", "abduct", "UAF", "JRN", "Abduction/forced disappearance"),
        ("PROTEST", "riot", "OPP", "", "Violent demonstration"),
        ("COERCE", "arrest", "COP", "OPP", "Arrests"),
    ],
)
def test_acled(type_: str, mode: str, actor: str, recipient: str, sub_event: str) -> None:
    found = load().acled(type_, mode, actor, recipient)
    assert found is not None
    assert found.name == sub_event


@pytest.mark.parametrize(
    ("actor", "recipient", "kind"), [("MIL", "REB", 1), ("REB", "CRM", 2), ("MIL", "CVL", 3), ("CVL", "CVL", None)]
)
def test_ucdp(actor: str, recipient: str, kind: int | None) -> None:
    assert load().ucdp("ASSAULT", actor, recipient) == kind


@pytest.mark.parametrize(
    ("phrase", "group"),
    [
        ("alleged Islamist militants", "militants"),
        ("members of the security forces", "security forces"),
        ("dozens of civilians", "civilians"),
        ("civilians, mostly women", "civilians"),
        ("14-year-old boys", "children"),
        ("policemen", "police"),
        ("a senior army officer", "soldiers"),
        ("journalists from the capital", "journalists"),
        ("wolves", ""),
    ],
)
def test_group(phrase: str, group: str) -> None:
    assert load().group(phrase) == group


def test_unknown_value_names_file_line_and_column(folder: Path) -> None:
    line = spoil(folder / "modes.tsv", "ASSAULT\tabduct", "ASSUALT\tabduct")
    with pytest.raises(DataFileError, match=rf"modes.tsv:{line}: column 'type': 'ASSUALT' is not one of.*'ASSAULT'"):
        load(folder)


def test_repeated_row_is_refused(folder: Path) -> None:
    text = (folder / "lists.tsv").read_text(encoding="utf-8")
    last = text.rstrip("\n").splitlines()[-1]
    (folder / "lists.tsv").write_text(text + last + "\n", encoding="utf-8")
    with pytest.raises(DataFileError, match=r"lists.tsv:\d+: column 'list': role / participant is already on line"):
        load(folder)


def test_missing_cell_is_refused(folder: Path) -> None:
    line = spoil(folder / "contexts.tsv", "military\tArmed forces", "military Armed forces")
    with pytest.raises(DataFileError, match=rf"contexts.tsv:{line}: 1 cells, expected 2"):
        load(folder)


def test_score_out_of_bounds_is_refused(folder: Path) -> None:
    line = spoil(folder / "types.tsv", "ASSAULT\t4\t-9", "ASSAULT\t4\t-90")
    with pytest.raises(DataFileError, match=rf"types.tsv:{line}: column 'score'"):
        load(folder)


def test_file_without_licence_is_refused(folder: Path) -> None:
    text = (folder / "cameo.tsv").read_text(encoding="utf-8")
    (folder / "cameo.tsv").write_text(text.replace("Licence:", "By:"), encoding="utf-8")
    with pytest.raises(DataFileError, match=r"cameo.tsv:1: .*Licence"):
        load(folder)


def test_a_new_type_is_a_new_line(folder: Path) -> None:
    with (folder / "types.tsv").open("a", encoding="utf-8") as file:
        file.write("MOURN\t1\t1\toptional\t-\tyes\tPeople mourn in public.\tA day of mourning was held.\n")
    assert "MOURN" in load(folder).types


def test_reference_page_is_current() -> None:
    shipped = Path(__file__).parents[2] / "docs/reference/ontology.md"
    assert shipped.read_text(encoding="utf-8") == page(load()), (
        "run: python -m sayso.ontology.reference > docs/reference/ontology.md"
    )


def test_triggers_load_and_are_many() -> None:
    triggers = load_triggers()
    entries = {t.phrase for found in triggers.by_head.values() for t in found}
    assert len(entries) > 2000


@pytest.mark.parametrize(
    ("lemma", "pos", "phrase", "type_", "mode"),
    [
        ("open", "VERB", "open fire", "ASSAULT", "firearms"),
        ("take", "VERB", "take * into custody", "COERCE", "arrest"),
        ("blow", "VERB", "blow himself up", "ASSAULT", "suicide-attack"),
        ("strike", "NOUN", "air strike", "ASSAULT", "aerial"),
        ("exchange", "NOUN", "exchange of fire", "ASSAULT", ""),
        ("disappear", "VERB", "forcibly disappear", "ASSAULT", "abduct"),
    ],
)
def test_trigger_is_found_at_its_head(lemma: str, pos: str, phrase: str, type_: str, mode: str) -> None:
    found = {t.phrase: t for t in load_triggers().at(lemma, pos)}
    assert (found[phrase].type, found[phrase].mode) == (type_, mode)


def test_readings_of_one_word_are_told_apart_by_what_they_need() -> None:
    triggers = load_triggers()
    capture = {t.needs: t.mode for t in triggers.at("capture", "VERB") if t.phrase == "capture"}
    assert capture == {"person": "arrest", "place": "seize", "thing": "seize"}
    person = next(t for t in triggers.at("capture", "VERB") if t.needs == "person")
    assert triggers.admits(person, "person", False, lambda scope: "")
    assert not triggers.admits(person, "place", False, lambda scope: "")


def test_metaphor_blocks() -> None:
    triggers = load_triggers()
    war = next(t for t in triggers.at("war", "NOUN") if t.phrase == "war")
    assert triggers.blocked(war, lambda scope: "price" if scope == "modifier" else "a price war")
    assert not triggers.blocked(war, lambda scope: "" if scope == "modifier" else "a war in the north")
