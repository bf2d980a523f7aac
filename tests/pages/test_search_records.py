from __future__ import annotations

import pytest

from glossary.i18n.folding import refolded
from glossary.model.glossary import Glossary
from glossary.model.urls import Urls
from glossary.pages import search_records
from glossary.pipeline.builder import build_site


@pytest.fixture(scope="module")
def found(bread: Glossary) -> tuple[search_records.SearchRecord, ...]:
    return build_site(bread, Urls()).searched


def test_only_words_with_letters_that_pagefind_does_not_fold_are_repeated_folded() -> None:
    assert refolded("Łódź płynie gęsto po rzece, a łódź tonie.") == "lodz plynie"
    assert (
        refolded("STRAßE, Weiß, Ærø, cœur, déjà, đak, ılık") == "strasse weiss aero coeur dak ilik"
    )


def test_every_term_and_topic_is_found_in_every_language(
    bread: Glossary, found: tuple[search_records.SearchRecord, ...]
) -> None:
    addresses = {page.address for page in found}
    for slug, term in bread.terms.items():
        wanted = {f"terms/{slug}/", f"pl/terms/{slug}/"}
        wanted |= {f"topics/{term.topic}/", f"pl/topics/{term.topic}/"}
        assert wanted <= addresses
    assert len(addresses) == len(found)


def test_names_weigh_more_than_aliases_these_more_than_the_definition_and_it_more_than_the_text(
    found: tuple[search_records.SearchRecord, ...],
) -> None:
    page = next(page for page in found if page.address == "pl/terms/yeast/")
    html = page.html()
    order = [html.index(f'weight="{weight}"') for weight in (10, 4, 8, 1)]
    assert order == sorted(order)
    assert '<html lang="pl">' in html
    assert page.facts["topic"] == "Składniki"


def test_markup_in_a_name_is_text_to_the_index() -> None:
    page = search_records.SearchRecord("terms/x/", "en", "<b>&", (), 'say "so"', "", {})
    assert "<b>" not in page.html().partition("<h1")[2]
    assert 'data-v="say &quot;so&quot;"' in page.html()


def test_code_of_a_page_by_hand_is_not_searched() -> None:
    html = "<h1>About</h1><p>Who &amp; why</p><pre><code>import secret</code></pre>"
    page = search_records.by_hand("about/", "en", "About", html)
    assert page.text == "About Who & why"
