"""A run is known by everything that its records rest on."""

import sys
from pathlib import Path

import pytest

from sayso import pipeline
from sayso.gazetteer import open_gazetteer
from sayso.resolve import load_actors

SRC = Path(pipeline.__file__).parent


class Reader:
    version = "still/1"


def run_of(actors: Path | None = None) -> str:
    return pipeline.Coder(Reader(), open_gazetteer(), load_actors(actors)).run.id  # type: ignore[arg-type]


def test_every_data_file_of_coding_counts() -> None:
    counted = {f.name for p in pipeline.KNOWLEDGE for f in pipeline._data_files(SRC / p.split(".")[1])}
    there = {
        f.name
        for p in pipeline.KNOWLEDGE
        for f in (SRC / p.split(".")[1]).rglob("*")
        if f.is_file() and f.suffix not in (".py", ".pyc")
    }
    assert {"triggers.tsv", "actors.tsv", "gathering.tsv", "countries.tsv", "coreference.npz"} <= counted
    assert counted == there


def test_changed_knowledge_is_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    versions = set()
    for k, (name, words) in enumerate([("cues.tsv", "said"), ("cues.tsv", "says"), ("verbs.tsv", "says")]):
        folder = tmp_path / f"knowledge{k}"
        (folder / "en").mkdir(parents=True)
        (folder / "__init__.py").touch()
        (folder / "en" / name).write_text(words)
        versions.add(pipeline.version_of(folder.name))
        sys.modules.pop(folder.name, None)
    assert len(versions) == 3


def test_own_actors_make_another_run(tmp_path: Path) -> None:
    own = tmp_path / "actors.toml"
    own.write_text('[[actor]]\nname = "Tarrin League"\n')
    first = run_of(own)
    other = tmp_path / "other.toml"
    other.write_text('[[actor]]\nname = "Tarrin Front"\n')
    assert len({run_of(), first, run_of(other)}) == 3
    assert run_of(own) == first
