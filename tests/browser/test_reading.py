from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.support import sites
from tests.support.browser import DESKTOP, PHONE, Opener, again, sideways

pytestmark = pytest.mark.browser

KINDS = ["/", "/pl/", "/a-z/", "/pl/topics/", "/terms/fine-tuning/", "/pl/terms/fine-tuning/"]
KINDS += ["/terms/transformer/", "/pl/terms/lora/"]  # with formulas wider than a phone


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_kind_of_page_is_accessible_and_fits_the_screen(
    opened: Opener, path: str, scheme: str, size: dict[str, object]
) -> None:
    page = opened(path, color_scheme=scheme, **size)
    found = Axe().run(page).response["violations"]
    assert not found, "\n".join(
        f"{v['id']}: {v['help']}: {[n['html'][:200] for n in v['nodes']][:4]}" for v in found
    )
    assert sideways(page) <= 0


@pytest.mark.parametrize("home", ["/", "/pl/"])
def test_one_screen_of_the_first_page_has_a_search_three_paths_numbers_and_topics(
    opened: Opener, home: str
) -> None:
    page = opened(home)
    for part in ("h1", ".g-hero__lead", ".g-seek", ".g-hero__graph"):
        box = page.locator(part).bounding_box()
        assert box and box["y"] + box["height"] <= DESKTOP["viewport"]["height"], part
    for part, count in ((".g-ways a", 3), (".g-figures dd", 4), (".g-chips a", 9)):
        bottoms = page.locator(part).evaluate_all(
            "found => found.map(e => e.getBoundingClientRect().bottom)"
        )
        assert len(bottoms) == count and max(bottoms) <= DESKTOP["viewport"]["height"]
    page.locator(".g-seek").click()
    expect(page.get_by_role("combobox")).to_be_focused()
    page.locator(".g-ways a").nth(1).click()
    page.wait_for_url("**/path/fine-tuning/")


def test_the_search_of_the_first_page_opens_on_a_phone_and_is_not_promised_without_scripting(
    opened: Opener,
) -> None:
    page = opened("/pl/", **PHONE)
    page.locator(".g-seek").tap()
    expect(page.get_by_role("combobox")).to_be_focused()
    page = opened("/pl/", java_script_enabled=False)
    expect(page.locator(".g-seek")).to_be_hidden()


def test_a_link_of_the_diagram_opens_the_neighbour_in_the_same_language(opened: Opener) -> None:
    page = opened("/pl/terms/fine-tuning/")
    page.locator(".g-svg a", has_text="LoRA").click()
    page.wait_for_url("**/pl/terms/lora/")
    expect(page.locator("h1")).to_contain_text("LoRA")


def test_a_keyboard_reaches_the_diagram_and_sees_where_it_is(opened: Opener) -> None:
    page = opened("/terms/fine-tuning/")
    first = page.locator(".g-svg a").first
    before = first.locator("rect").evaluate("e => getComputedStyle(e).strokeWidth")
    page.locator("#graph").evaluate("e => { e.tabIndex = -1; e.focus(); }")
    while not page.evaluate("document.activeElement.matches('.g-svg a')"):
        page.keyboard.press("Tab")
    after = first.locator("rect").evaluate("e => getComputedStyle(e).strokeWidth")
    assert (before, after) == ("2px", "4px")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "fine-tuning" not in url)


def test_labels_stay_inside_their_boxes_in_the_font_that_is_shipped(opened: Opener) -> None:
    for path in ("/terms/fine-tuning/", "/pl/terms/rlhf/", "/pl/terms/large-language-model/"):
        page = opened(path)
        assert page.evaluate("document.fonts.check('15px Figtree')")
        outside = page.evaluate(
            """[...document.querySelectorAll('.g-node')].filter(node => {
                 const box = node.querySelector('rect').getBBox();
                 const text = node.querySelector('text').getBBox();
                 return text.x < box.x + 6 || text.x + text.width > box.x + box.width - 6
                   || text.y < box.y || text.y + text.height > box.y + box.height;
               }).map(node => node.textContent)"""
        )
        assert outside == [], path


def test_on_a_phone_the_labels_of_a_diagram_are_large_enough_to_read(opened: Opener) -> None:
    page = opened("/terms/fine-tuning/", **PHONE)
    scale = page.locator(".g-svg").evaluate(
        "e => e.getBoundingClientRect().width / e.viewBox.baseVal.width"
    )
    assert 15 * scale >= 11


