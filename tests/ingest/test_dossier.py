"""The example dossier: each report is read as its folder says, and holds what makes coding hard."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from sayso.core import Document
from sayso.ingest import IngestOptions, load_mapping
from tests.conftest import ROOT
from tests.ingest.reading import marked, read

FOLDER = ROOT / "examples" / "bishkek-2015"
# Lines of the file that are not in the source's text, and masthead values that the file does not state.
MORE_TEXT = {
    "herald-0717": ("Kyrgyz forces kill militants in capital\n\n", "\n\nUnsubscribe: https://northernherald.example/alerts"),
    "syria-0722": ("How many Kyrgyz fight in Syria? Nobody knows\n\nBy Asel Duishenova\n\n", ""),
}
OTHERWISE = {
    ("chuy-online", "outlet"): None,
    ("herald-0717", "title"): "World alert: Kyrgyz forces kill militants in capital",
    ("telegram-0716-311", "published"): "2015-07-16T11:32:00+06:00",
    ("telegram-0716-314", "published"): "2015-07-16T20:48:00+06:00",
}


def source(name: str) -> tuple[dict[str, str], str]:
    head, text = (FOLDER / "source" / f"{name}.txt").read_text("utf-8").split("\n\n", 1)
    return {k.lower(): v for k, v in (line.split(": ", 1) for line in head.splitlines())}, text


NAMES = sorted(p.stem for p in (FOLDER / "source").glob("*.txt"))


@pytest.fixture(scope="module")
def reports() -> dict[str, Document]:
    options = IngestOptions(workers=0, mapping=load_mapping(FOLDER / "mapping.toml"))
    documents, rejections = read(FOLDER / "reports", options)
    assert not rejections
    return {d.doc: d for d in documents}


def test_every_report_is_read(reports: dict[str, Document]) -> None:
    assert sorted(reports) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_reports_text_is_that_of_its_source(name: str, reports: dict[str, Document]) -> None:
    words = source(name)[1]
    if reports[name].doc != "chuy-online":  # Markdown is frozen with its marks
        words = re.sub(r"(?m)^(?:> |## |!)", "", words)
    before, after = MORE_TEXT.get(name, ("", ""))
    assert reports[name].text.strip() == before + words.strip() + after


@pytest.mark.parametrize("name", NAMES)
def test_a_reports_masthead_is_that_of_its_source(name: str, reports: dict[str, Document]) -> None:
    stated, _ = source(name)
    for key in ("title", "byline", "outlet", "published", "language"):
        found = getattr(reports[name].masthead, key)
        if key in stated or (name, key) in OTHERWISE:
            assert (found.value if found else None) == OTHERWISE.get((name, key), stated.get(key)), key
            assert not found or found.where
    if "address" in stated:
        m = reports[name].masthead
        assert stated["address"] in [f.value for f in (m.address, m.canonical) if f]


def test_one_report_has_no_publication_date(reports: dict[str, Document]) -> None:
    assert [d.doc for d in reports.values() if not d.published] == ["chuy-online"]


def test_credits_and_datelines(reports: dict[str, Document]) -> None:
    assert {n: [a.value for a in d.masthead.agencies] for n, d in reports.items() if d.masthead.agencies} == {
        "courier-0716": ["SNA"], "herald-0717": ["Silkway News Agency"], "wire-0716": ["SNA"], "wire-0717": ["SNA"], "wire-0718": ["SNA"]
    }  # fmt: skip
    places = {
        n: (d.masthead.dateline_place.value, d.masthead.dateline_date.value if d.masthead.dateline_date else "")
        for n, d in reports.items()
        if d.masthead.dateline_place
    }
    assert places == {
        "courier-0716": ("BISHKEK", "2015-07-16"), "wire-0716": ("BISHKEK", "2015-07-16"), "wire-0717": ("BISHKEK", "2015-07-17"),
        "wire-0718": ("BISHKEK", "2015-07-18"), "lebedinovka-0720": ("Lebedinovka", "2015-07-20"),
    }  # fmt: skip


def test_captions_quotations_headings_and_furniture(reports: dict[str, Document]) -> None:
    notebook = reports["notebook-0721"]
    assert len(marked(notebook, "caption")) == 2
    assert len(marked(notebook, "block_quote")) == 2
    assert all(w.endswith(", 2015)") for w in marked(notebook, "block_quote"))
    assert marked(notebook, "heading") == ["The shadow of 2010", "What would help"]
    assert not [w for w in ("About the author", "You may also like", "Share", "cookies") if w in notebook.text]
    assert "ten of them" not in reports["courier-0716"].text
    assert len(marked(reports["chuy-online"], "furniture")) == 7


def test_it_holds_what_makes_coding_hard(reports: dict[str, Document]) -> None:
    texts = {n: d.text for n, d in reports.items()}
    everything = "\n".join(texts.values())
    for words in ("raised to seven from three", "not seven as stated earlier", "has denied", "the agency quoted a district police officer", "at least three", "in the capital alone",
                  "several militants", "ozens of", "undreds of", "Thursday", "last month", "this week", "Jalalabad", "Jalal-Abad", "That Jalalabad lies some 130", "(UKMK)", "January 2011",
                  "planned to", "although some local media report four", "893", "2,000", "“", "’"):  # fmt: skip
        assert words in everything, words
    assert "\xa0" in texts["herald-0717"]
    assert texts["courier-0716"].strip() == texts["wire-0716"].split("\n\n", 1)[1].strip(), "one reprint is verbatim"


def test_the_files_are_those_that_the_sources_make() -> None:
    assert subprocess.run([sys.executable, str(ROOT / "examples" / "build_dossier.py"), "--check"], check=False).returncode == 0


def test_the_readme_says_that_people_are_invented() -> None:
    readme = " ".join(Path(FOLDER / "README.md").read_text("utf-8").replace("*", "").split())
    assert (
        "Every outlet, agency, reporter, expert, group, spokesperson, witness, and every private, accused, jailed or killed person is invented"
        in readme
    )
    assert "Figures" in readme
    assert "illustrative" in readme
