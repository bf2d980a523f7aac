from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks import synthetic
from glossary.i18n import catalog
from glossary.i18n.catalog import Locale
from glossary.model.glossary import Glossary, read_glossary
from glossary.model.urls import Urls
from glossary.pages import demos, topics
from glossary.render.diagrams import topic
from glossary.render.diagrams.topic import MapNode
from glossary.sources.config import read_config

SITE = Urls()


@pytest.fixture(scope="module")
def real() -> Glossary:
    return read_glossary(read_config(Path(__file__).parents[2] / "mkdocs.yml"))


@pytest.fixture(scope="module")
def words(real: Glossary) -> dict[str, Locale]:
    return catalog.read_locales(real.config)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Glossary:
    return read_glossary(read_config(synthetic.write(tmp_path_factory.mktemp("many"), 300)))


def test_a_map_has_the_terms_of_the_topic_and_the_neighbours_that_prerequisites_lead_to(
    real: Glossary,
) -> None:
    chosen = topic.choose(real, "rl-and-alignment")
    assert chosen.inside == ("reinforcement-learning", "reward-model", "rlhf")
    assert set(chosen.outside) == {"machine-learning", "large-language-model", "fine-tuning"}
    assert ("reward-model", "rlhf") in chosen.edges
    assert ("machine-learning", "fine-tuning") not in chosen.edges
    assert chosen.left_out == 0


def test_a_map_of_a_large_topic_stays_readable_and_says_what_it_leaves_out(many: Glossary) -> None:
    for key in many.topics:
        own = [slug for slug in many.order if many.terms[slug].topic == key]
        chosen = topic.choose(many, key, limit=12)
        assert len(chosen.inside) + len(chosen.outside) <= 12
        assert chosen.left_out == max(0, len(own) - 12)
        shown = {*chosen.inside, *chosen.outside}
        assert all({*edge} <= shown for edge in chosen.edges)


def test_what_comes_first_is_drawn_further_left(real: Glossary) -> None:
    chosen = topic.choose(real, "rl-and-alignment")
    slugs = (*chosen.inside, *chosen.outside)
    places = [MapNode(s, s, f"../{s}/", s in chosen.inside, "") for s in slugs]
    svg = topic.draw(places, chosen.edges, title="t", description="d")
    assert svg is not None
    left = [float(x) for x in re.findall(r'<rect x="([-\d.]+)"', svg)]
    at = dict(zip(slugs, left, strict=True))
    assert all(at[before] < at[after] for before, after in chosen.edges)
    assert svg.count("<a ") == len(slugs)
    assert svg.count('class="g-edge') == len(chosen.edges)


def test_names_and_addresses_are_text_to_the_map() -> None:
    places = [MapNode("a", '<b>"&', 'x"y', True, "</title>"), MapNode("b", "B", "z", False, "")]
    svg = topic.draw(places, [("a", "b")], title="<i>", description="&")
    assert svg is not None
    assert "<b>" not in svg
    assert "<i>" not in svg
    text = topic.source(places, [("a", "b")])
    assert 'n0["#60;b#62;#quot;#38;"]:::inside' in text
    assert 'click n0 "x%22y"' in text


def test_a_topic_page_lists_its_terms_in_learning_order_with_what_they_need(
    real: Glossary, words: dict[str, Locale]
) -> None:
    page = topics.topic(real, SITE, words["pl"], "rl-and-alignment")
    assert page.source == "pl/topics/rl-and-alignment.md"
    html = page.parts[-1]
    found = re.findall(r'<li><a href="../../terms/([\w-]+)/"><strong>', html)
    assert found == ["reinforcement-learning", "reward-model", "rlhf"]
    assert "Najpierw poznaj" in html
    assert "poziom 1–5" in page.parts[0]


def test_every_topic_has_a_page_and_the_pages_form_a_chain(
    real: Glossary, words: dict[str, Locale]
) -> None:
    own = [topics.topic(real, SITE, words["en"], key) for key in real.topics]
    assert [page.key for page in own] == [f"topics/{key}" for key in real.topics]
    assert ['rel="prev"' in page.parts[-1] for page in own] == [False] + [True] * (len(own) - 1)
    assert ['rel="next"' in page.parts[-1] for page in own] == [True] * (len(own) - 1) + [False]


def test_the_demos_page_tells_every_recorded_demo_with_its_verdicts(
    real: Glossary, words: dict[str, Locale]
) -> None:
    recorded = [slug for slug in real.order if real.demo(slug)]
    html = demos.demos(real, SITE, words["pl"]).parts[0]
    assert re.findall(r'g-demos__name" href="../terms/([\w-]+)/#demo"', html) == recorded
    for slug in recorded:
        assert f'data-value="{real.results[real.terms[slug].demo].seconds}"' in html
    assert "próba kontrolna" in html


def test_a_glossary_whose_demos_were_never_run_says_so(
    many: Glossary, words: dict[str, Locale]
) -> None:
    page = demos.demos(many, SITE, words["en"])
    assert "No demo has been recorded yet." in page.parts[0]
