from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support import sites
from tests.support.browser import DESKTOP, PHONE, Opener, again, go, sideways

pytestmark = pytest.mark.browser

BREAD = Path(__file__).parents[1] / "fixtures" / "bread" / "mkdocs.yml"
KEY = "glossary:/"
# For our key alone: the theme fails by itself where storage throws.
REFUSING = """for (const name of %s) {
  const usual = Storage.prototype[name];
  Storage.prototype[name] = function (key, ...rest) {
    if (key.startsWith("glossary:")) throw new DOMException("no", "%s");
    return usual.call(this, key, ...rest);
  };
}"""
PRIVATE = REFUSING % ('["getItem", "setItem"]', "SecurityError")
FULL = REFUSING % ('["setItem"]', "QuotaExceededError")


def stored(page: Page, key: str = KEY) -> dict[str, object]:
    text = page.evaluate("key => localStorage.getItem(key)", key)
    return json.loads(text) if text else {}


def store(page: Page, value: object) -> None:
    text = value if isinstance(value, str) else json.dumps(value)
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])


def asides(page: Page) -> list[str]:
    """The texts that were put aside."""
    return page.evaluate(
        """key => Object.keys(localStorage).filter(k => k.startsWith(`${key}:aside:`))
             .map(k => JSON.parse(localStorage.getItem(k)).text)""",
        KEY,
    )


def answer(question: Locator, *, right: bool) -> Locator:
    """The option that is right, or the first that is wrong."""
    wanted = "yes" if right else "no"
    number = question.locator(".g-answers li").evaluate_all(
        "(found, wanted) => found.findIndex(li => li.dataset.correct === wanted)", wanted
    )
    return question.locator(".g-answer").nth(number)


def options(page: Page) -> list[str]:
    return page.locator(".g-answer").all_inner_texts()


def test_a_learned_term_is_marked_in_lists_diagrams_and_cards_of_both_languages(
    opened: Opener,
) -> None:
    page = opened("/terms/lora/")
    button = page.get_by_role("button", name="Mark as learned")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button.locator("span").last).to_be_visible()
    expect(page.locator(".g-node--main .g-check")).to_have_count(1)

    go(page, f"{opened.address}/terms/fine-tuning/")
    link = page.locator(".g-group a", has_text="LoRA").first
    expect(link).to_have_text("LoRA (learned)")
    assert link.evaluate("a => getComputedStyle(a, '::after').backgroundImage").startswith("url")
    expect(page.locator(".g-svg").get_by_role("link", name="LoRA (learned)")).to_have_count(1)
    expect(page.locator(".g-svg .g-check")).to_have_count(1)
    expect(page.locator(".g-svg").get_by_role("link", name="RLHF", exact=True)).to_have_count(1)
    for path in ("/map/", "/demos/", "/topics/parameter-efficient-fine-tuning/", "/path/lora/"):
        go(page, opened.address + path)
        marked = page.locator("main a[data-learned], main .g-node--learned")
        expect(marked.first).to_be_attached()

    go(page, f"{opened.address}/pl/terms/fine-tuning/")
    name = re.compile(r"LoRA.* \(opanowane\)")
    expect(page.locator(".g-svg").get_by_role("link", name=name)).to_have_count(1)
    go(page, f"{opened.address}/pl/a-z/")
    expect(page.locator(".g-progress")).to_have_text("Opanowane: 1 z 14")
    expect(page.locator(".g-entries a[data-learned]")).to_have_text(name)
    go(page, f"{opened.address}/")
    expect(page.locator(".g-progress")).to_have_text("1 of 14 learned")
    expect(page.locator(".g-svg").get_by_role("link", name="LoRA (learned)")).to_have_count(1)

    go(page, f"{opened.address}/pl/terms/lora/")
    button = page.get_by_role("button", name="Oznacz jako opanowane")
    button.press("Space")
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".g-check")).to_have_count(0)
    assert stored(page)["learned"] == {}


