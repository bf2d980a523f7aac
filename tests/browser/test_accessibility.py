"""For everyone: with a keyboard alone, or without scripting, every kind of page, both languages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Route, expect

from tests.support.browser import DESKTOP, PHONE, Opener, go, sideways

pytestmark = pytest.mark.browser

KINDS = (
    "/",
    "/a-z/",
    "/topics/",
    "/topics/rl-and-alignment/",
    "/terms/fine-tuning/",
    "/map/",
    "/path/",
    "/path/lora/",
    "/demos/",
    "/review/",
    "/settings/",
)
# Each kind of page in both languages, colours and sizes, but not all eight ways at once.
WAYS = [
    pytest.param("", "light", DESKTOP, id="en-light-desktop"),
    pytest.param("", "dark", PHONE, id="en-dark-phone"),
    pytest.param("/pl", "dark", DESKTOP, id="pl-dark-desktop"),
    pytest.param("/pl", "light", PHONE, id="pl-light-phone"),
]


def unscripted(context: BrowserContext, address: str) -> None:
    """Pages as a browser without scripting has them, but still open to the one script of axe."""

    def strip(route: Route) -> None:
        answer = route.fetch()
        kind = answer.headers.get("content-type", "")
        text = answer.text()
        if "html" in kind:
            text = re.sub(r"<script\b.*?</script>", "", text, flags=re.S)
            text = re.sub(r"</?noscript>", "", text)
        text = text.replace("(scripting: none)", "all").replace("(scripting:none)", "all")
        route.fulfill(response=answer, body=text)

    context.route(re.compile(r".*(/|\.css)$"), strip)


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.parametrize(("prefix", "scheme", "size"), WAYS)
def test_without_scripting_every_kind_of_page_is_accessible_and_fits_the_screen(
    opened: Opener, path: str, prefix: str, scheme: str, size: dict[str, Any]
) -> None:
    context = opened.browser.new_context(**(DESKTOP | size), color_scheme=scheme)
    opened.contexts.append(context)
    unscripted(context, opened.address)
    page = opened.tab(context, prefix + path)
    assert page.evaluate("document.documentElement.className") == "no-js"
    assert page.evaluate("document.scripts.length") == 0
    found = Axe().run(page).response["violations"]
    assert not found, [(v["id"], [n["html"][:200] for n in v["nodes"]][:4]) for v in found]
    assert sideways(page) <= 0
    # Nothing is offered that only a script could do.
    dead = page.locator("main button:visible, header button:visible").all_inner_texts()
    assert dead == []


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.parametrize(("prefix", "scheme", "size"), [WAYS[0], WAYS[3]])
def test_the_tab_key_reaches_everything_in_reading_order_and_shows_where_it_is(
    opened: Opener, path: str, prefix: str, scheme: str, size: dict[str, Any]
) -> None:
    page = opened(prefix + path, **size, color_scheme=scheme)
    page.evaluate((Path(__file__).parents[1] / "support/keyboard.js").read_text("utf-8"))
    count = page.evaluate("usable")
    assert count > 5
    for _ in range(count + count // 10 + 5):  # what scrolls is a stop of Chromium's own
        page.keyboard.press("Tab")
    assert page.evaluate("failed()") == []


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.parametrize(("prefix", "scheme", "size"), [WAYS[0], WAYS[3]])
def test_nothing_moves_while_a_page_loads(
    opened: Opener, path: str, prefix: str, scheme: str, size: dict[str, Any]
) -> None:
    page = opened(prefix + path, **size, color_scheme=scheme)
    moved = page.evaluate(
        """() => new Promise((done) => {
          const found = [];
          new PerformanceObserver((list) => found.push(...list.getEntries()))
            .observe({ type: "layout-shift", buffered: true });
          const said = ({ node }) => node?.outerHTML?.slice(0, 120) ?? "text";
          setTimeout(() => done(found.map((e) => [e.value, ...e.sources.map(said)])), 300);
        })"""
    )
    # A tenth of what is still called good: a page may be painted before all of it has arrived, and
    # whatever has its place then keeps it.
    assert sum(value for value, *_ in moved) <= 0.01, moved


@pytest.mark.parametrize(("prefix", "language"), [("", "Polski"), ("/pl", "English")])
def test_language_and_colours_are_switched_with_the_keyboard(
    opened: Opener, prefix: str, language: str
) -> None:
    page = opened(f"{prefix}/terms/lora/")
    colours = page.locator("[data-md-component=palette] input:not([disabled])").first
    assert page.evaluate("document.body.dataset.mdColorScheme") == "default"
    colours.focus()
    for _ in range(2):  # system → light → dark
        page.keyboard.press("ArrowDown")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.get_by_role("link", name=language).first.press("Enter")
    page.wait_for_url("**/terms/lora/" if prefix else "**/pl/terms/lora/")


@pytest.mark.parametrize("prefix", ["", "/pl"])
def test_a_path_is_chosen_and_shortened_with_the_keyboard(opened: Opener, prefix: str) -> None:
    page = opened(f"{prefix}/path/")
    page.locator(".g-path-list input[value=lora]").press("Space")
    steps = page.locator(".g-path-steps > li")
    expect(steps).to_have_count(9)
    steps.first.get_by_role("button").press("Enter")
    expect(steps).to_have_count(8)
    page.locator(".g-path-known summary").press("Enter")
    page.locator(".g-path-known button").press("Space")
    expect(steps).to_have_count(9)


@pytest.mark.parametrize("prefix", ["", "/pl"])
def test_the_list_and_the_map_are_narrowed_with_the_keyboard(opened: Opener, prefix: str) -> None:
    page = opened(f"{prefix}/a-z/")
    page.locator(".g-filter [name=q]").press_sequentially("lora")
    expect(page.locator(".g-entries li:visible")).to_have_count(1)
    page.locator(".g-filter__clear").press("Enter")
    page.locator("[name=level]").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".g-entries li:visible")).to_have_count(1)
    page = opened(f"{prefix}/map/")
    page.locator(".g-map-legend input").last.press("Space")
    expect(page.locator(".g-map-legend :checked")).to_have_count(3)


@pytest.mark.parametrize("prefix", ["", "/pl"])
def test_progress_is_marked_and_erased_with_the_keyboard(opened: Opener, prefix: str) -> None:
    page = opened(f"{prefix}/terms/lora/")
    page.locator(".g-learn").press("Enter")
    expect(page.locator(".g-learn")).to_have_attribute("aria-pressed", "true")
    go(page, f"{opened.address}{prefix}/settings/")
    page.locator("[data-part=erase]").press("Enter")
    page.locator("dialog [value=erase]").press("Enter")
    go(page, f"{opened.address}{prefix}/terms/lora/")
    expect(page.locator(".g-learn")).to_have_attribute("aria-pressed", "false")
