"""The workbench in a real browser: accessibility, keys, two reviewers, marking words, map and time, offline, narrow, without scripts."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest

from sayso.core.judging import records_of
from sayso.serve import ServeOptions
from sayso.serve.desk import Desk
from sayso.serve.running import served
from tests.serve.conftest import PATIENCE, TOKEN, Opener, Site
from tests.serve.made import HOSTILE, made_ledger
from tests.serve.tilefile import write_basemap

pytestmark = pytest.mark.browser
AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]  # all that can differ between light and dark
PAGES = [
    "/", "/events?view=list", "/events?q=nothingofthekind", "/events/{attack}", "/events/{raid}", "/events/{march}",
    "/events/{attack}/figures/killed", "/events/{attack}/figures/killed?axis=publication", "/events/{attack}/log", "/events/{attack}/arrange", "/docs", "/docs/{agency}", "/docs/{agency}?claim=f1",
    "/docs/{notes}", "/docs/{first}", "/docs/{agency}/add?kind=figure&start=10&end=13", "/claims", "/claims/{agency}/f1", "/sources",
    "/sources/Wire%20B", "/actors", "/actors/{ministry}", "/origins/{ministry}", "/origins/{ministry}?event={attack}",
    "/compare?c={agency}%23f1&c={notes}%23f1", "/search", "/search?q=Korrin", "/search?q=ministry&kind=documents", "/review", "/review?queue=lost", "/review?queue=events",
    "/review?queue=origins", "/review/bulk", "/review/bulk?field=killed", "/log", "/runs", "/rejects", "/exports", "/help", "/settings", "/api", "/events/E-NONE", "/events?from=bad",
]  # fmt: skip
EMPTY = [
    "/",
    "/events",
    "/docs",
    "/review",
    "/review?queue=origins",
    "/sources",
    "/actors",
    "/claims",
    "/log",
    "/runs",
    "/rejects",
]


def filled(path: str, site: Site) -> str:
    names = dict(site.events)
    for short, doc in (("agency", "agency-0315"), ("first", "agency-0314"), ("notes", "notes"), ("later", "later")):
        names[short] = site.document(doc)
    names["ministry"] = next(o.id for o in site.ledger.origins(site.events["attack"]) if o.name == "Interior Ministry")
    return path.format(**names)


def violations(page: Any, rules: list[str] | None = None) -> list[str]:
    """What axe finds wrong with the page as it is, by all its rules or by these."""
    page.evaluate(AXE)  # an evaluation is not subject to the page's policy, a script tag is
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
    found = page.evaluate("only => axe.run(document, {runOnly: only, resultTypes: ['violations']})", only)
    return [f"{v['id']}: {v['nodes'][0]['html'][:140]}" for v in found["violations"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_fault_that_axe_can_see(shown_site: Site, open_page: Opener, scheme: str) -> None:
    page = open_page(shown_site, color_scheme=scheme)
    wrong: dict[str, list[str]] = {}
    for path in PAGES:
        page.goto(shown_site.url(filled(path, shown_site)))
        for details in page.locator("main details").all()[:3]:
            details.evaluate("d => { d.open = true }")
        if found := violations(page, COLOURS if scheme == "dark" else None):
            wrong[path] = found
    assert not wrong


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_empty_pages_have_no_fault_either(empty_site: Site, open_page: Opener, scheme: str) -> None:
    page = open_page(empty_site, color_scheme=scheme)
    wrong = {}
    for path in EMPTY:
        page.goto(empty_site.url(path))
        if found := violations(page, COLOURS if scheme == "dark" else None):
            wrong[path] = found
    assert not wrong


def test_failures_and_sign_in_have_no_fault_either(
    shown_site: Site, open_page: Opener, chromium: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(shown_site)
    monkeypatch.setattr(Desk, "answer", lambda *_, **__: 1 / 0)
    page.goto(shown_site.url("/events"))
    assert page.get_by_role("alert").is_visible()
    assert violations(page) == []
    stranger = chromium.new_context().new_page()
    stranger.goto(shown_site.url("/"))
    assert stranger.get_by_role("heading", name="Sign in").is_visible()
    assert violations(stranger) == []
    stranger.context.close()


def test_no_page_scrolls_sideways_at_320_px(shown_site: Site, open_page: Opener) -> None:
    page = open_page(shown_site, viewport={"width": 320, "height": 640})
    wide = {}
    for path in PAGES:
        page.goto(shown_site.url(filled(path, shown_site)))
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            wide[path] = width
    assert not wide


def test_every_page_is_useful_without_scripts(shown_site: Site, open_page: Opener) -> None:
    page = open_page(shown_site, java_script_enabled=False)
    for path in PAGES:
        page.goto(shown_site.url(filled(path, shown_site)))
        assert page.locator("h1").count() == 1, path
    page.goto(shown_site.url(f"/events/{shown_site.events['attack']}"))
    assert page.locator("table.figtable").first.get_by_role("row").count() > 4
    assert page.locator("svg.strip").first.is_visible()


def test_a_decision_can_be_taken_and_undone_without_scripts(site: Site, open_page: Opener) -> None:
    page = open_page(site, f"/docs/{site.document('agency-0315')}?claim=f1", java_script_enabled=False)
    press_button(page, page.get_by_role("button", name="Accept"))
    assert "Accepted" in page.locator("#live").inner_text()
    press_button(page, page.get_by_role("button", name="Undo my last decision"))
    assert [j.verdict for j in site.ledger.judgements()] == ["accept", "undo"]
    page.locator("summary", has_text="Add what was missed").click()
    page.get_by_label("Exact words", exact=True).fill("the town")
    page.get_by_label("are a").select_option("statement")
    press_button(page, page.get_by_role("button", name="Go on"))
    press_button(page, page.get_by_role("button", name="Add it"))
    assert "Added" in page.locator("#live").inner_text()


def ready(page: Any) -> Any:
    page.locator("html[data-ready=true]").wait_for(state="attached")
    return page


def press_button(page: Any, button: Any) -> None:
    """Presses a button that leads to another page, and waits for that page: what is asked next must not be of the old one."""
    with page.expect_navigation():
        button.click()


def press(page: Any, key: str, says: str) -> None:
    """Presses a key and waits for the status line to say so."""
    page.keyboard.press(key)
    page.locator("#live", has_text=says).wait_for()


def test_a_review_by_keyboard_alone(site: Site, open_page: Opener) -> None:
    page = ready(open_page(site, "/review?order=document"))
    title = page.locator("#card-title")
    seen = []
    for key, says in [
        ("a", "Accepted"),
        ("x", "Rejected"),
        ("a", "Accepted"),
        ("s", "Skipped"),
        ("a", "Accepted"),
        ("x", "Rejected"),
        ("a", "Accepted"),
    ]:
        seen.append(title.inner_text())
        before = page.locator("input[name=address]").first.input_value()
        press(page, key, says)
        assert page.locator("input[name=address]").first.input_value() != before
        page.locator("#card-title:focus").wait_for()
    press(page, "u", "Undone")
    page.goto(site.url("/review?order=document&field=killed"))
    ready(page)
    address = page.locator("input[name=address]").first.input_value()
    page.keyboard.press("c")
    assert page.evaluate("document.activeElement.name") == "low"
    page.keyboard.press("Control+A")
    page.keyboard.type("650")
    page.keyboard.press("a")  # a letter in a field is a letter
    page.keyboard.press("Backspace")
    page.keyboard.press("Alt+Shift+ArrowRight")
    page.keyboard.press("Control+Enter")
    page.locator("#live", has_text="Corrected").wait_for()
    press(page, "u", "Undone: correct")
    press(page, "u", "Undone: reject")
    verdicts = [j.verdict for j in site.ledger.judgements()]
    assert verdicts == ["accept", "reject", "accept", "accept", "reject", "accept", "undo", "correct", "undo", "undo"]
    corrected = [j for j in site.ledger.judgements() if j.verdict == "correct"]
    assert f"{corrected[0].document}#f1" == address
    assert '"low":650' in corrected[0].value
    assert len(set(seen)) > 3


def test_moving_the_end_of_the_words_changes_the_quote(site: Site, open_page: Opener) -> None:
    page = ready(open_page(site, f"/docs/{site.document('agency-0315')}?claim=f1"))
    page.keyboard.press("c")
    page.keyboard.press("Alt+Shift+ArrowRight")
    page.keyboard.press("Alt+Shift+ArrowRight")
    assert page.locator("[data-span-said]").inner_text() == "893 people were killed"
    page.keyboard.press("Control+Enter")
    page.locator("#live", has_text="Corrected").wait_for()
    judged = site.ledger.judged(site.document("agency-0315"))
    assert judged is not None
    assert "893 people were killed" in {f.quote.words for f in judged.coded.figures}


def test_escape_closes_a_correction_and_changes_nothing(site: Site, open_page: Opener) -> None:
    page = ready(open_page(site, "/review"))
    page.keyboard.press("c")
    assert page.locator("#correct").get_attribute("open") is not None
    page.keyboard.press("Escape")
    assert page.locator("#correct").get_attribute("open") is None
    assert list(site.ledger.judgements()) == []


def test_a_wrong_value_keeps_the_card_and_names_the_field(site: Site, open_page: Opener) -> None:
    page = ready(open_page(site, "/review?order=document&field=killed"))
    page.keyboard.press("c")
    page.keyboard.press("Control+A")
    page.keyboard.type("lots")
    page.keyboard.press("Control+Enter")
    page.locator("#problem", has_text="no whole number").wait_for()
    assert page.locator("input[name=low]").input_value() == "lots"


def test_keys_can_be_switched_off(site: Site, open_page: Opener) -> None:
    page = ready(open_page(site, "/review"))
    page.locator("details.menu summary").click()
    page.get_by_label("Keys").select_option("off")
    press_button(page, page.locator(".sheet").get_by_role("button", name="Save"))
    ready(page)
    page.keyboard.press("a")
    page.keyboard.press("x")
    page.wait_for_timeout(300)
    assert list(site.ledger.judgements()) == []
    assert not page.locator("kbd").first.is_visible()


def test_keys_do_nothing_with_a_modifier_or_in_a_field(site: Site, open_page: Opener) -> None:
    page = ready(open_page(site, "/review"))
    page.keyboard.press("Control+a")
    page.keyboard.press("Alt+x")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q-top"
    page.keyboard.type("axes")
    assert page.locator("#q-top").input_value() == "axes"
    page.wait_for_timeout(200)
    assert list(site.ledger.judgements()) == []


def test_two_reviewers_at_once(site: Site, open_page: Opener) -> None:
    path = f"/docs/{site.document('agency-0315')}?claim=f1"
    first, second = ready(open_page(site, path)), ready(open_page(site, path))
    first.keyboard.press("a")
    first.locator("#live", has_text="Accepted").wait_for()
    second.keyboard.press("x")
    second.get_by_role("heading", name="Decided meanwhile").wait_for()
    assert violations(second) == []
    assert [j.verdict for j in site.ledger.judgements()] == ["accept"]
    second.get_by_role("button", name="Record mine too").click()
    second.locator("#live", has_text="Rejected").wait_for()
    assert [j.verdict for j in site.ledger.judgements()] == ["accept", "reject"]


def test_an_open_page_tells_that_somebody_changed_its_claims(site: Site, open_page: Opener) -> None:
    page = open_page(site)
    page.clock.install()
    page.goto(site.url(f"/events/{site.events['attack']}"))
    ready(page)
    row = page.locator("[data-row]").first
    before = row.bounding_box()
    other = ready(open_page(site, f"/docs/{site.document('agency-0315')}?claim=f1"))
    press(other, "a", "Accepted")
    page.clock.run_for(21_000)
    note = page.get_by_role("status").filter(has_text="1 claim changed since you opened this page.")
    note.wait_for()
    assert row.bounding_box() == before
    assert violations(page) == []
    press_button(page, note.get_by_role("link", name="Show"))
    ready(page)
    page.clock.run_for(21_000)
    assert page.locator(".stale").inner_text() == ""


def test_words_are_marked_and_added_by_two_keys(site: Site, open_page: Opener) -> None:
    document = site.document("later")
    page = ready(open_page(site, f"/docs/{document}"))
    page.evaluate("""() => {
      const node = document.querySelector('.text [data-at]').firstChild;
      const at = node.data.indexOf('nine people');
      getSelection().setBaseAndExtent(node, at, node, at + 'nine people'.length);
    }""")
    page.locator(".marking").wait_for()
    page.keyboard.press("f")
    page.get_by_role("heading", name="Add a figure").wait_for()
    assert page.locator("input[name=low]").input_value() == "9"
    page.locator("#b-save:focus").wait_for()
    page.keyboard.press("Enter")
    page.locator("#live", has_text="Added").wait_for()
    judged = site.ledger.judged(document)
    assert judged is not None
    assert [f.quote.words for f in judged.coded.figures] == ["nine people"]


def test_words_are_marked_by_arrows_alone(site: Site, open_page: Opener) -> None:
    page = ready(open_page(site, f"/docs/{site.document('later')}"))
    page.keyboard.press("m")
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.locator("[data-marked]", has_text="nine people").wait_for()  # the page tells of a selection after the key
    page.keyboard.press("v")
    page.get_by_role("heading", name="Add a event").or_(page.get_by_role("heading", name="Add an event")).wait_for()


def test_marks_are_walked_by_key_and_can_be_hidden(shown_site: Site, open_page: Opener) -> None:
    page = ready(open_page(shown_site, f"/docs/{shown_site.document('agency-0315')}"))
    stops = []
    for _ in range(3):
        page.keyboard.press("n")
        stops.append(page.evaluate("document.activeElement.textContent"))
    assert stops == ["893 people", "more than 2,000", "the Red Banner movement was behind it"]
    page.keyboard.press("N")
    assert page.evaluate("document.activeElement.textContent") == "more than 2,000"
    page.keyboard.press("h")
    assert "unmarked" in page.locator(".text").get_attribute("class")
    page.keyboard.press("n")
    page.keyboard.press("Enter")
    page.locator("#card").wait_for()


def test_lists_are_walked_by_key(shown_site: Site, open_page: Opener) -> None:
    page = ready(open_page(shown_site, "/events?view=list"))
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator("li.at a.title").get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{second}")
    ready(page)
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_url("**/review")


def test_the_map_shows_what_the_list_has(shown_site: Site, open_page: Opener) -> None:
    page = open_page(shown_site, "/events")
    page.locator("#map[data-ready=true]").wait_for(timeout=60_000)
    assert page.locator("#map").get_attribute("data-features") == "2"
    assert "1 not on it" in page.locator("#map-count").inner_text()
    assert violations(page) == []
    page.locator("[data-in-view]").click()
    page.wait_for_url("**bbox=**")
    assert "no place (1)" in page.locator("main").inner_text()


def test_both_handles_of_the_time_line_take_the_pointer(shown_site: Site, open_page: Opener) -> None:
    page = ready(open_page(shown_site, "/events?view=time"))
    line = page.locator("[data-brush-from]").bounding_box()
    last = int(page.locator("[data-brush-to]").input_value())
    for at, way, name, before in ((line["x"] + 7, 90, "from", 0), (line["x"] + line["width"] - 7, -90, "to", last)):
        page.mouse.move(at, line["y"] + 13)
        page.mouse.down()
        page.mouse.move(at + way, line["y"] + 13, steps=4)
        page.mouse.up()
        assert int(page.locator(f"[data-brush-{name}]").input_value()) != before


def test_control_k_goes_to_the_search_from_anywhere(shown_site: Site, open_page: Opener) -> None:
    page = ready(open_page(shown_site, "/events?view=list"))
    page.locator("#filters input[name=q]").focus()
    page.keyboard.press("Control+k")
    assert page.evaluate("document.activeElement.id") == "q-top"


def test_the_time_line_is_moved_by_arrows(shown_site: Site, open_page: Opener) -> None:
    page = ready(open_page(shown_site, "/events?view=time"))
    slider = page.get_by_label("To", exact=True).last
    slider.focus()
    for _ in range(14):
        page.keyboard.press("ArrowLeft")
    assert page.locator("[data-brush-said]").inner_text()
    day = page.locator("#filters input[name=to]").input_value()
    page.locator("[data-brush-go]").click()
    page.wait_for_url(f"**to={day}**")


def test_a_filter_set_in_the_page_is_in_the_address(shown_site: Site, open_page: Opener) -> None:
    page = open_page(shown_site, "/events?view=list")
    page.get_by_label("Contested").select_option("killed")
    press_button(page, page.get_by_role("button", name="Show", exact=True))
    shown = page.locator("ol.events a.title").evaluate_all("all => all.map(a => a.href)")
    other = open_page(shown_site, page.url.replace(shown_site.url(""), ""))
    assert other.locator("ol.events a.title").evaluate_all("all => all.map(a => a.href)") == shown
    assert len(shown) == 1


def test_hostile_words_are_only_words(shown_site: Site, open_page: Opener) -> None:
    page = open_page(shown_site, f"/docs/{shown_site.document('notes')}")
    assert page.evaluate("window.hacked") is None
    assert "<script>window.hacked = true</script>" in page.locator(".text").inner_text()
    assert page.locator(".text img, .text script").count() == 0
    assert "<script>" in HOSTILE


def test_text_over_the_frozen_words_is_code_point_for_code_point(shown_site: Site, open_page: Opener) -> None:
    page = open_page(shown_site, f"/docs/{shown_site.document('agency-0315')}")
    text = shown_site.ledger.document("agency-0315").text
    for at, words in page.locator(".text [data-at]").evaluate_all("all => all.map(s => [+s.dataset.at, s.textContent])"):
        assert text[at : at + len(words)] == words


def test_headings_do_not_skip_a_level_and_focus_can_be_seen(shown_site: Site, open_page: Opener) -> None:
    page = ready(open_page(shown_site, f"/events/{shown_site.events['attack']}"))
    levels = page.locator("h1, h2, h3, h4").evaluate_all("all => all.map(h => +h.tagName[1])")
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_a_correction_shows_on_the_event_and_is_undone(site: Site, open_page: Opener) -> None:
    page = ready(open_page(site, f"/docs/{site.document('wire-0316')}?claim=f1"))
    page.keyboard.press("c")
    page.keyboard.press("Control+A")
    page.keyboard.type("3000")
    page.keyboard.press("Control+Enter")
    page.locator("#live", has_text="Corrected").wait_for()
    page.goto(site.url(f"/events/{site.events['attack']}"))
    assert "893–3,000" in page.locator(".kpis").inner_text()
    page.goto(site.url("/log"))
    press_button(page, page.get_by_role("button", name="Undo correct"))
    page.goto(site.url(f"/events/{site.events['attack']}"))
    assert "893–2,000+" in page.locator(".kpis").inner_text()
    judged = site.ledger.judged(site.document("wire-0316"))
    assert judged is not None
    assert all(judged.state(r.id) == "draft" for r in records_of(judged.coded))


def test_a_number_that_was_not_used_becomes_a_figure_by_keys_alone(site: Site, open_page: Opener) -> None:
    document = site.document("agency-0315")
    page = ready(open_page(site, f"/docs/{document}"))
    page.keyboard.press(".")
    assert page.evaluate("document.activeElement.textContent") == "116"
    page.keyboard.press("f")
    page.get_by_role("heading", name="Add a figure").wait_for()
    ready(page)
    page.locator("#b-save:focus").wait_for()
    page.keyboard.press("Enter")
    page.locator("#live", has_text="Added").wait_for()
    judged = site.ledger.judged(document)
    assert judged is not None
    assert "116" in {f.quote.words for f in judged.coded.figures}


def test_words_of_the_card_say_who_speaks(site: Site, open_page: Opener) -> None:
    page = ready(open_page(site, f"/docs/{site.document('agency-0315')}?claim=f1"))
    words = page.evaluate("""() => {
      const node = document.querySelector('.context').firstChild;
      const [at, end] = [node.data.search(/\\S/), node.data.search(/\\S\\s/) + 1];
      getSelection().setBaseAndExtent(node, at, node, end);
      return node.data.slice(at, end);
    }""")
    page.keyboard.press("b")
    assert page.locator("#correct").get_attribute("open") is not None
    assert page.locator("textarea[name=speakers]").input_value() == words
    assert page.evaluate("document.activeElement.name") == "speakers"


def test_many_are_decided_at_once_after_a_look_and_taken_back_by_one_key(site: Site, open_page: Opener) -> None:
    page = ready(open_page(site, "/review?field=killed"))
    page.get_by_role("link", name="decide many at once").click()
    change = page.get_by_role("row").filter(has_text="893–2,000+")
    change.wait_for()
    assert "none given" in change.inner_text()
    page.get_by_label("Reason or comment").fill("one source only")
    press_button(page, page.get_by_role("button", name="Reject all"))
    assert "Nothing left here" in page.locator("main").inner_text()
    taken = [(j.verdict, j.note) for j in site.ledger.judgements()]
    assert len(taken) > 3
    assert set(taken) == {("reject", "one source only")}
    press(ready(page), "u", f"Undone: reject of {len(taken)} records")
    assert sum(j.verdict == "undo" for j in site.ledger.judgements()) == len(taken)


def test_a_base_map_of_the_users_own_is_drawn_without_any_network(tmp_path: Path, open_page: Opener) -> None:
    file = write_basemap(tmp_path / "own.pmtiles", 'Made <img src=x onerror="window.hacked = true">by hand')
    ledger, events = made_ledger(tmp_path)
    with served(ledger, ServeOptions(port=0, token=TOKEN, person="me", basemap=file)) as options:
        page = open_page(Site(ledger, events, options), "/events?view=map&bbox=-100,-60,100,60")
        page.locator("#map[data-ready=true]").wait_for(timeout=PATIENCE)
        drawn = page.evaluate("document.getElementById('map').saysoMap.queryRenderedFeatures().map(f => f.layer.id)")
        assert {"tiles-water", "land"} <= set(drawn)
        assert "tiles-boundaries" not in drawn
        assert "by hand" in page.locator("#map .maplibregl-ctrl-attrib-inner").text_content()
        assert page.evaluate("window.hacked") is None
        assert violations(page) == []
        file.write_bytes(b"PMTiles\x03 and nothing else")
        page.reload()
        page.locator("#map[data-ready=true]").wait_for(timeout=PATIENCE)
        assert "Your base map cannot be read" in page.locator("#map-count").inner_text()
    ledger.close()


def test_two_rows_are_set_side_by_side_and_figures_reached_by_key(shown_site: Site, open_page: Opener) -> None:
    page = ready(open_page(shown_site, f"/events/{shown_site.events['attack']}"))
    page.keyboard.press("2")
    page.wait_for_url("**#fig-wounded")
    page.keyboard.press("j")
    press(page, "p", "Marked")
    page.keyboard.press("j")
    page.keyboard.press("p")
    page.get_by_role("heading", name="Side by side").wait_for()
    assert page.locator("mark").count() == 2


def test_what_the_map_shows_is_in_the_address(shown_site: Site, open_page: Opener) -> None:
    page = open_page(shown_site, "/events?view=map")
    page.locator("#map[data-ready=true]").wait_for()
    page.evaluate("document.getElementById('map').saysoMap.jumpTo({ center: [74.6, 42.5], zoom: 7.5 })")
    page.wait_for_url("**z=7.50%2F42.500%2F74.600**")
    other = open_page(shown_site, page.url.replace(shown_site.url(""), ""))
    other.locator("#map[data-ready=true]").wait_for()
    assert other.evaluate("document.getElementById('map').saysoMap.getZoom()") == 7.5