def test_marking_moves_nothing_on_the_page(opened: Opener) -> None:
    places = (
        "[...document.querySelectorAll('h2, h3, p, li')].map(e => e.getBoundingClientRect().top)"
    )
    for path in ("/terms/fine-tuning/", "/", "/a-z/"):
        page = opened(path)
        before = page.evaluate(places)
        slugs = ["lora", "rlhf", "inference", "large-language-model", "fine-tuning"]
        store(
            page, {"version": 1, "learned": dict.fromkeys(slugs, True), "quiz": {}, "switches": {}}
        )
        again(page)
        expect(page.locator("main [data-learned], .g-node--learned").first).to_be_attached()
        after = page.evaluate(places)
        assert before == after, path


def test_two_tabs_keep_in_step_and_never_undo_each_other(opened: Opener) -> None:
    english = opened("/terms/lora/")
    polish = opened.tab(english.context, "/pl/terms/lora/")
    other = opened.tab(english.context, "/pl/terms/rlhf/")
    english.locator(".g-learn").click()
    expect(polish.locator(".g-learn")).to_have_attribute("aria-pressed", "true")
    other.locator(".g-learn").click()
    answer(english.locator(".g-question").first, right=True).click()
    expect(polish.locator(".g-question").first.locator("[role=status]")).to_contain_text("Dobrze.")
    assert stored(polish)["learned"] == {"lora": True, "rlhf": True}


@pytest.mark.parametrize("text", ["{broken", "[]", "null", '{"version": "x"}', '"text"'])
def test_corrupt_data_is_put_aside_reported_once_and_breaks_nothing(
    opened: Opener, text: str
) -> None:
    page = opened("/terms/lora/")
    store(page, text)
    again(page)
    message = page.locator(".g-toast")
    expect(message).to_contain_text("could not be read in full")
    assert asides(page) == [text]
    page.locator(".g-learn").click()
    assert stored(page)["learned"] == {"lora": True}
    again(page)
    expect(message).to_contain_text("could not be read")  # until somebody has seen it
    message.get_by_role("button", name="Dismiss").click()
    expect(message).to_be_empty()
    again(page)
    expect(message).to_be_empty()
    assert asides(page) == [text]


def test_sound_parts_of_damaged_data_are_kept_and_the_settings_page_gives_the_rest_back(
    opened: Opener,
) -> None:
    page = opened("/pl/terms/lora/")
    damaged = {
        "version": 1,
        "learned": {"lora": True, "rlhf": "yes", "constructor": True},
        "quiz": {"lora": {"seed": -1}},
        "switches": {"previews": False},
    }
    store(page, damaged)
    again(page)
    assert stored(page) == {
        "version": 1,
        "learned": {"lora": True, "constructor": True},
        "quiz": {},
        "switches": {"previews": False},
    }
    page.locator(".g-toast").get_by_role("link", name="Ustawienia").click()
    page.wait_for_url("**/pl/settings/")
    with page.expect_download() as download:
        page.get_by_role("button", name="Zapisz jako plik").click()
    assert json.loads(Path(download.value.path()).read_text("utf-8")) == damaged
    page.get_by_role("button", name="Usuń", exact=True).click()
    expect(page.get_by_role("heading", name="Odłożone na bok")).to_be_hidden()
    assert asides(page) == []


def test_data_of_a_newer_version_is_put_aside(opened: Opener) -> None:
    page = opened("/pl/")
    store(page, {"version": 2, "known": ["lora"]})
    again(page)
    expect(page.locator(".g-toast")).to_contain_text("z nowszej wersji")
    assert [json.loads(text) for text in asides(page)] == [{"version": 2, "known": ["lora"]}]


