from __future__ import annotations

import json
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from markdown import Markdown

from glossary import home, listing, locale, pages, plot, script, topics, view
from glossary.build import build
from glossary.config import read as read_config
from glossary.locale import Locale
from glossary.matter import cited
from glossary.paths import Paths
from glossary.site import Site
from glossary.term import Term
from glossary.view import View
from glossary.whole import Glossary, read

BREAD = Path(__file__).parent / "fixtures" / "bread" / "mkdocs.yml"
SITE = Site(name="Bread, explained")


@pytest.fixture(scope="module")
def bread() -> Glossary:
    return read(read_config(BREAD))


@pytest.fixture(scope="module")
def words(bread: Glossary) -> dict[str, Locale]:
    return locale.read(bread.config)


def seen(bread: Glossary, words: dict[str, Locale], slug: str, language: str = "en") -> View:
    return View(bread, SITE, words[language], slug)


def outline(page: pages.Page) -> list[str]:
    return re.findall(r"^## .*\{ id=([a-z0-9]+) \}$", page.frame, re.M)


def test_the_parts_of_a_page_stand_in_the_order_that_readers_know(
    bread: Glossary, words: dict[str, Locale]
) -> None:
    page = pages.term(seen(bread, words, "gluten"))
    assert outline(page) == ["definition", "graph", "eli5", "expert", "quiz", "sources"]
    polish = pages.term(seen(bread, words, "gluten", "pl"))
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
        page = pages.term(seen(bread, words, slug))
        quick = page.fill(rendered(page.skeleton()))
        assert folded(rendered(page.markdown())) == folded(quick)