def test_the_quiz_answers_at_once(opened: Opener) -> None:
    page = opened("/terms/fine-tuning/")
    question = page.locator(".g-question").first
    labels = question.locator(".g-answer")
    right = question.locator(".g-answers li").evaluate_all(
        "found => found.findIndex(li => li.dataset.correct === 'yes')"
    )
    wrong = 0 if right else 1
    labels.nth(wrong).click()
    said = question.locator("[role=status]")
    expect(said).to_contain_text("Wrong.")
    expect(labels.nth(wrong)).to_have_attribute("data-state", "wrong")
    labels.nth(right).click()
    expect(said).to_contain_text("Right.")
    expect(labels.nth(wrong)).not_to_have_attribute("data-state", "wrong")


def test_the_quiz_works_with_the_keyboard_alone(opened: Opener) -> None:
    page = opened("/pl/terms/fine-tuning/")
    question = page.locator(".g-question").first
    question.locator("input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(question.locator("input").nth(1)).to_be_checked()
    expect(question.locator("[role=status]")).to_contain_text(re.compile("Dobrze|Źle"))


def test_without_scripting_every_part_of_the_page_is_there(opened: Opener) -> None:
    page = opened("/terms/fine-tuning/", java_script_enabled=False)
    expect(page.locator(".g-svg a")).to_have_count(6)
    expect(page.locator(".g-plot")).to_be_visible()
    answers = page.locator(".g-answers").first
    answers.locator("summary").click()
    expect(answers.locator("li").first).to_be_visible()
    source = page.locator(".g-run .g-source")
    source.locator("summary").click()
    expect(source.locator("pre")).to_contain_text("def measure(")


def test_the_language_switch_lands_on_the_same_term_and_back(opened: Opener) -> None:
    page = opened("/terms/rlhf/")
    page.locator(".g-languages a").click()
    page.wait_for_url("**/pl/terms/rlhf/")
    assert page.locator("html").get_attribute("lang") == "pl"
    page.locator(".g-languages a").click()
    page.wait_for_url(lambda url: url.endswith("/terms/rlhf/") and "/pl/" not in url)


def test_the_colours_can_be_switched_and_stay(opened: Opener) -> None:
    page = opened("/terms/lora/", color_scheme="light")
    scheme = "document.body.dataset.mdColorScheme"
    assert page.evaluate(scheme) == "default"
    for _ in range(2):  # system → light → dark
        page.locator("[data-md-component=palette] label:not([hidden])").click()
    assert page.evaluate(scheme) == "slate"
    again(page)
    assert page.evaluate(scheme) == "slate"


def test_reading_leads_from_home_through_a_topic_to_a_term_and_on(opened: Opener) -> None:
    page = opened("/")
    page.locator(".g-button--main").click()
    page.wait_for_url("**/terms/machine-learning/")
    page.locator("a[rel=next]").click()
    page.wait_for_url(lambda url: "machine-learning" not in url)
    page.locator(".g-meta a[href*=topics]").click()
    page.wait_for_url("**/topics/*/")
    expect(page.locator(".g-numbered li").first).to_be_visible()


def test_where_merman_is_missing_the_browser_draws_the_diagram_with_its_links(
    browser: Browser, tmp_path: Path
) -> None:
    bread = shutil.copytree(Path(__file__).parents[1] / "fixtures" / "bread", tmp_path / "bread")
    config = bread / "mkdocs.yml"
    plugin = "  - mermaid2: {javascript: assets/javascripts/mermaid.min.js}\n"
    config.write_text(config.read_text("utf-8") + plugin, "utf-8")
    sites.build(config, tmp_path / "site", merman=False)
    with sites.served(tmp_path / "site") as url:
        opener = Opener(browser, url)
        page = opener("/terms/gluten/")
        page.locator("svg a", has_text="Flour").click()
        page.wait_for_url("**/terms/flour/")
        opener.close()
    assert opener.wrong == []


def test_a_topic_s_map_is_never_shrunk_and_begins_where_a_term_of_the_topic_is_seen(
    opened: Opener,
) -> None:
    for path in ("/topics/rl-and-alignment/", "/pl/topics/rl-and-alignment/"):
        page = opened(path, **PHONE)
        scale, beyond = page.locator(".g-svg--map").evaluate(
            """svg => {
                 const seen = svg.closest('.g-scroll').getBoundingClientRect();
                 const own = svg.querySelector('.g-node--inside').getBoundingClientRect();
                 return [svg.getBoundingClientRect().width / svg.viewBox.baseVal.width,
                         Math.max(seen.left - own.left, own.right - seen.right)];
               }"""
        )
        assert scale == pytest.approx(1, abs=0.01)
        assert beyond <= 0