def test_data_of_an_older_version_is_brought_up_to_date_without_a_word(opened: Opener) -> None:
    page = opened("/terms/lora/")
    store(page, {"version": 0, "learned": ["lora", "rlhf"]})
    again(page)
    expect(page.locator(".g-learn")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".g-toast")).to_be_empty()
    assert stored(page) == {
        "version": 1,
        "learned": {"lora": True, "rlhf": True},
        "quiz": {},
        "switches": {},
    }
    assert asides(page) == []


@pytest.mark.parametrize(
    ("obstacle", "said"),
    [(PRIVATE, "does not let this site store"), (FULL, "no room left")],
    ids=["forbidden", "full"],
)
def test_where_nothing_can_be_stored_the_page_works_and_says_so(
    opened: Opener, obstacle: str, said: str
) -> None:
    page = opened("/terms/lora/")
    page.add_init_script(obstacle)
    again(page)
    expect(page.locator(".g-toast")).to_be_empty()
    page.locator(".g-learn").click()
    expect(page.locator(".g-learn")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".g-toast")).to_contain_text(said)
    question = page.locator(".g-question").first
    answer(question, right=True).click()
    expect(question.locator("[role=status]")).to_contain_text("Right.")
    expect(page.locator(".g-learn")).to_have_attribute("aria-pressed", "true")


def test_an_exported_file_brings_everything_back_into_another_browser(
    opened: Opener, tmp_path: Path
) -> None:
    page = opened("/terms/lora/")
    page.locator(".g-learn").click()
    answer(page.locator(".g-question").first, right=False).click()
    before = stored(page)
    go(page, f"{opened.address}/settings/")
    expect(page.locator("[data-part=learned]")).to_have_text("1 term")
    expect(page.locator("[data-part=missed]")).to_have_text("1 question left to review")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export to a file").click()
    file = tmp_path / "progress.json"
    download.value.save_as(file)

    other = opened("/pl/settings/")
    other.get_by_role("button", name="Importuj").click()
    expect(other.locator("[data-part=imported]")).to_have_text("Najpierw wybierz plik.")
    other.get_by_label("Plik", exact=True).set_input_files(file)
    other.get_by_role("button", name="Importuj").click()
    expect(other.locator("[data-part=imported]")).to_contain_text(
        "Zaimportowano plik progress.json"
    )
    assert stored(other) == before


def test_an_import_adds_or_replaces_and_a_bad_file_changes_nothing(
    opened: Opener, tmp_path: Path
) -> None:
    page = opened("/terms/rlhf/")
    page.locator(".g-learn").click()
    go(page, f"{opened.address}/settings/")

    def take(content: str, how: str) -> None:
        file = tmp_path / "some.json"
        file.write_text(content, "utf-8")
        page.get_by_label("File", exact=True).set_input_files(file)
        page.get_by_label(how).check()
        page.get_by_role("button", name="Import", exact=True).click()

    result = page.locator("[data-part=imported]")
    for bad, said in (("{", "damaged"), ('{"version": 9}', "newer"), ("[1]", "damaged")):
        take(bad, "Replace it")
        expect(result).to_contain_text(said)
        assert stored(page)["learned"] == {"rlhf": True}
    take('{"learned": ["lora"]}', "Keep it")
    expect(result).to_contain_text("has been imported")
    assert stored(page)["learned"] == {"lora": True, "rlhf": True}
    take('{"learned": ["inference"]}', "Replace it")
    expect(page.locator("[data-part=learned]")).to_have_text("1 term")
    assert stored(page)["learned"] == {"inference": True}


def test_one_switch_erases_everything_after_asking(opened: Opener) -> None:
    page = opened("/terms/lora/")
    store(page, "{broken")
    again(page)
    page.locator(".g-learn").click()
    go(page, f"{opened.address}/settings/")
    page.get_by_role("button", name="Erase everything").click()
    dialog = page.get_by_role("dialog", name="Erase everything this site has stored?")
    expect(dialog.get_by_role("button", name="Keep it")).to_be_focused()
    page.keyboard.press("Escape")
    assert stored(page)["learned"] == {"lora": True}
    page.get_by_role("button", name="Erase everything").click()
    # At once: a reader who leaves the page with the next key has erased it all the same.
    kept = dialog.get_by_role("button", name="Erase everything").evaluate("""(button) => {
      button.click();
      return Object.keys(localStorage).filter((key) => key.startsWith("glossary"));
    }""")
    assert kept == []
    expect(page.locator("[data-part=erased]")).to_have_text("Everything has been erased.")
    expect(page.locator("[data-part=learned]")).to_have_text("0 terms")


