from __future__ import annotations

import json
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from markdown import Markdown

from glossary.i18n import catalog
from glossary.i18n.catalog import Locale
from glossary.model.glossary import Glossary, read_glossary
from glossary.model.urls import Urls
from glossary.pages import links
from glossary.pages.citations import cited
from glossary.pages.page import Page, literal
from glossary.pages.term import term_page
from glossary.pages.term_view import View
from glossary.pipeline.builder import build_site
from glossary.render import notebook
from glossary.sources.config import read_config
from tests.pages.test_demo_section import SCRIPT

BREAD = Path(__file__).parents[1] / "fixtures" / "bread" / "mkdocs.yml"
SITE = Urls(name="Bread, explained")


@pytest.fixture(scope="module")
def bread() -> Glossary:
    return read_glossary(read_config(BREAD))


@pytest.fixture(scope="module")
def words(bread: Glossary) -> dict[str, Locale]:
    return catalog.read_locales(bread.config)


def seen(bread: Glossary, words: dict[str, Locale], slug: str, language: str = "en") -> View:
    return View(bread, SITE, words[language], slug)


def outline(page: Page) -> list[str]:
    return re.findall(r"^## .*\{ id=([a-z0-9]+) \}$", page.frame, re.M)


def test_the_parts_of_a_page_stand_in_the_order_that_readers_know(
    bread: Glossary, words: dict[str, Locale]
) -> None:
    page = term_page(seen(bread, words, "gluten"))
    assert outline(page) == ["definition", "graph", "eli5", "expert", "quiz", "sources"]
    polish = term_page(seen(bread, words, "gluten", "pl"))
    assert outline(polish) == outline(page)
    assert polish.source == "pl/terms/gluten.md"


def test_the_whole_page_and_the_quick_way_give_the_same_html(
    bread: Glossary, words: dict[str, Locale]
) -> None:
    def rendered(markdown: str) -> str:
        body = markdown.split("---\n", 2)[2]
        return Markdown(extensions=["attr_list", "toc", "fenced_code"]).convert(body)

    def folded(html: str) -> str:
        return re.sub(r"\s+", " ", re.sub(r"</?div>", "", html)).strip()

    for slug in bread.terms:
        page = term_page(seen(bread, words, slug))
        quick = page.fill(rendered(page.skeleton()))
        assert folded(rendered(page.markdown())) == folded(quick)


def test_no_line_of_a_page_begins_a_fence_that_is_none(
    bread: Glossary, words: dict[str, Locale]
) -> None:
    page = replace(
        term_page(seen(bread, words, "gluten")), parts=("<pre>\n```python\n~~~\n</pre>",)
    )
    assert "```" not in page.markdown()
    assert "~~~" not in page.markdown()


@pytest.mark.parametrize("opening", ["{{", "{%", "{#"])
def test_a_page_is_no_template_whatever_its_name(
    bread: Glossary, words: dict[str, Locale], opening: str
) -> None:
    loaded = bread.loaded
    terms = {**loaded.terms, "yeast": replace(loaded.terms["yeast"], name=f"{opening} 7")}
    changed = replace(bread, loaded=replace(loaded, terms=terms))
    for page in build_site(changed, SITE).pages:
        assert opening not in page.frame, page.source
        assert "\nrender_macros: false\n---\n" in page.skeleton()


def test_a_piece_of_a_page_that_looks_like_a_slot_stays_as_it_is(
    bread: Glossary, words: dict[str, Locale]
) -> None:
    slot = '<div id="glossary-part-1"></div>'
    page = replace(term_page(seen(bread, words, "gluten")), frame=f"{slot}{slot.replace('1', '0')}")
    page = replace(page, parts=(slot, "second"))
    assert page.fill(page.frame) == f"second{slot}"
    assert page.markdown().endswith(f"second{slot}")


def test_a_name_in_a_heading_is_never_markup() -> None:
    assert literal("a *b* `c` [d](e) <f> {#g}") == (
        "a &#42;b&#42; &#96;c&#96; &#91;d&#93;&#40;e&#41; &#60;f&#62; &#123;&#35;g&#125;"
    )


@pytest.mark.parametrize(
    ("polish", "english", "title"),
    [
        ("Dostrajanie", "Fine-tuning", "Dostrajanie (fine-tuning)"),
        ("LoRA", "LoRA", "LoRA"),
        ("LoRA (adaptacja niskiego rzędu)", "LoRA", "LoRA (adaptacja niskiego rzędu)"),
        ("Transformer", "transformer", "Transformer"),
        ("RLHF", "RLHF", "RLHF"),
        ("Uczenie ze wzmocnieniem", "Reinforcement learning", None),
    ],
)
def test_a_translated_name_is_followed_by_the_original_where_they_differ(
    bread: Glossary, polish: str, english: str, title: str | None
) -> None:
    loaded = bread.loaded
    terms = {**loaded.terms, "yeast": replace(loaded.terms["yeast"], name=english)}
    ours = {**loaded.translations["pl"]}
    texts = replace(ours["yeast"].texts, name=polish)
    ours["yeast"] = replace(ours["yeast"], texts=texts)
    changed = replace(bread, loaded=replace(loaded, terms=terms, translations={"pl": ours}))
    assert links.title(changed, "yeast", "pl") == (title or f"{polish} ({english.lower()})")
    assert links.title(changed, "yeast", "en") == english


