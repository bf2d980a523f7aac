"""What a reader can try: each page's button pressed in both languages, held against PyTorch."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from glossary import load
from tests.engine import reference_pages
from tests.support import sites
from tests.support.browser import DESKTOP, PHONE, Opener

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
WIDGETS = {slug: t for slug, t in load(ROOT / "terms").terms.items() if t.widget}
WORDS = {
    language: json.loads((ROOT / f"docs/assets/lab/words/{language}.json").read_text("utf-8"))
    for language in ("en", "pl")
}
PREFIX = {"en": "", "pl": "/pl"}
WEIGHTS = ROOT / "demos" / "results" / "weights"
FETCHED = re.compile(r"/assets/(lab|weights)/")


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """What PyTorch says to the first example of every page."""
    return reference_pages.pages()


def press(page: Page) -> None:
    page.locator(".g-try__start").click()
    expect(page.locator(".g-try__start")).to_have_count(0, timeout=30_000)


def outside(page: Page) -> list[str]:
    """What one must scroll sideways for; on a phone `innerWidth` would grow with it."""
    found: list[str] = page.evaluate(
        """[...document.querySelectorAll(".g-try *")].filter((e) => {
             const { left, right, width } = e.getBoundingClientRect();
             return width > 1 && (left < 0 || right > document.documentElement.clientWidth);
           }).map((e) => e.outerHTML.slice(0, 120))"""
    )
    return found


def number(text: str) -> float:
    """The first number of a text, as English or Polish writes it."""
    found = re.search(r"[−+]?\d+(?:[.,]\d+)?", text)
    assert found, text
    return float(found[0].replace("−", "-").replace(",", "."))


def axe(page: Page, part: str | None = None) -> list[str]:
    found = Axe().run(page, context=part).response["violations"]
    return [f"{v['id']}: {v['help']}: {[n['html'][:160] for n in v['nodes']][:3]}" for v in found]


def as_pytorch_says(page: Page, language: str, demo: str, widget: str, told: Any) -> None:
    if widget == "compare":
        ours = [
            [p.inner_text().strip() for p in column.locator(".lab-new").all()]
            for column in page.locator(".lab-columns > section").all()
        ]
        # The left column of pretraining is random weights of the browser's own making.
        assert (ours[1:] if demo == "pretraining" else ours) == told
    elif widget == "sampling":
        rows = page.locator(".lab-bars li")
        expect(rows).to_have_count(8)
        for row, (token, share) in zip(rows.all(), told["odds"], strict=True):
            text, said = row.locator(".lab-bars__token"), row.locator(".lab-bars__share")
            expect(text).to_have_text(token)
            assert abs(number(said.inner_text()) / 100 - max(share, 0.001)) <= 0.000_51
    elif widget == "attention":
        radio = page.locator(".lab-heads input:checked")
        layer, head = divmod(int(radio.get_attribute("value") or ""), 4)
        weights = told["last"][layer][head]
        said = page.locator(".lab-listens").inner_text()
        at = max(range(len(weights)), key=weights.__getitem__)
        quote = "“{}”" if language == "en" else "„{}”"
        assert quote.format(told["tokens"][at]) in said
        percent = re.findall(r"(\d+)\s?%", said)
        assert abs(int(percent[0]) / 100 - weights[at]) <= 0.0051
    elif widget == "judge":
        assert abs(number(page.locator(".lab-score strong").inner_text()) - told) <= 0.0051
    else:
        score = float(page.locator(".lab-meter").get_attribute("data-score") or "")
        assert abs(score - told) <= 0.001
        words = WORDS[language]["orders"]
        expect(page.locator(".lab-score")).to_have_text(words["yes" if told > 0 else "no"])


# Each in one language: asking takes seconds, and its words and numbers are the same everywhere.
EXAMS = {
    ("fine-tuning", "en"),
    ("lora", "pl"),
    ("large-language-model", "en"),
    ("rlhf", "pl"),
    ("reward-model", "en"),
    ("front-running", "pl"),
}


def the_exam_comes_to_the_recorded_numbers(page: Page, slug: str, language: str) -> None:
    demo, words = WIDGETS[slug].demo, WORDS[language]
    if demo == "lora":  # the exam is about what was trained, wherever the slider stands
        page.locator(".lab input[type=range]").fill("0.3")
    page.locator(".lab-exam button").click()
    rows = page.locator(".lab-exam tbody tr")
    expect(rows.first).to_be_visible(timeout=60_000)
    recorded = json.loads((ROOT / f"demos/results/{demo}.json").read_bytes())["runs"][0]
    exam = json.loads((WEIGHTS / f"{demo}.exam.json").read_bytes())
    assert recorded["seed"] == 101
    tolerance = 0.15 if exam["kind"] == "replies" else 0.01
    assert [row.get_attribute("data-measure") for row in rows.all()] == [
        arm["measure"] for arm in exam["arms"]
    ]
    for row in rows.all():
        measured = recorded["measured"][row.get_attribute("data-measure") or ""]
        told, here = (number(cell.inner_text()) / 100 for cell in row.locator("td").all())
        assert abs(told - measured) <= 0.00051
        assert abs(here - measured) <= tolerance + 0.00051, row.inner_text()
    questions = len(exam["questions"][0])
    form = "other" if language == "en" else "many"
    expect(page.locator(".lab-exam .lab-status")).to_have_text(
        " ".join(
            [
                words["exam"]["agree"],
                words["exam"]["asked"][form].replace("{n}", str(questions)),
                words["exam"]["within"][
                    "one" if tolerance == 0.01 else "many" if language == "pl" else "other"
                ].replace("{n}", str(round(100 * tolerance))),
            ]
        )
    )


def test_every_page_whose_list_has_an_exam_is_examined() -> None:
    lists = [json.loads((WEIGHTS / f"{t.demo}.json").read_bytes()) for t in WIDGETS.values()]
    with_exam = {told["demo"].replace("_", "-") for told in lists if told["exam"]}
    assert {slug for slug, _ in EXAMS} == with_exam


@pytest.mark.parametrize("language", PREFIX)
@pytest.mark.parametrize("slug", WIDGETS)
def test_nothing_loads_before_the_press_and_then_the_widget_says_what_pytorch_says(
    opened: Opener, told: dict[str, Any], slug: str, language: str
) -> None:
    """In English on a light desktop, in Polish on a dark phone."""
    phone = {**PHONE, "color_scheme": "dark"}
    context = opened.browser.new_context(**(DESKTOP if language == "en" else phone))
    opened.contexts.append(context)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = opened.tab(context, f"{PREFIX[language]}/terms/{slug}/")
    assert asked
    assert [url for url in asked if FETCHED.search(url)] == []
    press(page)
    assert any(FETCHED.search(url) for url in asked)
    term = WIDGETS[slug]
    as_pytorch_says(page, language, term.demo, term.widget, told[term.demo])
    if (slug, language) in EXAMS:
        the_exam_comes_to_the_recorded_numbers(page, slug, language)
    # Elsewhere the whole page is looked at in both sizes and colours.
    assert axe(page, None if language == "en" else ".g-try") == []
    assert outside(page) == []
    english = page.locator(".lab textarea, .lab-said, .lab-tokens, .lab-chips button[lang]").all()
    assert {each.get_attribute("lang") for each in english} <= {"en"}


def test_with_scripting_off_there_is_a_sentence_and_no_button(opened: Opener) -> None:
    page = opened("/pl/terms/lora/", java_script_enabled=False)
    expect(page.locator(".g-try__start")).to_be_hidden()
    expect(page.locator(".g-try__off")).to_have_text(
        "Ta część wymaga skryptów, a przeglądarki nie uruchamiają ich w folderze otwartym bez "
        "serwera WWW."
    )


def test_a_term_without_a_widget_offers_none(opened: Opener) -> None:
    page = opened("/terms/gradient-descent/")
    expect(page.locator(".g-try")).to_have_count(0)


def test_the_strength_of_the_adapter_decides_what_is_said(opened: Opener) -> None:
    page = opened("/terms/lora/")
    press(page)
    new = page.locator(".lab-columns .lab-new")
    expect(new.nth(1)).to_have_text("white, Elmport, dog, miller.")
    expect(page.locator(".lab > .lab-hint")).to_have_text(
        "Right would be “white, Elmport, dog, miller.” No lesson mentions this person; "
        "the facts were read in pretraining, in other words."
    )
    slider = page.get_by_label("Strength of the adapter")
    slider.focus()
    page.keyboard.press("Home")
    expect(new.nth(1)).to_have_text("four nuts.")
    expect(new.nth(0)).to_have_text("four nuts.")
    assert slider.get_attribute("aria-valuetext") == "0"
    page.keyboard.press("End")
    assert slider.get_attribute("aria-valuetext") == "2"
    expect(new.nth(1)).not_to_have_text("four nuts.")


def test_temperature_and_top_p_change_the_bars(opened: Opener) -> None:
    page = opened("/terms/inference/")
    press(page)
    shares = page.locator(".lab-bars__share")
    expect(shares.first).to_have_text("14.0%")
    page.get_by_label("Top-p").fill("0.25")
    expect(page.locator(".lab-block .lab-hint[role=status]")).to_have_text("2 tokens may be drawn.")
    expect(shares.nth(0)).to_have_text("50.3%")
    expect(shares.nth(1)).to_have_text("49.7%")
    expect(shares.nth(2)).to_have_text("cut off")
    page.get_by_label("Temperature").fill("0")
    expect(shares.nth(0)).to_have_text("100.0%")
    page.locator(".lab-bars button").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("The beginning of a text")).to_have_value(
        "It was a cold day in Riverton"
    )
    expect(page.locator(".lab-bars button").first).to_be_focused()  # in the list of what follows
    page.get_by_role("button", name="Let it write").click()
    expect(page.locator(".lab-box")).to_contain_text(". ")
    expect(page.get_by_role("button", name="Draw again")).to_be_visible()


def test_words_that_the_model_never_read_are_named_and_nothing_is_run(opened: Opener) -> None:
    page = opened("/terms/language-model/")
    press(page)
    before = page.locator(".lab-bars").inner_text()
    area = page.get_by_label("The beginning of a text")
    area.fill("karl lives in Ashfort near Tokio.")
    note = page.locator(".lab-unknown")
    expect(note).to_have_text(
        "The model has never read “karl”. Use “Karl” instead "
        "The model has never read “Ashfort”. Use “Ashford” instead "
        "The model has never read “Tokio”. "
        "It knows one small invented world; all of its words are listed below."
    )
    assert area.get_attribute("aria-invalid") == "true"
    assert page.locator(".lab-bars").inner_text() == before
    note.get_by_role("button", name="Use “Karl” instead").click()
    note.get_by_role("button", name="Use “Ashford” instead").click()
    expect(area).to_have_value("Karl lives in Ashford near Tokio.")
    area.fill("Karl lives in Ashfo")  # a word that is being typed is no mistake yet
    expect(note).to_be_hidden()
    page.locator(".lab-words summary").click()
    expect(page.locator(".lab-words p")).to_contain_text(" Ashford ")


def test_a_keyboard_goes_from_the_button_into_the_widget(opened: Opener) -> None:
    page = opened("/terms/transformer/")
    page.locator(".g-try__start").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".g-try__start")).to_have_count(0, timeout=30_000)
    assert page.evaluate("document.activeElement.className").split() == ["g-try__widget", "lab"]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    while not page.evaluate("document.activeElement.matches('.lab-heads input')"):
        page.keyboard.press("Tab")
    before = page.locator(".lab-listens").inner_text()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".lab-listens")).not_to_have_text(before)
    token = page.locator(".lab-tokens").get_by_text("Elmport", exact=True)
    token.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".lab-listens")).to_have_text(re.compile("^“Elmport” listens to “"))
    assert token.get_attribute("aria-pressed") == "true"


def test_an_exam_can_be_stopped_and_the_page_stays_awake(opened: Opener) -> None:
    page = opened("/terms/reward-model/")
    press(page)
    button = page.locator(".lab-exam button")
    button.click()
    expect(button).to_have_text("Stop the exam")
    # Were the page's own thread busy with it, these would come only after the end of the exam.
    page.evaluate(
        """async () => {
          for (let n = 0; n < 20; n++) await new Promise((done) => setTimeout(done, 10));
        }"""
    )
    expect(button).to_have_text("Stop the exam")
    assert 0 < float(page.locator(".lab-exam progress").get_attribute("value") or 0) < 1
    button.click()
    expect(page.locator(".lab-exam .lab-status")).to_have_text("The exam was stopped.")
    expect(button).to_have_text("Sit the exam")


def test_the_second_visit_takes_the_weights_from_the_cache(opened: Opener) -> None:
    page = opened("/terms/inference/")
    press(page)
    page.wait_for_load_state("networkidle")
    again = opened.tab(page.context, "/terms/language-model/")
    press(again)
    sizes = again.evaluate(
        """async () => {
          const of = (address) => performance.getEntriesByName(address).length;
          const url = new URL("../../assets/weights/inference.json", location.href);
          const { sha256 } = (await (await fetch(url)).json()).files["base.safetensors"];
          const file = new URL(`base.safetensors?${sha256.slice(0, 12)}`, url);
          const begin = performance.now();
          const kept = await fetch(file, { cache: "only-if-cached", mode: "same-origin" });
          return [kept.status, (await kept.arrayBuffer()).byteLength, of(file.href)];
        }"""
    )
    assert sizes[:2] == [200, 1_775_800]


def broken(page: Page, text: str) -> None:
    """The press fails, the reader is told, and may press again; nothing else goes wrong."""
    page.locator(".g-try__start").click()
    expect(page.locator(".g-try__said")).to_have_text(text, timeout=20_000)
    expect(page.locator(".g-try__start")).to_be_enabled()
    expect(page.locator(".lab")).to_have_count(0)


def test_what_does_not_arrive_whole_is_said_and_never_used(opened: Opener) -> None:
    page = opened("/pl/terms/lora/")
    failed = WORDS["pl"]["failed"]

    def damage(route: Route) -> None:
        response = route.fetch()
        body = bytearray(response.body())
        body[-1] ^= 1
        route.fulfill(response=response, body=bytes(body))

    page.route("**/lora.safetensors*", damage)
    broken(page, failed["damaged"])
    page.unroute("**/lora.safetensors*")
    page.route("**/base.safetensors*", lambda route: route.abort())
    broken(page, failed["network"])
    page.unroute("**/base.safetensors*")
    opened.wrong.clear()  # the browser reports the aborted request, as it should
    press(page)  # and pressed again, it works


@pytest.mark.parametrize("slug", ["front-running", "reward-model", "transformer", "inference"])
def test_after_a_refused_download_every_widget_starts_at_the_next_press(
    opened: Opener, slug: str
) -> None:
    page = opened(f"/terms/{slug}/")
    page.route("**/base.safetensors*", lambda route: route.fulfill(status=404, body="no"))
    broken(page, WORDS["en"]["failed"]["network"])
    page.unroute("**/base.safetensors*")
    opened.wrong.clear()  # the browser reports the 404, as it should
    press(page)


@pytest.mark.parametrize(
    "content", ["{}", "[]", "null", "no JSON", '{"files": {"a": {}}}', '{"files": 3}']
)
def test_a_list_that_is_none_is_said_and_nothing_is_fetched(opened: Opener, content: str) -> None:
    page = opened("/terms/lora/")
    page.route(
        "**/lora.json",
        lambda route: (
            route.fulfill(body=content) if "/weights/" in route.request.url else route.continue_()
        ),
    )
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    broken(page, WORDS["en"]["failed"]["list"])
    assert not [url for url in fetched if "safetensors" in url and url.rpartition(".")[2] != "js"]


def test_the_strength_of_a_full_fine_tuning_decides_what_is_said(opened: Opener) -> None:
    page = opened("/terms/fine-tuning/")
    press(page)
    base, tuned = page.locator(".lab-columns .lab-new").all()
    expect(tuned).not_to_have_text("")
    said = tuned.inner_text()
    slider = page.get_by_label("Strength of the training")
    slider.focus()
    page.keyboard.press("Home")
    expect(tuned).to_have_text(base.inner_text())
    assert base.inner_text() != said
    slider.fill("1")
    expect(tuned).to_have_text(said)


def test_a_browser_without_workers_or_memory_is_told_so(opened: Opener) -> None:
    page = opened("/terms/lora/")
    failed = WORDS["en"]["failed"]
    page.evaluate("() => { [globalThis.Kept, globalThis.Worker] = [Worker, undefined]; }")
    broken(page, failed["worker"])
    page.evaluate("() => { globalThis.Worker = Kept; }")
    short = "export const parse = () => new Float32Array(2 ** 52);"
    page.route(
        "**/lab/engine/safetensors.js",
        lambda route: route.fulfill(content_type="text/javascript", body=short),
    )
    broken(page, failed["memory"])


def test_it_works_below_a_folder_and_with_plain_addresses(browser: Browser, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--no-directory-urls"]
    subprocess.run(
        [*command, "--config-file", ROOT / "mkdocs.yml", "--site-dir", tmp_path / "sub" / "site"],
        check=True,
        capture_output=True,
    )
    with sites.served(tmp_path) as url:
        opener = Opener(browser, url)
        page = opener("/sub/site/pl/terms/pretraining.html")
        press(page)
        expect(page.locator(".lab-new").nth(1)).to_have_text(re.compile("five lemons."))
        opener.close()
    assert opener.wrong == []