def test_no_line_of_a_page_begins_a_fence_that_is_none(
    bread: Glossary, words: dict[str, Locale]
) -> None:
    page = replace(
        pages.term(seen(bread, words, "gluten")), parts=("<pre>\n```python\n~~~\n</pre>",)
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
    for page in build(changed, SITE).pages:
        assert opening not in page.frame, page.source
        assert "\nrender_macros: false\n---\n" in page.skeleton()


def test_a_piece_of_a_page_that_looks_like_a_slot_stays_as_it_is(
    bread: Glossary, words: dict[str, Locale]
) -> None:
    slot = '<div id="glossary-part-1"></div>'
    page = replace(
        pages.term(seen(bread, words, "gluten")), frame=f"{slot}{slot.replace('1', '0')}"
    )
    page = replace(page, parts=(slot, "second"))
    assert page.fill(page.frame) == f"second{slot}"
    assert page.markdown().endswith(f"second{slot}")


def test_a_name_in_a_heading_is_never_markup() -> None:
    assert pages.literal("a *b* `c` [d](e) <f> {#g}") == (
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
    ours["yeast"] = replace(ours["yeast"], name=polish)
    changed = replace(bread, loaded=replace(loaded, terms=terms, translations={"pl": ours}))
    assert view.title(changed, "yeast", "pl") == (title or f"{polish} ({english.lower()})")
    assert view.title(changed, "yeast", "en") == english


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
    drawn = "".join(pages.term(seen(bread, words, "gluten"), browser_draws=True).parts)
    assert '<code class="mermaid">graph LR' in drawn
    assert "../flour/" in drawn
    listed = "".join(pages.term(seen(bread, words, "gluten")).parts)
    assert "mermaid" not in listed
    assert "The diagram cannot be drawn here" in listed


def test_a_stale_translation_says_so_and_leads_to_the_original(
    bread: Glossary, words: dict[str, Locale]
) -> None:
    loaded = bread.loaded
    ours = {**loaded.translations["pl"]}
    ours["yeast"] = replace(ours["yeast"], of="0" * 16)
    stale = replace(bread, loaded=replace(loaded, translations={"pl": ours}))
    head = pages.term(seen(stale, words, "yeast", "pl")).parts[0]
    assert "To tłumaczenie jest w trakcie aktualizacji" in head
    assert 'href="../../../terms/yeast/"' in head
    assert "To tłumaczenie" not in pages.term(seen(bread, words, "yeast", "pl")).parts[0]


def test_a_term_without_a_translation_names_the_language_of_its_text(
    bread: Glossary, words: dict[str, Locale]
) -> None:
    bare = replace(bread, loaded=replace(bread.loaded, translations={"pl": {}}))
    page = "".join(pages.term(seen(bare, words, "yeast", "pl")).parts)
    assert "jego tekst jest w języku oryginału (English)." in page


def test_every_answer_stands_on_the_page_with_its_explanation(
    bread: Glossary, words: dict[str, Locale]
) -> None:
    view_ = seen(bread, words, "gluten")
    html = "".join(pages.term(view_).parts)
    assert html.count('type="radio"') == sum(len(q.answers) for q in view_.quiz)
    assert html.count('data-correct="yes"') == len(view_.quiz)
    for question in view_.quiz:
        for answer in question.answers:
            assert f'<p class="g-why">{answer.why}</p>' in html


def test_without_a_repository_the_page_names_its_file_and_with_one_it_links_there(
    bread: Glossary, words: dict[str, Locale]
) -> None:
    foot = pages.term(seen(bread, words, "gluten", "pl")).parts[-1]
    assert "Ta strona powstaje z pliku terms/pl/gluten.yml" in foot
    site = replace(SITE, repository="https://example.org/repo")
    foot = pages.term(View(bread, site, words["pl"], "gluten")).parts[-1]
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


@pytest.mark.parametrize(
    ("start", "target", "expected"),
    [
        ("terms/lora/", "terms/rlhf/", "../rlhf/"),
        ("terms/lora/", "terms/lora/", "./"),
        ("terms/lora/", "", "../../"),
        ("", "pl/terms/lora/", "pl/terms/lora/"),
        ("pl/terms/lora/", "terms/lora.json", "../../../terms/lora.json"),
        ("terms/lora.html", "terms/rlhf.html", "rlhf.html"),
        ("index.html", "a-z.html", "a-z.html"),
    ],
)
def test_links_are_relative_to_the_page(start: str, target: str, expected: str) -> None:
    assert SITE.href(start, target) == expected


def test_polish_letters_sort_where_polish_dictionaries_have_them(words: dict[str, Locale]) -> None:
    names = ["Zakwas", "Żyto", "Łamanie", "Mąka", "Lód", "Ćma", "Cień", "Ąb", "Azot"]
    assert sorted(names, key=lambda name: listing.collated(name, words["pl"])) == [
        *("Azot", "Ąb", "Cień", "Ćma", "Lód", "Łamanie", "Mąka", "Zakwas", "Żyto")
    ]


def test_a_z_and_topics_name_every_term_in_both_languages(
    bread: Glossary, words: dict[str, Locale]
) -> None:
    for language in bread.languages:
        for page in (
            listing.a_z(bread, SITE, words[language]),
            topics.overview(bread, SITE, words[language]),
        ):
            html = "".join(page.parts)
            for slug in bread.terms:
                assert f'href="../terms/{slug}/"' in html


def test_a_glossary_without_demos_has_a_home_page_without_numbers(
    bread: Glossary, words: dict[str, Locale]
) -> None:
    paths = Paths(bread, SITE, words["en"])
    page = home.home(paths, {"title": "Bread", "lead": "All about it."})
    assert page.frame.startswith("# Bread\n")
    assert outline(page) == ["start", "topics", "how"]
    assert "All about it." in page.parts[0]


def test_the_paths_to_start_on_lead_to_different_terms_each_deeper_than_the_one_before(
    bread: Glossary, words: dict[str, Locale]
) -> None:
    goals = home.ends(Paths(bread, SITE, words["pl"]))
    levels = [bread.level(goal) for goal in goals]
    assert len(set(goals)) == 3
    assert levels == sorted(levels)
    assert levels[-1] == max(map(bread.level, bread.terms))
    # Deeper is not always farther: the way to one term of level 2 may have more steps.
    chain = {"a": [], "b": ["a"], "x": [], "y": [], "c": ["x", "y", "z", "a"], "z": []}
    chain |= {"d": ["b"], "e": ["d"]}
    terms = {
        slug: Term(slug, name=slug, topic="dough", prerequisites=dict.fromkeys(needs, "Why."))
        for slug, needs in chain.items()
    }
    loaded = replace(bread.loaded, terms=terms, translations={}, slugs=frozenset(terms))
    paths = Paths(replace(bread, loaded=loaded), SITE, words["en"])
    assert [(goal, len(paths.steps(goal))) for goal in home.ends(paths)] == [
        ("d", 3),
        ("e", 4),
        ("c", 5),
    ]
    html = "".join(home.home(Paths(bread, SITE, words["pl"]), {}).parts)
    assert [f'href="path/{goal}/"' in html for goal in goals] == [True] * 3


def test_a_build_has_every_page_in_every_language_and_data_for_machines(bread: Glossary) -> None:
    built = build(bread, SITE)
    sources = [page.source for page in built.pages]
    assert len(sources) == len(set(sources)) == 2 * (2 * len(bread.terms) + 7 + 2)  # two topics
    data = json.loads(built.files["pl/terms/yeast.json"])
    assert data["name"] == bread.term("yeast", "pl").name
    assert {"graph.json", "assets/glossary/glossary.css"} <= built.files.keys()
    assert built.documents().keys() == {*sources, *built.files}


SCRIPT = '''"""A demo

Claim: it holds.
"""
from demos.lab import run

# %% The data
# What is known.
data = [1, 2]

# %% The idea
# One line.
def idea(x):
    return x + 1

# %% What is measured
def measure(config, seed):
    return {"a": idea(seed)}


if __name__ == "__main__":
    run.main(__file__)
'''


def test_the_idea_of_a_script_is_its_cell_of_that_name() -> None:
    assert script.idea(SCRIPT) == "# One line.\ndef idea(x):\n    return x + 1\n"
    assert script.idea("x = 1\n# %% Setup\ny = 2\n") == "y = 2\n"
    assert script.idea("x = 1\n") == "x = 1\n"


def test_a_notebook_has_the_prose_as_text_and_runs_without_the_command_line() -> None:
    address = "https://example.org/me/project.git"
    book = json.loads(script.notebook(SCRIPT, "demos/one.py", address, seed=101))
    assert (book["nbformat"], book["nbformat_minor"]) == (4, 5)
    assert [cell["id"] for cell in book["cells"]] == [f"cell-{i}" for i in range(9)]
    required = {"cell_type", "id", "metadata", "source"}
    for cell in book["cells"]:
        extra = {"outputs", "execution_count"} if cell["cell_type"] == "code" else set()
        assert set(cell) == required | extra
    kinds = [cell["cell_type"] for cell in book["cells"]]
    text = ["".join(cell["source"]) for cell in book["cells"]]
    assert kinds == [
        "code",
        "code",
        "markdown",
        "code",
        "markdown",
        "code",
        "markdown",
        "code",
        "code",
    ]
    assert f'"git", "clone", "--depth", "1", "{address}"' in text[0]
    assert text[4] == "## The idea\n\nOne line."
    assert "outcome = measure(Config(), seed=101)" in text[-1], "no plot, so no cell that draws it"
    assert "__main__" not in "".join(text)


def test_the_last_cells_of_a_notebook_hide_no_name_of_the_script() -> None:
    book = json.loads(script.notebook(f"outcome, numbers_ = 1, 2\n{SCRIPT}", "demos/one.py"))
    last = "".join(book["cells"][-1]["source"])
    assert "outcome_ = measure" in last and "numbers = {name" in last


PLOT = """<?xml version="1.0"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
     width="7in" viewBox="0 0 10 10"><metadata>x</metadata><style>*{color:red}</style>
<script>alert(1)</script><defs><path id="m1" d="M0 0"/></defs>
<g clip-path="url(#c1)" onclick="alert(1)"><use xlink:href="#m1"/><use xlink:href="http://e.org"/>
<text> accuracy </text><text>0.5</text><text>12.5 %</text><text>v1.5b</text></g></svg>"""


def test_a_plot_speaks_the_page_s_language_and_has_no_effect_on_the_page() -> None:
    svg = plot.inline(PLOT, title="a < b", texts={"accuracy": "trafność"}, decimal=",", id="plot")
    assert re.findall(r"<text>([^<]*)", svg) == ["trafność", "0,5", "12,5 %", "v1.5b"]
    assert '<title id="plot-title">a &lt; b</title>' in svg
    assert 'href="#plot-m1"' in svg and "url(#plot-c1)" in svg and 'id="plot-m1"' in svg
    assert not re.search(r"script|style|metadata|onclick|http|width", svg)