def test_every_edge_is_on_the_page_with_its_reason_and_unlocks_are_complete(
    bread: Glossary, words: dict[str, Locale]
) -> None:
    groups = {g.key: [link.slug for link in g.links] for g in seen(bread, words, "flour").groups}
    unlocked = [s for s, term in bread.terms.items() if "flour" in term.prerequisites]
    assert sorted(groups["unlocks"]) == sorted(unlocked)
    for slug in bread.terms:
        for language in bread.languages:
            for group in seen(bread, words, slug, language).groups:
                assert all(link.html for link in group.links), (slug, group.key)


def test_the_shown_text_of_a_diagram_has_whole_addresses_and_the_drawing_relative_ones(
    bread: Glossary, words: dict[str, Locale]
) -> None:
    site = replace(SITE, url="https://example.org/bread/")
    diagram = View(bread, site, words["pl"], "gluten").diagram
    assert 'click Pre_flour "/bread/pl/terms/flour/"' in diagram.source
    assert 'href="../flour/"' in diagram.svg
    assert diagram.fallback == ""


def test_a_diagram_in_words_names_every_neighbour(
    bread: Glossary, words: dict[str, Locale]
) -> None:
    svg = seen(bread, words, "fermentation").diagram.svg
    described = re.search(r"<desc[^>]*>(.*?)</desc>", svg)
    assert described
    for neighbour in bread.neighbourhood("fermentation").shown:
        assert bread.term(neighbour.slug).name in described[1]


def test_what_cannot_be_drawn_is_left_to_the_browser_or_to_the_list(
    bread: Glossary, words: dict[str, Locale], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "merman", None)
    drawn = "".join(term_page(seen(bread, words, "gluten"), browser_draws=True).parts)
    assert '<code class="mermaid">graph LR' in drawn
    assert "../flour/" in drawn
    listed = "".join(term_page(seen(bread, words, "gluten")).parts)
    assert "mermaid" not in listed
    assert "The diagram cannot be drawn here" in listed


def test_a_stale_translation_says_so_and_leads_to_the_original(
    bread: Glossary, words: dict[str, Locale]
) -> None:
    loaded = bread.loaded
    ours = {**loaded.translations["pl"]}
    ours["yeast"] = replace(ours["yeast"], of="0" * 16)
    stale = replace(bread, loaded=replace(loaded, translations={"pl": ours}))
    head = term_page(seen(stale, words, "yeast", "pl")).parts[0]
    assert "To tłumaczenie jest w trakcie aktualizacji" in head
    assert 'href="../../../terms/yeast/"' in head
    assert "To tłumaczenie" not in term_page(seen(bread, words, "yeast", "pl")).parts[0]


def test_a_term_without_a_translation_names_the_language_of_its_text(
    bread: Glossary, words: dict[str, Locale]
) -> None:
    bare = replace(bread, loaded=replace(bread.loaded, translations={"pl": {}}))
    page = "".join(term_page(seen(bare, words, "yeast", "pl")).parts)
    assert "jego tekst jest w języku oryginału (English)." in page


def test_every_answer_stands_on_the_page_with_its_explanation(
    bread: Glossary, words: dict[str, Locale]
) -> None:
    view_ = seen(bread, words, "gluten")
    html = "".join(term_page(view_).parts)
    assert html.count('type="radio"') == sum(len(q.answers) for q in view_.quiz)
    assert html.count('data-correct="yes"') == len(view_.quiz)
    for question in view_.quiz:
        for answer in question.answers:
            assert f'<p class="g-why">{answer.why}</p>' in html


def test_without_a_repository_the_page_names_its_file_and_with_one_it_links_there(
    bread: Glossary, words: dict[str, Locale]
) -> None:
    foot = term_page(seen(bread, words, "gluten", "pl")).parts[-1]
    assert "Ta strona powstaje z pliku terms/pl/gluten.yml" in foot
    site = replace(SITE, repository="https://example.org/repo")
    foot = term_page(View(bread, site, words["pl"], "gluten")).parts[-1]
    assert 'href="https://example.org/repo/edit/main/terms/pl/gluten.yml"' in foot


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("arXiv:2106.09685", ("arXiv:2106.09685", "https://arxiv.org/abs/2106.09685")),
        ("doi:10.1000/x", ("doi:10.1000/x", "https://doi.org/10.1000/x")),
        ("https://www.example.org/a", ("example.org", "https://www.example.org/a")),
        ("ISBN 9780262035613", ("ISBN 9780262035613", "")),
        ("javascript:alert(1)", ("javascript:alert(1)", "")),
    ],
)
def test_an_identifier_leads_to_the_web_only_where_it_names_a_place(
    identifier: str, expected: tuple[str, str]
) -> None:
    assert cited(identifier) == expected


def test_the_last_cells_of_a_notebook_hide_no_name_of_the_script() -> None:
    book = json.loads(notebook.notebook(f"outcome, numbers_ = 1, 2\n{SCRIPT}", "demos/one.py"))
    last = "".join(book["cells"][-1]["source"])
    assert "outcome_ = measure" in last and "numbers = {name" in last
