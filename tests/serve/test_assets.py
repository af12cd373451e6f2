"""What the browser gets is built from web/, small, named by its content, and asks nobody else for anything."""

import json
import re

import pytest

import hatch_build
from sayso.serve.assets import FOLDER, manifest
from sayso.serve.keys import ANYWHERE, EVENT, KEYS, LISTS, PAIRS, READER, REVIEW
from tests.conftest import ROOT
from tests.serve.conftest import Bench

TEMPLATES = sorted((ROOT / "src/sayso/serve/templates").glob("*.html"))


def test_assets_are_those_of_the_sources() -> None:
    assert (FOLDER / "sources.sha256").read_text() == hatch_build.digest_of(ROOT / "web")


def test_scripts_and_pages_stay_small() -> None:
    def packed(name: str) -> int:
        return len((FOLDER / f"{manifest()[name]}.gz").read_bytes()) // 1024

    assert packed("app.js") <= 60
    assert packed("app.css") <= 20
    assert packed("map.js") + packed("map-worker.mjs") <= 480
    assert sum(packed(n) for n in ("land.json", "borders.json", "labels.json")) <= 460


def test_the_lock_file_names_no_host() -> None:
    assert "resolved" not in (ROOT / "web/package-lock.json").read_text()
    assert re.search(r'"htmx.org": "\d+\.\d+\.\d+"', (ROOT / "web/package.json").read_text())


def test_licences_of_all_that_is_bundled_are_shipped() -> None:
    text = (FOLDER / "THIRD_PARTY.txt").read_text()
    for name in ("htmx.org", "maplibre-gl", "pmtiles", "world-atlas"):
        assert re.search(rf"^{re.escape(name)} \d", text, re.M)


@pytest.mark.parametrize("name", sorted(manifest()))
def test_every_asset_is_served_with_its_type_and_for_ever(shown: Bench, name: str) -> None:
    for encoding in ("gzip", "identity"):
        answer = shown.client.get(f"/static/{manifest()[name]}", headers={"accept-encoding": encoding})
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    kind = answer.headers["content-type"]
    assert kind.startswith(
        {
            "js": "text/javascript",
            "mjs": "text/javascript",
            "css": "text/css",
            "json": "application/json",
            "svg": "image/svg+xml",
        }[name.rsplit(".", 1)[1]]
    )


def test_names_on_the_map_are_of_what_iso_lists() -> None:
    """Whether another territory is a country is not for a map to say."""
    names = {f["properties"]["name"] for f in json.loads((FOLDER / manifest()["labels.json"]).read_text())["features"]}
    assert {"Kyrgyzstan", "Palestine", "Taiwan"} <= names
    assert not {"Siachen Glacier", "N. Cyprus", "Somaliland"} & names


def test_our_scripts_ask_for_nothing_from_elsewhere() -> None:
    for file in (ROOT / "web/src").glob("*"):
        assert not re.search(r"(fetch|import|url)\(\s*['\"`]https?:", file.read_text()), file
    for file in TEMPLATES:
        text = file.read_text()
        assert not re.search(r"(?:src|href)=\"(?:https?:)?//", text), file
        assert "style=" not in text, file
        assert not re.search(r"\son[a-z]+=", text), file
        assert "hx-on" not in text, file


def test_no_two_actions_of_a_page_share_a_key() -> None:
    for where in (LISTS, EVENT, READER, REVIEW, PAIRS):
        keys = [k.key for k in KEYS.values() if k.where in (ANYWHERE, where)]
        assert len(keys) == len(set(keys)), [k for k in keys if keys.count(k) > 1]
        prefixes = {k.split()[0] for k in keys if " " in k}
        assert not prefixes & set(keys)


def test_every_key_of_a_template_is_in_the_registry() -> None:
    for file in TEMPLATES:
        text = file.read_text()
        for name in re.findall(r'data-key="([a-z_]+)"', text) + re.findall(r'key\("([a-z_]+)"\)', text):
            assert name in KEYS, (file.name, name)


def test_names_of_a_card_have_keys_with_and_without_ending() -> None:
    for name in ("accept", "correct", "reject"):
        assert KEYS[name].key == KEYS[f"{name}_card"].key