def test_a_switch_is_remembered(opened: Opener) -> None:
    page = opened("/settings/")
    switch = page.get_by_role("switch", name="Previews of definitions")
    expect(switch).to_be_checked()
    switch.press("Space")
    assert stored(page)["switches"] == {"previews": False}
    go(page, f"{opened.address}/pl/settings/")
    expect(page.get_by_role("switch")).not_to_be_checked()


def test_the_options_are_shuffled_and_the_order_is_stable_until_a_new_try(opened: Opener) -> None:
    page = opened("/terms/fine-tuning/")
    first = options(page)
    written = page.locator(".g-answer input").evaluate_all("found => found.map(i => i.value)")
    assert written != sorted(written), "nothing was shuffled"
    again(page)
    assert options(page) == first
    answer(page.locator(".g-question").first, right=True).click()
    again(page)
    assert options(page) == first
    expect(page.locator(".g-question").first.locator("input:checked")).to_have_count(1)
    page.get_by_role("button", name="Try again").click()
    anew = options(page)
    assert anew != first and sorted(anew) == sorted(first)
    expect(page.locator(".g-quiz input:checked")).to_have_count(0)
    expect(page.locator(".g-quiz input").first).to_be_focused()
    again(page)
    assert options(page) == anew
    places = page.locator(".g-answer input").evaluate_all("found => found.map(i => i.value)")
    go(page, f"{opened.address}/pl/terms/fine-tuning/")
    polish = page.locator(".g-answer input").evaluate_all("found => found.map(i => i.value)")
    assert polish == places


def test_the_first_answers_make_the_score_which_is_remembered(opened: Opener) -> None:
    page = opened("/terms/fine-tuning/")
    questions = page.locator(".g-question")
    number = questions.count()
    score = page.locator(".g-score")
    expect(score).to_be_empty()
    answer(questions.first, right=False).click()
    expect(score).to_have_text(f"1 of {number} answered")
    answer(questions.first, right=True).click()  # too late for the score
    expect(questions.first.locator("[role=status]")).to_contain_text("Right.")
    for at in range(1, number):
        answer(questions.nth(at), right=True).click()
    expect(score).to_have_text(f"{number - 1} of {number} right at the first try")
    go(page, f"{opened.address}/pl/terms/fine-tuning/")
    expect(score).to_have_text(f"Dobrze za pierwszym razem: {number - 1} z {number}")
    expect(questions.first.locator("[role=status]")).to_contain_text("Źle.")
    page.get_by_role("button", name="Spróbuj jeszcze raz").click()
    expect(score).to_contain_text(f"Poprzednio dobrze za pierwszym razem: {number - 1} z {number}")


def test_the_explanation_of_the_choice_comes_first_and_all_others_are_there(
    opened: Opener,
) -> None:
    page = opened("/terms/lora/")
    question = page.locator(".g-question").first
    wrong = answer(question, right=False)
    chosen = wrong.inner_text().strip()
    wrong.click()
    reasons = question.locator(".g-answers li")
    own = reasons.filter(has_text=chosen).locator(".g-why").text_content()
    expect(question.locator("[role=status]")).to_have_text(f"Wrong. {own}")
    question.locator("summary").click()
    assert reasons.count() == question.locator(".g-answer").count()
    for at in range(reasons.count()):
        expect(reasons.nth(at).locator(".g-why")).to_be_visible()


