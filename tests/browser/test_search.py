"""Search, the A–Z filter, topics and demos as readers use them, in both languages."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.support.browser import DESKTOP, PHONE, Opener, again, go, sideways

pytestmark = pytest.mark.browser


def ask(page: Page, words: str) -> list[str]:
    """Types into the search box and returns what the results are called."""
    page.keyboard.press("/")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    box.fill("")
    page.keyboard.type(words)
    expect(page.locator(".g-search__said")).not_to_be_empty()
    page.wait_for_timeout(400)
    return page.locator(".g-search__hit strong").all_text_contents()


@pytest.mark.parametrize(
    ("home", "words", "term"),
    [
        ("/", "fine-tuning", "Fine-tuning"),
        ("/", "fine tuning", "Fine-tuning"),
        ("/", "finetuning", "Fine-tuning"),
        ("/", "LLM", "Large language model"),
        ("/", "low-rank adaptation", "LoRA"),
        ("/", "front running", "Front-running"),
        ("/", "rlhf", "RLHF"),
        ("/pl/", "dostrajac", "Dostrajanie"),
        ("/pl/", "dostrajać", "Dostrajanie"),
        ("/pl/", "dostrajanych", "Dostrajanie"),
        ("/pl/", "dostrajania", "Dostrajanie"),
        ("/pl/", "fine tuning", "Dostrajanie"),
        ("/pl/", "finetuning", "Dostrajanie"),
        ("/pl/", "LLM", "Duży model językowy"),
        ("/pl/", "modeli jezykowych", "Model językowy"),
        ("/pl/", "wnioskowanie", "Wnioskowanie"),
    ],
)
def test_a_term_is_found_first_by_its_names_however_they_are_typed(
    opened: Opener, home: str, words: str, term: str
) -> None:
    page = opened(home)
    found = ask(page, words)
    assert found
    assert found[0].startswith(term), found
    links = page.locator(".g-search__hit").evaluate_all("all => all.map(a => a.pathname)")
    assert all(link.startswith("/pl/") == (home == "/pl/") for link in links)


def test_a_word_of_the_text_is_found_too(opened: Opener) -> None:
    assert "LoRA" in ask(opened("/"), "frozen weights")


@pytest.mark.parametrize(
    "words", ["przeglądy", "przeglady", "świetnie", "swietnie", "popołudnie", "popoludnie"]
)
def test_a_word_of_the_text_is_found_with_marks_and_without(opened: Opener, words: str) -> None:
    """Pagefind folds ą and ś itself; a word with ł is indexed folded as well."""
    assert "Dostrajanie (fine-tuning)" in ask(opened("/pl/"), words)


def test_nothing_of_the_search_is_loaded_before_the_box_has_the_focus(opened: Opener) -> None:
    page = opened("/terms/lora/")
    loaded = "performance.getEntriesByType('resource').map(e => e.name).join(' ')"
    assert "pagefind" not in page.evaluate(loaded)
    assert "/search/results.js" not in page.evaluate(loaded)
    page.get_by_role("combobox").focus()
    page.wait_for_function(f"({loaded}).includes('/search/results.js')")
    page.wait_for_function(f"({loaded}).includes('pagefind.js')")


def test_search_is_used_with_the_keyboard_alone(opened: Opener) -> None:
    page = opened("/pl/terms/lora/")
    ask(page, "model")
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".g-search__said")).to_contain_text("wynik")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = page.locator("[role=option]").nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == second.get_attribute("id")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator(".g-search__panel")).to_be_hidden()
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    target = page.locator("[role=option]").first.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(str(target))


def test_a_search_without_results_says_so(opened: Opener) -> None:
    page = opened("/")
    assert ask(page, "zxqwvk") == []
    expect(page.locator(".g-search__said")).to_contain_text("zxqwvk")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_open_search_is_accessible(opened: Opener, scheme: str, size: dict[str, object]) -> None:
    page = opened("/pl/", color_scheme=scheme, **size)
    if size is PHONE:
        page.locator(".g-search__open").tap()
        expect(page.get_by_role("combobox")).to_be_focused()
    ask_box = page.get_by_role("combobox")
    ask_box.fill("model")
    expect(page.locator(".g-search__hit").first).to_be_visible()
    assert violations(page) == []
    assert sideways(page) <= 0


@pytest.mark.parametrize(
    "path", ["/a-z/", "/pl/topics/", "/topics/foundations/", "/pl/demos/", "/demos/"]
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_pages_that_list_are_accessible_and_fit_the_screen(
    opened: Opener, path: str, scheme: str, size: dict[str, object]
) -> None:
    page = opened(path, color_scheme=scheme, **size)
    assert violations(page) == []
    assert sideways(page) <= 0


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {[n['html'][:200] for n in v['nodes']][:4]}" for v in found]


def shown(page: Page) -> list[str]:
    return page.locator(".g-entries li:not([hidden]) > a strong").all_text_contents()


@pytest.mark.parametrize(
    ("path", "words", "expected"),
    [
        ("/a-z/", "finetun", "Fine-tuning"),
        ("/a-z/", "LLM", "Large language model"),
        ("/pl/a-z/", "dostrajac", "Dostrajanie (fine-tuning)"),
    ],
)
def test_the_list_is_filtered_while_typing_and_the_address_remembers(
    opened: Opener, path: str, words: str, expected: str
) -> None:
    page = opened(path)
    total = len(shown(page))
    page.locator(".g-filter input").focus()
    page.keyboard.type(words)
    assert expected in shown(page)
    assert len(shown(page)) < total
    expect(page.locator(".g-filter [role=status]")).to_contain_text(str(len(shown(page))))
    assert f"?q={words}" in page.url
    again(page)
    assert expected in shown(page)
    assert len(shown(page)) < total
    # At once: who goes on to another field is not called back.
    focused = "(clear) => { clear.click(); return document.activeElement.name; }"
    assert page.locator(".g-filter__clear").evaluate(focused) == "q"
    expect(page.locator(".g-entries li:not([hidden])")).to_have_count(total)
    assert "?" not in page.url


def test_the_list_is_filtered_by_topic_level_and_what_is_learned(opened: Opener) -> None:
    page = opened("/a-z/?topic=rl-and-alignment")
    assert set(shown(page)) == {"Reinforcement learning", "Reward model", "RLHF"}
    page.locator("[name=level]").select_option("1")
    assert shown(page) == ["Reinforcement learning"]
    page.locator("[name=learned]").select_option("yes")
    assert shown(page) == []
    expect(page.locator(".g-filter__none")).to_be_visible()
    go(page, page.url.split("/a-z/")[0] + "/terms/lora/")
    page.locator(".g-learn").click()
    go(page, page.url.split("/terms/")[0] + "/a-z/?learned=yes")
    expect(page.locator(".g-entries li:not([hidden])")).to_have_count(1)


def test_demos_sort_by_every_head_with_the_keyboard_and_say_so(opened: Opener) -> None:
    page = opened("/pl/demos/")
    times = "[...document.querySelectorAll('.g-demos__time')].map(e => Number(e.dataset.value))"
    head = page.locator("th", has=page.get_by_role("button", name="Czas przebiegu"))
    head.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    assert page.evaluate(times) == sorted(page.evaluate(times))
    page.keyboard.press("Space")
    expect(head).to_have_attribute("aria-sort", "descending")
    assert page.evaluate(times) == sorted(page.evaluate(times), reverse=True)
    expect(page.locator("[aria-sort]")).to_have_count(1)
    expect(page.locator("[data-sorted]")).to_contain_text("malejąco")


def test_on_a_phone_a_demo_is_a_card_that_says_what_its_numbers_are(opened: Opener) -> None:
    page = opened("/demos/", **PHONE)
    cell = page.locator(".g-demos__time").first
    assert cell.evaluate("e => getComputedStyle(e, '::before').content") == '"Time a run"'
    expect(page.get_by_role("button", name="Time a run")).to_be_visible()


def test_a_node_of_a_topic_map_opens_the_term(opened: Opener) -> None:
    page = opened("/pl/topics/rl-and-alignment/")
    page.locator(".g-svg a", has_text="RLHF").click()
    page.wait_for_url("**/pl/terms/rlhf/")


def test_without_scripting_the_lists_are_whole_and_no_box_is_offered(opened: Opener) -> None:
    page = opened("/a-z/", java_script_enabled=False)
    expect(page.locator(".g-search")).to_be_hidden()
    expect(page.locator(".g-filter")).to_be_hidden()
    assert "LoRA" in shown(page)
    page = opened("/demos/", java_script_enabled=False)
    expect(page.locator(".g-demos tbody tr").first).to_be_visible()
    page = opened("/pl/topics/rl-and-alignment/", java_script_enabled=False)
    expect(page.locator(".g-svg--map a")).to_have_count(6)
