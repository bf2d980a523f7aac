"""The first page: with and without demos, and the paths that it offers."""

from __future__ import annotations

from dataclasses import replace

from glossary.i18n.catalog import Locale
from glossary.model.glossary import Glossary
from glossary.model.term import Term
from glossary.model.urls import Urls
from glossary.pages import home
from glossary.pages.paths import Paths
from tests.pages.test_pages import outline

SITE = Urls(name="Bread, explained")


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