def test_arrow_keys_only_propose_an_answer_and_enter_gives_it(opened: Opener) -> None:
    page = opened("/terms/lora/")
    question = page.locator(".g-question").first
    said = question.locator("[role=status]")
    question.locator("input").first.focus()
    page.keyboard.press("ArrowDown")
    expect(said).to_have_text("Press Enter to check this answer.")
    assert stored(page) == {}
    page.keyboard.press("ArrowDown")
    expect(question.locator("input").nth(2)).to_be_checked()
    page.keyboard.press("Enter")
    expect(said).to_contain_text(re.compile(r"^(Right|Wrong)\."))
    value = question.locator("input").nth(2).get_attribute("value")
    record = stored(page)["quiz"]["lora"]  # type: ignore[index]
    assert list(record["answers"].values()) == [int(value or 0)]
    page.keyboard.press("Tab")
    expect(question.locator("summary")).to_be_focused()
    page.keyboard.press("Enter")
    expect(question.locator(".g-answers li").first).to_be_visible()


@pytest.mark.parametrize("prefix", ["", "/pl"])
def test_what_was_missed_waits_for_review_and_leaves_when_it_is_right(
    opened: Opener, prefix: str
) -> None:
    page = opened(f"{prefix}/terms/lora/")
    answer(page.locator(".g-question").first, right=False).click()
    go(page, f"{opened.address}{prefix}/terms/rlhf/")
    for at in range(2):
        answer(page.locator(".g-question").nth(at), right=False).click()
    page.locator(".g-review-link").click()
    page.wait_for_url(f"**{prefix}/review/")
    status = page.locator(".g-review__status")
    left = "questions left to review" if not prefix else "pytania do powtórki"
    expect(status).to_have_text(f"3 {left}")
    links = page.locator(".g-review h2 a")
    expect(links).to_have_count(2)
    questions = page.locator(".g-question")
    answer(questions.first, right=True).click()
    expect(status).to_have_text(f"2 {left}")
    expect(questions.first.locator("[role=status]")).to_contain_text(
        "Dobrze." if prefix else "Right."
    )
    answer(questions.nth(1), right=False).click()
    expect(status).to_have_text(f"2 {left}")
    page.get_by_role("button", name="Spróbuj" if prefix else "Try again").click()
    expect(questions).to_have_count(2)
    expect(page.locator(".g-review input").first).to_be_focused()
    for at in range(2):
        answer(questions.nth(at), right=True).click()
    expect(status).to_have_text(
        "Gotowe. Nie ma już nic do powtórzenia."
        if prefix
        else "All done. Nothing is left to review."
    )
    links.first.click()
    page.wait_for_url(f"**{prefix}/terms/*/#quiz")
    expect(page.locator(".g-review-link")).to_be_hidden()


def test_a_review_forgets_questions_and_terms_that_are_gone(opened: Opener) -> None:
    page = opened("/review/")
    expect(page.locator(".g-review__status")).to_contain_text("Nothing to review.")
    record = {"seed": 1, "answers": {}, "score": 0, "of": 0, "wrong": ["00000000"]}
    quiz = {"lora": record, "a-term-of-old": record}
    store(page, {"version": 1, "learned": {}, "quiz": quiz, "switches": {}})
    gone = f"404 {opened.address}/review/a-term-of-old.json"
    again(page)
    expect(page.locator(".g-review__status")).to_contain_text("Nothing to review.")
    assert all(not kept["wrong"] for kept in stored(page)["quiz"].values())  # type: ignore[attr-defined]
    opened.wrong = [w for w in opened.wrong if w != gone and "404 (File not found)" not in w]


