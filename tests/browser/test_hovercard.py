from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.support.browser import PHONE, Opener, again, go, settle

pytestmark = pytest.mark.browser

TERM = {"en": "/terms/rlhf/", "pl": "/pl/terms/rlhf/"}


def link(page: Page) -> Locator:
    return page.locator(".g-prose a.g-concept").first


def card(page: Page) -> Locator:
    return page.locator(".g-preview")


def focus(page: Page, wanted: Locator) -> None:
    """As with Tab: focus that shows."""
    page.keyboard.press("Tab")
    wanted.evaluate("e => e.focus({focusVisible: true})")


@pytest.mark.parametrize("language", TERM)
def test_pointing_at_a_concept_shows_what_it_is(opened: Opener, language: str) -> None:
    page = opened(TERM[language])
    before = [r for r in page.evaluate("performance.getEntriesByType('resource').map(r => r.name)")]
    assert not [name for name in before if name.endswith(".json")], "fetched before anybody asked"
    concept = link(page)
    concept.hover()
    expect(card(page)).to_be_visible()
    data = page.request.get(concept.evaluate("a => a.href").rstrip("/") + ".json").json()
    expect(card(page).locator("strong")).to_have_text(data["title"])
    expect(card(page).locator("p").first).to_have_text(data["summary"])
    assert data["language"] == language


def test_the_card_can_be_pointed_at_and_goes_when_nothing_holds_it(opened: Opener) -> None:
    page = opened(TERM["en"])
    link(page).hover()
    expect(card(page)).to_be_visible()
    card(page).hover()
    page.wait_for_timeout(600)
    expect(card(page)).to_be_visible()
    page.locator("h1").hover()
    expect(card(page)).to_be_hidden()


def test_escape_sends_the_card_away_and_focus_stays(opened: Opener) -> None:
    page = opened(TERM["en"])
    focus(page, link(page))
    expect(card(page)).to_be_visible()
    assert link(page).get_attribute("aria-describedby") == "g-preview"
    page.keyboard.press("Escape")
    expect(card(page)).to_be_hidden()
    expect(link(page)).to_be_focused()
    assert link(page).get_attribute("aria-describedby") is None


def test_a_keyboard_turns_previews_off_and_they_stay_off(opened: Opener) -> None:
    page = opened(TERM["pl"])
    focus(page, link(page))
    expect(card(page)).to_be_visible()
    page.keyboard.press("Tab")
    expect(card(page).locator("button")).to_be_focused()
    expect(card(page).locator("button")).to_have_text("Wyłącz podgląd")
    page.keyboard.press("Enter")
    expect(card(page)).to_be_hidden()
    again(page)
    link(page).hover()
    page.wait_for_timeout(700)
    expect(card(page)).to_be_hidden()


def test_a_node_of_the_diagram_says_what_it_is_and_why_it_is_there(opened: Opener) -> None:
    page = opened(TERM["en"])
    node = page.locator(".g-svg a").first
    reason = node.locator("title").text_content()
    node.hover()
    expect(card(page).locator(".g-preview__why")).to_have_text(reason or "?")
    expect(node.locator("title")).to_have_text("")
    page.locator("h1").hover()
    expect(node.locator("title")).to_have_text(reason or "?")


def test_a_learned_term_is_said_to_be_learned(opened: Opener) -> None:
    page = opened(TERM["en"])
    target = link(page).evaluate("a => a.pathname")
    go(page, opened.address + target)
    page.locator(".g-learn").click()
    page.go_back()
    settle(page)
    link(page).hover()
    expect(card(page).locator(".g-preview__learned")).to_contain_text("learned")


def test_the_card_never_leaves_the_window(opened: Opener) -> None:
    page = opened(TERM["pl"], viewport={"width": 520, "height": 420})
    for number in range(page.locator("a.g-concept").count()):
        page.keyboard.press("Escape")
        focus(page, page.locator("a.g-concept").nth(number))
        expect(card(page)).to_be_visible()
        box = card(page).evaluate(
            "e => (r => [r.left, r.top, r.right, r.bottom])(e.getBoundingClientRect())"
        )
        assert box[0] >= 0 and box[1] >= 0 and box[2] <= 520 and box[3] <= 420, box


def test_a_touch_follows_the_link_and_shows_no_card(opened: Opener) -> None:
    page = opened(TERM["en"], **PHONE)
    target = link(page).evaluate("a => a.pathname")
    page.evaluate("""() => { window.shown = 0; new MutationObserver(() => {
        if (document.querySelector('.g-preview:not([hidden])')) window.shown += 1;
    }).observe(document.body, {subtree: true, childList: true, attributes: true}); }""")
    link(page).tap()
    page.wait_for_url(f"**{target}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_card_is_accessible(opened: Opener, scheme: str) -> None:
    page = opened(TERM["pl"], color_scheme=scheme)
    link(page).hover()
    expect(card(page)).to_be_visible()
    found = Axe().run(page).response["violations"]
    assert not found, [(v["id"], [n["html"][:200] for n in v["nodes"]][:3]) for v in found]


def test_without_scripting_a_concept_is_a_link(opened: Opener) -> None:
    page = opened(TERM["en"], java_script_enabled=False)
    target = link(page).get_attribute("href") or ""
    link(page).click()
    page.wait_for_url(f"**/{target.removeprefix('../')}")


def test_on_paper_there_is_the_text_and_nothing_to_press(opened: Opener) -> None:
    page = opened(TERM["en"])
    page.emulate_media(media="print")
    for part in (".g-prose", ".g-svg", ".g-question", ".g-sources"):
        expect(page.locator(part).first).to_be_visible()
    for part in (".md-header", ".g-buttons", ".g-sequence", ".md-sidebar--secondary", ".g-source"):
        expect(page.locator(part).first).to_be_hidden()


def test_the_skip_link_comes_first_and_leads_to_the_text(opened: Opener) -> None:
    page = opened(TERM["en"])
    page.keyboard.press("Tab")
    expect(page.locator(".md-skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('.md-content')")


def test_a_wide_window_needs_no_menu_button(opened: Opener) -> None:
    expect(opened("/").locator(".g-menu")).to_be_hidden()


def test_the_menu_of_a_phone_opens_with_the_keyboard(opened: Opener) -> None:
    page = opened("/terms/rlhf/", viewport={"width": 420, "height": 800})
    button = page.locator(".g-menu")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".md-sidebar--primary a").first).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