def test_without_scripting_nothing_promises_what_it_cannot_keep(opened: Opener) -> None:
    page = opened("/terms/lora/", java_script_enabled=False)
    expect(page.locator(".g-learn")).to_be_hidden()
    expect(page.locator(".g-outcome")).to_be_hidden()
    for path, words in (
        ("/review/", "known only to your browser"),
        ("/pl/review/", "tylko Twoja przeglądarka"),
        ("/settings/", "needs scripting, which"),
        ("/pl/settings/", "wymaga włączonych skryptów"),
    ):
        go(page, opened.address + path)
        expect(page.locator("main")).to_contain_text(words)
        expect(page.locator("main .g-notice")).to_be_visible()
        expect(page.locator("main button").locator("visible=true")).to_have_count(0)


def test_two_glossaries_of_one_host_keep_their_progress_apart(
    browser: Browser, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        sites.build(BREAD, tmp_path / name)
    with sites.served(tmp_path) as url:
        opener = Opener(browser, url)
        page = opener("/one/terms/gluten/")
        page.locator(".g-learn").click()
        page.goto(f"{url}/one/pl/terms/flour/")
        expect(page.locator(".g-group a[data-learned]").first).to_contain_text("Gluten")
        page.goto(f"{url}/two/terms/gluten/")
        expect(page.locator(".g-learn")).to_have_attribute("aria-pressed", "false")
        opener.close()
    assert opener.wrong == []


def test_in_a_folder_opened_without_a_server_the_pages_are_complete_and_say_what_is_missing(
    browser: Browser, tmp_path: Path
) -> None:
    bread = shutil.copytree(BREAD.parent, tmp_path / "bread") / "mkdocs.yml"
    bread.write_text("use_directory_urls: false\n" + bread.read_text("utf-8"), "utf-8")
    sites.build(bread, tmp_path / "site")
    page = browser.new_page()
    page.goto((tmp_path / "site" / "terms" / "gluten.html").as_uri())
    expect(page.locator(".g-learn")).to_be_hidden()
    page.locator(".g-answers summary").first.click()
    expect(page.locator(".g-answers li").first).to_be_visible()
    page.goto((tmp_path / "site" / "pl" / "review.html").as_uri())
    expect(page.locator(".g-unscripted")).to_be_visible()  # after two seconds
    page.close()


@pytest.mark.parametrize(
    ("prefix", "scheme", "size"),
    [
        ("", "light", DESKTOP),
        ("", "dark", PHONE),
        ("/pl", "dark", DESKTOP),
        ("/pl", "light", PHONE),
    ],
    ids=["english light", "english dark phone", "polish dark", "polish light phone"],
)
def test_what_a_reader_fills_is_accessible_and_fits_the_screen(
    opened: Opener, prefix: str, scheme: str, size: dict[str, object]
) -> None:
    page = opened(f"{prefix}/terms/lora/", color_scheme=scheme, **size)
    page.locator(".g-learn").click()
    questions = page.locator(".g-question")
    for at in range(questions.count()):
        answer(questions.nth(at), right=at == 0).click()
    healthy(page, "main .g-learn-line", "main .g-diagram", "main .g-neighbours", "main .g-quiz")
    text = json.dumps(stored(page)).replace('"version": 1', '"version": 1, "x": ')
    go(page, f"{opened.address}{prefix}/review/")
    answer(questions.first, right=False).click()
    healthy(page)
    store(page, text)
    go(page, f"{opened.address}{prefix}/settings/")
    expect(page.locator(".g-toast")).not_to_be_empty()
    healthy(page)
    page.locator("[data-part=erase]").click()
    healthy(page)
    for path in ("/", "/a-z/", "/topics/"):
        go(page, f"{opened.address}{prefix}{path}")
        healthy(page)


def healthy(page: Page, *parts: str) -> None:
    """axe finds nothing in the parts, or on the whole page, which does not scroll sideways."""
    context = {"include": [[part] for part in parts]} if parts else None
    found = Axe().run(page, context=context).response["violations"]
    assert not found, "\n".join(
        f"{v['id']}: {v['help']}: {[n['html'][:200] for n in v['nodes']][:4]}" for v in found
    )
    assert sideways(page) <= 0
